package study

import (
	"fmt"

	"polesim/experiments/store"
	"polesim/sim"
)

// Sample draws n different runs of those that are whole, in the order drawn; all of them if there are fewer. The same
// seed draws the same runs of the same study. The error wraps store.ErrNoRun if none is whole.
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
	draws, drawn := sim.NewKey(seed, 0).Named("sample of runs").At(0, 0), map[int]bool{}
	var ids []ID
	for len(drawn) < min(n, whole) {
		k := draws.IntN(whole)
		if drawn[k] {
			continue
		}
		drawn[k] = true
		run := nth(spans, k)
		ids = append(ids, s.Manifest.ID(run/s.Manifest.Replications.Most, run%s.Manifest.Replications.Most))
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
