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
				t.Logf("%-60s %-10s published %8.4f ours %8.4f ± %.4f (n=%d): %+.1f s.e.", f.At, f.Dock.Quantity, f.Dock.Published, f.Ours, f.Error, f.N, f.Distance)
				if !f.Passes {
					t.Errorf("%s: %s: published %v, ours %v ± %v: %.1f standard errors", f.At, f.Dock.Quantity, f.Dock.Published, f.Ours, f.Error, f.Distance)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
