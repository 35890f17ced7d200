package sim

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
)

// A Plan says which replications to run and how many at once.
type Plan struct {
	First        int // number of the first replication
	Replications int // how many, from First on
	Workers      int // goroutines; 0 means one for each core
}

// A RunFunc runs one replication and leaves its result in into, which may hold an earlier result: overwrite all of it.
// It should return soon after ctx is done: Replicate waits for it.
type RunFunc[R any] func(ctx context.Context, replication int, into *R) error

// A PanicError is the error of a run that panicked.
type PanicError struct {
	Value any
	Stack string
}

// Error says what the run panicked with.
func (e *PanicError) Error() string { return fmt.Sprintf("the run panicked: %v", e.Value) }

// Replicate runs the replications of the plan on several goroutines and hands each result to emit, in order of
// replication and on the caller's goroutine. Each worker gets its own RunFunc from newRun, which several may call at
// once, and keeps its memory from run to run; a result is recycled as soon as emit returns, so memory does not grow
// with the number of runs.
//
// A run's error is handed to emit with whatever result it left, and the others go on. So they do after a panic, which
// is handed over as a [PanicError] with the zero result; the worker then gets a new RunFunc, since memory left in the
// middle of a run would make later results depend on who ran what. When ctx is done, or emit returns an error, no
// further run starts, unfinished ones are dropped and that cause is returned: what was emitted is then exactly the
// first so many replications.
func Replicate[R any](ctx context.Context, plan Plan, newRun func() RunFunc[R], emit func(replication int, result *R, err error) error) error {
	if plan.Replications < 0 {
		panic(fmt.Sprintf("sim: a plan of %d replications", plan.Replications))
	}
	workers := plan.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, max(plan.Replications, 1))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	window := 4 * workers // how far a fast worker may run ahead of a slow one
	free := make(chan *slot[R], window)
	done := make(chan *slot[R], window)
	for range window {
		free <- new(slot[R])
	}
	var turn sync.Mutex
	next := 0
	// take gives a worker the next replication. The slot is taken before the number, under one lock: the lowest
	// outstanding replication always owns a slot, so the window cannot block itself.
	take := func() *slot[R] {
		turn.Lock()
		defer turn.Unlock()
		if next == plan.Replications || ctx.Err() != nil { // select alone would choose by lot
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case s := <-free:
			s.replication = plan.First + next
			next++
			return s
		}
	}
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			whole := false
			defer func() {
				if !whole { // its slot is lost, for which the others would wait for ever
					cancel(errGoexit)
				}
			}()
			w := worker[R]{newRun: newRun}
			for s := take(); s != nil; s = take() {
				s.err = w.run(ctx, s)
				done <- s
			}
			whole = true
		})
	}
	go func() { running.Wait(); close(done) }()

	waiting := make(map[int]*slot[R], window)
	expected := plan.First
	var failure error // of emit
	for s := range done {
		waiting[s.replication] = s
		for w := waiting[expected]; w != nil && ctx.Err() == nil; w = waiting[expected] {
			delete(waiting, expected)
			if failure = emit(expected, &w.result, w.err); failure != nil {
				cancel(failure)
				break
			}
			expected++
			free <- w
		}
	}
	if failure != nil {
		return failure // rather than the end of ctx, should that have come first
	}
	if expected < plan.First+plan.Replications {
		return context.Cause(ctx)
	}
	return nil
}

var errGoexit = errors.New("sim: a run ended its goroutine (runtime.Goexit)")

// A slot is the place of one replication, used again and again.
type slot[R any] struct {
	replication int
	result      R
	err         error
}

// A worker runs one replication after the other in memory of its own.
type worker[R any] struct {
	newRun  func() RunFunc[R]
	current RunFunc[R] // nil at first and after a panic
}

// run runs the replication of s and turns its panic into an error.
func (w *worker[R]) run(ctx context.Context, s *slot[R]) (err error) {
	defer func() {
		if v := recover(); v != nil {
			w.current, s.result = nil, *new(R) // either may be half done
			err = &PanicError{v, string(debug.Stack())}
		}
	}()
	if w.current == nil {
		w.current = w.newRun()
	}
	return w.current(ctx, s.replication, &s.result)
}
