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

// Shares say how a whole is divided over time, mean over replications.
type Shares struct {
	Whole        string   // what is divided: "attention"
	Mechanisms   []string // from the bottom of the stack upwards
	Looks        []int    // place of each in the palette, so that it looks the same in every figure; nil: in order
	Months       []float64
	Calendar     Calendar
	Events       []TimeEvent   // marked by numbers that the text beneath explains
	Notes        []string      // what else there is to know of the shape, in sentences
	Share        [][][]float64 // by scenario, mechanism, month; 0 to 1
	Replications []int         // by scenario
}

// MechanismShares shows through what a scenario works: stacked shares over time, one panel per scenario.
func MechanismShares(f Frame, s Shares) (*Figure, error) {
	if err := f.refuses("mechanism shares", s.check(len(f.Scenarios))); err != nil {
		return nil, err
	}
	st := stacks{frame: f, shares: s}
	st.arrange()
	return &Figure{
		Caption: st.caption(), question: f.Question, note: f.Note, key: st.key, reading: st.reading(),
		body: max(st.layout.total(len(f.Scenarios))+monthRoom, st.legendHeight()), draw: st.draw,
	}, nil
}

func (s Shares) check(scenarios int) error {
	switch {
	case len(s.Mechanisms) == 0 || len(s.Months) == 0:
		return ErrNoData
	case len(s.Mechanisms) > len(fills):
		return fmt.Errorf("%d mechanisms, but only %d can be told apart: put the smallest together", len(s.Mechanisms), len(fills))
	case s.Looks != nil && len(s.Looks) != len(s.Mechanisms):
		return fmt.Errorf("looks of %d mechanisms, not %d", len(s.Looks), len(s.Mechanisms))
	case len(s.Share) != scenarios || len(s.Replications) != scenarios:
		return fmt.Errorf("shares of %d scenarios and replications of %d, the frame names %d", len(s.Share), len(s.Replications), scenarios)
	}
	for i, layers := range s.Share {
		if len(layers) != len(s.Mechanisms) {
			return fmt.Errorf("scenario %d has shares of %d mechanisms, not %d", i+1, len(layers), len(s.Mechanisms))
		}
		for k, layer := range layers {
			if len(layer) != len(s.Months) {
				return fmt.Errorf("scenario %d, %s: %d shares for %d months", i+1, s.Mechanisms[k], len(layer), len(s.Months))
			}
			if slices.ContainsFunc(layer, func(v float64) bool { return v < 0 }) {
				return fmt.Errorf("scenario %d, %s: a share below 0", i+1, s.Mechanisms[k])
			}
		}
	}
	return nil
}

// look is what the area of the kth mechanism looks like.
func (s Shares) look(k int) fill {
	if s.Looks != nil {
		k = s.Looks[k]
	}
	return fills[k%len(fills)]
}

// stacks is the figure in the making.
type stacks struct {
	frame  Frame
	shares Shares
	legend [][]string // wrapped, by mechanism
	titles [][]string // wrapped, by scenario
	key    []keyEntry
	layout layout
	events []TimeEvent // those within the figure
	marks  vg.Length   // room for their marks, above the first row
}

const legendWidth = vg.Length(112)

func (s *stacks) arrange() {
	n := len(s.frame.Scenarios)
	cols := min(n, 3)
	if n == 4 {
		cols = 2
	}
	s.layout = layout{
		cols: cols, height: 150, strip: plainFace.leading, right: legendWidth + 10, gapX: 20, gapY: 10, left: 30,
		pad: padding{bottom: 8, right: 2},
	}
	if n > 3 {
		s.layout.height = 112
	}
	rows := 1
	s.titles, s.key = s.frame.namesIn(strong, s.layout.dataWidth(inner)-12, 3)
	for _, lines := range s.titles {
		rows = max(rows, len(lines))
	}
	s.layout.pad.top = 8 + strong.leading*vg.Length(rows)
	from, to := s.span()
	s.events = within(s.shares.Events, from, to)
	s.marks = numberRow * vg.Length(markRows(s.events, from, to, s.layout.dataWidth(inner), nil))
	s.layout.strip += s.marks
	for _, m := range s.shares.Mechanisms {
		s.legend = append(s.legend, plainFace.wrap(m, legendWidth-20))
	}
}

// span is the first and the last month.
func (s *stacks) span() (from, to float64) {
	return slices.Min(s.shares.Months), slices.Max(s.shares.Months)
}

func (s *stacks) legendHeight() vg.Length {
	h := s.layout.strip + s.layout.pad.top
	for _, lines := range s.legend {
		h += s.legendStep(lines)
	}
	return h
}

func (s *stacks) legendStep(lines []string) vg.Length {
	return plainFace.leading*vg.Length(len(lines)) + 6
}

