package sensitivity

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"polesim/experiments/moments"
	"polesim/experiments/store"
)

// A Study is what was planned: what an analysis has to know besides the rows.
type Study struct {
	Title     string
	Factors   []Factor
	Scenarios []string // names, as in the rows
	Titles    []string // one for each scenario
	Sampler   string   // list, grid, random, lhs, halton, sobol, morris or saltelli
	Outcomes  []store.Column
	Between   []string // units of differences between scenarios, one for each outcome; nil: those of the outcomes
	Seed      uint64
	Points    int  // planned
	Runs      int  // planned of each point; 0 where precision decides
	Common    bool // points share their random numbers

	// At writes a point's unit coordinates and the values of its factors, one for each factor; a level is its place
	// from 0.
	At func(point int, unit, values []float64)
}

// A Factor is what points differ in.
type Factor struct {
	Name     string   `json:"name"`
	Unit     string   `json:"unit,omitempty"`
	Min      float64  `json:"min"` // the range of values; of levels, 0 and their number less one
	Max      float64  `json:"max"`
	Log      bool     `json:"log,omitempty"`      // spread evenly on a logarithmic scale
	Levels   []string `json:"levels,omitempty"`   // names of the levels; none for a range
	Category bool     `json:"category,omitempty"` // levels have no order: a slope across them means nothing
}

// Words are a factor's name with its unit.
func (f Factor) Words() string {
	if f.Unit == "" {
		return f.Name
	}
	return f.Name + " (" + f.Unit + ")"
}

// named says that a factor's levels have names: nothing lies between them.
func (f Factor) named() bool { return f.Category || len(f.Levels) > 0 }

// value is what stands at a unit coordinate of a range.
func (f Factor) value(u float64) float64 {
	if f.Log && f.Min > 0 {
		return f.Min * math.Pow(f.Max/f.Min, u)
	}
	return f.Min + u*(f.Max-f.Min)
}

// place is the unit coordinate of a value.
func (f Factor) place(v float64) float64 {
	switch {
	case f.Max == f.Min:
		return 0.5
	case f.Log && f.Min > 0:
		return math.Log(v/f.Min) / math.Log(f.Max/f.Min)
	}
	return (v - f.Min) / (f.Max - f.Min)
}

// A Pair is a comparison of two scenarios on the same runs, B minus A, by their places in the study.
type Pair struct{ A, B int }

// A Mean is that of a point, over its replications.
type Mean struct {
	Mean float64
	SE   float64 // standard error; NaN with fewer than two runs
	N    int     // runs with a value; with none Mean is NaN
}

// Data is a study with the means of its points, ascending: those that left a row.
type Data struct {
	Study
	Chosen []int  // outcomes, by their places in the study
	Levels []int  // scenarios whose levels were gathered, by their places
	Pairs  []Pair // of scenarios whose differences were gathered

	blocks []block
	len    int    // points
	common []Mean // means over points by replication, as of a point, see Gatherer
}

// A Point is what its runs say.
type Point struct {
	Index  int
	Failed int    // rows that failed
	means  []Mean // by gathered level, then gathered pair, and of each by chosen outcome
}

// A block is so many points, column by column: what is kept of millions of points must be small and grow without being
// copied.
type block struct {
	index, failed []int32
	means         []Mean
	values        []float64 // of the factors; nil until asked for
}

const blockPoints = 1024

// width is how many means there are of a point.
func (d *Data) width() int { return (len(d.Levels) + len(d.Pairs)) * len(d.Chosen) }

// keep appends a point.
func (d *Data) keep(index, failed int, sums []moments.Moments) {
	if d.len%blockPoints == 0 {
		d.blocks = append(d.blocks, block{
			index: make([]int32, 0, blockPoints), failed: make([]int32, 0, blockPoints), means: make([]Mean, 0, blockPoints*len(sums)),
		})
	}
	b := &d.blocks[len(d.blocks)-1]
	b.index, b.failed = append(b.index, int32(index)), append(b.failed, int32(failed))
	for _, m := range sums {
		b.means = append(b.means, meanOf(m))
	}
	d.len++
}

// Len is how many points there are.
func (d *Data) Len() int { return d.len }

