package plot

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A KnownValue is one that somebody else has found.
type KnownValue struct {
	At    float64 // on the x axis
	Value float64
	Half  float64 // half-width of its 95 % interval; 0 where that is not known, or nil
}

// Docked is what a setting gave, and what is known of it elsewhere.
type Docked struct {
	Ours  []Estimate // by value of the x axis; Pairs: replications behind it
	Known []KnownValue
}

// DockingData is what [Docking] draws.
type DockingData struct {
	Outcome
	Along FactorAxis // a parameter, or time
	At    []float64  // its values, ascending; of levels their places
	Band  bool       // a curve with a band, as over time; otherwise a mark with a whisker at each value
	Lines []Docked   // by scenario of the frame
	Known string     // where the known values are from: "published"
	Exact bool       // ours are means of all cases there are: they have no error
}

// Docking shows a quantity along a parameter or over time, under each setting, and beside it what others have found: whether
// two models of the same thing agree (Axtell, Axelrod, Epstein & Cohen 1996).
func Docking(f Frame, d DockingData) (*Figure, error) {
	if err := f.refuses("docking", d.check(len(f.Scenarios))); err != nil {
		return nil, err
	}
	k := docking{frame: f, data: d}
	k.arrange()
	return &Figure{
		Caption: k.caption(), question: f.Question, note: f.Note, key: k.key(), reading: k.reading(),
		body: k.layout.total(1), draw: k.draw,
	}, nil
}

func (d DockingData) check(lines int) error {
	switch {
	case len(d.At) == 0:
		return ErrNoData
	case !slices.IsSorted(d.At):
		return fmt.Errorf("%s: the values of the x axis do not ascend", d.Along.Label)
	case d.Along.Log && d.At[0] <= 0:
		return fmt.Errorf("%s: %v has no place on a logarithmic axis", d.Along.Label, d.At[0])
	case len(d.Lines) != lines:
		return fmt.Errorf("%d lines, the frame names %d", len(d.Lines), lines)
	}
	for i, l := range d.Lines {
		if len(l.Ours) != len(d.At) {
			return fmt.Errorf("line %d has %d values for %d of %s", i+1, len(l.Ours), len(d.At), d.Along.Label)
		}
	}
	return nil
}

// docking is the figure in the making.
type docking struct {
	frame  Frame
	data   DockingData
	head   []string   // what is measured, above the data
	below  []string   // along what
	names  [][]string // at the ends of lines; nil where a key names them
	lines  []keyEntry // the key of lines
	layout layout
	y      scale
	point  float64 // of the page, in units of the x axis
}

const (
	mostAtEnds   = 5              // lines that are named where they end
	endWidth     = vg.Length(104) // of these names
	besideKnown  = vg.Length(6)   // by which known values stand beside ours
	knownRadius  = vg.Length(3)
	besideLevels = 14.0 // points between marks of several lines at a level
	besideLines  = 3.5  // points between marks of several lines at a number
	mostBeside   = 10.0 // points from the first of these to the last
)

// categories says that the x axis has levels, between which nothing lies.
func (k *docking) categories() bool { return len(k.data.Along.Levels) > 0 }

func (k *docking) arrange() {
	k.layout = layout{cols: 1, height: 200, pad: padding{left: 4, right: 8, top: 10, bottom: 17}}
	k.y = k.values()
	for _, t := range k.y.ticks {
		k.layout.left = max(k.layout.left, plainFace.Width(t.Label)+6)
	}
	switch n := len(k.frame.Scenarios); {
	case n == 1: // the title says what it is of
	case n > mostAtEnds || k.categories():
		k.lines = k.frame.lineKey()
		if k.categories() {
			k.lines = k.frame.markKey()
		}
	default:
		k.names, k.lines = k.frame.namesIn(plainFace, endWidth, 3)
		labels := vg.Length(0)
		for _, lines := range k.names {
			k.layout.pad.right = max(k.layout.pad.right, endLabelGap+plainFace.widest(lines))
			labels += plainFace.leading * vg.Length(len(lines))
		}
		k.layout.height = max(k.layout.height, labels-labelsBelow)
	}
	width := k.layout.dataWidth(inner)
	k.below = plainFace.wrap(k.data.Along.on(k.across(width)), width)
	k.layout.pad.bottom += plainFace.leading * vg.Length(len(k.below))
	k.head = plainFace.wrap("↑ "+Outcome{k.data.Label, k.y.unit(k.data.Unit)}.named(), inner)
	k.layout.strip = plainFace.leading * vg.Length(len(k.head))
}

