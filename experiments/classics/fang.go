package classics

import (
	"math"
	"math/bits"
	"slices"

	"polesim/model"
	"polesim/sim"
)

// fang is an organisation of semi-isolated subgroups (Fang, Lee & Schilling 2010): how much contact between groups lets good
// ideas spread without making all alike too soon.
var fang = Classic{
	Name:  "fang",
	Title: "Semi-isolated groups that learn from each other",
	Paper: "Fang, C., Lee, J. & Schilling, M. A. (2010). Balancing exploration and exploitation through structural design: " +
		"The isolation of subgroups and organizational learning. Organization Science 21(3): 625–642.",
	Parameters: []Parameter{
		{Name: "m", Unit: "dimensions", Kind: Count, Default: 100, Min: 1, Max: 1000, Help: "Of how many dimensions reality is."},
		{Name: "s", Unit: "dimensions", Kind: Count, Default: 5, Min: 1, Max: 64,
			Help: "Complexity: a block of so many dimensions pays if beliefs on all of them are right. What is left of m over whole blocks pays nothing."},
		{Name: "n", Unit: "people", Kind: Count, Default: 280, Min: 1, Max: 10_000, Help: "How many people there are."},
		{Name: "size", Unit: "people", Kind: Count, Default: 7, Min: 1, Max: 10_000, Help: "How many people there are in a group; all of a group are linked."},
		{Name: "beta", Unit: "probability", Kind: Number, Default: .1, Min: 0, Max: 1,
			Help: "The chance that a link within a group is turned to somebody outside it."},
		{Name: "network", Kind: Text, Text: cliques, Check: checkNetwork(append([]string{cliques}, networkNames...)),
			Help: "Who is linked: cliques, the paper's groups; else, without beta, full, line, ring, star, lattice (size − 1 nearest on a ring), random (as dense as groups), or pairs (1-2,2-3); small-world turns the share beta of a lattice's links."},
		{Name: "p", Unit: "probability per period", Kind: Number, Default: .3, Min: 0, Max: 1,
			Help: "Learning: the chance to take over, on a dimension, what most linked people hold who earn more."},
		{Name: "T", Unit: "periods", Kind: Count, Default: 1500, Min: 0, Max: mostPeriods, Help: "How long, unless nothing can change before."},
	},
	Quantities: []Quantity{
		{"payoff", "payoff", "share of m", "s × the number of blocks on all of which somebody is right, divided by m, mean over people, at the end."},
		{"variety", "variety of beliefs", "share", "Share of dimensions on which two people differ, mean over all pairs, at the end."},
		{"periods", "periods", "periods", "How long it took until nothing could change, or T."},
	},
	Replications: [2]int{150, 1500},
	New:          newGroups,
	Docks:        fangDocks(),
	Figures: []Figure{
		{
			Name: "fang-payoff", Question: "How much contact between groups is best?", Quantity: "payoff",
			Along: "beta", At: []string{"0", ".01", ".02", ".05", ".075", ".1", ".15", ".2", ".3", ".5", ".75", "1"},
			Lines: []Line{
				{Label: "s = 5"},
				{Label: "simpler, s = 3", Set: []string{"s=3"}},
			},
		},
		{
			Name: "fang-course", Question: "What do groups know in the short and in the long run?", Quantity: "payoff", Time: "period",
			Lines: []Line{
				{Label: "isolated, β = 0", Set: []string{"beta=0", "T=400"}},
				{Label: "semi-isolated, β = .1", Set: []string{"T=400"}},
				{Label: "dissolved, β = 1", Set: []string{"beta=1", "T=400"}},
			},
		},
	},
}

// fangDocks are equilibria of an independent implementation (40 runs, standard errors as given), the payoff before anybody
// has learned, and what the paper's abstract says.
func fangDocks() []Dock {
	docks := []Dock{
		{Quantity: "payoff", At: []string{"T=0"}, Published: 1. / 243, Source: Exact, Note: "at the start: five beliefs right by chance"},
		{Quantity: "payoff", At: []string{"beta=.1"}, Against: []string{"beta=0"}, Kind: Above, Source: Paper},
		{Quantity: "payoff", At: []string{"beta=.1"}, Against: []string{"beta=1"}, Kind: Above, Source: Paper},
	}
	for _, of := range []struct {
		beta          string
		payoff, error float64
	}{
		{"0", .035, .001}, {".05", .580, .027}, {".1", .864, .014}, {".2", .857, .012}, {".5", .789, .014}, {"1", .761, .012},
	} {
		docks = append(docks, Dock{Quantity: "payoff", At: []string{"beta=" + of.beta}, Published: of.payoff, Error: of.error, Source: Reimplementing})
	}
	return docks
}

