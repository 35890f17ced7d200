package experiments

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"

	"polesim/experiments/moments"
	"polesim/model"
)

// configs returns scenarios of these names that are never run.
func configs(names ...string) (list []*model.Config) {
	for _, name := range names {
		c := model.NewConfig(name)
		c.Title = "Title of " + name
		list = append(list, c)
	}
	return list
}

// outcomes returns a run whose outcomes all have the value.
func outcomes(value float64) model.RunResult {
	return model.RunResult{Values: slices.Repeat([]float64{value}, len(model.Outcomes()))}
}

// summarised sums up replications, each a value for every scenario.
func summarised(t *testing.T, replications ...[]float64) *Summary {
	t.Helper()
	names := []string{"a", "b", "c", "d", "e"}[:len(replications[0])]
	s := NewSummary(&Plan{Scenarios: configs(names...), Replications: len(replications), Months: 12, Seed: 3})
	for number, values := range replications {
		r := Replication{Number: number}
		for _, v := range values {
			r.Runs = append(r.Runs, outcomes(v))
		}
		if err := s.Watch(r); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestRunningMomentsAreThoseOfTwoPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1, 1), 2, 60).Draw(t, "values")
		offset := rapid.SampledFrom([]float64{0, 1, -1e3, 1e6}).Draw(t, "offset")
		var m moments.Moments
		for k := range values {
			values[k] += offset
			m.Add(values[k])
		}
		mean, variance := stat.MeanVariance(values, nil) // corrected two-pass
		// A few roundings of values of this size; sums of squares would be off by its square.
		if tolerance := 1e-13 * (1 + math.Abs(offset)); math.Abs(m.Mean-mean) > tolerance || math.Abs(m.Variance()-variance) > tolerance {
			t.Fatalf("mean %v, variance %v; two passes give %v, %v", m.Mean, m.Variance(), mean, variance)
		}
	})
}

func TestConstantOutcomeHasExactlyNoVariance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value, n := rapid.Float64Range(-1e6, 1e6).Draw(t, "value"), rapid.IntRange(2, 1000).Draw(t, "n")
		var m moments.Moments
		for range n {
			m.Add(value)
		}
		if e := estimateFrom(m); e != (Estimate{Mean: value, Low: value, High: value, N: n}) {
			t.Fatalf("%+v", e)
		}
	})
}

func TestFewerThanTwoRunsHaveNoInterval(t *testing.T) {
	var m moments.Moments
	if e := estimateFrom(m); e != (Estimate{}) {
		t.Errorf("%+v of nothing", e)
	}
	m.Add(.5)
	if e := estimateFrom(m); e != (Estimate{Mean: .5, Low: .5, High: .5, N: 1}) {
		t.Errorf("%+v of one run", e)
	}
}

// With 20,000 samples the share of intervals that cover the truth has a standard error of .0015; 4 of them are allowed,
// which a right interval passes in 99.99 of 100 seeds and intervals by the normal distribution (.85 at n = 3) never.
func TestIntervalCoversTheTruthInNineteenOfTwenty(t *testing.T) {
	const samples, truth = 20_000, .6
	for _, n := range []int{2, 3, 8, 40} {
		draw := rand.New(rand.NewPCG(20261122, uint64(n)))
		covered := 0
		for range samples {
			var m moments.Moments
			for range n {
				m.Add(truth + .02*draw.NormFloat64())
			}
			if e := estimateFrom(m); e.Low <= truth && truth <= e.High {
				covered++
			}
		}
		share := float64(covered) / samples
		if math.Abs(share-.95) > 4*math.Sqrt(.95*.05/samples) {
			t.Errorf("n = %d: %.4f of the intervals cover the truth, want .95", n, share)
		}
		t.Logf("n = %2d: %.4f of %d intervals cover the truth", n, share, samples)
	}
}

