package sampling

import "fmt"

// A Grid combines every level of every factor with every level of all others, the last factor changing fastest.
type Grid struct {
	levels []int
	points int
}

func newGrid(factors int, s Settings) (Sampler, *SettingError) {
	if len(s.Levels) != factors {
		return nil, &SettingError{"grid", "levels", fmt.Sprintf("are %d numbers; expected one for each of %d factors", len(s.Levels), factors)}
	}
	points := int64(1)
	for f, n := range s.Levels {
		if n < 1 || int64(n) > MaxPoints {
			return nil, &SettingError{"grid", "levels", fmt.Sprintf("of factor %d are %d; expected at least 1", f+1, n)}
		}
		if points *= int64(n); points > MaxPoints {
			return nil, tooMany("grid", "levels", "the product over the factors")
		}
	}
	return &Grid{s.Levels, int(points)}, nil
}

// Name is "grid".
func (g *Grid) Name() string { return "grid" }

// Points is the product of all numbers of levels.
func (g *Grid) Points() int { return g.points }

// At writes the middle (l+½)/n of each level's share of [0, 1), from which [Cell] gives back level l of n.
func (g *Grid) At(point int, into []float64) {
	check(point, g.points, into, len(g.levels))
	for f := len(g.levels) - 1; f >= 0; f-- {
		n := g.levels[f]
		into[f] = float64(2*int64(point%n)+1) / float64(2*int64(n))
		point /= n
	}
}
