package model

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

var updateGolden = flag.Bool("update-golden", false, "write testdata/golden.txt anew")

const goldenFile = "testdata/golden.txt"

// Results are the same bits on every platform. testdata/golden.txt holds the SHA-256 of the core's outcomes in
// three replications of a few scenarios, so that parts which are off leave it as it is; hold platforms against it with
//
//	go test ./model -run Golden
//	GOOS=js GOARCH=wasm go test ./model -run Golden -exec="$(go env GOROOT)/lib/wasm/go_js_wasm_exec"
//
// and after a change that is meant to change results, write it anew with go test ./model -run Golden -update-golden.
func TestGoldenResultsAreTheSameBitsEverywhere(t *testing.T) {
	var got strings.Builder
	for _, c := range []struct {
		name string
		with settings
	}{
		{"contract", contracts},
		{"everywhere", everything.and(settings{"governance.contract": 0, "arenas.meeting_units": 1.5, "professionals.attention": 1.3})},
	} {
		for _, listed := range []bool{false, true} {
			name, scenario := c.name+" generated", scenario(t, c.with)
			if listed {
				name, scenario = c.name+" listed", mixed(t, c.with)
			}
			digest := sha256.New()
			for replication := range 3 {
				for o, v := range run(t, replication, 36, scenario)[0].Values {
					if outcomes[o].Part != "" {
						continue
					}
					var bits [8]byte
					binary.LittleEndian.PutUint64(bits[:], math.Float64bits(v))
					digest.Write(bits[:])
				}
			}
			fmt.Fprintf(&got, "%s %s\n", hex.EncodeToString(digest.Sum(nil)), name)
		}
	}
	if *updateGolden {
		if err := os.MkdirAll(filepath.Dir(goldenFile), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(goldenFile, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatalf("%v: write it with -update-golden", err)
	}
	if got.String() != string(want) {
		t.Errorf("results on %s/%s are not those of %s; if they are meant to change, write it anew with -update-golden.\ngot\n%sexpected\n%s",
			runtime.GOOS, runtime.GOARCH, goldenFile, got.String(), want)
	}
}

// Compilers for arm64 and others fuse a product into the sum it enters, which rounds once instead of twice and breaks the
// promise of the same bits. The language allows it across statements too, unless a conversion float64(x*y) forbids it.
func TestNoProductIsFusedIntoASum(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil || runtime.GOOS == "js" || testing.Short() {
		t.Skip("needs the go tool")
	}
	build := exec.Command(goTool, "build", "-gcflags=-S", "polesim/sim", "polesim/model")
	build.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("cannot build for arm64: %v\n%s", err, out)
	}
	fused := regexp.MustCompile(`\(([^()]+\.go):(\d+)\)\tFN?M(ADD|SUB)[DS]\t`)
	seen := map[string]bool{}
	for _, m := range fused.FindAllStringSubmatch(string(out), -1) {
		at := m[1] + ":" + m[2]
		if seen[at] {
			continue
		}
		seen[at] = true
		source, err := os.ReadFile(m[1])
		if err != nil {
			t.Fatal(err)
		}
		number, _ := strconv.Atoi(m[2])
		line := strings.TrimSpace(strings.Split(string(source), "\n")[number-1])
		t.Errorf("%s:%d: a product enters a sum unrounded on arm64: %s", filepath.Base(m[1]), number, line)
	}
}

// Functions of package math that are assembly on some platforms differ there in the last bit; sim has its own.
func TestNoFunctionIsUsedThatDiffersBetweenPlatforms(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("needs the sources")
	}
	differs := regexp.MustCompile(`math\.(Exp|Expm1|Exp2|Log|Log1p|Log2|Log10|Pow|Cbrt|Sinh?|Cosh?|Tanh?|Asin|Acos|Atan2?|Erf|Erfc|Gamma|FMA)\(|NormFloat64\(|ExpFloat64\(`)
	read := 0
	for _, dir := range []string{".", "../sim"} {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			read++
			for number, line := range strings.Split(string(source), "\n") {
				code, _, _ := strings.Cut(line, "//")
				if use := differs.FindString(code); use != "" {
					t.Errorf("%s:%d: %s…) is not the same bits everywhere", file, number+1, use)
				}
			}
		}
	}
	if read < 40 {
		t.Errorf("%d files read: nothing was tested", read)
	}
}
