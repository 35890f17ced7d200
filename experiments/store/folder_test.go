package store

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFinishedFolderHoldsWhatWasAddedAndNothingElse(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "above", "a")
	f := create(t, dir, false, 20)
	if f.Path() != dir+".partial" {
		t.Errorf("built in %s", f.Path())
	}
	add(t, f, 0, 8, true)
	must(t, f.Flush())
	add(t, f, 8, 20, true)
	must(t, os.WriteFile(filepath.Join(f.Path(), "figure.svg"), []byte("<svg/>"), 0o644))
	must(t, f.Finish(StateComplete, testSeries()))
	if f.Path() != dir {
		t.Errorf("after Finish the path is %s", f.Path())
	}
	want := []string{"all_series.parquet", "details.parquet", "dictionary.csv", "dictionary.md", "figure.svg", "manifest.json", "runs.parquet", "series.parquet"}
	if diff := cmp.Diff(want, listing(t, dir)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a"}, listing(t, filepath.Dir(dir))); diff != "" {
		t.Error("left beside the folder:", diff)
	}
	r := open(t, dir)
	checkRows(t, r, true)
	i := 0
	must(t, r.Series(func(got SeriesRow) error {
		if diff := cmp.Diff(testSeries()[i], got, cmp.Comparer(sameBits)); diff != "" {
			t.Error(diff)
		}
		i++
		return nil
	}))
	if i != len(testSeries()) {
		t.Errorf("%d rows of series", i)
	}
}

func sameBits(a, b float64) bool {
	return math.Float64bits(canonical(a)) == math.Float64bits(canonical(b))
}

func TestManifestTellsWhatWasRunAndHowFarItCame(t *testing.T) {
	before := time.Now().Add(-time.Second)
	m := open(t, finished(t, 15)).Manifest
	if m.State != StateComplete || m.Format != 1 || m.Seed != 1<<63+1 || m.Months != 3 || m.Replications != 15 {
		t.Errorf("%+v", m)
	}
	if m.Started.Before(before) || m.Finished.Before(m.Started) || m.Started.Location() != time.UTC {
		t.Errorf("started %v, finished %v", m.Started, m.Finished)
	}
	if diff := cmp.Diff(testManifest(15).Scenarios, m.Scenarios); diff != "" {
		t.Error(diff)
	}
	want := Progress{Whole: []Range{{0, 14}}, Rows: 30, FailedCount: 2, Failed: []FailedRun{
		{"alone", 6, "bed 6 is on fire"}, {"alone", 13, "bed 13 is on fire"},
	}}
	if diff := cmp.Diff(want, m.Runs); diff != "" {
		t.Error(diff)
	}
}

func TestWholeReplicationsAreListedAsCompactRanges(t *testing.T) {
	f := create(t, filepath.Join(t.TempDir(), "a"), false, 0)
	for _, r := range []int{0, 1, 2, 5, 7, 8} {
		must(t, f.Add(r, testRuns(r)))
	}
	if n := f.Manifest().Runs.Count(); n != 0 {
		t.Errorf("%d replications listed before they are on disk", n)
	}
	must(t, f.Flush())
	p := f.Manifest().Runs
	if diff := cmp.Diff([]Range{{0, 2}, {5, 5}, {7, 8}}, p.Whole); diff != "" {
		t.Error(diff)
	}
	if got := p.String(); got != "6 whole replications (0–2, 5, 7–8)" {
		t.Error(got)
	}
}

func TestFailedRunsBeyondAThousandAreCountedNotListed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	m := testManifest(1200)
	m.Scenarios = m.Scenarios[:1]
	f, err := Create(dir, false, m, testRunColumns, nil)
	must(t, err)
	for r := range 1200 {
		must(t, f.Add(r, []Run{{Scenario: "alone", Replication: r, Status: Failed, Error: "no"}}))
	}
	must(t, f.Finish(StateComplete, nil))
	r := open(t, dir)
	if len(r.Manifest.Runs.Failed) != 1000 || r.Manifest.Runs.FailedCount != 1200 {
		t.Errorf("%d listed, %d counted", len(r.Manifest.Runs.Failed), r.Manifest.Runs.FailedCount)
	}
	if run, err := r.RunAt("alone", 1150); err != nil || run.Status != Failed || !math.IsNaN(run.Values[2]) {
		t.Errorf("%+v, %v", run, err)
	}
}

