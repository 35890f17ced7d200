// Package report makes of the folder of a study what a user asks of it: tables, JSON and figures.
//
// By task:
//
//   - ask, or be told what can be asked: [Prepare]
//   - read the rows and analyse them: [Analysis.Make]
//   - write what came of it: [Report.WriteTable]; as JSON: [Report]; as figures: [Report.Draw]
//
// The package ties a study and its design to the analyses of package sensitivity and these to the figures of package
// plot. It computes nothing itself.
package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"polesim/experiments/design"
	"polesim/experiments/sensitivity"
	"polesim/experiments/store"
	"polesim/experiments/study"
	"polesim/model"
	"polesim/scenarios"
)

// An Ask is what a user wants to know. What is left out is chosen.
type Ask struct {
	Method  string   // of package sensitivity
	Outcome string   // by name
	Between []string // two scenarios, of which the second less the first is looked at; none: by their number
	Lowest  bool     // the lowest value is best
}

// An Analysis is an ask that a study can answer.
type Analysis struct {
	Ask
	study  *study.Study
	design *design.Design
	of     sensitivity.Study
}

// A Report is the answer.
type Report struct {
	Title   string `json:"title"`
	Method  string `json:"method"`
	Outcome string `json:"outcome"`

	Screenings []*sensitivity.Screening `json:"screenings,omitempty"` // by measure: the difference, or the level of each scenario
	Indices    []*sensitivity.Indices   `json:"indices,omitempty"`
	Responses  []*sensitivity.Responses `json:"responses,omitempty"`
	Map        *sensitivity.Map         `json:"map,omitempty"`
	Contest    *sensitivity.Contest     `json:"contest,omitempty"`

	analysis *Analysis
	data     *sensitivity.Data
}

// Prepare chooses what the ask leaves out. Its errors are what a study cannot answer, and say what it can.
func Prepare(s *study.Study, d *design.Design, ask Ask) (*Analysis, error) {
	a := &Analysis{Ask: ask, study: s, design: d, of: planned(s, d)}
	if err := a.chooseMethod(); err != nil {
		return nil, err
	}
	if err := a.chooseOutcome(); err != nil {
		return nil, err
	}
	return a, a.chooseBetween()
}

func (a *Analysis) chooseMethod() error {
	if a.Method != "" {
		return sensitivity.Fits(a.Method, a.of)
	}
	fit := sensitivity.Methods(a.of)
	if len(a.Between) > 0 { // the best of all is not asked for
		fit = slices.DeleteFunc(fit, func(m string) bool { return m == sensitivity.MethodBest })
	}
	if len(a.of.Scenarios) > 2 && len(a.Between) == 0 { // a map is of two
		fit = slices.DeleteFunc(fit, func(m string) bool { return m == sensitivity.MethodMap })
	}
	if len(fit) == 0 {
		return fmt.Errorf("no analysis fits a study of %d factors and %d scenarios sampled by %s", len(a.of.Factors), len(a.of.Scenarios), a.of.Sampler)
	}
	a.Method = fit[0]
	return nil
}

func (a *Analysis) chooseOutcome() error {
	var names []string
	for _, c := range a.of.Outcomes {
		names = append(names, c.Name)
	}
	if a.Outcome == "" {
		a.Outcome = names[0]
	}
	if !slices.Contains(names, a.Outcome) {
		return fmt.Errorf("the study keeps no outcome %q.%s It has %s", a.Outcome, scenarios.DidYouMean(a.Outcome, names), some(names))
	}
	return nil
}

func (a *Analysis) chooseBetween() error {
	all := a.of.Scenarios
	if a.Method == sensitivity.MethodBest {
		if len(a.Between) > 0 {
			return fmt.Errorf("best compares all scenarios: leave out which two, or use another method")
		}
		return nil
	}
	if a.Lowest {
		return fmt.Errorf("the lowest value matters to method best alone, not to %s", a.Method)
	}
	if len(a.Between) == 0 {
		if len(all) == 2 {
			a.Between = all
		} else if a.Method == sensitivity.MethodMap {
			return fmt.Errorf("map compares two scenarios: name them, of %s", some(all))
		}
		return nil
	}
	if len(a.Between) != 2 || a.Between[0] == a.Between[1] {
		return fmt.Errorf("expected two different scenarios, A,B, of %s; got %s", some(all), strings.Join(a.Between, ","))
	}
	for _, name := range a.Between {
		if !slices.Contains(all, name) {
			return fmt.Errorf("the study has no scenario %q.%s It has %s", name, scenarios.DidYouMean(name, all), some(all))
		}
	}
	return nil
}

// some lists names, not all if there are too many to read.
func some(names []string) string {
	const most = 12
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}

// planned is what an analysis has to know of a study.
func planned(s *study.Study, d *design.Design) sensitivity.Study {
	m := &s.Manifest
	of := sensitivity.Study{Title: m.Title, Scenarios: m.Rows, Sampler: m.Sampler.Name, Outcomes: m.Columns, Seed: m.Seed,
		Points: m.Points, Common: !m.OwnNumbers}
	for _, c := range d.Scenarios {
		of.Titles = append(of.Titles, c.Title)
	}
	if d.Classic != nil {
		of.Titles = []string{d.Classic.Title}
	}
	for i := range d.Factors {
		of.Factors = append(of.Factors, factorOf(&d.Factors[i]))
	}
	if m.Replications.Until == nil {
		of.Runs = m.Replications.Most
	}
	for _, c := range m.Columns {
		unit := c.Unit
		if o := model.OutcomeIndex(c.Name); o >= 0 && d.Classic == nil {
			unit = model.Outcomes()[o].UnitsBetween()
		}
		of.Between = append(of.Between, unit)
	}
	of.At = func(point int, unit, values []float64) {
		d.Sampler.At(point, unit)
		for f, v := range d.Values(point) {
			values[f] = v.Number
		}
	}
	return of
}

