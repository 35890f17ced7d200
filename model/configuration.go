package model

import (
	"cmp"
	"math"
	"slices"

	"polesim/sim"
)

// A Configuration is one of Mintzberg's ideal types (1979, 1989): a way in which structure, mechanisms and contingencies go
// together. Which is best is not said here: the configuration hypothesis, that organisations do better the nearer they
// come to one, is for runs to try.
type Configuration struct {
	Name      string // "professional bureaucracy"
	Mechanism string // by which it coordinates most
	KeyPart   string // of the organisation
	Weakness  string // what the theory expects to go wrong
	ideal     [traits]float64
}

// A trait is a dimension on which an organisation is held against a configuration, scaled to [0, 1].
type trait int

// The traits: how time is formally coordinated, the structure, the contingencies.
const (
	byMutualAdjustment trait = iota
	bySupervision
	byProcesses
	byResults
	bySkills
	byNorms
	traitCentralisation
	traitLiaison
	traitComplexity
	traitDynamism
	traitSize
	traitAge
	traitRegulation
	traitPower
	traits
)

// A TraitGroup is what traits belong to; agreement is counted group by group, so that none weighs more for having more.
type TraitGroup int

// The groups of traits.
const (
	MechanismTraits TraitGroup = iota
	StructureTraits
	ContingencyTraits
	traitGroups
)

// String is the group in words.
func (g TraitGroup) String() string {
	return [...]string{"mechanisms", "structure", "contingencies"}[g]
}

var traitNames = [traits]string{"mutual adjustment", "direct supervision", "work processes", "results", "skills", "norms",
	"centralisation", "liaison", "complexity", "dynamism", "size", "age", "regulation by technique", "spread of power"}

func (t trait) group() TraitGroup {
	switch {
	case t <= byNorms:
		return MechanismTraits
	case t <= traitLiaison:
		return StructureTraits
	}
	return ContingencyTraits
}

var anything = math.NaN() // of a trait that a configuration leaves open

// configurations hold the ideal types by trait. The order and words are Mintzberg's (1979, 1989); the numbers are this
// project's judgement of his words (low, high, young, large), and only their order means something.
var configurations = []Configuration{
	{Name: "simple structure", Mechanism: "direct supervision", KeyPart: "strategic apex", Weakness: "the apex is overloaded",
		ideal: [traits]float64{.2, .9, .1, .1, .2, .2, .95, .1, .2, .6, .1, .1, .1, .1}},
	{Name: "machine bureaucracy", Mechanism: "work processes", KeyPart: "technostructure", Weakness: "rigid where work changes",
		ideal: [traits]float64{.1, .5, .9, .4, .3, .1, .8, .2, .3, .1, .8, .8, .9, .3}},
	{Name: "professional bureaucracy", Mechanism: "skills", KeyPart: "operating core", Weakness: "no coordination between specialties",
		ideal: [traits]float64{.4, .1, .2, .1, .9, .3, .25, .3, .6, .2, anything, anything, .2, .5}},
	{Name: "divisionalised form", Mechanism: "results", KeyPart: "middle line", Weakness: "drives what is measured",
		ideal: [traits]float64{.1, .3, .3, .9, .3, .1, .5, .2, .3, .2, .95, .8, anything, .4}},
	{Name: "adhocracy", Mechanism: "mutual adjustment", KeyPart: "support staff and operating core", Weakness: "costly in time, ambiguous",
		ideal: [traits]float64{.9, .1, .1, .1, .6, .4, .2, .9, .8, .8, anything, .2, .2, .5}},
	{Name: "missionary", Mechanism: "norms", KeyPart: "ideology", Weakness: "shut off from its surroundings",
		ideal: [traits]float64{.5, .1, .2, .1, .3, .95, .3, .3, .4, .1, .2, .4, .2, .1}},
	{Name: "political", Mechanism: "none", KeyPart: "none", Weakness: "no stable goal",
		ideal: [traits]float64{.4, .1, .1, .1, .3, .1, .3, .5, .5, .7, anything, anything, anything, .95}},
}

