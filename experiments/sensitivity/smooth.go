package sensitivity

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// A spot is what was measured at a place in the unit square (or, with y 0 throughout, on the unit line).
type spot struct{ x, y, v float64 }

// A smooth is a local linear regression with the tricube kernel (Cleveland 1979; Fan and Gijbels 1996): at each place a
// plane through what is near, the nearer the weightier. It follows slopes to the edges, and shows nothing where little is near.
type smooth struct {
	spots  []spot
	flat   bool    // one dimension
	reach  float64 // half-width of the kernel
	square []float64 // residuals squared, by spot
}

const (
	leastNear   = 6    // spots within reach below which nothing is said
	mostToTry   = 1200 // spots on which the reach is chosen
	mostSmooth  = 20000
)

// reaches are tried from wide to narrow.
var reaches = []float64{1.2, .8, .55, .4, .3, .22, .16, .12}

// smoothed chooses the reach by leaving each spot out in turn, and keeps how far off the spots are.
func smoothed(spots []spot, flat bool) *smooth {
	s := &smooth{spots: thinned(spots, mostSmooth), flat: flat}
	tried := thinned(s.spots, mostToTry)
	best := math.Inf(1)
	for _, reach := range reaches {
		s.reach = reach
		off, n := 0.0, 0
		for _, p := range tried {
			fit, own, _, ok := s.fit(p.x, p.y, nil)
			if !ok || own > 0.9 {
				continue
			}
			off += (p.v - fit) * (p.v - fit) / ((1 - own) * (1 - own))
			n++
		}
		if n < len(tried)*9/10 || n == 0 {
			break // narrower still leaves too much white
		}
		if off /= float64(n); off < best*0.98 {
			best = off
			defer func(r float64) { s.reach = r }(reach)
			continue
		}
		if off > 1.3*best {
			break
		}
	}
	return s
}

// thinned keeps every so manieth of too many spots.
func thinned(spots []spot, most int) []spot {
	if len(spots) <= most {
		return spots
	}
	kept := make([]spot, 0, most)
	for k := range most {
		kept = append(kept, spots[k*len(spots)/most])
	}
	return kept
}
