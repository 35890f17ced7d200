package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// The chief of a pôle (French: chef de pôle): the head of one of its services, whose few units a month go to dialogue
// with the direction, to facilitating meetings, to putting constraints into the services' own terms, and to the own
// service. A chief who puts nothing into the services' terms is a transmission belt. A chief with authority decides on some
// of what services bring to the pôle's meetings (direct_supervision.go).
var (
	chiefActs = declare(Parameter{Key: "chief.acts", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether chiefs of pôle do anything; otherwise constraints are relayed as they come.",
		Source: "scenario"})
	chiefUnits = declare(Parameter{Key: "chief.units", Scope: Hospitalwide, Unit: "units per month", Default: 8, Min: 0, Max: 20,
		Help:   "Units of time of a chief in a month.",
		Source: "assumption: two half-days a week"})
	chiefDual = declare(Parameter{Key: "chief.dual_mandate", Scope: PerPole, Unit: "share", Default: 0, Min: 0, Max: 1,
		Help:   "Share of the mandate that is for joint projects, the rest being for accounts: x of one and 1 − x of the other cost x(1 − x) of all units; sign assumed.",
		Source: "assumption; pôles torn between place of accounts and university space"})
	chiefDialogue = declare(Parameter{Key: "chief.dialogue", Scope: PerPole, Unit: "weight", Default: .25, Min: 0, Max: 1,
		Help:   "Weight of dialogue with the direction in the time that a chief disposes of.",
		Source: "assumption: all four alike"})
	chiefFacilitation = declare(Parameter{Key: "chief.facilitation", Scope: PerPole, Unit: "weight", Default: .25, Min: 0, Max: 1,
		Help:   "Weight of preparing and opening the pôle's meetings.",
		Source: "assumption: all four alike"})
	chiefReinterpretation = declare(Parameter{Key: "chief.reinterpretation", Scope: PerPole, Unit: "weight", Default: .25, Min: 0, Max: 1,
		Help:   "Weight of putting what is imposed into the services' own terms.",
		Source: "assumption: all four alike"})
	chiefOwnService = declare(Parameter{Key: "chief.own_service", Scope: PerPole, Unit: "weight", Default: .25, Min: 0, Max: 1,
		Help:   "Weight of the chief's own service.",
		Source: "assumption: all four alike"})
	chiefAuthority = declare(Parameter{Key: "chief.authority", Scope: PerPole, Unit: "chance per item", Default: 0, Min: 0, Max: 1,
		Help:   "Chance that the chief settles an item of the pôle's own meetings by decision, by what it seems to do to the pôle; services obey with probability 1 − autonomy.",
		Source: "scenario; law 2009-879 (HPST) strengthens doctors who head pôles; that autonomy disobeys is assumed"})
	chiefHalf = declare(Parameter{Key: "chief.half_effect", Scope: Hospitalwide, Unit: "units per month", Default: 4, Min: .1, Max: 20,
		Help:   "Units on one use that bring half of what it can bring at most.",
		Source: "assumption"})
	chiefConflict = declare(Parameter{Key: "chief.conflict_time", Scope: Hospitalwide, Unit: "share", Default: 1, Min: 0, Max: 1,
		Help:   "Share of a chief's time that dialogue takes before all else, under a contract, from one whose goals have nothing in common with the direction's; sign assumed.",
		Source: "assumption"})
	chiefVoice = declare(Parameter{Key: "chief.voice", Scope: Hospitalwide, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "Share of imposed objectives that dialogue lets negotiate at most; sign assumed.",
		Source: "assumption"})
	chiefDraw = declare(Parameter{Key: "chief.draw", Scope: Hospitalwide, Unit: "logits", Default: 1, Min: 0, Max: 5,
		Help:   "How much more services come to meetings that are facilitated at most; sign assumed.",
		Source: "assumption"})
	chiefGuidance = declare(Parameter{Key: "chief.guidance", Scope: Hospitalwide, Unit: "share", Default: .3, Min: 0, Max: 1,
		Help:   "Share of the meetings that would miss what two services have in common which facilitation at most lets hit on it; sign assumed.",
		Source: "assumption, as relations.hint"})
	chiefAbsence = declare(Parameter{Key: "chief.absence", Scope: Hospitalwide, Unit: "units per month", Default: .2, Min: 0, Max: 1,
		Help:   "Attention that a chief's own service loses if the chief gives it no time.",
		Source: "assumption: a service's people have professionals.attention together"})
)

// chiefUses are on what a chief spends time; what is over is lost between two mandates.
const (
	dialogue = iota
	facilitation
	reinterpretation
	ownService
	chiefUses
)

