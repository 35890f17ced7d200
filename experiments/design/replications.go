package design

import (
	"math"

	"polesim/model"
)

// Replications say how often each point is run: a fixed number of times, or until the mean paired difference of an
// outcome between two scenarios, of a published model the mean of the outcome itself, is known to a half-width.
type Replications struct {
	Fixed     int       // 0: as many as are needed
	Min, Max  int       // at least and at most, if as many as are needed
	Every     int       // how many more at a time
	Outcome   string    // whose difference is to be known
	Of        [2]string // the scenarios: first less second; none of a published model
	HalfWidth float64   // of the 95 % interval of the difference or the mean, in the outcome's unit, > 0
}

// Most is how many replications a point has at most: R in the numbers of runs.
func (r Replications) Most() int {
	if r.Fixed > 0 {
		return r.Fixed
	}
	return r.Max
}

// What a design takes when it does not say.
const (
	usualMin   = 10
	usualEvery = 10
)

// replications reads the number of replications or the rule for it.
func (r *reader) replications() {
	n := r.root.Child("replications")
	switch {
	case !n.Given() && r.d.Classic != nil:
		r.d.Replications.Fixed = usualRuns(r.d.Classic)
	case !n.Given():
		r.d.Replications.Fixed = r.agreed("replications", model.Replications)
	case n.IsTable():
		r.adaptive(n)
	default:
		r.d.Replications.Fixed = r.whole(n, "replications", 1, parameters[model.Replications].Max, "runs of each point")
	}
}

// adaptive reads the rule for as many replications as are needed.
func (r *reader) adaptive(n node) {
	const key = "replications."
	r.known(n, key, "outcome", "between", "half_width", "min", "max", "every")
	most := parameters[model.Replications].Max
	rule := Replications{Min: usualMin, Every: usualEvery}
	may := "between, min and every"
	if r.d.Classic != nil {
		may = "min and every"
	}
	for _, needed := range []string{"outcome", "half_width", "max"} {
		if !n.Child(needed).Given() {
			r.atKey(n, "replications", "has no %s: as many as are needed takes outcome, half_width and max, and may take %s", needed, may)
		}
	}
	if c := n.Child("half_width"); c.Given() {
		v, ok := r.number(c, key+"half_width")
		if ok && v <= 0 {
			r.at(c, key+"half_width", "is not above 0: no number of runs makes an interval of no width")
		}
		rule.HalfWidth = v
	}
	if c := n.Child("min"); c.Given() {
		rule.Min = r.whole(c, key+"min", 2, most, "runs before the first look")
	}
	if c := n.Child("max"); c.Given() {
		rule.Max = r.whole(c, key+"max", 2, most, "runs of a point at most")
		if rule.Max < rule.Min && n.Child("min").Given() {
			r.at(c, key+"max", "is less than min, %d", rule.Min)
		}
		rule.Min = min(rule.Min, max(rule.Max, 2))
	}
	if c := n.Child("every"); c.Given() {
		rule.Every = r.whole(c, key+"every", 1, most, "further runs between two looks")
	}
	rule.Of = r.between(n)
	if c := n.Child("outcome"); c.Given() {
		rule.Outcome, _ = r.outcome(c, key+"outcome")
	}
	r.d.Replications = rule
}

// between reads which two scenarios the difference is of: the only two, if there are no more.
func (r *reader) between(n node) (of [2]string) {
	c, count := n.Child("between"), len(r.root.Child("scenarios").Items())
	switch {
	case r.d.Classic != nil: // the outcome itself is to be known
		return of
	case count == 1:
		r.atKey(n, "replications", "are as many as a difference between two scenarios needs, and there is one: give a number")
		return of
	case !c.Given() && count > 2:
		r.atKey(n, "replications", "has no between: which two of the %d scenarios is the difference of?", count)
		return of
	case !c.Given() && r.complete:
		return [2]string(r.names())
	case !c.Given():
		return of
	}
	items := c.Items()
	if len(items) != 2 {
		r.at(c, "replications.between", `is %s, expected the names of two scenarios: ["pmu", "contract"]`, counted(c))
		return of
	}
	for i, item := range items {
		of[i] = r.scenario(item, "replications.between")
	}
	if of[0] == of[1] && of[0] != "" {
		r.at(items[1], "replications.between", "is the same scenario twice")
	}
	return of
}

// counted says what a value is, and of a list how many items it has.
func counted(n node) string {
	if n.IsList() {
		return plural(len(n.Items()), "item", "items")
	}
	return n.What()
}

// mostRuns bounds points times replications: the number of a run stays exact in a float64.
const mostRuns = 1 << 53

// finite says whether v is a number that can be reckoned with.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
