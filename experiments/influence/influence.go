// Package influence says what each parameter of a scenario moves: it is put low, then high, all else equal, on common
// random numbers, and every outcome is looked at. One parameter at a time says nothing of interactions; it does say which
// parameters matter at all.
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

// A Shape is how an outcome follows a parameter.
type Shape int

const (
	// Rise is a difference between the high end and the low one.
	Rise Shape = iota
	// Turn is a difference of both ends, on the same side, from the value that the scenario has: what goes up and down
	// again. It is that of the nearer end.
	Turn
)

// An Effect is by how much an outcome moves with a parameter.
type Effect struct {
	Outcome    model.Outcome
	Shape      Shape
	Difference experiments.Estimate // paired, in the outcome's unit: high − low, or end − value as it is
	Standard   float64              // the same in standard deviations between runs; infinite where runs do not differ
	chance     float64              // of a difference as large if there were no effect (two-sided)
}

// A Finding is what a parameter moves in a place.
type Finding struct {
	Parameter model.Parameter
	Place     string   // the scenario, with what is set besides
	Low, High string   // as a scenario would say them
	Runs      int      // replications of each
	Effects   []Effect // told from chance, the largest first
	toured    bool     // it was tried in all places suited to it, or until it moved something
}

// Strength is the size of the largest effect.
func (f Finding) Strength() float64 {
	if len(f.Effects) == 0 {
		return 0
	}
	return f.Effects[0].size()
}

// Moves says whether the parameter moves an outcome by at least so many standard deviations between runs.
func (f Finding) Moves(least float64) bool { return f.Strength() > 0 && f.Strength() >= least }

// size is that of the effect in standard deviations between runs; none where runs do not differ: such outcomes say by
// definition what the parameter says.
func (e Effect) size() float64 {
	if math.IsInf(e.Standard, 0) {
		return 0
	}
	return math.Abs(e.Standard)
}

// Settings say how parameters are tried.
type Settings struct {
	Replications, Workers int
	Seed                  uint64
	Least                 float64 // standard deviations between runs below which an effect is too small to matter
}

// batch is how many parameters are run together: they share a landscape where they do not touch it.
const batch = 8

// A place is a scenario in which parameters are tried, as it is and with each at both ends.
type place struct {
	name   string
	config *model.Config
	runs   int         // replications
	asIs   [][]float64 // by outcome and replication
}

// Try puts each parameter low and high in the scenario and hands over what that moves. Without keys it tries all that a
// scenario can set but how it is run.
func Try(ctx context.Context, c *model.Config, s Settings, keys []string, each func(Finding) error) error {
	var ids []model.ParameterID
	for id, p := range model.Parameters() {
		if _, out := Exempt[p.Key]; !out && (len(keys) == 0 || slices.Contains(keys, p.Key)) {
			ids = append(ids, model.ParameterID(id))
		}
	}
	p := &place{name: c.Name, config: c, runs: s.Replications}
	return p.try(ctx, s, ids, each)
}

// try tries parameters in batches.
func (p *place) try(ctx context.Context, s Settings, ids []model.ParameterID, each func(Finding) error) error {
	for some := range slices.Chunk(ids, batch) {
		if err := p.tryTogether(ctx, s, some, each); err != nil {
			return err
		}
	}
	return nil
}

// tryTogether tries a batch of parameters.
func (p *place) tryTogether(ctx context.Context, s Settings, ids []model.ParameterID, each func(Finding) error) error {
	var configs []*model.Config
	enter := func(c *model.Config) int { // returns its place among those run; -1 for the scenario as it is
		if c == nil {
			return -1
		}
		configs = append(configs, c)
		return len(configs) - 1
	}
	if p.asIs == nil {
		enter(p.config.Clone())
	}
	type trial struct {
		id        model.ParameterID
		tried     contrast
		low, high int
	}
	var trials []trial
	for _, id := range ids {
		for _, c := range contrasts(p.config, id) {
			trials = append(trials, trial{id, c, enter(c.atLow), enter(c.atHigh)})
		}
	}
	values, err := p.run(ctx, s, configs)
	if err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	if p.asIs == nil {
		p.asIs = values[0]
	}
	at := func(k int) [][]float64 {
		if k < 0 {
			return p.asIs
		}
		return values[k]
	}
	for _, id := range ids {
		best := Finding{Parameter: model.Parameters()[id], Place: p.name, Runs: p.runs}
		for _, t := range trials {
			if t.id != id {
				continue
			}
			f := best
			f.Low, f.High = p.word(id, t.tried.low), p.word(id, t.tried.high)
			f.Effects = effects(at(t.low), p.asIs, at(t.high), t.low >= 0 && t.high >= 0)
			if best.Low == "" || f.Strength() > best.Strength() {
				best = f
			}
		}
		if err := each(best); err != nil {
			return err
		}
	}
	return nil
}

