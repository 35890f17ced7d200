package store

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestMain lets the tests start this binary as a writer that they kill; see writer_unix_test.go.
func TestMain(m *testing.M) {
	if role := os.Getenv("STORE_TEST_ROLE"); role != "" {
		os.Exit(runRole(role))
	}
	flushEvery = time.Hour // so that tests alone decide where parts are cut
	os.Exit(m.Run())
}

var (
	testRunColumns = []Column{
		{"occupancy", "share", "share of beds occupied, mean over the run"},
		{"transfers", "patients/month", "patients moved between services"},
		{"gini", "", "inequality | between services"},
	}
	testSeriesColumns = []Column{
		{"occupancy", "share", "share of beds occupied"},
		{"agreements", "", "agreements in force"},
	}
	testDetailColumns = []Column{
		{"care", "index", "care of a ward or of a pool"},
		{"wards", "", "wards of a pool"},
	}
)

func testManifest(replications int) Manifest {
	return Manifest{
		Program: Program{"0.1.0", "abc123"}, Command: []string{"polesim", "compare"},
		Seed: 1<<63 + 1, Months: 3, Replications: replications, DetailColumns: testDetailColumns,
		Scenarios: []Scenario{
			{"alone", "Acting alone", "h1", "months = 3\n# a < b\n"},
			{"pole", "One pôle", "h2", "months = 3\n"},
		},
	}
}

// testRuns returns the runs of a replication: a function of its number, with awkward values among them. Every 7th
// replication fails in the first scenario.
func testRuns(replication int) []Run {
	var runs []Run
	for s, name := range []string{"alone", "pole"} {
		r := rand.New(rand.NewPCG(uint64(replication), uint64(s)))
		run := Run{Scenario: name, Replication: replication, Seed: r.Uint64(), Status: Done,
			Values: []float64{r.Float64(), math.Trunc(r.Float64() * 1e9), r.Float64() - 0.5}}
		switch {
		case replication%7 == 6 && s == 0:
			run.Status, run.Values, run.Error = Failed, nil, fmt.Sprintf("bed %d is on fire", replication)
		case replication%5 == 4:
			run.Values = []float64{math.Inf(-1), math.Copysign(0, -1), math.NaN()}
		}
		runs = append(runs, run)
	}
	return runs
}

func testMonths(replication int) []MonthRow {
	var rows []MonthRow
	for s, name := range []string{"alone", "pole"} {
		for month := range 3 {
			rows = append(rows, MonthRow{name, replication, month, []float64{float64(replication) + float64(month)/12, float64(s)}})
		}
	}
	return rows
}

// testDetails are of two wards and of a pool of them, which have not all the same columns.
func testDetails(replication int) []DetailRow {
	var rows []DetailRow
	for s, name := range []string{"alone", "pole"} {
		care := float64(replication) + float64(s)/3
		rows = append(rows,
			DetailRow{name, replication, "ward", "Réa", []float64{care, math.NaN()}},
			DetailRow{name, replication, "ward", "Cœur, 2e", []float64{-care, math.NaN()}},
			DetailRow{name, replication, "pool", "Réa", []float64{care / 2, 2}})
	}
	return rows
}

func testSeries() []SeriesRow {
	return []SeriesRow{
		{"alone", 0, "occupancy", 10, 0.5, 0.1, 0.05, 0.25, 0.5, 0.75, 0.95, 9},
		{"pole", 2, "agreements", 10, 1.5, math.NaN(), 1, 2, 3, 4, 5, 0},
	}
}

// create starts a folder with the test's columns.
func create(t testing.TB, dir string, force bool, replications int) *Folder {
	t.Helper()
	f, err := Create(dir, force, testManifest(replications), testRunColumns, testSeriesColumns)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// add adds replications from first up to but without end, with their months and details if wanted.
func add(t testing.TB, f *Folder, first, end int, all bool) {
	t.Helper()
	for r := first; r < end; r++ {
		if all {
			must(t, f.AddSeries(r, testMonths(r)))
			must(t, f.AddDetails(r, testDetails(r)))
		}
		must(t, f.Add(r, testRuns(r)))
	}
}

// finished writes a complete folder and returns its path.
func finished(t testing.TB, replications int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a")
	f := create(t, dir, false, replications)
	add(t, f, 0, replications, true)
	must(t, f.Finish(StateComplete, testSeries()))
	return dir
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, dir string) *Results {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// checkRows fails unless the folder holds exactly the runs of the replications its manifest lists, bit for bit, and
// their months and details if wanted.
func checkRows(t testing.TB, r *Results, all bool) {
	t.Helper()
	var want []Run
	var wantMonths []MonthRow
	var wantDetails []DetailRow
	for _, whole := range r.Manifest.Runs.Whole {
		for i := whole[0]; i <= whole[1]; i++ {
			want = append(want, testRuns(i)...)
			wantMonths = append(wantMonths, testMonths(i)...)
			wantDetails = append(wantDetails, testDetails(i)...)
		}
	}
	i := 0
	must(t, r.Runs(func(got Run) error {
		if i >= len(want) || !sameRun(got, want[i]) {
			t.Fatalf("row %d: got %+v", i, got)
		}
		i++
		return nil
	}))
	if i != len(want) {
		t.Fatalf("%d rows, the manifest lists %d", i, len(want))
	}
	if !all {
		return
	}
	checkCompanions(t, "month", wantMonths, r.AllSeries)
	checkCompanions(t, "detail", wantDetails, r.Details)
}

// checkCompanions fails unless the rows read are those wanted.
func checkCompanions[T any](t testing.TB, what string, want []T, read func(func(T) error) error) {
	t.Helper()
	i := 0
	must(t, read(func(got T) error {
		if i >= len(want) || fmt.Sprint(got) != fmt.Sprint(want[i]) {
			t.Fatalf("%s row %d: got %+v", what, i, got)
		}
		i++
		return nil
	}))
	if i != len(want) {
		t.Fatalf("%d %s rows, expected %d", i, what, len(want))
	}
}

func sameRun(a, b Run) bool {
	if b.Values == nil {
		b.Values = []float64{math.NaN(), math.NaN(), math.NaN()}
	}
	for i := range a.Values {
		if math.Float64bits(canonical(a.Values[i])) != math.Float64bits(canonical(b.Values[i])) {
			return false
		}
	}
	return a.Scenario == b.Scenario && a.Replication == b.Replication && a.Seed == b.Seed && a.Status == b.Status &&
		a.Error == b.Error && len(a.Values) == len(b.Values)
}

func readAll(t testing.TB, path ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func listing(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
