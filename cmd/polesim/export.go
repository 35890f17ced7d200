package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"polesim/experiments/store"
)

func newExport() *cobra.Command {
	var csv bool
	var out string
	cmd := &cobra.Command{
		Use:     "export DIR",
		GroupID: groupResults,
		Short:   "Write the results of a folder as CSV",
		Long: `Write the rows of a result folder as text: runs.csv, series.csv and dictionary.csv (name, unit and meaning of each
column); all_series.csv and details.csv if the months of all runs, or services and pôles one by one, were kept. Beside the
results they go with them when run or compare --force replaces these, unless they were changed: --out puts them elsewhere.
Of a study it writes what is whole: runs.csv, points.csv (what the factors are at each point) and dictionary.csv.`,
		Example: "  polesim export results/ghu-pmu-1 --csv",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !csv {
				return usagef("say in which form: --csv")
			}
			if out == "" {
				out = args[0]
			}
			if err := exportCSV(cmd, args[0], out); err != nil {
				return absent(err)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "CSV files are in %s\n", out)
			return nil
		},
	}
	cmd.Flags().BoolVar(&csv, "csv", false, "comma-separated values (RFC 4180)")
	cmd.Flags().StringVar(&out, "out", "", "`folder` for the files (default: the result folder itself)")
	return cmd
}

// exportCSV writes the rows of a folder, of results or of a study, as text.
func exportCSV(cmd *cobra.Command, dir, out string) error {
	if !isStudy(dir) {
		return store.ExportCSV(dir, out)
	}
	s, d, err := openStudy(dir)
	if err != nil {
		return err
	}
	return s.Export(cmd.Context(), out, d.Set)
}
