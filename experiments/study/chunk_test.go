package study

import (
	"os"
	"path/filepath"
	"strings"
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

// A chunk of the same name and shape, of a study with another seed, is set aside and its runs are run again.
func TestChunksOfAnotherStudyAreNotTakenForOnesOwn(t *testing.T) {
	plan, subject := fakePlan(6, 4), &fake{points: 6}
	want := undisturbed(t, plan, subject)
	other := plan
	other.Seed++
	s, foreign := begin(t, plan), begin(t, other)
	run(t, s, subject, quick(1))
	run(t, foreign, subject, quick(1))
	for _, path := range chunkFiles(t, s) {
		must(t, os.Remove(path))
	}
	for _, path := range chunkFiles(t, foreign) {
		data, err := os.ReadFile(path)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(s.dir, chunksName, filepath.Base(path)), data, 0o644))
	}
	s, err := Open(s.dir)
	must(t, err)
	if st := statusOf(t, s); st.Done != 0 || len(st.Damaged) == 0 {
		t.Errorf("runs of another study count: %+v", st)
	}
	var told []string
	o := quick(1)
	o.Tell = func(message string) { told = append(told, message) }
	if ran := run(t, s, subject, o); ran.Done != 24 || len(told) == 0 || !strings.Contains(told[0], "another study") {
		t.Errorf("%+v: %q", ran, told)
	}
	same(t, "with chunks of another study", merged(t, s), want)
}
