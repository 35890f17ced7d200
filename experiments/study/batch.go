package study

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"polesim/experiments/store"
	"polesim/sim"
)

// A batch is what a task gave: for each run what became of it and its outcomes.
type batch struct {
	last   bool      // there was no task left
	span   Span      // what was run of the task
	ends   []ending  // of replications in order; fewer than the span has, where fewer were needed
	values []float64 // by run, row and column; of a run that is not done anything
	counts counts
}

// An ending is what became of a run.
type ending struct {
	run    int
	status string
	why    string // it is not done
}

// A worker runs tasks, in memory of its own.
type worker struct {
	study   *Study
	subject Subject
	limit   time.Duration // of a run; 0 for none
	into    [][]float64   // of a run: slices of a batch's values
}

// do runs the task of a span into b: all of it or, when ctx ends, the runs that are done. Where what one run gives decides
// whether there is another, that is all or none.
func (w *worker) do(ctx context.Context, span Span, b *batch) {
	m := &w.study.Manifest
	perRun := len(m.Rows) * len(m.Columns)
	b.span, b.ends, b.values, b.counts = span, b.ends[:0], b.values[:0], counts{}
	var judge *judge
	if m.Replications.Until != nil {
		judge = newJudge(m.Replications.Until, m.Columns, m.Rows)
	}
	var runner Runner
	for run := span.First; run < span.End; run++ {
		var end ending
		if ctx.Err() == nil {
			b.values = slices.Grow(b.values, perRun)[:(len(b.ends)+1)*perRun]
			w.place(b.values[len(b.ends)*perRun:])
			end = w.run(ctx, &runner, run)
		}
		if ctx.Err() != nil && end.status != store.Done { // it was not begun, or stopped in its middle
			if b.span.End = run; judge != nil {
				b.span.End = span.First
			}
			b.values = b.values[:len(b.ends)*perRun]
			return
		}
		b.ends = append(b.ends, end)
		b.counts.add(end.status, 1)
		if judge != nil {
			if end.status == store.Done {
				judge.add(w.into)
			}
			if judge.content(len(b.ends)) {
				break
			}
		}
	}
}

// place makes into the rows of what a run gives.
func (w *worker) place(values []float64) {
	columns := len(w.study.Manifest.Columns)
	w.into = w.into[:0]
	for k := range w.study.Manifest.Rows {
		w.into = append(w.into, values[k*columns:][:columns:columns])
	}
}

// run runs one run, with the runner at hand or, where there is none, one that it prepares.
func (w *worker) run(ctx context.Context, runner *Runner, run int) (end ending) {
	end = ending{run: run, status: store.Failed}
	defer func() {
		if v := recover(); v != nil {
			*runner = nil // it may be half done
			end.why = tidy(&sim.PanicError{Value: v, Stack: string(debug.Stack())})
		}
	}()
	point, replication := w.study.Manifest.place(run)
	if *runner == nil {
		var err error
		if *runner, err = w.subject.Prepare(point); err != nil {
			end.why = tidy(fmt.Errorf("preparing the point: %w", err))
			return end
		}
	}
	limited := ctx
	if w.limit > 0 {
		var cancel context.CancelFunc
		limited, cancel = context.WithTimeout(ctx, w.limit)
		defer cancel()
	}
	err := (*runner).Run(limited, w.study.Manifest.PointSeed(point), replication, w.into)
	switch {
	case err == nil:
		err = w.notNumber()
	case limited.Err() != nil && ctx.Err() == nil && errors.Is(err, context.Cause(limited)):
		*runner = nil // it stopped in the middle
		return ending{run, store.TimedOut, fmt.Sprintf("took longer than %v", w.limit)}
	}
	if err != nil {
		end.why = tidy(err)
		return end
	}
	return ending{run: run, status: store.Done}
}

// notNumber says which outcome of the run at hand is no number.
func (w *worker) notNumber() error {
	for k, row := range w.into {
		for c, v := range row {
			if math.IsNaN(v) && !w.mayLack(c) || math.IsInf(v, 0) {
				m := &w.study.Manifest
				return fmt.Errorf("%s of %s is %v", m.Columns[c].Name, m.Rows[k], v)
			}
		}
	}
	return nil
}

// mayLack says whether a run may be without an outcome.
func (w *worker) mayLack(column int) bool {
	p, ok := w.subject.(Partial)
	return ok && p.MayLack(column)
}

// tidy is an error's text as a row keeps it.
func tidy(err error) string {
	const most = 2000 // bytes
	text := strings.ToValidUTF8(err.Error(), "?")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
