package experiments

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"polesim/experiments/moments"
	"polesim/experiments/store"
	"polesim/model"
)

// closely is a short plan of one hospital under two governances that looks at services and pôles one by one.
func closely(t *testing.T) *Plan {
	t.Helper()
	p := &Plan{Scenarios: built(t, "map/pmu", "map/contract"), Replications: 10, Months: 6, Seed: 5, Workers: 2, Details: true}
	for _, c := range p.Scenarios {
		for key, v := range map[string]float64{"hospital.services": 12, "hospital.poles": 3, "hospital.blocks": 3} {
			if err := c.Set(key, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	return p
}

// What is on record of each service and pôle is what the model reported, and the summary is that of the rows.
func TestDetailsOnRecordAreThoseSummedUp(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	done, err := closely(t).Execute(t.Context(), Options{Dir: dir, NoFigures: true})
	if err != nil {
		t.Fatal(err)
	}
	folder, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	type key struct {
		scenario, of, name, detail string
		replication                int
	}
	values, rows := make(map[key]float64), 0
	if err := folder.Details(func(r store.DetailRow) error {
		rows++
		for c, column := range folder.Manifest.DetailColumns {
			values[key{r.Scenario, r.Of, r.Name, column.Name, r.Replication}] = r.Values[c]
		}
		return nil
	}); err != nil || rows != 2*10*(12+3) {
		t.Fatalf("%d rows; %v", rows, err)
	}
	means, differences := 0, 0
	for _, e := range done.Details.Estimates() {
		var m moments.Moments
		for replication := range 10 {
			v := values[key{e.Scenario, e.Of, e.Name, e.Detail, replication}]
			if e.Less != "" {
				v -= values[key{e.Less, e.Of, e.Name, e.Detail, replication}]
			}
			if v == v {
				m.Add(v)
			}
		}
		if e.Estimate != estimateFrom(m) || e.N == 0 {
			t.Errorf("%+v; the rows give %+v", e, estimateFrom(m))
		}
		if e.Less == "" {
			means++
		} else {
			differences++
		}
	}
	if means != 2*differences || differences < 15*8 {
		t.Errorf("%d means, %d differences", means, differences)
	}
	file, err := os.Open(filepath.Join(dir, DetailsFile))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil || len(lines) != 1+means+differences {
		t.Fatalf("%d lines; %v", len(lines), err)
	}
	for k, e := range done.Details.Estimates() {
		line := lines[1+k]
		if want := []string{e.Scenario, e.Less, e.Of, e.Name, e.Detail, e.Unit, fmt.Sprint(e.N)}; !slices.Equal(line[:7], want) {
			t.Fatalf("%q, want %q", line, want)
		}
	}
	replayed, err := Replay(t.Context(), folder, 7, "")
	if err != nil || len(replayed) != 2 || len(replayed[0].Differ)+len(replayed[1].Differ) != 0 {
		t.Errorf("a folder with details does not replay: %+v; %v", replayed, err)
	}
}

func TestEveryColumnOfDetailsSaysOfWhomItIs(t *testing.T) {
	for k, c := range detailColumns(model.Details()) {
		d := model.Details()[k]
		if strings.HasSuffix(c.Meaning, "Of services only.") == d.OfPoles() || strings.HasSuffix(c.Meaning, "Of pôles only.") == d.OfServices() {
			t.Errorf("%s: %s", c.Name, c.Meaning)
		}
	}
}

func TestWhoDoesNotAskForDetailsGetsNone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	p := closely(t)
	p.Details = false
	done, err := p.Execute(t.Context(), Options{Dir: dir, NoFigures: true})
	if err != nil || done.Details != nil {
		t.Fatalf("%+v; %v", done, err)
	}
	for _, name := range []string{DetailsFile, "details.parquet"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is there", name)
		}
	}
	folder, err := store.Open(dir)
	if err != nil || len(folder.Manifest.DetailColumns) != 0 {
		t.Errorf("%v; %v", folder.Manifest.DetailColumns, err)
	}
}

func TestDetailsAreTheSameBytesForAnyNumberOfWorkersAndLeaveRunsAsTheyAre(t *testing.T) {
	of := func(workers int, details bool) (files [3]string) {
		dir := filepath.Join(t.TempDir(), "r")
		p := closely(t)
		p.Workers, p.Details = workers, details
		if _, err := p.Execute(t.Context(), Options{Dir: dir, NoFigures: true}); err != nil {
			t.Fatal(err)
		}
		for k, name := range []string{"runs.parquet", "details.parquet", DetailsFile} {
			if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
				files[k] = string(data)
			}
		}
		return files
	}
	one := of(1, true)
	for _, workers := range []int{2, 7} {
		if of(workers, true) != one {
			t.Errorf("%d workers give other bytes", workers)
		}
	}
	if of(1, false)[0] != one[0] {
		t.Error("runs that are looked at closely are others")
	}
}

