package study

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"polesim/experiments/store"
)

func sometimes(point, replication int) string {
	switch {
	case point == 3 && replication == 1:
		return "panic"
	case point == 4 && replication == 0:
		return "nan"
	case point == 5 && (replication == 0 || replication == 1):
		return "no bed"
	case point == 6 && replication == -1:
		return "no such hospital"
	}
	return ""
}

func TestMergedBytesDoNotDependOnWorkersBatchesShardsOrOrder(t *testing.T) {
	for name, plan := range map[string]Plan{"fixed": fakePlan(12, 5), "precision": precise(12, 40)} {
		t.Run(name, func(t *testing.T) {
			subject := &fake{points: 12, trouble: sometimes}
			want := undisturbed(t, plan, subject)
			for _, o := range []Options{{}, quick(1), quick(2), quick(5), {Workers: 3, FlushValues: 1}, {Workers: 2, FlushEvery: 1}} {
				s := begin(t, plan)
				run(t, s, subject, o)
				same(t, fmt.Sprintf("%+v", o), merged(t, s), want)
				same(t, "merged again", merged(t, s), want)
				if name == "fixed" && o.FlushValues == 1 && len(chunkFiles(t, s)) < 20 {
					t.Errorf("only %d chunks", len(chunkFiles(t, s)))
				}
			}
			for range 5 {
				s := begin(t, plan)
				n := 1 + rand.IntN(20)
				for _, k := range rand.Perm(n) {
					o := quick(2)
					o.Shard = Shard{k + 1, n}
					run(t, s, subject, o)
				}
				same(t, fmt.Sprint(n, " shards"), merged(t, s), want)
			}
		})
	}
}

func TestShardsAreDisjointAndAllOfTheStudy(t *testing.T) {
	for _, plan := range []Plan{fakePlan(7, 3), precise(7, 30)} {
		for n := range 40 {
			at := 0
			for k := 1; k <= n+1; k++ {
				span := plan.Span(Shard{k, n + 1})
				if span.First != at {
					t.Fatalf("shard %d/%d begins with run %d, expected %d", k, n+1, span.First, at)
				}
				at = span.End
			}
			if at != plan.Runs() {
				t.Fatalf("%d shards end with run %d", n+1, at)
			}
		}
	}
	s := begin(t, fakePlan(2, 2))
	if _, err := s.Run(t.Context(), &fake{points: 2}, Options{Shard: Shard{3, 2}}); err == nil || !strings.Contains(err.Error(), "3/2: expected K/N") {
		t.Error(err)
	}
}

func TestOverlappingShardsCountOnce(t *testing.T) {
	plan, subject := fakePlan(12, 5), &fake{points: 12, trouble: sometimes}
	want := undisturbed(t, plan, subject)
	s := begin(t, plan)
	other, err := Open(s.dir)
	must(t, err)
	// Two processes that begin at the same time both find everything missing.
	for _, shard := range []Shard{{1, 2}, {2, 3}, {1, 1}, {3, 3}} {
		e := execution{study: other, subject: subject, options: quick(2).withDefaults(), label: "x"}
		must(t, e.run(t.Context(), chunksName, []Span{plan.Span(shard)}))
	}
	st := statusOf(t, s)
	if st.Done+st.Failed != 60 || st.Failed != 9 || !st.Whole() {
		t.Errorf("%+v", st)
	}
	same(t, "overlapping", merged(t, s), want)
}

func TestInterruptedStudiesGoOnToTheSameBytes(t *testing.T) {
	for name, plan := range map[string]Plan{"fixed": fakePlan(12, 5), "precision": precise(12, 40)} {
		subject := &fake{points: 12, trouble: sometimes}
		want := undisturbed(t, plan, subject)
		s := begin(t, plan)
		interruptions := 0
		for {
			ctx, cancel := context.WithCancel(t.Context())
			var runs atomic.Int32
			stop := 1 + rand.Int32N(200)
			stopping := &fake{points: 12, trouble: sometimes, count: func(int, int) {
				if runs.Add(1) == stop {
					cancel()
				}
			}}
			ran, err := s.Run(ctx, stopping, quick(2))
			cancel()
			must(t, err)
			if !ran.Interrupted {
				break
			}
			if interruptions++; interruptions > 2000 {
				t.Fatal("it comes to no end")
			}
		}
		t.Logf("%s: interrupted %d times, %d chunks", name, interruptions, len(chunkFiles(t, s)))
		same(t, name, merged(t, s), want)
	}
}

