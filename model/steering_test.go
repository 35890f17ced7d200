package model

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// cycled is a hospital under contracts with the yearly cycle, in which the management dialogue takes no time.
var cycled = contracts.and(settings{"steering.cycle": 1, "steering.dialogue": 0})

// Off means off: nothing that steering, management control or money could do changes a bit of a hospital without them.
func TestWhileSteeringAndMoneyAreOffTheirParametersChangeNoBit(t *testing.T) {
	switches := map[string]bool{"steering.cycle": true, "technostructure.staffed": true, "money.accounts": true}
	plain, turned := mixed(t, contracts), mixed(t, contracts)
	for id, p := range registry {
		switch p.Section() {
		case "steering", "technostructure", "money":
			if !switches[p.Key] {
				turned.Values[id] = p.Max
				if turned.Values[id] == p.Default {
					turned.Values[id] = p.Min
				}
			}
		}
	}
	if !sameBits(run(t, 0, 36, plain)[0], run(t, 0, 36, turned)[0]) {
		t.Error("parts that are off act")
	}
}

func TestTheCycleActsOnlyUnderContract(t *testing.T) {
	if !sameBits(run(t, 0, 36, scenario(t, softPoles))[0], run(t, 0, 36, scenario(t, softPoles.and(settings{"steering.cycle": 1})))[0]) {
		t.Error("pôles without a contract are steered")
	}
}

// yearOf makes an objective whose year came to a result.
func yearOf(result float64) objective { return objective{year: reading{12 * result, 0, 12}} }

func TestNextTargetIsPartImposedOnTheRatchetAndPartWhatMembersExpect(t *testing.T) {
	terms := terms{on: true, central: true, measurement: true, incentive: true, negotiated: .3, ratchet: .5, growth: .02}
	o := yearOf(.6)
	o.close(&terms)
	if !o.set || o.reward != 0 {
		t.Error("a first year has no target to be rewarded for, and sets one")
	}
	close6(t, "first target", o.target, .7*.6*1.02+.3*.6)
	first := o.target
	o.year = yearOf(.64).year
	o.close(&terms)
	close6(t, "reward", o.reward, math.Tanh((.64-first)/.05))
	close6(t, "progress expected", o.gain, .02)
	base := first + .5*(.64-first)
	close6(t, "second target", o.target, .7*base*1.02+.3*(.64+.02))
}

func TestATargetAsksForAtMostAFullRewardBeyondTheLastResult(t *testing.T) {
	terms := terms{central: true, measurement: true, ratchet: 0, growth: .03}
	o := yearOf(.9)
	o.set, o.target = true, .9
	o.year = yearOf(.5).year
	o.close(&terms)
	close6(t, "target after a bad year", o.target, .55)
}

func TestWithoutObjectivesOfTheDirectionTargetsAreWhatMembersExpect(t *testing.T) {
	terms := terms{measurement: true, negotiated: 0, ratchet: .5, growth: .03}
	o := yearOf(.5)
	o.close(&terms)
	o.year = yearOf(.52).year
	o.close(&terms)
	close6(t, "target", o.target, .52+.01)
}

func TestWithoutMeasurementNoYearIsSettled(t *testing.T) {
	terms := terms{central: true}
	o := yearOf(.5)
	o.set, o.known, o.target, o.reward = true, true, .4, .5
	o.close(&terms)
	if o.set || o.known || o.reward != 0 {
		t.Errorf("%+v", o)
	}
}

func TestAcceptanceMultipliesTheStakesInLambda(t *testing.T) {
	with := cycled.and(settings{"governance.negotiated_share": .6, "governance.legitimacy": .4, "governance.incentive": 2,
		"governance.delegation": .5, "steering.self_control": .05, "steering.foresight": .5, "steering.ratchet": .4})
	w := worldOf(t, scenario(t, with), 0)
	accepted := 1 / (1 + math.Exp(-(4*.6 + 2*.4 - 3)))
	for i := range w.n {
		close6(t, "acceptance", w.acceptance[i], accepted)
		close6(t, "λ", w.lambda[i], min(.6, w.goals[i].economy+(2*.5*(1-.5*.4)/2+.05)*accepted)) // four members
	}
}

func TestContractsWithServicesAreNotDilutedAndShowTheirOwnIndicator(t *testing.T) {
	w := worldOf(t, scenario(t, cycled.and(noNoise).and(settings{"steering.level": 1, "governance.incentive": .5, "governance.delegation": 1, "steering.self_control": 0})), 0)
	for i := range ServiceID(w.n) {
		close6(t, "λ", w.lambda[i], min(.6, w.goals[i].economy+.5*w.acceptance[i]))
		changed := w.accepted(i, resultsAt, 200)
		for b := int(i) * w.m; b < (int(i)+1)*w.m; b++ {
			e := w.truth(b)[i]
			a := w.scholarship[i]
			worth := (1-w.lambda[i])*((1-a)*e.care+a*e.academic) + w.lambda[i]*w.people[i].validity*e.margin
			if math.Abs(worth) > 1e-9 && (changed[b] > 0) != (worth > 0) {
				t.Errorf("practice %d of %d is worth %v by the own indicator; changed %d times", b, i, worth, changed[b])
			}
		}
	}
}

