// Package sampling places the points of a study in the unit cube: where to run a model when it cannot be run everywhere.
//
// It knows unit cubes and numbers only, no factors with names, no hospital. [New] makes a sampler from its name and its
// [Settings]; the sampler gives any point by its number, at once and without having made those before it, so that six million
// points take as much memory as six and any shard of a study can begin anywhere.
//
// The same name, number of factors and settings give the same bits of every coordinate on every platform: the points are
// found by integers, and turned into floats by one exact scaling or one correctly rounded division. A manifest that holds the
// settings (they are JSON) holds the points.
//
// By task:
//   - some levels of every factor, all combined: grid;
//   - a response over the whole cube, its mean, a map: sobol, or halton where the number of points is not a power of two;
//     lhs where few points must show each factor evenly; random to compare with;
//   - which of many factors matter at all: morris ([Morris]);
//   - how much of the variance is whose: saltelli ([Saltelli]).
package sampling

import (
	"fmt"
	"slices"
	"strings"
)

// A Sampler places points in the unit cube. A sampler never changes: several goroutines may use one.
type Sampler interface {
	// Name is what New was asked for.
	Name() string
	// Points is how many points there are.
	Points() int
	// At writes the coordinates of a point, 0 … Points()−1, one for each factor, without allocating. Coordinates lie in [0, 1)
	// and may be 0; those of [Morris] alone lie in [0, 1], as its levels include both ends. It panics where there is no such
	// point and where into is not as long as there are factors.
	At(point int, into []float64)
}

// Settings say how a sampler places its points. What a sampler does not use must be left out; [About] tells what it uses.
type Settings struct {
	// Points is how many points; of morris how many trajectories, of k+1 points each; of saltelli how many base points, of
	// k+2 points each, 2k+2 with SecondOrder. From 1; all points together at most [MaxPoints].
	Points int `json:"points,omitempty"`

	// Seed moves all that is random in the points. Any number will do.
	Seed uint64 `json:"seed"`

	// Levels of a grid are how many each factor has, one number for each. Those of morris are one even number, 4 if left out.
	Levels []int `json:"levels,omitempty"`

	// Unscrambled halton and sobol are the sequences as published: point 0 is the origin, and no error can be told from them.
	Unscrambled bool `json:"unscrambled,omitempty"`

	// SecondOrder gives saltelli the points from which interactions of two factors are told too.
	SecondOrder bool `json:"second_order,omitempty"`
}

// MaxPoints is how many points a sampler can have: what an int holds everywhere.
const MaxPoints = 1<<31 - 1

// A SettingError is a setting with which a sampler cannot be made.
type SettingError struct {
	Sampler string // as asked for
	Setting string // as the JSON of Settings calls it; "sampler" or "factors" where it is none of them
	Message string // what it is and what was expected
}

func (e *SettingError) Error() string {
	return fmt.Sprintf("sampler %q: %s %s", e.Sampler, e.Setting, e.Message)
}

// A Description tells people what a sampler is.
type Description struct {
	Name     string
	What     string   // one sentence
	Source   string   // where the method is published
	Settings []string // those it uses, as the JSON of Settings calls them
}

