package experiments

import (
	"context"
	"fmt"
	"math"

	"polesim/model"
)

// A StateRange is where a state variable was over all runs, months and entities of a scenario.
type StateRange struct {
	State                 model.State
	Lowest, Mean, Highest float64
	AtLow, AtHigh         float64  // share of values at the bounds, over all runs
	Moves                 Estimate // over runs: standard deviation over the second half of the months of the mean over entities
	Stuck                 int      // runs in which every entity was at one bound in every month
	Runs                  int      // in which there was such an entity
}

// Verdict says in a word whether the state is stuck at a bound or frozen; "moves" if it is neither.
func (r StateRange) Verdict() string {
	switch {
	case r.Runs == 0:
		return "nobody"
	case r.Stuck == r.Runs:
		return "stuck at a bound"
	case r.Stuck > 0:
		return fmt.Sprintf("stuck at a bound in %d of %d runs", r.Stuck, r.Runs)
	case r.Moves.Mean <= 1e-12:
		return "frozen"
	}
	return "moves"
}

// Ranges runs a plan of one scenario and returns where each state of the parts that it has on was.
func (p *Plan) Ranges(ctx context.Context) ([]StateRange, error) {
	survey := *p
	survey.Survey = true
	states := model.States()
	var list []StateRange
	var places []int
	moves := make([]moments, len(states))
	for k, s := range states {
		if s.In(p.Scenarios[0]) {
			places = append(places, k)
			list = append(list, StateRange{State: s, Lowest: math.Inf(1), Highest: math.Inf(-1)})
		}
	}
	err := survey.Run(ctx, func(r Replication) error {
		if r.Err != nil {
			return r.Err
		}
		for at, k := range places {
			s, l := r.Runs[0].States[k], &list[at]
			if s.Seen == 0 {
				continue
			}
			l.Runs++
			l.Lowest, l.Highest = min(l.Lowest, s.Lowest), max(l.Highest, s.Highest)
			l.Mean += (s.Mean - l.Mean) / float64(l.Runs)
			l.AtLow += (s.AtLow - l.AtLow) / float64(l.Runs)
			l.AtHigh += (s.AtHigh - l.AtHigh) / float64(l.Runs)
			if s.AtLow == 1 || s.AtHigh == 1 {
				l.Stuck++
			}
			moves[k].add(s.Moves)
			l.Moves = moves[k].estimate()
		}
		return nil
	})
	return list, err
}