func TestCompleteFolderIsReplacedWithForceOnlyAndOnlyAtTheEnd(t *testing.T) {
	dir := finished(t, 5)
	old := readAll(t, dir, runsName)
	_, err := Create(dir, false, testManifest(5), testRunColumns, testSeriesColumns)
	wantError(t, err, ErrExists, "complete results", "5 whole replications (0–4)", "--force", "--out")
	if diff := cmp.Diff([]string{"a"}, listing(t, filepath.Dir(dir))); diff != "" {
		t.Error("a refusal leaves something behind:", diff)
	}
	f := create(t, dir, true, 9)
	add(t, f, 0, 9, false)
	must(t, f.Flush())
	if !bytes.Equal(old, readAll(t, dir, runsName)) {
		t.Error("the old results changed before the new ones were whole")
	}
	must(t, f.Finish(StateComplete, nil))
	if n := open(t, dir).Manifest.Runs.Count(); n != 9 {
		t.Errorf("%d replications", n)
	}
	if diff := cmp.Diff([]string{"a"}, listing(t, filepath.Dir(dir))); diff != "" {
		t.Error("left behind:", diff)
	}
}

func TestLeftoverOfAStoppedRunIsExplainedAndReplacedWithForce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	f := create(t, dir, false, 20)
	add(t, f, 0, 8, false)
	must(t, f.Flush())
	add(t, f, 8, 11, false) // never flushed
	must(t, f.Close())

	_, err := Create(dir, false, testManifest(20), testRunColumns, testSeriesColumns)
	wantError(t, err, ErrUnfinished, "8 whole replications (0–7) of 20 planned", "remove", "--force")
	checkRows(t, open(t, dir+".partial"), false)
	_, err = Open(dir)
	wantError(t, err, os.ErrNotExist, "a.partial")

	f = create(t, dir, true, 2)
	add(t, f, 0, 2, false)
	must(t, f.Finish(StateComplete, nil))
	checkRows(t, open(t, dir), false)
}

func TestTwoWritersOfOneFolderAreToldApart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	if create(t, dir, false, 1).lock == nil {
		t.Skip("no locks on this platform")
	}
	for _, force := range []bool{false, true} {
		_, err := Create(dir, force, testManifest(1), testRunColumns, testSeriesColumns)
		wantError(t, err, ErrBusy, "a.partial", "--out")
	}
}

func TestForeignFoldersAreLeftAloneEvenWithForce(t *testing.T) {
	for _, name := range []string{"a", "a.partial"} {
		parent := t.TempDir()
		must(t, os.Mkdir(filepath.Join(parent, name), 0o755))
		thesis := filepath.Join(parent, name, "thesis.tex")
		must(t, os.WriteFile(thesis, []byte("x"), 0o644))
		_, err := Create(filepath.Join(parent, "a"), true, testManifest(1), testRunColumns, testSeriesColumns)
		wantError(t, err, ErrNotResults, name, "--out")
		readAll(t, thesis)
	}
	for _, dir := range []string{"", ".", "..", "/", "x.partial"} {
		if _, err := Create(dir, true, testManifest(1), testRunColumns, testSeriesColumns); err == nil {
			t.Errorf("%q accepted", dir)
		}
	}
}

func TestFilesOfOthersAmongResultsAreNotLostToForce(t *testing.T) {
	write := func(dir, name string) {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, name), []byte("mine"), 0o644))
	}
	for _, name := range []string{"notes.txt", "figures/mine.svg", "parts/notes.txt", "sub/manifest.json", "runs.csv", "other.csv", "runs.parquet.bak"} {
		dir := finished(t, 3)
		write(dir, name)
		_, err := Create(dir, true, testManifest(1), testRunColumns, testSeriesColumns)
		wantError(t, err, ErrForeign, dir+" holds "+name, "--out")
		readAll(t, dir, name)
		checkRows(t, open(t, dir), true)
		if _, err := os.Stat(dir + partialSuffix); err == nil {
			t.Error("refused, but a folder is left")
		}

		partial := filepath.Join(t.TempDir(), "a")
		f := create(t, partial, false, 3)
		add(t, f, 0, 2, false)
		must(t, f.Flush())
		must(t, f.Close())
		write(f.Path(), name)
		_, err = Create(partial, true, testManifest(1), testRunColumns, testSeriesColumns)
		wantError(t, err, ErrForeign, partial+partialSuffix+" holds "+name, "--out")
		readAll(t, f.Path(), name)
		checkRows(t, open(t, f.Path()), false)
	}
}

