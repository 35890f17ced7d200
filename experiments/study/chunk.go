package study

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"polesim/experiments/store"
)

// A chunk is a file with rows of the runs of a span: of all in chunks/, of some in retries/.
type chunk struct {
	Span
	path string
	hash string // beginning of its SHA-256, as its name says; "" for a merged file
}

const (
	hashDigits    = 16
	damagedSuffix = ".damaged"
	tmpSuffix     = ".tmp"
)

var chunkName = regexp.MustCompile(`^(\d{1,16})-(\d{1,16})\.([0-9a-f]{16})\.parquet$`)

// list returns the chunks in a folder of the study, by span and hash.
func (s *Study) list(folder string) ([]chunk, error) {
	dir := filepath.Join(s.dir, folder)
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var chunks []chunk
	for _, e := range entries {
		parts := chunkName.FindStringSubmatch(e.Name())
		if parts == nil {
			continue
		}
		first, errFirst := strconv.Atoi(parts[1])
		end, errEnd := strconv.Atoi(parts[2])
		size := s.Manifest.unitRuns()
		if errFirst != nil || errEnd != nil || first >= end || end > s.Manifest.Runs() || first%size != 0 || end%size != 0 {
			return nil, fmt.Errorf("%w: %s: the study plans no such runs", store.ErrCorrupt, filepath.Join(dir, e.Name()))
		}
		chunks = append(chunks, chunk{Span{first, end}, filepath.Join(dir, e.Name()), parts[3]})
	}
	sortChunks(chunks)
	return chunks, nil
}

func sortChunks(chunks []chunk) {
	slices.SortFunc(chunks, func(a, b chunk) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.End, b.End), strings.Compare(a.hash, b.hash))
	})
}

// A stamp tells a file that may have been changed from one that was not.
type stamp struct {
	size    int64
	changed time.Time
}

// check returns an error wrapping store.ErrCorrupt if the bytes of a chunk are not those that its name promises, or if its
// runs are another study's. What was found sound is not read for that again while the study is open and the file's size
// and time stay as they are.
func (s *Study) check(c chunk) error {
	if c.hash == "" {
		return nil
	}
	return s.once(c, func() error {
		sum, err := store.SumFile(c.path)
		if err != nil {
			return err
		}
		if sum.SHA256[:hashDigits] != c.hash {
			return fmt.Errorf("%w: %s is not the file that was written (its SHA-256 is not what its name says)", store.ErrCorrupt, c.path)
		}
		_, err = s.footing(c.path)
		return err
	})
}

// once looks at a chunk unless that has been done.
func (s *Study) once(c chunk, look func() error) error {
	info, err := os.Stat(c.path)
	if err != nil {
		return err
	}
	now := stamp{info.Size(), info.ModTime()}
	s.mu.Lock()
	known := s.found[c.path] == now
	s.mu.Unlock()
	if known {
		return nil
	}
	if err := look(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found[c.path] = now
	return nil
}

// setAside gives a damaged chunk a name that nobody takes for a chunk's.
func (c chunk) setAside() error {
	if err := os.Rename(c.path, c.path+damagedSuffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return store.SyncDir(filepath.Dir(c.path))
}

// counts are numbers of runs by what became of them.
type counts struct {
	Done     int `json:"done"`
	Failed   int `json:"failed"`
	TimedOut int `json:"timed_out"`
}

func (c counts) bad() int { return c.Failed + c.TimedOut }
func (c counts) all() int { return c.Done + c.Failed + c.TimedOut }

func (c *counts) add(status string, runs int) {
	switch status {
	case store.Done:
		c.Done += runs
	case store.TimedOut:
		c.TimedOut += runs
	default:
		c.Failed += runs
	}
}

func (c counts) plus(other counts) counts {
	return counts{c.Done + other.Done, c.Failed + other.Failed, c.TimedOut + other.TimedOut}
}

// A footing is what the footer of a file of runs says of them.
type footing struct {
	counts
	spans []Span // whose rows the file has; of a retry some only
	plan  string // Plan.sum of the study; "" in files of before it was noted
}

const (
	countsNote = "polesim.runs"  // by status
	spansNote  = "polesim.spans" // whole
	planNote   = "polesim.plan"
)

func (f footing) notes() []store.Note {
	return []store.Note{{Key: countsNote, Value: mustJSON(f.counts)}, {Key: spansNote, Value: mustJSON(f.spans)}, {Key: planNote, Value: f.plan}}
}

func mustJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("study: " + err.Error())
	}
	return string(text)
}

// footing reads what the footer of a file says; an error wraps store.ErrCorrupt if there is none, or one of another study.
func (s *Study) footing(path string) (f footing, err error) {
	notes, err := s.runs.Notes(path)
	if err != nil {
		return f, err
	}
	if err := errors.Join(json.Unmarshal([]byte(notes[countsNote]), &f.counts), json.Unmarshal([]byte(notes[spansNote]), &f.spans)); err != nil {
		return f, fmt.Errorf("%w: %s: it does not say which runs it holds: %w", store.ErrCorrupt, path, err)
	}
	if f.plan = notes[planNote]; f.plan != "" && f.plan != s.plan {
		return f, fmt.Errorf("%w: %s holds runs of another study: its seed, design or outcomes are not those of %s", store.ErrCorrupt, path, s.dir)
	}
	return f, nil
}

// writeChunk writes the rows of a span into a folder of the study. Label tells the writer from others at work.
func (s *Study) writeChunk(folder, label string, span Span, f footing, rows iter.Seq2[*store.StudyRun, error]) error {
	dir := filepath.Join(s.dir, folder)
	name := filepath.Join(dir, fmt.Sprintf("%012d-%012d", span.First, span.End))
	temporary := fmt.Sprintf("%s.%s.%d%s", name, label, os.Getpid(), tmpSuffix)
	named := func(sum store.FileSum) string { return name + "." + sum.SHA256[:hashDigits] + ".parquet" }
	_, err := store.WriteNamed(temporary, named, func(out io.Writer) error { return s.runs.Encode(out, rows, f.notes) })
	return err
}

// checkWritable returns an error if nothing can be written into the folder: better known before hours of runs than after.
func (s *Study) checkWritable(label string) error {
	for _, folder := range []string{chunksName, retriesName} {
		dir := filepath.Join(s.dir, folder)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		probe := filepath.Join(dir, fmt.Sprintf("probe.%s.%d%s", label, os.Getpid(), tmpSuffix))
		if err := errors.Join(os.WriteFile(probe, nil, 0o644), os.Remove(probe)); err != nil {
			if e, ok := errors.AsType[*fs.PathError](err); ok {
				err = e.Err
			}
			return fmt.Errorf("writing into %s: %w", dir, err)
		}
	}
	return nil
}

// clean removes what a writer of this label, killed, left half written. Its lock must be held.
func (s *Study) clean(label string) {
	for _, folder := range []string{chunksName, retriesName} {
		left, _ := filepath.Glob(filepath.Join(s.dir, folder, "*."+label+".*"+tmpSuffix))
		for _, path := range left {
			os.Remove(path) // if it stays it is litter, no more
		}
	}
}
