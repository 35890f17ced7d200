package model

import (
	"context"
	"math"
	"testing"
)

// Whoever looks at every state leaves the run as it is.
func TestASurveyChangesNothing(t *testing.T) {
	c := scenario(t, everything)
	plain := run(t, 0, 24, c)[0]
	cohort := NewCohort([]*Config{c})
	cohort.Survey = true
	results := make([]RunResult, 1)
	if err := cohort.Run(context.Background(), 1, 0, 24, results); err != nil {
		t.Fatal(err)
	}
	if !sameBits(plain, results[0]) {
		t.Error("a survey changed the run")
	}
}

// A survey sees each entity in each month: the extremes, the mean and how many are at a bound.
func TestASurveySeesEveryEntityInEveryMonth(t *testing.T) {
	w := worldOf(t, scenario(t, everything), 0)
	s := newSurvey()
	at := 0 // gaming
	lowest, highest, sum, zeros, n := math.Inf(1), math.Inf(-1), 0.0, 0.0, 0.0
	w.live(t, 24, func(month int) {
		s.see(w.Hospital, month >= 12)
		for _, g := range w.gaming {
			lowest, highest = min(lowest, g), max(highest, g)
			sum += g
			n++
			if g == 0 {
				zeros++
			}
		}
	})
	r := s.conclude()[at]
	if states[at].Name != "gaming" || r.Lowest != lowest || r.Highest != highest || r.AtLow != zeros/n {
		t.Errorf("%s ranges over %+v, want %v to %v, %v at 0", states[at].Name, r, lowest, highest, zeros/n)
	}
	close6(t, "mean", r.Mean, sum/n)
	if r.Moves == 0 {
		t.Error("reporting effort does not move")
	}
}

// States have bounds that hold, and values that are numbers.
func TestStatesStayWithinTheirBounds(t *testing.T) {
	for _, with := range []settings{contracts, softPoles, everything, everything.and(named)} {
		cohort := NewCohort([]*Config{scenario(t, with)})
		cohort.Survey = true
		results := make([]RunResult, 1)
		if err := cohort.Run(context.Background(), 1, 0, 60, results); err != nil {
			t.Fatal(err)
		}
		for k, r := range results[0].States {
			if !(r.Lowest >= states[k].Low && r.Highest <= states[k].High) || math.IsNaN(r.Mean) || math.IsInf(r.Mean, 0) {
				t.Errorf("%s ranges over %+v, bounds are [%v, %v]", states[k].Name, r, states[k].Low, states[k].High)
			}
		}
	}
}