// What each of Drucker's parts does when it is taken away.
func TestTakingAwayAPartOfManagementByObjectives(t *testing.T) {
	without := func(part string) *world {
		w := worldOf(t, scenario(t, cycled.and(settings{"steering." + part: 0, "steering.crowding_out": .1})), 0)
		w.live(t, 40, nil)
		return w
	}
	for part, self := range map[string]float64{"local_objectives": 0, "measurement": 0, "incentives": .1} {
		w := without(part)
		for i := range w.n {
			close6(t, "λ without "+part, w.lambda[i], min(.6, w.goals[i].economy+self*w.acceptance[i]))
		}
	}
	rewarded := func(w *world) bool {
		for i := range w.n {
			if w.steering.slack[i] != 1 {
				return true
			}
		}
		return false
	}
	if w := without("local_objectives"); !rewarded(w) || w.acceptance[0] != 0 {
		t.Error("without local objectives pôles are still rewarded, but services accept nothing")
	}
	w := without("measurement")
	shows := func(w *world) bool {
		own := w.practices.Own(0, true)
		return w.poleView(0, 0, &own, 0) != view{}
	}
	if rewarded(w) || w.steering.ofPole[0].set || shows(w) {
		t.Error("without measurement there is a target, a reward or something to see")
	}
	if w.poles[0].constrained() != 0 {
		t.Error("without measurement something is at stake to be relayed")
	}
	w = without("incentives")
	if w.poles[0].constrained() != 0 {
		t.Error("without incentives something is at stake to be relayed")
	}
	if rewarded(w) || !w.steering.ofPole[0].set || !shows(w) || w.intrinsic[0] != 1 {
		t.Error("without incentives there are targets and something to see, but no reward and no crowding out")
	}
	w = without("central_objectives")
	if !rewarded(w) || w.poles[0].constrained() != 0 || w.poles[0].imposed != 0 || w.acceptance[0] < .6 {
		t.Error("without central objectives members set targets that they accept, and nothing is imposed")
	}
	quiet := worldOf(t, scenario(t, cycled.and(settings{"steering.central_objectives": 0, "goals.contagion": 0})), 0)
	quiet.live(t, 40, nil)
	if goals := quiet.goals[3]; goals != worldOf(t, scenario(t, cycled), 0).goals[3] {
		t.Error("a contract that knows no objectives of the direction moves goals")
	}
}

// What a chief relays is what the cycle makes of the contract, whoever acts beside it.
func TestUnderTheCycleNothingButTheCycleIsRelayed(t *testing.T) {
	for part, want := range map[string]float64{"": .4 * .7, "central_objectives": 0, "incentives": 0, "measurement": 0} {
		with := cycled.and(settings{"chief.acts": 1, "chief.reinterpretation": 0, "chief.voice": 0})
		if part != "" {
			with["steering."+part] = 0
		}
		w := worldOf(t, scenario(t, with), 0)
		w.live(t, 5, nil)
		close6(t, "relayed without "+part, w.relayed(0), want) // κ·d of at most 3, and .7 of it imposed
	}
}

// Nothing can be paid that is not measured; but for that, each of the 2⁴ combinations of parts is a governance of its own.
func TestCombinationsOfTheFourPartsDifferWhereResultsAreMeasured(t *testing.T) {
	parts := []string{"central_objectives", "local_objectives", "measurement", "incentives"}
	var list []*Config
	for mask := range 16 {
		with := contracts.and(settings{"steering.cycle": 1})
		for k, part := range parts {
			with["steering."+part] = float64(mask >> k & 1)
		}
		list = append(list, scenario(t, with))
	}
	results := run(t, 0, 40, list...)
	for a := range results {
		for b := range a {
			unpaid := a&4 == 0 && a^b == 8
			if sameBits(results[a], results[b]) != unpaid {
				t.Errorf("combinations %04b and %04b: the same, or not, against the rule", a, b)
			}
		}
	}
}

func TestBonusesSumToZeroOverServicesUnderContract(t *testing.T) {
	for _, level := range []float64{0, 1} {
		for _, zero := range []float64{0, 1} {
			with := cycled.and(settings{"steering.level": level, "steering.zero_sum": zero, "hospital.services": 15})
			w := worldOf(t, scenario(t, with), 0)
			w.live(t, 24, nil)
			sum := 0.0
			for i, p := range w.poleOf {
				sum += w.steering.objective(ServiceID(i), p).bonus
			}
			if (math.Abs(sum) < 1e-9) != (zero == 1) {
				t.Errorf("level %v, zero_sum %v: bonuses sum to %v", level, zero, sum)
			}
		}
	}
}

