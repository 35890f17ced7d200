package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"polesim/experiments/classics"
	"polesim/experiments/plot"
	"polesim/experiments/sensitivity"
	"polesim/experiments/store"
	"polesim/model"
)

// The most that a figure shows: beyond, it could not be read. Tables and JSON have all.
const (
	mostNamed  = 12 // factors of a screening, of indices, of responses
	mostPlaces = 40 // at which scenarios compete
)

// Draw draws the figures into a folder, as SVG and PNG with a caption each, and returns their names.
func (r *Report) Draw(dir string) (names []string, err error) {
	draw := func(suffix string, f *plot.Figure, err error) error {
		name := r.Method + "-" + r.Outcome + suffix
		if err == nil {
			err = f.Save(dir, name)
		}
		if err != nil {
			return fmt.Errorf("figure %s: %w", name, err)
		}
		names = append(names, name)
		return nil
	}
	for _, s := range r.Screenings {
		f, err := r.screening(s)
		if err := draw(r.suffix(s.What), f, err); err != nil {
			return names, err
		}
	}
	for _, x := range r.Indices {
		f, err := r.indices(x)
		if err := draw(r.suffix(x.What), f, err); err != nil {
			return names, err
		}
	}
	switch {
	case len(r.Responses) > 0 && r.lined():
		f, err := r.docking()
		return names, draw("", f, err)
	case len(r.Responses) > 0:
		f, err := r.responses()
		return names, draw(r.suffix(r.Responses[0].What), f, err)
	case r.Map != nil:
		f, err := r.mapOf()
		return names, draw(r.suffix(r.Map.What), f, err)
	case r.Contest != nil:
		f, err := r.winners()
		return names, draw("", f, err)
	}
	return names, nil
}

// suffix tells the figures of a study apart where it could have several of an outcome.
func (r *Report) suffix(m sensitivity.Measure) string {
	all := r.analysis.of.Scenarios
	switch {
	case m.Minus >= 0 && (len(all) > 2 || m.Minus > m.Of):
		return "-" + all[m.Minus] + "-" + all[m.Of]
	case m.Minus < 0 && len(all) > 1 && r.Method != sensitivity.MethodResponse:
		return "-" + all[m.Of]
	}
	return ""
}

// frame is that of a figure of all scenarios.
func (r *Report) frame(notes ...string) plot.Frame {
	s := &r.analysis.study.Manifest
	f := plot.Frame{Question: r.Title, Scenarios: r.analysis.of.Titles, Signs: signs(r.analysis.design.Scenarios)}
	if f.Question == "" {
		f.Question = "What do the points of the study show?"
	}
	runs := fmt.Sprint(s.Replications.Most)
	if u := s.Replications.Until; u != nil {
		runs = fmt.Sprintf("%d to %d", u.Least, s.Replications.Most)
	}
	f.Note = fmt.Sprintf("%d points of %s, n = %s runs of %d months at each.", s.Points, s.Sampler.Name, runs, r.analysis.design.Months)
	if c := r.analysis.design.Classic; c != nil { // models have an n of their own
		f.Note = fmt.Sprintf("%s. %d points of %s, %s runs at each.", c.Short(), s.Points, s.Sampler.Name, runs)
	}
	for _, n := range notes {
		if n != "" {
			f.Note += " " + n
		}
	}
	return f
}

// frameOf is that of a figure of one measure.
func (r *Report) frameOf(m sensitivity.Measure, notes ...string) plot.Frame {
	f := r.frame(notes...)
	shown := []int{m.Of}
	if m.Minus >= 0 {
		shown = []int{m.Minus, m.Of}
	}
	all := f
	f.Scenarios, f.Signs = nil, nil
	for _, k := range shown {
		f.Scenarios = append(f.Scenarios, all.Scenarios[k])
		if all.Signs != nil {
			f.Signs = append(f.Signs, all.Signs[k])
		}
	}
	return f
}

// signs gives each governance the sign that it has in the figures of the main job: no arena, contract, soft pôles. Where two
// scenarios would share one, none has any: they go by their places.
func signs(configs []*model.Config) []int {
	const alone, contract, soft = 0, 1, 2
	var list []int
	for _, c := range configs {
		value := func(key string) float64 {
			id, _ := model.Lookup(key)
			return c.Value(id)
		}
		kind := soft
		switch {
		case value("governance.contract") != 0:
			kind = contract
		case value("arenas.pole") == 0:
			kind = alone
		}
		if slices.Contains(list, kind) {
			return nil
		}
		list = append(list, kind)
	}
	return list
}

// outcome names the outcome as a reader would.
func (r *Report) outcome() plot.Outcome {
	at := slices.IndexFunc(r.analysis.of.Outcomes, func(c store.Column) bool { return c.Name == r.Outcome })
	out := plot.Outcome{Label: r.Outcome, Unit: r.analysis.of.Outcomes[at].Unit}
	if c := r.analysis.design.Classic; c != nil {
		k := slices.IndexFunc(c.Quantities, func(q classics.Quantity) bool { return q.Name == r.Outcome })
		out.Label = capital(c.Quantities[k].Label)
	} else if k := model.OutcomeIndex(r.Outcome); k >= 0 {
		out.Label = capital(model.Outcomes()[k].Label)
	}
	return out
}

