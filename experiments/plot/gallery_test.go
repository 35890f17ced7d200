package plot_test

import (
	"os"
	"testing"

	"polesim/experiments/plot"
)

// look checks that a figure is legible and, where POLESIM_GALLERY names a directory, leaves it there to be looked at.
func look(t *testing.T, name string) func(*plot.Figure, error) {
	return func(f *plot.Figure, err error) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			if err != nil {
				t.Fatal(err)
			}
			legible(t, f)
			if dir := os.Getenv("POLESIM_GALLERY"); dir != "" {
				if err := f.Save(dir, name); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

const scaleName = "standard deviations of the baseline’s runs"

var both = []plot.Comparison{{A: 0, B: 1}, {A: 0, B: 2}}

// four are the figures of a study of three scenarios, six outcomes and 200 runs.
func four(t testing.TB) []*plot.Figure {
	t.Helper()
	var figures []*plot.Figure
	keep := func(f *plot.Figure, err error) {
		if err != nil {
			t.Fatal(err)
		}
		figures = append(figures, f)
	}
	keep(plot.Distributions(frame("Do contract pôles and soft pôles work better than services on their own?", 3), draws(3, 200)))
	keep(plot.PairedDifferences(frame("By how much do pôles change what a hospital achieves, on the same patients and shocks?", 3), scaleName, both, paired(draws(3, 200), both)))
	keep(plot.TimeCourses(frame("When do the governance scenarios part?", 3), plot.TimeAxis{Months: monthly(120), AverageFrom: 60}, courses(3, 200, 120)))
	keep(plot.MechanismShares(frame("Through which mechanisms do services coordinate?", 3), shares(3, 200, 120)))
	return figures
}

func TestFourFigures(t *testing.T) {
	for i, f := range four(t) {
		look(t, []string{"distributions", "differences", "courses", "shares"}[i])(f, nil)
	}
}
