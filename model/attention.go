package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// Attention: how a service spends the units of time that nobody else disposes of.
var (
	autonomy = declare(Parameter{Key: "professionals.autonomy", Scope: PerService, Unit: "share", Default: .8, Min: 0, Max: 1,
		Help:   "Weight of what a service has learned against the formal mix in how it spends its attention.",
		Source: "Mintzberg 1979 on the professional bureaucracy; size assumed"})
	attentionUnits = declare(Parameter{Key: "professionals.attention", Scope: PerService, Unit: "units per month", Default: 1, Min: 1, Max: 8,
		Help:   "Units of attention of a service in a month, besides its meeting units; the fraction is a chance.",
		Source: "assumption"})
	learningRate = declare(Parameter{Key: "professionals.learning", Scope: PerService, Unit: "per unit", Default: .1, Min: 0, Max: 1,
		Help:   "Weight of the latest reward in what a service expects of a mechanism.",
		Source: "experience-weighted attraction: Camerer & Ho 1999"})
	temperature = declare(Parameter{Key: "professionals.temperature", Scope: Hospitalwide, Unit: "σ_Δ", Default: .01, Min: .003, Max: .1,
		Help:   "How large a difference in expected reward must be to sway attention.",
		Source: "assumption; logit choice, Camerer & Ho 1999"})
	fragility = declare(Parameter{Key: "professionals.fragility", Scope: Hospitalwide, Unit: "ratio", Default: 1, Min: 0, Max: 10,
		Help:   "How fast services expect what a change is worth to fade, as a multiple of the rate at which work is drawn anew.",
		Source: "each contribution fades at that rate; measured in this model .5 to .65 (docs/odd.md); an earlier prototype took 1 + K"})
	impatience = declare(Parameter{Key: "professionals.impatience", Scope: Hospitalwide, Unit: "per month", Default: .02, Min: .001, Max: .2,
		Help:   "Rate at which services discount what lasts: a change lasts until work is redrawn, reporting until it is forgotten.",
		Source: "assumption"})
)

// intend is the start of a month: each service decides on what it will spend its units of attention.
func (h *Hospital) intend() {
	for i := range h.n {
		s := h.keys.attention.At(i, h.month)
		promised := h.detached[i] + h.engaged[i]
		units := min(max(0, float64(h.people[i].attention*h.slack[i]*h.staffed[i])-promised), maxAttention-1)
		whole := int(units)
		if rest := units - float64(whole); rest > 0 && s.Bernoulli(rest) {
			whole++
		}
		h.intent[i].units = whole
		for unit := range whole {
			h.intent[i].mechanism[unit] = int8(h.choose(ServiceID(i), &s))
		}
	}
}

// An intent is on what a service means to spend the month's units of attention.
type intent struct {
	units     int
	mechanism [maxAttention]int8
}

// attend is the month of attention: in random order, each service spends its own units and the meeting units that
// came to nothing. Units meant for meeting colleagues were spent with the meetings.
func (h *Hospital) attend() {
	for _, i := range h.meetings.order {
		intent := &h.intent[i]
		for unit := range intent.units {
			if mechanism := int(intent.mechanism[unit]); alone[mechanism] {
				h.spend(i, h.taker(i, mechanism), unit)
			}
		}
		for unit := range h.meetings.unused[i] {
			h.spend(i, skillsAt, intent.units+unit)
		}
	}
}

// taker returns what takes a unit that service i means for a mechanism: skills, if that has no use for it.
func (h *Hospital) taker(i ServiceID, mechanism int) int {
	if m, ok := h.mechanisms[mechanism].(Bounded); ok && !m.Takes(h, i) {
		return skillsAt
	}
	return mechanism
}

// maxUnits bounds the units of a service in a month, so that each has a random stream of its own.
const maxUnits = 32

// maxAttention bounds the units of attention among them.
const maxAttention = 9

// spend spends one unit of service i's attention on a mechanism and learns from what it was worth. Mechanisms share one
// stream: what a service looks at in a month does not depend on the mechanism by which it judges, which keeps
// governances comparable.
func (h *Hospital) spend(i ServiceID, mechanism, unit int) {
	h.stream = h.keys.search.At(int(i), h.month*maxUnits+unit)
	worth := h.mechanisms[mechanism].(Alone).Spend(h, i, &h.stream)
	h.tally.spent[mechanism]++
	h.learn(i, mechanism, worth)
}

