package classics

import (
	"math"
	"math/bits"
	"testing"

	"polesim/model"
	"polesim/sim"
)

func TestEachBitComesUpWithItsChance(t *testing.T) {
	const words = 4000
	for _, p := range []float64{.1, .3, .5, 2. / 3, .9} {
		c := newChance(p)
		var times [64]int
		for replication := range words {
			s := sim.NewKey(1, replication).At(0, 0)
			for up := c.of(^uint64(0), &s); up != 0; up &= up - 1 {
				times[bits.TrailingZeros64(up)]++
			}
		}
		for bit, n := range times {
			if z := (float64(n) - words*p) / math.Sqrt(words*p*(1-p)); math.Abs(z) > 4.5 { // once in 147,000
				t.Errorf("p = %v: bit %d came up %d times in %d (%.1f standard errors)", p, bit, n, words, z)
			}
		}
	}
	s := sim.NewKey(1, 1).At(0, 0)
	if up := newChance(1).of(0b1011, &s); up != 0b1011 {
		t.Errorf("what is sure came up as %b", up)
	}
	if up := newChance(0).of(0b1011, &s); up != 0 {
		t.Errorf("what never happens came up as %b", up)
	}
	if up := newChance(.5).of(0b1011, &s); up&^0b1011 != 0 {
		t.Errorf("bits came up that were not asked: %b", up)
	}
}

func TestRandomBeliefsAreOfThreeKindsEquallyOften(t *testing.T) {
	const words = 3000
	var yes, no int
	for replication := range words {
		s := sim.NewKey(3, replication).At(0, 0)
		b := randomBeliefs(1<<10-1, &s)
		if b.Held >= 1<<10 || b.Word&^b.Held != 0 {
			t.Fatalf("%+v is no belief on 10 dimensions", b)
		}
		yes += bits.OnesCount64(b.Word)
		no += bits.OnesCount64(b.Held &^ b.Word)
	}
	const third, error = words * 10. / 3, 81.6 // √(30,000 · 1/3 · 2/3)
	for _, n := range []int{yes, no} {
		if math.Abs(float64(n)-third) > 4*error {
			t.Errorf("%d of 30,000, expected a third", n)
		}
	}
}

func TestVotesAreCountedDimensionByDimension(t *testing.T) {
	s := sim.NewKey(4, 4).At(0, 0)
	var v votes
	for voters := range 40 {
		v.reset()
		var count [64]int
		for range voters {
			b := randomBeliefs(^uint64(0), &s)
			v.add(b)
			for d := range count {
				count[d] += int(b.Word>>d&1) - int(b.Held&^b.Word>>d&1)
			}
		}
		own := randomBeliefs(^uint64(0), &s)
		yes, no := v.majority()
		against := v.against(own)
		for d, n := range count {
			if v.lead(d) != n || yes>>d&1 == 1 != (n > 0) || no>>d&1 == 1 != (n < 0) {
				t.Fatalf("%d voters, dimension %d: lead %d, yes %d, no %d; expected a lead of %d", voters, d, v.lead(d), yes>>d&1, no>>d&1, n)
			}
			held, word := own.Held>>d&1 == 1, own.Word>>d&1 == 1
			if differs := n > 0 && !word || n < 0 && (word || !held); against>>d&1 == 1 != differs {
				t.Fatalf("%d voters, dimension %d: against is %v", voters, d, !differs)
			}
		}
	}
}

func TestScoreIsBeliefTimesReality(t *testing.T) {
	if got := score(belief("++-0"), 0b0101); got != -1 { // right on the first, wrong on two
		t.Errorf("score %d, expected −1", got)
	}
	if got := right(model.Code{Held: 0b0111, Word: 0b0011}, 0b0101); got != 0b0001 {
		t.Errorf("right on %b", got)
	}
}
