package classics

import (
	"math"
	"math/bits"
	"slices"
	"strings"

	"polesim/model"
	"polesim/sim"
)

// lazer is Lazer & Friedman's (2007) model of many who work on the same problem and see what some others do.
var lazer = Classic{
	Name:  "lazer",
	Title: "Who sees whom: networks that explore and exploit",
	Paper: "Lazer, D. & Friedman, A. (2007). The network structure of exploration and exploitation. " +
		"Administrative Science Quarterly 52(4): 667–694.",
	Parameters: []Parameter{
		{Name: "N", Unit: "practices", Kind: Count, Default: 20, Min: 1, Max: 30, Help: "How many practices a solution has."},
		{Name: "K", Unit: "practices", Kind: Count, Default: 5, Min: 0, Max: mostInputs - 1,
			Help: "On how many others what a practice contributes depends."},
		{Name: "neighbourhood", Kind: Choice, Choices: append(slices.Clone(neighbourhoods), repeated), Default: 1,
			Help: "Which others: the nearest on a ring, random ones, all of a block of K+1, or K draws of which some repeat others or the practice itself."},
		{Name: "agents", Unit: "agents", Kind: Count, Default: 100, Min: 1, Max: 1000, Help: "How many work on the problem."},
		{Name: "network", Kind: Text, Text: fullNetwork, Check: checkNetwork(networkNames),
			Help: "Who sees whom: full, line, ring, lattice, star, random, small-world, or who sees each other written out (1-2,2-3)."},
		{Name: "degree", Unit: "agents", Kind: Count, Default: 4, Min: 2, Max: 998, Help: "How many of the nearest everybody sees in a lattice or a small world.",
			Matters: whereNetwork(latticeRing, smallWorld)},
		{Name: "p", Unit: "probability", Kind: Number, Default: .07, Min: 0, Max: 1, Help: "That two see each other in a random network: its density.",
			Matters: whereNetwork(randomNetwork)},
		{Name: "shortcuts", Unit: "links", Kind: Count, Default: 10, Min: 0, Max: 1000, Help: "How many links a small world has across the lattice.",
			Matters: whereNetwork(smallWorld)},
		{Name: "rewired", Kind: Choice, Choices: []string{"no", "yes"}, Help: "Whether shortcuts take the place of links of the lattice instead of being added."},
		{Name: "velocity", Unit: "probability a round", Kind: Number, Default: 1, Min: 0, Max: 1, Help: "That an agent looks at what others do."},
		{Name: "error", Unit: "probability", Kind: Number, Default: 0, Min: 0, Max: 1, Help: "That a practice which differs is not copied; what is then worse is not kept."},
		{Name: "exponent", Unit: "power", Kind: Count, Default: 8, Min: 1, Max: 64, Help: "Power to which the ratio of fitness to the highest is raised to give the score."},
		{Name: "t", Unit: "rounds", Kind: Count, Default: 100, Min: 0, Max: 10_000, Help: "Rounds after which all is measured; everybody is at rest long before 1000."},
	},
	Quantities: []Quantity{
		{"score", "score", "index 0–1", "Mean over agents of fitness as a ratio of the highest of the landscape, to the power of the exponent."},
		{"ratio", "fitness over the highest", "ratio", "Mean over agents of fitness as a ratio of the highest of the landscape."},
		{"solutions", "different solutions", "number", "Solutions that somebody has."},
		{"summit", "agents with the best solution", "share", "Agents whose solution is as high as the highest place of the landscape."},
		{"rest", "rounds to rest", "rounds", "Rounds after which nobody can change any more; nothing where that is not reached."},
	},
	Replications: [2]int{100, 1000},
	New: func(v Values) (Runner, error) {
		n, k, name := v.Count("N"), v.Count("K"), v.Choice("neighbourhood")
		if err := checkNeighbourhood(v, name, n, k); err != nil {
			return nil, err
		}
		if n > 24 && k > 5 {
			return nil, v.mismatch("N", "= %d: the highest of 2^N places takes too long to find for more than 24 with K = %d, for more than 30 with K up to 5", n, k)
		}
		plan, err := newNetworkPlan(v)
		if err != nil {
			return nil, err
		}
		return newLazerRun(v, plan), nil
	},
	Docks: lazerDocks(),
	Figures: []Figure{
		{
			Name: "lazer-course", Question: "Who does better, and when: those who all see each other or those in a line?", Quantity: "score", Time: "round",
			KnownBy: Paper,
			Lines: []Line{
				{Label: "full, K draws", Set: []string{asPrinted}, Known: []Known{
					{2, .282, .004}, {5, .465, .006}, {10, .556, .0066}, {20, .5645, .0066}, {60, .5645, .0066}, {100, .5645, .0066}}},
				{Label: "line, K draws", Set: []string{asPrinted, "network=line"}, Known: []Known{
					{10, .372, .003}, {20, .602, .0038}, {30, .718, .0044}, {40, .773, .0045}, {60, .826, .0047}, {80, .855, .005}, {100, .8675, .005}}},
				{Label: "full, K different others"},
				{Label: "line, K different others", Set: []string{"network=line"}},
			},
		},
		{
			Name: "lazer-shortcuts", Question: "How much contact is best, and after how long?", Quantity: "score",
			Along: "shortcuts", At: []string{"0", "2", "5", "10", "15", "20", "30", "40", "48"},
			Lines: []Line{
				{Label: "after 10 rounds", Set: []string{asPrinted, "network=small-world", "rewired=yes", "t=10"}},
				{Label: "15 rounds", Set: []string{asPrinted, "network=small-world", "rewired=yes", "t=15"}},
				{Label: "25 rounds", Set: []string{asPrinted, "network=small-world", "rewired=yes", "t=25"}},
				{Label: "55 rounds", Set: []string{asPrinted, "network=small-world", "rewired=yes", "t=55"}},
			},
		},
	},
}

