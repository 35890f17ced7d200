package classics

import (
	"context"
	"reflect"
	"strings"
	"testing"
)

// outcomes runs all cases of a setting of the garbage can and returns the means by name.
func (c *Classic) outcomes(t *testing.T, b Budget, sets ...string) map[string]float64 {
	t.Helper()
	v, err := c.Read(sets...)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Measure(context.Background(), c, v, b)
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]float64{}
	for _, r := range m.Results {
		of[r.Quantity] = r.Value
	}
	return of
}

// smallCan is a garbage can that can be followed by hand: two choices and two problems, one of each a period, each problem
// asks for 1.5, one decision maker spends 1 a period.
func smallCan(more ...string) []string {
	return append([]string{"choice_order=1,2", "problem_order=1,2", "makers=1", "energy=1", "coefficient=1", "load=1.5",
		"access=unsegmented", "decision=unsegmented"}, more...)
}

func TestGarbageCanByHand(t *testing.T) {
	for name, of := range map[string]struct {
		set  []string
		want map[string]float64
	}{
		// 1: problem 1 and the decision maker at choice 1, which lacks 0.5. 2: choice 2 lacks nothing yet, all go there, and
		// choice 1 is made. 3: choice 2, which lacked 2, now lacks 1.
		"problems leave for a new choice": {smallCan("periods=3"), map[string]float64{
			"flight": 1, "made": 1, "unsolved": 2, "shifts": 1, "activity": 5, "maker_shifts": 1, "choice_activity": 4,
			"resolution": 0, "oversight": 0, "latency": 0}},
		// 4: the third unit is what both problems ask for together. 5: nothing is left.
		"what is spent adds up until it is enough": {smallCan("periods=5"), map[string]float64{
			"flight": 1, "made": 2, "unsolved": 0, "shifts": 1, "activity": 7, "maker_shifts": 1, "choice_activity": 5,
			"resolution": 1, "oversight": 0, "latency": 0}},
		// 1: nobody needs choice 1, and it is made. 2: both problems find choice 2, the decision maker too: 3 less 1.
		"problems without access wait": {smallCan("access=01/01", "periods=2"), map[string]float64{
			"oversight": 1, "made": 1, "unsolved": 2, "latency": 1, "activity": 2, "maker_shifts": 1, "choice_activity": 2,
			"resolution": 0, "flight": 0, "shifts": 0}},
		// Choices wait for ever with nobody who may decide, unless they need nobody, as choice 2.
		"without decision makers only what no problem is at is decided": {smallCan("decision=00", "access=10/10", "periods=4"), map[string]float64{
			"oversight": 1, "made": 1, "unsolved": 2, "latency": 0, "activity": 7, "maker_shifts": 0, "choice_activity": 5,
			"resolution": 0, "flight": 0, "shifts": 0}},
		// Half of the energy is of use: after 2 periods choice 1 has 0.5 of 1.5 and choice 2 has 0.5 of 1.5.
		"only a part of the energy is of use": {smallCan("access=specialised", "coefficient=0.5", "periods=2"), map[string]float64{
			"oversight": 0, "made": 0, "unsolved": 2, "latency": 0, "activity": 3, "maker_shifts": 1, "choice_activity": 3,
			"resolution": 0, "flight": 0, "shifts": 0}},
	} {
		if got := garbagecan.outcomes(t, Budget{}, of.set...); !reflect.DeepEqual(got, of.want) {
			t.Errorf("%s: got %v, want %v", name, got, of.want)
		}
	}
}

// Of choices that lack as much, all go to the one with the lowest number that is open to them.
func TestGarbageCanDecidesTiesByNumber(t *testing.T) {
	g := garbageCan{active: 0b1110, deficit: []int64{0, 5, 5, 4}}
	for row, want := range map[uint64]int{0b0110: 1, 0b0100: 2, 0b1110: 3, 0b0111: 1, 0b0001: nowhere} {
		if at := g.nearest(row); at != want {
			t.Errorf("of %04b at %d, want %d", row, at, want)
		}
	}
}

