package experiments

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"polesim/model"
)

// quick watches replications of one scenario whose outcome o has in month m the value draw(o, m).
func quick(t *testing.T, c *Courses, replications int, draw func(replication, outcome, month int) float64) {
	t.Helper()
	for number := range replications {
		run := outcomes(0)
		for o := range model.MonthlyOutcomes() {
			var months []float64
			for m := range c.plan.Months {
				months = append(months, draw(number, o, m))
			}
			run.Series = append(run.Series, months)
		}
		if err := c.Watch(Replication{Number: number, Runs: slices.Repeat([]model.RunResult{run}, len(c.plan.Scenarios))}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCoursesSumUpEachMonth(t *testing.T) {
	c := NewCourses(&Plan{Scenarios: configs("a", "b"), Replications: 101, Months: 4})
	quick(t, c, 101, func(r, o, m int) float64 { return float64(1000*o + 100*m + r) })
	rows := c.Rows()
	if len(rows) != 2*len(model.MonthlyOutcomes())*4 {
		t.Fatalf("%d rows", len(rows))
	}
	sd := math.Sqrt(101 * 102 / 12.) // of 0 to 100
	for k, row := range rows {
		base := float64(1000*(k/4%len(model.MonthlyOutcomes())) + 100*row.Month)
		if row.Month != k%4 || row.N != 101 || row.NQuantiles != 101 || row.Mean != base+50 || math.Abs(row.SD-sd) > 1e-9 ||
			row.P05 != base+5 || row.P25 != base+25 || row.P50 != base+50 || row.P75 != base+75 || row.P95 != base+95 {
			t.Fatalf("row %d: %+v, want mean %v", k, row, base+50)
		}
	}
}

func TestFailedReplicationIsNoPartOfTheCourses(t *testing.T) {
	c := NewCourses(&Plan{Scenarios: configs("a"), Replications: 2, Months: 2})
	if c.Rows() != nil {
		t.Error("rows of nothing")
	}
	if err := c.Watch(Replication{Err: errFailed}); err != nil || c.Rows() != nil {
		t.Error("rows of a failure; ", err)
	}
	quick(t, c, 1, func(r, o, m int) float64 { return 7 })
	if row := c.Rows()[0]; row.N != 1 || row.NQuantiles != 1 || row.Mean != 7 || row.SD != 0 || row.P05 != 7 || row.P95 != 7 {
		t.Errorf("%+v", row)
	}
}

var errFailed = allFinite([]model.RunResult{{Values: []float64{math.NaN()}}})

// What is kept for quantiles is bounded; the means are over all runs even so.
func TestQuantilesOfALongStudyAreOfItsFirstRuns(t *testing.T) {
	c := NewCourses(&Plan{Scenarios: configs("a"), Replications: 1_000_000, Months: 1200})
	if bytes := 4 * len(c.kept); bytes > courseBytes {
		t.Errorf("%d bytes kept, more than %d", bytes, courseBytes)
	}
	c.room, c.kept = 3, c.kept[:3*len(c.moments)] // as if there were room for three
	quick(t, c, 5, func(r, o, m int) float64 { return float64(r) })
	if row := c.Rows()[0]; row.N != 5 || row.Mean != 2 || row.NQuantiles != 3 || row.P50 != 1 {
		t.Errorf("%+v", row)
	}
}

func TestQuantilesLieWhereTheyShould(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-5, 5), 1, 50).Draw(t, "values")
		slices.Sort(values)
		last := math.Inf(-1)
		for _, p := range []float64{0, .05, .25, .5, .75, .95, 1} {
			q := quantile(values, p)
			if q < last-1e-12 || q < values[0]-1e-12 || q > values[len(values)-1]+1e-12 {
				t.Fatalf("quantile %v of %v is %v", p, values, q)
			}
			last = q
		}
		if lo, hi := quantile(values, 0), quantile(values, 1); lo != values[0] || hi != values[len(values)-1] {
			t.Fatalf("ends %v and %v of %v", lo, hi, values)
		}
		if n := len(values); n%2 == 1 && quantile(values, .5) != values[n/2] {
			t.Fatalf("median %v of %v", quantile(values, .5), values)
		}
	})
}
