package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"polesim/model"
)

// resolved is a scenario in full.
func resolved(t *testing.T, c *model.Config) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestADraftTakesSetsAsTheScenarioDoesAndStaysAsItWas(t *testing.T) {
	base, err := Load("ghu-pmu")
	if err != nil {
		t.Fatal(err)
	}
	draft, err := NewDraft(base)
	if err != nil {
		t.Fatal(err)
	}
	sets := []string{"services[0].activity=77", "poles[1].governance.ambiguity=.3", "professionals.autonomy=.25", "perimeter.use=given"}
	got, err := draft.With(nil, sets...)
	if err != nil {
		t.Fatal(err)
	}
	want, err := Load("ghu-pmu", sets...)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(resolved(t, want), resolved(t, got)); diff != "" {
		t.Error(diff)
	}
	if again, err := draft.With(nil); err != nil || resolved(t, again) != resolved(t, base) {
		t.Errorf("the draft has changed: %v", err)
	}
}

func TestAnOverlayLiesOverADraftAsAScenarioOverItsBase(t *testing.T) {
	const changes = "[governance]\nambiguity = 0.25\n[perimeters.two]\nA = [\"a\"]\nB = [\"b\"]\n[[services]]\nname = \"a\"\n[[services]]\nname = \"b\"\nactivity = 2.0\n" +
		"[[poles]]\nname = \"P\"\nservices = [\"a\", \"b\"]\n"
	dir := t.TempDir()
	for name, text := range map[string]string{"over.toml": changes, "whole.toml": "extends = \"map/pmu\"\n" + changes} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	over, err := LoadOverlay(filepath.Join(dir, "design.toml"), "over.toml")
	if err != nil {
		t.Fatal(err)
	}
	base, err := Load("map/pmu")
	if err != nil {
		t.Fatal(err)
	}
	draft, err := NewDraft(base)
	if err != nil {
		t.Fatal(err)
	}
	got, err := draft.With([]*Overlay{over})
	if err != nil {
		t.Fatal(err)
	}
	want, err := Load(filepath.Join(dir, "whole.toml"))
	if err != nil {
		t.Fatal(err)
	}
	want.Title = base.Title
	if diff := cmp.Diff(resolved(t, want), resolved(t, got)); diff != "" {
		t.Error(diff)
	}
	if err := os.WriteFile(filepath.Join(dir, "again.toml"), over.Text(), 0o644); err != nil {
		t.Fatal(err)
	}
	again, err := LoadOverlay(filepath.Join(dir, "design.toml"), "again.toml")
	if err != nil || string(again.Text()) != string(over.Text()) {
		t.Errorf("an overlay written and read differs: %v", err)
	}
	if diff := cmp.Diff([]string{"governance.ambiguity", "perimeters.two", "services", "poles"}, over.Keys()); diff != "" {
		t.Error(diff)
	}
}

func TestValuesOfADraftCanBeCheckedWithoutWhatHoldsBetweenThem(t *testing.T) {
	base, err := Load("map/services")
	if err != nil {
		t.Fatal(err)
	}
	draft, err := NewDraft(base)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := draft.With(nil, "arenas.none=0"); err == nil {
		t.Error("no arena has a weight, and that was taken")
	}
	if _, err := draft.CheckValues(nil, "arenas.none=0"); err != nil {
		t.Error(err)
	}
	if _, err := draft.CheckValues(nil, "arenas.none=7"); err == nil {
		t.Error("a weight of 7 was taken")
	}
}
