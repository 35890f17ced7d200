package design

import (
	"slices"

	"polesim/experiments/sampling"
	"polesim/scenarios"
)

// samplerKinds are the samplers that a design can name, and what they take.
var samplerKinds = []struct {
	name   string
	points string // what points are; "" where the sampler has as many as there are
	named  bool   // takes factors whose levels have no order
}{
	{"list", "", true},
	{"grid", "", true},
	{"random", "points", true},
	{"lhs", "points", false},
	{"halton", "points", false},
	{"sobol", "points", false},
	{"morris", "trajectories", false},
	{"saltelli", "points of the base sample", false},
}

// samplerNames lists the samplers for which something holds; nil for all.
func samplerNames(named bool) []string {
	var names []string
	for _, k := range samplerKinds {
		if k.named || !named {
			names = append(names, k.name)
		}
	}
	return names
}

// mostPoints is how many points a study can number.
const mostPoints = sampling.MaxPoints

// sampler reads how the points are chosen.
func (r *reader) sampler() {
	n := r.root.Child("sampler")
	if !n.Given() {
		r.missing("sampler", "how are the points chosen? sampler is one of %s", listed(samplerNames(false)))
	} else if name, ok := r.text(n, "sampler"); ok && r.unnamed() {
		r.at(n, "sampler", "is not one of %s.%s", listed(samplerNames(false)), scenarios.DidYouMean(name, samplerNames(false)))
	}
	if r.unnamed() {
		if c := r.root.Child("points"); c.Given() {
			r.whole(c, "points", 1, mostPoints, "points")
		}
		return
	}
	name, _ := n.Text()
	kind := samplerKinds[slices.Index(samplerNames(false), name)]
	r.fits(name, kind.named)
	points, ok := r.points(name, kind.points)
	if c := r.root.Child("point"); c.Given() && name != "list" {
		r.atKey(c, "point", `is for sampler = "list", and the sampler is %s`, name)
	}
	switch {
	case name == "list":
		r.list_(n)
	case name == "grid":
		r.grid(n)
	default:
		r.spread(n, name, points, ok)
	}
}

// unnamed says whether the design names no sampler that there is.
func (r *reader) unnamed() bool {
	name, _ := r.root.Child("sampler").Text()
	return !slices.Contains(samplerNames(false), name)
}

// points reads how many points the sampler is to have, and whether that can be read.
func (r *reader) points(name, of string) (points int, ok bool) {
	n := r.root.Child("points")
	whole := len(r.problems)
	switch {
	case of == "" && n.Given():
		say := "as there are combinations of levels"
		if name == "list" {
			say = "as there are [[point]]s"
		}
		r.atKey(n, "points", "a %s has as many %s: leave points out", name, say)
	case of == "":
	case !n.Given():
		r.at(r.root.Child("sampler"), "sampler", "has no number of %s: write points = 256", of)
	default:
		points = r.whole(n, "points", 1, mostPoints, of)
	}
	return points, len(r.problems) == whole
}

// fits reports factors that the sampler cannot spread.
func (r *reader) fits(name string, named bool) {
	list := r.root.Child("factor").Items()
	for i, f := range r.d.Factors {
		if f.categorical && !named && i < len(list) {
			r.atKey(list[i], "factor["+f.Name+"]", "has levels without order, and %s spreads its points evenly from low to high; samplers that fit are %s",
				name, listed(samplerNames(true)))
		}
	}
	if c := r.root.Child("factor"); !c.Given() && name != "list" && name != "grid" {
		r.atKey(r.root.Child("sampler"), "sampler", "%s has nothing to spread its points over: there is no [[factor]]; a grid without factors is one point", name)
	}
}

// grid makes the grid of the factors' levels; without factors it is one point.
func (r *reader) grid(n node) {
	r.settings("grid", &sampling.Settings{})
	levels := make([]int, len(r.d.Factors))
	for f := range r.d.Factors {
		if levels[f] = len(r.d.Factors[f].Levels); levels[f] == 0 {
			return // that is reported
		}
	}
	if len(levels) == 0 {
		r.d.Sampler = single{}
		return
	}
	r.d.Settings = sampling.Settings{Levels: levels}
	r.make(n, "grid", r.d.Settings)
}

// A single is the grid of no factors: one point.
type single struct{}

var _ sampling.Sampler = single{}

// Name is "grid".
func (single) Name() string { return "grid" }

// Points is 1.
func (single) Points() int { return 1 }

// At has no coordinates to write.
func (single) At(int, []float64) {}

// A list has the points that the design lists.
type list struct {
	level  [][]int // by point and factor
	levels []int   // how many there are, by factor
}

var _ sampling.Sampler = (*list)(nil)

// Name is "list".
func (l *list) Name() string { return "list" }

// Points is the number of points that are listed.
func (l *list) Points() int { return len(l.level) }

// At puts each coordinate into the middle of its level's share.
func (l *list) At(point int, into []float64) {
	for f, level := range l.level[point] {
		into[f] = (float64(level) + .5) / float64(l.levels[f])
	}
}
