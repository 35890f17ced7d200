package model

import (
	"math"

	"polesim/sim"
)

// Stays: how long patients are in hospital, and how many come back.
var (
	wardStays = declare(Parameter{Key: "care.stays", Scope: Hospitalwide, Unit: "stays a year", Default: 1470, Min: 100, Max: 10_000,
		Help:   "Stays of a night or more that begin in a ward of mean activity in a year; others in proportion to activity.",
		Source: "assumption: 30 beds of 49 stays"})
	stayDays = declare(Parameter{Key: "care.length_of_stay", Scope: Hospitalwide, Unit: "days", Default: 5.6, Min: 2, Max: 15,
		Help:   "Mean days of an acute stay at ordinary fit and load, without owners of pathways.",
		Source: "5.6 days in acute care (DREES, 2022)"})
	stayEffect = declare(Parameter{Key: "care.stay_effect", Scope: Hospitalwide, Unit: "log days", Default: 1, Min: 0, Max: 2,
		Help:   "How much fit shortens stays: length of stay × exp(−κ·(fit − ordinary fit)).",
		Source: "assumption, its sign too; relational coordination and shorter stays: Gittell 2000"})
	readmission = declare(Parameter{Key: "care.readmission", Scope: Hospitalwide, Unit: "%", Default: 11, Min: 1, Max: 40,
		Help:   "Share of stays followed by another within 30 days, at ordinary fit.",
		Source: "general knowledge, not checked: crude RH30 in France 10 to 13 %"})
	readmissionEffect = declare(Parameter{Key: "care.readmission_effect", Scope: Hospitalwide, Unit: "logits", Default: 2, Min: 0, Max: 4,
		Help:   "How much fit lowers readmission: logit of its share − κ·(fit − ordinary fit).",
		Source: "assumption, its sign too"})
	offServiceEffect = declare(Parameter{Key: "care.off_service_effect", Scope: Hospitalwide, Unit: "ratio", Default: 1.09, Min: 0, Max: 2,
		Help:   "How much longer stays are for each share of patients in other services' beds: +10 points, +10.9 % days.",
		Source: "Lim, Song & Yang 2024"})
)

// stayValues are the parameters of stays, in the units in which they are used.
type stayValues struct {
	treatment             float64 // days of an ordinary patient, handovers apart
	handover, ownerEffect float64 // days for each move, and the share that an owner saves
	owner                 float64 // share of pathways that have one
	stayEffect            float64
	readmission           float64 // logit
	readmissionEffect     float64
	offServiceEffect      float64
}

// readStays takes in the parameters. Days of treatment are what is left of the mean stay when handovers are taken off.
func (c *care) readStays(v func(ParameterID) float64) {
	s := &c.stayValues
	*s = stayValues{
		handover: v(pathwayHandover), ownerEffect: v(pathwayOwnerEffect), owner: v(pathwayOwner),
		stayEffect: v(stayEffect), readmissionEffect: v(readmissionEffect), offServiceEffect: v(offServiceEffect),
	}
	share := v(readmission) / 100
	s.readmission = sim.Log(share / (1 - share))
	stays, moves, complexity := 0.0, 0.0, 0.0
	for f := range c.pathways {
		p := &c.pathways[f]
		stays += p.volume
		moves += float64(p.volume * p.moves())
		complexity += float64(p.volume * p.complexity)
	}
	const least = .2 // of a stay is treatment
	days := v(stayDays)
	s.treatment = max(least*days, days-float64(s.handover*moves/stays)) * stays / complexity
	for f := range c.pathways {
		p := &c.pathways[f]
		p.days, p.handover = s.ordinaryDays(p, s.owner)
	}
	for k := range c.routes {
		c.routes[k].better = math.Inf(1) // what follows from it is to be reckoned anew
	}
}

// ordinaryDays are the days of a stay at ordinary fit and load, and those among them lost at handovers.
func (s *stayValues) ordinaryDays(p *pathway, owner float64) (days, handover float64) {
	handover = s.handover * p.moves()
	if p.chance < owner {
		handover *= 1 - s.ownerEffect
	}
	return float64(s.treatment*p.complexity) + handover, handover
}

// treat is the month of stays:
//
//	days = (treatment·complexity + handovers)·exp(−κ₁·(fit − ordinary fit))·(1 + 1.09·off service)/(1 + 1.09·ordinary)
//	logit readmitted = base − κ₂·(fit − ordinary fit)
//
// with the off-service share of last month.
func (c *care) treat() {
	m := &c.month
	*m = c.moved
	for k := range c.routes {
		c.pass(&c.routes[k])
	}
	clear(c.present)
	allFit, allDays, delay, readmitted := 0.0, 0.0, 0.0, 0.0
	for f := range c.pathways {
		p := &c.pathways[f]
		r, volume := &c.routes[p.route], p.arriving
		allFit += float64(volume * r.fit)
		allDays += float64(volume * p.days * r.stretch)
		delay += float64(volume * p.handover * r.stretch)
		readmitted += float64(volume * r.back)
		c.lodge(p, volume, p.days*r.stretch)
	}
	m.fit, m.days, m.handover, m.readmitted = allFit, allDays, delay, readmitted
}

// pass reckons what the services of a route make of stays this month. Most months leave the fit of some routes as it was.
func (c *care) pass(r *route) {
	r.fit = r.mean(c.fit)
	if better := r.fit - c.reference.fit; better != r.better {
		s := &c.stayValues
		r.better, r.stretched = better, sim.Exp(-s.stayEffect*better)
		r.back = sim.Logistic(s.readmission - float64(s.readmissionEffect*better))
	}
	r.stretch = r.stretched * r.crowding(c.off)
}

// crowding is by how much patients in other services' beds made the stays on a route longer last month than they
// ordinarily do.
func (r *route) crowding(off []float64) float64 {
	return (1 + float64(r.offEffect*r.inWards(off))) / r.offUsual
}

// accustom reckons how much longer stays are as many patients lie in other services' beds as usual.
func (c *care) accustom() {
	for k := range c.routes {
		r := &c.routes[k]
		r.offEffect = c.stayValues.offServiceEffect / float64(r.stops)
		r.offUsual = 1 + float64(r.offEffect*r.inWards(c.ordinaryOff))
	}
}

// lodge puts the days of a pathway's patients in its wards, evenly.
func (c *care) lodge(p *pathway, volume, days float64) {
	present := volume * days / float64(p.stops) / daysOfYear
	for _, i := range p.wards[:p.stops] {
		c.present[i] += present
	}
}

// count counts stays and moves, which are the same in all months until patients surge or a perimeter changes.
func (c *care) count(h *Hospital) {
	c.moved = monthOfCare{}
	clear(c.through)
	for f := range c.pathways {
		p := &c.pathways[f]
		p.arriving = float64(p.volume * c.surge[p.wards[0]])
		c.moved.stays += p.arriving
		for _, i := range p.wards[:p.stops] {
			c.through[i] += p.arriving
		}
		c.follow(h, p, p.arriving)
	}
}

// follow counts moves.
func (c *care) follow(h *Hospital, p *pathway, volume float64) {
	m := &c.moved
	m.wardMoves += float64(volume * float64(p.stops-1))
	for k := 1; k < p.stops; k++ {
		if h.poleOf[p.wards[k-1]] != h.poleOf[p.wards[k]] {
			m.poleMoves += volume
		}
	}
	if p.emergency != nobody {
		m.emergencyStays += volume
		m.emergencyMoves += float64(volume * p.moves())
	}
}
