package report

import (
	"math"
	"slices"
	"strings"

	"polesim/experiments/classics"
	"polesim/experiments/moments"
	"polesim/experiments/plot"
	"polesim/experiments/sensitivity"
)

// lined says whether the points of a published model are lines along a parameter: those of a grid of one factor, or of two
// of which one has few levels.
func (r *Report) lined() bool {
	d := r.analysis.design
	if d.Classic == nil || d.Sampler.Name() != "grid" {
		return false
	}
	return len(d.Factors) == 1 || len(d.Factors) == 2 && len(d.Factors[r.across()].Levels) <= plot.MaxScenarios
}

// across is the place of the factor whose levels are lines: of two, the one without order or else with fewer levels.
func (r *Report) across() int {
	first, second := &r.analysis.design.Factors[0], &r.analysis.design.Factors[1]
	if first.Categorical() && !second.Categorical() || first.Categorical() == second.Categorical() && len(first.Levels) < len(second.Levels) {
		return 0
	}
	return 1
}

// docking draws means along a parameter, with what was published beside.
func (r *Report) docking() (*plot.Figure, error) { return plot.Docking(r.lines()) }

// lines are the means along a parameter, a line for each level of the other, with what was published at the same values of all
// parameters.
func (r *Report) lines() (plot.Frame, plot.DockingData) {
	design, along, across := r.analysis.design, 0, -1
	f := r.frame()
	if len(design.Factors) == 2 {
		across = r.across()
		along = 1 - across
		f.Scenarios = nil
		for _, l := range design.Factors[across].Levels {
			name := l.Name
			if !design.Factors[across].Categorical() {
				name = words(design.Factors[across].Name) + " = " + name
			}
			f.Scenarios = append(f.Scenarios, name)
		}
	}
	factor := r.analysis.of.Factors[along]
	d := plot.DockingData{Outcome: r.outcome(), Along: axis(factor), Band: len(factor.Levels) == 0, Lines: make([]plot.Docked, len(f.Scenarios)), Exact: true}
	if said := design.Said(along); said != "" {
		d.Along.Label = said
	}
	places := make([]float64, len(design.Factors[along].Levels)) // by level
	for k, l := range design.Factors[along].Levels {
		if places[k] = l.Number; len(factor.Levels) > 0 {
			places[k] = float64(k)
		}
	}
	d.At = slices.Sorted(slices.Values(places))
	for k := range d.Lines {
		d.Lines[k].Ours = slices.Repeat([]plot.Estimate{{Mean: math.NaN(), Low: math.NaN(), High: math.NaN()}}, len(d.At))
	}
	var sources []classics.Source
	var settings []classics.Values
	for i := range r.data.Len() {
		p := r.data.Point(i)
		line := &d.Lines[0]
		if across >= 0 {
			line = &d.Lines[design.LevelAt(p.Index, across)]
		}
		x := places[design.LevelAt(p.Index, along)]
		ours := &line.Ours[slices.Index(d.At, x)]
		v, _ := r.data.Mean(p, sensitivity.Measure{Of: 0, Minus: -1})
		*ours = mean(v)
		set, err := design.ClassicValues(p.Index)
		if err != nil {
			continue // its runs failed of it
		}
		settings = append(settings, set)
		if n := cases(design.Classic, set); n > 0 {
			ours.Pairs = n
		} else {
			d.Exact = false
		}
		for _, known := range design.Classic.Published(r.Outcome, set) {
			line.Known, sources = append(line.Known, known.Along(x)), append(sources, known.Source)
		}
	}
	f.Note = design.Classic.Note(settings) + strings.TrimPrefix(f.Note, design.Classic.Short()+".")
	d.Known = classics.Sources(sources)
	return f, d
}

// cases is how many cases a run of a model without chance is the mean of; 0 where there is chance.
func cases(c *classics.Classic, v classics.Values) int {
	r, err := c.New(v)
	if err != nil {
		return 0
	}
	if exact, ok := r.(classics.Enumerated); ok {
		return exact.Cases()
	}
	return 0
}

// mean is that of a point with its 95 % interval.
func mean(m sensitivity.Mean) plot.Estimate {
	half := math.NaN()
	if m.N > 1 {
		half = moments.Student(m.N-1) * m.SE
	}
	return plot.Estimate{Mean: m.Mean, Low: m.Mean - half, High: m.Mean + half, Pairs: m.N}
}
