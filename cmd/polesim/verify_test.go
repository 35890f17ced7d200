package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestVerifyRunsASampleAgainAndTheFolderSaysWhatItHolds(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	polesim(t, dir, "study", "run", "d.toml").exits(exitDone)
	polesim(t, dir, "verify", "results/d-11", "--sample", "4").exits(exitDone).
		says("4 runs run again, 8 rows: all ", "outcomes agree to the last bit")
	polesim(t, dir, "verify", "results/d-11", "--sample", "1000").exits(exitDone).says("15 runs run again, 30 rows")
	polesim(t, dir, "verify", "results/d-11", "--sample", "0").exits(exitUsage).complains("--sample = 0: expected at least 1")
	polesim(t, dir, "verify", "nowhere").exits(exitUsage)

	polesim(t, dir, "study", "plot", "results/d-11").exits(exitDone)
	var crate struct {
		Graph []struct {
			ID string `json:"@id"`
		} `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(read(t, dir, "results/d-11", "ro-crate-metadata.json")), &crate); err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	for _, e := range crate.Graph {
		described[e.ID] = true
	}
	for _, file := range []string{"design.toml", "scenarios/contract.toml", "runs.parquet", "points.parquet", "dictionary.csv", "figures/response-care_effectiveness.svg"} {
		if !described[file] {
			t.Errorf("the crate does not describe %s", file)
		}
	}
}

// A manifest that was changed does not make the runs of a study another's.
func TestVerifyRefusesRunsThatAreNotThoseOfTheManifest(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	polesim(t, dir, "study", "run", "d.toml").exits(exitDone)
	manifest := filepath.Join(dir, "results/d-11/manifest.json")
	text := read(t, dir, "results/d-11", "manifest.json")
	other := strings.Replace(text, `"seed": "11"`, `"seed": "12"`, 1)
	if other == text {
		t.Fatal("the manifest has no seed to change")
	}
	if err := os.WriteFile(manifest, []byte(other), 0o644); err != nil {
		t.Fatal(err)
	}
	polesim(t, dir, "verify", "results/d-11", "--sample", "3").exits(exitFailed).complains("holds runs of another study: its seed, design or outcomes are not those of results/d-11")
}
