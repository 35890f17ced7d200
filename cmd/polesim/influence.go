package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"polesim/experiments/influence"
	"polesim/model"
	"polesim/scenarios"
)

// influenceFlags are the flags of influence.
type influenceFlags struct {
	influence.Settings
	keys, sets []string
	json       bool
}

func newInfluence() *cobra.Command {
	var f influenceFlags
	cmd := &cobra.Command{
		Use:     "influence [SCENARIO …]",
		GroupID: groupRun,
		Short:   "Say which outcomes each parameter moves, and by how much",
		Long: `Put each parameter low and then high, all else equal and on common random numbers, and say which of all outcomes that
moves and by how much. Low and high are the ends of the range, but at most a quarter of the value and four times as much;
besides the difference between them, both are held against the value as it is, to see what goes up and down again (marked
∩ and ∪). A choice is tried against each of its alternatives. What is told stands out from chance (of a thousand effects
told, one may be chance); a parameter is said to move something if that is --least standard deviations between runs.

Without scenarios each parameter is tried where it has something to act on: in contract or soft pôles of the group, where
it moves nothing there in a place made for it, and there in the end with five times the replications. With scenarios all
are tried in these, as they are. One parameter at a time says nothing of interactions.`,
		Example: "  polesim influence\n" +
			"  polesim influence ghu-contract ghu-pmu --replications 20\n" +
			"  polesim influence ghu-pmu --key governance.ambiguity --key arenas.meeting_units",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return f.execute(cmd, args) },
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.IntVar(&f.Replications, "replications", 20, "`number` of replications of each value")
	fs.Float64Var(&f.Least, "least", .2, "smallest effect that counts, a `number` of standard deviations between runs")
	fs.StringArrayVar(&f.keys, "key", nil, "only the parameter of this `key`; repeatable")
	fs.StringArrayVar(&f.sets, "set", nil, "change a parameter or list element of the scenarios, `key=value`; repeatable")
	fs.Uint64Var(&f.Seed, "seed", 1, "`number` from which all random numbers follow")
	fs.IntVar(&f.Workers, "workers", 0, "`number` of runs at once, 0 for one on each core; results do not depend on it")
	fs.BoolVar(&f.json, "json", false, "write the findings as JSON")
	return cmd
}

// execute tries parameters and prints what they move; when it is interrupted, of those that were tried.
func (f *influenceFlags) execute(cmd *cobra.Command, names []string) error {
	configs, err := f.check(names)
	if err != nil {
		return err
	}
	tried := len(f.keys)
	if tried == 0 {
		tried = len(model.Parameters()) - len(influence.Exempt)
	}
	progress := newProgress(os.Stderr, tried*max(1, len(configs)), "parameters")
	var found []influence.Finding
	each := func(finding influence.Finding) error {
		progress.advance()
		found = append(found, finding)
		return nil
	}
	if len(configs) == 0 {
		err = influence.Tour(cmd.Context(), f.Settings, f.keys, each)
	}
	for _, c := range configs {
		if err == nil {
			err = influence.Try(cmd.Context(), c, f.Settings, f.keys, each)
		}
	}
	progress.stop()
	if err != nil && (cmd.Context().Err() == nil || len(found) == 0) {
		return err
	}
	if shown := f.show(cmd.OutOrStdout(), influence.Strongest(found), len(configs) == 0); shown != nil {
		return shown
	}
	if err != nil {
		return fmt.Errorf("%w: %d of %d parameters were tried", errInterrupted, len(found), progress.total)
	}
	return nil
}

// check looks at what the user typed and reads the scenarios.
func (f *influenceFlags) check(names []string) (configs []*model.Config, err error) {
	switch {
	case f.Workers < 0:
		return nil, usagef("--workers = %d: expected 0 (one for each core) or more", f.Workers)
	case f.Replications < 4 || f.Replications > 100_000:
		return nil, usagef("--replications = %d: expected 4 to 100000, since fewer tell nothing from chance", f.Replications)
	case !(f.Least >= 0) || math.IsInf(f.Least, 0):
		return nil, usagef("--least = %v: expected 0 or more standard deviations", f.Least)
	case len(names) == 0 && len(f.sets) > 0:
		return nil, usagef("--set changes scenarios: expected the name of one, as in polesim influence ghu-pmu --set %s", f.sets[0])
	}
	for _, key := range f.keys {
		if _, known := model.Lookup(key); !known {
			if err := scenarios.Explain(io.Discard, key); err != nil {
				return nil, usagef("--key %w", err)
			}
			return nil, usagef("--key %s: expected a parameter by its whole key, such as professionals.autonomy", key)
		}
		if why, out := influence.Exempt[key]; out {
			return nil, usagef("--key %s is not tried: it says %s", key, why)
		}
	}
	for _, name := range names {
		c, err := scenarios.Load(name, f.sets...)
		if err != nil {
			return nil, err
		}
		configs = append(configs, c)
	}
	return configs, nil
}

