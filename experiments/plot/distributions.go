package plot

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Sample is one outcome, measured in every run of every scenario.
type Sample struct {
	Outcome
	Runs [][]float64 // by scenario, then run; NaN where a run has no value, nil where the outcome says nothing of a scenario
}

const (
	mostDropsPerCloud  = 2000
	mostDropsPerFigure = 20000 // keeps the SVG below 2 MB
)

// Distributions shows how the runs of each scenario spread: one panel per outcome, in it one raincloud per scenario.
func Distributions(f Frame, samples []Sample) (*Figure, error) {
	if err := f.refuses("distributions", something(len(samples))); err != nil {
		return nil, err
	}
	sums := make([][]summary, len(samples))
	for i, s := range samples {
		if len(s.Runs) != len(f.Scenarios) {
			return nil, fmt.Errorf("distributions: %s has runs of %d scenarios, the frame names %d", s.Label, len(s.Runs), len(f.Scenarios))
		}
		for _, runs := range s.Runs {
			sums[i] = append(sums[i], summarise(runs))
		}
	}
	r := rainclouds{frame: f, samples: samples, sums: sums}
	r.arrange()
	return &Figure{
		Caption: r.caption(), question: f.Question, note: f.Note, key: r.key, reading: r.reading(),
		body: r.layout.total(len(samples)), draw: r.draw,
	}, nil
}

// rainclouds is the figure in the making.
type rainclouds struct {
	frame   Frame
	samples []Sample
	sums    [][]summary // by outcome, then scenario
	names   [][]string  // wrapped, by scenario
	key     []keyEntry
	drops   int
	layout  layout
}

// arrange measures names, lanes and columns.
func (r *rainclouds) arrange() {
	n := len(r.frame.Scenarios)
	nameWidth, lane, lines := vg.Length(96), vg.Length(36), 3
	if n > 3 {
		nameWidth, lane, lines = 108, 26, 2
	}
	used := vg.Length(0)
	if n == 1 { // nothing to tell apart: named once, above
		r.names, r.key = [][]string{nil}, r.frame.markKey()
	} else {
		r.names, r.key = r.frame.namesIn(plainFace, nameWidth-14, lines)
	}
	for _, lines := range r.names {
		if lines == nil {
			continue
		}
		used = max(used, plainFace.widest(lines)+18)
		lane = max(lane, plainFace.leading*vg.Length(len(lines))+4)
	}
	r.layout = layout{
		cols: min(2, len(r.samples)), height: lane * vg.Length(n), left: used, gapX: 16, gapY: 8,
		pad: padding{bottom: 27, right: 6, left: 4},
	}
	for _, s := range r.samples {
		lines := strong.wrap(s.Label, r.layout.dataWidth(inner))
		r.layout.pad.top = max(r.layout.pad.top, 5+strong.leading*vg.Length(len(lines)))
	}
	r.drops = max(20, min(mostDropsPerCloud, mostDropsPerFigure/(n*len(r.samples))))
}

func (r *rainclouds) draw(c draw.Canvas) {
	for i, area := range r.layout.areas(len(r.samples), c.Rectangle) {
		if i%r.layout.cols == 0 {
			r.drawNames(c, area)
		}
		r.panel(i, area).draw(c)
	}
}

// drawNames names the lanes at the left end of a row of panels, for all its panels.
func (r *rainclouds) drawNames(c draw.Canvas, area vg.Rectangle) {
	lane := area.Size().Y / vg.Length(len(r.names))
	for i, lines := range r.names {
		if lines == nil {
			continue
		}
		s := signOf(i)
		y := area.Max.Y - lane*(vg.Length(i)+0.5)
		s.draw(&c, vg.Point{X: c.Min.X + 4, Y: y}, 3)
		plainFace.writeMiddle(c, ink, vg.Point{X: c.Min.X + 14, Y: y}, fromLeft, lines)
	}
}

