package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"polesim/experiments"
	"polesim/scenarios"
)

func newExplain() *cobra.Command {
	var asJSON, markdown bool
	cmd := &cobra.Command{
		Use:     "explain [KEY]",
		GroupID: groupScenario,
		Short:   "Say what a parameter or an outcome means",
		Long: `Say what a parameter means: unit, range, default, source; or an outcome, by its name or in the words of the tables: unit,
meaning, the part of the model it belongs to and what the number rests on; or a state of the model. Common words and
abbreviations of hospitals, English and French, stand for what is called otherwise here. Without a key, all parameters by section;
outcomes stands for all outcomes, fit for how scenarios are held against Mintzberg's configurations.`,
		Example: `  polesim explain professionals.autonomy
  polesim explain event
  polesim explain ceremoniality
  polesim explain "acceptance of targets"
  polesim explain LOS
  polesim explain outcomes
  polesim explain fit
  polesim explain --json`,
		Args: cobra.MaximumNArgs(1),
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
				return explainJSON(w, key)
			case markdown:
				return scenarios.Reference(w)
			case key == "":
				if err := scenarios.ExplainAll(w); err != nil {
					return err
				}
				_, err := fmt.Fprintln(w, "\nOutcomes: polesim explain outcomes")
				return err
			}
			return explain(w, key)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	cmd.Flags().BoolVar(&markdown, "markdown", false, "write the parameter reference as Markdown tables")
	return cmd
}

// explain writes what a key means, or each of the keys that a common word stands for.
func explain(w io.Writer, key string) error {
	if fit, ok := experiments.FitTopicOf(key); ok {
		return fit.Write(w)
	}
	for k, name := range called(key) {
		if k > 0 {
			if _, err := fmt.Fprintln(w); err != nil {
				return err
			}
		}
		if err := explainKey(w, name); err != nil {
			return err
		}
	}
	return nil
}

// called returns the keys that a word stands for: itself, if something is called so.
func called(word string) []string {
	names := experiments.Called(word)
	if names == nil || len(experiments.OutcomesOf(word)) > 0 || scenarios.Explain(io.Discard, word) == nil {
		return []string{word}
	}
	return names
}

// explainKey writes what a key means, as a parameter, as an outcome, as a state, or as all of these.
func explainKey(w io.Writer, key string) error {
	var keys bytes.Buffer
	outcomes := experiments.OutcomesOf(key)
	err := scenarios.Explain(&keys, key)
	switch {
	case err != nil && len(outcomes) == 0:
		return unexplained(err, key)
	case err == nil && len(outcomes) > 0:
		keys.WriteByte('\n')
	}
	if _, err := keys.WriteTo(w); err != nil {
		return err
	}
	return experiments.ExplainOutcomes(w, outcomes)
}

// explainJSON writes the same as a list of topics; without a key those of all parameters.
func explainJSON(w io.Writer, key string) error {
	if fit, ok := experiments.FitTopicOf(key); ok {
		return indented(w, []experiments.FitTopic{fit})
	}
	names := called(key)
	if len(names) == 1 && len(experiments.OutcomesOf(names[0])) == 0 {
		return unexplained(scenarios.ExplainJSON(w, names[0]), key)
	}
	list := []json.RawMessage{} // topics as they are written, in the order of their fields
	for _, name := range names {
		var keys bytes.Buffer
		if err := scenarios.ExplainJSON(&keys, name); err == nil {
			var topics []json.RawMessage
			if err := json.Unmarshal(keys.Bytes(), &topics); err != nil {
				return err
			}
			list = append(list, topics...)
		}
		for _, o := range experiments.OutcomesOf(name) {
			topic, err := json.Marshal(o)
			if err != nil {
				return err
			}
			list = append(list, topic)
		}
	}
	return indented(w, list)
}

// indented writes a list of topics as JSON.
func indented(w io.Writer, list any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(list)
}

// unexplained makes an unknown key a mistake of the user, who may have meant an outcome.
func unexplained(err error, key string) error {
	if err == nil {
		return nil
	}
	if near, ok := experiments.NearestOutcome(key); ok {
		ask := " Did you mean"
		if strings.Contains(err.Error(), ask) {
			ask = " Or"
		} else {
			err = errors.New(err.Error() + ", and no outcome of that name.")
		}
		err = fmt.Errorf("%w%s the outcome %s?", err, ask, near)
	}
	return usageError{err}
}
