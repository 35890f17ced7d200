package design

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"polesim/scenarios"
)

var update = flag.Bool("update", false, "rewrite testdata/bad/*.want from what the package says now")

// TestBadDesignsSayWhatIsWrong holds the messages of every file in testdata/bad against the .want beside it.
func TestBadDesignsSayWhatIsWrong(t *testing.T) {
	paths, err := filepath.Glob("testdata/bad/*.toml")
	if err != nil || len(paths) < 15 {
		t.Fatalf("%d files in testdata/bad: %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".toml"), func(t *testing.T) {
			d, err := Load(path)
			if d != nil || err == nil {
				t.Fatal("a bad design was taken")
			}
			var problems scenarios.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("not Problems: %T", err)
			}
			got := err.Error() + "\n"
			file := strings.TrimSuffix(path, ".toml") + ".want"
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhateverIsLeftOutOfADesignIsReadOrRefused leaves lines out of bad designs: some mistakes hide others, and what is
// read after the first must do without what that spoiled.
func TestWhateverIsLeftOutOfADesignIsReadOrRefused(t *testing.T) {
	paths, err := filepath.Glob("testdata/bad/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		text, err := os.ReadFile(rapid.SampledFrom(paths).Draw(t, "design"))
		if err != nil {
			t.Fatal(err)
		}
		var kept []string
		for line := range strings.Lines(string(text)) {
			if rapid.IntRange(0, 4).Draw(t, "keep") > 0 {
				kept = append(kept, line)
			}
		}
		path := filepath.Join(dir, "d.toml")
		if err := os.WriteFile(path, []byte(strings.Join(kept, "")), 0o644); err != nil {
			t.Fatal(err)
		}
		d, err := Load(path)
		var problems scenarios.Problems
		if (d == nil) != errors.As(err, &problems) {
			t.Errorf("design %v, error %v of:\n%s", d, err, strings.Join(kept, ""))
		}
	})
}
