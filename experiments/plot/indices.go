package plot

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Index is a factor's share of the variance, by itself and with its interactions.
type Index struct {
	Factor       string
	First, Total Estimate
}

// Indices shows which factors the variance of a measure comes from: two bars per factor, in the order given. Its reading
// ends with the sentences of more (what is missing, what noise does).
func Indices(f Frame, of Outcome, base int, factors []Index, more ...string) (*Figure, error) {
	if err := f.refuses("indices", something(len(factors))); err != nil {
		return nil, err
	}
	s := indices{frame: f, of: of, base: base, factors: factors, more: more}
	s.arrange()
	return &Figure{
		Caption: s.caption(), question: f.Question, note: f.Note, key: s.key(), reading: s.reading(),
		body: s.layout.total(1), draw: s.draw,
	}, nil
}

// indices is the figure in the making.
type indices struct {
	frame   Frame
	of      Outcome
	base    int
	factors []Index
	more    []string
	names   [][]string
	layout  layout
	axis    scale
}

// The bars: the total pale, as it holds the first order too.
var (
	firstColour = okabeIto[0]
	totalColour = tint(okabeIto[0], 0.35)
)

const (
	barLane      = vg.Length(34)
	indexNames   = vg.Length(150)
	indexNumbers = "0.00 [−0.00, 0.00]"
)

func (s *indices) arrange() {
	lane, used := barLane, vg.Length(0)
	for _, f := range s.factors {
		lines := plainFace.wrap(f.Factor, indexNames)
		s.names = append(s.names, lines)
		used, lane = max(used, plainFace.widest(lines)), max(lane, plainFace.leading*vg.Length(len(lines))+6)
	}
	s.layout = layout{cols: 1, height: lane * vg.Length(len(s.factors)), left: used + 10, right: plainFace.Width(indexNumbers) + 8,
		pad: padding{top: 18, bottom: 32, right: 6}}
	lo, hi := 0.0, 1.0
	for _, f := range s.factors {
		for _, e := range []Estimate{f.First, f.Total} {
			for _, v := range []float64{e.Mean, e.Low, e.High} {
				if finite(v) {
					lo, hi = math.Min(lo, v), math.Max(hi, v)
				}
			}
		}
	}
	s.axis = newScale(math.Max(lo, -0.5), math.Min(hi, 1.5), s.layout.dataWidth(inner))
}

func (s *indices) draw(c draw.Canvas) {
	area := s.layout.areas(1, c.Rectangle)[0]
	n := len(s.factors)
	p := panel{area: area, x: s.axis, y: scale{min: 0, max: float64(n)}, xName: "share of the variance →"}
	p.layers = append(p.layers, vertical{0, 0, zeroStroke})
	p.draw(c)
	c.Rectangle = area
	toX, toY := p.axes().Transforms(&c)
	plainFace.write(c, greyText, vg.Point{X: area.Max.X + 14, Y: area.Max.Y + 5}, fromLeft, "index [95 %]")
	for k, f := range s.factors {
		y := toY(float64(n-1-k) + 0.5)
		plainFace.writeMiddle(c, ink, vg.Point{X: area.Min.X - 8, Y: y}, toRight, s.names[k])
		for _, bar := range []struct {
			of     Estimate
			y      vg.Length
			colour color.NRGBA
		}{{f.Total, y + 7, totalColour}, {f.First, y - 7, firstColour}} {
			s.bar(c, toX, bar.of, bar.y, bar.colour)
			plainFace.write(c, ink, vg.Point{X: area.Max.X + 14, Y: bar.y - 0.35*plainFace.Font.Size}, fromLeft, bar.of.share())
		}
	}
}

// bar draws an index from 0, with its interval.
func (s *indices) bar(c draw.Canvas, toX func(float64) vg.Length, e Estimate, y vg.Length, colour color.NRGBA) {
	if !finite(e.Mean) {
		return
	}
	within := func(v float64) vg.Length { return toX(math.Max(s.axis.min, math.Min(s.axis.max, v))) }
	rectangle(c, colour, within(0), y-5, within(e.Mean), y+5)
	if finite(e.Low) && finite(e.High) {
		whisker(c, within(e.Low), within(e.High), y, 3, draw.LineStyle{Color: ink, Width: 0.9})
	}
}

// share writes an index with two digits, as large as its interval may be.
func (e Estimate) share() string {
	if !finite(e.Low) || !finite(e.High) {
		return number(e.Mean, 2)
	}
	return fmt.Sprintf("%s [%s, %s]", number(e.Mean, 2), number(e.Low, 2), number(e.High, 2))
}

func (s *indices) key() []keyEntry {
	swatch := func(colour color.NRGBA) func(c *draw.Canvas, at vg.Point) {
		return func(c *draw.Canvas, at vg.Point) { rectangle(*c, colour, at.X, at.Y-4, at.X+lineSwatch, at.Y+4) }
	}
	return []keyEntry{
		{"total: with all interactions of the factor", lineSwatch, swatch(totalColour)},
		{"first order: the factor by itself", lineSwatch, swatch(firstColour)},
	}
}

func (s *indices) reading() []string {
	out := []string{fmt.Sprintf("Line: 95 %% interval by resampling the %s base points. Indices of %s.", number(float64(s.base), 0), s.of.named())}
	for _, m := range s.more {
		if m = sentence(m); m != "" {
			out = append(out, m)
		}
	}
	return out
}

func (s *indices) caption() string {
	var parts []string
	for _, f := range s.factors {
		parts = append(parts, fmt.Sprintf("%s first order %s, total %s", f.Factor, f.First.share(), f.Total.share()))
	}
	return tidy(fmt.Sprintf("%s %s Sobol’ indices: %s. %s", sentence(s.frame.Question), sentence(s.frame.Note), strings.Join(parts, "; "), strings.Join(s.reading(), " ")))
}
