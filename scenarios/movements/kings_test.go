package movements

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shared returns a file of the data that stands beside the repository, or skips the test.
func shared(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			t.Skip("skipped: no go.mod above the test, so the shared data cannot be found")
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(dir, "..", "shared", "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("skipped: the shared data file %s is not beside this repository (Bean et al. 2017, doi:10.1371/journal.pone.0185912, S3)", name)
	}
	return path
}

func mustImport(t *testing.T, o Options) *Report {
	t.Helper()
	r, err := Import(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestKingsFilesAreReadAsTheyAre(t *testing.T) {
	sum := mustImport(t, Options{Flows: shared(t, "kings_denmark_hill/transfers.csv"), Period: "83 weeks"})
	weekly := mustImport(t, Options{Flows: shared(t, "kings_denmark_hill/weekly_transfers.csv")})
	if sum.Rows != 1229 || weekly.Rows != 17326 {
		t.Errorf("%d and %d rows, want 1229 and 17326", sum.Rows, weekly.Rows)
	}
	if sum.Movements != 94515 || weekly.Movements != 94515 {
		t.Errorf("%v and %v movements, want 94515 in both", sum.Movements, weekly.Movements)
	}
	if sum.Units != 46 || weekly.Units != 46 || sum.Sites != 0 || weekly.Sites != 1 {
		t.Errorf("%d and %d units at %d and %d sites, want 46 and 46 at 0 and 1", sum.Units, weekly.Units, sum.Sites, weekly.Sites)
	}
	if d := cmp.Diff(sum.Scenario.Flows, weekly.Scenario.Flows); d != "" {
		t.Errorf("the weekly file and its sum make different flows:\n%s", d)
	}
	if len(sum.Warnings) == 0 || !slices.ContainsFunc(sum.Warnings, func(w string) bool { return contains(w, `"ExitHospital"`, "--exclude") }) {
		t.Errorf("ExitHospital was not suspected to be the outside: %q", sum.Warnings)
	}
	t.Logf("\n%s", weekly)
}

// The 85 weeks of the file are 83: the turn of each year cuts one in two. 39,371 patients left the hospital in them.
func TestKingsWeeksBecomeStaysAYear(t *testing.T) {
	r := mustImport(t, Options{Flows: shared(t, "kings_denmark_hill/weekly_transfers.csv"), Exclude: []string{"ExitHospital"}})
	if got := r.Period.String(); got != "2014 week 48 to 2016 week 26, 83 weeks" {
		t.Errorf("period %s", got)
	}
	if want := 39371 * 365.25 / 581; math.Abs(r.Activity.Stays-want) > .5 || !r.Activity.Bounded {
		t.Errorf("%+v, want %v stays a year", r.Activity, want)
	}
	if got := r.Scenario.StaysPerActivity * r.Activity.Total; math.Abs(got/r.Activity.Stays-1) > .001 {
		t.Errorf("the scenario has %v stays a year, the movements %v", got, r.Activity.Stays)
	}
}

// The figures of reference are those of a separate analysis of the same file: Louvain, 20 seeds, only the exit left out.
func TestKingsFlowPerimeterIsTheOneFoundElsewhere(t *testing.T) {
	r := mustImport(t, Options{Flows: shared(t, "kings_denmark_hill/transfers.csv"), Exclude: []string{"exit*"}})
	if r.Units != 45 {
		t.Errorf("%d units, want 45", r.Units)
	}
	if math.Abs(r.Flow.Modularity-0.206) > 0.001 || math.Abs(r.Flow.Within-0.715) > 0.01 || math.Abs(r.Flow.RandomMean-0.220) > 0.02 {
		t.Errorf("%+v; want about Q 0.206, within 0.715, random 0.220", r.Flow)
	}
	if want := []int{14, 13, 9, 5, 4}; !slices.Equal(r.Flow.Sizes, want) {
		t.Errorf("groups of %v, want %v", r.Flow.Sizes, want)
	}
	t.Logf("exit left out: %+v\n%s", r.Flow, r)
	r = mustImport(t, Options{Flows: shared(t, "kings_denmark_hill/weekly_transfers.csv"), Exclude: []string{"ExitHospital", "KCH.EmergencyDept"}})
	// AcuteSurgicalUnit exchanges with the two alone.
	if r.Units != 43 || r.Dropped[len(r.Dropped)-1].Reason != dropAlone {
		t.Errorf("%d units, want 43, with one left alone: %+v", r.Units, r.Dropped)
	}
	t.Logf("exit and emergency left out: %+v\n%s", r.Flow, r)
}
