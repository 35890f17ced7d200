package main

import (
	"github.com/spf13/cobra"

	"polesim/scenarios"
)

func newExplain() *cobra.Command {
	var asJSON, markdown bool
	cmd := &cobra.Command{
		Use:     "explain [KEY]",
		GroupID: groupScenario,
		Short:   "Say what a parameter means: unit, range, default, source",
		Long:    "Say what a parameter means: unit, range, default, source. Without a key, all of them by section.",
		Example: "  polesim explain professionals.autonomy\n  polesim explain event\n  polesim explain --json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			w, key := cmd.OutOrStdout(), ""
			if len(args) == 1 {
				key = args[0]
			}
			switch {
			case asJSON && markdown:
				return usagef("--json and --markdown exclude each other")
			case markdown && key != "":
				return usagef("--markdown writes the reference of all keys; leave out %s, or use --json", key)
			case asJSON:
				return asUsage(scenarios.ExplainJSON(w, key))
			case markdown:
				return scenarios.Reference(w)
			case key == "":
				return scenarios.ExplainAll(w)
			}
			return asUsage(scenarios.Explain(w, key))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	cmd.Flags().BoolVar(&markdown, "markdown", false, "write the parameter reference as Markdown tables")
	return cmd
}

// asUsage makes an error a mistake of the user.
func asUsage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}
