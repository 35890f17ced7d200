package report

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"polesim/experiments/design"
	"polesim/experiments/plot"
	"polesim/experiments/store"
	"polesim/experiments/study"
)

// head begins a design of hospitals so small that a run takes no time.
const head = `
title = "Small hospitals"
replications = 4
months = 2
seed = 11
outcomes = ["care_effectiveness", "margin_effectiveness"]
[set]
hospital = { services = 4, blocks = 1, poles = 1 }
environment = { practices = 2, interdependence_within = 1, interdependence_across = 0 }
`

const (
	two   = "scenarios = [\"map/contract\", \"map/pmu\"]\n"
	three = "scenarios = [\"map/contract\", \"map/pmu\", \"map/services\"]\n"

	autonomy = "[[factor]]\nkey = \"professionals.autonomy\"\n"
	validity = "[[factor]]\nkey = \"measurement.validity\"\n"
	ranged   = "range = [0.1, 0.9]\n"
	leveled  = "levels = [0.1, 0.9]\n"
)

// ran runs a design of these parts, of which the first stand above all tables.
func ran(t *testing.T, top string, factors ...string) (*study.Study, *design.Design) {
	t.Helper()
	return ranAll(t, top+head+strings.Join(factors, ""))
}

// ranAll runs a design.
func ranAll(t *testing.T, text string) (*study.Study, *design.Design) {
	t.Helper()
	return ranPart(t, text, study.Shard{})
}

// ranPart runs a shard of a design.
func ranPart(t *testing.T, text string, shard study.Shard) (*study.Study, *design.Design) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "d.toml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	d, err := design.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := d.Plan()
	if err != nil {
		t.Fatal(err)
	}
	s, err := study.Create(filepath.Join(dir, "s"), plan)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Run(t.Context(), design.Subject(d), study.Options{Shard: shard}); err != nil {
		t.Fatal(err)
	}
	return s, d
}

func made(t *testing.T, s *study.Study, d *design.Design, ask Ask) *Report {
	t.Helper()
	a, err := Prepare(s, d, ask)
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.Make()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What is asked of a study without saying what follows from how it was sampled, and is a table and figures.
func TestTheFirstMethodThatFitsIsTakenTabledAndDrawn(t *testing.T) {
	for _, c := range []struct {
		top     string
		factors []string
		method  string
		figures []string
	}{
		{two + "sampler = \"morris\"\npoints = 4\n", []string{autonomy, ranged, validity, ranged}, "morris", []string{"morris-care_effectiveness"}},
		{two + "sampler = \"saltelli\"\npoints = 4\n", []string{autonomy, ranged, validity, ranged}, "sobol", []string{"sobol-care_effectiveness"}},
		{two + "sampler = \"grid\"\n", []string{autonomy, leveled, validity, leveled}, "map", []string{"map-care_effectiveness"}},
		{two + "sampler = \"grid\"\n", []string{autonomy, leveled}, "response", []string{"response-care_effectiveness"}},
		{three + "sampler = \"grid\"\n", []string{autonomy, leveled}, "best", []string{"best-care_effectiveness"}},
		{three + "sampler = \"morris\"\npoints = 4\n", []string{autonomy, ranged}, "morris",
			[]string{"morris-care_effectiveness-contract", "morris-care_effectiveness-pmu", "morris-care_effectiveness-services"}},
	} {
		s, d := ran(t, c.top, c.factors...)
		r := made(t, s, d, Ask{})
		if r.Method != c.method || r.Outcome != "care_effectiveness" || r.Title != "Small hospitals" {
			t.Errorf("%s of %s in %q, want %s", r.Method, r.Outcome, r.Title, c.method)
		}
		var table strings.Builder
		about := "professionals.autonomy"
		if c.method == "best" { // counts points
			about = "not told from the best"
		}
		if err := r.WriteTable(&table); err != nil || !strings.Contains(table.String(), "care_effectiveness") || !strings.Contains(table.String(), about) {
			t.Errorf("%s: %v, table\n%s", c.method, err, table.String())
		}
		dir := t.TempDir()
		names, err := r.Draw(dir)
		if err != nil || !slices.Equal(names, c.figures) {
			t.Errorf("%s: figures %q, want %q: %v", c.method, names, c.figures, err)
		}
		for _, name := range names {
			for _, file := range plot.Files(name) {
				if text, err := os.ReadFile(filepath.Join(dir, file)); err != nil || len(text) == 0 {
					t.Errorf("%s: %v", file, err)
				}
			}
			caption, _ := os.ReadFile(filepath.Join(dir, name+".txt"))
			if !strings.Contains(string(caption), "Small hospitals") || !strings.Contains(string(caption), "of 2 months") {
				t.Errorf("%s does not say of what it is: %s", name, caption)
			}
		}
	}
}

// A difference at a level is the mean of what the rows there differ by, the second scenario less the first.
func TestAResponseIsTheMeanOfTheRowsItIsMadeOf(t *testing.T) {
	s, d := ran(t, two+"sampler = \"grid\"\n", autonomy, leveled)
	sums := map[int]float64{}
	for row, err := range s.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if row.Status != store.Done {
			t.Fatalf("a run failed: %s", row.Error)
		}
		sign := 1.0
		if row.Scenario == "contract" {
			sign = -1
		}
		sums[row.Point] += sign * row.Values[1]
	}
	for _, between := range [][]string{nil, {"contract", "pmu"}, {"pmu", "contract"}} {
		r := made(t, s, d, Ask{Method: "response", Outcome: "margin_effectiveness", Between: between})
		sign := 1.0
		if len(between) > 0 && between[0] == "pmu" {
			sign = -1
		}
		at := r.Responses[0].Factors[0].At
		if len(at) != 2 || at[0].Value != .1 || at[1].Value != .9 {
			t.Fatalf("%+v", at)
		}
		for point, place := range at {
			if want := sign * sums[point] / 4; math.Abs(place.Interval.Value-want) > 1e-12 || want == 0 {
				t.Errorf("%q, autonomy %v: %v, want %v", between, place.Value, place.Interval.Value, want)
			}
		}
	}
}

