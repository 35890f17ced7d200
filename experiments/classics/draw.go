package classics

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"polesim/experiments/moments"
	"polesim/experiments/plot"
)

// Draw draws a figure of the model from runs of a budget, with what was published of its points beside: the docks on a
// number of its quantity that stand at the same values of all parameters or, over time, what its lines know.
func (c *Classic) Draw(ctx context.Context, f *Figure, b Budget) (*plot.Figure, error) {
	d := drawing{classic: c, figure: f, budget: b}
	if err := d.measure(ctx); err != nil {
		return nil, fmt.Errorf("%s, figure %s: %w", c.Name, f.Name, err)
	}
	return plot.Docking(d.frame(), d.data)
}

// drawing is a figure in the making.
type drawing struct {
	classic *Classic
	figure  *Figure
	budget  Budget
	data    plot.DockingData
	sources []Source // of the docks that stand at points
}

// measure runs all points of the figure.
func (d *drawing) measure(ctx context.Context) error {
	q := &d.classic.Quantities[d.classic.quantity(d.figure.Quantity)]
	d.data = plot.DockingData{Outcome: plot.Outcome{Label: capital(q.Label), Unit: q.Unit}, Exact: true}
	if d.figure.Along == "" {
		return d.courses(ctx)
	}
	return d.points(ctx)
}

// points runs each line at each value of the parameter.
func (d *drawing) points(ctx context.Context) error {
	f, c := d.figure, d.classic
	p := &c.Parameters[c.parameter(f.Along)]
	d.data.Along = plot.FactorAxis{Label: p.Said(), Unit: p.Unit, Log: f.Log}
	if d.data.At = numbers(f.At); d.data.At == nil {
		d.data.Along.Levels = f.At
		for k := range f.At {
			d.data.At = append(d.data.At, float64(k))
		}
	}
	for _, l := range f.Lines {
		var line plot.Docked
		for k, value := range f.At {
			v, err := c.Read(append(slices.Clone(l.Set), f.Along+"="+value)...)
			if err != nil {
				return err
			}
			m, err := Measure(ctx, c, v, d.budget)
			if err != nil {
				return err
			}
			d.data.Exact = d.data.Exact && m.Exact
			line.Ours = append(line.Ours, m.Results[c.quantity(f.Quantity)].estimate())
			line.Known = append(line.Known, d.published(v, d.data.At[k])...)
		}
		d.data.Lines = append(d.data.Lines, line)
	}
	d.data.Known = Sources(d.sources)
	return nil
}

// numbers are values as numbers; nil where one is none.
func numbers(typed []string) (list []float64) {
	for _, t := range typed {
		v, err := strconv.ParseFloat(t, 64)
		if err != nil {
			return nil
		}
		list = append(list, v)
	}
	return list
}

// courses runs each line once and follows its main quantity over time.
func (d *drawing) courses(ctx context.Context) error {
	d.data.Band, d.data.Known = true, Sources([]Source{d.figure.KnownBy})
	d.data.Label = strings.TrimSuffix(d.data.Label, " at the end") // here it is that of each period
	d.data.Along = plot.FactorAxis{Label: "time", Unit: plural(d.figure.Time)}
	for _, l := range d.figure.Lines {
		v, err := d.classic.Read(l.Set...)
		if err != nil {
			return err
		}
		m, err := Measure(ctx, d.classic, v, d.budget)
		if err != nil {
			return err
		}
		d.data.Exact = d.data.Exact && m.Exact
		var line plot.Docked
		for t := range m.Course {
			if t == len(d.data.At) {
				d.data.At = append(d.data.At, float64(t))
			}
			line.Ours = append(line.Ours, resultOf(d.figure.Quantity, &m.Course[t], m.Exact).estimate())
		}
		for _, k := range l.Known {
			line.Known = append(line.Known, plot.KnownValue{At: k.Time, Value: k.Value, Half: normal95 * k.Error})
		}
		d.data.Lines = append(d.data.Lines, line)
	}
	for k := range d.data.Lines { // one that ends before the others stays as it was
		l := &d.data.Lines[k]
		for n := len(l.Ours); n > 0 && len(l.Ours) < len(d.data.At); {
			l.Ours = append(l.Ours, l.Ours[n-1])
		}
	}
	return nil
}

// normal95 is how many standard errors the 95 % interval of a published mean reaches to each side: of how many runs it is a
// mean is seldom said, and always many.
const normal95 = 1.96

// estimate is a result with its 95 % interval, which has no width where there is no error.
func (r Result) estimate() plot.Estimate {
	half := 0.0
	switch {
	case r.N == 0:
		return plot.Estimate{Mean: math.NaN(), Low: math.NaN(), High: math.NaN()}
	case r.StandardError > 0:
		half = moments.Student(r.N-1) * r.StandardError
	case math.IsNaN(r.StandardError):
		half = math.NaN()
	}
	return plot.Estimate{Mean: r.Value, Low: r.Value - half, High: r.Value + half, Pairs: r.N}
}