// kinds are all samplers, the plain ones first.
var kinds = []struct {
	Description
	factors int // the most it takes
	build   func(factors int, s Settings) (Sampler, *SettingError)
}{
	{Description{"grid", "every level of every factor with every level of all others; the last factor changes fastest.",
		"full factorial design, Box, Hunter & Hunter 1978", []string{"levels"}}, maxFactors, newGrid},
	{Description{"random", "points independent of each other and uniform in the cube.",
		"Metropolis & Ulam 1949", []string{"points", "seed"}}, maxFactors, newRandom},
	{Description{"lhs", "Latin hypercube: each factor's range cut into as many cells as there are points, one point in each.",
		"McKay, Beckman & Conover 1979", []string{"points", "seed"}}, maxFactors, newLatin},
	{Description{"halton", "a sequence that fills the cube evenly at any length, digits of the point's number in a prime base for each factor.",
		"Halton 1960; random digit permutations of Owen 2017", []string{"points", "seed", "unscrambled"}}, len(primes), newHalton},
	{Description{"sobol", "a sequence that fills the cube most evenly, best where the number of points is a power of two.",
		"Sobol' 1967; directions of Joe & Kuo 2008; nested uniform scrambling of Owen 1995", []string{"points", "seed", "unscrambled"}},
		sobolDimensions, newSobol},
	{Description{"morris", "trajectories on which one factor after the other makes one step: which factors matter at all.",
		"Morris 1991", []string{"points", "seed", "levels"}}, maxFactors, newMorris},
	{Description{"saltelli", "pairs of points of which one factor at a time is exchanged: how much of the variance is whose.",
		"Saltelli 2002; Saltelli et al. 2010", []string{"points", "seed", "second_order"}}, sobolDimensions / 2, newSaltelli},
}

// maxFactors keeps a slip of the pen from asking for a terabyte.
const maxFactors = 1 << 16

// Names are those of all samplers, the plain ones first.
func Names() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.Name)
	}
	return names
}

// About describes a sampler, and tells whether there is one of that name.
func About(name string) (Description, bool) {
	for _, k := range kinds {
		if k.Name == name {
			d := k.Description
			d.Settings = slices.Clone(d.Settings)
			return d, true
		}
	}
	return Description{}, false
}

// New makes a sampler of a name out of [Names] for some factors. Its error is a [*SettingError]. What it returns for morris is
// a [*Morris], for saltelli a [*Saltelli], for grid a [*Grid].
func New(name string, factors int, s Settings) (Sampler, error) {
	for _, k := range kinds {
		if k.Name != name {
			continue
		}
		if factors < 1 || factors > k.factors {
			return nil, &SettingError{name, "factors", fmt.Sprintf("are %d; expected 1 to %d", factors, k.factors)}
		}
		if e := unused(k.Description, s); e != nil {
			return nil, e
		}
		if slices.Contains(k.Settings, "points") && (s.Points < 1 || int64(s.Points) > MaxPoints) {
			return nil, &SettingError{name, "points", fmt.Sprintf("is %d; expected 1 to %d", s.Points, MaxPoints)}
		}
		s.Levels = slices.Clone(s.Levels)
		sampler, e := k.build(factors, s)
		if e != nil {
			return nil, e
		}
		return sampler, nil
	}
	return nil, &SettingError{name, "sampler", "is unknown; expected one of " + strings.Join(Names(), ", ")}
}

// unused finds a setting that is given and would do nothing. A seed is always welcome: a study has one whatever its sampler.
func unused(d Description, s Settings) *SettingError {
	given := []struct {
		setting string
		is      bool
	}{{"points", s.Points != 0}, {"levels", s.Levels != nil}, {"unscrambled", s.Unscrambled}, {"second_order", s.SecondOrder}}
	for _, g := range given {
		if g.is && !slices.Contains(d.Settings, g.setting) {
			return &SettingError{d.Name, g.setting, "is given but not used; expected only " + strings.Join(d.Settings, ", ")}
		}
	}
	return nil
}

// tooMany is the error of a sampler whose points together are more than MaxPoints.
func tooMany(name, setting, why string) *SettingError {
	return &SettingError{name, setting, fmt.Sprintf("make more than %d points (%s); expected fewer", MaxPoints, why)}
}

// check panics where a caller asks for what is not there.
func check(point, points int, into []float64, factors int) {
	if point < 0 || point >= points {
		panic(fmt.Sprintf("sampling: point %d of %d", point, points))
	}
	if len(into) != factors {
		panic(fmt.Sprintf("sampling: %d coordinates for %d factors", len(into), factors))
	}
}

// Cell is which of n equal parts of [0, 1] a coordinate lies in, from 0; 1 itself lies in the last. It turns a coordinate into
// one of n choices.
func Cell(u float64, n int) int { return min(int(u*float64(n)), n-1) }