// word writes a value of a parameter as a scenario would.
func (p *place) word(id model.ParameterID, v float64) string {
	if k := int(v); model.Parameters()[id].Kind == model.Reference && k > 0 {
		return fmt.Sprintf("%q", p.config.Perimeters[k-1].Name)
	}
	return model.Parameters()[id].Format(v)
}

// run returns the outcomes of scenarios run together, by scenario, outcome and replication.
func (p *place) run(ctx context.Context, s Settings, configs []*model.Config) ([][][]float64, error) {
	plan, err := experiments.NewPlan(configs, map[model.ParameterID]bool{model.Replications: true, model.Seed: true})
	if err != nil {
		return nil, err
	}
	plan.Replications, plan.Seed, plan.Workers = p.runs, s.Seed, s.Workers
	values := make([][][]float64, len(configs))
	for k := range values {
		values[k] = make([][]float64, len(model.Outcomes()))
	}
	return values, plan.Run(ctx, func(r experiments.Replication) error {
		if r.Err != nil {
			return r.Err
		}
		for k, run := range r.Runs {
			for o, v := range run.Values {
				values[k][o] = append(values[k][o], v)
			}
		}
		return nil
	})
}

// effects compares all outcomes at low, as they are and at high, and keeps what is told from chance: of each outcome its
// rise or, where both ends differ from what is between them, its turn, whichever is larger.
func effects(low, asIs, high [][]float64, between bool) []Effect {
	var all []Effect
	for o, outcome := range model.Outcomes() {
		sd := max(spread(low[o]), spread(asIs[o]), spread(high[o]))
		enter := func(e Effect, varies bool) {
			if varies {
				e.Outcome = outcome
				all = append(all, e)
			}
		}
		enter(effectOf(less(high[o], low[o]), sd))
		if between {
			enter(turnOf(less(low[o], asIs[o]), less(high[o], asIs[o]), sd))
		}
	}
	return largest(certain(all))
}

// less returns a − b, run by run.
func less(a, b []float64) []float64 {
	d := make([]float64, len(a))
	for r := range d {
		d[r] = a[r] - b[r]
	}
	return d
}

// turnOf is the effect of both ends, if they are on the same side of what is between them: that of the nearer one, as sure
// as the less sure of the two.
func turnOf(low, high []float64, sd float64) (Effect, bool) {
	a, differs := effectOf(low, sd)
	b, too := effectOf(high, sd)
	if !differs || !too || a.Standard*b.Standard <= 0 {
		return Effect{}, false
	}
	if math.Abs(b.Standard) < math.Abs(a.Standard) {
		a, b = b, a
	}
	a.Shape, a.chance = Turn, max(a.chance, b.chance)
	return a, true
}

// effectOf is the effect that paired differences show; false where there is none in any run.
func effectOf(differences []float64, sd float64) (Effect, bool) {
	if !slices.ContainsFunc(differences, func(d float64) bool { return d != 0 }) {
		return Effect{}, false
	}
	e := Effect{Difference: experiments.EstimateOf(differences)}
	e.Standard, e.chance = e.Difference.Mean/sd, chanceOf(e.Difference)
	return e, true
}

// largest keeps the larger of the effects on each outcome, and sorts them by size.
func largest(all []Effect) (list []Effect) {
	for _, e := range all {
		at := slices.IndexFunc(list, func(f Effect) bool { return f.Outcome.Name == e.Outcome.Name })
		switch {
		case at < 0:
			list = append(list, e)
		case e.size() > list[at].size():
			list[at] = e
		}
	}
	slices.SortStableFunc(list, func(x, y Effect) int { return cmp.Compare(y.size(), x.size()) })
	return list
}

// spread is the standard deviation between runs.
func spread(values []float64) float64 { return experiments.EstimateOf(values).SD }

// Strongest keeps of each parameter the finding of the place in which it moves most, in the order of the parameters.
func Strongest(found []Finding) (list []Finding) {
	for _, p := range model.Parameters() {
		best := -1
		for k, f := range found {
			if f.Parameter.Key == p.Key && (best < 0 || f.Strength() > found[best].Strength()) {
				best = k
			}
		}
		if best >= 0 {
			list = append(list, found[best])
		}
	}
	return list
}
