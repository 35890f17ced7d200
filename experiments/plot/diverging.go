package plot

import (
	"image/color"
	"math"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// diverging colours what is below 0 with one colour, what is above with another, and what is near 0 white: the further,
// the fuller. Blue with vermillion, and any other two signs of scenarios, are told apart by colour-blind eyes.
type diverging struct {
	below, above color.NRGBA
	reach        float64 // at which a colour is full
}

func (d diverging) at(v float64) color.NRGBA {
	strength := math.Min(1, math.Abs(v)/d.reach)
	if !finite(strength) {
		strength = 0
	}
	if v < 0 {
		return tint(d.below, 0.9*strength)
	}
	return tint(d.above, 0.9*strength)
}

// colourBar shows a scale of colours along a level bar with ticks below.
type colourBar struct {
	of   diverging
	axis scale
}

const (
	barHeight = vg.Length(9)
	barWidth  = vg.Length(200)
	barSteps  = 120
)

func (b colourBar) draw(c draw.Canvas, at vg.Rectangle) {
	toX := func(v float64) vg.Length {
		return at.Min.X + vg.Length((v-b.axis.min)/(b.axis.max-b.axis.min))*at.Size().X
	}
	for k := range barSteps {
		low := b.axis.min + (b.axis.max-b.axis.min)*float64(k)/barSteps
		high := b.axis.min + (b.axis.max-b.axis.min)*float64(k+1)/barSteps
		// a little wider than it is, so that no hairline shows between
		rectangle(c, b.of.at((low+high)/2), toX(low), at.Min.Y, min(toX(high)+0.3, at.Max.X), at.Max.Y)
	}
	c.StrokeLines(axisStroke, []vg.Point{at.Min, {X: at.Max.X, Y: at.Min.Y}, at.Max, {X: at.Min.X, Y: at.Max.Y}, at.Min})
	for _, t := range b.axis.ticks {
		c.StrokeLine2(axisStroke, toX(t.Value), at.Min.Y, toX(t.Value), at.Min.Y-2.5)
		plainFace.write(c, greyText, vg.Point{X: toX(t.Value), Y: at.Min.Y - 4 - plainFace.Font.Size}, centred, t.Label)
	}
}

func rectangle(c draw.Canvas, clr color.Color, left, bottom, right, top vg.Length) {
	c.FillPolygon(clr, []vg.Point{{X: left, Y: bottom}, {X: right, Y: bottom}, {X: right, Y: top}, {X: left, Y: top}})
}

// heat fills the cells of a map, hatches those not told from 0 and outlines where the sign changes.
type heat struct {
	slice    MapSlice
	lefts    []float64 // edges of columns, one more than there are, in the panel's coordinates
	bottoms  []float64
	scale    diverging
	contour  bool
	numbered func(cell Estimate) string // written into each cell; nil for none
}

var _ gplot.Plotter = heat{}

// Plot implements plot.Plotter.
func (h heat) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	rectangle(c, greyBand, c.Min.X, c.Min.Y, c.Max.X, c.Max.Y) // nothing is known beneath
	for r, row := range h.slice.Cells {
		for k, cell := range row {
			if !finite(cell.Mean) {
				continue
			}
			left, right := toX(h.lefts[k]), toX(h.lefts[k+1])
			bottom, top := toY(h.bottoms[r]), toY(h.bottoms[r+1])
			rectangle(c, h.scale.at(cell.Mean), left, bottom, right+0.25, top+0.25)
		}
	}
	for r, row := range h.slice.Cells {
		h.hatchRow(c, r, row, toX, toY)
	}
	if h.contour {
		h.drawContour(c, toX, toY)
	}
	if h.numbered != nil {
		h.write(c, toX, toY)
	}
	c.StrokeLines(axisStroke, []vg.Point{c.Min, {X: c.Max.X, Y: c.Min.Y}, c.Max, {X: c.Min.X, Y: c.Max.Y}, c.Min})
}

// openHatch lies over cells that are not told from 0.
var openHatch = hatch{angle: math.Pi / 4, gap: 3.4}

// open says that a cell has a value whose interval holds 0.
func open(e Estimate) bool { return finite(e.Mean) && !(e.Low > 0) && !(e.High < 0) }

// hatchRow hatches neighbours together.
func (h heat) hatchRow(c draw.Canvas, r int, row []Estimate, toX, toY func(float64) vg.Length) {
	for k := 0; k < len(row); k++ {
		from := k
		for k < len(row) && open(row[k]) {
			k++
		}
		if k > from {
			left, right, bottom, top := toX(h.lefts[from]), toX(h.lefts[k]), toY(h.bottoms[r]), toY(h.bottoms[r+1])
			openHatch.draw(c, []vg.Point{{X: left, Y: bottom}, {X: right, Y: bottom}, {X: right, Y: top}, {X: left, Y: top}})
		}
	}
}

// drawContour draws where the value is 0, by marching squares between the middles of cells.
func (h heat) drawContour(c draw.Canvas, toX, toY func(float64) vg.Length) {
	middle := func(edges []float64, k int) float64 { return (edges[k] + edges[k+1]) / 2 }
	style := draw.LineStyle{Color: ink, Width: 1.3}
	for r := 0; r+1 < len(h.slice.Cells); r++ {
		for k := 0; k+1 < len(h.slice.Cells[r]); k++ {
			corners := [4]struct{ x, y, v float64 }{
				{middle(h.lefts, k), middle(h.bottoms, r), h.slice.Cells[r][k].Mean},
				{middle(h.lefts, k+1), middle(h.bottoms, r), h.slice.Cells[r][k+1].Mean},
				{middle(h.lefts, k+1), middle(h.bottoms, r+1), h.slice.Cells[r+1][k+1].Mean},
				{middle(h.lefts, k), middle(h.bottoms, r+1), h.slice.Cells[r+1][k].Mean},
			}
			var ends []vg.Point
			for i, a := range corners {
				b := corners[(i+1)%4]
				if !finite(a.v) || !finite(b.v) {
					ends = nil
					break
				}
				if (a.v < 0) != (b.v < 0) {
					t := a.v / (a.v - b.v)
					ends = append(ends, vg.Point{X: toX(a.x + t*(b.x-a.x)), Y: toY(a.y + t*(b.y-a.y))})
				}
			}
			for i := 0; i+1 < len(ends); i += 2 {
				c.StrokeLine2(style, ends[i].X, ends[i].Y, ends[i+1].X, ends[i+1].Y)
			}
		}
	}
}

// write puts numbers into cells, where they have room, on white so that no hatching runs through them.
func (h heat) write(c draw.Canvas, toX, toY func(float64) vg.Length) {
	size := plainFace.Font.Size
	for r, row := range h.slice.Cells {
		for k, cell := range row {
			text := h.numbered(cell)
			x, y := (toX(h.lefts[k])+toX(h.lefts[k+1]))/2, (toY(h.bottoms[r])+toY(h.bottoms[r+1]))/2
			w := plainFace.Width(text)/2 + 2
			if open(cell) {
				rectangle(c, h.scale.at(cell.Mean), x-w, y-0.62*size, x+w, y+0.62*size)
			}
			plainFace.write(c, ink, vg.Point{X: x, Y: y - 0.35*size}, centred, text)
		}
	}
}
