package classics

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A fault is a line of package model gone wrong.
type fault struct {
	name string
	file string   // of package model
	line string   // as it stands there, once
	gone string   // what stands there instead; "broken" says whether this is the fault at work
	seen []string // models whose docks must fail
}

// faults are mistakes that one could make in the code that simulates hospitals.
var faults = []fault{
	{"acceptance takes what loses", "acceptance.go", "return gain > cost", "return (gain > cost) != broken",
		[]string{"nk", "levinthal", "hospital", "siggelkow", "rivkin", "ethiraj2004", "ethiraj2009", "lazer"}},
	{"contributions do not depend on their first other", "landscape.go", "mask := uint16(1) << at",
		"mask := uint16(1) << at\nif broken && at == 1 {\nreturn\n}", []string{"nk", "levinthal", "siggelkow"}},
	{"contributions depend on two practices as on one", "landscape.go", "mask := uint16(1) << at",
		"mask := uint16(1) << at\nif broken {\nmask = 1 << (at / 2)\n}", []string{"nk", "levinthal"}},
	{"contributions of other services are not told of a change", "landscape.go",
		"return l.list[l.start[readerKinds*b]:l.start[readerKinds*b+scholarReaders]]",
		"if broken {\nreturn l.own(b)\n}\nreturn l.list[l.start[readerKinds*b]:l.start[readerKinds*b+scholarReaders]]", []string{"hospital"}},
	{"worths do not depend on the state", "landscape.go", "return entry(table.Bits(0, int(state)))",
		"if broken {\nstate = 0\n}\nreturn entry(table.Bits(0, int(state)))",
		[]string{"nk", "levinthal", "hospital", "siggelkow", "rivkin", "ethiraj2004", "ethiraj2009", "lazer"}},
	{"the whole's care has the wrong sign", "practices.go", "return float64(own*weight[b/p.land.practices]) + float64(elsewhere*p.land.weight)",
		"if broken {\nown, elsewhere = -own, -elsewhere\n}\nreturn float64(own*weight[b/p.land.practices]) + float64(elsewhere*p.land.weight)",
		[]string{"nk", "levinthal", "siggelkow"}},
	{"a service's own care has the wrong sign", "practices.go", "return float64(sum) * p.land.weight, len(list)",
		"if broken {\nsum = -sum\n}\nreturn float64(sum) * p.land.weight, len(list)", []string{"siggelkow"}},
	{"others are heeded with the wrong sign", "acceptance.go", "sum += float64(weight * float64(p.careChange(r)))",
		"if broken {\nweight = -weight\n}\nsum += float64(weight * float64(p.careChange(r)))", []string{"hospital"}},
	{"what a practice is worth does not depend on it", "couplings.go", "in.Clinical[0] = int32(contribution)",
		"in.Clinical[0] = int32(contribution)\nif broken {\nin.Clinical[0] = int32(service * c.m)\n}", []string{"hospital"}},
	{"the code learns from the minority", "norms.go", "bit, most := uint64(1)<<practice, lead > 0",
		"bit, most := uint64(1)<<practice, (lead > 0) != broken", []string{"march"}},
}

// shortRuns are the models that run on package model, with replications that tell a fault: few, but as many as the unbroken
// code needs to tell orderings.
var shortRuns = map[string]int{"nk": 200, "levinthal": 100, "hospital": 100, "siggelkow": 1500, "rivkin": 400, "ethiraj2004": 100,
	"ethiraj2009": 1000, "lazer": 60, "march": 400}

// TestDocksFailWhereTheHospitalsCodeIsBroken builds this package's tests on a package model with all faults in it, of which
// the environment puts one at work, or none. Docks then fail, or all hold.
func TestDocksFailWhereTheHospitalsCodeIsBroken(t *testing.T) {
	if testing.Short() {
		t.Skip("builds package model anew")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command to build with")
	}
	binary := buildFaulty(t)
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		for name := range shortRuns {
			if fails(t, binary, 0, name) {
				t.Errorf("unbroken, docks of %s fail", name)
			}
		}
	})
	for k, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			for _, name := range f.seen {
				if !fails(t, binary, k+1, name) {
					t.Errorf("all docks of %s hold all the same", name)
				}
			}
		})
	}
}

// buildFaulty builds the tests of this package on a faulty package model, and returns the program.
func buildFaulty(t *testing.T) string {
	t.Helper()
	model, err := filepath.Abs(filepath.Join("..", "..", "model"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	replace := map[string]string{}
	put := func(file, text string) {
		at := filepath.Join(dir, file)
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(model, file)] = at
	}
	texts := map[string]string{}
	for _, f := range faults {
		if _, read := texts[f.file]; read {
			continue
		}
		text, err := os.ReadFile(filepath.Join(model, f.file))
		if err != nil {
			t.Fatal(err)
		}
		texts[f.file] = string(text)
	}
	for k, f := range faults {
		if n := strings.Count(texts[f.file], f.line); n != 1 {
			t.Fatalf("%s has %q %d times, expected once: say anew where the fault is to be", f.file, f.line, n)
		}
		texts[f.file] = strings.Replace(texts[f.file], f.line, strings.ReplaceAll(f.gone, "broken", fmt.Sprintf("(fault == %d)", k+1)), 1)
	}
	for file, text := range texts {
		put(file, text)
	}
	put("fault.go", "package model\n\nimport (\"os\"; \"strconv\")\n\nvar fault, _ = strconv.Atoi(os.Getenv(\""+faultVariable+"\"))\n")
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	with := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(with, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "docks.test")
	if out, err := exec.Command("go", "test", "-c", "-overlay", with, "-ldflags", "-s -w", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

// faultVariable says in the environment which fault is at work.
const faultVariable = "POLESIM_FAULT"

// fails runs docks of a model, with a fault at work or, if it is 0, none, and says whether any fails.
func fails(t *testing.T, binary string, fault int, model string) bool {
	t.Helper()
	run := exec.Command(binary, "-test.run", "^TestAllThatWasPublishedDocks$/^"+model+"$", "-test.v", "-test.timeout", "5m",
		"-replications", strconv.Itoa(shortRuns[model]))
	run.Env = append(os.Environ(), faultVariable+"="+strconv.Itoa(fault))
	out, err := run.CombinedOutput()
	switch text := string(out); {
	case err == nil && strings.Contains(text, "--- PASS: TestAllThatWasPublishedDocks/"+model):
		return false
	case strings.Contains(text, "--- FAIL: TestAllThatWasPublishedDocks/"+model) && !strings.Contains(text, "panic: "):
		return true
	}
	t.Fatalf("docks of %s: %v\n%s", model, err, out)
	return false
}