func (s *stacks) draw(c draw.Canvas) {
	n := len(s.frame.Scenarios)
	for i, area := range s.layout.areas(n, c.Rectangle) {
		p := s.panel(i, area)
		p.bareX = !s.layout.lowest(i, n)
		p.bareY = i%s.layout.cols != 0
		p.draw(c)
		if i < s.layout.cols {
			drawMarks(c, p, s.events, nil)
		}
	}
	at := vg.Point{X: c.Min.X, Y: c.Max.Y}
	plainFace.writeLines(c, greyText, at, fromLeft, []string{s.name()})
	s.drawLegend(c)
}

// name is that of the shared y axis.
func (s *stacks) name() string { return "share of " + s.whole() + " (%)" }

func (s *stacks) panel(i int, area vg.Rectangle) panel {
	months := s.shares.Months
	sg := signOf(i)
	from, to := s.span()
	x, name := s.shares.Calendar.scale(from, to, area.Size().X)
	p := panel{
		area: area, title: s.titles[i], sign: &sg, xName: name, x: x, y: s.values(),
		layers: []gplot.Plotter{stack{months, s.shares.Share[i], s.shares.look}},
	}
	if i < s.layout.cols {
		p.raise = s.marks
	}
	for _, e := range s.events {
		p.layers = append(p.layers, during{from: e.From}) // grey would change the colours by which mechanisms are told
	}
	return p
}

// values is the shared y axis: the whole, or more where shares add up to more.
func (s *stacks) values() scale {
	top := 1.0
	for _, layers := range s.shares.Share {
		for m := range s.shares.Months {
			sum := 0.0
			for _, layer := range layers {
				sum += layer[m]
			}
			if finite(sum) {
				top = math.Max(top, sum)
			}
		}
	}
	if top < 1+1e-6 {
		top = 1
	}
	v := scale{min: 0, max: top}
	for _, t := range roundTicks(0, top, 5, 1) {
		t.Label = number(100*t.Value, 0)
		v.ticks = append(v.ticks, t)
	}
	return v
}

// drawLegend names the areas in the order of the stack, top down.
func (s *stacks) drawLegend(c draw.Canvas) {
	at := vg.Point{X: c.Max.X - legendWidth, Y: c.Max.Y - s.layout.strip - s.layout.pad.top}
	for k := len(s.legend) - 1; k >= 0; k-- {
		mid := at.Y - plainFace.leading/2
		s.shares.look(k).draw(c, []vg.Point{{X: at.X, Y: mid - 5.5}, {X: at.X + 15, Y: mid - 5.5}, {X: at.X + 15, Y: mid + 5.5}, {X: at.X, Y: mid + 5.5}})
		plainFace.writeLines(c, ink, vg.Point{X: at.X + 20, Y: at.Y}, fromLeft, s.legend[k])
		at.Y -= s.legendStep(s.legend[k])
	}
}

func (s *stacks) whole() string {
	if s.shares.Whole == "" {
		return "the whole"
	}
	return s.shares.Whole
}

// reading explains the areas and says what is not shown.
func (s *stacks) reading() []string {
	least, most := slices.Min(s.shares.Replications), slices.Max(s.shares.Replications)
	mean := fmt.Sprintf("mean over replications (%s per scenario); the spread between them is not shown.", runs(least, most))
	if most == 1 {
		mean = "the one replication of each scenario (n = 1)."
	}
	out := []string{fmt.Sprintf("Height of an area: effective share of %s that goes through a mechanism, %s", s.whole(), mean),
		"Areas lie in the order of the legend."}
	if len(s.events) > 0 {
		out = append(out, eventsInWords(s.events, s.shares.Calendar, false))
	}
	out = append(out, s.shares.Notes...)
	for i, layers := range s.shares.Share {
		seen := 0
		for _, part := range stretches(append([][]float64{s.shares.Months}, layers...)...) {
			seen += part.to - part.from
		}
		if missing := len(s.shares.Months) - seen; missing > 0 {
			out = append(out, fmt.Sprintf("Left out under %s: %d of %d months, which lack a share.", s.frame.short()[i], missing, len(s.shares.Months)))
		}
	}
	return out
}

func (s *stacks) caption() string {
	var b strings.Builder
	months := s.shares.Months
	fmt.Fprintf(&b, "%s %s Stacked areas, month %s to %s.", sentence(s.frame.Question), sentence(s.frame.Note), number(slices.Min(months), 0), number(slices.Max(months), 0))
	for i, title := range s.frame.Scenarios {
		var parts []string
		for k, m := range s.shares.Mechanisms {
			layer := s.shares.Share[i][k]
			if last := layer[len(layer)-1]; finite(last) {
				parts = append(parts, fmt.Sprintf("%s %s %%", m, number(100*last, 0)))
			}
		}
		if len(parts) == 0 {
			parts = []string{"no value"}
		}
		fmt.Fprintf(&b, " %s, in the last month: %s.", title, strings.Join(parts, ", "))
	}
	return tidy(b.String() + " " + strings.Join(s.reading(), " "))
}
