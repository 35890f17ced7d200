package model

import (
	"math"
	"slices"
	"testing"
)

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

// deciding are pôles whose chiefs settle all that is brought to their meetings.
var deciding = settings{"chief.acts": 1, "chief.authority": 1}

// decideAll lets chiefs decide on an item of every two services of a pôle, each from the same state of the world. see is told
// what each is worth to all services, and what came of it.
func decideAll(t *testing.T, w *world, see func(i, j ServiceID, bits []int, joint []values, changed []int, first, second float64)) {
	t.Helper()
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			if i == j || w.poleOf[i] != w.poleOf[j] {
				continue
			}
			for draw := range 12 {
				s := stream(int(i)*1000 + int(j)*20 + draw)
				mt := meeting{first: i, second: j, place: poleArena, decided: true, bits: [2]int{int(i)*w.m + s.IntN(w.m), int(j)*w.m + s.IntN(w.m)}}
				if side := draw % 3; side < 2 {
					mt.bits[side] = -1
				}
				var bits []int
				for _, b := range mt.bits {
					if b >= 0 {
						bits = append(bits, b)
					}
				}
				before := words(&w.practices, w.n)
				first, second := w.mechanisms[supervisionAt].(Together).Hold(w.Hospital, &mt, &s)
				var changed []int
				for k, word := range words(&w.practices, w.n) {
					for bit := range w.m {
						if (word^before[k])>>bit&1 == 1 {
							changed = append(changed, k*w.m+bit)
						}
					}
				}
				for _, b := range changed {
					w.practices.Flip(b)
				}
				slices.Sort(bits)
				see(i, j, bits, w.jointTruth(bits), changed, first, second)
			}
		}
	}
}

// A chief decides by what a change does to the pôle and by what the head of his own service wants; services that obey are not
// asked, and feel what comes of it by their own lights.
func TestAChiefOfPoleDecidesByWhatTheChangeDoesToThePole(t *testing.T) {
	const cost = .15
	w := worldOf(t, unequal(t, deciding.and(settings{"supervision.noise": 0, "professionals.autonomy": 0, "professionals.switching_cost": cost,
		"governance.incentive": .3})), 2)
	made, refused, losers := 0, 0, 0
	decideAll(t, w, func(i, j ServiceID, bits []int, joint []values, changed []int, first, second float64) {
		wants, worth := w.goals[w.social.chiefs.of[w.poleOf[i]].head], 0.0
		for k, e := range joint {
			if w.poleOf[k] == w.poleOf[i] {
				worth += w.activity[k] * (wants.care*e.care + wants.economy*w.config.ServiceValue(ServiceID(k), validity)*e.margin + wants.academic*e.academic)
			}
		}
		worth = worth/((w.activity[i]+w.activity[j])/2) - 2*cost*w.unit
		if math.Abs(worth) < 1e-6 {
			return
		}
		if made := slices.Equal(changed, bits); made != (worth > 0) || !made && len(changed) > 0 {
			t.Fatalf("%d and %d on %v: %v changed, though it is worth %v", i, j, bits, changed, worth)
		}
		if worth < 0 {
			refused++
			joint = make([]values, w.n)
		} else {
			made++
		}
		for k, felt := range map[ServiceID]float64{i: first, j: second} {
			want := (1-w.lambda[k])*w.ownWorthOf(k, joint) + w.lambda[k]*w.people[k].validity*joint[k].margin
			close6(t, "worth of a decision to a service", felt, want)
			if want < 0 {
				losers++
			}
		}
	})
	if made < 30 || refused < 30 || losers < 30 || w.tally.decisions < made || w.tally.decisions != w.tally.decisionsObeyed {
		t.Errorf("%d changes made, %d refused, %d lost by them, %d decisions of which %d obeyed", made, refused, losers, w.tally.decisions, w.tally.decisionsObeyed)
	}
}

// What a pôle's chief sees is the less clear the more services there are, as for any chief.
func TestAChiefOfPoleSeesAsClearlyAsAnyChiefOfTheSpan(t *testing.T) {
	w := worldOf(t, mixed(t, supervised.and(deciding)), 0)
	w.supervision().makeReady(w.Hospital)
	for p := range w.poles {
		close6(t, "blur", w.social.chiefs.blur(w.Hospital, PoleID(p), w.wanted), w.supervision().blur[p])
	}
}

// Each does its own part of what is ordered, or does not; the chief's own service does.
func TestWhatAChiefOfPoleDecidesIsObeyedAsFarAsServicesAreNotAutonomous(t *testing.T) {
	for _, autonomy := range []float64{0, .3, 1} {
		w := worldOf(t, scenario(t, softPoles.and(noNoise).and(deciding).and(settings{"professionals.autonomy": autonomy, "supervision.noise": 0})), 1)
		part, concerned, heads := 0.0, 0.0, 0
		full, orders := 0, 0
		decideAll(t, w, func(i, j ServiceID, bits []int, joint []values, changed []int, _, _ float64) {
			wants, worth := w.goals[w.social.chiefs.of[w.poleOf[i]].head], 0.0
			for k, e := range joint {
				if w.poleOf[k] == w.poleOf[i] {
					worth += wants.care*e.care + wants.economy*w.people[k].validity*e.margin + wants.academic*e.academic
				}
			}
			if worth < 1e-6 {
				return
			}
			orders++
			if slices.Equal(changed, bits) {
				full++
			}
			for _, b := range bits {
				did := slices.Contains(changed, b)
				if ServiceID(b/w.m) == w.social.chiefs.of[w.poleOf[i]].head {
					heads++
					if !did {
						t.Errorf("the service of the chief itself does not obey")
					}
					continue
				}
				concerned++
				part += one(did)
			}
		})
		if orders < 100 || heads < 10 || w.tally.decisions != orders || w.tally.decisionsObeyed != full {
			t.Errorf("%d orders, counted as %d; %d carried out in full, counted as %d; %d to the chief's service", orders, w.tally.decisions, full, w.tally.decisionsObeyed, heads)
		}
		within4(t, "share obeyed", part/concerned, 1-autonomy, math.Sqrt(autonomy*(1-autonomy)/concerned))
	}
}

