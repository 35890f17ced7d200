package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// directSupervisionMechanism is direct supervision: one person answers for the work of others (Mintzberg 1979). A
// service brings a matter to its chief, who decides on it by what it does to all in the span. A chief has few
// decisions a month to give and sees the less clearly the more there is to see.
type directSupervisionMechanism struct{}

// supervision is direct supervision at work in a hospital.
type supervision struct {
	directSupervisionMechanism
	idle
	on    bool
	apex  bool      // one chief for the whole hospital; else one for each pôle
	slots int       // decisions of a chief in a month
	noise float64   // with which a chief sees one contribution's part in a service's worth
	ready bool      // whether chiefs know what the month leaves them
	left  []int     // decisions that each chief still has this month
	blur  []float64 // noise of what each chief sees of the span, every service weighted by activity

	brought, turned, orders, obeyed int // this month: units, those without a decision, decisions to change, changes made
}

var (
	formalSupervision = declare(Parameter{Key: "formal.direct_supervision", Scope: PerPole, Unit: "weight", Default: 0, Min: 0, Max: 1,
		Help:   "Weight of matters brought to the chief in the formal mix of attention; above 0 it opens direct supervision.",
		Source: "scenario; Mintzberg 1979 on the simple structure"})
	supervisionLevel = declare(Parameter{Key: "supervision.level", Kind: Choice, Scope: Hospitalwide, Choices: []string{"pole", "hospital"},
		Help:   "Whose chief decides: the pôle's, whose span are its services, or the hospital's, whose span are all.",
		Source: "Mintzberg 1979: the middle line or the strategic apex"})
	supervisionSlots = declare(Parameter{Key: "supervision.slots", Kind: Count, Scope: Hospitalwide, Unit: "decisions per month", Default: 4, Min: 0, Max: 1000,
		Help:   "Decisions that each chief can take in a month; what finds no slot goes back to the services' own skills.",
		Source: "assumption; Mintzberg 1979 on the overload of the apex"})
	supervisionNoise = declare(Parameter{Key: "supervision.noise", Scope: Hospitalwide, Unit: "σ_Δ", Default: .1, Min: 0, Max: 1,
		Help:   "Noise with which a chief sees one service of no complexity; it grows with the square roots of the span and of 1 + K within + K across.",
		Source: "assumption; that it grows is assumed too: Mintzberg 1979 on simple work"})
)

func (directSupervisionMechanism) Name() string                { return "direct_supervision" }
func (directSupervisionMechanism) About() string               { return "bring a matter to the chief, who decides" }
func (directSupervisionMechanism) Formal() ParameterID         { return formalSupervision }
func (directSupervisionMechanism) Open(*Hospital, PoleID) bool { return true }
func (directSupervisionMechanism) OptIn()                      {}

// New returns the mechanism at work.
func (directSupervisionMechanism) New() Mechanism { return &supervision{} }

// read takes in the parameters.
func (d *supervision) read(h *Hospital) {
	v := h.config.Value
	d.on = h.anyCharterNames(d)
	d.apex, d.slots = v(supervisionLevel) != 0, int(v(supervisionSlots))
	d.noise = float64(v(supervisionNoise)*h.unit) * math.Sqrt(float64(1+h.within+h.across))
	d.ready = false
}

// opens clears the desks of the chiefs at the start of a month.
func (d *supervision) opens(h *Hospital, s *sim.Schedule) {
	s.Monthly(sim.ProcessFunc(func(int) {
		d.brought, d.turned, d.orders, d.obeyed = 0, 0, 0, 0
		d.ready = false
	}))
}

// makeReady prepares chiefs when the first matter of the month is brought, or seen: parts that read and open after mechanisms
// may have put other indicators or pôles in force.
func (d *supervision) makeReady(h *Hospital) {
	if !d.ready {
		d.ready = true
		d.prepare(h)
	}
}

// prepare gives each chief a month's decisions and reckons how clearly they see: each service in the span adds an error
// of its own, of what the chief makes of its work and of the indicator of its margin.
func (d *supervision) prepare(h *Hospital) {
	chiefs := len(h.poles)
	d.left = slices.Grow(d.left[:0], chiefs)[:chiefs]
	d.blur = slices.Grow(d.blur[:0], chiefs)[:chiefs]
	clear(d.blur)
	for i, a := range h.activity {
		own, measured := a*d.noise, a*h.wanted.economy*h.people[i].measurementNoise
		if h.poles[h.poleOf[i]].blind {
			measured = 0
		}
		d.blur[d.chief(h, ServiceID(i))] += float64(own*own) + float64(measured*measured)
	}
	for p := range chiefs {
		d.left[p], d.blur[p] = d.slots, math.Sqrt(d.blur[p])
	}
}

