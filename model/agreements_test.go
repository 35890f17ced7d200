package model

import (
	"math"
	"testing"
)

func TestUndoingAnAgreementWithinItsTermIsABreach(t *testing.T) {
	const i, j, k ServiceID = 3, 5, 7
	type step struct {
		month   int
		partner ServiceID
	}
	for name, c := range map[string]struct {
		term     float64
		steps    []step
		breaches int
	}{
		"undone alone":                               {12, []step{{0, j}, {5, nobody}}, 1},
		"undone with somebody else":                  {12, []step{{0, j}, {5, k}}, 1},
		"undone together":                            {12, []step{{0, j}, {5, j}}, 0},
		"undone in the last month of the term":       {12, []step{{4, j}, {15, nobody}}, 1},
		"undone when the term is over":               {12, []step{{4, j}, {16, nobody}}, 0},
		"no term":                                    {0, []step{{4, j}, {4, nobody}}, 0},
		"never agreed":                               {12, []step{{0, nobody}, {1, nobody}, {2, k}}, 0},
		"a breach ends the agreement":                {12, []step{{0, j}, {1, nobody}, {2, nobody}}, 1},
		"agreed anew, breached anew":                 {12, []step{{0, j}, {1, nobody}, {2, j}, {3, nobody}}, 2},
		"renewed together, the term starts again":    {12, []step{{0, j}, {10, j}, {20, nobody}}, 1},
		"agreed with another, then let down as well": {12, []step{{0, j}, {1, k}, {2, nobody}}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			w := worldOf(t, scenario(t, settings{"relations.agreement_months": c.term}), 0)
			b := int(i)*w.m + 2
			for n, s := range c.steps {
				before := w.practices.Word(int(i))
				w.month = s.month
				w.change(i, b, s.partner, true)
				if w.practices.Word(int(i))^before != 1<<2 || w.tally.changes != n+1 {
					t.Errorf("step %d: practices %b to %b, %d changes counted", n, before, w.practices.Word(int(i)), w.tally.changes)
				}
			}
			if w.tally.breaches != c.breaches {
				t.Errorf("%d breaches, expected %d", w.tally.breaches, c.breaches)
			}
		})
	}
}

func TestABreachCostsTheTrustOfOneWhoKnowsTheWork(t *testing.T) {
	for know, want := range map[float64]float64{0: .2, 1: .2 * .7} {
		w := worldOf(t, scenario(t, nil), 0)
		w.relations.learn(5, 3, know)
		w.change(3, 3*w.m, 5, true)
		w.change(3, 3*w.m, nobody, false)
		if got := float64(w.relations.of(5, 3).trust); math.Abs(got-want) > tolerated {
			t.Errorf("one who knows %v of the work trusts %v after a breach, expected %v", know, got, want)
		}
		if got := w.relations.of(3, 5).trust; got != .2 {
			t.Errorf("who breaches trusts %v", got)
		}
	}
}

func TestBreachesAreNoticedAsOftenAsTheWorkIsKnown(t *testing.T) {
	const know, n = .4, 1600
	noticed := 0.0
	for replication := range 10 {
		w := worldOf(t, scenario(t, settings{"hospital.services": 20}), replication)
		for b := range n / 10 {
			i, j := ServiceID(b/w.m), ServiceID((b/w.m+1+b%w.m)%w.n)
			w.relations.learn(j, i, know-float64(w.relations.of(j, i).know))
			w.change(i, b, j, true)
			before := w.relations.of(j, i).trust
			w.change(i, b, nobody, false)
			if w.relations.of(j, i).trust < before {
				noticed++
			}
		}
	}
	within4(t, "share of breaches noticed", noticed/n, know, math.Sqrt(know*(1-know)/n))
}

// What is counted in a living hospital agrees with what its practices do.
func TestChangesCountedAreAtLeastTheChangesSeen(t *testing.T) {
	w := worldOf(t, scenario(t, contracts), 0)
	before := words(&w.practices, w.n)
	agreements := 0
	w.live(t, 36, func(month int) {
		flipped := 0
		for i, now := range words(&w.practices, w.n) {
			for k := range w.m {
				flipped += int((now ^ before[i]) >> k & 1)
			}
			before[i] = now
		}
		if back := w.tally.changes - flipped; back < 0 || back%2 != 0 {
			t.Errorf("month %d: %d changes counted, %d practices differ", month, w.tally.changes, flipped)
		}
		agreements += w.tally.agreementsPair + w.tally.agreementsPole
	})
	if agreements == 0 {
		t.Error("nothing was ever agreed")
	}
}

func TestAgreementsOutsidePolesAreNotPlans(t *testing.T) {
	for name, with := range map[string]settings{"network": network, "institution": {"arenas.none": 0, "arenas.institution": 1}} {
		w := worldOf(t, scenario(t, with), 0)
		pair, pole, house := 0, 0, 0
		w.live(t, 36, func(int) {
			pair, pole, house = pair+w.tally.agreementsPair, pole+w.tally.agreementsPole, house+w.tally.agreementsHouse
		})
		if pole != 0 || pair == 0 || (name == "network") != (house == 0) || house > pair || name == "institution" && house != pair {
			t.Errorf("%s: %d agreements, %d in hospital-wide meetings, %d plans", name, pair, house, pole)
		}
	}
}
