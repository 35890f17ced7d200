package design

import (
	"slices"
	"strings"

	"polesim/scenarios"
)

// levels reads levels that are values of the keys.
func (r *factorReader) levels() {
	key, list := r.key+".levels", r.n.Child("levels")
	items := r.list(list, key, "values: [0.1, 0.5, 0.9]")
	if len(items) == 1 && !r.is("list") {
		r.at(list, key, "is one level: a factor that stays where it is is none; set it %s", r.fixed())
	}
	for _, item := range items {
		l, ok := r.valueLevel(item, key, r.f)
		if !ok {
			continue
		}
		if i := slices.IndexFunc(r.f.Levels, func(o Level) bool { return o.Name == l.Name }); i >= 0 {
			r.at(item, key, "is listed twice")
		}
		r.f.Levels = append(r.f.Levels, l)
	}
}

// valueLevel reads a level that is a value of each key of a factor: one for all of them, or a list with one for each.
func (r *reader) valueLevel(n node, key string, f *Factor) (Level, bool) {
	l := Level{Number: float64(len(f.Levels))}
	values := []node{n}
	if n.IsList() && len(f.Keys) > 1 {
		if values = n.Items(); len(values) != len(f.Keys) {
			r.at(n, key, "has %s, expected one for each of the %d keys", plural(len(values), "value", "values"), len(f.Keys))
			return l, false
		}
		l.each = true
	}
	whole := len(r.problems)
	for i, k := range f.Keys {
		v := values[min(i, len(values)-1)]
		if v.IsList() || v.IsTable() {
			r.at(v, key, "is %s, expected a number, true, false or text; what sets more than values has named levels: [%s.level.name]", v.What(), "factor")
			return l, false
		}
		if r.tryFor(v, k, f) {
			l.set = append(l.set, r.assignment(v, k))
		}
		number, isNumber := v.Number()
		truth, isTruth := v.Truth()
		if len(r.problems) == whole {
			f.categorical = f.categorical || !isNumber && !isTruth
		}
		if isTruth && truth {
			number = 1
		}
		if !l.each && (isNumber || isTruth) {
			l.Number = number
		}
	}
	if len(r.problems) > whole {
		return l, false
	}
	if l.Name = levelName(l.set); !l.each {
		l.Name = levelName(l.set[:1])
	}
	return l, true
}

// assignment is what gives a key the value of a node that has been tried.
func (r *reader) assignment(n node, key string) assignment {
	a := assignment{key: key, text: n.Inline(), word: wordOf(n)}
	if a.id, a.plain = r.plain(key); a.plain {
		a.value, _ = n.Parameter(key, parameters[a.id])
	}
	if v, ok := n.Number(); ok {
		a.text = scenarios.FormatNumber(v)
	}
	return a
}

// namedLevels reads levels that are sets of assignments, or files, under names.
func (r *factorReader) namedLevels() {
	n := r.n.Child("level")
	r.f.categorical, r.f.namedLevels = true, true
	if !n.IsTable() {
		r.at(n, r.key+".level", "is %s, expected a table for each: [factor.level.flow]", n.What())
		return
	}
	if len(n.Keys()) == 1 && !r.is("list") {
		r.atKey(n, r.key+".level", "is one level: a factor that stays where it is is none; set it %s", r.fixed())
	}
	for i, name := range n.Keys() {
		l, ok := r.namedLevel(n.Child(name), name)
		if !ok {
			continue
		}
		l.Number = float64(i)
		r.f.Levels = append(r.f.Levels, l)
		for _, a := range l.set {
			r.covers(a.key)
		}
		if l.over != nil {
			for _, k := range l.over.Keys() {
				r.covers(k)
			}
		}
	}
}

// covers enters a key among those that the factor sets.
func (r *factorReader) covers(key string) {
	if !slices.Contains(r.f.Keys, key) {
		r.f.Keys = append(r.f.Keys, key)
	}
}

// namedLevel reads one of them.
func (r *factorReader) namedLevel(n node, name string) (l Level, ok bool) {
	key := r.key + ".level." + scenarios.BareKey(name)
	l.Name = name
	switch {
	case !n.IsTable():
		r.at(n, key, `is %s, expected a table with set = { "key" = value } or file = "…"`, n.What())
		return l, false
	case strings.TrimSpace(name) == "" || strings.ContainsAny(name, "\r\n"):
		r.atKey(n, key, "is not a name")
	case len(n.Keys()) == 0:
		r.atKey(n, key, `is empty, expected set = { "key" = value } or file = "…"; set = {} leaves the scenarios as they are`)
	}
	r.known(n, key+".", "set", "file")
	whole := len(r.problems)
	var sets []placedSet
	if c := n.Child("set"); c.Given() {
		sets = r.sets(c, key+".set")
	}
	if c := n.Child("file"); c.Given() && r.d.Classic == nil {
		l.file, _ = r.text(c, key+".file")
		over, err := scenarios.LoadOverlay(r.file, l.file)
		if err != nil {
			r.place(err, c, key+".file", nil)
			return l, false
		}
		l.over = over
		r.f.structural = true
	}
	if len(r.problems) > whole || !r.tryAll(n, l.over, sets, r.f) {
		return l, false
	}
	for _, s := range sets {
		l.set = append(l.set, r.assignment(s.at, s.key))
	}
	return l, true
}
