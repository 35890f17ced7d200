package sensitivity_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
)

// Where nothing differs, what is told is told wrongly: of intervals of 95 % about 5 in 100. Bounds are three standard
// errors of the share away or more; seeds are fixed.

// tellings counts cells of maps of b − a over the first two factors: those told to differ from 0, and all.
func tellings(t *testing.T, tr trial, studies int) (told, cells int) {
	t.Helper()
	for seed := range uint64(studies) {
		tr.seed = seed
		for _, s := range mapOf(t, tr, -1).Slices {
			for _, row := range s.Cells {
				for _, c := range row {
					cells++
					if c.Interval.Told() {
						told++
					}
				}
			}
		}
	}
	return told, cells
}

func within(t *testing.T, what string, told, cells int, low, high float64) {
	t.Helper()
	if share := float64(told) / float64(cells); !(low <= share && share <= high) {
		t.Errorf("%s: %.1f %% of %d told, want %.1f to %.1f %%", what, 100*share, cells, 100*low, 100*high)
	}
}

// gridOf has so many evenly spaced places along each axis.
func gridOf(sides ...int) [][]float64 {
	points := [][]float64{nil}
	for _, n := range sides {
		var all [][]float64
		for _, p := range points {
			for k := range n {
				all = append(all, append(p[:len(p):len(p)], float64(k)/float64(n)))
			}
		}
		points = all
	}
	return points
}

var two = []func([]float64) float64{zero, zero}

func TestGridCellsOfFewRunsTellNoMoreThanTheySay(t *testing.T) {
	tr := trial{sampler: "grid", points: gridOf(12, 12), scenarios: two, replications: 3, noise: 1}
	told, cells := tellings(t, tr, 40)
	within(t, "3 runs a cell", told, cells, .038, .062)
	tr.sampler = "list"
	told, cells = tellings(t, tr, 40)
	within(t, "3 runs a cell of a list", told, cells, .038, .062)
	tr.points = gridOf(12, 12, 3) // the point with the fewest runs has its say: told less, not more
	tr.spoiled = func(point, replication, _ int) bool { return point%3 == 0 && replication == 2 }
	told, cells = tellings(t, tr, 20)
	within(t, "means of 3 points", told, cells, 0, .05)
}

func TestLevelsOfFewRunsTellNoMoreThanTheySay(t *testing.T) {
	told, places := 0, 0
	for seed := range uint64(300) {
		d := trial{sampler: "grid", points: gridOf(10), scenarios: two, replications: 3, noise: 1, seed: seed}.run(t)
		for _, p := range respond(t, d, difference(t, d, "b", "a")).Factors[0].At {
			if places++; p.Interval.Told() {
				told++
			}
		}
	}
	within(t, "3 runs a level", told, places, .037, .063)
}

// All points of a study with common random numbers may be off alike: told at all or at none.
func TestWhatAllPointsShareIsNotToldForMoreThanItIs(t *testing.T) {
	for _, test := range []struct {
		replications, studies int
		low, high             float64
	}{{1, 20, 0, 0}, {2, 250, .01, .09}, {3, 250, .01, .09}} {
		told, cells := tellings(t, trial{sampler: "halton", points: drawn(40, 2, 3), scenarios: two, replications: test.replications, common: 1}, test.studies)
		within(t, fmt.Sprintf("%d replications", test.replications), told, cells, test.low, test.high)
	}
}

func TestWhatAllPointsShareIsInTheCellsOfGrids(t *testing.T) {
	alike := trial{sampler: "grid", points: gridOf(2, 2), scenarios: two, replications: 5, common: 1}
	told, cells := tellings(t, alike, 2000)
	within(t, "a point a cell", told, cells, .035, .065) // its own error has the shared one in it: once, not twice
	alike.points, alike.noise = gridOf(2, 2, 9), .3
	told, cells = tellings(t, alike, 500)
	within(t, "nine points a cell", told, cells, .01, .08)
}

func TestWhatOneReplicationSharesIsUnknown(t *testing.T) {
	d := trial{sampler: "halton", points: drawn(60, 2, 3), scenarios: two, replications: 1, noise: .1, common: 1}.run(t)
	r := respond(t, d, difference(t, d, "b", "a"))
	for _, p := range r.Factors[0].At {
		if !math.IsNaN(p.Interval.Low) || !math.IsNaN(p.Interval.High) {
			t.Errorf("%+v", p)
		}
	}
	if got := r.Gaps.String(); got != "No interval is known: too few runs or points." {
		t.Error(got)
	}
	var table strings.Builder
	if err := r.WriteTable(&table); err != nil || strings.Contains(table.String(), "NaN") || strings.Count(table.String(), " [–]") != 4 {
		t.Errorf("%v\n%s", err, &table)
	}
	text, err := json.Marshal(r)
	if err != nil || !bytes.Contains(text, []byte(`"shared_se":null`)) {
		t.Errorf("%.200s, %v", text, err)
	}
}

// Where the number of runs adapts, late replications know of few points only, and are not what all points share.
func TestReplicationsOfFewPointsSayNothingOfAll(t *testing.T) {
	odd := func(u []float64) float64 {
		if u[0] < .02 {
			return 10
		}
		return 0
	}
	points := append(drawn(60, 2, 3), []float64{.01, .5})
	d := trial{sampler: "halton", points: points, scenarios: []func([]float64) float64{zero, odd}, replications: 40, common: .1,
		spoiled: func(p, replication, _ int) bool { return p < 60 && replication >= 4 }}.run(t)
	m := difference(t, d, "b", "a")
	want, _ := d.Mean(d.Point(0), m) // without noise of its own, a point sees what all share
	if r := respond(t, d, m); want.N != 4 || math.Abs(float64(r.Shared)-want.SE) > 1e-9 {
		t.Errorf("shared standard error %.3f, want that of four replications: %.3f", r.Shared, want.SE)
	}
}
