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
		{"optima", "local optima", "number", "Places of the landscape from which no change of one practice leads up; counted if N is 20 at most."},
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
				into[2] = float64(r.optima())
			}
		}), nil
	},
	Docks: nkDocks(),
	Figures: []Figure{{
		Name: "nk-fitness", Question: "How far does one get by changing one practice at a time?", Quantity: "fitness",
		Along: "K", At: []string{"0", "1", "2", "3", "4", "6", "8", "10", "12", "15"},
		Lines: []Line{
			{Label: "the nearest on a ring", Set: []string{uncounted}},
			{Label: "random others", Set: []string{atRandom, uncounted}},
		},
	}},
}

// uncounted spares the look at all places where optima are not asked for.
const uncounted = "count=no"

// nkDocks are what is known of the NK model: some of it exactly, the rest from an independent implementation: means of 2,000
// landscapes, from which the standard errors follow that it does not say (of fitness at most .001; of steps at N = 16
// .06, .06, .05 and .04 for K = 2, 4, 8 and 15; of optima at K = 5 .14 and .15).
func nkDocks() (docks []Dock) {
	dock := func(quantity string, published, err float64, set ...string) {
		docks = append(docks, Dock{Quantity: quantity, At: set, Published: published, Error: err, Source: Reimplementing})
	}
	exactly := func(quantity string, published float64, note string, set ...string) {
		docks = append(docks, Dock{Quantity: quantity, At: set, Published: published, Source: Exact, Note: note})
	}
	exactly("fitness", 2./3, "mean of the better of two", "K=0", uncounted)
	exactly("steps", 8, "N/2", "K=0", uncounted)
	exactly("optima", 1024./11, "2^N/(N+1)", "N=10", "K=9")
	exactly("optima", 4, "2 blocks of 3, 2^3/(3+1) in each", "N=6", "K=2", "neighbourhood=block")

	dock("fitness", .7045, .001, "K=2", uncounted)
	dock("fitness", .7005, .001, "K=4", uncounted)
	dock("fitness", .680, .001, "K=8", uncounted)
	dock("fitness", .642, .001, "K=15", uncounted)
	dock("fitness", .706, .001, "K=2", atRandom, uncounted)
	dock("fitness", .707, .001, "K=4", atRandom, uncounted)
	dock("fitness", .686, .001, "K=8", atRandom, uncounted)
	dock("fitness", .704, .001, "N=96", "K=2", uncounted)
	dock("fitness", .685, .001, "N=96", "K=8", uncounted)
	dock("fitness", .7195, .001, "N=96", "K=4", atRandom, uncounted)

	dock("steps", 7.22, .06, "K=2", uncounted)
	dock("steps", 6.04, .06, "K=4", uncounted)
	dock("steps", 4.48, .05, "K=8", uncounted)
	dock("steps", 2.83, .04, "K=15", uncounted)
	dock("steps", 43.4, .17, "N=96", "K=4", atRandom, uncounted)

	dock("optima", 9.09, .12, "N=10", "K=2")
	dock("optima", 35.2, .15, "N=10", "K=5")
	dock("optima", 7.65, .10, "N=10", "K=2", atRandom)
	dock("optima", 32.3, .14, "N=10", "K=5", atRandom)
	return docks
}

// atRandom is how a neighbourhood drawn at random is set.
const atRandom = "neighbourhood=random"
