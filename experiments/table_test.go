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
		{.2, 0, 20, "0.2000", "+0.2000*"}, // every run is off by the same
		{0, 0, 20, "0", "0 "},
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
		if err := s.WriteTable(&b, false, 0); err != nil {
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
	lists := [][]string{drawnDistributions, drawnUnits, drawnDifferences, drawnCourses, ofPoles, {aloneName, wholeName}}
	for _, section := range shown {
		lists = append(lists, section.outcomes)
	}
	for _, key := range poleLife {
		if _, known := model.Lookup(key); !known {
			t.Errorf("the model has no parameter %s", key)
		}
	}
	for _, names := range lists {
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
		shown := slices.Contains(places(off), o)
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
	if n := len(places(on)); n != len(model.Outcomes()) {
		t.Errorf("%d of %d outcomes are shown where all parts are on", n, len(model.Outcomes()))
	}
}

// An outcome that several parts move stands under one that is on, never under one that no scenario has.
func TestOutcomesStandUnderAPartThatIsOn(t *testing.T) {
	heading := func(p *Plan, outcome string) (name string) {
		for _, s := range p.sections(true) {
			if slices.Contains(s.places, model.OutcomeIndex(outcome)) {
				name = s.name
			}
		}
		return name
	}
	for _, c := range []struct {
		on   []string
		want string
	}{
		{[]string{"steering.cycle", "money.accounts"}, "with steering.cycle"},
		{[]string{"money.accounts"}, "with money.accounts"},
	} {
		p := &Plan{Scenarios: []*model.Config{model.NewConfig("a"), model.NewConfig("b")}}
		for _, key := range c.on {
			if err := p.Scenarios[1].Set(key, 1); err != nil {
				t.Fatal(err)
			}
		}
		for _, outcome := range []string{"slack", "contract_constraint"} {
			if got := heading(p, outcome); got != c.want {
				t.Errorf("%v: %s stands under %q, want %q", c.on, outcome, got, c.want)
			}
		}
	}
}

// places are the outcomes that are shown if all are wanted.
func places(p *Plan) (list []int) {
	for _, s := range p.sections(true) {
		list = append(list, s.places...)
	}
	return list
}

// row is the line of a printed table that begins with these words, and what follows it.
func row(t *testing.T, table, label string) []string {
	t.Helper()
	for line := range strings.Lines(table) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), label); ok {
			return strings.Fields(strings.ReplaceAll(rest, " ± ", "±"))
		}
	}
	t.Fatalf("no line of %s in\n%s", label, table)
	return nil
}

