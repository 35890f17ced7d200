package moments_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"

	"polesim/experiments/moments"
)

func TestMomentsAreThoseOfAllNumbersAtOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-1e3, 1e3), 2, 50).Draw(rt, "numbers")
		var m moments.Moments
		for _, v := range x {
			m.Add(v)
		}
		mean, variance := stat.MeanVariance(x, nil)
		near := func(what string, got, want float64) {
			if math.Abs(got-want) > 1e-7*(1+math.Abs(want)) {
				rt.Errorf("%s %v, want %v", what, got, want)
			}
		}
		near("mean", m.Mean, mean)
		near("variance", m.Variance(), variance)
		near("standard error", m.StandardError(), math.Sqrt(variance/float64(len(x))))
	})
}

func TestOneNumberHasNoSpreadAndNoStandardError(t *testing.T) {
	var m moments.Moments
	m.Add(3)
	if m.Variance() != 0 || !math.IsNaN(m.StandardError()) {
		t.Errorf("variance %v, standard error %v", m.Variance(), m.StandardError())
	}
}

func TestStudentIsAsInTheTables(t *testing.T) {
	for freedom, want := range map[int]float64{1: 12.706, 4: 2.776, 19: 2.093, 199: 1.972} {
		if got := moments.Student(freedom); math.Abs(got-want) > 5e-4 {
			t.Errorf("%d degrees of freedom: %v, want %v", freedom, got, want)
		}
	}
}
