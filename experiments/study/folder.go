package study

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"polesim/experiments/store"
)

// Names in the folder.
const (
	chunksName  = "chunks"
	retriesName = "retries"
	locksName   = "locks"
)

// ownNames may not be names of files that a plan brings along.
var ownNames = []string{manifestName, chunksName, retriesName, locksName, "runs.parquet", "points.parquet", "dictionary.csv", "dictionary.md"}

// A Study is the folder of a study. Its methods may be called from several goroutines and processes.
type Study struct {
	Manifest Manifest

	dir    string
	plan   string // Plan.sum
	runs   store.Table[store.StudyRun]
	points store.Table[store.StudyPoint]

	mu    sync.Mutex
	found map[string]stamp // chunks found sound, by path
}

func newStudy(dir string, m Manifest) (*Study, error) {
	runs, errRuns := store.NewStudyRuns(m.Columns)
	points, errPoints := store.NewStudyPoints(m.Factors)
	if err := errors.Join(errRuns, errPoints); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnfit, err)
	}
	return &Study{Manifest: m, dir: dir, plan: m.Plan.sum(), runs: runs, points: points, found: map[string]stamp{}}, nil
}

// Dir returns the folder.
func (s *Study) Dir() string { return s.dir }

// Create begins a study in the folder dir, made if need be, or takes up the one that is there if it is the same: what is
// to be run then is what is missing.
//
// It refuses the folder of another study (ErrChanged, naming what differs), of something else (store.ErrNotResults) and
// one where a file of the plan would replace another (store.ErrForeign), and changes nothing there. Several processes may
// create the same study at once.
func Create(dir string, p Plan) (*Study, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	dir = filepath.Clean(dir)
	s, err := newStudy(dir, newManifest(p))
	if err != nil {
		return nil, err
	}
	m, err := readManifest(dir)
	if errors.Is(err, fs.ErrNotExist) {
		m, err = s.begin()
	}
	if err == nil {
		err = s.sameAs(m)
	}
	if err != nil {
		return nil, fmt.Errorf("beginning the study: %w", err)
	}
	s.Manifest = m
	s.Manifest.Files = p.Files
	return s, nil
}

// begin writes the files of a new study, the manifest last, unless another process does so at the same time.
func (s *Study) begin() (Manifest, error) {
	none := Manifest{}
	if err := s.checkFree(); err != nil {
		if m, e := readManifest(s.dir); e == nil { // another process has begun the study since we looked
			return m, nil
		}
		return none, err
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return none, err
	}
	lock, err := s.waitFor("begin")
	if err != nil {
		return none, err
	}
	defer lock.Close()
	if m, err := readManifest(s.dir); !errors.Is(err, fs.ErrNotExist) { // somebody was faster
		return m, err
	}
	m := &s.Manifest
	for _, f := range m.Files {
		path := filepath.Join(s.dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return none, err
		}
		sum, err := store.WriteFile(path, func(out io.Writer) error { _, err := out.Write(f.Text); return err })
		if err != nil {
			return none, err
		}
		sum.Name = f.Name
		m.Kept = append(m.Kept, sum)
	}
	for _, name := range []string{chunksName, retriesName} {
		if err := os.MkdirAll(filepath.Join(s.dir, name), 0o755); err != nil {
			return none, err
		}
	}
	if err := m.write(s.dir); err != nil {
		return none, err
	}
	return *m, store.SyncDir(filepath.Dir(s.dir))
}

