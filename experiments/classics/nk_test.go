package classics

import (
	"context"
	"math"
	"strings"
	"testing"

	"polesim/sim"
)

// TestNKSmoothLandscapeHasOnePeak says that, where nothing depends on anything else, every walk ends at the same place, at
// the mean of the better of two.
func TestNKSmoothLandscapeHasOnePeak(t *testing.T) {
	r := ruggedOf(10, 0, adjacent, 0)
	s := sim.NewKey(8, 0).At(0, 0)
	r.walk(&s)
	peak := r.practices.Word(0)
	for range 20 {
		r.start(&s)
		away := 0
		for differs := r.practices.Word(0) ^ peak; differs != 0; differs &= differs - 1 {
			away++
		}
		if steps := r.walk(&s); steps != away || r.practices.Word(0) != peak {
			t.Errorf("a walk from %d steps away takes %d, to %b; want the peak %b", away, steps, r.practices.Word(0), peak)
		}
	}
}

// TestNKLeavesOptimaUncountedWhereTheyAreTooMany says that nothing is made up.
func TestNKLeavesOptimaUncountedWhereTheyAreTooMany(t *testing.T) {
	for _, set := range [][]string{{uncounted}, {"N=21", "K=1"}} {
		v, err := nk.Read(set...)
		if err != nil {
			t.Fatal(err)
		}
		run, err := nk.New(v)
		if err != nil {
			t.Fatal(err)
		}
		into := make([]float64, len(nk.Quantities))
		if run.Run(0, sim.NewKey(1, 0), into); !math.IsNaN(into[2]) {
			t.Errorf("%v: %v optima", set, into[2])
		}
	}
}

// TestNKSaysWhatDoesNotGoTogether names the parameter that is in the way.
func TestNKSaysWhatDoesNotGoTogether(t *testing.T) {
	for set, want := range map[string]string{
		"N=4 K=4":                         "nk: K = 4: a practice has only 3 others to depend on",
		"N=10 K=2 neighbourhood=block":    "nk: N = 10: blocks of K+1 = 3 practices do not fill it",
		"K=16":                            "nk: K = 16 is out of range",
		"N=10 neighbourhood=neighbouring": "nk: neighbourhood = neighbouring is none of",
	} {
		if _, err := nk.Read(strings.Fields(set)...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", set, err, want)
		}
	}
}

// BenchmarkNK is the work of studies of NK: a landscape and a walk on it, on all cores.
func BenchmarkNK(b *testing.B) {
	v, err := nk.Read("N=16", "K=4", uncounted)
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	if _, err := Measure(context.Background(), &nk, v, Budget{Replications: b.N}); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "landscapes/s")
}
