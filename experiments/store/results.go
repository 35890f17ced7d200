package store

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"sync"

	"github.com/parquet-go/parquet-go"
)

// Results is a folder opened for reading. Its methods may be called from several goroutines.
type Results struct {
	Manifest Manifest

	path    string
	mu      sync.Mutex
	checked map[string]bool // files whose SHA-256 agrees with the manifest
}

// Open reads the manifest of a result folder, finished or partial; of a partial one, what was whole then is what the
// Results hold. Errors wrap ErrNotResults, ErrNewer or ErrCorrupt.
func Open(dir string) (*Results, error) {
	dir = filepath.Clean(dir)
	info, err := os.Stat(dir)
	if errors.Is(err, os.ErrNotExist) {
		if _, e := os.Stat(filepath.Join(dir+partialSuffix, manifestName)); e == nil {
			return nil, fmt.Errorf("opening results: %s is not finished; open %s%s to read what is whole: %w", dir, dir, partialSuffix, err)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("opening results: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("opening results: %w: %s is a file; name the folder it is in", ErrNotResults, dir)
	}
	m, err := readManifest(dir)
	if err != nil {
		return nil, fmt.Errorf("opening results: %w", err)
	}
	return &Results{Manifest: m, path: dir, checked: map[string]bool{}}, nil
}

// Path returns the folder.
func (r *Results) Path() string { return r.path }

// Runs hands every run to visit, by replication and in it by scenario, until visit returns an error, which it
// returns. Visit may keep the Run. Damage is reported as ErrCorrupt, at the latest after the last row, when the
// digest of all rows is compared with the manifest's.
func (r *Results) Runs(visit func(Run) error) error {
	paths, err := r.files(runsName)
	if err != nil {
		return err
	}
	failures := r.failures()
	d := newDigest(r.Manifest.RunColumns)
	for run, err := range runsTable(r.Manifest.RunColumns).read(paths, nil) {
		if err != nil {
			return err
		}
		d.add(run)
		run.Error = failures[runKeyOf(run)]
		if err := visit(*run); err != nil {
			return err
		}
	}
	if d.String() != r.Manifest.Digest {
		return fmt.Errorf("%w: the runs in %s are not those of its manifest (their digest differs)", ErrCorrupt, r.path)
	}
	return nil
}

type runID struct {
	scenario    string
	replication int
}

func runKeyOf(r *Run) runID { return runID{r.Scenario, r.Replication} }

func (r *Results) failures() map[runID]string {
	failures := map[runID]string{}
	for _, f := range r.Manifest.Runs.Failed {
		failures[runID{f.Scenario, f.Replication}] = f.Error
	}
	return failures
}

// RunAt returns one run. It reads only the row groups that may hold it. The error wraps ErrNoRun if there is none.
func (r *Results) RunAt(scenario string, replication int) (Run, error) {
	paths, err := r.files(runsName)
	if err != nil {
		return Run{}, err
	}
	for run, err := range runsTable(r.Manifest.RunColumns).read(paths, mayHold(1, replication)) {
		if err != nil {
			return Run{}, err
		}
		if run.Replication == replication && run.Scenario == scenario {
			run.Error = r.failures()[runKeyOf(run)]
			return *run, nil
		}
	}
	return Run{}, fmt.Errorf("%w: scenario %q, replication %d in %s, which holds %s", ErrNoRun, scenario, replication, r.path, r.Manifest.Runs)
}

// mayHold tells row groups that cannot hold a number in a column, by the bounds kept of it.
func mayHold(column, number int) func(parquet.RowGroup) bool {
	return func(group parquet.RowGroup) bool {
		index, err := group.ColumnChunks()[column].ColumnIndex()
		if err != nil {
			return true
		}
		for page := range index.NumPages() {
			if int(index.MinValue(page).Int32()) <= number && number <= int(index.MaxValue(page).Int32()) {
				return true
			}
		}
		return false
	}
}

// Series hands every row of series.parquet to visit, in the order written, until visit returns an error, which it
// returns. A partial folder has none yet.
func (r *Results) Series(visit func(SeriesRow) error) error {
	paths, err := r.files(seriesName)
	if err != nil {
		return err
	}
	return visitAll(summaryTable().read(paths, nil), visit)
}

// AllSeries hands every month of every run to visit, if they were kept, until visit returns an error, which it
// returns. Visit may keep the row.
func (r *Results) AllSeries(visit func(MonthRow) error) error {
	paths, err := r.files(allSeriesName)
	if err != nil {
		return err
	}
	return visitAll(monthsTable(r.Manifest.SeriesColumns).read(paths, nil), visit)
}

// Details hands every row of details.parquet to visit, if they were kept, until visit returns an error, which it returns.
// Visit may keep the row.
func (r *Results) Details(visit func(DetailRow) error) error {
	paths, err := r.files(detailsName)
	if err != nil {
		return err
	}
	return visitAll(detailsTable(r.Manifest.DetailColumns).read(paths, nil), visit)
}

func visitAll[T any](rows iter.Seq2[*T, error], visit func(T) error) error {
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := visit(*row); err != nil {
			return err
		}
	}
	return nil
}

// files returns the paths that hold a table: its parts, or its file, whose SHA-256 is checked when first used, so
// that altered bytes never reach the Parquet library.
func (r *Results) files(name string) ([]string, error) {
	sum, ok := r.Manifest.file(name)
	switch {
	case !ok && name == seriesName: // written at the end
		return nil, nil
	case !ok:
		return partPaths(r.path, name, *r.Manifest.Parts.of(name)), nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.checked[name] {
		if err := checkFile(r.path, sum); err != nil {
			return nil, err
		}
		r.checked[name] = true
	}
	return []string{filepath.Join(r.path, name)}, nil
}