// repeated is the reading of "K others" with which the paper's figures come out: K draws from all practices, so that some
// are drawn twice, and the practice itself is at times; what then does not add counts for nothing.
const repeated = "repeated"

// asPrinted sets it.
const asPrinted = "neighbourhood=" + repeated

// whereNetwork says for a parameter that it matters to some networks only.
func whereNetwork(names ...string) func(Values) bool {
	return func(v Values) bool { return slices.Contains(names, v.Text("network")) }
}

// lazerNeighbourhood says who depends on whom; s draws what is drawn.
func lazerNeighbourhood(name string, n, k int, s *sim.Stream) neighbours {
	if name != repeated {
		return neighbourhood(name, n, k, s)
	}
	return func(practice int, into []int32) {
		for at := range into {
			other := int32(s.IntN(n))
			if int(other) == practice || slices.Contains(into[:at], other) {
				other = -1 // adds nothing
			}
			into[at] = other
		}
	}
}

// lazerRun is a number of agents on a landscape, each with a solution.
type lazerRun struct {
	land               *rugged
	summit             *summit
	wiring             sim.Stream
	of                 neighbours
	plan               networkPlan
	sees               network
	velocity, mistakes float64
	exponent, rounds   int

	now, next       []model.Practices // solutions of agents, at the start of a round and at its end
	fitness, become []float64         // and their fitness
	highest         float64
	course          []float64

	looking, searching, copying sim.Stream
}

func newLazerRun(v Values, plan networkPlan) *lazerRun {
	r := &lazerRun{land: newRugged(v.Count("N"), v.Count("K")), plan: plan, velocity: v.Number("velocity"), mistakes: v.Number("error"),
		exponent: v.Count("exponent"), rounds: v.Count("t"),
		now: make([]model.Practices, plan.people), next: make([]model.Practices, plan.people),
		fitness: make([]float64, plan.people), become: make([]float64, plan.people)}
	r.summit = newSummit(r.land)
	r.of = lazerNeighbourhood(v.Choice("neighbourhood"), r.land.n, r.land.k, &r.wiring)
	if !plan.drawn() {
		r.sees = plan.network(nil)
	}
	return r
}

// Run draws a landscape, a network and starts, and lets everybody search.
func (r *lazerRun) Run(_ int, key sim.Key, into []float64) {
	r.begin(key)
	r.course = append(r.course[:0], r.score())
	into[4] = math.NaN()
	for round := 1; round <= r.rounds; round++ {
		if !r.round() && r.atRest() {
			into[4] = float64(round - 1)
			break
		}
		r.course = append(r.course, r.score())
	}
	if math.IsNaN(into[4]) && r.atRest() {
		into[4] = float64(r.rounds)
	}
	for len(r.course) <= r.rounds { // nothing changes any more
		r.course = append(r.course, r.course[len(r.course)-1])
	}
	into[0] = r.course[r.rounds]
	r.measure(into)
}

// Course returns the score after each round, that at the start first.
func (r *lazerRun) Course() []float64 { return r.course }

