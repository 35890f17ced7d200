package plot_test

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"polesim/experiments/plot"
)

// grown are measurements at four sizes of two tasks, one of which grows.
func grown() (plot.Frame, plot.GrowthData) {
	f := frame("Does a study of more runs take more memory?", 2)
	f.Scenarios = []string{"study run: runs and merges", "study merge, alone"}
	return f, plot.GrowthData{
		Size: plot.Outcome{Label: "Runs of the study"}, Took: plot.Outcome{Label: "Memory at its peak", Unit: "MB"},
		At: []float64{1e3, 1e4, 1e5, 1e6},
		Lines: [][][]float64{
			{{40, 41, 42}, {43, 42, 41}, {44, 44, 44}, {45, 44, 43}},
			{{20, 21, 22}, {30, 31, 32}, {40, 41, 42}, {70, 71, 72}},
		},
	}
}

func TestGrowthShowsEachMeasurementAndSaysTheMedians(t *testing.T) {
	f, d := grown()
	fig, err := plot.Growth(f, d)
	look(t, "growth")(fig, err)
	for _, words := range []string{"Memory at its peak (MB) by Runs of the study.", "study merge, alone: medians 21 at 1000, 31 at 10,000, 41 at 100,000, 71 at 1,000,000."} {
		if !strings.Contains(fig.Caption, words) {
			t.Errorf("the caption lacks %q: %s", words, fig.Caption)
		}
	}
	var svg bytes.Buffer
	if err := fig.WriteSVG(&svg); err != nil {
		t.Fatal(err)
	}
	for _, tick := range []string{">1000<", ">10,000<", ">100,000<", ">1,000,000<"} {
		if !strings.Contains(svg.String(), tick) {
			t.Errorf("no size %s at the axis", strings.Trim(tick, "<>"))
		}
	}
}

func TestGrowthOfNothingIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*plot.GrowthData){
		"one size":       func(d *plot.GrowthData) { d.At = d.At[:1] },
		"size 0":         func(d *plot.GrowthData) { d.At[0] = 0 },
		"falling":        func(d *plot.GrowthData) { d.At[1] = 1 },
		"a line short":   func(d *plot.GrowthData) { d.Lines = d.Lines[:1] },
		"a size short":   func(d *plot.GrowthData) { d.Lines[1] = d.Lines[1][:3] },
		"no measurement": func(d *plot.GrowthData) { d.Lines[0][2] = nil },
		"no number":      func(d *plot.GrowthData) { d.Lines[0][2][0] = math.NaN() },
	} {
		f, d := grown()
		spoil(&d)
		if _, err := plot.Growth(f, d); err == nil {
			t.Errorf("%s: drawn", name)
		} else if strings.HasPrefix(name, "no ") && !errors.Is(err, plot.ErrNoData) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
