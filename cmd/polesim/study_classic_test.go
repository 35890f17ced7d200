package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"polesim/experiments/study"
)

const classicDesign = `
title = "How rugged is too rugged?"
classic = "nk"
sampler = "grid"
replications = 6
seed = 3
set = { count = "no" }
[[factor]]
key = "K"
levels = [0, 2, 4]
`

// A study of a published model goes the whole way of one of hospitals, and its runs without a value of an outcome are done.
func TestStudyOfAPublishedModelGoesTheWholeWay(t *testing.T) {
	t.Parallel()
	dir := designed(t, classicDesign)
	polesim(t, dir, "study", "run", "d.toml", "--runner", "shard", "--shard", "2/2").exits(exitDone)
	polesim(t, dir, "study", "resume", "results/d-3").exits(exitDone).
		says("How rugged is too rugged?: 3 points of grid, nk, 6 replications, seed 3", "18 runs planned: 18 done", "Results  results/d-3")
	polesim(t, dir, "study", "run", "d.toml", "--out", "whole").exits(exitDone)
	sameStudy(t, dir, "results/d-3", "whole")
	polesim(t, dir, "study", "merge", "results/d-3").exits(exitDone).says("18 done")
	polesim(t, dir, "study", "status", "results/d-3").exits(exitDone).says("18 done")
	polesim(t, dir, "verify", "results/d-3").exits(exitDone).says("18 runs run again, 18 rows: all 3 outcomes agree to the last bit")
	s, err := study.Open(filepath.Join(dir, "results/d-3"))
	if err != nil {
		t.Fatal(err)
	}
	polesim(t, dir, "replay", "results/d-3", "--run", s.Manifest.ID(2, 5).String()).exits(exitDone).
		says("nk, point 2, replication 5: all 3 outcomes agree to the last bit")
	polesim(t, dir, "export", "results/d-3", "--csv", "--out", "text").exits(exitDone)
	if text := read(t, dir, "text", "runs.csv"); strings.Count(text, "\r\n") != 19 || !strings.HasSuffix(text, ",\r\n") {
		t.Error(text) // optima are not counted
	}
	polesim(t, dir, "study", "analyse", "results/d-3").exits(exitDone).says("How fitness, nk (index 0–1) follows K", "0                0.")
	polesim(t, dir, "study", "analyse", "results/d-3", "--outcome", "optima").exits(exitFailed).complains("no point has a value of it")
	drawn := polesim(t, dir, "study", "plot", "results/d-3", "--json").exits(exitDone)
	var figures struct{ Files []string }
	if err := json.Unmarshal([]byte(drawn.stdout), &figures); err != nil || len(figures.Files) != 3 {
		t.Errorf("%v: %s", err, drawn.stdout)
	}
	if caption := read(t, dir, "results/d-3/figures", "response-fitness.txt"); !strings.Contains(caption, "3 known values, the farthest") ||
		!strings.Contains(caption, "Kauffman (1993) with N = 16. 3 points of grid, 6 runs at each.") {
		t.Error(caption)
	}
	if about := read(t, dir, "results/d-3", "ro-crate-metadata.json"); !strings.Contains(about, "of a published model") || strings.Contains(about, "months") {
		t.Error(about)
	}
}

func TestWhatHasNoMeaningForAPublishedModelIsRefused(t *testing.T) {
	t.Parallel()
	dir := designed(t, classicDesign)
	polesim(t, dir, "study", "run", "d.toml", "--months", "12").refuses("--months is for hospitals", "nk")
	polesim(t, dir, "study", "run", "d.toml", "--replications", "2", "--out", "two").exits(exitDone).says("6 done")
	polesim(t, dir, "study", "analyse", "two", "--method", "map").refuses("needs two factors")
	polesim(t, dir, "study", "analyse", "two", "--between", "nk,pmu").refuses("no scenario \"pmu\"")
	write(t, dir, "speed.toml", "outcomes = [\"speed\"]\n"+classicDesign)
	polesim(t, dir, "study", "run", "speed.toml").refuses("\"speed\" is no outcome. There are fitness, steps, optima.")
}

// A study of a model has one row, so its figures need not say whose an outcome is.
func TestFiguresOfAPublishedModelNameItOnce(t *testing.T) {
	t.Parallel()
	dir := designed(t, "title = \"What matters?\"\nclassic = \"march\"\nsampler = \"morris\"\npoints = 3\nreplications = 2\nset = { t = 5 }\n"+
		"[[factor]]\nkey = \"p1\"\nrange = [0.1, 0.9]\n[[factor]]\nkey = \"p2\"\nrange = [0.1, 0.9]\n")
	polesim(t, dir, "study", "run", "d.toml", "--out", "s").exits(exitDone)
	polesim(t, dir, "study", "plot", "s").exits(exitDone)
	if caption := read(t, dir, "s/figures", "morris-knowledge.txt"); !strings.Contains(caption, "March (1991)") ||
		!strings.Contains(caption, "Morris screening of Knowledge of the code (−1 to 1)") || strings.Contains(caption, "Mutual learning") {
		t.Error(caption)
	}
}

// A run of a model without chance is all of its cases, and figures say so.
func TestStudyOfAModelWithoutChanceHasNoIntervals(t *testing.T) {
	t.Parallel()
	dir := designed(t, "classic = \"garbagecan\"\nsampler = \"grid\"\noutcomes = [\"resolution\"]\n[[factor]]\nkey = \"load\"\nlevels = [1.1, 2.2, 3.3]\n")
	polesim(t, dir, "study", "run", "d.toml", "--out", "s").exits(exitDone).says("2 replications, seed 1", "6 done")
	polesim(t, dir, "study", "analyse", "s").exits(exitDone).says("4.94 [4.94, 4.94]", "1.96 [1.96, 1.96]") // 4.935 and 1.963, published
	polesim(t, dir, "study", "plot", "s").exits(exitDone)
	if caption := read(t, dir, "s/figures", "response-resolution.txt"); !strings.Contains(caption, "means of all cases there are, 108 at each point; they have no error") ||
		!strings.Contains(caption, "3 known values") {
		t.Error(caption)
	}
}
