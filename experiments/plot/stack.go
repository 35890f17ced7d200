package plot

import (
	"image/color"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// stack lays areas upon each other, the first at the bottom. Months at which any area has no value are a gap.
type stack struct {
	x      []float64
	layers [][]float64
	look   func(layer int) fill
}

var _ gplot.Plotter = stack{}

// Plot implements plot.Plotter.
func (s stack) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	all := append([][]float64{s.x}, s.layers...)
	for _, part := range stretches(all...) {
		base := make([]float64, part.to-part.from)
		for k, layer := range s.layers {
			var under, over []vg.Point
			for i := range base {
				x := toX(s.x[part.from+i])
				under = append(under, vg.Point{X: x, Y: toY(base[i])})
				base[i] += layer[part.from+i]
				over = append(over, vg.Point{X: x, Y: toY(base[i])})
			}
			s.look(k).draw(c, between(over, under))
			c.StrokeLines(draw.LineStyle{Color: color.White, Width: 0.7}, over)
		}
	}
}

// between is the outline of the area under one curve and over another.
func between(over, under []vg.Point) []vg.Point {
	outline := append([]vg.Point(nil), over...)
	for i := len(under) - 1; i >= 0; i-- {
		outline = append(outline, under[i])
	}
	return outline
}

func (f fill) draw(c draw.Canvas, outline []vg.Point) {
	c.FillPolygon(f.color, outline)
	f.hatch.draw(c, outline)
}
