package plot

import (
	"image/color"
	"math"
	"math/bits"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// raincloud draws the runs of one scenario along x in the lane from y to y+1: a cloud (density) above, a box (quartiles
// and median) with the mean and its 95 % interval, and every run as a drop beneath.
type raincloud struct {
	sum   summary
	cloud density
	sign  sign
	y     float64
	drops int  // at most so many are drawn
	idle  bool // the outcome says nothing of the scenario
}

var _ gplot.Plotter = raincloud{}

// Shares of a lane's height.
const (
	rainFrom, rainTo   = 0.06, 0.33
	boxFrom, boxTo     = 0.40, 0.58
	cloudFrom, cloudTo = 0.63, 0.95
)

func newRaincloud(s summary, sg sign, y float64, drops int) raincloud {
	return raincloud{sum: s, cloud: estimateDensity(s), sign: sg, y: y, drops: drops}
}

// Plot implements plot.Plotter.
func (r raincloud) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	if r.sum.n() == 0 {
		at := vg.Point{X: c.Center().X, Y: toY(r.y+0.5) - 0.35*plainFace.Font.Size}
		text := "no value in any run"
		if r.idle {
			text = "does not apply"
		}
		plainFace.write(c, greyText, at, centred, text)
		return
	}
	if r.sum.n() == 1 {
		r.sign.draw(&c, vg.Point{X: toX(r.sum.mean), Y: toY(r.y + 0.5)}, 2.8)
		return
	}
	r.drawCloud(c, toX, toY)
	r.drawDrops(c, toX, toY)
	r.drawBox(c, toX, toY)
	r.drawMean(c, toX, toY)
	if r.sum.constant() {
		r.drawRemark(c, toX, toY, "the same in every run")
	}
}

func (r raincloud) drawCloud(c draw.Canvas, toX, toY func(float64) vg.Length) {
	h := r.cloud.heights
	if len(h) == 0 {
		return
	}
	base, room := toY(r.y+cloudFrom), toY(r.y+cloudTo)-toY(r.y+cloudFrom)
	outline := []vg.Point{{X: toX(r.cloud.lo), Y: base}}
	for i := range h {
		outline = append(outline, vg.Point{X: toX(r.cloud.lo + float64(i)*r.cloud.step), Y: base + room*vg.Length(h[i])})
	}
	outline = append(outline, vg.Point{X: outline[len(outline)-1].X, Y: base})
	c.FillPolygon(tint(r.sign.color, 0.4), outline)
	c.StrokeLines(draw.LineStyle{Color: r.sign.color, Width: 0.6}, outline[1:len(outline)-1])
}

// drawDrops spreads runs over the height with a van der Corput sequence, as far as they crowd: no chance, no overlap
// worth the name, the same picture each time.
func (r raincloud) drawDrops(c draw.Canvas, toX, toY func(float64) vg.Length) {
	middle := (rainFrom + rainTo) / 2
	shown := thinned(r.sum.values, r.drops)
	radius := vg.Length(0.85)
	if len(shown) <= 20 {
		radius = 1.5
	}
	var path vg.Path
	for i, v := range shown {
		spread := (vanDerCorput(i+1) - 0.5) * (rainTo - rainFrom) * (0.15 + 0.85*r.cloud.at(v))
		at := vg.Point{X: toX(v), Y: toY(r.y + middle + spread)}
		path.Move(vg.Point{X: at.X + radius, Y: at.Y})
		path.Arc(at, radius, 0, 2*math.Pi)
		path.Close()
	}
	c.SetColor(faded(r.sign.color, 0.75))
	c.Fill(path)
}

func (r raincloud) drawBox(c draw.Canvas, toX, toY func(float64) vg.Length) {
	q1, q2, q3 := toX(r.sum.quantile(0.25)), toX(r.sum.quantile(0.5)), toX(r.sum.quantile(0.75))
	lo, hi := toY(r.y+boxFrom), toY(r.y+boxTo)
	box := []vg.Point{{X: q1, Y: lo}, {X: q3, Y: lo}, {X: q3, Y: hi}, {X: q1, Y: hi}, {X: q1, Y: lo}}
	line := draw.LineStyle{Color: r.sign.color, Width: 0.8}
	middle := (lo + hi) / 2
	c.StrokeLine2(line, toX(r.sum.quantile(0)), middle, q1, middle)
	c.StrokeLine2(line, q3, middle, toX(r.sum.quantile(1)), middle)
	c.FillPolygon(color.White, box)
	c.StrokeLines(line, box)
	line.Width = 1.2
	c.StrokeLine2(line, q2, lo, q2, hi)
}

func (r raincloud) drawMean(c draw.Canvas, toX, toY func(float64) vg.Length) {
	y := toY(r.y + (boxFrom+boxTo)/2)
	if r.sum.half > 0 {
		whisker(c, toX(r.sum.mean-r.sum.half), toX(r.sum.mean+r.sum.half), y, 2.4, draw.LineStyle{Color: ink, Width: 0.9})
	}
	mark := draw.GlyphStyle{Color: ink, Radius: 1.4, Shape: r.sign.marker}
	c.DrawGlyphNoClip(mark, vg.Point{X: toX(r.sum.mean), Y: y})
}

// whisker is an interval along x, with ends that stand out however short it is.
func whisker(c draw.Canvas, from, to, y, half vg.Length, style draw.LineStyle) {
	c.StrokeLine2(style, from, y, to, y)
	style.Dashes = nil
	c.StrokeLine2(style, from, y-half, from, y+half)
	c.StrokeLine2(style, to, y-half, to, y+half)
}

// drawRemark writes beside the runs, on the side that has room.
func (r raincloud) drawRemark(c draw.Canvas, toX, toY func(float64) vg.Length, s string) {
	at := vg.Point{X: toX(r.sum.quantile(1)) + 6, Y: toY(r.y+0.5) - 0.35*plainFace.Font.Size}
	align := fromLeft
	if at.X+plainFace.Width(s) > c.Max.X {
		at.X, align = toX(r.sum.quantile(0))-6, toRight
	}
	plainFace.write(c, greyText, at, align, s)
}

// vanDerCorput is the i-th term, in base 2, of the sequence that fills [0, 1) evenly at every length.
func vanDerCorput(i int) float64 { return float64(bits.Reverse32(uint32(i))) / (1 << 32) }

// thinned keeps at most so many of ascending values, evenly by rank, both ends among them.
func thinned(ascending []float64, most int) []float64 {
	n := len(ascending)
	if n <= most {
		return ascending
	}
	kept := make([]float64, most)
	for i := range kept {
		kept[i] = ascending[i*(n-1)/(most-1)]
	}
	return kept
}
