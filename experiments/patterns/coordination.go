package patterns

import (
	"fmt"
	"math"
	"slices"

	"polesim/experiments"
	"polesim/experiments/sensitivity"
)

const care = "care_effectiveness"

// uncoupled tries whether meetings are worth anything where there is nothing to coordinate.
func uncoupled(l *lab) ([]Measure, error) {
	arenas := []struct {
		title, scenario string
		sets            []string
	}{
		{"soft pôles", "ghu-pmu", nil},
		{"pôles by results, without reward", "ghu-contract", []string{"governance.incentive=0"}},
		{"network", "ghu-services", []string{"arenas.none=0", "arenas.network=1"}},
		{"meetings of the whole hospital", "ghu-services", []string{"arenas.none=0", "arenas.institution=1"}},
	}
	var measures []Measure
	for _, across := range []int{0, 3} {
		coupled := fmt.Sprintf("environment.interdependence_across=%d", across)
		specimens := []specimen{{name: "ghu-services", sets: []string{coupled}}}
		for _, a := range arenas {
			specimens = append(specimens, specimen{name: a.scenario, sets: append([]string{coupled}, a.sets...)})
		}
		s, err := l.run(specimens...)
		if err != nil {
			return nil, err
		}
		for k, a := range arenas {
			e := experiments.EstimateOf(s.gain(0, k+1, care))
			what := fmt.Sprintf("%s, K across %d: care won over services on their own", a.title, across)
			if across == 0 {
				measures = append(measures, within(what+", in standard errors", "s.e.", exact(e.StandardErrors()), math.Inf(-1), 2))
			}
			measures = append(measures, told(what, "index", e))
		}
	}
	return measures, nil
}

// randomPerimeters tries how much of the gain of soft pôles is the perimeter's.
func randomPerimeters(l *lab) ([]Measure, error) {
	s, err := l.run(specimen{name: "ghu-services"}, specimen{name: "ghu-pmu"}, specimen{name: "ghu-pmu", sets: []string{"perimeter.random=true"}})
	if err != nil {
		return nil, err
	}
	aligned, random := s.gain(0, 1, care), s.gain(0, 2, care)
	won := experiments.EstimateOf(aligned)
	kept := experiments.RatioOf(random, aligned)
	measures := []Measure{
		within("care won by aligned soft pôles over none, in standard errors", "s.e.", exact(won.StandardErrors()), 2, math.Inf(1)),
		told("care won by aligned soft pôles", "index", won),
		told("care won by random pôles of equal sizes", "index", experiments.EstimateOf(random)),
		told("couplings inside aligned pôles", "share", s.mean(1, "coverage")),
		told("couplings inside random pôles", "share", s.mean(2, "coverage")),
	}
	return append(measures, within("kept of the aligned gain", "share",
		experiments.Estimate{Mean: kept.Value, Low: kept.Low, High: kept.High, N: len(aligned)}, math.Inf(-1), 1./3)), nil
}

// bestSize tries whether the best size of a soft pôle is near that of the block of work, on a landscape that stays.
func bestSize(l *lab) ([]Measure, error) {
	const services, block = 64, 8
	counts := []int{32, 16, 8, 4, 2, 1}
	specimens := []specimen{{name: "map/services", sets: []string{"environment.dynamism=0"}}}
	for _, poles := range counts {
		specimens = append(specimens, specimen{name: "map/pmu", sets: []string{"environment.dynamism=0", fmt.Sprintf("hospital.poles=%d", poles)}})
	}
	s, err := l.run(specimens...)
	if err != nil {
		return nil, err
	}
	var measures []Measure
	gains := make([][]float64, len(counts))
	for k, poles := range counts {
		gains[k] = s.gain(0, k+1, care)
		measures = append(measures, told(fmt.Sprintf("care won by soft pôles of %d", services/poles), "index", experiments.EstimateOf(gains[k])))
	}
	best := func(times []float64) float64 { // size of the most gain, of runs that count so many times
		at, most := 0, math.Inf(-1)
		for k := range counts {
			won := 0.0
			for r, gain := range gains[k] {
				won += float64(times[r] * gain)
			}
			if won > most {
				at, most = k, won
			}
		}
		return float64(services / counts[at])
	}
	once := slices.Repeat([]float64{1}, l.Replications)
	low, high := sensitivity.Bootstrap(l.Seed, l.Replications, 1, func(times, into []float64) { into[0] = best(times) })
	size := experiments.Estimate{Mean: best(once), Low: low[0], High: high[0], N: l.Replications}
	return append(measures, within(fmt.Sprintf("best size, where blocks of work have %d services", block), "services", size, block/2, 2*block)), nil
}

// congruentResults tries when steering by results is good for care: the incentive's effect, all else equal.
func congruentResults(l *lab) ([]Measure, error) {
	effect := func(validity, congruence float64) (experiments.Estimate, []float64, float64, error) {
		sets := []string{"professionals.autonomy=.2", fmt.Sprintf("measurement.validity=%v", validity), fmt.Sprintf("environment.congruence=%v", congruence)}
		s, err := l.run(specimen{name: "ghu-contract", sets: append(sets, "governance.incentive=0")}, specimen{name: "ghu-contract", sets: sets})
		if err != nil {
			return experiments.Estimate{}, nil, 0, err
		}
		gain := s.gain(0, 1, care)
		return experiments.EstimateOf(gain), gain, s.gap(), nil
	}
	var measures []Measure
	var steps [][]float64
	congruences := []float64{0, .3, .6, .9}
	for _, congruence := range congruences {
		e, gain, _, err := effect(.9, congruence)
		if err != nil {
			return nil, err
		}
		measures = append(measures, told(fmt.Sprintf("validity .9, congruence %v: care won by the incentive", congruence), "index", e))
		steps = append(steps, gain)
	}
	for k := 1; k < len(steps); k++ {
		rise := make([]float64, len(steps[k]))
		for r := range rise {
			rise[r] = steps[k][r] - steps[k-1][r]
		}
		measures = append(measures, within(fmt.Sprintf("rise from congruence %v to %v", congruences[k-1], congruences[k]), "index",
			experiments.EstimateOf(rise), 0, math.Inf(1)))
	}
	e, _, gap, err := effect(0, .2)
	if err != nil {
		return nil, err
	}
	e.Mean, e.Low, e.High = e.Mean/gap, e.Low/gap, e.High/gap
	return append(measures, within("validity 0: care won by the incentive, of the coordination gap", "share", e, -.05, .05)), nil
}
