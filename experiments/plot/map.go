package plot

import (
	"fmt"
	"math"
	"slices"
	"strings"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A FactorAxis is a factor along an edge of a panel.
type FactorAxis struct {
	Label, Unit string
	Min, Max    float64
	Log         bool
	Levels      []string // names of levels 0, 1 …; none for a range
}

// MapData is a difference, B minus A of a comparison, over two factors.
type MapData struct {
	Outcome
	Comparison
	X, Y   FactorAxis
	Slices []MapSlice // one, or one for each part of a third factor
	Smooth bool       // cells are fitted, and a contour tells where the winner changes
	How    string     // how cells came about, in a sentence: "Cells: local linear fit …"
	Gaps   string     // what is missing, in a sentence; empty for nothing
}

// A MapSlice is one map.
type MapSlice struct {
	Of     string // what distinguishes it: "ambiguity = 0.2"
	N      int    // points
	Xs, Ys []float64
	Cells  [][]Estimate // by row, then column; Mean NaN where there is nothing to say
}

// Map shows over two factors where one scenario does better than another: one panel per slice on one scale of colours, in
// the colour of the better scenario.
func Map(f Frame, d MapData) (*Figure, error) {
	if err := f.refuses("map", nil); err != nil {
		return nil, err
	}
	if min(d.A, d.B) < 0 || max(d.A, d.B) >= len(f.Scenarios) || d.A == d.B {
		return nil, fmt.Errorf("map: cannot compare scenario %d with %d of %d", d.B+1, d.A+1, len(f.Scenarios))
	}
	if len(d.Slices) == 0 || len(d.Slices[0].Xs) == 0 || len(d.Slices[0].Ys) == 0 {
		return nil, fmt.Errorf("map: %w", ErrNoData)
	}
	for _, s := range d.Slices {
		if len(s.Cells) != len(s.Ys) || slices.ContainsFunc(s.Cells, func(row []Estimate) bool { return len(row) != len(s.Xs) }) {
			return nil, fmt.Errorf("map: %s: cells do not fit %d columns and %d rows", s.Of, len(s.Xs), len(s.Ys))
		}
	}
	m := maps{frame: f, data: d}
	m.arrange()
	return &Figure{
		Caption: m.caption(), question: f.Question, note: f.Note, key: m.key(), reading: m.reading(),
		body: m.legend() + m.layout.total(len(d.Slices)), draw: m.draw,
	}, nil
}

// maps is the figure in the making.
type maps struct {
	frame  Frame
	data   MapData
	short  []string
	colour diverging
	layout layout
	axes   []string // what stands across and up, above the panels
}

func (m *maps) arrange() {
	m.short = m.frame.short()
	reach := 0.0
	for _, s := range m.data.Slices {
		for _, row := range s.Cells {
			for _, c := range row {
				if finite(c.Mean) {
					reach = math.Max(reach, math.Abs(c.Mean))
				}
			}
		}
	}
	if reach == 0 {
		reach = 1
	}
	m.colour = diverging{below: m.frame.sign(m.data.A).color, above: m.frame.sign(m.data.B).color, reach: reach}
	n := len(m.data.Slices)
	m.layout = layout{cols: min(n, 3), gapX: 10, gapY: 6, pad: padding{left: 8, right: 10, bottom: 18, top: 8}}
	if n == 4 {
		m.layout.cols = 2
	}
	for _, t := range m.data.Y.scale(m.data.Slices[0].Ys, 120, true).ticks {
		m.layout.left = max(m.layout.left, plainFace.Width(t.Label)+4)
	}
	if n == 1 { // a map alone needs not fill the width
		m.layout.right = max(0, inner-m.layout.left-360)
	}
	width := m.layout.dataWidth(inner)
	m.layout.height = min(width*0.8, 250)
	for _, s := range m.data.Slices {
		lines := strong.wrap(s.Of, width)
		m.layout.pad.top = max(m.layout.pad.top, 8+strong.leading*vg.Length(len(lines)))
	}
	first := m.data.Slices[0]
	across, up := m.data.X.scale(first.Xs, width, false), m.data.Y.scale(first.Ys, m.layout.height, true)
	m.axes = append(plainFace.wrap("→ "+m.data.X.on(across)+m.data.X.numbered(first.Xs, width, false), inner),
		plainFace.wrap("↑ "+m.data.Y.on(up)+m.data.Y.numbered(first.Ys, 0, true), inner)...)
	m.layout.strip = plainFace.leading * vg.Length(len(m.axes))
}

func (a FactorAxis) words() string { return Outcome{a.Label, a.Unit}.named() }

// on names a factor along an axis, whose numbers may be counted in thousands.
func (a FactorAxis) on(s scale) string { return Outcome{a.Label, s.unit(a.Unit)}.named() }

// along is where a value stands on an axis: its logarithm where that is how it is spread, the place of its level where
// cells are of these.
func (a FactorAxis) along(v float64) float64 {
	if a.Log && v > 0 {
		return math.Log10(v)
	}
	return v
}

// edges of cells halfway between their middles, outermost as far beyond.
func (a FactorAxis) edges(at []float64) []float64 {
	if len(at) == 1 {
		return []float64{a.along(at[0]) - 0.5, a.along(at[0]) + 0.5}
	}
	edges := make([]float64, len(at)+1)
	for k := 1; k < len(at); k++ {
		edges[k] = (a.along(at[k-1]) + a.along(at[k])) / 2
	}
	edges[0] = 2*a.along(at[0]) - edges[1]
	edges[len(at)] = 2*a.along(at[len(at)-1]) - edges[len(at)-1]
	return edges
}

// mostNamed cells have a tick each, where they are few.
const mostNamed = 7

// scale ticks an axis of cells: each cell where they are few or have names, round numbers otherwise.
func (a FactorAxis) scale(at []float64, length vg.Length, upright bool) scale {
	edges := a.edges(at)
	s := scale{min: edges[0], max: edges[len(edges)-1]}
	if len(a.Levels) == 0 && len(at) > mostNamed {
		switch {
		case a.Log:
			s.ticks = logTicks(s.min, s.max, length)
		case upright:
			s.ticks, s.word = newVerticalScale(s.min, s.max, length).ticks, newVerticalScale(s.min, s.max, length).word
		default:
			s.ticks, s.word = newScale(s.min, s.max, length).ticks, newScale(s.min, s.max, length).word
		}
		return s
	}
	for k, v := range at {
		t := gplot.Tick{Value: a.along(v), Label: a.named(v)}
		if a.tight(at, length, upright) {
			t.Label = number(float64(k+1), 0)
			if len(a.Levels) == 0 {
				t.Label = ""
				if k%2 == 0 {
					t.Label = a.named(v)
				}
			}
		}
		s.ticks = append(s.ticks, t)
	}
	return s
}

// upRoom is the room of names beside a vertical axis.
const upRoom = vg.Length(84)

// tight says that a name of a cell has no room: cells then have numbers.
func (a FactorAxis) tight(at []float64, length vg.Length, upright bool) bool {
	each := length/vg.Length(max(1, len(at))) - 4
	if upright {
		each = upRoom
	}
	return slices.ContainsFunc(at, func(v float64) bool { return plainFace.Width(a.named(v)) > each })
}

// numbered explains the numbers of cells whose names have no room: ": 1 simple, 2 complex".
func (a FactorAxis) numbered(at []float64, length vg.Length, upright bool) string {
	if len(a.Levels) == 0 || !a.tight(at, length, upright) {
		return ""
	}
	var names []string
	for k, v := range at {
		names = append(names, number(float64(k+1), 0)+noBreak+a.named(v))
	}
	return ": " + strings.Join(names, "; ")
}

// fittedName cuts a name to a width.
func fittedName(name string, width vg.Length) string {
	if plainFace.Width(name) <= width {
		return name
	}
	letters := []rune(name)
	for n := len(letters) - 1; n > 1; n-- {
		if short := strings.TrimRight(string(letters[:n]), " ,.") + "…"; plainFace.Width(short) <= width {
			return short
		}
	}
	return name
}

func (a FactorAxis) named(v float64) string {
	if k := int(v); k >= 0 && k < len(a.Levels) && float64(k) == v {
		return a.Levels[k]
	}
	return number(v, plainDecimals(v))
}

// plainDecimals are as many as a value needs, up to three digits that count.
func plainDecimals(v float64) int {
	most := decimalsFor(v, math.NaN())
	for d := range most {
		if p := math.Pow(10, float64(d)); math.Abs(math.Round(v*p)/p-v) <= 1e-9*math.Abs(v) {
			return d
		}
	}
	return most
}

// logTicks stand at 1, 2 and 5 times powers of ten, or at powers only where there is no room.
func logTicks(lo, hi float64, length vg.Length) (ticks []gplot.Tick) {
	steps := []float64{1, 2, 5}
	if vg.Length(hi-lo) > length/75 {
		steps = steps[:1]
	}
	for e := math.Floor(lo); e <= hi; e++ {
		for _, k := range steps {
			v := k * math.Pow(10, e)
			if at := math.Log10(v); at >= lo-1e-9 && at <= hi+1e-9 {
				ticks = append(ticks, gplot.Tick{Value: at, Label: number(v, plainDecimals(v))})
			}
		}
	}
	return ticks
}

// legend is the height of the colour bar with its words.
func (m *maps) legend() vg.Length {
	return 2*plainFace.leading + barHeight + 16 + vg.Length(len(m.barLines())-1)*plainFace.leading
}

func (m *maps) barLines() []string {
	axis := newScale(-m.colour.reach, m.colour.reach, barWidth)
	return plainFace.wrap(Outcome{m.data.Label, axis.unit(m.data.Unit)}.named()+": "+m.short[m.data.B]+" − "+m.short[m.data.A], inner)
}

func (m *maps) draw(c draw.Canvas) {
	m.drawLegend(c)
	body := c.Rectangle
	body.Max.Y -= m.legend()
	n := len(m.data.Slices)
	plainFace.writeLines(c, ink, vg.Point{X: body.Min.X, Y: body.Max.Y + 4}, fromLeft, m.axes)
	for i, area := range m.layout.areas(n, body) {
		p := m.panel(i, area)
		p.bareX, p.bareY = false, i%m.layout.cols != 0
		p.draw(c)
	}
}

// drawLegend draws the colour bar under what it measures, and writes at its ends who is higher there.
func (m *maps) drawLegend(c draw.Canvas) {
	top := plainFace.writeLines(c, ink, vg.Point{X: c.Min.X, Y: c.Max.Y}, fromLeft, m.barLines())
	middle := c.Min.X + (c.Max.X-c.Min.X)/2
	at := vg.Rectangle{Min: vg.Point{X: middle - barWidth/2, Y: top - 3 - barHeight}, Max: vg.Point{X: middle + barWidth/2, Y: top - 3}}
	axis := newScale(-m.colour.reach, m.colour.reach, barWidth)
	colourBar{m.colour, axis}.draw(c, at)
	room := (c.Max.X-c.Min.X-barWidth)/2 - 12
	left := fittedName(m.short[m.data.A], room-plainFace.Width(" higher"))
	right := fittedName(m.short[m.data.B], room-plainFace.Width(" higher"))
	y := at.Min.Y + 1.5
	plainFace.write(c, shade(m.colour.below), vg.Point{X: at.Min.X - 8, Y: y}, toRight, left+" higher")
	plainFace.write(c, shade(m.colour.above), vg.Point{X: at.Max.X + 8, Y: y}, fromLeft, right+" higher")
}

func (m *maps) panel(i int, area vg.Rectangle) panel {
	s := m.data.Slices[i]
	p := panel{area: area, x: m.data.X.scale(s.Xs, area.Size().X, false), y: m.data.Y.scale(s.Ys, area.Size().Y, true)}
	p.title = strong.wrap(s.Of, area.Size().X)
	h := heat{slice: s, lefts: m.data.X.edges(s.Xs), bottoms: m.data.Y.edges(s.Ys), scale: m.colour, contour: m.data.Smooth}
	decimals := decimalsFor(m.colour.reach, math.NaN())
	written := func(e Estimate) string {
		if !finite(e.Mean) {
			return "–"
		}
		return signed(e.Mean, max(0, decimals-1))
	}
	if !m.data.Smooth && area.Size().X/vg.Length(len(s.Xs)) >= plainFace.Width(signed(-m.colour.reach, max(0, decimals-1)))+6 &&
		area.Size().Y/vg.Length(len(s.Ys)) >= 13 {
		h.numbered = written
	}
	p.layers = []gplot.Plotter{h}
	return p
}

func (m *maps) key() []keyEntry {
	var entries []keyEntry
	for _, k := range []int{m.data.A, m.data.B} {
		if m.short[k] != m.frame.Scenarios[k] {
			entries = append(entries, m.frame.markKey()[k])
		}
	}
	entries = append(entries, keyEntry{"not told apart: the 95 % interval holds 0", lineSwatch, func(c *draw.Canvas, at vg.Point) {
		outline := []vg.Point{{X: at.X, Y: at.Y - 4}, {X: at.X + lineSwatch, Y: at.Y - 4}, {X: at.X + lineSwatch, Y: at.Y + 4}, {X: at.X, Y: at.Y + 4}}
		openHatch.draw(*c, outline)
		c.StrokeLines(axisStroke, append(outline, outline[0]))
	}})
	if m.data.Smooth {
		entries = append(entries, keyEntry{"equal means", lineSwatch, func(c *draw.Canvas, at vg.Point) {
			c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.3}, at.X, at.Y, at.X+lineSwatch, at.Y)
		}})
	}
	if m.missing() > 0 {
		entries = append(entries, keyEntry{"no points", lineSwatch, func(c *draw.Canvas, at vg.Point) {
			rectangle(*c, greyBand, at.X, at.Y-4, at.X+lineSwatch, at.Y+4)
		}})
	}
	return entries
}