// chiefs are those of all pôles.
type chiefs struct {
	on                                             bool
	half, conflict, voice, draw, guidance, absence float64
	noise                                          float64 // with which they see one service
	of                                             []chief // by pôle
	key                                            sim.Key // of whether they settle an item
}

// A chief is the chief of one pôle.
type chief struct {
	head   ServiceID // the service that the chief heads
	decide float64   // chance to settle an item of the pôle's meetings
	units  float64
	dual   float64
	weight [chiefUses]float64 // of the units that nobody else disposes of; sum to 1
	use    [chiefUses]float64 // units of this month
	lost   float64            // units lost between two mandates
	// units that decisions take, where they take any (supervision.takes_time)
	decided float64
}

// read takes in the parameters.
func (c *chiefs) read(h *Hospital) {
	v := h.config.Value
	c.on = v(chiefActs) != 0
	c.half, c.conflict, c.voice = v(chiefHalf), v(chiefConflict), v(chiefVoice)
	c.draw, c.guidance, c.absence = v(chiefDraw), v(chiefGuidance), v(chiefAbsence)
	c.noise = h.chiefsNoise()
	c.of = slices.Grow(c.of, max(0, len(h.poles)-len(c.of)))[:len(h.poles)]
	for p := range c.of {
		value, chief := h.charter(PoleID(p)), &c.of[p]
		chief.units, chief.dual, chief.decide = v(chiefUnits), value(chiefDual), value(chiefAuthority)
		chief.weight = [chiefUses]float64{
			value(chiefDialogue), value(chiefFacilitation), value(chiefReinterpretation), value(chiefOwnService),
		}
		total := 0.0
		for _, weight := range chief.weight {
			total += weight
		}
		if total == 0 {
			chief.weight[ownService], total = 1, 1
		}
		for use := range chief.weight {
			chief.weight[use] /= total
		}
	}
}

// begin makes the heads of the largest services chiefs.
func (c *chiefs) begin(h *Hospital, s *social) {
	for p := range c.of {
		c.of[p].head = h.largest(s.of(PoleID(p)))
		c.of[p].use, c.of[p].lost, c.of[p].decided = [chiefUses]float64{}, 0, 0
	}
}

// elect chooses each pôle's chief among the heads of its services, by their activity.
func (c *chiefs) elect(h *Hospital, s *social, key sim.Key) {
	for p := range c.of {
		total := 0.0
		for _, i := range s.of(PoleID(p)) {
			total += h.activity[i]
		}
		draw := key.At(h.n+1+p, h.month)
		u := draw.Float64() * total
		for _, i := range s.of(PoleID(p)) {
			c.of[p].head = i
			if u -= h.activity[i]; u < 0 {
				break
			}
		}
	}
}

// largest is the service with most activity among some; nobody if there are none.
func (h *Hospital) largest(of []ServiceID) ServiceID {
	best := nobody
	for _, i := range of {
		if best == nobody || h.activity[i] > h.activity[best] {
			best = i
		}
	}
	return best
}

// between is what a chief loses between two mandates, disposes what is left.
func (c *chief) between() float64  { return float64(c.units * c.dual * (1 - c.dual)) }
func (c *chief) disposes() float64 { return c.units - c.between() }

// divide lets each chief divide the month's units: some are lost between two mandates, some go to seeing decisions
// carried out, dialogue takes what conflicting goals make it take, and the rest goes by the charter's weights.
func (c *chiefs) divide(h *Hospital, s *social) {
	if !c.on {
		return
	}
	for p := range c.of {
		chief := &c.of[p]
		if chief.head == nobody || h.poleOf[chief.head] != PoleID(p) {
			chief.head = h.largest(s.of(PoleID(p)))
		}
		if chief.head == nobody {
			continue
		}
		chief.lost = chief.between()
		chief.decided = h.supervision().spent(PoleID(p), chief.disposes())
		units := chief.disposes() - chief.decided
		taken := 0.0
		if h.poles[p].contract {
			taken = float64(units * c.conflict * h.goals[chief.head].distance(h.wanted) / 2)
		}
		for use, weight := range chief.weight {
			chief.use[use] = float64((units - taken) * weight)
		}
		chief.use[dialogue] += taken
	}
}

// effect is what so many units bring, as a share of the most that they can bring: half of it at chief.half_effect.
func (c *chiefs) effect(units float64) float64 { return units / (units + c.half) }