// outcomeOf names the outcome of a measure, in its unit.
func (r *Report) outcomeOf(m sensitivity.Measure) plot.Outcome {
	out := r.outcome()
	out.Unit = r.data.Unit(m)
	return out
}

// capital begins a label.
func capital(label string) string { return strings.ToUpper(label[:1]) + label[1:] }

// measured names a measure: the outcome and, unless it is of the one model that the figure names anyway, whose it is.
func (r *Report) measured(m sensitivity.Measure) plot.Outcome {
	out, all := r.outcomeOf(m), r.analysis.of.Titles
	if r.analysis.design.Classic != nil {
		return out
	}
	out.Label += ", " + all[m.Of]
	if m.Minus >= 0 {
		out.Label += " − " + all[m.Minus]
	}
	return out
}

func estimate(i sensitivity.Interval, n int) plot.Estimate {
	return plot.Estimate{Mean: i.Value, Low: i.Low, High: i.High, Pairs: n}
}

func axis(f sensitivity.Factor) plot.FactorAxis {
	return plot.FactorAxis{Label: words(f.Name), Unit: f.Unit, Min: f.Min, Max: f.Max, Log: f.Log, Levels: f.Levels}
}

// words breaks a key where it can be read: "environment: template share".
func words(name string) string { return strings.NewReplacer(".", ": ", "_", " ").Replace(name) }

// named is a factor by its words, with its unit.
func named(f sensitivity.Factor) string {
	f.Name = words(f.Name)
	return f.Words()
}

// readable breaks the names of factors in a text.
func (r *Report) readable(text string) string {
	factors := slices.Clone(r.analysis.of.Factors)
	slices.SortStableFunc(factors, func(a, b sensitivity.Factor) int { return len(b.Name) - len(a.Name) })
	for _, f := range factors {
		text = strings.ReplaceAll(text, f.Name, words(f.Name))
	}
	return text
}

// spaced gives cells at values that are not evenly spaced the same room each, under their names.
func spaced(f *sensitivity.Factor, parts []sensitivity.Slice, at func(*sensitivity.Slice) *[]float64) {
	values := *at(&parts[0])
	if len(values) < 3 || len(values) > mostNamed || len(f.Levels) > 0 {
		return
	}
	along := func(k int) float64 {
		if f.Log {
			return math.Log(values[k])
		}
		return values[k]
	}
	least, most := math.Inf(1), 0.0
	for k := 1; k < len(values); k++ {
		gap := along(k) - along(k-1)
		least, most = min(least, gap), max(most, gap)
	}
	if most < 1.5*least {
		return
	}
	places := make([]float64, len(values))
	for k, v := range values {
		places[k], f.Levels = float64(k), append(f.Levels, strconv.FormatFloat(v, 'g', 6, 64))
	}
	f.Log = false
	for k := range parts {
		*at(&parts[k]) = places
	}
}

// shown says that not all factors are.
func shown(all int, which string) string {
	if all <= mostNamed {
		return ""
	}
	return fmt.Sprintf("Shown are the %d of %d factors %s.", mostNamed, all, which)
}

func (r *Report) screening(s *sensitivity.Screening) (*plot.Figure, error) {
	var factors []plot.Screened
	for _, f := range s.Factors[:min(len(s.Factors), mostNamed)] {
		factors = append(factors, plot.Screened{Factor: named(f.Factor), MuStar: estimate(f.MuStar, f.N), Sigma: f.Sigma.Value, Noise: float64(f.Noise)})
	}
	f := r.frameOf(s.What, r.measured(s.What).Label+".", shown(len(s.Factors), "that move it most"))
	return plot.Screening(f, r.measured(s.What), factors, s.Gaps.String())
}

func (r *Report) indices(x *sensitivity.Indices) (*plot.Figure, error) {
	var factors []plot.Index
	for _, f := range x.Factors[:min(len(x.Factors), mostNamed)] {
		factors = append(factors, plot.Index{Factor: named(f.Factor), First: estimate(f.First, x.Base), Total: estimate(f.Total, x.Base)})
	}
	var more []string
	if v := float64(x.Noise); !math.IsNaN(v) {
		more = append(more, fmt.Sprintf("The noise of the points' means is %.2g %% of the variance.", 100*v))
	}
	if gaps := x.Gaps.String(); gaps != "" {
		more = append(more, gaps)
	}
	f := r.frameOf(x.What, r.measured(x.What).Label+".", shown(len(x.Factors), "with the largest total"))
	return plot.Indices(f, r.measured(x.What), x.Base, factors, more...)
}

