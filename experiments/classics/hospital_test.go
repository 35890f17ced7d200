package classics

import (
	"math"
	"slices"
	"strings"
	"testing"

	"polesim/sim"
)

// hospitalAt runs a replication of a hospital and returns its care and its changes.
func hospitalAt(t *testing.T, replication int, set ...string) (care, changes float64) {
	t.Helper()
	v, err := hospital.Read(set...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := hospital.New(v)
	if err != nil {
		t.Fatal(err)
	}
	into := make([]float64, 2)
	r.Run(replication, sim.NewKey(2, replication), into)
	return into[0], into[1]
}

// TestHospitalOfHeedfulServicesComesToRest says that it finds an optimum and stays, well before the months that docks run.
func TestHospitalOfHeedfulServicesComesToRest(t *testing.T) {
	for _, set := range [][]string{
		{"within=8"},
		{"services=16", "practices=1", "within=0", "across=8", "tries=1"},
		{"services=4", "practices=4", "within=3", "across=3", "tries=1"},
	} {
		for replication := range 20 {
			care, changes := hospitalAt(t, replication, set...)
			later, more := hospitalAt(t, replication, append(slices.Clone(set), "months=80")...)
			if later != care || !near(more, changes) {
				t.Errorf("%v: care %v after %v changes, and %v after %v twice as long", set, care, changes, later, more)
			}
		}
	}
}

// TestHospitalOfHeedlessServicesDoesNot says that services that disturb each other go on changing.
func TestHospitalOfHeedlessServicesDoesNot(t *testing.T) {
	set := []string{"services=16", "practices=1", "within=0", "across=4", "heeding=no"}
	for replication := range 20 {
		_, changes := hospitalAt(t, replication, set...)
		if _, more := hospitalAt(t, replication, append(slices.Clone(set), "months=80")...); more > changes {
			return
		}
	}
	t.Error("none of 20 hospitals changes anything after 40 months")
}

// TestHospitalChangesAreCounted says that a lone practice is changed once or not at all.
func TestHospitalChangesAreCounted(t *testing.T) {
	seen := map[float64]int{}
	for replication := range 50 {
		_, changes := hospitalAt(t, replication, "practices=1", "within=0")
		seen[changes]++
	}
	if seen[0] == 0 || seen[1] == 0 || seen[0]+seen[1] != 50 {
		t.Errorf("changes of a single practice, by hospitals: %v", seen)
	}
}

// TestHospitalSaysWhatDoesNotGoTogether names the parameter that is in the way.
func TestHospitalSaysWhatDoesNotGoTogether(t *testing.T) {
	for set, want := range map[string]string{
		"practices=4 within=4": "within = 4: a practice has only 3 others in its service to depend on",
		"across=1":             "across = 1: other services have only 0 practices",
		"services=3 practices=2 within=1 across=5": "across = 5: other services have only 4 practices",
	} {
		if _, err := hospital.Read(strings.Fields(set)...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", set, err, want)
		}
	}
}

// TestHospitalCountsTheChangesOfAllItsServices says that of lone practices on which nothing depends each is changed once or not
// at all, about half of them.
func TestHospitalCountsTheChangesOfAllItsServices(t *testing.T) {
	all := 0.0
	for replication := range 50 {
		_, changes := hospitalAt(t, replication, "services=6", "practices=1", "within=0")
		if !near(changes, math.Round(changes)) || changes > 6 {
			t.Errorf("%v of 6 practices are changed", changes)
		}
		all += changes
	}
	if off := (all - 150) / math.Sqrt(300*.25); math.Abs(off) > 4 {
		t.Errorf("%v of 300 practices are changed, %.1f standard errors from half", all, off)
	}
}
