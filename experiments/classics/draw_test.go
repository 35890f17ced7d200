package classics

import (
	"context"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"polesim/experiments/moments"
	"polesim/experiments/plot"
	"polesim/sim"
)

// TestEveryFigureCanBeDrawn draws the figures of all models from a few runs or, where POLESIM_GALLERY names a directory, from
// as many as are quick, and leaves them there to be looked at.
func TestEveryFigureCanBeDrawn(t *testing.T) {
	names := map[string]bool{}
	for _, c := range All() {
		for k := range c.Figures {
			f := &c.Figures[k]
			t.Run(f.Name, func(t *testing.T) {
				if names[f.Name] || !strings.HasPrefix(f.Name, c.Name) {
					t.Errorf("the name of a file must begin with the model's and be no other's")
				}
				names[f.Name] = true
				b, dir := Budget{Seed: 1, Replications: 3}, os.Getenv("POLESIM_GALLERY")
				if dir != "" {
					b.Replications = 0
				}
				drawn, err := c.Draw(context.Background(), f, b)
				if err != nil {
					t.Fatal(err)
				}
				if drawn.Caption == "" || strings.Contains(drawn.Caption, "NaN") {
					t.Errorf("caption %q", drawn.Caption)
				}
				if dir != "" {
					if err := drawn.Save(dir, "classics-"+f.Name); err != nil {
						t.Fatal(err)
					}
				}
			})
		}
	}
}

// toy is a model whose numbers are known: its level is a + the replication's parity, its course climbs to that.
var toy = Classic{
	Name: "toy", Title: "A toy", Paper: "March, J. G., Fang, C. & Lee, J. (1999). A toy. Journal of Toys 1.",
	Parameters: []Parameter{
		{Name: "a", Unit: "units", Max: 9, Default: 1},
		{Name: "form", Kind: Choice, Choices: []string{"plain", "twice"}},
		{Name: "b", Unit: "units", Max: 9, Default: 5},
	},
	Quantities:   []Quantity{{Name: "level", Label: "level reached", Unit: "units"}, {Name: "other", Label: "other"}},
	Replications: [2]int{4, 8},
	New: func(v Values) (Runner, error) {
		return &toyRunner{v: v}, nil
	},
	Docks: []Dock{
		{Quantity: "level", At: []string{"a=2"}, Published: 2500, Error: 100, Scale: 1000, Source: Paper},
		{Quantity: "level", At: []string{"a=3", "b=5"}, Published: 3.5, Source: Exact},      // 5 is the default
		{Quantity: "level", At: []string{"a=3", "b=6"}, Published: 77},                      // another setting
		{Quantity: "level", At: []string{"a=2"}, Against: []string{"a=1"}, Kind: Above},     // no number
		{Quantity: "level", At: []string{"a=2"}, Published: 99, Kind: Differs},              // a misreading
		{Quantity: "other", At: []string{"a=2"}, Published: 55},                             // another quantity
		{Quantity: "level", At: []string{"a=2", "form=twice"}, Published: 5, Source: Paper}, // of the other line
	},
}

type toyRunner struct {
	v      Values
	course []float64
}

func (r *toyRunner) Run(replication int, _ sim.Key, into []float64) {
	level := r.v.Number("a")
	if r.v.Choice("form") == "twice" {
		level *= 2
	}
	level += float64(replication % 2)
	into[0], into[1] = level, 0
	r.course = append(r.course[:0], 0, level/2, level)[:3]
	if r.v.Choice("form") == "twice" {
		r.course = r.course[:2]
	}
}

func (r *toyRunner) Course() []float64 { return r.course }

