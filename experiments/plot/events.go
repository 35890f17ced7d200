package plot

import (
	"cmp"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"
	"time"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// TimeEvent is something that changed in the course of a run.
type TimeEvent struct {
	Name string
	From float64 // the first month in which it held
	To   float64 // the last; 0: it held for good
	Mark string  // a letter that marks it wherever it comes again; "": it has a number of its own
}

// Calendar is the month of the calendar in which month 1 lies; zero where months are only counted.
type Calendar struct{ Year, Month int }

// date writes a month of the run as one of the calendar.
func (c Calendar) date(month float64) string {
	m := c.Year*12 + c.Month - 1 + int(month) - 1
	return fmt.Sprintf("%s %d", time.Month(m%12+1), m/12)
}

// moment writes a month of the run: of the calendar, if there is one.
func (c Calendar) moment(month float64) string {
	if c == (Calendar{}) {
		return "month " + number(month, 0)
	}
	return c.date(month)
}

// scale is a time axis: years of the calendar at their January or, without one, months.
func (c Calendar) scale(lo, hi float64, length vg.Length) (scale, string) {
	months := monthScale(lo, hi, length)
	if c == (Calendar{}) {
		return months, monthsName(length)
	}
	start := c.Year*12 + c.Month - 1 - 1 // months of the calendar before month 0
	most := max(2, int(float64(length)/30))
	for _, step := range []int{1, 2, 5, 10, 20, 50} {
		s := scale{min: lo, max: hi}
		for m := int(math.Ceil(lo)); m <= int(hi); m++ {
			if year := (start + m) / 12; (start+m)%12 == 0 && year%step == 0 {
				s.ticks = append(s.ticks, gplot.Tick{Value: float64(m), Label: fmt.Sprint(year)})
			}
		}
		if len(s.ticks) >= 2 && len(s.ticks) <= most {
			return s, "year"
		}
	}
	return months, monthsName(length)
}

// during shades the months of an event that ends and draws a line where it begins.
type during struct {
	from, to float64
	above    vg.Length // by how much the line stands out above the panel
}

var _ gplot.Plotter = during{}

var (
	eventStroke = draw.LineStyle{Color: greyLine, Width: 0.5}
	eventShade  = color.NRGBA{0x59, 0x59, 0x59, 0x1C}
)

// Plot implements plot.Plotter.
func (d during) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, _ := p.Transforms(&c)
	from := toX(d.from)
	if to := min(toX(d.to), c.Max.X); d.to > d.from && to > from {
		c.FillPolygon(eventShade, []vg.Point{{X: from, Y: c.Min.Y}, {X: to, Y: c.Min.Y}, {X: to, Y: c.Max.Y}, {X: from, Y: c.Max.Y}})
	}
	c.StrokeLine2(eventStroke, from, c.Min.Y, from, c.Max.Y+d.above)
}

// within are the events of a span of months in their order, which is that of their numbers.
func within(events []TimeEvent, from, to float64) []TimeEvent {
	list := slices.DeleteFunc(slices.Clone(events), func(e TimeEvent) bool { return e.From < from || e.From > to })
	slices.SortStableFunc(list, func(a, b TimeEvent) int { return cmp.Compare(a.From, b.From) })
	return list
}

// marksOf are what is written above events: their letter, or their number among those without one, from 1.
func marksOf(events []TimeEvent) []string {
	marks := make([]string, len(events))
	number := 0
	for i, e := range events {
		if marks[i] = e.Mark; e.Mark == "" {
			number++
			marks[i] = fmt.Sprint(number)
		}
	}
	return marks
}

// numberRow is the height of a row of marks.
const numberRow = vg.Length(10)

// A place is where a mark is written: its middle, and its row from the lowest.
type place struct {
	x   vg.Length
	row int
}

// staggered puts the marks of events into as few rows as keep them apart from each other and from an upright line at
// beside, if there is one; it says how many rows there are.
func staggered(events []TimeEvent, toX func(float64) vg.Length, beside *float64) (places []place, rows int) {
	var ends []vg.Length // of each row
	for i, mark := range marksOf(events) {
		half := plainFace.Width(mark)/2 + 1
		p := place{x: toX(events[i].From)}
		if beside != nil {
			switch line := toX(*beside); {
			case p.x >= line && p.x < line+half+1:
				p.x = line + half + 1
			case p.x < line && p.x > line-half-1:
				p.x = line - half - 1
			}
		}
		for p.row < len(ends) && ends[p.row] > p.x-half {
			p.row++
		}
		if p.row == len(ends) {
			ends = append(ends, 0)
		}
		ends[p.row] = p.x + half
		places = append(places, p)
	}
	return places, len(ends)
}

// markRows is how many rows the marks of events take above a panel of that width.
func markRows(events []TimeEvent, from, to float64, width vg.Length, beside *float64) int {
	_, rows := staggered(events, func(x float64) vg.Length { return width * vg.Length((x-from)/max(1, to-from)) }, beside)
	return rows
}

// drawMarks writes the marks of events between title and data of a panel.
func drawMarks(c draw.Canvas, p panel, events []TimeEvent, beside *float64) {
	c.Rectangle = p.area
	toX, _ := p.axes().Transforms(&c)
	places, _ := staggered(events, toX, beside)
	for i, mark := range marksOf(events) {
		at := vg.Point{X: places[i].x, Y: p.area.Max.Y + 2 + vg.Length(places[i].row)*numberRow}
		plainFace.write(c, greyText, at, centred, mark)
	}
}

// eventsInWords is the key to the marks: numbers in their order, then each letter with all its months. Where grey is drawn
// while events last, it says so.
func eventsInWords(events []TimeEvent, c Calendar, grey bool) string {
	var parts, letters []string
	months := map[string][]string{}
	for i, mark := range marksOf(events) {
		e := events[i]
		when := c.moment(e.From)
		if e.To >= e.From {
			when += " to " + c.moment(e.To)
		}
		if e.Mark == "" {
			parts = append(parts, fmt.Sprintf("%s %s (%s)", mark, e.Name, when))
			continue
		}
		key := mark + " " + e.Name
		if months[key] == nil {
			letters = append(letters, key)
		}
		months[key] = append(months[key], when)
	}
	for _, key := range letters {
		when := listed(months[key])
		if c == (Calendar{}) && len(months[key]) > 1 {
			when = "months " + strings.ReplaceAll(when, "month ", "")
		}
		parts = append(parts, fmt.Sprintf("%s (%s)", key, when))
	}
	shaded := ""
	if grey && slices.ContainsFunc(events, func(e TimeEvent) bool { return e.To >= e.From }) {
		shaded = ", grey while they last"
	}
	return fmt.Sprintf("Thin verticals: events%s: %s.", shaded, strings.Join(parts, "; "))
}
