package experiments

import (
	"fmt"

	"polesim/model"
)

// A ReportFit is how near a scenario is to one of Mintzberg's configurations.
type ReportFit struct {
	Configuration string  `json:"configuration"`
	Agreement     float64 `json:"agreement"`     // mean of the three, in [0, 1]
	Mechanisms    float64 `json:"mechanisms"`    //
	Structure     float64 `json:"structure"`     //
	Contingencies float64 `json:"contingencies"` //
	Misfit        string  `json:"misfit"`        // the trait that agrees least
}

func reportFit(f model.Fit) ReportFit {
	return ReportFit{f.Name, f.Agreement, f.ByGroup[model.MechanismTraits], f.ByGroup[model.StructureTraits],
		f.ByGroup[model.ContingencyTraits], f.Misfit}
}

// formalFit is the configuration that a scenario comes nearest to by what it says of itself.
func (s *Summary) formalFit(scenario int) model.Fit { return s.Plan.blueprint().Fits(scenario)[0] }

// effectiveFit is the one it comes nearest to by how time was in fact spent.
func (s *Summary) effectiveFit(scenario int) model.Fit {
	var shares []float64
	for _, name := range model.MechanismNames() {
		shares = append(shares, s.Mean(scenario, model.OutcomeIndex("share_"+name)).Mean)
	}
	return s.Plan.blueprint().EffectiveFits(scenario, shares)[0]
}

// writeFits prints which configuration each scenario comes nearest to.
func (s *Summary) writeFits(t *table) {
	t.printf("\n")
	t.paragraph("", `Nearest of Mintzberg's configurations: agreement from 0 to 1, by this project's reading of the ideal types. `+
		`"Says" goes by what a scenario says of itself, "does" by how time was in fact spent; where "does" is missing, both come to the same.`)
	var rows [][]string
	for k := range s.Plan.Scenarios {
		says := s.formalFit(k)
		rows = append(rows, fitRow(letter(k)+" says", says))
		if does := s.effectiveFit(k); does.Name != says.Name {
			rows = append(rows, fitRow(letter(k)+" does", does))
		}
	}
	t.grid([]string{"", "configuration", "agrees", "mechanisms", "structure", "contingencies", "agrees least in (is, ideal)"}, rows)
}

func fitRow(who string, f model.Fit) []string {
	row := []string{who, f.Name, fmt.Sprintf("%.2f", f.Agreement)}
	for _, agreement := range f.ByGroup {
		row = append(row, fmt.Sprintf("%.2f", agreement))
	}
	return append(row, fmt.Sprintf("%s (%.2f, %.2f)", f.Misfit, f.Is, f.Ideal))
}
