package study

import (
	"fmt"
	"iter"
	"path/filepath"
	"slices"

	"polesim/experiments/store"
)

// A unit is what one file says of runs that are kept together: of one run or, where what one gives decides whether there
// is another, of a point.
type unit struct {
	at   int // First of its span, in units
	rows []*store.StudyRun
	bad  int // of rows, those that are not done
}

// sources are the files that hold a study's rows.
type sources struct{ chunks, retries []chunk }

// sources lists the chunks and, should some have been taken away after a merge, the merged file.
func (s *Study) sources() (from sources, err error) {
	if from.chunks, err = s.list(chunksName); err != nil {
		return from, err
	}
	if from.retries, err = s.list(retriesName); err != nil {
		return from, err
	}
	path := filepath.Join(s.dir, s.runs.File())
	merged, err := s.footing(path)
	if err != nil || len(merged.spans) == 0 {
		return from, nil // not merged, or not to be used
	}
	spans, err := s.covered(from)
	if err != nil {
		return from, err
	}
	all := Span{merged.spans[0].First, merged.spans[len(merged.spans)-1].End}
	for _, span := range merged.spans {
		if len(gaps(span, spans)) > 0 {
			from.chunks = append(from.chunks, chunk{Span: all, path: path})
			sortChunks(from.chunks)
			break
		}
	}
	return from, nil
}

// covered returns the spans whose runs are whole.
func (s *Study) covered(from sources) ([]Span, error) {
	var spans []Span
	for _, c := range from.chunks {
		if c.hash != "" {
			spans = append(spans, c.Span)
			continue
		}
		f, err := s.footing(c.path)
		if err != nil {
			return nil, err
		}
		spans = append(spans, f.spans...)
	}
	return union(spans), nil
}

// units yields what is known of each unit that a chunk holds, in order: of a unit in several files the one with the
// fewest rows that are not done, or else the first.
func (s *Study) units(from sources) iter.Seq2[unit, error] {
	return func(yield func(unit, error) bool) {
		chunks, retries := s.newShelf(from.chunks), s.newShelf(from.retries)
		defer chunks.close()
		defer retries.close()
		for {
			at, err := chunks.next()
			if err == nil && at < 0 {
				return
			}
			var best *unit
			if err == nil {
				best, err = chunks.take(at, nil)
			}
			if err == nil {
				best, err = retries.take(at, best)
			}
			if err != nil {
				yield(unit{}, err)
				return
			}
			if !yield(*best, nil) {
				return
			}
		}
	}
}

// A shelf reads files in order of span, each opened when its first unit is due and closed after its last.
type shelf struct {
	study *Study
	left  []chunk
	open  []*reader
}

func (s *Study) newShelf(chunks []chunk) *shelf { return &shelf{study: s, left: chunks} }

func (s *shelf) close() {
	for _, r := range s.open {
		r.stop()
	}
}

// next returns the next unit of all files, or −1.
func (s *shelf) next() (at int, err error) {
	for {
		at = -1
		for _, r := range s.open {
			if at < 0 || r.unit.at < at {
				at = r.unit.at
			}
		}
		if len(s.left) == 0 || at >= 0 && at <= s.left[0].First/s.study.Manifest.unitRuns() {
			return at, nil
		}
		if err := s.openNext(); err != nil {
			return -1, err
		}
	}
}

// openNext opens the next file and reads its first unit.
func (s *shelf) openNext() error {
	r := s.study.newReader(s.left[0])
	s.left = s.left[1:]
	more, err := r.advance()
	if err != nil || !more {
		r.stop()
		return err
	}
	s.open = append(s.open, r)
	return nil
}

