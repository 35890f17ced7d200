// Package perimeter measures and suggests groupings of hospital units by the flow between them.
//
// It answers three questions about a perimeter (French: périmètre des pôles): which share of the movements stays inside
// its groups (WithinShare), how much better than chance that is (RandomWithin, Modularity), and which grouping the
// movements themselves suggest (Suggest). It knows units as numbers and nothing of files, names or scenarios.
package perimeter

import (
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// A Flow is a number of movements from one unit to another; units are numbered from 0.
type Flow struct {
	From, To int
	Count    float64 // movements over any fixed period, ≥ 0
}

// WithinShare returns the share of movements whose two units are in the same group, where group[i] is the group of
// unit i. Movements from a unit to itself are left out. Without movements the share is 0.
func WithinShare(flows []Flow, group []int) float64 {
	var within, total float64
	for _, f := range flows {
		if f.From == f.To {
			continue
		}
		total += f.Count
		if group[f.From] == group[f.To] {
			within += f.Count
		}
	}
	if total == 0 {
		return 0
	}
	return within / total
}

// Modularity returns Newman's Q of a perimeter on the undirected sum of the flows: the share of movements within groups
// less the share expected if every unit kept its movements but exchanged them at random. Movements from a unit to itself
// are left out. Source: Newman 2006, PNAS 103(23).
func Modularity(flows []Flow, group []int) float64 {
	return modularity(flows, group, 1)
}

func modularity(flows []Flow, group []int, resolution float64) float64 {
	groups := 0
	for _, g := range group {
		groups = max(groups, g+1)
	}
	ends := make([]float64, groups) // movements that start or end in each group
	var within, total float64
	for _, f := range flows {
		if f.From == f.To {
			continue
		}
		total += f.Count
		ends[group[f.From]] += f.Count
		ends[group[f.To]] += f.Count
		if group[f.From] == group[f.To] {
			within += f.Count
		}
	}
	if total == 0 {
		return 0
	}
	q := within / total
	for _, e := range ends {
		share := e / (2 * total)
		q -= resolution * share * share
	}
	return q
}

// Sizes returns the number of units in each group.
func Sizes(group []int) []int {
	var sizes []int
	for _, g := range group {
		for len(sizes) <= g {
			sizes = append(sizes, 0)
		}
		sizes[g]++
	}
	return sizes
}

// Null is what random perimeters of given sizes keep inside their groups.
type Null struct {
	Mean float64 // mean share of movements within groups
	P95  float64 // 95 in 100 random perimeters keep at most this share
}

// RandomWithin draws random perimeters with groups of the given sizes and returns the mean and the 95th percentile of
// the share of movements they keep inside. The sizes must add up to the number of units. Same seed, same numbers.
func RandomWithin(flows []Flow, sizes []int, draws int, seed uint64) Null {
	var group []int
	for g, n := range sizes {
		for range n {
			group = append(group, g)
		}
	}
	if draws <= 0 || len(group) == 0 {
		return Null{}
	}
	rnd := rand.New(rand.NewPCG(seed, 0x6e756c6c))
	shares := make([]float64, draws)
	for i := range shares {
		rnd.Shuffle(len(group), func(a, b int) { group[a], group[b] = group[b], group[a] })
		shares[i] = WithinShare(flows, group)
	}
	slices.Sort(shares)
	return Null{Mean: stat.Mean(shares, nil), P95: stat.Quantile(0.95, stat.Empirical, shares, nil)}
}