func TestInterruptKeepsWhatIsWhole(t *testing.T) {
	s := begin(t, fakePlan(100, 10))
	ctx, cancel := context.WithCancel(t.Context())
	o := Options{Workers: 2, Progress: func(done, _ int) {
		if done > 30 {
			cancel()
		}
	}}
	ran, err := s.Run(ctx, &fake{points: 100, pause: 100 * time.Microsecond}, o)
	if err != nil || !ran.Interrupted {
		t.Fatal(ran, err)
	}
	if st := statusOf(t, s); st.Done != ran.Done || st.Done <= 30 || st.Missing != 1000-st.Done {
		t.Errorf("%+v after %+v", st, ran)
	}
}

// Whatever tasks and chunks they are in.
func TestInterruptKeepsEveryRunThatIsDone(t *testing.T) {
	for _, stop := range []int32{1, 2, 700, 1500} {
		s := begin(t, fakePlan(20, 500))
		ctx, cancel := context.WithCancel(t.Context())
		var begun atomic.Int32 // a fake ends what it has begun
		subject := &fake{points: 20, count: func(int, int) {
			if begun.Add(1) == stop {
				cancel()
			}
		}}
		ran, err := s.Run(ctx, subject, Options{Workers: 3, TaskTime: time.Hour, FlushEvery: time.Hour})
		if err != nil || !ran.Interrupted {
			t.Fatal(ran, err)
		}
		if st := statusOf(t, s); st.Done != int(begun.Load()) || st.Done < int(stop) {
			t.Errorf("%d of %d runs are kept", st.Done, begun.Load())
		}
	}
}

func TestFailingRunsAreOnRecordAndTheStudyGoesOn(t *testing.T) {
	s := begin(t, fakePlan(12, 5))
	if ran := run(t, s, &fake{points: 12, trouble: sometimes}, Options{}); ran != (Ran{Done: 51, Failed: 9}) {
		t.Errorf("%+v", ran)
	}
	why := map[string]int{}
	for r, err := range s.Failures() {
		must(t, err)
		if id := s.Manifest.ID(r.Point, r.Replication); id != r.ID || len(r.Rows) != 2 {
			t.Errorf("%+v", r)
		}
		why[r.Rows[0].Error]++
		for _, row := range r.Rows {
			if row.Status != store.Failed || !math.IsNaN(row.Values[0]) || !math.IsNaN(row.Values[1]) {
				t.Errorf("%+v", row)
			}
		}
	}
	want := map[string]int{"the run panicked: out of beds": 1, "care of pmu is NaN": 1, "no bed": 2, "preparing the point: no such hospital": 5}
	if fmt.Sprint(why) != fmt.Sprint(want) {
		t.Errorf("%v", why)
	}
	rows := 0
	for row, err := range s.Rows() {
		must(t, err)
		if rows++; row.Status == store.Done && math.IsNaN(row.Values[0]) {
			t.Errorf("%+v", row)
		}
	}
	if rows != 120 {
		t.Errorf("%d rows", rows)
	}
}

func TestFailFastStopsAtTheFirstInOrderAndNamesIt(t *testing.T) {
	s := begin(t, fakePlan(12, 5))
	_, err := s.Run(t.Context(), &fake{points: 12, trouble: sometimes}, Options{Fail: FailFast, Workers: 3})
	wantError(t, err, ErrStopped, s.Manifest.ID(3, 1).String(), "point 3, replication 1", "out of beds")
	if st := statusOf(t, s); st.Done < 16 || st.Failed < 1 || st.Missing == 0 {
		t.Errorf("%+v", st)
	}
}

func TestRunsBeyondTheTimeLimitAreTimedOut(t *testing.T) {
	s := begin(t, fakePlan(3, 3))
	slow := &fake{points: 3, trouble: func(point, replication int) string {
		if point == 1 && replication == 2 {
			return "slow"
		}
		return ""
	}}
	if ran := run(t, s, slow, Options{TimeLimit: 20 * time.Millisecond}); ran != (Ran{Done: 8, TimedOut: 1}) {
		t.Errorf("%+v", ran)
	}
	for r, err := range s.Failures() {
		must(t, err)
		if r.Rows[0].Status != store.TimedOut || r.Rows[0].Error != "took longer than 20ms" {
			t.Errorf("%+v", r.Rows[0])
		}
	}
}

