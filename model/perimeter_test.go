package model

import (
	"math"
	"slices"
	"testing"

	"polesim/sim"
)

func sizesOf(poleOf []PoleID) []int {
	sizes := make([]int, slices.Max(poleOf)+1)
	for _, p := range poleOf {
		sizes[p]++
	}
	return sizes
}

// regrouped are 16 services, with a given perimeter of four equal pôles and a named one of three unequal ones.
func regrouped(t *testing.T, with settings) *Config {
	c := scenario(t, with).Expand()
	var pole []PoleID
	for i := range c.Services {
		pole = append(pole, PoleID([]int{0, 1, 1, 2, 2, 2}[i%6]))
	}
	c.Perimeters = []Perimeter{{Name: "by logic", Poles: []string{"A", "B", "C"}, Pole: pole}}
	return c
}

func TestCoverageIsTheShareOfCouplingsInsidePoles(t *testing.T) {
	for name, c := range map[string]*Config{
		"aligned": scenario(t, nil), "named": regrouped(t, settings{"perimeter.use": 1}), "one pôle": scenario(t, settings{"hospital.poles": 1}),
		"all inside blocks": scenario(t, settings{"hospital.block_share": 1, "environment.discipline_share": 0}),
		"random":            scenario(t, settings{"perimeter.random": 1}), "no couplings": scenario(t, settings{"environment.interdependence_across": 0}),
	} {
		w := worldOf(t, c, 0)
		inside, all := 0.0, 0.0
		for c := range w.n * w.m {
			clinical, _ := inputsOf(w.land, c)
			for _, b := range clinical {
				if b >= 0 && int(b)/w.m != c/w.m {
					all++
					if w.poleOf[int(b)/w.m] == w.poleOf[c/w.m] {
						inside++
					}
				}
			}
		}
		got := coverageOf(w.land, w.poleOf, w.key)
		close6(t, name+": coverage", got.share, ratio(inside, all))
		switch name {
		case "one pôle", "all inside blocks":
			close6(t, name+": coverage", got.share, 1)
		}
		if got.upper < got.random-1e-12 || got.random < 0 || got.upper > 1 {
			t.Errorf("%s: random perimeters cover %v, their 95th percentile %v", name, got.random, got.upper)
		}
	}
}

func TestRandomPerimetersCoverWhatChancePredicts(t *testing.T) {
	for name, with := range map[string]settings{"equal pôles": nil, "unequal pôles": {"perimeter.use": 1}, "two pôles": {"hospital.poles": 2}} {
		var null, spread sample
		chance := 0.0
		for replication := range 20 {
			w := worldOf(t, regrouped(t, with), replication)
			chance = 0
			for _, size := range sizesOf(w.poleOf) {
				chance += float64(size*(size-1)) / float64(w.n*(w.n-1))
			}
			c := coverageOf(w.land, w.poleOf, w.key)
			null, spread = append(null, c.random), append(spread, c.upper-c.random)
		}
		within4(t, name+": coverage by random perimeters", null.mean(), chance, null.se())
		if null.sd() > .03 {
			t.Errorf("%s: the null of 100 perimeters varies by %v", name, null.sd())
		}
		if spread.mean() < .02 || spread.mean() > .2 {
			t.Errorf("%s: the 95th percentile is %v above the mean", name, spread.mean())
		}
	}
}

func TestRandomPerimeterKeepsSizesAndChangesWithTheReplication(t *testing.T) {
	for _, use := range []float64{0, 1} {
		c := regrouped(t, settings{"perimeter.random": 1, "perimeter.use": use})
		given := worldOf(t, regrouped(t, settings{"perimeter.use": use}), 0)
		together := 0.0
		const replications = 400
		var last []PoleID
		for r := range replications {
			poleOf, poles := c.perimeter(nil, sim.NewKey(1, r))
			if poles != len(given.Hospital.poles) || !slices.Equal(sizesOf(poleOf), sizesOf(given.poleOf)) {
				t.Fatalf("sizes %v, expected %v", sizesOf(poleOf), sizesOf(given.poleOf))
			}
			if slices.Equal(poleOf, last) {
				t.Error("two replications have the same random perimeter")
			}
			last = poleOf
			if poleOf[1] == poleOf[2] {
				together++
			}
		}
		chance := 0.0
		for _, size := range sizesOf(given.poleOf) {
			chance += float64(size*(size-1)) / float64(given.n*(given.n-1))
		}
		within4(t, "share of replications in which two services are together", together/replications, chance, math.Sqrt(chance*(1-chance)/replications))
	}
}

func TestNamedPerimeterIsInForceAndKeepsTheHospital(t *testing.T) {
	c := regrouped(t, settings{"perimeter.use": 1})
	w, given := worldOf(t, c, 0), worldOf(t, regrouped(t, nil), 0)
	if !slices.Equal(w.poleOf, c.Perimeters[0].Pole) || len(w.poles) != 3 {
		t.Errorf("the perimeter in force is %v with %d pôles", w.poleOf, len(w.poles))
	}
	if !slices.Equal(w.land.clinicalInputs, given.land.clinicalInputs) {
		t.Error("the perimeter changes the couplings")
	}
	if w.coverage.share == given.coverage.share && slices.Equal(w.poleOf, given.poleOf) {
		t.Error("the named perimeter is the given one")
	}
}

