package experiments

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"polesim/experiments/store"
)

// Options say what Execute does with a plan's runs besides running them.
type Options struct {
	Dir       string // result folder; "" for DefaultDir
	Force     bool   // replace a folder of that name
	AllSeries bool   // keep the months of every run
	NoFigures bool
	Program   store.Program
	Command   []string
	Progress  Watch // told of each replication; may be nil
}

// Done is what Execute leaves.
type Done struct {
	Summary     *Summary
	Dir         string // "" if nothing was whole and so nothing was kept
	Digest      string // of all rows
	Figures     []string
	Details     *Details // nil unless the plan looks at them
	Interrupted bool     // ctx ended before all replications were done
}

// DefaultDir is where results go when the user does not say: results/<names>-<seed>.
func (p *Plan) DefaultDir() string {
	const spelledOut = 4
	names := make([]string, 0, len(p.Scenarios))
	for _, c := range p.Scenarios {
		names = append(names, c.Name)
	}
	name := strings.Join(names, "_vs_")
	if len(names) > spelledOut {
		name = fmt.Sprintf("%s_vs_%d-others", names[0], len(names)-1)
	}
	return filepath.Join("results", fmt.Sprintf("%s-%d", name, p.Seed))
}

// Execute runs the plan into a result folder with figures. When ctx ends it keeps the replications that are whole and
// says so; an error leaves what is whole in the partial folder that the error names.
func (p *Plan) Execute(ctx context.Context, o Options) (*Done, error) {
	if o.Dir == "" {
		o.Dir = p.DefaultDir()
	}
	record, err := NewRecord(o.Dir, o.Force, o.AllSeries, p, o.Program, o.Command)
	if err != nil {
		return nil, err
	}
	defer record.Folder.Close()
	done := &Done{Summary: NewSummary(p), Dir: o.Dir}
	courses := NewCourses(p)
	watchers := []Watch{record.Watch, done.Summary.Watch, courses.Watch}
	if p.Details {
		done.Details = NewDetails(p)
		watchers = append(watchers, done.Details.Watch)
	}
	if o.Progress != nil {
		watchers = append(watchers, o.Progress)
	}
	state := store.StateComplete
	if err := p.Run(ctx, watchers...); err != nil {
		if ctx.Err() == nil || !errors.Is(err, context.Cause(ctx)) {
			return nil, errors.Join(err, kept(record.Folder))
		}
		done.Interrupted, state = true, store.StateInterrupted
		if done.Summary.Count()+done.Summary.Failed == 0 {
			done.Dir = ""
			return done, errors.Join(record.Folder.Close(), os.RemoveAll(record.Folder.Path()))
		}
	}
	if done.Details != nil {
		if err := done.Details.save(filepath.Join(record.Folder.Path(), DetailsFile)); err != nil {
			return nil, errors.Join(err, kept(record.Folder))
		}
	}
	if done.Interrupted {
		if _, err := os.Stat(o.Dir); err == nil { // complete results are there: what is whole of this run stays beside
			done.Dir = record.Folder.Path()
			return done, errors.Join(record.Folder.Flush(), record.Folder.Close())
		}
	}
	runtime.GC()         // pools are let go at the second collection
	debug.FreeOSMemory() // of the runs: merging takes its own
	// Rows first: what takes its time, as figures do, or may fail for want of room, cannot harm what is whole.
	if err := record.Folder.Seal(state, courses.Rows()); err != nil {
		return nil, errors.Join(err, kept(record.Folder))
	}
	done.Digest = record.Folder.Manifest().Digest
	var figures error
	if !o.NoFigures {
		if done.Figures, figures = DrawFigures(filepath.Join(record.Folder.Path(), figuresName), done.Summary, courses); figures != nil {
			figures = fmt.Errorf("%w; the results are whole in %s", figures, o.Dir)
		}
	}
	if err := record.Folder.Finish(state, nil); err != nil {
		return nil, errors.Join(err, kept(record.Folder))
	}
	return done, figures
}

// kept puts what waits for the disk there, as far as it can be, and says what an unfinished folder holds.
func kept(f *store.Folder) error {
	_ = f.Flush() // where the disk is the trouble it fails again, and what it held before is whole still
	return fmt.Errorf("what is whole stays in %s: %v", f.Path(), f.Manifest().Runs)
}
