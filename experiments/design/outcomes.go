package design

import (
	"slices"
	"strings"

	"polesim/model"
	"polesim/scenarios"
)

// finish makes ready what follows from the rest.
func (d *Design) finish() {
	for i := range d.Factors {
		d.Factors[i].written = nil
	}
	d.mixed = slices.ContainsFunc(d.Factors, func(f Factor) bool { return f.structural })
}

// outcomes reads which outcomes are kept: all that some scenario shows at some point, unless the design says.
func (r *reader) outcomes() {
	n := r.root.Child("outcomes")
	switch {
	case !n.Given() && len(r.problems) > 0:
		return // which are shown follows from what is set
	case !n.Given():
		r.d.Outcomes = r.d.shown()
	default:
		for _, item := range r.list(n, "outcomes", "names of outcomes") {
			name, ok := r.outcome(item, "outcomes")
			if ok && slices.Contains(r.d.Outcomes, name) {
				r.at(item, "outcomes", "is listed twice")
			}
			r.d.Outcomes = append(r.d.Outcomes, name)
		}
	}
	if name := r.d.Replications.Outcome; name != "" && !slices.Contains(r.d.Outcomes, name) {
		r.at(r.root.Child("replications").Child("outcome"), "replications.outcome", "is not among the outcomes that are kept: add it to outcomes")
	}
}

// outcome reads the name of an outcome.
func (r *reader) outcome(n node, key string) (string, bool) {
	name, ok := r.text(n, key)
	names := r.d.allOutcomes()
	if !ok || slices.Contains(names, name) {
		return name, ok
	}
	near := scenarios.DidYouMean(name, names)
	if near == "" && r.d.Classic != nil { // a model has few
		near = " There are " + strings.Join(names, ", ") + "."
	}
	r.at(n, key, "is no outcome.%s", near)
	return "", false
}

// allOutcomes are the outcomes that there are.
func (d *Design) allOutcomes() (names []string) {
	if d.Classic != nil {
		for _, q := range d.Classic.Quantities {
			names = append(names, q.Name)
		}
		return names
	}
	for _, o := range model.Outcomes() {
		names = append(names, o.Name)
	}
	return names
}

// shown lists the outcomes that some scenario shows at some point: those of parts that are on, or that a factor may
// switch on.
func (d *Design) shown() []string {
	if d.Classic != nil {
		return d.allOutcomes()
	}
	touched := map[string]bool{}
	configs := slices.Clone(d.Scenarios)
	for i := range d.Factors {
		f := &d.Factors[i]
		for _, key := range f.Keys {
			touched[key] = true
		}
		if f.structural {
			configs = append(configs, d.levelConfigs(f)...)
		}
	}
	var names []string
	for _, o := range model.Outcomes() {
		if slices.ContainsFunc(configs, o.In) || slices.ContainsFunc(o.Parts(), func(key string) bool { return touched[key] }) {
			names = append(names, o.Name)
		}
	}
	return names
}

// levelConfigs returns the scenarios with one factor at each of its levels, as far as that can be said of one alone.
func (d *Design) levelConfigs(f *Factor) []*model.Config {
	var configs []*model.Config
	for s, draft := range d.drafts {
		if !f.holdsIn(d.Scenarios[s].Name) {
			continue
		}
		for _, u := range f.extremes() {
			var over []*scenarios.Overlay
			if f.Levels != nil {
				over = overlays(f.Levels[f.level(u)].over)
			}
			var sets []string
			for _, a := range f.assignments(u, nil) {
				if a.text == "" {
					a.text = scenarios.FormatNumber(a.value)
				}
				sets = append(sets, a.set())
			}
			if c, err := draft.CheckValues(over, sets...); err == nil {
				configs = append(configs, c)
			}
		}
	}
	return configs
}

// extremes are coordinates at which a factor is at each of its levels, or at its ends.
func (f *Factor) extremes() []float64 {
	const most = 100
	if f.Levels == nil {
		return []float64{0, 1}
	}
	var u []float64
	for k := range min(len(f.Levels), most) {
		u = append(u, (float64(k)+.5)/float64(len(f.Levels)))
	}
	return u
}
