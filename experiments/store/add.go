package store

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"path/filepath"
	"strings"
	"time"
)

// When Add flushes by itself. None of these shows in the finished files.
var (
	flushReplications = 256
	flushEvery        = 5 * time.Second
	flushValues       = 1 << 19 // float64 buffered: 4 MiB
)

var errClosed = errors.New("the result folder is closed")

// AddSeries buffers months of a replication for all_series.parquet. It comes before the Add of that replication and
// may come several times; the rows are kept in order. Values are copied.
func (f *Folder) AddSeries(replication int, rows []MonthRow) error {
	return addCompanions(f, f.months, replication, rows)
}

// AddDetails does the same for details.parquet.
func (f *Folder) AddDetails(replication int, rows []DetailRow) error {
	return addCompanions(f, f.details, replication, rows)
}

func addCompanions[T any](f *Folder, to *companions[T], replication int, rows []T) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.checkTurn(replication); err != nil {
		return err
	}
	return to.add(replication, rows, f.manifest.Scenarios)
}

// Add takes the runs of one whole replication, one for each scenario in the manifest's order. Replications come in
// rising order; gaps are allowed. Values are copied. The rows are on disk after the next flush, which Add makes by
// itself after 256 replications, 5 seconds or 8 MiB. If that flush fails the rows stay buffered and the error is
// returned; a later Flush tries again.
func (f *Folder) Add(replication int, runs []Run) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.checkTurn(replication); err != nil {
		return err
	}
	if err := f.checkRuns(replication, runs); err != nil {
		return err
	}
	columns := len(f.manifest.RunColumns)
	values := make([]float64, len(runs)*columns)
	for i, r := range runs {
		kept := values[i*columns:][:columns:columns]
		if r.Values == nil {
			fillNaN(kept)
		}
		copy(kept, r.Values)
		r.Values = kept
		f.pendingRuns = append(f.pendingRuns, r)
	}
	f.pendingValues += len(values)
	for _, c := range f.companions() {
		f.pendingValues += c.join()
	}
	f.last = replication
	f.replications++
	if f.replications >= flushReplications || f.pendingValues >= flushValues || time.Since(f.flushed) >= flushEvery {
		return f.flush()
	}
	return nil
}

func fillNaN(values []float64) {
	for i := range values {
		values[i] = math.NaN()
	}
}

// checkTurn returns an error unless the replication may come now.
func (f *Folder) checkTurn(replication int) error {
	switch {
	case f.closed || f.sealed:
		return errClosed
	case !isInt32(replication):
		return fmt.Errorf("replication %d is out of range", replication)
	case replication <= f.last:
		return fmt.Errorf("replication %d comes after replication %d", replication, f.last)
	}
	for _, c := range f.companions() {
		if before, waiting := c.opened(); waiting && before != replication {
			return fmt.Errorf("replication %d: replication %d has rows, but was not added", replication, before)
		}
	}
	return nil
}

// isInt32 says whether a number from 0 on can be kept.
func isInt32(n int) bool { return n >= 0 && n <= math.MaxInt32 }

func (f *Folder) checkRuns(replication int, runs []Run) error {
	if len(runs) != len(f.manifest.Scenarios) {
		return fmt.Errorf("replication %d: %d runs for %d scenarios", replication, len(runs), len(f.manifest.Scenarios))
	}
	for i, r := range runs {
		switch {
		case r.Scenario != f.manifest.Scenarios[i].Name:
			return fmt.Errorf("replication %d: run %d is of scenario %q, expected %q", replication, i+1, r.Scenario, f.manifest.Scenarios[i].Name)
		case r.Replication != replication:
			return fmt.Errorf("replication %d: the run of %q says replication %d", replication, r.Scenario, r.Replication)
		case r.Status != Done && r.Status != Failed:
			return fmt.Errorf("replication %d: the run of %q has status %q, expected %q or %q", replication, r.Scenario, r.Status, Done, Failed)
		case len(r.Values) != len(f.manifest.RunColumns) && (r.Status == Done || r.Values != nil):
			return fmt.Errorf("replication %d: the run of %q has %d values for %d columns", replication, r.Scenario, len(r.Values), len(f.manifest.RunColumns))
		}
	}
	return nil
}

// Flush puts the replications added so far on disk and then into the manifest. If it fails, what the manifest listed
// before is whole still, and Flush may be called again.
func (f *Folder) Flush() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed || f.sealed {
		return errClosed
	}
	return f.flush()
}

func (f *Folder) flush() error {
	f.flushed = time.Now()
	if len(f.pendingRuns) == 0 {
		return nil
	}
	next := f.manifest
	next.Runs = next.Runs.clone()
	reached, err := f.digest.clone()
	if err != nil {
		return err
	}
	for i := range f.pendingRuns {
		next.note(&f.pendingRuns[i], i%len(next.Scenarios) == 0)
		reached.add(&f.pendingRuns[i])
	}
	next.Digest = reached.String()
	for _, c := range f.companions() {
		if err := c.flush(f.path, &next.Parts); err != nil {
			return fmt.Errorf("saving results: %w", err)
		}
	}
	if _, err := f.runs.write(partPath(f.path, runsName, next.Parts.Runs), each(f.pendingRuns)); err != nil {
		return fmt.Errorf("saving results: %w", err)
	}
	next.Parts.Runs++
	if err := next.write(f.path); err != nil {
		return fmt.Errorf("saving results: %w", err)
	}
	f.manifest, f.digest = next, reached
	clear(f.pendingRuns) // let go of the values
	f.pendingRuns = f.pendingRuns[:0]
	for _, c := range f.companions() {
		c.forget()
	}
	f.pendingValues, f.replications = 0, 0
	return nil
}

// note counts a run in; first says that it opens a replication.
func (m *Manifest) note(r *Run, first bool) {
	if first {
		m.Runs.add(r.Replication)
	}
	m.Runs.Rows++
	if r.Status != Failed {
		return
	}
	m.Runs.FailedCount++
	if len(m.Runs.Failed) < maxFailedListed {
		m.Runs.Failed = append(m.Runs.Failed, FailedRun{r.Scenario, r.Replication, r.Error})
	}
}

// partPath is the path of a numbered part of a file.
func partPath(folder, file string, number int) string {
	name := strings.TrimSuffix(file, parquetSuffix)
	return filepath.Join(folder, partsName, fmt.Sprintf("%s-%08d%s", name, number, parquetSuffix))
}

// partPaths returns the paths of the first so many parts of a file.
func partPaths(folder, file string, count int) []string {
	paths := make([]string, count)
	for i := range paths {
		paths[i] = partPath(folder, file, i)
	}
	return paths
}

// each turns a slice into the sequence that tables write.
func each[T any](rows []T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for i := range rows {
			if !yield(&rows[i], nil) {
				return
			}
		}
	}
}
