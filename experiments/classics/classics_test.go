package classics

import (
	"context"
	"testing"
)

// TestAllThatWasPublishedDocks is the point of the package: quick runs of every model pass every dock.
func TestAllThatWasPublishedDocks(t *testing.T) {
	for _, c := range All() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			_, err := Try(context.Background(), c, Budget{Seed: 1}, func(f Finding) error {
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