func tableOf(t *testing.T, s *Summary, all bool, width int) string {
	t.Helper()
	var b strings.Builder
	if err := s.WriteTable(&b, all, width); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestOutcomesThatSayNothingOfAScenarioAreADash(t *testing.T) {
	list := configs("services", "contract", "soft")
	set := func(k int, key string, v float64) {
		if err := list[k].Set(key, v); err != nil {
			t.Fatal(err)
		}
	}
	for k := range list {
		set(k, "legitimacy.earned", 1)
	}
	set(1, "governance.contract", 1)
	set(1, "steering.cycle", 1)
	set(2, "arenas.pole", 1)
	s := told(t, list, func(k, replication int, name string) float64 {
		if name == wholeName {
			return 2 + growing(k, replication, name)
		}
		return growing(k, replication, name)
	})
	for label, dashes := range map[string][]bool{
		"care effectiveness (index 0–1)":           {false, false, false, false, false, false},
		"acceptance of targets (share, assumed)":   {true, false, true, true, true, true},   // the part is off
		"legitimacy of pôles (index 0–1, assumed)": {true, false, false, true, true, false}, // pôles are lines on a map
	} {
		cells := row(t, tableOf(t, s, false, 200), label)
		for k, cell := range cells {
			if len(cells) != len(dashes) || (cell == nothing) != dashes[k] {
				t.Errorf("%s: %q, want dashes %v", label, cells, dashes)
				break
			}
		}
	}
	if text := tableOf(t, s, false, 0); !strings.Contains(text, "–: says nothing here") {
		t.Errorf("dashes are not explained:\n%s", text)
	}
	for _, o := range s.Report().Outcomes {
		if o.Name != "target_acceptance" {
			continue
		}
		if !o.Means[0].Idle || o.Means[1].Idle || !o.Differences[0].Idle {
			t.Errorf("the report: %+v", o)
		}
	}
}

// Mandates are those of pôles that act: where these are lines on a map, nothing of renewals says anything.
func TestMandatesSayNothingWherePolesAreLinesOnAMap(t *testing.T) {
	p := &Plan{Scenarios: configs("services", "soft")}
	for _, c := range p.Scenarios {
		for _, key := range []string{"mandates.end", "mandates.choice"} {
			if err := c.Set(key, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := p.Scenarios[1].Set("arenas.pole", 1); err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, o := range model.Outcomes() {
		if !strings.HasPrefix(o.Part, "mandates.") {
			continue
		}
		told++
		if p.has(0, o) || !p.has(1, o) {
			t.Errorf("%s says something of services on their own: %v, of pôles that meet: %v", o.Name, p.has(0, o), p.has(1, o))
		}
	}
	if told < 6 {
		t.Errorf("%d outcomes are of mandates, want six at least", told)
	}
}

// Shares of a gap that may be as good as 0 run away, and shares of two gaps are not of the same.
func TestSharesOfTheGapAreGivenWhereThereIsOne(t *testing.T) {
	gaps := func(scenarios []*model.Config, gap ...float64) []string {
		s := told(t, scenarios, func(k, replication int, name string) float64 {
			switch name {
			case aloneName:
				return .5
			case wholeName:
				return .5 + gap[k] + .01*float64(replication-1) // SD .01
			}
			return growing(k, replication, name)
		})
		return row(t, tableOf(t, s, false, 200), "share of the coordination gap closed (share)")
	}
	dashes := func(cells []string) (is string) {
		for _, cell := range cells {
			if cell == nothing {
				is += "–"
			} else {
				is += "x"
			}
		}
		return is
	}
	if got := dashes(gaps(configs("a", "b"), .05, .039)); got != "x––" {
		t.Errorf("a gap of five and one of less than four of its standard deviations: %s", got)
	}
	if got := dashes(gaps(configs("a", "b"), .05, .05)); got != "xxx" {
		t.Errorf("the same hospital: %s", got)
	}
	if got := dashes(gaps(otherwise(t), .05, .06)); got != "xx–" {
		t.Errorf("different hospitals: %s", got)
	}
}

func TestDifferencesTooSmallToMatterGetNoStar(t *testing.T) {
	difference := map[string]float64{}
	s := func(scenarios []*model.Config) *Summary {
		return told(t, scenarios, func(k, replication int, name string) float64 {
			switch name {
			case aloneName:
				return .6
			case wholeName:
				return .68 // 5 % of the gap are 0.004
			}
			return .64 + float64(k)*(difference[name]+1e-4*float64(replication-1)) // SD of the difference 1e-4, half-width 2.5e-4
		})
	}
	mark := func(scenarios []*model.Config, name, label string, d float64) string {
		difference[name] = d
		cells := row(t, tableOf(t, s(scenarios), false, 0), label)
		return strings.TrimLeft(cells[len(cells)-1], "+-.±0123456789")
	}
	care := "care effectiveness (index 0–1)"
	for d, want := range map[float64]string{0: "≈", .0002: "≈", .003: "≈", -.003: "≈", .0037: "≈", .0039: "*", .005: "*", -.005: "*"} {
		if got := mark(configs("a", "b"), careName, care, d); got != want {
			t.Errorf("a difference of %v in care is marked %q, want %q", d, got, want)
		}
	}
	if got := mark(otherwise(t), careName, care, .003); got != "*" {
		t.Errorf("different hospitals have no band in common, but %q", got)
	}
	if got := mark(configs("a", "b"), "margin_effectiveness", "margin effectiveness (index 0–1)", .003); got != "*" {
		t.Errorf("nobody has said what is too small in margin, but %q", got)
	}
	text := tableOf(t, s(configs("a", "b")), false, 0)
	if !strings.Contains(strings.ReplaceAll(text, "\n", " "), "≈ where it lies within ±0.0040, which is 5 % of the coordination gap: too small to matter") {
		t.Errorf("the width of the band is not said:\n%s", text)
	}
	if other := tableOf(t, s(otherwise(t)), false, 0); strings.Contains(other, "≈") {
		t.Errorf("a band of different hospitals:\n%s", other)
	}
}

func TestWhatIsZeroThroughoutIsNamedBelow(t *testing.T) {
	s := told(t, configs("a", "b"), func(k, replication int, name string) float64 {
		switch name {
		case "breaches", "coverage":
			return 0
		case "alignment":
			return .7
		}
		return growing(k, replication, name)
	})
	text := tableOf(t, s, false, 60)
	if !strings.Contains(text, "0 in every run: breaches, couplings inside pôles.") || strings.Contains(text, "  breaches") {
		t.Errorf("zeros take up lines:\n%s", text)
	}
	if !strings.Contains(text, "No difference in any run: alignment with the direction.") || strings.Count(text, "  alignment with the direction") != 1 {
		t.Errorf("what never differs takes up lines:\n%s", text)
	}
	if all := tableOf(t, s, true, 60); !strings.Contains(all, "  breaches") || strings.Contains(all, "0 in every run") {
		t.Errorf("all outcomes are wanted:\n%s", all)
	}
}

func TestTablesFitAnyPage(t *testing.T) {
	for _, list := range [][]*model.Config{configs("a"), configs("a", "b"), configs("a", "b", "c"), configs("a", "b", "c", "d", "e", "f", "g")} {
		s := told(t, list, growing)
		for _, width := range []int{40, 60, 80, 100, 120, 200} {
			text := tableOf(t, s, false, width)
			for line := range strings.Lines(text) {
				if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > width {
					t.Errorf("%d scenarios on a page of %d: %d characters: %s", len(list), width, n, line)
				}
			}
			if width == 80 && len(list) == 3 && strings.Count(text, "care effectiveness") != 2 {
				t.Errorf("three scenarios do not stand beside each other on 80 columns:\n%s", text)
			}
		}
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
		if err := s.WriteTable(&brokenWriter{room}, false, 0); err == nil {
			t.Errorf("no error with room for %d bytes", room)
		}
	}
}
