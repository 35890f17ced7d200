package model

import (
	"maps"
	"math"
	"slices"
	"testing"

	"polesim/sim"
)

// knowsAndTrusts gives every service this knowledge of and trust in every other.
func (w *world) knowsAndTrusts(know, trust float64) {
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			if i != j {
				w.relations.learn(i, j, know)
				w.relations.move(i, j, 0, 1)
				w.relations.move(i, j, 1, trust)
			}
		}
	}
}

// mustAcceptExactly fails unless service i, over many units on a mechanism, changes each practice that is worth more
// than nothing, and no other. Practices that are worth almost nothing are left out.
func mustAcceptExactly(t *testing.T, w *world, mechanism int, worth func(i ServiceID, b int) float64) {
	t.Helper()
	changes, refusals := 0, 0
	for i := range ServiceID(w.n) {
		got := w.accepted(i, mechanism, 12*w.m*w.m)
		for b := int(i) * w.m; b < (int(i)+1)*w.m; b++ {
			v := worth(i, b)
			switch {
			case math.Abs(v) < 1e-6:
			case v > 0 && got[b] == 0:
				t.Errorf("service %d never made a change worth %.6f", i, v)
			case v < 0 && got[b] > 0:
				t.Errorf("service %d made a change worth %.6f %d times", i, v, got[b])
			case v > 0:
				changes++
			default:
				refusals++
			}
		}
	}
	if changes < w.n || refusals < w.n {
		t.Errorf("only %d changes and %d refusals: nothing was tested", changes, refusals)
	}
}

// ownWorthOf is what a change is worth to a service by its goals of care and academic value.
func (w *world) ownWorthOf(i ServiceID, effects []values) float64 {
	g := w.goals[i]
	return (g.care*effects[i].care + g.academic*effects[i].academic) / (g.care + g.academic)
}

func TestServiceActingAloneAcceptsExactlyWhatRaisesItsOwnWorth(t *testing.T) {
	w := worldOf(t, scenario(t, noNoise.and(settings{"professionals.goal_economy": 0, "professionals.goal_academic": .5})), 0)
	mustAcceptExactly(t, w, skillsAt, func(i ServiceID, b int) float64 { return w.ownWorthOf(i, w.truth(b)) })
}

func TestServiceNeverSeesSpilloverWhenActingAlone(t *testing.T) {
	for name, of := range map[string][2]float64{"neither knows nor trusts": {0, 0}, "knows but does not trust": {1, 0}, "trusts but does not know": {0, 1}} {
		w := worldOf(t, scenario(t, noNoise.and(settings{"professionals.goal_economy": 0, "professionals.goal_academic": 0})), 1)
		w.knowsAndTrusts(of[0], of[1])
		harmful := 0
		mustAcceptExactly(t, w, skillsAt, func(i ServiceID, b int) float64 {
			effects := w.truth(b)
			all := 0.0
			for _, e := range effects {
				all += e.care
			}
			if effects[i].care > 0 && all < 0 {
				harmful++
			}
			return effects[i].care
		})
		if harmful == 0 {
			t.Errorf("%s: no change that is good for oneself does harm to others", name)
		}
	}
}

func TestServiceHeedsTheCareOfThoseItKnowsAndTrusts(t *testing.T) {
	for _, of := range [][2]float64{{1, 1}, {.5, .8}} {
		w := worldOf(t, scenario(t, noNoise.and(settings{"professionals.goal_economy": 0, "professionals.goal_academic": .3})), 2)
		w.knowsAndTrusts(of[0], of[1])
		mustAcceptExactly(t, w, skillsAt, func(i ServiceID, b int) float64 {
			effects := w.truth(b)
			worth := w.ownWorthOf(i, effects)
			for j := range effects {
				if j != int(i) {
					worth += of[0] * of[1] * effects[j].care
				}
			}
			return worth
		})
	}
}