// values is the y axis: all that is drawn.
func (k *docking) values() scale {
	lo, hi := math.Inf(1), math.Inf(-1)
	reach := func(values ...float64) {
		for _, v := range values {
			if finite(v) {
				lo, hi = math.Min(lo, v), math.Max(hi, v)
			}
		}
	}
	for _, l := range k.data.Lines {
		for _, e := range l.Ours {
			reach(e.Mean, e.Low, e.High)
		}
		for _, v := range l.Known {
			reach(v.Value, v.Value-v.Half, v.Value+v.Half)
		}
	}
	if lo > hi {
		lo, hi = 0, 1
	}
	lo, hi = padded(lo, hi, 0.06)
	return newVerticalScale(lo, hi, k.layout.height)
}

// across is the x axis: its levels, the values where these have room for their names, or round numbers.
func (k *docking) across(width vg.Length) scale {
	a, at := k.data.Along, k.data.At
	if k.categories() {
		return a.scale(at, width, false)
	}
	lo, hi := widened(a.along(at[0]), a.along(at[len(at)-1]))
	if !k.data.Band || len(at) <= mostDots { // room for marks at both ends
		lo, hi = padded(lo, hi, 0.04)
	}
	s := newScale(lo, hi, width)
	if a.Log {
		s = scale{min: lo, max: hi, ticks: logTicks(lo, hi, width)}
	}
	if named := k.named(lo, hi, width); named != nil {
		s.ticks, s.word = named, ""
	}
	return s
}

// named are ticks at the values themselves; nil where their names would run into each other.
func (k *docking) named(lo, hi float64, width vg.Length) (ticks []gplot.Tick) {
	free := vg.Length(math.Inf(-1))
	for _, v := range k.data.At {
		t := gplot.Tick{Value: k.data.Along.along(v), Label: k.data.Along.named(v)}
		half := plainFace.Width(t.Label)/2 + 3
		x := width * vg.Length((t.Value-lo)/(hi-lo))
		if x-half < free {
			return nil
		}
		free = x + half
		ticks = append(ticks, t)
	}
	return ticks
}

func (k *docking) draw(c draw.Canvas) {
	plainFace.writeLines(c, ink, vg.Point{X: c.Min.X, Y: c.Max.Y + 4}, fromLeft, k.head)
	area := k.layout.areas(1, c.Rectangle)[0]
	x := k.across(area.Size().X)
	k.point = (x.max - x.min) / float64(area.Size().X)
	p := panel{area: area, x: x, y: k.y}
	for i, l := range k.data.Lines {
		p.layers = append(p.layers, k.ours(i, l.Ours)...)
	}
	var ends endLabels
	for i, l := range k.data.Lines { // over all lines: there are few of them
		p.layers = append(p.layers, known{k.data.Along, l.Known, k.frame.sign(i), k.shift(i) + k.beside()})
		if line := k.curve(i, l.Ours); k.names != nil {
			if x, y, ok := line.end(); ok {
				ends.labels = append(ends.labels, endLabel{x: x, y: y, sign: k.frame.sign(i), lines: k.names[i]})
			}
		}
	}
	p.layers = append(p.layers, ends)
	p.draw(c)
	plainFace.writeLines(c, ink, vg.Point{X: (area.Min.X + area.Max.X) / 2, Y: area.Min.Y - 17}, centred, k.below)
}

// shift keeps the marks of several lines at a place apart, so that none hides another.
func (k *docking) shift(line int) vg.Length {
	lines := float64(len(k.data.Lines))
	each := min(besideLines, mostBeside/max(1, lines-1))
	if k.categories() {
		each = min(besideLevels, 0.7*float64(k.layout.dataWidth(inner))/float64(len(k.data.At))/lines)
	}
	if !k.categories() && !k.crowded() {
		return 0
	}
	return vg.Length((float64(line) - (lines-1)/2) * each)
}

// crowded says whether marks of two lines at the same number would hide each other.
func (k *docking) crowded() bool {
	const apart = 5 // points
	near := apart * (k.y.max - k.y.min) / float64(k.layout.height)
	for a, l := range k.data.Lines {
		for _, other := range k.data.Lines[:a] {
			for i := range l.Ours {
				if math.Abs(l.Ours[i].Mean-other.Ours[i].Mean) < near && !k.data.Band {
					return true
				}
			}
		}
	}
	return false
}

// beside is how far from ours known values stand: over a curve without marks they hide nothing.
func (k *docking) beside() vg.Length {
	switch {
	case k.data.Band && len(k.data.At) > mostDots:
		return 0
	case k.categories():
		return besideKnown
	}
	return besideKnown + k.shift(len(k.data.Lines)-1) // beside the last of ours
}

// curve joins what is ours, through its marks.
func (k *docking) curve(line int, ours []Estimate) curve {
	c := curve{style: k.frame.sign(line).line(2 * lineRadius)}
	for i, e := range ours {
		c.x, c.y = append(c.x, k.data.Along.along(k.data.At[i])+k.point*float64(k.shift(line))), append(c.y, e.Mean)
	}
	return c
}

