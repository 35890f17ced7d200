package experiments

import (
	"slices"

	"polesim/model"
)

// smallestOfInterest is the share of the coordination gap below which a difference in care does not matter.
const smallestOfInterest = .05

// Outcomes that depend on the gap between uncoordinated and full-information search.
const (
	careName       = "care_effectiveness"
	shareOfGapName = "care_share_of_gap"
	aloneName      = "care_uncoordinated"
	wholeName      = "care_full_information"
)

// clearOfZero is how many of its standard deviations between runs the gap must lie above 0. Below, a run now and then has
// next to no gap, and shares of it run away.
const clearOfZero = 4

// ofPoles are outcomes of pôles as social places, which say nothing where a scenario's pôles are lines on a map.
var ofPoles = []string{"legitimacy", "gain_share", "belonging_pole", "pole_reputation", "pole_reputation_spread",
	"renewals", "services_moved", "services_asking", "services_moved_by_wish", "sites_per_pole", "pole_size_spread"}

// poleLife are the parameters of which one at least makes pôles more than that: they meet, have a contract or a chief who
// acts.
var poleLife = []string{"arenas.pole", "governance.contract", "chief.acts"}

// applies says whether an outcome says something of a scenario: the part to which it belongs is on, what it needs is in a
// month that counts, pôles act if it is one of pôles, and there is a gap to close if it is a share of that.
func (s *Summary) applies(scenario, outcome int) bool {
	o := model.Outcomes()[outcome]
	return s.Plan.counts(scenario, outcome) && (o.Name != shareOfGapName || s.hasGap(scenario))
}

// counts says whether a run's value of an outcome says something of a scenario.
func (p *Plan) counts(scenario, outcome int) bool {
	return p.has(scenario, model.Outcomes()[outcome]) && p.blueprint().Applies(scenario, outcome, p.Months/2, p.Months)
}

// has says whether a scenario has what an outcome reports of, at any time.
func (p *Plan) has(scenario int, o model.Outcome) bool {
	c := p.Scenarios[scenario]
	if !o.In(c) {
		return false
	}
	return !slices.Contains(ofPoles, o.Name) ||
		slices.ContainsFunc(poleLife, func(key string) bool { return model.Outcome{Part: key}.In(c) })
}

// hasGap says whether all runs of a scenario may be taken to have a gap.
func (s *Summary) hasGap(scenario int) bool {
	gap := estimateFrom(s.gaps[scenario])
	return gap.Mean > 0 && gap.Mean > clearOfZero*gap.SD
}

// compares says whether a difference in an outcome says something: the outcome does of both scenarios, and shares are of
// the same gap.
func (s *Summary) compares(pair, outcome int) bool {
	p := s.Pairs[pair]
	return s.applies(p.A, outcome) && s.applies(p.B, outcome) &&
		(model.Outcomes()[outcome].Name != shareOfGapName || s.Plan.sameHospital())
}

// band returns the largest difference in an outcome that is too small to matter, on one hospital; 0 where nobody has said.
func (s *Summary) band(outcome int) float64 {
	switch {
	case !s.Plan.sameHospital():
		return 0
	case model.Outcomes()[outcome].Name == careName:
		return smallestOfInterest * s.gap()
	case model.Outcomes()[outcome].Name == shareOfGapName && s.gap() > 0:
		return smallestOfInterest
	}
	return 0
}

// gap returns the coordination gap of the first scenario, which all have that describe the same hospital.
func (s *Summary) gap() float64 {
	return max(0, s.Mean(0, model.OutcomeIndex(wholeName)).Mean-s.Mean(0, model.OutcomeIndex(aloneName)).Mean)
}

// negligible says whether a difference is told to be too small to matter: its interval lies within the band.
func (e Estimate) negligible(band float64) bool {
	return e.N >= 2 && band > 0 && e.Low > -band && e.High < band && (e.Mean != 0 || e.SD != 0)
}