func TestServiceHeedsOnlyWhomItKnows(t *testing.T) {
	w := worldOf(t, scenario(t, noNoise.and(settings{"professionals.goal_economy": 0, "professionals.goal_academic": 0})), 3)
	heeds := func(i ServiceID, j int) bool { return (int(i)+j)%2 == 1 }
	for i := range ServiceID(w.n) {
		for j := range w.n {
			if j != int(i) && heeds(i, j) {
				w.relations.learn(i, ServiceID(j), 1)
				w.relations.move(i, ServiceID(j), 1, 1)
			}
		}
	}
	mustAcceptExactly(t, w, skillsAt, func(i ServiceID, b int) (worth float64) {
		for j, e := range w.truth(b) {
			if j == int(i) || heeds(i, j) {
				worth += e.care
			}
		}
		return worth
	})
}

func TestSkillsWeighTheOwnIndicatorAsFarAsTheEconomyCounts(t *testing.T) {
	w := worldOf(t, scenario(t, noNoise.and(settings{"professionals.goal_economy": .5, "professionals.goal_academic": .2, "measurement.validity": .7})), 4)
	mustAcceptExactly(t, w, skillsAt, func(i ServiceID, b int) float64 {
		effects := w.truth(b)
		lambda := min(.6, w.goals[i].economy)
		return (1-lambda)*w.ownWorthOf(i, effects) + lambda*.7*effects[i].margin
	})
}

// unequal is a hospital under contract in which activity and validity differ between services.
func unequal(t *testing.T, with settings) *Config {
	c := scenario(t, noNoise.and(contracts).and(with)).Expand()
	for i := range c.Services {
		c.Services[i].Activity = float64(1 + i%5)
		c.Services[i].Own = Overrides{validity: .2 + .1*float64(i%7)}
	}
	return c
}

func TestSearchForResultsSeesTheIndicatorsOfThePole(t *testing.T) {
	w := worldOf(t, unequal(t, settings{"governance.incentive": 3, "professionals.goal_economy": .2}), 5)
	mustAcceptExactly(t, w, resultsAt, func(i ServiceID, b int) float64 {
		effects := w.truth(b)
		shown := 0.0
		for j, e := range effects {
			if w.poleOf[j] == w.poleOf[i] {
				shown += w.config.Services[j].Activity * w.config.ServiceValue(ServiceID(j), validity) * e.margin
			}
		}
		shown /= w.config.Services[i].Activity
		return .4*w.ownWorthOf(i, effects) + .6*shown // λ is at its cap in such small pôles
	})
}

func TestAChangeMustBeWorthTheSwitchingCost(t *testing.T) {
	const cost = .3
	w := worldOf(t, scenario(t, noNoise.and(settings{"professionals.switching_cost": cost, "professionals.goal_economy": 0,
		"professionals.goal_academic": 0})), 6)
	mustAcceptExactly(t, w, skillsAt, func(i ServiceID, b int) float64 { return w.truth(b)[i].care - cost*w.unit })
}

func TestSigmaDeltaIsTheStandardDeviationOfOneOwnChange(t *testing.T) {
	for _, k := range []struct{ within, practices, across float64 }{{3, 8, 3}, {0, 4, 3}, {7, 8, 0}, {1, 16, 3}} {
		c := scenario(t, settings{"environment.interdependence_within": k.within, "environment.practices": k.practices,
			"environment.interdependence_across": k.across, "hospital.services": 40, "environment.template_share": 0})
		var changes sample
		var w *world
		for replication := range 8 {
			w = worldOf(t, c, replication)
			for b := range w.n * w.m {
				changes = append(changes, w.truth(b)[b/w.m].care)
			}
		}
		sd := changes.sd()
		within4(t, "σ_Δ", w.unit, sd, sd/math.Sqrt(float64(len(changes))))
		within4(t, "mean change from a random state", changes.mean(), 0, changes.se()*2) // flips of one state are not independent
	}
}

func TestPriorVarianceGrowsWithTheContributionsTouched(t *testing.T) {
	own, elsewhere := map[float64]sample{}, map[float64]sample{}
	var w *world
	for replication := range 30 {
		w = worldOf(t, scenario(t, nil), replication)
		for b := range w.n * w.m {
			for j, e := range w.truth(b) {
				if count := w.touched(b, j); j == b/w.m {
					own[count] = append(own[count], e.care)
				} else if count > 0 {
					elsewhere[count] = append(elsewhere[count], e.care)
				}
			}
		}
	}
	for name, by := range map[string]map[float64]sample{"own": own, "elsewhere": elsewhere} {
		for count, changes := range by {
			if len(changes) > 300 {
				want := math.Sqrt(count * w.variance)
				within4(t, name+": deviation of a change of care", changes.sd(), want, want/math.Sqrt(float64(len(changes))))
			}
		}
	}
}

