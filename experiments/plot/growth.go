package plot

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// GrowthData is what something took at several sizes of a task, measured several times at each.
type GrowthData struct {
	Size  Outcome       // what the task has more of: along a logarithmic axis
	Took  Outcome       // what was measured: from 0
	At    []float64     // sizes, rising, above 0
	Lines [][][]float64 // by scenario of the frame and size, each measurement
}

// Growth shows how what a task takes grows with its size: every measurement as a mark, a line through the medians.
func Growth(f Frame, d GrowthData) (*Figure, error) {
	if err := f.refuses("growth", d.check(len(f.Scenarios))); err != nil {
		return nil, err
	}
	g := growth{frame: f, data: d}
	g.arrange()
	return &Figure{
		Caption: g.caption(), question: f.Question, note: f.Note,
		reading: []string{"Mark: one measurement. Line: medians."},
		body:    g.layout.total(1) + plainFace.leading, draw: g.draw,
	}, nil
}

func (d GrowthData) check(lines int) error {
	switch {
	case len(d.At) < 2:
		return fmt.Errorf("%d sizes: %w", len(d.At), ErrNoData)
	case !slices.IsSorted(d.At) || d.At[0] <= 0:
		return errors.New("the sizes do not rise from above 0")
	case len(d.Lines) != lines:
		return fmt.Errorf("%d lines, the frame names %d", len(d.Lines), lines)
	}
	for i, line := range d.Lines {
		if len(line) != len(d.At) {
			return fmt.Errorf("line %d has %d sizes of %d", i+1, len(line), len(d.At))
		}
		for _, values := range line {
			if len(values) == 0 || slices.ContainsFunc(values, func(v float64) bool { return !finite(v) || v < 0 }) {
				return fmt.Errorf("line %d: %w", i+1, ErrNoData)
			}
		}
	}
	return nil
}

// growth is the figure in the making.
type growth struct {
	frame  Frame
	data   GrowthData
	names  [][]string
	layout layout
	y      scale
}

const growthNames = vg.Length(120) // room for the names of lines

func (g *growth) arrange() {
	most := 0.0
	for _, line := range g.data.Lines {
		for _, values := range line {
			most = max(most, slices.Max(values))
		}
	}
	g.layout = layout{cols: 1, height: 150, pad: padding{left: 4, right: endLabelGap + growthNames, top: 10 + strong.leading, bottom: 18}}
	g.y = newVerticalScale(0, 1.1*max(most, 1e-9), g.layout.height)
	for _, t := range g.y.ticks {
		g.layout.left = max(g.layout.left, plainFace.Width(t.Label)+6)
	}
	for _, title := range g.frame.Scenarios {
		g.names = append(g.names, plainFace.wrap(title, growthNames))
	}
}

func (g *growth) draw(c draw.Canvas) {
	c.Min.Y += plainFace.leading // for the name of the axis
	area := g.layout.areas(1, c.Rectangle)[0]
	along := make([]float64, len(g.data.At))
	for i, at := range g.data.At {
		along[i] = math.Log10(at)
	}
	lo, hi := padded(along[0], along[len(along)-1], 0.03)
	x := scale{min: lo, max: hi}
	for i, at := range g.data.At {
		x.ticks = append(x.ticks, gplot.Tick{Value: along[i], Label: number(at, plainDecimals(at))})
	}
	p := panel{
		area: area, x: x, y: g.y,
		xName: g.data.Size.named(), unit: g.y.unit(g.data.Took.Unit), title: []string{g.data.Took.Label},
	}
	var labels endLabels
	for k, line := range g.data.Lines {
		s := g.frame.sign(k)
		medians := make([]float64, len(line))
		for i, values := range line {
			medians[i] = median(values)
		}
		p.layers = append(p.layers, curve{along, medians, s.line(1.2)}, measurements{along, line, s})
		labels.labels = append(labels.labels, endLabel{along[len(along)-1], medians[len(medians)-1], g.names[k], s})
	}
	p.layers = append(p.layers, labels)
	p.draw(c)
}

// median is the value in the middle, or between the two there.
func median(values []float64) float64 { return quantile(slices.Sorted(slices.Values(values)), .5) }

// measurements are marks, one for each value at a place.
type measurements struct {
	at     []float64
	values [][]float64
	sign   sign
}

var _ gplot.Plotter = measurements{}

// Plot implements plot.Plotter.
func (m measurements) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	for i, at := range m.at {
		for k, v := range m.values[i] { // beside each other: the same values would hide each other
			shift := 5 * (vg.Length(k) - vg.Length(len(m.values[i])-1)/2)
			m.sign.draw(&c, vg.Point{X: toX(at) + shift, Y: toY(v)}, 2)
		}
	}
}

func (g *growth) caption() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s by %s.", sentence(g.frame.Question), sentence(g.frame.Note), g.data.Took.named(), g.data.Size.named())
	for k, title := range g.frame.Scenarios {
		var parts []string
		for i, values := range g.data.Lines[k] {
			size, value := g.data.At[i], median(values)
			parts = append(parts, fmt.Sprintf("%s at %s", number(value, plainDecimals(value)), number(size, plainDecimals(size))))
		}
		fmt.Fprintf(&b, " %s: medians %s.", title, strings.Join(parts, ", "))
	}
	return tidy(b.String())
}
