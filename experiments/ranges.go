package experiments

import (
	"context"
	"fmt"
	"math"

	"polesim/experiments/moments"
	"polesim/model"
)

// A StateRange is where a state variable was over all runs, months and entities of a scenario.
type StateRange struct {
	State                 model.State
	Given                 string // why it stays as the scenario gives it; empty if something moves it
	Lowest, Mean, Highest float64
	AtLow, AtHigh         float64  // share of values at the bounds, over all runs
	Moves                 Estimate // over runs: standard deviation over the second half of the months of the mean over entities
	Stuck                 int      // runs in which every entity was at one bound in every month
	Exploding             int      // runs in which it grew beyond measure in the last quarter of the months
	Runs                  int      // in which there was such an entity
}

const (
	// still is a movement that is rounding.
	still = 1e-12
	// explosion is how many times as large as ever before a state must be in the last quarter of a run to explode. What
	// grows by the same amount each month is 1.2 times as large.
	explosion = 2
)

// Holds says whether the state is as a state should be: it moves, or the scenario gives it and it stays; it is neither at
// a bound from first to last in any run, nor beyond measure in more than half of them.
func (r StateRange) Holds() bool {
	switch {
	case r.Given != "":
		return r.Runs == 0 || r.Moves.Mean <= still
	case r.Runs == 0 || r.Moves.Mean <= still:
		return false
	}
	return r.Stuck == 0 && 2*r.Exploding <= r.Runs
}

// Verdict says in a few words what the state does.
func (r StateRange) Verdict() string {
	often := func(what string, runs int) string {
		if runs == r.Runs {
			return what
		}
		return fmt.Sprintf("%s in %d of %d runs", what, runs, r.Runs)
	}
	switch {
	case r.Given != "" && r.Holds():
		return "given: " + r.Given
	case r.Given != "":
		return "moves, though " + r.Given
	case r.Runs == 0:
		return "nobody has it"
	case r.Stuck > 0:
		return often("at a bound throughout", r.Stuck)
	case r.Exploding > 0:
		return often("explodes", r.Exploding)
	case r.Moves.Mean <= still:
		return "frozen"
	}
	return "moves"
}

// Ranges runs a plan of one scenario and returns where each state of the parts that it has on was.
func (p *Plan) Ranges(ctx context.Context, watchers ...Watch) ([]StateRange, error) {
	survey := *p
	survey.Survey = true
	states := model.States()
	var list []StateRange
	var places []int
	moves := make([]moments.Moments, len(states))
	for k, s := range states {
		if s.In(p.Scenarios[0]) {
			places = append(places, k)
			list = append(list, StateRange{State: s, Given: s.Given(p.Scenarios[0]), Lowest: math.Inf(1), Highest: math.Inf(-1)})
		}
	}
	err := survey.Run(ctx, append([]Watch{func(r Replication) error {
		if r.Err != nil {
			return r.Err
		}
		for at, k := range places {
			list[at].add(r.Runs[0].States[k], &moves[k])
		}
		return nil
	}}, watchers...)...)
	return list, err
}

// add takes in a run.
func (r *StateRange) add(s model.StateRange, moves *moments.Moments) {
	if s.Seen == 0 {
		return
	}
	r.Runs++
	r.Lowest, r.Highest = min(r.Lowest, s.Lowest), max(r.Highest, s.Highest)
	r.Mean += (s.Mean - r.Mean) / float64(r.Runs)
	r.AtLow += (s.AtLow - r.AtLow) / float64(r.Runs)
	r.AtHigh += (s.AtHigh - r.AtHigh) / float64(r.Runs)
	if s.AtLow == 1 || s.AtHigh == 1 {
		r.Stuck++
	}
	bounded := !math.IsInf(r.State.Low, 0) && !math.IsInf(r.State.High, 0)
	if !bounded && s.Grows > explosion {
		r.Exploding++
	}
	moves.Add(s.Moves)
	r.Moves = estimateFrom(*moves)
}

// A RangesReport is where a scenario's states were, for other programs to read.
type RangesReport struct {
	Scenario string        `json:"scenario"`
	Holds    bool          `json:"holds"`
	States   []StateReport `json:"states"`
}

// A StateReport is where a state was; without numbers where nobody has it.
type StateReport struct {
	State   string   `json:"state"`
	Of      string   `json:"of"`
	Unit    string   `json:"unit"`
	Lowest  *float64 `json:"lowest"`
	Mean    *float64 `json:"mean"`
	Highest *float64 `json:"highest"`
	AtLow   *float64 `json:"at_low"`  // share of values; none where there is no such bound
	AtHigh  *float64 `json:"at_high"` //
	Moves   *float64 `json:"moves"`
	Runs    int      `json:"runs"`
	Verdict string   `json:"verdict"`
	Holds   bool     `json:"holds"`
}

// ReportRanges puts ranges into a form for other programs to read.
func ReportRanges(scenario string, list []StateRange) RangesReport {
	report := RangesReport{Scenario: scenario, Holds: true, States: []StateReport{}}
	for _, r := range list {
		s := StateReport{State: r.State.Name, Of: r.State.Of, Unit: r.State.Units(), Runs: r.Runs, Verdict: r.Verdict(), Holds: r.Holds()}
		if r.Runs > 0 {
			s.Lowest, s.Mean, s.Highest, s.Moves = &r.Lowest, &r.Mean, &r.Highest, &r.Moves.Mean
			s.AtLow, s.AtHigh = atBound(r.AtLow, r.State.Low), atBound(r.AtHigh, r.State.High)
		}
		report.States = append(report.States, s)
		report.Holds = report.Holds && s.Holds
	}
	return report
}

// atBound is a share of values, or nothing where there is no bound to be at.
func atBound(share, bound float64) *float64 {
	if math.IsInf(bound, 0) {
		return nil
	}
	return &share
}
