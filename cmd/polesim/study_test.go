package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"polesim/experiments"
	"polesim/experiments/store"
	"polesim/experiments/study"
)

const smallDesign = `
title = "Autonomy in two governances"
scenarios = ["map/contract", "map/pmu"]
sampler = "halton"
points = 5
replications = 3
months = 6
seed = 11
[[factor]]
key = "professionals.autonomy"
range = [0.1, 0.9]
`

// designed returns a folder with a design in it.
func designed(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "d.toml", text)
	return dir
}

// sameStudy checks that two studies merged to the same bytes.
func sameStudy(t *testing.T, dir, a, b string) {
	t.Helper()
	for _, name := range []string{"runs.parquet", "points.parquet", "dictionary.csv", "dictionary.md"} {
		if read(t, dir, a, name) != read(t, dir, b, name) {
			t.Errorf("%s of %s and of %s differ", name, a, b)
		}
	}
}

func TestStudyRunsMergesAndCanBeReplayedAndExported(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	polesim(t, dir, "study", "run", "d.toml").exits(exitDone).
		says("Autonomy in two governances: 5 points of halton, contract, pmu, 3 replications, seed 11", "15 runs planned: 15 done", "Results  results/d-11")
	s, err := study.Open(filepath.Join(dir, "results/d-11"))
	if err != nil {
		t.Fatal(err)
	}
	id := s.Manifest.ID(3, 2).String()
	polesim(t, dir, "study", "list", "results/d-11").exits(exitDone).says(id)
	polesim(t, dir, "replay", "results/d-11", "--run", id).exits(exitDone).
		says("contract, point 3, replication 2: all ", "pmu, point 3, replication 2: all ", "outcomes agree to the last bit")
	polesim(t, dir, "export", "results/d-11", "--csv", "--out", "text").exits(exitDone)
	if text := read(t, dir, "text", "points.csv"); !strings.HasPrefix(text, "point,professionals.autonomy\r\n0,0.") {
		t.Error(text)
	}
	if lines := strings.Count(read(t, dir, "text", "runs.csv"), "\r\n"); lines != 31 {
		t.Errorf("%d lines", lines)
	}
	again := polesim(t, dir, "study", "run", "d.toml", "--json").exits(exitDone)
	var st struct{ Planned, Done, Missing int }
	if err := json.Unmarshal([]byte(again.stdout), &st); err != nil || st.Planned != 15 || st.Done != 15 || st.Missing != 0 {
		t.Error(st, err)
	}
}

