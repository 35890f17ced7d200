package sensitivity_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"polesim/experiments/sensitivity"
)

func TestMorrisTellsStrongBentAndIdleFactors(t *testing.T) {
	f := func(u []float64) float64 { return 5*u[0] - 2*u[1] + 6*u[2]*u[3] }
	d := trial{sampler: "morris", points: morrisOf(200, 5), scenarios: []func([]float64) float64{f}, replications: 1}.run(t)
	s, err := sensitivity.Morris(d, level(t, d, "a"))
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]sensitivity.Screened{}
	for _, f := range s.Factors {
		by[f.Name] = f
	}
	// straight lines: the effect is the slope over the whole range, without spread
	for name, slope := range map[string]float64{"x1": 5, "x2": -2, "x5": 0} {
		if got := by[name]; math.Abs(got.Mu.Value-slope) > 1e-9 || math.Abs(got.MuStar.Value-math.Abs(slope)) > 1e-9 || got.Sigma.Value > 1e-9 {
			t.Errorf("%s: %+v, want slope %g", name, got, slope)
		}
	}
	// x3 steps by 6·x4: x4 is 0, 1/3, 2/3 or 1, a quarter each: mean 3, standard deviation 6·√(5/36)
	if got := by["x3"]; math.Abs(got.Mu.Value-3) > .4 || math.Abs(got.Sigma.Value-6*math.Sqrt(5./36)) > .25 {
		t.Errorf("x3: %+v", got)
	}
	if got := by["x3"]; !(got.MuStar.Low < 3 && 3 < got.MuStar.High) || got.MuStar.High-got.MuStar.Low > 1 {
		t.Errorf("interval of x3: %+v", got.MuStar)
	}
	if s.Factors[0].Name != "x1" || s.Factors[4].Name != "x5" || s.Trajectories != 200 {
		t.Errorf("%d trajectories, first %s, last %s", s.Trajectories, s.Factors[0].Name, s.Factors[4].Name)
	}
}

func TestTrajectoriesThatMissAPointAreLeftOutAndCounted(t *testing.T) {
	f := func(u []float64) float64 { return u[0] }
	tr := trial{sampler: "morris", points: morrisOf(10, 3), scenarios: []func([]float64) float64{f, f}, replications: 2,
		spoiled: func(p, _, k int) bool { return p == 5 && k == 1 || p >= 36 }}
	d := tr.run(t)
	for _, test := range []struct {
		scenario string
		want     int
	}{{"a", 9}, {"b", 8}} {
		s, err := sensitivity.Morris(d, level(t, d, test.scenario))
		if err != nil {
			t.Fatal(err)
		}
		if s.Trajectories != test.want || s.Gaps.Blocks != 10-test.want || s.Gaps.Of != 10 {
			t.Errorf("scenario %s: %d trajectories, want %d; %+v", test.scenario, s.Trajectories, test.want, s.Gaps)
		}
	}
}

func TestNoiseOfEffectsIsSaid(t *testing.T) {
	f := func(u []float64) float64 { return u[0] }
	d := trial{sampler: "morris", points: morrisOf(1000, 2), scenarios: []func([]float64) float64{f}, replications: 9, noise: 3}.run(t)
	s, err := sensitivity.Morris(d, level(t, d, "a"))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := s.WriteTable(&text); err != nil || !strings.Contains(text.String(), "σ of noise alone") || !strings.Contains(text.String(), fmt.Sprintf("%.3g", float64(s.Factors[0].Noise))) {
		t.Errorf("%v\n%s", err, &text)
	}
	// two means with standard error 1, over a step of 2/3
	for _, f := range s.Factors {
		if want := 1.5 * math.Sqrt2; math.Abs(float64(f.Noise)-want) > .2 || math.Abs(f.Sigma.Value-want) > .2 {
			t.Errorf("%s: noise %.2f, σ %.2f; want both near %.2f", f.Name, f.Noise, f.Sigma.Value, want)
		}
	}
}

func TestPointsThatAreNoTrajectoryAreRefused(t *testing.T) {
	d := trial{sampler: "morris", points: drawn(12, 2, 1), scenarios: []func([]float64) float64{ishigamiOf2}, replications: 1}.run(t)
	if _, err := sensitivity.Morris(d, level(t, d, "a")); !errors.Is(err, sensitivity.ErrUnfit) {
		t.Errorf("%v", err)
	}
}

func ishigamiOf2(u []float64) float64 { return u[0] + u[1] }