func TestOwnChartersBelongToTheGivenPerimeter(t *testing.T) {
	for use := range 2 {
		c := regrouped(t, settings{"perimeter.use": float64(use)})
		c.Poles[1].Own = Overrides{contract: 1}
		w := worldOf(t, c, 0)
		for p := range w.poles {
			if want := use == 0 && p == 1; w.poles[p].contract != want {
				t.Errorf("perimeter %d: contract of pôle %d is %v", use, p, w.poles[p].contract)
			}
		}
	}
}

// Without meetings and contracts nothing reads a perimeter: results cannot depend on it.
func TestPerimeterMattersOnlyThroughMeetingsAndContracts(t *testing.T) {
	results := run(t, 0, 24, scenario(t, servicesOnly), scenario(t, servicesOnly.and(settings{"hospital.poles": 2})), scenario(t, servicesOnly.and(settings{"perimeter.random": 1})))
	for k, r := range results[1:] {
		for _, name := range []string{"care_effectiveness", "margin_effectiveness", "academic_effectiveness", "changes", "indicator"} {
			if a, b := outcome(t, results[0], name), outcome(t, r, name); a != b {
				t.Errorf("%s is %v with four pôles and %v with perimeter %d", name, a, b, k)
			}
		}
	}
}

// Other pôles over the same services: whatever follows from members follows the new ones, and nothing else moves.
func TestRegroupingLaysOtherPolesOverTheSameHospital(t *testing.T) {
	w := worldOf(t, regrouped(t, softPoles), 0)
	w.live(t, 12, nil)
	other := w.config.Perimeters[0].Pole
	words, relations, agreed := practiceWords(w), slices.Clone(w.relations.row), slices.Clone(w.agreements.with)
	w.regroup(other, 3, false)
	if !slices.Equal(w.poleOf, other) || len(w.poles) != 3 || w.perimeters != 1 {
		t.Fatalf("pôles are %v, %d of them, in perimeter %d", w.poleOf, len(w.poles), w.perimeters)
	}
	for p, size := range sizesOf(other) {
		if w.poles[p].members != size {
			t.Errorf("pôle %d has %d members, not %d", p, w.poles[p].members, size)
		}
	}
	if !slices.Equal(words, practiceWords(w)) || !slices.Equal(relations, w.relations.row) || !slices.Equal(agreed, w.agreements.with) {
		t.Error("regrouping moves practices, relations or agreements")
	}
	var trust, pairs [2]float64
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			if i != j {
				side := w.relations.side(byPole, i, j)
				trust[side] += float64(w.relations.of(i, j).trust)
				pairs[side]++
			}
		}
	}
	for side := range trust {
		if math.Abs(w.relations.meanTrust(byPole, side)-trust[side]/pairs[side]) > tolerated {
			t.Errorf("side %d: mean trust is %v, over pairs %v", side, w.relations.meanTrust(byPole, side), trust[side]/pairs[side])
		}
	}
}

func TestRegroupingIntoTheSamePerimeterChangesNothing(t *testing.T) {
	left, same := worldOf(t, regrouped(t, contracts), 0), worldOf(t, regrouped(t, contracts), 0)
	left.live(t, 24, nil)
	same.live(t, 24, func(month int) {
		if month == 11 {
			same.regroup(slices.Clone(same.poleOf), len(same.poles), true)
		}
	})
	if !slices.Equal(practiceWords(left), practiceWords(same)) || !slices.Equal(left.relations.row, same.relations.row) {
		t.Error("a perimeter laid again over itself moves practices or relations")
	}
}

func practiceWords(w *world) (words []uint64) {
	for i := range w.n {
		words = append(words, w.practices.Word(i))
	}
	return words
}

// A run's coverage is a mean over the months that count, of whatever perimeter was in force.
func TestCoverageFollowsThePerimeterInForce(t *testing.T) {
	c := regrouped(t, softPoles)
	results := run(t, 0, 24, regrouped(t, softPoles.and(settings{"perimeter.use": 1})), c)
	cohort, turned := NewCohort([]*Config{c}), make([]RunResult, 1)
	h := cohort.members[0].hospital
	h.parts = append(h.parts, &turnAt{month: 18, to: c.Perimeters[0].Pole, poles: 3})
	if err := cohort.Run(t.Context(), 1, 0, 24, turned); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"coverage", "coverage_random", "coverage_random_p95"} {
		close6(t, name, outcome(t, turned[0], name), (outcome(t, results[0], name)+outcome(t, results[1], name))/2)
	}
}

// turnAt lays another perimeter in a month.
type turnAt struct {
	idle
	month int
	to    []PoleID
	poles int
}

func (p *turnAt) opens(h *Hospital, s *sim.Schedule) {
	s.At(p.month, sim.ProcessFunc(func(int) { h.regroup(p.to, p.poles, false) }))
}
