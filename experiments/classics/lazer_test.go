package classics

import (
	"context"
	"math"
	"math/bits"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"polesim/sim"
)

// begun returns a population at its start.
func begun(t *testing.T, sets ...string) *lazerRun {
	t.Helper()
	v, err := lazer.Read(sets...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := lazer.New(v)
	if err != nil {
		t.Fatal(err)
	}
	run := r.(*lazerRun)
	run.begin(sim.NewKey(7, 3))
	return run
}

func (r *lazerRun) words() (words []uint64) {
	for i := range r.now {
		words = append(words, r.now[i].Word(0))
	}
	return words
}

// Everybody acts on what all had at the start of the round: whoever sees somebody better has that solution afterwards, the
// best of them; whoever does not has changed one practice at most, for the better.
func TestLazerRoundIsCopyOrSearchAtOnce(t *testing.T) {
	for _, network := range []string{"line", "lattice", "full", "random", "1-2,2-3,3-4,1-4"} {
		r := begun(t, "network="+network, "N=12", "K=3", "agents=30")
		copied, found := 0, 0
		for range 12 {
			before, fitness := r.words(), slices.Clone(r.fitness)
			r.round()
			for i, after := range r.words() {
				want := i
				for _, other := range r.sees[i] {
					if fitness[other] > fitness[want] {
						want = int(other)
					}
				}
				changed := bits.OnesCount64(after ^ before[i])
				switch {
				case want != i:
					copied++
					if after != before[want] {
						t.Fatalf("%s: agent %d has %b, but the best whom it sees had %b", network, i, after, before[want])
					}
				case changed == 1:
					found++
					if r.fitness[i] <= fitness[i] {
						t.Fatalf("%s: agent %d changed from %v to %v", network, i, fitness[i], r.fitness[i])
					}
				case changed != 0:
					t.Fatalf("%s: agent %d saw nobody better and changed %d practices", network, i, changed)
				}
				if r.fitness[i] != r.now[i].Care(0) {
					t.Fatalf("%s: agent %d is at %v, not %v", network, i, r.now[i].Care(0), r.fitness[i])
				}
			}
		}
		if copied == 0 || found == 0 {
			t.Errorf("%s: %d copied, %d found something", network, copied, found)
		}
	}
}

// What is copied with mistakes has each practice from one of the two, and is better or not kept.
func TestLazerErrorsMixSolutions(t *testing.T) {
	r := begun(t, "network=full", "N=14", "K=3", "agents=40", "error=0.5")
	mixed := 0
	for range 4 {
		before, fitness := r.words(), slices.Clone(r.fitness)
		best := slices.Index(fitness, slices.Max(fitness))
		r.round()
		for i, after := range r.words() {
			if fitness[i] == fitness[best] {
				continue
			}
			if (after^before[i])&(after^before[best]) != 0 {
				t.Fatalf("agent %d has %b of %b and %b", i, after, before[i], before[best])
			}
			if after != before[i] && r.fitness[i] <= fitness[i] {
				t.Fatalf("agent %d kept what is worse: %v after %v", i, r.fitness[i], fitness[i])
			}
			if after != before[i] && after != before[best] {
				mixed++
			}
		}
	}
	if mixed == 0 {
		t.Error("nobody has something between two solutions")
	}
	r = begun(t, "network=full", "error=1")
	before := r.words()
	r.round()
	best := slices.Index(r.fitness, slices.Max(r.fitness))
	for i, after := range r.words() {
		if i != best && after != before[i] {
			t.Errorf("agent %d copied although all goes wrong", i)
		}
	}
}

// Where nobody looks, it does not matter whom one would see, and everybody ends at a local optimum of one's own.
func TestLazerWithoutVelocityNetworksAreEqual(t *testing.T) {
	line := lazer.outcomes(t, Budget{Seed: 1, Replications: 3}, "network=line", "velocity=0", "t=400", "N=10", "K=2")
	full := lazer.outcomes(t, Budget{Seed: 1, Replications: 3}, "network=full", "velocity=0", "t=400", "N=10", "K=2")
	if !reflect.DeepEqual(line, full) {
		t.Errorf("line %v, full %v", line, full)
	}
	if line["solutions"] < 2 || line["rest"] == 0 {
		t.Errorf("%v, want several solutions at rest", line)
	}
}

// All who are connected come to one solution, which nobody can improve; then nothing changes any more.
func TestLazerComesToRestAtOneOptimum(t *testing.T) {
	for _, network := range []string{"full", "line", "ring", "star", "lattice", "small-world"} {
		at := []string{"network=" + network, "agents=40", "N=12", "K=3"}
		short := lazer.outcomes(t, Budget{Seed: 2, Replications: 8}, append(at, "t=600")...)
		long := lazer.outcomes(t, Budget{Seed: 2, Replications: 8}, append(at, "t=900")...)
		if !reflect.DeepEqual(short, long) || short["solutions"] != 1 || !(short["rest"] > 0 && short["rest"] < 600) {
			t.Errorf("%s: after 600 rounds %v, after 900 %v", network, short, long)
		}
	}
	r := begun(t, "network=line", "agents=3", "N=12", "K=3", "t=600") // so few that rounds pass in which nobody finds anything
	for seed := range 20 {
		r.Run(0, sim.NewKey(1, seed), make([]float64, len(lazer.Quantities)))
		r.land.startAt(r.now[0].Word(0))
		if !r.land.isOptimum() {
			t.Errorf("landscape %d: at rest, but not at an optimum", seed)
		}
	}
}

// What is left of a run is told of the solutions that agents have, beside the highest of all places.
func TestLazerMeasuresSolutions(t *testing.T) {
	r := runnerOf(t, &lazer, "network=line", "agents=30", "N=8", "K=3", "t=4").(*lazerRun)
	into := make([]float64, len(lazer.Quantities))
	between := 0
	for replication := range 20 {
		r.Run(replication, sim.NewKey(5, replication), into)
		highest, different := 0.0, map[uint64]bool{}
		r.land.everywhere(func() { highest = max(highest, r.land.fitness()) })
		score, ratio, summit := 0.0, 0.0, 0.0
		for _, word := range r.words() {
			r.land.startAt(word)
			different[word] = true
			of := r.land.fitness() / highest
			ratio += of / 30
			score += math.Pow(of, 8) / 30
			if of == 1 {
				summit += 1. / 30
			}
		}
		for k, want := range []float64{score, ratio, float64(len(different)), summit} {
			if !near(into[k], want) {
				t.Errorf("replication %d: %s is %v, want %v", replication, lazer.Quantities[k].Name, into[k], want)
			}
		}
		if summit > 0 && summit < 1 {
			between++
		}
	}
	if between == 0 {
		t.Error("in no replication are some at the summit and others not: nothing was tried")
	}
}

// A network that is drawn is another one in each replication.
func TestLazerNetworksAreDrawnAnew(t *testing.T) {
	for set, drawn := range map[string]bool{"network=random": true, "network=small-world": true, "network=lattice": false} {
		r := begun(t, set, "N=8", "K=2", "agents=20")
		was := slices.Clone(r.sees)
		if r.begin(sim.NewKey(7, 4)); reflect.DeepEqual(was, r.sees) == drawn {
			t.Errorf("%s: drawn anew is %v", set, !drawn)
		}
	}
}

// Rounds to rest are the first after which nobody can change, if that be the last that is run; with fewer there is no rest.
func TestLazerRestIsWhereNobodyCanChangeFirst(t *testing.T) {
	at := []string{"network=line", "agents=10", "N=8", "K=2"}
	rest := func(rounds string) float64 {
		into := make([]float64, len(lazer.Quantities))
		runnerOf(t, &lazer, append(at, "t="+rounds)...).Run(0, sim.NewKey(7, 3), into)
		return into[4]
	}
	rounds := int(rest("400"))
	if got := rest(strconv.Itoa(rounds)); rounds < 2 || got != float64(rounds) {
		t.Errorf("at rest after %d rounds, of as many after %v", rounds, got)
	}
	if got := rest(strconv.Itoa(rounds - 1)); !math.IsNaN(got) {
		t.Errorf("at rest after %d rounds, of one less after %v", rounds, got)
	}
}

// The course is the score after 0, 1, 2, … rounds; fewer rounds are its beginning.
func TestLazerCourse(t *testing.T) {
	at := []string{"network=line", "N=10", "K=2", "agents=20"}
	measured := func(more string) *Measurement {
		v, err := lazer.Read(append(at, more)...)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Measure(context.Background(), &lazer, v, Budget{Seed: 4, Replications: 5})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	long, short := measured("t=30"), measured("t=12")
	if len(long.Course) != 31 || !reflect.DeepEqual(long.Course[:13], short.Course) {
		t.Errorf("a course of %d points; its beginning %v, the shorter one %v", len(long.Course), long.Course[:13], short.Course)
	}
	if short.Results[0].Value != long.Course[12].Mean {
		t.Errorf("the score after 12 rounds is %v, in the course %v", short.Results[0].Value, long.Course[12].Mean)
	}
	if plain := lazer.outcomes(t, Budget{Seed: 4, Replications: 5}, append(at, "exponent=1")...); !near(plain["score"], plain["ratio"]) {
		t.Errorf("to the power of 1 the score is %v, the ratio %v", plain["score"], plain["ratio"])
	}
}

func TestLazerSameBitsOnAnyNumberOfWorkers(t *testing.T) {
	for _, more := range []string{"network=random", "network=small-world", "velocity=0.3", "error=0.2"} {
		one := lazer.outcomes(t, Budget{Seed: 3, Replications: 6, Workers: 1}, more, "N=10", "t=20")
		two := lazer.outcomes(t, Budget{Seed: 3, Replications: 6, Workers: 2}, more, "N=10", "t=20")
		delete(one, "rest") // no number where no replication came to rest
		delete(two, "rest")
		if !reflect.DeepEqual(one, two) {
			t.Errorf("%s: %v on one worker, %v on two", more, one, two)
		}
	}
}

// degrees counts how many people see how many others.
func (n network) degrees() map[int]int {
	of := map[int]int{}
	for _, sees := range n {
		of[len(sees)]++
	}
	return of
}

func TestLazerNetworks(t *testing.T) {
	for set, want := range map[string]map[int]int{
		"network=full":                          {9: 10},
		"network=line":                          {1: 2, 2: 8},
		"network=ring":                          {2: 10},
		"network=lattice":                       {4: 10},
		"network=lattice degree=8":              {8: 10},
		"network=star":                          {1: 9, 9: 1},
		"network=random p=0":                    {0: 10},
		"network=random p=1":                    {9: 10},
		"network=small-world shortcuts=0":       {4: 10},
		"network=1-2,2-3, 2-3,2-10":             {0: 6, 1: 3, 3: 1},
		"network=small-world shortcuts=25":      {9: 10}, // all links that there were not
		"network=line agents=1":                 {0: 1},
		"network=ring agents=2":                 {1: 2},
		"network=lattice agents=5 K=2 N=6 p=.5": {4: 5},
	} {
		sets := []string{"agents=10"}
		for _, one := range strings.Split(set, " ") {
			if !strings.Contains(one, "=") { // the blank in a list of pairs
				sets[len(sets)-1] += " " + one
				continue
			}
			sets = append(sets, one)
		}
		r := begun(t, sets...)
		if got := r.sees.degrees(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: people by how many they see: %v, want %v", set, got, want)
		}
		for i, sees := range r.sees {
			for _, j := range sees {
				if !slices.Contains(r.sees[j], int32(i)) || int(j) == i {
					t.Errorf("%s: %d sees %d, who does not see back", set, i, j)
				}
			}
		}
	}
	line := lazer.outcomes(t, Budget{Seed: 1, Replications: 4}, "network=line", "agents=5", "N=8", "K=2")
	if pairs := lazer.outcomes(t, Budget{Seed: 1, Replications: 4}, "network=1-2,2-3,3-4,4-5", "agents=5", "N=8", "K=2"); !reflect.DeepEqual(pairs, line) {
		t.Errorf("a line of five comes to %v, written out to %v", line, pairs)
	}
}

// Shortcuts that take the place of links leave as many, and nobody is cut off.
func TestLazerRewiringKeepsLinksAndConnections(t *testing.T) {
	var turned [2]int
	for seed := range 30 {
		plan := networkPlan{name: smallWorld, people: 20, degree: 2, shortcuts: 12, rewired: true}
		s := sim.NewKey(uint64(seed), 0).At(0, 0)
		n, links := plan.network(&s), 0
		for i, sees := range n {
			links += len(sees)
			if !n.connected(0, i) {
				t.Errorf("network %d: %d is cut off", seed, i)
			}
		}
		if links != 40 {
			t.Errorf("network %d has %d links, want 20", seed, links/2)
		}
		for i := range n { // of a lattice of four, links to the next and to the one after alike
			plan := networkPlan{name: smallWorld, people: 20, degree: 4, shortcuts: 12, rewired: true}
			s := sim.NewKey(uint64(seed), i).At(0, 0)
			for at, four := 0, plan.network(&s); at < len(four); at++ {
				for distance := range turned {
					if !four.linked(at, (at+1+distance)%len(four)) {
						turned[distance]++
					}
				}
			}
		}
		plan.shortcuts = 0
		if reflect.DeepEqual(n, plan.network(nil)) {
			t.Errorf("network %d has no shortcut", seed)
		}
	}
	if difference := math.Abs(float64(turned[0] - turned[1])); difference > 4*math.Sqrt(float64(turned[0]+turned[1])) {
		t.Errorf("%d links to the next are turned, %d to the one after", turned[0], turned[1])
	}
}

func TestLazerSaysWhatIsWrong(t *testing.T) {
	for set, want := range map[string]string{
		"network=lin":              "Did you mean line?",
		"network=1-2,3":            "pairs of numbers",
		"network=1-1":              "pairs of numbers",
		"network=1-101":            "there are 100 agents",
		"network=lattice degree=5": "an even number",
		"network=lattice agents=4": "below 4",
		"N=26 K=6":                 "too long",
		"N=5":                      "only 4 others",
		"network=small-world agents=6 shortcuts=4": "only 3 pairs",
	} {
		if _, err := lazer.Read(strings.Fields(set)...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", set, err, want)
		}
	}
}

// A tie is no win: where both do as well, as in the paper's table B.1, neither counts.
func TestTiesAreNoWins(t *testing.T) {
	if won(1, 1) != 0 || won(2, 1) != 1 || won(1, 2) != 0 {
		t.Error("a win is a win")
	}
}

// BenchmarkLazer runs landscapes with 100 agents in a full network to rest, on all cores.
func BenchmarkLazer(b *testing.B) {
	b.RunParallel(func(pb *testing.PB) {
		r, err := lazer.New(lazer.Defaults())
		if err != nil {
			b.Error(err)
			return
		}
		into := make([]float64, len(lazer.Quantities))
		for k := 0; pb.Next(); k++ {
			r.Run(k, sim.NewKey(1, k), into)
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "runs/s")
}