// take returns the better of best, which may be nil, and what the files say of a unit, and moves all beyond it.
func (s *shelf) take(at int, best *unit) (*unit, error) {
	for len(s.left) > 0 && s.left[0].First <= at*s.study.Manifest.unitRuns() {
		if err := s.openNext(); err != nil {
			return nil, err
		}
	}
	going := s.open[:0]
	defer func() { s.open = going }()
	for i, r := range s.open {
		for r.unit.at <= at {
			if u := r.unit; u.at == at && (best == nil || u.bad < best.bad) {
				best = &u
			}
			more, err := r.advance()
			if err != nil {
				going = append(going, s.open[i:]...)
				return nil, err
			}
			if !more {
				r.stop()
				break
			}
		}
		if !r.ended {
			going = append(going, r)
		}
	}
	return best, nil
}

// A reader reads one file unit by unit and checks that they are those that its name promises.
type reader struct {
	study *Study
	chunk chunk
	whole bool // no unit of the span may be missing
	pull  func() (*store.StudyRun, error, bool)
	stop  func()
	ahead *store.StudyRun
	begun bool
	ended bool
	unit  unit // at hand
}

func (s *Study) newReader(c chunk) *reader {
	whole := c.hash != "" && filepath.Base(filepath.Dir(c.path)) == chunksName
	r := &reader{study: s, chunk: c, whole: whole, unit: unit{at: c.First/s.Manifest.unitRuns() - 1}}
	if err := s.check(c); err != nil { // before the Parquet library sees what was altered
		r.pull, r.stop = func() (*store.StudyRun, error, bool) { return nil, err, true }, func() {}
		return r
	}
	r.pull, r.stop = iter.Pull2(s.runs.Read(c.path))
	return r
}

// advance reads the next unit; false if there is none.
func (r *reader) advance() (more bool, err error) {
	if !r.begun {
		r.begun = true
		if err := r.look(); err != nil {
			return false, err
		}
	}
	before := r.unit.at
	m := &r.study.Manifest
	if r.ahead == nil {
		r.ended = true
		if r.whole && (before+1)*m.unitRuns() != r.chunk.End {
			return false, r.damaged("it ends after run %d", (before+1)*m.unitRuns()-1)
		}
		return false, nil
	}
	u := unit{at: m.run(r.ahead.Point, r.ahead.Replication) / m.unitRuns()}
	if u.at <= before || r.whole && u.at != before+1 || u.at*m.unitRuns() >= r.chunk.End {
		return false, r.damaged("point %d, replication %d is out of turn", r.ahead.Point, r.ahead.Replication)
	}
	for r.ahead != nil && m.run(r.ahead.Point, r.ahead.Replication)/m.unitRuns() == u.at {
		if err := r.checkTurn(len(u.rows), u.at); err != nil {
			return false, err
		}
		if r.ahead.Status != store.Done {
			u.bad++
		}
		u.rows = append(u.rows, r.ahead)
		if err := r.look(); err != nil {
			return false, err
		}
	}
	if len(u.rows)%len(m.Rows) != 0 {
		return false, r.damaged("scenarios are missing at point %d", u.rows[0].Point)
	}
	r.unit = u
	return true, nil
}

// checkTurn returns an error unless the row ahead is that which comes after so many of a unit.
func (r *reader) checkTurn(rows, at int) error {
	m, a := &r.study.Manifest, r.ahead
	run := at*m.unitRuns() + rows/len(m.Rows)
	point, replication := m.place(run)
	if scenario := m.Rows[rows%len(m.Rows)]; a.Point != point || a.Replication != replication || a.Scenario != scenario {
		return r.damaged("point %d, replication %d of %q stands where %d, %d of %q should", a.Point, a.Replication, a.Scenario, point, replication, scenario)
	}
	return nil
}

// look reads a row ahead.
func (r *reader) look() error {
	row, err, more := r.pull()
	if !more {
		r.ahead = nil
		return nil
	}
	r.ahead = row
	return err
}

func (r *reader) damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s: %s", store.ErrCorrupt, r.chunk.path, fmt.Sprintf(format, args...))
}

