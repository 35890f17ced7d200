package design

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"polesim/experiments/classics"
	"polesim/sim"
)

// classicDesign writes a design and loads it.
func classicDesign(t *testing.T, text string) *Design {
	t.Helper()
	path := filepath.Join(t.TempDir(), "d.toml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	d, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const ruggedGrid = `
title = "How rugged?"
classic = "nk"
sampler = "grid"
replications = 3
seed = 5
outcomes = ["steps", "fitness"]
[set]
N = 8
count = "no"
[[factor]]
key = "K"
levels = [0, 3]
[[factor]]
key = "neighbourhood"
levels = ["random", "adjacent"]
`

// valuesAt are the parameters at a point, as a line.
func valuesAt(t *testing.T, d *Design, point int) string {
	t.Helper()
	v, err := d.ClassicValues(point)
	if err != nil {
		t.Fatal(err)
	}
	return v.String()
}

func TestPointsOfAPublishedModelAreValuesOfItsParameters(t *testing.T) {
	d := classicDesign(t, ruggedGrid)
	if got := valuesAt(t, d, 1); got != "N=8 K=0 count=no" { // adjacent is the default
		t.Errorf("point 1: %s", got)
	}
	if got := valuesAt(t, d, 2); got != "N=8 K=3 neighbourhood=random count=no" {
		t.Errorf("point 2: %s", got)
	}
	if f := d.Factors[0]; f.Unit != "practices" || f.Categorical() || !d.Factors[1].Categorical() {
		t.Errorf("factors %+v", d.Factors)
	}
	p, err := d.Plan()
	if err != nil {
		t.Fatal(err)
	}
	if p.Rows[0] != "nk" || len(p.Rows) != 1 || p.Columns[0].Name != "steps" || p.Columns[1].Unit != "index 0–1" || p.Points != 4 ||
		!strings.Contains(p.Factors[0].Meaning, "On how many others") || !p.Factors[1].Choices {
		t.Errorf("%+v", p)
	}
}

func TestAllSamplersSpreadParametersOfAPublishedModel(t *testing.T) {
	for sampler, points := range map[string]int{"random": 9, "lhs": 9, "halton": 9, "sobol": 8, "morris": 9 * 3, "saltelli": 9 * 4} {
		n := "9"
		if sampler == "sobol" {
			n = "8"
		}
		d := classicDesign(t, "classic = \"nk\"\nsampler = \""+sampler+"\"\npoints = "+n+
			"\n[[factor]]\nkey = \"N\"\nrange = [10, 20]\n[[factor]]\nkey = \"K\"\nrange = [0, 7]\n")
		if d.Points() != points || d.Fixed != 2000 || d.Seed != 1 || len(d.Outcomes) != 3 {
			t.Errorf("%s: %d points, %d replications, seed %d, outcomes %v", sampler, d.Points(), d.Fixed, d.Seed, d.Outcomes)
		}
		for point := range d.Points() {
			v, err := d.ClassicValues(point)
			if err != nil {
				t.Fatal(err)
			}
			if n, k := v.Number("N"), v.Number("K"); n < 10 || n > 20 || k < 0 || k > 7 || n != math.Trunc(n) || k != math.Trunc(k) {
				t.Errorf("%s, point %d: N %v, K %v", sampler, point, n, k)
			}
		}
	}
	d := classicDesign(t, "classic = \"nk\"\nsampler = \"list\"\n[[point]]\nK = 2\nneighbourhood = \"random\"\n[[point]]\nK = 7\nneighbourhood = \"block\"\n")
	if got := valuesAt(t, d, 1); got != "K=7 neighbourhood=block" {
		t.Errorf("list: %s", got)
	}
}

// A kept design, read alone, is the same study.
func TestDesignOfAPublishedModelIsWrittenAndReadAgain(t *testing.T) {
	named := "classic = \"nk\"\nsampler = \"grid\"\nset = { neighbourhood = \"random\" }\n[replications]\noutcome = \"fitness\"\nhalf_width = 0.01\nmax = 90\n" +
		"[[factor]]\nname = \"crowd\"\n[factor.level.small]\nset = { N = 8, neighbourhood = \"block\", K = 3 }\n[factor.level.usual]\nset = {}\n"
	for _, text := range []string{ruggedGrid, named} {
		d := classicDesign(t, text)
		dir := t.TempDir()
		if err := d.Write(dir); err != nil {
			t.Fatal(err)
		}
		again, err := Load(filepath.Join(dir, FileName))
		if err != nil {
			t.Fatal(err)
		}
		if again.Hash() != d.Hash() || again.Points() != d.Points() || again.Replications != d.Replications {
			t.Errorf("read again it is another: %+v, was %+v", again.Replications, d.Replications)
		}
		for point := range d.Points() {
			if a, b := valuesAt(t, d, point), valuesAt(t, again, point); a != b {
				t.Errorf("point %d: %s, was %s", point, b, a)
			}
		}
		p, err := d.Plan()
		if err != nil || p.Check() != nil {
			t.Error(err, p.Check())
		}
		if u := p.Replications.Until; text == named && (u == nil || u.Between != [2]string{} || u.Outcome != "fitness") {
			t.Errorf("until %+v", u)
		}
	}
	other := classicDesign(t, strings.Replace(ruggedGrid, "N = 8", "N = 9", 1))
	if other.Hash() == classicDesign(t, ruggedGrid).Hash() {
		t.Error("what is set everywhere does not tell designs apart")
	}
}

// A replication of a study is that of polesim classics at the same values and seed, to the bit.
func TestRunOfAStudyIsAReplicationOfTheModel(t *testing.T) {
	d := classicDesign(t, ruggedGrid)
	r, err := Subject(d).Prepare(2)
	if err != nil {
		t.Fatal(err)
	}
	sum := [2]float64{}
	into := [][]float64{make([]float64, 2)}
	for replication := range 3 {
		if err := r.Run(t.Context(), 5, replication, into); err != nil {
			t.Fatal(err)
		}
		sum[0], sum[1] = sum[0]+into[0][0], sum[1]+into[0][1]
	}
	v, err := d.ClassicValues(2)
	if err != nil {
		t.Fatal(err)
	}
	m, err := classics.Measure(t.Context(), d.Classic, v, classics.Budget{Seed: 5, Replications: 3})
	if err != nil {
		t.Fatal(err)
	}
	for k, q := range []int{1, 0} { // steps, fitness
		if math.Abs(sum[k]/3-m.Results[q].Value) > 1e-12 {
			t.Errorf("%s: %v in the study, %v alone", m.Results[q].Quantity, sum[k]/3, m.Results[q].Value)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := r.Run(stopped, 5, 0, into); err == nil {
		t.Error("a run that was stopped gave values")
	}
}

// cases is a model without chance: case k leaves k, and nothing else.
type cases int

func (cases) Run(k int, _ sim.Key, into []float64) { into[0], into[1] = float64(k), math.NaN() }
func (n cases) Cases() int                         { return int(n) }

func TestRunOfAModelWithoutChanceIsAllOfItsCases(t *testing.T) {
	c := classics.Classic{Name: "cases", Quantities: []classics.Quantity{{Name: "number"}, {Name: "nothing"}},
		New: func(classics.Values) (classics.Runner, error) { return cases(5), nil }}
	if usualRuns(&c) != 2 {
		t.Errorf("%d runs", usualRuns(&c))
	}
	d := &Design{Classic: &c, Sampler: single{}, Outcomes: []string{"nothing", "number"}}
	r, err := published(d).Prepare(0)
	if err != nil {
		t.Fatal(err)
	}
	into := [][]float64{make([]float64, 2)}
	if err := r.Run(t.Context(), 1, 7, into); err != nil || into[0][1] != 2 || !math.IsNaN(into[0][0]) {
		t.Errorf("%v, %v; want the mean of 0 … 4, and nothing", into, err)
	}
}

func TestPointWhoseValuesDoNotGoTogetherFailsAlone(t *testing.T) {
	d := classicDesign(t, "classic = \"nk\"\nsampler = \"grid\"\n[[factor]]\nkey = \"N\"\nlevels = [2, 8]\n[[factor]]\nkey = \"K\"\nlevels = [1, 5]\n")
	if _, err := Subject(d).Prepare(1); err == nil || !strings.Contains(err.Error(), "point 1 (N = 2, K = 5)") {
		t.Errorf("%v", err)
	}
	if _, err := Subject(d).Prepare(3); err != nil {
		t.Error(err)
	}
}
