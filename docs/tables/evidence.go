package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"polesim/experiments"
	"polesim/experiments/influence"
	"polesim/experiments/patterns"
	"polesim/model"
	"polesim/scenarios"
)

// thePatterns is the verdict on each pattern, with the measures that decide it.
func thePatterns(ctx context.Context, replications int) (string, error) {
	var b strings.Builder
	b.WriteString(head("pattern", "criterion", "verdict", "measured"))
	err := patterns.Try(ctx, patterns.Settings{Replications: replications, Seed: 1}, nil, func(f patterns.Finding) error {
		verdict := "**fails**"
		if f.Holds() {
			verdict = "holds"
		}
		if f.Calibrated {
			verdict += " (calibrated: no finding)"
		}
		var measured []string
		for _, m := range f.Measures {
			if m.Decides {
				measured = append(measured, m.String())
			}
		}
		fmt.Fprintf(&b, "| %d. %s | %s | %s | %s |\n", f.Number, f.Name, f.Criterion, verdict, strings.Join(measured, "; "))
		return nil
	})
	return b.String(), err
}

// theRanges is where the states of the group's governances were.
func theRanges(ctx context.Context, replications int) (string, error) {
	var b strings.Builder
	b.WriteString(head("scenario", "state", "of each", "unit", "lowest", "mean", "highest", "at its low", "at its high", "verdict"))
	for _, name := range groupNames {
		c, err := scenarios.Load(name)
		if err != nil {
			return "", err
		}
		plan, err := experiments.NewPlan([]*model.Config{c}, nil)
		if err != nil {
			return "", err
		}
		plan.Replications = replications
		list, err := plan.Ranges(ctx)
		if err != nil {
			return "", err
		}
		for _, r := range list {
			if r.Runs == 0 {
				fmt.Fprintf(&b, "| %s | %s | %s | %s | | | | | | %s |\n", name, r.State.Name, r.State.Of, r.State.Units(), r.Verdict())
				continue
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", name, r.State.Name, r.State.Of, r.State.Units(),
				short(r.Lowest), short(r.Mean), short(r.Highest), percent(r.AtLow, r.State.Low), percent(r.AtHigh, r.State.High), r.Verdict())
		}
	}
	return b.String(), nil
}

// theInfluence is what each parameter moves, under the scenario in which it moves most.
func theInfluence(ctx context.Context, replications int) (string, error) {
	const most = 3
	s := influence.Settings{Replications: max(4, replications/10), Seed: 1, Least: .5}
	few := s.Replications
	chosen := []string{"mandates.choice=services", "mandates.months=24", "mandates.places=0.3", "mandates.smallest=6"}
	pressed := []string{"chief.authority=0.5", "projects.trust=0.25", "projects.revision=0.5", "projects.compulsion=0.5",
		"governance.negotiated_share=0", "governance.incentive=3"}
	var found []influence.Finding
	for k, place := range []struct {
		name string
		sets []string
	}{ // the group's governances for all; where a parameter moves nothing there, where it has more to act on
		{"ghu-contract", nil}, {"ghu-pmu", nil}, {"configurations/machine-bureaucracy", nil},
		{"configurations/missionary", nil}, {"configurations/simple-structure", nil}, {"map/network", nil},
		{"cases/shared-equipment-arbitrated", nil}, {"cases/consortium", nil},
		{"ghu-contract", []string{"pathways.owner=0.5", "care.feedback=true", "staff.overload=1", "mandates.months=24", "mandates.redrawn=0.2"}},
		{"ghu-contract", slices.Concat(chosen, pressed)},
		{"ghu-contract", slices.Concat(chosen, pressed, []string{"chief.reinterpretation=1", "chief.own_service=0", "chief.dialogue=0", "chief.facilitation=0"})},
	} {
		name := place.name
		c, err := scenarios.Load(name, place.sets...)
		if err != nil {
			return "", err
		}
		if s.Replications = few; len(c.Services) > 0 && len(c.Services) < 40 { // small hospitals vary more and cost less
			s.Replications = 10 * few
		}
		var keys []string // in further scenarios only of what moved nothing so far
		for _, f := range influence.Strongest(found) {
			if len(f.Effects) == 0 {
				keys = append(keys, f.Parameter.Key)
			}
		}
		if k > 1 && len(keys) == 0 {
			break
		}
		if k < 2 {
			keys = nil
		}
		each := func(f influence.Finding) error {
			f.Scenario = name
			found = append(found, f)
			return nil
		}
		if err := influence.Try(ctx, c, s, keys, each); err != nil {
			return "", err
		}
	}
	var b strings.Builder
	b.WriteString(head("parameter", "from", "to", "in", "moves (high − low, and in standard deviations between runs)", "and"))
	for _, f := range influence.Strongest(found) {
		var effects []string
		for _, e := range f.Effects[:min(most, len(f.Effects))] {
			effects = append(effects, fmt.Sprintf("`%s` %s %s (%+.1f SD)", e.Outcome.Name, signed(e.Difference), e.Outcome.Units(), e.Standard))
		}
		more := ""
		if n := len(f.Effects) - most; n > 0 {
			more = fmt.Sprintf("%d more", n)
		}
		moves := strings.Join(effects, "; ")
		if len(effects) == 0 {
			f.Scenario, moves = "any", "nothing"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", f.Parameter.Key, f.Parameter.Format(f.Low), f.Parameter.Format(f.High), f.Scenario, moves, more)
	}
	return fmt.Sprintf("%d replications of each value (ten times as many in the small cases); an effect is told from %g SD and 5 standard errors on.\n\n", few, s.Least) + b.String(), nil
}

// short writes three digits.
func short(v float64) string { return strings.Replace(fmt.Sprintf("%.3g", v), "-", "−", 1) }

// percent writes a share; nothing where there is no bound to be at.
func percent(share, bound float64) string {
	if math.IsInf(bound, 0) {
		return ""
	}
	return fmt.Sprintf("%.1f %%", 100*share)
}
