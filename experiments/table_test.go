package experiments

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"polesim/model"
)

func Example_grid() {
	t := &table{w: os.Stdout}
	t.grid([]string{"outcome", "A", "B"}, [][]string{
		{"care effectiveness (index 0–1)", "0.6418 ± 0.0025", "0.6378 ± 0.0024"},
		{"share of plans (share)", "0.0000 ± 0.0000", "0.01403 ± 0.00077"},
	})
	// Output:
	//   outcome                                       A                  B
	//   ──────────────────────────────────────────────────────────────────
	//   care effectiveness (index 0–1)  0.6418 ± 0.0025    0.6378 ± 0.0024
	//   share of plans (share)          0.0000 ± 0.0000  0.01403 ± 0.00077
}

func TestEstimatesShowTwoDigitsOfTheirInterval(t *testing.T) {
	for _, c := range []struct {
		mean, half   float64
		n            int
		text, signed string
	}{
		{.64183, .00251, 20, "0.6418 ± 0.0025", "+0.6418 ± 0.0025*"},
		{-.0041, .0038, 20, "-0.0041 ± 0.0038", "-0.0041 ± 0.0038*"},
		{-.0041, .0051, 20, "-0.0041 ± 0.0051", "-0.0041 ± 0.0051 "},
		{.3, .9, 3, "0.30 ± 0.90", "+0.30 ± 0.90 "},
		{4123.4, 87.6, 3, "4123 ± 88", "+4123 ± 88*"},
		{.2, 0, 20, "0.2000 ± 0.0000", "+0.2000 ± 0.0000*"}, // every run is off by the same
		{0, 0, 20, "0.0000 ± 0.0000", "+0.0000 ± 0.0000 "},
		{-1e-9, .01, 20, "0.000 ± 0.010", "+0.000 ± 0.010 "}, // no −0
		{-1e-9, 0, 1, "0.0000", "+0.0000 "},
		{.5, 0, 1, "0.5000", "+0.5000 "},
		{.123456789, 1e-9, 20, "0.123457 ± 0.000000", "+0.123457 ± 0.000000*"},
	} {
		e := Estimate{Mean: c.mean, Low: c.mean - c.half, High: c.mean + c.half, N: c.n}
		if got := e.String(); got != c.text {
			t.Errorf("%+v reads %q, want %q", e, got, c.text)
		}
		if got := e.Signed(); got != c.signed {
			t.Errorf("%+v reads %q as a difference, want %q", e, got, c.signed)
		}
	}
}

func TestPrintedNumbersAreThoseMeant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mean, half := rapid.Float64Range(-1e3, 1e3).Draw(t, "mean"), math.Pow(10, rapid.Float64Range(-8, 3).Draw(t, "log half"))
		e := Estimate{Mean: mean, Low: mean - half, High: mean + half, N: 9}
		left, right, _ := strings.Cut(e.String(), " ± ")
		m, err1 := strconv.ParseFloat(left, 64)
		h, err2 := strconv.ParseFloat(right, 64)
		if err1 != nil || err2 != nil || math.Abs(m-mean) > max(.051*half, 5.1e-7) || math.Abs(h-half) > max(.051*half, 5.1e-7) {
			t.Fatalf("%q of %v ± %v", e, mean, half)
		}
		if star := strings.HasSuffix(e.Signed(), "*"); star != (math.Abs(mean) > half) {
			t.Fatalf("%q", e.Signed())
		}
	})
}

func TestEveryCellIsPrintedOnceAndLinesFitAPage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns, lines := rapid.IntRange(1, 30).Draw(t, "columns"), rapid.IntRange(0, 5).Draw(t, "rows")
		cell := 0
		row := func(first string) []string {
			list := []string{first}
			for range columns {
				cell++
				list = append(list, strings.Repeat("x", rapid.IntRange(0, 25).Draw(t, "width"))+fmt.Sprintf("<%d>", cell))
			}
			return list
		}
		head := row("outcome")
		var rows [][]string
		for r := range lines {
			rows = append(rows, row(fmt.Sprintf("row %d (é)", r)))
		}
		var b strings.Builder
		(&table{w: &b}).grid(head, rows)
		for k := range cell {
			if n := strings.Count(b.String(), fmt.Sprintf("<%d>", k+1)); n != 1 {
				t.Fatalf("cell %d stands %d times\n%s", k+1, n, b.String())
			}
		}
		for line := range strings.Lines(b.String()) {
			if n := utf8.RuneCountInString(line); n > pageWidth+1 {
				t.Fatalf("%d characters: %s", n, line)
			}
		}
	})
}

