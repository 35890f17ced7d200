package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"polesim/scenarios"
)

func newInit() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:     "init FILE",
		GroupID: groupScenario,
		Short:   "Write a commented scenario that runs, to begin your own",
		Example: "  polesim init mine.toml && polesim run mine.toml",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := writeNew(args[0], []byte(scenarios.Template()), force); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s written. Run it: polesim run %s\n", args[0], args[0])
			return nil
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace a file of that name")
	return cmd
}

// writeNew writes a file aside and moves it into place; it replaces one that is there only by force.
func writeNew(path string, text []byte, force bool) error {
	if _, err := os.Stat(path); err == nil && !force {
		return usagef("%s is there already; --force replaces it", path)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	aside := path + ".partial"
	if err := os.WriteFile(aside, text, 0o644); err != nil {
		os.Remove(aside)
		return err
	}
	if err := os.Rename(aside, path); err != nil {
		os.Remove(aside)
		return err
	}
	return nil
}