// show prints findings, or writes them as JSON.
func (f *influenceFlags) show(out io.Writer, found []influence.Finding, toured bool) error {
	if f.json {
		return writeJSON(out, reportInfluence(found, f.Least))
	}
	fmt.Fprintf(out, "%d replications, seed %d; difference high − low ± half-width of its 95 %% interval, and the same in standard\n"+
		"deviations between runs (SD). ∩ and ∪: both ends are below, or above, what is between them; by so much the nearer.\n", f.Replications, f.Seed)
	still := 0
	for _, finding := range found {
		writeFinding(out, finding, f.Least)
		if !finding.Moves(f.Least) {
			still++
		}
	}
	fmt.Fprintf(out, "\n%d of %d parameters move something by %g SD or more.\n", len(found)-still, len(found), f.Least)
	for _, at := range influence.Places() {
		if toured && at.Why != "" && slices.ContainsFunc(found, func(f influence.Finding) bool { return f.Place == at.Name }) {
			fmt.Fprintf(out, "%s: %s\n", at.Name, at.About(""))
		}
	}
	return nil
}

// mostShown is how many effects of a parameter are printed.
const mostShown = 4

// writeFinding prints what a parameter moves where it moves most.
func writeFinding(out io.Writer, f influence.Finding, least float64) {
	fmt.Fprintf(out, "\n%s from %s to %s", f.Parameter.Key, f.Low, f.High)
	fmt.Fprintf(out, " (%s)\n", f.Place)
	if why := f.Unmoved(least); why != "" {
		fmt.Fprintf(out, "  %s\n", why)
	}
	for k, e := range f.Effects {
		if k == mostShown {
			fmt.Fprintf(out, "  and %d more\n", len(f.Effects)-k)
			break
		}
		difference := strings.Replace(strings.TrimRight(e.Difference.Signed(), " *"), "-", "−", 1)
		fmt.Fprintf(out, "  %s%s %s %s, %s\n", e.Mark(), e.Outcome.Name, difference, e.Outcome.UnitsBetween(), e.Size())
	}
}

// An influenceReport is a finding for other programs to read.
type influenceReport struct {
	Parameter string            `json:"parameter"`
	Place     string            `json:"place"` // scenario, or what was made of one
	Runs      int               `json:"replications"`
	Low       string            `json:"low"`
	High      string            `json:"high"`
	Moves     bool              `json:"moves"`
	Why       string            `json:"why,omitempty"` // it moves nothing
	Effects   []influenceEffect `json:"effects"`
}

// An influenceEffect is an effect for other programs to read.
type influenceEffect struct {
	Outcome  string   `json:"outcome"`
	Unit     string   `json:"unit"`
	Of       string   `json:"of"` // "high − low" or "nearer end − value"
	Mean     float64  `json:"difference"`
	Low      float64  `json:"low"`
	High     float64  `json:"high"`
	Standard *float64 `json:"standard_deviations"` // null where runs do not differ
}

func reportInfluence(found []influence.Finding, least float64) []influenceReport {
	reports := []influenceReport{}
	for _, f := range found {
		r := influenceReport{Parameter: f.Parameter.Key, Place: f.Place, Runs: f.Runs, Low: f.Low, High: f.High,
			Moves: f.Moves(least), Why: f.Unmoved(least), Effects: []influenceEffect{}}
		for _, e := range f.Effects {
			effect := influenceEffect{Outcome: e.Outcome.Name, Unit: e.Outcome.UnitsBetween(), Of: "high − low",
				Mean: e.Difference.Mean, Low: e.Difference.Low, High: e.Difference.High}
			if e.Shape == influence.Turn {
				effect.Of = "nearer end − value"
			}
			if !math.IsInf(e.Standard, 0) {
				effect.Standard = &e.Standard
			}
			r.Effects = append(r.Effects, effect)
		}
		reports = append(reports, r)
	}
	return reports
}
