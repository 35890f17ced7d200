package main

import (
	"encoding/json"
	"fmt"

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
				e := json.NewEncoder(cmd.OutOrStdout())
				e.SetIndent("", "  ")
				return e.Encode(entries)
			}
			for _, e := range entries {
				fmt.Fprintf(cmd.OutOrStdout(), "%-16s  %s\n", e.Name, e.Title)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}
