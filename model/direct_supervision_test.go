package model

import (
	"math"
	"slices"
	"testing"
)

// supervised are settings under which services do nothing of their own accord but bring matters to a chief.
var supervised = settings{"formal.direct_supervision": 1, "formal.skills": 0, "professionals.autonomy": 0, "arenas.meeting_units": 0}

func TestAChiefOrdersExactlyWhatRaisesTheSpan(t *testing.T) {
	for level, inSpan := range map[float64]func(w *world, i ServiceID, j int) bool{
		0: func(w *world, i ServiceID, j int) bool { return w.poleOf[i] == w.poleOf[j] },
		1: func(*world, ServiceID, int) bool { return true },
	} {
		w := worldOf(t, unequal(t, supervised.and(settings{"supervision.level": level, "supervision.noise": 0})), 3)
		mustAcceptExactly(t, w, supervisionAt, func(i ServiceID, b int) (worth float64) {
			for j, e := range w.truth(b) {
				if inSpan(w, i, j) {
					worth += w.activity[j] * (.5*e.care + .4*w.config.ServiceValue(ServiceID(j), validity)*e.margin + .1*e.academic)
				}
			}
			return worth / w.activity[i]
		})
	}
}

func TestAnOrderMustBeWorthTheSwitchingCost(t *testing.T) {
	w := worldOf(t, unequal(t, supervised.and(settings{"supervision.noise": 0, "professionals.switching_cost": .3,
		"direction.goal_economy": 0, "direction.goal_academic": 0})), 0)
	mustAcceptExactly(t, w, supervisionAt, func(i ServiceID, b int) (worth float64) {
		for j, e := range w.truth(b) {
			if w.poleOf[i] == w.poleOf[j] {
				worth += w.activity[j] * e.care
			}
		}
		return worth/w.activity[i] - .3*w.unit // the cost is that of one service
	})
}

func TestServicesObeyAsFarAsTheyAreNotAutonomous(t *testing.T) {
	for _, autonomy := range []float64{0, .3, 1} {
		with := supervised.and(settings{"professionals.autonomy": autonomy, "supervision.slots": 1000})
		w := worldOf(t, scenario(t, with), 0)
		orders, obeyed, changes := 0.0, 0.0, 0
		for i := range ServiceID(w.n) {
			for _, n := range w.accepted(i, supervisionAt, 200) {
				changes += n
			}
		}
		orders, obeyed = float64(w.supervision().orders), float64(w.supervision().obeyed)
		if orders < 100 || float64(changes) != obeyed {
			t.Errorf("%v orders, %v obeyed, %d practices changed", orders, obeyed, changes)
		}
		within4(t, "share obeyed", obeyed/orders, 1-autonomy, math.Sqrt(autonomy*(1-autonomy)/orders))
	}
}

// At the end nobody asks what a service thinks of an order: it may lose by it.
func TestAnOrderMayCostTheServiceThatObeys(t *testing.T) {
	w := worldOf(t, scenario(t, supervised.and(noNoise).and(settings{"supervision.noise": 0, "professionals.time_cost": .1})), 0)
	gains, losses := 0, 0
	for i := range ServiceID(w.n) {
		for draw := range 50 {
			s := stream(int(i)*100 + draw)
			before, obeyed := w.practices.Word(int(i)), w.supervision().obeyed
			care, margin, academic := w.practices.Value(int(i))
			worth := w.mechanisms[supervisionAt].(Alone).Spend(w.Hospital, i, &s)
			now, then, scholarly := w.practices.Value(int(i))
			e := make([]values, w.n)
			e[i] = values{now - care, then - margin, scholarly - academic}
			want := (1-w.lambda[i])*w.ownWorthOf(i, e) + w.lambda[i]*w.people[i].validity*e[i].margin - w.timeCost
			close6(t, "worth of a matter brought to the chief", worth, want)
			if w.supervision().obeyed == obeyed {
				continue
			}
			if worth+w.timeCost < 0 {
				losses++
			} else {
				gains++
			}
			for changed := before ^ w.practices.Word(int(i)); changed != 0; changed &= changed - 1 {
				w.practices.Flip(int(i)*w.m + int(math.Log2(float64(changed&-changed))))
			}
		}
	}
	if gains == 0 || losses == 0 {
		t.Errorf("%d orders were good for the service, %d bad", gains, losses)
	}
}

// σ√(1 + K) for each service, and the noise of its indicator as far as the direction wants margin, weighted by activity.
func TestAChiefSeesTheLessClearlyTheWiderTheSpanAndTheMoreComplexTheWork(t *testing.T) {
	for level, span := range []float64{4, 16} {
		for _, k := range [][2]float64{{0, 0}, {3, 3}, {7, 8}} {
			w := worldOf(t, scenario(t, supervised.and(settings{"supervision.level": float64(level), "supervision.noise": .2,
				"environment.interdependence_within": k[0], "environment.interdependence_across": k[1]})), 0)
			want := math.Sqrt(span*(.2*.2*(1+k[0]+k[1])+.4*.4*.25*.25)) * w.unit
			w.supervision().prepare(w.Hospital)
			close6(t, "what the first chief sees is blurred by", w.supervision().blur[0], want)
		}
	}
}

