package study

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"time"

	"polesim/experiments/store"
	"polesim/sim"
)

// Fail says what a failing run does to the study.
type Fail string

// What a failing run does to a study.
const (
	FailSlow Fail = ""     // the study goes on to its end
	FailFast Fail = "fast" // it ends at the first, in order, with ErrStopped
)

// Options say how Run runs a study. None of them shows in the merged files but TimeLimit.
type Options struct {
	Workers     int           // goroutines; 0 means one for each core
	Shard       Shard         // what to run of the study; zero is all of it
	Fail        Fail          // at the first run that fails
	TimeLimit   time.Duration // of a run; 0 for none
	Retry       bool          // run again what failed or took too long
	FlushEvery  time.Duration // between chunks; 0 means 10 s
	FlushValues int           // numbers held before a chunk is written; 0 means 2^16, 512 KiB, for each worker, 2^19 at most
	TaskTime    time.Duration // that a worker is given work for at once; 0 means 1 s
	Progress    func(done, planned int)
	Tell        func(message string) // of what a user should know meanwhile
}

func (o Options) withDefaults() Options {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.FlushEvery == 0 {
		o.FlushEvery = 10 * time.Second
	}
	if o.FlushValues == 0 {
		o.FlushValues = min(o.Workers<<16, 1<<19)
	}
	if o.TaskTime == 0 {
		o.TaskTime = time.Second
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	return o
}

// Ran is what a call of Run did.
type Ran struct {
	Done, Failed, TimedOut int // runs
	Interrupted            bool
}

var errEnd = errors.New("no task is left")

// Run runs what is missing of the study, or of a shard of it, and keeps it. A run that fails, by an error, a panic, an
// outcome that is no number or the time limit, leaves rows that say so.
//
// When ctx ends all runs that are done by then are kept and Ran.Interrupted is set, if any are missing. An error of the
// disk leaves what is whole there; Run may be called again. Of several processes that run the same study, or the same
// shard of it, all but one get store.ErrBusy.
func (s *Study) Run(ctx context.Context, subject Subject, o Options) (Ran, error) {
	o = o.withDefaults()
	if err := errors.Join(o.Shard.Check(), s.fits(subject)); err != nil {
		return Ran{}, err
	}
	label := "study"
	what := "the study"
	if o.Shard != (Shard{}) {
		label = fmt.Sprintf("shard-%d-of-%d", o.Shard.K, o.Shard.N)
		what = "shard " + o.Shard.String()
	}
	lock, err := s.lock(label)
	if errors.Is(err, store.ErrBusy) {
		return Ran{}, fmt.Errorf("running the study: %w: %s of %s is run by it; wait for its end", err, what, s.dir)
	}
	if err != nil {
		return Ran{}, fmt.Errorf("running the study: %w", err)
	}
	defer lock.Close()
	s.clean(label)
	if err := s.checkWritable(label); err != nil {
		return Ran{}, fmt.Errorf("running the study: %w", err)
	}
	span := s.Manifest.Span(o.Shard)
	missing, err := s.missing(span, o.Tell)
	if err != nil {
		return Ran{}, fmt.Errorf("running the study: %w", err)
	}
	e := execution{study: s, subject: subject, options: o, label: label, planned: span.Len(), before: span.Len() - total(missing)}
	err = e.run(ctx, chunksName, missing)
	if err == nil && o.Retry && !e.ran.Interrupted {
		var again []Span
		if again, err = s.failedSpans(span); err == nil {
			e.planned, e.before = total(again), 0
			e.finished = 0
			err = e.run(ctx, retriesName, again)
		}
	}
	return e.ran, err
}

// fits returns an error unless the subject is what the study was made for.
func (s *Study) fits(subject Subject) error {
	m := &s.Manifest
	switch {
	case subject.Points() != m.Points:
		return fmt.Errorf("%w: it has %d points, the study %d", ErrDiffers, subject.Points(), m.Points)
	case !slices.Equal(subject.Rows(), m.Rows):
		return fmt.Errorf("%w: it has the scenarios %q, the study %q", ErrDiffers, subject.Rows(), m.Rows)
	case !reflect.DeepEqual(columnNames(subject.Columns()), columnNames(m.Columns)):
		return fmt.Errorf("%w: its outcomes are others than those of %s", ErrDiffers, s.dir)
	}
	return nil
}

// missing returns what of a span is not whole, after damaged chunks were set aside.
func (s *Study) missing(span Span, tell func(string)) ([]Span, error) {
	for {
		from, err := s.sources()
		if err != nil {
			return nil, err
		}
		aside, err := s.setAsideDamaged(slices.Concat(from.chunks, from.retries), span, tell)
		if err != nil {
			return nil, err
		}
		if aside == 0 {
			covered, err := s.covered(from)
			return gaps(span, covered), err
		}
		// Again: what stands in for a chunk that is gone may be damaged too.
	}
}

// setAsideDamaged sets aside the chunks of a span that are damaged and returns how many.
func (s *Study) setAsideDamaged(chunks []chunk, span Span, tell func(string)) (aside int, err error) {
	for _, c := range chunks {
		if !c.Meets(span) {
			continue
		}
		err := s.sound(c)
		if err == nil {
			continue
		}
		if !errors.Is(err, store.ErrCorrupt) {
			return aside, err
		}
		if err := c.setAside(); err != nil {
			return aside, err
		}
		aside++
		tell(fmt.Sprintf("%v; set aside as %s%s, its runs are run again", err, c.path, damagedSuffix))
	}
	return aside, nil
}

// sound returns an error wrapping store.ErrCorrupt if a chunk is damaged: by its name or, where a merged file stands in for
// chunks that are gone and has no hash in its name, by reading it.
func (s *Study) sound(c chunk) error {
	if c.hash != "" {
		return s.check(c)
	}
	return s.once(c, func() error {
		for _, err := range s.runs.Read(c.path) {
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// An execution is one call of Run.
type execution struct {
	study   *Study
	subject Subject
	options Options
	label   string

	planned, before, finished int // runs: in all, whole when it began, since then
	ran                       Ran
}

// run runs spans and writes them into a folder of the study.
func (e *execution) run(ctx context.Context, folder string, spans []Span) error {
	e.options.Progress(e.before, e.planned)
	if len(spans) == 0 {
		return nil
	}
	o := e.options
	missing := total(spans)
	tasks := newTasks(&e.study.Manifest.Plan, spans, o.Workers, o.TaskTime)
	sink := &sink{study: e.study, folder: folder, label: e.label, every: o.FlushEvery, most: o.FlushValues, written: time.Now()}
	// The end of ctx ends no task: each hands over the runs that it has done, and is the last of its worker.
	defer context.AfterFunc(ctx, tasks.close)()
	newRun := func() sim.RunFunc[batch] {
		w := &worker{study: e.study, subject: e.subject, limit: o.TimeLimit}
		return func(replicating context.Context, number int, into *batch) error {
			span := tasks.at(number)
			if into.last = span.Len() == 0; into.last {
				return nil
			}
			running, cancel := context.WithCancel(ctx)
			defer cancel()
			defer context.AfterFunc(replicating, cancel)()
			began := time.Now()
			w.do(running, span, into)
			tasks.took(len(into.ends), time.Since(began))
			return nil
		}
	}
	lost := false // the disk took no more
	plan := sim.Plan{Replications: tasks.left + 1, Workers: o.Workers}
	err := sim.Replicate(context.WithoutCancel(ctx), plan, newRun, func(_ int, b *batch, err error) error {
		switch {
		case err != nil:
			return err
		case b.last:
			return errEnd
		case b.span.Len() == 0: // ctx ended before its first run did
			return nil
		}
		if err := sink.add(b); err != nil {
			lost = true
			return err
		}
		return e.note(b)
	})
	if !lost {
		if err := sink.flush(); err != nil {
			return e.kept(err)
		}
	}
	switch {
	case errors.Is(err, errEnd):
		e.ran.Interrupted = e.finished < missing
		return nil
	case lost:
		return e.kept(err)
	}
	return err
}

// note counts a batch in.
func (e *execution) note(b *batch) error {
	e.ran.Done, e.ran.Failed, e.ran.TimedOut = e.ran.Done+b.counts.Done, e.ran.Failed+b.counts.Failed, e.ran.TimedOut+b.counts.TimedOut
	e.finished += b.span.Len()
	e.options.Progress(e.before+e.finished, e.planned)
	if e.options.Fail == FailFast && b.counts.bad() > 0 {
		for _, end := range b.ends {
			if end.status != store.Done {
				point, replication := e.study.Manifest.place(end.run)
				return fmt.Errorf("%w: %v (point %d, replication %d): %s", ErrStopped, e.study.Manifest.ID(point, replication), point, replication, end.why)
			}
		}
	}
	return nil
}

// kept says of an error of the disk that what is whole stays.
func (e *execution) kept(err error) error {
	return fmt.Errorf("saving the study: %w; what is whole stays in %s, and polesim study resume goes on from there", err, e.study.dir)
}
