package study

import (
	"sync"
	"time"
)

// Tasks hand out what is left to run, piece by piece: a task is a span of runs of one point that takes about as long as
// it should at the rate measured so far. Nothing is listed before it is due.
type tasks struct {
	plan    *Plan
	aim     time.Duration // of a task
	most    int           // runs of a task, for the sake of memory
	workers int

	mu    sync.Mutex
	spans []Span       // left, in order
	left  int          // runs in spans
	given map[int]Span // numbered, but not asked for yet
	next  int          // number
	spent time.Duration
	runs  int // that took spent
}

func newTasks(p *Plan, spans []Span, workers int, aim time.Duration) *tasks {
	const values = 1 << 15 // 256 kB of float64
	return &tasks{
		plan: p, aim: aim, workers: workers, most: max(1, values/(len(p.Rows)*max(1, len(p.Columns)))),
		spans: spans, left: total(spans), given: map[int]Span{},
	}
}

// at returns the task of a number, or an empty span beyond the last. Each number is asked for once, by any worker.
func (t *tasks) at(number int) Span {
	t.mu.Lock()
	defer t.mu.Unlock()
	for ; t.next <= number && len(t.spans) > 0; t.next++ {
		t.given[t.next] = t.cut()
	}
	span := t.given[number]
	delete(t.given, number)
	return span
}

// close hands out no task but those that have a number.
func (t *tasks) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.spans = nil
}

// cut takes the next task off what is left.
func (t *tasks) cut() Span {
	span := t.spans[0]
	if unit := t.plan.unitRuns(); unit > 1 {
		span.End = span.First + unit
	} else {
		point, _ := t.plan.place(span.First)
		span.End = min(span.End, t.plan.run(point+1, 0), span.First+t.size())
	}
	if t.spans[0].First = span.End; t.spans[0].Len() == 0 {
		t.spans = t.spans[1:]
	}
	t.left -= span.Len()
	return span
}

// size is how many runs a task should have. Towards the end tasks become short, for all workers to end together.
func (t *tasks) size() int {
	if t.runs == 0 {
		return 1
	}
	size := t.most
	if each := t.spent / time.Duration(t.runs); each > 0 {
		size = min(size, int(t.aim/each))
	}
	return max(1, min(size, t.left/(4*t.workers)))
}

// took notes how long runs took.
func (t *tasks) took(runs int, spent time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.runs, t.spent = t.runs+runs, t.spent+spent
	if t.runs > 1<<20 { // what is long ago counts less
		t.runs, t.spent = t.runs/2, t.spent/2
	}
}
