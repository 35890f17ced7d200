package sensitivity_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"polesim/experiments/sampling"
	"polesim/experiments/sensitivity"
)

func sobol(t *testing.T, tr trial) *sensitivity.Indices {
	t.Helper()
	d := tr.run(t)
	x, err := sensitivity.Sobol(d, level(t, d, "a"))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func near(t *testing.T, what string, got sensitivity.Interval, want, within float64) {
	t.Helper()
	if !(math.Abs(got.Value-want) <= within) {
		t.Errorf("%s: %.4f, want %.4f within %.3f", what, got.Value, want, within)
	}
	if !(got.Low <= got.Value && got.Value <= got.High) {
		t.Errorf("%s: %+v is not in order", what, got)
	}
}

// Ishigami and Homma 1990, a = 7, b = 0.1: the indices in closed form.
func TestSobolIndicesOfIshigamiAreTheKnownOnes(t *testing.T) {
	first := map[string]float64{"x1": .3139, "x2": .4424, "x3": 0}
	total := map[string]float64{"x1": .5576, "x2": .4424, "x3": .2437}
	for name, points := range map[string][][]float64{
		"second order": saltelliOf(8192, 3, true), "first order": saltelliOf(8192, 3, false),
	} {
		x := sobol(t, trial{sampler: "saltelli", points: points, scenarios: []func([]float64) float64{ishigami}, replications: 1})
		for _, f := range x.Factors {
			near(t, name+", first "+f.Name, f.First, first[f.Name], .03)
			near(t, name+", total "+f.Name, f.Total, total[f.Name], .03)
		}
		near(t, name+", sum", x.Sum, .7563, .05)
		if x.Factors[0].Name != "x1" || x.Factors[2].Name != "x3" {
			t.Errorf("%s: factors are not sorted by total", name)
		}
		for _, s := range x.Second {
			if want := map[string]float64{"x1x3": .2437}[s.A+s.B]; true {
				near(t, name+", second "+s.A+s.B, s.Index, want, .06)
			}
		}
		if strings.HasPrefix(name, "second") != (len(x.Second) == 3) {
			t.Errorf("%s: %d second orders", name, len(x.Second))
		}
	}
}

// Saltelli et al. 2008: V_i = 1/(3(1+a_i)²), V = Π(1+V_i) − 1.
func TestSobolIndicesOfTheGFunctionAreTheKnownOnes(t *testing.T) {
	a := []float64{0, 1, 4.5, 9, 99}
	all := 1.0
	var parts []float64
	for _, k := range a {
		parts = append(parts, 1/(3*(1+k)*(1+k)))
		all *= 1 + parts[len(parts)-1]
	}
	x := sobol(t, trial{sampler: "saltelli", points: saltelliOf(8192, 5, false), scenarios: []func([]float64) float64{gOf(a...)}, replications: 1})
	for _, f := range x.Factors {
		k := int(f.Name[1] - '1')
		near(t, "first "+f.Name, f.First, parts[k]/(all-1), .04)
		near(t, "total "+f.Name, f.Total, parts[k]*all/(1+parts[k])/(all-1), .04)
	}
}

// Of 60 studies the 95 % intervals of the total must hold the truth in most: fewer than 50 would happen once in thousands.
func TestBootstrapIntervalsHoldTheTruthAsOftenAsTheySay(t *testing.T) {
	truth := map[string]float64{"x1": .5576, "x2": .4424, "x3": .2437}
	held := map[string]int{}
	for seed := range uint64(60) {
		points := saltelliOf(60*256, 3, false)[int(seed)*256*5:][:256*5]
		x := sobol(t, trial{sampler: "saltelli", points: points, scenarios: []func([]float64) float64{ishigami}, replications: 1})
		for _, f := range x.Factors {
			if f.Total.Low <= truth[f.Name] && truth[f.Name] <= f.Total.High {
				held[f.Name]++
			}
		}
	}
	for name := range truth {
		if held[name] < 50 {
			t.Errorf("total of %s held in %d of 60", name, held[name])
		}
	}
}

func TestSobolSaysWhatNoiseMakesOfIt(t *testing.T) {
	tr := trial{sampler: "saltelli", points: saltelliOf(2048, 3, false), replications: 4, noise: 2,
		scenarios: []func([]float64) float64{func(u []float64) float64 { return 3 * u[0] }}}
	x := sobol(t, tr)
	// variance 9/12 + 2²/4: the noise of the means has 4/7 of it
	if math.Abs(float64(x.Noise)-4./7) > .05 {
		t.Errorf("noise %.3f, want 0.571", x.Noise)
	}
	for _, f := range x.Factors {
		if f.Name != "x1" {
			near(t, "total of an idle factor "+f.Name, f.Total, 4./7, .08) // as large as the noise, and no larger
		}
	}
}

func TestBasePointsThatMissAPointAreLeftOutAndCounted(t *testing.T) {
	tr := trial{sampler: "saltelli", points: saltelliOf(64, 3, false), scenarios: []func([]float64) float64{ishigami}, replications: 2,
		spoiled: func(p, _, _ int) bool { return p == 7 || p == 8 || p == 100 }}
	x := sobol(t, tr)
	if x.Base != 62 || x.Gaps.Blocks != 2 || x.Gaps.Missing != 3 || x.Gaps.Failed != 6 {
		t.Errorf("%d base points, %+v", x.Base, x.Gaps)
	}
	if got := x.Gaps.String(); got != "Missing: 3 points of 320 planned have no value; 6 rows failed; 2 base points of 64 left out for it." {
		t.Error(got)
	}
}

// The layout is that of package sampling, with second order and without, at any number of factors.
func TestTheSamplersOwnPointsAreKnown(t *testing.T) {
	for _, second := range []bool{false, true} {
		for factors := 2; factors < 6; factors++ {
			sampler, err := sampling.New("saltelli", factors, sampling.Settings{Points: 16, Seed: 3, SecondOrder: second})
			if err != nil {
				t.Fatal(err)
			}
			points := make([][]float64, sampler.Points())
			for p := range points {
				points[p] = make([]float64, factors)
				sampler.At(p, points[p])
			}
			x := sobol(t, trial{sampler: "saltelli", points: points, scenarios: []func([]float64) float64{ishigamiOf2}, replications: 1})
			if x.Base != 16 || (len(x.Second) > 0) != second {
				t.Errorf("%d factors: %d base points, %d second orders", factors, x.Base, len(x.Second))
			}
		}
	}
}

func TestPointsInAnotherOrderAreNoSaltelliDesign(t *testing.T) {
	points := saltelliOf(8, 3, false)
	points[2], points[9] = points[9], points[2]
	d := trial{sampler: "saltelli", points: points, scenarios: []func([]float64) float64{ishigami}, replications: 1}.run(t)
	if _, err := sensitivity.Sobol(d, level(t, d, "a")); !errors.Is(err, sensitivity.ErrUnfit) {
		t.Errorf("%v", err)
	}
}

func TestTheSameRowsGiveTheSameNumbers(t *testing.T) {
	tr := trial{sampler: "saltelli", points: saltelliOf(64, 3, false), scenarios: []func([]float64) float64{ishigami}, replications: 1}
	a, b := sobol(t, tr), sobol(t, tr)
	for k := range a.Factors {
		if a.Factors[k].First != b.Factors[k].First || a.Factors[k].Total != b.Factors[k].Total {
			t.Errorf("%+v, then %+v", a.Factors[k], b.Factors[k])
		}
	}
}
