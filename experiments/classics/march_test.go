package classics

import (
	"context"
	"math/bits"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"polesim/model"
	"polesim/sim"
)

// marchAt is March's organisation at some values.
func marchAt(t *testing.T, sets ...string) *mutualLearning {
	t.Helper()
	v, err := march.Read(sets...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := march.New(v)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*mutualLearning)
}

// belief writes beliefs down: + that it is so, - that it is not, 0 nothing; the first dimension first.
func belief(written string) (b model.Code) {
	for d, sign := range written {
		switch sign {
		case '+':
			b.Held |= 1 << d
			b.Word |= 1 << d
		case '-':
			b.Held |= 1 << d
		}
	}
	return b
}

func TestAPeriodStartsFromHowMattersStoodAtItsStart(t *testing.T) {
	r := marchAt(t, "m=4", "n=3", "p1=1", "p2=1")
	r.start(sim.NewKey(1, 1))
	r.reality[0] = 0b1111
	r.code[0] = belief("++-0") // knows 1 of what is so
	for i, b := range []string{"+++-", "-+--", "-+++"} {
		r.beliefs[i] = belief(b)
	}
	r.period(0)
	// The first and the third know better (2), the second worse (−2). Of the first dimension the better ones hold both
	// views, of the third they agree against the code, of the fourth again both.
	if want := belief("+++0"); r.code[0] != want {
		t.Errorf("the code is %+v, expected %+v", r.code[0], want)
	}
	// People moved towards the code as it was, one step.
	for i, want := range []string{"++0-", "0+--", "0+0+"} {
		if r.beliefs[i] != belief(want) {
			t.Errorf("person %d believes %+v, expected %s", i, r.beliefs[i], want)
		}
	}
	if r.course[1] != .75 {
		t.Errorf("the code knows %v, expected 3 of 4", r.course[1])
	}
}

func TestWhoBelievesNothingActsByChanceAndTheCodeLearnsFromTheAct(t *testing.T) {
	luck := 0
	for replication := range 200 {
		r := marchAt(t, "m=1", "n=1", "p1=0", "p2=1", "t=1")
		r.start(sim.NewKey(1, replication))
		r.reality[0], r.beliefs[0] = 1, belief("0")
		r.period(0)
		if r.code[0] == belief("+") { // the act was right, and better than a code without belief
			luck++
		} else if r.code[0] != belief("0") {
			t.Fatalf("the code learned %+v from somebody who did not know better", r.code[0])
		}
	}
	if luck < 70 || luck > 130 { // 100 ± 4.2 standard errors
		t.Errorf("the code learned in %d of 200 runs, expected about half", luck)
	}
	r := marchAt(t, "m=1", "n=1", "p1=0", "p2=1", "t=1", "reading=naive")
	r.start(sim.NewKey(1, 1))
	r.reality[0], r.beliefs[0] = 1, belief("0")
	if r.period(0); r.code[0] != belief("0") {
		t.Error("in the naive reading, too, somebody who believes nothing acted")
	}
}

func TestPeopleComeOverInTwoStepsAndNaivelyInOne(t *testing.T) {
	for _, of := range []struct {
		reading string
		steps   []string
	}{
		{asPublished, []string{"0", "+", "+"}},
		{naive, []string{"+", "+"}},
	} {
		r := marchAt(t, "m=1", "n=1", "p1=1", "reading="+of.reading)
		r.start(sim.NewKey(1, 1))
		r.code[0], r.beliefs[0] = belief("+"), belief("-")
		for period, want := range of.steps {
			if r.socialise(0, period); r.beliefs[0] != belief(want) {
				t.Errorf("%s: after %d periods %+v, expected %s", of.reading, period+1, r.beliefs[0], want)
			}
		}
	}
}