// cliques is the network of the paper.
const cliques = "cliques"

// groups is an organisation of groups at work.
type groups struct {
	n, m, s, size, until int
	beta, learning       chance
	other                *networkPlan // who is linked, where it is not groups

	mask    []uint64 // of each word of beliefs, its dimensions: whole blocks of s
	starts  uint64   // the first dimensions of blocks
	reality []uint64
	beliefs []model.Code // of person i from i·len(mask) on
	blocks  []int        // on which somebody is right
	changed []bool       // beliefs of a person, in the last period
	lessons []lesson     // of each word of beliefs
	better  votes        // of linked people who earn more
	sees    network
	learn   sim.Key
	course  []float64
}

// A lesson is what somebody has to learn: on the open dimensions, that it is so where yes says so, that it is not elsewhere.
type lesson struct{ open, yes uint64 }

func newGroups(v Values) (Runner, error) {
	r := &groups{n: v.Count("n"), m: v.Count("m"), s: v.Count("s"), size: v.Count("size"), until: v.Count("T")}
	r.beta, r.learning = newChance(v.Number("beta")), newChance(v.Number("p"))
	if r.s > r.m {
		return nil, v.mismatch("s", "= %d: there are only m = %d dimensions", r.s, r.m)
	}
	if err := r.readNetwork(v); err != nil {
		return nil, err
	}
	inWord := 64 / r.s // blocks
	for at := 0; at < inWord*r.s; at += r.s {
		r.starts |= 1 << at
	}
	for left := r.m / r.s; left > 0; left -= inWord {
		r.mask = append(r.mask, masks(min(left, inWord) * r.s)[0])
	}
	words := len(r.mask)
	r.reality, r.blocks, r.sees = make([]uint64, words), make([]int, r.n), make(network, r.n)
	r.beliefs, r.lessons, r.changed = make([]model.Code, r.n*words), make([]lesson, r.n*words), make([]bool, r.n)
	return r, nil
}

// readNetwork reads who is linked to whom; it must go together.
func (r *groups) readNetwork(v Values) error {
	name := v.Text("network")
	switch {
	case name != cliques:
	case r.n%r.size != 0:
		return v.mismatch("size", "= %d: groups of so many do not make up n = %d people", r.size, r.n)
	case r.n == r.size && r.beta != never:
		return v.mismatch("beta", "= %s: there is one group, and nobody outside it; set beta=0 or a smaller size", short(v.Number("beta")))
	default:
		return nil
	}
	linked := r.size - 1 // by each person in mean
	plan := &networkPlan{name: name, people: r.n, degree: linked, p: min(1, float64(linked)/float64(max(1, r.n-1))), rewired: true,
		shortcuts: int(math.Round(v.Number("beta") * float64(r.n*linked/2)))}
	switch {
	case name == latticeRing || name == smallWorld:
		if linked%2 == 1 || r.size > r.n {
			return v.mismatch("size", "= %d: on a ring of %d everybody is linked to as many on each side; expected an odd number up to %d", r.size, r.n, r.n)
		}
	case !slices.Contains(networkNames, name):
		if err := plan.readPairs(v, "people"); err != nil {
			return err
		}
	}
	r.other = plan
	return nil
}

// Run lets people learn from each other.
func (r *groups) Run(_ int, key sim.Key, into []float64) {
	r.start(key)
	period := 0
	for ; period < r.until && r.period(period); period++ {
	}
	into[0] = r.course[period]
	into[1] = r.variety()
	into[2] = float64(period)
}

// Course returns the mean payoff.
func (r *groups) Course() []float64 { return r.course }

// start draws reality, beliefs and who is linked to whom.
func (r *groups) start(key sim.Key) {
	reality, beliefs, links := key.Named("reality"), key.Named("beliefs"), key.Named("links").At(0, 0)
	r.learn = key.Named("learning")
	for w, mask := range r.mask {
		r.reality[w] = mask & reality.Bits(w, 0)
	}
	for i := range r.n {
		s, of := beliefs.At(i, 0), r.of(i)
		for w, mask := range r.mask {
			of[w] = randomBeliefs(mask, &s)
		}
		r.blocks[i], r.changed[i] = r.blocksRight(of), true
	}
	r.link(&links)
	r.course = append(r.course[:0], r.payoff())
}

