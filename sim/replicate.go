package sim

import (
	"context"
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
type RunFunc[R any] func(ctx context.Context, replication int, into *R) error

// A PanicError is the error of a run that panicked.
type PanicError struct {
	Value any
	Stack string
}

// Error says what the run panicked with.
func (e *PanicError) Error() string { return fmt.Sprintf("the run panicked: %v", e.Value) }

// Replicate runs the replications of the plan on several goroutines and hands each result to emit, in order of
// replication and on the caller's goroutine. Each worker gets its own RunFunc from newRun and keeps its memory from
// run to run; a result is recycled as soon as emit returns, so memory does not grow with the number of runs.
//
// A run's error (or panic, as a [PanicError]) is handed to emit with it, and the others go on. When ctx is done, or
// emit returns an error, no further run starts, unfinished ones are dropped and that cause is returned: what was
// emitted is then exactly the first so many replications.
func Replicate[R any](ctx context.Context, plan Plan, newRun func() RunFunc[R], emit func(replication int, result *R, err error) error) error {
	workers := plan.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, max(plan.Replications, 1))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	type slot struct {
		replication int
		result      R
		err         error
	}
	window := 4 * workers // how far a fast worker may run ahead of a slow one
	free := make(chan *slot, window)
	done := make(chan *slot, window)
	for range window {
		free <- new(slot)
	}
	var turn sync.Mutex
	next := 0
	// take gives a worker the next replication. The slot is taken before the number, under one lock: the lowest
	// outstanding replication always owns a slot, so the window cannot block itself.
	take := func() *slot {
		turn.Lock()
		defer turn.Unlock()
		if next == plan.Replications {
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
			run := newRun()
			for s := take(); s != nil; s = take() {
				s.err = guard(ctx, run, s.replication, &s.result)
				done <- s
			}
		})
	}
	go func() { running.Wait(); close(done) }()

	waiting := make(map[int]*slot, window)
	expected := plan.First
	for s := range done {
		waiting[s.replication] = s
		for w := waiting[expected]; w != nil && ctx.Err() == nil; w = waiting[expected] {
			delete(waiting, expected)
			if err := emit(expected, &w.result, w.err); err != nil {
				cancel(err)
				break
			}
			expected++
			free <- w
		}
	}
	if expected < plan.First+plan.Replications {
		return context.Cause(ctx)
	}
	return nil
}

// guard turns a panic of a run into its error.
func guard[R any](ctx context.Context, run RunFunc[R], replication int, into *R) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{v, string(debug.Stack())}
		}
	}()
	return run(ctx, replication, into)
}
