package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// directSupervisionMechanism is direct supervision: one person answers for the work of others (Mintzberg 1979). A
// service brings a matter to its chief, who decides on it by what it does to all in the span. A chief has few
// decisions a month to give and sees the less clearly the more there is to see. A chief of pôle with authority
// (chief.authority) also decides on what two services bring to the pôle's meeting.
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
	given []int     // decisions that each chief has taken this month
	took  []int     // those of last month, which take their time this month
	time  float64   // units of a chief's month that a decision takes; 0 where they take none
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
	supervisionTakesTime = declare(Parameter{Key: "supervision.takes_time", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether the decisions of a chief of pôle take units of the chief's month (chief.units), needs chief.acts; a chief of the hospital is none of a pôle.",
		Source: "scenario; Mintzberg 1979 on what managers do with their time"})
	supervisionUnits = declare(Parameter{Key: "supervision.units", Scope: Hospitalwide, Unit: "units", Default: 1, Min: .05, Max: 8,
		Help:   "Units of a chief's month that a decision takes, in the month after it: to see it carried out.",
		Source: "assumption: a half-day, as a unit of a chief is"})
)

func (directSupervisionMechanism) Name() string                { return "direct_supervision" }
func (directSupervisionMechanism) About() string               { return "bring a matter to the chief, who decides" }
func (directSupervisionMechanism) Formal() ParameterID         { return formalSupervision }
func (directSupervisionMechanism) Open(*Hospital, PoleID) bool { return true }
func (directSupervisionMechanism) OptIn()                      {}
func (directSupervisionMechanism) Settles() item               { return decidedItem }
func (directSupervisionMechanism) OpenedBy() string            { return "chief.authority" }

// New returns the mechanism at work.
func (directSupervisionMechanism) New() Mechanism { return &supervision{} }

// read takes in the parameters.
func (d *supervision) read(h *Hospital) {
	v := h.config.Value
	d.on = h.anyCharterNames(d)
	was := d.apex
	d.apex, d.slots = v(supervisionLevel) != 0, int(v(supervisionSlots))
	d.noise = h.chiefsNoise()
	d.time = 0
	if v(supervisionTakesTime) != 0 && v(chiefActs) != 0 && !d.apex {
		d.time = v(supervisionUnits)
	}
	if len(d.given) != len(h.poles) || d.apex != was {
		d.forget(len(h.poles))
	}
	d.ready = false
}

// reset leaves chiefs without decisions behind them.
func (d *supervision) reset(h *Hospital, _ sim.Key) {
	d.forget(len(h.poles))
	d.ready = false
}

// regrouped is told that services changed pôle: other pôles have chiefs who decided nothing yet.
func (d *supervision) regrouped(h *Hospital, same bool) {
	if !same {
		d.forget(len(h.poles))
	}
}

// forget makes room for so many chiefs, who decided nothing yet.
func (d *supervision) forget(chiefs int) {
	d.given, d.took = slices.Grow(d.given[:0], chiefs)[:chiefs], slices.Grow(d.took[:0], chiefs)[:chiefs]
	clear(d.given)
	clear(d.took)
}