// begin draws what there is at the start.
func (r *lazerRun) begin(key sim.Key) {
	r.wiring = key.Named("wiring").At(0, 0)
	r.summit.reset(key.Named("landscape"), r.of)
	r.land.startAt(r.summit.find())
	r.highest = r.land.fitness()
	if r.plan.drawn() {
		network := key.Named("network").At(0, 0)
		r.sees = r.plan.network(&network)
	}
	r.looking, r.searching, r.copying = key.Named("look").At(0, 0), key.Named("search").At(0, 0), key.Named("copy").At(0, 0)
	start := key.Named("start")
	for i := range r.now {
		r.now[i].Reset(r.land.land, func(int) uint64 { return start.Bits(i, 0) & (1<<r.land.n - 1) })
		r.fitness[i] = r.now[i].Care(0)
	}
}

// round lets everybody, from what all have at its start, copy the best of those whom he or she sees, or else try to change
// one practice; false if nobody changes.
func (r *lazerRun) round() (changed bool) {
	for i := range r.now {
		r.next[i].Copy(&r.now[i])
		moved := false
		if best, is := r.better(i); is && r.looks() {
			moved = r.copyFrom(i, best)
		} else {
			moved = r.search(i)
		}
		r.become[i] = r.fitness[i]
		if moved {
			r.become[i] = r.next[i].Care(0)
			changed = true
		}
	}
	r.now, r.next = r.next, r.now
	r.fitness, r.become = r.become, r.fitness
	return changed
}

// better returns the best of those whom an agent sees; false if none is better than the agent.
func (r *lazerRun) better(i int) (best int, is bool) {
	best = i
	for _, other := range r.sees[i] {
		if model.Worthwhile(r.fitness[other]-r.fitness[best], 0) {
			best = int(other)
		}
	}
	return best, best != i
}

// looks says whether an agent looks at others in this round.
func (r *lazerRun) looks() bool {
	if r.velocity == 1 {
		return true
	}
	return r.looking.Bernoulli(r.velocity)
}

// copyFrom makes an agent's next solution that of another or, with mistakes, something between, if that is better.
func (r *lazerRun) copyFrom(i, other int) bool {
	if r.mistakes == 0 {
		r.next[i].Copy(&r.now[other])
		return true
	}
	for differ := r.now[i].Word(0) ^ r.now[other].Word(0); differ != 0; differ &= differ - 1 {
		if !r.copying.Bernoulli(r.mistakes) {
			r.next[i].Flip(bits.TrailingZeros64(differ))
		}
	}
	if model.Worthwhile(r.next[i].Care(0)-r.fitness[i], 0) {
		return true
	}
	r.next[i].Copy(&r.now[i])
	return false
}

// search changes one practice, whichever, if that is better.
func (r *lazerRun) search(i int) bool {
	b := r.searching.IntN(r.land.n)
	if !r.gains(i, b) {
		return false
	}
	r.next[i].Flip(b)
	return true
}

// gains says whether an agent would be better off with one practice changed.
func (r *lazerRun) gains(i, b int) bool {
	return model.Worthwhile(r.now[i].WholeCare(b, r.land.weight), 0)
}

// atRest says whether nobody can change any more.
func (r *lazerRun) atRest() bool {
	for i := range r.now {
		if _, is := r.better(i); is && r.velocity > 0 && r.mistakes < 1 {
			return false
		}
		if i > 0 && r.now[i].Word(0) == r.now[i-1].Word(0) {
			continue // the same solution
		}
		for b := range r.land.n {
			if r.gains(i, b) {
				return false
			}
		}
	}
	return true
}

// score is the mean over agents of what their solution is worth beside the best there is.
func (r *lazerRun) score() float64 {
	sum := 0.0
	for _, f := range r.fitness {
		sum += float64(power(f/r.highest, r.exponent))
	}
	return sum / float64(len(r.fitness))
}

// measure fills in what else is asked for.
func (r *lazerRun) measure(into []float64) {
	ratio, summit := 0.0, 0
	words := make([]uint64, len(r.now))
	for i, f := range r.fitness {
		ratio += f / r.highest
		if f == r.highest {
			summit++
		}
		words[i] = r.now[i].Word(0)
	}
	slices.Sort(words)
	into[1] = ratio / float64(len(r.now))
	into[2] = float64(len(slices.Compact(words)))
	into[3] = float64(summit) / float64(len(r.now))
}

// power is x to the n.
func power(x float64, n int) float64 {
	p := 1.0
	for range n {
		p *= x
	}
	return p
}

