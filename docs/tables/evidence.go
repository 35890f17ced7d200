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

// theRanges is where the states of the group's governances were, and whether those of all shipped scenarios pass.
func theRanges(ctx context.Context, replications int) (string, error) {
	var b, all strings.Builder
	b.WriteString(head("scenario", "state", "of each", "unit", "lowest", "mean", "highest", "at its low", "at its high", "verdict"))
	all.WriteString(head("scenario", "verdict", "states that move", "at a bound throughout, in so many runs", "given"))
	for _, e := range scenarios.Embedded() {
		list, err := rangesOf(ctx, e.Name, replications)
		if err != nil {
			return "", err
		}
		all.WriteString(rangesRow(e.Name, list))
		if !slices.Contains(groupNames, e.Name) {
			continue
		}
		for _, s := range experiments.ReportRanges(e.Name, list).States {
			fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s | %s | %s | %s | %s | %s |\n", e.Name, s.State, s.Of, s.Unit,
				short(s.Lowest), short(s.Mean), short(s.Highest), percent(s.AtLow), percent(s.AtHigh), s.Verdict)
		}
	}
	return fmt.Sprintf("All shipped scenarios, %d replications:\n\n", replications) + all.String() +
		"\nThe shipped group, state by state:\n\n" + b.String(), nil
}

// rangesOf looks at the states of a scenario.
func rangesOf(ctx context.Context, name string, replications int) ([]experiments.StateRange, error) {
	c, err := scenarios.Load(name)
	if err != nil {
		return nil, err
	}
	plan, err := experiments.NewPlan([]*model.Config{c}, nil)
	if err != nil {
		return nil, err
	}
	plan.Replications = replications
	return plan.Ranges(ctx)
}

// rangesRow sums the states of a scenario up.
func rangesRow(name string, list []experiments.StateRange) string {
	moves := 0
	var failed, stuck, reasons []string
	given := map[string][]string{} // states by why they are given
	for _, r := range list {
		switch {
		case !r.Holds():
			failed = append(failed, fmt.Sprintf("`%s` %s", r.State.Name, r.Verdict()))
		case r.Given != "":
			if given[r.Given] == nil {
				reasons = append(reasons, r.Given)
			}
			given[r.Given] = append(given[r.Given], "`"+r.State.Name+"`")
		default:
			moves++
		}
		if r.Holds() && r.Given == "" && r.Stuck > 0 {
			stuck = append(stuck, fmt.Sprintf("`%s` %d", r.State.Name, r.Stuck))
		}
	}
	verdict := "passes"
	if len(failed) > 0 {
		verdict = "**fails**: " + strings.Join(failed, ", ")
	}
	var why []string
	for _, reason := range reasons {
		why = append(why, reason+": "+strings.Join(given[reason], ", "))
	}
	return fmt.Sprintf("| %s | %s | %d | %s | %s |\n", name, verdict, moves, strings.Join(stuck, ", "), strings.Join(why, "; "))
}

// theInfluence is what each parameter moves, where it has something to act on.
func theInfluence(ctx context.Context, replications int) (string, error) {
	const most = 3
	s := influence.Settings{Replications: max(4, replications/10), Seed: 1, Least: .2}
	var found []influence.Finding
	if err := influence.Tour(ctx, s, nil, func(f influence.Finding) error {
		found = append(found, f)
		return nil
	}); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d replications of each value; an effect counts from %g SD.\n\n", s.Replications, s.Least)
	b.WriteString(head("parameter", "from", "to", "in", "moves most (high − low, and in standard deviations between runs)", "besides",
		"of that on which governances are judged (SD)"))
	for _, f := range influence.Strongest(found) {
		var effects []string
		for _, e := range f.Effects[:min(most, len(f.Effects))] {
			effects = append(effects, fmt.Sprintf("%s`%s` %s %s (%s)", e.Mark(), e.Outcome.Name, signed(e.Difference), e.Outcome.UnitsBetween(), e.Size()))
		}
		more := ""
		if n := len(f.Effects) - most; n > 0 {
			more = fmt.Sprintf("%d more", n)
		}
		if why := f.Unmoved(s.Least); why != "" {
			effects = slices.Insert(effects, 0, why)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", f.Parameter.Key, f.Low, f.High,
			f.Place, strings.Join(effects, "; "), more, judged(f))
	}
	b.WriteString("\nNot tried:\n\n")
	for _, p := range model.Parameters() {
		if why, out := influence.Exempt[p.Key]; out {
			fmt.Fprintf(&b, "* `%s`: %s.\n", p.Key, why)
		}
	}
	b.WriteString("\nWhere parameters were tried, besides `ghu-contract` and `ghu-pmu`:\n\n")
	for _, at := range influence.Places() {
		if at.Why != "" {
			fmt.Fprintf(&b, "* *%s*: %s.\n", at.Name, at.About("`"))
		}
	}
	return b.String(), nil
}

// judged tells what of a finding is on the outcomes on which governances are judged (§4 of docs/odd.md).
func judged(f influence.Finding) string {
	var list []string
	for _, o := range []struct{ outcome, word string }{{"care_effectiveness", "care"}, {"margin_effectiveness", "margin"},
		{"academic_effectiveness", "academic value"}, {"goal_value", "goal value"}} {
		for _, e := range f.Effects {
			if e.Outcome.Name == o.outcome {
				list = append(list, e.Mark()+o.word+" "+strings.TrimSuffix(e.Size(), " SD"))
			}
		}
	}
	return strings.Join(list, ", ")
}

// short writes three digits; nothing where there is no value.
func short(v *float64) string {
	if v == nil {
		return ""
	}
	if math.Abs(*v) < rounding {
		return "0"
	}
	return strings.Replace(fmt.Sprintf("%.3g", *v), "-", "−", 1)
}

// rounding is a number that is none, as the mean of bonuses that sum to 0.
const rounding = 1e-12

// percent writes a share; nothing where there is no bound to be at.
func percent(share *float64) string {
	if share == nil {
		return ""
	}
	return fmt.Sprintf("%.1f %%", 100**share)
}
