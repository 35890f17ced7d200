package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

func TestAClassicRunsAsItIsSet(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var report struct {
		Classic  string            `json:"classic"`
		Settings map[string]string `json:"settings"`
		Results  []struct {
			Quantity string   `json:"quantity"`
			Value    *float64 `json:"value"`
			SE       *float64 `json:"se"`
			N        int      `json:"n"`
		} `json:"results"`
	}
	args := []string{"classics", "nk", "--set", "N=10", "--set", "K=3", "--replications", "50", "--json"}
	one := polesim(t, dir, append(args, "--workers", "1")...).exits(exitDone)
	if err := json.Unmarshal([]byte(one.stdout), &report); err != nil {
		t.Fatal(err)
	}
	if report.Classic != "nk" || report.Settings["K"] != "3" || report.Settings["neighbourhood"] != "adjacent" || len(report.Results) != 3 {
		t.Errorf("the report is %+v", report)
	}
	for _, r := range report.Results {
		if r.Value == nil || r.SE == nil || *r.SE <= 0 || r.N != 50 {
			t.Errorf("%s has no value with its error over 50 replications: %+v", r.Quantity, r)
		}
	}
	if two := polesim(t, dir, append(args, "--workers", "2")...).exits(exitDone); two.stdout != one.stdout {
		t.Error("two workers make something else of it than one")
	}
	polesim(t, dir, args[:8]...).exits(exitDone).says("fitness ", "±", "index 0–1", "N=10 K=3")
}

// Values have the decimals of their errors, none is in powers of ten, and one that is missing says why.
func TestValuesOfAClassicCanBeRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for args, lines := range map[string][]string{
		"levinthal --set organisations=10000 --set N=64 --set periods=0 --replications 2": {`forms +10000 +forms +2 `, `fitness +0\.\d+ ± 0\.0+[1-9]\d +index`},
		"nk --set N=24 --replications 2": {`optima +none at these settings .*counted if N is 20 at most`},
		"garbagecan --set load=1.1":      {`resolution +4\.9352 +choices +108 `},
		"milgrom":                        {`  docks +slope +−0\.28571429 ± 0\.00000010 +−0\.28571429 `},
	} {
		said := polesim(t, dir, append([]string{"classics"}, strings.Fields(args)...)...).exits(exitDone).stdout
		for _, line := range lines {
			if !regexp.MustCompile(`(?m)^` + line).MatchString(said) {
				t.Errorf("classics %s has no line %s:\n%s", args, line, said)
			}
		}
	}
}

func TestDocksAreHeldAgainstWhatWasPublished(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, "classics", "nk", "--replications", "400").exits(exitDone).
		says("published", "0.6667", "exact", "docks", "docks hold: numbers within 4 standard errors")
}

func TestSlipsInAClassicAreNamedAllAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, "classics", "nk", "--set", "n=3", "--set", "K=99", "--set", "neighbourhood=rnadom", "--set", "foo", "--set", "N=",
		"--set", "=3", "--set", "N=50%d").exits(exitUsage).
		complains("n is not a parameter. Did you mean N?", "K = 99 is out of range, expected whole number, 0 to 15",
			"Did you mean random?", "foo has no value", "N= has no value: expected name=value, as N=16",
			"=3 has no name: expected name=value", "N = 50%d is no number, expected whole number, 1 to 1000 (practices)")
	polesim(t, dir, "classics", "nk", "--set", "N=3", "--set", "K=3").exits(exitUsage).complains("a practice has only 2 others")
	polesim(t, dir, "classics", "nkk").exits(exitUsage).complains("Did you mean nk?")
	polesim(t, dir, "classics", "--set", "N=3").exits(exitUsage).complains("polesim classics nk --set N=3")
	polesim(t, dir, "classics", "nk", "--full", "--replications", "3").exits(exitUsage).complains("--full", "--replications")
	polesim(t, dir, "classics", "nk", "--replications", "0").exits(exitUsage).complains("--replications = 0: expected 2 to 10000000")
	polesim(t, dir, "classics", "nk", "--parameters").exits(exitDone).says("neighbourhood", "adjacent, random, block", "Kauffman")
}
