package study

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"polesim/experiments/store"
)

// Format is the version of the folder's layout that this package writes; it reads all up to it.
const Format = 1

const (
	manifestName = "manifest.json"
	kindOfFolder = "study"
)

// A Manifest says what a study is and who began it. It is written once and says nothing of how far the study is.
type Manifest struct {
	Format   int            `json:"format"`
	Kind     string         `json:"kind"` // "study"
	Started  time.Time      `json:"started"`
	Platform store.Platform `json:"platform"` // on which it was begun
	Plan
	Kept []store.FileSum `json:"files"` // Plan.Files as written
}

func newManifest(p Plan) Manifest {
	return Manifest{
		Format: Format, Kind: kindOfFolder, Started: time.Now().UTC().Truncate(time.Second), Plan: p,
		Platform: store.Platform{OS: runtime.GOOS, Arch: runtime.GOARCH, Go: runtime.Version(), CPUs: runtime.NumCPU()},
	}
}

func (m *Manifest) write(dir string) error {
	_, err := store.WriteFile(filepath.Join(dir, manifestName), func(out io.Writer) error {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(m)
	})
	return err
}

// readManifest reads the manifest of a study. Errors wrap fs.ErrNotExist where there is none, store.ErrNotResults,
// store.ErrNewer or store.ErrCorrupt.
func readManifest(dir string) (m Manifest, err error) {
	path := filepath.Join(dir, manifestName)
	data, err := os.ReadFile(path)
	if err != nil {
		return m, err
	}
	var head struct {
		Format int
		Kind   string
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return m, fmt.Errorf("%w: %s: %w", store.ErrCorrupt, path, err)
	}
	switch {
	case head.Kind != kindOfFolder:
		return m, fmt.Errorf("%w: %s holds results of run or compare, not of a study", store.ErrNotResults, dir)
	case head.Format > Format:
		return m, fmt.Errorf("%w: %s has format %d, this program reads up to %d; update it", store.ErrNewer, path, head.Format, Format)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("%w: %s: %w", store.ErrCorrupt, path, err)
	}
	if err := m.Check(); err != nil {
		return m, fmt.Errorf("%w: %s: %w", store.ErrCorrupt, path, err)
	}
	return m, nil
}

// Open looks at a study, which may be running. Errors wrap store.ErrNotResults, store.ErrNewer or store.ErrCorrupt.
func Open(dir string) (*Study, error) {
	dir = filepath.Clean(dir)
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%w: %s is a file; name the folder of a study", store.ErrNotResults, dir)
	}
	var m Manifest
	if err == nil {
		m, err = readManifest(dir)
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("%w: %s has no %s", store.ErrNotResults, dir, manifestName)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("opening the study: %w", err)
	}
	return newStudy(dir, m)
}
