package patterns

import (
	"fmt"
	"math"

	"polesim/experiments"
)

// ceremony tries whether reporting for its own sake comes from what it pays.
func ceremony(l *lab) ([]Measure, error) {
	nothing, err := l.run(specimen{name: "ghu-contract", sets: []string{"governance.incentive=0", "professionals.goal_economy=0", "goals.steering=0", "money.pressure=0", "steering.self_control=0"}})
	if err != nil {
		return nil, err
	}
	measures := []Measure{
		within("ceremoniality where nobody gains by the indicator (λ = 0)", "share of time for results", nothing.mean(0, "ceremoniality"), -.02, .02),
		told("the same before that of the twin run is taken off", "share of time for results", nothing.mean(0, "ceremoniality_raw")),
	}
	levels := []float64{0, .15, .3, .5, .7}
	var specimens []specimen
	for _, level := range levels {
		specimens = append(specimens, specimen{name: "ghu-contract", sets: []string{fmt.Sprintf("measurement.manipulability=%v", level)}})
	}
	s, err := l.run(specimens...)
	if err != nil {
		return nil, err
	}
	for k, level := range levels {
		measures = append(measures, told(fmt.Sprintf("ceremoniality at manipulability %v", level), "share of time for results", s.mean(k, "ceremoniality")))
		if k > 0 {
			measures = append(measures, within(fmt.Sprintf("rise from %v to %v", levels[k-1], level), "share of time for results",
				experiments.EstimateOf(s.gain(k-1, k, "ceremoniality")), 0, math.Inf(1)))
		}
	}
	return measures, nil
}
