package sim

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A course is the result of a small run: what an agent of memory drew.
type course struct {
	Replication int
	Values      []float64
}

// wander is a run with a working memory of its own that it must find as it left it: each worker needs its own.
func wander() RunFunc[course] {
	memory := make([]float64, 12)
	return func(ctx context.Context, replication int, into *course) error {
		clear(memory)
		k := NewKey(testSeed, replication)
		for tick := range memory {
			s := k.At(0, tick)
			memory[tick] = s.Normal()
			if tick%4 == replication%4 {
				runtime.Gosched() // let others overtake
			}
		}
		into.Replication = replication
		into.Values = append(into.Values[:0], memory...)
		return nil
	}
}

// within fails the test if f has not come back in time: a deadlock, most likely.
func within(t *testing.T, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(time.Minute):
		stacks := make([]byte, 1<<20)
		t.Fatalf("still running after a minute:\n%s", stacks[:runtime.Stack(stacks, true)])
	}
}

// mustLeaveNoGoroutine fails the test if more goroutines live after f than before.
func mustLeaveNoGoroutine(t *testing.T, f func()) {
	t.Helper()
	before := runtime.NumGoroutine()
	f()
	for range 2000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	stacks := make([]byte, 1<<20)
	t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
}

// collect replicates and returns copies of what was emitted.
func collect(t *testing.T, ctx context.Context, plan Plan, newRun func() RunFunc[course]) (emitted []course, errs []error, err error) {
	t.Helper()
	within(t, func() {
		mustLeaveNoGoroutine(t, func() {
			err = Replicate(ctx, plan, newRun, func(replication int, c *course, err error) error {
				if want := plan.First + len(emitted); replication != want {
					t.Errorf("replication %d emitted in place of %d", replication, want)
				}
				if err == nil && c.Replication != replication {
					t.Errorf("replication %d emitted with the result of %d", replication, c.Replication)
				}
				emitted = append(emitted, course{c.Replication, slices.Clone(c.Values)})
				errs = append(errs, err)
				return nil
			})
		})
	})
	return emitted, errs, err
}

func TestResultsComeInOrderAndAreTheSameForAnyNumberOfWorkers(t *testing.T) {
	for _, first := range []int{0, 1000, -5} {
		var want []course
		run := wander()
		for i := range 300 { // alone, in memory that nobody used before
			var c course
			if err := run(context.Background(), first+i, &c); err != nil {
				t.Fatal(err)
			}
			want = append(want, c)
		}
		for _, workers := range []int{0, 1, 2, 7, 64, 1000} {
			got, errs, err := collect(t, context.Background(), Plan{First: first, Replications: 300, Workers: workers}, wander)
			if err != nil || slices.ContainsFunc(errs, func(err error) bool { return err != nil }) {
				t.Fatal(err, errs)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%d workers from %d: -want +got\n%s", workers, first, diff)
			}
		}
	}
}

func TestPartsOfAPlanAreThePartsOfItsResults(t *testing.T) {
	whole, _, _ := collect(t, context.Background(), Plan{Replications: 50, Workers: 3}, wander)
	var parts []course
	for _, p := range []Plan{{0, 20, 2}, {20, 1, 2}, {21, 0, 2}, {21, 29, 5}} {
		part, _, err := collect(t, context.Background(), p, wander)
		if err != nil {
			t.Error(err)
		}
		parts = append(parts, part...)
	}
	if diff := cmp.Diff(whole, parts); diff != "" {
		t.Errorf("-whole +parts\n%s", diff)
	}
}

func TestNoReplicationsNeedNoRun(t *testing.T) {
	got, _, err := collect(t, context.Background(), Plan{First: 3}, func() RunFunc[course] {
		return func(context.Context, int, *course) error { t.Error("a run"); return nil }
	})
	if err != nil || got != nil {
		t.Error(got, err)
	}
}

func TestANegativeNumberOfReplicationsPanics(t *testing.T) {
	mustPanic(t, "a plan of −1 replications", func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = Replicate(ctx, Plan{Replications: -1}, wander, func(int, *course, error) error { return nil })
	})
}