// checkFree returns an error if the folder holds anything but the beginnings of this very study.
func (s *Study) checkFree() error {
	if base := filepath.Base(s.dir); base == "." || base == ".." || base == string(filepath.Separator) {
		return fmt.Errorf("%q cannot name the folder of a study; choose another with --out", s.dir)
	}
	err := filepath.WalkDir(s.dir, func(at string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && at == s.dir {
			return err
		}
		name, err := filepath.Rel(s.dir, at)
		if err != nil {
			return err
		}
		return s.checkOurs(filepath.ToSlash(name), at, entry)
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// checkOurs returns an error unless a file or folder is one that an interrupted begin leaves.
func (s *Study) checkOurs(name, at string, entry fs.DirEntry) error {
	if entry.IsDir() {
		if slices.Contains([]string{chunksName, retriesName, locksName}, name) ||
			slices.ContainsFunc(s.Manifest.Files, func(f File) bool { return strings.HasPrefix(f.Name, name+"/") }) {
			return nil
		}
	} else if strings.HasPrefix(name, locksName+"/") || name == manifestName+".tmp" {
		return nil
	}
	for _, f := range s.Manifest.Files {
		if name == f.Name+".tmp" {
			return nil
		}
		if name != f.Name {
			continue
		}
		if text, err := os.ReadFile(at); err != nil || bytes.Equal(text, f.Text) {
			return err
		}
		return fmt.Errorf("%w: %s is another %s than the study's; choose another folder with --out", store.ErrForeign, at, f.Name)
	}
	return fmt.Errorf("%w: %s holds other files (%s) and is left alone; choose another folder with --out", store.ErrNotResults, s.dir, name)
}

// waitFor takes a lock that others hold for a moment only.
func (s *Study) waitFor(what string) (*flock.Flock, error) {
	const patience = 30 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		lock, err := s.lock(what)
		if !errors.Is(err, store.ErrBusy) {
			return lock, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// lock takes a lock of the study; store.ErrBusy if somebody else has it. Where there are no locks it is one that does
// nothing.
func (s *Study) lock(what string) (*flock.Flock, error) {
	dir := filepath.Join(s.dir, locksName)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, what)
	lock, err := store.Lock(path)
	if lock == nil && err == nil {
		lock = flock.New(path) // never locked, to be closed
	}
	return lock, err
}

// sameAs returns an error naming what differs unless the study of the manifest m, on disk, is this one.
func (s *Study) sameAs(m Manifest) error {
	differ := differences(m.Plan, s.Manifest.Plan)
	if len(differ) == 0 {
		return nil
	}
	if m.Design != s.Manifest.Design {
		differ = append(differ, s.changedLines()...)
	}
	return fmt.Errorf("%w: %s was begun with\n  %s\n  Go on with the design as it was (polesim study resume %[2]s), or begin another with --out",
		ErrChanged, s.dir, strings.Join(differ, "\n  "))
}

// Continue returns an error, wrapping ErrChanged, unless this program may go on with the study.
func (s *Study) Continue(program store.Program) error {
	p := s.Manifest.Plan
	p.Program = program
	if differ := differences(s.Manifest.Plan, p); len(differ) > 0 {
		return fmt.Errorf("%w: %s was begun with %s; rows of two programs do not belong together: go on with that one, or begin anew with --out",
			ErrChanged, s.dir, strings.Join(differ, ", "))
	}
	return nil
}

// Untouched returns an error, wrapping ErrChanged, if a file that the study began with is not as it was: what follows from
// it would not be this study's.
func (s *Study) Untouched() error {
	for _, kept := range s.Manifest.Kept {
		path := filepath.Join(s.dir, filepath.FromSlash(kept.Name))
		sum, err := store.SumFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if sum.SHA256 != kept.SHA256 {
			return fmt.Errorf("%w: %s is not as it was when the study began; put it back, or run it as a design of its own with --out", ErrChanged, path)
		}
	}
	return nil
}

// differences names what makes two plans different studies: there, on disk, and now.
func differences(there, now Plan) (list []string) {
	compare := func(key string, a, b any) {
		if x, y := fmt.Sprint(a), fmt.Sprint(b); x != y {
			list = append(list, fmt.Sprintf("%s %s, now %s", key, x, y))
		}
	}
	compare("polesim", describeProgram(there.Program), describeProgram(now.Program))
	compare("seed", there.Seed, now.Seed)
	compare("own_random_numbers", there.OwnNumbers, now.OwnNumbers)
	compare("points", there.Points, now.Points)
	compare("replications", describeReplications(there.Replications), describeReplications(now.Replications))
	compare("sampler", describeSampler(there.Sampler), describeSampler(now.Sampler))
	compare("scenarios", strings.Join(there.Rows, ", "), strings.Join(now.Rows, ", "))
	compareNames := func(key string, there, now []string) {
		lost, won := without(there, now), without(now, there)
		if len(lost)+len(won) > 0 {
			compare(key, strings.Join(lost, ", ")+" (among others)", strings.Join(won, ", ")+" (in their place)")
		}
	}
	compareNames("factors", factorNames(there.Factors), factorNames(now.Factors))
	compareNames("outcomes", columnNames(there.Columns), columnNames(now.Columns))
	if there.Design != now.Design && len(list) == 0 {
		list = append(list, "another design, by its hash")
	}
	return list
}

func describeProgram(p store.Program) string {
	return fmt.Sprintf("%s (commit %.12s)", p.Version, p.Commit)
}

func describeReplications(r Replications) string {
	if r.Until == nil {
		return fmt.Sprint(r.Most)
	}
	return fmt.Sprintf("%d to %d, by %d until %s is known to ±%v", r.Until.Least, r.Most, r.Until.Every, r.Until.Outcome, r.Until.HalfWidth)
}

func describeSampler(s Sampler) string {
	var compact bytes.Buffer // a manifest is indented
	if json.Compact(&compact, s.Settings) != nil {
		return s.Name
	}
	return s.Name + " " + compact.String()
}

func without(names, others []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(others, n) })
}

func factorNames(factors []store.Factor) (names []string) {
	for _, f := range factors {
		names = append(names, f.Name)
	}
	return names
}

func columnNames(columns []store.Column) (names []string) {
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return names
}

// changedLines names the first line that differs of each file on disk from the plan's.
func (s *Study) changedLines() (list []string) {
	for _, f := range s.Manifest.Files {
		there, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(f.Name)))
		if err != nil {
			list = append(list, fmt.Sprintf("%s: not there", f.Name))
			continue
		}
		was, is := strings.Split(string(there), "\n"), strings.Split(string(f.Text), "\n")
		for i := range max(len(was), len(is)) {
			if a, b := lineOf(was, i), lineOf(is, i); a != b {
				list = append(list, fmt.Sprintf("%s:%d: %s, now %s", f.Name, i+1, a, b))
				break
			}
		}
	}
	return list
}

func lineOf(lines []string, i int) string {
	if i >= len(lines) || lines[i] == "" {
		return "nothing"
	}
	return lines[i]
}
