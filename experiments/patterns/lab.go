package patterns

import (
	"context"

	"polesim/experiments"
	"polesim/model"
	"polesim/scenarios"
)

// A lab is where patterns are tried.
type lab struct {
	ctx context.Context
	Settings
}

// A specimen is a scenario to run: one that polesim brings along, with some settings changed.
type specimen struct {
	name string
	sets []string
}

// with returns the specimens of several scenarios under the same settings.
func with(sets []string, names ...string) (list []specimen) {
	for _, name := range names {
		list = append(list, specimen{name, sets})
	}
	return list
}

// A sample holds the runs of specimens on common random numbers.
type sample struct {
	values [][][]float64 // by specimen, outcome, replication
	months [][][]float64 // by specimen, outcome, month: means over replications
}

// run runs specimens together.
func (l *lab) run(specimens ...specimen) (*sample, error) {
	var configs []*model.Config
	for _, s := range specimens {
		c, err := scenarios.Load(s.name, s.sets...)
		if err != nil {
			return nil, err
		}
		configs = append(configs, c)
	}
	plan, err := experiments.NewPlan(configs, map[model.ParameterID]bool{model.Replications: true, model.Seed: true})
	if err != nil {
		return nil, err
	}
	plan.Replications, plan.Seed, plan.Workers = l.Replications, l.Seed, l.Workers
	s := &sample{}
	for range specimens {
		s.values = append(s.values, make([][]float64, len(model.Outcomes())))
		months := make([][]float64, len(model.MonthlyOutcomes()))
		for o := range months {
			months[o] = make([]float64, plan.Months)
		}
		s.months = append(s.months, months)
	}
	err = plan.Run(l.ctx, func(r experiments.Replication) error {
		if r.Err != nil {
			return r.Err
		}
		for k := range specimens {
			for o, v := range r.Runs[k].Values {
				s.values[k][o] = append(s.values[k][o], v)
			}
			for o, series := range r.Runs[k].Series {
				for month, v := range series {
					s.months[k][o][month] += v / float64(plan.Replications)
				}
			}
		}
		return nil
	})
	return s, err
}

// of returns an outcome of a specimen, run by run.
func (s *sample) of(specimen int, outcome string) []float64 {
	return s.values[specimen][model.OutcomeIndex(outcome)]
}

// mean returns an outcome's estimate.
func (s *sample) mean(specimen int, outcome string) experiments.Estimate {
	return experiments.EstimateOf(s.of(specimen, outcome))
}

// gain returns b − a of an outcome, run by run.
func (s *sample) gain(a, b int, outcome string) []float64 {
	x, y := s.of(a, outcome), s.of(b, outcome)
	d := make([]float64, len(x))
	for r := range d {
		d[r] = y[r] - x[r]
	}
	return d
}

// gap returns what full information wins over uncoordinated search in care, on average.
func (s *sample) gap() float64 {
	return s.mean(0, "care_full_information").Mean - s.mean(0, "care_uncoordinated").Mean
}
