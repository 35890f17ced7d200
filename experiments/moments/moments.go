// Package moments keeps what is needed of many numbers to say their mean and how sure it is, without keeping the numbers.
package moments

import "math"

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
