package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Format is the version of the folder's layout that this package writes; it reads all up to it.
const Format = 1

// States of a folder.
const (
	StateRunning     = "running"     // being written, or left so by a process that was killed
	StateComplete    = "complete"    // all replications planned are whole
	StateInterrupted = "interrupted" // stopped on demand; what is whole was kept
	StateFailed      = "failed"      // stopped by an error; what is whole was kept
)

// maxFailedListed bounds the manifest: further failed runs are counted there and listed in runs.parquet only.
const maxFailedListed = 1000

const manifestName = "manifest.json"

// A Manifest says what a folder holds and how it came about. Of the fields, the caller of [Create] sets Program,
// Command, Seed, Months, Replications, Scenarios, and may set Platform, Started, DetailColumns and Further; the folder
// keeps the others.
type Manifest struct {
	Format        int        `json:"format"`
	State         string     `json:"state"`
	Program       Program    `json:"program"`
	Platform      Platform   `json:"platform"`
	Command       []string   `json:"command"`
	Started       time.Time  `json:"started"`           // UTC, to the second
	Finished      time.Time  `json:"finished,omitzero"` // UTC, to the second
	Seed          uint64     `json:"seed,string"`       // a string: JavaScript numbers end at 2⁵³
	Months        int        `json:"months"`            // length of a run
	Replications  int        `json:"replications"`      // planned; 0 if not known beforehand
	Runs          Progress   `json:"runs"`
	Digest        string     `json:"digest"` // of the rows of Runs, in order; equal if and only if the rows are
	Parts         Parts      `json:"parts,omitzero"`
	Files         []FileSum  `json:"files,omitempty"`   // of a finished folder
	Further       []string   `json:"further,omitempty"` // names of files that the caller may put there besides: figures
	RunColumns    []Column   `json:"run_columns"`
	SeriesColumns []Column   `json:"series_columns"`
	DetailColumns []Column   `json:"detail_columns,omitempty"`
	Scenarios     []Scenario `json:"scenarios"`
}

// Program names what produced the results.
type Program struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
}

// Platform is where it ran.
type Platform struct {
	OS   string `json:"os"`
	Arch string `json:"arch"`
	Go   string `json:"go"`
	CPUs int    `json:"cpus"`
}

// A Scenario is one of those compared. TOML is its file with everything it extends resolved, so that the folder can
// be run again without any other file.
type Scenario struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Hash  string `json:"hash"`
	TOML  string `json:"toml"`
}

// Progress says which replications are whole: all their runs are on disk.
type Progress struct {
	Whole       []Range     `json:"whole"`
	Rows        int         `json:"rows"`         // one for each scenario of a whole replication
	FailedCount int         `json:"failed_count"` // of Rows
	Failed      []FailedRun `json:"failed"`       // the first 1,000
}

// A Range is a run of consecutive replications, both ends included.
type Range [2]int

// A FailedRun is a run that ended in an error. It counts as whole: it was run and its row says failed.
type FailedRun struct {
	Scenario    string `json:"scenario"`
	Replication int    `json:"replication"`
	Error       string `json:"error"`
}

// Parts counts the files under parts/ that are whole, numbered from 0.
type Parts struct {
	Runs      int `json:"runs"`
	AllSeries int `json:"all_series"`
	Details   int `json:"details,omitempty"`
}

// of returns the count of the parts of a file.
func (p *Parts) of(file string) *int {
	switch file {
	case runsName:
		return &p.Runs
	case allSeriesName:
		return &p.AllSeries
	case detailsName:
		return &p.Details
	}
	panic("store: " + file + " has no parts")
}

// Count returns how many replications are whole.
func (p Progress) Count() int {
	n := 0
	for _, r := range p.Whole {
		n += r[1] - r[0] + 1
	}
	return n
}

// add notes a whole replication, higher than all before.
func (p *Progress) add(replication int) {
	if last := len(p.Whole) - 1; last >= 0 && p.Whole[last][1]+1 == replication {
		p.Whole[last][1] = replication
		return
	}
	p.Whole = append(p.Whole, Range{replication, replication})
}

func (p Progress) clone() Progress {
	p.Whole, p.Failed = slices.Clone(p.Whole), slices.Clone(p.Failed)
	return p
}

