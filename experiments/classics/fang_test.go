package classics

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"polesim/sim"
)

// groupsAt is the organisation of groups at some values.
func groupsAt(t *testing.T, sets ...string) *groups {
	t.Helper()
	v, err := fang.Read(sets...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := fang.New(v)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*groups)
}

// hold gives people beliefs on a reality of all +.
func (r *groups) hold(beliefs ...string) {
	r.reality[0] = r.mask[0]
	for i, b := range beliefs {
		r.beliefs[i] = belief(b)
		r.blocks[i], r.changed[i] = r.blocksRight(r.of(i)), true
	}
}

func TestPeopleLearnFromMostOfThoseLinkedWhoEarnMore(t *testing.T) {
	r := groupsAt(t, "m=6", "s=2", "n=5", "size=5", "beta=0", "p=1")
	r.start(sim.NewKey(1, 1))
	r.hold(
		"------", // earns nothing
		"++0-0-", // 1 block
		"++-0-+", // 1 block
		"++++--", // 2 blocks
		"0+++-0", // 1 block
	)
	r.period(0)
	for i, want := range []string{
		"++++--", // of those who earn more, two of three with a view hold + on the third dimension, - on the last
		"++++--", // who earns 1 learns from the fourth alone
		"++++--",
		"++++--", // nobody earns more
		"++++--",
	} {
		if r.beliefs[i] != belief(want) {
			t.Errorf("person %d believes %+v, expected %s", i, r.beliefs[i], want)
		}
	}
}

func TestWhereAsManySayEitherNobodyLearns(t *testing.T) {
	r := groupsAt(t, "m=4", "s=2", "n=3", "size=3", "beta=0", "p=1")
	r.start(sim.NewKey(1, 1))
	r.hold("0--0", "++-0", "-0++")
	r.period(0)
	// Of the first dimension the two who earn more hold both views; of the second, third and fourth: + alone, both, + alone.
	if want := belief("0+-+"); r.beliefs[0] != want {
		t.Errorf("person 0 believes %+v, expected %+v", r.beliefs[0], want)
	}
}

func TestNewsTravelsOneLinkAPeriod(t *testing.T) {
	r := groupsAt(t, "m=2", "s=1", "n=3", "network=1-2,2-3", "p=1")
	r.start(sim.NewKey(1, 1))
	r.hold("++", "+-", "--")
	for period, want := range [][]string{{"++", "++", "+-"}, {"++", "++", "++"}} {
		r.period(period)
		for i, b := range want {
			if r.beliefs[i] != belief(b) {
				t.Errorf("period %d: person %d believes %+v, expected %s", period, i, r.beliefs[i], b)
			}
		}
	}
}

// TestWordsDoWhatTheRulesSayDimensionByDimension holds periods in which everybody takes over all there is to learn against
// the rules one dimension at a time, for blocks that fill words and that do not.
func TestWordsDoWhatTheRulesSayDimensionByDimension(t *testing.T) {
	for _, s := range []string{"1", "3", "5", "7"} {
		r := groupsAt(t, "s="+s, "n=70", "beta=.1", "p=1", "m=100")
		r.start(sim.NewKey(9, r.s))
		// Dimension d is bit d mod of a word that holds whole blocks only.
		inWord := 64 / r.s * r.s
		dimensions := r.m / r.s * r.s
		sign := func(i, d int) int {
			b, at := r.of(i)[d/inWord], uint64(1)<<(d%inWord)
			switch {
			case b.Held&at == 0:
				return 0
			case b.Word&at == 0:
				return -1
			}
			return 1
		}
		held, earns := make([][]int, r.n), make([]int, r.n)
		for i := range held {
			held[i] = make([]int, dimensions)
			for d := range held[i] {
				held[i][d] = sign(i, d)
			}
		}
		for period := range 10 {
			total := 0
			for i := range held {
				earns[i] = 0
				for first := 0; first < dimensions; first += r.s {
					pays := r.s
					for d := first; d < first+r.s; d++ {
						if held[i][d] != 2*int(r.reality[d/inWord]>>(d%inWord)&1)-1 {
							pays = 0
						}
					}
					earns[i] += pays
				}
				total += earns[i]
			}
			if got, want := r.course[period], float64(total)/float64(r.n*r.m); math.Abs(got-want) > 1e-12 {
				t.Fatalf("s = %s, period %d: payoff %v, expected %v", s, period, got, want)
			}
			next := make([][]int, r.n)
			for i := range held {
				next[i] = slices.Clone(held[i])
				for d := range dimensions {
					sum := 0
					for _, other := range r.sees[i] {
						if earns[other] > earns[i] {
							sum += held[other][d]
						}
					}
					if sum != 0 {
						next[i][d] = max(-1, min(1, sum))
					}
				}
			}
			if !r.period(period) {
				if !reflect.DeepEqual(next, held) {
					t.Fatalf("s = %s, period %d: there was something to learn", s, period)
				}
				break
			}
			held = next
			for i := range held {
				for d := range dimensions {
					if got := sign(i, d); got != held[i][d] {
						t.Fatalf("s = %s, period %d: person %d has %d on dimension %d, expected %d", s, period, i, got, d, held[i][d])
					}
				}
			}
		}
	}
}

