package plot

import (
	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// layout places panels of one size in columns. All lengths are outside the data areas except height.
type layout struct {
	cols        int
	height      vg.Length // of each data area
	left, right vg.Length // beside the whole grid: shared names, a legend
	pad         padding   // around each data area: title, ticks, labels
	gapX, gapY  vg.Length
	strip       vg.Length // above the first row only
}

type padding struct{ top, right, bottom, left vg.Length }

func (l layout) rows(n int) int { return (n + l.cols - 1) / l.cols }

// total is the height of the grid with n panels.
func (l layout) total(n int) vg.Length {
	rows := vg.Length(l.rows(n))
	return rows*(l.height+l.pad.top+l.pad.bottom) + (rows-1)*l.gapY + l.strip
}

// dataWidth is the width of each data area on a body of the given width.
func (l layout) dataWidth(body vg.Length) vg.Length {
	cols := vg.Length(l.cols)
	return (body-l.left-l.right-(cols-1)*l.gapX)/cols - l.pad.left - l.pad.right
}

// areas returns the data areas, row by row.
func (l layout) areas(n int, body vg.Rectangle) []vg.Rectangle {
	w := l.dataWidth(body.Size().X)
	out := make([]vg.Rectangle, n)
	for i := range out {
		col, row := vg.Length(i%l.cols), vg.Length(i/l.cols)
		x := body.Min.X + l.left + col*(w+l.pad.left+l.pad.right+l.gapX) + l.pad.left
		y := body.Max.Y - l.strip - row*(l.height+l.pad.top+l.pad.bottom+l.gapY) - l.pad.top
		out[i] = vg.Rectangle{Min: vg.Point{X: x, Y: y - l.height}, Max: vg.Point{X: x + w, Y: y}}
	}
	return out
}

// lowest says whether no panel stands below this one, so that it carries the labels of a shared x axis.
func (l layout) lowest(i, n int) bool { return i+l.cols >= n }

// panel is one data area with its axes and what is drawn in it.
type panel struct {
	area   vg.Rectangle
	x, y   scale
	title  []string // lines above the data
	unit   string   // behind the title
	sign   *sign    // before the title
	xName  string
	bareX  bool // ticks are labelled in a panel below
	bareY  bool // ticks are labelled in a panel to the left, or rows are named
	layers []gplot.Plotter
	raise  vg.Length // room kept free between data and title
}

// axes hands the ranges to plotters in the way that gonum does.
func (p panel) axes() *gplot.Plot {
	g := gplot.New()
	g.X.Min, g.X.Max, g.Y.Min, g.Y.Max = p.x.min, p.x.max, p.y.min, p.y.max
	return g
}

// draw paints grid, data, axes and words, in this order.
func (p panel) draw(c draw.Canvas) {
	c.Rectangle = p.area
	g := p.axes()
	toX, toY := g.Transforms(&c)
	for _, t := range p.x.ticks {
		c.StrokeLine2(gridStroke, toX(t.Value), c.Min.Y, toX(t.Value), c.Max.Y)
	}
	for _, t := range p.y.ticks {
		c.StrokeLine2(gridStroke, c.Min.X, toY(t.Value), c.Max.X, toY(t.Value))
	}
	for _, l := range p.layers {
		l.Plot(c, g)
	}
	c.StrokeLine2(axisStroke, c.Min.X, c.Min.Y, c.Max.X, c.Min.Y)
	p.drawTicks(c, toX, toY)
	p.drawTitle(c)
}

func (p panel) drawTicks(c draw.Canvas, toX, toY func(float64) vg.Length) {
	size := plainFace.Font.Size
	for _, t := range p.x.ticks {
		c.StrokeLine2(axisStroke, toX(t.Value), c.Min.Y, toX(t.Value), c.Min.Y-2.5)
		if !p.bareX {
			plainFace.write(c, greyText, vg.Point{X: toX(t.Value), Y: c.Min.Y - 4 - size}, centred, t.Label)
		}
	}
	if !p.bareX {
		plainFace.write(c, ink, vg.Point{X: c.Center().X, Y: c.Min.Y - 6 - 2*size}, centred, p.xName)
	}
	for _, t := range p.y.ticks {
		if !p.bareY {
			plainFace.write(c, greyText, vg.Point{X: c.Min.X - 4, Y: toY(t.Value) - 0.35*size}, toRight, t.Label)
		}
	}
}

// drawTitle sets the title above the data, flush with the tick labels or, failing these, the data.
func (p panel) drawTitle(c draw.Canvas) {
	at := vg.Point{X: c.Min.X, Y: c.Max.Y + 6 + p.raise}
	if p.sign != nil {
		top := at.Y + strong.leading*vg.Length(len(p.title)-1)
		p.sign.draw(&c, vg.Point{X: at.X + 4, Y: top + 3.2}, 3.2)
		at.X += 12
	}
	for i := len(p.title) - 1; i >= 0; i-- {
		strong.write(c, ink, at, fromLeft, p.title[i])
		if i == len(p.title)-1 && p.unit != "" {
			plainFace.write(c, greyText, vg.Point{X: at.X + strong.Width(p.title[i]) + 5, Y: at.Y}, fromLeft, p.unit)
		}
		at.Y += strong.leading
	}
}

// titleFor wraps a title so that its unit fits behind the last line, in grey; a unit that does not fit is wrapped with
// the title.
func titleFor(label, unit string, width vg.Length) (lines []string, behind string) {
	lines = strong.wrap(label, width)
	if unit == "" || len(lines) == 0 {
		return lines, ""
	}
	last := lines[len(lines)-1]
	if strong.Width(last)+5+plainFace.Width(unit) > width {
		return strong.wrap(label+", "+unit, width), ""
	}
	return lines, unit
}
