package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

// maxGrowth is the stated bound: bytes of live objects beyond those before, whatever the number of rows.
const maxGrowth = 24 << 20

func TestMemoryDoesNotGrowWithTheNumberOfRows(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const scenarios, replications, outcomes = 20, 10_000, 60 // 200,000 rows, 96 MB of values
	m := testManifest(replications)
	m.Scenarios = nil
	for s := range scenarios {
		m.Scenarios = append(m.Scenarios, Scenario{Name: fmt.Sprintf("s%d", s)})
	}
	columns := make([]Column, outcomes)
	for i := range columns {
		columns[i].Name = fmt.Sprintf("c%d", i)
	}
	dir := filepath.Join(t.TempDir(), "a")
	defer debug.SetGCPercent(debug.SetGCPercent(25)) // measures often
	start := time.Now()
	peak := watchHeap()
	f, err := Create(dir, false, m, columns, nil)
	must(t, err)
	runs := make([]Run, scenarios)
	values := make([]float64, scenarios*outcomes)
	random := rand.New(rand.NewPCG(1, 1))
	for r := range replications {
		for i := range values {
			values[i] = random.Float64()
		}
		for s := range runs {
			runs[s] = Run{m.Scenarios[s].Name, r, uint64(r), Done, values[s*outcomes:][:outcomes], ""}
		}
		must(t, f.Add(r, runs))
	}
	added := time.Since(start)
	must(t, f.Finish(StateComplete, nil))
	merged := time.Since(start) - added
	rows := 0
	must(t, open(t, dir).Runs(func(Run) error { rows++; return nil }))
	growth := peak()
	t.Logf("%d rows × %d outcomes: add %v, finish %v, read %v, heap grew by %d MiB at most",
		rows, outcomes, added, merged, time.Since(start)-added-merged, growth>>20)
	if rows != scenarios*replications {
		t.Errorf("%d rows", rows)
	}
	if growth > maxGrowth {
		t.Errorf("the heap grew by %d MiB, more than %d", growth>>20, maxGrowth>>20)
	}
}

// watchHeap samples the live heap until the function returned is called, which returns its greatest growth.
func watchHeap() func() int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	for range 3 { // empties the pools that earlier tests filled
		runtime.GC()
	}
	metrics.Read(sample)
	before, peak := int64(sample[0].Value.Uint64()), int64(0)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				metrics.Read(sample)
				peak = max(peak, int64(sample[0].Value.Uint64())-before)
			}
		}
	}()
	return func() int64 { close(stop); <-done; return peak }
}

func BenchmarkAddFlush(b *testing.B) {
	f := create(b, filepath.Join(b.TempDir(), "a"), false, 0)
	runs := testRuns(0)
	for r := 0; b.Loop(); r++ {
		for i := range runs {
			runs[i].Replication = r
		}
		must(b, f.Add(r, runs))
	}
}
