package classics

import (
	"math"
	"math/bits"
	"slices"

	"polesim/model"
	"polesim/sim"
)

// rugged is an NK landscape (Kauffman 1993) with somebody who searches on it: practices of one service or, where there are
// more than fit in one, of several that look at the whole. It is package model's landscape and search.
type rugged struct {
	n, k      int
	land      *model.Landscape
	practices model.Practices
	services  int
	size      int       // practices of a service
	weight    []float64 // of each service in the whole
	order     []int     // room for walk
	heights   []float64 // room for optima: fitness at each place
}

// mostInputs is how many practices a contribution may depend on, its own included.
const mostInputs = 16

// newRugged returns a landscape of n practices whose contributions depend on k others each, at most 15.
func newRugged(n, k int) *rugged {
	const most = 64 // practices of a service
	size := n
	for size > most || n%size != 0 {
		size--
	}
	return newDivided(n/size, size, k)
}

// newDivided returns the same of several services (divisions, departments) of equal size, each of which answers for the
// contributions of its own practices.
func newDivided(services, size, k int) *rugged {
	r := &rugged{n: services * size, k: k, services: services, size: size}
	r.land = model.NewLandscape(r.services, r.size, k+1)
	r.weight = make([]float64, r.services)
	for i := range r.weight {
		r.weight[i] = 1 / float64(r.services)
	}
	r.order = make([]int, r.n)
	return r
}

// neighbours says on which others a practice depends: it fills a slice of k. Where it leaves −1 there is none.
type neighbours func(practice int, into []int32)

// reset draws the landscape from key.
func (r *rugged) reset(key sim.Key, of neighbours) { r.resetBut(key, of, 0) }

// resetBut does so, but that what the first so many practices contribute is drawn anew.
func (r *rugged) resetBut(key sim.Key, of neighbours, anew int) {
	r.land.Reset(key, func(c int, in *model.Inputs) {
		in.Table = int32(c)
		if c < anew {
			in.Table += int32(r.n)
		}
		in.Clinical[0] = int32(c)
		of(c, in.Clinical[1:])
		for at := range in.Academic { // nobody asks for academic value
			in.Academic[at] = -1
		}
	})
}

// start puts whoever searches at a random place.
func (r *rugged) start(s *sim.Stream) {
	r.practices.Reset(r.land, func(int) uint64 { return s.Uint64() & (1<<r.size - 1) })
}

// startAt puts whoever searches at a given place; one service.
func (r *rugged) startAt(word uint64) { r.practices.Reset(r.land, func(int) uint64 { return word }) }

// gain is by how much the mean of all contributions would change if practice b were changed.
func (r *rugged) gain(b int) float64 { return r.practices.WholeCare(b, r.weight) }

// fitness is the mean of all contributions.
func (r *rugged) fitness() float64 { return r.fitnessOf(&r.practices) }

// fitnessOf is that of other practices on the landscape.
func (r *rugged) fitnessOf(p *model.Practices) float64 {
	sum := 0.0
	for i := range r.services {
		sum += float64(r.weight[i] * p.Care(i))
	}
	return sum
}

// A span is how far a landscape reaches: the worth of its worst place and of its best.
type span struct{ worst, best float64 }

// newSpan reaches nowhere.
func newSpan() span { return span{math.Inf(1), math.Inf(-1)} }

// reach widens the span to a place of some worth.
func (s *span) reach(worth float64) { s.worst, s.best = min(s.worst, worth), max(s.best, worth) }

// relative is where a worth stands between the worst place and the best: 0 to 1.
func (s span) relative(worth float64) float64 { return (worth - s.worst) / (s.best - s.worst) }

// walk goes to a randomly chosen fitter neighbour, one practice away, until there is none, and returns how many steps that
// took. Neighbours are tried in random order and the first that is fitter is taken, which chooses among them evenly.
func (r *rugged) walk(s *sim.Stream) (steps int) {
	for r.step(s) {
		steps++
	}
	return steps
}

// step goes to a randomly chosen fitter neighbour; false if there is none.
func (r *rugged) step(s *sim.Stream) bool {
	for b := range r.order {
		r.order[b] = b
	}
	for left := r.n; left > 0; left-- {
		at := s.IntN(left)
		b := r.order[at]
		if model.Worthwhile(r.gain(b), 0) {
			r.practices.Flip(b)
			return true
		}
		r.order[at] = r.order[left-1]
	}
	return false
}

// everywhere calls at with the landscape's searcher at each of the 2^n places, in an order in which neighbours follow each
// other.
func (r *rugged) everywhere(at func()) {
	r.practices.Reset(r.land, func(int) uint64 { return 0 })
	at()
	for place := uint64(1); place < 1<<r.n; place++ {
		r.practices.Flip(bits.TrailingZeros64(place)) // Gray code
		at()
	}
}

// optima counts the places from which no neighbour leads up; one service.
func (r *rugged) optima() (count int) {
	places := 1 << r.n
	r.heights = slices.Grow(r.heights[:0], places)[:places]
	r.everywhere(func() { r.heights[r.practices.Word(0)] = r.fitness() })
	for place, height := range r.heights {
		up := false
		for b := 0; b < r.n && !up; b++ {
			up = model.Worthwhile(r.heights[place^1<<b]-height, 0)
		}
		if !up {
			count++
		}
	}
	return count
}
