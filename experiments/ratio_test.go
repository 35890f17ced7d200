package experiments

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
	r := RatioOf(x, y)
	for _, v := range []float64{r.Value, r.Low, r.High} {
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
		if r := RatioOf(x, y); r.Low <= .4 && .4 <= r.High {
			held++
		}
	}
	if held < 1856 || held > 1944 {
		t.Errorf("%d of 2000 intervals hold the truth, want 1900 ± 44", held)
	}
}

func TestWithoutAGainThereAreNoBounds(t *testing.T) {
	r := RatioOf([]float64{1, -1, 2, -2}, []float64{3, -3, 1, -1})
	if !math.IsInf(r.Low, -1) || !strings.Contains(r.String(), "no bounds") {
		t.Errorf("%v, want no bounds", r)
	}
}
