package design

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"polesim/model"
	"polesim/scenarios"
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

// rangeOf reads a factor that ranges between ends.
func (r *factorReader) rangeOf() {
	one, own := r.n.Child("range"), r.n.Child("ranges")
	key := r.key + ".ranges"
	r.f.ownRanges = own.Given()
	r.scale()
	steps := r.steps()
	var ends []node
	switch {
	case !own.Given():
		key = r.key + ".range"
		for range r.f.Keys {
			ends = append(ends, one)
		}
	case len(r.f.Keys) == 1:
		r.atKey(own, key, "are for several keys: write range = [low, high]")
		return
	case len(own.Items()) != len(r.f.Keys):
		r.at(own, key, "is %s, expected a range for each of the %d keys: [[0, 1], [2, 5]]", counted(own), len(r.f.Keys))
		return
	default:
		ends = own.Items()
	}
	whole := len(r.problems)
	for i, k := range r.f.Keys {
		r.span(ends[i], key, k)
	}
	if len(r.problems) > whole {
		r.f.spans = nil
		return
	}
	r.f.Low, r.f.High = 0, 1
	if !r.f.ownRanges {
		r.f.Low, r.f.High = r.f.spans[0].low, r.f.spans[0].high
	}
	if r.is("list") {
		r.f.listed = true
		if r.f.ownRanges {
			r.atKey(own, key, "are of keys that move together, and points list the values of each: leave ranges out")
		}
	}
	r.divide(steps)
}

// scale reads how a range is spread.
func (r *factorReader) scale() {
	n := r.n.Child("scale")
	if !n.Given() {
		return
	}
	known := []string{"linear", "log"}
	s, ok := r.text(n, r.key+".scale")
	if ok && !slices.Contains(known, s) {
		r.at(n, r.key+".scale", "is not one of %s.%s", quotedList(known), scenarios.DidYouMean(s, known))
	}
	r.f.Log = s == "log"
}

// span reads the range of a key.
func (r *factorReader) span(n node, at, key string) {
	s := span{key: key, whole: r.wholeOnly(key)}
	s.id, s.plain = r.plain(key)
	if words, none := r.hasNoRange(key); none {
		r.atKey(n, at, "has no meaning for %s, which is %s: write levels = […]", key, words)
		return
	}
	if len(n.Items()) != 2 {
		r.at(n, at, "is %s, expected two numbers: [low, high]", counted(n))
		return
	}
	low, okLow := r.end(n.Items()[0], at, key)
	high, okHigh := r.end(n.Items()[1], at, key)
	s.low, s.high = low, high
	switch {
	case !okLow || !okHigh:
		return
	case low == high:
		r.at(n, at, "[%s, %[1]s] is empty: a factor that stays where it is is none; set it %[2]s", scenarios.FormatNumber(low), r.fixed())
	case low > high:
		r.at(n, at, "[%s, %s] is reversed. Did you mean [%[2]s, %[1]s]?", scenarios.FormatNumber(low), scenarios.FormatNumber(high))
	case r.f.Log && low <= 0:
		r.at(n.Items()[0], at, "has no logarithm: a range on a log scale begins above 0")
	}
	r.f.spans = append(r.f.spans, s)
}

// end reads an end of a range of a key.
func (r *factorReader) end(n node, at, key string) (float64, bool) {
	v, ok := r.number(n, at)
	return v, ok && r.try(n, key)
}

// steps reads how many values of a range there are; 0 where it is not said.
func (r *factorReader) steps() int {
	n := r.n.Child("steps")
	if n.Given() {
		return r.whole(n, r.key+".steps", 2, mostLevels, "values, the ends among them")
	}
	if r.is("grid") && !r.counts() && !slices.ContainsFunc(r.f.Keys, func(key string) bool { _, none := r.hasNoRange(key); return none }) {
		r.needsSteps()
	}
	return 0
}

// needsSteps reports a range that a grid cannot go through.
func (r *factorReader) needsSteps() {
	at := r.n.Child("range")
	if !at.Given() {
		at = r.n.Child("ranges")
	}
	r.atKey(at, r.key, "ranges over all numbers between two ends, and a grid needs some: write steps = 9, or levels = […]")
}

// counts says whether the range is of whole numbers, each of which is as likely.
func (r *factorReader) counts() bool {
	return !r.f.Log && !r.f.ownRanges && !slices.ContainsFunc(r.f.Keys, func(key string) bool { return !r.wholeOnly(key) })
}

// divide makes levels of a range: so many, evenly spaced, the ends among them; each whole number where none are said.
func (r *factorReader) divide(steps int) {
	n, f := r.n.Child("steps"), r.f
	if steps == 0 {
		if !r.is("grid") || !r.counts() {
			return
		}
		if f.High-f.Low >= mostLevels {
			r.needsSteps()
			return
		}
		steps = int(f.High-f.Low) + 1
	}
	f.steps, f.listed = steps, false
	for k := range steps {
		u := float64(k) / float64(steps-1)
		l := Level{Number: float64(k)}
		for _, s := range f.spans {
			l.set = append(l.set, s.step(u, f.Log))
		}
		l.Name = levelName(l.set)
		if !f.ownRanges {
			l.Number = l.set[0].value
		}
		if k > 0 && l.Name == f.Levels[k-1].Name {
			r.at(n, r.key+".steps", "is more than there are whole numbers in the range")
			return
		}
		f.Levels = append(f.Levels, l)
	}
}