// Point returns one of the points.
func (d *Data) Point(i int) Point {
	b, k := &d.blocks[i/blockPoints], i%blockPoints
	return Point{int(b.index[k]), int(b.failed[k]), b.means[k*d.width():][:d.width()]}
}

// values are those of the factors at a point. They are worked out once a block, when first asked for: not all analyses ask.
func (d *Data) values(i int) []float64 {
	b, n := &d.blocks[i/blockPoints], len(d.Factors)
	if b.values == nil {
		unit := make([]float64, n)
		b.values = make([]float64, len(b.index)*n)
		for k, index := range b.index {
			d.At(int(index), unit, b.values[k*n:][:n])
		}
	}
	return b.values[i%blockPoints*n:][:n]
}

// Gaps says what an analysis could not use.
type Gaps struct {
	Planned int    `json:"planned_points"`
	Used    int    `json:"points_used"`
	Missing int    `json:"points_missing"`           // without a value: not run, or failed
	Partial int    `json:"points_partial,omitempty"` // used, with fewer runs than planned
	Runs    int    `json:"runs_planned,omitempty"`   // of a point, where some are partial
	Failed  int    `json:"failed_rows"`
	Blocks  int    `json:"blocks_dropped,omitempty"` // trajectories or base points that miss a point
	Block   string `json:"block,omitempty"`          // what they are called
	Of      int    `json:"blocks_planned,omitempty"`
	Unsure  bool   `json:"no_interval,omitempty"` // no value has an interval
}

