package model

import (
	"slices"

	"polesim/sim"
)

// Perimeters: which services form a pôle. A perimeter never changes the hospital.
var (
	perimeterUse = declare(Parameter{Key: "perimeter.use", Kind: Reference, Scope: Hospitalwide, Default: 0, Min: 0, Max: 1000,
		Help:   "Which perimeter is in force: given (each service's own pôle) or one of the scenario's [perimeters].",
		Source: "scenario"})
	perimeterRandom = declare(Parameter{Key: "perimeter.random", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Shuffle the services over pôles of the same sizes, anew in each replication: the null to hold a perimeter against.",
		Source: "null model"})
)

// perimeter returns the pôle of each service under the perimeter in force, and how many pôles there are. into is
// reused.
func (c *Config) perimeter(into []PoleID, key sim.Key) ([]PoleID, int) {
	into = slices.Grow(into[:0], len(c.Services))[:len(c.Services)]
	if use := int(c.Value(perimeterUse)); use > 0 {
		copy(into, c.Perimeters[use-1].Pole)
	} else {
		for i := range c.Services {
			into[i] = c.Services[i].Pole
		}
	}
	if c.Value(perimeterRandom) != 0 {
		s := key.Named("perimeter").At(0, 0)
		s.Shuffle(len(into), func(i, j int) { into[i], into[j] = into[j], into[i] })
	}
	return into, c.PolesInForce()
}

// regroup lays another perimeter over the services, between two months or before services act in one: poleOf says to
// which of so many pôles each belongs from now on. The work, what services know and trust and what they agreed on stay.
// Pôles are the same as before with other members if same, else others that start anew (see [regrouping]).
func (h *Hospital) regroup(poleOf []PoleID, poles int, same bool) {
	copy(h.poleOf, poleOf)
	h.poles = slices.Grow(h.poles[:0], poles)[:poles]
	h.relations.regroup(h.poleOf)
	h.perimeters++
	for _, p := range h.parts {
		if r, ok := p.(regrouping); ok {
			r.regrouped(h, same)
		}
	}
	h.read()
}

// PolesInForce returns how many pôles the perimeter in force has.
func (c *Config) PolesInForce() int {
	if use := int(c.Value(perimeterUse)); use > 0 {
		return len(c.Perimeters[use-1].Poles)
	}
	return len(c.Poles)
}

// coverage is the share of couplings between services that lie within pôles, and what random perimeters of the same
// sizes would cover: the null to hold it against.
type coverage struct {
	share         float64
	random, upper float64 // mean and 95th percentile of the null
}

// towards moves a coverage a share of the way to another; a running mean of equal ones stays what they are, to the bit.
func (c *coverage) towards(o coverage, share float64) {
	c.share += float64(share * (o.share - c.share))
	c.random += float64(share * (o.random - c.random))
	c.upper += float64(share * (o.upper - c.upper))
}

// nullPerimeters is how many random perimeters of equal sizes make the null.
const nullPerimeters = 100

// coverageOf counts the couplings of care and margin on a landscape.
func coverageOf(l *Landscape, poleOf []PoleID, key sim.Key) coverage {
	type pair struct{ reader, read ServiceID }
	pairs := make([]pair, 0, len(l.list))
	for b := range l.services * l.practices {
		for _, r := range l.elsewhere(b) {
			pairs = append(pairs, pair{ServiceID(int(r.contribution) / l.practices), ServiceID(b / l.practices)})
		}
	}
	if len(pairs) == 0 {
		return coverage{}
	}
	covered := func(poleOf []PoleID) float64 {
		inside := 0
		for _, p := range pairs {
			if poleOf[p.reader] == poleOf[p.read] {
				inside++
			}
		}
		return float64(inside) / float64(len(pairs))
	}
	c := coverage{share: covered(poleOf)}
	shuffled := slices.Clone(poleOf)
	null := make([]float64, nullPerimeters)
	for draw := range null {
		s := key.Named("null perimeters").At(0, draw)
		s.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		null[draw] = covered(shuffled)
		c.random += null[draw] / nullPerimeters
	}
	slices.Sort(null)
	c.upper = null[nullPerimeters*95/100]
	return c
}
