package classics

import (
	"context"
	"flag"
	"fmt"
	"testing"
)

// replications makes runs of docks shorter or longer.
var replications = flag.Int("replications", 0, "replications of each dock; 0 for a quick run")

// TestAllThatWasPublishedDocks is the point of the package: quick runs of every model pass every dock.
func TestAllThatWasPublishedDocks(t *testing.T) {
	for _, c := range All() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			_, err := Try(context.Background(), c, Budget{Seed: 1, Replications: *replications}, func(f Finding) error {
				report := t.Logf
				if !f.Passes {
					report = t.Errorf
				}
				report("%s, %s: published %s, ours %s (n = %d): %s, %s", f.Dock.Quantity, f.Setting(), f.Expected(), f.Found(), f.N, f.Apart(), f.Verdict())
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// TestAnyNumberOfWorkersGivesTheSameBits holds for every model at its defaults.
func TestAnyNumberOfWorkersGivesTheSameBits(t *testing.T) {
	for _, c := range All() {
		measure := func(workers int) string {
			m, err := Measure(context.Background(), c, c.Defaults(), Budget{Replications: 9, Seed: 5, Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(*m) // each number in full, and those that are none too
		}
		if one, several := measure(1), measure(3); one != several {
			t.Errorf("%s: one worker measures %v, three %v", c.Name, one, several)
		}
	}
}