// link links all of each group and turns some of these links outward.
func (r *groups) link(s *sim.Stream) {
	if r.other != nil {
		r.sees = r.other.network(s)
		return
	}
	for i := range r.sees {
		r.sees[i] = r.sees[i][:0]
	}
	for i := range r.n {
		for j := i - i%r.size; j < i; j++ {
			r.sees[i], r.sees[j] = append(r.sees[i], int32(j)), append(r.sees[j], int32(i))
		}
	}
	if r.beta == never {
		return
	}
	for i := range r.n {
		for j := i - i%r.size; j < i; j++ {
			if r.beta.of(1, s) != 0 {
				r.turn(i, j, s)
			}
		}
	}
}

// turn turns the link of i and j, of one group, to somebody outside, drawn among those to whom the one who keeps it is not
// linked yet; either may be the one. Where there is nobody the link stays.
func (r *groups) turn(i, j int, s *sim.Stream) {
	if s.Uint64()&1 == 1 {
		i, j = j, i
	}
	group, open := i-i%r.size, r.n-r.size
	for _, other := range r.sees[i] {
		if int(other) < group || int(other) >= group+r.size {
			open--
		}
	}
	if open == 0 {
		return
	}
	for {
		to := (group + r.size + s.IntN(r.n-r.size)) % r.n
		if !r.sees.linked(i, to) {
			r.sees.unlink(i, j)
			r.sees.link(i, to)
			return
		}
	}
}

// period lets all learn at once, from how matters stand at its start; false if nobody has anything to learn.
func (r *groups) period(period int) bool {
	for i := range r.n {
		if r.touched(i) {
			r.look(i)
		}
	}
	if r.learning == never {
		return false
	}
	words, rests := len(r.mask), true
	for i := range r.n {
		r.changed[i] = false
		for w, of := range r.lessons[i*words : (i+1)*words] {
			if of.open == 0 {
				continue
			}
			rests = false
			s := r.learn.At(i*words+w, period)
			if taken := r.learning.of(of.open, &s); taken != 0 {
				b := &r.beliefs[i*words+w]
				b.Held |= taken
				b.Word = b.Word&^taken | of.yes&taken
				r.changed[i] = true
			}
		}
		if r.changed[i] {
			r.blocks[i] = r.blocksRight(r.of(i))
		}
	}
	if rests {
		return false
	}
	r.course = append(r.course, r.payoff())
	return true
}

// touched says whether person i, or somebody linked, changed in the last period. Others have the same to learn as then.
func (r *groups) touched(i int) bool {
	if r.changed[i] {
		return true
	}
	for _, other := range r.sees[i] {
		if r.changed[other] {
			return true
		}
	}
	return false
}

// look finds out what person i has to learn: where most linked people who earn more hold something else.
func (r *groups) look(i int) {
	for w := range r.mask {
		r.better.reset()
		for _, other := range r.sees[i] {
			if r.blocks[other] > r.blocks[i] {
				r.better.add(r.of(int(other))[w])
			}
		}
		yes, no := r.better.majority()
		r.lessons[i*len(r.mask)+w] = lesson{yes: yes, open: unlike(r.of(i)[w], yes, no)}
	}
}

// of returns the beliefs of person i.
func (r *groups) of(i int) []model.Code {
	words := len(r.mask)
	return r.beliefs[i*words : (i+1)*words]
}

// blocksRight is on how many blocks somebody is right throughout.
func (r *groups) blocksRight(beliefs []model.Code) (blocks int) {
	for w, b := range beliefs {
		all := right(b, r.reality[w])
		for d, word := 1, all; d < r.s; d++ {
			all &= word >> d
		}
		blocks += bits.OnesCount64(all & r.starts)
	}
	return blocks
}

// payoff is the mean payoff, as a share of m.
func (r *groups) payoff() float64 {
	blocks := 0
	for _, b := range r.blocks {
		blocks += b
	}
	return float64(blocks*r.s) / float64(r.n*r.m)
}

// variety is the share of dimensions on which two people differ, mean over pairs.
func (r *groups) variety() float64 {
	if r.n == 1 {
		return 0
	}
	differ, dimensions := 0, 0
	for w, mask := range r.mask {
		var all votes
		for i := range r.n {
			all.add(r.of(i)[w])
		}
		for d := range bits.OnesCount64(mask) {
			yes, no := all.yes.count(d), all.no.count(d)
			none := r.n - yes - no
			differ += yes*no + yes*none + no*none
			dimensions++
		}
	}
	return float64(differ) / (float64(r.n*(r.n-1)/2) * float64(dimensions))
}
