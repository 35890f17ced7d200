package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// Steering by results as a yearly cycle (Drucker's management by objectives): what the direction wants becomes targets of
// pôles, services accept them or not, a year is measured against them, and the outcome is rewarded. Each of Drucker's four
// parts can be taken away by itself.
var (
	steeringCycle = declare(Parameter{Key: "steering.cycle", Kind: Switch, Scope: PerPole, Default: 0,
		Help:   "Whether a pôle under contract is steered year by year, by targets that are set, accepted, measured and rewarded; false leaves the constant stake of the contract.",
		Source: "Drucker 1954; ordinance 2005-406"})
	steeringCentral = declare(Parameter{Key: "steering.central_objectives", Kind: Switch, Scope: PerPole, Default: 1,
		Help:   "Drucker's first part: without objectives of the direction, targets are what members expect of themselves and goals are not steered.",
		Source: "Drucker 1954, four parts of management by objectives"})
	steeringLocal = declare(Parameter{Key: "steering.local_objectives", Kind: Switch, Scope: PerPole, Default: 1,
		Help:   "Drucker's second part: without objectives of their own, services take no target as theirs, so that the contract does not enter what they weigh.",
		Source: "Drucker 1954"})
	steeringMeasurement = declare(Parameter{Key: "steering.measurement", Kind: Switch, Scope: PerPole, Default: 1,
		Help:   "Drucker's third part: without measurement the pôle's indicator shows nothing, no target can be set, nothing can be paid or weighed for it and the dialogue has no figures.",
		Source: "Drucker 1954: measurement permits self-control"})
	steeringIncentives = declare(Parameter{Key: "steering.incentives", Kind: Switch, Scope: PerPole, Default: 1,
		Help:   "Drucker's fourth part: without incentives nothing is paid or weighed for reaching a target; the indicator still informs.",
		Source: "Drucker 1954"})
	steeringLevel = declare(Parameter{Key: "steering.level", Kind: Choice, Scope: PerPole, Choices: []string{"pole", "service"}, Default: 0,
		Help:   "With whom a contract is made: with a service, its own indicator is the lens and its stakes are not diluted.",
		Source: "law 2021-502 (Rist) recentres on the service"})
	steeringSelfControl = declare(Parameter{Key: "steering.self_control", Scope: PerPole, Unit: "weight", Default: .1, Min: 0, Max: .5,
		Help:   "What a target that services accept and can measure themselves against weighs in λ by itself, unpaid.",
		Source: "assumption; Drucker 1954: measurement permits self-control, which motivates more than domination"})
	steeringRatchet = declare(Parameter{Key: "steering.ratchet", Scope: PerPole, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "Share of the way from the last target to the last result that the imposed part of the next target goes.",
		Source: "Weitzman 1980; .5 keeps time near its plan in an earlier prototype, 1 is a permanent malus"})
	steeringGrowth = declare(Parameter{Key: "steering.growth", Scope: PerPole, Unit: "per year", Default: .01, Min: 0, Max: .03,
		Help:   "Progress that the imposed part of a target asks for beyond what was reached (γ).",
		Source: "assumption"})
	steeringForesight = declare(Parameter{Key: "steering.foresight", Scope: PerPole, Unit: "share", Default: 0, Min: 0, Max: 1,
		Help:   "How far services foresee that results raise the next target (ξ): they weigh the stakes less by this times the ratchet.",
		Source: "Weitzman 1980; size assumed"})
	steeringZeroSum = declare(Parameter{Key: "steering.zero_sum", Kind: Switch, Scope: Hospitalwide, Default: 1,
		Help:   "Whether the bonuses of some are the maluses of others, so that they sum to zero over services under contract.",
		Source: "assumption; a fixed fund for incentives"})
	steeringBonusTime = declare(Parameter{Key: "steering.bonus_time", Scope: PerPole, Unit: "ratio", Default: 1, Min: 0, Max: 1,
		Help:   "Time relative to plan that a bonus of 1 (κ·d × full reward) is worth once it has come in full.",
		Source: "assumption; at 1 bonuses of noisy indicators move time by a third, which is much"})
	steeringDialogue = declare(Parameter{Key: "steering.dialogue", Scope: PerPole, Unit: "units per quarter", Default: .25, Min: 0, Max: 1,
		Help:   "Meeting units of each service that a quarterly management dialogue (dialogue de gestion) takes from its other meetings.",
		Source: "assumption; a unit is two to four hours a week of a head of service"})
	steeringTolerance = declare(Parameter{Key: "steering.tolerance", Scope: PerPole, Unit: "index", Default: .02, Min: 0, Max: .1,
		Help:   "How far the direction's and the members' readings of progress may lie apart before the dialogue is a dispute.",
		Source: "assumption: two fifths of the distance that a full reward takes; Moisdon's symmetry of non-information"})
	steeringPersuasion = declare(Parameter{Key: "steering.persuasion", Scope: PerPole, Unit: "logits", Default: 1, Min: 0, Max: 3,
		Help:   "How much full consensus in dialogues adds to the acceptance of targets, and constant dispute takes from it.",
		Source: "assumption; Drucker 1954 on frank mutual setting of goals"})
	steeringCrowding = declare(Parameter{Key: "steering.crowding_out", Scope: PerPole, Unit: "per unit of κ", Default: 0, Min: 0, Max: .5,
		Help:   "How much of the weight of care each unit of incentive takes away where objectives are imposed (χ).",
		Source: "assumption, off unless set; crowding out of intrinsic motivation: Frey 1997"})
)

