package study

import (
	"runtime"
	"testing"
)

// collected is how many bytes are in use once the collector has run.
func collected() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// What running, merging and reading hold after some runs is what they hold after ten times as many. A run here leaves 32 bytes
// of outcomes; to keep those of the runs between the two would take 10 MB.
func TestMemoryDoesNotGrowWithTheNumberOfRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const few, many = 36_000, 360_000
	const most, growth = 6 << 20, 1 << 20 // of all beyond what was held before; of what is held of many beyond that of few
	plan := fakePlan(many/20, 20)
	plan.Points++ // many is reached before the end
	s := begin(t, plan)
	watch := func(what string, does func(reached func(runs int))) {
		t.Helper()
		collected()
		before := collected()
		all, held := map[int]int{}, map[int]int{}
		next := few
		does(func(runs int) {
			if runs >= next {
				all[next] = collected() - before
				held[next] = collected() - before // without buffers that wait to be used again: these the second time takes
				next *= 10
			}
		})
		t.Logf("%s: after %d runs %d kB, with buffers %d kB; after %d runs %d kB, with buffers %d kB",
			what, few, held[few]>>10, all[few]>>10, many, held[many]>>10, all[many]>>10)
		if len(held) != 2 || max(all[few], all[many]) > most || held[many] > held[few]+growth {
			t.Errorf("%s takes more than %d kB, or %d kB more of more runs", what, most>>10, growth>>10)
		}
	}
	watch("running", func(reached func(int)) {
		run(t, s, &nothing{fake{points: plan.Points}}, Options{Workers: 2, Progress: func(done, _ int) { reached(done) }})
	})
	watch("merging", func(reached func(int)) {
		_, err := s.Merge(t.Context(), MergeOptions{Settings: fakeSettings, Progress: func(rows int) { reached(rows / len(fakeRows)) }})
		must(t, err)
	})
	watch("reading", func(reached func(int)) {
		rows := 0
		for _, err := range s.Rows() {
			must(t, err)
			rows++
			reached(rows / len(fakeRows))
		}
	})
}
