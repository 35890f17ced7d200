package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"polesim/experiments"
	"polesim/experiments/design"
)

// TestTheDesignsOfTheGuideAreDesigns reads what the guide on studies shows as TOML: a design, and what can be written
// beside it or, of what was foreseen, beside the configurations.
func TestTheDesignsOfTheGuideAreDesigns(t *testing.T) {
	guide, err := os.ReadFile("guide-studies.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?ms)^```toml\n(.*?)^```$").FindAllStringSubmatch(string(guide), -1)
	if len(blocks) < 4 {
		t.Fatalf("%d blocks of TOML", len(blocks))
	}
	first := blocks[0][1]
	configurations, ok := experiments.FindDesign("configurations")
	if !ok {
		t.Fatal("no configurations")
	}
	beforeForeseen, _, _ := strings.Cut(string(configurations.Text), "[[foreseen]]")
	fixed, factors, _ := strings.Cut(first, "[[factor]]")
	fixed = regexp.MustCompile(`(?m)^replications = .*\n`).ReplaceAllString(fixed, "")
	for i, block := range blocks {
		text := first
		switch {
		case strings.HasPrefix(block[1], "[[factor]]"): // named levels, which no range goes with
			text = strings.Replace(first, `"halton"`, `"random"`, 1) + block[1]
		case strings.HasPrefix(block[1], "[replications]"):
			text = fixed + block[1] + "[[factor]]" + factors
		case strings.HasPrefix(block[1], "[[foreseen]]"):
			text = beforeForeseen + block[1]
		case strings.HasPrefix(block[1], "classic = "): // of a published model, whole
			text = block[1]
		case i > 0:
			t.Errorf("what is this beside?\n%s", block[1])
		}
		path := filepath.Join(t.TempDir(), "design.toml")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := design.Load(path); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
	}
}