// String says it in sentences; empty where nothing is missing.
func (g Gaps) String() string {
	var parts []string
	if g.Missing > 0 {
		parts = append(parts, fmt.Sprintf("%s of %d planned have no value", count(g.Missing, "point"), g.Planned))
	}
	if g.Partial > 0 {
		parts = append(parts, fmt.Sprintf("fewer than %s at %s of %d", count(g.Runs, "run"), count(g.Partial, "point"), g.Used))
	}
	if g.Failed > 0 {
		parts = append(parts, fmt.Sprintf("%s failed", count(g.Failed, "row")))
	}
	if g.Blocks > 0 {
		parts = append(parts, fmt.Sprintf("%s of %d left out for it", count(g.Blocks, g.Block), g.Of))
	}
	var sentences []string
	if len(parts) > 0 {
		sentences = append(sentences, "Missing: "+strings.Join(parts, "; ")+".")
	}
	if g.Unsure {
		sentences = append(sentences, "No interval is known: too few runs or points.")
	}
	return strings.Join(sentences, " ")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if strings.HasSuffix(what, "y") {
		return fmt.Sprintf("%d %sies", n, what[:len(what)-1])
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// A Measure is what an analysis looks at: an outcome of a scenario, or its paired difference between two.
type Measure struct {
	Outcome int // place among the chosen
	Of      int // scenario
	Minus   int // scenario taken off; -1 for none
}

// Level is an outcome under a scenario, by their names. Errors say what there is.
func (d *Data) Level(outcome, scenario string) (Measure, error) {
	o, err := d.outcome(outcome)
	if err != nil {
		return Measure{}, err
	}
	s, err := d.scenario(scenario)
	if err == nil && !slices.Contains(d.Levels, s) {
		err = fmt.Errorf("the level of %s was not gathered", scenario)
	}
	return Measure{o, s, -1}, err
}

// Difference is a paired difference, of minus other, by names. The pair must have been gathered, either way round.
func (d *Data) Difference(outcome, of, minus string) (Measure, error) {
	o, err := d.outcome(outcome)
	if err != nil {
		return Measure{}, err
	}
	b, err := d.scenario(of)
	if err != nil {
		return Measure{}, err
	}
	a, err := d.scenario(minus)
	if err != nil {
		return Measure{}, err
	}
	m := Measure{o, b, a}
	if k, _ := d.pair(m); k < 0 {
		return Measure{}, fmt.Errorf("%s − %s was not gathered", of, minus)
	}
	return m, nil
}

func (d *Data) outcome(name string) (int, error) {
	var names []string
	for k, o := range d.Chosen {
		if d.Outcomes[o].Name == name {
			return k, nil
		}
		names = append(names, d.Outcomes[o].Name)
	}
	return 0, fmt.Errorf("no outcome %q among those gathered: %s", name, strings.Join(names, ", "))
}

func (d *Data) scenario(name string) (int, error) {
	if k := slices.Index(d.Scenarios, name); k >= 0 {
		return k, nil
	}
	return 0, fmt.Errorf("no scenario %q in the study; it has %s", name, strings.Join(d.Scenarios, ", "))
}

// pair finds the gathered pair of a measure, and the sign with which it counts.
func (d *Data) pair(m Measure) (k int, sign float64) {
	if k = slices.Index(d.Pairs, Pair{A: m.Minus, B: m.Of}); k >= 0 {
		return k, 1
	}
	return slices.Index(d.Pairs, Pair{A: m.Of, B: m.Minus}), -1
}

// row is where the means of a measure stand in those of a point, and the sign with which they count.
func (d *Data) row(m Measure) (at int, sign float64) {
	row, sign := slices.Index(d.Levels, m.Of), 1.0
	if m.Minus >= 0 {
		row, sign = d.pair(m)
		row += len(d.Levels)
	}
	return row*len(d.Chosen) + m.Outcome, sign
}

// Mean is a measure at a point; false where it has no value.
func (d *Data) Mean(p Point, m Measure) (Mean, bool) {
	at, sign := d.row(m)
	v := p.means[at]
	v.Mean *= sign
	return v, v.N > 0
}

// shared is the error that all points have in common: what a study's replications, being the same at all points, move
// everywhere alike. Its standard error is 0 where points have random numbers of their own, NaN where fewer than two
// replications tell it; N is how many do.
func (d *Data) shared(m Measure) Mean {
	if !d.Common {
		return Mean{}
	}
	at, _ := d.row(m)
	return d.common[at]
}

// Column is the outcome of a measure.
func (d *Data) Column(m Measure) store.Column { return d.Outcomes[d.Chosen[m.Outcome]] }

// Unit is that of a measure, with the word that says on what it rests: that of a difference may be another.
func (d *Data) Unit(m Measure) string {
	if m.Minus >= 0 && d.Between != nil {
		return d.Between[d.Chosen[m.Outcome]]
	}
	return d.Column(m).Unit
}

// Words names a measure: "care_effectiveness, pmu − contract".
func (d *Data) Words(m Measure) string {
	words := d.Column(m).Name + ", " + d.Scenarios[m.Of]
	if m.Minus >= 0 {
		words += " − " + d.Scenarios[m.Minus]
	}
	return words
}

// gaps counts what is missing of a measure.
func (d *Data) gaps(m Measure) Gaps {
	g := Gaps{Planned: d.Points}
	for i := range d.len {
		p := d.Point(i)
		if v, ok := d.Mean(p, m); ok {
			g.use(v.N, d.Runs)
		}
		g.Failed += p.Failed
	}
	g.Missing = g.Planned - g.Used
	return g
}

// use counts a point in that has so many runs with a value.
func (g *Gaps) use(runs, planned int) {
	g.Used++
	if runs < planned {
		g.Partial, g.Runs = g.Partial+1, planned
	}
}

// ErrNothing is returned where no point has a value.
var ErrNothing = errors.New("no point has a value of it")

// An Interval is a number with its 95 % interval. Ends that are not known are NaN, in JSON null.
type Interval struct{ Value, Low, High float64 }

// MarshalJSON writes null for what is not known.
func (i Interval) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"value":%s,"low":%s,"high":%s}`, number(i.Value), number(i.Low), number(i.High)), nil
}

// number writes a number as JSON has it.
func number(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "null"
	}
	return fmt.Sprintf("%g", v)
}

// A Number is one that may be unknown: NaN, in JSON null.
type Number float64

// MarshalJSON writes null for what is not known.
func (n Number) MarshalJSON() ([]byte, error) { return []byte(number(float64(n))), nil }

// unknown is the interval of what has no value.
var unknown = Interval{math.NaN(), math.NaN(), math.NaN()}

// known says whether there is a value with both ends.
func (i Interval) known() bool { return !math.IsNaN(i.Value + i.Low + i.High) }

// Told says whether the interval leaves out 0.
func (i Interval) Told() bool { return i.Low > 0 || i.High < 0 }
