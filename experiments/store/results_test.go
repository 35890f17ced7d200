package store

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"
)

func TestRunAtFindsEveryRunAndNoOther(t *testing.T) {
	partial := create(t, filepath.Join(t.TempDir(), "b"), false, 0)
	add(t, partial, 0, 10, false)
	must(t, partial.Flush())
	add(t, partial, 10, 20, false)
	must(t, partial.Flush())
	for _, dir := range []string{finished(t, 20), partial.Path()} {
		r := open(t, dir)
		for replication := range 20 {
			for _, want := range testRuns(replication) {
				got, err := r.RunAt(want.Scenario, replication)
				if err != nil || !sameRun(got, want) {
					t.Errorf("%+v, %v", got, err)
				}
			}
		}
		for _, scenario := range []string{"alone", "nobody"} {
			_, err := r.RunAt(scenario, map[string]int{"alone": 20, "nobody": 3}[scenario])
			wantError(t, err, ErrNoRun, scenario, "20 whole replications")
		}
	}
}

func TestRunAtReadsOnlyTheRowGroupsThatMayHoldIt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	f, columns := createWide(t, dir)
	for r := range 2100 {
		addWide(t, f, r, len(columns))
	}
	must(t, f.Finish(StateComplete, nil))
	runs := 0
	for run, err := range runsTable(columns).read([]string{filepath.Join(dir, runsName)}, mayHold(1, 1500)) {
		must(t, err)
		if runs == 0 && run.Replication != 1024 {
			t.Errorf("first replication of the group is %d", run.Replication)
		}
		runs++
	}
	if runs != 1024 {
		t.Errorf("%d rows read to find one", runs)
	}
}

func TestReadingStopsWithTheVisitorsError(t *testing.T) {
	r, stop, seen := open(t, finished(t, 5)), errors.New("stop"), 0
	if err := r.Runs(func(Run) error { seen++; return stop }); err != stop || seen != 1 {
		t.Error(err, seen)
	}
}

func TestOpenExplainsWhatIsNotAResultFolder(t *testing.T) {
	dir := finished(t, 2)
	_, err := Open(filepath.Join(dir, runsName))
	wantError(t, err, ErrNotResults, "is a file")
	_, err = Open(t.TempDir())
	wantError(t, err, ErrNotResults, "manifest.json")
	_, err = Open(filepath.Join(dir, "nowhere"))
	wantError(t, err, os.ErrNotExist, "nowhere")
	manifest := readAll(t, dir, manifestName)
	edit := func(old, new string) error {
		data := bytes.Replace(manifest, []byte(old), []byte(new), 1)
		must(t, os.WriteFile(filepath.Join(dir, manifestName), data, 0o644))
		_, err := Open(dir)
		return err
	}
	wantError(t, edit(`"format": 1`, `"format": 2`), ErrNewer, "format 2", "up to 1")
	wantError(t, edit(`"format": 1`, `"format": 9, "seed": {}`), ErrNewer)
	wantError(t, edit(`"format": 1`, `"version": 1`), ErrNotResults)
	wantError(t, edit(`"format": 1`, `"format": `), ErrCorrupt)
}