func (r *rainclouds) panel(i int, area vg.Rectangle) panel {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, s := range r.sums[i] {
		if s.n() > 0 {
			lo, hi = math.Min(lo, s.quantile(0)), math.Max(hi, s.quantile(1))
		}
		if s.half > 0 { // the interval of few runs is wider than the runs
			lo, hi = math.Min(lo, s.mean-s.half), math.Max(hi, s.mean+s.half)
		}
	}
	if lo > hi {
		lo, hi = 0, 1
	}
	lo, hi = padded(lo, hi, 0.04)
	n := len(r.sums[i])
	s := r.samples[i]
	p := panel{area: area, x: newScale(lo, hi, area.Size().X), y: scale{min: 0, max: float64(n)}}
	p.title = strong.wrap(s.Label, area.Size().X)
	p.xName = p.x.unit(s.Unit)
	for k, sum := range r.sums[i] {
		cloud := newRaincloud(sum, signOf(k), float64(n-1-k), r.drops)
		cloud.idle = s.Runs[k] == nil
		p.layers = append(p.layers, cloud)
	}
	return p
}

// reading explains the marks and says what is not shown.
func (r *rainclouds) reading() []string {
	var out []string
	most, least, missing, constant, idle := 0, math.MaxInt, 0, false, false
	for i, row := range r.sums {
		for k, s := range row {
			missing += s.missing
			idle = idle || r.samples[i].Runs[k] == nil
			constant = constant || s.n() > 1 && s.constant()
			if s.n() > 0 {
				most, least = max(most, s.n()), min(least, s.n())
			}
		}
	}
	switch {
	case most == 0:
		return []string{"No run has a value."}
	case most == 1:
		out = append(out, "One run per scenario (n = 1): a single value, and no interval can be given.")
	default:
		out = append(out, fmt.Sprintf("Each dot is one run (%s per scenario).", runs(least, most)),
			"Box: quartiles and median; thin line: full range; black marker between brackets: mean with its 95 % interval (Student’s t).")
		if most >= 5 {
			out = append(out, "Cloud: density of the runs, each scaled to the same height.")
		}
	}
	if most > r.drops {
		out = append(out, fmt.Sprintf("Of %s runs, %s dots are drawn, evenly by rank; all other marks use every run.",
			number(float64(most), 0), number(float64(r.drops), 0)))
	}
	if missing > 0 || idle {
		out = append(out, fmt.Sprintf("Left out: %s.", r.leftOut()))
	}
	return out
}

// leftOut names where values were missing.
func (r *rainclouds) leftOut() string {
	var parts []string
	short := r.frame.short()
	for i, row := range r.sums {
		for k, s := range row {
			if r.samples[i].Runs[k] == nil {
				parts = append(parts, fmt.Sprintf("%s under %s (does not apply)", r.samples[i].Label, short[k]))
			}
			if s.missing > 0 {
				parts = append(parts, fmt.Sprintf("%s under %s (%d of %d runs without a value)", r.samples[i].Label, short[k], s.missing, s.missing+s.n()))
			}
		}
	}
	if len(parts) > 4 {
		parts = append(parts[:3], fmt.Sprintf("%d more", len(parts)-3))
	}
	return listed(parts)
}

// runs reads "n = 200" or "n = 180 to 200".
func runs(least, most int) string {
	if least >= most {
		return "n = " + number(float64(most), 0)
	}
	return fmt.Sprintf("n = %s to %s", number(float64(least), 0), number(float64(most), 0))
}

func (r *rainclouds) caption() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s Distribution of runs by scenario, mean with 95 %% interval.", sentence(r.frame.Question), sentence(r.frame.Note))
	for i, s := range r.samples {
		parts := make([]string, len(r.frame.Scenarios))
		for k, title := range r.frame.Scenarios {
			parts[k] = title + " " + r.sums[i][k].String()
			if s.Runs[k] == nil {
				parts[k] = title + " (does not apply)"
			}
		}
		fmt.Fprintf(&b, " %s: %s.", s.named(), strings.Join(parts, "; "))
	}
	return tidy(b.String() + " " + strings.Join(r.reading(), " "))
}
