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
