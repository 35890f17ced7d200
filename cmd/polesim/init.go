package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"polesim/scenarios"
)

func newInit() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:     "init FILE",
		GroupID: groupScenario,
		Short:   "Write a commented scenario that runs, to begin your own",
		Long:    "Write a commented scenario that runs, to begin your own, and beside it the three governances that extend it.",
		Example: "  polesim init mine.toml && polesim run mine.toml",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file := args[0]
			if err := checkName(file, file); err != nil {
				return err
			}
			governances, err := writeHospital(file, scenarios.Template(), force)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%[1]s written, and three governances of it.\n\nRun it   polesim run %[1]s\nCompare  polesim compare %[2]s\n",
				typed(file), governances)
			return nil
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace files of those names")
	return cmd
}

// checkName refuses names of scenarios that others could not extend; said is how the user gave the name.
func checkName(said, path string) error {
	switch {
	case !strings.HasSuffix(path, ".toml"):
		return usagef("%s: a scenario's name ends in .toml", said)
	case strings.ContainsAny(filepath.Base(path), "\"\\\n"):
		return usagef("%s: a scenario's name holds no quotation mark, backslash or line break", said)
	}
	return nil
}

// typed writes the name of a file as one types it.
func typed(name string) string {
	if strings.ContainsAny(name, " '\"") {
		return strconv.Quote(name)
	}
	return name
}

// writeHospital writes the scenario of a hospital and the three governances that extend it. It returns the names of
// these, as one types them.
func writeHospital(path, text string, force bool) (names string, err error) {
	if _, err := scenarios.Parse(filepath.Base(path), []byte(text)); err != nil { // what is written can be read
		return "", err
	}
	files := []scenarios.Governance{{Name: path, Text: text}}
	for _, g := range scenarios.Governances(filepath.Base(path)) {
		g.Name = filepath.Join(filepath.Dir(path), g.Name)
		files = append(files, g)
		names += " " + typed(g.Name)
	}
	for _, f := range files {
		if err := vacant(f.Name, force); err != nil {
			return "", err
		}
	}
	for _, f := range files {
		if err := writeWhole(f.Name, []byte(f.Text)); err != nil {
			return "", err
		}
	}
	return names[1:], nil
}

// vacant refuses a name that is taken, unless by force, and one in a folder that does not exist.
func vacant(path string, force bool) error {
	there, err := os.Stat(path)
	switch {
	case err == nil && there.IsDir():
		return usagef("%s is a folder; expected the name of a file", path)
	case err == nil && !force:
		return usagef("%s is there already; --force replaces it", path)
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if folder, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: no such file or folder: %s does not exist", path, filepath.Dir(path))
	} else if err == nil && !folder.IsDir() {
		return fmt.Errorf("%s: %s is no folder", path, filepath.Dir(path))
	}
	return nil
}

// writeWhole writes a file aside and moves it into place.
func writeWhole(path string, text []byte) error {
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
