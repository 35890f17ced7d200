package store

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

const (
	parquetSuffix = ".parquet"
	runsName      = "runs" + parquetSuffix
	seriesName    = "series" + parquetSuffix
	allSeriesName = "all_series" + parquetSuffix
	detailsName   = "details" + parquetSuffix
)

// Seal flushes, merges the parts and writes the series, the dictionary and the final manifest: from then on the folder
// is whole, though not in its place, and takes no more rows. The state is StateComplete, which needs all the
// replications planned, StateInterrupted or StateFailed.
//
// On error the folder stays partial, with all that is whole, and Seal may be called again. Merging needs room for a
// second copy of the rows.
func (f *Folder) Seal(state string, series []SeriesRow) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sealOnce(state, series)
}

// Finish seals the folder unless it is sealed and moves it into place; the one it replaces goes only then. On error it
// may be called again.
func (f *Folder) Finish(state string, series []SeriesRow) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.sealOnce(state, series); err != nil {
		return err
	}
	_ = f.sumFurther() // on a full disk figures count by their names alone
	if err := f.publish(); err != nil {
		return fmt.Errorf("moving results into place: %w; they are whole in %s", err, f.path)
	}
	return nil
}

func (f *Folder) sealOnce(state string, series []SeriesRow) error {
	switch {
	case f.closed:
		return errClosed
	case f.sealed:
		return nil
	}
	if err := f.checkFinish(state, series); err != nil {
		return fmt.Errorf("finishing results: %w", err)
	}
	if err := f.flush(); err != nil {
		return err
	}
	if err := f.seal(state, series); err != nil {
		return fmt.Errorf("finishing results: %w", err)
	}
	return nil
}

func (f *Folder) checkFinish(state string, series []SeriesRow) error {
	if state != StateComplete && state != StateInterrupted && state != StateFailed {
		return fmt.Errorf("state %q: expected %q, %q or %q", state, StateComplete, StateInterrupted, StateFailed)
	}
	whole := f.manifest.Runs.Count() + f.replications
	if planned := f.manifest.Replications; state == StateComplete && planned > 0 && whole < planned {
		return fmt.Errorf("%d of %d replications are whole: not complete", whole, planned)
	}
	outcomes, scenarios := map[string]bool{}, map[string]bool{}
	for _, c := range f.manifest.SeriesColumns {
		outcomes[c.Name] = true
	}
	for _, s := range f.manifest.Scenarios {
		scenarios[s.Name] = true
	}
	for _, r := range series {
		if !outcomes[r.Outcome] || !scenarios[r.Scenario] {
			return fmt.Errorf("series of outcome %q in scenario %q: not in the manifest", r.Outcome, r.Scenario)
		}
		if min(r.Month, r.N, r.NQuantiles) < 0 || max(r.Month, r.N, r.NQuantiles) > math.MaxInt32 {
			return fmt.Errorf("series of outcome %q in scenario %q: month %d, n %d or n_quantiles %d is out of range",
				r.Outcome, r.Scenario, r.Month, r.N, r.NQuantiles)
		}
	}
	return nil
}

// seal writes the files of the finished folder beside the parts. The final manifest makes them count instead of the
// parts, in one step.
func (f *Folder) seal(state string, series []SeriesRow) error {
	m := f.manifest
	sum, err := f.runs.write(filepath.Join(f.path, runsName), f.runs.read(partPaths(f.path, runsName, m.Parts.Runs), nil))
	if err != nil {
		return err
	}
	files := []FileSum{sum}
	if sum, err = summaryTable().write(filepath.Join(f.path, seriesName), each(series)); err != nil {
		return err
	}
	files = append(files, sum)
	for _, c := range f.companions() {
		sum, kept, err := c.seal(f.path, m.Parts)
		if err != nil {
			return err
		}
		if kept {
			files = append(files, sum)
		}
	}
	dictionary, err := writeDictionary(f.path, dictionary(f.manifest))
	if err != nil {
		return err
	}
	m.State, m.Finished, m.Parts, m.Files = state, time.Now().UTC().Truncate(time.Second), Parts{}, append(files, dictionary...)
	if err := m.write(f.path); err != nil {
		return err
	}
	f.manifest, f.sealed = m, true
	return nil
}

// sumFurther enters the files that the caller put there into the manifest, so that a change in them is noticed.
func (f *Folder) sumFurther() error {
	m := f.manifest
	m.Files = slices.Clone(m.Files)
	for _, name := range m.Further {
		sum, err := sumOf(f.path, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		case !m.has(name):
			m.Files = append(m.Files, sum)
		}
	}
	if len(m.Files) == len(f.manifest.Files) {
		return nil
	}
	if err := m.write(f.path); err != nil {
		return err
	}
	f.manifest = m
	return nil
}

// publish removes the parts and gives the folder its name. The folder it replaces is moved aside first, so that at
// every moment one of the two is whole under a name that tells.
func (f *Folder) publish() error {
	if err := removeAll(filepath.Join(f.path, partsName)); err != nil {
		return err
	}
	if err := syncDir(f.path); err != nil {
		return err
	}
	if err := f.checkFinal(); err != nil {
		return err
	}
	aside := f.final + replacedSuffix
	if err := f.moveAside(aside); err != nil {
		return err
	}
	if runtime.GOOS == "windows" { // a folder with an open file cannot be renamed there
		f.unlock()
	}
	atStep()
	if err := os.Rename(f.path, f.final); err != nil {
		return err
	}
	atStep()
	f.path, f.closed = f.final, true
	os.Remove(filepath.Join(f.final, lockName)) // harmless if it stays
	f.unlock()
	if err := syncDir(filepath.Dir(f.final)); err != nil {
		return err
	}
	if err := clearAside(aside, f.manifest.Further); !errors.Is(err, ErrNotResults) && !errors.Is(err, ErrForeign) {
		return err
	}
	return nil // what is not ours stays
}

// moveAside makes room at the final place: an empty folder goes, old results get the name aside.
func (f *Folder) moveAside(aside string) error {
	err := os.Remove(f.final) // succeeds on an empty folder only
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := clearAside(aside, f.manifest.Further); err != nil {
		return fmt.Errorf("%s is in the way: %w", aside, err)
	}
	atStep()
	return os.Rename(f.final, aside)
}

// clearAside removes replaced results, also those left when an earlier replacement was cut off, and nothing else.
func clearAside(aside string, further []string) error {
	err := os.Remove(aside) // succeeds on an empty folder only
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := readManifest(aside); err != nil {
		return err
	}
	if err := checkForeign(aside, further); err != nil {
		return err
	}
	return removeAll(aside)
}
