package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"polesim/experiments"
	"polesim/experiments/design"
	"polesim/scenarios"
)

func newStudyDesigns() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "designs",
		Short:   "List the designs that are built in",
		Long:    "List the designs that are built in. study run takes their names; a file of that name comes first.",
		Example: "  polesim study designs",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asJSON {
				return writeJSON(cmd.OutOrStdout(), experiments.Designs())
			}
			t := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, d := range experiments.Designs() {
				fmt.Fprintf(t, "%s\t%s\n", d.Name, d.Title)
			}
			return t.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}

// loadDesign reads the design that a user calls by a path or by the name of a built-in one.
func loadDesign(name string) (*design.Design, error) {
	info, err := os.Stat(name)
	builtIn, ok := experiments.FindDesign(filepath.ToSlash(name))
	switch {
	case ok && (err != nil || info.IsDir()):
		return design.LoadBuiltIn("experiments/"+builtIn.Name+".toml", builtIn.Text)
	case errors.Is(err, fs.ErrNotExist):
		return nil, usagef("%s: no such file, and no built-in design of that name.%s", name, nearestDesign(name))
	}
	return design.Load(name)
}

// nearestDesign suggests the file or the built-in design that was meant.
func nearestDesign(name string) string {
	var names, files []string
	for _, d := range experiments.Designs() {
		names = append(names, d.Name)
	}
	files, _ = filepath.Glob(filepath.Join(filepath.Dir(name), "*.toml")) // none, if the folder cannot be read
	if near := scenarios.DidYouMean(name, files); near != "" {
		return near
	}
	if near := scenarios.DidYouMean(name, names); near != "" {
		return near
	}
	return " There are " + strings.Join(names, ", ") + "."
}