func TestDetailsOfFailedAndInterruptedPlansAreThoseOfWhatIsWhole(t *testing.T) {
	spoil = func(replication int, runs []model.RunResult) {
		switch replication {
		case 1:
			panic("spoiled by a test")
		case 3:
			runs[1].Details[4][2] = math.Inf(1)
		case 4:
			runs[0].Details[0][2] = math.NaN() // no value, which is no failure
		}
	}
	defer func() { spoil = nil }()
	dir := filepath.Join(t.TempDir(), "r")
	ctx, cancel := context.WithCancel(t.Context())
	done, err := closely(t).Execute(ctx, Options{Dir: dir, NoFigures: true, Progress: func(r Replication) error {
		if r.Number == 6 {
			cancel()
		}
		return nil
	}})
	if err != nil || !done.Interrupted || done.Summary.Count() != 5 || done.Summary.Failed != 2 {
		t.Fatalf("%+v; %v", done, err)
	}
	care := model.Details()[2].Name
	for _, e := range done.Details.Estimates() {
		want := 5
		if e.Of == model.OfService && e.Name == "Service 01" && e.Scenario == "pmu" || e.Less == "pmu" && e.Name == "Service 01" {
			want = 4
		}
		if e.Detail == care && e.N != want {
			t.Errorf("%d runs behind %+v", e.N, e)
		}
	}
	folder, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if failed := folder.Manifest.Runs.Failed; !strings.Contains(failed[len(failed)-1].Error, care+" of a service or pôle is +Inf") {
		t.Errorf("%+v", failed)
	}
	replications := make(map[int]int)
	if err := folder.Details(func(r store.DetailRow) error { replications[r.Replication]++; return nil }); err != nil {
		t.Fatal(err)
	}
	for _, replication := range []int{0, 2, 4, 5, 6} {
		if replications[replication] != 2*(12+3) {
			t.Errorf("replication %d has %d rows", replication, replications[replication])
		}
	}
	if len(replications) != 5 {
		t.Errorf("rows of replications %v", replications)
	}
	if _, err := os.Stat(filepath.Join(dir, DetailsFile)); err != nil {
		t.Error(err)
	}
}

// printed is the table of a plan's pôles after so many replications of what value gives.
func printed(t *testing.T, p *Plan, replications int, all bool, value func(replication, scenario, entity int) float64) string {
	t.Helper()
	return printedOn(t, pageWidth, p, replications, all, value)
}

// printedOn is printed on a page of another width.
func printedOn(t *testing.T, width int, p *Plan, replications int, all bool, value func(replication, scenario, entity int) float64) string {
	t.Helper()
	d := NewDetails(p)
	for replication := range replications {
		r := Replication{Number: replication}
		for k := range p.Scenarios {
			var run model.RunResult
			for e := range d.entities[k] {
				run.Details = append(run.Details, slices.Repeat([]float64{value(replication, k, e)}, len(d.columns)))
			}
			r.Runs = append(r.Runs, run)
		}
		if err := d.Watch(r); err != nil {
			t.Fatal(err)
		}
	}
	var b strings.Builder
	if err := d.WriteTable(&b, all, width); err != nil {
		t.Fatal(err)
	}
	for _, room := range []int{0, 30, b.Len() - 1} {
		if err := d.WriteTable(&brokenWriter{room}, all, width); err == nil {
			t.Errorf("no error with room for %d bytes", room)
		}
	}
	for line := range strings.Lines(b.String()) {
		if n := utf8.RuneCountInString(line); n > width+1 {
			t.Errorf("%d characters: %s", n, line)
		}
	}
	return b.String()
}

