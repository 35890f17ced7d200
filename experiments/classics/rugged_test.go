package classics

import (
	"math"
	"testing"

	"polesim/model"
	"polesim/sim"
)

// ruggedOf is a landscape of a replication, with whoever searches at the place of all zeros.
func ruggedOf(n, k int, name string, replication int) *rugged {
	key := sim.NewKey(7, replication)
	wiring := key.Named("wiring").At(0, 0)
	r := newRugged(n, k)
	r.reset(key, neighbourhood(name, n, k, &wiring))
	r.practices.Reset(r.land, func(int) uint64 { return 0 })
	return r
}

// near says whether two effects are the same but for rounding: they are sums of steps of 1/65,536.
func near(x, y float64) bool { return math.Abs(x-y) < 1e-9 }

// TestPracticesInteractWhereAContributionDependsOnBoth is what a landscape's ruggedness is: what a change of one practice
// brings depends on another if, and only if, some contribution depends on the two.
func TestPracticesInteractWhereAContributionDependsOnBoth(t *testing.T) {
	const n = 12
	both := func(of neighbours, k int) (together [n][n]bool) {
		others := make([]int32, k)
		for c := range n {
			of(c, others)
			for _, a := range append(others, int32(c)) {
				for _, b := range append(others, int32(c)) {
					together[a][b] = true
				}
			}
		}
		return together
	}
	for _, of := range []struct {
		name string
		k    int
	}{{adjacent, 0}, {adjacent, 2}, {adjacent, 3}, {adjacent, 11}, {anywhere, 2}, {inBlocks, 3}} {
		wiring := sim.NewKey(7, 0).Named("wiring").At(0, 0)
		r := newRugged(n, of.k)
		lists := make([][]int32, n)
		for c, hood := 0, neighbourhood(of.name, n, of.k, &wiring); c < n; c++ {
			lists[c] = make([]int32, of.k)
			hood(c, lists[c])
		}
		hood := func(practice int, into []int32) { copy(into, lists[practice]) }
		r.reset(sim.NewKey(7, 0), hood)
		r.startAt(0b101101)
		want := both(hood, of.k)
		for a := range n {
			for b := range n {
				if a == b {
					continue
				}
				alone := r.gain(a)
				r.practices.Flip(b)
				interact := !near(r.gain(a), alone)
				r.practices.Flip(b)
				if interact != want[a][b] {
					t.Errorf("%s, K = %d: practices %d and %d interact: %v, want %v", of.name, of.k, a, b, interact, want[a][b])
				}
			}
		}
	}
}

// TestNeighbourhoods are lists that one can check by hand.
func TestNeighbourhoods(t *testing.T) {
	for _, c := range []struct {
		name           string
		n, k, practice int
		want           []int32
	}{
		{adjacent, 8, 2, 0, []int32{1, 7}},
		{adjacent, 8, 3, 5, []int32{6, 4, 7}}, // odd: one more to the right
		{adjacent, 4, 3, 3, []int32{0, 2, 1}},
		{inBlocks, 6, 2, 4, []int32{3, 5}},
	} {
		got := make([]int32, c.k)
		neighbourhood(c.name, c.n, c.k, nil)(c.practice, got)
		for at := range got {
			if got[at] != c.want[at] {
				t.Errorf("%s: %d of %d with K = %d depends on %v, want %v", c.name, c.practice, c.n, c.k, got, c.want)
				break
			}
		}
	}
}

// TestRandomNeighbourhoodsAreEven says that each other is as likely to be depended on, none twice, and never the practice
// itself.
func TestRandomNeighbourhoodsAreEven(t *testing.T) {
	const n, k, draws = 6, 3, 20_000
	s := sim.NewKey(3, 0).At(0, 0)
	of := neighbourhood(anywhere, n, k, &s)
	var count [n]int
	others := make([]int32, k)
	for range draws {
		of(2, others)
		var seen [n]bool
		for _, o := range others {
			if o == 2 || seen[o] {
				t.Fatalf("practice 2 depends on %v", others)
			}
			seen[o] = true
			count[o]++
		}
	}
	for o, c := range count {
		const share = float64(k) / (n - 1)
		if off := math.Abs(float64(c)/draws - share); o != 2 && off > 4*math.Sqrt(share*(1-share)/draws) {
			t.Errorf("practice 2 depends on %d in %d of %d draws, want a share of %v", o, c, draws, share)
		}
	}
}

// TestGainIsTheDifferenceInFitness holds also where the practices do not fit in one service.
func TestGainIsTheDifferenceInFitness(t *testing.T) {
	for _, n := range []int{10, 64, 96, 67} {
		r := ruggedOf(n, 5, anywhere, 0)
		for b := range n {
			gain, before := r.gain(b), r.fitness()
			r.practices.Flip(b)
			if !near(r.fitness()-before, gain) {
				t.Fatalf("N = %d: practice %d is said to gain %v, and gains %v", n, b, gain, r.fitness()-before)
			}
		}
	}
}

// TestWalksClimbToAnOptimum says that each step leads up, and that a walk ends where no neighbour is fitter and nowhere else.
func TestWalksClimbToAnOptimum(t *testing.T) {
	for replication := range 50 {
		r := ruggedOf(12, 4, anywhere, replication)
		s := sim.NewKey(8, replication).At(0, 0)
		for at := r.fitness(); r.step(&s); at = r.fitness() {
			if r.fitness() <= at {
				t.Fatalf("a step leads from %v to %v", at, r.fitness())
			}
		}
		for b := range r.n {
			if r.gain(b) > 0 {
				t.Fatalf("a walk ends although practice %d gains %v", b, r.gain(b))
			}
		}
	}
}

// TestStepsAreEven says that each fitter neighbour is as likely.
func TestStepsAreEven(t *testing.T) {
	r := ruggedOf(10, 3, adjacent, 1)
	fitter := 0
	for b := range r.n {
		if r.gain(b) > 0 {
			fitter++
		}
	}
	if fitter < 3 {
		t.Fatalf("%d fitter neighbours are too few to tell", fitter)
	}
	const draws = 20_000
	taken := map[uint64]int{}
	s := sim.NewKey(8, 0).At(0, 0)
	for range draws {
		r.startAt(0)
		r.step(&s)
		taken[r.practices.Word(0)]++
	}
	if len(taken) != fitter {
		t.Errorf("%d neighbours are stepped to, want the %d that are fitter", len(taken), fitter)
	}
	share := 1 / float64(fitter)
	for to, n := range taken {
		if math.Abs(float64(n)/draws-share) > 4*math.Sqrt(share*(1-share)/draws) {
			t.Errorf("place %b is stepped to %d times of %d, want a share of %v", to, n, draws, share)
		}
	}
}

// TestOptimaAreThoseOfALookAtEachPlace counts them again, place by place and neighbour by neighbour.
func TestOptimaAreThoseOfALookAtEachPlace(t *testing.T) {
	for replication := range 20 {
		r := ruggedOf(8, 3, anywhere, replication)
		want := 0
		for place := range uint64(1 << r.n) {
			r.startAt(place)
			highest := true
			for b := range r.n {
				highest = highest && r.gain(b) <= 0
			}
			if highest {
				want++
			}
		}
		if got := r.optima(); got != want {
			t.Errorf("replication %d: %d optima, want %d", replication, got, want)
		}
	}
}

// isOptimum says whether no neighbour is fitter.
func (r *rugged) isOptimum() bool {
	for b := range r.n {
		if model.Worthwhile(r.gain(b), 0) {
			return false
		}
	}
	return true
}
