package sensitivity_test

import (
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
