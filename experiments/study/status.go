package study

import (
	"iter"
	"path/filepath"
	"slices"

	"polesim/experiments/store"
)

// A Progress says how far a study, or a shard of it, is, in runs.
type Progress struct {
	Planned  int      `json:"planned"` // at most, where a precision decides
	Done     int      `json:"done"`
	Failed   int      `json:"failed"`
	TimedOut int      `json:"timed_out"`
	Spared   int      `json:"spared"`  // not needed, since a precision was reached
	Missing  int      `json:"missing"` // not run yet, or lost
	Gaps     []Span   `json:"gaps"`    // where
	Damaged  []string `json:"damaged"` // files; their runs are missing
}

// A Status says how far a study is.
type Status struct {
	Progress
	Merged bool `json:"merged"` // runs.parquet holds all that is whole
}

// Whole says whether no run is missing.
func (s Progress) Whole() bool { return s.Missing == 0 }

// Status says how far the study is. It reads the footers of files, and rows only of those that overlap or were retried.
func (s *Study) Status() (Status, error) {
	from, err := s.sources()
	if err != nil {
		return Status{}, err
	}
	p, known, covered, err := s.progress(from, s.Manifest.all())
	if err != nil {
		return Status{Progress: p}, err
	}
	merged, err := s.footing(filepath.Join(s.dir, s.runs.File()))
	return Status{p, err == nil && merged.counts == known && slices.Equal(merged.spans, covered)}, nil
}

// ShardStatus says how far a shard of the study is.
func (s *Study) ShardStatus(shard Shard) (Progress, error) {
	if err := shard.Check(); err != nil {
		return Progress{}, err
	}
	span := s.Manifest.Span(shard)
	from, err := s.sources()
	if err != nil {
		return Progress{}, err
	}
	apart := func(c chunk) bool { return !c.Meets(span) }
	from.chunks, from.retries = slices.DeleteFunc(from.chunks, apart), slices.DeleteFunc(from.retries, apart)
	p, _, _, err := s.progress(from, span)
	return p, err
}

// progress says how far a span is, how its runs that are whole ended, and which runs are covered.
func (s *Study) progress(from sources, span Span) (st Progress, known counts, covered []Span, err error) {
	st = Progress{Planned: span.Len(), Gaps: []Span{}, Damaged: []string{}}
	from, footings, damaged := s.footings(from)
	for _, c := range damaged {
		st.Damaged = append(st.Damaged, filepath.ToSlash(c.path))
	}
	if covered, err = s.covered(from); err != nil {
		return st, known, nil, err
	}
	st.Gaps = append(st.Gaps, gaps(span, covered)...)
	st.Missing = total(st.Gaps)
	known, unclear := clear(from, footings, span)
	for u, err := range s.units(unclear) {
		if err != nil {
			return st, known, nil, err
		}
		if first := u.at * s.Manifest.unitRuns(); first < span.First || first >= span.End {
			continue
		}
		for i := 0; i < len(u.rows); i += len(s.Manifest.Rows) {
			known.add(u.rows[i].Status, 1)
		}
	}
	st.Done, st.Failed, st.TimedOut = known.Done, known.Failed, known.TimedOut
	st.Spared = st.Planned - st.Missing - known.all()
	return st, known, covered, nil
}

// footings reads what the footers say, and sorts out files that have none.
func (s *Study) footings(from sources) (sound sources, by map[string]footing, damaged []chunk) {
	by = map[string]footing{}
	look := func(chunks []chunk) (sound []chunk) {
		for _, c := range chunks {
			f, err := s.footing(c.path)
			if err != nil {
				damaged = append(damaged, c)
				continue
			}
			by[c.path] = f
			sound = append(sound, c)
		}
		return sound
	}
	sound.chunks, sound.retries = look(from.chunks), look(from.retries)
	return sound, by, damaged
}

// clear sums up the chunks whose footers say all that is to be known, and returns the files whose rows must be read: chunks
// that overlap, go beyond the span, or have runs that failed and may have been retried.
func clear(from sources, footings map[string]footing, span Span) (known counts, unclear sources) {
	reach := 0 // of the chunks so far
	for i, c := range from.chunks {
		f := footings[c.path]
		overlaps := c.First < reach || i+1 < len(from.chunks) && from.chunks[i+1].First < c.End
		reach = max(reach, c.End)
		beyond := c.First < span.First || c.End > span.End
		retried := f.bad() > 0 && slices.ContainsFunc(from.retries, func(r chunk) bool { return r.Meets(c.Span) })
		if overlaps || beyond || retried {
			unclear.chunks = append(unclear.chunks, c)
		} else {
			known = known.plus(f.counts)
		}
	}
	unclear.retries = from.retries
	return known, unclear
}

// Failures yields what is on record of the runs that are not done, in order of run.
func (s *Study) Failures() iter.Seq2[Run, error] {
	return func(yield func(Run, error) bool) {
		from, err := s.sources()
		if err != nil {
			yield(Run{}, err)
			return
		}
		s.runsOf(s.suspects(from), func(r *store.StudyRun) bool { return r.Status != store.Done })(yield)
	}
}

// suspects are the files that may tell of runs that are not done: chunks that do and all that overlap these.
func (s *Study) suspects(from sources) sources {
	from, footings, _ := s.footings(from)
	var bad []Span
	for _, c := range from.chunks {
		if footings[c.path].bad() > 0 {
			bad = append(bad, c.Span)
		}
	}
	bad = union(bad)
	from.chunks = slices.DeleteFunc(from.chunks, func(c chunk) bool {
		return !slices.ContainsFunc(bad, func(b Span) bool { return b.Meets(c.Span) })
	})
	return from
}

// failedSpans lists the units of a span that have runs which are not done.
func (s *Study) failedSpans(span Span) (failed []Span, err error) {
	size := s.Manifest.unitRuns()
	for run, err := range s.Failures() {
		if err != nil {
			return nil, err
		}
		first := s.Manifest.run(run.Point, run.Replication)
		first -= first % size
		unit := Span{first, first + size}
		if !unit.Meets(span) || len(failed) > 0 && failed[len(failed)-1] == unit {
			continue
		}
		if last := len(failed) - 1; last >= 0 && size == 1 && failed[last].End == first {
			failed[last].End = unit.End
			continue
		}
		failed = append(failed, unit)
	}
	return failed, nil
}
