package plot

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// hatch is a family of parallel lines that tells areas apart without colour. A gap of 0 draws none.
type hatch struct {
	angle float64 // radians
	gap   vg.Length
	dots  bool
}

// draw fills a polygon. The canvas cannot clip, so each line is cut to the polygon's edges: turned until the lines lie
// level, a line is inside between every other crossing (even-odd rule).
func (h hatch) draw(c draw.Canvas, outline []vg.Point) {
	if h.gap <= 0 || len(outline) < 3 {
		return
	}
	sin, cos := math.Sincos(h.angle)
	turned := make([]vg.Point, len(outline))
	lo, hi := vg.Length(math.Inf(1)), vg.Length(math.Inf(-1))
	for i, p := range outline {
		turned[i] = turn(p, -sin, cos)
		lo, hi = min(lo, turned[i].Y), max(hi, turned[i].Y)
	}
	var lines [][]vg.Point
	for k := math.Ceil(float64(lo / h.gap)); vg.Length(k)*h.gap < hi; k++ {
		y := vg.Length(k) * h.gap
		xs := crossings(turned, y)
		for i := 0; i+1 < len(xs); i += 2 {
			from := xs[i]
			if h.dots { // dots of neighbouring lines stand in step, wherever the edge lies
				from = vg.Length(math.Ceil(float64(from/h.gap))) * h.gap
			}
			if xs[i+1] > from {
				lines = append(lines, []vg.Point{turn(vg.Point{X: from, Y: y}, sin, cos), turn(vg.Point{X: xs[i+1], Y: y}, sin, cos)})
			}
		}
	}
	style := draw.LineStyle{Color: color.NRGBA{A: 0x80}, Width: 0.45}
	if h.dots {
		style.Width, style.Dashes = 1, []vg.Length{1, h.gap - 1}
	}
	c.StrokeLines(style, lines...)
}

func turn(p vg.Point, sin, cos float64) vg.Point {
	x, y := float64(p.X), float64(p.Y)
	return vg.Point{X: vg.Length(x*cos - y*sin), Y: vg.Length(x*sin + y*cos)}
}

// crossings are the places at which a level line meets a polygon, ascending.
func crossings(outline []vg.Point, y vg.Length) []vg.Length {
	var xs []vg.Length
	for i, a := range outline {
		b := outline[(i+1)%len(outline)]
		if (a.Y <= y) != (b.Y <= y) {
			xs = append(xs, a.X+(y-a.Y)/(b.Y-a.Y)*(b.X-a.X))
		}
	}
	slices.Sort(xs)
	return xs
}
