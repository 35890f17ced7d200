package plot

import (
	"fmt"
	"math"
	"slices"
	"strings"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Response is how a measure follows one factor, under each scenario that is shown.
type Response struct {
	Factor FactorAxis
	Smooth bool         // a curve with a band; otherwise a mean at each value, with a whisker
	At     []float64    // values of the factor
	Lines  [][]Estimate // by line, then value; Pairs: points behind it
}

// ResponseData is what [Responses] draws: one panel per factor, on a shared axis of values.
type ResponseData struct {
	Outcome
	Difference  *Comparison // of which one line tells; nil: a line for each scenario
	Equivalence float64     // of a difference: the largest that does not matter; 0: none stated
	Factors     []Response
	How, Gaps   string // in sentences
}

// Responses shows how an outcome, or the difference between two scenarios, follows each factor while all others vary.
func Responses(f Frame, d ResponseData) (*Figure, error) {
	if err := f.refuses("responses", something(len(d.Factors))); err != nil {
		return nil, err
	}
	lines := len(f.Scenarios)
	if c := d.Difference; c != nil {
		if lines = 1; min(c.A, c.B) < 0 || max(c.A, c.B) >= len(f.Scenarios) || c.A == c.B {
			return nil, fmt.Errorf("responses: cannot compare scenario %d with %d of %d", c.B+1, c.A+1, len(f.Scenarios))
		}
	}
	for _, r := range d.Factors {
		if len(r.Lines) != lines || slices.ContainsFunc(r.Lines, func(l []Estimate) bool { return len(l) != len(r.At) }) {
			return nil, fmt.Errorf("responses: %s: lines do not fit %d values of %d lines", r.Factor.Label, len(r.At), lines)
		}
	}
	s := responses{frame: f, data: d}
	s.arrange()
	return &Figure{
		Caption: s.caption(), question: f.Question, note: f.Note, key: s.key(), reading: s.reading(),
		body: s.layout.total(len(d.Factors)), draw: s.draw,
	}, nil
}

// responses is the figure in the making.
type responses struct {
	frame  Frame
	data   ResponseData
	y      scale
	head   []string // what is measured, above the panels
	layout layout
}

func (s *responses) arrange() {
	n := len(s.data.Factors)
	s.layout = layout{cols: min(n, 3), height: 110, gapX: 12, gapY: 8, pad: padding{left: 4, right: 6, top: 8, bottom: 18}}
	if n == 2 || n == 4 {
		s.layout.cols, s.layout.height = 2, 140
	}
	if n == 1 {
		s.layout.height = 190
	}
	s.y = s.values()
	for _, t := range s.y.ticks {
		s.layout.left = max(s.layout.left, plainFace.Width(t.Label)+6)
	}
	what := Outcome{s.data.Label, s.y.unit(s.data.Unit)}.named()
	if c := s.data.Difference; c != nil {
		what += ": " + s.frame.Scenarios[c.B] + " − " + s.frame.Scenarios[c.A]
	}
	s.head = plainFace.wrap("↑ "+what, inner)
	s.layout.strip = plainFace.leading * vg.Length(len(s.head))
	width := s.layout.dataWidth(inner)
	for _, r := range s.data.Factors {
		s.layout.pad.top = max(s.layout.pad.top, 8+strong.leading*vg.Length(len(s.title(r, width))))
	}
}

// title names a factor, with its levels where these are numbered.
func (s *responses) title(r Response, width vg.Length) []string {
	return strong.wrap(r.Factor.on(r.axis(width)), width)
}

// axis is that of a factor: levels beside each other, a range along its whole length.
func (r Response) axis(width vg.Length) scale {
	if !r.Smooth {
		return r.Factor.scale(r.At, width, false)
	}
	lo, hi := r.Factor.along(r.At[0]), r.Factor.along(r.At[len(r.At)-1])
	if r.Factor.Log {
		return scale{min: lo, max: hi, ticks: logTicks(lo, hi, width)}
	}
	return newScale(lo, hi, width)
}

// values is the axis that all panels share.
func (s *responses) values() scale {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, r := range s.data.Factors {
		for _, line := range r.Lines {
			for _, e := range line {
				for _, v := range []float64{e.Mean, e.Low, e.High} {
					if finite(v) {
						lo, hi = math.Min(lo, v), math.Max(hi, v)
					}
				}
			}
		}
	}
	if s.data.Difference != nil {
		lo, hi = math.Min(lo, 0), math.Max(hi, 0)
		if eq := math.Min(s.data.Equivalence, 1.3*math.Max(hi, -lo)); eq > 0 {
			lo, hi = math.Min(lo, -eq), math.Max(hi, eq)
		}
	}
	if lo > hi {
		lo, hi = 0, 1
	}
	lo, hi = padded(lo, hi, 0.05)
	return newVerticalScale(lo, hi, s.layout.height)
}

func (s *responses) draw(c draw.Canvas) {
	plainFace.writeLines(c, ink, vg.Point{X: c.Min.X, Y: c.Max.Y + 4}, fromLeft, s.head)
	for i, area := range s.layout.areas(len(s.data.Factors), c.Rectangle) {
		r := s.data.Factors[i]
		p := panel{area: area, x: r.axis(area.Size().X), y: s.y, title: s.title(r, area.Size().X), bareY: i%s.layout.cols != 0}
		if s.data.Difference != nil {
			p.layers = append(p.layers, level{-s.data.Equivalence, s.data.Equivalence})
		}
		for k, line := range r.Lines {
			p.layers = append(p.layers, s.line(r, k, line)...)
		}
		p.draw(c)
	}
}

// sign is that of a line: of the scenario, or of what a difference takes B from.
func (s *responses) sign(line int) sign {
	if c := s.data.Difference; c != nil {
		return s.frame.sign(c.B)
	}
	return s.frame.sign(line)
}

// line draws a curve with its band, or means with whiskers, side by side where there are several.
func (s *responses) line(r Response, k int, line []Estimate) []gplot.Plotter {
	sign := s.sign(k)
	if !r.Smooth {
		return []gplot.Plotter{means{r.Factor, r.At, line, sign, (float64(k) - float64(len(r.Lines)-1)/2) * 6}}
	}
	x, mean := make([]float64, len(line)), make([]float64, len(line))
	low, high := make([]float64, len(line)), make([]float64, len(line))
	for i, e := range line {
		x[i], mean[i], low[i], high[i] = r.Factor.along(r.At[i]), e.Mean, e.Low, e.High
	}
	strength := 0.24
	if len(r.Lines) > 3 {
		strength = 0.14
	}
	return []gplot.Plotter{band{x, low, high, mean, faded(sign.color, strength)}, curve{x, mean, sign.line(1.4)}}
}

// level is the line at 0 with the band of differences that do not matter, cut to the panel.
type level struct{ low, high float64 }

var _ gplot.Plotter = level{}

// Plot implements plot.Plotter.
func (l level) Plot(c draw.Canvas, p *gplot.Plot) {
	_, toY := p.Transforms(&c)
	if l.high > l.low {
		rectangle(c, greyBand, c.Min.X, max(c.Min.Y, toY(l.low)), c.Max.X, min(c.Max.Y, toY(l.high)))
	}
	c.StrokeLine2(zeroStroke, c.Min.X, toY(0), c.Max.X, toY(0))
}

// means are marks at the values of a factor, shifted so that those of several lines do not hide each other.
type means struct {
	factor FactorAxis
	at     []float64
	line   []Estimate
	sign   sign
	shift  float64 // points
}

var _ gplot.Plotter = means{}

// Plot implements plot.Plotter.
func (m means) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	for i, e := range m.line {
		if !finite(e.Mean) {
			continue
		}
		at := vg.Point{X: toX(m.factor.along(m.at[i])) + vg.Length(m.shift), Y: toY(e.Mean)}
		m.sign.draw(&c, at, 2.2)
		if finite(e.Low) && finite(e.High) { // over the marker's rim, which would hide a short one
			c.StrokeLine2(draw.LineStyle{Color: m.sign.color, Width: 1.1}, at.X, toY(e.Low), at.X, toY(e.High))
		}
	}
}

