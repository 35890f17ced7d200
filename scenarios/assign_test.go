package scenarios

import (
	"fmt"
	"testing"

	"polesim/model"
)

func TestEveryParameterCanBeSet(t *testing.T) {
	for id, p := range model.Parameters() {
		want := p.Max
		if p.Default == p.Max {
			want = p.Min
		}
		if p.Unit == "weight" { // not all weights may be 0
			want = p.Max / 2
		}
		text := p.Format(want)
		if p.Kind == model.Number || p.Kind == model.Count {
			text = number(want)
		}
		sets := []string{p.Key + "=" + text}
		switch p.Key {
		case "environment.interdependence_within": // cannot exceed the practices
			sets = append(sets, "environment.practices=16", "environment.interdependence_across=0")
		case "environment.practices":
			sets = append(sets, "environment.interdependence_within=0")
		case "environment.interdependence_across":
			sets = append(sets, "environment.practices=8")
		case "hospital.services":
			sets = append(sets, "hospital.blocks=1", "hospital.poles=1")
		case "hospital.blocks", "hospital.poles":
			sets = append(sets, "hospital.services=5000")
		}
		if p.Kind == model.Reference {
			sets, want = []string{p.Key + "=sites"}, 1
		}
		file := "map/services"
		if p.Kind == model.Reference {
			file = "example"
		}
		c, err := Load(file, sets...)
		if err != nil {
			t.Errorf("%v: %v", sets, err)
		} else if got := c.Value(model.ParameterID(id)); got != want {
			t.Errorf("%v: got %v, want %v", sets, got, want)
		}
	}
}

func TestSetKeys(t *testing.T) {
	for _, set := range []string{
		"services[3].activity=77", "services[Cardiologie B].activity=77", `services["Cardiologie B"].activity = 77`,
	} {
		if c := mustLoad(t, "example", set); c.Services[3].Activity != 77 {
			t.Errorf("%s: activity %v", set, c.Services[3].Activity)
		}
	}
	id, _ := model.Lookup("governance.ambiguity")
	for _, set := range []string{"poles[0].ambiguity=.25", "poles[Cœur].ambiguity=0.25", "poles[Cœur].governance.ambiguity=25e-2"} {
		sets := []string{set}
		if set[len(set)-5:] == "25e-2" { // the example sets it by its name
			sets = []string{`poles[0]={name="Cœur", services=["Cardiologie A", "Cardiologie B", "Chirurgie cardiaque"]}`, set}
		}
		if c := mustLoad(t, "example", sets...); c.PoleValue(0, id) != .25 {
			t.Errorf("%s: ambiguity %v", set, c.PoleValue(0, id))
		}
	}
	c := mustLoad(t, "example", "title=2026", "perimeter.use=sites", "governance.contract=true", "professionals.autonomy=.5",
		"professionals.autonomy=0.6", `perimeters."tout en un"={"Tout" = ["Urgences", "Réanimation", "Cardiologie A", "Cardiologie B", "Chirurgie cardiaque", "Gériatrie", "Réadaptation", "Imagerie"]}`)
	if c.Title != "2026" || value(t, c, "perimeter.use") != 1 || value(t, c, "governance.contract") != 1 || len(c.Perimeters) != 2 {
		t.Errorf("%q, %v", c.Title, c.Perimeters)
	}
	if got := value(t, c, "professionals.autonomy"); got != .6 {
		t.Errorf("the last --set of a key must hold, got %v", got)
	}
}

