package movements

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

func TestPeriodIsFoundInTheFile(t *testing.T) {
	for _, c := range []struct{ name, head, rows, want string }{
		{"weeks by ISO 8601", "from,to,n,year,week", "A,B,1,2014,48|B,A,1,2015,53|A,B,1,2016,26", "2014 week 48 to 2016 week 26, 84 weeks"},
		{"weeks from the first Monday", "from,to,n,Année,Semaine", "A,B,1,2014,48|B,A,1,2015,0|A,B,1,2016,26", "2014 week 48 to 2016 week 26, 83 weeks"},
		{"weeks in one column", "from,to,n,semaine", "A,B,1,2015-W01|B,A,1,S52 2015", "2015 week 1 to 2015 week 52, 1 year"},
		{"weeks by their word", "from,to,n,annee,semaine", "A,B,1,2015,semaine 3|B,A,1,2015,Sem. 4|A,B,1,2015,S5|A,B,1,2015,Week 6|A,B,1,2015,wk7|A,B,1,2015,W8",
			"2015 week 3 to 2015 week 8, 42 days"},
		{"weeks by other words", "from,to,n,annee,semaine", "A,B,1,2015,mesw 3|B,A,1,2015,mesw 4", "not known"},
		{"months", "from,to,n,annee,mois", "A,B,1,2015,3|B,A,1,2016,02", "2015-03 to 2016-02, 1 year"},
		{"months by name", "from,to,n,mois", "A,B,1,mars 2015|B,A,1,août 2016", "2015-03 to 2016-08, 78.6 weeks"},
		{"years", "from,to,n,year", "A,B,1,2015|B,A,1,2016", "2015 to 2016, 2 years"},
		{"dates", "patient,from,to,date", "1,A,B,03/04/2015|1,B,A,28/03/2016 10:00", "2015-04-03 to 2016-03-28, 51.6 weeks"},
		{"a log of stays", "sejour,um,entree", "1,A,2015-01-01 08:00|1,B,2015-01-02 08:00|2,B,2015-12-31 23:00", "2015-01-01 to 2015-12-31, 1 year"},
		{"a log in days of a spreadsheet", "stay,ward,start", "1,A,42005.3|1,B,42006|2,B,42369", "2015-01-01 to 2015-12-31, 1 year"},
		{"a log in seconds", "stay,ward,start", "1,A,1420099200|1,B,1420185600|2,B,1451563200", "2015-01-01 to 2015-12-31, 1 year"},
		{"a log in steps of no calendar", "stay,ward,start", "1,A,1|1,B,2|2,B,3", "not known"},
		{"weeks of no year", "from,to,n,week", "A,B,1,3|B,A,1,4", "not known"},
		{"nothing", "from,to,n", "A,B,1|B,A,2", "not known"},
	} {
		r := mustImport(t, Options{Flows: written(t, "f.csv", c.head+"\n"+strings.ReplaceAll(c.rows, "|", "\n")+"\n")})
		if got := r.Period.String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestPeriodIsWhatTheUserSays(t *testing.T) {
	for said, days := range map[string]float64{
		"1 year": 365.25, "2 ans": 730.5, "85 weeks": 595, "52 semaines": 364, "18 mois": 547.875, "1,5 year": 547.875, "90 jours": 90,
		"2014-11..2016-06": 608, "2014-11-24..2016-06-30": 585, "24/11/2014 to 30/06/2016": 585, "2014 to 2016": 1096, "2019": 365,
		"2014-W48..2016-W26": 581 + 7, "mars 2015": 31, "2015-S1 au 2015-S52": 364,
	} {
		p, wrong := parsePeriod(said)
		if wrong != "" || p.Days != days {
			t.Errorf("%q: %v days (%s), want %v", said, p.Days, wrong, days)
		}
	}
	for _, said := range []string{"", "long", "3", "0 weeks", "-1 year", "2016..2014", "2014..2016-06", "1000 years", "2014-13..2015-01"} {
		if p, wrong := parsePeriod(said); wrong == "" {
			t.Errorf("%q is taken for %v", said, p)
		}
	}
	wantProblems(t, Options{Flows: in("flows.csv"), Period: "85"}, `import: --period "85" is not a period; expected its length, such as "1 year"`)
	r := mustImport(t, Options{Flows: in("weekly.csv"), Period: "1 year"})
	if !contains(strings.Join(r.Warnings, "\n"), `--period says 1 year, but columns "Year", "Week" of the file tell of 2025 week 1 to 2025 week 2, 14 days`) {
		t.Errorf("a file that says otherwise: %q", r.Warnings)
	}
}

func TestCountsBecomeThoseOfAYear(t *testing.T) {
	for said, want := range map[string]float64{"1 year": 1000, "364 days": 1000, "2 years": 500, "730 days": 500, "18 months": 666.7, "26 weeks": 2007, "83 weeks": 628.7} {
		r := mustImport(t, Options{Flows: written(t, "f.csv", "from,to,n\nA,B,1000\nB,Home,1000\n"), Exclude: []string{"Home"}, Period: said})
		if got := r.Scenario.Flows[0].Count; got != want || r.Scenario.Services[0].Activity != want {
			t.Errorf("1000 movements in %s are %v a year, want %v", said, got, want)
		}
	}
}

// A label's days hold that label and no other, in both ways of numbering weeks.
func TestEveryDayIsInOneWeekMonthAndYear(t *testing.T) {
	for _, w := range []weeks{{false}, {true}} {
		for g := byDay; g <= byYear; g++ {
			for day := dayOf(1999, 12, 20); day < dayOf(2030, 1, 20); day++ {
				l := g.of(day, w)
				if from, to := g.days(l, w); day < from || day >= to || g.of(from, w) != l || g.of(to-1, w) != l {
					t.Fatalf("grain %d, %+v: day %d is in %s, days %d to %d", g, w, day, g.name(l), from, to)
				}
			}
		}
	}
}

func TestDoubtsAboutThePeriodAreSaid(t *testing.T) {
	rows := func(days ...int) string {
		var b strings.Builder
		b.WriteString("patient,from,to,date\n")
		for _, d := range days {
			fmt.Fprintf(&b, "1,A,B,%s\n1,B,A,%[1]s\n", time.Date(2015, 1, 1+d, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
		}
		return b.String()
	}
	var year []int
	for d := range 365 {
		year = append(year, d)
	}
	for _, c := range []struct{ name, text, want string }{
		{"a stray date", rows(append(year, 3000)...), "a few stray dates lengthen it"},
		{"a short period", rows(1, 2, 3), "seasons are not in it"},
		{"missing weeks", "from,to,n,year,week\nA,B,1,2015,1\nB,A,1,2015,30\n", "28 weeks of 2015 week 1 to 2015 week 30, 30 weeks without a movement"},
		{"whole years", "from,to,n,year\nA,B,1,2015\nB,A,1,2016\n", "are taken for whole years"},
		{"dates that cannot be read", "from,to,n,date\nA,B,1,2015-01-01\nB,A,1,soon\n", `column "date" may tell when movements were, but cannot be read in line 3`},
		{"weeks that cannot be read from the first", "from,to,n,year,week\nA,B,1,2015,first\nB,A,1,2015,second\n", `columns "year", "week" may tell when movements were, but cannot be read in line 2`},
	} {
		if r := mustImport(t, Options{Flows: written(t, "f.csv", c.text)}); !contains(strings.Join(r.Warnings, "\n"), c.want) {
			t.Errorf("%s: %q lacks %q", c.name, r.Warnings, c.want)
		}
	}
	for _, w := range mustImport(t, Options{Flows: written(t, "f.csv", rows(year...))}).Warnings {
		if strings.Contains(w, FlagPeriod) {
			t.Errorf("a whole year is doubted: %s", w)
		}
	}
}

// A stay that passes through three services is one stay: three passages, two movements.
func TestStaysAreCountedOnce(t *testing.T) {
	exits := "from,to,n\nA,B,100\nB,C,100\nC,Home,100\n"
	for _, c := range []struct {
		name, text string
		bounded    bool
	}{
		{"exits", exits, true},
		{"entries", "from,to,n\nHome,A,100\nA,B,100\nB,C,100\n", true},
		{"entries and exits", "from,to,n\nHome,A,100\nA,B,100\nB,C,100\nC,Home,100\n", true},
		{"empty ends", "from,to,n\nA,B,100\nB,C,100\nC,,100\n", true},
		{"neither", "from,to,n\nA,B,100\nB,C,100\n", false},
		{"a log of stays", "stay,ward,start\n" + strings.Repeat("%[1]d,A,2015-01-01 01:00\n%[1]d,B,2015-01-02\n%[1]d,C,2015-01-03\n", 100), true},
	} {
		text := c.text
		if strings.Contains(text, "%") {
			head, each, _ := strings.Cut(text, "\n")
			text, each = head+"\n", each[:len(each)/100]
			for id := range 100 {
				text += fmt.Sprintf(each, id)
			}
		}
		o := Options{Flows: written(t, "f.csv", text), Period: "2 years"}
		if strings.Contains(text, "Home") {
			o.Exclude = []string{"Home"}
		}
		r := mustImport(t, o)
		if a := r.Activity; math.Abs(a.Stays-50) > 1e-9 || a.Passages != 150 || a.Total != 150 || a.Bounded != c.bounded {
			t.Errorf("%s: %+v, want 50 stays and 150 passages a year", c.name, a)
		}
		if got := r.Scenario.StaysPerActivity; math.Abs(got-1./3) > .0001 {
			t.Errorf("%s: %v stays for a unit of activity, want a third", c.name, got)
		}
		for _, s := range r.Scenario.Services {
			if s.Activity != 50 {
				t.Errorf("%s: activity of %s is %v, want 50", c.name, s.Name, s.Activity)
			}
		}
		if warned := contains(strings.Join(r.Warnings, "\n"), "no movement shows where stays begin or end"); warned == c.bounded {
			t.Errorf("%s: %q", c.name, r.Warnings)
		}
	}
	round := mustImport(t, Options{Flows: written(t, "f.csv", "from,to,n\nA,B,100\nB,A,100\n")})
	if a := round.Activity; a.Stays != 20 || a.Bounded {
		t.Errorf("patients in a circle: %+v", a)
	}
	small := mustImport(t, Options{Flows: written(t, "f.csv", exits+"D,A,1\n"), Exclude: []string{"Home"}, MinFlow: 5, Period: "1 year"})
	if got := small.Activity; len(small.Scenario.Services) != 3 || math.Abs(got.Stays-100) > 1 {
		t.Errorf("with a small unit left out: %+v", got)
	}
}

func TestActivityThatIsGivenStands(t *testing.T) {
	flows := written(t, "f.csv", "from,to,n\nA,B,100\nB,C,100\nC,Home,100\n")
	all := mustImport(t, Options{Flows: flows, Exclude: []string{"Home"}, Period: "2 years", Services: written(t, "s.csv", "service,activity\nA,7\nB,8\nC,9\n")})
	if a := all.Activity; a.Given != 3 || a.Total != 24 || all.Scenario.StaysPerActivity != 0 {
		t.Errorf("%+v; %v stays for a unit", a, all.Scenario.StaysPerActivity)
	}
	if all.Scenario.Flows[0].Count != 50 {
		t.Errorf("%v movements a year beside activity a year, want 50", all.Scenario.Flows[0].Count)
	}
	some := mustImport(t, Options{Flows: flows, Exclude: []string{"Home"}, Period: "2 years", Services: written(t, "s.csv", "service,activity\nA,7\nB,8\nC,\n")})
	if got := some.Scenario.Services[2].Activity; math.Abs(got-50./3) > .01 || some.Scenario.StaysPerActivity != 0 {
		t.Errorf("beside stays that are given, passages stand: %v", got)
	}
	for _, r := range []*Report{all, some} {
		if !contains(r.String(), "activity of services: as given") {
			t.Errorf("%s", r)
		}
	}
}

func TestVisitsOfEmergencyServicesAreNamed(t *testing.T) {
	r := mustImport(t, Options{Flows: written(t, "f.csv", "from,to,n\nUrgences,B,100\nUrgences,Home,900\nB,Home,100\n"), Exclude: []string{"Home"}})
	if !contains(strings.Join(r.Warnings, "\n"), "900 of the stays a year end in emergency services") || r.Activity.Stays != 1000 {
		t.Errorf("%+v %q", r.Activity, r.Warnings)
	}
}
