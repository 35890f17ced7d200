package design

import (
	"slices"

	"polesim/scenarios"
)

// A listedPoint is a [[point]]: the values that it gives, by name of the factor.
type listedPoint struct {
	at     node
	names  []string // in the order of the file
	values map[string]node
}

// list_ reads the points of a list. Factors that no [[factor]] declares are parameters under their keys; of factors that
// cannot be read no point is held against what they can be.
func (r *reader) list_(sampler node) {
	n := r.root.Child("point")
	if len(n.Items()) == 0 {
		r.at(sampler, "sampler", "has no points, expected a [[point]] for each, and below it its values: %s", r.example())
		return
	}
	var points []listedPoint
	for _, item := range n.Items() {
		if !item.IsTable() {
			r.at(item, "point", "is %s, expected a [[point]] for each", item.What())
			continue
		}
		points = append(points, pointOf(item))
	}
	r.declare(points)
	l := &list{}
	for _, p := range points {
		l.level = append(l.level, r.levelsOf(p))
	}
	for i := range r.d.Factors {
		f := &r.d.Factors[i]
		f.spans = nil
		l.levels = append(l.levels, len(f.Levels))
	}
	r.d.Sampler = l
}

// pointOf takes the values of a point, in sections or not.
func pointOf(n node) listedPoint {
	p := listedPoint{n, nil, map[string]node{}}
	var walk func(n node, prefix string)
	walk = func(n node, prefix string) {
		for _, k := range n.Keys() {
			c := n.Child(k)
			if c.IsTable() {
				walk(c, prefix+k+".")
				continue
			}
			name := plainKey(prefix + k)
			p.names = append(p.names, name)
			p.values[name] = c
		}
	}
	walk(n, "")
	return p
}

// declare enters the keys that points set and no factor does as factors.
func (r *reader) declare(points []listedPoint) {
	declared := func(name string) bool {
		return slices.ContainsFunc(r.d.Factors, func(f Factor) bool { return f.Name == name })
	}
	for _, p := range points {
		for _, name := range p.names {
			at := p.values[name]
			switch {
			case declared(name) || r.aboutRuns(at, name):
				continue
			case !columnName.MatchString(name):
				r.atKey(at, "point."+name, "is no name for a column of points, expected the name of a [[factor]] with key = %s", scenarios.Quote(name))
				continue
			}
			f := Factor{Name: name, Keys: []string{name}, listed: true}
			_, plain := r.plain(name)
			f.structural = !plain
			if plain || r.d.Classic != nil {
				f.Unit, _ = r.unit(name)
			}
			if !r.tryFor(at, name, &f) && !plain {
				continue // there may be no such key
			}
			r.apart(at, &f)
			r.d.Factors = append(r.d.Factors, f)
		}
	}
}

// levelsOf returns the levels of a point, entered where they are new.
func (r *reader) levelsOf(p listedPoint) []int {
	levels := make([]int, len(r.d.Factors))
	for i := range r.d.Factors {
		f := &r.d.Factors[i]
		n, ok := p.values[f.Name]
		if !ok {
			r.atKey(p.at, "point", "has no %s: each point gives all factors a value", f.Name)
			continue
		}
		if !f.flawed {
			levels[i] = r.levelOf(n, "point."+f.Name, f)
		}
	}
	return levels
}

// levelOf returns the level of a factor that a value means.
func (r *reader) levelOf(n node, key string, f *Factor) int {
	names := make([]string, len(f.Levels))
	for i, l := range f.Levels {
		names[i] = l.Name
	}
	name, _ := n.Text()
	if _, text := n.Text(); f.namedLevels && text {
		if i := slices.Index(names, name); i >= 0 {
			return i
		}
	}
	var l Level
	if !f.namedLevels {
		var ok bool
		if l, ok = r.valueLevel(n, key, f); !ok {
			return 0
		}
		name = l.Name
	}
	switch i := slices.Index(names, name); {
	case i >= 0:
		return i
	case !f.listed:
		r.at(n, key, "is not one of the levels, %s.%s", listed(names), scenarios.DidYouMean(name, names))
		return 0
	case f.spans != nil && (l.Number < f.Low || l.Number > f.High):
		r.at(n, key, "is out of the factor's range [%s, %s]", scenarios.FormatNumber(f.Low), scenarios.FormatNumber(f.High))
		return 0
	}
	f.Levels = append(f.Levels, l)
	return len(f.Levels) - 1
}
