package study

import (
	"slices"
	"testing"

	"polesim/experiments/store"
)

func TestASampleOfAPrecisionHoldsRunsThatWereNeeded(t *testing.T) {
	for seed := range uint64(5) {
		s := begin(t, precise(9, 60))
		run(t, s, &fake{points: 9}, Options{})
		ids, err := s.Sample(10, seed)
		must(t, err)
		if len(ids) != 10 {
			t.Errorf("%d runs drawn, want 10", len(ids))
		}
		for k, id := range ids {
			if _, err := s.Find(id); err != nil || slices.Contains(ids[:k], id) {
				t.Errorf("run %v: %v, or drawn twice", id, err)
			}
		}
	}
}

func TestAllRunsAreASampleOfMore(t *testing.T) {
	s := begin(t, fakePlan(4, 3))
	run(t, s, &fake{points: 4}, Options{})
	ids, err := s.Sample(100, 1)
	must(t, err)
	if len(ids) != 12 {
		t.Errorf("%d of 12 runs", len(ids))
	}
	_, err = begin(t, fakePlan(4, 3)).Sample(1, 1)
	wantError(t, err, store.ErrNoRun, "no whole run yet")
}

// What took too long on one machine may not on another: that is no disagreement.
func TestARunThatTookTooLongIsNotComparedWithAnother(t *testing.T) {
	late := Replayed{Was: store.TimedOut, Is: store.Done}
	if late.Comparable() || !late.Agrees() {
		t.Error("timed out then, done now: not comparable, expected")
	}
	if failed := (Replayed{Was: store.Failed, Is: store.Done}); !failed.Comparable() || failed.Agrees() {
		t.Error("failed then, done now: a disagreement, expected")
	}
}
