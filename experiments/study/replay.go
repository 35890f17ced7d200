package study

import (
	"context"
	"fmt"
	"math"

	"polesim/experiments/store"
)

// A Replayed is a row of a run that was run again.
type Replayed struct {
	Scenario string
	Was, Is  string     // status
	Error    string     // now
	Differ   []Mismatch // of what was done and is; empty if every bit agrees
}

// Agrees says whether the row came out as it is on record, or cannot be compared.
func (r Replayed) Agrees() bool { return !r.Comparable() || r.Was == r.Is && len(r.Differ) == 0 }

// Comparable says whether the row on record should come out again: what took too long depends on the machine.
func (r Replayed) Comparable() bool { return r.Was != store.TimedOut }

// A Mismatch is an outcome that came out otherwise.
type Mismatch struct {
	Outcome        string
	Recorded, Anew float64
}

// Replay runs a run of the study again, alone, and compares what comes out with what is on record, bit by bit.
func (s *Study) Replay(ctx context.Context, subject Subject, id ID) (Run, []Replayed, error) {
	if err := s.fits(subject); err != nil {
		return Run{}, nil, err
	}
	found, err := s.Find(id)
	if err != nil {
		return found, nil, err
	}
	w := &worker{study: s, subject: subject}
	columns := len(s.Manifest.Columns)
	w.place(make([]float64, len(s.Manifest.Rows)*columns))
	var runner Runner
	end := w.run(ctx, &runner, s.Manifest.run(found.Point, found.Replication))
	if err := ctx.Err(); err != nil {
		return found, nil, err
	}
	if len(found.Rows) != len(s.Manifest.Rows) {
		return found, nil, fmt.Errorf("%w: %s holds %d rows of run %v, expected %d", store.ErrCorrupt, s.dir, len(found.Rows), id, len(s.Manifest.Rows))
	}
	var replayed []Replayed
	for k, row := range found.Rows {
		r := Replayed{Scenario: row.Scenario, Was: row.Status, Is: end.status, Error: end.why}
		if r.Was == store.Done && r.Is == store.Done {
			for c, column := range s.Manifest.Columns {
				if was, is := row.Values[c], w.into[k][c]; math.Float64bits(was) != math.Float64bits(is) {
					r.Differ = append(r.Differ, Mismatch{column.Name, was, is})
				}
			}
		}
		replayed = append(replayed, r)
	}
	return found, replayed, nil
}
