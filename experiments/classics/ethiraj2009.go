package classics

import (
	"math"
	"math/bits"

	"polesim/model"
	"polesim/sim"
)

// ethiraj2009 is Ethiraj & Levinthal (2009): an organisation with several goals, which change together or apart as its
// practices change, and which is rewarded for all of them or for one.
var ethiraj2009 = Classic{
	Name:  "ethiraj2009",
	Title: "Hoping for A to Z while rewarding only A: search with several goals",
	Paper: "Ethiraj, S. K. & Levinthal, D. (2009). Hoping for A to Z while rewarding only A: complex organizations and multiple goals. " +
		"Organization Science 20(1): 4–21.",
	Parameters: []Parameter{
		{Name: "N", Unit: "decisions", Kind: Count, Default: 10, Min: 1, Max: 12, Help: "How many decisions there are."},
		{Name: "K", Unit: "decisions", Kind: Count, Default: 3, Min: 0, Max: 11,
			Help: "On how many others what a decision contributes to each goal depends; the same others for all goals."},
		{Name: "neighbourhood", Kind: Choice, Choices: neighbourhoods, Default: 1,
			Help: "Which others: the nearest on a ring, random ones, or all of a block of K+1."},
		{Name: "G", Unit: "goals", Kind: Count, Default: 2, Min: 1, Max: 20, Help: "How many goals there are."},
		{Name: "rho", Unit: "correlation", Kind: Number, Default: .5, Min: 0, Max: 1,
			Help: "How far goals go together: the correlation of the normal scores of what a decision contributes to two of them."},
		{Name: "rewarded", Kind: Choice, Choices: []string{"all", "A"},
			Help: "Which goals must gain for a change to be kept: every goal, or the first, A, only."},
		{Name: "T", Unit: "periods", Kind: Count, Default: 200, Min: 1, Max: 100_000, Help: "How long the organisation searches: a try each period."},
	},
	Quantities: []Quantity{
		{"performance", "performance on all goals", "0 worst, 1 best place", "Mean over all goals of where the organisation stands at the end between the worst and the best place for the goal."},
		{"A", "performance on goal A", "0 worst, 1 best place", "The same for the first goal alone."},
		{"moves", "changes kept", "number", "Tries that were kept."},
	},
	Replications: [2]int{1000, 20_000},
	New: func(v Values) (Runner, error) {
		n, k, name, goals := v.Count("N"), v.Count("K"), v.Choice("neighbourhood"), v.Count("G")
		if err := checkNeighbourhood(v, name, n, k); err != nil {
			return nil, err
		}
		p := &purposes{rewarded: goals, course: make([]float64, v.Count("T")+1)}
		if v.Choice("rewarded") == "A" {
			p.rewarded = 1
		}
		rho := v.Number("rho")
		p.together, p.apart = math.Sqrt(rho), math.Sqrt(1-rho)
		for range goals + 1 {
			p.factors = append(p.factors, newRugged(n, k))
		}
		p.of = neighbourhood(name, n, k, &p.wiring)
		p.inputs = make([]int32, n*(k+1))
		p.goals = make([]goal, goals)
		for g := range p.goals {
			p.goals[g] = goal{contribution: make([]float64, n<<(k+1)), worth: make([]float64, 1<<n)}
		}
		return p, nil
	},
	Docks: ethiraj2009Docks(),
	Figures: []Figure{{
		Name: "ethiraj2009-goals", Question: "Is it better to reward all goals, or one?", Quantity: "performance",
		Along: "G", At: []string{"1", "2", "3", "5", "7", "10"},
		Lines: []Line{
			{Label: "all rewarded"},
			{Label: "A alone rewarded", Set: []string{"rewarded=A"}},
		},
	}},
}

// ethiraj2009Docks are the means of an independent implementation, whose number of landscapes is not known, two numbers that
// follow from the model, and what the paper's abstract says.
func ethiraj2009Docks() []Dock {
	// A single landscape is .10 from the mean, so .005 is the standard error of 400 of them. It is at least that: goal A, alone
	// rewarded, has p(2) = (a+o)/2 and p(10) = (a+9o)/10, a its own performance and o that of any other goal, whatever ties
	// them; .797 and .708 make a = .908, and a walk of one goal comes to .891.
	const about = .005
	return []Dock{
		{Quantity: "performance", At: []string{"G=2"}, Published: .796, Error: about, Source: Reimplementing, Note: errorAssumed},
		{Quantity: "performance", At: []string{"G=10"}, Published: .621, Error: about, Source: Reimplementing, Note: errorAssumed},
		{Quantity: "performance", At: []string{"G=2", "rewarded=A"}, Published: .797, Error: about, Source: Reimplementing, Note: errorAssumed},
		{Quantity: "performance", At: []string{"G=10", "rewarded=A"}, Published: .708, Error: about, Source: Reimplementing, Note: errorAssumed},
		{Quantity: "moves", At: []string{"G=2", "K=0", "rho=0"}, Published: 2.5, Source: Exact, Note: "10 · 2^−G"},
		{Quantity: "moves", At: []string{"G=3", "K=0", "rho=0"}, Published: 1.25, Source: Exact, Note: "10 · 2^−G"},
		{Quantity: "performance", Kind: Above, At: []string{"G=2", "K=0", "rho=.1"}, Against: []string{"G=10", "K=0", "rho=.1"}, Source: Paper,
			Note: "many weakly tied goals freeze even a simple organisation"},
		{Quantity: "moves", Kind: Above, At: []string{"G=10", "K=0"}, Against: []string{"G=10"}, Source: Paper,
			Note: "interdependence makes the freeze worse"},
		{Quantity: "performance", Kind: Above, At: []string{"G=10", "rewarded=A"}, Against: []string{"G=10"}, Source: Paper,
			Note: "looking at one goal only rescues it, on all goals"},
	}
}

