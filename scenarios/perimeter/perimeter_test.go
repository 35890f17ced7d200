package perimeter

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
	"pgregory.net/rapid"
)

// twoTowns: units 0–2 and 3–5 exchange patients among themselves and almost none across.
var twoTowns = []Flow{{0, 1, 10}, {1, 2, 10}, {2, 0, 10}, {3, 4, 10}, {4, 5, 10}, {5, 3, 10}, {0, 3, 1}}

func TestWithinShareCountsMovementsNotPairs(t *testing.T) {
	if got, want := WithinShare(twoTowns, []int{0, 0, 0, 1, 1, 1}), 60.0/61; got != want {
		t.Errorf("share %v, want %v", got, want)
	}
	if got := WithinShare(nil, []int{0, 0}); got != 0 {
		t.Errorf("without movements the share is %v, want 0", got)
	}
	if got := WithinShare([]Flow{{0, 0, 5}, {0, 1, 5}}, []int{0, 1}); got != 0 {
		t.Errorf("a movement to the same unit counts as within: %v", got)
	}
}

func TestSuggestFindsTheTwoTowns(t *testing.T) {
	s := Suggest(twoTowns, 6, Settings{})
	if want := []int{0, 0, 0, 1, 1, 1}; !slices.Equal(s.Group, want) {
		t.Errorf("groups %v, want %v", s.Group, want)
	}
}

func TestUnitsWithoutMovementsStandAlone(t *testing.T) {
	s := Suggest(twoTowns, 8, Settings{})
	if want := []int{0, 0, 0, 1, 1, 1, 2, 3}; !slices.Equal(s.Group, want) {
		t.Errorf("groups %v, want %v", s.Group, want)
	}
	if s := Suggest(nil, 3, Settings{}); !slices.Equal(s.Group, []int{0, 1, 2}) || s.Q != 0 {
		t.Errorf("without any movement: %+v", s)
	}
}

func TestNegativeAndMissingCountsAreLeftOut(t *testing.T) {
	s := Suggest(append(slices.Clone(twoTowns), Flow{0, 5, -50}, Flow{1, 4, math.NaN()}), 6, Settings{})
	if want := []int{0, 0, 0, 1, 1, 1}; !slices.Equal(s.Group, want) {
		t.Errorf("groups %v, want %v", s.Group, want)
	}
}

func drawFlows(t *rapid.T, n int) []Flow {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Flow {
		return Flow{rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to"),
			rapid.Float64Range(0, 1000).Draw(t, "count")}
	}), 1, 60).Draw(t, "flows")
}

func TestModularityAgreesWithGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		flows := drawFlows(t, 12)
		group := rapid.SliceOfN(rapid.IntRange(0, 3), 12, 12).Draw(t, "group")
		g := simple.NewWeightedUndirectedGraph(0, 0)
		for i := range 12 {
			g.AddNode(simple.Node(i))
		}
		total := 0.0
		for _, f := range flows {
			if f.From == f.To {
				continue
			}
			w, _ := g.Weight(int64(f.From), int64(f.To))
			g.SetWeightedEdge(g.NewWeightedEdge(simple.Node(f.From), simple.Node(f.To), w+f.Count))
			total += f.Count
		}
		if total < 1e-6 {
			return
		}
		communities := make([][]graph.Node, 4)
		for i, c := range group {
			communities[c] = append(communities[c], simple.Node(i))
		}
		want := community.Q(g, communities, 1)
		if got := Modularity(flows, group); math.Abs(got-want) > 1e-9 {
			t.Fatalf("Q = %v, gonum says %v", got, want)
		}
	})
}

func TestSuggestIsTheSameWhateverTheOrderOfRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		flows := drawFlows(t, 10)
		a := Suggest(flows, 10, Settings{Seed: 7})
		turned := slices.Clone(flows)
		slices.Reverse(turned)
		b := Suggest(turned, 10, Settings{Seed: 7})
		if !slices.Equal(a.Group, b.Group) && math.Abs(a.Q-b.Q) > 1e-9 {
			t.Fatalf("%v (Q %v) and %v (Q %v)", a.Group, a.Q, b.Group, b.Q)
		}
	})
}

func TestRandomPerimetersKeepWhatChanceKeeps(t *testing.T) {
	// Every pair of 6 units has the same flow: any perimeter of two threes keeps 2·3 of 15 pairs.
	var flows []Flow
	for i := range 6 {
		for j := range i {
			flows = append(flows, Flow{i, j, 1})
		}
	}
	n := RandomWithin(flows, []int{3, 3}, 50, 1)
	if math.Abs(n.Mean-0.4) > 1e-12 || math.Abs(n.P95-0.4) > 1e-12 {
		t.Errorf("%+v, want 0.4 and 0.4", n)
	}
	if a, b := RandomWithin(twoTowns, []int{3, 3}, 200, 5), RandomWithin(twoTowns, []int{3, 3}, 200, 5); a != b {
		t.Errorf("same seed, %+v then %+v", a, b)
	}
}

func BenchmarkSuggest(b *testing.B) {
	var flows []Flow
	for i := range 300 {
		for k := range 12 {
			flows = append(flows, Flow{i, (i*7 + k*k*13 + i/20) % 300, float64(1 + (i*k)%40)})
		}
	}
	for b.Loop() {
		Suggest(flows, 300, Settings{})
	}
}
