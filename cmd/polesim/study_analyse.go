package main

import (
	"strings"

	"github.com/spf13/cobra"

	"polesim/experiments/report"
	"polesim/experiments/sensitivity"
)

// An asking is the flags of what is asked of a study.
type asking struct {
	ask    report.Ask
	method word
	asJSON bool
}

// flags declares the flags; asJSON says what --json writes.
func (a *asking) flags(cmd *cobra.Command, asJSON string) {
	a.method.choices = sensitivity.AllMethods()
	cmd.Flags().Var(&a.method, "method", "the analysis (default: the first that fits)")
	cmd.Flags().StringVar(&a.ask.Outcome, "outcome", "", "the outcome (default: the first that the study keeps)")
	cmd.Flags().StringSliceVar(&a.ask.Between, "between", nil, "two scenarios A,B, to look at B minus A (default: both, of two)")
	cmd.Flags().BoolVar(&a.ask.Lowest, "lowest", false, "with method best: the lowest value is best")
	cmd.Flags().BoolVar(&a.asJSON, "json", false, asJSON)
}

// prepare reads the study and chooses what the flags leave open.
func (a *asking) prepare(dir string) (*report.Analysis, error) {
	s, d, err := openStudy(dir)
	if err != nil {
		return nil, err
	}
	a.ask.Method = a.method.value
	for k, name := range a.ask.Between {
		a.ask.Between[k] = strings.TrimSpace(name)
	}
	analysis, err := report.Prepare(s, d, a.ask)
	if err != nil {
		return nil, usagef("%w", err)
	}
	return analysis, nil
}

func newStudyAnalyse() *cobra.Command {
	var asked asking
	cmd := &cobra.Command{
		Use:   "analyse DIR",
		Short: "Say what a study shows: which factors matter, where one scenario wins",
		Long: `Say what the points of a study show, merged or not:

  morris    how much each factor moves an outcome, and whether always alike
  sobol     what share of the variance comes from each factor (sampler saltelli)
  map       where over two factors one scenario is higher than another
  response  how an outcome follows each factor
  best      which of the scenarios does best at each point

Of two scenarios the second minus the first is looked at; of more, each one, unless --between names two.`,
		Example: `  polesim study analyse results/design-11
  polesim study analyse results/design-11 --method response --outcome goal_value --json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			analysis, err := asked.prepare(args[0])
			if err != nil {
				return err
			}
			r, err := analysis.Make()
			if err != nil {
				return err
			}
			if asked.asJSON {
				return writeJSON(cmd.OutOrStdout(), r)
			}
			return r.WriteTable(cmd.OutOrStdout())
		},
	}
	asked.flags(cmd, "write JSON")
	return cmd
}
