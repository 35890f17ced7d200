package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzLoad: whatever the text and the --set, reading ends without panic; what is taken can be written and read
// back; what is refused says why, with a place inside the text.
func FuzzLoad(f *testing.F) {
	for _, glob := range []string{"testdata/*/*.toml", "*.toml"} {
		paths, _ := filepath.Glob(glob)
		for _, path := range paths {
			if text, err := os.ReadFile(path); err == nil && len(text) < 10_000 {
				f.Add(text, "professionals.autonomy=.5")
			}
		}
	}
	f.Add([]byte(`services=[{name="A"}]`), `services["A"].activity=[[1]]`)
	f.Add([]byte("[[services]]\n[services.x]\n[[services]]"), "poles[0]={}")
	f.Add([]byte("perimeters.a.b=[]\nworkflow=1"), "workflow.flows[0][1]=x")
	f.Fuzz(func(t *testing.T, text []byte, set string) {
		c, err := Parse("fuzz.toml", text, set)
		if err != nil {
			problems, ok := err.(Problems)
			if !ok || len(problems) == 0 {
				t.Fatalf("no problems: %v", err)
			}
			lines := strings.Count(string(text), "\n") + 1
			for _, p := range problems {
				if p.Message == "" || p.File == "fuzz.toml" && (p.Line > lines || p.Line > 0 && p.Col < 1) {
					t.Fatalf("odd problem %#v", p)
				}
			}
			return
		}
		var b strings.Builder
		if err := Write(&b, c); err != nil {
			t.Fatal(err)
		}
		d, err := Parse("fuzz.toml", []byte(b.String()))
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		if Hash(c) != Hash(d) {
			t.Fatal("written and read back, it is another scenario")
		}
	})
}
