package study

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"polesim/experiments/store"
)

// MergeOptions say how Merge merges.
type MergeOptions struct {
	Settings func(point int, into []store.Setting) error // of the factors at a point; nil leaves points.parquet out
	Tidy     bool                                        // put one chunk in the place of all, if no run is missing
	Progress func(rows int)                              // after each run
	Tell     func(message string)
}

// Merge writes runs.parquet, points.parquet and the dictionary from what is whole; that what is missing is no error. It may
// be killed at any moment and called again, with the same bytes at the end. Damaged chunks are set aside, and their runs
// are missing then.
func (s *Study) Merge(ctx context.Context, o MergeOptions) (Status, error) {
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	if o.Progress == nil {
		o.Progress = func(int) {}
	}
	st, err := s.merge(ctx, o)
	if err != nil {
		return st, fmt.Errorf("merging the study: %w", err)
	}
	return st, nil
}

func (s *Study) merge(ctx context.Context, o MergeOptions) (st Status, err error) {
	lock, err := s.lock("merge")
	if errors.Is(err, store.ErrBusy) {
		return st, fmt.Errorf("%w: it merges %s; wait for its end", err, s.dir)
	}
	if err != nil {
		return st, err
	}
	defer lock.Close()
	if o.Tidy { // nobody may add what would then be taken away unmerged
		running, err := s.lock("study")
		if errors.Is(err, store.ErrBusy) {
			return st, fmt.Errorf("%w: it runs %s, whose chunks are kept", err, s.dir)
		}
		if err != nil {
			return st, err
		}
		defer running.Close()
	}
	if _, err := s.missing(s.Manifest.all(), o.Tell); err != nil {
		return st, err
	}
	sum, merged, err := s.mergeRuns(ctx, o.Progress)
	if err != nil {
		return st, err
	}
	dictionary := s.runs.Dictionary()
	if o.Settings != nil {
		if err := s.mergePoints(ctx, o.Settings); err != nil {
			return st, err
		}
		dictionary = append(dictionary, s.points.Dictionary()...)
	}
	if err := store.WriteDictionary(s.dir, dictionary); err != nil {
		return st, err
	}
	if st, err = s.Status(); err == nil && o.Tidy {
		err = s.replaceChunks(st, sum, merged)
	}
	return st, err
}

// mergeRuns writes runs.parquet and returns which files it holds now.
func (s *Study) mergeRuns(ctx context.Context, progress func(int)) (sum store.FileSum, from sources, err error) {
	if from, err = s.sources(); err != nil {
		return sum, from, err
	}
	f := footing{plan: s.plan}
	if f.spans, err = s.covered(from); err != nil {
		return sum, from, err
	}
	if f.spans == nil {
		f.spans = []Span{}
	}
	rows := func(yield func(*store.StudyRun, error) bool) {
		inRun, done := len(s.Manifest.Rows), 0
		for row, err := range s.rowsOf(from) {
			if done%inRun == 0 && err == nil {
				f.counts.add(row.Status, 1)
				progress(done)
				err = ctx.Err()
			}
			if !yield(row, err) {
				return
			}
			done++
		}
	}
	sum, err = store.WriteFile(filepath.Join(s.dir, s.runs.File()), func(out io.Writer) error {
		return s.runs.Encode(out, rows, func() []store.Note { return f.notes() })
	})
	return sum, from, err
}

func (s *Study) mergePoints(ctx context.Context, settings func(int, []store.Setting) error) error {
	_, err := store.WriteFile(filepath.Join(s.dir, s.points.File()), func(out io.Writer) error {
		return s.points.Encode(out, s.pointRows(ctx, settings), nil)
	})
	return err
}

// pointRows yields what the study sets at its points.
func (s *Study) pointRows(ctx context.Context, settings func(int, []store.Setting) error) iter.Seq2[*store.StudyPoint, error] {
	return func(yield func(*store.StudyPoint, error) bool) {
		row := store.StudyPoint{Values: make([]store.Setting, len(s.Manifest.Factors))}
		for row.Point = range s.Manifest.Points {
			err := ctx.Err()
			if err == nil {
				err = settings(row.Point, row.Values)
			}
			if !yield(&row, err) || err != nil {
				return
			}
		}
	}
}

// replaceChunks puts a copy of the merged file in the place of the chunks and retries that it holds: at every moment all
// runs are there, and afterwards twice, so that one damaged file costs nothing.
func (s *Study) replaceChunks(st Status, sum store.FileSum, merged sources) error {
	if !st.Whole() || !st.Merged {
		return fmt.Errorf("%w: %d of %d are missing, and chunks are kept until then", ErrUnmerged, st.Missing, st.Planned)
	}
	all := s.Manifest.all()
	whole := filepath.Join(s.dir, chunksName, fmt.Sprintf("%012d-%012d.%s.parquet", all.First, all.End, sum.SHA256[:hashDigits]))
	if err := copyFile(filepath.Join(s.dir, s.runs.File()), whole); err != nil {
		return err
	}
	for _, c := range slices.Concat(merged.retries, merged.chunks) {
		if c.path == whole || c.hash == "" {
			continue
		}
		if err := os.Remove(c.path); err != nil {
			return err
		}
	}
	return nil
}

// copyFile makes a copy, whole or not at all.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = store.WriteFile(to, func(out io.Writer) error {
		_, err := io.Copy(out, in)
		return err
	})
	return err
}

// Export writes the rows that are whole, and the points, as CSV into a folder; files there with another content are an
// error wrapping store.ErrExists.
func (s *Study) Export(ctx context.Context, out string, settings func(point int, into []store.Setting) error) error {
	if err := store.ExportStudy(out, s.runs, s.Rows(), s.points, s.pointRows(ctx, settings)); err != nil {
		return fmt.Errorf("exporting %s: %w", s.dir, err)
	}
	return nil
}
