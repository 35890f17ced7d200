package main

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError turns a mistyped flag into a mistake of the user that names the nearest one.
func flagError(cmd *cobra.Command, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !unknown {
		return usagef("%s: %w; see %s --help", cmd.CommandPath(), err, cmd.CommandPath())
	}
	best, distance := "", 4
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if d := levenshtein.ComputeDistance(name, f.Name); d < distance {
			best, distance = f.Name, d
		}
	})
	hint := ""
	if best != "" {
		hint = fmt.Sprintf(" Did you mean --%s?", best)
	}
	return usagef("%s: there is no flag --%s.%s See %s --help", cmd.CommandPath(), name, hint, cmd.CommandPath())
}

// A word is a flag that takes one of a few words.
type word struct {
	value   string
	choices []string
}

// String returns the word chosen.
func (w *word) String() string { return w.value }

// Type names the choices in the help.
func (w *word) Type() string { return strings.Join(w.choices, "|") }

// Set takes a word if it is among the choices.
func (w *word) Set(s string) error {
	for _, c := range w.choices {
		if s == c {
			w.value = s
			return nil
		}
	}
	return fmt.Errorf("expected %s", strings.Join(w.choices, " or "))
}
