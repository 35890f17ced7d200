package study

import (
	"math"
	"slices"

	"polesim/experiments/moments"
	"polesim/experiments/store"
)

// A judge says when the replications of a point suffice.
type judge struct {
	until  *Precision
	column int
	pairs  [][2]int          // of scenarios: first less second; none if there is one scenario
	known  []moments.Moments // of each pair, or of the only scenario
}

func newJudge(until *Precision, columns []store.Column, rows []string) *judge {
	j := &judge{until: until, column: slices.IndexFunc(columns, func(c store.Column) bool { return c.Name == until.Outcome })}
	if len(until.Between) == 2 {
		j.pairs = [][2]int{{slices.Index(rows, until.Between[0]), slices.Index(rows, until.Between[1])}}
	} else {
		for k := 1; k < len(rows); k++ {
			j.pairs = append(j.pairs, [2]int{k, 0})
		}
	}
	j.known = make([]moments.Moments, max(1, len(j.pairs)))
	return j
}

// add takes in a replication that is done.
func (j *judge) add(values [][]float64) {
	if len(j.pairs) == 0 {
		j.take(0, values[0][j.column])
	}
	for k, p := range j.pairs {
		j.take(k, values[p[0]][j.column]-values[p[1]][j.column])
	}
}

// take takes in a value, unless it is none.
func (j *judge) take(k int, x float64) {
	if !math.IsNaN(x) {
		j.known[k].Add(x)
	}
}

// content says whether so many replications, done or not, are enough.
func (j *judge) content(replications int) bool {
	if replications < j.until.Least || (replications-j.until.Least)%j.until.Every != 0 {
		return false
	}
	return !slices.ContainsFunc(j.known, func(m moments.Moments) bool { return !(m.HalfWidth() <= j.until.HalfWidth) })
}