func TestDifferencesArePaired(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 1))
	var replications [][]float64
	var differences []float64
	for range 500 {
		common := draw.NormFloat64() // variance 1; what is each scenario's own has a tenth
		a, b := common+math.Sqrt(.1)*draw.NormFloat64(), common+.2+math.Sqrt(.1)*draw.NormFloat64()
		replications, differences = append(replications, []float64{a, b}), append(differences, b-a)
	}
	s := summarised(t, replications...)
	mean, sd := stat.MeanStdDev(differences, nil)
	if e := s.Difference(0, 0); math.Abs(e.Mean-mean) > 1e-12 || math.Abs(e.SD-sd) > 1e-12 || e.N != 500 {
		t.Errorf("%+v; the differences have %v and %v", e, mean, sd)
	}
	if g := s.PairingGain(0, 0); g < 9 || g > 13.5 { // (1.1 + 1.1) / .2 = 11, with a standard error of some .7
		t.Errorf("pairing divides the variance by %v, want about 11", g)
	}
	if d, m := s.Difference(0, 3), s.Mean(1, 3).Mean-s.Mean(0, 3).Mean; math.Abs(d.Mean-m) > 1e-12 {
		t.Errorf("the mean difference %v is not the difference of means %v", d.Mean, m)
	}
}

func TestPairingGainOfRunsThatDoNotDifferOrVary(t *testing.T) {
	if g := summarised(t, []float64{1, 1}, []float64{2, 2}).PairingGain(0, 0); !math.IsInf(g, 1) {
		t.Errorf("equal runs: %v, want +Inf", g)
	}
	if g := summarised(t, []float64{1, 2}, []float64{1, 2}).PairingGain(0, 0); g != 0 {
		t.Errorf("runs without spread: %v, want 0", g)
	}
}

func TestPairsAreAllOfFourAndOfMoreEachWithTheFirst(t *testing.T) {
	for n, want := range [][]Pair{
		nil, nil, {{0, 1}}, {{0, 1}, {0, 2}, {1, 2}},
		{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}},
		{{0, 1}, {0, 2}, {0, 3}, {0, 4}},
	} {
		if got := Pairs(n); !slices.Equal(got, want) {
			t.Errorf("of %d scenarios %v, want %v", n, got, want)
		}
	}
	if n := len(Pairs(1000)); n != 999 {
		t.Errorf("%d of 1000 scenarios", n)
	}
}

func TestFailedReplicationsAreCountedAndLeftOut(t *testing.T) {
	s := summarised(t, []float64{1, 2})
	first := errors.New("the first")
	for _, err := range []error{first, errors.New("the second")} {
		if err := s.Watch(Replication{Number: 1, Runs: []model.RunResult{outcomes(9), outcomes(9)}, Err: err}); err != nil {
			t.Fatal(err)
		}
	}
	if s.Count() != 1 || s.Failed != 2 || s.FirstFailure() != first || s.Mean(0, 0).Mean != 1 {
		t.Errorf("%d summed up, %d failed, first %v, mean %v", s.Count(), s.Failed, s.FirstFailure(), s.Mean(0, 0))
	}
	if summarised(t, []float64{1}).FirstFailure() != nil {
		t.Error("a failure of nothing")
	}
}

func TestReportIsJSONWhateverCameOut(t *testing.T) {
	for name, s := range map[string]*Summary{
		"nothing":   NewSummary(&Plan{Scenarios: configs("a", "b"), Replications: 3}),
		"one run":   summarised(t, []float64{.5}),
		"equal":     summarised(t, []float64{.5, .5}, []float64{.6, .6}),
		"no spread": summarised(t, []float64{.5, .6}, []float64{.5, .6}),
		"spread":    summarised(t, []float64{.5, .6, .1}, []float64{.6, .5, .1}),
	} {
		text, err := json.Marshal(s.Report())
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var back Report
		if err := json.Unmarshal(text, &back); err != nil || len(back.Scenarios) != len(s.Plan.Scenarios) || back.Replications != s.Count() {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
		if s.Count() == 0 && !strings.Contains(string(text), `"outcomes":[]`) {
			t.Errorf("outcomes of no replication: %s", text)
		}
	}
}
