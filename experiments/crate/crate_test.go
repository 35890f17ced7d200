package crate_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"polesim/experiments/crate"
)

// folder makes a folder with two files and describes it.
func folder(t *testing.T, change func(*crate.Crate)) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"design.toml": "points = 4\n", "runs.parquet": "PAR1", "figures/map.svg": "<svg/>"} {
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	figures, err := crate.Folder(dir, "figures", "A figure.")
	if err != nil {
		t.Fatal(err)
	}
	c := crate.Crate{
		Title: "Where?", Description: "A study.", Platform: "linux/amd64",
		Started: time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC), Published: time.Date(2026, 11, 26, 11, 0, 0, 0, time.UTC),
		Program: crate.Program{Name: "polesim", Version: "0.1", Commit: "abc"}, Command: []string{"polesim", "study", "run"},
		Files: append([]crate.File{
			{Path: "design.toml", Meaning: "What was planned.", Input: true},
			{Path: "runs.parquet", Meaning: "A row for each run.", SHA256: "00ff"},
			{Path: "absent.csv", Meaning: "Not made."},
		}, figures...),
	}
	if change != nil {
		change(&c)
	}
	if err := crate.Write(dir, c); err != nil {
		t.Fatal(err)
	}
	return dir
}

// graph reads a crate's entities by their identifiers.
func graph(t *testing.T, dir string) map[string]map[string]any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, crate.Name))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Context != "https://w3id.org/ro/crate/1.1/context" {
		t.Errorf("context %q", doc.Context)
	}
	byID := map[string]map[string]any{}
	for _, e := range doc.Graph {
		id := e["@id"].(string)
		if byID[id] != nil {
			t.Errorf("%s is described twice", id)
		}
		byID[id] = e
	}
	return byID
}

// refs are the identifiers that a property points to.
func refs(t *testing.T, v any) (ids []string) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		ids = append(ids, v["@id"].(string))
	case []any:
		for _, one := range v {
			ids = append(ids, refs(t, one)...)
		}
	}
	return ids
}

// What the specification says MUST be there is there, and whatever an entity points to within the folder is described.
func TestACrateSaysWhatTheSpecificationAsksFor(t *testing.T) {
	byID := graph(t, folder(t, nil))
	self := byID[crate.Name]
	if self["@type"] != "CreativeWork" || refs(t, self["about"])[0] != "./" || refs(t, self["conformsTo"])[0] != "https://w3id.org/ro/crate/1.1" {
		t.Errorf("the descriptor is %v", self)
	}
	root := byID["./"]
	for _, must := range []string{"name", "description", "datePublished", "license"} {
		if root[must] == nil || root[must] == "" {
			t.Errorf("the folder has no %s", must)
		}
	}
	for id, e := range byID {
		for property, v := range e {
			for _, to := range refs(t, v) {
				if byID[to] == nil && !strings.Contains(to, "://") {
					t.Errorf("%s of %s points to %s, which is not described", property, id, to)
				}
			}
		}
	}
}

func TestFilesAreDescribedByWhatIsOnDisk(t *testing.T) {
	byID := graph(t, folder(t, nil))
	if byID["absent.csv"] != nil {
		t.Error("a file that is not there is described")
	}
	rows := byID["runs.parquet"]
	if rows["contentSize"] != "4" || rows["sha256"] != "00ff" || rows["encodingFormat"] != "application/vnd.apache.parquet" {
		t.Errorf("runs.parquet is described as %v", rows)
	}
	if byID["figures/map.svg"] == nil {
		t.Error("the figure is not described")
	}
	act := byID["#run"]
	if got := refs(t, act["object"]); len(got) != 1 || got[0] != "design.toml" {
		t.Errorf("made from %v, expected the design", got)
	}
	if got := refs(t, act["result"]); len(got) != 2 {
		t.Errorf("results %v, expected rows and figure", got)
	}
}

func TestALicenceIsNeverMadeUp(t *testing.T) {
	for licence, want := range map[string]string{"": "#licence", "CC BY 4.0": "#licence", "https://creativecommons.org/licenses/by/4.0/": "https://creativecommons.org/licenses/by/4.0/"} {
		byID := graph(t, folder(t, func(c *crate.Crate) { c.Licence = licence }))
		if got := refs(t, byID["./"]["license"])[0]; got != want {
			t.Errorf("licence %q: %s, expected %s", licence, got, want)
		}
	}
	if name := graph(t, folder(t, nil))["#licence"]["name"]; name != "No licence stated" {
		t.Errorf("without a licence it says %v", name)
	}
}
