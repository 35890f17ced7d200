package experiments

import (
	"math"

	"polesim/model"
)

// A Report is a summary for other programs to read.
type Report struct {
	Folder       string           `json:"folder,omitempty"`
	Digest       string           `json:"digest,omitempty"` // of all rows: equal if and only if all bits are
	Seed         uint64           `json:"seed"`
	Months       int              `json:"months"`
	Planned      int              `json:"planned"`
	Replications int              `json:"replications"`  // done and summed up
	SameHospital bool             `json:"same_hospital"` // whether all scenarios describe the same hospital at work
	Failed       int              `json:"failed"`        // left out
	Scenarios    []ReportScenario `json:"scenarios"`
	Outcomes     []ReportOutcome  `json:"outcomes"`
	Details      []DetailEstimate `json:"details,omitempty"` // services and pôles, if asked for
}

// ReportScenario names a scenario.
type ReportScenario struct {
	Name  string     `json:"name"`
	Title string     `json:"title"`
	Says  *ReportFit `json:"says,omitempty"` // the configuration it comes nearest to, by what it says of itself
	Does  *ReportFit `json:"does,omitempty"` // and by how time was in fact spent
}

// ReportOutcome is an outcome under each scenario, and its paired differences.
type ReportOutcome struct {
	Name        string             `json:"name"`
	Unit        string             `json:"unit"`
	Basis       string             `json:"basis,omitempty"`                // defensible or assumed, of numbers derived from the model's
	Between     string             `json:"basis_of_differences,omitempty"` // likewise, of differences between scenarios
	Equivalence float64            `json:"equivalence,omitempty"`          // the largest difference that is too small to matter, where one is stated
	Means       []ReportMean       `json:"means"`
	Differences []ReportDifference `json:"differences"`
}

// ReportMean is an outcome's mean under a scenario.
type ReportMean struct {
	Scenario string `json:"scenario"`
	Estimate
	Idle bool `json:"idle,omitempty"` // the number says nothing of this scenario: its part is off, pôles do not act …
}

// ReportDifference is the paired difference b − a.
type ReportDifference struct {
	A string `json:"a"`
	B string `json:"b"`
	Estimate
	Idle        bool     `json:"idle,omitempty"` // the difference says nothing
	PairingGain *float64 `json:"pairing_gain"`   // variance unpaired / paired; null if paired runs do not differ
}

// Report returns the summary with all outcomes.
func (s *Summary) Report() Report {
	r := Report{Seed: s.Plan.Seed, Months: s.Plan.Months, Planned: s.Plan.Replications, Replications: s.Count(), Failed: s.Failed,
		SameHospital: s.Plan.sameHospital()}
	for k, c := range s.Plan.Scenarios {
		scenario := ReportScenario{Name: c.Name, Title: c.Title}
		if s.Count() > 0 {
			says, does := reportFit(s.formalFit(k)), reportFit(s.effectiveFit(k))
			scenario.Says, scenario.Does = &says, &does
		}
		r.Scenarios = append(r.Scenarios, scenario)
	}
	r.Outcomes = []ReportOutcome{}
	for o, outcome := range model.Outcomes() {
		if s.Count() == 0 {
			break
		}
		out := ReportOutcome{Name: outcome.Name, Unit: outcome.Unit, Basis: outcome.Basis.String(),
			Between: basisBetween(outcome.Basis, outcome.Between), Equivalence: s.band(o),
			Differences: []ReportDifference{}}
		for k, c := range s.Plan.Scenarios {
			out.Means = append(out.Means, ReportMean{c.Name, s.Mean(k, o), !s.applies(k, o)})
		}
		for k, pair := range s.Pairs {
			d := ReportDifference{A: s.Plan.Scenarios[pair.A].Name, B: s.Plan.Scenarios[pair.B].Name, Estimate: s.Difference(k, o), Idle: !s.compares(k, o)}
			if g := s.PairingGain(k, o); g > 0 && !math.IsInf(g, 1) {
				d.PairingGain = &g
			}
			out.Differences = append(out.Differences, d)
		}
		r.Outcomes = append(r.Outcomes, out)
	}
	return r
}