// lazerDocks are what is known of the model: means of an independent implementation, with K different others; the paper's
// words and table B.1; and its figures, with K draws. Those are means of 1,000 landscapes and were measured in the printed
// figures to .002: their standard error is that of either.
func lazerDocks() (docks []Dock) {
	const rest, line = "t=1000", "network=line"
	numbers := func(source Source, list ...Dock) {
		for _, d := range list {
			d.Quantity, d.Source = "score", source
			docks = append(docks, d)
		}
	}
	numbers(Reimplementing,
		Dock{At: []string{rest}, Published: .542, Error: .006},
		Dock{At: []string{line}, Published: .821, Error: .005},
		wins(854, []string{line, rest}, []string{rest}),
		wins(793, []string{"network=lattice", rest}, []string{rest}),
	)
	numbers(Exact, Dock{At: []string{"K=0", line, rest}, Published: 1, Note: "one peak: all find it"})
	numbers(Paper,
		wins(845, []string{line, rest}, []string{rest}),
		wins(762, []string{"network=lattice", rest}, []string{rest}),
		Dock{At: []string{"t=10"}, Against: []string{line, "t=10"}, Kind: Above},
		Dock{At: []string{"t=18"}, Against: []string{line, "t=18"}, Kind: Same},
		Dock{At: []string{line, "t=30"}, Against: []string{"t=30"}, Kind: Above},
		Dock{At: []string{line, "K=1", rest}, Against: []string{"K=1", rest}, Kind: Above},
		Dock{At: []string{"velocity=0.1", rest}, Against: []string{rest}, Kind: Above},
		Dock{At: []string{line, "error=0.2", rest}, Against: []string{line, rest}, Kind: Above, Slow: true},
		Dock{At: []string{"error=0.2", rest}, Against: []string{rest}, Kind: Above, Slow: true, Factor: 4},
		Dock{At: []string{"network=star", rest}, Against: []string{rest}, Kind: Above, Slow: true, Factor: 4},
		Dock{At: []string{"t=5"}, Against: []string{"network=star", "t=5"}, Kind: Above, Slow: true},
	)
	numbers(Paper, Dock{At: []string{line}, Published: .8675, Error: .005, Kind: Differs, Slow: true,
		Note: "figure 4 does not come out with K different others"})
	for _, d := range []struct { // figures 4, 9 and 10
		set              string
		published, error float64
	}{
		{"", .5645, .0066},
		{line, .8675, .005},
		{line + " t=20", .602, .0038},
		{line + " t=40", .773, .0045},
		{"network=small-world rewired=yes shortcuts=0 t=10", .458, .0035},
		{"network=small-world rewired=yes shortcuts=0 t=15", .594, .0042},
		{"network=small-world rewired=yes shortcuts=0 t=25", .736, .0048},
		{"network=small-world rewired=yes shortcuts=0 t=55", .800, .0054},
		{"network=small-world rewired=yes shortcuts=10 t=10", .519, .0045},
		{"network=small-world rewired=yes shortcuts=10 t=15", .663, .0054},
		{"network=small-world rewired=yes shortcuts=10 t=25", .7445, .0058},
		{"network=small-world rewired=yes shortcuts=10 t=55", .748, .0059},
		{"network=small-world rewired=yes shortcuts=48 t=10", .571, .0053},
		{"network=small-world rewired=yes shortcuts=48 t=15", .675, .006},
		{"network=small-world rewired=yes shortcuts=48 t=25", .700, .0062},
		{"network=small-world rewired=yes shortcuts=48 t=55", .700, .0062},
		{"velocity=0.1 t=50", .787, .0053},
		{"velocity=0.2 t=50", .713, .006},
		{"velocity=0.5 t=50", .635, .0065},
	} {
		quick := d.set == "" || d.set == line
		numbers(Paper, Dock{At: append([]string{asPrinted}, strings.Fields(d.set)...), Published: d.published, Error: d.error, Slow: !quick})
	}
	networks := []string{line, "network=lattice", "network=small-world", "network=random", "network=full"}
	for i, table := range [][]float64{{468, 605, 787, 845}, {478, 684, 762}, {557, 632}, {320}} { // table B.1
		for j, won := range table {
			d := wins(won, []string{asPrinted, networks[i], rest}, []string{asPrinted, networks[i+1+j], rest})
			d.Slow = true
			numbers(Paper, d)
		}
	}
	return docks
}

// wins is a dock of how many landscapes in 1,000 one setting did better on than another.
func wins(of float64, at, against []string) Dock {
	return Dock{At: at, Against: against, Kind: Wins, Published: of, Scale: 1000, Error: math.Sqrt(of * (1000 - of) / 1000)}
}