// A level may be sound where a difference rests on an assumption: the wait for a bed is defensible, what moves it is not.
func TestDifferencesHaveAUnitAndAMarkOfTheirOwn(t *testing.T) {
	text := strings.ReplaceAll(head, `"care_effectiveness", "margin_effectiveness"`, `"waiting"`)
	text += "care = { units = true }\n" + autonomy + leveled
	for name, c := range map[string]struct{ scenarios, want, not string }{
		"difference": {two, "hours, assumed", "defensible"},
		"levels":     {`scenarios = ["map/contract"]` + "\n", "hours, defensible", "assumed"},
	} {
		s, d := ranAll(t, c.scenarios+"sampler = \"grid\"\n"+text)
		r := made(t, s, d, Ask{})
		var table strings.Builder
		if err := r.WriteTable(&table); err != nil {
			t.Fatal(err)
		}
		figure, err := r.responses()
		if err != nil {
			t.Fatal(err)
		}
		for what, words := range map[string]string{"table": table.String(), "caption": figure.Caption, "JSON": r.Responses[0].Unit} {
			if !strings.Contains(words, c.want) || strings.Contains(words, c.not) {
				t.Errorf("%s, %s: want %q in %q", name, what, c.want, words)
			}
		}
	}
}

func TestPointsThatRestOnSomeOfTheirRunsAreTold(t *testing.T) {
	s, d := ranPart(t, two+"sampler = \"grid\"\n"+head+autonomy+leveled, study.Shard{K: 2, N: 3})
	r := made(t, s, d, Ask{})
	var table strings.Builder
	if err := r.WriteTable(&table); err != nil || !strings.Contains(table.String(), "Missing: fewer than 4 runs at 2 points of 2.") {
		t.Errorf("%v: %s", err, table.String())
	}
	if g := r.Responses[0].Gaps; g.Partial != 2 || g.Runs != 4 || g.Missing != 0 {
		t.Errorf("%+v", g)
	}
}

func TestWhatAStudyCannotAnswerIsRefusedAndWhatItCanIsSaid(t *testing.T) {
	s, d := ran(t, three+"sampler = \"grid\"\n", autonomy, leveled, validity, leveled)
	for words, ask := range map[string]Ask{
		"sobol needs the saltelli sampler":                                  {Method: "sobol"},
		"It has care_effectiveness, margin_effectiveness":                   {Outcome: "goal_value"},
		"map compares two scenarios: name them, of contract, pmu, services": {Method: "map"},
		"expected two different scenarios":                                  {Between: []string{"pmu"}},
		`no scenario "pmo". Did you mean pmu?`:                              {Between: []string{"pmo", "contract"}},
		"best compares all scenarios":                                       {Method: "best", Between: []string{"pmu", "contract"}},
		"the lowest value matters to method best alone, not to response":    {Method: "response", Lowest: true},
	} {
		if _, err := Prepare(s, d, ask); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%+v: error %v, want %q", ask, err, words)
		}
	}
	if r := made(t, s, d, Ask{Between: []string{"services", "pmu"}}); r.Method != "map" {
		t.Errorf("of two of three scenarios over two factors: %s, want map", r.Method)
	}
}

// Levels that are numbers lie on an axis where they are; others beside each other, under their names.
func TestOnlyLevelsThatAreNoNumbersKeepTheirNames(t *testing.T) {
	_, d := ran(t, two+"sampler = \"grid\"\n", autonomy, "levels = [0.1, 0.5, 0.9]\n", "[[factor]]\nname = \"aims\"\n"+
		"[factor.level.clinical]\nset = { \"agenda.clinical\" = 1.0 }\n[factor.level.mixed]\nset = { \"agenda.clinical\" = 0.5 }\n")
	number, named := factorOf(&d.Factors[0]), factorOf(&d.Factors[1])
	if number.Levels != nil || number.Min != .1 || number.Max != .9 {
		t.Errorf("%+v", number)
	}
	if !slices.Equal(named.Levels, []string{"clinical", "mixed"}) || !named.Category || named.Min != 0 || named.Max != 1 {
		t.Errorf("%+v", named)
	}
}
