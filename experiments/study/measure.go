package study

import (
	"context"
	"time"
)

// Measure says how long a run takes on one core, by the first run of three points across the study, prepared as a task
// prepares it; nothing is kept. One that fails or takes longer than the limit (0 for none) takes its time too.
func (s *Study) Measure(ctx context.Context, subject Subject, limit time.Duration) (time.Duration, error) {
	if err := s.fits(subject); err != nil {
		return 0, err
	}
	const tries = 3
	w := &worker{study: s, subject: subject, limit: limit}
	w.place(make([]float64, len(s.Manifest.Rows)*len(s.Manifest.Columns)))
	began := time.Now()
	for k := range tries {
		var runner Runner
		w.run(ctx, &runner, s.Manifest.run(k*s.Manifest.Points/tries, 0))
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
	}
	return time.Since(began) / tries, nil
}
