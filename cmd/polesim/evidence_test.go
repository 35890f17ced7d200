package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"polesim/scenarios"
)

func TestPatternsPrintsVerdictsAndNumbers(t *testing.T) {
	t.Parallel()
	s := polesim(t, t.TempDir(), "patterns", "1", "2", "--replications", "2").exits(exitDone)
	s.says("2 replications, seed 1", " 1  ", " 2  ", "flow between sites", "expected 0.01 to 0.03", "of 2 patterns hold")
	var findings []struct {
		Number   int
		Measures []struct{ Value float64 }
	}
	j := polesim(t, t.TempDir(), "patterns", "2", "--replications", "2", "--json").exits(exitDone)
	if err := json.Unmarshal([]byte(j.stdout), &findings); err != nil || len(findings) != 1 || findings[0].Number != 2 || len(findings[0].Measures) != 2 {
		t.Errorf("%v: %s", err, j.stdout)
	}
}

func TestInfluencePrintsWhatAParameterMoves(t *testing.T) {
	t.Parallel()
	args := []string{"influence", "map/contract", "map/pmu", "--replications", "8", "--set", "simulation.months=24", "--key", "governance.ambiguity"}
	s := polesim(t, t.TempDir(), args...).exits(exitDone)
	s.says("8 replications, seed 1", "governance.ambiguity from ", "SD", "1 of 1 parameters move something")
	if n := strings.Count(s.stdout, "governance.ambiguity"); n != 1 {
		t.Errorf("the parameter stands %d times, want once, where it moves most:\n%s", n, s.stdout)
	}
	again := polesim(t, t.TempDir(), append(args, "--workers", "1")...).exits(exitDone)
	if again.stdout != s.stdout {
		t.Error("what is printed depends on the number of workers")
	}
	var found []struct {
		Parameter, Place string
		Moves            bool
		Effects          []struct{ Outcome, Unit, Of string }
	}
	j := polesim(t, t.TempDir(), append(args, "--json")...).exits(exitDone)
	if err := json.Unmarshal([]byte(j.stdout), &found); err != nil || len(found) != 1 || !found[0].Moves || found[0].Effects[0].Of == "" {
		t.Errorf("%v: %s", err, j.stdout)
	}
}

// What a parameter moves is a difference, and has the mark of one: vacancies are defensible as levels only.
func TestInfluenceMarksEffectsAsDifferences(t *testing.T) {
	t.Parallel()
	args := []string{"influence", "map/pmu", "--replications", "8", "--set", "simulation.months=24", "--set", "staff.posts=true", "--key", "staff.nurse_leaving"}
	s := polesim(t, t.TempDir(), args...).exits(exitDone)
	if !regexp.MustCompile(`(?m)^ *nurse_vacancy \S+ ± \S+ %, assumed, `).MatchString(s.stdout) {
		t.Errorf("vacancies are not marked as differences are:\n%s", s.stdout)
	}
	var found []struct {
		Effects []struct{ Outcome, Unit string }
	}
	j := polesim(t, t.TempDir(), append(args, "--json")...).exits(exitDone)
	if err := json.Unmarshal([]byte(j.stdout), &found); err != nil || len(found) != 1 {
		t.Fatalf("%v: %s", err, j.stdout)
	}
	for _, e := range found[0].Effects {
		if e.Outcome == "nurse_vacancy" && e.Unit == "%, assumed" {
			return
		}
	}
	t.Errorf("no vacancies marked as differences are: %+v", found)
}

// Without a scenario a parameter is tried where it has something to act on.
func TestInfluenceGoesWhereAParameterActs(t *testing.T) {
	t.Parallel()
	s := polesim(t, t.TempDir(), "influence", "--replications", "12", "--key", "supervision.slots").exits(exitDone)
	s.says("supervision.slots from 1 to 16 (all mechanisms)", "supervision_overload", "all mechanisms: charters name all mechanisms")
}

func TestRangesPrintsATableForEachScenario(t *testing.T) {
	t.Parallel()
	args := []string{"ranges", "map/services", "map/pmu", "--replications", "2", "--months", "12"}
	s := polesim(t, t.TempDir(), args...).exits(exitDone)
	s.says("No pôles: services on their own: 2 replications of 12 months, seed 1", "Soft pôles: mutual adjustment", "verdict", "trust",
		"given: nobody meets", "2 of 2 scenarios pass")
	var reports []struct {
		Scenario string
		Holds    bool
		States   []struct {
			State, Verdict string
			Lowest         *float64
		}
	}
	j := polesim(t, t.TempDir(), append(args, "--json")...).exits(exitDone)
	if err := json.Unmarshal([]byte(j.stdout), &reports); err != nil || len(reports) != 2 || !reports[0].Holds || len(reports[0].States) == 0 {
		t.Errorf("%v: %s", err, j.stdout)
	}
}

// Without scenarios all that polesim brings along are looked at, and all pass.
func TestRangesOfAllShippedScenariosPass(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs every shipped scenario")
	}
	s := polesim(t, t.TempDir(), "ranges", "--replications", "8").exits(exitDone)
	all := len(scenarios.Embedded())
	s.says("france-2004-2024", "configurations/missionary", fmt.Sprintf("%d of %d scenarios pass.", all, all))
}