func TestRetryRunsAgainWhatFailedAndNothingElse(t *testing.T) {
	for name, plan := range map[string]Plan{"fixed": fakePlan(12, 5), "precision": precise(12, 40)} {
		want := undisturbed(t, plan, &fake{points: 12})
		s := begin(t, plan)
		run(t, s, &fake{points: 12, trouble: sometimes}, quick(2))
		var runs atomic.Int32
		well := &fake{points: 12, count: func(int, int) { runs.Add(1) }}
		run(t, s, well, Options{})
		if runs.Load() != 0 {
			t.Errorf("%s: %d runs without --retry", name, runs.Load())
		}
		again := quick(2)
		again.Retry = true
		run(t, s, well, again)
		if name == "fixed" && runs.Load() != 9 {
			t.Errorf("%d runs, 9 had failed", runs.Load())
		}
		if st := statusOf(t, s); st.Failed != 0 || !st.Whole() || st.Done+st.Spared != st.Planned {
			t.Errorf("%s: %+v", name, st)
		}
		same(t, name, merged(t, s), want)
		if st, err := s.Merge(t.Context(), MergeOptions{Settings: fakeSettings, Tidy: true}); err != nil || !st.Merged {
			t.Fatal(st, err)
		}
		if names := chunkFiles(t, s); len(names) != 1 {
			t.Errorf("%s: %q after tidying", name, names)
		}
		same(t, name+" tidied", merged(t, s), want)
	}
}

func TestRetryThatFailsAgainStaysFailed(t *testing.T) {
	s := begin(t, fakePlan(12, 5))
	subject := &fake{points: 12, trouble: sometimes}
	run(t, s, subject, quick(2))
	want := merged(t, s)
	run(t, s, subject, Options{Retry: true})
	if st := statusOf(t, s); st.Failed != 9 || st.Done != 51 {
		t.Errorf("%+v", st)
	}
	same(t, "retried in vain", merged(t, s), want)
}

func TestReplicationsEndWhenTheDifferenceIsKnown(t *testing.T) {
	plan := precise(9, 60)
	s := begin(t, plan)
	run(t, s, &fake{points: 9}, Options{})
	values := map[int][][]float64{}
	for row, err := range s.Rows() {
		must(t, err)
		for len(values[row.Point]) <= row.Replication {
			values[row.Point] = append(values[row.Point], nil)
		}
		values[row.Point][row.Replication] = append(values[row.Point][row.Replication], row.Values[0])
	}
	lengths := map[int]bool{}
	for point := range plan.Points {
		// Everything anew, and far beyond where the study stopped.
		f := fakeRunner{&fake{}, point, false}
		var differences []float64
		stop := plan.Replications.Most
		for n := 1; n <= plan.Replications.Most; n++ {
			into := [][]float64{make([]float64, 2), make([]float64, 2)}
			must(t, f.Run(t.Context(), plan.Seed, n-1, into))
			differences = append(differences, into[1][0]-into[0][0])
			if n < 4 || (n-4)%3 != 0 {
				continue
			}
			t := distuv.StudentsT{Sigma: 1, Nu: float64(n - 1)}.Quantile(.975)
			if t*stat.StdDev(differences, nil)/math.Sqrt(float64(n)) <= .02 {
				stop = n
				break
			}
		}
		if got := len(values[point]); got != stop {
			t.Errorf("point %d: %d replications, expected %d", point, got, stop)
		}
		lengths[stop] = true
	}
	t.Log(lengths)
	if st := statusOf(t, s); st.Spared == 0 || st.Done+st.Spared != st.Planned {
		t.Errorf("%+v", st)
	}
}

