package classics

import (
	"testing"

	"polesim/sim"
)

// What is left out holds nothing higher: the summit is the best of all places.
func TestSummitIsTheHighestOfAllPlaces(t *testing.T) {
	for _, of := range []struct {
		n, k int
		name string
	}{{1, 0, adjacent}, {8, 0, anywhere}, {10, 3, anywhere}, {10, 5, adjacent}, {12, 5, repeated}, {12, 2, inBlocks}, {12, 11, anywhere}, {9, 8, repeated}} {
		land := newRugged(of.n, of.k)
		s := newSummit(land)
		var wiring sim.Stream
		who := lazerNeighbourhood(of.name, of.n, of.k, &wiring)
		for seed := range 20 {
			key := sim.NewKey(uint64(seed), of.n)
			wiring = key.Named("wiring").At(0, 0)
			s.reset(key, who)
			land.startAt(s.find())
			found, best := land.fitness(), 0.0
			land.everywhere(func() { best = max(best, land.fitness()) })
			if found != best {
				t.Fatalf("N=%d K=%d %s, landscape %d: found %v, the highest is %v", of.n, of.k, of.name, seed, found, best)
			}
		}
	}
}

// BenchmarkSummit finds the highest of 2^20 places.
func BenchmarkSummit(b *testing.B) {
	land := newRugged(20, 5)
	s := newSummit(land)
	var wiring sim.Stream
	who := lazerNeighbourhood(anywhere, 20, 5, &wiring)
	for k := 0; b.Loop(); k++ {
		key := sim.NewKey(1, k)
		wiring = key.Named("wiring").At(0, 0)
		s.reset(key, who)
		s.find()
	}
}