// missing counts cells without a value.
func (m *maps) missing() (n int) {
	for _, s := range m.data.Slices {
		for _, row := range s.Cells {
			for _, c := range row {
				if !finite(c.Mean) {
					n++
				}
			}
		}
	}
	return n
}

// reading says how much of each map is told, and how.
func (m *maps) reading() []string {
	var above, below, not, points []string
	for _, s := range m.data.Slices {
		a, b, o := s.shares()
		above, below, not = append(above, number(100*b, 0)), append(below, number(100*a, 0)), append(not, number(100*o, 0))
		if n := number(float64(s.N), 0); len(points) == 0 || n != points[len(points)-1] {
			points = append(points, n)
		}
	}
	text := fmt.Sprintf("%s is told to be higher in %s %% of the map, %s in %s %%; %s %% is not told",
		m.short[m.data.B], listed(above), m.short[m.data.A], listed(below), listed(not))
	if len(m.data.Slices) > 1 {
		text += ", panel by panel"
	}
	out := []string{text + fmt.Sprintf(" (n = %s points).", listed(points))}
	for _, more := range []string{m.data.How, m.data.Gaps} {
		if more != "" {
			out = append(out, sentence(more))
		}
	}
	return out
}

// shares of the cells with a value in which A is higher, B is, and neither is told to be.
func (s MapSlice) shares() (a, b, open float64) {
	n := 0.0
	for _, row := range s.Cells {
		for _, c := range row {
			switch {
			case !finite(c.Mean):
				continue
			case c.Low > 0:
				b++
			case c.High < 0:
				a++
			default:
				open++
			}
			n++
		}
	}
	n = math.Max(n, 1)
	return a / n, b / n, open / n
}

func (m *maps) caption() string {
	title := m.data.named() + ", " + m.frame.Scenarios[m.data.B] + " − " + m.frame.Scenarios[m.data.A]
	return tidy(fmt.Sprintf("%s %s Map of %s over %s (across) and %s (up), in the colour of the scenario with the higher value. Hatched: the 95 %% interval holds 0. %s",
		sentence(m.frame.Question), sentence(m.frame.Note), title, m.data.X.words(), m.data.Y.words(), strings.Join(m.reading(), " ")))
}
