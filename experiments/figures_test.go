package experiments

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"polesim/experiments/plot"
	"polesim/model"
	"polesim/sim"
)

// otherwise returns two scenarios of which the second describes another hospital.
func otherwise(t *testing.T) []*model.Config {
	t.Helper()
	list := configs("a", "b")
	if err := list[1].Set("environment.practices", 4); err != nil {
		t.Fatal(err)
	}
	return list
}

// told is a summary of three replications in which the kth scenario's outcomes of these names have such values.
func told(t *testing.T, scenarios []*model.Config, value func(k, replication int, name string) float64) *Summary {
	t.Helper()
	s := NewSummary(&Plan{Scenarios: scenarios, Replications: 3, Months: 13, Seed: 3})
	for number := range 3 {
		r := Replication{Number: number}
		for k := range scenarios {
			run := outcomes(0)
			for o, outcome := range model.Outcomes() {
				run.Values[o] = value(k, number, outcome.Name)
			}
			r.Runs = append(r.Runs, run)
		}
		if err := s.Watch(r); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// growing are values that differ between scenarios and replications.
func growing(k, replication int, _ string) float64 {
	return .4 + .06*float64(k) + .02*float64(replication*(k+1))
}

func svg(t *testing.T, f *plot.Figure, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The figure of differences must be the one that its rows, spelled out here, make.
func TestDifferencesInCareAreHeldAgainstFivePercentOfTheCoordinationGap(t *testing.T) {
	s := told(t, configs("a", "b"), func(k, replication int, name string) float64 {
		switch name {
		case "care_uncoordinated":
			return []float64{.3, .1}[k]
		case "care_full_information":
			return []float64{.7, .9}[k]
		}
		return growing(k, replication, name)
	})
	got, err := s.differencesFigure()
	drawn := svg(t, got, err)
	frame := plot.Frame{
		Question:  "How much do the governances differ on the same hospital?",
		Scenarios: []string{"Title of a", "Title of b"},
		Note: "3 paired replications of 13 months, seed 3; outcomes are averages over months 7 to 13." +
			" Grey band: care differences within ±0.020, 5 % of the coordination gap, too small to matter.",
	}
	expected := func(band float64) string {
		var rows []plot.Difference
		for _, outcome := range [][2]string{{"care_effectiveness", "Care effectiveness"}, {"margin_effectiveness", "Margin effectiveness"},
			{"academic_effectiveness", "Academic effectiveness"}, {"goal_value", "Goal-weighted value"}} {
			o := model.OutcomeIndex(outcome[0])
			e := s.Difference(0, o)
			rows = append(rows, plot.Difference{Outcome: plot.Outcome{Label: outcome[1], Unit: "index 0–1"}, Scale: s.Mean(0, o).SD,
				Estimates: []plot.Estimate{{Mean: e.Mean, Low: e.Low, High: e.High, Pairs: 3}}})
		}
		rows[0].Equivalence = band
		figure, err := plot.PairedDifferences(frame, "standard deviations between runs", []plot.Comparison{{A: 0, B: 1}}, rows)
		return svg(t, figure, err)
	}
	low, high := s.Mean(0, model.OutcomeIndex("care_uncoordinated")).Mean, s.Mean(0, model.OutcomeIndex("care_full_information")).Mean
	if drawn != expected(.05*(high-low)) { // the gap of the first scenario
		t.Error("the figure of differences is not the one with a band of 5 % of the gap")
	}
	for _, other := range []float64{.04, .06, 0} {
		if drawn == expected(other*(high-low)) {
			t.Errorf("a band of %v of the gap looks the same: nothing was tested", other)
		}
	}
}

func TestWithoutACoordinationGapThereIsNoBand(t *testing.T) {
	for name, gap := range map[string]float64{"no gap": 0, "a negative gap": -.1} {
		s := told(t, configs("a", "b"), func(k, replication int, outcome string) float64 {
			switch outcome {
			case "care_uncoordinated":
				return .5
			case "care_full_information":
				return .5 + gap
			}
			return growing(k, replication, outcome)
		})
		f, err := s.differencesFigure()
		if err != nil || strings.Contains(f.Caption, "Grey band") {
			t.Errorf("%s: %v; %v", name, f, err)
		}
	}
}

func TestOutcomesAreAveragedFromTheMonthThatFiguresMark(t *testing.T) {
	for months, first := range map[int]int{1: 1, 2: 2, 12: 7, 13: 7, 120: 61} {
		plan := &Plan{Scenarios: configs("a"), Replications: 1, Months: months, Seed: 1}
		axis := NewCourses(plan).axis()
		if axis.AverageFrom != float64(first) || len(axis.Months) != months || axis.Months[0] != 1 || axis.Months[months-1] != float64(months) {
			t.Errorf("%d months: %+v, want averages from month %d", months, axis, first)
		}
		want := fmt.Sprintf("outcomes are averages over months %d to %d.", first, months)
		if first == months {
			want = fmt.Sprintf("outcomes are those of month %d.", months)
		}
		if note := NewSummary(plan).frame("Why?").Note; !strings.Contains(note, want) {
			t.Errorf("%d months: %s", months, note)
		}
	}
	for _, months := range []int{6, 7} { // and the model does so
		plan := short(t)
		plan.Months, plan.Replications = months, 1
		from := int(NewCourses(plan).axis().AverageFrom)
		err := plan.Run(t.Context(), func(r Replication) error {
			care, sum := model.OutcomeIndex("care_effectiveness"), 0.0
			for _, v := range r.Runs[0].Series[care][from-1:] {
				sum += v
			}
			if off := sum/float64(months-from+1) - r.Runs[0].Values[care]; off > 1e-12 || off < -1e-12 {
				t.Errorf("%d months: the mean from month %d on is off by %v", months, from, off)
			}
			return r.Err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestBandsOfCoursesAreQuartilesAndTheMiddleNinetyPercent(t *testing.T) {
	c := NewCourses(&Plan{Scenarios: configs("a", "b"), Replications: 101, Months: 4})
	quick(t, c, 101, func(r, o, m int) float64 { return float64(1000*o + 200*m + r) })
	courses := c.courses()
	var labels []string
	for _, course := range courses {
		labels = append(labels, course.Label)
		o := slices.IndexFunc(model.MonthlyOutcomes(), func(o model.Outcome) bool { return strings.EqualFold(o.Label, course.Label) })
		if o < 0 || len(course.Bands) != 2 || course.Unit != model.Outcomes()[o].Unit {
			t.Fatalf("%+v", course)
		}
		for k, b := range course.Bands {
			if b.Replications != 101 {
				t.Errorf("%s: bands of %d replications", course.Label, b.Replications)
			}
			for what, band := range map[float64][]float64{5: b.Low90, 25: b.Low50, 50: b.Median, 75: b.High50, 95: b.High90} {
				base := float64(1000*o) + what
				if want := []float64{base, base + 200, base + 400, base + 600}; !slices.Equal(band, want) {
					t.Errorf("%s of scenario %d: the %v %% quantiles are %v, want %v", course.Label, k, what, band, want)
				}
			}
		}
	}
	if want := []string{"Care effectiveness", "Margin effectiveness", "Reporting effort in force", "Trust within pôles"}; !slices.Equal(labels, want) {
		t.Errorf("courses of %q, want %q", labels, want)
	}
}

// captions draws all figures of a plan and returns what their captions say.
func captions(t *testing.T, s *Summary) []string {
	t.Helper()
	c := NewCourses(s.Plan)
	quick(t, c, 3, func(r, o, m int) float64 { return .1*float64(r) + .01*float64(m) })
	dir := t.TempDir()
	names, err := DrawFigures(dir, s, c)
	if err != nil || len(names) != 4 {
		t.Fatalf("%v; %v", names, err)
	}
	var texts []string
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	return texts
}

func TestFiguresClaimTheSameHospitalOnlyWhereItIsTheSame(t *testing.T) {
	const warning = "The scenarios describe DIFFERENT hospitals."
	for _, text := range captions(t, told(t, otherwise(t), growing)) {
		if strings.Contains(text, "same hospital") || strings.Contains(text, "paired replications") || !strings.Contains(text, warning) {
			t.Errorf("different hospitals: %s", text)
		}
	}
	same := captions(t, told(t, configs("a", "b"), growing))
	for _, text := range same {
		if !strings.Contains(text, "3 paired replications of 13 months, seed 3;") || strings.Contains(text, warning) {
			t.Errorf("the same hospital: %s", text)
		}
	}
	if !strings.HasPrefix(same[1], "How much do the governances differ on the same hospital?") {
		t.Error(same[1])
	}
	if note := told(t, configs("a"), growing).frame("Why?").Note; !strings.HasPrefix(note, "3 replications of 13 months") {
		t.Errorf("one scenario is paired with nothing: %s", note)
	}
}

func TestEqualTitlesGetTheNameOfTheirScenario(t *testing.T) {
	list := configs("a", "b", "c")
	list[0].Title, list[2].Title = "Pôles", "Pôles"
	s := told(t, list, growing)
	if got, want := s.frame("Why?").Scenarios, []string{"a: Pôles", "Title of b", "c: Pôles"}; !slices.Equal(got, want) {
		t.Errorf("figures are handed the titles %q, want %q", got, want)
	}
	for _, text := range captions(t, s) {
		if !strings.Contains(text, "a: Pôles") || !strings.Contains(text, "c: Pôles") || strings.Contains(text, "b: Title of b") {
			t.Errorf("scenarios cannot be told apart: %s", text)
		}
	}
}

func TestFiguresMarkTheEventsOfTimeLinesAndSayWhoseTheyAre(t *testing.T) {
	list := configs("a", "b")
	shared := model.Event{Name: "law", Month: 3}
	list[0].Timeline = []model.Event{shared, {Name: "surge", Month: 5, Months: 2}}
	list[1].Timeline = []model.Event{shared}
	list[0].Start = sim.Date{Year: 2004, Month: 10}
	c := NewCourses(&Plan{Scenarios: list, Replications: 1, Months: 12})
	want := []plot.TimeEvent{{Name: "law", From: 4}, {Name: "surge in a", From: 6, To: 7}}
	if got := c.axis(); !slices.Equal(got.Events, want) || got.Calendar != (plot.Calendar{}) {
		t.Errorf("events %v, calendar %v", got.Events, got.Calendar)
	}
	list[1].Start = list[0].Start
	if got := c.axis().Calendar; got != (plot.Calendar{Year: 2004, Month: 10}) {
		t.Errorf("calendar %v", got)
	}
}

// drawnOf lists the figures of a plan whose outcomes come to value, and what their captions ask.
func drawnOf(t *testing.T, list []*model.Config, value func(k, replication int, name string) float64) (names, asks []string) {
	t.Helper()
	s := told(t, list, value)
	c := NewCourses(s.Plan)
	for number := range 3 {
		r := Replication{Number: number}
		for k := range list {
			run := outcomes(0)
			for o, outcome := range model.Outcomes() {
				run.Values[o] = value(k, number, outcome.Name)
				if outcome.Monthly {
					run.Series = append(run.Series, slices.Repeat([]float64{run.Values[o]}, s.Plan.Months))
				}
			}
			r.Runs = append(r.Runs, run)
		}
		if err := c.Watch(r); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	names, err := DrawFigures(dir, s, c)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		ask, _, _ := strings.Cut(string(text), "?")
		asks = append(asks, ask+"?")
	}
	return names, asks
}

// with returns scenarios in which these parts are on.
func with(t *testing.T, list []*model.Config, parts ...string) []*model.Config {
	t.Helper()
	for _, c := range list {
		for _, key := range parts {
			if err := c.Set(key, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	return list
}

func TestTitlesOfFiguresFitWhatIsDrawn(t *testing.T) {
	for _, test := range []struct {
		list        []*model.Config
		names, asks string
	}{
		{configs("a"), "distributions|courses|shares",
			"How do the runs spread?|How does the hospital change over time?|On which mechanisms do services spend their time?"},
		{with(t, configs("a"), "projects.field"), "distributions|courses|shares", // one panel is no figure of its own
			"How do the runs spread?|How does the hospital change over time?|On which mechanisms do services spend their time?"},
		{with(t, configs("a"), "care.units"), "distributions|units|courses|shares",
			"How do the runs spread?|How do the runs spread in days and hours?|How does the hospital change over time?|On which mechanisms do services spend their time?"},
		{with(t, configs("a", "b"), "care.units", "projects.field"), "distributions|units|differences|courses|shares",
			"How do the runs of each governance spread?|What does each governance come to in days, hours and projects?|" +
				"How much do the governances differ on the same hospital?|When do the governances part?|On which mechanisms do services spend their time?"},
		{otherwise(t), "distributions|differences|courses|shares",
			"How do the runs of each scenario spread?|How much do the scenarios differ?|When do the scenarios part?|On which mechanisms do services spend their time?"},
	} {
		names, asks := drawnOf(t, test.list, growing)
		if strings.Join(names, "|") != test.names || strings.Join(asks, "|") != test.asks {
			t.Errorf("%d scenarios: figures %q ask %q, want %s and %s", len(test.list), names, asks, test.names, test.asks)
		}
		for _, name := range names {
			if !slices.Contains(figureNames, name) {
				t.Errorf("%s is not known as a figure's name: --force would take it for somebody's", name)
			}
		}
	}
	for _, name := range drawnUnits {
		if unitWords[name] == "" {
			t.Errorf("no word says in what %s is told", name)
		}
	}
}

func TestPanelsInWhichNothingEverHappensAreLeftOut(t *testing.T) {
	s := told(t, configs("a", "b"), growing)
	c := NewCourses(s.Plan)
	gaming, care := model.OutcomeIndex("gaming"), model.OutcomeIndex(careName)
	quick(t, c, 3, func(r, o, m int) float64 {
		if o == gaming {
			return 0
		}
		return .1 * float64(r+1)
	})
	for _, course := range c.courses() {
		if course.Label == "Reporting effort in force" {
			t.Error("a panel of zeros is drawn")
		}
	}
	if got := c.samples([]int{care}); len(got) != 1 { // outcomes of whole runs are 0 in this test: all or none
		t.Errorf("%d panels", len(got))
	}
	c.runs[1][gaming][2] = .5
	if got := c.samples([]int{care, gaming}); len(got) != 1 || got[0].Label != "Reporting effort in force" {
		t.Errorf("%+v", got)
	}
}

// What pôles have earned drops at a renewal; figures must say why.
func TestEndsOfMandatesAreMarkedWhereTheyAre(t *testing.T) {
	list := with(t, configs("services", "pôles"), "mandates.end")
	with(t, list[1:], "arenas.pole")
	renewals := model.OutcomeIndex("renewals")
	watch := func(list []*model.Config, months int, ends func(month int) bool) []plot.TimeEvent {
		c := NewCourses(&Plan{Scenarios: list, Replications: 2, Months: months})
		quick(t, c, 2, func(_, o, m int) float64 {
			if o == renewals && ends(m) {
				return 12
			}
			return 0
		})
		return c.axis().Events
	}
	every48 := func(month int) bool { return month > 0 && month%48 == 0 }
	const name = "mandates end, pôles are renewed"
	if got, want := watch(list, 120, every48), []plot.TimeEvent{{Name: name, Mark: "m", From: 49}, {Name: name, Mark: "m", From: 97}}; !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := watch(list[:1], 120, every48); len(got) != 0 {
		t.Errorf("pôles that do not act are renewed: %+v", got)
	}
	if got := watch(list, 120, func(month int) bool { return month%2 == 1 }); len(got) != 0 {
		t.Errorf("%d marks hide what they explain", len(got))
	}
}

// Where an outcome means nothing any more its line ends, and where it does not in the months that count tables have a dash.
func TestLinesHaveGapsWhereAnOutcomeMeansNothing(t *testing.T) {
	list := with(t, configs("closed", "open"), "money.accounts")
	accounts, _ := model.Lookup("money.accounts")
	list[0].Timeline = []model.Event{{Name: "books closed", Month: 1, Settings: model.Overrides{accounts: 0}}}
	s := told(t, list, growing)
	s.Plan.Months = 4
	c := NewCourses(s.Plan)
	quick(t, c, 3, func(r, _, m int) float64 { return float64(1 + r + m) })
	o := model.OutcomeIndex("margin_per_stay")
	for _, course := range c.courses() {
		if course.Label != "Margin per stay" {
			continue
		}
		for month := range 4 {
			if gap := math.IsNaN(course.Bands[0].Median[month]); gap != (month > 0) || math.IsNaN(course.Bands[1].Median[month]) {
				t.Errorf("month %d: %v and %v", month, course.Bands[0].Median[month], course.Bands[1].Median[month])
			}
		}
	}
	if s.applies(0, o) || !s.applies(1, o) || s.compares(0, o) {
		t.Error("a margin is told of months without accounts")
	}
	if cells := row(t, tableOf(t, s, true, 200), "margin per stay (€ per stay, assumed)"); cells[0] != nothing || cells[1] == nothing {
		t.Errorf("%q", cells)
	}
}

func TestTeethOfSharesAreToldToBeManagementDialogues(t *testing.T) {
	list := with(t, configs("services", "pôles"), "steering.cycle", "governance.contract")
	dialogues := model.OutcomeIndex("dialogue_units")
	notes := func(units float64) []string {
		c := NewCourses(&Plan{Scenarios: list, Replications: 2, Months: 12})
		quick(t, c, 2, func(_, o, m int) float64 {
			if o == dialogues && m%3 == 2 {
				return units
			}
			return 0
		})
		return c.shares().Notes
	}
	if told := notes(3); len(told) != 1 || !strings.Contains(told[0], "management dialogue") {
		t.Errorf("of dialogues each quarter: %q", told)
	}
	if told := notes(0); len(told) != 0 {
		t.Errorf("without any dialogue: %q", told)
	}
}

func TestFiguresSayNothingOfWhatAScenarioHasNot(t *testing.T) {
	list := with(t, configs("services", "pôles"), "legitimacy.earned")
	with(t, list[1:], "arenas.pole")
	s := told(t, list, growing)
	c := NewCourses(s.Plan)
	quick(t, c, 3, func(r, _, m int) float64 { return float64(r + m) })
	o := model.OutcomeIndex("legitimacy")
	if got := c.samples([]int{o}); got[0].Runs[0] != nil || len(got[0].Runs[1]) != 3 {
		t.Errorf("%+v", got)
	}
	for _, course := range c.courses() {
		if course.Label == "Legitimacy of pôles" && (!course.Bands[0].Idle || course.Bands[0].Median != nil || course.Bands[1].Idle) {
			t.Errorf("%+v", course)
		}
	}
}