// opens clears the desks of the chiefs at the start of a month.
func (d *supervision) opens(h *Hospital, s *sim.Schedule) {
	s.Monthly(sim.ProcessFunc(func(int) {
		d.brought, d.turned, d.orders, d.obeyed = 0, 0, 0, 0
		d.given, d.took = d.took, d.given
		clear(d.given)
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

// spent are the units of this month that the decisions of last month take of pôle p's chief, who has so many.
func (d *supervision) spent(p PoleID, units float64) float64 {
	return min(units, float64(d.time*float64(d.took[p])))
}

// fit is how many decisions chief p can take in a month: as many as there are slots for, and as the month has time for.
func (d *supervision) fit(h *Hospital, p int) int {
	const rounding = 1e-9
	chiefs := h.social.chiefs.of
	if d.time == 0 || p >= len(chiefs) {
		return d.slots
	}
	return min(d.slots, int(chiefs[p].disposes()/d.time+rounding))
}

// prepare gives each chief a month's decisions and reckons how clearly they see: each service in the span adds an error
// of its own, of what the chief makes of its work and of the indicator of its margin.
func (d *supervision) prepare(h *Hospital) {
	chiefs := len(h.poles)
	d.left = slices.Grow(d.left[:0], chiefs)[:chiefs]
	d.blur = slices.Grow(d.blur[:0], chiefs)[:chiefs]
	clear(d.blur)
	for i := range ServiceID(h.n) {
		d.blur[d.chief(h, i)] += h.blurOf(i, d.noise, h.wanted)
	}
	for p := range chiefs {
		d.left[p], d.blur[p] = d.fit(h, p), math.Sqrt(d.blur[p])
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
	d.given[chief]++
	return true
}

// Spend brings one practice of service i before the chief, who wants it changed if what it seems to do to the span is
// worth more than the switching cost, reckoned on i's activity. A service obeys with probability 1 − autonomy; it has
// no say otherwise.
func (d *supervision) Spend(h *Hospital, i ServiceID, s *sim.Stream) float64 {
	b := int(i)*h.m + s.IntN(h.m)
	if !Worthwhile(h.perceive(d.view(h, i, b).per(h.activity[i]), b, s), h.switchingCost) {
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

// view is how a chief sees what flipping practice b of service i does to the span, by the direction's goals.
func (d *supervision) view(h *Hospital, i ServiceID, b int) view {
	d.makeReady(h)
	chief := d.chief(h, i)
	span := chief
	if d.apex {
		span = everybody
	}
	seen := h.spanView(b, span, h.wanted)
	seen.noise = d.blur[chief]
	return seen
}

// everybody is the span of one who answers for all pôles.
const everybody PoleID = -1

// chiefsNoise is the noise with which a chief sees one service: it grows with how complex its work is.
func (h *Hospital) chiefsNoise() float64 {
	return float64(h.config.Value(supervisionNoise)*h.unit) * math.Sqrt(float64(1+h.within+h.across))
}

// blurOf is the variance that service i adds to what a chief who wants w sees of a span: of what the chief makes of its work,
// and of the indicator of its margin.
func (h *Hospital) blurOf(i ServiceID, noise float64, w goals) float64 {
	a := h.activity[i]
	own, measured := a*noise, a*w.economy*h.people[i].measurementNoise
	if h.poles[h.poleOf[i]].blind {
		measured = 0
	}
	return float64(own*own) + float64(measured*measured)
}

// spanView is how somebody who wants w sees, without noise, what flipping practice b does to a span: care, margin as far as
// indicators show it, and academic value, each weighed by w and every service by its activity.
func (h *Hospital) spanView(b int, span PoleID, w goals) view {
	p := &h.practices
	sum, squares := 0.0, 0.0
	for _, list := range [2][]reader{p.land.own(b), p.land.elsewhere(b)} {
		for _, r := range list {
			j := h.serviceOf[r.contribution]
			if span != everybody && h.poleOf[j] != span {
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
				if span != everybody && h.poleOf[j] != span {
					continue
				}
				academic := h.activity[j] * w.academic
				sum += float64(academic * float64(p.academicChange(r)))
				squares += float64(academic * academic)
			}
		}
	}
	return view{value: sum * p.land.weight, prior: squares * h.variance}
}

// Hold lets the chief of the pôle decide on what two of its services bring to a meeting, by what it seems to do to the pôle
// and what the chief wants. As for a plan it must be worth the switching cost of two services, reckoned on their mean
// activity. What is ordered, each service whose practice it is changes with probability 1 − autonomy, the chief's own for
// certain. It is nobody's agreement: neither trusts the other the more for it than for having met.
func (directSupervisionMechanism) Hold(h *Hospital, mt *meeting, s *sim.Stream) (float64, float64) {
	p := h.poleOf[mt.first]
	chief := h.social.chiefs.of[p].head
	wants := h.goals[chief]
	seen := view{noise: h.social.chiefs.blur(h, p, wants)}
	h.foresee(mt, false, func(_ ServiceID, b int, _ Effect) {
		part := h.spanView(b, p, wants)
		seen.value += part.value
		seen.prior += part.prior
	})
	seen = seen.per((h.activity[mt.first] + h.activity[mt.second]) / 2)
	ordered := Worthwhile(seen.drawn(s), 2*h.switchingCost)
	h.settle(mt, false, false) // as it was, until it is known who obeys
	h.grow(mt)
	if !ordered || !h.obey(mt, chief, s) {
		return 0, 0
	}
	joint := h.foresee(mt, true, nil)
	h.settle(mt, true, false)
	return h.feel(mt.first, &joint[0]), h.feel(mt.second, &joint[1])
}

// obey takes out of what is at stake in a meeting what those will not do to whom it is ordered, and says whether anything is
// left.
func (h *Hospital) obey(mt *meeting, chief ServiceID, s *sim.Stream) bool {
	h.tally.decisions++
	if d := h.supervision(); !d.apex {
		d.given[h.poleOf[mt.first]]++
	}
	carriedOut, left := true, false
	for side, k := range [2]ServiceID{mt.first, mt.second} {
		switch {
		case mt.bits[side] < 0:
		case k != chief && s.Bernoulli(h.people[k].autonomy):
			mt.bits[side], carriedOut = -1, false
		default:
			left = true
		}
	}
	if carriedOut {
		h.tally.decisionsObeyed++
	}
	return left
}

// feel is what a joint change is worth to a service by its own lights, as if it had made it alone.
func (h *Hospital) feel(i ServiceID, e *Effect) float64 {
	a := h.scholarship[i]
	own := float64((1-a)*e.Care) + float64(a*e.Academic)
	return h.worth(i, view{value: own}, view{value: h.people[i].validity * e.Shown})
}

// supervision is the mechanism at work here.
func (h *Hospital) supervision() *supervision { return h.mechanisms[supervisionAt].(*supervision) }

var supervisionAt = mechanismIndex(directSupervisionMechanism{})

// Outcomes are how much of what is brought to chiefs finds no decision, what becomes of decisions, and whose time they take.
func (directSupervisionMechanism) Outcomes(of func(*Hospital) Mechanism) []Outcome {
	at := func(h *Hospital) *supervision { return of(h).(*supervision) }
	return []Outcome{
		{Name: "supervision_overload", Label: "matters without a decision", Unit: "share", While: withSupervision,
			Meaning: "Share of the units brought to chiefs in a month for which no decision was left; 0 where none is brought.",
			observe: func(h *Hospital) float64 { return ratio(float64(at(h).turned), float64(at(h).brought)) }},
		{Name: "supervision_orders", Label: "orders of chiefs", Unit: yearly,
			Meaning: "Decisions of chiefs that a practice be changed.",
			observe: func(h *Hospital) float64 { return h.perYear(at(h).orders) }},
		{Name: "supervision_obeyed", Label: "orders obeyed", Unit: yearly,
			Meaning: "Practices changed because a chief decided so.",
			observe: func(h *Hospital) float64 { return h.perYear(at(h).obeyed) }},
		{Name: "chief_deciding", Label: "chiefs' time on decisions", Unit: chiefUnit, Part: "supervision.takes_time", While: withChiefs, Basis: Assumed,
			Meaning: "Units that last month's decisions take of the month of chiefs of pôle, mean over chiefs.",
			observe: func(h *Hospital) float64 { return h.social.chiefs.mean(func(c *chief) float64 { return c.decided }) }},
	}
}

// States are none: a chief's desk is cleared each month; what was decided there takes time of the next.
func (directSupervisionMechanism) States(func(*Hospital) Mechanism) []State { return nil }
