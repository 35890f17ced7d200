package experiments

import (
	"math"
	"slices"

	"polesim/experiments/moments"
	"polesim/experiments/store"
	"polesim/model"
)

// Courses follow the months of a plan's runs: means and standard deviations over all replications, quantiles over the
// first ones. Replications are independent and alike, so the first are as good a sample as any; how many they are is
// bounded by memory and reported beside the quantiles.
type Courses struct {
	plan     *Plan
	outcomes []model.Outcome
	moments  []moments.Moments // by scenario, outcome, month
	kept     []float32         // by scenario, outcome, month, replication
	room     int               // replications that kept has room for
	held     int
	sorted   []float64
	runs     [][][]float64 // by scenario, outcome, replication: values of the first runs, for figures
}

const (
	courseBytes = 12 << 20 // for quantiles
	runsKept    = 2000     // for distributions
)

// NewCourses returns the empty courses of a plan; Watch fills them.
func NewCourses(p *Plan) *Courses {
	c := &Courses{plan: p, outcomes: model.MonthlyOutcomes()}
	points := len(p.Scenarios) * len(c.outcomes) * p.Months
	c.moments = make([]moments.Moments, points)
	c.room = max(1, min(p.Replications, courseBytes/4/points))
	c.kept = make([]float32, points*c.room)
	for range p.Scenarios {
		c.runs = append(c.runs, make([][]float64, len(model.Outcomes())))
	}
	return c
}

// Watch takes in a replication.
func (c *Courses) Watch(r Replication) error {
	if r.Err != nil {
		return nil
	}
	at := 0
	for k := range c.plan.Scenarios {
		for o := range c.outcomes {
			for _, v := range r.Runs[k].Series[o] {
				c.moments[at].Add(v)
				if c.held < c.room {
					c.kept[at*c.room+c.held] = float32(v)
				}
				at++
			}
		}
		if c.moments[0].N <= runsKept {
			for o, v := range r.Runs[k].Values {
				c.runs[k][o] = append(c.runs[k][o], v)
			}
		}
	}
	c.held = min(c.held+1, c.room)
	return nil
}

// point returns the place of a month's figures.
func (c *Courses) point(scenario, outcome, month int) int {
	return (scenario*len(c.outcomes)+outcome)*c.plan.Months + month
}

// quantiles of an outcome in a month, in the order of ps.
func (c *Courses) quantiles(point int, ps ...float64) []float64 {
	c.sorted = slices.Grow(c.sorted[:0], c.held)[:c.held] // one for all points: there are very many
	sorted := c.sorted
	for r := range sorted {
		sorted[r] = float64(c.kept[point*c.room+r])
	}
	slices.Sort(sorted)
	out := make([]float64, len(ps))
	for k, p := range ps {
		out[k] = quantile(sorted, p)
	}
	return out
}

// quantile interpolates between order statistics (definition 7 of Hyndman & Fan 1996, the default of R and NumPy), with
// products rounded so that it is the same on every platform.
func quantile(sorted []float64, p float64) float64 {
	at := float64(p * float64(len(sorted)-1))
	i := min(int(at), len(sorted)-1)
	j := min(i+1, len(sorted)-1)
	return sorted[i] + float64((at-float64(i))*(sorted[j]-sorted[i]))
}

// Rows returns the courses as rows of series.parquet.
func (c *Courses) Rows() []store.SeriesRow {
	if c.held == 0 {
		return nil
	}
	rows := make([]store.SeriesRow, 0, len(c.moments))
	for k, scenario := range c.plan.Scenarios {
		for o, outcome := range c.outcomes {
			for month := range c.plan.Months {
				at := c.point(k, o, month)
				q := c.quantiles(at, .05, .25, .5, .75, .95)
				m := c.moments[at]
				rows = append(rows, store.SeriesRow{
					Scenario: scenario.Name, Month: month, Outcome: outcome.Name, N: m.N, Mean: m.Mean,
					SD: math.Sqrt(m.Variance()), P05: q[0], P25: q[1], P50: q[2], P75: q[3], P95: q[4], NQuantiles: c.held,
				})
			}
		}
	}
	return rows
}
