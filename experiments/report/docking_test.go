package report

import (
	"math"
	"slices"
	"testing"

	"polesim/experiments/classics"
	"polesim/experiments/moments"
	"polesim/experiments/plot"
)

// grid begins a design of a published model.
func grid(classic, factors string) string {
	return "classic = \"" + classic + "\"\nsampler = \"grid\"\nreplications = 3\nseed = 4\n" + factors
}

// TestLinesAreWhatTheModelComesTo holds lines of a study over two parameters against the model run by itself: whichever
// stands first in the design, that without order makes the lines.
func TestLinesAreWhatTheModelComesTo(t *testing.T) {
	const (
		hood = "[[factor]]\nkey = \"neighbourhood\"\nlevels = [\"random\", \"adjacent\"]\n"
		k    = "[[factor]]\nkey = \"K\"\nlevels = [0, 4, 2]\n"
	)
	for _, factors := range []string{hood + k, k + hood} {
		s, d := ranAll(t, grid("nk", "set = { count = \"no\" }\n"+factors))
		r := made(t, s, d, Ask{})
		if !r.lined() {
			t.Fatal("a grid of two is not drawn as lines")
		}
		f, data := r.lines()
		if !slices.Equal(f.Scenarios, []string{"random", "adjacent"}) || !slices.Equal(data.At, []float64{0, 2, 4}) || data.Exact {
			t.Fatalf("lines %q at %v, exact: %v", f.Scenarios, data.At, data.Exact)
		}
		for line, known := range [][]plot.KnownValue{
			{{At: 2, Value: .706, Half: 1.96 * .001}, {At: 4, Value: .707, Half: 1.96 * .001}},
			{{At: 0, Value: 2. / 3}, {At: 2, Value: .7045, Half: 1.96 * .001}, {At: 4, Value: .7005, Half: 1.96 * .001}},
		} {
			got := slices.SortedFunc(slices.Values(data.Lines[line].Known), func(a, b plot.KnownValue) int { return int(a.At - b.At) })
			if !slices.Equal(got, known) {
				t.Errorf("of %s is known %v, want %v", f.Scenarios[line], got, known)
			}
			for at, level := range []string{"0", "2", "4"} {
				v, err := d.Classic.Read("count=no", "neighbourhood="+f.Scenarios[line], "K="+level)
				if err != nil {
					t.Fatal(err)
				}
				m, err := classics.Measure(t.Context(), d.Classic, v, classics.Budget{Seed: 4, Replications: 3})
				if err != nil {
					t.Fatal(err)
				}
				want, e := m.Results[0], data.Lines[line].Ours[at]
				half := moments.Student(2) * want.StandardError
				if math.Abs(e.Mean-want.Value) > 1e-12 || math.Abs(e.High-e.Mean-half) > 1e-12 || math.Abs(e.Mean-e.Low-half) > 1e-12 || e.Pairs != 3 {
					t.Errorf("%s, K = %s: %+v, want %v ± %v of 3", f.Scenarios[line], level, e, want.Value, half)
				}
			}
		}
	}
}

// TestLinesOfAModelWithoutChanceAreExact counts its cases.
func TestLinesOfAModelWithoutChanceAreExact(t *testing.T) {
	s, d := ranAll(t, grid("garbagecan", "[[factor]]\nkey = \"load\"\nlevels = [\"1.1\", \"2.2\"]\n"))
	_, data := made(t, s, d, Ask{}).lines()
	ours := data.Lines[0].Ours
	if !data.Exact || ours[0].Pairs != 108 || ours[1].Pairs != 108 || ours[0].Low != ours[0].High || math.Abs(ours[0].Mean-4.935) > .001 {
		t.Errorf("exact: %v, %+v", data.Exact, ours)
	}
}

// TestThreeParametersAreNoLines is left to other figures, as is what is not on a grid.
func TestThreeParametersAreNoLines(t *testing.T) {
	const k, n = "[[factor]]\nkey = \"K\"\nlevels = [0, 2]\n", "[[factor]]\nkey = \"N\"\nlevels = [5, 6]\n"
	s, d := ranAll(t, grid("nk", k+n+"[[factor]]\nkey = \"neighbourhood\"\nlevels = [\"random\", \"adjacent\"]\n"))
	if made(t, s, d, Ask{}).lined() {
		t.Error("three factors are drawn as lines")
	}
}
