package classics

import (
	"math"

	"polesim/sim"
)

// nk is the NK model (Kauffman 1993): how rugged the landscape is that interdependent practices make, and how far one gets
// by changing one at a time.
var nk = Classic{
	Name:  "nk",
	Title: "Walks on landscapes of interdependent practices",
	Paper: "Kauffman, S. A. (1993). The Origins of Order: Self-Organization and Selection in Evolution. Oxford University Press. " +
		"Weinberger, E. D. (1991). Local properties of Kauffman's N-k model: a tunably rugged energy landscape. Physical Review A 44(10): 6399–6413.",
	Parameters: []Parameter{
		{Name: "N", Unit: "practices", Kind: Count, Default: 16, Min: 1, Max: 1000, Help: "How many practices there are."},
		{Name: "K", Unit: "practices", Kind: Count, Default: 4, Min: 0, Max: mostInputs - 1,
			Help: "On how many others what a practice contributes depends."},
		{Name: "neighbourhood", Kind: Choice, Choices: neighbourhoods,
			Help: "Which others: the nearest on a ring, random ones, or all of a block of K+1."},
		{Name: "count", Kind: Choice, Choices: []string{"yes", "no"},
			Help: "Whether all local optima are counted, which takes a look at 2^N places; where N is more than 20 they are not."},
	},
	Quantities: []Quantity{
		{"fitness", "fitness of the optimum reached", "index 0–1", "Mean contribution of all practices where a walk ends: at a local optimum."},
		{"steps", "steps to the optimum", "steps", "Changes of one practice that the walk took from a random start."},
		{"optima", "local optima", "number", "Places of the landscape from which no change of one practice leads up."},
	},
	Replications: [2]int{2000, 20_000},
	New: func(v Values) (Runner, error) {
		n, k, name := v.Count("N"), v.Count("K"), v.Choice("neighbourhood")
		if err := checkNeighbourhood(v, name, n, k); err != nil {
			return nil, err
		}
		r, counts := newRugged(n, k), v.Choice("count") == "yes" && n <= 20
		var wiring, walk sim.Stream
		of := neighbourhood(name, n, k, &wiring)
		return RunnerFunc(func(_ int, key sim.Key, into []float64) {
			wiring, walk = key.Named("wiring").At(0, 0), key.Named("walk").At(0, 0)
			r.reset(key.Named("landscape"), of)
			r.start(&walk)
			into[1] = float64(r.walk(&walk))
			into[0] = r.fitness()
			into[2] = math.NaN()
			if counts {
				into[2] = 0
				r.everywhere(func() {
					if r.isOptimum() {
						into[2]++
					}
				})
			}
		}), nil
	},
	Docks: nkDocks(),
	Figures: []Figure{{
		Name: "nk-fitness", Question: "How far does one get by changing one practice at a time?", Quantity: "fitness",
		Along: "K", At: []string{"0", "1", "2", "3", "4", "6", "8", "10", "12", "15"},
		Lines: []Line{
			{Label: "the nearest on a ring", Set: []string{uncounted}},
			{Label: "random others", Set: []string{"neighbourhood=random", uncounted}},
		},
	}},
}

// uncounted spares the look at all places where optima are not asked for.
const uncounted = "count=no"

// nkDocks are what is known of the NK model: some of it exactly, the rest from an independent implementation (2,000
// landscapes, standard error at most .001 of fitness).
func nkDocks() (docks []Dock) {
	docks = append(docks,
		Dock{Quantity: "fitness", At: []string{"K=0", uncounted}, Published: 2. / 3, Source: Exact},
		Dock{Quantity: "steps", At: []string{"K=0", uncounted}, Published: 8, Source: Exact, Note: "N/2"},
		Dock{Quantity: "optima", At: []string{"N=10", "K=9"}, Published: 1024. / 11, Source: Exact, Note: "2^N/(N+1)"},
		Dock{Quantity: "optima", At: []string{"N=6", "K=2", "neighbourhood=block"}, Published: 4, Source: Exact, Note: "2 blocks of 3"},
	)
	for _, d := range []struct {
		setting string
		fitness float64
	}{
		{"K=2", .7045}, {"K=4", .7005}, {"K=8", .680}, {"K=15", .642},
	} {
		docks = append(docks, Dock{Quantity: "fitness", At: []string{d.setting, uncounted}, Published: d.fitness, Error: .001, Source: Reimplementing})
	}
	return docks
}
