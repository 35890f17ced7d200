package plot

import (
	"cmp"
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Frame is what all figures of a report have in common.
type Frame struct {
	Question  string   // the title: the one question that the figure answers
	Note      string   // beneath it: n, horizon, scenario
	Scenarios []string // titles, in the order, and with the colour, of every figure
	Short     []string // names for the ends of lines; by default the first words that tell the titles apart
	Signs     []int    // by scenario, which of the house's colours and markers it has in every figure; by default its place
}

// sign is how a scenario of the frame looks.
func (f Frame) sign(scenario int) sign {
	if scenario < len(f.Signs) {
		scenario = f.Signs[scenario]
	}
	return signOf(scenario)
}

// Outcome names what is measured.
type Outcome struct {
	Label string // "Care effectiveness"
	Unit  string // "index 0–1"
}

// Figure is a finished drawing: see [Figure.Save].
type Figure struct {
	// Caption says in words what the figure shows; it serves as alternative text.
	Caption string

	question string
	note     string
	key      []keyEntry
	reading  []string // sentences beneath: how to read it, what was left out
	body     vg.Length
	draw     func(draw.Canvas)
}

// keyEntry explains a sign above the data.
type keyEntry struct {
	text   string
	width  vg.Length                         // of the swatch
	swatch func(c *draw.Canvas, at vg.Point) // drawn to the right of the point
}

const (
	lineSwatch = vg.Length(24)
	markSwatch = vg.Length(8)
)

// ErrNoData is returned for a figure that would be empty.
var ErrNoData = errors.New("no data to draw")

// check looks for what no figure can do without.
func (f Frame) check() error {
	switch n := len(f.Scenarios); {
	case strings.TrimSpace(f.Question) == "":
		return errors.New("the frame has no question: a figure answers one")
	case n == 0:
		return fmt.Errorf("the frame names no scenario: %w", ErrNoData)
	case n > MaxScenarios:
		return fmt.Errorf("%d scenarios, but only %d can be told apart: split them over figures", n, MaxScenarios)
	case len(f.Short) > 0 && len(f.Short) != n:
		return fmt.Errorf("%d short names for %d scenarios", len(f.Short), n)
	}
	for i, s := range f.Scenarios {
		if strings.TrimSpace(s) == "" {
			return fmt.Errorf("scenario %d has no title", i+1)
		}
	}
	return nil
}

// refuses says why a figure cannot be drawn: the frame lacks something or, if it does not, what is wrong with what would
// be shown in it.
func (f Frame) refuses(figure string, shown error) error {
	err := cmp.Or(f.check(), shown)
	if err != nil {
		err = fmt.Errorf("%s: %w", figure, err)
	}
	return err
}

// something says that there is nothing to draw if one of these numbers of things is 0.
func something(counts ...int) error {
	if slices.Contains(counts, 0) {
		return ErrNoData
	}
	return nil
}

// short returns the names for the ends of lines.
func (f Frame) short() []string {
	if len(f.Short) > 0 {
		return f.Short
	}
	return shortNames(f.Scenarios)
}

// lineKey explains colour, dash and marker of each scenario's line.
func (f Frame) lineKey() []keyEntry {
	entries := make([]keyEntry, len(f.Scenarios))
	for i, title := range f.Scenarios {
		s := f.sign(i)
		entries[i] = keyEntry{title, lineSwatch, func(c *draw.Canvas, at vg.Point) {
			c.StrokeLine2(s.line(1.4), at.X, at.Y, at.X+lineSwatch, at.Y)
			s.draw(c, vg.Point{X: at.X + lineSwatch/2, Y: at.Y}, 2.6)
		}}
	}
	return entries
}

// markKey explains the marker of each scenario.
func (f Frame) markKey() []keyEntry {
	entries := make([]keyEntry, len(f.Scenarios))
	for i, title := range f.Scenarios {
		s := f.sign(i)
		entries[i] = keyEntry{title, markSwatch, func(c *draw.Canvas, at vg.Point) {
			s.draw(c, vg.Point{X: at.X + markSwatch/2, Y: at.Y}, 3)
		}}
	}
	return entries
}

// namesIn returns the titles wrapped to a width or, where one would take too many lines, the short names and a key
// that explains them.
func (f Frame) namesIn(face face, width vg.Length, most int) (names [][]string, key []keyEntry) {
	for _, t := range f.Scenarios {
		names = append(names, face.wrap(t, width))
		if len(names[len(names)-1]) > most {
			key = f.markKey()
		}
	}
	if key != nil {
		for i, s := range f.short() {
			names[i] = face.wrap(s, width)
		}
	}
	return names, key
}

// page is a figure cut into its parts, measured.
type page struct {
	question, note []string
	key            [][]keyEntry
	reading        []string
	height         vg.Length
}

const (
	gapAfterQuestion = vg.Length(2)
	gapBeforeKey     = vg.Length(5)
	gapBeforeBody    = vg.Length(10)
	gapBeforeReading = vg.Length(10)
	keyGap           = vg.Length(14)
	inner            = Width - 2*margin
)

func (f *Figure) page() page {
	p := page{
		question: headFace.wrap(f.question, inner),
		note:     plainFace.wrap(f.note, inner),
		key:      flow(f.key),
	}
	reading := f.reading
	if lacking(f.question, f.note, f.Caption) {
		reading = append(slices.Clone(reading), boxReading)
	}
	p.reading = plainFace.wrap(strings.Join(reading, " "), inner)
	p.height = 2*margin + headFace.leading*vg.Length(len(p.question)) + gapAfterQuestion + f.body + gapBeforeBody
	p.height += plainFace.leading * vg.Length(len(p.note)+len(p.reading)+len(p.key))
	if len(p.key) > 0 {
		p.height += gapBeforeKey
	}
	if len(p.reading) > 0 {
		p.height += gapBeforeReading
	}
	p.height = vg.Length(math.Ceil(float64(p.height)))
	return p
}

// flow puts entries of the key side by side as far as they fit; one too long for the page is wrapped.
func flow(key []keyEntry) [][]keyEntry {
	var rows [][]keyEntry
	x := inner + 1
	for _, e := range key {
		lines := plainFace.wrap(e.text, inner-e.width-5)
		for i, line := range lines {
			w := e.width + 5 + plainFace.Width(line)
			entry := keyEntry{line, e.width, e.swatch}
			if i > 0 {
				entry.swatch = nil
			}
			if x+w > inner || i > 0 {
				rows = append(rows, nil)
				x = 0
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], entry)
			x += w + keyGap
		}
		if len(lines) > 1 {
			x = inner + 1
		}
	}
	return rows
}

