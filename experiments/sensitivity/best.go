package sensitivity

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Contest says which scenarios do best at each point.
type Contest struct {
	Outcome   string      `json:"outcome"`
	Unit      string      `json:"unit"`
	Lowest    bool        `json:"lowest"` // the lowest value is best
	Scenarios []string    `json:"scenarios"`
	Titles    []string    `json:"titles"`
	Gaps      Gaps        `json:"gaps"`
	Points    []Contested `json:"points"`
	Alone     []int       `json:"alone"` // points at which a scenario is told from all others, by scenario
	Among     []int       `json:"among"` // points at which it is not told from the best
}

// Contested is one point of a contest.
type Contested struct {
	Index  int        `json:"point"`
	Name   string     `json:"name"` // its factors
	Values []float64  `json:"values"`
	Means  []Interval `json:"means"` // by scenario
	Best   int        `json:"best"`  // scenario with the best mean
	Among  []bool     `json:"among"` // by scenario: best, or not told from it
	N      int        `json:"n"`     // runs of the best
}

// Best compares the scenarios at each point with the one that does best there, on paired runs. Those not told from it share
// the place. The intervals of the differences are Bonferroni's: at a point the best is left out with a chance of 5 % at
// most. All scenarios ([AllScenarios]) and all pairs of them ([AllPairs]) must have been gathered.
func Best(d *Data, outcome string, lowest bool) (*Contest, error) {
	if err := Fits(MethodBest, d.Study); err != nil {
		return nil, err
	}
	o, err := d.outcome(outcome)
	if err != nil {
		return nil, err
	}
	n := len(d.Scenarios)
	for _, s := range d.Scenarios {
		if _, err := d.Level(outcome, s); err != nil {
			return nil, fmt.Errorf("best: %w", err)
		}
	}
	for _, p := range AllPairs(n) {
		if k, _ := d.pair(Measure{o, p.B, p.A}); k < 0 {
			return nil, fmt.Errorf("best: %s − %s was not gathered", d.Scenarios[p.B], d.Scenarios[p.A])
		}
	}
	c := &Contest{Outcome: outcome, Unit: d.Outcomes[d.Chosen[o]].Unit, Lowest: lowest, Scenarios: d.Scenarios, Titles: d.Titles,
		Alone: make([]int, n), Among: make([]int, n), Gaps: Gaps{Planned: d.Points}}
	for i := range d.len {
		c.Gaps.Failed += d.Point(i).Failed
		if at, ok := d.contest(i, o, lowest); ok {
			c.enter(at)
			c.Gaps.use(at.N, d.Runs)
		}
	}
	c.Gaps.Missing = c.Gaps.Planned - c.Gaps.Used
	if len(c.Points) == 0 {
		return nil, fmt.Errorf("best: %s: %w", outcome, ErrNothing)
	}
	return c, nil
}

func (c *Contest) enter(at Contested) {
	alone := true
	for s, in := range at.Among {
		if in {
			c.Among[s]++
		}
		alone = alone && (!in || s == at.Best)
	}
	if alone {
		c.Alone[at.Best]++
	}
	c.Points = append(c.Points, at)
}

// contest is that of one point, by its place; false where no scenario has a value.
func (d *Data) contest(i, o int, lowest bool) (Contested, bool) {
	p := d.Point(i)
	at := Contested{Index: p.Index, Name: d.name(i), Values: d.values(i), Best: -1}
	sign := 1.0
	if lowest {
		sign = -1
	}
	for s := range d.Scenarios {
		v, _ := d.Mean(p, Measure{o, s, -1})
		half := studentHalf(v.N-1) * v.SE
		at.Means = append(at.Means, Interval{v.Mean, v.Mean - half, v.Mean + half})
		if v.N > 0 && (at.Best < 0 || sign*v.Mean > sign*at.Means[at.Best].Value) {
			at.Best, at.N = s, v.N
		}
	}
	if at.Best < 0 {
		return at, false
	}
	for s := range d.Scenarios {
		_, ok := d.Mean(p, Measure{o, s, -1})
		at.Among = append(at.Among, s == at.Best || ok && !d.worse(p, Measure{o, s, at.Best}, sign))
	}
	return at, true
}

// worse says whether a scenario is told to be worse than the best.
func (d *Data) worse(p Point, m Measure, sign float64) bool {
	v, ok := d.Mean(p, m)
	if !ok || v.N < 2 {
		return false
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(v.N - 1)}.Quantile(1 - .025/float64(len(d.Scenarios)-1))
	return sign*v.Mean+t*v.SE < 0
}

// name says where a point is, by its place: "autonomy = 0.3, environment = stable".
func (d *Data) name(i int) string {
	name, values := "", d.values(i)
	for f, factor := range d.Factors {
		if f > 0 {
			name += ", "
		}
		name += factor.Name + " = " + factor.Said(values[f])
	}
	return name
}

// Share is how many of the points a scenario is among the best at.
func (c *Contest) Share(scenario int) float64 {
	return float64(c.Among[scenario]) / math.Max(1, float64(len(c.Points)))
}