func TestShrinkageWeighsPriorAgainstNoise(t *testing.T) {
	for _, c := range []struct{ prior, noise, want float64 }{{1, 0, 1}, {0, 1, 0}, {0, 0, 0}, {1, 1, .5}, {4, 2, .5}, {1, 3, .1}} {
		close6(t, "shrinkage", shrinkage(c.prior, c.noise), c.want)
	}
}

// The acceptance of a noisy change follows from Bayes: what is perceived is believed times prior / (prior + noise²), so
// with believed terms of mean m and variance v a change is made with chance Φ((m − cost)/√v).
func TestNoisyChangesAreAcceptedAsOftenAsShrunkBeliefsSay(t *testing.T) {
	const sigma, sigmaM, cost = .5, 1, .3
	noisy := settings{"professionals.noise": sigma, "measurement.noise": sigmaM, "professionals.switching_cost": cost,
		"professionals.goal_academic": 0}
	for _, c := range []struct {
		name       string
		with       settings
		mechanism  int
		know       float64
		lambda     float64
		wholePole  bool
		heedsOther bool
	}{
		{name: "alone", with: settings{"professionals.goal_economy": 0}, mechanism: skillsAt},
		{name: "scholars alone", with: settings{"professionals.goal_economy": 0, "professionals.goal_academic": .7}, mechanism: skillsAt},
		{name: "heeding", with: settings{"professionals.goal_economy": 0}, mechanism: skillsAt, know: 1},
		{name: "own indicator", with: settings{"professionals.goal_economy": 1, "professionals.goal_care": .01, "measurement.validity": .8}, mechanism: skillsAt, lambda: .6},
		{name: "pôle's indicator", with: contracts.and(settings{"governance.incentive": 3, "measurement.validity": .8}), mechanism: resultsAt, lambda: .6, wholePole: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			made, expected, variance, squares, practices := 0.0, 0.0, 0.0, 0.0, 0.0
			const tries = 800
			for replication := range 4 {
				w := worldOf(t, scenario(t, noisy.and(c.with)), replication)
				if c.know > 0 {
					w.knowsAndTrusts(1, 1)
				}
				s, sM, unit := sigma*w.unit, sigmaM*w.unit, w.variance
				add := func(mean, v *float64, weight, value, prior, noise float64) {
					shrunk := weight * prior / (prior + noise*noise)
					*mean += shrunk * value
					*v += shrunk * shrunk * noise * noise
				}
				for i := range ServiceID(w.n) {
					changed := w.accepted(i, c.mechanism, tries)
					for b := int(i) * w.m; b < (int(i)+1)*w.m; b++ {
						effects := w.truth(b)
						mean, v := 0.0, 0.0
						academic := w.goals[i].academic / (w.goals[i].care + w.goals[i].academic)
						weights := (1-academic)*(1-academic) + academic*academic // care and academic value are independent
						add(&mean, &v, 1-c.lambda, w.ownWorthOf(i, effects), w.touched(b, int(i))*unit*weights, s)
						shown, prior, members := 0.0, 0.0, 0.0
						for j, e := range effects {
							if j == int(i) || c.wholePole && w.poleOf[j] == w.poleOf[i] {
								shown += .8 * e.margin
								prior += .8 * .8 * w.touched(b, j) * unit
								members++
							}
							if k := w.touched(b, j); c.know > 0 && j != int(i) && k > 0 {
								shrunk := unit / (unit + s*s) // each contribution is perceived by itself
								mean += shrunk * e.care
								v += shrunk * shrunk * s * s * k
							}
						}
						if c.lambda > 0 {
							add(&mean, &v, c.lambda, shown, prior, sM*math.Sqrt(members))
						}
						p := sim.NormalCDF((mean-cost*w.unit)/math.Sqrt(v)) / float64(w.m) // which practice is tried is a chance too
						made += float64(changed[b])
						expected += p * tries
						variance += p * (1 - p) * tries
						if off := float64(changed[b]) - p*tries; p*tries > 5 {
							squares += off * off / (p * (1 - p) * tries)
							practices++
						}
					}
				}
			}
			within4(t, "number of changes made", made, expected, math.Sqrt(variance))
			within4(t, "χ² of the changes of each practice, per degree of freedom", squares/practices, 1, math.Sqrt(2/practices))
		})
	}
}

