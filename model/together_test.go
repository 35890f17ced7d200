package model

import (
	"math"
	"slices"
	"testing"
)

// jointTruth is what changing some practices together really does to each service.
func (w *world) jointTruth(bits []int) []values {
	joint := make([]values, w.n)
	for _, b := range bits {
		for i, e := range w.truth(b) {
			joint[i].care += e.care
			joint[i].margin += e.margin
			joint[i].academic += e.academic
		}
		w.practices.Flip(b)
	}
	for _, b := range bits {
		w.practices.Flip(b)
	}
	return joint
}

// holdAll holds a meeting of two services on each kind of item, and compares what came of it with what expected says:
// whether the change is made, and what it is worth to both.
func holdAll(t *testing.T, w *world, mechanism int, place arena, expected func(i, j ServiceID, joint []values, practices int) (made bool, first, second float64, close bool)) {
	t.Helper()
	made, refused := 0, 0
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			if i == j || place == poleArena && w.poleOf[i] != w.poleOf[j] {
				continue
			}
			for draw := range 12 {
				s := stream(int(i)*1000 + int(j)*20 + draw)
				mt := meeting{first: i, second: j, place: place, ambiguity: 1, agenda: w.houseAgenda}
				if place == poleArena {
					mt.agenda = w.poles[w.poleOf[i]].agenda
				}
				mt.bits = [2]int{int(i)*w.m + s.IntN(w.m), int(j)*w.m + s.IntN(w.m)}
				if side := draw % 3; side < 2 {
					mt.bits[side] = -1
				}
				var bits []int
				for _, b := range mt.bits {
					if b >= 0 {
						bits = append(bits, b)
					}
				}
				make, first, second, close := expected(i, j, w.jointTruth(bits), len(bits))
				if close {
					continue
				}
				before := words(&w.practices, w.n)
				trust, back := w.relations.of(i, j).trust, w.relations.of(j, i).trust
				u, v := mechanisms[mechanism].(Together).Hold(w.Hospital, &mt, &s)
				for _, b := range bits {
					if make {
						before[b/w.m] ^= 1 << (b % w.m)
					}
				}
				if !slices.Equal(words(&w.practices, w.n), before) {
					t.Fatalf("%d and %d on %v: the change is made or not otherwise than expected (%v)", i, j, bits, make)
				}
				if !make {
					first, second = 0, 0
					refused++
				} else {
					made++
				}
				close6(t, "worth to the first", u, first)
				close6(t, "worth to the second", v, second)
				for side, now := range []float32{w.relations.of(i, j).trust, w.relations.of(j, i).trust} {
					was, gain := []float32{trust, back}[side], []float64{first, second}[side]
					if make && gain > 1e-9 && now <= was || make && gain < -1e-9 && now >= was || !make && (now < was) != (was > .5) && now != was {
						t.Errorf("worth %v, made %v: trust went from %v to %v", gain, make, was, now)
					}
				}
				for _, b := range bits { // as it was, for the next
					if make {
						w.practices.Flip(b)
					}
				}
				w.relations.move(i, j, float64(trust), 1)
				w.relations.move(j, i, float64(back), 1)
			}
		}
	}
	if made < 30 || refused < 30 {
		t.Errorf("%d changes made and %d refused: nothing was tested", made, refused)
	}
}

