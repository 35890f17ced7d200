package model

import (
	"math"

	"polesim/sim"
)

// mutualAdjustmentMechanism is mutual adjustment: two services settle an open item between themselves, each weighing
// its own gain and, as far as it trusts, the other's. What they agree on is remembered.
// Besides the meeting units that arenas bring together, a service may seek out a colleague with its own attention;
// that takes two who seek.
type mutualAdjustmentMechanism struct{}

var formalAdjustment = declare(Parameter{Key: "formal.mutual_adjustment", Scope: PerPole, Unit: "weight", Default: 0, Min: 0, Max: 1,
	Help:   "Weight of seeking out colleagues in the formal mix of attention, besides the meeting units that all have.",
	Source: "scenario"})

func (mutualAdjustmentMechanism) Name() string        { return "mutual_adjustment" }
func (mutualAdjustmentMechanism) About() string       { return "settle an open item between two services" }
func (mutualAdjustmentMechanism) Formal() ParameterID { return formalAdjustment }
func (mutualAdjustmentMechanism) Settles() item       { return openItem }
func (mutualAdjustmentMechanism) Open(h *Hospital, _ PoleID) bool {
	return h.meetings.informal && h.meetings.share[noArena] < 1
}

// Hold makes the change iff both find û_i + t_ij·û_j > switching cost, where û is what each believes the change is
// worth to itself by the agenda.
func (mutualAdjustmentMechanism) Hold(h *Hospital, mt *meeting, s *sim.Stream) (float64, float64) {
	i, j := mt.first, mt.second
	joint := h.foresee(mt, mt.agenda.academic > 0, nil)
	first, second := h.agendaView(i, &joint[0], mt.agenda).drawn(s), h.agendaView(j, &joint[1], mt.agenda).drawn(s)
	trust, back := float64(h.relations.of(i, j).trust), float64(h.relations.of(j, i).trust)
	agreed := Worthwhile(first+float64(trust*second), h.switchingCost) && Worthwhile(second+float64(back*first), h.switchingCost)
	h.converge(i, j)
	h.settle(mt, agreed, true)
	if !agreed {
		h.grow(mt)
		return 0, 0
	}
	h.tally.agreementsPair++
	if mt.place == institutionArena {
		h.tally.agreementsHouse++
	}
	u, v := h.agendaView(i, &joint[0], mt.agenda).value, h.agendaView(j, &joint[1], mt.agenda).value
	h.judge(i, j, u)
	h.judge(j, i, v)
	return u, v
}

// foresee reckons what the change at stake does to both parties, and leaves the first of two practices flipped so
// that the second is seen on top of it; settle ends that. It shows each practice, and what it does to its own service, to
// look, if any, before it is flipped.
func (h *Hospital) foresee(mt *meeting, academic bool, look func(i ServiceID, b int, own Effect)) (joint [2]Effect) {
	services := [2]ServiceID{mt.first, mt.second}
	for side, b := range mt.bits {
		if b < 0 {
			continue
		}
		own := h.practices.Own(b, academic)
		if look != nil {
			look(services[side], b, own)
		}
		joint[side].add(own)
		joint[1-side].add(h.practices.Elsewhere(b, services[1-side], academic))
		if side == 0 && mt.bits[1] >= 0 {
			h.practices.Flip(b)
		}
	}
	return joint
}

// settle makes the change at stake, or takes back what foresee left flipped. An agreement is put on record.
func (h *Hospital) settle(mt *meeting, made, agreement bool) {
	if mt.bits[0] >= 0 && mt.bits[1] >= 0 {
		h.practices.Flip(mt.bits[0]) // as it was
	}
	if !made {
		return
	}
	services := [2]ServiceID{mt.first, mt.second}
	for side, b := range mt.bits {
		if b < 0 {
			continue
		}
		h.change(services[side], b, services[1-side], agreement)
	}
}

// agendaView is how a service sees what a change is worth to it by an agenda.
func (h *Hospital) agendaView(i ServiceID, e *Effect, a agenda) view {
	l := h.lensOf(i, a)
	return l.view(e)
}

// A lens is a service's eye for changes by an agenda: what it weighs, and how well it sees.
type lens struct {
	weighs            agenda
	economic, squares float64 // weight of what the indicator shows; squared weights of care and of that
	variance, noise   float64 // of one contribution; of the whole
}

// lensOf returns service i's lens.
func (h *Hospital) lensOf(i ServiceID, a agenda) lens {
	p := &h.people[i]
	economic := a.economic * p.validity
	return lens{
		weighs: a, economic: economic, squares: float64(a.clinical*a.clinical) + float64(economic*economic), variance: h.variance,
		noise: math.Sqrt(float64(p.noise*p.noise) + float64(a.economic*a.economic*p.measurementNoise*p.measurementNoise)),
	}
}

// view is how a change looks through it.
func (l *lens) view(e *Effect) view {
	a := &l.weighs
	uncovered := float64(l.economic * l.economic * (e.Seen - float64(e.Touched)))
	return view{
		value: float64(a.clinical*e.Care) + float64(a.academic*e.Academic) + float64(l.economic*e.Shown),
		prior: float64((float64(l.squares*float64(e.Touched)) + float64(a.academic*a.academic*float64(e.Scholarly)) + uncovered) * l.variance),
		noise: l.noise,
	}
}

// drawn draws what is believed.
func (v view) drawn(s *sim.Stream) float64 { return v.seen(s.Normal()) }

// seen is what is believed at a given standard normal error.
func (v view) seen(err float64) float64 {
	return float64(shrinkage(v.prior, v.noise) * (v.value + float64(v.noise*err)))
}

// judge moves i's trust in j by how a joint change turned out for i.
func (h *Hospital) judge(i, j ServiceID, gain float64) {
	switch {
	case gain > 0:
		h.relations.move(i, j, 1, h.trustGain)
	case gain < 0:
		h.relations.move(i, j, 0, h.trustLoss)
	}
}

// grow is the familiarity of a meeting without a change: trust moves a little towards one half.
func (h *Hospital) grow(mt *meeting) {
	const familiar = .5
	h.relations.move(mt.first, mt.second, familiar, h.familiarity)
	h.relations.move(mt.second, mt.first, familiar, h.familiarity)
}
