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
	traitDelegation
	traitSpan
	traitTechnostructure
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

// traitWords name each trait and say how it is read from a scenario, with the source of its scale.
var traitWords = [traits]struct{ name, read string }{
	byMutualAdjustment: {"mutual adjustment", "share of time; open items of meetings"},
	bySupervision:      {"direct supervision", "share of time"},
	byProcesses:        {"work processes", "share of time"},
	byResults:          {"results", "share of time; plans and ceremony are ways of using them"},
	bySkills:           {"skills", "share of time"},
	byNorms:            {"norms", "share of time"},

	traitCentralisation: {"centralisation", "1 − autonomy: how far those who do the work do not decide on it (horizontally)"},
	traitDelegation: {"delegation", "how far decisions are taken below the apex (vertically): not where the hospital's chief supervises, " +
		"by governance.delegation where there is a contract, else wholly"},
	traitSpan: {"span", "services for which a chief answers who decides, 1 to 64 in doublings (by judgement); silent where no chief decides"},
	traitTechnostructure: {"technostructure", "posts per service of analysts, where templates are named, and of management control, " +
		"where it is staffed or, as usual, where there is a contract; of one for three services (by judgement)"},
	traitLiaison: {"liaison", "time to adjust to each other, of the time for one's own work (by judgement)"},

	traitComplexity: {"complexity", "K within and K across, of 10 (by judgement)"},
	traitDynamism:   {"dynamism", "environment.dynamism, of its range"},
	traitSize:       {"size", "services, 8 to 512 in doublings (by judgement)"},
	traitAge:        {"age", "years together, of 50 (by judgement)"},
	traitRegulation: {"regulation by technique", "share of practices that a discipline has in common"},
	traitPower:      {"spread of power", "dispersion of goals"},
}

// A Trait is a dimension on which a scenario is held against configurations.
type Trait struct {
	Name  string
	Group TraitGroup
	Read  string    // how it is read from a scenario, and the source of its scale
	Ideal []float64 // of each configuration, in [0, 1]; NaN where it leaves the trait open; mechanisms before they are scaled to sum to 1
}

// Traits lists the dimensions in their order.
func Traits() (list []Trait) {
	for t, words := range traitWords {
		at := Trait{Name: words.name, Group: trait(t).group(), Read: words.read}
		for _, c := range configurations {
			at.Ideal = append(at.Ideal, c.ideal[t])
		}
		list = append(list, at)
	}
	return list
}

func (t trait) group() TraitGroup {
	switch {
	case t <= byNorms:
		return MechanismTraits
	case t <= traitLiaison:
		return StructureTraits
	}
	return ContingencyTraits
}

var anything = math.NaN() // of a trait that a configuration leaves open, or of which an organisation shows nothing

// configurations hold the ideal types by trait. The order and words are Mintzberg's (1979, chs. 17 to 21; 1989, chs. 12 and
// 13); the numbers are this project's judgement of his words (low, high, wide, narrow), and only their order means something.
// A line for each group of traits.
var configurations = []Configuration{
	// Centralised down the line and sideways; one chief for all; hardly any technostructure.
	{Name: "simple structure", Mechanism: "direct supervision", KeyPart: "strategic apex", Weakness: "the apex is overloaded",
		ideal: [traits]float64{
			.2, .9, .1, .1, .2, .2,
			.95, .05, .6, .05, .1,
			.2, .6, .1, .1, .1, .1}},
	// Analysts have what little power the apex leaves; chiefs of operators answer for many, whom templates direct.
	{Name: "machine bureaucracy", Mechanism: "work processes", KeyPart: "technostructure", Weakness: "rigid where work changes",
		ideal: [traits]float64{
			.1, .5, .9, .4, .3, .1,
			.8, .3, .7, .9, .2,
			.3, .1, .8, .8, .9, .3}},
	// Decentralised down the line and sideways; chiefs answer for many, who need none; little technostructure.
	{Name: "professional bureaucracy", Mechanism: "skills", KeyPart: "operating core", Weakness: "no coordination between specialties",
		ideal: [traits]float64{
			.4, .1, .2, .1, .9, .3,
			.25, .9, .7, .1, .3,
			.6, .2, anything, anything, .2, .5}},
	// Limited decentralisation to divisions, whose performance a technostructure at headquarters controls.
	{Name: "divisionalised form", Mechanism: "results", KeyPart: "middle line", Weakness: "drives what is measured",
		ideal: [traits]float64{
			.1, .3, .3, .9, .3, .1,
			.5, .7, .5, .6, .2,
			.3, .2, .95, .8, anything, .4}},
	// Selective decentralisation; small teams; a small technostructure, blurred with those who do the work.
	{Name: "adhocracy", Mechanism: "mutual adjustment", KeyPart: "support staff and operating core", Weakness: "costly in time, ambiguous",
		ideal: [traits]float64{
			.9, .1, .1, .1, .6, .4,
			.2, .8, .3, .1, .9,
			.8, .8, anything, .2, .2, .5}},
	// Decentralised to whoever believes; almost no technostructure and no line to speak of.
	{Name: "missionary", Mechanism: "norms", KeyPart: "ideology", Weakness: "shut off from its surroundings",
		ideal: [traits]float64{
			.5, .1, .2, .1, .3, .95,
			.3, .9, .5, .05, .3,
			.4, .1, .2, .4, .2, .1}},
	{Name: "political", Mechanism: "none", KeyPart: "none", Weakness: "no stable goal",
		ideal: [traits]float64{
			.4, .1, .1, .1, .3, .1,
			.3, anything, anything, anything, .5,
			.5, .7, anything, anything, anything, .95}},
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
	h := b.opening(k)
	return fits(h.traits(h.formalShare))
}