// What the paper names and what a user writes out are the same.
func TestGarbageCanTakesStructuresInFull(t *testing.T) {
	const (
		hierarchy = "1111111111/0111111111/0011111111/0001111111/0000111111/0000011111/0000001111/0000000111/0000000011/0000000001"
		diagonal  = "1000000000/0100000000/0010000000/0001000000/0000100000/0000010000/0000001000/0000000100/0000000010/0000000001"
	)
	var twice []string // the problems' rows: two for each choice
	for row := range strings.SplitSeq(diagonal, "/") {
		twice = append(twice, row, row)
	}
	for _, pair := range [][2]string{
		{"decision=hierarchical", "decision=" + hierarchy},
		{"access=specialised", "access=" + strings.Join(twice, "/")},
		{"access=specialised", "access=specialized"},
		{"load=heavy", "load=3.3"},
		{"energy=decreasing", "energy=1, .9, .8, .7, .6, .5, .4, .3, .2, .1"},
		{"energy=equal", "energy=.55,.55,.55,.55,.55,.55,.55,.55,.55,.55"},
		{"choice_order=2", "choice_order=6,5,2,10,8,9,7,4,1,3"},
		{"problem_order=1", "problem_order=8,20,14,16,6,7,15,17,2,13,11,19,4,9,3,12,1,10,5,18"},
	} {
		if name, full := garbagecan.outcomes(t, Budget{}, pair[0]), garbagecan.outcomes(t, Budget{}, pair[1]); !reflect.DeepEqual(name, full) {
			t.Errorf("%s gives %v, %s gives %v", pair[0], name, pair[1], full)
		}
	}
}

// The mean over what is left open is the mean of the means.
func TestGarbageCanRunsAllThatIsLeftOpen(t *testing.T) {
	v, err := garbagecan.Read("load=heavy", "access=hierarchical")
	if err != nil {
		t.Fatal(err)
	}
	r, err := garbagecan.New(v)
	if err != nil {
		t.Fatal(err)
	}
	if n := r.(Enumerated).Cases(); n != 36 {
		t.Errorf("%d cases, want 2·2 orders, 3 energies and 3 decision structures", n)
	}
	for _, name := range []string{"load", "energy", "access", "decision"} {
		mean := 0.0
		for _, one := range map[string][]string{"load": {"light", "moderate", "heavy"}, "energy": {"increasing", "equal", "decreasing"},
			"access": {"unsegmented", "hierarchical", "specialised"}, "decision": {"unsegmented", "hierarchical", "specialised"}}[name] {
			mean += garbagecan.outcomes(t, Budget{}, name+"="+one)["latency"] / 3
		}
		if all := garbagecan.outcomes(t, Budget{})["latency"]; !near(all, mean) {
			t.Errorf("latency is %v over all of %s, the mean of each %v", all, name, mean)
		}
	}
	if one, two := garbagecan.outcomes(t, Budget{Workers: 1}), garbagecan.outcomes(t, Budget{Workers: 2, Seed: 5}); !reflect.DeepEqual(one, two) {
		t.Errorf("%v on one worker, %v on two", one, two)
	}
}

// Where problems may go anywhere all follow each other, and only a light load lets choices catch up with them.
func TestGarbageCanLoadsAndStructures(t *testing.T) {
	for set, want := range map[string]float64{"load=light": 10, "load=moderate": 0, "load=heavy": 0} {
		if got := garbagecan.outcomes(t, Budget{}, set, "access=unsegmented", "decision=unsegmented"); got["resolution"] != want {
			t.Errorf("%s: %v choices by resolution where all may go anywhere, want %v", set, got["resolution"], want)
		}
	}
	if got := garbagecan.outcomes(t, Budget{}, "access=specialised"); got["flight"] != 0 || got["shifts"] != 0 {
		t.Errorf("%v, want no flight where a problem has one choice only", got)
	}
	if got := garbagecan.outcomes(t, Budget{}, "load=0"); got["made"] != 10 {
		t.Errorf("%v, want all choices made where problems ask for nothing", got)
	}
}

func TestGarbageCanSaysWhatIsWrong(t *testing.T) {
	for set, want := range map[string]string{
		"load=hevy":               "Did you mean heavy?",
		"load=-1":                 "a number from 0 to 1000",
		"energy=1,2":              "has 2 numbers for 10 decision makers",
		"energy=1,NaN":            "numbers from 0 to 1000",
		"access=11/1":             "rows of 0 and 1",
		"access=11/11":            "has not the rows and columns for 20 problems and 10 choices",
		"decision=1x":             "rows of 0 and 1",
		"choice_order=1,3":        "each once",
		"choice_order=1,1":        "each once",
		"problem_order=2,1,three": "each once",
	} {
		if _, err := garbagecan.Read(set); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", set, err, want)
		}
	}
}

// BenchmarkGarbageCan runs the paper's 324 cases again and again, on all cores.
func BenchmarkGarbageCan(b *testing.B) {
	b.RunParallel(func(pb *testing.PB) {
		r, err := garbagecan.New(garbagecan.Defaults())
		if err != nil {
			b.Error(err)
			return
		}
		into := make([]float64, len(garbagecan.Quantities))
		for k := 0; pb.Next(); k++ {
			r.Run(k%r.(Enumerated).Cases(), 0, into)
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "runs/s")
}
