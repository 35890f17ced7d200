package experiments

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"polesim/experiments/store"
	"polesim/model"
)

func TestExecuteLeavesAFolderThatReplays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	p := short(t)
	seen := 0
	done, err := p.Execute(t.Context(), Options{Dir: dir, AllSeries: true, Program: store.Program{Version: "7", Commit: "abc"},
		Command: []string{"polesim", "run"}, Progress: func(Replication) error { seen++; return nil }})
	if err != nil || done.Interrupted || done.Dir != dir || seen != 10 || done.Summary.Count() != 10 {
		t.Fatalf("%+v, %d seen; %v", done, seen, err)
	}
	if want := []string{"distributions", "units", "differences", "courses", "shares"}; !slices.Equal(done.Figures, want) {
		t.Errorf("figures %v, want %v", done.Figures, want)
	}
	folder, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if m := folder.Manifest; m.State != store.StateComplete || m.Digest != done.Digest || m.Program.Commit != "abc" || m.Command[1] != "run" ||
		len(m.Scenarios) != 2 || m.Scenarios[1].Name != "pmu" || m.Seed != 5 || m.Months != 6 {
		t.Errorf("%+v", m)
	}
	for _, replication := range []int{9, 0, 4} {
		replayed, err := Replay(t.Context(), folder, replication, "")
		if err != nil || len(replayed) != 2 || len(replayed[0].Differ)+len(replayed[1].Differ) != 0 {
			t.Errorf("%+v; %v", replayed, err)
		}
	}
	one, err := Replay(t.Context(), folder, 3, "pmu")
	if err != nil || len(one) != 1 || one[0].Scenario != "pmu" || one[0].Replication != 3 {
		t.Errorf("%+v; %v", one, err)
	}
	if _, err := Replay(t.Context(), folder, 10, ""); !errors.Is(err, store.ErrNoRun) {
		t.Errorf("replication 10 of 10: %v", err)
	}
	if _, err := Replay(t.Context(), folder, 0, "nobody"); err == nil || !strings.Contains(err.Error(), `no scenario "nobody"`) {
		t.Errorf("a scenario that is not there: %v", err)
	}
	if _, err := p.Execute(t.Context(), Options{Dir: dir}); !errors.Is(err, store.ErrExists) {
		t.Errorf("overwritten: %v", err)
	}
}

func TestReplayShowsTheOneOutcomeThatWasTamperedWith(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	p := short(t)
	record, err := NewRecord(dir, false, false, p, store.Program{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var was, is float64
	if err := p.Run(t.Context(), func(r Replication) error {
		if r.Number == 6 { // by the least that a float64 can change
			is = r.Runs[1].Values[2]
			was = math.Nextafter(is, 1)
			r.Runs[1].Values[2] = was
		}
		return record.Watch(r)
	}); err != nil {
		t.Fatal(err)
	}
	if err := record.Folder.Finish(store.StateComplete, nil); err != nil {
		t.Fatal(err)
	}
	folder, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	replayed, err := Replay(t.Context(), folder, 6, "")
	if err != nil || len(replayed) != 2 || len(replayed[0].Differ) != 0 {
		t.Fatalf("%+v; %v", replayed, err)
	}
	if want := []Mismatch{{model.Outcomes()[2].Name, was, is}}; !slices.Equal(replayed[1].Differ, want) {
		t.Errorf("%+v, want %+v", replayed[1].Differ, want)
	}
}

func TestInterruptedPlanKeepsWhatIsWhole(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	ctx, cancel := context.WithCancel(t.Context())
	done, err := short(t).Execute(ctx, Options{Dir: dir, NoFigures: true, Progress: func(r Replication) error {
		if r.Number == 6 {
			cancel()
		}
		return nil
	}})
	if err != nil || !done.Interrupted || done.Summary.Count() != 7 || done.Dir != dir {
		t.Fatalf("%+v; %v", done, err)
	}
	folder, err := store.Open(dir)
	if err != nil || folder.Manifest.State != store.StateInterrupted || folder.Manifest.Runs.Count() != 7 {
		t.Errorf("%+v; %v", folder.Manifest.Runs, err)
	}
}

func TestInterruptBeforeAnythingIsWholeLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	done, err := short(t).Execute(ctx, Options{Dir: filepath.Join(dir, "r")})
	if err != nil || !done.Interrupted || done.Dir != "" {
		t.Errorf("%+v; %v", done, err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestErrorInTheMiddleSaysWhatIsKeptAndWhere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	full := errors.New("full")
	done, err := short(t).Execute(t.Context(), Options{Dir: dir, Progress: func(r Replication) error {
		if r.Number == 6 {
			return full
		}
		return nil
	}})
	if done != nil || !errors.Is(err, full) || !strings.Contains(err.Error(), "what is whole stays in "+dir+".partial") {
		t.Fatalf("%+v; %v", done, err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the folder looks finished")
	}
	if _, err := store.Open(dir + ".partial"); err != nil {
		t.Error(err)
	}
}

func TestFailuresAreOnRecord(t *testing.T) {
	spoil = func(replication int, runs []model.RunResult) {
		if replication%2 == 1 {
			panic("spoiled by a test")
		}
	}
	defer func() { spoil = nil }()
	dir := filepath.Join(t.TempDir(), "r")
	done, err := short(t).Execute(t.Context(), Options{Dir: dir})
	if err != nil || done.Summary.Failed != 5 || done.Summary.Count() != 5 {
		t.Fatalf("%+v; %v", done, err)
	}
	folder, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if runs := folder.Manifest.Runs; runs.FailedCount != 10 || runs.Count() != 10 || !strings.Contains(runs.Failed[0].Error, "spoiled by a test") {
		t.Errorf("%+v", runs)
	}
	if _, err := Replay(t.Context(), folder, 3, ""); err == nil || !strings.Contains(err.Error(), "replication 3 fails: the run panicked: spoiled by a test") {
		t.Errorf("replay of a failure: %v", err)
	}
	spoil = nil // as once the bug is mended
	replayed, err := Replay(t.Context(), folder, 3, "example")
	if err != nil || len(replayed[0].Differ) != len(model.Outcomes()) {
		t.Errorf("%+v; %v", replayed, err)
	}
}

func TestPlanOfWhichAllFailsStillLeavesAFolder(t *testing.T) {
	spoil = func(int, []model.RunResult) { panic("spoiled by a test") }
	defer func() { spoil = nil }()
	dir := filepath.Join(t.TempDir(), "r")
	done, err := short(t).Execute(t.Context(), Options{Dir: dir})
	if err != nil || done.Summary.Count() != 0 || done.Summary.Failed != 10 || len(done.Figures) != 0 {
		t.Fatalf("%+v; %v", done, err)
	}
	if _, err := store.Open(dir); err != nil {
		t.Error(err)
	}
}