// is says whether the sampler is one of that name.
func (r *reader) is(sampler string) bool {
	s, _ := r.root.Child("sampler").Text()
	return s == sampler
}

// step is what is set at a share of the way from low to high, both included. Values between are rounded to twelve figures:
// 0.3 and not 0.30000000000000004.
func (s span) step(u float64, log bool) assignment {
	whole := s.whole
	s.whole = false
	a := s.assignment(u, log)
	switch {
	case whole:
		a.value = float64(int64(a.value + .5))
	case u > 0 && u < 1:
		a.value, _ = strconv.ParseFloat(strconv.FormatFloat(a.value, 'g', 12, 64), 64)
	}
	a.text = scenarios.FormatNumber(a.value)
	return a
}

func levelName(set []assignment) string {
	names := make([]string, len(set))
	for i, a := range set {
		names[i] = strings.Trim(a.text, `"`)
	}
	return strings.Join(names, " / ")
}

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

// try tells whether a value can be one of a key in the factor's scenarios, and reports if it cannot.
func (r *factorReader) try(n node, key string) bool { return r.tryFor(n, key, r.f) }

func (r *reader) tryFor(n node, key string, f *Factor) bool {
	if id, ok := r.plain(key); ok {
		_, problems := n.Parameter(key, parameters[id])
		r.problems = append(r.problems, problems...)
		return len(problems) == 0
	}
	text := n.Inline()
	if v, ok := n.Number(); ok {
		text = scenarios.FormatNumber(v)
	}
	s := placedSet{key: key, text: key + "=" + text, at: n}
	if i := slices.Index(f.Keys, key); i < len(f.written) {
		s.named = f.written[i]
	}
	return r.tryAll(n, nil, []placedSet{s}, f)
}

// tryAll tells whether changes can be made to the factor's scenarios, what must hold between values aside, and reports what
// stands in their way.
func (r *reader) tryAll(at node, over *scenarios.Overlay, sets []placedSet, f *Factor) bool {
	if r.d.Classic != nil {
		return r.tryClassic(sets)
	}
	if len(r.judges) == 0 {
		return r.tryAnywhere(at, sets)
	}
	var found scenarios.Problems
	var in [][]string // scenarios, by problem
	tried := 0
	for _, j := range r.judges {
		if !f.holdsIn(j.name) {
			continue
		}
		tried++
		_, err := j.draft.CheckValues(overlays(over), texts(sets)...)
		for _, p := range problemsOf(err) {
			switch {
			case p.FromSet():
				p = placed(p, at, sets)
			case p.File == j.name:
				p.File, p.Line, p.Col = "", 0, 0
				p = at.Problem("factor", "leads to: %s", p.Error())
			}
			i := slices.Index(found, p)
			if i < 0 {
				i, found, in = len(found), append(found, p), append(in, nil)
			}
			in[i] = append(in[i], j.name)
		}
	}
	for i, p := range found {
		switch {
		case len(in[i]) == tried: // it is wrong wherever it is set
		case len(in[i]) == 1:
			p.Message += " (in scenario " + in[i][0] + ")"
		default:
			p.Message += " (in scenarios " + listed(in[i]) + ")"
		}
		r.problems = append(r.problems, p)
	}
	return len(found) == 0
}

// tryAnywhere is tryAll where no scenario can be read: it reports what would be wrong in any of them.
func (r *reader) tryAnywhere(at node, sets []placedSet) bool {
	ok := true
	for _, s := range sets {
		if id, known := model.Lookup(s.key); known && parameters[id].Kind == model.Reference {
			continue // which there are is the scenario's to say
		}
		_, err := anyScenario().CheckValues(nil, s.text)
		for _, p := range problemsOf(err) {
			_, known := model.Lookup(p.Key)
			if known || p.Value == "" && p.Key == s.key && !strings.Contains(s.key, "[") {
				r.problems = append(r.problems, placed(p, at, sets))
				ok = false
			}
		}
	}
	return ok
}

// anyScenario is a scenario to judge by what holds in all: the one that init copies.
var anyScenario = sync.OnceValue(func() *scenarios.Draft {
	c, err := scenarios.Load("example")
	if err != nil {
		panic("design: " + err.Error())
	}
	draft, err := scenarios.NewDraft(c)
	if err != nil {
		panic("design: " + err.Error())
	}
	return draft
})

func problemsOf(err error) (problems scenarios.Problems) {
	errors.As(err, &problems)
	return problems
}

func overlays(over *scenarios.Overlay) []*scenarios.Overlay {
	if over == nil {
		return nil
	}
	return []*scenarios.Overlay{over}
}

// apart reports keys that another factor sets in the same scenario.
func (r *reader) apart(n node, f *Factor) {
	for i := range r.d.Factors {
		other := &r.d.Factors[i]
		if !meet(f.Scenarios, other.Scenarios) {
			continue
		}
		for _, a := range f.Keys {
			for _, b := range other.Keys {
				switch {
				case a == b:
					r.atKey(n, "factor["+f.Name+"]", "sets %s, which factor %s sets too: one of them would have no effect", a, other.Name)
				case within(a, b):
					r.atKey(n, "factor["+f.Name+"]", "sets %s and factor %s sets %s, one inside the other: one of them would have no effect", a, other.Name, b)
				}
			}
		}
	}
}

// meet says whether two lists of scenarios, of which an empty one is all, have one in common.
func meet(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}