// learn moves what service i expects of a mechanism towards what it was just worth.
func (h *Hospital) learn(i ServiceID, mechanism int, worth float64) {
	q := &h.attraction[int(i)*len(mechanisms)+mechanism]
	*q += float64(h.people[i].learning * (worth - *q))
}

// choose draws the mechanism on which service i spends a unit: the formal mix, or what it has learned, as its
// autonomy weighs them.
func (h *Hospital) choose(i ServiceID, s *sim.Stream) int {
	p := &h.poles[h.poleOf[i]]
	if len(p.open) == 1 {
		return p.open[0]
	}
	if !s.Bernoulli(h.people[i].autonomy) {
		return pickShare(p.formal, s.Float64())
	}
	q := h.attraction[int(i)*len(mechanisms) : (int(i)+1)*len(mechanisms)]
	best := math.Inf(-1)
	for _, k := range p.open {
		best = max(best, q[k])
	}
	var weights [maxMechanisms]float64 // of each that is open
	total := 0.0
	for at, k := range p.open {
		const never = -40 // e^−40 is lost beside 1
		switch x := (q[k] - best) / h.temperature; {
		case x == 0:
			weights[at] = 1
		case x > never:
			weights[at] = sim.Exp(x)
		}
		total += weights[at]
	}
	return p.open[pickShare(weights[:len(p.open)], s.Float64()*total)]
}

// maxMechanisms bounds the list of mechanisms, so that choosing allocates nothing.
const maxMechanisms = 16

// pickShare returns the index at which the running sum of shares passes u.
func pickShare(shares []float64, u float64) int {
	last := 0
	for k, share := range shares {
		if share == 0 {
			continue
		}
		last = k
		if u -= share; u < 0 {
			return k
		}
	}
	return last
}

// openTo lists the mechanisms on which the services of a pôle may spend attention.
func (h *Hospital) openTo(p PoleID, into []int) []int {
	into = into[:0]
	for k, m := range mechanisms {
		if m, ok := m.(Chosen); ok && m.Open(h, p) && h.named(m, p) {
			into = append(into, k)
		}
	}
	return into
}

// named says whether the charter of pôle p gives a mechanism that waits for it a formal share.
func (h *Hospital) named(m Chosen, p PoleID) bool {
	_, waits := m.(OptIn)
	return !waits || h.charter(p)(m.Formal()) > 0
}

// anyCharterNames says whether any pôle's charter gives a mechanism a formal share.
func (h *Hospital) anyCharterNames(m Chosen) bool {
	for p := range h.poles {
		if h.charter(PoleID(p))(m.Formal()) > 0 {
			return true
		}
	}
	return false
}

// formalMix returns the formal shares of attention under a charter; they sum to 1 over the mechanisms that are open.
func formalMix(value func(ParameterID) float64, open []int, into []float64) []float64 {
	mix := slices.Grow(into[:0], len(mechanisms))[:len(mechanisms)]
	clear(mix)
	total := 0.0
	for _, k := range open {
		mix[k] = value(mechanisms[k].(Chosen).Formal())
		total += mix[k]
	}
	if total == 0 {
		mix[skillsAt], total = 1, 1
	}
	for k := range mix {
		mix[k] /= total
	}
	return mix
}

// reckonFormalShares reckons how the organisation says time is spent: attention by the formal mix, meeting units by
// arena and agenda.
func (h *Hospital) reckonFormalShares() {
	clear(h.formalShare)
	a, total := &h.meetings, 0.0
	for i, of := range h.poleOf {
		p, attention := &h.poles[of], h.people[i].attention
		for _, k := range p.open { // no other mechanism has a formal share
			if share := p.formal[k]; share > 0 {
				h.formalShare[k] += float64(attention * share)
			}
		}
		dialogue := h.steering.dialogueUnits(of, a.units)
		units := a.units - dialogue
		h.formalShare[skillsAt] += float64(units * a.share[noArena])
		left := units * a.share[poleArena] * (1 - p.authority) // by the pôle's chief to those who meet
		h.formalShare[settledBy[decidedItem]] += float64(units * a.share[poleArena] * p.authority)
		h.formalShare[settledBy[plannedItem]] += float64(left*(1-p.ambiguity)) + dialogue
		h.formalShare[settledBy[openItem]] += float64(left*p.ambiguity) +
			float64(units*(a.share[institutionArena]+a.share[networkArena]))
		total += attention + a.units
	}
	for k := range h.formalShare {
		h.formalShare[k] /= total
	}
	h.formalUnits = total
}
