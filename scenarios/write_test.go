package scenarios

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"polesim/model"
	"polesim/sim"
)

// written returns the text of a Config.
func writtenText(t rapid.TB, c *model.Config) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// drawValue draws an admissible value of a parameter.
func drawValue(t *rapid.T, p model.Parameter, perimeters int) float64 {
	switch p.Kind {
	case model.Number:
		return rapid.Float64Range(p.Min, p.Max).Draw(t, p.Key) + 0
	case model.Reference:
		return float64(rapid.IntRange(0, perimeters).Draw(t, p.Key))
	}
	return float64(rapid.Int64Range(int64(p.Min), int64(p.Max)).Draw(t, p.Key))
}

// drawNames draws names that differ, with accents, quotes and other traps.
func drawNames(t *rapid.T, what string, least, most int) []string {
	name := rapid.StringMatching(`[A-Za-zàéœ"'\\#=.\[\]0-9][ A-Za-zàéœ"'\\#=.\[\]{},0-9-]{0,8}`).Filter(func(s string) bool {
		return s == strings.TrimSpace(s) && s != given
	})
	return rapid.SliceOfNDistinct(name, least, most, rapid.ID).Draw(t, what)
}

// drawPartition puts n services into pôles, none empty.
func drawPartition(t *rapid.T, what string, n int) (poles []string, pole []model.PoleID) {
	poles = drawNames(t, what, 1, min(n, 4))
	for s := range n {
		p := s % len(poles)
		if s >= len(poles) {
			p = rapid.IntRange(0, len(poles)-1).Draw(t, what)
		}
		pole = append(pole, model.PoleID(p))
	}
	return poles, pole
}

// drawOwn draws values of their own.
func drawOwn(t *rapid.T, ids []model.ParameterID) model.Overrides {
	var own model.Overrides
	for _, id := range ids {
		if p := model.Parameters()[id]; p.Unit != "weight" && rapid.IntRange(0, 4).Draw(t, "own") == 0 {
			if own == nil {
				own = model.Overrides{}
			}
			own[id] = drawValue(t, p, 0)
		}
	}
	return own
}

// drawConfig draws any valid Config.
func drawConfig(t *rapid.T) *model.Config {
	c := model.NewConfig("drawn")
	text := rapid.StringMatching(`[ -~éœ"\\]{0,20}`)
	c.Title = "T" + strings.TrimSpace(text.Draw(t, "title"))
	c.Description = strings.TrimSpace(strings.Join(rapid.SliceOfN(text, 0, 3).Draw(t, "description"), "\n"))
	if rapid.Bool().Draw(t, "listed") {
		drawLists(t, c)
	}
	for id, p := range model.Parameters() {
		if rapid.Bool().Draw(t, "set") {
			c.Values[id] = drawValue(t, p, len(c.Perimeters))
		}
		if p.Section() == "hospital" && len(c.Services) > 0 {
			c.Values[id] = p.Default
		}
	}
	drawTimeline(t, c)
	// What must hold between values is tested elsewhere.
	for _, section := range weightSections {
		for _, id := range weightsOf(section) {
			c.Values[id] = math.Max(c.Values[id], .01)
		}
	}
	for key, v := range map[string]float64{"environment.practices": 9, "environment.interdependence_within": 8,
		"environment.interdependence_across": 0, "hospital.services": 1000, "hospital.blocks": 999, "hospital.poles": 998} {
		if err := c.Set(key, v); err != nil {
			t.Fatal(err)
		}
		if id, _ := model.Lookup(key); strings.HasPrefix(key, "hospital.") && len(c.Services) > 0 {
			c.Values[id] = model.Parameters()[id].Default // without effect on a hospital that lists its services
		}
	}
	return c
}

// drawTimeline draws events that one can write: of the whole hospital, of some pôles or of some services.
func drawTimeline(t *rapid.T, c *model.Config) {
	if rapid.Bool().Draw(t, "dated") {
		c.Start = sim.Date{Year: rapid.IntRange(1, 8000).Draw(t, "year"), Month: rapid.IntRange(1, 12).Draw(t, "month of year")}
	}
	for _, name := range drawNames(t, "event", 0, 3) {
		e := model.Event{Name: name, Month: rapid.IntRange(0, longestRun).Draw(t, "month"), Months: rapid.IntRange(0, 30).Draw(t, "months"),
			Description: strings.TrimSpace(rapid.StringMatching(`[ -~éœ"\\]{0,20}`).Draw(t, "text"))}
		var of whose
		if len(c.Services) > 0 {
			switch rapid.IntRange(0, 2).Draw(t, "whose") {
			case 1:
				// A pôle's own values are in force in the given perimeter only.
				if of.poles = c.Value(perimeterUse) == 0; of.poles {
					e.Poles = []model.PoleID{model.PoleID(rapid.IntRange(0, len(c.Poles)-1).Draw(t, "pôle"))}
				}
			case 2:
				of.services, e.Services = true, []model.ServiceID{model.ServiceID(len(c.Services) - 1)}
			}
			if len(c.Sites) > 1 {
				e.Moves = []model.Move{{Service: 0, To: 1}, {Service: model.Everyone, From: 1, To: 0}}
			}
		}
		for id, p := range model.Parameters() {
			if unchangeable(p, of) == "" && p.Unit != "weight" && p.Kind != model.Reference && rapid.IntRange(0, 5).Draw(t, "changed") == 0 {
				if e.Settings == nil {
					e.Settings = model.Overrides{}
				}
				e.Settings[model.ParameterID(id)] = drawValue(t, p, 0)
			}
		}
		if len(e.Settings)+len(e.Moves) > 0 {
			c.Timeline = append(c.Timeline, e)
		}
	}
}

