package design

import (
	"context"
	"math"
	"testing"

	"polesim/experiments"
	"polesim/model"
	"polesim/scenarios"
)

// TestAPointRunsAsAComparisonOfItsScenarios: with common random numbers, a point of a study is polesim compare with the
// same sets, to the bit.
func TestAPointRunsAsAComparisonOfItsScenarios(t *testing.T) {
	d := must(t, head+`
sampler = "grid"
outcomes = ["margin_effectiveness", "care_effectiveness"]
[[factor]]
key = "professionals.autonomy"
levels = [0.2, 0.8]
`)
	h := Subject(d)
	r, err := h.Prepare(1)
	if err != nil {
		t.Fatal(err)
	}
	into := [][]float64{make([]float64, 2), make([]float64, 2)}
	var compared []*model.Config
	for _, name := range []string{"map/contract", "map/pmu"} {
		c, err := scenarios.Load(name, "professionals.autonomy=0.8")
		if err != nil {
			t.Fatal(err)
		}
		compared = append(compared, c)
	}
	plan := &experiments.Plan{Scenarios: compared, Replications: 2, Months: d.Months, Seed: d.Seed, Workers: 1}
	err = plan.Run(context.Background(), func(x experiments.Replication) error {
		if err := r.Run(context.Background(), d.Seed, x.Number, into); err != nil {
			return err
		}
		for row, run := range x.Runs {
			for column, c := range h.Columns() {
				want := run.Values[model.OutcomeIndex(c.Name)]
				if math.Float64bits(want) != math.Float64bits(into[row][column]) {
					t.Errorf("replication %d, %s, %s: %v, compared %v", x.Number, h.Rows()[row], c.Name, into[row][column], want)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAPointThatCannotBePreparedSaysWhy(t *testing.T) {
	d := must(t, head+`
sampler = "grid"
[[factor]]
key = "environment.interdependence_within"
levels = [1, 8]
[[factor]]
key = "environment.interdependence_across"
levels = [1, 8]
`)
	if _, err := Subject(d).Prepare(3); err == nil {
		t.Error("8 and 8 were taken")
	}
	if _, err := Subject(d).Prepare(0); err != nil {
		t.Error(err)
	}
}

func BenchmarkConfigs(b *testing.B) {
	d := must(b, head+mapFactors)
	b.ReportAllocs()
	for k := 0; b.Loop(); k++ {
		if _, err := d.Configs(k % d.Points()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPrepare is what a point costs before its first run; BenchmarkPreparedRun is such a run.
func BenchmarkPrepare(b *testing.B) {
	h := Subject(must(b, head+mapFactors))
	b.ReportAllocs()
	for k := 0; b.Loop(); k++ {
		if _, err := h.Prepare(k % h.Points()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPreparedRun(b *testing.B) {
	h := Subject(must(b, head+mapFactors))
	r, err := h.Prepare(0)
	if err != nil {
		b.Fatal(err)
	}
	into := [][]float64{make([]float64, len(h.Columns())), make([]float64, len(h.Columns()))}
	for k := 0; b.Loop(); k++ {
		if err := r.Run(context.Background(), 1, k, into); err != nil {
			b.Fatal(err)
		}
	}
}

// mapFactors are those of the map: three parameters over their ranges.
const mapFactors = `
sampler = "random"
points = 1000
[[factor]]
key = "professionals.autonomy"
range = [0.1, 0.9]
[[factor]]
key = "measurement.validity"
range = [0, 1]
[[factor]]
key = "environment.congruence"
range = [-0.5, 0.9]
`
