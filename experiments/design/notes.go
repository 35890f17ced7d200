package design

import (
	"slices"

	"polesim/model"
	"polesim/scenarios"
)

// Notes says of which parameters that the design sets, or varies, nothing comes in any of its scenarios, and which events of
// these lie beyond the end of a run.
func (d *Design) Notes() scenarios.Problems {
	notes := slices.Clone(d.idle)
	for _, c := range d.Scenarios {
		notes = append(notes, scenarios.CutShort(c, d.Months)...)
	}
	return notes
}

// noteIdle notes the parameters of [set] and of factors that nothing reads in any scenario in which they are set.
func (r *reader) noteIdle(sets []placedSet) {
	everywhere := &Factor{}
	for _, s := range sets {
		id, known := model.Lookup(s.key)
		asked := func(c *model.Config) bool { return c.Value(id) != 0 && c.Value(id) != parameters[id].Default }
		if !known || !slices.ContainsFunc(r.configs, asked) {
			continue
		}
		if lacks := r.lacks(id, everywhere); lacks != nil {
			note := s.at.Problem(s.key, "%s", scenarios.WithoutEffect(lacks))
			note.Note = true
			r.d.idle = append(r.d.idle, note)
		}
	}
	for i := range r.d.Factors {
		f := &r.d.Factors[i]
		for k, key := range f.Keys[:min(len(f.Keys), len(f.written))] {
			id, known := model.Lookup(key)
			if !known {
				continue
			}
			if lacks := r.lacks(id, f); lacks != nil {
				note := f.written[k].Problem(key, "%s", scenarios.WithoutEffect(lacks))
				note.Note, note.Value = true, ""
				r.d.idle = append(r.d.idle, note)
			}
		}
	}
}

// lacks returns what a parameter lacks in the first of the scenarios in which a factor holds; nothing where it can act in one
// of them, at some point at least.
func (r *reader) lacks(id model.ParameterID, f *Factor) (first []string) {
	for _, c := range r.configs {
		if !f.holdsIn(c.Name) {
			continue
		}
		lacks := r.switchedOn(c).Lacks(id)
		if lacks == nil {
			return nil
		}
		if first == nil {
			first = lacks
		}
	}
	return first
}

// switchedOn returns a scenario in which everything is on that some factor may switch on: all that it sets itself and, where
// it changes lists or the time line, all that there is.
func (r *reader) switchedOn(c *model.Config) *model.Config {
	on := c.Clone()
	for i := range r.d.Factors {
		f := &r.d.Factors[i]
		if !f.holdsIn(c.Name) {
			continue
		}
		for _, key := range f.Keys {
			if id, known := model.Lookup(key); known {
				on.Values[id] = 1
				continue
			}
			for id := range on.Values {
				on.Values[id] = 1
			}
		}
	}
	return on
}
