package plot

import (
	"fmt"
	"math"
	"strings"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Screened is a factor with its elementary effects: mean absolute effect and their standard deviation.
type Screened struct {
	Factor string
	MuStar Estimate // Pairs: effects
	Sigma  float64
	Noise  float64 // standard deviation that the noise of means alone would give; NaN or 0: not said
}

// Screening shows which factors move a measure, and whether always alike: mean absolute effect with its interval across,
// standard deviation of effects upwards. Its frame's scenarios are those the measure is of; gaps says what is missing, in
// a sentence.
func Screening(f Frame, of Outcome, factors []Screened, gaps string) (*Figure, error) {
	if err := f.refuses("screening", something(len(factors))); err != nil {
		return nil, err
	}
	s := screening{frame: f, of: of, factors: factors, gaps: gaps}
	s.arrange()
	return &Figure{
		Caption: s.caption(), question: f.Question, note: f.Note, key: s.key(), reading: s.reading(),
		body: s.layout.total(1), draw: s.draw,
	}, nil
}

// screening is the figure in the making.
type screening struct {
	frame   Frame
	of      Outcome
	factors []Screened
	gaps    string
	x, y    scale
	labels  [][]string
	layout  layout
}

const (
	screeningHeight = vg.Length(250)
	factorRoom      = vg.Length(120) // of names to the right of the data
)

func (s *screening) arrange() {
	right, height := vg.Length(0), vg.Length(0)
	for k, f := range s.factors {
		lines := plainFace.wrap(number(float64(k+1), 0)+noBreak+f.Factor, factorRoom)
		s.labels = append(s.labels, lines)
		right = max(right, plainFace.widest(lines))
		height += plainFace.leading*vg.Length(len(lines)) + factorGap
	}
	s.layout = layout{cols: 1, height: max(screeningHeight, height), pad: padding{top: 20, bottom: 34, left: 34, right: right + 34}}
	high := 0.0
	for _, f := range s.factors {
		for _, v := range []float64{f.MuStar.Mean, f.MuStar.High, f.Sigma} {
			if finite(v) {
				high = math.Max(high, v)
			}
		}
	}
	if high == 0 {
		high = 1
	}
	s.x = newScale(-0.02*high, 1.06*high, s.layout.dataWidth(inner))
	s.y = newVerticalScale(-0.03*s.top(), 1.1*s.top(), s.layout.height)
	for _, t := range s.y.ticks {
		s.layout.pad.left = max(s.layout.pad.left, plainFace.Width(t.Label)+8)
	}
}

// top is the largest standard deviation: straight, lonely factors would otherwise be squeezed to the floor, or all to it.
func (s *screening) top() float64 {
	top, wide := 0.0, 0.0
	for _, f := range s.factors {
		if finite(f.Sigma) {
			top = math.Max(top, f.Sigma)
		}
		wide = math.Max(wide, f.MuStar.Mean)
	}
	if top = math.Max(top, 0.15*wide); top == 0 {
		return 1
	}
	return top
}

func (s *screening) draw(c draw.Canvas) {
	area := s.layout.areas(1, c.Rectangle)[0]
	p := panel{area: area, x: s.x, y: s.y, xName: "μ*, mean absolute effect" + s.unit(s.x) + " →"}
	p.title = []string{"↑ σ, standard deviation of effects"}
	p.unit = strings.Trim(s.unit(s.y), " ()")
	p.layers = []gplot.Plotter{s.slope(), factorMarks{s.factors, s.labels}}
	p.draw(c)
}

func (s *screening) unit(along scale) string {
	if u := along.unit(s.of.Unit); u != "" {
		return " (" + u + ")"
	}
	return ""
}

// slope is the line σ = μ*: above it effects differ by more than they are large.
func (s *screening) slope() gplot.Plotter {
	to := math.Min(s.x.max, s.y.max)
	return curve{[]float64{0, to}, []float64{0, to}, markStroke}
}

const factorGap = vg.Length(3)

// factorMarks are the factors' points with their intervals, each named at the right edge of the panel by a leader, as near
// to its height as others allow.
type factorMarks struct {
	factors []Screened
	labels  [][]string
}

var _ gplot.Plotter = factorMarks{}

// Plot implements plot.Plotter.
func (m factorMarks) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	want, size := make([]vg.Length, len(m.factors)), make([]vg.Length, len(m.factors))
	for k, f := range m.factors {
		want[k] = toY(f.Sigma)
		size[k] = plainFace.leading*vg.Length(len(m.labels[k])) + factorGap
	}
	got := spread(want, size, c.Min.Y-labelsBelow, c.Max.Y)
	for k, f := range m.factors {
		at := vg.Point{X: toX(f.MuStar.Mean), Y: want[k]}
		x := c.Max.X + 30
		c.StrokeLines(draw.LineStyle{Color: greyGrid, Width: 0.7}, []vg.Point{at, {X: c.Max.X + 2, Y: at.Y}, {X: x - 3, Y: got[k]}})
		plainFace.writeMiddle(c, ink, vg.Point{X: x, Y: got[k]}, fromLeft, m.labels[k])
	}
	for k, f := range m.factors {
		at := vg.Point{X: toX(f.MuStar.Mean), Y: want[k]}
		colour := okabeIto[0]
		if finite(f.MuStar.Low) && finite(f.MuStar.High) {
			whisker(c, toX(math.Max(f.MuStar.Low, p.X.Min)), toX(f.MuStar.High), at.Y, 3, draw.LineStyle{Color: colour, Width: 1})
		}
		sign{color: colour, marker: markers[0]}.draw(&c, at, 2.8)
	}
}

