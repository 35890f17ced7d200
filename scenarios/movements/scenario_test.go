package movements

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestStaysAreFollowedInTheOrderOfTime(t *testing.T) {
	r := mustImport(t, Options{Flows: in("stays.csv"), Period: "1 year"})
	want := []Flow{{"Soins continus", "Urgences", 1}, {"Urgences", "Cardiologie", 2}}
	if d := cmp.Diff(want, r.Scenario.Flows); d != "" {
		t.Error(d)
	}
	if !contains(r.String(), `3 different "N° séjour"`, dropNowhere) {
		t.Errorf("%s", r)
	}
}

func TestMomentsInTheirUsualForms(t *testing.T) {
	for _, c := range [][]string{ // each list is in the order of time
		{"2025-03-28", "2025-03-28 08:15", "2025-03-28T08:15:01", "2025-03-28T09:00:00+00:00", "2025-03-28T09:30:00Z", "2025-03-29"},
		{"27/03/2025", "28/03/2025 8h15", "28/03/2025 08:15:30", "01/04/2025", "01/01/26"},
		{"3/27/2025 11:00 AM", "3/27/2025 12:00 PM", "3/27/2025 2:30:00 PM", "4/1/2025", "12/1/2025"},
		{"28.03.2025 08:15", "28.03.2025 08:15:00,500", "01.04.2025"},
		{"28-Mar-2025 10:00", "28Mar2025:10:00:01", "1 Apr 2025"},
		{"45000.25", "45000,5", "45001"}, {"1743150000", "1743150001"}, {"20250328", "20250401"},
	} {
		var dates calendar
		var at []moment
		for i, cell := range c {
			m, wrong := dates.parse(cell, i+2)
			if wrong != "" {
				t.Errorf("%q %s", cell, wrong)
			}
			at = append(at, m)
		}
		for i := range at {
			at[i] = dates.settled(at[i])
		}
		if !slices.IsSorted(at) {
			t.Errorf("%q are not in the order of time: %d", c, at)
		}
	}
	for _, cell := range []string{"", "yesterday", "31/02/2025", "2025-13-01", "12:30", "-5", "28/03/2025 25:00"} {
		if _, wrong := new(calendar).parse(cell, 2); wrong == "" {
			t.Errorf("%q is taken for a moment", cell)
		}
	}
}

func TestOneNameAtSeveralSitesIsSeveralServices(t *testing.T) {
	r := mustImport(t, Options{Flows: in("sites.csv"), Exclude: []string{"exit"}})
	want := []Flow{{"Emergency", "Medicine (North)", 20}, {"Medicine (North)", "Medicine (South)", 3}, {"Medicine (South)", "Surgery", 10}}
	if d := cmp.Diff(want, r.Scenario.Flows); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"North", "South"}, r.Scenario.Sites); d != "" {
		t.Error(d)
	}
}

func TestExclusionsThatNameNothingAreMistakes(t *testing.T) {
	wantProblems(t, Options{Flows: in("flows.csv"), Exclude: []string{"Exitt", "cardio*"}}, `--exclude "Exitt" is the name of no unit; nearest "Exit"`)
	r := mustImport(t, Options{Flows: in("flows.csv"), Exclude: []string{"EX?T"}})
	if d := cmp.Diff([]Flow{{"Cardiology", "Réanimation", 12}, {"Réanimation", "Cardiology", 8}, {"Réanimation", "Médecine B", 5}}, sorted(r.Scenario.Flows)); d != "" {
		t.Error(d)
	}
}

func sorted(flows []Flow) []Flow {
	slices.SortFunc(flows, func(a, b Flow) int { return strings.Compare(a.From+"\x00"+a.To, b.From+"\x00"+b.To) })
	return flows
}

func TestSmallUnitsAreLeftOutAndListed(t *testing.T) {
	r := mustImport(t, Options{Flows: in("flows.csv"), Exclude: []string{"Exit"}, MinFlow: 6})
	if r.Units != 2 || !contains(r.String(), dropMinFlow, `"Médecine B"`) {
		t.Errorf("%s", r)
	}
}

func TestNothingIsLeftOutUncounted(t *testing.T) {
	for _, o := range []Options{{}, {Exclude: []string{"Exit"}}, {Exclude: []string{"exit"}, MinFlow: 6}} {
		o.Flows = in("weekly.csv")
		r := mustImport(t, o)
		dropped := 0.0
		for _, d := range r.Dropped {
			dropped += d.Movements
		}
		if r.Movements != r.Kept+dropped {
			t.Errorf("%+v: %v movements read, %v kept, %v left out", o, r.Movements, r.Kept, dropped)
		}
	}
}

func TestServicesFileGivesSiteDisciplineKindActivityAndPole(t *testing.T) {
	r := mustImport(t, Options{Flows: in("flows.csv"), Services: in("services.csv"), Exclude: []string{"Exit"}})
	want := []Service{
		{"Cardiology", "Main", "Heart", "medical", 1200.5},
		{"Médecine B", "Main", "Médecine B", "medical", 5.484},
		{"Réanimation", "Main", "Critical care", "critical", 300},
	}
	if d := cmp.Diff(want, r.Scenario.Services); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]Group{{"Heart and vessels", []string{"Cardiology", "Réanimation"}}, {"Medicine", []string{"Médecine B"}}}, r.Scenario.Poles); d != "" {
		t.Error(d)
	}
	if !contains(r.String(), `"Pharmacie"`, `"medecine b" of`, "given perimeter keeps 80 %", "1 of 3 services have no discipline") {
		t.Errorf("%s", r)
	}
}

