package classics

import (
	"math/bits"

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
		{Name: "p", Unit: "probability per period", Kind: Number, Default: .3, Min: 0, Max: 1,
			Help: "Learning: the chance to take over, on a dimension, what most linked people hold who earn more."},
		{Name: "T", Unit: "periods", Kind: Count, Default: 1500, Min: 0, Max: mostPeriods, Help: "How long, unless nothing can change before."},
	},
	Quantities: []Quantity{
		{"payoff", "payoff", "share of m", "s × the number of blocks on all of which somebody is right, divided by m, mean over people, at the end."},
		{"variety", "variety of beliefs", "share", "Share of dimensions on which two people differ, mean over all pairs, at the end."},
		{"periods", "periods", "periods", "How long it took until nothing could change, or T."},
	},
	Replications: [2]int{60, 1000},
	New:          newGroups,
}

// groups is an organisation of groups at work.
type groups struct {
	n, m, s, size, until int
	beta, learning       chance

	mask    []uint64 // of each word of beliefs, its dimensions: whole blocks of s
	starts  uint64   // the first dimensions of blocks
	reality []uint64
	beliefs []model.Code // of person i from i·len(mask) on
	next    []model.Code // at the end of the period
	blocks  []int        // on which somebody is right
	better  votes        // linked people who earn more
	sees    network
	course  []float64
	keys    struct{ learning sim.Key }
}

func newGroups(v Values) (Runner, error) {
	r := &groups{n: v.Count("n"), m: v.Count("m"), s: v.Count("s"), size: v.Count("size"), until: v.Count("T")}
	r.beta, r.learning = newChance(v.Number("beta")), newChance(v.Number("p"))
	switch {
	case r.s > r.m:
		return nil, v.mismatch("s", "= %d: there are only m = %d dimensions", r.s, r.m)
	case r.n%r.size != 0:
		return nil, v.mismatch("size", "= %d: groups of so many do not make up n = %d people", r.size, r.n)
	case r.n == r.size && r.beta != never:
		return nil, v.mismatch("beta", "= %s: there is one group, and nobody outside it; set beta=0 or a smaller size", short(v.Number("beta")))
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
	r.beliefs, r.next = make([]model.Code, r.n*words), make([]model.Code, r.n*words)
	return r, nil
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
	r.keys.learning = key.Named("learning")
	for w, mask := range r.mask {
		r.reality[w] = mask & reality.Bits(w, 0)
	}
	for i := range r.n {
		s, of := beliefs.At(i, 0), r.of(r.beliefs, i)
		for w, mask := range r.mask {
			of[w] = randomBeliefs(mask, &s)
		}
		r.blocks[i] = r.blocksRight(of)
	}
	copy(r.next, r.beliefs)
	r.link(&links)
	r.course = append(r.course[:0], r.payoff())
}

// link links all of each group and turns some of these links outward.
func (r *groups) link(s *sim.Stream) {
	for i := range r.sees {
		r.sees[i] = r.sees[i][:0]
	}
	for i := range r.n {
		for j := i - i%r.size; j < i; j++ {
			r.sees.link(i, j)
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
	rests := true
	words := len(r.mask)
	for i := range r.n {
		for w := range r.mask {
			r.better.reset()
			for _, other := range r.sees[i] {
				if r.blocks[other] > r.blocks[i] {
					r.better.add(r.beliefs[int(other)*words+w])
				}
			}
			b := &r.next[i*words+w]
			yes, no := r.better.majority()
			open := unlike(*b, yes, no)
			if open == 0 {
				continue
			}
			rests = false
			s := r.keys.learning.At(i*words+w, period)
			taken := r.learning.of(open, &s)
			b.Held |= taken
			b.Word = b.Word&^taken | yes&taken
		}
	}
	if rests || r.learning == never {
		return false
	}
	copy(r.beliefs, r.next)
	for i := range r.n {
		r.blocks[i] = r.blocksRight(r.of(r.beliefs, i))
	}
	r.course = append(r.course, r.payoff())
	return true
}

// of returns the beliefs of person i.
func (r *groups) of(beliefs []model.Code, i int) []model.Code {
	words := len(r.mask)
	return beliefs[i*words : (i+1)*words]
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
			all.add(r.of(r.beliefs, i)[w])
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
