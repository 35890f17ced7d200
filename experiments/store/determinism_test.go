package store

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

func TestBytesDoNotDependOnWherePartsWereCut(t *testing.T) {
	write := func(t testing.TB, cuts func(int) bool) string {
		parent, err := os.MkdirTemp("", "store")
		must(t, err)
		dir := filepath.Join(parent, "a")
		f, err := Create(dir, false, testManifest(0), testRunColumns, testSeriesColumns)
		must(t, err)
		defer f.Close()
		for r := range 50 {
			if r%3 != 0 {
				must(t, f.AddSeries(r, testMonths(r)))
			}
			if r%4 != 0 {
				must(t, f.AddDetails(r, testDetails(r)))
			}
			must(t, f.Add(r, testRuns(r)))
			if cuts(r) {
				must(t, f.Flush())
			}
		}
		must(t, f.Finish(StateComplete, testSeries()))
		return dir
	}
	whole := write(t, func(int) bool { return false })
	defer os.RemoveAll(filepath.Dir(whole))
	rapid.Check(t, func(rt *rapid.T) {
		cut := rapid.SliceOfN(rapid.IntRange(0, 49), 0, 4).Draw(rt, "cut after")
		set := map[int]bool{}
		for _, r := range cut {
			set[r] = true
		}
		dir := write(t, func(r int) bool { return set[r] })
		defer os.RemoveAll(filepath.Dir(dir))
		for _, name := range []string{runsName, seriesName, allSeriesName, detailsName, dictionaryName, "dictionary.md"} {
			if !bytes.Equal(readAll(t, whole, name), readAll(t, dir, name)) {
				rt.Errorf("%s differs", name)
			}
		}
		if open(t, whole).Manifest.Digest != open(t, dir).Manifest.Digest {
			rt.Error("the digest differs")
		}
	})
}

func TestBytesDoNotDependOnPartsAcrossRowGroupsEither(t *testing.T) {
	write := func(every int) []byte {
		dir := filepath.Join(t.TempDir(), "a")
		f, columns := createWide(t, dir)
		for r := range 1100 {
			addWide(t, f, r, len(columns))
			if r%every == 0 {
				must(t, f.Flush())
			}
		}
		must(t, f.Finish(StateComplete, nil))
		return readAll(t, dir, runsName)
	}
	if !bytes.Equal(write(1000), write(77)) {
		t.Error("the bytes differ")
	}
}

// createWide starts a folder with so many columns that a row group holds 1,024 rows only.
func createWide(t testing.TB, dir string) (*Folder, []Column) {
	t.Helper()
	columns := make([]Column, 1024)
	for i := range columns {
		columns[i].Name = fmt.Sprintf("c%d", i)
	}
	m := testManifest(0)
	m.Scenarios = m.Scenarios[:1]
	f, err := Create(dir, false, m, columns, nil)
	must(t, err)
	return f, columns
}

func addWide(t testing.TB, f *Folder, replication, columns int) {
	t.Helper()
	values := make([]float64, columns)
	for i := range values {
		values[i] = float64(replication*i) / 7
	}
	must(t, f.Add(replication, []Run{{Scenario: "alone", Replication: replication, Status: Done, Values: values}}))
}

func TestEveryNaNIsWrittenWithTheSameBits(t *testing.T) {
	write := func(nan float64) ([]byte, string) {
		dir := filepath.Join(t.TempDir(), "a")
		f := create(t, dir, false, 0)
		runs := testRuns(0)
		runs[0].Values[1] = nan
		must(t, f.Add(0, runs))
		must(t, f.Finish(StateComplete, nil))
		return readAll(t, dir, runsName), f.Manifest().Digest
	}
	file, digest := write(math.NaN())
	for _, bits := range []uint64{0xFFF8000000000000, 0x7FF8000000000000, 0x7FF800000000BEEF} { // x86, arm, a payload
		otherFile, otherDigest := write(math.Float64frombits(bits))
		if !bytes.Equal(file, otherFile) || digest != otherDigest {
			t.Errorf("NaN %x differs", bits)
		}
	}
}

func TestFooterNamesNoBuildNorTime(t *testing.T) {
	data := readAll(t, finished(t, 3), runsName)
	if !bytes.Contains(data, []byte(createdBy)) || bytes.Contains(data, []byte("parquet-go")) {
		t.Error("created_by depends on the build")
	}
}

func TestRowGroupsAreBounded(t *testing.T) {
	for _, columns := range []int{1, 5, 24, 100, 1000, 5000} {
		rows := groupRows(columns)
		if rows%batchRows != 0 || rows < 1024-batchRows || rows > 1<<17 || (rows > 1024 && rows*columns > groupValues) {
			t.Errorf("%d columns: %d rows in a group", columns, rows)
		}
	}
}