// Span (C3, C78): with the decisions of one chief fixed, the share that waits in vain rises with the number of services.
func TestTheApexIsOverloadedAsTheHospitalGrows(t *testing.T) {
	for _, n := range []float64{4, 8, 16, 64} {
		r := run(t, 0, 12, scenario(t, supervised.and(settings{"hospital.services": n, "supervision.level": 1})))[0]
		close6(t, "overload", outcome(t, r, "supervision_overload"), 1-4/n)
		close6(t, "share of direct supervision", outcome(t, r, "share_direct_supervision"), 4/n)
		close6(t, "share of skills", outcome(t, r, "share_skills"), 1-4/n)
	}
}

func TestEachPoleHasAChiefOfItsOwn(t *testing.T) {
	w := worldOf(t, scenario(t, supervised.and(settings{"supervision.slots": 3, "professionals.attention": 2})), 0)
	w.live(t, 12, func(month int) {
		if spent := w.tally.spent[supervisionAt]; spent != 4*3 {
			t.Errorf("month %d: %v units took a decision of 4 chiefs with 3 each", month, spent)
		}
		if back := w.tally.spent[skillsAt]; back != 32-12 {
			t.Errorf("month %d: %v units went back to skills", month, back)
		}
	})
	if got := w.supervision().turned; got != 20 {
		t.Errorf("%d matters without a decision are counted", got)
	}
}

// One who sees the whole of a small and simple hospital betters what he judges it by; services on their own do less.
func TestSupervisionOfASmallSimpleHospitalRaisesWhatItIsJudgedBy(t *testing.T) {
	simple := settings{"hospital.services": 5, "hospital.blocks": 1, "hospital.poles": 1, "environment.interdependence_within": 1,
		"environment.interdependence_across": 1, "arenas.meeting_units": 0, "measurement.validity": 1}
	alone := scenario(t, simple)
	chief := scenario(t, simple.and(supervised).and(settings{"supervision.level": 1, "supervision.slots": 10}))
	var gains sample
	for replication := range 60 {
		r := run(t, replication, 60, alone, chief)
		gains = append(gains, outcome(t, r[1], "goal_value")-outcome(t, r[0], "goal_value"))
	}
	if gains.mean() <= 4*gains.se() {
		t.Errorf("a chief gains %.4f ± %.4f of the goal-weighted value", gains.mean(), gains.se())
	}
}

// Margin is known to a chief through the same indicators as to everybody: as far as they cover the work, where any are taken.
func TestAChiefSeesNoMarginThatIndicatorsDoNotShow(t *testing.T) {
	w := worldOf(t, unequal(t, supervised.and(settings{"supervision.level": 1, "measurement.noise": .25, "direction.goal_economy": 1,
		"direction.goal_care": 0, "direction.goal_academic": 0})), 3)
	counted := make([]float64, w.n*w.m)
	for c := range counted {
		counted[c] = float64(c % 3)
	}
	w.practices.counted = counted
	w.supervision().prepare(w.Hospital)
	full := w.supervision().blur[0]
	w.poles[1].blind = true
	seen := 0
	for i := range ServiceID(w.n) {
		for b := int(i) * w.m; b < int(i+1)*w.m; b++ {
			want := 0.0
			before := w.margins()
			w.practices.Flip(b)
			for c, margin := range w.margins() {
				if j := w.serviceOf[c]; w.poleOf[j] != 1 {
					want += w.activity[j] * w.people[j].validity * counted[c] * (margin - before[c])
				}
			}
			w.practices.Flip(b)
			got := w.supervision().view(w.Hospital, i, b).value
			close6(t, "what a change seems to do", got, want)
			if want != 0 && w.poleOf[i] == 1 {
				seen++
			}
		}
	}
	if seen == 0 {
		t.Error("no change in the pôle without indicators shows elsewhere")
	}
	w.supervision().prepare(w.Hospital)
	if w.supervision().blur[0] >= full {
		t.Error("indicators that nobody takes blur what a chief sees")
	}
}

// A renewal lays a perimeter in the middle of a month's opening, when management control and the cycle have not said yet what
// is measured: chiefs see as well in that month as in any other.
func TestChiefsSeeAsWellInTheMonthOfARenewal(t *testing.T) {
	w := worldOf(t, scenario(t, contracts.and(supervised).and(settings{"mandates.end": 1, "mandates.months": 6, "mandates.redrawn": .5,
		"direction.goal_economy": 1, "direction.goal_care": 0, "direction.goal_academic": 0, "measurement.noise": .5,
		"technostructure.staffed": 1, "technostructure.posts": .4, "steering.cycle": 1})), 0)
	w.config.Poles[1].Own = Overrides{steeringMeasurement: 0}
	w.read()
	moved := 0
	w.live(t, 13, func(month int) {
		moved += w.social.mandates.moved
		seen := slices.Clone(w.supervision().blur)
		w.supervision().prepare(w.Hospital)
		if !slices.Equal(seen, w.supervision().blur) {
			t.Errorf("month %d: chiefs saw with a blur of %v, which is %v", month, seen, w.supervision().blur)
		}
	})
	if moved == 0 {
		t.Error("no service changed pôle: nothing was tested")
	}
}

