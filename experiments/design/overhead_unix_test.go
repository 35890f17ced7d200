//go:build unix

package design

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"polesim/experiments/study"
)

// A shortcut is the subject of a design whose runs take no time: what is left is the study.
type shortcut struct{ *Hospital }

func (shortcut) Prepare(point int) (study.Runner, error) { return shortcutRunner{float64(point)}, nil }

type shortcutRunner struct{ point float64 }

func (r shortcutRunner) Run(_ context.Context, _ uint64, replication int, into [][]float64) error {
	for row := range into {
		for column := range into[row] {
			into[row][column] = r.point + float64(replication)*float64(column+1)/7
		}
	}
	return nil
}

// BenchmarkOverhead says what a study of 10,000 short runs adds to the runs themselves, in processor time: which outcomes
// it keeps, and how many, is what such a design takes when it does not say.
func BenchmarkOverhead(b *testing.B) {
	path := filepath.Join(b.TempDir(), "d.toml")
	const text = "scenarios = [\"map/contract\", \"map/pmu\"]\nsampler = \"halton\"\npoints = 500\nreplications = 20\nmonths = 12\n" +
		"[[factor]]\nkey = \"professionals.autonomy\"\nrange = [0.1, 0.9]\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
	d, err := Load(path)
	if err != nil {
		b.Fatal(err)
	}
	plan, err := d.Plan()
	if err != nil {
		b.Fatal(err)
	}
	var kept, run time.Duration
	for b.Loop() {
		began := processorTime(b)
		s, err := study.Create(filepath.Join(b.TempDir(), "s"), plan)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Run(b.Context(), shortcut{hospital(d)}, study.Options{}); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Merge(b.Context(), study.MergeOptions{Settings: d.Set}); err != nil {
			b.Fatal(err)
		}
		kept += processorTime(b) - began
		began = processorTime(b)
		runAlone(b, d)
		run += processorTime(b) - began
	}
	runs := float64(b.N * plan.Points * plan.Replications.Most)
	b.ReportMetric(float64(kept.Microseconds())/runs, "µs/run-kept")
	b.ReportMetric(float64(run.Microseconds())/runs, "µs/run")
	b.ReportMetric(100*kept.Seconds()/run.Seconds(), "%-overhead")
	b.ReportMetric(100*kept.Seconds()*float64(runtime.NumCPU())/(run+kept).Seconds(), "%-of-a-core")
	b.ReportMetric(0, "ns/op")
}

// runAlone runs all points and replications of a design, and keeps nothing.
func runAlone(b *testing.B, d *Design) {
	h := Subject(d)
	into := make([][]float64, len(h.Rows()))
	for row := range into {
		into[row] = make([]float64, len(h.Columns()))
	}
	for point := range d.Points() {
		r, err := h.Prepare(point)
		if err != nil {
			b.Fatal(err)
		}
		for replication := range d.Most() {
			if err := r.Run(b.Context(), d.Seed, replication, into); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// processorTime is what all threads of this process have spent so far, in the system too.
func processorTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
