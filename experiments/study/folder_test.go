package study

import (
	"os"
	"path/filepath"
	"testing"

	"polesim/experiments/store"
)

func TestAnotherDesignIsRefusedAndWhatDiffersIsNamed(t *testing.T) {
	for words, change := range map[string]func(*Plan){
		"seed 11, now 12":                             func(p *Plan) { p.Seed = 12 },
		"replications 5, now 6":                       func(p *Plan) { p.Replications.Most = 6 },
		"points 12, now 13":                           func(p *Plan) { p.Points = 13 },
		"replications 5, now 4 to 5, by 1 until care": func(p *Plan) { p.Replications.Until = &Precision{"care", fakePair, .1, 4, 1} },
		`sampler halton, now halton {"skip":3}`:       func(p *Plan) { p.Sampler.Settings = []byte(`{"skip": 3}`) },
		"scenarios services, pmu, now services":       func(p *Plan) { p.Rows = p.Rows[:1] },
		"outcomes margin":                             func(p *Plan) { p.Columns = p.Columns[:1] },
		"factors charter":                             func(p *Plan) { p.Factors = p.Factors[:1] },
		"own_random_numbers false, now true":          func(p *Plan) { p.OwnNumbers = true },
		"polesim 1 (commit c), now 2 (commit c)":      func(p *Plan) { p.Program.Version = "2" },
		"design.toml:2: seed = 11, now months = 3": func(p *Plan) {
			p.Design, p.Files = "d2", []File{{"design.toml", []byte("title = \"x\"\nmonths = 3\n")}, p.Files[1]}
		},
		"scenarios/pmu.toml:2: nothing, now b = 2": func(p *Plan) {
			p.Design, p.Files = "d2", []File{p.Files[0], {"scenarios/pmu.toml", []byte("a = 1\nb = 2\n")}}
		},
	} {
		s := begin(t, fakePlan(12, 5))
		other := fakePlan(12, 5)
		change(&other)
		_, err := Create(s.dir, other)
		wantError(t, err, ErrChanged, words, s.dir, "resume", "--out")
		again, err := Create(s.dir, fakePlan(12, 5))
		must(t, err)
		if again.Manifest.Started != s.Manifest.Started {
			t.Error("the manifest was written again")
		}
	}
}

func TestFilesThatWereChangedInTheFolderAreNamed(t *testing.T) {
	s := begin(t, fakePlan(12, 5))
	must(t, s.Untouched())
	path := filepath.Join(s.dir, "scenarios", "pmu.toml")
	must(t, os.WriteFile(path, []byte("a = 2\n"), 0o644))
	wantError(t, s.Untouched(), ErrChanged, path)
	must(t, os.Remove(path))
	s, err := Open(s.dir)
	must(t, err)
	wantError(t, s.Untouched(), ErrChanged, path)
}

func TestAnotherProgramMayNotGoOn(t *testing.T) {
	s := begin(t, fakePlan(12, 5))
	must(t, s.Continue(store.Program{Version: "1", Commit: "c"}))
	wantError(t, s.Continue(store.Program{Version: "1", Commit: "d"}), ErrChanged, "polesim 1 (commit c), now 1 (commit d)")
}

func TestFoldersOfSomethingElseAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		must(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	put("notes.txt", "mine")
	_, err := Create(dir, fakePlan(2, 2))
	wantError(t, err, store.ErrNotResults, dir, "notes.txt", "--out")
	must(t, os.Remove(filepath.Join(dir, "notes.txt")))
	put("design.toml", "title = \"mine\"")
	_, err = Create(dir, fakePlan(2, 2))
	wantError(t, err, store.ErrForeign, "design.toml")
	put("design.toml", string(fakePlan(2, 2).Files[0].Text))
	put("scenarios/pmu.toml.tmp", "cut sho")
	_, err = Create(dir, fakePlan(2, 2)) // as an interrupted beginning leaves it
	must(t, err)

	results := filepath.Join(t.TempDir(), "r")
	f, err := store.Create(results, false, store.Manifest{Scenarios: []store.Scenario{{Name: "a"}}}, fakeColumns, nil)
	must(t, err)
	must(t, f.Finish(store.StateInterrupted, nil))
	_, err = Create(results, fakePlan(2, 2))
	wantError(t, err, store.ErrNotResults, "run or compare")
	_, err = Open(results)
	wantError(t, err, store.ErrNotResults)
	_, err = store.Open(dir)
	wantError(t, err, store.ErrNotResults, "study")
	_, err = store.Create(dir, true, store.Manifest{Scenarios: []store.Scenario{{Name: "a"}}}, fakeColumns, nil)
	wantError(t, err, store.ErrForeign, dir)
	_, err = Open(filepath.Join(dir, "design.toml"))
	wantError(t, err, store.ErrNotResults, "is a file")
	_, err = Open(filepath.Join(dir, "nothing"))
	wantError(t, err, os.ErrNotExist)
}

func TestNewerAndDamagedManifestsAreNotRead(t *testing.T) {
	s := begin(t, fakePlan(2, 2))
	path := filepath.Join(s.dir, manifestName)
	must(t, os.WriteFile(path, []byte(`{"format": 99, "kind": "study"}`), 0o644))
	_, err := Open(s.dir)
	wantError(t, err, store.ErrNewer, "99")
	for _, text := range []string{"", "{", `{"format": 1, "kind": "study"}`} {
		must(t, os.WriteFile(path, []byte(text), 0o644))
		_, err := Open(s.dir)
		wantError(t, err, store.ErrCorrupt, path)
		_, err = Create(s.dir, fakePlan(2, 2))
		wantError(t, err, store.ErrCorrupt)
	}
}

func TestPlansThatAreNoStudyAreRefused(t *testing.T) {
	for words, change := range map[string]func(*Plan){
		"0 points":           func(p *Plan) { p.Points = 0 },
		"0 replications":     func(p *Plan) { p.Replications.Most = 0 },
		"runs no scenario":   func(p *Plan) { p.Rows = nil },
		"used twice":         func(p *Plan) { p.Rows = []string{"a", "a"} },
		`"quality" is known`: func(p *Plan) { p.Replications.Until = &Precision{"quality", fakePair, 1, 2, 1} },
		`between ["pmu" "x"]`: func(p *Plan) {
			p.Replications.Until = &Precision{"care", [2]string{"pmu", "x"}, 1, 2, 1}
		},
		`between ["" ""]`:              func(p *Plan) { p.Replications.Until = &Precision{Outcome: "care", HalfWidth: 1, Least: 2, Every: 1} },
		"half-width of 0":              func(p *Plan) { p.Replications.Until = &Precision{"care", fakePair, 0, 2, 1} },
		"at least 1 replications":      func(p *Plan) { p.Replications.Until = &Precision{"care", fakePair, 1, 1, 1} },
		"at least 6 replications":      func(p *Plan) { p.Replications.Until = &Precision{"care", fakePair, 1, 6, 1} },
		"after every 0":                func(p *Plan) { p.Replications.Until = &Precision{"care", fakePair, 1, 2, 0} },
		"cannot be kept":               func(p *Plan) { p.Files = []File{{"../x", nil}} },
		`"manifest.json" cannot`:       func(p *Plan) { p.Files = []File{{"manifest.json", nil}} },
		`column name "status" is used`: func(p *Plan) { p.Columns = []store.Column{{Name: "status"}} },
		`factor name "point" is used`:  func(p *Plan) { p.Factors = []store.Factor{{Column: store.Column{Name: "point"}}} },
	} {
		plan := fakePlan(5, 5)
		change(&plan)
		dir := filepath.Join(t.TempDir(), "s")
		_, err := Create(dir, plan)
		wantError(t, err, ErrUnfit, words)
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s: a folder was made", words)
		}
	}
}

func TestAnotherSubjectIsNotRun(t *testing.T) {
	s := begin(t, fakePlan(5, 5))
	_, err := s.Run(t.Context(), &fake{points: 6}, Options{})
	wantError(t, err, ErrDiffers, "6 points")
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
