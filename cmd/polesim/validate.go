package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"polesim/model"
	"polesim/scenarios"
)

// warn prints advice beside the output.
func warn(cmd *cobra.Command, advice scenarios.Problems) {
	for _, a := range distinct(advice) {
		word := "warning"
		if a.Note {
			word = "note"
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "%s: %v\n", word, a)
	}
}

func newValidate() *cobra.Command {
	var sets []string
	cmd := &cobra.Command{
		Use:     "validate FILE …",
		GroupID: groupScenario,
		Short:   "Check scenarios and list all that is wrong with them",
		Example: "  polesim validate mine.toml",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			var problems scenarios.Problems
			for _, file := range files {
				c, advice, err := scenarios.LoadAdvised(file, sets...)
				if p, ok := err.(scenarios.Problems); ok {
					problems = append(problems, p...)
					continue
				} else if err != nil {
					return err
				}
				warn(cmd, append(advice, scenarios.CutShort(c, int(c.Value(model.Months)))...))
				c = c.Expand()
				fmt.Fprintf(cmd.OutOrStdout(), "%s: fine: %s (%d services in %d pôles)\n", file, c.Title, len(c.Services), c.PolesInForce())
			}
			if len(problems) > 0 {
				return distinct(problems)
			}
			return nil
		},
	}
	cmd.Flags().StringArrayVar(&sets, "set", nil, "check with a parameter or list element changed, as `key=value`; may be repeated")
	return cmd
}