// TestWordsDoWhatMarchWroteDimensionByDimension holds periods in which all that may change does against the rules one
// dimension at a time. Beliefs of 70 dimensions take two words.
func TestWordsDoWhatMarchWroteDimensionByDimension(t *testing.T) {
	const m, n, periods = 70, 9, 12
	for replication := range 20 {
		r := marchAt(t, "m=70", "n=9", "p1=1", "p2=1", "t=12")
		r.start(sim.NewKey(5, replication))
		sign := func(b []model.Code, d int) int {
			switch at := uint64(1) << (d % 64); {
			case b[d/64].Held&at == 0:
				return 0
			case b[d/64].Word&at == 0:
				return -1
			}
			return 1
		}
		var reality, code [m]int
		var people [n][m]int
		for d := range m {
			reality[d] = 2*int(r.reality[d/64]>>(d%64)&1) - 1
			for i := range n {
				people[i][d] = sign(r.of(i), d)
			}
		}
		for period := range periods {
			known := 0
			for d := range m {
				known += code[d] * reality[d]
			}
			var sum [m]int
			for i := range n {
				acts, score := people[i], 0
				for d := range m {
					if acts[d] == 0 {
						acts[d] = 2*int(r.keys.acts.Bits(i*2+d/64, period)>>(d%64)&1) - 1
					}
					score += acts[d] * reality[d]
				}
				for d := range m {
					if score > known {
						sum[d] += acts[d]
					}
					if code[d] != 0 && people[i][d] != code[d] {
						people[i][d] += code[d]
					}
				}
			}
			for d := range m {
				if sum[d] != 0 {
					code[d] = max(-1, min(1, sum[d]))
				}
			}
			r.period(period)
			for d := range m {
				if got := sign(r.code, d); got != code[d] {
					t.Fatalf("run %d, period %d, dimension %d: the code has %d, expected %d", replication, period, d, got, code[d])
				}
				for i := range n {
					if got := sign(r.of(i), d); got != people[i][d] {
						t.Fatalf("run %d, period %d, dimension %d: person %d has %d, expected %d", replication, period, d, i, got, people[i][d])
					}
				}
			}
		}
	}
}

func TestARunEndsWhereNothingCanChangeAndNotBefore(t *testing.T) {
	for _, reading := range []string{asPublished, naive} {
		r := marchAt(t, "n=7", "m=12", "p1=.4", "p2=.3", "reading="+reading)
		into := make([]float64, 3)
		for replication := range 300 {
			r.Run(replication, sim.NewKey(2, replication), into)
			before := append([]model.Code{r.code[0]}, r.beliefs...)
			for period := range 50 {
				r.period(int(into[2]) + period)
			}
			if after := append([]model.Code{r.code[0]}, r.beliefs...); !reflect.DeepEqual(before, after) {
				t.Fatalf("%s, run %d: something changed after the end", reading, replication)
			}
		}
	}
	r := marchAt(t, "m=2", "n=1")
	r.start(sim.NewKey(1, 1))
	r.reality[0] = 0b11
	for _, of := range []struct {
		code, person string
		rests        bool
	}{
		{"++", "++", true},
		{"++", "+0", false}, // the person moves
		{"+0", "+-", true},  // knows less than the code
		{"+0", "++", false}, // knows better
		{"+0", "+0", false}, // may seem to know better
		{"0-", "+-", false}, // knows better than nothing and wrong
	} {
		r.code[0], r.beliefs[0] = belief(of.code), belief(of.person)
		if r.rests() != of.rests {
			t.Errorf("code %s, person %s: at rest is %v", of.code, of.person, !of.rests)
		}
	}
}

func TestACodeThatNeverLearnsKnowsNothing(t *testing.T) {
	into := make([]float64, 3)
	marchAt(t, "p2=0").Run(0, sim.NewKey(1, 1), into)
	if into[0] != 0 || into[2] != 0 {
		t.Errorf("it knows %v after %v periods", into[0], into[2])
	}
}

func TestManyDimensionsAreAllLearned(t *testing.T) {
	r := marchAt(t, "m=130")
	into := make([]float64, 3)
	r.Run(0, sim.NewKey(1, 1), into)
	known := 0
	for w, c := range r.code {
		if c.Held != r.mask[w] {
			t.Errorf("word %d: of %d dimensions the code believes something, of %d there are", w, bits.OnesCount64(c.Held), bits.OnesCount64(r.mask[w]))
		}
		known += bits.OnesCount64(right(c, r.reality[w]))
	}
	if want := float64(2*known-130) / 130; into[0] != want {
		t.Errorf("knowledge is %v, expected %v", into[0], want)
	}
}

