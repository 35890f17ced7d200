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

// A Gatherer turns rows into points. It keeps means and squares of the chosen outcomes by point, not rows.
type Gatherer struct {
	study  Study
	chosen []int
	pairs  []Pair
	points map[int]*sums
	reps   []*sums // by replication, over points

	at   [2]int      // point and replication of the run being read
	open [][]float64 // its values by scenario and chosen outcome; nil for none
}

// sums are those of a point.
type sums struct {
	means  [][]moments.Moments // by scenario, then outcome; behind them, by pair
	failed int
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

// Gather returns a gatherer of the outcomes, by name, and of paired differences of the pairs. All outcomes are meant
// where none is named.
func Gather(s Study, outcomes []string, pairs []Pair) (*Gatherer, error) {
	g := &Gatherer{study: s, pairs: pairs, points: map[int]*sums{}, at: [2]int{-1, -1}, open: make([][]float64, len(s.Scenarios))}
	var names []string
	for k, c := range s.Outcomes {
		names = append(names, c.Name)
		if len(outcomes) == 0 || slices.Contains(outcomes, c.Name) {
			g.chosen = append(g.chosen, k)
		}
	}
	for _, name := range outcomes {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("no outcome %q in the study; it has %s", name, strings.Join(names, ", "))
		}
	}
	for _, p := range pairs {
		if n := len(s.Scenarios); min(p.A, p.B) < 0 || max(p.A, p.B) >= n || p.A == p.B {
			return nil, fmt.Errorf("no pair of scenarios %d and %d among %d", p.A+1, p.B+1, n)
		}
	}
	return g, nil
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

// Add takes in a row. The rows of one run must follow each other.
func (g *Gatherer) Add(r Row) error {
	k := slices.Index(g.study.Scenarios, r.Scenario)
	switch {
	case k < 0:
		return fmt.Errorf("point %d, replication %d: no scenario %q in the study", r.Point, r.Replication, r.Scenario)
	case r.Point < 0 || r.Point >= g.study.Points:
		return fmt.Errorf("point %d is none of the %d planned", r.Point, g.study.Points)
	case r.Replication < 0:
		return fmt.Errorf("point %d: replication %d", r.Point, r.Replication)
	case !r.Failed && len(r.Values) != len(g.study.Outcomes):
		return fmt.Errorf("point %d, replication %d: %d values for %d outcomes", r.Point, r.Replication, len(r.Values), len(g.study.Outcomes))
	}
	if run := [2]int{r.Point, r.Replication}; run != g.at {
		g.flush()
		g.at = run
	}
	if r.Failed {
		g.point(r.Point).failed++
		return nil
	}
	if g.open[k] == nil {
		g.open[k] = make([]float64, 0, len(g.chosen))
	}
	g.open[k] = g.open[k][:0]
	for _, o := range g.chosen {
		g.open[k] = append(g.open[k], r.Values[o])
	}
	return nil
}

func (g *Gatherer) point(index int) *sums {
	if g.points[index] == nil {
		g.points[index] = g.empty()
	}
	return g.points[index]
}

func (g *Gatherer) empty() *sums {
	s := &sums{means: make([][]moments.Moments, len(g.study.Scenarios)+len(g.pairs))}
	for k := range s.means {
		s.means[k] = make([]moments.Moments, len(g.chosen))
	}
	return s
}

// flush enters the run that was read.
func (g *Gatherer) flush() {
	point, replication := g.at[0], g.at[1]
	if point < 0 {
		return
	}
	for len(g.reps) <= replication && g.study.Common {
		g.reps = append(g.reps, g.empty())
	}
	into := []*sums{g.point(point)}
	if g.study.Common {
		into = append(into, g.reps[replication])
	}
	for _, s := range into {
		for k, values := range g.open {
			for o, v := range values {
				add(&s.means[k][o], v)
			}
		}
		for k, p := range g.pairs {
			if a, b := g.open[p.A], g.open[p.B]; len(a) > 0 && len(b) > 0 {
				for o := range a {
					add(&s.means[len(g.open)+k][o], b[o]-a[o])
				}
			}
		}
	}
	for k := range g.open {
		g.open[k] = g.open[k][:0]
	}
}

// Data returns what was gathered.
func (g *Gatherer) Data() *Data {
	g.flush()
	g.at = [2]int{-1, -1}
	d := &Data{Study: g.study, Chosen: g.chosen, Pairs: g.pairs, common: g.common()}
	var order []int
	for index := range g.points {
		order = append(order, index)
	}
	slices.Sort(order)
	for _, index := range order {
		s, f := g.points[index], len(g.study.Factors)
		p := Point{Index: index, Unit: make([]float64, f), Values: make([]float64, f), Failed: s.failed}
		g.study.At(index, p.Unit, p.Values)
		all := meansOf(s.means)
		p.Means, p.Differences = all[:len(g.study.Scenarios)], all[len(g.study.Scenarios):]
		d.Points = append(d.Points, p)
	}
	return d
}

func meansOf(rows [][]moments.Moments) [][]Mean {
	means := make([][]Mean, len(rows))
	for k, row := range rows {
		for o := range row {
			means[k] = append(means[k], meanOf(row[o]))
		}
	}
	return means
}

// common are means over replications of means over points: their standard error is of what moves all points alike.
// Replications that few points had (the number may adapt) say something of these points only and are left out.
func (g *Gatherer) common() [][]Mean {
	if !g.study.Common {
		return nil
	}
	over := g.empty()
	for k, row := range over.means {
		for o := range row {
			most := 0
			for _, r := range g.reps {
				most = max(most, r.means[k][o].N)
			}
			for _, r := range g.reps {
				if m := r.means[k][o]; 10*m.N >= 9*most {
					add(&row[o], m.Mean)
				}
			}
		}
	}
	return meansOf(over.means)
}
