package plot

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Contest is one place at which scenarios compete: a row of [Winners].
type Contest struct {
	Name     string
	Means    []Estimate // by scenario; Mean NaN for no value
	Best     int        // scenario with the best mean
	Among    []bool     // by scenario: the best, or not told from it
	Expected []int      // scenarios that should win here; none: nothing was foreseen
}

// WinnersData is what [Winners] draws.
type WinnersData struct {
	Outcome
	Lowest   bool   // the lowest value is best
	Foreseen string // who foresaw the expected ones: "Mintzberg (1979)"
	Contests []Contest
	Gaps     string // what is missing, in a sentence
}

// Winners shows which scenario does best where: one row for each place, one column for each scenario, shaded by how far it
// stays behind the best there.
func Winners(f Frame, d WinnersData) (*Figure, error) {
	if err := f.refuses("winners", something(len(d.Contests))); err != nil {
		return nil, err
	}
	n := len(f.Scenarios)
	for _, c := range d.Contests {
		if len(c.Means) != n || len(c.Among) != n || c.Best < 0 || c.Best >= n || slices.ContainsFunc(c.Expected, func(k int) bool { return k < 0 || k >= n }) {
			return nil, fmt.Errorf("winners: %s does not tell of the %d scenarios of the frame", c.Name, n)
		}
	}
	w := winners{frame: f, data: d}
	w.arrange()
	return &Figure{
		Caption: w.caption(), question: f.Question, note: f.Note, key: w.key(), reading: w.reading(),
		body: w.header + w.height(), draw: w.draw,
	}, nil
}

// winners is the figure in the making.
type winners struct {
	frame    Frame
	data     WinnersData
	names    [][]string // of columns
	rows     [][]string // of rows
	header   vg.Length
	lane     vg.Length
	left     vg.Length
	width    vg.Length // of a column
	decimals int
	behind   float64 // of the worst, from the best of its row
	numbered bool    // columns are too narrow for names
}

const (
	contestNames = vg.Length(120)
	mostColumn   = vg.Length(90)
)

func (w *winners) arrange() {
	n := vg.Length(len(w.frame.Scenarios))
	w.lane = 30
	for _, c := range w.data.Contests {
		lines := plainFace.wrap(c.Name, contestNames)
		w.rows = append(w.rows, lines)
		w.left = max(w.left, plainFace.widest(lines)+10)
		w.lane = max(w.lane, plainFace.leading*vg.Length(len(lines))+6)
	}
	w.width = min(mostColumn, (inner-w.left)/n)
	for _, name := range w.frame.short() {
		w.names = append(w.names, plainFace.wrap(name, w.width-4))
	}
	most := 0
	for k, lines := range w.names {
		w.numbered = w.numbered || len(lines) > 3 || strings.Join(lines, " ") != strings.Join(strings.Fields(w.frame.short()[k]), " ")
		most = max(most, len(lines))
	}
	if w.numbered {
		most = 1
	}
	w.header = plainFace.leading*vg.Length(most) + 18
	var halves []float64
	for _, c := range w.data.Contests {
		for _, e := range c.Means {
			if finite(e.Mean) {
				w.behind = math.Max(w.behind, math.Abs(e.Mean-c.Means[c.Best].Mean))
				if half := (e.High - e.Low) / 2; half > 0 {
					halves = append(halves, half)
				}
			}
		}
	}
	slices.Sort(halves)
	w.decimals = decimalsFor(w.data.Contests[0].Means[w.data.Contests[0].Best].Mean, quantile(halves, 0.5))
	if w.behind == 0 {
		w.behind = 1
	}
}

func (w *winners) height() vg.Length { return w.lane * vg.Length(len(w.rows)) }

func (w *winners) draw(c draw.Canvas) {
	for k := range w.frame.Scenarios {
		x := c.Min.X + w.left + w.width*(vg.Length(k)+0.5)
		s := w.frame.sign(k)
		s.draw(&c, vg.Point{X: x, Y: c.Max.Y - w.header + 8}, 3)
		lines := w.names[k]
		if w.numbered {
			lines = []string{number(float64(k+1), 0)}
		}
		plainFace.writeLines(c, shade(s.color), vg.Point{X: x, Y: c.Max.Y - w.header + 16 + plainFace.leading*vg.Length(len(lines))}, centred, lines)
	}
	for r, contest := range w.data.Contests {
		top := c.Max.Y - w.header - w.lane*vg.Length(r)
		plainFace.writeMiddle(c, ink, vg.Point{X: c.Min.X, Y: top - w.lane/2}, fromLeft, w.rows[r])
		for k := range contest.Means {
			left := c.Min.X + w.left + w.width*vg.Length(k)
			w.cell(c, contest, k, vg.Rectangle{Min: vg.Point{X: left, Y: top - w.lane}, Max: vg.Point{X: left + w.width, Y: top}})
		}
	}
}

