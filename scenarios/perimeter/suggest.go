package perimeter

import (
	"cmp"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
)

// Settings say how Suggest looks for a perimeter. The zero value means the defaults.
type Settings struct {
	Resolution float64 // > 1: more and smaller groups; < 1: fewer and larger; default 1
	Restarts   int     // seeded runs of the Louvain method, of which the best is kept; default: DefaultRestarts
	Seed       uint64
}

// DefaultRestarts returns 20 runs for up to 600 units and fewer above, at least 3: the time of a run grows with the
// square of the units (2,000 of them take 8 s a run).
func DefaultRestarts(units int) int {
	if units <= 600 {
		return 20
	}
	return max(3, 20*600*600/(units*units))
}

// A Suggestion is a perimeter found in the flows.
type Suggestion struct {
	Group []int   // by unit; the largest group is 0
	Q     float64 // its modularity, at resolution 1
}

// Suggest groups n units so that as many movements as possible stay inside groups, beyond what chance would keep there:
// the best modularity of several seeded runs of the Louvain method (Blondel et al. 2008) on the undirected sum of the
// flows. Movements from a unit to itself, and counts that are not above 0, are left out; units without movements stand
// alone. Groups are numbered by falling size, then by their first unit. Same arguments, same groups.
func Suggest(flows []Flow, n int, s Settings) Suggestion {
	if s.Resolution <= 0 {
		s.Resolution = 1
	}
	if s.Restarts <= 0 {
		s.Restarts = DefaultRestarts(n)
	}
	g, kept := graphOf(flows, n)
	found := make([][]int, s.Restarts)
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for r := range found {
		slots <- struct{}{}
		wg.Go(func() {
			found[r] = louvain(g, n, s.Resolution, rand.NewPCG(s.Seed, uint64(r)))
			<-slots
		})
	}
	wg.Wait()
	var best []int
	bestQ := math.Inf(-1)
	for _, group := range found {
		// Strictly better, by more than rounding: the first of equals is kept on every machine.
		if q := modularity(kept, group, s.Resolution); q > bestQ+1e-12 {
			best, bestQ = group, q
		}
	}
	return Suggestion{Group: best, Q: Modularity(kept, best)}
}

// louvain runs the method once and returns the group of each unit.
func louvain(g graph.Graph, n int, resolution float64, src rand.Source) []int {
	group := make([]int, n)
	for c, nodes := range community.Modularize(g, resolution, src).Communities() {
		for _, node := range nodes {
			group[node.ID()] = c
		}
	}
	return bySize(group)
}

// graphOf builds the undirected graph of the flows. Weights are whole numbers (shares of the total, in 2^-40): their
// sums are exact, so that neither the order of edges nor rounding decides a move, and the search always ends.
func graphOf(flows []Flow, n int) (*simple.WeightedUndirectedGraph, []Flow) {
	g := simple.NewWeightedUndirectedGraph(0, 0)
	for i := range n {
		g.AddNode(simple.Node(i))
	}
	sum := map[[2]int]float64{}
	var kept []Flow
	var total float64
	for _, f := range flows {
		if f.From == f.To || !(f.Count > 0) || math.IsInf(f.Count, 0) {
			continue
		}
		kept = append(kept, f)
		sum[[2]int{min(f.From, f.To), max(f.From, f.To)}] += f.Count
		total += f.Count
	}
	for pair, w := range sum {
		w = max(1, math.Round(w/total*(1<<40)))
		g.SetWeightedEdge(g.NewWeightedEdge(simple.Node(pair[0]), simple.Node(pair[1]), w))
	}
	return g, kept
}

// bySize renumbers groups by falling size, then by first unit.
func bySize(group []int) []int {
	sizes := Sizes(group)
	first := make([]int, len(sizes))
	for i := len(group) - 1; i >= 0; i-- {
		first[group[i]] = i
	}
	order := make([]int, 0, len(sizes))
	for g, size := range sizes {
		if size > 0 {
			order = append(order, g)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(sizes[b], sizes[a]), cmp.Compare(first[a], first[b]))
	})
	rank := make([]int, len(sizes))
	for r, g := range order {
		rank[g] = r
	}
	for i := range group {
		group[i] = rank[group[i]]
	}
	return group
}
