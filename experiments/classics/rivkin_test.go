package classics

import (
	"context"
	"math/bits"
	"slices"
	"testing"

	"polesim/sim"
)

// firmOf returns a firm at some settings, on the landscape of a seed, that stands at a place.
func firmOf(t *testing.T, seed, place uint64, sets ...string) *headedFirm {
	t.Helper()
	f := runnerOf(t, &rivkin, sets...).(*headedFirm)
	f.Run(0, sim.NewKey(seed, 0), make([]float64, len(rivkin.Quantities)))
	f.place = place
	return f
}

// runnerOf returns a runner of a model at some settings.
func runnerOf(t *testing.T, c *Classic, sets ...string) Runner {
	t.Helper()
	v, err := c.Read(sets...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.New(v)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rankAll has all heads rank what they see.
func rankAll(f *headedFirm) {
	for d := range f.ranked {
		s := sim.NewKey(9, 0).At(d, 0)
		f.rank(d, &s)
	}
}

// TestAPartIsTheMeanOfItsOwnContributions holds the table of all places against the practices themselves.
func TestAPartIsTheMeanOfItsOwnContributions(t *testing.T) {
	f := firmOf(t, 1, 0)
	for _, place := range []uint64{0, 0b101_110, 0b111_111} {
		f.practices.Reset(f.land, func(d int) uint64 { return place >> (3 * d) & 7 })
		whole := 0.0
		for d := range 2 {
			if f.own[d][place] != f.practices.Care(d) {
				t.Errorf("place %06b: department %d is worth %v, not %v", place, d, f.own[d][place], f.practices.Care(d))
			}
			whole += f.practices.Care(d) / 2
		}
		if diff := whole - f.whole[place]; diff > 1e-12 || diff < -1e-12 {
			t.Errorf("place %06b is worth %v, not %v", place, f.whole[place], whole)
		}
	}
	if got := f.relativeAt(f.place); got < 0 || got > 1 {
		t.Errorf("relative %v", got)
	}
	if !slices.Contains(f.whole, f.best) || !slices.Contains(f.whole, f.worst) || slices.Max(f.whole) != f.best || slices.Min(f.whole) != f.worst {
		t.Errorf("worst %v, best %v", f.worst, f.best)
	}
}

// TestAHeadLooksAtTheSmallestChangesOfItsOwnPartFirst counts what a head has looked at.
func TestAHeadLooksAtTheSmallestChangesOfItsOwnPartFirst(t *testing.T) {
	for altsub, changed := range map[string][4]int{"1": {1, 1}, "4": {1, 3, 1}, "5": {1, 3, 2}, "7": {1, 3, 3, 1}} {
		f := firmOf(t, 1, 0b010_101, "ALTSUB="+altsub)
		rankAll(f)
		for d, own := range []uint64{0b000_111, 0b111_000} {
			var count [4]int
			for _, p := range f.ranked[d] {
				count[bits.OnesCount64(p.changes)]++
				if p.changes&^own != 0 || p.place != f.place^p.changes {
					t.Errorf("department %d proposes to change %06b and to be at %06b", d, p.changes, p.place)
				}
			}
			if count != changed {
				t.Errorf("ALTSUB=%s: looked at %v by number of changes, expected %v", altsub, count, changed)
			}
		}
	}
}

// TestAHeadRanksByItsOwnPartAndAsFarAsItIsPaidForItByTheOthers checks the order.
func TestAHeadRanksByItsOwnPartAndAsFarAsItIsPaidForItByTheOthers(t *testing.T) {
	for incent, worth := range map[string]func(f *headedFirm, d int, place uint64) float64{
		"0":  func(f *headedFirm, d int, place uint64) float64 { return f.own[d][place] },
		".5": func(f *headedFirm, d int, place uint64) float64 { return f.own[d][place] + .5*f.own[1-d][place] },
		"1":  func(f *headedFirm, _ int, place uint64) float64 { return f.own[0][place] + f.own[1][place] },
	} {
		f := firmOf(t, 1, 0b010_101, "ALTSUB=7", "INCENT="+incent)
		rankAll(f)
		for d, list := range f.ranked {
			for k := 1; k < len(list); k++ {
				if worth(f, d, list[k-1].place) < worth(f, d, list[k].place) {
					t.Errorf("INCENT=%s: department %d ranks %06b before %06b", incent, d, list[k-1].place, list[k].place)
				}
			}
		}
	}
}

// TestWhoBringsProposalsTogether follows one period from each place of a landscape: a rubber stamp does what the heads
// rank first; an active chief does the best of all composites of their first two, none that loses; a veto lets nothing
// happen by which a head loses.
func TestWhoBringsProposalsTogether(t *testing.T) {
	var harmed, moved int
	for place := range uint64(64) {
		f := firmOf(t, 2, place, "ALTSUB=7")
		rankAll(f)
		first := f.ranked[0][0].changes | f.ranked[1][0].changes
		s := sim.NewKey(3, 0).At(0, 0)
		if got := f.bringTogether(&s); got != first {
			t.Errorf("from %06b the rubber stamp changes %06b, heads want %06b", place, got, first)
		}
		if f.whole[place^first] < f.whole[place] {
			harmed++
		}
		f.coordination = active
		best := place
		for _, a := range f.ranked[0][:2] {
			for _, b := range f.ranked[1][:2] {
				if at := place ^ a.changes ^ b.changes; f.whole[at] > f.whole[best] {
					best = at
				}
			}
		}
		if got := place ^ f.bringTogether(&s); got != best {
			t.Errorf("from %06b the chief goes to %06b, best is %06b", place, got, best)
		}
		f.coordination = veto
		got := place ^ f.bringTogether(&s)
		for d := range 2 {
			if f.own[d][got] < f.own[d][place] {
				t.Errorf("from %06b department %d loses by %06b", place, d, got)
			}
		}
		if got != place {
			moved++
		}
	}
	if harmed == 0 || moved == 0 {
		t.Errorf("the rubber stamp harmed the firm %d times, a veto let %d changes happen: nothing was tried", harmed, moved)
	}
}

// TestAChiefSeesSoManyComposites: one composite is at most one of the four, and not always the best.
func TestAChiefSeesSoManyComposites(t *testing.T) {
	missed := 0
	for place := range uint64(64) {
		f := firmOf(t, 2, place, "ALTSUB=7", "coordination=active", "ALTCEO=1")
		rankAll(f)
		s := sim.NewKey(5, 0).At(0, int(place))
		one := f.whole[place^f.bringTogether(&s)]
		f.composites = 4
		all := f.whole[place^f.bringTogether(&s)]
		if one > all || one < f.whole[place] {
			t.Errorf("from %06b with one composite to %v, with all to %v", place, one, all)
		}
		if one < all {
			missed++
		}
	}
	if missed == 0 {
		t.Error("seeing one composite is as good as seeing all")
	}
}

// TestAWholeFirmOfOneDepartmentWithAllAlternativesFindsTheBestPlace is the limit.
func TestAWholeFirmOfOneDepartmentWithAllAlternativesFindsTheBestPlace(t *testing.T) {
	m, err := Measure(context.Background(), &rivkin, read(t, &rivkin, "departments=1", "ALTSUB=63", "T=3"), Budget{Replications: 20})
	if err != nil {
		t.Fatal(err)
	}
	if m.Results[0].Value != 1 || m.Results[3].Value != 0 {
		t.Errorf("performance %v, stuck %v, expected 1 and 0", m.Results[0].Value, m.Results[3].Value)
	}
	if m.Course[1].Mean != 1 || m.Course[0].Mean >= 1 {
		t.Errorf("course %v: expected there from the first period on", m.Course)
	}
}

func read(t *testing.T, c *Classic, sets ...string) Values {
	t.Helper()
	v, err := c.Read(sets...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestRivkinSaysWhatDoesNotGoTogether names the mistakes.
func TestRivkinSaysWhatDoesNotGoTogether(t *testing.T) {
	for _, sets := range [][]string{{"N=7", "K=3"}, {"ALTSUB=8"}, {"K=6"}, {"K=3", "neighbourhood=block"}} {
		if _, err := rivkin.Read(sets...); err == nil {
			t.Errorf("%v is accepted", sets)
		}
	}
}

// TestSameBitsForAnyNumberOfWorkers holds for the models of design.
func TestSameBitsForAnyNumberOfWorkers(t *testing.T) {
	for _, c := range []*Classic{&rivkin, &ethiraj2004, &ethiraj2009} {
		var was *Measurement
		for workers := 1; workers <= 3; workers++ {
			m, err := Measure(context.Background(), c, c.Defaults(), Budget{Replications: 60, Seed: 3, Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			if was != nil && !slices.Equal(m.Results, was.Results) {
				t.Errorf("%s: %v with %d workers, %v with one", c.Name, m.Results, workers, was.Results)
			}
			was = m
		}
	}
}

// TestEveryPeriodIsLookedAtAnew says that a head who sees one alternative, or a chief who sees one composite, sees others in
// other periods, and so finds the best of parts that depend on nothing in the end.
func TestEveryPeriodIsLookedAtAnew(t *testing.T) {
	for _, sets := range [][]string{
		{"K=0", "departments=1", "ALTSUB=1", "T=200"},
		{"K=0", "ALTSUB=7", "coordination=active", "ALTCEO=1", "T=200"},
	} {
		m, err := Measure(context.Background(), &rivkin, read(t, &rivkin, sets...), Budget{Replications: 20})
		if err != nil {
			t.Fatal(err)
		}
		if m.Results[0].Value != 1 {
			t.Errorf("%v: performance %v in the end, expected the best", sets, m.Results[0].Value)
		}
	}
}

// TestUnrestIsOfTheSecondHalf reads it and the places visited from the course: no two places perform alike.
func TestUnrestIsOfTheSecondHalf(t *testing.T) {
	for _, periods := range []string{"T=20", "T=21", "T=1"} {
		f := runnerOf(t, &rivkin, "ALTSUB=7", periods).(*headedFirm)
		into, unrest := make([]float64, len(rivkin.Quantities)), 0.0
		for replication := range 30 {
			f.Run(replication, sim.NewKey(2, replication), into)
			course := f.Course()
			places, last := map[float64]bool{course[0]: true}, len(course)-1
			changes, late := 0.0, 0.0
			for period := 1; period <= last; period++ {
				places[course[period]] = true
				if 2*period <= last {
					continue
				}
				if late++; course[period] != course[period-1] {
					changes++
				}
			}
			if into[1] != float64(len(places)) || into[2] != changes/late {
				t.Fatalf("%s: %v places and an unrest of %v, by the course %d and %v", periods, into[1], into[2], len(places), changes/late)
			}
			unrest += into[2]
		}
		if unrest == 0 {
			t.Errorf("%s: no firm is restless: nothing was tried", periods)
		}
	}
}
