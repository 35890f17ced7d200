package design

import (
	"math"
	"slices"
	"strings"

	"polesim/model"
	"polesim/scenarios"
	"polesim/sim"
)

// A Factor is what differs between the points of a study: a parameter, several that move together, or named changes.
// It either ranges between ends or has levels.
type Factor struct {
	Name      string   // for tables and axes; its key unless the design says otherwise
	Unit      string   // of the parameter; "" where there is none, or several
	Keys      []string // what it sets, as --set has them; of levels with files, what these set too
	Low, High float64  // of a range: what Number can be; 0 and 1 where the keys have ranges of their own
	Log       bool     // a range whose logarithm is spread evenly
	Levels    []Level  // in the order of the design; nil for a range
	Scenarios []string // those in which it is set; nil for all

	flawed      bool   // what it can be cannot be read, while it is read
	written     []node // where the design says the keys, while it is read
	categorical bool
	namedLevels bool   // the levels are sets or files under names
	listed      bool   // the levels are those that points name
	spans       []span // of a range, by key
	ownRanges   bool   // the keys have ranges of their own
	steps       int    // of a range; 0 for none
	structural  bool   // it changes more than the values of the hospital's parameters
}

// A Level is one of the values of a factor.
type Level struct {
	Name   string  // "0.4", "flow", "0.1 / 3"
	Number float64 // the value; from 0 in order where it is none

	set  []assignment
	each bool   // a value for each key, rather than one for all
	file string // as the design calls it; "" for none
	over *scenarios.Overlay
}

// A Value is what a factor is at a point.
type Value struct {
	Text   string
	Number float64 // the value; the place among the levels, from 0, where these are no numbers; the share of the way from
	// low to high, from 0 to 1, where keys move together over ranges of their own
}

// An assignment gives a key a value.
type assignment struct {
	key   string
	text  string            // the value as --set takes it; made from the value where that is a number of a range
	word  string            // the same without the quotes of a text; "" of a range
	id    model.ParameterID // if plain
	plain bool              // a parameter of the hospital whose value can be put into a Config as it is
	value float64           // if plain
}

// set is the assignment as --set takes it.
func (a assignment) set() string { return a.key + "=" + a.text }

// A span is the range of one key.
type span struct {
	key       string
	id        model.ParameterID // if plain
	plain     bool
	whole     bool // whole numbers only
	low, high float64
}

// Categorical says whether the levels are named rather than numbers, so that no order is in them.
func (f *Factor) Categorical() bool { return f.categorical }

// holdsIn says whether the factor is set in a scenario.
func (f *Factor) holdsIn(scenario string) bool {
	return len(f.Scenarios) == 0 || slices.Contains(f.Scenarios, scenario)
}

// level returns the place of the level at a coordinate in [0, 1): levels have equal shares of it.
func (f *Factor) level(u float64) int {
	n := len(f.Levels)
	return max(0, min(n-1, int(math.Floor(u*float64(n)))))
}

// value returns what the factor is at a coordinate.
func (f *Factor) value(u float64) Value {
	switch {
	case f.Levels != nil:
		l := f.Levels[f.level(u)]
		return Value{l.Name, l.Number}
	case f.ownRanges:
		return Value{scenarios.FormatNumber(u), u}
	}
	v := f.spans[0].at(u, f.Log)
	return Value{scenarios.FormatNumber(v), v}
}

// assignments appends what the factor sets at a coordinate.
func (f *Factor) assignments(u float64, to []assignment) []assignment {
	if f.Levels != nil {
		return append(to, f.Levels[f.level(u)].set...)
	}
	for _, s := range f.spans {
		to = append(to, s.assignment(u, f.Log))
	}
	return to
}

// assignment is what is set at a coordinate.
func (s span) assignment(u float64, log bool) assignment {
	a := assignment{key: s.key, id: s.id, plain: s.plain, value: s.at(u, log)}
	if !a.plain {
		a.text = scenarios.FormatNumber(a.value)
	}
	return a
}

// at returns the value at a coordinate in [0, 1]: low at 0 and high at 1. Whole numbers have equal shares of [0, 1), so that
// both ends are as likely as what is between.
func (s span) at(u float64, log bool) float64 {
	high := s.high
	if s.whole {
		high++
	}
	v := s.low + float64(u*(high-s.low))
	if log {
		from, to := sim.Log(s.low), sim.Log(high)
		v = sim.Exp(from + float64(u*(to-from)))
	}
	if s.whole {
		v = math.Floor(v)
	}
	switch {
	case u <= 0:
		return s.low
	case u >= 1:
		return s.high
	}
	return max(s.low, min(s.high, v))
}

// plainParameter finds the parameter of the hospital whose value can be put into a Config as it is. Which number a perimeter
// has depends on the scenario.
func plainParameter(key string) (model.ParameterID, bool) {
	id, ok := model.Lookup(key)
	return id, ok && parameters[id].Kind != model.Reference
}

// parameters is the registry, which nobody here changes.
var parameters = model.Parameters()

// wholeOnly says whether a key takes whole numbers only, as far as can be told from its end: "staff.posts",
// "services[Cardiology].posts", "event[T2A].set.staff.posts", "event[T2A].month".
func wholeOnly(key string) bool {
	if id, ok := model.Lookup(key); ok {
		return parameters[id].Kind == model.Count
	}
	_, inside, ok := strings.Cut(key, "].")
	if !ok {
		return false
	}
	if strings.HasPrefix(key, "event[") && (inside == "month" || inside == "months") {
		return true
	}
	inside = strings.TrimPrefix(inside, "set.")
	for _, p := range parameters {
		if p.Kind == model.Count && (p.Key == inside || p.Name() == inside) {
			return true
		}
	}
	return false
}

// within says whether two keys cannot both be set: they are the same, or one is inside the other.
func within(a, b string) bool {
	a, b = bareName(a), bareName(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return strings.HasPrefix(b, a) && (len(a) == len(b) || b[len(a)] == '.' || b[len(a)] == '[')
}

// plainKey is the key of a parameter of the hospital however it is written: "professionals . autonomy", with quotes. Other
// keys stay as they are.
func plainKey(key string) string {
	if id, ok := model.Lookup(bareName(key)); ok {
		return parameters[id].Key
	}
	return key
}

// bareName is a key without the quotes and blanks that do not matter to it.
func bareName(key string) string {
	return strings.NewReplacer(`"`, "", " ", "").Replace(key)
}
