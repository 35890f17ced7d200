package plot

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/plot/vg"
	"pgregory.net/rapid"
)

func TestIntervalOfTheMeanIsStudents(t *testing.T) {
	s := summarise([]float64{1, 2, 3, 4, 5, math.NaN()})
	// t(0.975; 4) = 2.776, standard error √(2.5/5)
	if s.mean != 3 || math.Abs(s.half-2.7764*math.Sqrt(0.5)) > 1e-4 || s.missing != 1 {
		t.Errorf("mean %g ± %g, %d missing", s.mean, s.half, s.missing)
	}
	if !math.IsNaN(summarise([]float64{1}).half) {
		t.Error("one run has an interval")
	}
}

func TestBandsHoldTheShareTheyName(t *testing.T) {
	runs := make([][]float64, 101)
	for i := range runs {
		runs[i] = []float64{float64(i)}
	}
	b := BandsOf(runs)
	got := []float64{b.Low90[0], b.Low50[0], b.Median[0], b.High50[0], b.High90[0]}
	for i, want := range []float64{5, 25, 50, 75, 95} {
		if math.Abs(got[i]-want) > 1e-9 {
			t.Errorf("quantiles %v", got)
		}
	}
	if one := BandsOf(runs[:1]); one.Low90 != nil || one.Median == nil {
		t.Error("one replication has a band")
	}
}

func TestTicksAreFewRoundAndDistinct(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.Float64Range(-1e8, 1e8).Draw(t, "lo")
		width := math.Pow(10, rapid.Float64Range(-3, 9).Draw(t, "magnitude of the width"))
		for _, s := range []scale{newScale(lo, lo+width, 160), newVerticalScale(lo, lo+width, 92)} {
			if len(s.ticks) < 2 || len(s.ticks) > 8 {
				t.Fatalf("%d ticks", len(s.ticks))
			}
			seen := map[string]bool{}
			for _, k := range s.ticks {
				if k.Value < s.min-1e-9*width || k.Value > s.max+1e-9*width || seen[k.Label] {
					t.Fatalf("tick %g %q in [%g, %g], %v", k.Value, k.Label, s.min, s.max, seen)
				}
				seen[k.Label] = true
			}
		}
	})
}

func TestLabelsMoveApartAndKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "n")
		want, size := make([]vg.Length, n), make([]vg.Length, n)
		for i := range want {
			want[i] = vg.Length(rapid.Float64Range(0, 100).Draw(t, "height"))
			size[i] = vg.Length(rapid.Float64Range(5, 20).Draw(t, "size"))
		}
		got := spread(want, size, 0, 100)
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int { return int(math.Copysign(1, float64(got[a]-got[b]))) })
		for k := 1; k < n; k++ {
			a, b := order[k-1], order[k]
			if got[a]+size[a]/2 > got[b]-size[b]/2+1e-9 {
				t.Fatalf("%v overlap: want %v, size %v", got, want, size)
			}
			if want[a] > want[b] {
				t.Fatalf("order changed: %v from %v", got, want)
			}
		}
		if got[order[0]]-size[order[0]]/2 < -1e-9 || got[order[n-1]]+size[order[n-1]]/2 > 100+1e-9 {
			t.Fatalf("%v out of bounds", got)
		}
	})
}

func TestShortNamesTellScenariosApart(t *testing.T) {
	got := shortNames([]string{"No pôles: services on their own", "Pôles by decree: a perimeter", "Pôles by contract", "Alone"})
	if want := []string{"No pôles", "Pôles by decree", "Pôles by contract", "Alone"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := shortNames([]string{"the same", "the same"}); len(got) != 2 {
		t.Error("equal titles")
	}
}

func TestNumbersReadWell(t *testing.T) {
	tests := []struct{ got, want string }{
		{number(-0.0004, 2), "0.00"},
		{number(-1234567.8, 1), "−1,234,567.8"},
		{number(2500, 0), "2500"},
		{number(3e-9, 9), "3.0e−9"},
		{signed(0.012, 3), "+0.012"},
		{signed(0.0004, 2), "0.00"},
		{Estimate{Mean: 0.0124, Low: 0.0101, High: 0.0143}.String(), "+0.0124 [0.0101, 0.0143]"},
		{Estimate{Mean: 3, Low: math.NaN(), High: math.NaN()}.String(), "+3.00 (no interval)"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}

func TestWrappingLosesNothing(t *testing.T) {
	for _, line := range plainFace.wrap("Anästhesieverantwortungsgemeinschaft in pôles", 60) {
		if plainFace.Width(line) > 60 {
			t.Errorf("%q is too wide", line)
		}
	}
}
