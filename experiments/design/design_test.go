package design

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"polesim/experiments/sampling"
	"polesim/model"
	"polesim/scenarios"
)

// load reads a design from a text, in a folder of its own with further files: name and text in turn.
func load(t testing.TB, text string, further ...string) (*Design, error) {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(further); i += 2 {
		write(t, filepath.Join(dir, further[i]), further[i+1])
	}
	path := filepath.Join(dir, "d.toml")
	write(t, path, text)
	return Load(path)
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func must(t testing.TB, text string, further ...string) *Design {
	t.Helper()
	d, err := load(t, text, further...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const head = `
scenarios = ["map/contract", "map/pmu"]
replications = 3
months = 24
seed = 11
`

// everything is a design with a factor of every kind; all but the ranges have levels.
const everything = `
title = "All kinds of factors"
scenarios = ["ghu-pmu", "ghu-contract"]
sampler = "random"
points = 200
months = 24
seed = 3
outcomes = ["care_effectiveness", "margin_effectiveness"]
time_limit = 2.5

[replications]
outcome = "care_effectiveness"
half_width = 0.002
max = 40

[sampler_settings]
seed = 5

[[factor]]
key = "professionals.autonomy"
range = [0.1, 0.9]

[[factor]]
key = "environment.practices"
range = [5, 9]

[[factor]]
name = "noise"
key = "measurement.noise"
range = [0.01, 1]
scale = "log"

[[factor]]
name = "pressure"
keys = ["relations.trust_gain", "governance.ambiguity"]
ranges = [[0.1, 0.2], [0, 1]]

[[factor]]
name = "together"
keys = ["agenda.clinical", "agenda.academic"]
levels = [[1, 0.5], [0.25, 0.75]]

[[factor]]
key = "governance.delegation"
levels = [0.2, 0.4, 1]
scenarios = ["ghu-contract"]

[[factor]]
name = "activity"
key = "services[0].activity"
range = [100, 200]

[[factor]]
name = "charter"
[factor.level.as-it-is]
set = {}
[factor.level.tight]
set = { "arenas.network" = 0.5, "perimeter.use" = "given" }
[factor.level.file]
file = "over.toml"
`

const over = `
title = "Not said of anybody"
[legitimacy]
inertia = 40
`

func TestADesignReadsAsItIsWritten(t *testing.T) {
	d := must(t, head+`
title = "Where?"
sampler = "grid"
outcomes = ["margin_effectiveness"]
[[factor]]
key = "professionals.autonomy"
range = [0.1, 0.9]
steps = 3
[[factor]]
name = "contract"
key = "governance.contract"
levels = [false, true]
`)
	if d.Title != "Where?" || d.Months != 24 || d.Seed != 11 || d.Fixed != 3 || d.Most() != 3 || !d.CommonRandomNumbers || d.TimeLimit != 0 {
		t.Errorf("%+v", d)
	}
	if d.Points() != 6 {
		t.Fatalf("%d points, want 3 × 2", d.Points())
	}
	var got []string
	for p := range d.Points() {
		v := d.Values(p)
		got = append(got, fmt.Sprintf("%s=%v %s=%v", v[0].Text, v[0].Number, v[1].Text, v[1].Number))
	}
	want := []string{"0.1=0.1 false=0", "0.1=0.1 true=1", "0.5=0.5 false=0", "0.5=0.5 true=1", "0.9=0.9 false=0", "0.9=0.9 true=1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if f := d.Factors[0]; f.Unit != "share" || f.Categorical() {
		t.Errorf("%+v", f)
	}
}

func TestScenariosAndFilesOfLevelsLieBesideTheDesign(t *testing.T) {
	d := must(t, `
scenarios = ["mine.toml", "map/pmu"]
sampler = "grid"
[[factor]]
name = "file"
[factor.level.a]
set = {}
[factor.level.b]
file = "b.toml"
`, "mine.toml", "extends = \"map/pmu\"\ntitle = \"Mine\"\n", "b.toml", "extends = \"c.toml\"\n[governance]\nambiguity = 0.25\n", "c.toml", "[professionals]\nautonomy = 0.125\n")
	configs, err := d.Configs(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range configs {
		if c.Values[id(t, "governance.ambiguity")] != .25 || c.Values[id(t, "professionals.autonomy")] != .125 {
			t.Errorf("%s: the file of the level does not lie over it", c.Name)
		}
	}
	if configs[0].Name != "mine" || configs[0].Title != "Mine" {
		t.Errorf("%q %q", configs[0].Name, configs[0].Title)
	}
}

func id(t testing.TB, key string) model.ParameterID {
	id, ok := model.Lookup(key)
	if !ok {
		t.Fatalf("no parameter %s", key)
	}
	return id
}

// TestAPointIsWhatSetsMakeOfAScenario holds the quick way of making the scenarios of a point against the long one: reading
// the scenario with a --set for each factor.
func TestAPointIsWhatSetsMakeOfAScenario(t *testing.T) {
	d := must(t, everything, "over.toml", over)
	for point := range 16 {
		configs, err := d.Configs(point)
		if err != nil {
			t.Fatal(err)
		}
		for s, c := range configs {
			files, sets := d.Sets(point, s)
			if len(files) > 0 {
				sets = append(sets, "legitimacy.inertia=40")
			}
			want, err := scenarios.Load(c.Name, append(sets, "simulation.months=24")...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(text(t, want), text(t, c)); diff != "" {
				t.Fatalf("point %d, %s:\n%s", point, c.Name, diff)
			}
		}
	}
}

func text(t testing.TB, c *model.Config) string {
	t.Helper()
	var b strings.Builder
	if err := scenarios.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAFactorOfOneScenarioLeavesTheOthersAlone(t *testing.T) {
	d := must(t, head+`
sampler = "list"
[[factor]]
key = "governance.delegation"
scenarios = ["contract"]
[[point]]
governance.delegation = 0.125
`)
	configs, err := d.Configs(0)
	if err != nil {
		t.Fatal(err)
	}
	at := id(t, "governance.delegation")
	if configs[0].Values[at] != .125 || configs[1].Values[at] == .125 {
		t.Errorf("contract %v, pmu %v", configs[0].Values[at], configs[1].Values[at])
	}
}

func TestTheWrittenDesignIsTheSameDesign(t *testing.T) {
	listed := head + `
sampler = "list"
[[factor]]
name = "two"
keys = ["agenda.clinical", "agenda.academic"]
[[factor]]
name = "charter"
[factor.level."tight / firm"]
set = { "governance.ambiguity" = 0.1 }
[factor.level.loose]
set = { "governance.ambiguity" = 0.9 }
[[point]]
professionals.autonomy = 0.3
two = [1, 0.75]
charter = "loose"
[[point]]
professionals.autonomy = 0.1
two = 0.5
charter = "tight / firm"
`
	for name, text := range map[string]string{"everything": everything, "list": listed, "none": head + `sampler = "grid"`} {
		t.Run(name, func(t *testing.T) {
			d := must(t, text, "over.toml", over)
			dir := filepath.Join(t.TempDir(), "study")
			if err := d.Write(dir); err != nil {
				t.Fatal(err)
			}
			copied, err := Load(filepath.Join(dir, FileName))
			if err != nil {
				t.Fatal(err)
			}
			same(t, d, copied)
			again := filepath.Join(t.TempDir(), "again")
			if err := copied.Write(again); err != nil {
				t.Fatal(err)
			}
			a, _ := os.ReadFile(filepath.Join(dir, FileName))
			b, _ := os.ReadFile(filepath.Join(again, FileName))
			if diff := cmp.Diff(string(a), string(b)); diff != "" {
				t.Errorf("a copy of the copy:\n%s", diff)
			}
		})
	}
}

func TestEverySamplerIsWrittenWithItsSettings(t *testing.T) {
	settings := map[string]string{"halton": "unscrambled = true", "sobol": "seed = 99", "morris": "levels = 8", "saltelli": "second_order = true"}
	for _, sampler := range sampling.Names() {
		if sampler == "grid" {
			continue
		}
		d := must(t, head+`
sampler = "`+sampler+`"
points = 16
[sampler_settings]
`+settings[sampler]+`
[[factor]]
key = "professionals.autonomy"
range = [0.1, 0.9]
[[factor]]
key = "environment.practices"
range = [4, 9]
[[factor]]
key = "governance.contract"
levels = [false, true]
`)
		dir := t.TempDir()
		if err := d.Write(dir); err != nil {
			t.Fatal(err)
		}
		copied, err := Load(filepath.Join(dir, FileName))
		if err != nil {
			t.Fatalf("%s: %v", sampler, err)
		}
		same(t, d, copied)
		if diff := cmp.Diff(d.Settings, copied.Settings); diff != "" {
			t.Errorf("%s:\n%s", sampler, diff)
		}
		if d.Sampler.Name() != sampler {
			t.Errorf("%s is kept as %s", sampler, d.Sampler.Name())
		}
	}
}

// same compares two designs by what a study sees of them.
func same(t *testing.T, a, b *Design) {
	t.Helper()
	if a.Hash() != b.Hash() || a.Points() != b.Points() || a.Title != b.Title {
		t.Fatalf("hash %s and %s, points %d and %d", a.Hash(), b.Hash(), a.Points(), b.Points())
	}
	if diff := cmp.Diff(a.Replications, b.Replications); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(a.Outcomes, b.Outcomes); diff != "" {
		t.Error(diff)
	}
	for p := range min(a.Points(), 30) {
		if diff := cmp.Diff(a.Values(p), b.Values(p)); diff != "" {
			t.Fatalf("values of point %d:\n%s", p, diff)
		}
		ca, errA := a.Configs(p)
		cb, errB := b.Configs(p)
		if fmt.Sprint(errA) != fmt.Sprint(errB) {
			t.Fatalf("point %d: %v and %v", p, errA, errB)
		}
		for s := range ca {
			if diff := cmp.Diff(text(t, ca[s]), text(t, cb[s])); diff != "" {
				t.Fatalf("point %d, %s:\n%s", p, ca[s].Name, diff)
			}
		}
	}
}

func TestTheHashFollowsWhatIsRunAndNotWhatItIsCalled(t *testing.T) {
	base := head + "sampler = \"grid\"\n"
	factor := "[[factor]]\nkey = \"professionals.autonomy\"\nrange = [0.1, 0.9]\nsteps = 3\n"
	hash := must(t, base+factor).Hash()
	if got := must(t, "title = \"Called\"\n"+base+factor).Hash(); got != hash {
		t.Error("a title changes the hash")
	}
	for name, other := range map[string]string{
		"seed": strings.Replace(base, "seed = 11", "seed = 12", 1) + factor, "months": strings.Replace(base, "months = 24", "months = 25", 1) + factor,
		"replications": strings.Replace(base, "= 3", "= 4", 1) + factor, "range": base + strings.Replace(factor, "0.9", "0.8", 1),
		"steps": base + strings.Replace(factor, "= 3", "= 4", 1), "scenario": strings.Replace(base, "map/pmu", "map/network", 1) + factor,
		"common": "common_random_numbers = false\n" + base + factor, "set": base + factor + "[set]\n\"measurement.validity\" = 0.125\n",
	} {
		if must(t, other).Hash() == hash {
			t.Errorf("another %s leaves the hash as it is", name)
		}
	}
}

func TestValuesLieInTheirRanges(t *testing.T) {
	d := must(t, everything, "over.toml", over)
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.Float64Range(0, math.Nextafter(1, 0)).Draw(t, "u")
		for i := range d.Factors {
			f := &d.Factors[i]
			v := f.value(u)
			if f.Levels == nil && (v.Number < f.Low || v.Number > f.High) {
				t.Fatalf("%s is %v at %v, beyond [%v, %v]", f.Name, v.Number, u, f.Low, f.High)
			}
			for _, a := range f.assignments(u, nil) {
				if a.plain && parameters[a.id].Check(a.value) != nil {
					t.Fatalf("%s = %v %v", a.key, a.value, parameters[a.id].Check(a.value))
				}
			}
		}
	})
}

func TestEndsOfRangesAreReachedAndWholeNumbersAreAsLikely(t *testing.T) {
	whole := span{low: 5, high: 9, whole: true}
	seen := map[float64]int{}
	for k := range 1000 {
		seen[whole.at((float64(k)+.5)/1000, false)]++
	}
	if len(seen) != 5 || seen[5] != 200 || seen[9] != 200 {
		t.Errorf("whole numbers: %v", seen)
	}
	for _, s := range []span{{low: .1, high: .7}, {low: 1e-3, high: 1e3}, {low: 2, high: 64, whole: true}} {
		for _, log := range []bool{false, true} {
			if low, high := s.at(0, log), s.at(1, log); low != s.low || high != s.high {
				t.Errorf("%v log %v: from %v to %v", s, log, low, high)
			}
		}
	}
	if mid := (span{low: .01, high: 1}).at(.5, true); math.Abs(mid-.1) > 1e-12 {
		t.Errorf("the middle of [0.01, 1] on a log scale is %v, want 0.1", mid)
	}
}

func TestAPointThatBreaksARuleSaysWhichAndWhere(t *testing.T) {
	d := must(t, head+`
sampler = "list"
[[point]]
environment.interdependence_within = 8
environment.interdependence_across = 8
[[point]]
environment.interdependence_within = 2
environment.interdependence_across = 1
`)
	_, err := d.Configs(0)
	if err == nil {
		t.Fatal("a combination out of a rule was taken")
	}
	for _, part := range []string{"point 0", "environment.interdependence_within = 8", "environment.interdependence_across = 8", "scenario contract", "is more than"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not say %q", err, part)
		}
	}
	if _, err := d.Configs(1); err != nil {
		t.Errorf("the other point: %v", err)
	}
}

// TestAPlainFactorMendsWhatALevelBreaks: arenas of weight 0 are refused, but another factor gives one of them a weight.
func TestAPlainFactorMendsWhatALevelBreaks(t *testing.T) {
	d := must(t, `
scenarios = ["map/services"]
replications = 1
sampler = "grid"
[[factor]]
name = "nobody"
[factor.level.a]
file = "a.toml"
[factor.level.b]
set = {}
[[factor]]
key = "arenas.network"
levels = [0, 0.5]
`, "a.toml", "arenas.none = 0\n")
	for point, ok := range []bool{false, true, true, true} {
		if _, err := d.Configs(point); (err == nil) != ok {
			t.Errorf("point %d: %v", point, err)
		}
	}
}

func TestOutcomesOfPartsThatAFactorSwitchesOnAreKept(t *testing.T) {
	without := must(t, head+`sampler = "grid"`)
	with := must(t, head+`
sampler = "grid"
[[factor]]
key = "legitimacy.earned"
levels = [false, true]
`)
	if len(with.Outcomes) <= len(without.Outcomes) {
		t.Errorf("%d outcomes with, %d without", len(with.Outcomes), len(without.Outcomes))
	}
}

func TestMillionsOfPointsTakeNoTimeAndNoRoom(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	d := must(t, strings.Replace(head, "= 3", "= 20", 1)+`
sampler = "grid"
[[factor]]
key = "professionals.autonomy"
range = [0.1, 0.9]
steps = 200
[[factor]]
key = "measurement.validity"
range = [0, 1]
steps = 200
[[factor]]
key = "environment.congruence"
range = [0, 0.9]
steps = 150
`)
	runtime.ReadMemStats(&after)
	if d.Points() != 6_000_000 {
		t.Fatalf("%d points", d.Points())
	}
	if v := d.Values(5_999_999); v[0].Number != .9 || v[1].Number != 1 || v[2].Number != .9 {
		t.Errorf("the last point is %v", v)
	}
	if grown := after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc); grown > 32<<20 {
		t.Errorf("takes %d MB", grown>>20)
	}
	t.Logf("read in %v", time.Since(start))
}

func TestSeveralGoroutinesMayAskForConfigs(t *testing.T) {
	d := must(t, everything, "over.toml", over)
	var wait sync.WaitGroup
	for g := range 4 {
		wait.Go(func() {
			for p := range 8 {
				if _, err := d.Configs((p*7 + g) % d.Points()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
}

// As --set does, a design takes blanks and quotes in keys that do not need them.
func TestAKeyWrittenWithBlanksIsTheSameKey(t *testing.T) {
	const plain = `
sampler = "list"
set = { "governance.ambiguity" = 0.2 }
[[factor]]
key = "professionals.autonomy"
range = [0.1, 0.9]
[[factor]]
name = "two"
keys = ["measurement.noise", "measurement.validity"]
levels = [0.1, 0.2]
[[factor]]
name = "charter"
level = { a = { set = { "agenda.clinical" = 1.0 } }, b = { set = { "agenda.clinical" = 0.5 } } }
[[point]]
"professionals.autonomy" = 0.5
"relations.trust_gain" = 0.1
two = 0.1
charter = "a"
`
	spaced := strings.NewReplacer("professionals.", "professionals . ", "measurement.", "measurement .", "governance.", "governance. ",
		"agenda.", "agenda . ", "relations.", "relations . ").Replace(plain)
	want, got := must(t, head+plain), must(t, head+spaced)
	if got.Hash() != want.Hash() {
		t.Error("another design")
	}
	if _, err := load(t, head+strings.Replace(plain, "measurement.noise", "simulation . months", 1)); err == nil || !strings.Contains(err.Error(), "says how a study is run") {
		t.Errorf("months set by a factor: %v", err)
	}
}

// Whoever reads points.parquet must know what the number of a level stands for.
func TestTheDictionarySaysWhatTheNumbersOfLevelsStandFor(t *testing.T) {
	for _, c := range []struct {
		levels []Level
		want   string
	}{
		{[]Level{{Name: "0.9 / 0.05", Number: 0}, {Name: "0.5 / 0.2", Number: 1}}, "0 is 0.9 / 0.05, 1 is 0.5 / 0.2."},
		{[]Level{{Name: "false", Number: 0}, {Name: "true", Number: 1}}, "0 is false, 1 is true."},
		{[]Level{{Name: "0.25", Number: .25}, {Name: "40", Number: 40}}, ""},
		{nil, ""},
	} {
		if got := (&Factor{Levels: c.levels}).codes(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