// The first replication takes until no other can start: a window that grew with the lead of the others would show.
func TestMemoryDoesNotGrowWithTheNumberOfRuns(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		var mu sync.Mutex
		places := map[*course]int{}
		started := 0
		run := func(ctx context.Context, replication int, into *course) error {
			mu.Lock()
			places[into]++
			started++
			mu.Unlock()
			for wait := replication == 0 && workers > 1; wait; {
				time.Sleep(time.Millisecond)
				mu.Lock()
				wait = started < 4*workers
				mu.Unlock()
			}
			if replication == 0 && workers > 1 {
				time.Sleep(5 * time.Millisecond)
				mu.Lock()
				if started > 4*workers {
					t.Errorf("%d workers: %d runs began before the first one ended", workers, started)
				}
				mu.Unlock()
			}
			into.Replication = replication
			return nil
		}
		_, _, err := collect(t, context.Background(), Plan{Replications: 2000, Workers: workers}, func() RunFunc[course] { return run })
		if err != nil || started != 2000 || len(places) > 4*workers {
			t.Errorf("%d workers: %d runs in %d places: %v", workers, started, len(places), err)
		}
	}
}

func TestEachWorkerHasItsOwnRunFuncAndOneAtATime(t *testing.T) {
	const workers = 5
	var made atomic.Int32
	_, _, err := collect(t, context.Background(), Plan{Replications: 500, Workers: workers}, func() RunFunc[course] {
		made.Add(1)
		var busy atomic.Bool
		return func(_ context.Context, replication int, into *course) error {
			if busy.Swap(true) {
				t.Error("two runs at once in one RunFunc")
			}
			runtime.Gosched()
			busy.Store(false)
			into.Replication = replication
			return nil
		}
	})
	if err != nil || made.Load() > workers {
		t.Errorf("%d RunFuncs for %d workers: %v", made.Load(), workers, err)
	}
}

