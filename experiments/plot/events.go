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

// numbered are the events within a span of months in the order of their numbers, from 1.
func numbered(events []TimeEvent, from, to float64) []TimeEvent {
	within := slices.DeleteFunc(slices.Clone(events), func(e TimeEvent) bool { return e.From < from || e.From > to })
	slices.SortStableFunc(within, func(a, b TimeEvent) int { return cmp.Compare(a.From, b.From) })
	return within
}

// numberRow is the height of a row of event numbers.
const numberRow = vg.Length(10)

// staggered puts the numbers of events into as few rows as keep them apart: for each its row, from the lowest, and how
// many there are.
func staggered(events []TimeEvent, toX func(float64) vg.Length) (row []int, rows int) {
	var ends []vg.Length // of each row
	for i, e := range events {
		half := plainFace.Width(fmt.Sprint(i+1))/2 + 1
		at := 0
		for at < len(ends) && ends[at] > toX(e.From)-half {
			at++
		}
		if at == len(ends) {
			ends = append(ends, 0)
		}
		ends[at] = toX(e.From) + half
		row = append(row, at)
	}
	return row, len(ends)
}

// eventsInWords is the key to the numbers.
func eventsInWords(events []TimeEvent, c Calendar) string {
	var parts []string
	for i, e := range events {
		when := c.moment(e.From)
		if e.To >= e.From {
			when += " to " + c.moment(e.To)
		}
		parts = append(parts, fmt.Sprintf("%d %s (%s)", i+1, e.Name, when))
	}
	shaded := ""
	if slices.ContainsFunc(events, func(e TimeEvent) bool { return e.To >= e.From }) {
		shaded = ", grey while they last"
	}
	return fmt.Sprintf("Thin verticals: events%s: %s.", shaded, strings.Join(parts, "; "))
}
