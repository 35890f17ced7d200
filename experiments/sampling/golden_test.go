package sampling

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata/first-points.txt from what the samplers give now")

// TestTheFirstPointsAreTheSameOnEveryPlatform holds the first points of every sampler to the bit: studies that are run in
// pieces on several machines would else fall apart without a word. The check of portability runs it on each platform.
func TestTheFirstPointsAreTheSameOnEveryPlatform(t *testing.T) {
	const factors, shown = 4, 12
	var b strings.Builder
	for _, name := range Names() {
		for _, seed := range []uint64{7, 1 << 52} {
			s := settingsFor(name, factors, 64)
			s.Seed = seed
			sampler := made(t, name, factors, s)
			fmt.Fprintf(&b, "%s, seed %d\n", name, seed)
			for p := range min(shown, sampler.Points()) {
				for f, u := range at(sampler, factors, p) {
					if f > 0 {
						b.WriteByte(' ')
					}
					fmt.Fprintf(&b, "%x", u)
				}
				b.WriteByte('\n')
			}
		}
	}
	const file = "testdata/first-points.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("points (-recorded +now):\n%s", diff)
	}
}