// shownOfCore are the details printed of a plan without any part.
func shownOfCore() (names []string) {
	for _, d := range model.Details() {
		if slices.Contains(shownOfPoles, d.Name) && d.Part == "" {
			names = append(names, d.Name)
		}
	}
	return names
}

// What belongs to a part is printed where a scenario has it on, with what it rests on.
func TestDetailsOfPartsArePrintedWhereAScenarioHasThemOn(t *testing.T) {
	one := func(int, int, int) float64 { return 1 }
	if off := printed(t, closely(t), 2, true, one); strings.Contains(off, "vacant") || strings.Contains(off, "time relative") {
		t.Error(off)
	}
	p := closely(t)
	if err := p.Scenarios[1].Set("staff.posts", 1); err != nil {
		t.Fatal(err)
	}
	on := printed(t, p, 2, false, one)
	if !strings.Contains(on, "vacant posts of nurses (%, defensible; differences assumed)\n") || !strings.Contains(on, "morale (index 0–1, assumed)\n") {
		t.Error(on)
	}
	_, vacant, _ := strings.Cut(on, "vacant posts of nurses")
	if cells := row(t, vacant, "Pôle 1 (1)"); !slices.Equal(cells, []string{nothing, "1.0000", nothing}) {
		t.Errorf("the first scenario has no posts: %q", cells)
	}
}

func TestTableOfPolesShowsMeansAndPairedDifferences(t *testing.T) {
	p := closely(t)
	text := printed(t, p, 3, false, func(replication, scenario, entity int) float64 {
		return float64(replication) + float64(scenario*entity)/64 // pôles are entities 12, 13 and 14
	})
	for _, words := range []string{"Pôle by pôle; where nothing differs, one difference in twenty has a *", "care effectiveness (index 0–1)\n",
		"\n  pôle (services)", " A ", " B ", "B − A\n", "\n  Pôle 2 (1–1.2) ", "+0.2031*"} {
		if !strings.Contains(text, words) {
			t.Errorf("the table lacks %q:\n%s", words, text)
		}
	}
	if n := strings.Count(text, "Pôle 3 ("); n != len(shownOfCore()) {
		t.Errorf("%d lines of a pôle, want one for each of %v:\n%s", n, shownOfCore(), text)
	}
	if strings.Contains(text, "Service") || strings.Contains(text, "NaN") {
		t.Errorf("services, or what is no number:\n%s", text)
	}
	one := printed(t, p, 1, false, func(_, scenario, _ int) float64 { return float64(scenario) })
	if strings.ContainsAny(one, "±*") {
		t.Errorf("one replication has no interval:\n%s", one)
	}
}

func TestWhatIsTheSameInAllScenariosIsPrintedOnce(t *testing.T) {
	same := func(replication, _, _ int) float64 { return float64(replication) }
	text := printed(t, closely(t), 3, false, same)
	if !strings.Contains(text, "all scenarios") || strings.Contains(text, "−") || !strings.Contains(text, "Pôle 1 (1) ") {
		t.Error(text)
	}
	p := closely(t)
	p.Scenarios = p.Scenarios[:1]
	if alone := printed(t, p, 3, false, same); strings.Contains(alone, "all scenarios") || strings.Contains(alone, "twenty") {
		t.Error(alone)
	}
}

func TestPolesThatScenariosDoNotShareAreNotSubtracted(t *testing.T) {
	p := closely(t)
	if err := p.Scenarios[1].Set("hospital.poles", 2); err != nil {
		t.Fatal(err)
	}
	text := printed(t, p, 3, false, func(replication, _, entity int) float64 {
		if entity == 13 && replication == 1 {
			return math.NaN()
		}
		return 1
	})
	third := ""
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "  Pôle 3") {
			third = strings.Join(strings.Fields(line), " ")
		}
	}
	if third != "Pôle 3 (1) 1.0000 – –" {
		t.Errorf("%q in\n%s", third, text)
	}
	gone := printed(t, p, 3, false, func(_, _, entity int) float64 { // no value of pôles 2 and 3 in any run
		if entity > 12 {
			return math.NaN()
		}
		return 1
	})
	if !strings.Contains(gone, "Pôle 1 (1) ") || strings.Contains(gone, "Pôle 2") || strings.Contains(gone, " – ") {
		t.Error(gone)
	}
	if nothing := printed(t, p, 3, false, func(int, int, int) float64 { return math.NaN() }); strings.Contains(nothing, "care") {
		t.Error(nothing)
	}
}