// steering is the yearly cycle of all contracts of a hospital.
type steering struct {
	calls, readings sim.Key
	terms           []terms      // of each pôle
	ofPole          []objective  // of contracts with pôles
	ofService       []objective  // of contracts with services
	poleOf          []PoleID     // the perimeter in force
	anew            bool         // other pôles: nobody has a contract yet
	zeroSum         bool         // bonuses sum to zero
	slack           []float64    // time of each service relative to plan, as rewards leave it
	called          []bool       // whose first meeting unit goes to the dialogue this month
	contracted      []contracted // the services under the cycle
	share           float64      // of all activity that is theirs
}

// A contracted service is under the cycle.
type contracted struct {
	service   ServiceID
	share     float64 // of the hospital's activity
	objective *objective
}

// terms are what a pôle's contract says of steering.
type terms struct {
	on                                     bool // a contract, and the cycle
	central, local, measurement, incentive bool // Drucker's four parts
	individual                             bool // contracts are made with services
	negotiated                             float64
	kappa, delegation, selfControl         float64
	ratchet, growth, foresight, bonusTime  float64
	dialogue, tolerance, persuasion        float64
	crowding                               float64
	activity                               float64 // of all members
	noise                                  float64 // of the members' own reading of their margin, in a month
	accepted, intrinsic                    float64 // in force: shares that members take as their own, of stakes and of the weight of care
}

// newSteering makes the part for a hospital of n services.
func newSteering(n int) *steering {
	return &steering{ofService: make([]objective, n), slack: make([]float64, n),
		called: make([]bool, n), poleOf: make([]PoleID, n), contracted: make([]contracted, 0, n)}
}

// regrouped is told that services changed pôle. Pôles that stay keep their contracts.
func (st *steering) regrouped(_ *Hospital, same bool) { st.anew = st.anew || !same }

// read takes in the terms in force. Other pôles make new contracts.
func (st *steering) read(h *Hospital) {
	poles := len(h.poles)
	if st.anew || len(st.ofPole) != poles {
		st.anew = false
		st.terms = slices.Grow(st.terms[:0], poles)[:poles]
		st.ofPole = slices.Grow(st.ofPole[:0], poles)[:poles]
		clear(st.terms)
		clear(st.ofPole)
		copy(st.poleOf, h.poleOf)
	}
	st.zeroSum = h.config.Value(steeringZeroSum) != 0
	for p := range st.terms {
		before := st.terms[p]
		st.terms[p] = termsOf(h.charter(PoleID(p)))
		if !st.terms[p].on || !before.on || st.terms[p].individual != before.individual {
			st.ofPole[p] = objective{consensus: .5}
			for i, of := range h.poleOf {
				if int(of) == p {
					st.ofService[i], st.slack[i] = objective{consensus: .5}, 1
				}
			}
		}
	}
	for i, p := range h.poleOf {
		if was := &st.terms[st.poleOf[i]]; !was.on || !was.individual {
			st.ofService[i] = objective{consensus: .5} // who comes from a pôle whose contract is its own
		}
		st.poleOf[i] = p
		t, noise := &st.terms[p], float64(h.activity[i]*h.people[i].noise)
		t.activity += h.activity[i]
		t.noise += float64(noise * noise)
	}
	for p := range st.terms {
		st.terms[p].noise = ratio(math.Sqrt(st.terms[p].noise), st.terms[p].activity)
	}
	st.enlist(h)
	st.inForce(h)
}