// ours are the layers of a line: a curve with its band over time, joined marks along numbers, marks alone at levels.
func (k *docking) ours(i int, ours []Estimate) []gplot.Plotter {
	sign, line := k.frame.sign(i), k.curve(i, ours)
	if k.data.Band {
		b := band{x: line.x, within: line.y, color: faded(sign.color, 0.24)}
		for _, e := range ours {
			b.low, b.high = append(b.low, e.Low), append(b.high, e.High)
		}
		layers := []gplot.Plotter{b, line}
		if len(ours) <= mostDots {
			layers = append(layers, dots{line, sign})
		}
		return layers
	}
	marks := means{k.data.Along, k.data.At, ours, sign, float64(k.shift(i))}
	if k.categories() {
		return []gplot.Plotter{marks}
	}
	line.style.Width = 0.8 // it guides the eye
	return []gplot.Plotter{line, marks}
}

// mostDots is up to how many places of a curve are marked: what lies between them was not measured.
const mostDots = 25

// dots mark the places of a curve.
type dots struct {
	curve
	sign sign
}

var _ gplot.Plotter = dots{}

// Plot implements plot.Plotter.
func (d dots) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	for i, y := range d.y {
		if finite(y) {
			d.sign.draw(&c, vg.Point{X: toX(d.x[i]), Y: toY(y)}, 1.8)
		}
	}
}

// known are hollow marks, with a whisker where their error is known.
type known struct {
	along  FactorAxis
	values []KnownValue
	sign   sign
	shift  vg.Length
}

var _ gplot.Plotter = known{}

// Plot implements plot.Plotter.
func (k known) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	for _, v := range k.values {
		at := vg.Point{X: toX(k.along.along(v.At)) + k.shift, Y: toY(v.Value)}
		if v.Half > 0 {
			c.StrokeLine2(draw.LineStyle{Color: k.sign.color, Width: 0.8}, at.X, toY(v.Value-v.Half), at.X, toY(v.Value+v.Half))
		}
		k.sign.drawHollow(&c, at, knownRadius)
	}
}

// count is how many known values there are.
func (k *docking) count() (n int, whiskers bool) {
	for _, l := range k.data.Lines {
		n += len(l.Known)
		whiskers = whiskers || slices.ContainsFunc(l.Known, func(v KnownValue) bool { return k.seen(2*v.Half, knownRadius) })
	}
	return n, whiskers
}

func (k *docking) key() []keyEntry {
	grey := sign{color: greyText, marker: markers[0]}
	ours := "ours: mean with its 95 % interval"
	if k.data.Exact {
		ours = "ours: mean of all cases"
		if _, most := k.behind(); most == 1 {
			ours = "ours: exact"
		}
	}
	entry := keyEntry{ours, lineSwatch, func(c *draw.Canvas, at vg.Point) {
		if k.data.Band && !k.data.Exact {
			rectangle(*c, faded(greyText, 0.24), at.X, at.Y-4, at.X+lineSwatch, at.Y+4)
		}
		c.StrokeLine2(grey.line(0.8), at.X, at.Y, at.X+lineSwatch, at.Y)
		if !k.data.Band {
			middle := vg.Point{X: at.X + lineSwatch/2, Y: at.Y}
			grey.draw(c, middle, oursRadius)
		}
		if !k.data.Band && !k.data.Exact {
			middle := vg.Point{X: at.X + lineSwatch/2, Y: at.Y}
			c.StrokeLine2(draw.LineStyle{Color: greyText, Width: 1.1}, middle.X, at.Y-5, middle.X, at.Y+5)
		}
	}}
	entries := append(slices.Clone(k.lines), entry)
	if n, whiskers := k.count(); n > 0 {
		text := k.data.Known
		if whiskers {
			text += ", with its 95 % interval where it has one"
		}
		entries = append(entries, keyEntry{text, markSwatch, func(c *draw.Canvas, at vg.Point) {
			middle := vg.Point{X: at.X + markSwatch/2, Y: at.Y}
			if whiskers {
				c.StrokeLine2(draw.LineStyle{Color: greyText, Width: 0.8}, middle.X, at.Y-6, middle.X, at.Y+6)
			}
			grey.drawHollow(c, middle, knownRadius)
		}})
	}
	return entries
}

// behind is how many replications, or cases, there are of a point: the fewest and the most.
func (k *docking) behind() (least, most int) {
	least = math.MaxInt
	for _, l := range k.data.Lines {
		for _, e := range l.Ours {
			if finite(e.Mean) {
				least, most = min(least, e.Pairs), max(most, e.Pairs)
			}
		}
	}
	return least, most
}

