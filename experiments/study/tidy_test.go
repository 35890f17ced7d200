package study

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

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
