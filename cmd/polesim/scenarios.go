package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"polesim/scenarios"
)

func newScenarios() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "scenarios",
		GroupID: groupScenario,
		Short:   "List the scenarios that are built in",
		Example: "  polesim scenarios",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			entries := scenarios.Embedded()
			if asJSON {
				return writeJSON(cmd.OutOrStdout(), entries)
			}
			t := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, e := range entries {
				fmt.Fprintf(t, "%s\t%s\n", e.Name, e.Title)
			}
			return t.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}
