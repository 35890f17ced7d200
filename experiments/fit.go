package experiments

import (
	"fmt"
	"io"
	"math"
	"strings"

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

// A FitTopic explains how scenarios are held against Mintzberg's configurations.
type FitTopic struct {
	Key            string     `json:"key"`
	Help           string     `json:"help"`
	Configurations []string   `json:"configurations"`
	Traits         []FitTrait `json:"traits"`
}

// A FitTrait is one dimension of that.
type FitTrait struct {
	Name  string     `json:"name"`
	Group string     `json:"group"`
	Read  string     `json:"read"`
	Ideal []*float64 `json:"ideal"` // of each configuration; null where it leaves the trait open
}

const (
	fitKey  = "fit"
	fitHelp = "How far a scenario agrees with each of Mintzberg's configurations: traits from 0 to 1, 1 − mean distance from the " +
		"ideal type in each of three groups (of shares of time, to which the weights below are scaled: 1 − half the sum of distances), and the mean of the groups. A trait " +
		"on which the type or the scenario is silent is left out. The words of the types are Mintzberg's (1979, 1989), the numbers " +
		"this project's judgement of them: only their order means something. Nothing in the model makes what fits do better."
)

// FitTopicOf returns what explains fit, if that is the word.
func FitTopicOf(word string) (t FitTopic, ok bool) {
	if !strings.EqualFold(strings.TrimSpace(word), fitKey) {
		return t, false
	}
	t = FitTopic{Key: fitKey, Help: fitHelp}
	for _, c := range model.Configurations() {
		t.Configurations = append(t.Configurations, c.Name)
	}
	for _, trait := range model.Traits() {
		at := FitTrait{Name: trait.Name, Group: trait.Group.String(), Read: trait.Read}
		for _, v := range trait.Ideal {
			if math.IsNaN(v) {
				at.Ideal = append(at.Ideal, nil)
				continue
			}
			at.Ideal = append(at.Ideal, &v)
		}
		t.Traits = append(t.Traits, at)
	}
	return t, true
}

// Write writes what fit is, how each trait is read, and what each configuration has of it.
func (f FitTopic) Write(w io.Writer) error {
	t := &table{w: w, width: 100}
	t.printf("%s\n", f.Key)
	t.paragraph("  ", f.Help)
	header, rows := []string{""}, [][]string(nil)
	for k, name := range f.Configurations {
		header = append(header, letter(k))
		t.paragraph(fmt.Sprintf("  %s  ", letter(k)), name)
	}
	group := ""
	for _, trait := range f.Traits {
		if trait.Group != group {
			group = trait.Group
			t.printf("\n  %s\n", group)
		}
		t.paragraph(fmt.Sprintf("    %-23s  ", trait.Name), trait.Read)
		row := []string{trait.Name}
		for _, v := range trait.Ideal {
			text := "any"
			if v != nil {
				text = fmt.Sprintf("%.2f", *v)
			}
			row = append(row, text)
		}
		rows = append(rows, row)
	}
	t.grid(header, rows)
	return t.err
}
