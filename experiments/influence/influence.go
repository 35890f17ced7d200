// Package influence says what each parameter of a scenario moves: it is put low, then high, all else equal, on common
// random numbers. One parameter at a time says nothing of interactions; it does say which parameters matter at all.
package influence

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"polesim/experiments"
	"polesim/model"
)

// An Effect is by how much an outcome moves when a parameter goes from low to high.
type Effect struct {
	Outcome    model.Outcome
	Difference experiments.Estimate // high − low, paired, in the outcome's unit
	Standard   float64              // the same in standard deviations between runs
}

// A Finding is what a parameter moves in a scenario, the most first.
type Finding struct {
	Parameter model.Parameter
	Scenario  string
	Low, High float64
	Effects   []Effect // told from chance and not too small; empty if it moves nothing
}

// Settings say how parameters are tried.
type Settings struct {
	Replications, Workers int
	Seed                  uint64
	Least                 float64 // standard deviations between runs below which an effect is too small to tell
}

// Thousands of effects are looked at, so that an interval of 95 % would show hundreds that are chance. Five standard
// errors keep the chance of one false effect in ten thousand below 1 %.
const standardErrors = 5

// Try puts each parameter low and high in the scenario and hands over what that moves. Where low and high make the
// scenario break a rule between parameters, it says so in place of effects.
func Try(ctx context.Context, c *model.Config, s Settings, keys []string, each func(Finding) error) error {
	spread, err := spreadOf(ctx, c, s)
	if err != nil {
		return err
	}
	for id, p := range model.Parameters() {
		if p.Scope == model.Run || p.Kind == model.Reference || len(keys) > 0 && !slices.Contains(keys, p.Key) {
			continue
		}
		f := Finding{Parameter: p, Scenario: c.Name}
		f.Low, f.High = Ends(p, c.Value(model.ParameterID(id)))
		if f.Effects, err = effects(ctx, c, model.ParameterID(id), f.Low, f.High, s, spread); err != nil {
			return fmt.Errorf("%s: %w", p.Key, err)
		}
		if err := each(f); err != nil {
			return err
		}
	}
	return nil
}

// Ends returns low and high values of a parameter around one: half-way to the ends of its range, but no more than half
// or twice as much; both ways of a switch; the first and last of a choice.
func Ends(p model.Parameter, at float64) (low, high float64) {
	switch p.Kind {
	case model.Switch, model.Choice:
		return p.Min, p.Max
	}
	low, high = (at+p.Min)/2, (at+p.Max)/2
	if at > 0 {
		low, high = max(low, at/2), min(high, 2*at)
	}
	if p.Kind == model.Count {
		return math.Floor(low), math.Ceil(high)
	}
	return rounded(low), rounded(high)
}

// rounded leaves three digits of a value that stands in a table.
func rounded(v float64) float64 {
	if v == 0 {
		return 0
	}
	scale := math.Pow(10, 2-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*scale) / scale
}

// spreadOf returns the standard deviation of each outcome between runs of the scenario as it is.
func spreadOf(ctx context.Context, c *model.Config, s Settings) ([]float64, error) {
	summary, err := run(ctx, s, c.Clone())
	if err != nil {
		return nil, err
	}
	spread := make([]float64, len(model.Outcomes()))
	for o := range spread {
		spread[o] = summary.Mean(0, o).SD
	}
	return spread, nil
}

// effects runs the scenario with a parameter low and high.
func effects(ctx context.Context, c *model.Config, id model.ParameterID, low, high float64, s Settings, spread []float64) ([]Effect, error) {
	a, b := c.Clone(), c.Clone()
	a.Name, b.Name = "low", "high"
	a.Values[id], b.Values[id] = low, high
	summary, err := run(ctx, s, a, b)
	if err != nil {
		return nil, err
	}
	var list []Effect
	for o, outcome := range model.Outcomes() {
		e := Effect{Outcome: outcome, Difference: summary.Difference(0, o)}
		sd := max(spread[o], summary.Mean(0, o).SD, summary.Mean(1, o).SD)
		if e.Difference.Mean == 0 || sd == 0 {
			continue
		}
		e.Standard = e.Difference.Mean / sd
		certain := e.Difference.SD == 0 || math.Abs(e.Difference.StandardErrors()) >= standardErrors
		if certain && math.Abs(e.Standard) >= s.Least {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(x, y Effect) int { return cmp.Compare(math.Abs(y.Standard), math.Abs(x.Standard)) })
	return list, nil
}

func run(ctx context.Context, s Settings, configs ...*model.Config) (*experiments.Summary, error) {
	plan, err := experiments.NewPlan(configs, map[model.ParameterID]bool{model.Replications: true, model.Seed: true})
	if err != nil {
		return nil, err
	}
	plan.Replications, plan.Seed, plan.Workers = s.Replications, s.Seed, s.Workers
	summary := experiments.NewSummary(plan)
	if err := plan.Run(ctx, summary.Watch); err != nil {
		return nil, err
	}
	return summary, summary.FirstFailure()
}

// Strongest keeps of each parameter the finding of the scenario in which it moves most, in the order of the parameters.
func Strongest(found []Finding) (list []Finding) {
	for _, f := range found {
		at := slices.IndexFunc(list, func(g Finding) bool { return g.Parameter.Key == f.Parameter.Key })
		switch {
		case at < 0:
			list = append(list, f)
		case f.strength() > list[at].strength():
			list[at] = f
		}
	}
	return list
}

// strength is the size of the largest effect, in standard deviations.
func (f Finding) strength() float64 {
	if len(f.Effects) == 0 {
		return 0
	}
	return math.Abs(f.Effects[0].Standard)
}
