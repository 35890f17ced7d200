package store

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestExportedTextReadsBackToTheSameBits(t *testing.T) {
	out := filepath.Join(t.TempDir(), "csv")
	must(t, ExportCSV(finished(t, 12), out))
	if diff := cmp.Diff([]string{"all_series.csv", "details.csv", "dictionary.csv", "runs.csv", "series.csv"}, listing(t, out)); diff != "" {
		t.Error(diff)
	}
	lines, err := csv.NewReader(bytes.NewReader(readAll(t, out, "runs.csv"))).ReadAll()
	must(t, err)
	if diff := cmp.Diff([]string{"scenario", "replication", "seed", "status", "occupancy", "transfers", "gini"}, lines[0]); diff != "" {
		t.Error(diff)
	}
	if len(lines) != 25 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, line := range lines[1:] {
		want := testRuns(i / 2)[i%2]
		got := Run{Scenario: line[0], Status: line[3], Error: want.Error}
		got.Replication, _ = strconv.Atoi(line[1])
		got.Seed, _ = strconv.ParseUint(line[2], 10, 64)
		for _, cell := range line[4:] {
			got.Values = append(got.Values, parseReal(t, cell))
		}
		if !sameRun(got, want) {
			t.Errorf("line %d: %q", i+2, line)
		}
	}
	if text := string(readAll(t, out, "series.csv")); text != "scenario,month,outcome,n,mean,sd,p05,p25,p50,p75,p95,n_quantiles\r\n"+
		"alone,0,occupancy,10,0.5,0.1,0.05,0.25,0.5,0.75,0.95,9\r\n"+
		"pole,2,agreements,10,1.5,,1,2,3,4,5,0\r\n" {
		t.Errorf("%q", text)
	}
	if text := string(readAll(t, out, "all_series.csv")); !strings.HasPrefix(text, "scenario,replication,month,occupancy,agreements\r\nalone,0,0,0,0\r\n") {
		t.Errorf("%.100q", text)
	}
	if text := string(readAll(t, out, "details.csv")); !strings.HasPrefix(text, "scenario,replication,of,name,care,wards\r\n"+
		"alone,0,ward,Réa,0,\r\nalone,0,ward,\"Cœur, 2e\",-0,\r\nalone,0,pool,Réa,0,2\r\npole,0,ward,") {
		t.Errorf("%.200q", text)
	}
}

func TestRealsAreWrittenShortAndExact(t *testing.T) {
	for v, want := range map[float64]string{
		0.1: "0.1", 1234567: "1234567", 1e20: "100000000000000000000", 1e21: "1e+21", 1e-6: "0.000001", 1e-7: "1e-07",
		math.Inf(1): "Inf", math.Inf(-1): "-Inf", -2.5: "-2.5",
	} {
		if got := formatReal(v); got != want {
			t.Errorf("%v: %s", v, got)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		v := math.Float64frombits(rapid.Uint64().Draw(rt, "bits"))
		if got := parseReal(rt, formatReal(v)); !sameBits(got, v) {
			rt.Errorf("%v became %v", v, got)
		}
	})
}

// parseReal reads a cell as R and pandas do: an empty one is missing, NaN.
func parseReal(t rapid.TB, cell string) float64 {
	if cell == "" {
		return math.NaN()
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatalf("%q: %v", cell, err)
	}
	return v
}

func TestExportNeverReplacesAnotherFile(t *testing.T) {
	dir, out := finished(t, 4), t.TempDir()
	must(t, ExportCSV(dir, out))
	must(t, ExportCSV(dir, out)) // the same again is fine
	must(t, ExportCSV(dir, dir)) // dictionary.csv is there already, and the same
	mine := filepath.Join(out, "series.csv")
	must(t, os.WriteFile(mine, []byte("mine"), 0o644))
	must(t, os.Remove(filepath.Join(out, "runs.csv")))
	wantError(t, ExportCSV(dir, out), ErrExists, "series.csv", "--out")
	if string(readAll(t, mine)) != "mine" {
		t.Error("replaced")
	}
	if diff := cmp.Diff([]string{"all_series.csv", "details.csv", "dictionary.csv", "series.csv"}, listing(t, out)); diff != "" {
		t.Error("a refused export leaves something:", diff)
	}
	wantError(t, ExportCSV(out, t.TempDir()), ErrNotResults)
}

func TestPartialFolderCanBeExported(t *testing.T) {
	f := create(t, filepath.Join(t.TempDir(), "a"), false, 9)
	add(t, f, 0, 4, false)
	must(t, f.Flush())
	out := t.TempDir()
	must(t, ExportCSV(f.Path(), out))
	if lines := bytes.Count(readAll(t, out, "runs.csv"), []byte("\r\n")); lines != 9 {
		t.Errorf("%d lines", lines)
	}
}

func TestDictionaryExplainsEveryColumn(t *testing.T) {
	dir := finished(t, 1)
	lines, err := csv.NewReader(bytes.NewReader(readAll(t, dir, "dictionary.csv"))).ReadAll()
	must(t, err)
	explained := map[string]bool{}
	for _, line := range lines[1:] {
		if line[0] == "" || line[2] == "" {
			t.Errorf("%q explains nothing", line)
		}
		explained[line[3]+":"+line[0]] = true
	}
	want := append([]field(nil), withOutcomes(runKey, testRunColumns)...)
	for _, f := range want {
		if !explained["runs.parquet:"+f.Name] {
			t.Errorf("%s is not explained", f.Name)
		}
	}
	for _, name := range []string{"series.parquet:p95", "all_series.parquet:month", "all_series.parquet:agreements", "details.parquet:of", "details.parquet:wards", "series.parquet (values of outcome):agreements"} {
		if !explained[name] {
			t.Errorf("%s is not explained", name)
		}
	}
	page := string(readAll(t, dir, "dictionary.md"))
	if !strings.Contains(page, "| `transfers` | patients/month | patients moved between services | runs.parquet |") ||
		!strings.Contains(page, `inequality \| between`) {
		t.Error(page)
	}
}
