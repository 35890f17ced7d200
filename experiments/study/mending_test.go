package study

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"polesim/experiments/store"
)

// flip changes one bit of a file, in its rows.
func flip(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	data[len(data)/3] ^= 4
	must(t, os.WriteFile(path, data, 0o644))
}

// A tidied study is there twice: whichever file is damaged, or both, it comes back to the same bytes.
func TestATidiedStudySurvivesADamagedFile(t *testing.T) {
	subject := &fake{points: 12}
	for name, damage := range map[string]func(s *Study, chunk, runs string){
		"its chunk":    func(s *Study, chunk, _ string) { flip(t, chunk) },
		"runs.parquet": func(s *Study, _, runs string) { flip(t, runs) },
		"both":         func(s *Study, chunk, runs string) { flip(t, chunk); flip(t, runs) },
	} {
		s := begin(t, fakePlan(12, 5))
		run(t, s, subject, quick(2))
		want := merged(t, s)
		_, err := s.Merge(t.Context(), MergeOptions{Settings: fakeSettings, Tidy: true})
		must(t, err)
		damage(s, chunkFiles(t, s)[0], filepath.Join(s.dir, s.runs.File()))
		run(t, s, subject, quick(2))
		if st := statusOf(t, s); !st.Whole() {
			t.Errorf("%s damaged: %+v after going on", name, st)
		}
		same(t, name+" damaged", merged(t, s), want)
	}
}

// While somebody runs the study nothing is tidied away.
func TestTidyingWaitsForWhoeverRunsTheStudy(t *testing.T) {
	s := begin(t, fakePlan(12, 5))
	run(t, s, &fake{points: 12}, quick(2))
	before := chunkFiles(t, s)
	lock, err := s.lock("study")
	must(t, err)
	defer lock.Close()
	_, err = s.Merge(t.Context(), MergeOptions{Settings: fakeSettings, Tidy: true})
	wantError(t, err, store.ErrBusy, "whose chunks are kept")
	if after := chunkFiles(t, s); !slices.Equal(after, before) {
		t.Errorf("chunks %q, before %q", after, before)
	}
}

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

func TestMeasuringKeepsNothing(t *testing.T) {
	s := begin(t, fakePlan(12, 5))
	took, err := s.Measure(t.Context(), &fake{points: 12, trouble: sometimes}, time.Second)
	must(t, err)
	if took <= 0 || statusOf(t, s).Missing != 60 {
		t.Errorf("%v a run, %+v", took, statusOf(t, s))
	}
}

// Whoever looked before another began the study gets that study, not a complaint about its files.
func TestALateStarterTakesUpWhatAnotherBegan(t *testing.T) {
	plan := fakePlan(3, 2)
	s := begin(t, plan)
	late, err := newStudy(s.dir, newManifest(plan))
	must(t, err)
	m, err := late.begin()
	must(t, err)
	if m.Design != s.Manifest.Design {
		t.Errorf("design %q, want %q", m.Design, s.Manifest.Design)
	}
}
