package study

import (
	"context"
	"flag"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

// A nothing is a subject whose runs take no time: what is measured is the study.
type nothing struct{ fake }

func (n *nothing) Prepare(point int) (Runner, error) { return nothingRunner{float64(point)}, nil }

type nothingRunner struct{ point float64 }

func (r nothingRunner) Run(_ context.Context, _ uint64, replication int, into [][]float64) error {
	for row := range into {
		for column := range into[row] {
			into[row][column] = r.point + float64(replication)*float64(column+1)/7
		}
	}
	return nil
}

// BenchmarkRun says what a study costs a run of two rows of two outcomes, merge included.
func BenchmarkRun(b *testing.B) {
	for name, replications := range map[string]int{"20 replications": 20, "1 replication": 1} {
		b.Run(name, func(b *testing.B) {
			points := (b.N + replications - 1) / replications
			s := begin(b, fakePlan(points, replications))
			b.ResetTimer()
			run(b, s, &nothing{fake{points: points}}, Options{})
			if _, err := s.Merge(b.Context(), MergeOptions{Settings: fakeSettings}); err != nil {
				b.Fatal(err)
			}
		})
	}
}

var large = flag.Int("large", 0, "rows of the study that TestMemoryOfALargeStudy writes and merges; 0 skips it")

func TestMemoryOfALargeStudy(t *testing.T) {
	if *large == 0 {
		t.Skip("takes a minute: -large 10000000")
	}
	debug.SetGCPercent(25) // as the program does
	plan := fakePlan(*large/20/len(fakeRows), 20)
	s := begin(t, plan)
	began := time.Now()
	run(t, s, &nothing{fake{points: plan.Points}}, Options{})
	written, wrote := peak(t), time.Since(began)
	began = time.Now()
	st, err := s.Merge(t.Context(), MergeOptions{Settings: fakeSettings})
	must(t, err)
	if st.Done != plan.Runs() || !st.Merged {
		t.Errorf("%+v", st)
	}
	t.Logf("%d rows: written in %v, peak %s; merged in %v, peak %s", *large, wrote, written, time.Since(began), peak(t))
}

// peak is the most memory that the process has had so far, as Linux says.
func peak(t *testing.T) string {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line)
}