// put puts what chiefs do into force: dialogue leaves less imposed; what is put into the services' terms neither weighs
// on legitimacy nor drives goals away; meetings draw more people and miss less; the own service misses its head.
func (c *chiefs) put(h *Hospital, s *social) {
	if !c.on {
		return
	}
	for p := range c.of {
		pole, chief := &h.poles[p], &c.of[p]
		imposed := 1 - s.founding[p].negotiated
		pole.imposed = float64(imposed * (1 - float64(c.voice*c.effect(chief.use[dialogue]))))
		pole.reinterprets = c.effect(chief.use[reinterpretation])
		if chief.head != nobody {
			pole.authority = chief.decide
		}
		pole.negotiated = 1 - pole.imposed
		facilitated := c.effect(chief.use[facilitation])
		pole.guidance = c.guidance * facilitated
		pole.draw += float64(c.draw * facilitated)
		if chief.head != nobody && chief.units > 0 {
			h.detached[chief.head] += float64(c.absence * (1 - chief.use[ownService]/chief.units))
		}
	}
}

// settles says whether the chief of service i's pôle settles the item that i brings to a meeting of the pôle in a round:
// colleagues who seek each other out meet without the chief.
func (c *chiefs) settles(h *Hospital, i ServiceID, round int) bool {
	authority := h.poles[h.poleOf[i]].authority
	if authority == 0 || float64(round) >= h.meetings.units {
		return false
	}
	s := c.key.At(int(i), h.month*maxUnits+round)
	return s.Bernoulli(authority)
}

// blur is the noise with which the chief of pôle p, who wants w, sees what the pôle is worth, every service weighted by
// activity.
func (c *chiefs) blur(h *Hospital, p PoleID, w goals) float64 {
	variance := 0.0
	for _, i := range h.social.of(p) {
		variance += h.blurOf(i, c.noise, w)
	}
	return math.Sqrt(variance)
}

// felt is the share negotiated as goals feel it: what a chief puts into the services' own terms drives none away.
func (p *pole) felt() float64 {
	if p.negotiated >= .5 || p.reinterprets == 0 {
		return p.negotiated
	}
	return .5 - float64((.5-p.negotiated)*(1-p.reinterprets))
}

// constrained is how hard the direction presses on a pôle: what is at stake in its contract as far as it is imposed, or what
// the envelope makes of it, whichever is more; under the yearly cycle, both together.
func (p *pole) constrained() float64 { return max(p.constraint, p.pressure*p.imposed) }

// relayed is the constraint that reaches services as it came (the pôle as a transmission belt).
func (h *Hospital) relayed(p PoleID) float64 {
	return h.poles[p].constrained() * (1 - h.poles[p].reinterprets)
}

var chiefOutcomes = []Outcome{
	{Name: "constraint_relayed", Label: "constraint relayed", Unit: indexUnit, Monthly: true, Part: "chief.acts", Basis: Assumed,
		Meaning: "How much of what a contract puts at stake and imposes reaches services as it came, mean over services.",
		observe: func(h *Hospital) float64 {
			return h.meanOfPoles(func(p *pole) float64 { return p.constrained() * (1 - p.reinterprets) })
		}},
	{Name: "chief_decisions", Label: "decisions of chiefs of pôle", Unit: yearly, Monthly: true, Part: "chief.authority",
		Meaning: "Items of pôles' meetings on which a chief decided that practices be changed.",
		observe: func(h *Hospital) float64 { return h.perYear(h.tally.decisions) }},
	{Name: "chief_decisions_obeyed", Label: "decisions of chiefs obeyed", Unit: yearly, Monthly: true, Part: "chief.authority",
		Meaning: "Those of chief_decisions that all whom they concerned carried out; that autonomy disobeys is an equation.",
		observe: func(h *Hospital) float64 { return h.perYear(h.tally.decisionsObeyed) }},
	{Name: "chief_dialogue", Label: "chiefs' time in dialogue", Unit: chiefUnit, Monthly: true, Part: "chief.acts", While: withChiefs,
		Meaning: "Units that chiefs of pôle spend with the direction, mean over chiefs.",
		observe: func(h *Hospital) float64 { return h.social.chiefs.spent(dialogue) }},
	{Name: "chief_facilitation", Label: "chiefs' time on meetings", Unit: chiefUnit, Monthly: true, Part: "chief.acts", While: withChiefs,
		Meaning: "Units that chiefs of pôle spend on preparing and opening meetings, mean over chiefs.",
		observe: func(h *Hospital) float64 { return h.social.chiefs.spent(facilitation) }},
	{Name: "chief_reinterpretation", Label: "chiefs' time on reinterpretation", Unit: chiefUnit, Monthly: true, Part: "chief.acts", While: withChiefs,
		Meaning: "Units that chiefs of pôle spend on putting what is imposed into the services' own terms, mean over chiefs.",
		observe: func(h *Hospital) float64 { return h.social.chiefs.spent(reinterpretation) }},
	{Name: "chief_own_service", Label: "chiefs' time in their service", Unit: chiefUnit, Monthly: true, Part: "chief.acts", While: withChiefs,
		Meaning: "Units that chiefs of pôle spend in their own service, mean over chiefs.",
		observe: func(h *Hospital) float64 { return h.social.chiefs.spent(ownService) }},
	{Name: "chief_overload", Label: "chiefs' time lost", Unit: chiefUnit, Monthly: true, Part: "chief.acts", While: withChiefs, Basis: Assumed,
		Meaning: "Units that chiefs of pôle lose between two mandates, mean over chiefs: the equation chief.dual_mandate states.",
		observe: func(h *Hospital) float64 { return h.social.chiefs.mean(func(c *chief) float64 { return c.lost }) }},
	{Name: "chief_role_clarity", Label: "clarity of the chief's role", Unit: indexUnit, Monthly: true, Part: "chief.acts", While: withChiefs,
		Meaning: "1 if all that is asked of a chief weighs one goal alone, 0 if it weighs care, economy and academic value alike; the direction asks for what the mandate gives to accounts, members for the rest; mean over chiefs.",
		observe: (*Hospital).roleClarity},
	{Name: "goal_divergence", Label: "divergence of goals within pôles", Unit: indexUnit, Monthly: true, Part: "chief.acts",
		Meaning: "Half the distance between a service's goals and the mean of its pôle, mean over services: what a chief has to reconcile.",
		observe: (*Hospital).goalDivergence},
}

