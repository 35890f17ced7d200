package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"polesim/experiments"
	"polesim/model"
	"polesim/scenarios"
)

func newRanges() *cobra.Command {
	var replications, months, workers int
	var seed uint64
	var sets []string
	cmd := &cobra.Command{
		Use:     "ranges SCENARIO …",
		GroupID: groupRun,
		Short:   "Say over which values each state of the model ranges",
		Long: `Look at the state of every entity (service, pair, pôle) in every month of every run, and say over which values it ranges,
how often it is at a bound of its range, and how much it still moves in the second half of the run: a state that is stuck
or frozen tells nothing.`,
		Example: "  polesim ranges ghu-services ghu-contract ghu-pmu --replications 50",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case workers < 0:
				return usagef("--workers = %d: expected 0 (one for each core) or more", workers)
			case replications < 1 || replications > 100_000:
				return usagef("--replications = %d: expected 1 to 100000", replications)
			case months != 0 && (months < 2 || months > 1200):
				return usagef("--months = %d: expected 2 to 1200", months)
			}
			for _, name := range args {
				c, err := scenarios.Load(name, sets...)
				if err != nil {
					return err
				}
				plan, err := experiments.NewPlan([]*model.Config{c}, nil)
				if err != nil {
					return usageError{err}
				}
				plan.Replications, plan.Seed, plan.Workers = replications, seed, workers
				if months != 0 {
					plan.Months = months
				}
				list, err := plan.Ranges(cmd.Context())
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s: %d replications of %d months, seed %d\n\n", c.Title, replications, plan.Months, seed)
				if err := writeRanges(cmd.OutOrStdout(), list); err != nil {
					return err
				}
			}
			return nil
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.IntVar(&replications, "replications", 200, "`number` of replications")
	fs.IntVar(&months, "months", 0, "`number` of months of a run (default: the scenario's, 120)")
	fs.Uint64Var(&seed, "seed", 1, "`number` from which all random numbers follow")
	fs.IntVar(&workers, "workers", 0, "`number` of runs at once, 0 for one on each core; results do not depend on it")
	fs.StringArrayVar(&sets, "set", nil, "change a parameter or list element, `key=value`; repeatable")
	return cmd
}

// writeRanges prints the ranges as a table.
func writeRanges(w io.Writer, list []experiments.StateRange) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  state\tof each\tunit\tlowest\tmean\thighest\tat its low\tat its high\tmoves\tverdict")
	for _, r := range list {
		if r.Runs == 0 {
			fmt.Fprintf(t, "  %s\t%s\t%s\t\t\t\t\t\t\t%s\n", r.State.Name, r.State.Of, r.State.Units(), r.Verdict())
			continue
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\t%.3g\t%.3g\t%.3g\t%.1f %%\t%.1f %%\t%.2g\t%s\n", r.State.Name, r.State.Of, r.State.Units(),
			r.Lowest, r.Mean, r.Highest, 100*r.AtLow, 100*r.AtHigh, r.Moves.Mean, r.Verdict())
	}
	fmt.Fprintln(t)
	return t.Flush()
}
