package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"polesim/experiments/design"
)

func newVerify() *cobra.Command {
	var sample int
	var seed uint64
	cmd := &cobra.Command{
		Use:     "verify DIR",
		GroupID: groupResults,
		Short:   "Run a random sample of a study again and say whether the bits agree",
		Long: `Run some runs of a study again, drawn at random, from the scenarios and the seed that the folder holds, and say whether
all outcomes agree to the last bit. Exit code 1 if they do not. --seed draws other runs.`,
		Example: "  polesim verify results/map-11 --sample 50",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if sample < 1 {
				return usagef("--sample = %d: expected at least 1", sample)
			}
			return verifyStudy(cmd, args[0], sample, seed)
		},
	}
	cmd.Flags().IntVar(&sample, "sample", 20, "`number` of runs to run again")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "`number` from which it follows which runs")
	return cmd
}

// verifyStudy runs a sample again and says what did not come out as it is on record.
func verifyStudy(cmd *cobra.Command, dir string, sample int, seed uint64) error {
	s, d, err := openStudy(dir)
	if err != nil {
		return err
	}
	ids, err := s.Sample(sample, seed)
	if err != nil {
		return err
	}
	subject, out := design.Subject(d), cmd.OutOrStdout()
	rows, differ, late := 0, 0, 0
	for _, id := range ids {
		found, replayed, err := s.Replay(cmd.Context(), subject, id)
		if err != nil {
			return err
		}
		for _, r := range replayed {
			if !r.Comparable() {
				late++
				continue
			}
			if rows++; !r.Agrees() {
				differ++
				fmt.Fprintf(out, "run %v, ", id)
				sayReplayed(out, s, found, r, 1)
			}
		}
	}
	fmt.Fprintf(out, "%d runs run again, %d rows: ", len(ids), rows)
	if late > 0 {
		fmt.Fprintf(out, "(%d more had taken too long, which depends on the machine) ", late)
	}
	switch {
	case differ > 0:
		fmt.Fprintf(out, "%d differ\n", differ)
		return disagree(s.Manifest.Program)
	case rows == 0:
		fmt.Fprintln(out, "there was nothing to compare")
	default:
		fmt.Fprintf(out, "all %d outcomes agree to the last bit\n", len(s.Manifest.Columns))
	}
	return nil
}
