package design

import (
	"maps"
	"slices"

	"polesim/scenarios"
)

// A Foreseen says which scenarios should do best at some points, and who said so before the study was run. It changes no
// run: figures hold what came out against it.
type Foreseen struct {
	By   string         // "Mintzberg (1979)"
	At   map[string]int // levels of factors, by name of the factor; of the others any
	Best []string       // scenarios
}

// Expected returns who foresaw what of a point, and which scenarios should do best there; none if nobody did.
func (d *Design) Expected(point int) (by string, best []string) {
	u := d.at(point)
	for _, e := range d.Foreseen {
		holds := true
		for f := range d.Factors {
			level, ok := e.At[d.Factors[f].Name]
			holds = holds && (!ok || d.Factors[f].level(u[f]) == level)
		}
		if holds {
			by = e.By
			best = append(best, e.Best...)
		}
	}
	return by, best
}

// foreseenKeys are what may stand in a [[foreseen]].
var foreseenKeys = []string{"by", "at", "best"}

// foreseen reads what was foreseen.
func (r *reader) foreseen() {
	for _, n := range r.list(r.root.Child("foreseen"), "foreseen", "expectations, each under [[foreseen]]") {
		if !n.IsTable() {
			r.at(n, "foreseen", "is %s, expected a [[foreseen]] for each", n.What())
			continue
		}
		r.known(n, "foreseen.", foreseenKeys...)
		e := Foreseen{By: r.line(n.Child("by"), "foreseen.by"), At: map[string]int{}}
		at := n.Child("at")
		for _, name := range at.Keys() {
			if f := r.leveled(at.Child(name), name); f != nil && !f.flawed {
				known := *f
				known.listed = false // what no point has is not foreseen of any
				e.At[name] = r.levelOf(at.Child(name), "foreseen.at."+name, &known)
			}
		}
		if !n.Child("best").Given() {
			r.atKey(n, "foreseen", `has no best, expected names of scenarios: best = ["adhocracy"]`)
			continue
		}
		for _, item := range r.list(n.Child("best"), "foreseen.best", "names of scenarios") {
			if name := r.scenario(item, "foreseen.best"); name != "" {
				e.Best = append(e.Best, name)
			}
		}
		r.d.Foreseen = append(r.d.Foreseen, e)
	}
}

// leveled returns the factor of a name, which must have levels.
func (r *reader) leveled(at node, name string) *Factor {
	var known []string
	for i := range r.d.Factors {
		f := &r.d.Factors[i]
		if f.Name == name && (f.Levels != nil || f.flawed) {
			return f
		}
		if f.Levels != nil {
			known = append(known, f.Name)
		}
	}
	expected := "there is none"
	if len(known) > 0 {
		expected = "expected one of " + listed(known)
	}
	r.atKey(at, "foreseen.at."+scenarios.BareKey(name), "is no factor with levels, %s.%s", expected, scenarios.DidYouMean(name, known))
	return nil
}

// foreseen writes what was foreseen.
func (w *writer) foreseen(e Foreseen, factors []Factor) {
	w.line("\n[[foreseen]]")
	if e.By != "" {
		w.line("by = %s", scenarios.Quote(e.By))
	}
	for _, name := range slices.Sorted(maps.Keys(e.At)) {
		f := factors[slices.IndexFunc(factors, func(f Factor) bool { return f.Name == name })]
		level := f.Levels[e.At[name]]
		text := scenarios.Quote(level.Name)
		if !f.namedLevels {
			text = levelText(level)
		}
		w.line("at.%s = %s", scenarios.Quote(name), text)
	}
	w.line("best = [%s]", quotedList(e.Best))
}