func TestColumnChosenForOneFileIsGuessedInTheOther(t *testing.T) {
	services := written(t, "s.csv", "code;long name;specialty\nC;Cardiology;Heart\nM;Médecine B;Medicine\nR;Réanimation;Heart\n")
	r := mustImport(t, Options{Flows: in("flows.csv"), Exclude: []string{"Exit"}, Services: services, Poles: in("poles.csv"), NameColumn: "long name"})
	if r.Scenario.Services[0].Discipline != "Heart" || len(r.Scenario.Poles) != 2 || !contains(r.String(), `poles.csv: --name-column "long name" is no column here: "service" was taken`) {
		t.Errorf("%+v\n%s", r.Scenario.Services, r)
	}
}

func TestServicesAndPolesMustCoverTheMovements(t *testing.T) {
	wantProblems(t, Options{Flows: in("flows.csv"), Services: in("services.csv")}, `"Exit" is in the movements but not here; add it, or leave it out with --exclude`,
		`services.csv:5: "Pharmacie" is in no movement kept: it would be left out`)
	twice := written(t, "p.csv", "service,pole\nCardiology,East\nExit,East\nCardiology,West\n")
	wantProblems(t, Options{Flows: in("flows.csv"), Poles: twice}, `"Médecine B" is in the movements`, `"Réanimation" is in the movements`, `p.csv:4:2: service "Cardiology" is in two pôles: "West" here, "East" in line 2`)
	lacking := written(t, "q.csv", "service,pole\nCardiolgy,East\nExit,East\n")
	wantProblems(t, Options{Flows: in("flows.csv"), Poles: lacking},
		`"Cardiology" is in the movements but not here; nearest "Cardiolgy"`, `"Médecine B"`, `"Réanimation"`, `q.csv:2: "Cardiolgy" is in no movement kept`)
	kind := written(t, "s.csv", "name,kind,activity\nCardiology,magical,-3\nExit,,\nRéanimation,,\nMédecine B,,\n")
	wantProblems(t, Options{Flows: in("flows.csv"), Services: kind}, `s.csv:2:3: activity = -3 is negative`, `"magical" is no kind of work; expected one of medical, surgical`)
}

func TestKindsAreGuessedFromNames(t *testing.T) {
	for name, want := range map[string]string{
		"KCH.EmergencyDept": "emergency", "ClinicalDecisionUnit.A.E..DH": "emergency", "Urgences pédiatriques": "emergency",
		"LiverICU": "critical", "SurgicalCriticalCareUnit": "critical", "Réanimation médicale": "critical", "KinnierWilsonHDU": "critical",
		"NICU": "women-child", "Labour Ward": "women-child", "Maternité": "women-child", "Chirurgie digestive": "surgical", "Bloc opératoire": "surgical",
		"Main Theatres": "surgical", "Imagerie": "diagnostic", "Laboratoire": "diagnostic", "Psychiatrie adulte": "psychiatry", "Stroke rehab": "rehabilitation",
		"SSR": "rehabilitation", "Court séjour gériatrique": "long-term", "Pharmacie": "support", "Cardiology": "medical", "Blockley": "medical", "Medihome": "medical",
	} {
		if k, _ := kindByName(name); k.String() != want {
			t.Errorf("%q is %s, want %s", name, k, want)
		}
	}
}

func TestOutsideIsSuspectedNotDropped(t *testing.T) {
	for name, want := range map[string]bool{"ExitHospital": true, "Home": true, "Décès": true, "Domicile": true, "Discharge": true, "Medihome": false, "Cardiology": false} {
		if looksOutside(name) != want {
			t.Errorf("%q looks outside: %v, want %v", name, !want, want)
		}
	}
	r := mustImport(t, Options{Flows: in("flows.csv")})
	if r.Units != 4 || !contains(strings.Join(r.Warnings, "\n"), `"Exit" (39 movements) may be the outside`) {
		t.Errorf("%s", r)
	}
}

// read is a scenario as TOML gives it back.
type read struct {
	Title      string
	Services   []Service
	Sites      []struct{ Name string }
	Perimeter  struct{ Use string }
	Poles      []Group
	Perimeters map[string]map[string][]string
	Workflow   struct{ Flows [][]any }
}

func TestTheScenarioIsWrittenAsAgreed(t *testing.T) {
	r := mustImport(t, Options{Flows: in("sites.csv"), Exclude: []string{"exit"}, Title: "Two sites"})
	got := Render(r.Scenario)
	want, err := os.ReadFile(in("sites.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Error(d)
	}
}

func TestAnyNameSurvivesTheWriting(t *testing.T) {
	name := rapid.StringN(1, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(name, 2, 6, rapid.ID[string]).Draw(t, "names")
		s := &Scenario{Notes: names, Title: names[0], Sites: names[:1], Poles: []Group{{names[0], names}}, Flow: []Group{{names[1], names}}, FlowNote: names[1]}
		for _, n := range names {
			s.Services = append(s.Services, Service{n, names[0], n, "medical", rapid.Float64Range(0.001, 1e9).Draw(t, "activity")})
		}
		s.Flows = []Flow{{names[0], names[1], 3.25}}
		var back read
		if _, err := toml.Decode(Render(s), &back); err != nil {
			t.Fatalf("%v in\n%s", err, Render(s))
		}
		if d := cmp.Diff(s.Services, back.Services); d != "" {
			t.Fatal(d)
		}
		if back.Title != s.Title || back.Perimeter.Use != "given" || !cmp.Equal(back.Poles, s.Poles) || !cmp.Equal(back.Perimeters["flow"][names[1]], names) {
			t.Fatalf("%+v", back)
		}
		if !cmp.Equal(back.Workflow.Flows, [][]any{{names[0], names[1], 3.25}}) {
			t.Fatalf("%v", back.Workflow.Flows)
		}
	})
}
