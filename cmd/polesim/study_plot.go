package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"polesim/experiments/plot"
)

func newStudyPlot() *cobra.Command {
	var asked asking
	var out string
	cmd := &cobra.Command{
		Use:   "plot DIR",
		Short: "Draw what a study shows",
		Long: `Draw what polesim study analyse says with the same flags, as SVG and PNG with a caption each. The files are named and
left in the folder of figures; a figure of the same name is replaced.`,
		Example: `  polesim study plot results/design-11
  polesim study plot results/design-11 --method map --between services,pmu --out figures`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			analysis, err := asked.prepare(args[0])
			if err != nil {
				return err
			}
			if err := analysis.Drawable(); err != nil {
				return usagef("%w", err)
			}
			r, err := analysis.Make()
			if err != nil {
				return err
			}
			if out == "" {
				out = filepath.Join(args[0], "figures")
			}
			names, err := r.Draw(out)
			if err != nil {
				return err
			}
			if err := describeAgain(args[0]); err != nil {
				return err
			}
			var files []string
			for _, name := range names {
				for _, file := range plot.Files(name) {
					files = append(files, filepath.Join(out, file))
				}
			}
			if asked.asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string][]string{"files": files})
			}
			for _, file := range files {
				fmt.Fprintln(cmd.OutOrStdout(), file)
			}
			return nil
		},
	}
	asked.flags(cmd, "write the names of the files as JSON")
	cmd.Flags().StringVar(&out, "out", "", "folder of figures (default DIR/figures)")
	return cmd
}
