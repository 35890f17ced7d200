package scenarios_test

import (
	"math"
	"path"
	"strings"
	"testing"

	"polesim/model"
	"polesim/scenarios"
)

// Each scenario that is named after one of Mintzberg's configurations comes nearest to it, by what it says of itself.
func TestConfigurationsAreWhatTheyAreCalled(t *testing.T) {
	found := 0
	for _, e := range scenarios.Embedded() {
		if path.Dir(e.Name) != "configurations" {
			continue
		}
		found++
		c, err := scenarios.Load(e.Name)
		if err != nil {
			t.Error(err)
			continue
		}
		nearest := model.NewBlueprint([]*model.Config{c}).Fits(0)[0]
		if want := strings.ReplaceAll(path.Base(e.Name), "-", " "); nearest.Name != want {
			t.Errorf("%s is nearest to the %s (%.2f)", e.Name, nearest.Name, nearest.Agreement)
		}
		if nearest.Agreement < .9 {
			t.Errorf("%s agrees with its type by %.2f only, least in %s", e.Name, nearest.Agreement, nearest.Misfit)
		}
		if structure := nearest.ByGroup[model.StructureTraits]; structure < .92 {
			t.Errorf("%s agrees with the structure of its type by %.2f only, least in %s", e.Name, structure, nearest.Misfit)
		}
	}
	if n := len(model.Configurations()); found != n {
		t.Errorf("%d configurations are built in, want %d", found, n)
	}
}

// value is a parameter of a built-in scenario.
func value(t *testing.T, name, key string, sets ...string) float64 {
	t.Helper()
	c, err := scenarios.Load(name, sets...)
	if err != nil {
		t.Fatal(err)
	}
	id, found := model.Lookup(key)
	if !found {
		t.Fatalf("no parameter %s", key)
	}
	return c.Value(id)
}

// Mintzberg (1979): the technostructure is the key part of the machine bureaucracy, controls performance at the headquarters of
// the divisionalised form, is small in the professional bureaucracy and the adhocracy, and absent from the simple structure. So
// of analysts of work for each service.
func TestConfigurationsHaveAnalystsInProportion(t *testing.T) {
	analysts := func(name string) float64 {
		name = "configurations/" + name
		return value(t, name, "processes.analysts") / value(t, name, "hospital.services")
	}
	least := math.Inf(1)
	for _, group := range [][]string{{"machine-bureaucracy"}, {"divisionalised-form"}, {"professional-bureaucracy", "adhocracy"},
		{"simple-structure", "missionary"}} {
		lowest := math.Inf(1)
		for _, name := range group {
			share := analysts(name)
			if share >= least {
				t.Errorf("%s has %v analysts for each service, no fewer than types with a larger technostructure", name, share)
			}
			lowest = min(lowest, share)
		}
		least = lowest
	}
	if least != 0 {
		t.Errorf("those of the smallest technostructure have %v analysts for each service", least)
	}
}

// A machine bureaucracy without analysts, under one chief, or whose power is handed down, is less of one.
func TestFitNoticesWhoDecidesAndWhoPlans(t *testing.T) {
	structure := func(sets ...string) float64 {
		c, err := scenarios.Load("configurations/machine-bureaucracy", sets...)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range model.NewBlueprint([]*model.Config{c}).Fits(0) {
			if f.Name == "machine bureaucracy" {
				return f.ByGroup[model.StructureTraits]
			}
		}
		t.Fatal("no machine bureaucracy")
		return 0
	}
	whole := structure()
	for _, sets := range [][]string{{"processes.analysts=0"}, {"supervision.level=hospital", "supervision.slots=50"}, {"hospital.poles=100"},
		{"governance.delegation=0.9"}} {
		if part := structure(sets...); part > whole-.08 {
			t.Errorf("with %v the structure agrees by %.3f, as is by %.3f", sets, part, whole)
		}
	}
}

// Templates prescribe most where a technostructure writes them for work that technique regulates, and nothing where there is
// none (Mintzberg 1979).
func TestTheMachineBureaucracyPrescribesMost(t *testing.T) {
	scope := model.OutcomeIndex("template_scope")
	prescribed := func(name string) (sum float64) {
		c, err := scenarios.Load("configurations/" + name)
		if err != nil {
			t.Fatal(err)
		}
		const runs, months = 4, 120
		cohort, results := model.NewCohort([]*model.Config{c}), make([]model.RunResult, 1)
		for replication := range runs {
			if err := cohort.Run(t.Context(), 1, replication, months, results); err != nil {
				t.Fatal(err)
			}
			sum += results[0].Values[scope] / runs
		}
		return sum
	}
	machine := prescribed("machine-bureaucracy")
	for _, name := range []string{"simple-structure", "professional-bureaucracy", "divisionalised-form", "adhocracy", "missionary", "political"} {
		if of := prescribed(name); machine < of+.05 {
			t.Errorf("of %s %.3f is prescribed, of the machine bureaucracy %.3f", name, of, machine)
		}
	}
	for _, name := range []string{"simple-structure", "missionary"} {
		if of := prescribed(name); of != 0 {
			t.Errorf("of %s, where nobody writes templates, %.3f is prescribed", name, of)
		}
	}
}
