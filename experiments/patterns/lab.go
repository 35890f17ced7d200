package patterns

import (
	"context"
	"fmt"
	"slices"

	"polesim/experiments"
	"polesim/model"
	"polesim/scenarios"
)

// A lab is where patterns are tried.
type lab struct {
	ctx context.Context
	Settings
	watched []string // monthly outcomes of which every run is kept
}

// watching returns a lab that keeps the months of some outcomes.
func (l *lab) watching(outcomes ...string) *lab {
	w := *l
	w.watched = outcomes
	return &w
}

// A specimen is a scenario to run: one that polesim brings along, with some settings changed.
type specimen struct {
	name   string
	sets   []string
	months int          // horizon; the scenario's if 0
	event  *model.Event // of its time line, if any
	change func(c *model.Config)
}

// config reads the scenario.
func (s specimen) config() (*model.Config, error) {
	sets := s.sets
	if s.months > 0 {
		sets = append(slices.Clone(sets), fmt.Sprintf("simulation.months=%d", s.months))
	}
	c, err := scenarios.Load(s.name, sets...)
	if err != nil {
		return nil, err
	}
	if s.change != nil {
		s.change(c)
	}
	if s.event != nil {
		c.Timeline = append(c.Timeline, *s.event)
	}
	return c, scenarios.Check(c)
}

// with returns the specimens of several scenarios under the same settings.
func with(sets []string, names ...string) (list []specimen) {
	for _, name := range names {
		list = append(list, specimen{name: name, sets: sets})
	}
	return list
}

// A sample holds the runs of specimens on common random numbers.
type sample struct {
	horizon int                      // months of a run
	values  [][][]float64            // by specimen, outcome, replication
	series  []map[string][][]float64 // by specimen: of watched outcomes, by replication and month
}

// run runs specimens together.
func (l *lab) run(specimens ...specimen) (*sample, error) {
	var configs []*model.Config
	for _, s := range specimens {
		c, err := s.config()
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
	s := &sample{horizon: plan.Months}
	for range specimens {
		s.values = append(s.values, make([][]float64, len(model.Outcomes())))
		s.series = append(s.series, map[string][][]float64{})
	}
	err = plan.Run(l.ctx, func(r experiments.Replication) error {
		if r.Err != nil {
			return r.Err
		}
		for k := range specimens {
			for o, v := range r.Runs[k].Values {
				s.values[k][o] = append(s.values[k][o], v)
			}
			for _, name := range l.watched {
				series := r.Runs[k].Series[model.OutcomeIndex(name)]
				s.series[k][name] = append(s.series[k][name], slices.Clone(series))
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

// later returns by how much a watched outcome of the second specimen is above the first's in some months, run by run.
func (s *sample) later(outcome string, from, to int) []float64 {
	a, b := s.series[0][outcome], s.series[1][outcome]
	d := make([]float64, len(a))
	for r := range d {
		for month := from; month < to; month++ {
			d[r] += (b[r][month] - a[r][month]) / float64(to-from)
		}
	}
	return d
}

// course returns the mean of a watched outcome over some months, run by run.
func (s *sample) course(specimen int, outcome string, from, to int) []float64 {
	var list []float64
	for _, series := range s.series[specimen][outcome] {
		total := 0.0
		for _, v := range series[from:to] {
			total += v
		}
		list = append(list, total/float64(to-from))
	}
	return list
}

// gap returns what full information wins over uncoordinated search in care, on average.
func (s *sample) gap() float64 {
	return s.mean(0, "care_full_information").Mean - s.mean(0, "care_uncoordinated").Mean
}