func TestRunIDsAreDistinctAndTellTheRun(t *testing.T) {
	plan := fakePlan(1000, 1000)
	seen := make(map[ID]bool, plan.Runs())
	for run := range plan.Runs() {
		point, replication := plan.place(run)
		id := plan.ID(point, replication)
		if seen[id] {
			t.Fatalf("two runs are %v", id)
		}
		seen[id] = true
		if p, r, err := plan.Place(id); err != nil || p != point || r != replication {
			t.Fatalf("%v is point %d, replication %d, read as %d, %d: %v", id, point, replication, p, r, err)
		}
	}
	if _, _, err := plan.Place(plan.ID(1000, 0)); !errors.Is(err, store.ErrNoRun) {
		t.Error(err)
	}
	longer := plan
	longer.Replications.Most = 5000
	other := plan
	other.Seed = 12
	if longer.ID(7, 3) != plan.ID(7, 3) || other.ID(7, 3) == plan.ID(7, 3) {
		t.Error("an identity should depend on seed, point and replication alone")
	}
	id, err := ParseID(plan.ID(7, 3).String())
	if err != nil || id != plan.ID(7, 3) {
		t.Error(id, err)
	}
	for _, text := range []string{"", "12", "xyzxyzxyzxyzxyzx", "-123456789abcdef"} {
		if _, err := ParseID(text); err == nil {
			t.Errorf("%q is taken for a run", text)
		}
	}
}

func TestPointsShareRandomNumbersUnlessTheyAreToHaveTheirOwn(t *testing.T) {
	plan := fakePlan(1000, 1)
	if plan.PointSeed(0) != 11 || plan.PointSeed(999) != 11 {
		t.Error("common random numbers are not the study's")
	}
	plan.OwnNumbers = true
	seen := map[uint64]bool{11: true}
	for point := range 1000 {
		if s := plan.PointSeed(point); seen[s] {
			t.Fatalf("the seed of point %d is not its own", point)
		} else {
			seen[s] = true
		}
	}
}

func TestFindAndReplayOneRun(t *testing.T) {
	for name, plan := range map[string]Plan{"fixed": fakePlan(12, 5), "precision": precise(12, 40)} {
		subject := &fake{points: 12, trouble: sometimes}
		s := begin(t, plan)
		if _, err := s.Find(s.Manifest.ID(2, 1)); !errors.Is(err, store.ErrNoRun) || !strings.Contains(err.Error(), "not run yet") {
			t.Error(err)
		}
		run(t, s, subject, quick(2))
		for _, place := range [][2]int{{0, 0}, {2, 3}, {3, 1}, {11, 3}} {
			r, rows, err := s.Replay(t.Context(), subject, s.Manifest.ID(place[0], place[1]))
			must(t, err)
			if r.Point != place[0] || r.Replication != place[1] || len(rows) != 2 || !rows[0].Agrees() || !rows[1].Agrees() {
				t.Errorf("%s: %+v %+v", name, r, rows)
			}
		}
		r, rows, err := s.Replay(t.Context(), &fake{points: 12, trouble: func(int, int) string { return "x" }}, s.Manifest.ID(0, 0))
		if err != nil || rows[0].Agrees() || rows[0].Is != store.Failed {
			t.Error(r, rows, err)
		}
		if name == "precision" {
			_, err := s.Find(s.Manifest.ID(2, 39))
			wantError(t, err, store.ErrNoRun, "needed no replication 39")
		}
	}
}

func TestAMillionPlannedRunsStartAtOnce(t *testing.T) {
	plan := fakePlan(6_000_000, 100)
	began := time.Now()
	s := begin(t, plan)
	ctx, cancel := context.WithCancel(t.Context())
	var first time.Duration
	subject := &fake{points: plan.Points, count: func(int, int) {
		if first == 0 {
			first = time.Since(began)
			cancel()
		}
	}}
	if ran, err := s.Run(ctx, subject, Options{Workers: 1}); err != nil || !ran.Interrupted {
		t.Fatal(ran, err)
	}
	t.Logf("the first of 600 million runs began after %v", first)
	if first > 5*time.Second {
		t.Error("too late")
	}
	allocated := testing.AllocsPerRun(10, func() {
		tasks := newTasks(&plan, []Span{plan.all()}, 2, time.Second)
		for n := range 1000 {
			tasks.at(n)
		}
	})
	if allocated > 20 {
		t.Errorf("%v allocations to hand out a thousand tasks", allocated)
	}
}