func (s *screening) key() []keyEntry {
	colour := okabeIto[0]
	return []keyEntry{
		{"factor: mean with its 95 % interval", lineSwatch, func(c *draw.Canvas, at vg.Point) {
			whisker(*c, at.X, at.X+lineSwatch, at.Y, 3, draw.LineStyle{Color: colour, Width: 1})
			sign{color: colour, marker: markers[0]}.draw(c, vg.Point{X: at.X + lineSwatch/2, Y: at.Y}, 2.8)
		}},
		{"σ = μ*: above, effects differ by more than they are large (bends, interactions)", lineSwatch, func(c *draw.Canvas, at vg.Point) {
			c.StrokeLine2(markStroke, at.X, at.Y, at.X+lineSwatch, at.Y)
		}},
	}
}

func (s *screening) reading() []string {
	n, noise := 0, 0.0
	for _, f := range s.factors {
		n = max(n, f.MuStar.Pairs)
		if finite(f.Noise) {
			noise = math.Max(noise, f.Noise)
		}
	}
	out := []string{fmt.Sprintf("Effect: change of the measure per whole range of the factor, n = %s, one a trajectory; numbers in the order of μ*.", number(float64(n), 0))}
	if noise > 0 {
		out = append(out, fmt.Sprintf("With random numbers of its own at each point, noise of the means alone would give effects a standard deviation of %s at most.", number(noise, decimalsFor(noise, noise))))
	}
	if gaps := sentence(s.gaps); gaps != "" {
		out = append(out, gaps)
	}
	return out
}

func (s *screening) caption() string {
	var parts []string
	for _, f := range s.factors {
		parts = append(parts, fmt.Sprintf("%s μ* %s, σ %s", f.Factor, f.MuStar.plain(), number(f.Sigma, decimalsFor(f.Sigma, math.NaN()))))
	}
	return tidy(fmt.Sprintf("%s %s Morris screening of %s: %s. %s", sentence(s.frame.Question), sentence(s.frame.Note), s.of.named(),
		strings.Join(parts, "; "), strings.Join(s.reading(), " ")))
}

// plain reads "0.012 [0.010, 0.014]": what is no difference has no sign.
func (e Estimate) plain() string { return strings.TrimPrefix(e.String(), "+") }
