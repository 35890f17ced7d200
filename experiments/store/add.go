package store

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"path/filepath"
	"time"
)

// When Add flushes by itself. None of these shows in the finished files.
var (
	flushReplications = 256
	flushEvery        = 5 * time.Second
	flushValues       = 1 << 20 // float64 buffered: 8 MiB
)

var errClosed = errors.New("the result folder is closed")

// AddSeries buffers months of a replication for all_series.parquet. It comes before the Add of that replication and
// may come several times; the rows are kept in order. Values are copied.
func (f *Folder) AddSeries(replication int, rows []MonthRow) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.checkTurn(replication); err != nil {
		return err
	}
	if len(f.open) > 0 && f.open[0].Replication != replication {
		return fmt.Errorf("series of replication %d: replication %d has series, but was not added", replication, f.open[0].Replication)
	}
	values := make([]float64, 0, len(rows)*len(f.manifest.SeriesColumns))
	for _, r := range rows {
		if err := f.checkMonth(replication, &r); err != nil {
			return err
		}
		values = append(values, r.Values...)
		r.Values = values[len(values)-len(r.Values):]
		f.open = append(f.open, r)
	}
	return nil
}

func (f *Folder) checkMonth(replication int, r *MonthRow) error {
	known := false
	for _, s := range f.manifest.Scenarios {
		known = known || s.Name == r.Scenario
	}
	switch {
	case !known:
		return fmt.Errorf("series of replication %d: scenario %q is not in the manifest", replication, r.Scenario)
	case r.Replication != replication:
		return fmt.Errorf("series of replication %d: a row says replication %d", replication, r.Replication)
	case r.Month < 0 || r.Month > math.MaxInt32:
		return fmt.Errorf("series of replication %d: month %d is out of range", replication, r.Month)
	case len(r.Values) != len(f.manifest.SeriesColumns):
		return fmt.Errorf("series of replication %d: %d values for %d columns", replication, len(r.Values), len(f.manifest.SeriesColumns))
	}
	return nil
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
	if len(f.open) > 0 && f.open[0].Replication != replication {
		return fmt.Errorf("replication %d: replication %d has series, but was not added", replication, f.open[0].Replication)
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
	f.pendingMonths = append(f.pendingMonths, f.open...)
	f.pendingValues += len(values) + len(f.open)*len(f.manifest.SeriesColumns)
	f.open = f.open[:0]
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
	case replication < 0 || replication > math.MaxInt32:
		return fmt.Errorf("replication %d is out of range", replication)
	case replication <= f.last:
		return fmt.Errorf("replication %d comes after replication %d", replication, f.last)
	}
	return nil
}

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
	if len(f.pendingMonths) > 0 {
		if _, err := f.months.write(monthPart(f.path, next.Parts.AllSeries), each(f.pendingMonths)); err != nil {
			return fmt.Errorf("saving results: %w", err)
		}
		next.Parts.AllSeries++
	}
	if _, err := f.runs.write(runPart(f.path, next.Parts.Runs), each(f.pendingRuns)); err != nil {
		return fmt.Errorf("saving results: %w", err)
	}
	next.Parts.Runs++
	if err := next.write(f.path); err != nil {
		return fmt.Errorf("saving results: %w", err)
	}
	f.manifest, f.digest = next, reached
	clear(f.pendingRuns) // let go of the values
	clear(f.pendingMonths)
	f.pendingRuns, f.pendingMonths = f.pendingRuns[:0], f.pendingMonths[:0]
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

func runPart(folder string, number int) string {
	return filepath.Join(folder, partsName, fmt.Sprintf("runs-%08d.parquet", number))
}

func monthPart(folder string, number int) string {
	return filepath.Join(folder, partsName, fmt.Sprintf("all_series-%08d.parquet", number))
}

// parts returns the paths of the first so many parts.
func parts(folder string, count int, name func(string, int) string) []string {
	paths := make([]string, count)
	for i := range paths {
		paths[i] = name(folder, i)
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
