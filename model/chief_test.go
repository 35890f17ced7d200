package model

import "testing"

// quarters gives a chief eight units in equal parts.
var quarters = settings{"chief.acts": 1}

func TestAChiefDividesTheMonthsUnits(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(quarters).and(settings{"chief.dual_mandate": .5, "chief.facilitation": .5, "chief.dialogue": 0})), 0)
	c := &w.social.chiefs
	c.divide(w.Hospital, w.social)
	chief := c.of[0]
	close6(t, "lost between two mandates", chief.lost, 2) // 8·½·½
	for use, want := range [chiefUses]float64{dialogue: 0, facilitation: 3, reinterpretation: 1.5, ownService: 1.5} {
		close6(t, "units", chief.use[use], want)
	}
}

func TestConflictingGoalsUnderAContractTakeAChiefsTimeFirst(t *testing.T) {
	for name, at := range map[string]struct {
		with  settings
		taken float64
	}{"contract": {contracts, 8 * .5}, "no contract": {softPoles, 0}} {
		w := worldOf(t, scenario(t, at.with.and(quarters)), 0)
		c := &w.social.chiefs
		w.goals[c.of[0].head] = goals{care: .5, academic: .5}
		w.wanted = goals{care: .5, economy: .5} // half their way apart
		c.divide(w.Hospital, w.social)
		close6(t, name+": dialogue", c.of[0].use[dialogue], at.taken+(8-at.taken)/4)
		close6(t, name+": facilitation", c.of[0].use[facilitation], (8-at.taken)/4)
	}
}

func TestWhatChiefsDoWithTheirTimeActsOnThePole(t *testing.T) {
	w := worldOf(t, scenario(t, contracts.and(quarters).and(settings{"chief.conflict_time": 0})), 0)
	w.social.chiefs.divide(w.Hospital, w.social)
	w.social.put(w.Hospital)
	p := &w.poles[0]
	effect := 2. / (2 + 4)
	imposed := .7 * (1 - .5*effect)
	close6(t, "imposed", p.imposed, imposed)
	close6(t, "constraint", p.constrained(), .4*imposed)
	close6(t, "relayed", w.relayed(0), .4*imposed*(1-effect))
	close6(t, "negotiated", p.negotiated, 1-imposed)
	close6(t, "negotiated, as far as goals are concerned", p.felt(), .5-(imposed-.5)*(1-effect))
	close6(t, "drawn to meetings", p.draw, effect)
	close6(t, "guidance", p.guidance, .3*effect)
	head := w.social.chiefs.of[0].head
	close6(t, "the chief's service misses its head", w.detached[head], .2*.75)
	w.reckonAttendance()
	want := .2 + .8*logistic(2*(1-.2)+2*.4+2*.25-3+effect)
	close6(t, "attendance", w.meetings.comes[head][poleArena], want)
}

// Dialogue that leaves less than half imposed moves goals towards the direction's; reinterpretation does not hold that up.
func TestReinterpretationTakesTheStingOutOfWhatIsImposedOnly(t *testing.T) {
	w := worldOf(t, scenario(t, contracts.and(quarters).and(settings{"governance.negotiated_share": .8, "chief.dialogue": 0})), 0)
	w.goals[w.social.chiefs.of[0].head] = w.wanted
	w.social.chiefs.divide(w.Hospital, w.social)
	w.social.put(w.Hospital)
	close6(t, "negotiated", w.poles[0].felt(), .8)
}

// What dialogue wins is won wherever a share negotiated counts: in acceptance, in targets and in the constraint.
func TestTheCycleKnowsWhatTheChiefsDialogueNegotiated(t *testing.T) {
	w := worldOf(t, scenario(t, cycled.and(quarters).and(settings{"chief.conflict_time": 0, "chief.voice": 1})), 0)
	w.live(t, 3, nil)
	negotiated := 1 - .7*(1-2./(2+4))
	terms := &w.steering.terms[0]
	close6(t, "share in force", terms.share(), negotiated)
	close6(t, "acceptance", w.acceptance[0], logistic(4*negotiated+2*.4-3))
	close6(t, "constraint", w.poles[0].constrained(), .4*(1-negotiated))
	o := yearOf(.6)
	o.close(terms)
	close6(t, "target", o.target, .6*(1+.01*(1-negotiated)))
}

func TestTheHeadOfTheLargestServiceIsTheFirstChief(t *testing.T) {
	w := worldOf(t, mixed(t, softPoles), 0)
	for p := range w.poles {
		head := w.social.chiefs.of[p].head
		for i, pole := range w.poleOf {
			if pole == PoleID(p) && w.activity[i] > w.activity[head] {
				t.Errorf("pôle %d is led from service %d, but %d is larger", p, head, i)
			}
		}
	}
}

// A chief of whom the direction asks one thing and members the opposite sees least clearly half-way.
func TestTheRoleIsLeastClearBetweenTwoMandates(t *testing.T) {
	clarity := func(dual float64) float64 {
		w := worldOf(t, scenario(t, softPoles.and(quarters).and(settings{"chief.dual_mandate": dual})), 0)
		w.wanted = goals{economy: 1}
		for i := range w.goals {
			w.goals[i] = goals{care: 1}
		}
		return w.roleClarity()
	}
	close6(t, "accounts alone", clarity(0), 1)
	close6(t, "projects alone", clarity(1), 1)
	close6(t, "half and half", clarity(.5), 1-.6309297535714574) // log 2 / log 3
}

func TestFacilitatedMeetingsHitOnMoreOfWhatServicesShare(t *testing.T) {
	hits := func(guidance float64) (share float64) {
		w := worldOf(t, scenario(t, softPoles.and(settings{"relations.hint": 0})), 0)
		w.poles[0].guidance = guidance
		var members []ServiceID
		for i, p := range w.poleOf {
			if p == 0 {
				members = append(members, ServiceID(i))
			}
		}
		const tries = 4000
		for try := range tries {
			s := stream(try)
			mt := meeting{first: members[0], second: members[1], place: poleArena, ambiguity: .9}
			w.choosePractices(&mt, &s)
			if b, c := mt.bits[0], mt.bits[1]; b >= 0 && c >= 0 && (reads(w, b, c) || reads(w, c, b)) {
				share += 1. / tries
			}
		}
		return share
	}
	if none, half := hits(0), hits(.5); half < none+.08 { // a third of meetings are about both, and half of these hit
		t.Errorf("%.3f of meetings hit without guidance, %.3f with", none, half)
	}
}

// reads says whether a contribution of practice b's place depends on practice c.
func reads(w *world, b, c int) bool {
	for _, r := range w.land.abroad(c) {
		if int(r.contribution) == b {
			return true
		}
	}
	return false
}

func TestDivergenceIsHalfTheDistanceFromThePolesMean(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles), 0)
	for i := range w.goals {
		w.goals[i] = goals{care: 1}
	}
	close6(t, "divergence among the like", w.goalDivergence(), 0)
	one, other := w.social.of(0)[0], w.social.of(0)[1]
	w.goals[one], w.goals[other] = goals{economy: 1}, goals{economy: 1}
	close6(t, "divergence of two against two in one pôle of four", w.goalDivergence(), .5/4)
}
