package sensitivity

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"polesim/experiments/moments"
)

// A Row is what one scenario left in one run.
type Row struct {
	Point, Replication int
	Scenario           string
	Failed             bool      // it has no values
	Values             []float64 // one for each outcome of the study, NaN for no value; not kept
}

// A Gatherer turns rows into points. It keeps means of what was asked for by point, not rows.
type Gatherer struct {
	data  *Data
	point int               // being read; -1 before the first
	sums  []moments.Moments // of it, by mean as [Point] has them
	bad   int               // its rows that failed
	reps  []moments.Moments // over points: by replication, then as sums

	replication int         // of the run being read; -1 for none
	open        [][]float64 // its values by scenario and chosen outcome; empty for none
}

// add takes a value in, unless it is none.
func add(m *moments.Moments, x float64) {
	if !math.IsNaN(x) && !math.IsInf(x, 0) {
		m.Add(x)
	}
}

// meanOf is the mean with its standard error: NaN where it has none.
func meanOf(m moments.Moments) Mean {
	if m.N == 0 {
		return Mean{Mean: math.NaN(), SE: math.NaN()}
	}
	return Mean{m.Mean, m.StandardError(), m.N}
}

// Gather returns a gatherer of the outcomes, by name: of their levels under scenarios, by place, and of paired differences of
// the pairs. All outcomes are meant where none is named.
func Gather(s Study, outcomes []string, levels []int, pairs []Pair) (*Gatherer, error) {
	d := &Data{Study: s, Levels: levels, Pairs: pairs}
	var names []string
	for k, c := range s.Outcomes {
		names = append(names, c.Name)
		if len(outcomes) == 0 || slices.Contains(outcomes, c.Name) {
			d.Chosen = append(d.Chosen, k)
		}
	}
	for _, name := range outcomes {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("no outcome %q in the study; it has %s", name, strings.Join(names, ", "))
		}
	}
	for _, k := range levels {
		if n := len(s.Scenarios); k < 0 || k >= n {
			return nil, fmt.Errorf("no scenario %d among %d", k+1, n)
		}
	}
	for _, p := range pairs {
		if n := len(s.Scenarios); min(p.A, p.B) < 0 || max(p.A, p.B) >= n || p.A == p.B {
			return nil, fmt.Errorf("no pair of scenarios %d and %d among %d", p.A+1, p.B+1, n)
		}
	}
	return &Gatherer{data: d, point: -1, sums: make([]moments.Moments, d.width()), replication: -1, open: make([][]float64, len(s.Scenarios))}, nil
}

// AllScenarios are the places of n scenarios.
func AllScenarios(n int) (all []int) {
	for k := range n {
		all = append(all, k)
	}
	return all
}

// AllPairs are all comparisons of n scenarios.
func AllPairs(n int) (pairs []Pair) {
	for b := range n {
		for a := range b {
			pairs = append(pairs, Pair{a, b})
		}
	}
	return pairs
}

// Add takes in a row. Rows must come by point, ascending, and those of one run must follow each other.
func (g *Gatherer) Add(r Row) error {
	s := &g.data.Study
	k := slices.Index(s.Scenarios, r.Scenario)
	switch {
	case k < 0:
		return fmt.Errorf("point %d, replication %d: no scenario %q in the study", r.Point, r.Replication, r.Scenario)
	case r.Point < 0 || r.Point >= s.Points:
		return fmt.Errorf("point %d is none of the %d planned", r.Point, s.Points)
	case r.Point < g.point:
		return fmt.Errorf("point %d comes after point %d", r.Point, g.point)
	case r.Replication < 0:
		return fmt.Errorf("point %d: replication %d", r.Point, r.Replication)
	case !r.Failed && len(r.Values) != len(s.Outcomes):
		return fmt.Errorf("point %d, replication %d: %d values for %d outcomes", r.Point, r.Replication, len(r.Values), len(s.Outcomes))
	}
	if r.Point != g.point || r.Replication != g.replication {
		g.endRun()
		g.replication = r.Replication
	}
	if r.Point != g.point {
		g.endPoint()
		g.point = r.Point
	}
	if r.Failed {
		g.bad++
		return nil
	}
	g.open[k] = g.open[k][:0]
	for _, o := range g.data.Chosen {
		g.open[k] = append(g.open[k], r.Values[o])
	}
	return nil
}

// endRun enters the run that was read.
func (g *Gatherer) endRun() {
	if g.replication < 0 {
		return
	}
	d := g.data
	g.enter(g.sums)
	if d.Common {
		first := g.replication * d.width()
		if missing := first + d.width() - len(g.reps); missing > 0 {
			g.reps = append(g.reps, make([]moments.Moments, missing)...)
		}
		g.enter(g.reps[first:][:d.width()])
	}
	for k := range g.open {
		g.open[k] = g.open[k][:0]
	}
	g.replication = -1
}

// enter adds the run that was read to sums.
func (g *Gatherer) enter(sums []moments.Moments) {
	n := len(g.data.Chosen)
	for row, k := range g.data.Levels {
		for o, v := range g.open[k] {
			add(&sums[row*n+o], v)
		}
	}
	for k, p := range g.data.Pairs {
		if a, b := g.open[p.A], g.open[p.B]; len(a) > 0 && len(b) > 0 {
			row := len(g.data.Levels) + k
			for o := range a {
				add(&sums[row*n+o], b[o]-a[o])
			}
		}
	}
}

// endPoint keeps the point that was read.
func (g *Gatherer) endPoint() {
	if g.point < 0 {
		return
	}
	g.data.keep(g.point, g.bad, g.sums)
	clear(g.sums)
	g.point, g.bad = -1, 0
}

// Data returns what was gathered. Nothing can be added after it.
func (g *Gatherer) Data() *Data {
	g.endRun()
	g.endPoint()
	g.data.common = g.common()
	g.reps = nil
	return g.data
}

// common are means over replications of means over points: their standard error is of what moves all points alike.
// Replications that few points had (the number may adapt) say something of these points only and are left out.
func (g *Gatherer) common() (means []Mean) {
	if !g.data.Common {
		return nil
	}
	width := g.data.width()
	for k := range width {
		var over moments.Moments
		most := 0
		for at := k; at < len(g.reps); at += width {
			most = max(most, g.reps[at].N)
		}
		for at := k; at < len(g.reps); at += width {
			if m := g.reps[at]; 10*m.N >= 9*most {
				add(&over, m.Mean)
			}
		}
		means = append(means, meanOf(over))
	}
	return means
}
