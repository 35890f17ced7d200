package model

import (
	"slices"

	"polesim/sim"
)

// A layer is a directed, weighted graph between services: who depends on whom, and for what share. Rows sum to 1
// (or are empty). Two layers make a hospital: workflow (patients, dense, asymmetric) and discipline (teaching,
// research, technology; it crosses sites).
type layer struct {
	start      []int32     // row i is to[start[i]:start[i+1]]
	to         []ServiceID // ascending in a row
	weight     []float64   // share of i's dependence
	cumulative []float64   // running sum of weight in a row
}

// newLayer makes a layer from rows of weights ≥ 0, which it scales to sum to 1.
func newLayer(n int, fill func(i int, weights []float64)) *layer {
	l := &layer{start: make([]int32, 1, n+1)}
	weights := make([]float64, n)
	for i := range n {
		clear(weights)
		fill(i, weights)
		weights[i] = 0
		total := 0.0
		for _, w := range weights {
			total += w
		}
		sum := 0.0
		for j, w := range weights {
			if w > 0 {
				sum += w
				l.to = append(l.to, ServiceID(j))
				l.weight = append(l.weight, w/total)
				l.cumulative = append(l.cumulative, sum/total)
			}
		}
		l.start = append(l.start, int32(len(l.to)))
		if i == 0 { // rows are much alike: room for all of them at once
			most := (n - 1) * len(l.to)
			l.to, l.weight, l.cumulative = slices.Grow(l.to, most), slices.Grow(l.weight, most), slices.Grow(l.cumulative, most)
		}
	}
	return l
}

// pick draws a partner of service i in proportion to weight; −1 if i has none.
func (l *layer) pick(i ServiceID, s *sim.Stream) ServiceID {
	from, to := l.start[i], l.start[i+1]
	if from == to {
		return -1
	}
	at, _ := slices.BinarySearch(l.cumulative[from:to], s.Float64())
	return l.to[int(from)+min(at, int(to-from)-1)]
}

// both returns the undirected layer in which i and j weigh what each depends on the other.
func (l *layer) both(n int) *layer {
	type edge struct {
		from   ServiceID
		weight float64
	}
	back := make([][]edge, n) // who depends on each
	dependents := make([]int, n)
	for _, to := range l.to {
		dependents[to]++
	}
	room := make([]edge, len(l.to))
	for i, many := range dependents {
		back[i], room = room[:0:many], room[many:]
	}
	for i := range n {
		for e := l.start[i]; e < l.start[i+1]; e++ {
			back[l.to[e]] = append(back[l.to[e]], edge{ServiceID(i), l.weight[e]})
		}
	}
	return newLayer(n, func(i int, weights []float64) {
		for e := l.start[i]; e < l.start[i+1]; e++ {
			weights[l.to[e]] += l.weight[e]
		}
		for _, e := range back[i] {
			weights[e.from] += e.weight
		}
	})
}
