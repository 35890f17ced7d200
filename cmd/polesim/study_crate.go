package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"polesim/experiments/crate"
	"polesim/experiments/design"
	"polesim/experiments/study"
)

// describeStudy makes the folder of a merged study a research object that says itself what it holds.
func describeStudy(s *study.Study, d *design.Design) error {
	m := s.Manifest
	title := m.Title
	if title == "" {
		title = "A study of " + fmt.Sprint(m.Rows)
	}
	about := fmt.Sprintf("%d points, sampled by %s, of %d scenarios, up to %d replications of %d months each, seed %d.",
		m.Points, m.Sampler.Name, len(m.Rows), m.Replications.Most, d.Months, m.Seed)
	if c := d.Classic; c != nil {
		about = fmt.Sprintf("%d points, sampled by %s, of a published model, up to %d replications each, seed %d. The model: %s",
			m.Points, m.Sampler.Name, m.Replications.Most, m.Seed, c.Paper)
	}
	if d.Description != "" {
		about = d.Description + "\n\n" + about
	}
	c := crate.Crate{
		Title: title, Description: about, Started: m.Started, Published: time.Now(), Command: m.Command,
		Platform: fmt.Sprintf("%s/%s, %d processors, %s", m.Platform.OS, m.Platform.Arch, m.Platform.CPUs, m.Platform.Go),
		Program:  crate.Program{Name: "polesim", Version: m.Program.Version, Commit: m.Program.Commit},
	}
	for _, f := range m.Kept {
		c.Files = append(c.Files, crate.File{Path: f.Name, Meaning: "What was planned, readable alone.", SHA256: f.SHA256, Input: true})
	}
	c.Files = append(c.Files,
		crate.File{Path: "manifest.json", Meaning: "The plan: program, seed, sampler, columns."},
		crate.File{Path: "runs.parquet", Meaning: "A row for each run and scenario: status and outcomes."},
		crate.File{Path: "points.parquet", Meaning: "A row for each point: the values of its factors."},
		crate.File{Path: "dictionary.csv", Meaning: "Every column: name, unit, meaning, file."},
		crate.File{Path: "dictionary.md", Meaning: "The same, to be read."},
		crate.File{Path: "chunks/", Meaning: "The rows as they were kept while the study ran."},
		crate.File{Path: "retries/", Meaning: "Rows of runs that had failed and were run again."})
	figures, err := crate.Folder(s.Dir(), "figures", "A figure of the study.")
	if err != nil {
		return err
	}
	c.Files = append(c.Files, figures...)
	return crate.Write(s.Dir(), c)
}

// mergeStudy merges what is whole and describes the folder.
func mergeStudy(cmd *cobra.Command, s *study.Study, d *design.Design, tidy bool) (study.Status, error) {
	st, err := s.Merge(cmd.Context(), study.MergeOptions{Settings: d.Set, Tidy: tidy, Tell: tell(cmd)})
	if err != nil {
		return st, err
	}
	return st, describeStudy(s, d)
}

// describeAgain takes new figures into the description of a study that has one.
func describeAgain(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, crate.Name)); err != nil {
		return nil // not merged yet: the merge describes it
	}
	s, d, err := openStudy(dir)
	if err != nil {
		return err
	}
	return describeStudy(s, d)
}