// published is what docks know of the figure's quantity at values of all parameters.
func (d *drawing) published(at Values, x float64) (known []plot.KnownValue) {
	for _, p := range d.classic.Published(d.figure.Quantity, at) {
		known = append(known, p.Along(x))
		d.sources = append(d.sources, p.Source)
	}
	return known
}

// A Published is what is known of a quantity at some values of the parameters.
type Published struct {
	Value  float64
	Error  float64 // standard error; 0 where it is exact
	Source Source
}

// Published returns what the docks know of a quantity at values of all parameters.
func (c *Classic) Published(quantity string, at Values) (list []Published) {
	for k := range c.Docks {
		d := &c.Docks[k]
		if d.Kind != Equals || d.Quantity != quantity {
			continue
		}
		v, err := c.Read(d.At...)
		if err != nil || !v.equal(at) {
			continue
		}
		scale := d.Scale
		if scale == 0 {
			scale = 1
		}
		list = append(list, Published{d.Published / scale, d.Error / scale, d.Source})
	}
	return list
}

// Along is the value as figures show it, at a place of the x axis.
func (p Published) Along(x float64) plot.KnownValue {
	return plot.KnownValue{At: x, Value: p.Value, Half: normal95 * p.Error}
}

// Sources says in the key of a figure how values are known: "known exactly or from an independent implementation".
func Sources(of []Source) string {
	of = slices.Compact(slices.Sorted(slices.Values(of)))
	words := make([]string, len(of))
	for k, s := range of {
		words[k] = [...]string{"exactly", "from the paper", "from published code", "from an independent implementation"}[s]
	}
	return "known " + strings.Join(words, " or ")
}

// equal says whether all parameters have the same values.
func (v Values) equal(other Values) bool {
	return v.of == other.of && slices.Equal(v.numbers, other.numbers) && slices.Equal(v.texts, other.texts)
}

// frame has the question, and beneath it at what values the model was run.
func (d *drawing) frame() plot.Frame {
	f := plot.Frame{Question: d.figure.Question, Note: d.note()}
	for _, l := range d.figure.Lines {
		f.Scenarios = append(f.Scenarios, l.Label)
	}
	return f
}

// note names the model and the values of the parameters that all points share.
func (d *drawing) note() string {
	var settings []Values
	for _, l := range d.figure.Lines {
		if v, err := d.classic.Read(l.Set...); err == nil { // measuring has said so if not
			settings = append(settings, v)
		}
	}
	return d.classic.Note(settings, d.figure.Along)
}

// Short is the paper as it is cited: "Fang, Lee & Schilling (2010)".
func (c *Classic) Short() string {
	authors, rest, _ := strings.Cut(c.Paper, " (")
	year, _, _ := strings.Cut(rest, ")")
	var names []string
	for _, part := range strings.FieldsFunc(authors, func(r rune) bool { return r == ',' || r == '&' }) {
		if part = strings.TrimSpace(part); part != "" && !strings.HasSuffix(part, ".") { // no initials
			names = append(names, part)
		}
	}
	cited := strings.Join(names, ", ")
	if last := len(names) - 1; last > 0 {
		cited = strings.Join(names[:last], ", ") + " & " + names[last]
	}
	return cited + " (" + year + ")"
}

// Note cites the model and lists the values of the parameters that settings share, besides those that vary otherwise and
// those that matter at none of them.
func (c *Classic) Note(settings []Values, vary ...string) string {
	var shared []string
	for i, p := range c.Parameters {
		differs := slices.ContainsFunc(settings, func(v Values) bool { return v.written(i) != settings[0].written(i) })
		matters := slices.ContainsFunc(settings, func(v Values) bool { return p.Matters == nil || p.Matters(v) })
		if differs || !matters || slices.Contains(vary, p.Name) {
			continue
		}
		written := settings[0].written(i)
		off := written == "no" || written == "0" && p.Standard() == "0"
		if !off && (p.Kind == Number || p.Kind == Count || written != p.Standard()) {
			shared = append(shared, p.Name+" = "+written)
		}
	}
	if len(shared) == 0 {
		return c.Short() + "."
	}
	return c.Short() + " with " + strings.Join(shared, ", ") + "."
}

// Said is the parameter with what it means, where that is short enough to stand along an axis.
func (p *Parameter) Said() string {
	const longest = 110 // letters
	help := strings.TrimSuffix(p.Help, ".")
	if help == "" || utf8.RuneCountInString(help) > longest || strings.Contains(help, ".") {
		return p.Name
	}
	return p.Name + ": " + strings.ToLower(help[:1]) + help[1:]
}

// capital begins a label.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// plural of a unit of time.
func plural(unit string) string {
	if unit == "" || strings.HasSuffix(unit, "s") {
		return unit
	}
	return unit + "s"
}
