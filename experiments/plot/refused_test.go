package plot_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"polesim/experiments/plot"
)

func TestNothingToDrawIsSaid(t *testing.T) {
	f := frame("What if no run has a value?", 2)
	nan := math.NaN()
	look(t, "distributions-empty")(plot.Distributions(f, []plot.Sample{{Outcome: outcomes[0], Runs: [][]float64{nil, {nan, nan}}}}))
	look(t, "courses-empty")(plot.TimeCourses(f, plot.TimeAxis{Months: monthly(12)}, []plot.Course{{Outcome: outcomes[0], Bands: make([]plot.Bands, 2)}}))
	look(t, "differences-empty")(plot.PairedDifferences(f, scaleName, both[:1], []plot.Difference{{Outcome: outcomes[0], Estimates: []plot.Estimate{{Mean: nan, Low: nan, High: nan}}}}))
	look(t, "one-month")(plot.TimeCourses(f, plot.TimeAxis{Months: []float64{3}}, []plot.Course{{Outcome: outcomes[0],
		Bands: []plot.Bands{plot.BandsOf([][]float64{{0.2}, {0.4}}), plot.BandsOf([][]float64{{0.3}})}}}))
}

func TestUnfitDataAreRefusedByName(t *testing.T) {
	good := frame("Is it refused?", 2)
	month := plot.TimeAxis{Months: monthly(3)}
	tests := map[string]struct {
		err  error
		want string
	}{
		"no question":     {second(plot.Distributions(plot.Frame{Scenarios: titles[:1]}, draws(1, 2))), "no question"},
		"eight scenarios": {second(plot.Distributions(plot.Frame{Question: "?", Scenarios: make([]string, 8)}, nil)), "8 scenarios"},
		"no outcome":      {second(plot.Distributions(good, nil)), "no data"},
		"too few":         {second(plot.Distributions(good, draws(1, 2))), "Care effectiveness"},
		"itself":          {second(plot.PairedDifferences(good, scaleName, []plot.Comparison{{A: 1, B: 1}}, paired(draws(2, 9), nil))), "cannot compare"},
		"short band":      {second(plot.TimeCourses(good, month, courses(2, 3, 2))), "2 values for 3 months"},
		"negative share": {second(plot.MechanismShares(good, plot.Shares{Mechanisms: channels[:1], Months: []float64{0}, Replications: []int{1, 1},
			Share: [][][]float64{{{-0.1}}, {{1}}}})), "below 0"},
	}
	for name, test := range tests {
		if test.err == nil || !strings.Contains(test.err.Error(), test.want) {
			t.Errorf("%s: %v, want it to say %q", name, test.err, test.want)
		}
	}
	if !errors.Is(tests["no outcome"].err, plot.ErrNoData) {
		t.Error("a figure without data is not ErrNoData")
	}
}

func second(_ *plot.Figure, err error) error { return err }

func TestCaptionGivesTheNumbers(t *testing.T) {
	f, err := plot.PairedDifferences(frame("By how much?", 2), scaleName, both[:1], []plot.Difference{{
		Outcome: outcomes[0], Scale: 0.02, Estimates: []plot.Estimate{{Mean: 0.012, Low: 0.010, High: 0.014, Pairs: 200}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"By how much?", titles[1] + " − " + titles[0], "Care effectiveness (index 0–1) +0.0120 [0.0100, 0.0140]", "n = 200"} {
		if !strings.Contains(f.Caption, want) {
			t.Errorf("caption lacks %q: %s", want, f.Caption)
		}
	}
}