func (s *responses) key() []keyEntry {
	c := s.data.Difference
	if c == nil {
		return s.frame.lineKey()
	}
	sign := s.frame.sign(c.B)
	entries := []keyEntry{{"mean with its 95 % interval", lineSwatch, func(c *draw.Canvas, at vg.Point) {
		rectangle(*c, faded(sign.color, 0.24), at.X, at.Y-4, at.X+lineSwatch, at.Y+4)
		c.StrokeLine2(sign.line(1.4), at.X, at.Y, at.X+lineSwatch, at.Y)
	}}}
	if s.data.Equivalence > 0 {
		eq := s.data.Equivalence
		entries = append(entries, keyEntry{"within ±" + number(eq, plainDecimals(eq)) + ": too small to matter", lineSwatch, func(c *draw.Canvas, at vg.Point) {
			rectangle(*c, greyBand, at.X, at.Y-4, at.X+lineSwatch, at.Y+4)
			c.StrokeLine2(zeroStroke, at.X, at.Y, at.X+lineSwatch, at.Y)
		}})
	}
	return entries
}

func (s *responses) reading() []string {
	least, most := math.MaxInt, 0
	smooth, levels := false, false
	var numbered []string
	for _, r := range s.data.Factors {
		smooth, levels = smooth || r.Smooth, levels || !r.Smooth
		for _, line := range r.Lines {
			for _, e := range line {
				if finite(e.Mean) {
					least, most = min(least, e.Pairs), max(most, e.Pairs)
				}
			}
		}
		if !r.Smooth {
			if names := r.Factor.numbered(r.At, s.layout.dataWidth(inner), false); names != "" {
				numbered = append(numbered, r.Factor.Label+names)
			}
		}
	}
	if most == 0 {
		return []string{"No point has a value."}
	}
	var out []string
	if smooth {
		out = append(out, "Band: 95 % interval of the mean over all other factors (local linear fit).")
	}
	if levels {
		out = append(out, "Mark with line: mean over all other factors with its 95 % interval.")
	}
	out = append(out, fmt.Sprintf("Behind each place %s points.", runs(least, most)))
	for _, more := range append(numbered, s.data.How, s.data.Gaps) {
		if more != "" {
			out = append(out, sentence(more))
		}
	}
	return out
}

func (s *responses) caption() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s How %s follows each factor.", sentence(s.frame.Question), sentence(s.frame.Note), s.head[0][len("↑ "):]+strings.Join(append([]string{""}, s.head[1:]...), " "))
	for _, r := range s.data.Factors {
		var parts []string
		for k, line := range r.Lines {
			name := ""
			if s.data.Difference == nil {
				name = s.frame.Scenarios[k] + " "
			}
			parts = append(parts, name+r.ends(line))
		}
		fmt.Fprintf(&b, " %s: %s.", r.Factor.words(), strings.Join(parts, "; "))
	}
	return tidy(b.String() + " " + strings.Join(s.reading(), " "))
}

// ends tells a line's first and last value.
func (r Response) ends(line []Estimate) string {
	first, last := -1, -1
	for i, e := range line {
		if finite(e.Mean) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return "no value"
	}
	return fmt.Sprintf("%s at %s, %s at %s", line[first].plain(), r.Factor.named(r.At[first]), line[last].plain(), r.Factor.named(r.At[last]))
}