// how says what ours are.
func (k *docking) how() string {
	least, most := k.behind()
	many := strings.TrimPrefix(runs(least, most), "n = ") // models have an n of their own
	switch {
	case most == 0:
		return "No point has a value."
	case k.data.Exact && most == 1:
		return "Ours: exact, there is no chance in it."
	case k.data.Exact:
		return fmt.Sprintf("Ours: means of all cases there are, %s at each point; they have no error.", many)
	case k.data.Band:
		return fmt.Sprintf("Ours: means of %s replications at each point; band: 95 %% interval of the mean (Student’s t).", many)
	}
	return fmt.Sprintf("Ours: means of %s replications at each point, with 95 %% interval (Student’s t).", many)
}

// seen says whether an interval is longer than its mark of a radius.
func (k *docking) seen(width float64, radius vg.Length) bool {
	return width/(k.y.max-k.y.min)*float64(k.layout.height) > float64(2*radius)
}

// oursRadius is that of marks of ours, lineRadius half the width of a line.
const (
	oursRadius = vg.Length(2.2)
	lineRadius = vg.Length(0.6)
)

// hidden says that intervals are shorter than the marks.
func (k *docking) hidden() bool {
	widest := 0.0
	for _, l := range k.data.Lines {
		for _, e := range l.Ours {
			if finite(e.High - e.Low) {
				widest = math.Max(widest, e.High-e.Low)
			}
		}
	}
	if k.data.Band {
		return widest > 0 && !k.seen(widest, lineRadius)
	}
	return widest > 0 && !k.seen(widest, oursRadius)
}

func (k *docking) reading() []string {
	out := []string{k.how()}
	switch {
	case k.hidden() && k.data.Band:
		out = append(out, "The band is no wider than the line.")
	case k.hidden():
		out = append(out, "Intervals are no longer than the marks.")
	}
	n, _ := k.count()
	if !k.categories() {
		out = append(out, k.moved(n > 0 && k.beside() != 0)...)
	}
	if n == 0 {
		out = append(out, "No published number stands at these settings.")
	}
	if k.categories() {
		if names := k.data.Along.numbered(k.data.At, k.layout.dataWidth(inner), false); names != "" {
			out = append(out, sentence(k.data.Along.Label+names))
		}
	}
	return out
}

// moved says which marks do not stand at their place on the x axis.
func (k *docking) moved(knownToo bool) []string {
	oursToo := k.shift(0) != 0
	switch {
	case oursToo && knownToo:
		return []string{"Marks at the same place stand side by side, hollow ones to the right of ours."}
	case oursToo:
		return []string{"Marks at the same place stand side by side."}
	case knownToo:
		return []string{"Hollow marks stand to the right of their place."}
	}
	return nil
}

func (k *docking) caption() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s along %s.", sentence(k.frame.Question), sentence(k.frame.Note), k.data.named(), k.data.Along.words())
	for i, title := range k.frame.Scenarios {
		l := k.data.Lines[i]
		said := k.inWords(l.Ours)
		if far := k.farthest(l); far != "" {
			said += "; " + far
		}
		fmt.Fprintf(&b, " %s: %s.", title, said)
	}
	return tidy(b.String() + " " + strings.Join(k.reading(), " "))
}

// inWords tells all levels or, along numbers, both ends and where between them it is highest or lowest.
func (k *docking) inWords(ours []Estimate) string {
	var told []int
	for i, e := range ours {
		if finite(e.Mean) {
			told = append(told, i)
		}
	}
	if len(told) == 0 {
		return "no value"
	}
	if !k.categories() && len(told) > 2 {
		by := func(a, b int) int { return cmp.Compare(ours[a].Mean, ours[b].Mean) }
		first, last := told[0], told[len(told)-1]
		lowest, highest := slices.MinFunc(told, by), slices.MaxFunc(told, by)
		told = []int{first}
		for _, i := range []int{min(lowest, highest), max(lowest, highest)} {
			if i != first && i != last && !slices.Contains(told, i) {
				told = append(told, i)
			}
		}
		told = append(told, last)
	}
	var parts []string
	for _, i := range told {
		e := ours[i].plain()
		if k.data.Exact {
			e = number(ours[i].Mean, decimalsFor(ours[i].Mean, math.NaN()))
		}
		parts = append(parts, e+" at "+k.data.Along.named(k.data.At[i]))
	}
	return strings.Join(parts, ", ")
}

// farthest tells how far known values are from ours, where they stand at the same place.
func (k *docking) farthest(l Docked) string {
	n, most, at := 0, -1.0, 0.0
	for _, v := range l.Known {
		i := slices.Index(k.data.At, v.At)
		if i < 0 || !finite(l.Ours[i].Mean) {
			continue
		}
		if n++; math.Abs(l.Ours[i].Mean-v.Value) > most {
			most, at = math.Abs(l.Ours[i].Mean-v.Value), v.At
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d known values, the farthest %s from ours, at %s", n, number(most, decimalsFor(most, math.NaN())), k.data.Along.named(at))
}
