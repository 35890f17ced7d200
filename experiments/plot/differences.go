package plot

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Comparison is scenario B minus scenario A, as indices into [Frame.Scenarios].
type Comparison struct{ A, B int }

// Estimate is a mean difference over paired runs with its 95 % interval, in the outcome's own unit.
type Estimate struct {
	Mean, Low, High float64 // Low and High NaN where there is no interval
	Pairs           int
}

// Difference is one row: an outcome under each comparison.
type Difference struct {
	Outcome
	// Scale is how much of the outcome's unit is 1 on the common axis: the standard deviation of the baseline's
	// runs, say. Rows whose scale is not positive are only written, not drawn.
	Scale float64
	// Equivalence is the largest difference, in the outcome's unit, that does not matter; 0: none stated.
	Equivalence float64
	Estimates   []Estimate // by comparison
}

// PairedDifferences shows by how much scenarios differ on the same runs: a forest plot, one row per outcome. The axis
// counts in the rows' scales, which scaleName names ("standard deviations of the baseline's runs"); the numbers on
// the right are in each outcome's own unit.
func PairedDifferences(f Frame, scaleName string, comparisons []Comparison, rows []Difference) (*Figure, error) {
	if err := f.refuses("paired differences", something(len(comparisons), len(rows))); err != nil {
		return nil, err
	}
	for _, c := range comparisons {
		if min(c.A, c.B) < 0 || max(c.A, c.B) >= len(f.Scenarios) || c.A == c.B {
			return nil, fmt.Errorf("paired differences: cannot compare scenario %d with %d of %d", c.B+1, c.A+1, len(f.Scenarios))
		}
	}
	for _, r := range rows {
		if len(r.Estimates) != len(comparisons) {
			return nil, fmt.Errorf("paired differences: %s has %d estimates for %d comparisons", r.Label, len(r.Estimates), len(comparisons))
		}
	}
	forest := forest{frame: f, scaleName: scaleName, comparisons: comparisons, rows: rows}
	forest.arrange()
	return &Figure{
		Caption: forest.caption(), question: f.Question, note: f.Note, reading: forest.reading(),
		key: forest.key(), body: forest.layout.total(1), draw: forest.draw,
	}, nil
}

// forest is the figure in the making.
type forest struct {
	frame       Frame
	scaleName   string
	comparisons []Comparison
	rows        []Difference
	names       [][]string // of outcomes, wrapped
	units       [][]string // beneath the names
	numbers     [][]string // by row, then comparison
	axis        scale
	beyond      bool // some mark lies outside the axis
	layout      layout
}

const (
	nameColumn   = vg.Length(112)
	numberHeader = "difference [95 % interval]"
)

func (f *forest) arrange() {
	numberWidth, lane := plainFace.Width(numberHeader), vg.Length(16*len(f.comparisons)+8)
	used := vg.Length(0)
	for _, r := range f.rows {
		name, unit := strong.wrap(r.Label, nameColumn), plainFace.wrap(r.Unit, nameColumn)
		f.names, f.units = append(f.names, name), append(f.units, unit)
		used = max(used, strong.widest(name), plainFace.widest(unit))
		lane = max(lane, strong.leading*vg.Length(len(name))+plainFace.leading*vg.Length(len(unit))+8)
		var numbers []string
		for k, e := range r.Estimates {
			text := e.String()
			if r.negligible(k) {
				text = "≈ " + text
			}
			numbers = append(numbers, text)
		}
		numberWidth = max(numberWidth, plainFace.widest(numbers))
		f.numbers = append(f.numbers, numbers)
	}
	f.layout = layout{
		cols: 1, height: lane * vg.Length(len(f.rows)), left: used + 10, right: numberWidth + 12,
		pad: padding{top: 16, bottom: 42},
	}
	f.axis = f.extent()
}

// drawn tells a comparison that has a place on the axis.
func (r Difference) drawn(k int) bool {
	return finite(r.Scale) && r.Scale > 0 && finite(r.Estimates[k].Mean)
}