func TestEmitRunsOnTheGoroutineOfItsCaller(t *testing.T) {
	id := func() string {
		stack := make([]byte, 64)
		return strings.Fields(string(stack[:runtime.Stack(stack, false)]))[1]
	}
	caller := id()
	err := Replicate(context.Background(), Plan{Replications: 20, Workers: 3}, wander, func(int, *course, error) error {
		if id() != caller {
			t.Errorf("goroutine %s rather than %s", id(), caller)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

var errRun = errors.New("no such hospital")

// faulty fails in some runs, panics in others, and then leaves its memory in disorder.
func faulty() RunFunc[course] {
	run, broken := wander(), false
	return func(ctx context.Context, replication int, into *course) error {
		switch {
		case replication%10 == 3:
			into.Replication = replication
			return fmt.Errorf("run: %w", errRun)
		case replication%10 == 7:
			broken = true
			into.Replication = -99
			var none []int
			return fmt.Errorf("never: %d", none[replication])
		}
		if err := run(ctx, replication, into); err != nil {
			return err
		}
		if broken {
			into.Values[0] = 0 // what a memory in disorder leads to
		}
		return nil
	}
}

func TestRunsThatFailOrPanicAreReportedAndTheOthersGoOn(t *testing.T) {
	sound, _, _ := collect(t, context.Background(), Plan{Replications: 100, Workers: 2}, wander)
	for _, workers := range []int{1, 2, 7} {
		got, errs, err := collect(t, context.Background(), Plan{Replications: 100, Workers: workers}, faulty)
		if err != nil || len(got) != 100 {
			t.Fatalf("%d workers: %d results, %v", workers, len(got), err)
		}
		for i, err := range errs {
			var panicked *PanicError
			switch {
			case i%10 == 3:
				if !errors.Is(err, errRun) || got[i].Replication != i {
					t.Errorf("replication %d: %v with %v", i, err, got[i])
				}
			case i%10 == 7:
				if !errors.As(err, &panicked) {
					t.Errorf("replication %d: %v", i, err)
					break
				}
				if _, ok := panicked.Value.(runtime.Error); !ok || !strings.Contains(err.Error(), "index out of range") {
					t.Errorf("replication %d panicked with %v", i, panicked.Value)
				}
				if !strings.Contains(panicked.Stack, "sim.faulty") {
					t.Errorf("the stack does not lead to the panic:\n%s", panicked.Stack)
				}
				if got[i].Replication != 0 || got[i].Values != nil {
					t.Errorf("replication %d left %v behind its panic", i, got[i])
				}
			default:
				if diff := cmp.Diff(sound[i], got[i]); diff != "" || err != nil {
					t.Errorf("%d workers, replication %d: %v: -alone +among faulty ones\n%s", workers, i, err, diff)
				}
			}
		}
	}
}

func TestANewRunThatPanicsIsReportedToo(t *testing.T) {
	_, errs, err := collect(t, context.Background(), Plan{Replications: 9, Workers: 2}, func() RunFunc[course] { panic("no memory") })
	if err != nil || len(errs) != 9 {
		t.Fatal(len(errs), err)
	}
	for _, err := range errs {
		if p, ok := err.(*PanicError); !ok || p.Value != "no memory" {
			t.Error(err)
		}
	}
}

// So does t.Fatal in a run.
func TestARunThatEndsItsGoroutineEndsTheReplications(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		got, _, err := collect(t, context.Background(), Plan{Replications: 1000, Workers: workers}, func() RunFunc[course] {
			run := wander()
			return func(ctx context.Context, replication int, into *course) error {
				if replication == 20 {
					runtime.Goexit()
				}
				return run(ctx, replication, into)
			}
		})
		if !errors.Is(err, errGoexit) || len(got) > 20 {
			t.Errorf("%d workers: %d emitted, %v", workers, len(got), err)
		}
	}
}

func TestAnErrorOfEmitStopsAllAndIsReturned(t *testing.T) {
	full := errors.New("the disk is full")
	for _, workers := range []int{1, 2, 7} {
		for _, at := range []int{0, 1, 50, 99} {
			var calls int
			var started atomic.Int32
			var err error
			within(t, func() {
				mustLeaveNoGoroutine(t, func() {
					err = Replicate(context.Background(), Plan{Replications: 100, Workers: workers}, func() RunFunc[course] {
						run := wander()
						return func(ctx context.Context, replication int, into *course) error {
							started.Add(1)
							return run(ctx, replication, into)
						}
					}, func(replication int, _ *course, _ error) error {
						if calls++; replication == at {
							return full
						}
						return nil
					})
				})
			})
			if err != full || calls != at+1 || int(started.Load()) > at+4*workers {
				t.Errorf("%d workers, failing at %d: %v after %d emitted and %d started", workers, at, err, calls, started.Load())
			}
		}
	}
}

func TestAnErrorOfEmitIsNotHiddenByTheEndOfCtx(t *testing.T) {
	full := errors.New("the disk is full")
	ctx, cancel := context.WithCancel(context.Background())
	err := Replicate(ctx, Plan{Replications: 10, Workers: 2}, wander, func(int, *course, error) error {
		cancel()
		return full
	})
	if err != full {
		t.Error(err)
	}
}

func TestAnEmitThatPanicsLeavesNothingBehind(t *testing.T) {
	within(t, func() {
		mustLeaveNoGoroutine(t, func() {
			mustPanic(t, "emit", func() {
				_ = Replicate(context.Background(), Plan{Replications: 100, Workers: 3}, wander, func(i int, _ *course, _ error) error {
					if i == 5 {
						panic("emit")
					}
					return nil
				})
			})
		})
	})
}

func TestCancellationEmitsExactlyThePrefixAndReturnsTheCause(t *testing.T) {
	whole, _, _ := collect(t, context.Background(), Plan{Replications: 200, Workers: 2}, wander)
	cause := errors.New("the user has seen enough")
	for _, workers := range []int{1, 2, 7} {
		for _, at := range []int{0, 3, 100, 199} {
			ctx, cancel := context.WithCancelCause(context.Background())
			var got []course
			var err error
			within(t, func() {
				mustLeaveNoGoroutine(t, func() {
					err = Replicate(ctx, Plan{Replications: 200, Workers: workers}, wander, func(replication int, c *course, _ error) error {
						got = append(got, course{c.Replication, slices.Clone(c.Values)})
						if replication == at {
							cancel(cause)
						}
						return nil
					})
				})
			})
			cancel(nil)
			if diff := cmp.Diff(whole[:at+1], got); diff != "" { // emit ended it itself: not one more
				t.Errorf("%d workers: -want +got\n%s", workers, diff)
			}
			if want := map[bool]error{true: cause}[at < 199]; err != want { // after the last there is nothing to stop
				t.Errorf("%d workers, cancelled at %d: %v, want %v", workers, at, err, want)
			}
		}
	}
}

// Cancelled from elsewhere, at any moment: runs that heed ctx fail by it, and none of these failures is emitted.
func TestCancellationAtAnyMomentEmitsOnlyWholeRuns(t *testing.T) {
	whole, _, _ := collect(t, context.Background(), Plan{Replications: 200, Workers: 2}, wander)
	cause := errors.New("the user has seen enough")
	rapid.Check(t, func(r *rapid.T) {
		workers := rapid.IntRange(1, 9).Draw(r, "workers")
		n := rapid.IntRange(0, 200).Draw(r, "replications")
		at := rapid.Int32Range(0, 2000).Draw(r, "ticks until the end")
		ctx, cancel := context.WithCancelCause(context.Background())
		defer cancel(nil)
		var ticks atomic.Int32
		got, errs, err := collect(t, ctx, Plan{Replications: n, Workers: workers}, func() RunFunc[course] {
			run := wander()
			return func(ctx context.Context, replication int, into *course) error {
				var s Schedule
				s.Monthly(ProcessFunc(func(int) {
					if ticks.Add(1) == at {
						cancel(cause)
					}
					runtime.Gosched()
				}))
				if err := s.Run(ctx, 10); err != nil {
					return err
				}
				return run(ctx, replication, into)
			}
		})
		if len(got) > 0 && !cmp.Equal(whole[:len(got)], got) {
			r.Fatalf("not the first %d", len(got))
		}
		if slices.ContainsFunc(errs, func(err error) bool { return err != nil }) {
			r.Fatalf("an unfinished run was emitted: %v", errs)
		}
		if want := map[bool]error{true: cause}[len(got) < n]; err != want {
			r.Fatalf("%d of %d emitted, but %v is returned", len(got), n, err)
		}
	})
}

func TestNoRunStartsWhenCtxIsDone(t *testing.T) {
	for range 200 { // one go in two would slip through a choice by lot
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		got, _, err := collect(t, ctx, Plan{Replications: 10, Workers: 2}, func() RunFunc[course] {
			return func(context.Context, int, *course) error { t.Error("a run"); return nil }
		})
		if err != context.Canceled || got != nil {
			t.Fatal(got, err)
		}
	}
}

func TestReplicateReturnsAfterItsLastRun(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var running atomic.Int32
	err := Replicate(ctx, Plan{Replications: 100, Workers: 4}, func() RunFunc[course] {
		return func(context.Context, int, *course) error { // it does not heed ctx
			running.Add(1)
			defer running.Add(-1)
			time.Sleep(2 * time.Millisecond)
			return nil
		}
	}, func(replication int, _ *course, _ error) error { cancel(); return nil })
	if n := running.Load(); n != 0 || err != context.Canceled {
		t.Errorf("%d runs still going: %v", n, err)
	}
}

// Slow and fast runs and a slow reader, in all mixtures: each run takes its replication's own time.
func TestNoMixtureOfSlowAndFastRunsBlocks(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		plan := Plan{
			First:        rapid.IntRange(-3, 3).Draw(r, "first"),
			Replications: rapid.IntRange(0, 60).Draw(r, "replications"),
			Workers:      rapid.IntRange(1, 8).Draw(r, "workers"),
		}
		slow := rapid.SliceOfN(rapid.IntRange(0, 40), plan.Replications, plan.Replications).Draw(r, "yields of each run")
		slowEmit := rapid.IntRange(0, 20).Draw(r, "yields of emit")
		pause := func(n int) {
			for range n {
				runtime.Gosched()
			}
		}
		next := plan.First
		var err error
		within(t, func() {
			err = Replicate(context.Background(), plan, func() RunFunc[int] {
				return func(_ context.Context, replication int, into *int) error {
					pause(slow[replication-plan.First])
					*into = replication * replication
					return nil
				}
			}, func(replication int, result *int, err error) error {
				pause(slowEmit)
				if replication != next || *result != next*next || err != nil {
					t.Errorf("%d: %d, %v", replication, *result, err)
				}
				next++
				return nil
			})
		})
		if err != nil || next != plan.First+plan.Replications {
			r.Fatalf("%d of %d: %v", next-plan.First, plan.Replications, err)
		}
	})
}
