package influence

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"polesim/experiments"
)

// falseShare is how large a share of the effects told of a parameter may be chance, on average; where a parameter moves
// nothing it is the chance that anything is told at all. One in a thousand, for some 250 parameters are tried: less than one
// of them may then be said to move something by chance.
const falseShare = .001

// chanceOf is the chance of a mean at least as far from 0 if there were no effect: Student's t, two-sided. Where a difference
// is the same in all runs there is nothing of chance in it.
func chanceOf(e experiments.Estimate) float64 {
	if e.SD == 0 {
		return 0
	}
	return 2 * distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(e.N - 1)}.Survival(math.Abs(e.StandardErrors()))
}

// certain keeps the effects that are told from chance among all that were looked at: the procedure of Benjamini and Hochberg
// (1995), which holds for outcomes that hang together too.
func certain(all []Effect) []Effect {
	sorted := slices.SortedStableFunc(slices.Values(all), func(x, y Effect) int { return cmp.Compare(x.chance, y.chance) })
	told := 0
	for k, e := range sorted {
		if e.chance <= falseShare*float64(k+1)/float64(len(sorted)) {
			told = k + 1
		}
	}
	return sorted[:told]
}
