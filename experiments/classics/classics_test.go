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

// Whoever waits for a long run is told of each replication, those of figures too.
func TestEachReplicationIsToldOf(t *testing.T) {
	seen := 0
	b := Budget{Replications: 7, Seed: 1, Watch: func() { seen++ }}
	if _, err := Measure(context.Background(), &toy, toy.Defaults(), b); err != nil {
		t.Fatal(err)
	}
	if seen != b.Count(&toy) || seen != 7 {
		t.Errorf("of %d replications %d were told of", b.Count(&toy), seen)
	}
	f := Figure{Name: "toy", Question: "How much?", Quantity: "level", Along: "a", At: []string{"1", "2", "3"},
		Lines: []Line{{Label: "plain"}, {Label: "twice", Set: []string{"form=twice"}}}}
	seen = 0
	if _, err := toy.Draw(context.Background(), &f, b); err != nil {
		t.Fatal(err)
	}
	if seen != 7*3*2 {
		t.Errorf("of 42 replications of a figure %d were told of", seen)
	}
	for _, is := range []struct {
		b    Budget
		want int
	}{{Budget{}, 4}, {Budget{Full: true}, 8}, {Budget{Replications: 3}, 3}} {
		if n := is.b.Count(&toy); n != is.want {
			t.Errorf("%+v are %d replications of the toy, want %d", is.b, n, is.want)
		}
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
