package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"polesim/experiments/influence"
	"polesim/model"
	"polesim/scenarios"
)

func newInfluence() *cobra.Command {
	var s influence.Settings
	var sets, keys []string
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "influence SCENARIO …",
		GroupID: groupRun,
		Short:   "Say which outcomes each parameter moves, and by how much",
		Long: `Put each parameter low and then high, all else equal and on common random numbers, and say which outcomes that moves
and by how much. Low and high lie half-way to the ends of the range, but at half and twice the value at most. An outcome
counts as moved if the difference is at least 5 standard errors and --least standard deviations between runs. One parameter
at a time says nothing of interactions.`,
		Example: "  polesim influence ghu-contract ghu-pmu --replications 20\n" +
			"  polesim influence ghu-pmu --key governance.ambiguity --key arenas.meeting_units",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case s.Workers < 0:
				return usagef("--workers = %d: expected 0 (one for each core) or more", s.Workers)
			case s.Replications < 2 || s.Replications > 100_000:
				return usagef("--replications = %d: expected 2 to 100000, since an interval needs two", s.Replications)
			case s.Least < 0:
				return usagef("--least = %v: expected 0 or more standard deviations", s.Least)
			}
			for _, key := range keys {
				if _, known := model.Lookup(key); !known {
					if err := scenarios.Explain(io.Discard, key); err != nil {
						return usagef("--key %w", err)
					}
					return usagef("--key %s: expected a parameter by its whole key, such as professionals.autonomy", key)
				}
			}
			var found []influence.Finding
			for _, name := range args {
				c, err := scenarios.Load(name, sets...)
				if err != nil {
					return err
				}
				if err := influence.Try(cmd.Context(), c, s, keys, func(f influence.Finding) error {
					found = append(found, f)
					return nil
				}); err != nil {
					return err
				}
			}
			if asJSON {
				e := json.NewEncoder(cmd.OutOrStdout())
				e.SetIndent("", "  ")
				return e.Encode(reportInfluence(found))
			}
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "%d replications, seed %d; difference high − low ± half-width of its 95 %% interval, and the same in standard\ndeviations between runs (SD).\n",
				s.Replications, s.Seed)
			writeInfluence(out, found)
			return nil
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.IntVar(&s.Replications, "replications", 20, "`number` of replications of each value")
	fs.Float64Var(&s.Least, "least", .5, "smallest effect to tell, a `number` of standard deviations between runs")
	fs.StringArrayVar(&keys, "key", nil, "only the parameter of this `key`; repeatable")
	fs.StringArrayVar(&sets, "set", nil, "change a parameter or list element, `key=value`; repeatable")
	fs.Uint64Var(&s.Seed, "seed", 1, "`number` from which all random numbers follow")
	fs.IntVar(&s.Workers, "workers", 0, "`number` of runs at once, 0 for one on each core; results do not depend on it")
	fs.BoolVar(&asJSON, "json", false, "write the findings as JSON")
	return cmd
}

// mostShown is how many effects of a parameter are printed.
const mostShown = 4

// writeInfluence prints the findings by parameter: under the scenario in which it moves most.
func writeInfluence(out io.Writer, found []influence.Finding) {
	for _, f := range influence.Strongest(found) {
		fmt.Fprintf(out, "\n%s from %s to %s", f.Parameter.Key, f.Parameter.Format(f.Low), f.Parameter.Format(f.High))
		if len(f.Effects) == 0 {
			fmt.Fprintf(out, ": moves nothing\n")
			continue
		}
		fmt.Fprintf(out, " (%s)\n", f.Scenario)
		for k, e := range f.Effects {
			if k == mostShown {
				fmt.Fprintf(out, "  and %d more\n", len(f.Effects)-k)
				break
			}
			fmt.Fprintf(out, "  %s %s %s, %+.1f SD\n", e.Outcome.Name, strings.TrimRight(e.Difference.Signed(), " *"), e.Outcome.Units(), e.Standard)
		}
	}
}

// An influenceReport is a finding for other programs to read.
type influenceReport struct {
	Parameter string            `json:"parameter"`
	Scenario  string            `json:"scenario"`
	Low       float64           `json:"low"`
	High      float64           `json:"high"`
	Effects   []influenceEffect `json:"effects"`
}

// An influenceEffect is an effect for other programs to read.
type influenceEffect struct {
	Outcome  string  `json:"outcome"`
	Unit     string  `json:"unit"`
	Mean     float64 `json:"difference"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	Standard float64 `json:"standard_deviations"`
}

func reportInfluence(found []influence.Finding) []influenceReport {
	reports := []influenceReport{}
	for _, f := range found {
		r := influenceReport{f.Parameter.Key, f.Scenario, f.Low, f.High, []influenceEffect{}}
		for _, e := range f.Effects {
			r.Effects = append(r.Effects, influenceEffect{e.Outcome.Name, e.Outcome.Units(), e.Difference.Mean,
				e.Difference.Low, e.Difference.High, e.Standard})
		}
		reports = append(reports, r)
	}
	return reports
}
