package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"polesim/experiments"
	"polesim/model"
	"polesim/scenarios"
)

// rangesFlags are the flags of ranges.
type rangesFlags struct {
	replications, months, workers int
	seed                          uint64
	sets                          []string
	json                          bool
}

func newRanges() *cobra.Command {
	var f rangesFlags
	cmd := &cobra.Command{
		Use:     "ranges [SCENARIO …]",
		GroupID: groupRun,
		Short:   "Say over which values each state of the model ranges",
		Long: `Look at the state of every entity (service, pair, pôle) in every month of every run, and say over which values it ranges,
how often it is at a bound of its range, and how much it still moves in the second half of the run. A state passes if it
moves, or if the scenario gives it and says nothing that would move it; it fails if it is at one bound from first to last in
any run, frozen, or in more than half of the runs at the end more than twice as large as ever before (of what an account
holds: what a year adds). A state that fails is a result, not an error. Without scenarios all that polesim brings along
are looked at, with a line for each.`,
		Example: "  polesim ranges ghu-services ghu-contract ghu-pmu --replications 50\n  polesim ranges --replications 20",
		Args:    cobra.ArbitraryArgs,
		RunE:    func(cmd *cobra.Command, args []string) error { return f.execute(cmd, args) },
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.IntVar(&f.replications, "replications", 200, "`number` of replications")
	fs.IntVar(&f.months, "months", 0, "`number` of months of a run (default: the scenario's, 120)")
	fs.Uint64Var(&f.seed, "seed", 1, "`number` from which all random numbers follow")
	fs.IntVar(&f.workers, "workers", 0, "`number` of runs at once, 0 for one on each core; results do not depend on it")
	fs.StringArrayVar(&f.sets, "set", nil, "change a parameter or list element, `key=value`; repeatable")
	fs.BoolVar(&f.json, "json", false, "write the ranges as JSON")
	return cmd
}

// execute looks at the scenarios one after the other and prints each as it is done.
func (f *rangesFlags) execute(cmd *cobra.Command, names []string) error {
	brief := len(names) == 0
	if brief {
		for _, e := range scenarios.Embedded() {
			names = append(names, e.Name)
		}
	}
	plans, err := f.plans(names)
	if err != nil {
		return err
	}
	progress := newProgress(os.Stderr, f.replications*len(plans), "replications")
	defer progress.stop()
	out := progress.printer(cmd.OutOrStdout())
	reports, held := []experiments.RangesReport{}, 0
	for k, plan := range plans {
		list, err := plan.Ranges(cmd.Context(), progress.watch)
		if err != nil {
			return fmt.Errorf("%s: %w", names[k], err)
		}
		report := experiments.ReportRanges(names[k], list)
		if reports = append(reports, report); report.Holds {
			held++
		}
		switch {
		case f.json:
		case brief:
			fmt.Fprintf(out, "%-42s %s\n", names[k], rangesInBrief(list))
		default:
			fmt.Fprintf(out, "%s: %d replications of %d months, seed %d\n\n", plan.Scenarios[0].Title, plan.Replications, plan.Months, plan.Seed)
			if err := writeRanges(out, list); err != nil {
				return err
			}
			fmt.Fprintf(out, "  %s\n\n", rangesInBrief(list))
		}
	}
	if f.json {
		return writeJSON(out, reports)
	}
	fmt.Fprintf(out, "%d of %d scenarios pass.\n", held, len(plans))
	return nil
}

// plans reads the scenarios, before any is run.
func (f *rangesFlags) plans(names []string) (plans []*experiments.Plan, err error) {
	switch {
	case f.workers < 0:
		return nil, usagef("--workers = %d: expected 0 (one for each core) or more", f.workers)
	case f.replications < 1 || f.replications > 100_000:
		return nil, usagef("--replications = %d: expected 1 to 100000", f.replications)
	case f.months != 0 && (f.months < 2 || f.months > 1200):
		return nil, usagef("--months = %d: expected 2 to 1200", f.months)
	}
	for _, name := range names {
		c, err := scenarios.Load(name, f.sets...)
		if err != nil {
			return nil, err
		}
		plan, err := experiments.NewPlan([]*model.Config{c}, nil)
		if err != nil {
			return nil, usageError{err}
		}
		plan.Replications, plan.Seed, plan.Workers = f.replications, f.seed, f.workers
		if f.months != 0 {
			plan.Months = f.months
		}
		plans = append(plans, plan)
	}
	return plans, nil
}

// rangesInBrief says how many states pass, and names those that fail.
func rangesInBrief(list []experiments.StateRange) string {
	given := 0
	var failed []string
	for _, r := range list {
		if r.Given != "" {
			given++
		}
		if !r.Holds() {
			failed = append(failed, r.State.Name+": "+r.Verdict())
		}
	}
	text := fmt.Sprintf("pass: %d states move", len(list)-given)
	if len(failed) > 0 {
		text = fmt.Sprintf("FAIL: %d of %d states (%s)", len(failed), len(list), strings.Join(failed, "; "))
	}
	if given > 0 {
		text += fmt.Sprintf(", %d given", given)
	}
	return text
}

// writeRanges prints the ranges as a table.
func writeRanges(w io.Writer, list []experiments.StateRange) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  state\tof each\tunit\tlowest\tmean\thighest\tat its low\tat its high\tmoves\tverdict")
	percent := func(share *float64) string {
		if share == nil {
			return ""
		}
		return fmt.Sprintf("%.1f %%", 100**share)
	}
	short := func(v *float64) string {
		if math.Abs(*v) < 1e-12 { // rounding, as in the mean of bonuses that sum to 0
			return "0"
		}
		return strings.Replace(fmt.Sprintf("%.3g", *v), "-", "−", 1)
	}
	for _, s := range experiments.ReportRanges("", list).States {
		mark := "✓"
		if !s.Holds {
			mark = "✗"
		}
		if s.Runs == 0 {
			fmt.Fprintf(t, "%s %s\t%s\t%s\t\t\t\t\t\t\t%s\n", mark, s.State, s.Of, s.Unit, s.Verdict)
			continue
		}
		fmt.Fprintf(t, "%s %s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%.2g\t%s\n", mark, s.State, s.Of, s.Unit,
			short(s.Lowest), short(s.Mean), short(s.Highest), percent(s.AtLow), percent(s.AtHigh), *s.Moves, s.Verdict)
	}
	fmt.Fprintln(t)
	return t.Flush()
}
