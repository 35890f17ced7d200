package main

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestRatioOfProportionalGainsIsExact(t *testing.T) {
	y := []float64{1, 2, 3, 4, 5, 6}
	x := make([]float64, len(y))
	for k := range y {
		x[k] = .3 * y[k]
	}
	r := ratioOf(x, y)
	for _, v := range []float64{r.value, r.low, r.high} {
		if math.Abs(v-.3) > 1e-6 {
			t.Errorf("ratio %+v, want .3 throughout", r)
		}
	}
}

// 95 % intervals of 2,000 samples hold the truth in 1,900 ± 44 (4.5 standard deviations, seed fixed).
func TestIntervalHoldsTheTruthAsOftenAsItSays(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	held := 0
	for range 2000 {
		x, y := make([]float64, 50), make([]float64, 50)
		for k := range y {
			both := rnd.NormFloat64()
			y[k] = 1 + both
			x[k] = .4 + .5*both + rnd.NormFloat64()
		}
		if r := ratioOf(x, y); r.low <= .4 && .4 <= r.high {
			held++
		}
	}
	if held < 1856 || held > 1944 {
		t.Errorf("%d of 2000 intervals hold the truth, want 1900 ± 44", held)
	}
}

func TestWithoutAGainThereAreNoBounds(t *testing.T) {
	r := ratioOf([]float64{1, -1, 2, -2}, []float64{3, -3, 1, -1})
	if !math.IsInf(r.low, -1) || !strings.Contains(r.String(), "no bounds") {
		t.Errorf("%v, want no bounds", r)
	}
}

func TestOnlyWhatLiesBetweenTheMarkersIsReplaced(t *testing.T) {
	got, err := replace("a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb", "x", "new\n")
	if want := "a\n<!-- x:begin -->\n\nnew\n\n<!-- x:end -->\nb"; err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if _, err := replace("nothing here", "x", ""); err == nil {
		t.Error("missing markers are not refused")
	}
}
