package plot

import (
	"image/color"
	"math"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// band fills between two curves; months where either has no value are a gap.
type band struct {
	x, low, high []float64
	within       []float64 // nothing is drawn where this has no value
	color        color.Color
}

var _ gplot.Plotter = band{}

// Plot implements plot.Plotter.
func (b band) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	for _, s := range stretches(b.x, b.low, b.high, b.within) {
		var outline []vg.Point
		for i := s.from; i < s.to; i++ {
			outline = append(outline, vg.Point{X: toX(b.x[i]), Y: toY(b.high[i])})
		}
		for i := s.to - 1; i >= s.from; i-- {
			outline = append(outline, vg.Point{X: toX(b.x[i]), Y: toY(b.low[i])})
		}
		c.FillPolygon(b.color, outline)
	}
}

// curve is a line with gaps where there is no value; a value between two gaps becomes a dot.
type curve struct {
	x, y  []float64
	style draw.LineStyle
}

var _ gplot.Plotter = curve{}

// Plot implements plot.Plotter.
func (l curve) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	for _, s := range stretches(l.x, l.y) {
		var pts []vg.Point
		for i := s.from; i < s.to; i++ {
			pts = append(pts, vg.Point{X: toX(l.x[i]), Y: toY(l.y[i])})
		}
		if len(pts) == 1 {
			c.DrawGlyphNoClip(draw.GlyphStyle{Color: l.style.Color, Radius: 1.6, Shape: draw.CircleGlyph{}}, pts[0])
			continue
		}
		c.StrokeLines(l.style, pts)
	}
}

// end is the last point that has a value.
func (l curve) end() (x, y float64, ok bool) {
	for i := len(l.x) - 1; i >= 0; i-- {
		if finite(l.x[i]) && finite(l.y[i]) {
			return l.x[i], l.y[i], true
		}
	}
	return 0, 0, false
}

// vertical marks a moment across the panel and a little above it.
type vertical struct {
	x     float64
	above vg.Length
	style draw.LineStyle
}

var _ gplot.Plotter = vertical{}

// Plot implements plot.Plotter.
func (v vertical) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, _ := p.Transforms(&c)
	c.StrokeLine2(v.style, toX(v.x), c.Min.Y, toX(v.x), c.Max.Y+v.above)
}

// stretch is a run of indices, to excluded.
type stretch struct{ from, to int }

// stretches are the longest runs of indices at which all the series have values.
func stretches(series ...[]float64) []stretch {
	var out []stretch
	open := false
	for i := range series[0] {
		all := true
		for _, s := range series {
			all = all && finite(s[i])
		}
		switch {
		case all && open:
			out[len(out)-1].to = i + 1
		case all:
			out = append(out, stretch{i, i + 1})
		}
		open = all
	}
	return out
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