func TestForceTakesWhatPolesimWrote(t *testing.T) {
	dir := finished(t, 3)
	must(t, ExportCSV(dir, dir))
	must(t, os.Mkdir(filepath.Join(dir, "figures"), 0o755))
	for _, name := range []string{"figures/a.svg", "figures/a.svg.tmp", "figures/.DS_Store", "runs.parquet.tmp"} {
		must(t, os.WriteFile(filepath.Join(dir, name), nil, 0o644))
	}
	m := testManifest(1)
	m.Further = []string{"figures/a.svg"}
	f, err := Create(dir, true, m, testRunColumns, testSeriesColumns)
	must(t, err)
	add(t, f, 0, 1, false)
	must(t, os.Mkdir(filepath.Join(f.Path(), "figures"), 0o755))
	must(t, os.WriteFile(filepath.Join(f.Path(), "figures/a.svg"), nil, 0o644))
	must(t, f.Finish(StateComplete, nil))

	for _, name := range []string{"figures/a.svg", "dictionary.csv"} { // worked on under its own name
		was := readAll(t, dir, name)
		must(t, os.WriteFile(filepath.Join(dir, name), []byte("mine"), 0o644))
		_, err := Create(dir, true, m, testRunColumns, testSeriesColumns)
		wantError(t, err, ErrForeign, dir+" holds "+name)
		must(t, os.WriteFile(filepath.Join(dir, name), was, 0o644))
	}
	f = create(t, dir, true, 1) // what the one before called its own is known without being named again
	add(t, f, 0, 1, false)
	must(t, f.Finish(StateComplete, nil))
	if diff := cmp.Diff([]string{"a"}, listing(t, filepath.Dir(dir))); diff != "" {
		t.Error(diff)
	}
	checkRows(t, open(t, dir), false)
}

func TestFileThatAppearsAmongOldResultsMeanwhileIsNotLost(t *testing.T) {
	dir := finished(t, 3)
	f := create(t, dir, true, 1)
	add(t, f, 0, 1, false)
	must(t, os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o644))
	wantError(t, f.Finish(StateComplete, nil), ErrForeign, "notes.txt", "they are whole in "+dir+".partial")
	checkRows(t, open(t, dir), true)
	must(t, os.Remove(filepath.Join(dir, "notes.txt")))
	must(t, f.Finish(StateComplete, nil)) // tries again
	checkRows(t, open(t, dir), false)
}

func TestLeftAsideByACutReplacementFilesOfOthersStay(t *testing.T) {
	dir := finished(t, 3)
	must(t, os.Rename(finished(t, 2), dir+replacedSuffix))
	notes := filepath.Join(dir+replacedSuffix, "notes.txt")
	must(t, os.WriteFile(notes, nil, 0o644))
	_, err := Create(dir, true, testManifest(1), testRunColumns, testSeriesColumns)
	wantError(t, err, ErrForeign, dir+replacedSuffix+" holds notes.txt")
	must(t, os.Remove(notes))
	f := create(t, dir, true, 1)
	add(t, f, 0, 1, false)
	must(t, f.Finish(StateComplete, nil))
	if diff := cmp.Diff([]string{"a"}, listing(t, filepath.Dir(dir))); diff != "" {
		t.Error(diff)
	}
}

func TestEmptyFolderMayBeFilled(t *testing.T) {
	dir := t.TempDir()
	f := create(t, dir, false, 1)
	add(t, f, 0, 1, false)
	must(t, f.Finish(StateComplete, nil))
	checkRows(t, open(t, dir), false)
}

func TestFolderThatAppearsMeanwhileIsNotOverwritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	f := create(t, dir, false, 1)
	add(t, f, 0, 1, false)
	must(t, os.Mkdir(dir, 0o755))
	must(t, os.WriteFile(filepath.Join(dir, "mine"), nil, 0o644))
	wantError(t, f.Finish(StateComplete, nil), ErrNotResults, "they are whole in "+dir+".partial")
	checkRows(t, open(t, dir+".partial"), false)
	must(t, os.RemoveAll(dir))
	must(t, f.Finish(StateComplete, nil)) // tries again
	checkRows(t, open(t, dir), false)
}