// chief is who decides on service i: the pôle's, or for all the one who holds the first chair.
func (d *supervision) chief(h *Hospital, i ServiceID) PoleID {
	if d.apex {
		return 0
	}
	return h.poleOf[i]
}

// Takes says whether the chief has a decision left.
func (d *supervision) Takes(h *Hospital, i ServiceID) bool {
	d.makeReady(h)
	d.brought++
	chief := d.chief(h, i)
	if d.left[chief] == 0 {
		d.turned++
		return false
	}
	d.left[chief]--
	return true
}

// Spend brings one practice of service i before the chief, who wants it changed if what it seems to do to the span is
// worth more than the switching cost, reckoned on i's activity. A service obeys with probability 1 − autonomy; it has
// no say otherwise.
func (d *supervision) Spend(h *Hospital, i ServiceID, s *sim.Stream) float64 {
	b := int(i)*h.m + s.IntN(h.m)
	if h.perceive(d.view(h, i, b).per(h.activity[i]), b, s) <= h.switchingCost {
		return -h.timeCost
	}
	d.orders++
	if s.Bernoulli(h.people[i].autonomy) {
		return -h.timeCost
	}
	d.obeyed++
	own, shown := h.ownViews(i, b)
	h.change(i, b, nobody, false)
	return h.worth(i, own, shown) - h.timeCost
}

// view is how a chief sees what flipping practice b of service i does to the span: care, margin as far as indicators
// show it, and academic value, each weighed by the direction's goals and every service by its activity.
func (d *supervision) view(h *Hospital, i ServiceID, b int) view {
	d.makeReady(h)
	p, w := &h.practices, h.wanted
	chief := d.chief(h, i)
	sum, squares := 0.0, 0.0
	for _, list := range [2][]reader{p.land.own(b), p.land.elsewhere(b)} {
		for _, r := range list {
			j := h.serviceOf[r.contribution]
			if d.chief(h, j) != chief {
				continue
			}
			clinical, economic := h.activity[j]*w.care, w.economy*h.indicatorWeight(r.contribution)
			if h.poles[h.poleOf[j]].blind {
				economic = 0
			}
			care, margin := p.clinicalChange(r)
			sum += float64(clinical*float64(care)) + float64(economic*float64(margin))
			squares += float64(clinical*clinical) + float64(economic*economic)
		}
	}
	if w.academic > 0 {
		for _, list := range [2][]reader{p.land.own(b), p.land.scholars(b)} {
			for _, r := range list {
				j := h.serviceOf[r.contribution]
				if d.chief(h, j) != chief {
					continue
				}
				academic := h.activity[j] * w.academic
				sum += float64(academic * float64(p.academicChange(r)))
				squares += float64(academic * academic)
			}
		}
	}
	return view{sum * p.land.weight, squares * h.variance, d.blur[chief]}
}

// Outcomes are how much of what is brought to chiefs finds no decision, and what becomes of decisions.
func (directSupervisionMechanism) Outcomes(of func(*Hospital) Mechanism) []Outcome {
	at := func(h *Hospital) *supervision { return of(h).(*supervision) }
	return []Outcome{
		{Name: "supervision_overload", Label: "matters without a decision", Unit: "share",
			Meaning: "Share of the units brought to chiefs in a month for which no decision was left; 0 where none is brought.",
			observe: func(h *Hospital) float64 { return ratio(float64(at(h).turned), float64(at(h).brought)) }},
		{Name: "supervision_orders", Label: "orders of chiefs", Unit: yearly,
			Meaning: "Decisions of chiefs that a practice be changed.",
			observe: func(h *Hospital) float64 { return h.perYear(at(h).orders) }},
		{Name: "supervision_obeyed", Label: "orders obeyed", Unit: yearly,
			Meaning: "Practices changed because a chief decided so.",
			observe: func(h *Hospital) float64 { return h.perYear(at(h).obeyed) }},
	}
}

// States are none: a chief's desk is cleared each month.
func (directSupervisionMechanism) States(func(*Hospital) Mechanism) []State { return nil }