func TestDamagedChunksAreSetAsideAndTheirRunsAreRunAgain(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"cut":     func(b []byte) []byte { return b[:len(b)/2] },
		"empty":   func([]byte) []byte { return nil },
		"flipped": func(b []byte) []byte { b[len(b)/3] ^= 4; return b },
		"footer":  func(b []byte) []byte { b[len(b)-30] ^= 1; return b },
	} {
		for _, mergeFirst := range []bool{false, true} {
			plan, subject := fakePlan(12, 5), &fake{points: 12, trouble: sometimes}
			want := undisturbed(t, plan, subject)
			s := begin(t, plan)
			run(t, s, subject, quick(2))
			victim := chunkFiles(t, s)[1]
			text, err := os.ReadFile(victim)
			must(t, err)
			must(t, os.WriteFile(victim, damage(text), 0o644))
			if mergeFirst {
				var told []string
				st, err := s.Merge(t.Context(), MergeOptions{Tell: func(m string) { told = append(told, m) }})
				if err != nil || st.Missing == 0 || len(told) != 1 || !strings.Contains(told[0], "set aside") {
					t.Errorf("%s: merged %+v, %v, said %q", name, st, err, told)
				}
			} else if name == "cut" || name == "empty" {
				if st := statusOf(t, s); len(st.Damaged) != 1 || st.Missing == 0 {
					t.Errorf("%s: %+v", name, st)
				}
			}
			var told []string
			o := quick(2)
			o.Tell = func(m string) { told = append(told, m) }
			run(t, s, subject, o)
			if !mergeFirst && (len(told) != 1 || !strings.Contains(told[0], victim)) {
				t.Errorf("%s: said %q", name, told)
			}
			if _, err := os.Stat(victim + damagedSuffix); err != nil {
				t.Error(err)
			}
			same(t, name, merged(t, s), want)
		}
	}
}

func TestMergedFileStandsForChunksThatWereTakenAway(t *testing.T) {
	plan, subject := fakePlan(12, 5), &fake{points: 12, trouble: sometimes}
	want := undisturbed(t, plan, subject)
	s := begin(t, plan)
	o := quick(2)
	for _, k := range []int{1, 3} {
		o.Shard = Shard{k, 4}
		run(t, s, subject, o)
	}
	merged(t, s)
	must(t, os.RemoveAll(filepath.Join(s.dir, chunksName)))
	if st := statusOf(t, s); st.Missing != 30 {
		t.Errorf("%+v", st)
	}
	o.Shard = Shard{}
	if ran := run(t, s, subject, o); ran.Done+ran.Failed != 30 {
		t.Errorf("%+v", ran)
	}
	same(t, "after chunks were taken away", merged(t, s), want)
}

func TestPartialStudiesMergeAndSayWhatIsMissing(t *testing.T) {
	s := begin(t, fakePlan(12, 5))
	run(t, s, &fake{points: 12}, Options{Shard: Shard{2, 4}})
	st, err := s.Merge(t.Context(), MergeOptions{Settings: fakeSettings})
	must(t, err)
	if st.Done != 15 || st.Missing != 45 || !slices.Equal(st.Gaps, []Span{{0, 15}, {30, 60}}) || !st.Merged {
		t.Errorf("%+v", st)
	}
	_, err = s.Merge(t.Context(), MergeOptions{Tidy: true})
	wantError(t, err, ErrUnmerged, "45 of 60")
	if len(chunkFiles(t, s)) != 1 {
		t.Error("the chunks are gone")
	}
}

func TestPointsAreKeptOnce(t *testing.T) {
	s := begin(t, fakePlan(5, 2))
	merged(t, s)
	point := 0
	for p, err := range s.points.Read(filepath.Join(s.dir, "points.parquet")) {
		must(t, err)
		if p.Point != point || p.Values[0].Number != float64(point)/8 || p.Values[1].Text != fmt.Sprint("c", point%3) {
			t.Errorf("%+v", p)
		}
		point++
	}
	if point != 5 {
		t.Errorf("%d points", point)
	}
	out := t.TempDir()
	must(t, s.Export(t.Context(), out, fakeSettings))
	text, err := os.ReadFile(filepath.Join(out, "points.csv"))
	if want := "point,autonomy,charter\r\n0,0,c0\r\n1,0.125,c1\r\n"; err != nil || !strings.HasPrefix(string(text), want) {
		t.Errorf("%s %v", text, err)
	}
}