// purposes is an organisation with several goals: as many landscapes of the same wiring, what each decision contributes to
// them being tied by what they have in common.
type purposes struct {
	factors         []*rugged // what all goals have in common, then what each has for itself
	together, apart float64   // weights of the two
	goals           []goal
	rewarded        int // the first so many

	wiring sim.Stream
	of     neighbours
	inputs []int32 // decisions on which a contribution depends, itself first: those of c are [c·(K+1) : (c+1)·(K+1)]
	place  uint64
	course []float64
}

// A goal is what decisions contribute to it in each state of what they depend on, and what each place is worth for it.
type goal struct {
	contribution []float64 // of c in a state: [c·2^(K+1) + state]
	worth        []float64
	span
}

// Run searches on one set of landscapes.
func (p *purposes) Run(_ int, key sim.Key, into []float64) {
	p.reset(key)
	n := p.factors[0].n
	start, search := key.Named("start").At(0, 0), key.Named("search").At(0, 0)
	p.place = start.Uint64() & (1<<n - 1)
	p.course[0] = p.performance()
	moves := 0
	for t := 1; t < len(p.course); t++ {
		if to := p.place ^ 1<<search.IntN(n); p.keeps(to) {
			p.place = to
			moves++
		}
		p.course[t] = p.performance()
	}
	into[0], into[1], into[2] = p.course[len(p.course)-1], p.goals[0].relativeAt(p.place), float64(moves)
}

// Course is performance over time.
func (p *purposes) Course() []float64 { return p.course }

// reset draws the landscapes and looks at what each place is worth for each goal.
func (p *purposes) reset(key sim.Key) {
	first, landscapes := p.factors[0], key.Named("landscape")
	for g, r := range p.factors {
		p.wiring = key.Named("wiring").At(0, 0) // the same for all
		r.reset(sim.Key(landscapes.Bits(g, 0)), p.of)
		r.startAt(0)
	}
	p.wiring = key.Named("wiring").At(0, 0)
	for c := range first.n {
		in := p.inputsOf(c)
		in[0] = int32(c)
		p.of(c, in[1:])
		p.tabulate(c, in)
	}
	for g := range p.goals {
		p.goals[g].span = newSpan()
	}
	for place := range uint64(1) << first.n {
		p.note(place)
	}
}

func (p *purposes) inputsOf(c int) []int32 {
	inputs := p.factors[0].k + 1
	return p.inputs[c*inputs : (c+1)*inputs]
}

// tabulate goes through all states of what contribution c depends on, and reads what it contributes in each.
func (p *purposes) tabulate(c int, in []int32) {
	state, first := 0, c<<len(in)
	for step := uint64(1); step <= 1<<len(in); step++ {
		p.read(c, first+state)
		at := min(bits.TrailingZeros64(step), len(in)-1) // Gray code, back to the start
		for _, r := range p.factors {
			r.practices.Flip(int(in[at]))
		}
		state ^= 1 << at
	}
}

// read enters what a decision contributes to each goal where it stands: uniform from 0 to 1, tied by a Gaussian copula.
func (p *purposes) read(c, entry int) {
	common := float64(p.together * normalScore(p.factors[0], c))
	for g := range p.goals {
		p.goals[g].contribution[entry] = sim.NormalCDF(common + float64(p.apart*normalScore(p.factors[1+g], c)))
	}
}

// normalScore is the normal score of what a decision contributes.
func normalScore(r *rugged, c int) float64 { return sim.NormalQuantile(r.practices.Contribution(c)) }

// note enters what a place is worth.
func (p *purposes) note(place uint64) {
	n := p.factors[0].n
	for g := range p.goals {
		p.goals[g].worth[place] = 0
	}
	for c := range n {
		in := p.inputsOf(c)
		entry := c << len(in)
		for at, b := range in {
			entry += int(place>>b&1) << at
		}
		for g := range p.goals {
			p.goals[g].worth[place] += p.goals[g].contribution[entry]
		}
	}
	for k := range p.goals {
		g := &p.goals[k]
		g.worth[place] /= float64(n)
		g.reach(g.worth[place])
	}
}

// keeps says whether a place is better than where the organisation stands for each goal that is rewarded.
func (p *purposes) keeps(to uint64) bool {
	for _, g := range p.goals[:p.rewarded] {
		if !model.Worthwhile(g.worth[to]-g.worth[p.place], 0) {
			return false
		}
	}
	return true
}

// performance is the mean over all goals, rewarded or not.
func (p *purposes) performance() float64 {
	sum := 0.0
	for k := range p.goals {
		sum += p.goals[k].relativeAt(p.place)
	}
	return sum / float64(len(p.goals))
}

// relativeAt is where a place stands between the worst and the best for the goal.
func (g *goal) relativeAt(place uint64) float64 { return g.relative(g.worth[place]) }
