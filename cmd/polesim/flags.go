package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError turns a mistyped flag into a mistake of the user, with what was expected.
func flagError(cmd *cobra.Command, err error) error {
	var none *pflag.NotExistError
	var bad *pflag.InvalidValueError
	var empty *pflag.ValueRequiredError
	switch {
	case errors.As(err, &none) && none.GetSpecifiedShortnames() != "":
		return usagef("%s has no flag -%s; see %[1]s --help", cmd.CommandPath(), none.GetSpecifiedName())
	case errors.As(err, &none):
		return usagef("%s has no flag --%s.%s See %[1]s --help", cmd.CommandPath(), none.GetSpecifiedName(), nearestFlag(cmd, none.GetSpecifiedName()))
	case errors.As(err, &bad) && errors.Is(err, strconv.ErrRange):
		return usagef("--%s = %s is beyond all numbers that this flag can take", bad.GetFlag().Name, bad.GetValue())
	case errors.As(err, &bad):
		return usagef("--%s = %s: expected %s", bad.GetFlag().Name, bad.GetValue(), expected(bad.GetFlag().Value))
	case errors.As(err, &empty):
		return usagef("--%s needs a value; see %s --help", empty.GetFlag().Name, cmd.CommandPath())
	}
	return usagef("%w; see %s --help", err, cmd.CommandPath())
}

// nearestFlag asks whether a flag of the command was meant: one of which the name is the beginning, or as good as the
// name, one letter in three aside.
func nearestFlag(cmd *cobra.Command, name string) string {
	best, distance := "", min(len(name)/3, 3)+1
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if len(name) > 2 && strings.HasPrefix(f.Name, name) && distance > 0 {
			best, distance = f.Name, 0
		}
		if d := levenshtein.ComputeDistance(name, f.Name); d < distance {
			best, distance = f.Name, d
		}
	})
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean --%s?", best)
}

// expected says in words what a flag takes.
func expected(v pflag.Value) string {
	if w, ok := v.(*word); ok {
		return strings.Join(w.choices, " or ")
	}
	switch v.Type() {
	case "K/N":
		return "K/N, as 3/100"
	case "int":
		return "a whole number"
	case "uint64":
		return "a whole number, 0 or more"
	case "float64":
		return "a number"
	case "bool":
		return "true or false"
	}
	return "a " + v.Type()
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
