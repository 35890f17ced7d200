package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"polesim/experiments"
	"polesim/experiments/store"
)

func newReplay() *cobra.Command {
	var replication int
	var scenario string
	cmd := &cobra.Command{
		Use:     "replay DIR",
		GroupID: groupResults,
		Short:   "Run one replication of a result folder again and say whether the bits agree",
		Example: "  polesim replay results/ghu-pmu-1 --replication 17",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			folder, err := store.Open(args[0])
			if err != nil {
				return err
			}
			runs, err := experiments.Replay(cmd.Context(), folder, replication, scenario)
			if err != nil {
				return err
			}
			agree := true
			for _, r := range runs {
				if len(r.Differ) == 0 {
					fmt.Fprintf(cmd.OutOrStdout(), "%s, replication %d: all %d outcomes agree to the last bit\n",
						r.Scenario, r.Replication, len(folder.Manifest.RunColumns))
					continue
				}
				agree = false
				fmt.Fprintf(cmd.OutOrStdout(), "%s, replication %d: %d outcomes differ\n", r.Scenario, r.Replication, len(r.Differ))
				for _, d := range r.Differ {
					fmt.Fprintf(cmd.OutOrStdout(), "  %s: on record %v, now %v\n", d.Outcome, d.Recorded, d.Anew)
				}
			}
			if !agree {
				return fmt.Errorf("the bits do not agree; recorded by version %s (commit %s), this is %s",
					folder.Manifest.Program.Version, folder.Manifest.Program.Commit, version)
			}
			return nil
		},
	}
	cmd.Flags().IntVar(&replication, "replication", 0, "number of the replication, from 0")
	cmd.Flags().StringVar(&scenario, "scenario", "", "only this scenario (default: all of the folder)")
	return cmd
}