// paint draws the whole figure on a canvas of its size.
func (f *Figure) paint(c draw.Canvas) {
	p := f.page()
	c.FillPolygon(color.White, []vg.Point{c.Min, {X: c.Max.X, Y: c.Min.Y}, c.Max, {X: c.Min.X, Y: c.Max.Y}})
	at := vg.Point{X: c.Min.X + margin, Y: c.Max.Y - margin}
	at.Y = headFace.writeLines(c, ink, at, fromLeft, p.question) - gapAfterQuestion
	at.Y = plainFace.writeLines(c, greyText, at, fromLeft, p.note)
	if len(p.key) > 0 {
		at.Y -= gapBeforeKey
	}
	for _, row := range p.key {
		paintKey(c, at, row)
		at.Y -= plainFace.leading
	}
	at.Y -= gapBeforeBody
	body := c
	body.Rectangle = vg.Rectangle{
		Min: vg.Point{X: at.X, Y: at.Y - f.body},
		Max: vg.Point{X: c.Max.X - margin, Y: at.Y},
	}
	f.draw(body)
	at.Y -= f.body + gapBeforeReading
	plainFace.writeLines(c, greyText, at, fromLeft, p.reading)
}

func paintKey(c draw.Canvas, at vg.Point, row []keyEntry) {
	for _, e := range row {
		if e.swatch != nil {
			e.swatch(&c, vg.Point{X: at.X, Y: at.Y - 0.62*plainFace.Font.Size})
		}
		at.X += e.width + 5
		plainFace.writeLines(c, ink, at, fromLeft, []string{e.text})
		at.X += plainFace.Width(e.text) + keyGap
	}
}