// Rows yields the rows of all runs that are whole, in order of point, replication and scenario, each run once. They may
// be retained. Damage yields an error wrapping store.ErrCorrupt.
func (s *Study) Rows() iter.Seq2[*store.StudyRun, error] {
	return func(yield func(*store.StudyRun, error) bool) {
		from, err := s.sources()
		if err != nil {
			yield(nil, err)
			return
		}
		s.rowsOf(from)(yield)
	}
}

func (s *Study) rowsOf(from sources) iter.Seq2[*store.StudyRun, error] {
	return func(yield func(*store.StudyRun, error) bool) {
		for u, err := range s.units(from) {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, row := range u.rows {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// A Run is what is on record of a run: a row for each scenario.
type Run struct {
	ID                 ID
	Point, Replication int
	Rows               []*store.StudyRun
}

// Runs yields what is on record of all runs that are whole, in order.
func (s *Study) Runs() iter.Seq2[Run, error] {
	return func(yield func(Run, error) bool) {
		from, err := s.sources()
		if err != nil {
			yield(Run{}, err)
			return
		}
		s.runsOf(from, func(*store.StudyRun) bool { return true })(yield)
	}
}

// runsOf yields the runs whose first row is wanted.
func (s *Study) runsOf(from sources, wanted func(*store.StudyRun) bool) iter.Seq2[Run, error] {
	return func(yield func(Run, error) bool) {
		n := len(s.Manifest.Rows)
		for u, err := range s.units(from) {
			if err != nil {
				yield(Run{}, err)
				return
			}
			for i := 0; i < len(u.rows); i += n {
				if r := u.rows[i]; wanted(r) && !yield(Run{s.Manifest.ID(r.Point, r.Replication), r.Point, r.Replication, u.rows[i : i+n]}, nil) {
					return
				}
			}
		}
	}
}

// Find returns a run by its identity. The error wraps store.ErrNoRun if the study does not plan it or it is not there
// yet.
func (s *Study) Find(id ID) (Run, error) {
	point, replication, err := s.Manifest.Place(id)
	if err != nil {
		return Run{}, err
	}
	from, err := s.sources()
	if err != nil {
		return Run{}, err
	}
	found := Run{ID: id, Point: point, Replication: replication}
	number, bad := s.Manifest.run(point, replication), 0
	for _, c := range slices.Concat(from.chunks, from.retries) {
		if number < c.First || number >= c.End {
			continue
		}
		u, err := s.unitAt(c, number/s.Manifest.unitRuns())
		if err != nil {
			return Run{}, err
		}
		if len(u.rows) == 0 || found.Rows != nil && u.bad >= bad {
			continue
		}
		bad, found.Rows = u.bad, []*store.StudyRun{} // not nil: the unit is known even if it ended before this run
		for _, row := range u.rows {
			if row.Replication == replication {
				found.Rows = append(found.Rows, row)
			}
		}
	}
	switch {
	case found.Rows == nil:
		return Run{}, fmt.Errorf("%w: %v (point %d, replication %d) was not run yet in %s", store.ErrNoRun, id, point, replication, s.dir)
	case len(found.Rows) == 0:
		return Run{}, fmt.Errorf("%w: %v: point %d needed no replication %d", store.ErrNoRun, id, point, replication)
	}
	return found, nil
}

// unitAt reads one unit of a file, without rows if the file has none of it.
func (s *Study) unitAt(c chunk, at int) (u unit, err error) {
	if err := s.check(c); err != nil {
		return u, err
	}
	point, _ := s.Manifest.place(at * s.Manifest.unitRuns())
	u.at = at
	for row, err := range s.runs.ReadAt(c.path, point) {
		if err != nil {
			return u, err
		}
		if s.Manifest.run(row.Point, row.Replication)/s.Manifest.unitRuns() != at {
			continue
		}
		if row.Status != store.Done {
			u.bad++
		}
		u.rows = append(u.rows, row)
	}
	return u, nil
}
