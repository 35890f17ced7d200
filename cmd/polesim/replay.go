package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"polesim/experiments"
	"polesim/experiments/store"
)

func newReplay() *cobra.Command {
	var replication int
	var scenario, run string
	cmd := &cobra.Command{
		Use:     "replay DIR",
		GroupID: groupResults,
		Short:   "Run one replication of a result folder again and say whether the bits agree",
		Long: `Run one replication of a result folder again, or one run of a study, from the scenarios and the seed that the folder
holds, and say whether all outcomes agree to the last bit. Exit code 1 if they do not.`,
		Example: "  polesim replay results/ghu-pmu-1 --replication 17\n  polesim replay results/design-11 --run 5f0c9a1be2d84736",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("run") || isStudy(args[0]) {
				if err := checkRunFlag(cmd, args[0]); err != nil {
					return err
				}
				return replayStudy(cmd, args[0], run)
			}
			folder, err := store.Open(args[0])
			if err != nil {
				return absent(err)
			}
			if scenario != "" && !slices.Contains(names(folder.Manifest), scenario) {
				return usagef("%s holds no scenario %q; it holds %s", args[0], scenario, strings.Join(names(folder.Manifest), ", "))
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
				return disagree(folder.Manifest.Program)
			}
			return nil
		},
	}
	cmd.Flags().IntVar(&replication, "replication", 0, "`number` of the replication, from 0")
	cmd.Flags().StringVar(&scenario, "scenario", "", "only the scenario of this `name` (default: all of the folder)")
	cmd.Flags().StringVar(&run, "run", "", "of a study, the run of this `ID`, 16 hexadecimal digits as polesim study list shows them")
	return cmd
}

// checkRunFlag looks at flags that do not go together with a study.
func checkRunFlag(cmd *cobra.Command, dir string) error {
	for _, other := range []string{"replication", "scenario"} {
		if cmd.Flags().Changed(other) {
			return usagef("--%s is for results of run and compare: a run of a study is named by --run ID", other)
		}
	}
	if !cmd.Flags().Changed("run") {
		return usagef("%s is the folder of a study: name a run by --run ID, such as polesim study list %[1]s --failed shows", dir)
	}
	return nil
}

// disagree says which programs came to different results.
func disagree(was store.Program) error {
	is := program()
	return fmt.Errorf("the bits do not agree; recorded by polesim %s (commit %s), this is %s (commit %s)",
		was.Version, was.Commit, is.Version, is.Commit)
}

// names of a folder's scenarios.
func names(m store.Manifest) (list []string) {
	for _, s := range m.Scenarios {
		list = append(list, s.Name)
	}
	return list
}

// absent makes the lack of a file that the user named a mistake of the user.
func absent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return usageError{err}
	}
	return err
}
