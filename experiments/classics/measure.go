package classics

import (
	"context"
	"math"
	"slices"

	"polesim/experiments/moments"
	"polesim/sim"
)

// A Budget says how precisely to measure.
type Budget struct {
	Replications int // at each setting; 0: as many as the model holds to be quick, or full
	Full         bool
	Seed         uint64
	Workers      int // goroutines, 0 for one on each core; results do not depend on it
	// Watch is called after each replication at a setting, if it is not nil, to say how far a long run is.
	Watch func()
}

// Count is how many replications of a setting the budget gives a model; one without chance has as many cases as it has.
func (b Budget) Count(c *Classic) int {
	switch {
	case b.Replications > 0:
		return b.Replications
	case b.Full:
		return c.Replications[1]
	}
	return c.Replications[0]
}

// A Result is a quantity at some values of the parameters.
type Result struct {
	Quantity string  `json:"quantity"`
	Value    float64 `json:"value"`
	// StandardError is that of the value, over replications; 0 where all cases are enumerated.
	StandardError float64 `json:"se"`
	N             int     `json:"n"` // replications, or cases
}

// A Measurement is what a number of replications at one setting came to.
type Measurement struct {
	Results []Result // by quantity
	Exact   bool     // all cases are enumerated
	Course  []moments.Moments
}

// Measure runs replications of a model and returns the mean of each quantity. The same budget gives the same bits on any
// number of workers. It returns an error of [Classic.New], or the cause for which ctx ended.
func Measure(ctx context.Context, c *Classic, v Values, b Budget) (*Measurement, error) {
	m := newGathering(c)
	err := replicate(ctx, c, []Values{v}, b, func(_ int, rows []row) { m.add(rows[0]) })
	if err != nil {
		return nil, err
	}
	return m.measurement(), nil
}

// row is what one replication left.
type row struct {
	values []float64
	course []float64
	exact  bool
}

// replicate runs replications at several settings side by side, on the same keys, and hands over what they left, in order.
func replicate(ctx context.Context, c *Classic, settings []Values, b Budget, take func(replication int, rows []row)) error {
	first := make([]Runner, len(settings))
	plan := sim.Plan{Replications: b.Count(c), Workers: b.Workers}
	exact := true
	for k, v := range settings {
		r, err := c.New(v)
		if err != nil {
			return err
		}
		first[k] = r
		_, is := r.(Enumerated)
		exact = exact && is
	}
	if exact { // each setting as often as it goes into all
		plan.Replications = 1
		for _, r := range first {
			plan.Replications = commonMultiple(plan.Replications, r.(Enumerated).Cases())
		}
	}
	newRun := func() sim.RunFunc[[]row] {
		runners := make([]Runner, len(settings))
		for k, v := range settings {
			r, err := c.New(v)
			if err != nil {
				panic(err) // it went well a moment ago
			}
			runners[k] = r
		}
		return func(ctx context.Context, replication int, into *[]row) error {
			if *into == nil {
				*into = make([]row, len(settings))
			}
			key := sim.NewKey(b.Seed, replication).Named(c.Name)
			for k, r := range runners {
				if err := ctx.Err(); err != nil {
					return err
				}
				at := &(*into)[k]
				at.values = slices.Grow(at.values[:0], len(c.Quantities))[:len(c.Quantities)]
				r.Run(replication, key, at.values)
				at.course, at.exact = at.course[:0], exact
				if o, is := r.(Over); is {
					at.course = append(at.course, o.Course()...)
				}
			}
			return nil
		}
	}
	return sim.Replicate(ctx, plan, newRun, func(replication int, rows *[]row, err error) error {
		if err != nil {
			return err
		}
		take(replication, *rows)
		if b.Watch != nil {
			b.Watch()
		}
		return nil
	})
}

// commonMultiple is the least number that both go into.
func commonMultiple(a, b int) int {
	rest, divisor := a%b, b
	for rest != 0 {
		rest, divisor = divisor%rest, rest
	}
	return a / divisor * b
}

// gathering is a measurement in the making.
type gathering struct {
	classic *Classic
	values  []moments.Moments
	course  []moments.Moments
	rested  moments.Moments // last values of courses
	exact   bool
}

func newGathering(c *Classic) *gathering {
	return &gathering{classic: c, values: make([]moments.Moments, len(c.Quantities))}
}

// add takes in a replication. A value that is no number stands for one that it did not leave, as a mean over nothing. A
// course that ends before others do stays where it came to rest.
func (g *gathering) add(r row) {
	g.exact = r.exact
	for k, x := range r.values {
		if !math.IsNaN(x) {
			g.values[k].Add(x)
		}
	}
	if len(r.course) == 0 {
		return
	}
	last := len(r.course) - 1
	for t := range max(len(r.course), len(g.course)) {
		if t == len(g.course) {
			g.course = append(g.course, g.rested)
		}
		g.course[t].Add(r.course[min(t, last)])
	}
	g.rested.Add(r.course[last])
}

func (g *gathering) measurement() *Measurement {
	m := &Measurement{Exact: g.exact, Course: g.course}
	for k := range g.values {
		of := &g.values[k]
		m.Results = append(m.Results, resultOf(g.classic.Quantities[k].Name, of, g.exact))
	}
	return m
}

// resultOf is the mean with its standard error, which is 0 where all cases are there.
func resultOf(name string, of *moments.Moments, exact bool) Result {
	se := of.StandardError()
	if exact {
		se = 0
	}
	return Result{name, of.Mean, se, of.N}
}