func TestDifferencesOfManyPolesStandBelowWhereThePageIsTooNarrow(t *testing.T) {
	p := closely(t)
	p.Scenarios = built(t, "ghu-services", "ghu-contract", "ghu-pmu")
	random, _ := model.Lookup("perimeter.random")
	p.Scenarios[2].Values[random] = 1
	text := printedOn(t, 90, p, 3, true, func(replication, scenario, entity int) float64 {
		return math.Sin(float64(7*replication + 3*scenario + entity))
	})
	lines := strings.Split(text, "\n")
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "margin effectiveness") })
	var heads []string
	for _, line := range lines[at:] {
		if strings.HasPrefix(line, "  pôle (services)") && len(heads) < 2 {
			heads = append(heads, strings.Join(strings.Fields(line), " "))
		}
	}
	if want := []string{"pôle (services) A B C", "pôle (services) B − A C − A C − B"}; !slices.Equal(heads, want) {
		t.Errorf("heads %q, want %q", heads, want)
	}
	if !strings.Contains(text, "In C services are shuffled over pôles") || strings.Contains(text, "In A") {
		t.Error(text)
	}
	for _, d := range model.Details() {
		if d.OfPoles() && d.Part == "" && d.Name != countOfServices && !strings.Contains(text, "\n"+d.Label+" (") {
			t.Errorf("%s is not printed with all", d.Name)
		}
	}
}

func TestTableOfPolesNamesDetailsThatThereAre(t *testing.T) {
	for _, name := range append(slices.Clone(shownOfPoles), countOfServices) {
		if !slices.ContainsFunc(model.Details(), func(d model.Detail) bool { return d.Name == name && d.OfPoles() }) {
			t.Errorf("pôles have no detail %s", name)
		}
	}
}

// Pages are read by section: each stands once, above what belongs to it.
func TestTheTableOfPolesHasSections(t *testing.T) {
	p := closely(t)
	for _, c := range p.Scenarios {
		if err := c.Set("money.accounts", 1); err != nil {
			t.Fatal(err)
		}
	}
	text, at := printed(t, p, 2, true, func(r, s, e int) float64 { return float64(r + s*e) }), 0
	for _, words := range []string{"\nPractices\n─────────\n", "care effectiveness", "\nMeetings and trust\n──────────────────\n",
		"meeting units used", "\nMoney\n─────\n", "revenue (k€ a month, defensible; differences assumed)\n", "cost (k€ a month, assumed)\n"} {
		next := strings.Index(text[at:], words)
		if next < 0 {
			t.Fatalf("%q is not there, or not after what comes before:\n%s", words, text)
		}
		at += next
	}
	if strings.Count(text, "\nMoney\n") != 1 || strings.Contains(text, "\nPatients\n") || strings.Contains(text, "\nProjects\n") {
		t.Errorf("a section twice, or of a part that is off:\n%s", text)
	}
}

// Rows of the file can be sorted by what they are about and by part.
func TestTheFileOfDetailsNamesThemeAndPart(t *testing.T) {
	p := closely(t)
	if err := p.Scenarios[1].Set("money.accounts", 1); err != nil {
		t.Fatal(err)
	}
	done, err := p.Execute(t.Context(), Options{NoFigures: true, Dir: filepath.Join(t.TempDir(), "r")})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := done.Details.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	head, rows, _ := strings.Cut(b.String(), "\r\n")
	if !strings.HasSuffix(head, ",sd,theme,part") {
		t.Error(head)
	}
	for line := range strings.Lines(rows) {
		cells := strings.Split(strings.TrimSpace(line), ",")
		theme, part := cells[len(cells)-2], cells[len(cells)-1]
		switch {
		case strings.Contains(line, ",result,") && (theme != "money" || part != "money.accounts" || cells[1] != "" || strings.HasPrefix(line, p.Scenarios[0].Name+",")):
			t.Errorf("of a scenario with accounts: %s", line)
		case strings.Contains(line, ",care,") && (theme != "practices" || part != ""):
			t.Error(line)
		}
	}
	if !strings.Contains(rows, ",result,") {
		t.Error("no result in euros")
	}
}