// responses has the difference, or a line for each scenario.
func (r *Report) responses() (*plot.Figure, error) {
	first := r.Responses[0]
	d := plot.ResponseData{Outcome: r.outcomeOf(first.What), Gaps: first.Gaps.String()}
	if m := first.What; m.Minus >= 0 {
		d.Difference = &plot.Comparison{A: m.Minus, B: m.Of}
	}
	for _, f := range r.telling() {
		to := plot.Response{Factor: axis(first.Factors[f].Factor), Smooth: first.Factors[f].Smooth}
		for _, p := range first.Factors[f].At {
			to.At = append(to.At, p.Value)
		}
		for _, x := range r.Responses {
			to.Lines = append(to.Lines, along(to.At, x.Factors[f].At))
		}
		if to.Smooth {
			d.How = "Curves: local linear fits, the mean over all other factors."
		}
		d.Factors = append(d.Factors, to)
	}
	return plot.Responses(r.frame(shown(len(first.Factors), "that it follows most")), d)
}

// telling are the factors to be shown, in the order of the design: those with the widest span where they are too many.
func (r *Report) telling() []int {
	span := make([]float64, len(r.Responses[0].Factors))
	order := make([]int, len(span))
	for f := range span {
		order[f] = f
		for _, x := range r.Responses {
			span[f] = max(span[f], x.Factors[f].Span())
		}
	}
	if len(order) > mostNamed {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(span[b], span[a]) })
		order = order[:mostNamed]
		slices.Sort(order)
	}
	return order
}

// along finds the means at values; those of a scenario that failed wherever a factor has a value are none.
func along(values []float64, places []sensitivity.Place) []plot.Estimate {
	line := make([]plot.Estimate, len(values))
	for k, v := range values {
		line[k] = plot.Estimate{Mean: math.NaN(), Low: math.NaN(), High: math.NaN()}
		if at := slices.IndexFunc(places, func(p sensitivity.Place) bool { return p.Value == v }); at >= 0 {
			line[k] = estimate(places[at].Interval, places[at].N)
		}
	}
	return line
}

func (r *Report) mapOf() (*plot.Figure, error) {
	m := *r.Map
	if m.Slices = slices.Clone(m.Slices); !m.Smooth {
		spaced(&m.X, m.Slices, func(s *sensitivity.Slice) *[]float64 { return &s.Xs })
		spaced(&m.Y, m.Slices, func(s *sensitivity.Slice) *[]float64 { return &s.Ys })
	}
	d := plot.MapData{Outcome: r.outcomeOf(m.What), Comparison: plot.Comparison{A: m.What.Minus, B: m.What.Of}, X: axis(m.X), Y: axis(m.Y),
		Smooth: m.Smooth, Gaps: m.Gaps.String()}
	if m.Smooth {
		d.How = fmt.Sprintf("Cells: local linear fit (reach %.0f %% of each range)", 100*float64(m.Reach))
	}
	if len(m.Others) > 0 {
		if d.How == "" {
			d.How = "Cells: means"
		}
		d.How += ", mean over " + r.readable(strings.Join(m.Others, ", "))
	}
	for _, s := range m.Slices {
		to := plot.MapSlice{Of: r.readable(s.Of), N: s.N, Xs: s.Xs, Ys: s.Ys}
		for _, row := range s.Cells {
			var cells []plot.Estimate
			for _, c := range row {
				cells = append(cells, estimate(c.Interval, c.N))
			}
			to.Cells = append(to.Cells, cells)
		}
		d.Slices = append(d.Slices, to)
	}
	return plot.Map(r.frame(), d)
}

func (r *Report) winners() (*plot.Figure, error) {
	c := r.Contest
	d := plot.WinnersData{Outcome: r.outcome(), Lowest: c.Lowest, Gaps: c.Gaps.String()}
	for _, p := range c.Points {
		to := plot.Contest{Name: r.readable(p.Name), Best: p.Best, Among: p.Among}
		by, expected := r.analysis.design.Expected(p.Index)
		d.Foreseen = cmp.Or(d.Foreseen, by)
		for _, name := range expected {
			to.Expected = append(to.Expected, slices.Index(r.analysis.of.Scenarios, name))
		}
		for _, m := range p.Means {
			to.Means = append(to.Means, estimate(m, p.N))
		}
		d.Contests = append(d.Contests, to)
	}
	return plot.Winners(r.frame(d.Label+"."), d)
}

// Drawable says why figures of the analysis could not be read; nil if they can.
func (a *Analysis) Drawable() error {
	switch {
	case a.Method == sensitivity.MethodBest && a.of.Points > mostPlaces:
		return fmt.Errorf("a figure of method best has a row for each point, and %d are too many to read (at most %d): use response, or polesim study analyse", a.of.Points, mostPlaces)
	case len(a.of.Scenarios) > plot.MaxScenarios && (a.Method == sensitivity.MethodBest || a.Method == sensitivity.MethodResponse):
		return fmt.Errorf("%d scenarios are too many for a figure (at most %d): use polesim study analyse", len(a.of.Scenarios), plot.MaxScenarios)
	}
	return nil
}
