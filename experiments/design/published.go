package design

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"polesim/experiments/classics"
	"polesim/experiments/moments"
	"polesim/experiments/store"
	"polesim/experiments/study"
	"polesim/sim"
)

// Subject returns what a study runs at the points of a design: hospitals, or a published model.
func Subject(d *Design) study.Subject {
	if d.Classic != nil {
		return published(d)
	}
	return hospital(d)
}

// ClassicValues returns the values of the published model's parameters at a point. An error names the point, its values and
// what does not go together.
func (d *Design) ClassicValues(point int) (classics.Values, error) {
	u := d.at(point)
	var sets []string
	for _, a := range d.set {
		sets = append(sets, a.typed())
	}
	for i := range d.Factors {
		for _, a := range d.Factors[i].assignments(u[i], nil) {
			sets = append(sets, a.typed())
		}
	}
	v, err := d.Classic.Read(sets...)
	if err != nil {
		return v, fmt.Errorf("point %d (%s): %w", point, d.describe(u), err)
	}
	return v, nil
}

// Said is what a factor sets of the published model, in words for an axis; "" where that is not one parameter.
func (d *Design) Said(factor int) string {
	f := &d.Factors[factor]
	if p, ok := d.parameter(f.Keys[0]); ok && len(f.Keys) == 1 && f.Name == p.Name {
		return p.Said()
	}
	return ""
}

// LevelAt is the place of a factor's level at a point.
func (d *Design) LevelAt(point, factor int) int { return d.Factors[factor].level(d.at(point)[factor]) }

// typed is the assignment as a published model takes it.
func (a assignment) typed() string {
	if strings.HasPrefix(a.text, `"`) {
		return a.key + "=" + a.word
	}
	return a.set()
}

// A Published is what a study of a published model runs at its points.
type Published struct {
	design  *Design
	kept    []int // quantities, by column
	columns []store.Column
}

var _ study.Partial = (*Published)(nil)

func published(d *Design) *Published {
	p := &Published{design: d}
	for _, name := range d.Outcomes {
		at := slices.IndexFunc(d.Classic.Quantities, func(q classics.Quantity) bool { return q.Name == name })
		q := d.Classic.Quantities[at]
		p.kept = append(p.kept, at)
		p.columns = append(p.columns, store.Column{Name: q.Name, Unit: q.Unit, Meaning: q.Meaning})
	}
	return p
}

// Points is how many points there are.
func (p *Published) Points() int { return p.design.Points() }

// Rows is the name of the model.
func (p *Published) Rows() []string { return []string{p.design.Classic.Name} }

// Columns are the quantities that are kept.
func (p *Published) Columns() []store.Column { return p.columns }

// MayLack says that a run may be without any of its quantities, as a mean over nothing.
func (p *Published) MayLack(int) bool { return true }

// Prepare builds the model at a point.
func (p *Published) Prepare(point int) (study.Runner, error) {
	v, err := p.design.ClassicValues(point)
	if err != nil {
		return nil, err
	}
	r, err := p.design.Classic.New(v)
	if err != nil {
		return nil, err
	}
	return &modelRunner{published: p, runner: r, values: make([]float64, len(p.design.Classic.Quantities))}, nil
}

// modelRunner is the model at a point.
type modelRunner struct {
	published *Published
	runner    classics.Runner
	values    []float64 // room for a run
}

// Run runs one replication on the key that the same replication has when the model is run alone. Of a model without chance
// it is the mean of all cases. A run that ends after its time counts as one that took too long.
func (m *modelRunner) Run(ctx context.Context, seed uint64, replication int, into [][]float64) error {
	key := sim.NewKey(seed, replication).Named(m.published.design.Classic.Name)
	if exact, ok := m.runner.(classics.Enumerated); ok {
		m.all(exact, key)
	} else {
		m.runner.Run(replication, key, m.values)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for column, at := range m.published.kept {
		if into[0][column] = m.values[at]; math.IsNaN(m.values[at]) {
			into[0][column] = math.NaN() // there are several
		}
	}
	return nil
}

// all runs all cases and leaves their means.
func (m *modelRunner) all(exact classics.Enumerated, key sim.Key) {
	means := make([]moments.Moments, len(m.values))
	for k := range exact.Cases() {
		exact.Run(k, key, m.values)
		for q, x := range m.values {
			if !math.IsNaN(x) {
				means[q].Add(x)
			}
		}
	}
	for q := range means {
		if m.values[q] = means[q].Mean; means[q].N == 0 {
			m.values[q] = math.NaN()
		}
	}
}