func TestBadSetsSayWhatIsWrong(t *testing.T) {
	for _, test := range []struct{ set, want string }{
		{"hospital.poles=3", "hospital.poles = 3 has no effect: it generates a hospital, and this scenario lists its services"},
		{"professionals.autonomy=1.4", "professionals.autonomy = 1.4 is out of range [0, 1] (share: weight of what a service has learned against the formal mix in how it spends its attention). Did you mean 0.4?"},
		{"professionals.autonmy=1", "professionals.autonmy: unknown key. Did you mean professionals.autonomy?"},
		{"profesionals.autonomy=1", "profesionals: unknown section. Did you mean professionals?"},
		{"autonomy=1", "autonomy: unknown key. It belongs in [professionals]."},
		{"simulation.months=1.5", "simulation.months = 1.5 is not a whole number, expected one in [2, 1200] (months: horizon of a run). Did you mean 2?"},
		{"simulation.months=a year", "simulation.months = a year is text, expected a whole number such as 120"},
		{"governance.contract=yes", "governance.contract = yes is text, expected true or false. Did you mean true?"},
		{"professionals.autonomy=0,8", "professionals.autonomy = 0,8 is text, expected a number such as 0.8. Did you mean 0.8?"},
		{"professionals.autonomy=NaN", "professionals.autonomy = NaN is not a finite number, expected one in [0, 1] (share: weight of what a service has learned against the formal mix in how it spends its attention)"},
		{"professionals.autonomy", "expected key=value, such as professionals.autonomy=0.2"},
		{"=3", "expected key=value, such as professionals.autonomy=0.2"},
		{"professionals..autonomy=1", "professionals..autonomy: is not a key, expected one such as professionals.autonomy or services[Cardiology].activity"},
		{"services[3=1", "expected key=value, such as professionals.autonomy=0.2"},
		{"extends=ghu", "extends: cannot be set: a scenario says in its file what it extends"},
		{"services[8].activity=1", "services[8]: there is no such item: they are numbered from 0 to 7"},
		{"services[Cardiologie C].activity=1", "services[Cardiologie C]: there is no item of that name. Did you mean Cardiologie A?"},
		{"services[Urgences].activity=-1", "services[Urgences].activity = -1 is out of range, expected a number above 0 and at most 1000000000000 (stays or acts a year)"},
		{"services[Urgences].name=Urgence", `poles[Urgences et plateau].services = "Urgences" is not a service of the scenario. Did you mean Urgence?`},
		{"title.x=1", "title.x: is inside text, which holds no keys"},
		{"perimeter.use=site", `perimeter.use = site is not a perimeter of this scenario, expected one of "given", "sites". Did you mean sites?`},
		{"environment.practices=3", "environment.interdependence_within = 3 is more than the 2 other practices of a service (environment.practices − 1). Did you mean 2?"},
		{"arenas.pole=0", "arenas: all of arenas.pole, arenas.institution, arenas.network, arenas.none are 0, expected at least one above 0"},
		{"workflow.flows[0]=[1, 2]", `workflow.flows[0]: is a list of 2, expected three: ["from", "to", 120]`},
	} {
		_, err := Load("example", test.set)
		if err == nil {
			t.Errorf("%s was taken", test.set)
			continue
		}
		found := false
		for _, p := range err.(Problems) {
			if !p.FromSet() && test.set != "services[Urgences].name=Urgence" { // which breaks what the file says
				t.Errorf("%s is blamed on the file: %v", test.set, p)
			}
			p.File, p.Line, p.Col = "", 0, 0
			found = found || p.Error() == test.want
		}
		if !found {
			t.Errorf("%s:\ngot  %v\nwant %s", test.set, err, test.want)
		}
	}
}

func TestProblemsOfASetNameTheSet(t *testing.T) {
	_, err := Load("testdata/bad/extends-number.toml", "governance.ambiguity=7", "governance.delegation=x")
	problems, _ := err.(Problems)
	if len(problems) != 4 || problems[0].Line != 1 || problems[1].Line != 3 ||
		problems[2].File != "--set governance.ambiguity=7" || problems[3].File != "--set governance.delegation=x" {
		t.Errorf("files first by line, then sets in order, but got:\n%v", err)
	}
}

func ExampleLoad() {
	c, err := Load("example", "professionals.autonomy=0.2", "services[Urgences].activity=3000")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Name, len(c.Services), c.Services[0].Activity)
	_, err = Load("example", "professionals.autonmy=0.2")
	fmt.Println(err)
	// Output:
	// example 8 3000
	// --set professionals.autonmy=0.2: professionals.autonmy: unknown key. Did you mean professionals.autonomy?
}
