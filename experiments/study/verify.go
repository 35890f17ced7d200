package study

import (
	"errors"
	"fmt"

	"polesim/experiments/store"
	"polesim/sim"
)

// Sample draws n different runs of those that are whole, in the order drawn; all of them if there are fewer. Where points
// end when they are known well enough, a draw that a point did not need is drawn anew among its earlier replications. The
// same seed draws the same runs of the same study. The error wraps store.ErrNoRun if none is whole.
func (s *Study) Sample(n int, seed uint64) ([]ID, error) {
	from, err := s.sources()
	if err != nil {
		return nil, err
	}
	spans, err := s.covered(from)
	if err != nil {
		return nil, err
	}
	whole := total(spans)
	if whole == 0 {
		return nil, fmt.Errorf("%w: %s holds no whole run yet", store.ErrNoRun, s.dir)
	}
	draws, drawn := sim.NewKey(seed, 0).Named("sample of runs").At(0, 0), map[ID]bool{}
	var ids []ID
	for tries := 0; len(ids) < min(n, whole) && (s.Manifest.Replications.Until == nil || tries < 20*n); tries++ {
		point, replication := s.Manifest.place(nth(spans, draws.IntN(whole)))
		id := s.Manifest.ID(point, replication)
		for s.Manifest.Replications.Until != nil && replication > 0 {
			_, err := s.Find(id)
			if err == nil {
				break
			}
			if !errors.Is(err, store.ErrNoRun) {
				return nil, err
			}
			replication = draws.IntN(replication)
			id = s.Manifest.ID(point, replication)
		}
		if !drawn[id] {
			drawn[id] = true
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// nth returns the run at place k of spans, which hold it.
func nth(spans []Span, k int) int {
	for _, span := range spans {
		if k < span.Len() {
			return span.First + k
		}
		k -= span.Len()
	}
	panic("study: a place beyond all spans")
}