func TestABonusBecomesTimeByATenthOfTheWayEachMonth(t *testing.T) {
	w := worldOf(t, scenario(t, cycled), 0)
	w.steering.ofPole[1].bonus = .2
	w.steering.reward(w.Hospital)
	w.steering.reward(w.Hospital)
	w.planTime()
	for i, p := range w.poleOf {
		want := 1.0
		if p == 1 {
			want = 1 + .9*.02 + .02
		}
		close6(t, "slack", w.slack[i], want)
	}
}

func TestTheDialogueTakesItsTimeOutOfMeetingUnits(t *testing.T) {
	for _, units := range []float64{0, .5, 2.5} {
		w := worldOf(t, scenario(t, contracts.and(settings{"steering.cycle": 1, "steering.dialogue": 1, "arenas.informal": 0, "arenas.meeting_units": units})), 0)
		w.live(t, 12, func(month int) {
			total, offered := 0.0, w.tally.meetingUnits
			for _, spent := range w.tally.spent {
				total += spent
			}
			attention := 0.0
			for i := range w.n {
				attention += float64(w.intent[i].units)
			}
			want := 0.0
			if month%3 == 2 {
				want = min(offered, float64(w.n))
			}
			if w.tally.dialogueUnits != want {
				t.Errorf("month %d: %v units of dialogue, expected %v of %v on offer", month, w.tally.dialogueUnits, want, offered)
			}
			if total != offered+attention {
				t.Errorf("month %d: %v units spent of %v on offer and %v of attention", month, total, offered, attention)
			}
		})
	}
}

func TestDialoguesBringConsensusWhereReadingsAgreeAndDisputeElsewhere(t *testing.T) {
	run := func(with settings) (consensus, disputes sample) {
		all := contracts.and(settings{"steering.cycle": 1, "steering.dialogue": 1, "measurement.validity": 1, "measurement.noise": 0,
			"measurement.manipulability": 0, "professionals.noise": 0}).and(with)
		w := worldOf(t, scenario(t, all), 0)
		w.live(t, 36, nil)
		for p := range w.poles {
			consensus = append(consensus, w.steering.ofPole[p].consensus)
			disputes = append(disputes, elsewhere(w.steering.ofPole[p].disputed))
		}
		return consensus, disputes
	}
	if consensus, disputes := run(nil); consensus.mean() < .99 || disputes.mean() > 0 {
		t.Errorf("with perfect sight on both sides consensus is %v", consensus)
	}
	if consensus, disputes := run(settings{"measurement.validity": .1, "measurement.case_mix_sd": .3}); consensus.mean() > .2 || disputes.mean() < .5 {
		t.Errorf("with an indicator that shows case mix consensus is %v", consensus)
	}
	if consensus, _ := run(settings{"steering.dialogue": 0}); consensus.mean() != .5 {
		t.Errorf("without a dialogue consensus moves to %v", consensus)
	}
	if consensus, _ := run(settings{"steering.measurement": 0}); consensus.mean() != .5 {
		t.Errorf("a dialogue without figures moves consensus to %v", consensus)
	}
}

func TestIncentivesCrowdOutTheWeightOfCareWhereObjectivesAreImposed(t *testing.T) {
	w := worldOf(t, scenario(t, cycled.and(settings{"steering.crowding_out": .2, "governance.incentive": 2, "governance.negotiated_share": .25})), 0)
	close6(t, "what is left of the weight of care", w.intrinsic[0], 1-.2*2*.75)
	own, shown := view{value: .01}, view{}
	own.prior = 1 // perceived without noise
	w.people[0].noise, w.switchingCost = 0, .01*(1-w.lambda[0])*.699
	s := stream(0)
	close6(t, "worth of a change", w.tryAlone(0, 0, own, shown, &s), .01*(1-w.lambda[0])*.7)
	w.switchingCost = .01 * (1 - w.lambda[0]) * .701
	if worth := w.tryAlone(0, 1, own, shown, &s); worth != 0 {
		t.Errorf("a change below its cost is made: %v", worth)
	}
}