// factorOf keeps the names of levels only where these are no numbers.
func factorOf(f *design.Factor) sensitivity.Factor {
	to := sensitivity.Factor{Name: f.Name, Unit: f.Unit, Min: f.Low, Max: f.High, Log: f.Log, Category: f.Categorical()}
	numbers := !f.Categorical()
	for k, l := range f.Levels {
		v, err := strconv.ParseFloat(l.Name, 64)
		numbers = numbers && err == nil && v == l.Number
		if k == 0 {
			to.Min, to.Max = l.Number, l.Number
		}
		to.Min, to.Max = min(to.Min, l.Number), max(to.Max, l.Number)
	}
	if len(f.Levels) > 0 && !numbers {
		to.Min, to.Max, to.Unit = 0, float64(len(f.Levels)-1), ""
		for _, l := range f.Levels {
			to.Levels = append(to.Levels, l.Name)
		}
	}
	return to
}

// Make reads the rows of the study, merged or not, and analyses them.
func (a *Analysis) Make() (*Report, error) {
	data, err := a.gather()
	if err != nil {
		return nil, err
	}
	r := &Report{Title: a.of.Title, Method: a.Method, Outcome: a.Outcome, analysis: a, data: data}
	if a.Method == sensitivity.MethodBest {
		r.Contest, err = sensitivity.Best(data, a.Outcome, a.Lowest)
		return r, err
	}
	measures, err := a.measures(data)
	if err != nil {
		return nil, err
	}
	for _, m := range measures {
		if err := r.add(data, m); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// gather turns the rows into points.
func (a *Analysis) gather() (*sensitivity.Data, error) {
	levels := sensitivity.AllScenarios(len(a.of.Scenarios))
	var pairs []sensitivity.Pair
	switch {
	case a.Method == sensitivity.MethodBest:
		pairs = sensitivity.AllPairs(len(a.of.Scenarios))
	case len(a.Between) == 2:
		first, second := a.pair()
		levels, pairs = nil, []sensitivity.Pair{{A: first, B: second}}
	}
	g, err := sensitivity.Gather(a.of, []string{a.Outcome}, levels, pairs)
	if err != nil {
		return nil, err
	}
	for row, err := range a.study.Rows() {
		if err == nil {
			err = g.Add(sensitivity.Row{Point: row.Point, Replication: row.Replication, Scenario: row.Scenario, Failed: row.Status != store.Done, Values: row.Values})
		}
		if err != nil {
			return nil, err
		}
	}
	return g.Data(), nil
}

// pair returns the places of the two scenarios.
func (a *Analysis) pair() (first, second int) {
	return slices.Index(a.of.Scenarios, a.Between[0]), slices.Index(a.of.Scenarios, a.Between[1])
}

// measures are the difference asked for, or the level of each scenario.
func (a *Analysis) measures(d *sensitivity.Data) (list []sensitivity.Measure, err error) {
	if len(a.Between) == 2 {
		m, err := d.Difference(a.Outcome, a.Between[1], a.Between[0])
		return []sensitivity.Measure{m}, err
	}
	for _, name := range a.of.Scenarios {
		m, err := d.Level(a.Outcome, name)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// add analyses a measure.
func (r *Report) add(d *sensitivity.Data, m sensitivity.Measure) (err error) {
	switch r.Method {
	case sensitivity.MethodMorris:
		var s *sensitivity.Screening
		s, err = sensitivity.Morris(d, m)
		r.Screenings = append(r.Screenings, s)
	case sensitivity.MethodSobol:
		var x *sensitivity.Indices
		x, err = sensitivity.Sobol(d, m)
		r.Indices = append(r.Indices, x)
	case sensitivity.MethodResponse:
		var x *sensitivity.Responses
		x, err = sensitivity.Respond(d, m)
		r.Responses = append(r.Responses, x)
	case sensitivity.MethodMap:
		x, y, third := sensitivity.Axes(d.Study)
		r.Map, err = sensitivity.MapOf(d, m, x, y, third)
	}
	return err
}

// WriteTable writes a table for each measure.
func (r *Report) WriteTable(w io.Writer) error {
	for k, t := range r.tables() {
		if k > 0 {
			fmt.Fprintln(w)
		}
		if err := t.WriteTable(w); err != nil {
			return err
		}
	}
	return nil
}

// A tabled analysis writes itself as a table.
type tabled interface{ WriteTable(io.Writer) error }

func (r *Report) tables() (all []tabled) {
	for _, x := range r.Screenings {
		all = append(all, x)
	}
	for _, x := range r.Indices {
		all = append(all, x)
	}
	for _, x := range r.Responses {
		all = append(all, x)
	}
	if r.Map != nil {
		all = append(all, r.Map)
	}
	if r.Contest != nil {
		all = append(all, r.Contest)
	}
	return all
}