// EffectiveFits does the same with the shares of time that mechanisms had in runs, in the order of MechanismNames.
func (b *Blueprint) EffectiveFits(k int, shares []float64) []Fit {
	return fits(b.opening(k).traits(shares))
}

// opening is the hospital of the kth scenario before its first month.
func (b *Blueprint) opening(k int) *Hospital {
	s, key := b.structures[k], sim.NewKey(0, 0)
	h, l := newHospital(s, true), landscapeOf(s)
	resetLandscape(l, s, key)
	h.reset(l, key)
	return h
}

// What is counted as full of a trait whose scale has no end of its own.
const (
	fullSpan            = 64     // services under one chief, in doublings from one; by judgement, the largest spans are of some dozens
	fullTechnostructure = 1. / 3 // posts per service of analysts and management control; by judgement
	fullComplexity      = 10     // couplings of a practice
	leastSize, fullSize = 8, 512 // services, in doublings
	fullAge             = 50     // years together
)

// traits reads the traits of the hospital, mechanisms as shares of time.
func (h *Hospital) traits(shares []float64) (is [traits]float64) {
	s, c := h.structure, h.structure.config
	for k, share := range shares {
		is[mechanismTrait[mechanisms[k].Name()]] += share
	}
	free, attention := 0.0, 0.0
	for i, share := range s.share {
		free += float64(share * c.ServiceValue(ServiceID(i), autonomy))
		attention += float64(share * c.ServiceValue(ServiceID(i), attentionUnits))
	}
	is[traitCentralisation] = 1 - free
	is[traitDelegation] = h.delegated()
	is[traitSpan] = sim.Log(h.span()) / sim.Log(fullSpan)
	is[traitTechnostructure] = h.staffOfTechnostructure() / fullTechnostructure
	// Liaison devices are time to adjust to each other; as much of it as for one's own work counts as full.
	is[traitLiaison] = is[byMutualAdjustment] * (c.Value(meetingUnits) + attention) / attention
	is[traitComplexity] = float64(s.within+s.across) / fullComplexity
	is[traitDynamism] = c.Value(dynamism) / registry[dynamism].Max
	is[traitSize] = sim.Log(float64(s.n)/leastSize) / sim.Log(fullSize/leastSize)
	is[traitAge] = c.Value(yearsTogether) / fullAge
	is[traitRegulation] = c.Value(templateShare)
	is[traitPower] = c.Value(goalDispersion)
	for t := range is {
		is[t] = max(0, min(1, is[t])) // an absent trait stays absent
	}
	return is
}

// underApex says whether service i brings its matters to the one chief of the whole hospital.
func (h *Hospital) underApex(i ServiceID) bool {
	return h.supervision().apex && h.named(directSupervisionMechanism{}, h.poleOf[i])
}

// delegated is how far decisions are taken below the apex (vertical decentralisation): none where the chief of the hospital
// decides, the share that the contract delegates where there is one, all elsewhere; mean over services by activity.
func (h *Hospital) delegated() (sum float64) {
	for i, share := range h.share {
		p := h.poleOf[i]
		switch {
		case h.underApex(ServiceID(i)):
		case h.poles[p].contract:
			sum += float64(share * h.charter(p)(delegation))
		default:
			sum += share
		}
	}
	return sum
}

// span is for how many services a chief answers who decides, mean over the services that have such a chief by activity; NaN
// where none has.
func (h *Hospital) span() float64 {
	led, services := 0.0, 0.0
	for i, share := range h.share {
		p := h.poleOf[i]
		switch {
		case h.underApex(ServiceID(i)):
			services += float64(share * float64(h.n))
		case h.poles[p].authority > 0 || h.named(directSupervisionMechanism{}, p):
			services += float64(share * float64(h.poles[p].members))
		default:
			continue
		}
		led += share
	}
	return services / led
}

// staffOfTechnostructure is the posts of analysts and management control per service, whether or not anybody pays for them:
// analysts where a charter names templates; management control as it is staffed, else as is usual where there is a contract.
func (h *Hospital) staffOfTechnostructure() (posts float64) {
	v := h.config.Value
	if h.anyCharterNames(workProcessesMechanism{}) {
		posts = v(processesAnalysts) / v(processesPerPost) / float64(h.n)
	}
	if v(technostructureStaffed) != 0 {
		return posts + v(technostructurePosts)
	}
	for i, share := range h.share {
		if h.poles[h.poleOf[i]].contract {
			posts += float64(share * v(technostructureUsual))
		}
	}
	return posts
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
		off := math.Abs(is[t] - ideal[t])
		if math.IsNaN(off) { // one of the two is silent
			continue
		}
		distance[t.group()] += off
		count[t.group()]++
		if off > widest {
			widest, f.Misfit, f.Is, f.Ideal = off, traitWords[t].name, is[t], ideal[t]
		}
	}
	distance[MechanismTraits] *= float64(byNorms+1) / 2 // of shares: half the sum of differences, 1 if nothing is in common
	for g := range f.ByGroup {
		f.ByGroup[g] = 1 - distance[g]/count[g]
		f.Agreement += f.ByGroup[g] / float64(traitGroups)
	}
	return f
}
