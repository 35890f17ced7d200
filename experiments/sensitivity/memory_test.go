package sensitivity_test

import (
	"runtime"
	"testing"

	"polesim/experiments/sensitivity"
	"polesim/experiments/store"
)

// What is kept of a study is its points, not its runs, and of a point what docs/guide-studies.md says: 8 bytes, 24 for a
// mean, and 8 for a factor once it was asked for.
func TestMemoryOfPoints(t *testing.T) {
	const stated, factors = 8 + 24 + 8*2, 2
	held := func(points, replications int) int {
		tr := trial{sampler: "halton", scenarios: []func([]float64) float64{zero, zero}, points: drawn(1, factors, 1), common: 1}
		s := tr.study()
		s.Points = points
		s.Outcomes = []store.Column{{Name: "score"}}
		s.At = func(p int, _, values []float64) { values[0], values[1] = float64(p%97)/97, float64(p%89)/89 }
		before := liveHeap()
		g, err := sensitivity.Gather(s, nil, nil, []sensitivity.Pair{{A: 0, B: 1}})
		if err != nil {
			t.Fatal(err)
		}
		row := sensitivity.Row{Values: make([]float64, 1)}
		for row.Point = range points {
			for row.Replication = range replications {
				for _, row.Scenario = range s.Scenarios {
					row.Values[0]++
					if err := g.Add(row); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		d := g.Data()
		respond(t, d, difference(t, d, "b", "a"))
		after := liveHeap()
		runtime.KeepAlive(d)
		return after - before
	}
	few, many, often := held(10_000, 2), held(100_000, 2), held(10_000, 20)
	t.Logf("%d kB for 10,000 points, %d kB for ten times the points, %d kB for ten times the runs", few>>10, many>>10, often>>10)
	if each := float64(many-few) / 90_000; each > 1.02*stated {
		t.Errorf("a point takes %.1f bytes, want %d", each, stated)
	}
	if often > few+64<<10 {
		t.Errorf("%d bytes for ten times the runs, %d before", often, few)
	}
}

// liveHeap is how many bytes are in use.
func liveHeap() int {
	var m runtime.MemStats
	for range 2 { // empties pools too
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
