package design

import (
	"fmt"
	"slices"
	"strings"

	"polesim/model"
	"polesim/scenarios"
)

// mostBases is how many combinations of levels are kept resolved.
const mostBases = 256

// A base is the scenarios with the structural factors at some of their levels.
type base struct {
	configs []*model.Config // nil where what must hold between values does not: a plain factor may mend it
}

// Configs returns the scenarios at a point, in the order of the design. They share what does not differ between points:
// they are to be read only. An error names the point, its values and what they break.
func (d *Design) Configs(point int) ([]*model.Config, error) {
	u := d.at(point)
	b := d.base(u)
	configs := make([]*model.Config, len(d.Scenarios))
	for s := range d.Scenarios {
		var err error
		if b.configs != nil && b.configs[s] != nil {
			configs[s], err = d.adjust(b.configs[s], u)
		} else {
			configs[s], err = d.resolve(s, u, func(*Factor) bool { return true })
		}
		if err != nil {
			return nil, fmt.Errorf("point %d (%s), scenario %s: %w", point, d.describe(u), d.Scenarios[s].Name, err)
		}
	}
	return configs, nil
}

// adjust returns a scenario with the plain factors at their values.
func (d *Design) adjust(c *model.Config, u []float64) (*model.Config, error) {
	at := *c
	at.Values = slices.Clone(c.Values)
	var room [8]assignment
	for i := range d.Factors {
		f := &d.Factors[i]
		if f.structural || !f.holdsIn(c.Name) {
			continue
		}
		for _, a := range f.assignments(u[i], room[:0]) {
			at.Values[a.id] = a.value
		}
	}
	if err := scenarios.Check(&at); err != nil {
		return nil, err
	}
	return &at, nil
}

// resolve reads a scenario anew with some of the factors at their values.
func (d *Design) resolve(scenario int, u []float64, which func(*Factor) bool) (*model.Config, error) {
	over, sets := d.changes(scenario, u, which)
	return d.drafts[scenario].With(over, sets...)
}

// changes returns what some of the factors lay over a scenario.
func (d *Design) changes(scenario int, u []float64, which func(*Factor) bool) (over []*scenarios.Overlay, sets []string) {
	for i := range d.Factors {
		f := &d.Factors[i]
		if !which(f) || !f.holdsIn(d.Scenarios[scenario].Name) {
			continue
		}
		if f.Levels != nil {
			over = append(over, overlays(f.Levels[f.level(u[i])].over)...)
		}
		for _, a := range f.assignments(u[i], nil) {
			if a.text == "" {
				a.text = parameters[a.id].Format(a.value)
				if k := parameters[a.id].Kind; k == model.Number || k == model.Count {
					a.text = scenarios.FormatNumber(a.value)
				}
			}
			sets = append(sets, a.set())
		}
	}
	return over, sets
}

// base returns the scenarios with the structural factors at their levels: resolved once for each combination, unless
// one of the factors is a range, so that none comes again.
func (d *Design) base(u []float64) *base {
	if !d.mixed {
		return &base{configs: d.Scenarios}
	}
	var key strings.Builder
	for i := range d.Factors {
		f := &d.Factors[i]
		switch {
		case !f.structural:
			continue
		case f.Levels == nil:
			return &base{}
		}
		fmt.Fprintf(&key, "%d ", f.level(u[i]))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if b, ok := d.bases[key.String()]; ok {
		return b
	}
	b := &base{configs: make([]*model.Config, len(d.Scenarios))}
	for s := range d.Scenarios {
		b.configs[s], _ = d.resolve(s, u, func(f *Factor) bool { return f.structural })
	}
	if d.bases == nil || len(d.bases) >= mostBases {
		d.bases = map[string]*base{}
	}
	d.bases[key.String()] = b
	return b
}

// describe writes what the factors are at a point.
func (d *Design) describe(u []float64) string {
	const most = 12
	var parts []string
	for i := range d.Factors {
		if i == most {
			parts = append(parts, fmt.Sprintf("and %d more", len(d.Factors)-most))
			break
		}
		parts = append(parts, d.Factors[i].Name+" = "+d.Factors[i].value(u[i]).Text)
	}
	if len(parts) == 0 {
		return "no factors"
	}
	return strings.Join(parts, ", ")
}

// Sets returns the changes that a point makes to a scenario as polesim run --set takes them; files are the overlays of
// levels that are files, as the design names them, below the sets.
func (d *Design) Sets(point, scenario int) (files, sets []string) {
	u := d.at(point)
	_, sets = d.changes(scenario, u, func(*Factor) bool { return true })
	for i := range d.Factors {
		f := &d.Factors[i]
		if f.Levels != nil && f.holdsIn(d.Scenarios[scenario].Name) {
			if file := f.Levels[f.level(u[i])].file; file != "" {
				files = append(files, file)
			}
		}
	}
	return files, sets
}