func TestWhateverTheContractsStateStaysWithinItsBounds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := randomScenario(r)
		c.Values[contract], c.Values[steeringCycle] = 1, 1
		w := worldOf(t, c, 0)
		months := rapid.IntRange(12, 40).Draw(r, "months")
		w.live(t, months, func(month int) {
			w.steering.each(func(o *objective, p PoleID, _ ServiceID) {
				if o.consensus < 0 || o.consensus > 1 || math.Abs(o.reward) > 1 || math.IsNaN(o.target) || o.set && o.target > o.last.shown+mostAsked+1e-9 {
					r.Fatalf("month %d, pôle %d: %+v", month, p, o)
				}
			})
			for i := range w.n {
				if w.slack[i] < leastSlack || w.slack[i] > mostSlack || w.acceptance[i] < 0 || w.acceptance[i] > 1 || w.intrinsic[i] < 0 ||
					w.intrinsic[i] > 1 || w.lambda[i] < 0 || w.lambda[i] > .6 || w.hiring[i] < 0 || w.hiring[i] > 1/w.money.rules.ordinary {
					r.Fatalf("month %d, service %d: slack %v, accepted %v, intrinsic %v, λ %v, hiring %v", month, i, w.slack[i],
						w.acceptance[i], w.intrinsic[i], w.lambda[i], w.hiring[i])
				}
			}
			for p := range w.poles {
				if k := w.poles[p].constraint; k < 0 || k > 1 {
					r.Fatalf("month %d: constraint %v", month, k)
				}
			}
		})
	})
}

func TestPlansAreNotMadeForTheSakeOfACareThatIncentivesCrowdedOut(t *testing.T) {
	w := worldOf(t, scenario(t, cycled.and(noNoise)), 0)
	clear(w.lambda)
	clear(w.intrinsic)
	for draw := range 200 {
		s := stream(draw)
		mt := meeting{first: 0, second: 1, place: poleArena, bits: [2]int{s.IntN(w.m), w.m + s.IntN(w.m)}}
		plansMechanism{}.Hold(w.Hospital, &mt, &s)
	}
	if w.tally.agreementsPole > 0 {
		t.Errorf("%d plans are made though nothing weighs", w.tally.agreementsPole)
	}
}

// What is told of a plan is what it was decided by: care counts as far as incentives did not crowd it out.
func TestAPlanIsWorthWhatItIsDecidedBy(t *testing.T) {
	w := worldOf(t, scenario(t, cycled.and(noNoise)), 0)
	clear(w.lambda)
	w.intrinsic[0], w.intrinsic[1] = .5, .25
	made := 0
	for draw := range 200 {
		s := stream(draw)
		mt := meeting{first: 0, second: 1, place: poleArena, bits: [2]int{s.IntN(w.m), w.m + s.IntN(w.m)}}
		joint := w.jointTruth(mt.bits[:])
		before := w.tally.agreementsPole
		first, second := plansMechanism{}.Hold(w.Hospital, &mt, &s)
		if w.tally.agreementsPole > before {
			made++
			close6(t, "worth to the first", first, .5*joint[0].care)
			close6(t, "worth to the second", second, .25*joint[1].care)
		}
	}
	if made == 0 {
		t.Error("no plan is made: nothing was tested")
	}
}

// A time line may switch parts on and off, and lay another perimeter, in the middle of a run.
func TestPartsSwitchedOnForAWhileLeaveEverythingNeutral(t *testing.T) {
	w := worldOf(t, scenario(t, contracts.and(settings{"money.stays_per_activity": 3000, "money.tariff": 1900})), 0)
	w.config = w.config.Clone()
	turn := func(v float64) {
		for _, id := range []ParameterID{steeringCycle, moneyAccounts, technostructureStaffed} {
			w.config.Values[id] = v
		}
		w.Hospital.read()
	}
	neutral := func() bool {
		for i := range w.n {
			if w.slack[i] != 1 || w.hiring[i] != 1 || w.acceptance[i] != 1 || w.intrinsic[i] != 1 || w.poles[w.poleOf[i]].constraint != 0 ||
				w.lambda[i] != min(.6, w.goals[i].economy+w.poles[w.poleOf[i]].stake) {
				return false
			}
		}
		return true
	}
	w.live(t, 80, func(month int) {
		switch month {
		case 5:
			turn(1)
		case 40:
			if w.slack[0] == 1 || w.hiring[0] == 1 || !w.steering.ofPole[0].set || w.poles[0].constraint == 0 {
				t.Error("three years after they are switched on, parts do not act")
			}
			for i := range w.poleOf { // fewer, other pôles
				w.poleOf[i] = PoleID(i % 3)
			}
			w.poles = w.poles[:3]
			w.Hospital.read()
			if w.steering.ofPole[0].set || len(w.money.ledger.balance) != int(firstBudget)+3 {
				t.Error("contracts and budgets of pôles that are no more stay in force")
			}
		case 60:
			turn(0)
		case 62:
			if !neutral() {
				t.Error("parts that are off again act")
			}
		}
		var sum int64
		for _, balance := range w.money.ledger.balance {
			sum += balance
		}
		if sum != 0 {
			t.Errorf("month %d: accounts hold %d cents together", month, sum)
		}
	})
}