// cell shades a mean by how far behind the best it is; a frame tells the best and those not told from it, a corner those
// that were foreseen.
func (w *winners) cell(c draw.Canvas, contest Contest, k int, at vg.Rectangle) {
	e := contest.Means[k]
	s := w.frame.sign(k)
	colour := greyBand
	if finite(e.Mean) {
		strength := 1 - math.Abs(e.Mean-contest.Means[contest.Best].Mean)/w.behind
		full := 0.5
		if s.color == okabeIto[MaxScenarios-1] {
			full = 0.25 // black tints far darker than colours do
		}
		colour = tint(s.color, 0.04+full*strength*strength)
	}
	rectangle(c, colour, at.Min.X+1, at.Min.Y+1, at.Max.X-1, at.Max.Y-1)
	frame := []vg.Point{{X: at.Min.X + 2, Y: at.Min.Y + 2}, {X: at.Max.X - 2, Y: at.Min.Y + 2}, {X: at.Max.X - 2, Y: at.Max.Y - 2}, {X: at.Min.X + 2, Y: at.Max.Y - 2}}
	frame = append(frame, frame[0])
	switch {
	case k == contest.Best:
		c.StrokeLines(draw.LineStyle{Color: ink, Width: 1.6}, frame)
	case contest.Among[k]:
		c.StrokeLines(draw.LineStyle{Color: ink, Width: 0.9, Dashes: []vg.Length{3, 2}}, frame)
	}
	if slices.Contains(contest.Expected, k) {
		corner := []vg.Point{{X: at.Max.X - 3, Y: at.Max.Y - 3}, {X: at.Max.X - 12, Y: at.Max.Y - 3}, {X: at.Max.X - 3, Y: at.Max.Y - 12}}
		c.FillPolygon(ink, corner)
	}
	text := "–"
	face := plainFace
	if finite(e.Mean) {
		text = number(e.Mean, w.decimals)
		if contest.Among[k] {
			face = strong
		}
	}
	middle := vg.Point{X: (at.Min.X + at.Max.X) / 2, Y: (at.Min.Y + at.Max.Y) / 2}
	half := (e.High - e.Low) / 2
	if !finite(half) || w.lane < 26 || plainFace.Width("±"+number(half, w.decimals))+4 > w.width {
		face.write(c, ink, vg.Point{X: middle.X, Y: middle.Y - 3}, centred, text)
		return
	}
	face.write(c, ink, vg.Point{X: middle.X, Y: middle.Y + 2}, centred, text)
	plainFace.write(c, greyText, vg.Point{X: middle.X, Y: middle.Y - 9}, centred, "±"+number(half, w.decimals))
}

func (w *winners) key() []keyEntry {
	box := func(style draw.LineStyle) func(c *draw.Canvas, at vg.Point) {
		return func(c *draw.Canvas, at vg.Point) {
			frame := []vg.Point{{X: at.X, Y: at.Y - 4}, {X: at.X + 18, Y: at.Y - 4}, {X: at.X + 18, Y: at.Y + 4}, {X: at.X, Y: at.Y + 4}, {X: at.X, Y: at.Y - 4}}
			c.StrokeLines(style, frame)
		}
	}
	best := "highest"
	if w.data.Lowest {
		best = "lowest"
	}
	entries := []keyEntry{
		{best + " mean", 18, box(draw.LineStyle{Color: ink, Width: 1.6})},
		{"not told from it (paired runs, 95 %)", 18, box(draw.LineStyle{Color: ink, Width: 0.9, Dashes: []vg.Length{3, 2}})},
	}
	if w.foreseen() {
		by := ""
		if w.data.Foreseen != "" {
			by = " by " + w.data.Foreseen
		}
		entries = append(entries, keyEntry{"foreseen" + by, 10, func(c *draw.Canvas, at vg.Point) {
			c.FillPolygon(ink, []vg.Point{{X: at.X + 9, Y: at.Y + 4}, {X: at.X, Y: at.Y + 4}, {X: at.X + 9, Y: at.Y - 5}})
		}})
	}
	if w.numbered || !slices.Equal(w.frame.short(), w.frame.Scenarios) {
		for k, e := range w.frame.markKey() {
			if w.numbered {
				e.text = number(float64(k+1), 0) + noBreak + e.text
			}
			entries = append(entries, e)
		}
	}
	return entries
}

func (w *winners) foreseen() bool {
	return slices.ContainsFunc(w.data.Contests, func(c Contest) bool { return len(c.Expected) > 0 })
}

// reading counts who wins, and how often that was foreseen.
func (w *winners) reading() []string {
	out := []string{fmt.Sprintf("Cells: mean ± half-width of its 95 %% interval, %s; the fuller a colour, the nearer to the best of the row.", w.data.named())}
	if w.foreseen() {
		of, first, among := 0, 0, 0
		for _, c := range w.data.Contests {
			if len(c.Expected) == 0 {
				continue
			}
			of++
			if slices.Contains(c.Expected, c.Best) {
				first++
			}
			if slices.ContainsFunc(c.Expected, func(k int) bool { return c.Among[k] }) {
				among++
			}
		}
		out = append(out, fmt.Sprintf("Of %d places with a winner foreseen, it has the best mean in %d and is among those not told from the best in %d: the figure %s.",
			of, first, among, map[bool]string{true: "agrees", false: "disagrees in " + number(float64(of-among), 0)}[of == among]))
	}
	if gaps := sentence(w.data.Gaps); gaps != "" {
		out = append(out, gaps)
	}
	return out
}

func (w *winners) caption() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", sentence(w.frame.Question), sentence(w.frame.Note))
	for _, c := range w.data.Contests {
		var rivals []string
		for k, in := range c.Among {
			if in && k != c.Best {
				rivals = append(rivals, w.frame.Scenarios[k])
			}
		}
		fmt.Fprintf(&b, " %s: %s best with %s", c.Name, w.frame.Scenarios[c.Best], c.Means[c.Best].plain())
		if len(rivals) > 0 {
			fmt.Fprintf(&b, ", not told from %s", listed(rivals))
		}
		b.WriteString(".")
	}
	return tidy(b.String() + " " + strings.Join(w.reading(), " "))
}