func TestParentThatCannotHoldTheFolderIsAClearError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o644))
	_, err := Create(filepath.Join(file, "a"), false, testManifest(1), testRunColumns, testSeriesColumns)
	wantError(t, err, syscall.ENOTDIR, "creating results", file)
	if os.Geteuid() == 0 {
		return // root may write anywhere
	}
	locked := t.TempDir()
	must(t, os.Chmod(locked, 0o555))
	_, err = Create(filepath.Join(locked, "a"), false, testManifest(1), testRunColumns, testSeriesColumns)
	wantError(t, err, os.ErrPermission)
}

func TestInterruptedAndFailedFoldersKeepWhatIsWhole(t *testing.T) {
	for _, state := range []string{StateInterrupted, StateFailed} {
		dir := filepath.Join(t.TempDir(), "a")
		f := create(t, dir, false, 20)
		add(t, f, 0, 3, false)
		must(t, f.AddSeries(3, testMonths(3))) // its runs never came
		must(t, f.AddDetails(3, testDetails(3)))
		if err := f.Finish(StateComplete, nil); err == nil || !strings.Contains(err.Error(), "3 of 20") {
			t.Error("3 of 20 passed as complete:", err)
		}
		if err := f.Finish("done", nil); err == nil {
			t.Error("unknown state accepted")
		}
		must(t, f.Finish(state, nil))
		r := open(t, dir)
		if r.Manifest.State != state || r.Manifest.Runs.Count() != 3 {
			t.Errorf("%+v", r.Manifest)
		}
		checkRows(t, r, false)
	}
}

func TestWrongRowsAreRefusedAndLeaveNoTrace(t *testing.T) {
	f := create(t, filepath.Join(t.TempDir(), "a"), false, 0)
	must(t, f.Add(4, testRuns(4)))
	change := func(edit func([]Run) []Run) error { return f.Add(5, edit(testRuns(5))) }
	month := func(edit func(*MonthRow)) error {
		rows := testMonths(5)[:1]
		edit(&rows[0])
		return f.AddSeries(5, rows)
	}
	detail := func(edit func(*DetailRow)) error {
		rows := testDetails(5)[:2]
		edit(&rows[1])
		return f.AddDetails(5, rows)
	}
	cases := map[string]error{
		"comes after":        f.Add(4, testRuns(4)),
		"out of range":       f.Add(-1, nil),
		"1 runs for 2":       change(func(r []Run) []Run { return r[:1] }),
		"expected \"alone\"": change(func(r []Run) []Run { r[0], r[1] = r[1], r[0]; return r }),
		"says replication":   change(func(r []Run) []Run { r[1].Replication = 6; return r }),
		"has status":         change(func(r []Run) []Run { r[0].Status = "ok"; return r }),
		"2 values for 3":     change(func(r []Run) []Run { r[0].Values = r[0].Values[:2]; return r }),
		"0 values for 3":     change(func(r []Run) []Run { r[0].Values = nil; return r }),
		"not in the":         month(func(r *MonthRow) { r.Scenario = "x" }),
		"a row says":         month(func(r *MonthRow) { r.Replication = 4 }),
		"month -1":           month(func(r *MonthRow) { r.Month = -1 }),
		"1 values for 2":     month(func(r *MonthRow) { r.Values = r.Values[:1] }),
		"details of replication 5: scenario \"x\"": detail(func(r *DetailRow) { r.Scenario = "x" }),
		"details of replication 5: a row says":     detail(func(r *DetailRow) { r.Replication = 4 }),
		"details of replication 5: 3 values for 2": detail(func(r *DetailRow) { r.Values = []float64{1, 2, 3} }),
		"says not of what it is":                   detail(func(r *DetailRow) { r.Name = "" }),
		"the name \"Cœur, 2e\"":                    detail(func(r *DetailRow) { r.Of = "" }),
	}
	for want, err := range cases {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got %v", want, err)
		}
	}
	must(t, f.AddDetails(5, testDetails(5)))
	for _, err := range []error{f.Add(6, testRuns(6)), f.AddSeries(6, testMonths(6)), f.AddDetails(6, testDetails(6))} {
		if err == nil {
			t.Error("replication 5 skipped though its details are there")
		}
	}
	must(t, f.AddSeries(5, testMonths(5)))
	must(t, f.Add(5, testRuns(5)))
	must(t, f.Flush())
	checkRows(t, open(t, f.Path()), false)
	checkCompanions(t, "detail", testDetails(5), open(t, f.Path()).Details) // none is left of those refused
	checkCompanions(t, "month", testMonths(5), open(t, f.Path()).AllSeries)
	for _, row := range []SeriesRow{{Scenario: "x", Outcome: "occupancy"}, {Scenario: "alone", Outcome: "x"}, {Scenario: "alone", Outcome: "occupancy", N: -1}} {
		if err := f.Finish(StateComplete, []SeriesRow{row}); err == nil {
			t.Errorf("%+v accepted", row)
		}
	}
	must(t, f.Finish(StateComplete, nil))
	for _, err := range []error{f.Add(9, testRuns(9)), f.AddSeries(9, nil), f.AddDetails(9, nil), f.Flush(), f.Finish(StateComplete, nil)} {
		if !errors.Is(err, errClosed) {
			t.Error("a finished folder accepts more:", err)
		}
	}
}

