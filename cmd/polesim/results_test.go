package main

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// required are the columns that users of the results rely on.
var required = []string{"care_effectiveness", "margin_effectiveness", "ceremoniality", "decoupling", "share_skills",
	"share_results", "share_plans", "share_ceremony", "share_mutual_adjustment", "indicator", "indicator_gap",
	"trust_within_poles", "trust_across_poles", "academic_effectiveness", "goal_value", "alignment", "coverage",
	"coverage_random", "agreements_pair", "breaches", "care_share_of_gap"}

// table reads a CSV file under its head line.
func table(t *testing.T, path ...string) (head []string, lines [][]string) {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(read(t, path...))).ReadAll()
	if err != nil || len(all) == 0 {
		t.Fatal(path, err)
	}
	return all[0], all[1:]
}

func TestRequiredColumnsAreInTheResultsAndInTheirExport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, small("compare", "example", "ghu-contract", "--out", "r")...).exits(exitDone)
	runs, manifest := rows(t, filepath.Join(dir, "r"))
	var columns []string
	for _, c := range manifest.RunColumns {
		columns = append(columns, c.Name)
		if c.Meaning == "" || c.Unit == "" {
			t.Errorf("%s has no unit or no meaning", c.Name)
		}
	}
	polesim(t, dir, "export", "r", "--csv", "--out", "text").exits(exitDone).says("text")
	if got, want := files(t, filepath.Join(dir, "text")), []string{"dictionary.csv", "runs.csv", "series.csv"}; !slices.Equal(got, want) {
		t.Errorf("exported %v, want %v", got, want)
	}
	head, lines := table(t, dir, "text", "runs.csv")
	for _, name := range append([]string{"scenario", "replication", "seed"}, required...) {
		if !slices.Contains(head, name) {
			t.Errorf("runs.csv has no column %s", name)
		}
	}
	for _, name := range required {
		if !slices.Contains(columns, name) {
			t.Errorf("runs.parquet has no column %s", name)
		}
	}
	if len(lines) != 12 {
		t.Errorf("%d lines, want 2 × 6", len(lines))
	}
	for _, line := range lines {
		run, ok := runs[line[0]+"/"+line[1]]
		if !ok || line[2] != "1" || line[3] != "done" {
			t.Fatalf("%v", line)
		}
		for o, name := range columns {
			v, err := strconv.ParseFloat(line[slices.Index(head, name)], 64) // a dot for decimals
			if err != nil || math.Float64bits(v) != math.Float64bits(run.Values[o]) {
				t.Errorf("%s of %s/%s: %v in CSV, %v in Parquet; %v", name, line[0], line[1], v, run.Values[o], err)
			}
		}
	}
	explained, entries := table(t, dir, "text", "dictionary.csv")
	for _, name := range required {
		if !slices.ContainsFunc(entries, func(e []string) bool { return e[slices.Index(explained, "column")] == name }) {
			t.Errorf("the dictionary does not explain %s", name)
		}
	}
	before := read(t, dir, "text", "runs.csv")
	polesim(t, dir, "export", "r", "--csv", "--out", "text").exits(exitDone) // the same again
	write(t, dir, "text/runs.csv", "mine")
	polesim(t, dir, "export", "r", "--csv", "--out", "text").refuses("runs.csv")
	if read(t, dir, "text", "runs.csv") != "mine" || before == "mine" {
		t.Error("a file of the user's was replaced")
	}
}

func TestExportGoesBesideTheResultsUnlessToldOtherwise(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, small("run", "example", "--out", "r", "--series", "all")...).exits(exitDone)
	polesim(t, dir, "export", "r", "--csv").exits(exitDone).says("CSV files are in r")
	if got := files(t, filepath.Join(dir, "r")); !slices.Contains(got, "runs.csv") || !slices.Contains(got, "all_series.csv") {
		t.Errorf("exported %v", got)
	}
	polesim(t, dir, "replay", "r").exits(exitDone) // the folder is still one of results
	polesim(t, dir, small("run", "example", "--out", "r", "--force")...).exits(exitDone)
}

func TestEveryReplicationReplaysToTheBit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "mine.toml", "extends = \"ghu-contract.toml\"\n[professionals]\nautonomy = 0.3\n")
	polesim(t, dir, small("compare", "mine.toml", "example", "--seed", "9007199254740992", "--set", "environment.congruence=-0.2", "--out", "r")...).exits(exitDone)
	os.Remove(filepath.Join(dir, "mine.toml")) // the folder needs no other file
	for k := range 6 {
		polesim(t, dir, "replay", "r", "--replication", strconv.Itoa(k)).exits(exitDone).says(
			fmt.Sprintf("mine, replication %d: all ", k), fmt.Sprintf("example, replication %d: all ", k), "outcomes agree to the last bit")
	}
	one := polesim(t, dir, "replay", "r", "--replication", "4", "--scenario", "example").exits(exitDone)
	if strings.Contains(one.stdout, "mine") {
		t.Error("--scenario example replays mine too")
	}
	polesim(t, dir, "replay", "r", "--replication", "6").refuses("no such run", "replication 6 in r", "6 whole replications (0–5)")
	polesim(t, dir, "replay", "r", "--replication", "-1").refuses("no such run", "replication -1")
	polesim(t, dir, "replay", "r", "--scenario", "mein").refuses(`r holds no scenario "mein"; it holds mine, example`)
	polesim(t, dir, "replay", "r", "--replication", "x").refuses("--replication = x: expected a whole number")
}

