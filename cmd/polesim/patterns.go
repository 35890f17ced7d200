package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"polesim/experiments/patterns"
)

func newPatterns() *cobra.Command {
	var s patterns.Settings
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "patterns [NUMBER …]",
		GroupID: groupRun,
		Short:   "Hold the model against what is known of hospitals",
		Long: `Hold the model against what is known or claimed of hospitals: each pattern is a criterion written down before it was
tried, run on the scenarios that polesim brings along, with a verdict and the numbers. A pattern that fails is a result,
not an error. Without numbers all are tried; that takes minutes.`,
		Example: "  polesim patterns\n  polesim patterns 6 9 --replications 50",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			numbers, err := patternNumbers(args)
			if err != nil {
				return err
			}
			switch {
			case s.Workers < 0:
				return usagef("--workers = %d: expected 0 (one for each core) or more", s.Workers)
			case s.Replications < 2 || s.Replications > 100_000:
				return usagef("--replications = %d: expected 2 to 100000, since an interval needs two", s.Replications)
			}
			total := len(numbers)
			if total == 0 {
				total = len(patterns.All())
			}
			progress := newProgress(os.Stderr, total, "patterns")
			defer progress.stop()
			out := progress.printer(cmd.OutOrStdout())
			if !asJSON {
				fmt.Fprintf(out, "%d replications, seed %d; means with 95 %% intervals over replications.\n", s.Replications, s.Seed)
			}
			tried, held := 0, 0
			reports := []patternReport{}
			err = patterns.Try(cmd.Context(), s, numbers, func(f patterns.Finding) error {
				tried++
				progress.advance()
				if f.Holds() {
					held++
				}
				if asJSON {
					reports = append(reports, reportOf(f))
					return nil
				}
				fmt.Fprintln(out)
				return f.Write(out)
			})
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(out, reports)
			}
			fmt.Fprintf(out, "\n%d of %d patterns hold.\n", held, tried)
			return nil
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.IntVar(&s.Replications, "replications", 200, "`number` of replications of each comparison")
	fs.Uint64Var(&s.Seed, "seed", 1, "`number` from which all random numbers follow")
	fs.IntVar(&s.Workers, "workers", 0, "`number` of runs at once, 0 for one on each core; results do not depend on it")
	fs.BoolVar(&asJSON, "json", false, "write the findings as JSON")
	return cmd
}

// A patternReport is a finding for other programs to read.
type patternReport struct {
	Number     int                `json:"number"`
	Name       string             `json:"name"`
	Criterion  string             `json:"criterion"`
	Source     string             `json:"source"`
	Calibrated bool               `json:"calibrated"`
	Holds      bool               `json:"holds"`
	Measures   []patterns.Measure `json:"measures"`
}

func reportOf(f patterns.Finding) patternReport {
	return patternReport{f.Number, f.Name, f.Criterion, f.Source, f.Calibrated, f.Holds(), f.Measures}
}

// patternNumbers reads which patterns to try.
func patternNumbers(args []string) (numbers []int, err error) {
	var known []int
	for _, p := range patterns.All() {
		known = append(known, p.Number)
	}
	for _, arg := range args {
		n, err := strconv.Atoi(arg)
		if err != nil || !slices.Contains(known, n) {
			return nil, usagef("there is no pattern %q; there are %s", arg, strings.Trim(fmt.Sprint(known), "[]"))
		}
		if !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	return numbers, nil
}
