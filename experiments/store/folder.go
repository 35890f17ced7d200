package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

const (
	partialSuffix  = ".partial"
	replacedSuffix = ".replaced"
	partsName      = "parts"
)

// A Folder is a result folder being written, under the name of its final place with ".partial" behind. Its methods
// may be called from several goroutines.
type Folder struct {
	mu       sync.Mutex
	final    string
	path     string
	force    bool
	lock     *flock.Flock // nil where the file system has none
	closed   bool
	sealed   bool     // the final manifest is written: nothing but the move into place is left
	manifest Manifest // as on disk
	digest   *digest  // of the rows on disk
	runs     *table[Run]
	months   *companions[MonthRow]
	details  *companions[DetailRow]

	pendingRuns   []Run // of whole replications, not on disk yet
	pendingValues int   // how many float64 wait for the disk, companions included
	replications  int   // in pendingRuns
	last          int   // replication added last, or -1
	flushed       time.Time
}

// Create starts the result folder dir, in dir.partial until [Folder.Finish]; folders above are made. The run columns
// are the outcomes of a run, the series columns those of a month; m.DetailColumns those of what runs are looked at in detail.
//
// Without force it refuses a dir that holds results (ErrExists) and a dir.partial left by a stopped process
// (ErrUnfinished); with force the partial one is replaced at once, the finished one when the new one is. A folder
// that another process writes (ErrBusy), that holds something else (ErrNotResults) or, among results, files that polesim
// did not write (ErrForeign) is never touched.
func Create(dir string, force bool, m Manifest, runColumns, seriesColumns []Column) (*Folder, error) {
	if err := m.begin(runColumns, seriesColumns); err != nil {
		return nil, err
	}
	f := &Folder{
		final: filepath.Clean(dir), path: filepath.Clean(dir) + partialSuffix, force: force,
		manifest: m, digest: newDigest(m.RunColumns),
		runs: runsTable(m.RunColumns), months: newMonths(m.SeriesColumns), details: newDetails(m.DetailColumns),
		last: -1, flushed: time.Now(),
	}
	base := filepath.Base(f.final)
	if dir == "" || base == "." || base == ".." || base == string(filepath.Separator) || filepath.Ext(base) == partialSuffix {
		return nil, fmt.Errorf("%q cannot name a result folder; choose another with --out", dir)
	}
	var err error
	for range 3 { // a folder that is finished just now by another process is looked at again
		if err = f.claim(); !errors.Is(err, errMoved) {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("creating results: %w", err)
	}
	return f, nil
}

// companions lists the tables whose rows come along with runs.
func (f *Folder) companions() []companionTable { return []companionTable{f.months, f.details} }

// claim makes and locks the partial folder, empties it and writes the first manifest.
func (f *Folder) claim() (err error) {
	if err := f.checkFinal(); err != nil {
		return err
	}
	atStep()
	if err := os.MkdirAll(f.path, 0o755); err != nil {
		return err
	}
	atStep()
	f.lock, err = lockFolder(f.path)
	if err != nil {
		return err
	}
	owned := false // until then the partial folder is another's leftover, not to be removed
	defer func() {
		if err != nil && owned {
			os.RemoveAll(f.path)
		}
		if err != nil {
			f.unlock()
		}
	}()
	if err := f.checkPartial(); err != nil {
		return err
	}
	if err := f.empty(); err != nil {
		return err
	}
	owned = true
	atStep()
	if err := f.checkFinal(); err != nil { // again: its writer may have finished before we held the lock
		return err
	}
	if err := os.Mkdir(filepath.Join(f.path, partsName), 0o755); err != nil {
		return err
	}
	if err := f.manifest.write(f.path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(f.path))
}

// checkFinal returns an error if the final place is taken by what may not be replaced.
func (f *Folder) checkFinal() error {
	entries, err := os.ReadDir(f.final)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("looking at %s: %w", f.final, reason(err))
	case len(entries) == 0:
		return nil
	}
	if !slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == manifestName }) {
		return fmt.Errorf("%w: %s holds other files and is left alone; choose another folder with --out", ErrNotResults, f.final)
	}
	if f.force {
		if err := checkForeign(f.final, f.manifest.Further); err != nil {
			return err
		}
		return f.checkAside()
	}
	held := "results that cannot be read"
	if m, err := readManifest(f.final); err == nil {
		held = fmt.Sprintf("%s results, %s", m.State, m.Runs)
	}
	return fmt.Errorf("%w: %s holds %s; replace them with --force, or write elsewhere with --out", ErrExists, f.final, held)
}

// checkAside returns an error if what an earlier replacement, cut off, left aside may not go: it would be in the way.
func (f *Folder) checkAside() error {
	aside := f.final + replacedSuffix
	if _, err := os.Stat(filepath.Join(aside, manifestName)); err != nil {
		return nil
	}
	return checkForeign(aside, f.manifest.Further)
}

// checkPartial returns an error if the partial folder, which this process has locked, holds what may not be replaced.
func (f *Folder) checkPartial() error {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return err
	}
	ours := func(e os.DirEntry) bool {
		return slices.Contains([]string{lockName, partsName, manifestName + ".tmp"}, e.Name())
	}
	m, err := readManifest(f.path)
	if errors.Is(err, ErrNotResults) { // stopped before its first manifest: nothing to lose
		if i := slices.IndexFunc(entries, func(e os.DirEntry) bool { return !ours(e) }); i >= 0 {
			return fmt.Errorf("%w: %s holds other files and is left alone; choose another folder with --out", ErrNotResults, f.path)
		}
		return nil
	}
	if f.force {
		return checkForeign(f.path, f.manifest.Further)
	}
	if err != nil {
		return fmt.Errorf("%w: %s (%w); remove that folder, replace it with --force, or write elsewhere with --out", ErrUnfinished, f.path, err)
	}
	planned := ""
	if m.Replications > 0 {
		planned = fmt.Sprintf(" of %d planned", m.Replications)
	}
	if m.State != StateRunning {
		return fmt.Errorf("%w: %s holds %s results, %s%s, that were not moved into place; rename it to %s, replace it with --force, or write elsewhere with --out",
			ErrUnfinished, f.path, m.State, m.Runs, planned, f.final)
	}
	return fmt.Errorf("%w: %s holds %s%s; remove that folder, replace it with --force, or write elsewhere with --out",
		ErrUnfinished, f.path, m.Runs, planned)
}

// empty removes all but the lock from the partial folder, the manifest first: without it nothing looks whole.
func (f *Folder) empty() error {
	atStep()
	if err := os.Remove(filepath.Join(f.path, manifestName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == lockName {
			continue
		}
		if err := removeAll(filepath.Join(f.path, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// Path returns where the folder is now: put figures and further files there before Finish.
func (f *Folder) Path() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.path
}

// Manifest returns the manifest as it stands on disk.
func (f *Folder) Manifest() Manifest {
	f.mu.Lock()
	defer f.mu.Unlock()
	m := f.manifest
	m.Runs = m.Runs.clone()
	return m
}

// Close lets go of a folder without finishing it: rows not flushed are dropped, the partial folder stays and can be
// read. After Finish it does nothing, so that it can be deferred.
func (f *Folder) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return f.unlock()
}

func (f *Folder) unlock() error {
	if f.lock == nil {
		return nil
	}
	lock := f.lock
	f.lock = nil
	return lock.Close()
}
