package design

import (
	"slices"
	"strconv"
	"strings"

	"polesim/scenarios"
)

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