func TestColumnWiderThanAPageIsPrintedAllTheSame(t *testing.T) {
	var b strings.Builder
	wide := strings.Repeat("x", 300)
	(&table{w: &b}).grid([]string{"outcome", "A", "B"}, [][]string{{"care", wide, wide}})
	if strings.Count(b.String(), wide) != 2 {
		t.Error(b.String())
	}
}

func TestTableNamesScenariosRunsAndWhatPairingIsWorth(t *testing.T) {
	print := func(s *Summary) string {
		var b strings.Builder
		if err := s.WriteTable(&b, false); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	spread := print(summarised(t, []float64{.5, .6, .1}, []float64{.6, .8, .1}, []float64{.7, .7, .1}))
	for _, words := range []string{"3 replications of 12 months, seed 3, the same in all scenarios.", "months 7 to 12",
		"  A  Title of a (a)", "  C  Title of c (c)", "B − A", "C − A", "C − B", "Paired differences, mean ± half-width of the 95 % interval; *",
		"Common random numbers divide the variance of the difference in care by "} {
		if !strings.Contains(spread, words) {
			t.Errorf("the table lacks %q:\n%s", words, spread)
		}
	}
	if equal := print(summarised(t, []float64{.5, .5}, []float64{.6, .6})); strings.Contains(equal, "Common random numbers") || strings.Contains(equal, "Inf") {
		t.Errorf("what is equal cannot be divided:\n%s", equal)
	}
	if one := print(summarised(t, []float64{.5, .6})); !strings.Contains(one, "1 replication of") || strings.ContainsAny(one, "±*") {
		t.Errorf("one replication has no interval:\n%s", one)
	}
	if alone := print(summarised(t, []float64{.5}, []float64{.6})); strings.Contains(alone, "Paired") || strings.Contains(alone, "the same in all") {
		t.Errorf("one scenario has nothing to be compared with:\n%s", alone)
	}
}

func TestTablesAndFiguresNameOutcomesThatThereAre(t *testing.T) {
	for _, names := range [][]string{shown, drawnDistributions, drawnDifferences, drawnCourses} {
		for _, name := range names {
			if name != "share_" && model.OutcomeIndex(name) < 0 {
				t.Errorf("the model has no outcome %s", name)
			}
		}
	}
}

// A part that no scenario has on has nothing to say; one that a scenario has on is shown of all, to be compared.
func TestOutcomesOfPartsAreShownWhereAScenarioHasThemOn(t *testing.T) {
	off := &Plan{Scenarios: []*model.Config{model.NewConfig("a"), model.NewConfig("b")}}
	on := &Plan{Scenarios: []*model.Config{model.NewConfig("a"), model.NewConfig("b")}}
	for o, outcome := range model.Outcomes() {
		shown := slices.Contains(off.shownOutcomes(true), o)
		if outcome.Part == "" {
			if !shown {
				t.Errorf("%s is of the core and not shown", outcome.Name)
			}
			continue
		}
		id, known := model.Lookup(outcome.Part)
		if !known || shown != (model.Parameters()[id].Default != 0) {
			t.Errorf("%s is shown: %v, though %s is at its default", outcome.Name, shown, outcome.Part)
			continue
		}
		if err := on.Scenarios[1].Set(outcome.Part, model.Parameters()[id].Max); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(on.shownOutcomes(true)); n != len(model.Outcomes()) {
		t.Errorf("%d of %d outcomes are shown where all parts are on", n, len(model.Outcomes()))
	}
}

func TestLettersAreUnique(t *testing.T) {
	seen := make(map[string]bool)
	for k := range 200 {
		if l := letter(k); seen[l] {
			t.Errorf("%s names two scenarios", l)
		} else {
			seen[l] = true
		}
	}
}

// A brokenWriter fails after some bytes, as a full disk does.
type brokenWriter struct{ room int }

func (w *brokenWriter) Write(b []byte) (int, error) {
	if w.room -= len(b); w.room < 0 {
		return 0, os.ErrClosed
	}
	return len(b), nil
}

func TestTableThatCannotBeWrittenIsAnError(t *testing.T) {
	s := summarised(t, []float64{.5, .6}, []float64{.6, .5})
	for _, room := range []int{0, 100, 1000, 3000} {
		if err := s.WriteTable(&brokenWriter{room}, false); err == nil {
			t.Errorf("no error with room for %d bytes", room)
		}
	}
}