// A decision is nobody's agreement: it is not on record, breaks those that are, and neither trusts the other for it.
func TestADecisionMakesNoAgreement(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(deciding).and(settings{"professionals.autonomy": 0, "professionals.attention": 1, "relations.knowledge_gain": 1,
		"relations.trust_fade": 0, "relations.familiarity": 0, "arenas.informal": 0})), 0)
	broken := 0
	w.live(t, 24, func(month int) {
		for b, with := range w.agreements.with {
			if month < 12 && with != nobody {
				t.Fatalf("practice %d is agreed with %d", b, with)
			}
		}
		if month == 11 {
			for b := range w.agreements.with {
				w.agreements.with[b], w.agreements.at[b] = ServiceID((b/w.m+5)%w.n), 11
			}
		}
		if month > 11 {
			broken += w.tally.breaches
			return
		}
		for i := range ServiceID(w.n) {
			for j := range ServiceID(w.n) {
				if trust := w.relations.of(i, j).trust; trust != w.relations.of(0, 15).trust {
					t.Fatalf("month %d: %d trusts %d by %v", month, i, j, trust)
				}
			}
		}
		if w.tally.agreementsPair != 0 || w.tally.agreementsPole != 0 {
			t.Fatalf("month %d: %d agreements and %d plans where the chief settles all", month, w.tally.agreementsPair, w.tally.agreementsPole)
		}
	})
	if broken == 0 {
		t.Error("no decision broke an agreement")
	}
}

// The chief settles as large a share of items as the charter says, in formal meetings of the pôle alone.
func TestAChiefSettlesTheShareOfItemsThatTheCharterSays(t *testing.T) {
	with := contracts.and(settings{"arenas.institution": 1, "arenas.network": 1, "arenas.meeting_units": 3, "arenas.attendance_floor": 1,
		"formal.mutual_adjustment": 1, "professionals.attention": 4, "chief.acts": 1, "hospital.services": 60})
	for _, authority := range []float64{0, .3, 1} {
		w := worldOf(t, scenario(t, with.and(settings{"chief.authority": authority})), 0)
		decided, met := 0.0, 0.0
		w.live(t, 24, func(int) {
			decided += w.tally.spent[supervisionAt]
			met += w.tally.metUnits
		})
		share := decided / (met / 3) // a third of formal meetings are the pôle's
		within4(t, "share of items decided", share, authority, .5*math.Sqrt(1/(met/6)))
		formal := w.formalShare[supervisionAt]
		close6(t, "formal share of direct supervision", formal, authority*1/7)
		total := 0.0
		for _, share := range w.formalShare {
			total += share
		}
		close6(t, "formal shares", total, 1)
	}
}

// Chiefs without authority decide nothing: how clearly they would see and what would be resented changes no bit.
func TestWithoutAuthorityNothingOfDecisionsActs(t *testing.T) {
	with := contracts.and(socialOn).and(settings{"chief.authority": 0})
	plain := run(t, 0, 24, mixed(t, with))[0]
	if !sameBits(plain, run(t, 0, 24, mixed(t, with.and(settings{"supervision.noise": 1, "legitimacy.resented": 50})))[0]) {
		t.Error("chiefs without authority act")
	}
	if outcome(t, plain, "chief_decisions") != 0 || outcome(t, plain, "share_direct_supervision") != 0 {
		t.Error("chiefs without authority decide")
	}
	if sameBits(plain, run(t, 0, 24, mixed(t, with.and(settings{"chief.authority": .2})))[0]) {
		t.Error("authority changes nothing: nothing was tested")
	}
}

// What chiefs decide in meetings is direct supervision, and shown as such where no charter names that.
func TestDecisionsInMeetingsAreShownAsDirectSupervision(t *testing.T) {
	for _, name := range []string{"share_direct_supervision", "formal_direct_supervision", "chief_decisions"} {
		o := outcomes[OutcomeIndex(name)]
		if o.In(scenario(t, softPoles)) || !o.In(scenario(t, softPoles.and(deciding))) {
			t.Errorf("%s is shown without decisions, or not with them", name)
		}
	}
}

// What a chief decides in meetings takes time as what services bring of their own accord does, where decisions take any.
func TestDecisionsInMeetingsTakeTheirTime(t *testing.T) {
	with := contracts.and(deciding).and(settings{"chief.acts": 1, "chief.authority": 1})
	free := run(t, 0, 24, mixed(t, with))[0]
	charged := run(t, 0, 24, mixed(t, with.and(settings{"supervision.takes_time": 1})))[0]
	if outcome(t, free, "chief_deciding") != 0 || outcome(t, charged, "chief_deciding") <= 0 {
		t.Errorf("decisions take %v units of chiefs where they are free, %v where they take time",
			outcome(t, free, "chief_deciding"), outcome(t, charged, "chief_deciding"))
	}
}