func TestOpenItemIsSettledIffBothGainCountingTheOtherAsFarAsTheyTrust(t *testing.T) {
	const cost = .2
	for _, agenda := range []settings{
		{"agenda.clinical": 1, "agenda.academic": 0, "agenda.economic": 0},
		{"agenda.clinical": .5, "agenda.academic": .25, "agenda.economic": .25},
	} {
		c := scenario(t, noNoise.and(agenda).and(settings{"professionals.switching_cost": cost, "goals.contagion": 0})).Expand()
		for i := range c.Services {
			c.Services[i].Own = Overrides{validity: .2 + .1*float64(i%7)}
		}
		w := worldOf(t, c, 0)
		for i := range ServiceID(w.n) {
			for j := range ServiceID(w.n) {
				if i != j {
					w.relations.move(i, j, float64((int(i)+3*int(j))%5)/5+.1, 1)
				}
			}
		}
		worth := func(i ServiceID, e values) float64 {
			return agenda["agenda.clinical"]*e.care + agenda["agenda.academic"]*e.academic + agenda["agenda.economic"]*c.ServiceValue(i, validity)*e.margin
		}
		count := w.tally.agreementsPair
		holdAll(t, w, adjustmentAt, institutionArena, func(i, j ServiceID, joint []values, practices int) (bool, float64, float64, bool) {
			u, v := worth(i, joint[i]), worth(j, joint[j])
			a := u + float64(w.relations.of(i, j).trust)*v - cost*w.unit
			b := v + float64(w.relations.of(j, i).trust)*u - cost*w.unit
			return a > 0 && b > 0, u, v, math.Abs(a) < 1e-6 || math.Abs(b) < 1e-6
		})
		if w.tally.agreementsPair == count || w.tally.agreementsPair != w.tally.agreementsHouse || w.tally.agreementsPole != 0 {
			t.Errorf("%d agreements, %d in hospital-wide meetings, %d plans", w.tally.agreementsPair, w.tally.agreementsHouse, w.tally.agreementsPole)
		}
	}
}

func TestPlanIsTakenIffTheIndicatorOfThePoleAndOwnCareOutweighTheCost(t *testing.T) {
	const cost = .1
	c := unequal(t, settings{"professionals.switching_cost": cost, "governance.incentive": .3, "goals.contagion": 0})
	w := worldOf(t, c, 1)
	holdAll(t, w, plansAt, poleArena, func(i, j ServiceID, joint []values, practices int) (bool, float64, float64, bool) {
		shown := 0.0
		for k, e := range joint {
			if w.poleOf[k] == w.poleOf[i] {
				shown += c.Services[k].Activity * c.ServiceValue(ServiceID(k), validity) * e.margin
			}
		}
		shown /= (c.Services[i].Activity + c.Services[j].Activity) / 2
		lambda := (w.lambda[i] + w.lambda[j]) / 2
		total := (1-lambda)*(joint[i].care+joint[j].care) + lambda*shown - 2*cost*w.unit
		// trust follows own care, what is learned also the indicator: only where both have one sign does holdAll look at trust
		first, second := (1-lambda)*joint[i].care+lambda*shown/2, (1-lambda)*joint[j].care+lambda*shown/2
		unclear := total > 0 && (first*joint[i].care <= 0 || second*joint[j].care <= 0)
		return total > 0, first, second, math.Abs(total) < 1e-6 || unclear
	})
	if w.tally.agreementsPole == 0 || w.tally.agreementsPair != 0 {
		t.Errorf("%d plans, %d agreements on open items", w.tally.agreementsPole, w.tally.agreementsPair)
	}
}

func TestAgreementIsRemembered(t *testing.T) {
	w := worldOf(t, scenario(t, noNoise.and(network).and(settings{"environment.dynamism": 0})), 2)
	agreed := 0
	w.live(t, 24, func(int) {
		for b, with := range w.agreements.with {
			if with == nobody {
				continue
			}
			agreed++
			if int(with) == b/w.m || w.relations.of(with, ServiceID(b/w.m)).know == 0 {
				t.Fatalf("practice %d of service %d is agreed with %d, whom it never met", b, b/w.m, with)
			}
		}
	})
	if agreed == 0 {
		t.Error("no agreement is on record")
	}
}

func TestFamiliarityMovesTrustTowardsOneHalfWhenNothingIsAgreed(t *testing.T) {
	for trust, want := range map[float64]float64{.2: .2 + .025*.3, .5: .5, .9: .9 - .025*.4} {
		w := worldOf(t, scenario(t, nil), 0)
		w.relations.move(2, 5, trust, 1)
		w.grow(&meeting{first: 2, second: 5})
		if got := float64(w.relations.of(2, 5).trust); math.Abs(got-want) > tolerated {
			t.Errorf("trust %v becomes %v after a meeting without agreement, expected %v", trust, got, want)
		}
	}
}
