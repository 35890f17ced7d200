package model

import (
	"math"

	"polesim/sim"
)

// Who decides on projects, and by what: the direction weighs what a project is expected to return against the support
// that it has in the field, and pays a yearly envelope of costly requests.
var (
	openness = declare(Parameter{Key: "projects.openness", Scope: Hospitalwide, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "Openness of the direction to initiatives: weight of a project's support in the field against its return.",
		Source: "assumption"})
	evaluation = declare(Parameter{Key: "projects.evaluation", Kind: Choice, Scope: Hospitalwide, Default: 0,
		Choices: []string{"economic", "field", "novelty-tolerant"},
		Help:    "By what return projects are judged: margin as the indicator shows it, what members say it is worth, or margin without punishing what is good but uncertain.",
		Source:  "scenario"})
	projectBar = declare(Parameter{Key: "projects.bar", Scope: Hospitalwide, Unit: "score", Default: .4, Min: 0, Max: 1,
		Help:   "Score from which the direction backs a project.",
		Source: "assumption"})
	projectCost = declare(Parameter{Key: "projects.cost", Scope: Hospitalwide, Unit: "ratio", Default: 1, Min: 0, Max: 3,
		Help:   "What projects cost the direction, as a multiple of .2 (training), .6 (circuit), 1 (consortium) and 1.5 (equipment) σ_Δ of margin.",
		Source: "assumption"})
	envelope = declare(Parameter{Key: "projects.envelope", Scope: Hospitalwide, Unit: "requests per year", Default: 4, Min: 0, Max: 50,
		Help:   "Costly requests that the direction can pay in a year; a consortium's counts one half.",
		Source: "assumption"})
	arbitration = declare(Parameter{Key: "projects.arbitration", Kind: Switch, Scope: PerPole, Default: 0,
		Help:   "Whether the pôle arbitrates among its own costly requests first and sends one a year, supported by those put off.",
		Source: "scenario; seen in a pôle of diagnostic services in the case study"})
	reputationWeight = declare(Parameter{Key: "projects.reputation_weight", Scope: Hospitalwide, Unit: "score", Default: .1, Min: 0, Max: 1,
		Help:   "What full reputation of a pôle adds to the score of its services' projects: the direction's attention.",
		Source: "assumption"})
	refusalWeariness = declare(Parameter{Key: "projects.refusal_weariness", Scope: Hospitalwide, Unit: "index", Default: 0, Min: 0, Max: 1,
		Help:   "Weariness that a refusal leaves in each member; it lowers initiative and fades by 3 % a month.",
		Source: "assumption: none unless set"})
)

// Ways of judging a project: the words of projects.evaluation.
const (
	economicEvaluation = iota
	fieldEvaluation
	noveltyTolerantEvaluation
)

// session is a sitting of the direction on the projects proposed: those that need costly equipment, or all others.
func (p *projects) session(h *Hospital, costly bool) {
	if !p.on {
		return
	}
	p.arbitrate(h, costly)
	p.order = p.order[:0]
	clear(p.rivals)
	for k := range p.live {
		d := &p.live[k]
		if !d.waits(costly) {
			continue
		}
		pole := h.poleOf[d.members[0]]
		if sent := p.sent[pole]; sent >= 0 && sent != k {
			p.putOff(d)
			continue
		}
		p.rivals[pole]++
		s := d.key.At(1, h.month)
		d.score = p.score(h, k, &s)
		p.enter(k)
	}
	left := p.envelope
	for _, k := range p.order {
		d := &p.live[k]
		price := kinds[d.kind].price
		if d.score <= p.bar || price > left {
			p.refuse(h, d)
			continue
		}
		left -= price
		p.back(d)
		h.money.buys(d)
	}
	p.clearEnded()
}

// waits says whether a project is one on which a session decides.
func (d *project) waits(costly bool) bool {
	return !d.running && (kinds[d.kind].price > 0) == costly
}

// enter keeps requests in the order of their scores, the older first where they are equal.
func (p *projects) enter(k int) {
	p.order = append(p.order, k)
	for at := len(p.order) - 1; at > 0 && p.live[p.order[at]].score > p.live[p.order[at-1]].score; at-- {
		p.order[at], p.order[at-1] = p.order[at-1], p.order[at]
	}
}

// arbitrate lets each pôle that arbitrates settle on the one costly request it sends: the one that its members, as
// they see it today, find worth most to all. sent is −1 where the direction sees every request.
func (p *projects) arbitrate(h *Hospital, costly bool) {
	for pole := range p.sent {
		p.sent[pole] = -1
	}
	if !costly {
		return
	}
	for k := range p.live {
		d := &p.live[k]
		pole := h.poleOf[d.members[0]]
		if !d.waits(costly) || !p.charters[pole].arbitrates {
			continue
		}
		s := d.key.At(2, h.month)
		p.foresee(h, d, &p.sights[0])
		p.perceive(d, &s)
		p.believe(h, d, &p.sights[0])
		d.score = p.sights[0].total
		if sent := p.sent[pole]; sent < 0 || d.score > p.live[sent].score {
			p.sent[pole] = k
		}
	}
}

