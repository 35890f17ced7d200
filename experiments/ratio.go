package experiments

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"polesim/experiments/moments"
)

// A Ratio is a quotient of two means with its 95 % interval.
type Ratio struct{ Value, Low, High float64 }

// String writes the ratio, or says that the interval has no bounds.
func (r Ratio) String() string {
	if math.IsInf(r.Low, 0) {
		return fmt.Sprintf("%.2f [no bounds: the divisor may be 0]", r.Value)
	}
	return strings.ReplaceAll(fmt.Sprintf("%.2f [%.2f, %.2f]", r.Value, r.Low, r.High), "-", "−")
}

// RatioOf returns mean(x)/mean(y) of paired values with Fieller's interval (Fieller 1954): all ratios r for which the
// mean of x − r·y is not told from 0. Where the mean of y itself is not told from 0 there are no bounds.
func RatioOf(x, y []float64) Ratio {
	n := float64(len(x))
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(.975)
	mx, my := stat.Mean(x, nil), stat.Mean(y, nil)
	q := t * t / n
	a := my*my - q*stat.Variance(y, nil)
	b := mx*my - q*stat.Covariance(x, y, nil)
	c := mx*mx - q*stat.Variance(x, nil)
	if a <= 0 {
		return Ratio{mx / my, math.Inf(-1), math.Inf(1)}
	}
	half := math.Sqrt(max(0, b*b-a*c))
	return Ratio{mx / my, (b - half) / a, (b + half) / a}
}

// EstimateOf returns the mean of values of independent runs with its 95 % interval.
func EstimateOf(values []float64) Estimate {
	var m moments.Moments
	for _, v := range values {
		m.Add(v)
	}
	return estimateFrom(m)
}

// StandardErrors returns the mean in its standard errors; 0 if nothing varies.
func (e Estimate) StandardErrors() float64 {
	if e.SD == 0 {
		return 0
	}
	return e.Mean / (e.SD / math.Sqrt(float64(e.N)))
}