func TestWhatDoesNotAgreeIsSaid(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, small("run", "example", "--out", "r")...).exits(exitDone)
	manifest := read(t, dir, "r", "manifest.json")
	write(t, dir, "r/manifest.json", strings.Replace(manifest, `"seed": "1"`, `"seed": "2"`, 1))
	s := polesim(t, dir, "replay", "r", "--replication", "3").exits(exitFailed)
	s.says("example, replication 3: ", "outcomes differ", "care_effectiveness: on record 0.", ", now 0.")
	s.complains("the bits do not agree", "recorded by polesim "+version)
	write(t, dir, "r/manifest.json", "{")
	polesim(t, dir, "replay", "r").exits(exitFailed).complains("damaged", "manifest.json")
	write(t, dir, "r/manifest.json", strings.Replace(manifest, `"format": 1`, `"format": 99`, 1))
	polesim(t, dir, "replay", "r").exits(exitFailed).complains("newer version of polesim")
	write(t, dir, "r/manifest.json", manifest)
	parquet := []byte(read(t, dir, "r", "runs.parquet"))
	parquet[len(parquet)/2] ^= 0x40
	write(t, dir, "r/runs.parquet", string(parquet))
	polesim(t, dir, "export", "r", "--csv", "--out", "text").exits(exitFailed).complains("runs.parquet")
	if _, err := os.Stat(filepath.Join(dir, "text", "runs.csv")); err == nil {
		t.Error("damaged results were exported")
	}
}

// The program is built again with a file beside package experiments that spoils some replications.
func spoil(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	extra := write(t, dir, "spoil.go", `package experiments

import (
	"math"
	"os"

	"polesim/model"
)

func init() {
	spoil = func(replication int, runs []model.RunResult) {
		switch {
		case os.Getenv("SPOIL") == "all" || replication == 2:
			panic("spoiled by a test")
		case replication == 4:
			runs[0].Values[0] = math.NaN()
		}
	}
}
`)
	place, err := filepath.Abs("../../experiments/spoil_for_tests.go")
	if err != nil {
		t.Fatal(err)
	}
	overlay := write(t, dir, "overlay.json", fmt.Sprintf(`{"Replace": {%q: %q}}`, place, extra))
	if out, err := exec.Command("go", "build", "-overlay", overlay, "-o", spoiled, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestFailedReplicationsAreListedAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	spoil(t)
	dir := t.TempDir()
	run := func(more ...string) said {
		return ended(t, exec.Command(spoiled, append(small("compare", "example", "map/pmu"), more...)...), dir)
	}
	s := run("--out", "r").exits(exitFailed)
	s.says("4 replications of 12 months", "2 of 6 replications failed and are left out; manifest.json lists them. The first: the run panicked: spoiled by a test", "Results  r")
	if want := "polesim: 2 of 6 replications failed and are left out\n"; s.err != want {
		t.Errorf("complaint %q, want %q", s.err, want)
	}
	polesim(t, dir, small("compare", "example", "map/pmu", "--out", "good")...).exits(exitDone)
	runs, manifest := rows(t, filepath.Join(dir, "r"))
	whole, _ := rows(t, filepath.Join(dir, "good"))
	if manifest.State != "complete" || manifest.Runs.FailedCount != 4 || len(manifest.Runs.Failed) != 4 || len(runs) != 12 {
		t.Errorf("%s, %+v, %d rows", manifest.State, manifest.Runs, len(runs))
	}
	for k, run := range runs {
		failed := strings.HasSuffix(k, "/2") || strings.HasSuffix(k, "/4")
		if failed != (run.Status == "failed") {
			t.Errorf("%s is %s", k, run.Status)
		}
		if !failed && !slices.Equal(run.Values, whole[k].Values) {
			t.Errorf("%s suffered from the failure of others", k)
		}
	}
	for _, f := range manifest.Runs.Failed {
		if f.Replication == 2 && !strings.Contains(f.Error, "spoiled by a test") || f.Replication == 4 && !strings.Contains(f.Error, "care_effectiveness is NaN") {
			t.Errorf("%+v", f)
		}
	}
	r := run("--out", "j", "--json").exits(exitFailed).report()
	if r.Planned != 6 || r.Replications != 4 || r.Failed != 2 {
		t.Errorf("%+v", r)
	}
	ended(t, exec.Command(spoiled, "replay", "r", "--replication", "2"), dir).exits(exitFailed).
		complainsOfPanic("replication 2 fails: the run panicked: spoiled by a test")
	polesim(t, dir, "export", "r", "--csv", "--out", "text").exits(exitDone)
	if text := read(t, dir, "text", "runs.csv"); strings.Count(text, ",failed,") != 4 || strings.Count(text, ",done,") != 8 {
		t.Errorf("exported:\n%s", text)
	}
	all := exec.Command(spoiled, append(small("run", "example"), "--out", "all")...)
	all.Env = append(os.Environ(), "SPOIL=all")
	s = ended(t, all, dir).exits(exitFailed)
	s.says("6 of 6 replications failed")
	if strings.Contains(s.stdout, "care effectiveness") {
		t.Errorf("a table of nothing:\n%s", s.stdout)
	}
}

// complainsOfPanic is complains for a failure inside a run, of which the user must learn that it was a panic.
func (s said) complainsOfPanic(words string) {
	s.t.Helper()
	if s.err != "polesim: "+words+"\n" {
		s.t.Errorf("%s: complaint %q, want %q", s.command, s.err, words)
	}
}