// enlist lists the services under the cycle, for those who look at them every month.
func (st *steering) enlist(h *Hospital) {
	st.contracted, st.share = st.contracted[:0], 0
	for i, p := range h.poleOf {
		if st.terms[p].on {
			st.contracted = append(st.contracted, contracted{ServiceID(i), h.share[i], st.objective(ServiceID(i), p)})
			st.share += h.share[i]
		}
	}
}

// termsOf reads the terms of a charter.
func termsOf(v func(ParameterID) float64) terms {
	is := func(id ParameterID) bool { return v(id) != 0 }
	return terms{
		on: is(contract) && is(steeringCycle), central: is(steeringCentral), local: is(steeringLocal),
		measurement: is(steeringMeasurement), incentive: is(steeringIncentives), individual: is(steeringLevel),
		negotiated: v(negotiatedShare), kappa: v(incentive), delegation: v(delegation), selfControl: v(steeringSelfControl),
		ratchet: v(steeringRatchet), growth: v(steeringGrowth), foresight: v(steeringForesight), bonusTime: v(steeringBonusTime),
		dialogue: v(steeringDialogue), tolerance: v(steeringTolerance), persuasion: v(steeringPersuasion),
		crowding: v(steeringCrowding),
	}
}

// reset starts all contracts anew.
func (st *steering) reset(h *Hospital, key sim.Key) {
	st.calls, st.readings = key.Named("management dialogue"), key.Named("readings of progress")
	for p := range st.ofPole {
		st.ofPole[p] = objective{consensus: .5}
	}
	for i := range st.ofService {
		st.ofService[i], st.slack[i] = objective{consensus: .5}, 1
	}
	clear(st.called)
	h.timePlanned = false
	st.inForce(h)
}

// objective returns what service i is steered by.
func (st *steering) objective(i ServiceID, p PoleID) *objective {
	if st.terms[p].individual {
		return &st.ofService[i]
	}
	return &st.ofPole[p]
}

// negotiatedIn is the share of the objectives of a contract that is not imposed: all, where the cycle knows none of the
// direction.
func negotiatedIn(v func(ParameterID) float64) float64 {
	if v(contract) != 0 && v(steeringCycle) != 0 && v(steeringCentral) == 0 {
		return 1
	}
	return v(negotiatedShare)
}

// share is the part of its objectives that a pôle sets itself: all, where the direction sets none.
func (t *terms) share() float64 {
	if !t.central {
		return 1
	}
	return t.negotiated
}

// pays says whether results are rewarded: that takes incentives, and measurement to know them.
func (t *terms) pays() bool { return t.on && t.incentive && t.measurement }

// worth is what a full reward is worth: κ·d.
func (t *terms) worth() float64 {
	if !t.pays() {
		return 0
	}
	return t.kappa * t.delegation
}

// orients says whether the contract of pôle p moves goals: it does unless its cycle knows no objectives of the direction.
func (st *steering) orients(p PoleID) bool { return !st.terms[p].on || st.terms[p].central }

// acceptance is how far services take a target as theirs: logistic(4·negotiated + 2·legitimacy − 3 + what dialogues did).
func (t *terms) acceptance(legitimacy, consensus float64) float64 {
	if !t.local {
		return 0
	}
	return sim.Logistic(float64(4*t.share()) + float64(2*legitimacy) - 3 + float64(t.persuasion*(float64(2*consensus)-1)))
}

// inForce puts into each charter and service what the cycle makes of the contract: the stakes in λ, the lens, the weight
// of care, the constraint that the pôle is to relay.
func (st *steering) inForce(h *Hospital) {
	for p := range st.terms {
		t, pole := &st.terms[p], &h.poles[p]
		pole.blind, pole.individual, pole.constraint = false, false, max(0, 1-h.money.eased(PoleID(p)))
		t.accepted, t.intrinsic = 1, 1
		if !t.on {
			continue
		}
		t.negotiated = pole.negotiated // as written, or as the chief's dialogue leaves it
		t.accepted = t.acceptance(pole.legitimacy, st.ofPole[p].consensus)
		if t.pays() {
			t.intrinsic = max(0, 1-float64(t.crowding*t.kappa*(1-t.share())))
		}
		pole.blind, pole.individual = !t.measurement, t.individual
		pole.paid = t.worth()
		pole.stake = pole.paid * (1 - float64(t.foresight*t.ratchet))
		if !t.individual {
			root := math.Sqrt(float64(max(1, pole.members)))
			pole.stake /= root
			pole.paid /= root
		}
		if t.measurement {
			pole.stake += t.selfControl
		}
		pole.pressure = t.worth() / registry[incentive].Max
		imposed := (1 - t.share()) * pole.pressure
		pole.constraint += float64(imposed * (1 - pole.constraint))
	}
	for i, p := range h.poleOf {
		t := &st.terms[p]
		h.acceptance[i], h.intrinsic[i] = t.accepted, t.intrinsic
		if t.on && t.individual {
			h.acceptance[i] = t.acceptance(h.poles[p].legitimacy, st.ofService[i].consensus)
		}
		h.weigh(ServiceID(i))
	}
}

