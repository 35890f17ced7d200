package plot

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// fans is the figure of time courses in the making.
type fans struct {
	frame   Frame
	time    TimeAxis
	courses []Course
	names   []string
	wrapped [][]string // names at the ends of lines
	events  []TimeEvent
	layout  layout
}

const (
	monthRoom  = vg.Length(22) // month labels under the lowest panels
	labelWidth = vg.Length(66) // of names at the ends of lines
	fromHere   = "outcomes are averaged from here"
)

// labelled says whether lines are named at their ends: one line needs no name.
func (f *fans) labelled() bool { return len(f.names) > 1 }

// mostBands is how many scenarios' bands can lie upon each other and still be told apart.
const mostBands = 5

// banded says whether bands are drawn.
func (f *fans) banded() bool { return len(f.names) <= mostBands }

func (f *fans) span() (from, to float64) {
	return slices.Min(f.time.Months), slices.Max(f.time.Months)
}

// marked says whether the start of the averaging window lies within the figure.
func (f *fans) marked() bool {
	from, to := f.span()
	return f.time.AverageFrom > from && f.time.AverageFrom <= to
}

func (f *fans) arrange() {
	f.layout = layout{
		cols: min(2, len(f.courses)), height: 92, gapX: 12, gapY: 8,
		pad: padding{top: 18, bottom: 6, left: 28, right: 8},
	}
	if len(f.courses) == 1 {
		f.layout.height = 170
	}
	if f.labelled() {
		labels := vg.Length(0)
		for _, n := range f.names {
			lines := plainFace.wrap(n, labelWidth)
			f.wrapped = append(f.wrapped, lines)
			f.layout.pad.right = max(f.layout.pad.right, endLabelGap+plainFace.widest(lines))
			labels += plainFace.leading * vg.Length(len(lines))
		}
		f.layout.height = max(f.layout.height, labels-labelsBelow) // so that none rises above the data
	}
	for i := range f.courses {
		for _, t := range f.values(i).ticks {
			f.layout.pad.left = max(f.layout.pad.left, plainFace.Width(t.Label)+8)
		}
	}
	for i, c := range f.courses {
		lines, _ := titleFor(c.Label, f.values(i).unit(c.Unit), f.titleWidth())
		f.layout.pad.top = max(f.layout.pad.top, 6+strong.leading*vg.Length(len(lines)))
	}
	from, to := f.span()
	f.events = within(f.time.Events, from, to)
	if f.marked() {
		f.layout.strip = fromHereRow
	}
	f.layout.strip += vg.Length(f.numberRows()) * numberRow
}

// fromHereRow is the height of the row that says what the mark of the averaging window means.
const fromHereRow = vg.Length(13)

// numberRows is how many rows the numbers of events take.
func (f *fans) numberRows() int {
	from, to := f.span()
	return markRows(f.events, from, to, f.layout.dataWidth(inner), f.mark())
}

// mark is the month at which the averaging window is marked; nil if it is not.
func (f *fans) mark() *float64 {
	if !f.marked() {
		return nil
	}
	return &f.time.AverageFrom
}

// titleWidth lets titles run over the names at the ends of lines.
func (f *fans) titleWidth() vg.Length { return f.layout.dataWidth(inner) + f.layout.pad.right }

// values is the y axis of a panel: all that is drawn in it.
func (f *fans) values(i int) scale {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, b := range f.courses[i].Bands {
		drawn := [][]float64{b.Median}
		if f.banded() {
			drawn = [][]float64{b.Low90, b.Low50, b.Median, b.High50, b.High90}
		}
		for _, s := range drawn {
			for _, v := range s {
				if finite(v) {
					lo, hi = math.Min(lo, v), math.Max(hi, v)
				}
			}
		}
	}
	if lo > hi {
		lo, hi = 0, 1
	}
	lo, hi = padded(lo, hi, 0.05)
	return newVerticalScale(lo, hi, f.layout.height)
}

func (f *fans) draw(c draw.Canvas) {
	n := len(f.courses)
	for i, area := range f.layout.areas(n, c.Rectangle) {
		p := f.panel(i, area)
		p.bareX = !f.layout.lowest(i, n)
		p.draw(c)
		if f.marked() && i < f.layout.cols {
			f.drawFromHere(c, p)
		}
		if i < f.layout.cols {
			drawMarks(c, p, f.events, f.mark())
		}
	}
}

// drawFromHere writes what the vertical mark means, between title and data of the first row.
func (f *fans) drawFromHere(c draw.Canvas, p panel) {
	c.Rectangle = p.area
	toX, _ := p.axes().Transforms(&c)
	at := vg.Point{X: toX(f.time.AverageFrom) + 3, Y: p.area.Max.Y + 3 + vg.Length(f.numberRows())*numberRow}
	for _, text := range []string{fromHere + " →", "averaged from here →"} {
		if at.X+plainFace.Width(text) <= p.area.Max.X+f.layout.pad.right {
			plainFace.write(c, greyText, at, fromLeft, text)
			return
		}
	}
	at.X -= 6 // no room to the right of the mark
	plainFace.write(c, greyText, at, toRight, "averaged from here →")
}

