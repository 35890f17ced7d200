package model

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func sumOf(g goals) float64 { return g.care + g.economy + g.academic }

func TestGoalsStayWeightsThatSumToOne(t *testing.T) {
	weight := rapid.Float64Range(0, 1)
	rapid.Check(t, func(t *rapid.T) {
		a := newGoals(weight.Draw(t, "care"), weight.Draw(t, "economy"), weight.Draw(t, "academic"))
		b := newGoals(weight.Draw(t, "other care"), weight.Draw(t, "other economy"), weight.Draw(t, "other academic"))
		share := rapid.Float64Range(-.5, 1).Draw(t, "share")
		c := a.towards(b, share)
		for _, g := range []goals{a, b, c} {
			if math.Abs(sumOf(g)-1) > 1e-12 || g.care < 0 || g.economy < 0 || g.academic < 0 {
				t.Fatalf("goals %v", g)
			}
		}
		if d := a.distance(b); d != b.distance(a) || d < 0 || d > 2+1e-12 || a.distance(a) != 0 {
			t.Fatalf("distance %v of %v and %v", d, a, b)
		}
		before, after := a.distance(b), c.distance(b)
		if share >= 0 && math.Abs(after-(1-share)*before) > 1e-9 || share < 0 && after < before-1e-9 {
			t.Fatalf("moved by %v, the distance goes from %v to %v", share, before, after)
		}
	})
}

func TestOpenMeetingsBringGoalsCloserAsFarAsServicesTrust(t *testing.T) {
	for _, trust := range []float64{0, .5, 1} {
		w := worldOf(t, scenario(t, settings{"goals.contagion": .1}), 0)
		w.goals[2], w.goals[5] = goals{.7, .1, .2}, goals{.5, .3, .2}
		w.relations.move(2, 5, trust, 1)
		w.relations.move(5, 2, 0, 1)
		w.converge(2, 5)
		close6(t, "goal of economy of who trusts", w.goals[2].economy, .1+.1*trust*.2)
		close6(t, "goal of economy of who does not", w.goals[5].economy, .3)
		close6(t, "λ", w.lambda[2], w.goals[2].economy)
	}
}

func TestServicesWhoseGoalsAreFarApartDoNotMoveEachOther(t *testing.T) {
	w := worldOf(t, scenario(t, settings{"goals.contagion": .5, "goals.tolerance": .5}), 0)
	for _, c := range []struct {
		economy float64
		moves   bool
	}{{.34, true}, {.36, false}} { // a distance of .48 and .52
		w.goals[2], w.goals[5] = goals{.8, .1, .1}, goals{.9 - c.economy, c.economy, .1}
		w.relations.move(2, 5, 1, 1)
		w.relations.move(5, 2, 1, 1)
		a, b := w.goals[2], w.goals[5]
		w.converge(2, 5)
		if moved := w.goals[2] != a || w.goals[5] != b; moved != c.moves {
			t.Errorf("at a distance of %.2f goals move: %v, expected %v", a.distance(b), moved, c.moves)
		}
	}
}

func meanDistance(w *world) float64 {
	d := 0.0
	for _, g := range w.goals {
		d += g.distance(w.wanted) / float64(w.n)
	}
	return d
}

func TestImposedContractsDriveGoalsAwayAndNegotiatedOnesBringThemCloser(t *testing.T) {
	for _, c := range []struct{ negotiated, sign float64 }{{0, 1}, {.3, 1}, {.5, 0}, {.8, -1}, {1, -1}} {
		w := worldOf(t, scenario(t, contracts.and(settings{"goals.contagion": 0, "governance.negotiated_share": c.negotiated})), 0)
		before := meanDistance(w)
		w.live(t, 12, nil)
		change := meanDistance(w) - before
		if c.sign == 0 && math.Abs(change) > 1e-12 || change*c.sign < 0 || c.sign != 0 && change == 0 {
			t.Errorf("negotiated share %v: distance to the direction's goals changes by %v", c.negotiated, change)
		}
		if c.negotiated == 1 {
			close6(t, "distance after a year of negotiation", meanDistance(w), before*math.Pow(1-.02*.5, 12))
		}
		for i, g := range w.goals {
			close6(t, "λ", w.lambda[i], min(.6, g.economy+w.poles[w.poleOf[i]].stake))
		}
	}
}

func TestWithoutContractOrMeetingsGoalsStay(t *testing.T) {
	w := worldOf(t, scenario(t, servicesOnly.and(settings{"goals.steering": .5, "goals.contagion": .5})), 0)
	before := append([]goals(nil), w.goals...)
	w.live(t, 12, nil)
	for i := range before {
		if w.goals[i] != before[i] {
			t.Errorf("goals of service %d moved from %v to %v", i, before[i], w.goals[i])
		}
	}
}

func TestGoalsDifferAtTheStartAsMuchAsDispersionSays(t *testing.T) {
	for _, spread := range []float64{0, .3, 1} {
		var logs sample
		for replication := range 40 {
			w := worldOf(t, scenario(t, settings{"professionals.goal_dispersion": spread}), replication)
			for _, g := range w.goals {
				logs = append(logs, math.Log(g.care/g.academic)) // two independent weights
			}
		}
		within4(t, "mean log of the ratio of two goals", logs.mean(), math.Log(.7/.2), logs.se()+1e-12)
		sd := spread * math.Sqrt2
		within4(t, "its standard deviation", logs.sd(), sd, sd/math.Sqrt(2*float64(len(logs)))+1e-12)
	}
}