// mechanismTrait says under which of Mintzberg's mechanisms one of the model falls. Plans and ceremony are ways in which
// results are used.
var mechanismTrait = map[string]trait{
	"mutual_adjustment": byMutualAdjustment, "direct_supervision": bySupervision, "work_processes": byProcesses,
	"results": byResults, "plans": byResults, "ceremony": byResults, "skills": bySkills, "norms": byNorms,
}

// Configurations lists the ideal types.
func Configurations() []Configuration { return slices.Clone(configurations) }

// A Fit is how far an organisation agrees with a configuration.
type Fit struct {
	Configuration
	Agreement float64              // mean over groups, in [0, 1]
	ByGroup   [traitGroups]float64 // 1 − mean absolute distance
	Misfit    string               // the trait that agrees least
	Is, Ideal float64              // what it is, and what the configuration expects
}

// Fits returns how far the kth scenario of the blueprint agrees with each configuration, the nearest first. It reads
// what the organisation says of itself; EffectiveFits reads what it does.
func (b *Blueprint) Fits(k int) []Fit {
	s, key := b.structures[k], sim.NewKey(0, 0)
	h, l := newHospital(s, true), landscapeOf(s)
	resetLandscape(l, s, key)
	h.reset(l, key)
	return fits(traitsOf(s, h.formalShare))
}

// EffectiveFits does the same with the shares of time that mechanisms had in runs, in the order of MechanismNames.
func (b *Blueprint) EffectiveFits(k int, shares []float64) []Fit {
	return fits(traitsOf(b.structures[k], shares))
}

// traitsOf reads the traits of a scenario, mechanisms as shares of time.
func traitsOf(s *structure, shares []float64) (is [traits]float64) {
	c := s.config
	for k, share := range shares {
		is[mechanismTrait[mechanisms[k].Name()]] += share
	}
	free, attention := 0.0, 0.0
	for i, share := range s.share {
		free += float64(share * c.ServiceValue(ServiceID(i), autonomy))
		attention += float64(share * c.ServiceValue(ServiceID(i), attentionUnits))
	}
	is[traitCentralisation] = 1 - free
	// Liaison devices are time to adjust to each other; as much of it as for one's own work counts as full.
	is[traitLiaison] = is[byMutualAdjustment] * (c.Value(meetingUnits) + attention) / attention
	is[traitComplexity] = float64(s.within+s.across) / 10
	is[traitDynamism] = c.Value(dynamism) / registry[dynamism].Max
	is[traitSize] = sim.Log(float64(s.n)/8) / sim.Log(64) // 8 services to 512
	is[traitAge] = c.Value(yearsTogether) / 50
	is[traitRegulation] = c.Value(templateShare)
	is[traitPower] = c.Value(goalDispersion)
	for t := range is {
		is[t] = max(0, min(1, is[t]))
	}
	return is
}

// fits holds traits against all configurations.
func fits(is [traits]float64) (list []Fit) {
	for _, c := range configurations {
		list = append(list, c.fit(is))
	}
	slices.SortStableFunc(list, func(a, b Fit) int { return cmp.Compare(b.Agreement, a.Agreement) })
	return list
}

// fit holds traits against a configuration.
func (c Configuration) fit(is [traits]float64) Fit {
	ideal := c.ideal
	total := 0.0
	for t := byMutualAdjustment; t <= byNorms; t++ {
		total += ideal[t]
	}
	for t := byMutualAdjustment; t <= byNorms; t++ {
		ideal[t] /= total // shares of time, as those of the organisation
	}
	f := Fit{Configuration: c}
	var distance, count [traitGroups]float64
	widest := -1.0
	for t := range traits {
		if math.IsNaN(ideal[t]) {
			continue
		}
		off := math.Abs(is[t] - ideal[t])
		distance[t.group()] += off
		count[t.group()]++
		if off > widest {
			widest, f.Misfit, f.Is, f.Ideal = off, traitNames[t], is[t], ideal[t]
		}
	}
	distance[MechanismTraits] *= float64(byNorms+1) / 2 // of shares: half the sum of differences, 1 if nothing is in common
	for g := range f.ByGroup {
		f.ByGroup[g] = 1 - distance[g]/count[g]
		f.Agreement += f.ByGroup[g] / float64(traitGroups)
	}
	return f
}
