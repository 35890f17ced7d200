package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// The charter of a pôle (French: règlement, contrat de pôle): what is steered, what is left open.
var (
	contract = declare(Parameter{Key: "governance.contract", Kind: Switch, Scope: PerPole, Default: 0,
		Help:   "Whether the pôle has a contract with objectives and indicators: opens search by results and ceremony.",
		Source: "ordinance 2005-406; Drucker 1954"})
	incentive = declare(Parameter{Key: "governance.incentive", Scope: PerPole, Unit: "weight", Default: 1.5, Min: 0, Max: 3,
		Help:   "Strength κ of what the contract makes depend on the indicator, before delegation and dilution by size.",
		Source: "assumption"})
	delegation = declare(Parameter{Key: "governance.delegation", Scope: PerPole, Unit: "share", Default: .8, Min: 0, Max: 1,
		Help:   "Share of the stakes of the contract that is delegated to the pôle (d).",
		Source: "assumption; law 2009-879 (HPST)"})
	ambiguity = declare(Parameter{Key: "governance.ambiguity", Scope: PerPole, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "Share of open agenda: an item of a pôle's meeting is open with this chance, else it follows the plan.",
		Source: "assumption; soft frames leave room to actors"})
	legitimacy = declare(Parameter{Key: "governance.legitimacy", Scope: PerPole, Unit: "index", Default: .4, Min: 0, Max: 1,
		Help:   "How far services accept the pôle as a place to settle things.",
		Source: "assumption, equal in all shipped governances; only the start where legitimacy.earned"})
	negotiatedShare = declare(Parameter{Key: "governance.negotiated_share", Scope: PerPole, Unit: "share", Default: .3, Min: 0, Max: 1,
		Help:   "Share of the objectives of a contract that is negotiated instead of imposed: below one half goals move away from the direction's.",
		Source: "assumption; Drucker 1954 on the manager's letter"})
)

// A pole is a pôle in force: its charter in the units of effectiveness, and its members.
type pole struct {
	contract   bool
	ambiguity  float64
	legitimacy float64
	negotiated float64 // share of the objectives of its contract that is negotiated, with what dialogue adds
	stake      float64 // κ·d/√n: what the contract adds to λ of who accepts it in full (the yearly cycle reckons it anew)
	paid       float64 // κ·d/√n: what of it is pay (likewise)
	blind      bool    // nothing is measured: the pôle's indicator shows nothing
	individual bool    // contracts are made with services: their own indicators are the lens
	constraint float64 // how much contract and envelope constrain the pôle, in [0, 1]; 0 without a yearly cycle and money
	noise      float64 // of the sum of its members' indicators, each weighted by activity
	agenda     agenda
	open       []int     // mechanisms on which its services may spend attention
	formal     []float64 // formal mix of attention, by mechanism; sums to 1 over those open
	members    int
	seat       SiteID // where it meets: the site with most of its activity

	// What the pôle as a social place puts into its charter; all 0 where there is no such thing.
	rotating     bool    // it meets on the sites of its members in turn
	pressure     float64 // κ·d of its contract, as a share of the most there is (the yearly cycle reckons it anew)
	imposed      float64 // share of the objectives of its contract that dialogue leaves imposed
	reinterprets float64 // share of the constraint that its chief puts into the services' own terms
	draw         float64 // logits by which more come to its meetings
	authority    float64 // chance that its chief settles an item of its meetings by decision
	guidance     float64 // share of what meetings miss that facilitation lets them hit on
	relief       float64 // share of the cost of distance that somebody on both sites takes away
}

// layPerimeter lays the perimeter in force over the services.
func (h *Hospital) layPerimeter(key sim.Key) {
	var names int
	h.poleOf, names = h.config.perimeter(h.poleOf, key)
	h.poles = slices.Grow(h.poles[:0], names)[:names]
}

// charter returns what reads the charter of pôle p.
func (h *Hospital) charter(p PoleID) func(ParameterID) float64 { return h.config.charter(p) }

// charter returns what reads the charter of pôle p. Pôles' own values hold under the given perimeter only.
func (c *Config) charter(p PoleID) func(ParameterID) float64 {
	if c.Value(perimeterUse) != 0 {
		return c.Value
	}
	return func(id ParameterID) float64 { return c.PoleValue(p, id) }
}

// readCharters reads the charter in force of each pôle.
func (h *Hospital) readCharters() {
	for p := range h.poles {
		value := h.charter(PoleID(p))
		into := &h.poles[p]
		h.poles[p] = pole{
			open: into.open, formal: into.formal,
			contract: value(contract) != 0, ambiguity: value(ambiguity), legitimacy: value(legitimacy),
			negotiated: negotiatedIn(value), agenda: agendaOf(value), imposed: 1 - negotiatedIn(value),
		}
		into.open = h.openTo(PoleID(p), into.open)
		into.formal = formalMix(value, into.open, into.formal)
		if into.contract {
			into.stake = value(incentive) * value(delegation)
			into.pressure = into.stake / registry[incentive].Max
		}
	}
	h.settlePoles()
}

// settlePoles reckons what follows from a pôle's members: its size, its seat, the noise of its indicator.
func (h *Hospital) settlePoles() {
	width := max(1, len(h.config.Sites))
	h.siteActivity = slices.Grow(h.siteActivity[:0], len(h.poles)*width)[:len(h.poles)*width]
	h.siteMembers = slices.Grow(h.siteMembers[:0], len(h.poles)*width)[:len(h.poles)*width]
	sites := h.siteActivity
	clear(sites)
	clear(h.siteMembers)
	for i, p := range h.poleOf {
		h.poles[p].members++
		at := int(p)*width + int(h.config.Services[i].Site)
		sites[at] += h.activity[i]
		h.siteMembers[at]++
	}
	h.reckonNoise()
	for p := range h.poles {
		pole := &h.poles[p]
		pole.stake /= math.Sqrt(float64(max(1, pole.members)))
		pole.paid = pole.stake
		best := sites[p*width : (p+1)*width]
		pole.seat = SiteID(slices.Index(best, slices.Max(best)))
	}
}

// reckonNoise reckons the noise of each pôle's sum of indicators.
func (h *Hospital) reckonNoise() {
	for p := range h.poles {
		h.poles[p].noise = 0
	}
	for i, p := range h.poleOf {
		noise := h.activity[i] * h.people[i].measurementNoise
		h.poles[p].noise += float64(noise * noise)
	}
	for p := range h.poles {
		h.poles[p].noise = math.Sqrt(h.poles[p].noise)
	}
}

// away is how far the meetings of its pôle are from service i.
func (h *Hospital) away(i ServiceID) float64 { return h.distanceTo(h.poleOf[i], i) }

// distanceTo is how far the meetings of pôle p are from service i: 1 on another site; where the pôle meets on the sites of
// its members in turn, the share of meetings on others.
func (h *Hospital) distanceTo(p PoleID, i ServiceID) float64 {
	site := h.config.Services[i].Site
	if pole := &h.poles[p]; !pole.rotating {
		return elsewhere(site != pole.seat)
	}
	width := max(1, len(h.config.Sites))
	return 1 - h.siteMembers[int(p)*width+int(site)]/float64(h.poles[p].members)
}
