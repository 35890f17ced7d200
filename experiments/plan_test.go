package experiments

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"polesim/model"
	"polesim/scenarios"
	"polesim/sim"
)

// built returns built-in scenarios.
func built(t *testing.T, names ...string) (list []*model.Config) {
	t.Helper()
	for _, name := range names {
		c, err := scenarios.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
	return list
}

// short is a plan of two small scenarios that takes no time.
func short(t *testing.T) *Plan {
	t.Helper()
	return &Plan{Scenarios: built(t, "example", "map/pmu"), Replications: 10, Months: 6, Seed: 5, Workers: 2}
}

func TestScenariosMustAgreeOnHowTheyAreRunUnlessTold(t *testing.T) {
	for _, id := range []model.ParameterID{model.Replications, model.Months, model.Seed} {
		c := configs("one", "two")
		c[1].Values[id]++
		key := model.Parameters()[id].Key
		if _, err := NewPlan(c, nil); err == nil || !strings.Contains(err.Error(), key+": one has") || !strings.Contains(err.Error(), "two has") {
			t.Errorf("%s: %v", key, err)
		}
		if p, err := NewPlan(c, map[model.ParameterID]bool{id: true}); err != nil || p.Replications != int(c[0].Value(model.Replications)) {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestNamesInAPlanAreUniqueAndTheFirstKeepsIts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "a-2", "a-3", "a-2-2", "b"}), 1, 12).Draw(t, "names")
		c := configs(names...)
		if _, err := NewPlan(c, nil); err != nil {
			t.Fatal(err)
		}
		var got []string
		for k, c := range c {
			if slices.Contains(got, c.Name) {
				t.Fatalf("%v became %v and %s", names, got, c.Name)
			}
			if !slices.Contains(names[:k], names[k]) && !slices.Contains(got, names[k]) && c.Name != names[k] {
				t.Fatalf("%s was renamed to %s without need", names[k], c.Name)
			}
			got = append(got, c.Name)
		}
	})
}

func TestReplicationsComeInOrderToEveryWatcher(t *testing.T) {
	p := short(t)
	var first, second []int
	err := p.Run(t.Context(), func(r Replication) error {
		first = append(first, r.Number)
		if len(r.Runs) != 2 || r.Err != nil || len(r.Runs[0].Values) != len(model.Outcomes()) || len(r.Runs[1].Series[0]) != 6 {
			t.Errorf("replication %d: %+v", r.Number, r.Err)
		}
		return nil
	}, func(r Replication) error { second = append(second, r.Number); return nil })
	if want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}; err != nil || !slices.Equal(first, want) || !slices.Equal(second, want) {
		t.Errorf("%v and %v; %v", first, second, err)
	}
}

func TestErrorOfAWatcherEndsTheRun(t *testing.T) {
	full, n := errors.New("full"), 0
	err := short(t).Run(t.Context(), func(r Replication) error {
		if n++; r.Number == 3 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || n != 4 {
		t.Errorf("%v after %d replications", err, n)
	}
}

func TestEndOfTheContextKeepsTheFirstReplications(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	told, n := errors.New("told to stop"), 0
	err := short(t).Run(ctx, func(r Replication) error {
		if n++; r.Number == 4 {
			cancel(told)
		}
		return nil
	})
	if !errors.Is(err, told) || n != 5 {
		t.Errorf("%v after %d replications", err, n)
	}
}

// values runs a plan and returns the outcomes of each replication, and the errors.
func values(t *testing.T, p *Plan) (all [][][]float64, errs []error) {
	t.Helper()
	if err := p.Run(t.Context(), func(r Replication) error {
		var of [][]float64
		for _, run := range r.Runs {
			of = append(of, slices.Clone(run.Values))
		}
		all, errs = append(all, of), append(errs, r.Err)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all, errs
}

func TestFailedReplicationLeavesTheOthersAsTheyWere(t *testing.T) {
	whole, _ := values(t, short(t))
	spoil = func(replication int, runs []model.RunResult) {
		switch replication {
		case 2:
			panic("spoiled by a test")
		case 5:
			runs[1].Values[3] = math.Inf(1)
		}
	}
	defer func() { spoil = nil }()
	for _, workers := range []int{1, 2, 7} {
		p := short(t)
		p.Workers = workers
		got, errs := values(t, p)
		for k, err := range errs {
			var panicked *sim.PanicError
			switch k {
			case 2:
				if !errors.As(err, &panicked) {
					t.Errorf("%d workers: replication 2: %v", workers, err)
				}
			case 5:
				if err == nil || !strings.Contains(err.Error(), model.Outcomes()[3].Name+" is +Inf") {
					t.Errorf("%d workers: replication 5: %v", workers, err)
				}
			default:
				if err != nil || !slices.EqualFunc(got[k], whole[k], func(a, b []float64) bool { return slices.Equal(a, b) }) {
					t.Errorf("%d workers: replication %d is not what it is without failures: %v", workers, k, err)
				}
			}
		}
	}
}

func TestDefaultFolderNamesScenariosAndSeed(t *testing.T) {
	for want, names := range map[string][]string{
		"results/a-5":                {"a"},
		"results/a_vs_b-5":           {"a", "b"},
		"results/a_vs_b_vs_c_vs_d-5": {"a", "b", "c", "d"},
		"results/a_vs_4-others-5":    {"a", "b", "c", "d", "e"},
	} {
		p := &Plan{Scenarios: configs(names...), Seed: 5}
		if got := fmt.Sprint(p.DefaultDir()); got != want {
			t.Errorf("%v: %s, want %s", names, got, want)
		}
	}
}