// String says how much is whole: "37 whole replications (0–36)".
func (p Progress) String() string {
	n := p.Count()
	if n == 0 {
		return "no whole replication"
	}
	var ranges []string
	for _, r := range p.Whole[:min(len(p.Whole), 5)] {
		if r[0] == r[1] {
			ranges = append(ranges, fmt.Sprint(r[0]))
		} else {
			ranges = append(ranges, fmt.Sprintf("%d–%d", r[0], r[1]))
		}
	}
	if len(p.Whole) > 5 {
		ranges = append(ranges, "…")
	}
	noun := "replications"
	if n == 1 {
		noun = "replication"
	}
	return fmt.Sprintf("%d whole %s (%s)", n, noun, strings.Join(ranges, ", "))
}

// begin checks what the caller gave and sets the rest for a folder without rows.
func (m *Manifest) begin(runColumns, seriesColumns []Column) error {
	if len(m.Scenarios) == 0 {
		return errors.New("a result folder needs at least one scenario")
	}
	seen := map[string]bool{}
	for _, s := range m.Scenarios {
		if s.Name == "" || seen[s.Name] {
			return fmt.Errorf("scenario name %q is empty or used twice", s.Name)
		}
		seen[s.Name] = true
	}
	if m.Replications < 0 || m.Replications > math.MaxInt32 || m.Months < 0 || m.Months > math.MaxInt32 {
		return fmt.Errorf("%d replications of %d months: out of range", m.Replications, m.Months)
	}
	if m.Platform == (Platform{}) {
		m.Platform = Platform{runtime.GOOS, runtime.GOARCH, runtime.Version(), runtime.NumCPU()}
	}
	if m.Started.IsZero() {
		m.Started = time.Now()
	}
	m.Format, m.State = Format, StateRunning
	m.Started, m.Finished = m.Started.UTC().Truncate(time.Second), time.Time{}
	m.Command, m.Scenarios = append([]string{}, m.Command...), slices.Clone(m.Scenarios)
	m.RunColumns, m.SeriesColumns = append([]Column{}, runColumns...), append([]Column{}, seriesColumns...)
	m.DetailColumns, m.Further = slices.Clone(m.DetailColumns), slices.Clone(m.Further)
	m.Runs = Progress{Whole: []Range{}, Failed: []FailedRun{}}
	m.Digest, m.Parts, m.Files = newDigest(runColumns).String(), Parts{}, nil
	return m.checkColumns()
}

func (m *Manifest) checkColumns() error {
	return errors.Join(checkColumns(runKey, m.RunColumns), checkColumns(monthKey, m.SeriesColumns),
		checkColumns(detailKey, m.DetailColumns))
}

// write replaces the manifest of a folder, in one step.
func (m *Manifest) write(folder string) error {
	_, err := writeFile(filepath.Join(folder, manifestName), func(out io.Writer) error {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(m)
	})
	return err
}

// readManifest reads the manifest of a folder. Errors wrap ErrNotResults, ErrNewer or ErrCorrupt.
func readManifest(folder string) (Manifest, error) {
	var m Manifest
	path := filepath.Join(folder, manifestName)
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return m, fmt.Errorf("%w: %s has no %s", ErrNotResults, folder, manifestName)
	}
	if err != nil {
		return m, err
	}
	var version struct {
		Format int
		Kind   string
	}
	if err := json.Unmarshal(data, &version); err != nil {
		return m, fmt.Errorf("%w: %s: %w", ErrCorrupt, path, err)
	}
	if version.Kind != "" { // a folder of results says none
		return m, fmt.Errorf("%w: %s is the folder of a %s; see polesim %[3]s --help", ErrNotResults, folder, version.Kind)
	}
	if version.Format > Format {
		return m, fmt.Errorf("%w: %s has format %d, this program reads up to %d; update it", ErrNewer, path, version.Format, Format)
	}
	if version.Format < 1 {
		return m, fmt.Errorf("%w: %s says no format", ErrNotResults, path)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("%w: %s: %w", ErrCorrupt, path, err)
	}
	if err := m.checkColumns(); err != nil {
		return m, fmt.Errorf("%w: %s: %w", ErrCorrupt, path, err)
	}
	return m, nil
}