func (f *fans) panel(i int, area vg.Rectangle) panel {
	from, to := f.span()
	course := f.courses[i]
	p := panel{area: area, y: f.values(i)}
	p.x, p.xName = f.time.Calendar.scale(from, to, area.Size().X)
	p.title, p.unit = titleFor(course.Label, p.y.unit(course.Unit), f.titleWidth())
	if i < f.layout.cols {
		p.raise = f.layout.strip
	}
	for _, e := range f.events {
		p.layers = append(p.layers, during{from: e.From, to: e.To + 1})
	}
	months := f.time.Months
	strength := 1.0
	if len(f.names) > 3 { // many bands lie upon each other
		strength = 0.6
	}
	for k, b := range course.Bands {
		if f.banded() {
			p.layers = append(p.layers, bandsOf(months, b, signOf(k), strength)...)
		}
	}
	if f.marked() {
		p.layers = append(p.layers, vertical{f.time.AverageFrom, p.raise, markStroke})
	}
	var ends endLabels
	for k, b := range course.Bands {
		if b.Median == nil {
			continue
		}
		line := curve{months, b.Median, signOf(k).line(1.4)}
		p.layers = append(p.layers, line)
		if x, y, ok := line.end(); ok && len(f.names) > 1 {
			ends.labels = append(ends.labels, endLabel{x: x, y: y, sign: signOf(k), lines: f.wrapped[k]})
		}
	}
	p.layers = append(p.layers, ends)
	return p
}

// counts tells replications apart: the fewest and most of any line, and how many lines have values missing or none.
func (f *fans) counts() (least, most int, gaps []string) {
	least = math.MaxInt
	for _, c := range f.courses {
		for k, b := range c.Bands {
			holes := 0
			for _, v := range b.Median {
				if !finite(v) {
					holes++
				}
			}
			if b.Median == nil && b.Idle {
				gaps = append(gaps, fmt.Sprintf("%s under %s (does not apply)", c.Label, f.names[k]))
				continue
			}
			if b.Median == nil || holes == len(b.Median) {
				gaps = append(gaps, fmt.Sprintf("%s under %s (no value)", c.Label, f.names[k]))
				continue
			}
			if holes > 0 {
				gaps = append(gaps, fmt.Sprintf("%s under %s (%d of %d months without a value)", c.Label, f.names[k], holes, len(b.Median)))
			}
			least, most = min(least, b.Replications), max(most, b.Replications)
		}
	}
	return least, most, gaps
}

// runs says how many replications there are, and why not all where some are left out.
func (f *fans) runs() string {
	least, most, _ := f.counts()
	for _, c := range f.courses {
		for _, b := range c.Bands {
			if b.Of > b.Replications {
				return fmt.Sprintf("n = %s per scenario, the first of %s, as many as are kept for quantiles",
					number(float64(b.Replications), 0), number(float64(b.Of), 0))
			}
		}
	}
	return runs(least, most) + " per scenario"
}

// reading explains the marks and says what is not shown.
func (f *fans) reading() []string {
	least, most, gaps := f.counts()
	var out []string
	switch {
	case least > most:
		out = append(out, "No line has a value.")
	case most == 1:
		out = append(out, "Line: the one replication of each scenario (n = 1), so no band can be given.")
	case !f.banded():
		out = append(out, fmt.Sprintf("Line: median across replications (%s), month by month; bands of %d scenarios would hide each other and are left out.", f.runs(), len(f.names)))
	default:
		out = append(out, fmt.Sprintf("Line: median across replications (%s); dark band: middle 50 %%, light band: middle 90 %%, month by month.", f.runs()))
	}
	if f.marked() {
		out = append(out, fmt.Sprintf("Dashed vertical: %s (%s).", fromHere, f.time.Calendar.moment(f.time.AverageFrom)))
	}
	if len(f.events) > 0 {
		out = append(out, eventsInWords(f.events, f.time.Calendar, true))
	}
	if len(gaps) > 4 {
		gaps = append(gaps[:3], fmt.Sprintf("%d more", len(gaps)-3))
	}
	if len(gaps) > 0 {
		out = append(out, "Left out: "+listed(gaps)+".")
	}
	return out
}

func (f *fans) caption() string {
	var b strings.Builder
	from, to := f.span()
	fmt.Fprintf(&b, "%s %s Time courses from %s to %s.", sentence(f.frame.Question), sentence(f.frame.Note),
		f.time.Calendar.moment(from), strings.TrimPrefix(f.time.Calendar.moment(to), "month "))
	for _, c := range f.courses {
		var parts []string
		for k, bands := range c.Bands {
			parts = append(parts, f.frame.Scenarios[k]+" "+bands.inWords())
		}
		fmt.Fprintf(&b, " %s: %s.", c.named(), strings.Join(parts, "; "))
	}
	return tidy(b.String() + " " + strings.Join(f.reading(), " "))
}

// inWords tells where a median begins and ends, and how far replications then lie apart.
func (b Bands) inWords() string {
	first, last := -1, -1
	for i, v := range b.Median {
		if finite(v) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 && b.Idle {
		return "does not apply"
	}
	if first < 0 {
		return "no value"
	}
	start, end := b.Median[first], b.Median[last]
	d := max(decimalsFor(start, math.NaN()), decimalsFor(end, math.NaN()))
	s := fmt.Sprintf("from %s to %s", number(start, d), number(end, d))
	if b.Low90 != nil && b.High90 != nil && finite(b.Low90[last]) && finite(b.High90[last]) {
		s += fmt.Sprintf(" (90 %% of replications between %s and %s)", number(b.Low90[last], d), number(b.High90[last], d))
	}
	return s
}