// opens brings stakes up to date and, in the last month of a quarter, calls services to the management dialogue.
func (st *steering) opens(h *Hospital, s *sim.Schedule) {
	s.Monthly(sim.ProcessFunc(func(month int) {
		clear(st.called)
		if month%3 == 2 {
			for i, p := range h.poleOf {
				if t := &st.terms[p]; t.on {
					draw := st.calls.At(i, month)
					st.called[i] = draw.Bernoulli(t.dialogue)
				}
			}
		}
		if st.any() || h.money.on {
			st.inForce(h)
		}
	}))
}

// any says whether any pôle is under the cycle.
func (st *steering) any() bool {
	for p := range st.terms {
		if st.terms[p].on {
			return true
		}
	}
	return false
}

// closes reads the month, holds the dialogues of the quarter, settles the year and lets rewards become time.
func (st *steering) closes(h *Hospital, s *sim.Schedule) {
	s.Monthly(sim.ProcessFunc(func(month int) {
		if !st.any() {
			return
		}
		st.observe(h)
		if month%3 == 2 {
			st.converse(h, month)
		}
		if month%12 == 11 {
			st.settle(h)
		}
		st.reward(h)
	}))
}

// underCycle is a mean over the services under the cycle, weighted by activity; 0 where there are none.
func (h *Hospital) underCycle(of func(i ServiceID, o *objective) float64) float64 {
	sum := 0.0
	for _, s := range h.steering.contracted {
		sum += float64(s.share * of(s.service, s.objective))
	}
	return ratio(sum, h.steering.share)
}

var steeringOutcomes = []Outcome{
	{Name: "target", Label: "target", Unit: "index", Monthly: true, Part: "steering.cycle", While: whileMeasured,
		Meaning: "Target in force, mean over services under the yearly cycle by activity; 0 before the first is set.",
		observe: func(h *Hospital) float64 {
			return h.underCycle(func(_ ServiceID, o *objective) float64 { return whether(o.set, o.target) })
		}},
	{Name: "target_attainment", Label: "reward for targets", Unit: "index −1 to 1", Monthly: true, Part: "steering.cycle", While: whileMeasured,
		Meaning: "Reward of last year's result against its target, tanh of the distance over .05: 0 is a target just reached.",
		observe: func(h *Hospital) float64 {
			return h.underCycle(func(_ ServiceID, o *objective) float64 { return o.reward })
		}},
	{Name: "targets_met", Label: "targets met", Unit: "share", Monthly: true, Part: "steering.cycle", While: whileMeasured,
		Meaning: "Share of services under the cycle, by activity, whose last target was reached.",
		observe: func(h *Hospital) float64 {
			return h.underCycle(func(_ ServiceID, o *objective) float64 { return whether(o.reward > 0, 1) })
		}},
	{Name: "target_acceptance", Label: "acceptance of targets", Unit: "share", Monthly: true, Part: "steering.cycle", While: underCycle, Basis: Assumed,
		Meaning: "How far services take the contract's stakes as theirs: assumed to rise with the share negotiated, legitimacy and consensus.",
		observe: func(h *Hospital) float64 {
			return h.underCycle(func(i ServiceID, _ *objective) float64 { return h.acceptance[i] })
		}},
	{Name: "target_disputes", Label: "dialogues in dispute", Unit: "share", Monthly: true, Part: "steering.cycle", While: whileMeasured,
		Meaning: "Share of services under the cycle, by activity, in whose last management dialogue direction and members read progress otherwise.",
		observe: func(h *Hospital) float64 {
			return h.underCycle(func(_ ServiceID, o *objective) float64 { return whether(o.disputed, 1) })
		}},
	{Name: "measurement_error", Label: "error of the year's measure", Unit: "index", Monthly: true, Part: "steering.cycle", While: whileMeasured,
		Meaning: "Mean absolute difference between last year's indicator, against which contracts are settled, and the true margin effectiveness.",
		observe: func(h *Hospital) float64 {
			return h.underCycle(func(_ ServiceID, o *objective) float64 {
				return whether(o.known, math.Abs(o.last.shown-o.last.true))
			})
		}},
	{Name: "bonus", Label: "size of bonus and malus", Unit: "κ·d × reward", Monthly: true, Part: "steering.cycle", While: underCycle,
		Meaning: "Mean absolute bonus or malus in force; those that sum to zero have mean 0.",
		observe: func(h *Hospital) float64 {
			return h.underCycle(func(_ ServiceID, o *objective) float64 { return math.Abs(o.bonus) })
		}},
	{Name: "contract_constraint", Label: "constraint to relay", Unit: "index 0–1", Monthly: true, Part: "steering.cycle",
		Also: []string{"money.accounts"}, Basis: Assumed,
		Meaning: "How much contract and envelope constrain a pôle: (1 − share negotiated) × stakes, and vacancies frozen; mean by activity.",
		observe: func(h *Hospital) float64 {
			return h.weighted(func(i int) float64 { return h.poles[h.poleOf[i]].constraint })
		}},
	{Name: "dialogue_units", Label: "units of management dialogue", Unit: yearly, Monthly: true, Part: "steering.cycle",
		Meaning: "Meeting units that the quarterly management dialogue takes; part of the meeting units that all have.",
		observe: func(h *Hospital) float64 { return 12 * h.tally.dialogueUnits / float64(h.n) }},
	{Name: "slack", Label: "time relative to plan", Unit: "ratio", Monthly: true, Part: "steering.cycle", Also: timeToo, Basis: Assumed,
		Meaning: "Time that services have relative to plan, after bonuses, envelopes and reports; 1 where none of them acts.",
		observe: func(h *Hospital) float64 { return h.mean(func(i int) float64 { return h.slack[i] }) }},
}

