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
	s, m := &c.stayValues, &c.month
	*m = c.moved
	clear(c.present)
	fit := func(i ServiceID) float64 { return c.fit[i] }
	last, stretched, back := math.Inf(1), 0.0, 0.0
	allFit, allDays, delay, readmitted := 0.0, 0.0, 0.0, 0.0
	for f := range c.pathways {
		p := &c.pathways[f]
		met := p.fit(fit)
		better := met - c.reference.fit
		if better != last {
			last, stretched = better, sim.Exp(-s.stayEffect*better)
			back = sim.Logistic(s.readmission - float64(s.readmissionEffect*better))
		}
		stretch := stretched * c.crowding(p)
		volume := p.arriving
		allFit += float64(volume * met)
		allDays += float64(volume * p.days * stretch)
		delay += float64(volume * p.handover * stretch)
		readmitted += float64(volume * back)
		c.lodge(p, volume, p.days*stretch)
	}
	m.fit, m.days, m.handover, m.readmitted = allFit, allDays, delay, readmitted
}

// crowding is by how much patients in other services' beds made the stays of a pathway longer last month than they
// ordinarily do.
func (c *care) crowding(p *pathway) float64 {
	now := 0.0
	for _, i := range p.wards[:p.stops] {
		now += c.off[i]
	}
	return (1 + float64(p.offEffect*now)) / p.offUsual
}

// accustom reckons how much longer the stays of each pathway are as many patients lie in other services' beds as usual.
func (c *care) accustom() {
	for f := range c.pathways {
		p, ordinary := &c.pathways[f], 0.0
		for _, i := range p.wards[:p.stops] {
			ordinary += c.ordinaryOff[i]
		}
		p.offEffect = c.stayValues.offServiceEffect / float64(p.stops)
		p.offUsual = 1 + float64(p.offEffect*ordinary)
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