func TestEveryBitFlipAndEveryCutIsNoticed(t *testing.T) {
	dir := finished(t, 30)
	partial := create(t, filepath.Join(t.TempDir(), "b"), false, 30)
	add(t, partial, 0, 30, true)
	must(t, partial.Flush())
	part := partial.Path()
	files := []struct {
		path string
		read func() error
	}{
		{filepath.Join(dir, runsName), func() error { return open(t, dir).Runs(func(Run) error { return nil }) }},
		{filepath.Join(dir, seriesName), func() error { return open(t, dir).Series(func(SeriesRow) error { return nil }) }},
		{filepath.Join(dir, allSeriesName), func() error { return open(t, dir).AllSeries(func(MonthRow) error { return nil }) }},
		{filepath.Join(dir, detailsName), func() error { return open(t, dir).Details(func(DetailRow) error { return nil }) }},
		{partPath(part, runsName, 0), func() error { return open(t, part).Runs(func(Run) error { return nil }) }},
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, file := range files {
		must(t, file.read())
		whole := readAll(t, file.path)
		silent := 0
		for trial := range 300 {
			damaged := bytes.Clone(whole)
			bit := random.IntN(8 * len(whole))
			damaged[bit/8] ^= 1 << (bit % 8)
			if trial%3 == 0 {
				damaged = damaged[:random.IntN(len(damaged))]
			}
			must(t, os.WriteFile(file.path, damaged, 0o644))
			if err := file.read(); err == nil {
				silent++
			} else if !errors.Is(err, ErrCorrupt) {
				t.Errorf("not ErrCorrupt: %v", err)
			}
		}
		// A part has no SHA-256: a flip in a statistic or in the library's name changes no row and may pass.
		if silent > 0 && file.path != partPath(part, runsName, 0) {
			t.Errorf("%s: %d of 300 damages passed unnoticed", file.path, silent)
		}
		must(t, os.Remove(file.path))
		wantError(t, file.read(), ErrCorrupt, "missing")
		must(t, os.WriteFile(file.path, whole, 0o644))
	}
}

func TestRowsOtherThanThoseWrittenAreNoticedByTheirDigest(t *testing.T) {
	write := func(first int) *Folder {
		f := create(t, filepath.Join(t.TempDir(), "a"), false, 0)
		add(t, f, first, first+3, false)
		must(t, f.Flush())
		return f
	}
	a, b := write(0), write(1)
	must(t, os.WriteFile(partPath(a.Path(), runsName, 0), readAll(t, partPath(b.Path(), runsName, 0)), 0o644)) // a sound file, of other rows
	wantError(t, open(t, a.Path()).Runs(func(Run) error { return nil }), ErrCorrupt, "digest")
}

func TestRowWithoutAValueForEachColumnIsDamage(t *testing.T) {
	whole := parquet.Row{parquet.DoubleValue(1).Level(0, 0, 0), parquet.DoubleValue(2).Level(0, 0, 1)}
	null := parquet.Row{whole[0], parquet.NullValue().Level(0, 0, 1)}
	must(t, checkShape([]parquet.Row{whole}, 2))
	for _, bad := range []parquet.Row{whole[:1], {whole[1], whole[0]}, null} {
		if checkShape([]parquet.Row{whole, bad}, 2) == nil {
			t.Errorf("%v passes", bad)
		}
	}
}

func TestEqualRowsHaveEqualDigests(t *testing.T) {
	digestOf := func(edit func([]Run)) string {
		f := create(t, filepath.Join(t.TempDir(), "a"), false, 0)
		runs := testRuns(0)
		edit(runs)
		must(t, f.Add(0, runs))
		must(t, f.Flush())
		return f.Manifest().Digest
	}
	base := digestOf(func([]Run) {})
	if again := digestOf(func([]Run) {}); again != base {
		t.Error("same rows, other digest")
	}
	edits := map[string]func([]Run){
		"value":     func(r []Run) { r[1].Values[2] += 1e-15 },
		"swap":      func(r []Run) { r[0].Values, r[1].Values = r[1].Values, r[0].Values },
		"seed":      func(r []Run) { r[0].Seed++ },
		"status":    func(r []Run) { r[0].Status = Failed },
		"minus one": func(r []Run) { r[0].Values[0] = -r[0].Values[0] },
	}
	for name, edit := range edits {
		if digestOf(edit) == base {
			t.Errorf("%s: other rows, same digest", name)
		}
	}
	// The definition, so that other programs can compute it: see digest.
	const want = "sha256:7c5e36b95486e28ed590a9d1e59f786891167ce7990a9d7924aba5dca4c4dbc9"
	if base != want {
		t.Errorf("the digest of the test rows is %s, was %s: results of earlier versions no longer compare", base, want)
	}
}

// Folders written before there were details, or without, are read as they always were.
func TestFolderWithoutDetailsHasNone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	m := testManifest(4)
	m.DetailColumns = nil
	f, err := Create(dir, false, m, testRunColumns, testSeriesColumns)
	must(t, err)
	for r := range 4 {
		must(t, f.AddSeries(r, testMonths(r)))
		must(t, f.Add(r, testRuns(r)))
	}
	must(t, f.Finish(StateComplete, testSeries()))
	if manifest := readAll(t, dir, manifestName); bytes.Contains(manifest, []byte("detail")) {
		t.Errorf("the manifest speaks of details:\n%s", manifest)
	}
	if text := readAll(t, dir, dictionaryName); bytes.Contains(text, []byte("details")) {
		t.Errorf("the dictionary speaks of details:\n%s", text)
	}
	r := open(t, dir)
	must(t, r.Details(func(row DetailRow) error {
		t.Errorf("%+v", row)
		return nil
	}))
	checkRows(t, r, false)
	out := t.TempDir()
	must(t, ExportCSV(dir, out))
	if _, err := os.Stat(filepath.Join(out, "details.csv")); err == nil {
		t.Error("details.csv of nothing")
	}
}