func drawn(t *testing.T, f *Figure) plot.DockingData {
	t.Helper()
	d := drawing{classic: &toy, figure: f, budget: Budget{Replications: 4}}
	if err := d.measure(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := toy.Draw(context.Background(), f, d.budget); err != nil {
		t.Fatal(err)
	}
	return d.data
}

func TestPointsTakeWhatWasPublishedOfTheirSettingAndQuantityAlone(t *testing.T) {
	f := Figure{Name: "toy-level", Question: "How high?", Quantity: "level", Along: "a", At: []string{"1", "2", "3"},
		Lines: []Line{{Label: "plain"}, {Label: "twice", Set: []string{"form=twice"}}}}
	d := drawn(t, &f)
	want := [][]plot.KnownValue{{{At: 2, Value: 2.5, Half: 1.96 * .1}, {At: 3, Value: 3.5}}, {{At: 2, Value: 5}}}
	for k := range want {
		if !slices.EqualFunc(d.Lines[k].Known, want[k], func(a, b plot.KnownValue) bool {
			return a.At == b.At && a.Value == b.Value && math.Abs(a.Half-b.Half) < 1e-12
		}) {
			t.Errorf("line %d knows %v, want %v", k, d.Lines[k].Known, want[k])
		}
	}
	if d.Known != "known exactly or from the paper" || d.Exact || d.Along.Unit != "units" || d.Label != "Level reached" {
		t.Errorf("%+v", d)
	}
	// Four replications, half of them one higher: s.e. √(1/3)/2, Student's t of 3 degrees of freedom.
	half := 3.182446305 * math.Sqrt(1./3) / 2
	if e := d.Lines[1].Ours[1]; e.Mean != 4.5 || math.Abs(e.High-4.5-half) > 1e-9 || math.Abs(4.5-half-e.Low) > 1e-9 || e.Pairs != 4 {
		t.Errorf("ours at a=2, twice: %+v", e)
	}
}

func TestWordsOfAParameterAreLevels(t *testing.T) {
	d := drawn(t, &Figure{Name: "toy-form", Question: "Which form?", Quantity: "level", Along: "form", At: []string{"plain", "twice"},
		Lines: []Line{{Label: "a = 2", Set: []string{"a=2"}}}})
	if !slices.Equal(d.Along.Levels, []string{"plain", "twice"}) || !slices.Equal(d.At, []float64{0, 1}) {
		t.Errorf("levels %v at %v", d.Along.Levels, d.At)
	}
	if k := d.Lines[0].Known; len(k) != 2 || k[0].At != 0 || k[1].At != 1 || k[1].Value != 5 {
		t.Errorf("known %v", k)
	}
}

func TestReplicationThatEndsEarlyStaysAsItWas(t *testing.T) {
	g := newGathering(&toy)
	for _, course := range [][]float64{{1, 2}, {5}, {1, 3, 9}, {2, 2}} {
		g.add(row{values: []float64{0, 0}, course: course})
	}
	// at time 2: 2, 5, 9 and 2
	for k, want := range []float64{9. / 4, 12. / 4, 18. / 4} {
		if m := g.course[k]; m.N != 4 || math.Abs(m.Mean-want) > 1e-12 {
			t.Errorf("time %d: %+v, want a mean of %v", k, m, want)
		}
	}
	var at2 moments.Moments
	for _, x := range []float64{2, 5, 9, 2} {
		at2.Add(x)
	}
	if g.course[2] != at2 {
		t.Errorf("%+v, want %+v", g.course[2], at2)
	}
}

func TestCoursesRunToTheEndOfTheLongest(t *testing.T) {
	d := drawn(t, &Figure{Name: "toy-course", Question: "When?", Quantity: "level", Time: "period", KnownBy: Code,
		Lines: []Line{{Label: "twice", Set: []string{"form=twice"}}, {Label: "plain", Known: []Known{{Time: 1, Value: .5, Error: .1}}}}})
	if !slices.Equal(d.At, []float64{0, 1, 2}) || d.Along.Unit != "periods" || !d.Band {
		t.Errorf("at %v %s", d.At, d.Along.Unit)
	}
	if d.Known != "known from published code" {
		t.Errorf("what is known is said to be %q", d.Known)
	}
	if e := d.Lines[1].Ours; e[0].Mean != 0 || e[0].High != 0 || e[2].Mean != 1.5 {
		t.Errorf("the longer: %v", e)
	}
	if e := d.Lines[0].Ours; e[1].Mean != 1.25 || e[2] != e[1] {
		t.Errorf("the shorter: %v", e)
	}
	if k := d.Lines[1].Known; len(k) != 1 || k[0].At != 1 || k[0].Value != .5 || math.Abs(k[0].Half-.196) > 1e-12 {
		t.Errorf("known %v", k)
	}
}

func TestAxisOfTextsThatAreNumbersIsOneOfNumbers(t *testing.T) {
	if got := numbers([]string{"0.55", "1.1", "3"}); !slices.Equal(got, []float64{.55, 1.1, 3}) {
		t.Error(got)
	}
	if got := numbers([]string{"1", "light"}); got != nil {
		t.Error(got)
	}
}

func TestPapersAreCitedByTheirAuthorsAndYear(t *testing.T) {
	for name, want := range map[string]string{"nk": "Kauffman (1993)"} {
		c, _ := Find(name)
		if got := c.Short(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	for _, c := range All() {
		if got := c.Short(); !citation.MatchString(got) {
			t.Errorf("%s is cited as %q", c.Name, got)
		}
	}
}

var citation = regexp.MustCompile(`^[^\d.]+ \((1|2)\d\d\d\)$`)

func TestNoteOfAFigureNamesWhatAllItsPointsShare(t *testing.T) {
	f := Figure{Quantity: "level", Along: "a", At: []string{"1"}, Lines: []Line{{Label: "x", Set: []string{"b=7", "form=twice"}}, {Label: "y", Set: []string{"b=7"}}}}
	d := drawing{classic: &toy, figure: &f}
	if got := d.note(); got != "March, Fang & Lee (1999) with b = 7." {
		t.Error(got)
	}
}
