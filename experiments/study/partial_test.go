package study

import (
	"context"
	"math"
	"testing"

	"polesim/experiments/store"
)

// A gappy subject lacks its first outcome in every other replication, and may.
type gappy struct {
	fake
	lacks int // the column that may be missing
}

func (g *gappy) MayLack(column int) bool { return column == g.lacks }

func (g *gappy) Prepare(point int) (Runner, error) {
	r, err := g.fake.Prepare(point)
	return gappyRunner{r}, err
}

type gappyRunner struct{ Runner }

func (g gappyRunner) Run(ctx context.Context, seed uint64, replication int, into [][]float64) error {
	err := g.Runner.Run(ctx, seed, replication, into)
	if replication%2 == 1 {
		into[0][0] = math.NaN()
	}
	return err
}

func TestOutcomeThatMayBeMissingFailsNoRun(t *testing.T) {
	s := begin(t, fakePlan(2, 4))
	g := &gappy{fake: fake{points: 2}}
	run(t, s, g, Options{})
	missing := 0
	for row, err := range s.Rows() {
		must(t, err)
		if row.Status != store.Done {
			t.Errorf("%+v", row)
		}
		if math.IsNaN(row.Values[0]) {
			missing++
		}
	}
	if missing != 4 { // one row of two, in every other of 2·4 runs
		t.Errorf("%d rows lack the outcome", missing)
	}
	_, replayed, err := s.Replay(t.Context(), g, s.Manifest.ID(1, 1))
	must(t, err)
	for _, r := range replayed {
		if !r.Agrees() {
			t.Errorf("run again: %+v", r)
		}
	}
	other := begin(t, fakePlan(2, 4))
	run(t, other, &gappy{fake: fake{points: 2}, lacks: 1}, Options{})
	if st := statusOf(t, other); st.Failed != 4 {
		t.Errorf("%+v; an outcome that may not be missing was", st)
	}
}

// What is missing says nothing of how well the rest is known.
func TestPrecisionIsOfTheValuesThatThereAre(t *testing.T) {
	j := newJudge(&Precision{Outcome: "care", HalfWidth: .1, Least: 2, Every: 1}, fakeColumns, []string{"alone"})
	for _, v := range []float64{1, math.NaN(), 1.001, 1} {
		j.add([][]float64{{v, 0}})
	}
	if !j.content(4) || j.known.N != 3 {
		t.Errorf("%+v", j.known)
	}
}
