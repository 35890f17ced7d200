package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"polesim/experiments/design"
	"polesim/experiments/store"
	"polesim/experiments/study"
)

func newStudy() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "study",
		GroupID: groupRun,
		Short:   "Run scenarios at many points of a design, and go on where it was stopped",
		Long: `Run scenarios at many points of a design. What is whole is kept in a folder as it comes: a study may be stopped, killed
and resumed, or run in shards on several machines, and ends with the same bytes. The run of the same design again goes on
with what is missing.`,
		Example: "  polesim study run design.toml\n  polesim study status results/design-11\n  polesim study resume results/design-11",
		Args:    noSuchStudyCommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SuggestionsMinimumDistance = 2
	cmd.AddCommand(newStudyRun(), newStudyResume(), newStudyStatus(), newStudyMerge(), newStudyList(), newStudyAnalyse(), newStudyPlot(), newStudyDesigns())
	for _, sub := range cmd.Commands() {
		sub.Args = usageArgs(sub.Args)
	}
	return cmd
}

// noSuchStudyCommand names the commands that the user may have meant.
func noSuchStudyCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf(" Did you mean study %s?", strings.Join(near, " or study "))
	}
	return usagef("there is no command %q.%s See polesim study --help", "study "+args[0], hint)
}

// openStudy opens the folder of a study and reads the design in it.
func openStudy(dir string) (*study.Study, *design.Design, error) {
	s, err := openFolder(dir)
	if err != nil {
		return nil, nil, err
	}
	if err := s.Untouched(); err != nil {
		return nil, nil, err
	}
	d, err := design.Load(filepath.Join(dir, design.FileName))
	if err != nil {
		return nil, nil, fmt.Errorf("the design kept in %s cannot be read by this version: %w", dir, err)
	}
	return s, d, nil
}

// openFolder opens the folder of a study. Of a folder that holds studies rather than being one it names them.
func openFolder(dir string) (*study.Study, error) {
	s, err := study.Open(dir)
	if !errors.Is(err, store.ErrNotResults) {
		return s, absent(err)
	}
	var studies []string
	inside, _ := filepath.Glob(filepath.Join(dir, "*")) // none, if it cannot be read
	for _, path := range inside {
		if isStudy(path) {
			studies = append(studies, path)
		}
	}
	if len(studies) == 0 {
		return nil, err
	}
	return nil, fmt.Errorf("%w; there are studies in it: %s", err, strings.Join(studies, ", "))
}

// isStudy says whether a folder is that of a study, readable or not: where its manifest cannot be read, by the chunks.
func isStudy(dir string) bool {
	_, err := study.Open(dir)
	if errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrNewer) {
		_, err = os.Stat(filepath.Join(dir, "chunks"))
	}
	return err == nil
}

// tell returns how to say meanwhile what a user should know.
func tell(cmd *cobra.Command) func(string) {
	return func(message string) { fmt.Fprintln(cmd.ErrOrStderr(), "polesim: "+message) }
}

// writeStatus says how far a study is.
func writeStatus(w io.Writer, s *study.Study, st study.Progress) {
	m := &s.Manifest
	fmt.Fprintf(w, "%s: %s points of %s, %s, %s replications, seed %d\n", titleOf(m), number(m.Points), m.Sampler.Name,
		strings.Join(m.Rows, ", "), replicationsOf(m.Replications), m.Seed)
	fmt.Fprintf(w, "%s runs planned: %s done", number(st.Planned), number(st.Done))
	for _, n := range []struct {
		count int
		what  string
	}{{st.Failed, "failed"}, {st.TimedOut, "timed out"}, {st.Spared, "not needed"}, {st.Missing, "missing"}} {
		if n.count > 0 {
			fmt.Fprintf(w, ", %s %s", number(n.count), n.what)
		}
	}
	fmt.Fprintln(w)
	for _, path := range st.Damaged {
		fmt.Fprintf(w, "damaged, to be run again: %s\n", path)
	}
}

func titleOf(m *study.Manifest) string {
	if m.Title == "" {
		return "Study"
	}
	return m.Title
}

func replicationsOf(r study.Replications) string {
	if r.Until == nil {
		return number(r.Most)
	}
	return fmt.Sprintf("%d to %d", r.Until.Least, r.Most)
}

// number writes a count with its thousands apart.
func number(n int) string {
	text := fmt.Sprint(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
