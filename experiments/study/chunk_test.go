package study

import (
	"os"
	"testing"
	"time"

	"polesim/experiments/store"
)

// A chunk is read once to see that it is sound, and again only if it may have been changed since.
func TestAChunkIsCheckedAgainOnlyWhenItMayHaveChanged(t *testing.T) {
	s := begin(t, fakePlan(12, 5))
	run(t, s, &fake{points: 12}, Options{})
	path := chunkFiles(t, s)[0]
	id := s.Manifest.ID(3, 2)
	find := func(s *Study) error {
		_, err := s.Find(id)
		return err
	}
	must(t, find(s))
	info, err := os.Stat(path)
	must(t, err)
	from, err := s.sources()
	must(t, err)
	flip(t, path)
	must(t, os.Chtimes(path, time.Time{}, info.ModTime()))
	if err := s.check(from.chunks[0]); err != nil {
		t.Errorf("it was read again: %v", err)
	}
	again, err := Open(s.dir)
	must(t, err)
	wantError(t, find(again), store.ErrCorrupt, path) // as whoever opens the study finds it
	must(t, os.Chtimes(path, time.Time{}, info.ModTime().Add(time.Second)))
	wantError(t, find(s), store.ErrCorrupt, path)
}