// Point k of a study is polesim compare --seed of the same scenarios, to the bit.
func TestPointOfAStudyIsAComparison(t *testing.T) {
	t.Parallel()
	gridded := strings.NewReplacer("halton", "grid", "points = 5\n", "", "range =", "levels =")
	dir := designed(t, gridded.Replace(smallDesign))
	polesim(t, dir, "study", "run", "d.toml", "--out", "s").exits(exitDone)
	polesim(t, dir, "compare", "map/contract", "map/pmu", "--replications", "3", "--months", "6", "--seed", "11",
		"--set", "professionals.autonomy=0.9", "--no-figures", "--out", "r").exits(exitDone)
	r, err := store.Open(filepath.Join(dir, "r"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := study.Open(filepath.Join(dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	place := make(map[string]int)
	for k, c := range r.Manifest.RunColumns {
		place[c.Name] = k
	}
	compared := 0
	for row, err := range s.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if row.Point != 1 {
			continue
		}
		run, err := r.RunAt(row.Scenario, row.Replication)
		if err != nil {
			t.Fatal(err)
		}
		for k, c := range s.Manifest.Columns {
			if compared++; row.Values[k] != run.Values[place[c.Name]] {
				t.Errorf("%s, replication %d: %s is %v, in the comparison %v", row.Scenario, row.Replication, c.Name, row.Values[k], run.Values[place[c.Name]])
			}
		}
	}
	if compared < 6*10 {
		t.Errorf("%d outcomes compared", compared)
	}
}

func TestStudyInShardsAndKilledEndsWithTheSameBytes(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	long := []string{"--replications", "40", "--months", "6", "--seed", "5"}
	begin := time.Now()
	polesim(t, dir, slices.Concat([]string{"study", "run", "d.toml", "--out", "whole"}, long)...).exits(exitDone)
	span := time.Since(begin)
	for _, k := range []int{3, 1, 2} {
		polesim(t, dir, slices.Concat([]string{"study", "run", "d.toml", "--out", "shards", "--runner", "shard", "--shard", fmt.Sprintf("%d/3", k)}, long)...).exits(exitDone)
	}
	polesim(t, dir, "study", "merge", "shards").exits(exitDone).says("200 runs planned: 200 done")
	sameStudy(t, dir, "shards", "whole")
	draw := rand.New(rand.NewPCG(5, 6))
	kills := 0
	for kills < 10 {
		p := start(t, dir, slices.Concat([]string{"study", "run", "d.toml", "--out", fmt.Sprint("killed", kills/4)}, long)...)
		time.Sleep(time.Duration(draw.Float64() * float64(span)))
		p.cmd.Process.Kill()
		p.cmd.Wait()
		kills++
	}
	for k := range 3 {
		polesim(t, dir, slices.Concat([]string{"study", "run", "d.toml", "--out", fmt.Sprint("killed", k)}, long)...).exits(exitDone)
		polesim(t, dir, "study", "resume", fmt.Sprint("killed", k)).exits(exitDone)
		sameStudy(t, dir, fmt.Sprint("killed", k), "whole")
	}
}

func TestInterruptedStudySaysHowToGoOn(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	p := start(t, dir, "study", "run", "d.toml", "--replications", "100000", "--out", "s")
	until(t, "the study", func() bool { return exists(dir, "s/locks/study") })
	time.Sleep(500 * time.Millisecond)
	p.cmd.Process.Signal(os.Interrupt)
	p.end().exits(exitInterrupted).complains("interrupted: ", " of 500000 runs are whole and kept in s; go on with polesim study resume s")
	polesim(t, dir, "study", "status", "s").exits(exitDone).says("500,000 runs planned", "missing")
}

func TestFailingRunsOfAStudy(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	run := []string{"study", "run", "d.toml", "--out", "s", "--time-limit", "0.000001"}
	polesim(t, dir, run...).exits(exitFailed).complains("15 of 15 runs failed", "polesim study list s --failed").says("15 timed out")
	polesim(t, dir, append(run, "--fail", "none")...).exits(exitDone)
	polesim(t, dir, "study", "list", "s", "--failed").exits(exitDone).says("point", "timed out", "took longer than 1µs")
	polesim(t, dir, "study", "resume", "s").exits(exitFailed)
	polesim(t, dir, "study", "resume", "s", "--retry").exits(exitDone).says("15 done")
	polesim(t, dir, "study", "list", "s", "--failed").exits(exitDone).says("no run failed")
	polesim(t, dir, "study", "run", "d.toml", "--out", "whole").exits(exitDone)
	sameStudy(t, dir, "s", "whole")
	polesim(t, dir, "study", "run", "d.toml", "--out", "f", "--time-limit", "0.000001", "--fail", "fast").exits(exitFailed).
		complains("stopped at the first run that failed", "point 0, replication 0")
}

func TestSlipsInStudiesAreNamed(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	polesim(t, dir, "study", "run", "d.toml", "--out", "s").exits(exitDone)
	polesim(t, dir, small("run", "example", "--out", "r")...).exits(exitDone)
	for line, words := range map[string][]string{
		"study statsu s":                                  {`there is no command "study statsu"`, "Did you mean study status?", "polesim study --help"},
		"study run":                                       {"expected polesim study run DESIGN.toml|DIR, got no argument"},
		"study status r":                                  {"not a result folder", "results of run or compare"},
		"study status nothing":                            {"nothing"},
		"study resume d.toml":                             {"d.toml is a file", "polesim study run d.toml"},
		"study run s --seed 3":                            {"whose plan stays as it is: --seed is for a design"},
		"study run d.toml --out s --seed 3":               {"not the same study", "seed 11, now 3", "polesim study resume s", "--out"},
		"study run d.toml --out r":                        {"r holds results of run or compare"},
		"study run d.toml --shard 1/2":                    {"--shard 1/2 needs --runner shard"},
		"study run d.toml --runner shard":                 {"--runner shard needs --shard K/N"},
		"study run d.toml --shard 5/2":                    {"--shard = 5/2: expected K/N, as 3/100"},
		"study run d.toml --runner cloud":                 {"expected local or shard or slurm"},
		"study run d.toml --workers -1":                   {"--workers = -1"},
		"study run d.toml --replications 0":               {"--replications = 0 is out of range"},
		"study run d.toml --time-limit 0":                 {"--time-limit = 0: expected more than 0 seconds"},
		"study run d.toml --fail soft":                    {"expected none or slow or fast"},
		"replay s":                                        {"s is the folder of a study: name a run by --run ID"},
		"replay s --run 12":                               {`"12" names no run: expected 16 hexadecimal digits`},
		"replay s --run 0123456789abcdef":                 {"no such run"},
		"replay s --run 0123456789abcdef --replication 1": {"--replication is for results of run and compare"},
		"replay r --run 0123456789abcdef":                 {"results of run or compare"},
		"run example --out s --force":                     {"files that polesim did not write"},
	} {
		polesim(t, dir, strings.Fields(line)...).refuses(words...)
	}
	polesim(t, dir, "study", "status", ".").refuses("not a result folder", "there are studies in it: s")
	write(t, dir, "s/design.toml", strings.Replace(read(t, dir, "s/design.toml"), "seed = 11", "seed = 12", 1))
	for _, name := range []string{"run", "resume", "merge"} {
		polesim(t, dir, "study", name, "s").refuses("s/design.toml is not as it was when the study began")
	}
	help := polesim(t, dir, "study").exits(exitDone)
	for _, name := range []string{"run", "resume", "status", "merge", "list", "analyse", "plot", "designs"} {
		help.says("  " + name + " ")
		polesim(t, dir, "study", name, "--help").exits(exitDone).says("Usage:\n  polesim study "+name, "Examples:\n  polesim study "+name)
	}
}

// The program alone has the designs that ship, and their scenarios; files of these names come first for a design, and
// change nothing of what a built-in one runs.
func TestBuiltInDesignsRunAnywhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	short := []string{"--replications", "2", "--months", "2"}
	run := func(dir, design string) said {
		return polesim(t, dir, append([]string{"study", "run", design}, short...)...)
	}
	run(dir, "perimeter").exits(exitDone).says("What is a perimeter worth?: 40 points", "80 done", "Results  results/perimeter-13")
	polesim(t, dir, "study", "run", "perimeter", "--replications", "3").refuses("not the same study", "replications 2, now 3")
	polesim(t, dir, "study", "designs").exits(exitDone).says("map", "Where does steering by results win?", "screening")
	var list []experiments.Design
	if err := json.Unmarshal([]byte(polesim(t, dir, "study", "designs", "--json").exits(exitDone).stdout), &list); err != nil || len(list) != 6 {
		t.Error(list, err)
	}

	here, err := filepath.Abs("../../experiments/perimeter.toml")
	if err != nil {
		t.Fatal(err)
	}
	polesim(t, dir, append([]string{"study", "run", here, "--out", "file"}, short...)...).exits(exitDone)
	sameStudy(t, dir, "results/perimeter-13", "file")

	other := t.TempDir()
	for _, name := range []string{"map", "perimeter"} {
		if err := os.Mkdir(filepath.Join(other, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, other, "map/pmu.toml", "this is no scenario")
	run(other, "perimeter").exits(exitDone)
	sameStudy(t, "", filepath.Join(dir, "file"), filepath.Join(other, "results/perimeter-13"))
	if err := os.Remove(filepath.Join(other, "perimeter")); err != nil {
		t.Fatal(err)
	}
	write(t, other, "perimeter", smallDesign)
	run(other, "perimeter").exits(exitDone).says("Autonomy in two governances")

	run(dir, "perimetre").refuses("perimetre: no such file, and no built-in design of that name. Did you mean perimeter?")
	run(dir, "d").refuses("There are ambiguity, configurations, fang, map, perimeter, screening.")
}

func TestFlagsOfSlurmAndOthersDoNotMix(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	for _, flag := range [][]string{{"--tasks", "3"}, {"--sbatch", "--partition=long"}, {"--dry-run"}} {
		polesim(t, dir, append([]string{"study", "run", "d.toml"}, flag...)...).refuses(flag[0] + " needs --runner slurm")
	}
	polesim(t, dir, "study", "run", "d.toml", "--runner", "slurm", "--tasks", "0").refuses("--tasks = 0: expected 1 or more")
	if _, err := os.Stat(filepath.Join(dir, "results")); err == nil {
		t.Error("a refused study began a folder")
	}
}

func TestDryRunOfSlurmShowsTheScriptAndRunsNothing(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	polesim(t, dir, "study", "run", "d.toml", "--runner", "slurm", "--tasks", "4", "--sbatch", "--partition=long", "--dry-run").exits(exitDone).
		says("#SBATCH --array=1-4", "--partition=long", "study run", "--runner shard --shard \"$SLURM_ARRAY_TASK_ID/4\"")
	polesim(t, dir, "study", "status", "results/d-11").exits(exitDone).says("15 missing", "polesim study resume results/d-11 runs the rest")
	polesim(t, dir, "study", "run", "d.toml", "--runner", "slurm", "--tasks", "4", "--dry-run", "--time-limit", "2.5", "--retry", "--fail", "fast").
		exits(exitDone).says(` --workers "$SLURM_CPUS_PER_TASK" --time-limit 2.5 --retry --fail fast`)
}

// For its scheduler a shard is done when all of it is on record, failed runs too: they would fail again.
func TestAShardWithFailedRunsIsDone(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign+"[[factor]]\nkey = \"environment.practices\"\nlevels = [4, 8]\n[[factor]]\nkey = \"environment.interdependence_within\"\nlevels = [3, 5]\n")
	polesim(t, dir, "study", "run", "d.toml", "--runner", "shard", "--shard", "1/1").exits(exitDone).complains("runs failed; polesim study list")
	polesim(t, dir, "study", "run", "d.toml").exits(exitFailed).complains("runs failed; polesim study list")
	polesim(t, dir, "study", "run", "d.toml", "--fail", "none").exits(exitDone)
}