// extent holds zero, all intervals and bands, unless a few of them would squeeze the others against zero: these are
// left to arrows.
func (f *forest) extent() scale {
	var reach []float64
	for _, r := range f.rows {
		for k, e := range r.Estimates {
			if r.drawn(k) {
				reach = append(reach, furthest(e.Mean, e.Low, e.High)/r.Scale)
			}
		}
	}
	if len(reach) == 0 {
		return newScale(-1, 1, f.layout.dataWidth(inner))
	}
	slices.Sort(reach)
	// Eight times the typical reach: the typical mark then still stands clear of zero.
	limit := 8 * quantile(reach, 0.5)
	if reach[len(reach)-1] <= limit || limit == 0 {
		limit = math.Inf(1)
	}
	lo, hi := 0.0, 0.0
	for _, r := range f.rows {
		for k, e := range r.Estimates {
			if !r.drawn(k) {
				continue
			}
			if furthest(e.Mean, e.Low, e.High)/r.Scale > limit {
				f.beyond = true
				continue
			}
			for _, v := range []float64{e.Mean, e.Low, e.High} {
				if finite(v) {
					lo, hi = math.Min(lo, v/r.Scale), math.Max(hi, v/r.Scale)
				}
			}
		}
	}
	if f.beyond { // room for the arrows
		lo, hi = math.Min(lo, -0.15*hi), math.Max(hi, -0.15*lo)
	}
	lo, hi = f.withBands(lo, hi)
	lo, hi = padded(lo, hi, 0.05)
	return newScale(lo, hi, f.layout.dataWidth(inner))
}

// withBands makes room for bands of equivalence, unless they are far wider than all differences.
func (f *forest) withBands(lo, hi float64) (float64, float64) {
	most := 1.3 * math.Max(hi, -lo)
	if most == 0 {
		most = math.Inf(1)
	}
	for _, r := range f.rows {
		if eq := r.Equivalence / r.Scale; r.Scale > 0 && eq > 0 {
			eq = math.Min(eq, most)
			lo, hi = math.Min(lo, -eq), math.Max(hi, eq)
		}
	}
	return lo, hi
}

func furthest(vs ...float64) float64 {
	far := 0.0
	for _, v := range vs {
		if finite(v) {
			far = math.Max(far, math.Abs(v))
		}
	}
	return far
}

// String reads "+0.012 [0.010, 0.014]".
func (e Estimate) String() string {
	switch {
	case !finite(e.Mean):
		return "no value"
	case !finite(e.Low) || !finite(e.High):
		return signed(e.Mean, decimalsFor(e.Mean, math.NaN())) + " (no interval)"
	}
	d := decimalsFor(e.Mean, (e.High-e.Low)/2)
	return fmt.Sprintf("%s [%s, %s]", signed(e.Mean, d), number(e.Low, d), number(e.High, d))
}

// sign of a comparison is that of the scenario B, of which it tells what is higher or lower; hollow and dashed where B was
// compared with another before.
func (f *forest) sign(k int) (s sign, hollow bool) {
	c := f.comparisons[k]
	s = signOf(c.B)
	for _, before := range f.comparisons[:k] {
		hollow = hollow || before.B == c.B
	}
	return s, hollow
}

// barOf is the line of a comparison's interval.
func barOf(c color.Color, hollow bool, width vg.Length) draw.LineStyle {
	bar := draw.LineStyle{Color: c, Width: width}
	if hollow {
		bar.Dashes = []vg.Length{2.6, 1.8}
	}
	return bar
}

// negligible says that a difference is told to be too small to matter: its interval lies within the band.
func (r Difference) negligible(k int) bool {
	e := r.Estimates[k]
	return r.Equivalence > 0 && finite(e.Low) && finite(e.High) && e.Low > -r.Equivalence && e.High < r.Equivalence
}

// anyNegligible says whether there is such a difference.
func (f *forest) anyNegligible() bool {
	for _, r := range f.rows {
		for k := range r.Estimates {
			if r.negligible(k) {
				return true
			}
		}
	}
	return false
}

func (f *forest) comparisonName(k int) string {
	c := f.comparisons[k]
	return f.frame.Scenarios[c.B] + " − " + f.frame.Scenarios[c.A]
}

func (f *forest) key() []keyEntry {
	var entries []keyEntry
	for k := range f.comparisons {
		s, hollow := f.sign(k)
		entries = append(entries, keyEntry{f.comparisonName(k), lineSwatch, func(c *draw.Canvas, at vg.Point) {
			c.StrokeLine2(barOf(s.color, hollow, 1.4), at.X, at.Y, at.X+lineSwatch, at.Y)
			middle := vg.Point{X: at.X + lineSwatch/2, Y: at.Y}
			s.draw(c, middle, 2.9)
			if hollow {
				c.DrawGlyphNoClip(draw.GlyphStyle{Color: color.White, Radius: 1.6, Shape: s.marker}, middle)
			}
		}})
	}
	return entries
}
