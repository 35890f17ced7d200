package experiments

import (
	"math"

	"polesim/experiments/moments"
	"polesim/model"
)

// An Estimate is a mean with its 95 % interval (Student's t over replications).
type Estimate struct {
	Mean float64 `json:"mean"`
	Low  float64 `json:"low"`  // equal to Mean when N is 1: no interval
	High float64 `json:"high"` //
	SD   float64 `json:"sd"`   // between replications
	N    int     `json:"n"`
}

// estimateFrom is the estimate that running moments give.
func estimateFrom(m moments.Moments) Estimate {
	e := Estimate{Mean: m.Mean, Low: m.Mean, High: m.Mean, SD: math.Sqrt(m.Variance()), N: m.N}
	if m.N > 1 {
		half := moments.Student(m.N-1) * e.SD / math.Sqrt(float64(m.N))
		e.Low, e.High = m.Mean-half, m.Mean+half
	}
	return e
}

// A Pair is a comparison of two scenarios, B minus A, by their places in the plan.
type Pair struct{ A, B int }

// Pairs returns the comparisons that are shown of n scenarios: all of them up to four, and beyond that each with the
// first.
func Pairs(n int) []Pair {
	const all = 4
	var pairs []Pair
	for b := 1; b < n; b++ {
		pairs = append(pairs, Pair{0, b})
	}
	for a := 1; n <= all && a < n; a++ {
		for b := a + 1; b < n; b++ {
			pairs = append(pairs, Pair{a, b})
		}
	}
	return pairs
}

// A Summary sums up a plan's runs as they come. Its memory does not depend on their number.
type Summary struct {
	Plan   *Plan
	Pairs  []Pair
	Failed int                 // replications
	means  [][]moments.Moments // by scenario and outcome
	pairs  [][]moments.Moments // by pair and outcome
	gaps   []moments.Moments   // by scenario: what full-information search reaches beyond uncoordinated search
	first  error               // of the failed ones
}

// NewSummary returns the empty summary of a plan; Watch fills it.
func NewSummary(p *Plan) *Summary {
	s := &Summary{Plan: p, Pairs: Pairs(len(p.Scenarios)), gaps: make([]moments.Moments, len(p.Scenarios))}
	outcomes := len(model.Outcomes())
	for range p.Scenarios {
		s.means = append(s.means, make([]moments.Moments, outcomes))
	}
	for range s.Pairs {
		s.pairs = append(s.pairs, make([]moments.Moments, outcomes))
	}
	return s
}

// Watch takes in a replication.
func (s *Summary) Watch(r Replication) error {
	if r.Err != nil {
		if s.Failed++; s.first == nil {
			s.first = r.Err
		}
		return nil
	}
	for k := range s.means {
		values := r.Runs[k].Values
		for o, v := range values {
			s.means[k][o].Add(v)
		}
		s.gaps[k].Add(values[model.OutcomeIndex(wholeName)] - values[model.OutcomeIndex(aloneName)])
	}
	for k, pair := range s.Pairs {
		for o, v := range r.Runs[pair.B].Values {
			s.pairs[k][o].Add(v - r.Runs[pair.A].Values[o])
		}
	}
	return nil
}

// FirstFailure returns the error of the first failed replication, or nil.
func (s *Summary) FirstFailure() error { return s.first }

// Count returns how many replications were summed up.
func (s *Summary) Count() int { return s.means[0][0].N }

// Mean returns the estimate of an outcome under a scenario, both by their places.
func (s *Summary) Mean(scenario, outcome int) Estimate {
	return estimateFrom(s.means[scenario][outcome])
}

// Difference returns the estimate of a paired difference.
func (s *Summary) Difference(pair, outcome int) Estimate { return estimateFrom(s.pairs[pair][outcome]) }

// PairingGain returns how many times smaller the variance of a paired difference is than that of a difference between
// independent runs; +Inf if paired runs are equal, and 0 if nothing varies.
func (s *Summary) PairingGain(pair, outcome int) float64 {
	p := s.Pairs[pair]
	unpaired := s.means[p.A][outcome].Variance() + s.means[p.B][outcome].Variance()
	if unpaired == 0 {
		return 0
	}
	return unpaired / s.pairs[pair][outcome].Variance()
}