// timeToo are the parts besides the cycle that take time from services or give it.
var timeToo = []string{"money.accounts", "technostructure.staffed", "processes.staffed"}

// whether is v if so, else 0.
func whether(so bool, v float64) float64 {
	if so {
		return v
	}
	return 0
}

var steeringStates = []State{
	{Name: "time", Of: "service", Unit: "ratio to plan", Low: leastSlack, High: mostSlack,
		Parts: append([]string{"steering.cycle"}, timeToo...), still: unlessTimeIsEarned,
		each: func(h *Hospital, see func(float64)) { seeAll(h.slack, see) }},
	ofContracts(State{Name: "rewarded_time", Of: "service under the cycle", Unit: "ratio to plan", Low: leastSlack, High: mostSlack},
		func(h *Hospital, i ServiceID, _ *objective) float64 { return h.steering.slack[i] }),
	ofContracts(State{Name: "target", Of: "service under the cycle, once it is set", Unit: "index", Low: math.Inf(-1), High: math.Inf(1)},
		func(_ *Hospital, _ ServiceID, o *objective) float64 { return o.target }),
	ofContracts(State{Name: "reward", Of: "service under the cycle", Unit: "index −1 to 1", Low: -1, High: 1},
		func(_ *Hospital, _ ServiceID, o *objective) float64 { return o.reward }),
	ofContracts(State{Name: "bonus", Of: "service under the cycle", Unit: "κ·d × reward", Low: -mostBonus, High: mostBonus},
		func(_ *Hospital, _ ServiceID, o *objective) float64 { return o.bonus }),
	ofContracts(State{Name: "target_acceptance", Of: "service under the cycle", Unit: "share", High: 1},
		func(h *Hospital, i ServiceID, _ *objective) float64 { return h.acceptance[i] }),
	ofContracts(State{Name: "consensus", Of: "service under the cycle", Unit: indexUnit, High: 1},
		func(_ *Hospital, _ ServiceID, o *objective) float64 { return o.consensus }),
}

// mostBonus bounds what a bonus is worth: the highest κ times a full reward, less a mean as far on the other side.
var mostBonus = 2 * registry[incentive].Max

// ofContracts is a state of each service under the yearly cycle. Where a contract is made with a pôle, its services share
// its state. Nobody has a target before it is set.
func ofContracts(s State, of func(h *Hospital, i ServiceID, o *objective) float64) State {
	s.Parts = []string{"steering.cycle"}
	s.each = func(h *Hospital, see func(float64)) {
		for i, p := range h.poleOf {
			o := h.steering.objective(ServiceID(i), p)
			if h.steering.terms[p].on && (o.set || s.Name != "target") {
				see(of(h, ServiceID(i), o))
			}
		}
	}
	return s
}