// putOff leaves a request for another year, or ends it where that was done twice.
func (p *projects) putOff(d *project) {
	const mostDeferrals = 2
	if d.deferred++; d.deferred > mostDeferrals {
		p.tally.abandoned++
		p.end(d)
	}
}

// score is what the direction makes of a project: (1 − openness)·return + openness·support + the pôle's reputation, beside
// the standing of the hospital's mean service.
func (p *projects) score(h *Hospital, k int, s *sim.Stream) float64 {
	d := &p.live[k]
	pole := h.poleOf[d.members[0]]
	return float64((1-p.openness)*p.expected(h, d, s)) + float64(p.openness*p.support(h, k)) +
		float64(p.reputationWeight*(p.reputation[pole]-p.ordinary))
}

// expected is the return of a project to its members, net of what it costs, as a rank among all the returns that a
// change of its size might have: ½ is an ordinary return that costs nothing.
func (p *projects) expected(h *Hospital, d *project, s *sim.Stream) float64 {
	at := &p.sights[0]
	p.foresee(h, d, at)
	sum := view{}
	for m, i := range d.members[:d.size] {
		v := h.returnView(i, &at.effect[m])
		if p.evaluation == fieldEvaluation {
			v = h.agendaView(i, &at.effect[m], d.aims.agenda())
		}
		sum.value += v.value
		sum.prior += v.prior
		sum.noise += float64(v.noise * v.noise)
	}
	sum.noise = math.Sqrt(sum.noise)
	if sum.prior == 0 { // all is done already
		return 0
	}
	believed := sum.drawn(s)
	if p.evaluation == noveltyTolerantEvaluation && sum.value > 0 { // above the median: what is good may be uncertain
		believed = sum.value
	}
	return sim.NormalCDF((believed - float64(p.cost*kinds[d.kind].cost)) / math.Sqrt(sum.prior))
}

// returnView is how the margin that a project brings a member shows in the member's indicator, read back to margin:
// the less valid the indicator, the noisier.
func (h *Hospital) returnView(i ServiceID, e *Effect) view {
	const least = .01 // validity below which nothing is seen in any case
	p := &h.people[i]
	return view{e.Shown, e.Seen * h.variance, p.measurementNoise / max(least, p.validity)}
}

// support is what a project has behind it in the field: 1 − (1 − τ)^n, where τ is the mean mutual trust of its n
// members. Those whom the same pôle put off in its favour add to it as far as they and the first member trust each
// other.
func (p *projects) support(h *Hospital, k int) float64 {
	d := &p.live[k]
	trust, pairs := 0.0, 0.0
	for m, i := range d.members[:d.size] {
		for _, j := range d.members[:m] {
			trust += h.mutual(i, j)
			pairs++
		}
	}
	against := 1.0
	for range d.size {
		against *= 1 - trust/pairs
	}
	pole := h.poleOf[d.members[0]]
	if p.sent[pole] == k {
		against *= p.putOffBy(h, d, pole)
	}
	return 1 - against
}

// putOffBy is by how much the services whose requests a pôle put off lower what stands against the one it sends.
func (p *projects) putOffBy(h *Hospital, sent *project, pole PoleID) float64 {
	against := 1.0
	for k := range p.live {
		d := &p.live[k]
		if d == sent || !d.waits(true) || d.ended || h.poleOf[d.members[0]] != pole {
			continue
		}
		for _, i := range d.members[:d.size] {
			if sent.member(i) < 0 {
				against *= 1 - h.mutual(sent.members[0], i)
			}
		}
	}
	return against
}

// back lets a project go ahead: what it says by now is the plan.
func (p *projects) back(d *project) {
	steps := d.steps[:d.count]
	d.count = 0
	for _, t := range steps {
		if !t.given {
			t.planned = true
			d.steps[d.count] = t
			d.count++
		}
	}
	d.running = true
	p.tally.backed++
	if kinds[d.kind].price > 0 {
		p.tally.granted++
	}
}

// refuse ends a project. Where another request of the same pôle was before the same session, it is a conflict.
func (p *projects) refuse(h *Hospital, d *project) {
	p.tally.refused++
	if kinds[d.kind].price > 0 && p.rivals[h.poleOf[d.members[0]]] > 1 {
		p.tally.conflicts++
	}
	for _, i := range d.members[:d.size] {
		p.tire(h, i, p.refusalWeariness)
	}
	p.end(d)
}
