// Package moments keeps what is needed of many numbers to say their mean and how sure it is, without keeping the numbers.
package moments

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Moments are a running count, mean and sum of squared deviations (Welford 1962). The zero value has seen nothing. The
// same numbers in the same order give the same bits on every platform.
type Moments struct {
	N    int
	Mean float64
	M2   float64 // sum of squared deviations from the mean
}

// Add takes a number in.
func (m *Moments) Add(x float64) {
	m.N++
	d := x - m.Mean
	m.Mean += d / float64(m.N)
	m.M2 += float64(d * (x - m.Mean)) // rounded before it is added: the same on every platform
}

// Variance is the unbiased sample variance; 0 for fewer than two numbers.
func (m *Moments) Variance() float64 {
	if m.N < 2 {
		return 0
	}
	return m.M2 / float64(m.N-1)
}

// StandardError is that of the mean; NaN for fewer than two numbers.
func (m *Moments) StandardError() float64 {
	if m.N < 2 {
		return math.NaN()
	}
	return math.Sqrt(m.Variance() / float64(m.N))
}

// HalfWidth is that of the 95 % interval of the mean (Student); NaN for fewer than two numbers.
func (m *Moments) HalfWidth() float64 {
	if m.N < 2 {
		return math.NaN()
	}
	return Student(m.N-1) * m.StandardError()
}

// Student returns the 97.5 % quantile of Student's t: how many standard errors the 95 % interval of a mean reaches to each
// side. Its last digits differ between processors, as those of math.Exp do; nine decimals do not, and decisions and
// results hang on it.
func Student(freedom int) float64 {
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(freedom)}.Quantile(.975)
	return math.Round(t*1e9) / 1e9
}
