package classics

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"polesim/scenarios"
	"polesim/sim"
)

// A network says whom each person sees.
type network [][]int32

// link makes two people see each other, unless they do.
func (n network) link(i, j int) {
	if i != j && !n.linked(i, j) {
		n[i] = append(n[i], int32(j))
		n[j] = append(n[j], int32(i))
	}
}

// unlink undoes that.
func (n network) unlink(i, j int) {
	drop := func(i, j int) {
		at := slices.Index(n[i], int32(j))
		n[i] = slices.Delete(n[i], at, at+1)
	}
	drop(i, j)
	drop(j, i)
}

func (n network) linked(i, j int) bool { return slices.Contains(n[i], int32(j)) }

// connected says whether there is a way from one person to another.
func (n network) connected(i, j int) bool {
	seen, next := make([]bool, len(n)), []int32{int32(i)}
	seen[i] = true
	for len(next) > 0 {
		at := next[len(next)-1]
		next = next[:len(next)-1]
		for _, other := range n[at] {
			if !seen[other] {
				seen[other] = true
				next = append(next, other)
			}
		}
	}
	return seen[j]
}

// Networks by the name that a user gives them.
const (
	fullNetwork   = "full"        // everybody sees everybody
	lineNetwork   = "line"        // the one before and the one after
	ringNetwork   = "ring"        // the same, and the last sees the first
	latticeRing   = "lattice"     // on a ring, the nearest: two on each side, or what degree says
	starNetwork   = "star"        // all see the first, who sees all
	randomNetwork = "random"      // any two with a probability
	smallWorld    = "small-world" // a lattice with shortcuts
)

var networkNames = []string{fullNetwork, lineNetwork, ringNetwork, latticeRing, starNetwork, randomNetwork, smallWorld}

// A networkPlan is all that a user says of a network.
type networkPlan struct {
	name      string
	pairs     [][2]int // who sees each other, where the network is written out
	people    int
	degree    int
	p         float64
	shortcuts int
	rewired   bool // shortcuts take the place of links
}

// newNetworkPlan reads what a user set; it must go together.
func newNetworkPlan(v Values) (networkPlan, error) {
	p := networkPlan{name: v.Text("network"), people: v.Count("agents"), degree: v.Count("degree"), p: v.Number("p"),
		shortcuts: v.Count("shortcuts"), rewired: v.Choice("rewired") == "yes"}
	if slices.Contains(networkNames, p.name) {
		if (p.name == latticeRing || p.name == smallWorld) && (p.degree%2 == 1 || p.degree >= p.people) {
			return p, v.mismatch("degree", "= %d: on a ring of %d everybody sees as many on each side, others only: expected an even number below %d",
				p.degree, p.people, p.people)
		}
		if most := p.people * (p.people - 1 - p.degree) / 2; p.name == smallWorld && p.shortcuts > most {
			return p, v.mismatch("shortcuts", "= %d: only %d pairs do not see each other without", p.shortcuts, most)
		}
		return p, nil
	}
	return p, p.readPairs(v, "agents")
}

// readPairs reads a network that is written out, and has been checked; all who are linked must be there.
func (p *networkPlan) readPairs(v Values, who string) error {
	pairs, is := linkedPairs(p.name)
	if !is {
		panic("classics: " + p.name + " is no network")
	}
	for _, pair := range pairs {
		if last := max(pair[0], pair[1]); last > p.people {
			return v.mismatch("network", "has a link with %d, but there are %d %s", last, p.people, who)
		}
	}
	p.pairs = pairs
	return nil
}

// checkNetwork returns what says what is wrong with a text that is none of some names, and no network that is written out.
func checkNetwork(names []string) func(text string) error {
	return func(text string) error {
		if _, pairs := linkedPairs(text); pairs || slices.Contains(names, text) {
			return nil
		}
		return fmt.Errorf("is none of %s, and not pairs of numbers, from 1 on, with commas between (1-2,2-3).%s",
			strings.Join(names, ", "), scenarios.DidYouMean(text, names))
	}
}

// linkedPairs reads a network that is written out: "1-2,2-3"; false if the text is none.
func linkedPairs(text string) (pairs [][2]int, is bool) {
	for word := range strings.SplitSeq(text, ",") {
		from, to, linked := strings.Cut(strings.TrimSpace(word), "-")
		i, err1 := strconv.Atoi(from)
		j, err2 := strconv.Atoi(to)
		if !linked || err1 != nil || err2 != nil || i < 1 || j < 1 || i == j {
			return nil, false
		}
		pairs = append(pairs, [2]int{i, j})
	}
	return pairs, true
}

// drawn says whether the network is another one in each replication.
func (p *networkPlan) drawn() bool { return p.name == randomNetwork || p.name == smallWorld }

// network lays it out.
func (p *networkPlan) network(s *sim.Stream) network {
	n := make(network, p.people)
	switch p.name {
	case fullNetwork:
		n.linkAll(func() bool { return true })
	case randomNetwork:
		n.linkAll(func() bool { return s.Bernoulli(p.p) })
	case lineNetwork:
		for i := range p.people - 1 {
			n.link(i, i+1)
		}
	case ringNetwork:
		n.linkNearest(2)
	case latticeRing:
		n.linkNearest(p.degree)
	case starNetwork:
		for i := 1; i < p.people; i++ {
			n.link(0, i)
		}
	case smallWorld:
		n.linkNearest(p.degree)
		for range p.shortcuts {
			if p.rewired {
				n.rewire(p.degree, s)
			} else {
				n.add(s)
			}
		}
	default:
		for _, pair := range p.pairs {
			n.link(pair[0]-1, pair[1]-1)
		}
	}
	return n
}

// linkAll links each pair that is chosen.
func (n network) linkAll(chosen func() bool) {
	for i := range n {
		for j := range i {
			if chosen() {
				n[i] = append(n[i], int32(j))
				n[j] = append(n[j], int32(i))
			}
		}
	}
}

// linkNearest links each to so many of the nearest on a ring.
func (n network) linkNearest(degree int) {
	for i := range n {
		for d := 1; d <= degree/2; d++ {
			n.link(i, (i+d)%len(n))
		}
	}
}

// add adds a link between two who do not see each other (Newman & Watts 1999).
func (n network) add(s *sim.Stream) {
	for {
		i, j := s.IntN(len(n)), s.IntN(len(n))
		if i != j && !n.linked(i, j) {
			n.link(i, j)
			return
		}
	}
}

// rewire turns one link of a lattice to somebody else (Watts & Strogatz 1998), not where that would cut somebody off; then
// another is tried, up to a number of times.
func (n network) rewire(degree int, s *sim.Stream) {
	for range 100 * len(n) {
		i := s.IntN(len(n))
		old, to := (i+1+s.IntN(degree/2))%len(n), s.IntN(len(n))
		if to == i || n.linked(i, to) || !n.linked(i, old) {
			continue
		}
		n.unlink(i, old)
		n.link(i, to)
		if n.connected(i, old) {
			return
		}
		n.unlink(i, to)
		n.link(i, old)
	}
}