func TestFailedFlushKeepsTheRowsForTheNextOne(t *testing.T) {
	f := create(t, filepath.Join(t.TempDir(), "a"), false, 0)
	add(t, f, 0, 3, true)
	must(t, f.Flush())
	add(t, f, 3, 5, true)
	for _, obstacle := range []string{partPath(f.Path(), allSeriesName, 1), partPath(f.Path(), detailsName, 1), partPath(f.Path(), runsName, 1), filepath.Join(f.Path(), manifestName+".tmp")} {
		must(t, os.Mkdir(obstacle, 0o755))
		if err := f.Flush(); err == nil || !strings.Contains(err.Error(), "saving results: writing") {
			t.Errorf("%s in the way: %v", obstacle, err)
		}
		r := open(t, f.Path())
		if r.Manifest.Runs.Count() != 3 {
			t.Errorf("%s", r.Manifest.Runs)
		}
		checkRows(t, r, true)
		os.Remove(obstacle) // the manifest's is gone already
	}
	must(t, f.Flush())
	r := open(t, f.Path())
	if r.Manifest.Runs.Count() != 5 {
		t.Errorf("%s", r.Manifest.Runs)
	}
	checkRows(t, r, true)
}

func TestRowsAreCopiedSoThatTheCallerMayReuseThem(t *testing.T) {
	f := create(t, filepath.Join(t.TempDir(), "a"), false, 0)
	runs, months, details := testRuns(0), testMonths(0), testDetails(0)
	must(t, f.AddSeries(0, months))
	must(t, f.AddDetails(0, details))
	must(t, f.Add(0, runs))
	runs[0].Values[0], runs[0].Scenario, months[0].Values[0] = 99, "gone", 99
	details[0].Values[0], details[1].Name = 99, "gone"
	must(t, f.Flush())
	checkRows(t, open(t, f.Path()), true)
}

func TestColumnsThatCannotStandInOneTableAreRefused(t *testing.T) {
	for _, bad := range [][]Column{{{Name: ""}}, {{Name: "a,b"}}, {{Name: "é"}}, {{Name: "Seed"}}, {{Name: "a"}, {Name: "A"}}, {{Name: "a\n"}}} {
		dir := filepath.Join(t.TempDir(), "a")
		if _, err := Create(dir, false, testManifest(1), bad, nil); err == nil {
			t.Errorf("%q accepted", bad)
		}
		m := testManifest(1)
		m.DetailColumns = bad
		if bad[0].Name == "Seed" { // is a key of runs; of is one of details
			m.DetailColumns = []Column{{Name: "Of"}}
		}
		if _, err := Create(dir, false, m, nil, nil); err == nil {
			t.Errorf("%q accepted for details", m.DetailColumns)
		}
		if _, err := os.Stat(dir + ".partial"); err == nil {
			t.Error("refused, but a folder is left")
		}
	}
}

func TestAddFlushesByItself(t *testing.T) {
	f := create(t, filepath.Join(t.TempDir(), "a"), false, 0)
	add(t, f, 0, 255, false)
	if f.Manifest().Runs.Count() != 0 {
		t.Error("flushed early")
	}
	add(t, f, 255, 256, false)
	if f.Manifest().Runs.Count() != 256 {
		t.Error("not flushed after 256 replications")
	}
	defer func(d time.Duration) { flushEvery = d }(flushEvery)
	flushEvery = 0
	add(t, f, 256, 257, false)
	if f.Manifest().Runs.Count() != 257 {
		t.Error("not flushed after the time set")
	}
}

// wantError fails unless err wraps kind and says all the words.
func wantError(t testing.TB, err, kind error, words ...string) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("expected %q, got %v", kind, err)
		return
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %q", err, word)
		}
	}
}
