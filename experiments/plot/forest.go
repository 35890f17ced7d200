package plot

import (
	"image/color"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// forestMark is an estimate with its interval at a height. What lies beyond the axis becomes an arrow at its edge.
type forestMark struct {
	y               float64
	mean, low, high float64 // low and high NaN: no interval
	sign            sign
	hollow          bool // second use of a sign
	faint           bool // too small to matter
}

var _ gplot.Plotter = forestMark{}

// Plot implements plot.Plotter.
func (m forestMark) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	y := toY(m.y)
	switch {
	case m.mean > p.X.Max:
		m.arrow(c, c.Max.X, y, 1)
		return
	case m.mean < p.X.Min:
		m.arrow(c, c.Min.X, y, -1)
		return
	}
	if finite(m.low) && finite(m.high) {
		from, to := toX(max(m.low, p.X.Min)), toX(min(m.high, p.X.Max))
		whisker(c, from, to, y, 3.6, barOf(m.color(), m.hollow, 1.2))
		if m.low < p.X.Min {
			m.arrow(c, from, y, -1)
		}
		if m.high > p.X.Max {
			m.arrow(c, to, y, 1)
		}
	}
	at := vg.Point{X: toX(m.mean), Y: y}
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: m.color(), Radius: 2.4, Shape: m.sign.marker}, at)
	if m.hollow {
		c.DrawGlyphNoClip(draw.GlyphStyle{Color: color.White, Radius: 1.3, Shape: m.sign.marker}, at)
	}
}

// color is that of the scenario, paler where the difference is too small to matter.
func (m forestMark) color() color.NRGBA {
	if m.faint {
		return tint(m.sign.color, 0.5)
	}
	return m.sign.color
}

// arrow points out of the panel.
func (m forestMark) arrow(c draw.Canvas, x, y, way vg.Length) {
	c.FillPolygon(m.sign.color, []vg.Point{{X: x, Y: y}, {X: x - way*7, Y: y + 3.4}, {X: x - way*7, Y: y - 3.4}})
	c.StrokeLine2(draw.LineStyle{Color: m.sign.color, Width: 1.4}, x-way*14, y, x-way*7, y)
}

// equivalence shades, between two heights, the differences too small to matter.
type equivalence struct {
	half       float64
	from, upTo float64
}

var _ gplot.Plotter = equivalence{}

// Plot implements plot.Plotter.
func (e equivalence) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	lo, hi := toX(max(-e.half, p.X.Min)), toX(min(e.half, p.X.Max))
	bottom, top := toY(e.from), toY(e.upTo)
	c.FillPolygon(greyBand, []vg.Point{{X: lo, Y: bottom}, {X: hi, Y: bottom}, {X: hi, Y: top}, {X: lo, Y: top}})
}
