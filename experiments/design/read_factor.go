package design

import (
	"regexp"
	"slices"
	"strings"
)

// factorKeys are what may stand in a [[factor]].
var factorKeys = []string{"name", "key", "keys", "range", "ranges", "scale", "steps", "levels", "level", "scenarios"}

// mostLevels bounds the levels of a factor: they are held in memory.
const mostLevels = 100_000

// columnName is what the name of a factor must be: it is a column of points.parquet.
var columnName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)

// factors reads the factors.
func (r *reader) factors() {
	n := r.root.Child("factor")
	if n.Given() && !n.IsList() {
		r.atKey(n, "factor", "is %s, expected a [[factor]] for each", n.What())
		return
	}
	seen := map[string]bool{}
	for _, item := range n.Items() {
		if !item.IsTable() {
			r.at(item, "factor", "is %s, expected a table: a [[factor]] with key and range or levels", item.What())
			continue
		}
		f := r.factor(item)
		if f.Name != "" && seen[strings.ToLower(f.Name)] {
			r.atKey(item, "factor["+f.Name+"]", "is the name of two factors: give one of them a name = \"…\" of its own")
		}
		seen[strings.ToLower(f.Name)] = true
		r.apart(item, &f)
		r.d.Factors = append(r.d.Factors, f)
	}
}

// A factorReader reads one factor.
type factorReader struct {
	*reader
	n   node
	f   *Factor
	key string // under which problems with the factor are reported
}

func (r *reader) factor(n node) Factor {
	f := Factor{}
	fr := &factorReader{reader: r, n: n, f: &f, key: "factor"}
	fr.names()
	r.known(n, fr.key+".", factorKeys...)
	fr.where()
	whole := len(r.problems)
	switch {
	case n.Child("level").Given():
		fr.namedLevels()
	case len(f.Keys) == 0:
		f.flawed = true
	case n.Child("levels").Given():
		fr.levels()
	case n.Child("range").Given() || n.Child("ranges").Given():
		fr.rangeOf()
	case r.is("list"): // its levels are what the points say
		f.listed = true
	default:
		if r.unnamed() {
			break // it may be a list
		}
		r.atKey(n, fr.key, "has neither range nor levels, expected one of them: range = [0.1, 0.9] or levels = [0.1, 0.5, 0.9]")
	}
	f.flawed = f.flawed || len(r.problems) > whole
	fr.alone()
	for _, key := range f.Keys {
		if _, plain := r.plain(key); !plain {
			f.structural = true
		}
	}
	return f
}

// names reads what the factor is called and what it sets.
func (r *factorReader) names() {
	key, keys := r.n.Child("key"), r.n.Child("keys")
	switch {
	case key.Given() && keys.Given():
		r.atKey(keys, "factor.keys", "and key: give one of them")
	case key.Given():
		if k, ok := r.text(key, "factor.key"); ok && !r.runs(key, plainKey(k)) {
			r.f.Keys, r.f.written = []string{plainKey(k)}, []node{key}
		}
	case keys.Given():
		for _, item := range r.list(keys, "factor.keys", "keys that move together") {
			if k, ok := r.text(item, "factor.keys"); ok && !r.runs(item, plainKey(k)) {
				r.f.Keys, r.f.written = append(r.f.Keys, plainKey(k)), append(r.f.written, item)
			}
		}
		if len(r.f.Keys) != len(keys.Items()) {
			r.f.Keys = nil // what is beside them cannot be judged
		}
	case !r.n.Child("level").Given():
		r.atKey(r.n, "factor", "has no key, expected what it sets, as --set has it: key = %s", r.exampleKey())
	}
	r.f.Name = r.line(r.n.Child("name"), "factor.name")
	if r.f.Name == "" && len(r.f.Keys) == 1 {
		r.f.Name = r.f.Keys[0]
	}
	if r.f.Name != "" {
		r.key = "factor[" + r.f.Name + "]"
	}
	switch {
	case r.n.Child("name").Given() || len(r.f.Keys) == 1:
		if r.f.Name != "" && (!columnName.MatchString(r.f.Name) || strings.EqualFold(r.f.Name, "point")) {
			at := r.n.Child("name")
			if !at.Given() {
				at = key
			}
			r.atKey(at, r.key, "is no name for a column of points, expected a name = \"…\" of letters, digits, '_', '.' and '-', first a letter, and not point")
		}
	case len(r.f.Keys) > 1 || r.n.Child("level").Given():
		r.atKey(r.n, r.key, `has no name, expected name = "…" beside several keys or named levels`)
	}
	if unit, ok := r.unit(r.f.Name); ok {
		r.f.Unit = unit
	} else if len(r.f.Keys) == 1 {
		r.f.Unit, _ = r.unit(r.f.Keys[0])
	}
}

// runs reports a key that says how scenarios are run.
func (r *factorReader) runs(n node, key string) bool { return r.aboutRuns(n, key) }

// where reads in which scenarios the factor is set.
func (r *factorReader) where() {
	n := r.n.Child("scenarios")
	if !n.Given() || r.d.Classic != nil {
		return
	}
	for _, item := range r.list(n, r.key+".scenarios", "names of scenarios") {
		if name := r.scenario(item, r.key+".scenarios"); name != "" {
			r.f.Scenarios = append(r.f.Scenarios, name)
		}
	}
}

// alone reports keys that say the same thing in two ways, or nothing.
func (r *factorReader) alone() {
	ways := []string{"level", "levels", "range", "ranges"}
	i := slices.IndexFunc(ways, func(k string) bool { return r.n.Child(k).Given() })
	if i < 0 {
		return
	}
	for _, other := range ways[i+1:] {
		if c := r.n.Child(other); c.Given() {
			r.atKey(c, r.key+"."+other, "and %s: a factor has one of them", ways[i])
		}
	}
	for _, k := range []string{"scale", "steps"} {
		if c := r.n.Child(k); c.Given() && i < 2 {
			r.atKey(c, r.key+"."+k, "is of a range, and this factor has %s", ways[i])
		}
	}
	if c := r.n.Child("level"); c.Given() {
		for _, k := range []string{"key", "keys"} {
			if at := r.n.Child(k); at.Given() {
				r.atKey(at, r.key+"."+k, "and named levels: each level says itself what it sets")
			}
		}
	}
}