// drawLists draws sites, services, pôles, flows and perimeters.
func drawLists(t *rapid.T, c *model.Config) {
	for _, name := range drawNames(t, "site", 1, 3) {
		c.Sites = append(c.Sites, model.Site{Name: name})
	}
	params := model.Parameters()
	names := drawNames(t, "service", 1, 7)
	poles, pole := drawPartition(t, "pôle", len(names))
	for i, name := range names {
		c.Services = append(c.Services, model.Service{
			Name: name, Site: model.SiteID(rapid.IntRange(0, len(c.Sites)-1).Draw(t, "site")), Pole: pole[i],
			Discipline: rapid.StringMatching(`[a-zé]{1,6}`).Draw(t, "discipline"),
			Kind:       model.Kind(rapid.IntRange(0, len(model.KindNames)-1).Draw(t, "kind")),
			Activity:   rapid.Float64Range(1e-9, mostActivity).Draw(t, "activity"),
			Own:        drawOwn(t, withScope(params, model.PerService)),
		})
	}
	for _, name := range poles {
		c.Poles = append(c.Poles, model.Pole{Name: name, Own: drawOwn(t, withScope(params, model.PerPole))})
	}
	for i := range names {
		for j := range names {
			if i != j && rapid.Bool().Draw(t, "flow") {
				c.Flows = append(c.Flows, model.Flow{From: model.ServiceID(i), To: model.ServiceID(j),
					Count: rapid.Float64Range(1, mostActivity).Draw(t, "count")})
			}
		}
	}
	for _, name := range drawNames(t, "perimeter", 0, 2) {
		poles, pole := drawPartition(t, "pôle of perimeter", len(names))
		c.Perimeters = append(c.Perimeters, model.Perimeter{Name: name, Poles: poles, Pole: pole})
	}
}

func TestWhatIsWrittenIsReadBackEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawConfig(t)
		text := writtenText(t, c)
		d, err := Parse("drawn.toml", []byte(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(c, d); diff != "" {
			t.Fatalf("(-written +read):\n%s", diff)
		}
		if writtenText(t, d) != text || Hash(c) != Hash(d) {
			t.Fatal("equal Configs have different texts or hashes")
		}
		if err := Check(c); err != nil {
			t.Fatal("Check and Load disagree:", err)
		}
	})
}

func TestEveryEmbeddedScenarioIsReadBackEqual(t *testing.T) {
	for _, e := range Embedded() {
		c := mustLoad(t, e.Name)
		d, err := Parse(c.Name+".toml", []byte(writtenText(t, c)))
		if err != nil {
			t.Error(err)
		} else if diff := cmp.Diff(c, d); diff != "" {
			t.Errorf("%s (-written +read):\n%s", e.Name, diff)
		}
	}
}

func TestHashIgnoresLabelsAndHowAScenarioIsRunOnly(t *testing.T) {
	base := mustLoad(t, "example")
	same := base.Clone()
	same.Name, same.Title, same.Description = "other", "Other", "other"
	for _, key := range []string{"simulation.months", "simulation.replications", "simulation.seed"} {
		if err := same.Set(key, 7); err != nil {
			t.Fatal(err)
		}
	}
	if Hash(same) != Hash(base) {
		t.Error("labels or run settings change the hash")
	}
	seen := map[string]string{Hash(base): "the example"}
	for _, set := range []string{"professionals.autonomy=0.81", "services[0].activity=1", "services[1].site=Sud", "services[0].kind=medical",
		"services[0].discipline=x", "start=2004-01", `event=[{name="e",month=3,set={governance={contract=true}}}]`,
		`event=[{name="e",month=3,months=2,set={governance={contract=true}}}]`, `event=[{name="e",month=3,poles=["Cœur"],set={governance={contract=true}}}]`,
		`event=[{name="e",month=3,perimeter="sites"}]`, `event=[{name="e",month=3,move=[{site="Sud",to="Nord"}]}]`, "poles[0].ambiguity=0.1", "poles[1].ambiguity=0.7", "perimeter.use=sites", "workflow.flows[0]=[\"Urgences\", \"Imagerie\", 1]",
		"workflow.flows=[]", "perimeters={}", "services[0].autonomy=0.8", "perimeter.random=true"} {
		c, err := Load("example", set)
		if set == `workflow.flows[0]=["Urgences", "Imagerie", 1]` { // already there
			if err == nil {
				t.Error("the same flow twice was taken")
			}
			continue
		}
		if err != nil {
			t.Error(err)
			continue
		}
		h := Hash(c)
		if other, ok := seen[h]; ok {
			t.Errorf("%s and %s have the same hash", set, other)
		}
		seen[h] = set
	}
}

func TestWriteRefusesWhatHasNoText(t *testing.T) {
	c := mustLoad(t, "example")
	if err := c.Set("perimeter.use", 2); err != nil {
		t.Fatal(err)
	}
	if err := Write(&strings.Builder{}, c); err == nil || err.Error() != "write scenario example: perimeter.use = 2, but the scenario has 1 perimeters" {
		t.Errorf("got %v", err)
	}
	c = mustLoad(t, "example")
	c.Flows[0].To = 99
	if err := Write(&strings.Builder{}, c); err == nil {
		t.Error("a flow to nowhere was written")
	}
}

func ExampleCheck() {
	c := model.NewConfig("drawn")
	_ = c.Set("environment.practices", 2)
	fmt.Println(Check(c))
	// Output:
	// drawn: environment.interdependence_within = 3 is more than the 1 other practices of a service (environment.practices − 1). Did you mean 1?
}