func TestOnlyWholeBlocksPay(t *testing.T) {
	r := groupsAt(t, "m=8", "s=3", "n=1", "size=1", "beta=0")
	r.start(sim.NewKey(1, 1))
	for b, want := range map[string]float64{"++++++": 6. / 8, "+++0++": 3. / 8, "-+++++": 3. / 8, "++0+++": 3. / 8, "0++++-": 0} {
		if r.hold(b); r.payoff() != want {
			t.Errorf("%s pays %v, expected %v", b, r.payoff(), want)
		}
	}
}

func TestLinksStayInGroupsOrLeaveThem(t *testing.T) {
	count := func(r *groups) (within, outside int) {
		for i, seen := range r.sees {
			for k, other := range seen {
				switch {
				case int(other) == i || slices.Contains(seen[:k], other) || !r.sees.linked(int(other), i):
					t.Fatalf("person %d sees %v", i, seen)
				case int(other)/r.size == i/r.size:
					within++
				default:
					outside++
				}
			}
		}
		return within / 2, outside / 2
	}
	const links = 40 * 21
	for beta, turned := range map[string]float64{"0": 0, "1": links, ".3": .3 * links} {
		r := groupsAt(t, "beta="+beta)
		for replication := range 5 {
			r.start(sim.NewKey(1, replication))
			within, outside := count(r)
			if within+outside != links {
				t.Errorf("beta = %s: %d links, expected %d", beta, within+outside, links)
			}
			if slack := 4 * math.Sqrt(turned*(links-turned)/links); math.Abs(float64(outside)-turned) > slack {
				t.Errorf("beta = %s: %d links lead outside, expected %.0f ± %.0f", beta, outside, turned, slack)
			}
		}
	}
	first, last := 0, 0 // links of the first and the last of each group, 6 each in mean
	dissolved := groupsAt(t, "beta=1")
	for replication := range 20 {
		dissolved.start(sim.NewKey(1, replication))
		for i := 0; i < dissolved.n; i += dissolved.size {
			first += len(dissolved.sees[i])
			last += len(dissolved.sees[i+dissolved.size-1])
		}
	}
	if difference := float64(first-last) / 800; math.Abs(difference) > .4 { // of 800 each, standard deviation below 2.2: 3.6 standard errors
		t.Errorf("the first of groups keep %.2f links more than the last", difference)
	}
	r := groupsAt(t, "n=4", "size=2", "beta=1") // nobody has more than two outside
	for replication := range 50 {
		r.start(sim.NewKey(1, replication))
		count(r)
	}
}

func TestARunOfGroupsEndsWhereNobodyHasAnythingToLearn(t *testing.T) {
	r := groupsAt(t, "n=28", "m=20", "s=2")
	into := make([]float64, 3)
	for replication := range 20 {
		r.Run(replication, sim.NewKey(3, replication), into)
		if len(r.Course()) != int(into[2])+1 || r.Course()[len(r.Course())-1] != into[0] {
			t.Fatalf("%d values in a course of %v periods", len(r.Course()), into[2])
		}
		before := slices.Clone(r.beliefs)
		for i := range r.changed {
			r.changed[i] = true // look at everybody again
		}
		for period := range 20 {
			r.period(int(into[2]) + period)
		}
		if !slices.Equal(before, r.beliefs) {
			t.Fatalf("run %d: somebody learned after the end", replication)
		}
	}
	never := groupsAt(t, "p=0")
	if never.Run(0, sim.NewKey(1, 1), into); into[2] != 0 {
		t.Errorf("nobody can learn, and it took %v periods", into[2])
	}
}

