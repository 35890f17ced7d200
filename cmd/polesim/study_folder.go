package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/spf13/cobra"

	"polesim/experiments/design"
	"polesim/experiments/study"
)

func newStudyStatus() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "status DIR",
		Short:   "Say how far a study is: done, failed, timed out, missing",
		Example: "  polesim study status results/design-11 --json",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := openFolder(args[0])
			if err != nil {
				return err
			}
			st, err := s.Status()
			if err != nil {
				return err
			}
			if asJSON {
				return writeStatusJSON(cmd, s, st)
			}
			writeStatus(cmd.OutOrStdout(), s, st.Progress)
			if !st.Whole() {
				fmt.Fprintf(cmd.OutOrStdout(), "polesim study resume %s runs the rest\n", s.Dir())
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}

func newStudyMerge() *cobra.Command {
	var tidy bool
	cmd := &cobra.Command{
		Use:   "merge DIR",
		Short: "Join the chunks of a study into runs.parquet and points.parquet",
		Long: `Join what is whole of a study, wherever it was run, into runs.parquet, points.parquet and their dictionary. What is missing
is said. Merging again gives the same bytes.`,
		Example: "  polesim study merge results/design-11",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, d, err := openStudy(args[0])
			if err != nil {
				return err
			}
			st, err := mergeStudy(cmd, s, d, tidy)
			if err != nil {
				return err
			}
			writeStatus(cmd.OutOrStdout(), s, st.Progress)
			if !st.Whole() {
				fmt.Fprintf(cmd.OutOrStdout(), "Merged is what is whole; polesim study resume %s runs the rest\n", s.Dir())
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&tidy, "tidy", false, "when nothing is missing put one chunk in the place of all")
	return cmd
}

func newStudyList() *cobra.Command {
	var failed, asJSON bool
	cmd := &cobra.Command{
		Use:     "list DIR",
		Short:   "List the runs of a study, or those that failed and why",
		Example: "  polesim study list results/design-11 --failed",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := openFolder(args[0])
			if err != nil {
				return err
			}
			runs := s.Runs()
			if failed {
				runs = s.Failures()
			}
			if asJSON {
				return listJSON(cmd.OutOrStdout(), runs)
			}
			return list(cmd.OutOrStdout(), runs, failed)
		},
	}
	cmd.Flags().BoolVar(&failed, "failed", false, "only those that failed or took too long")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}

// list writes runs as they are read, in columns: there may be millions.
func list(out io.Writer, runs iter.Seq2[study.Run, error], failed bool) error {
	const columns = "%-16s  %9s  %11s  %-9s  %s\n"
	w := bufio.NewWriter(out)
	defer w.Flush()
	count := 0
	for r, err := range runs {
		if err != nil {
			return err
		}
		if count++; count == 1 {
			fmt.Fprintf(w, columns, "run", "point", "replication", "status", "why")
		}
		fmt.Fprintf(w, columns, r.ID, strconv.Itoa(r.Point), strconv.Itoa(r.Replication), r.Rows[0].Status, r.Rows[0].Error)
	}
	switch {
	case count == 0 && failed:
		fmt.Fprintln(w, "no run failed")
	case count == 0:
		fmt.Fprintln(w, "no run is whole")
	}
	return nil
}

// listJSON writes runs for other programs to read.
func listJSON(out io.Writer, runs iter.Seq2[study.Run, error]) error {
	type line struct {
		Run         string `json:"run"`
		Point       int    `json:"point"`
		Replication int    `json:"replication"`
		Status      string `json:"status"`
		Error       string `json:"error"`
	}
	w := bufio.NewWriter(out)
	defer w.Flush()
	before := "["
	for r, err := range runs {
		if err != nil {
			return err
		}
		text, err := json.Marshal(line{r.ID.String(), r.Point, r.Replication, r.Rows[0].Status, r.Rows[0].Error})
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\n  %s", before, text)
		before = ","
	}
	if before == "[" {
		fmt.Fprintln(w, "[]")
	} else {
		fmt.Fprintln(w, "\n]")
	}
	return nil
}

// replayStudy runs one run of a study again and compares the bits.
func replayStudy(cmd *cobra.Command, dir, run string) error {
	s, d, err := openStudy(dir)
	if err != nil {
		return err
	}
	id, err := study.ParseID(run)
	if err != nil {
		return usagef("--run %w", err)
	}
	found, rows, err := s.Replay(cmd.Context(), design.Subject(d), id)
	if err != nil {
		return err
	}
	agree := true
	for _, r := range rows {
		sayReplayed(cmd.OutOrStdout(), s, found, r, len(r.Differ))
		agree = agree && r.Agrees()
	}
	if !agree {
		return disagree(s.Manifest.Program)
	}
	return nil
}

// sayReplayed tells how a row of a run came out that was run again, and at most so many of the outcomes that differ.
func sayReplayed(out io.Writer, s *study.Study, found study.Run, r study.Replayed, most int) {
	fmt.Fprintf(out, "%s, point %d, replication %d: ", r.Scenario, found.Point, found.Replication)
	switch {
	case !r.Comparable():
		fmt.Fprintf(out, "on record %s, which depends on the machine; now %s %s\n", r.Was, r.Is, r.Error)
	case r.Was != r.Is:
		fmt.Fprintf(out, "on record %s, now %s %s\n", r.Was, r.Is, r.Error)
	case len(r.Differ) > 0:
		fmt.Fprintf(out, "%d outcomes differ\n", len(r.Differ))
	case r.Error != "":
		fmt.Fprintf(out, "%s again: %s\n", r.Is, r.Error)
	default:
		fmt.Fprintf(out, "all %d outcomes agree to the last bit\n", len(s.Manifest.Columns))
	}
	for _, o := range r.Differ[:min(most, len(r.Differ))] {
		fmt.Fprintf(out, "  %s: on record %v, now %v\n", o.Outcome, o.Recorded, o.Anew)
	}
}