func TestNewPeopleAndNewRealities(t *testing.T) {
	r := marchAt(t, "turnover=1", "turbulence=1", "t=3", "m=64", "n=3")
	r.start(sim.NewKey(1, 1))
	reality, beliefs := r.reality[0], append([]model.Code(nil), r.beliefs...)
	r.change(0)
	if r.reality[0] != ^reality {
		t.Errorf("where all dimensions turn over reality became %x from %x", r.reality[0], reality)
	}
	newcomers := append([]model.Code(nil), r.beliefs...)
	r.change(1)
	for i := range beliefs {
		if newcomers[i] == beliefs[i] || r.beliefs[i] == newcomers[i] {
			t.Errorf("person %d stayed, or came again", i)
		}
	}
	r = marchAt(t, "turbulence=.5", "t=3", "m=64")
	r.start(sim.NewKey(1, 1))
	reality = r.reality[0]
	r.change(0)
	first := r.reality[0] ^ reality
	if r.change(1); r.reality[0] == reality || first == 0 {
		t.Error("reality turned back over")
	}
}

func TestAShareOfPeopleLearnFast(t *testing.T) {
	for set, want := range map[string]int{"fast=0": 0, "fast=.3": 3, "fast=1": 10} {
		r, fast := marchAt(t, "n=10", "p1=.1", "p1_fast=.8", set), 0
		for i := range r.n {
			if r.socialisation(i) == newChance(.8) {
				fast++
			}
		}
		if fast != want {
			t.Errorf("%s: %d of 10 learn fast", set, fast)
		}
	}
}

func TestKnowledgeOfPeopleIsTheirMean(t *testing.T) {
	r := marchAt(t, "m=4", "n=2", "t=0")
	r.start(sim.NewKey(1, 1))
	r.reality[0] = 0b1111
	r.beliefs[0], r.beliefs[1] = belief("+++0"), belief("0+--")
	if got := r.individualKnowledge(); got != .25 { // 3 and −1 of 4
		t.Errorf("people know %v, expected .25", got)
	}
}

func TestHowLongMarchRuns(t *testing.T) {
	into := make([]float64, 3)
	for set, want := range map[string]float64{"turnover=.05": 20, "turbulence=.05": 20, "t=7": 7} {
		r := marchAt(t, set)
		if r.Run(0, sim.NewKey(1, 1), into); into[2] != want || len(r.Course()) != int(want)+1 {
			t.Errorf("%s: %v periods, a course of %d, expected %v", set, into[2], len(r.Course()), want)
		}
	}
	for _, sets := range [][]string{{"p1=0"}, {"fast=.5", "p1_fast=0"}} {
		if _, err := march.Read(sets...); err == nil || !strings.Contains(err.Error(), "set a number of periods") {
			t.Errorf("%v without an end: %v", sets, err)
		}
	}
	if _, err := march.Read("p1=0", "t=5"); err != nil {
		t.Error(err)
	}
}

func TestACourseThatEndsStaysWhereItIs(t *testing.T) {
	g := newGathering(&march)
	for _, course := range [][]float64{{0, 1}, {0, 2, 4, 6}, {0, 3, 5}} {
		g.add(row{values: []float64{1, 1, 1}, course: course})
	}
	for period, want := range []float64{0, 2, 10. / 3, 4} {
		if got := g.course[period]; got.N != 3 || got.Mean < want-1e-12 || got.Mean > want+1e-12 {
			t.Errorf("period %d: mean %v over %d, expected %v over 3", period, got.Mean, got.N, want)
		}
	}
}

// sameBits checks that a model's measurement does not depend on the number of workers.
func sameBits(t *testing.T, c *Classic, sets ...string) {
	t.Helper()
	v, err := c.Read(sets...)
	if err != nil {
		t.Fatal(err)
	}
	var of [2]*Measurement
	for k := range of {
		if of[k], err = Measure(context.Background(), c, v, Budget{Replications: 12, Seed: 7, Workers: 1 + 2*k}); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(of[0], of[1]) {
		t.Errorf("%s differs between 1 and 3 workers:\n%+v\n%+v", c.Name, of[0].Results, of[1].Results)
	}
}

func TestMarchIsTheSameOnAnyNumberOfWorkers(t *testing.T) {
	sameBits(t, &march, "turnover=.05", "turbulence=.01", "fast=.3", "m=70")
}

// BenchmarkMarch is runs to equilibrium at p1 = .5, p2 = .5, on all cores.
func BenchmarkMarch(b *testing.B) { benchmark(b, &march) }

// benchmark runs a model at the paper's values, on all cores.
func benchmark(b *testing.B, c *Classic) {
	var next atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		r, err := c.New(c.Defaults())
		if err != nil {
			panic(err)
		}
		into := make([]float64, len(c.Quantities))
		for pb.Next() {
			r.Run(0, sim.NewKey(1, int(next.Add(1))), into)
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "runs/s")
}