// margins are what each contribution is worth to the margin of its service.
func (w *world) margins() []float64 {
	m := make([]float64, len(w.practices.standing))
	for c := range m {
		m[c] = float64(w.practices.standing[c].margin) * w.land.weight
	}
	return m
}

// A chief who decides has the less time for the rest of the month after, and decides no more than there is time for.
func TestDecisionsTakeTimeOfTheChiefsNextMonth(t *testing.T) {
	busy := supervised.and(settings{"chief.acts": 1, "supervision.takes_time": 1, "supervision.units": 1.5, "chief.units": 8,
		"hospital.services": 40, "hospital.poles": 2, "hospital.blocks": 4})
	for name, at := range map[string]struct {
		with  settings
		slots int
		lost  float64
	}{
		"few slots":         {settings{"supervision.slots": 3}, 3, 0},
		"many":              {settings{"supervision.slots": 100}, 5, 0},
		"two mandates":      {settings{"supervision.slots": 100, "chief.dual_mandate": .5}, 4, 2},
		"no time left":      {settings{"supervision.slots": 100, "chief.units": 1}, 0, 0},
		"a matter of hours": {settings{"supervision.slots": 100, "supervision.units": .1, "chief.units": 1.2}, 12, 0},
	} {
		w := worldOf(t, scenario(t, busy.and(at.with)), 0)
		units, cost := w.config.Value(chiefUnits), w.config.Value(supervisionUnits)
		w.live(t, 6, func(month int) {
			for p := range w.poles {
				c := &w.social.chiefs.of[p]
				if given := w.supervision().given[p]; given != at.slots { // 20 services bring a matter each
					t.Errorf("%s: a chief decides %d matters in month %d, expected %d", name, given, month, at.slots)
				}
				decided := cost * float64(at.slots)
				if month == 0 {
					decided = 0
				}
				close6(t, name+": units that decisions take", c.decided, decided)
				rest := 0.0
				for _, use := range c.use {
					rest += use
				}
				close6(t, name+": units for the rest", rest, units-at.lost-decided)
			}
		})
	}
}

// What a chief cannot decide for want of time goes back to skills, as what finds no slot does.
func TestChiefsWithoutTimeDecideNothing(t *testing.T) {
	with := supervised.and(settings{"chief.acts": 1, "supervision.takes_time": 1, "chief.units": 0})
	r := run(t, 0, 6, scenario(t, with))[0]
	close6(t, "matters without a decision", outcome(t, r, "supervision_overload"), 1)
	close6(t, "time for skills", outcome(t, r, "share_skills"), 1)
}

// Off means off: the price of a decision changes no bit unless decisions are charged, to chiefs who act, of pôles; and the
// switch none of a hospital whose charters name no supervision.
func TestDecisionsThatTakeNoTimeChangeNoBit(t *testing.T) {
	acting := everything.and(named).and(settings{"chief.acts": 1})
	for name, with := range map[string]settings{
		"off":            acting.and(settings{"supervision.takes_time": 0}),
		"no chiefs act":  acting.and(settings{"chief.acts": 0}),
		"of the apex":    acting.and(settings{"supervision.level": 1}),
		"no supervision": contracts.and(settings{"chief.acts": 1}),
	} {
		free := run(t, 0, 24, scenario(t, with))[0]
		charged := settings{"supervision.takes_time": 1, "supervision.units": 8}
		if name == "off" {
			charged = settings{"supervision.units": 8}
		}
		if !sameBits(free, run(t, 0, 24, scenario(t, with.and(charged)))[0]) {
			t.Errorf("%s: decisions take time", name)
		}
	}
	if sameBits(run(t, 0, 24, scenario(t, acting))[0], run(t, 0, 24, scenario(t, acting.and(settings{"supervision.takes_time": 1})))[0]) {
		t.Error("decisions that take time move nothing: nothing was tested")
	}
}

// Pôles drawn anew have chiefs who decided nothing yet; who takes over a pôle takes over what was decided there.
func TestChiefsOfNewPolesHaveNothingToSeeCarriedOut(t *testing.T) {
	for _, same := range []bool{true, false} {
		w := worldOf(t, mixed(t, supervised.and(settings{"chief.acts": 1, "supervision.takes_time": 1})), 0)
		w.live(t, 3, nil)
		before := slices.Clone(w.supervision().given)
		if slices.Max(before) == 0 {
			t.Fatal("nobody decided anything: nothing was tested")
		}
		moved := make([]PoleID, w.n)
		for i := range moved {
			moved[i] = PoleID(i % len(w.poles))
		}
		w.regroup(moved, len(w.poles), same)
		want := make([]int, len(before))
		if same {
			want = before
		}
		if got := w.supervision().given; !slices.Equal(got, want) {
			t.Errorf("same pôles %v: chiefs have %v decisions to see carried out, expected %v", same, got, want)
		}
	}
}
