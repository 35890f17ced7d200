package experiments

import (
	"context"
	"fmt"
	"math"
	"slices"

	"polesim/model"
	"polesim/sim"
)

// A Plan is a number of scenarios to run together on common random numbers: in each replication all of them face the
// same landscape, patients and shocks.
type Plan struct {
	Scenarios    []*model.Config // names must differ
	Replications int
	Months       int
	Seed         uint64
	Workers      int  // goroutines; 0 means one for each core
	Survey       bool // look at the state of every entity too, for RunResult.States
	Details      bool // look at services and pôles one by one too, for RunResult.Details

	built *model.Blueprint
}

// spoil is how tests make replications fail: it may panic, or turn outcomes into what is no number.
var spoil func(replication int, runs []model.RunResult)

// NewPlan returns a plan for scenarios that agree on how they are run, with the settings of the first. Those named in
// given were settled by the user and need not agree.
func NewPlan(scenarios []*model.Config, given map[model.ParameterID]bool) (*Plan, error) {
	first := scenarios[0]
	for _, id := range []model.ParameterID{model.Replications, model.Months, model.Seed} {
		for _, c := range scenarios[1:] {
			if c.Value(id) != first.Value(id) && !given[id] {
				p := model.Parameters()[id]
				return nil, fmt.Errorf("%s: %s has %v, %s has %v; scenarios are compared on equal runs: say --%s",
					p.Key, first.Name, first.Value(id), c.Name, c.Value(id), p.Name())
			}
		}
	}
	uniqueNames(scenarios)
	return &Plan{
		Scenarios:    scenarios,
		Replications: int(first.Value(model.Replications)),
		Months:       int(first.Value(model.Months)),
		Seed:         uint64(first.Value(model.Seed)),
	}, nil
}

// uniqueNames numbers scenarios whose files have the same name, so that rows can tell them apart.
func uniqueNames(scenarios []*model.Config) {
	taken := make(map[string]bool)
	for _, c := range scenarios {
		name := c.Name
		for n := 2; taken[c.Name]; n++ {
			c.Name = fmt.Sprintf("%s-%d", name, n)
		}
		taken[c.Name] = true
	}
}

// Titles returns the scenarios' titles, with the name behind those that several share.
func (p *Plan) Titles() []string {
	count := make(map[string]int)
	for _, c := range p.Scenarios {
		count[c.Title]++
	}
	titles := make([]string, len(p.Scenarios))
	for k, c := range p.Scenarios {
		titles[k] = c.Title
		if count[c.Title] > 1 {
			titles[k] = c.Name + ": " + c.Title
		}
	}
	return titles
}

// shows says whether an outcome has something to say of the plan: its part is on in at least one scenario.
func (p *Plan) shows(o model.Outcome) bool { return slices.ContainsFunc(p.Scenarios, o.In) }

// blueprint returns what the scenarios are before any replication, made at the first call. Not for several goroutines.
func (p *Plan) blueprint() *model.Blueprint {
	if p.built == nil {
		p.built = model.NewBlueprint(p.Scenarios)
	}
	return p.built
}

// sameHospital says whether all scenarios describe the same hospital at work.
func (p *Plan) sameHospital() bool { return p.blueprint().SameHospital() }

// A Replication is what one replication of a plan came to: a result for each scenario, or an error.
type Replication struct {
	Number int
	Runs   []model.RunResult // by scenario; valid until the next replication
	Err    error
}

// Watch is told of each replication, in order.
type Watch func(Replication) error

// Run runs the plan and hands each replication to the watchers, in order and on the caller's goroutine. A replication
// that fails is handed over with its error and the others go on. An error of a watcher, or the end of ctx, ends the run
// and is returned; what was handed over before is then exactly the first so many replications.
func (p *Plan) Run(ctx context.Context, watchers ...Watch) error {
	plan := sim.Plan{Replications: p.Replications, Workers: p.Workers}
	return p.replicate(ctx, plan, watchers)
}

// replicate runs the replications of which.
func (p *Plan) replicate(ctx context.Context, which sim.Plan, watchers []Watch) error {
	blueprint := p.blueprint()
	newRun := func() sim.RunFunc[[]model.RunResult] {
		cohort := blueprint.NewCohort()
		cohort.Survey, cohort.Details = p.Survey, p.Details
		return func(ctx context.Context, replication int, into *[]model.RunResult) error {
			if len(*into) != len(p.Scenarios) {
				*into = make([]model.RunResult, len(p.Scenarios))
			}
			if err := cohort.Run(ctx, p.Seed, replication, p.Months, *into); err != nil {
				return err
			}
			if spoil != nil {
				spoil(replication, *into)
			}
			return allFinite(*into)
		}
	}
	return sim.Replicate(ctx, which, newRun, func(number int, runs *[]model.RunResult, err error) error {
		for _, watch := range watchers {
			if err := watch(Replication{number, *runs, err}); err != nil {
				return err
			}
		}
		return nil
	})
}

// allFinite says which outcome of a run is no number.
func allFinite(runs []model.RunResult) error {
	for _, r := range runs {
		for o, v := range r.Values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("%s is %v", model.Outcomes()[o].Name, v)
			}
		}
		for _, of := range r.Details { // NaN stands for no value
			for k, v := range of {
				if math.IsInf(v, 0) {
					return fmt.Errorf("%s of a service or pôle is %v", model.Details()[k].Name, v)
				}
			}
		}
	}
	return nil
}

// averaged says which months outcomes tell of.
func (p *Plan) averaged() string {
	if from := p.Months/2 + 1; from < p.Months {
		return fmt.Sprintf("outcomes are averages over months %d to %d", from, p.Months)
	}
	return fmt.Sprintf("outcomes are those of month %d", p.Months)
}
