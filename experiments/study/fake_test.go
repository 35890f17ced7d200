package study

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"polesim/experiments/store"
	"polesim/sim"
)

// A fake is a subject that costs nothing: what a run gives follows from its seed, its replication and its point alone.
type fake struct {
	points  int
	pause   time.Duration                       // of each run
	trouble func(point, replication int) string // "" or what goes wrong
	count   func(point, replication int)        // told of each run
}

var fakeRows = []string{"services", "pmu"}

var fakePair = [2]string{"pmu", "services"}

var fakeColumns = []store.Column{{Name: "care", Unit: "points", Meaning: "Care."}, {Name: "margin", Unit: "euros", Meaning: "Margin."}}

func (f *fake) Points() int             { return f.points }
func (f *fake) Rows() []string          { return fakeRows }
func (f *fake) Columns() []store.Column { return fakeColumns }

func (f *fake) Prepare(point int) (Runner, error) {
	if f.trouble != nil && f.trouble(point, -1) != "" {
		return nil, errors.New(f.trouble(point, -1))
	}
	return &fakeRunner{f, point, false}, nil
}

type fakeRunner struct {
	*fake
	point int
	spent bool // it panicked: it must not be used again
}

func (f *fakeRunner) Run(ctx context.Context, seed uint64, replication int, into [][]float64) error {
	if f.count != nil {
		f.count(f.point, replication)
	}
	if f.spent {
		return errors.New("a runner is used after it panicked")
	}
	if f.pause > 0 {
		time.Sleep(f.pause)
	}
	stream := sim.NewKey(seed, replication).Named("fake").At(0, 0)
	common := stream.Float64()
	for row := range into {
		for column := range into[row] {
			into[row][column] = common + float64(row)*float64(f.point%7) + .1*stream.Float64()
		}
	}
	if f.trouble == nil {
		return nil
	}
	switch what := f.trouble(f.point, replication); what {
	case "":
	case "panic":
		f.spent = true
		panic("out of beds")
	case "nan":
		into[1][0] = math.NaN()
	case "slow":
		<-ctx.Done()
		return fmt.Errorf("month 3: %w", context.Cause(ctx))
	default:
		return errors.New(what)
	}
	return nil
}

func fakePlan(points, replications int) Plan {
	return Plan{
		Title: "A study of nothing", Program: store.Program{Version: "1", Commit: "c"}, Design: "d1", Seed: 11,
		Points: points, Replications: Replications{Most: replications}, Sampler: Sampler{Name: "halton"},
		Rows: fakeRows, Columns: fakeColumns,
		Factors: []store.Factor{{Column: store.Column{Name: "autonomy"}}, {Column: store.Column{Name: "charter"}, Choices: true}},
		Files:   []File{{"design.toml", []byte("title = \"x\"\nseed = 11\n")}, {"scenarios/pmu.toml", []byte("a = 1\n")}},
	}
}

func fakeSettings(point int, into []store.Setting) error {
	into[0].Number, into[1].Text = float64(point)/8, fmt.Sprint("c", point%3)
	return nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func begin(t testing.TB, plan Plan) *Study {
	t.Helper()
	s, err := Create(filepath.Join(t.TempDir(), "s"), plan)
	must(t, err)
	return s
}

// merged runs nothing and returns the bytes of all merged files.
func merged(t testing.TB, s *Study) map[string]string {
	t.Helper()
	if _, err := s.Merge(t.Context(), MergeOptions{Settings: fakeSettings, Tell: func(m string) { t.Log(m) }}); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, name := range []string{"runs.parquet", "points.parquet", "dictionary.csv", "dictionary.md"} {
		text, err := os.ReadFile(filepath.Join(s.dir, name))
		must(t, err)
		files[name] = string(text)
	}
	return files
}

func same(t testing.TB, what string, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s: %s has other bytes", what, name)
		}
	}
}

// quick are options that write a chunk every few runs.
func quick(workers int) Options {
	return Options{Workers: workers, FlushValues: 40, TaskTime: time.Microsecond}
}

func run(t testing.TB, s *Study, subject Subject, o Options) Ran {
	t.Helper()
	ran, err := s.Run(t.Context(), subject, o)
	must(t, err)
	return ran
}

// undisturbed returns what a plan gives when nothing happens to it.
func undisturbed(t testing.TB, plan Plan, subject Subject) map[string]string {
	t.Helper()
	s := begin(t, plan)
	run(t, s, subject, Options{Workers: 1})
	return merged(t, s)
}

func statusOf(t testing.TB, s *Study) Status {
	t.Helper()
	st, err := s.Status()
	must(t, err)
	return st
}

func wantError(t *testing.T, err, is error, words ...string) {
	t.Helper()
	if !errors.Is(err, is) {
		t.Fatalf("error %v, want %v", err, is)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("the error lacks %q: %v", w, err)
		}
	}
}

func chunkFiles(t testing.TB, s *Study) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(s.dir, chunksName, "*.parquet"))
	must(t, err)
	slices.Sort(names)
	return names
}

// precise is a plan whose replications follow from what they give.
func precise(points, most int) Plan {
	p := fakePlan(points, most)
	p.Replications.Until = &Precision{Outcome: "care", Between: fakePair, HalfWidth: .02, Least: 4, Every: 3}
	return p
}