func TestEconomyWeighsWhatGoalsAndContractSayButNeverMoreThanCare(t *testing.T) {
	for name, with := range map[string]settings{"services": servicesOnly, "soft pôles": softPoles, "network": network} {
		w := worldOf(t, scenario(t, with), 0)
		for i, lambda := range w.lambda {
			if want := min(.6, w.goals[i].economy); lambda != want {
				t.Errorf("%s: λ of service %d is %v without contract, its goal of economy %v", name, i, lambda, want)
			}
		}
	}
	c := scenario(t, contracts.and(settings{"hospital.poles": 1, "governance.incentive": .5, "governance.delegation": .4}))
	w := worldOf(t, c, 0)
	for i, lambda := range w.lambda {
		close6(t, "λ under contract", lambda, min(.6, w.goals[i].economy+.5*.4/math.Sqrt(16)))
	}
	w = worldOf(t, scenario(t, contracts.and(settings{"governance.incentive": 3, "governance.delegation": 1})), 0)
	if slices.Min(w.lambda) != .6 || slices.Max(w.lambda) != .6 {
		t.Errorf("a strong contract makes λ %v … %v, expected .6", slices.Min(w.lambda), slices.Max(w.lambda))
	}
	w.live(t, 6, func(int) {
		for i, lambda := range w.lambda {
			if lambda < 0 || lambda > .6 {
				t.Errorf("λ of service %d is %v", i, lambda)
			}
		}
	})
}

func TestContractOfAPoleStopsAtItsBorder(t *testing.T) {
	c := scenario(t, contracts.and(settings{"governance.contract": 0, "goals.contagion": 0})).Expand()
	c.Poles[1].Own = Overrides{contract: 1}
	w := worldOf(t, c, 0)
	for i, lambda := range w.lambda {
		if under := w.poleOf[i] == 1; under != (lambda > min(.6, w.goals[i].economy)) && lambda < .6 {
			t.Errorf("service %d of pôle %d has λ %v with a goal of economy %v", i, w.poleOf[i], lambda, w.goals[i].economy)
		}
	}
	w.live(t, 12, nil)
	for i := range w.n {
		if w.poleOf[i] != 1 && w.gaming[i] != 0 {
			t.Errorf("service %d of pôle %d reports without a contract", i, w.poleOf[i])
		}
	}
}

// Without noise, costs and interdependence, services that act alone climb to a local optimum and stay there.
func TestServicesThatActAloneEndAtALocalOptimum(t *testing.T) {
	w := worldOf(t, scenario(t, noNoise.and(settings{"environment.interdependence_across": 0, "environment.dynamism": 0,
		"professionals.goal_economy": 0, "professionals.goal_academic": 0})), 0)
	before := make([]float64, w.n)
	w.live(t, 200, func(month int) {
		for i := range before {
			care, _, _ := w.practices.Value(i)
			if care < before[i] {
				t.Fatalf("month %d: care of service %d fell from %v to %v", month, i, before[i], care)
			}
			before[i] = care
		}
	})
	for b := range w.n * w.m {
		if gain := w.truth(b)[b/w.m].care; gain > 1e-9 {
			t.Errorf("after 200 months flipping practice %d would still gain %v", b, gain)
		}
	}
}

func TestUnitsOfAttentionTryAllPracticesAlike(t *testing.T) {
	w := worldOf(t, scenario(t, noNoise.and(settings{"professionals.goal_economy": 0, "professionals.goal_academic": 0})), 7)
	const tries = 8000
	got := w.accepted(0, skillsAt, tries)
	for b := range maps.Keys(got) {
		p := 1 / float64(w.m)
		within4(t, "share of units on one practice", float64(got[b])/tries, p, math.Sqrt(p*(1-p)/tries))
	}
}
