package main

import (
	"encoding/json"
	"strings"
	"testing"
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
	args := []string{"influence", "map/contract", "map/pmu", "--replications", "6", "--set", "simulation.months=24", "--key", "governance.ambiguity"}
	s := polesim(t, t.TempDir(), args...).exits(exitDone)
	s.says("6 replications, seed 1", "governance.ambiguity from ", "SD")
	if n := strings.Count(s.stdout, "governance.ambiguity"); n != 1 {
		t.Errorf("the parameter stands %d times, want once, where it moves most:\n%s", n, s.stdout)
	}
	again := polesim(t, t.TempDir(), append(args, "--workers", "1")...).exits(exitDone)
	if again.stdout != s.stdout {
		t.Error("what is printed depends on the number of workers")
	}
}

func TestRangesPrintsATableForEachScenario(t *testing.T) {
	t.Parallel()
	s := polesim(t, t.TempDir(), "ranges", "map/services", "map/pmu", "--replications", "2", "--months", "12").exits(exitDone)
	s.says("No pôles: services on their own: 2 replications of 12 months, seed 1", "Soft pôles: mutual adjustment", "verdict", "trust", "nobody")
}
