package design

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const foreseenDesign = `
scenarios = ["map/contract", "map/pmu"]
sampler = "grid"
replications = 2
months = 6
[[factor]]
key = "environment.dynamism"
levels = [0.003, 0.02]
[[factor]]
name = "perimeter"
[factor.level.aligned]
set = { "perimeter.random" = false }
[factor.level.random]
set = { "perimeter.random" = true }
`

func loaded(t *testing.T, text string) *Design {
	t.Helper()
	path := filepath.Join(t.TempDir(), "d.toml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	d, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What is foreseen of some levels holds at all points that have them, is kept with the design, and changes no run.
func TestWhatIsForeseenHoldsWhereItsLevelsDoAndChangesNoRun(t *testing.T) {
	plain := loaded(t, foreseenDesign)
	d := loaded(t, foreseenDesign+`
[[foreseen]]
by = "Somebody (1979)"
at = { "environment.dynamism" = 0.02, perimeter = "random" }
best = ["pmu"]
[[foreseen]]
at = { perimeter = "aligned" }
best = ["contract", "pmu"]
`)
	dir := t.TempDir()
	if err := d.Write(dir); err != nil {
		t.Fatal(err)
	}
	again, err := Load(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	both := []string{"contract", "pmu"}
	for _, from := range []*Design{d, again} {
		for point, want := range [][]string{both, nil, both, {"pmu"}} {
			by, best := from.Expected(point)
			if !slices.Equal(best, want) || (point == 3) != (by == "Somebody (1979)") {
				t.Errorf("point %d: %q foresaw %q, want %q", point, by, best, want)
			}
		}
	}
	if plain.Hash() != d.Hash() || d.Hash() != again.Hash() {
		t.Error("what is foreseen changes which study it is")
	}
}