const chiefUnit = "units per month"

// mean is a mean over pôles that have a chief at work; 0 if none has.
func (c *chiefs) mean(of func(*chief) float64) float64 {
	total, count := 0.0, 0.0
	for p := range c.of {
		if c.on && c.of[p].head != nobody {
			total += of(&c.of[p])
			count++
		}
	}
	return ratio(total, count)
}

func (c *chiefs) spent(use int) float64 {
	return c.mean(func(of *chief) float64 { return of.use[use] })
}

// roleClarity is 1 less the entropy, over that of three equal parts, of what is asked of chiefs. 0 without chiefs.
func (h *Hospital) roleClarity() float64 {
	c, total, count := &h.social.chiefs, 0.0, 0.0
	for p := range c.of {
		members := h.social.of(PoleID(p))
		if !c.on || len(members) == 0 {
			continue
		}
		asked, entropy := h.wanted.towards(h.meanGoals(members), c.of[p].dual), 0.0
		for _, part := range [3]float64{asked.care, asked.economy, asked.academic} {
			if part > 0 {
				entropy -= float64(part * sim.Log(part))
			}
		}
		total += max(0, 1-entropy/sim.Log(3))
		count++
	}
	return ratio(total, count)
}

// meanGoals are the mean goals of some services.
func (h *Hospital) meanGoals(of []ServiceID) goals {
	var sum goals
	for _, i := range of {
		sum.care += h.goals[i].care
		sum.economy += h.goals[i].economy
		sum.academic += h.goals[i].academic
	}
	return newGoals(sum.care, sum.economy, sum.academic)
}

// goalDivergence is half the mean distance of services' goals from the mean of their pôle.
func (h *Hospital) goalDivergence() (total float64) {
	for p := range h.poles {
		members := h.social.of(PoleID(p))
		mean := h.meanGoals(members)
		for _, i := range members {
			total += h.goals[i].distance(mean)
		}
	}
	return total / float64(2*h.n)
}

// Without a contract goals that conflict with the direction's take no time, so that a chief's time stays as the charter
// weighs it.
var chiefStates = []State{
	ofChiefs("chief_dialogue", dialogue),
	ofChiefs("chief_facilitation", facilitation),
	ofChiefs("chief_reinterpretation", reinterpretation),
	ofChiefs("chief_own_service", ownService),
}

// ofChiefs is what each chief spends on a use of time.
func ofChiefs(name string, use int) State {
	return State{Name: name, Of: "chief of pôle", Unit: chiefUnit, High: registry[chiefUnits].Max, Parts: []string{"chief.acts"}, still: unlessUnderContract,
		each: func(h *Hospital, see func(float64)) {
			c := &h.social.chiefs
			for p := range c.of {
				if c.on && c.of[p].head != nobody {
					see(c.of[p].use[use])
				}
			}
		}}
}