func TestVarietyIsHowMuchTwoPeopleDiffer(t *testing.T) {
	r := groupsAt(t, "m=4", "s=1", "n=3", "size=3", "beta=0")
	r.start(sim.NewKey(1, 1))
	r.hold("++-0", "+-+0", "+0+0") // 0 + 3 + 2 + 0 of 3 pairs on 4 dimensions
	if got, want := r.variety(), 5./12; math.Abs(got-want) > 1e-15 {
		t.Errorf("variety %v, expected %v", got, want)
	}
}

func TestWhatDoesNotGoTogetherInGroups(t *testing.T) {
	for _, of := range []struct {
		sets []string
		says string
	}{
		{[]string{"size=3"}, "do not make up n = 280"},
		{[]string{"n=7"}, "nobody outside"},
		{[]string{"m=4"}, "only m = 4"},
		{[]string{"network=1-9", "n=7"}, "a link with 9"},
		{[]string{"network=lattice", "size=4"}, "odd number"},
		{[]string{"network=clique"}, "Did you mean cliques?"},
	} {
		if _, err := fang.Read(of.sets...); err == nil || !strings.Contains(err.Error(), of.says) {
			t.Errorf("%v: %v, expected to read %q", of.sets, err, of.says)
		}
	}
}

func TestOtherNetworksLinkAsManyPeople(t *testing.T) {
	for network, links := range map[string]int{"lattice": 3 * 280, "small-world": 3 * 280, "full": 280 * 279 / 2, "1-2,3-4": 2} {
		r := groupsAt(t, "network="+network, "T=0")
		r.start(sim.NewKey(1, 1))
		seen := 0
		for _, s := range r.sees {
			seen += len(s)
		}
		if seen != 2*links {
			t.Errorf("%s: %d links, expected %d", network, seen/2, links)
		}
	}
}

// TestOtherNetworksHaveAsMuchContact says that random links are as dense as groups, and that beta turns links of a lattice.
func TestOtherNetworksHaveAsMuchContact(t *testing.T) {
	kept := func(beta string) (links, near int) { // of a ring on which all see three on each side
		r := groupsAt(t, "network=small-world", "beta="+beta, "T=0")
		r.start(sim.NewKey(1, 1))
		for i, seen := range r.sees {
			links += len(seen)
			for _, other := range seen {
				if d := (int(other) - i + r.n) % r.n; d <= 3 || d >= r.n-3 {
					near++
				}
			}
		}
		return links / 2, near / 2
	}
	for beta, turned := range map[string]int{"0": 0, ".1": 84, ".5": 420} {
		if links, near := kept(beta); links != 840 || near < 840-turned || near > 840-turned+turned/10 { // few are turned twice, or come back
			t.Errorf("beta = %s: %d of %d links are those of the lattice, expected about %d of 840", beta, near, links, 840-turned)
		}
	}
	r, links := groupsAt(t, "network=random", "T=0"), 0
	for replication := range 20 {
		r.start(sim.NewKey(1, replication))
		for _, seen := range r.sees {
			links += len(seen)
		}
	}
	if off := (float64(links)/2 - 20*840) / math.Sqrt(20*840); math.Abs(off) > 4 {
		t.Errorf("%d random links in 20 networks, %.1f standard errors from 840 in each", links/2, off)
	}
}

func TestGroupsAreTheSameOnAnyNumberOfWorkers(t *testing.T) {
	sameBits(t, &fang, "n=70", "s=3")
	sameBits(t, &fang, "n=70", "network=small-world")
}

// BenchmarkFang is runs until nobody has anything to learn at β = .1, on all cores.
func BenchmarkFang(b *testing.B) { benchmark(b, &fang) }
