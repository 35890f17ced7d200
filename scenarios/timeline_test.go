package scenarios

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"polesim/model"
	"polesim/sim"
)

// eventful is a hospital with every way of writing an event.
const eventful = `
extends = "base.toml"
start = "2004-01"
[simulation]
months = 100

[[event]]
name = "by date"
description = "Why."
date = "2009-07"
months = 12
perimeter = "one"
[event.set]
governance.contract = false
"arenas.meeting_units" = 0.5

[[event]]
name = "by month"
month = 66
poles = ["Q", "P"]
services = ["C"]
set.governance = { ambiguity = 0.1 }
set."professionals.autonomy" = 0.3
move = [{ site = "Sud", to = "Nord" }, { service = "A", to = "Sud" }]
`

func loadEventful(t *testing.T, text string, sets ...string) (*model.Config, error) {
	t.Helper()
	base, err := Load("testdata/good/base.toml")
	if err != nil {
		t.Fatal(err)
	}
	return LoadFS(fstest.MapFS{"base.toml": {Data: []byte(writtenText(t, base))}, "eventful.toml": {Data: []byte(text)}}, "eventful.toml", sets...)
}

func idOf(t *testing.T, key string) model.ParameterID {
	id, ok := model.Lookup(key)
	if !ok {
		t.Fatal(key)
	}
	return id
}

func TestEventsAreReadAsWritten(t *testing.T) {
	c, err := loadEventful(t, eventful)
	if err != nil {
		t.Fatal(err)
	}
	want := []model.Event{
		{Name: "by date", Description: "Why.", Month: 66, Months: 12, Settings: model.Overrides{
			idOf(t, "perimeter.use"): 2, idOf(t, "governance.contract"): 0, idOf(t, "arenas.meeting_units"): .5}},
		{Name: "by month", Month: 66, Poles: []model.PoleID{1, 0}, Services: []model.ServiceID{2},
			Settings: model.Overrides{idOf(t, "governance.ambiguity"): .1, idOf(t, "professionals.autonomy"): .3},
			Moves:    []model.Move{{Service: model.Everyone, From: 1, To: 0}, {Service: 0, To: 1}}},
	}
	if diff := cmp.Diff(want, c.Timeline); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if c.Start != (sim.Date{Year: 2004, Month: 1}) {
		t.Errorf("the run starts in %v", c.Start)
	}
	d, err := Parse("eventful.toml", []byte(writtenText(t, c)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, d); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	other := c.Clone()
	other.Timeline[0].Description = "Because."
	if Hash(other) != Hash(c) {
		t.Error("why an event takes place changes the hash")
	}
}

func TestEventsCanBeSet(t *testing.T) {
	for set, check := range map[string]func(c *model.Config) bool{
		"event[by date].months=3":                           func(c *model.Config) bool { return c.Timeline[0].Months == 3 },
		"event[0].date=2005-02":                             func(c *model.Config) bool { return c.Timeline[0].Month == 13 },
		"event[by date].month=7":                            func(c *model.Config) bool { return c.Timeline[0].Month == 7 }, // over the file's date
		"event[by month].date=2004-03":                      func(c *model.Config) bool { return c.Timeline[1].Month == 2 },
		"start=2005-01":                                     func(c *model.Config) bool { return c.Timeline[0].Month == 54 },
		"event=[]":                                          func(c *model.Config) bool { return len(c.Timeline) == 0 },
		"event[by date].set.governance.contract=true":       func(c *model.Config) bool { return c.Timeline[0].Settings[idOf(t, "governance.contract")] == 1 },
		"event[by month].set.professionals.autonomy=1":      func(c *model.Config) bool { return c.Timeline[1].Settings[idOf(t, "professionals.autonomy")] == 1 }, // over its key in quotes
		`event[by month].poles=["P"]`:                       func(c *model.Config) bool { return len(c.Timeline[1].Poles) == 1 },
		"event[by month].move[1].to=Nord":                   func(c *model.Config) bool { return c.Timeline[1].Moves[1].To == 0 },
		"event[by date].perimeter=flow":                     func(c *model.Config) bool { return c.Timeline[0].Settings[idOf(t, "perimeter.use")] == 1 },
		"simulation.months=12":                              func(c *model.Config) bool { return len(c.Timeline) == 2 }, // a short run is meant to be short
		`event[by date].set.governance."ambiguity" = 0.25 `: func(c *model.Config) bool { return c.Timeline[0].Settings[idOf(t, "governance.ambiguity")] == .25 },
	} {
		if c, err := loadEventful(t, eventful, set); err != nil || !check(c) {
			t.Errorf("%s: %v", set, err)
		}
	}
	for set, want := range map[string]string{
		"event[by date].months=0":        "event[by date].months = 0 is out of range [1, 1200] (how many months the event lasts; leave it out for good)",
		"event[by dte].months=3":         "event[by dte]: there is no item of that name. Did you mean by date?",
		"event[by date].month=300":       "event[by date].month = 300 never comes to pass: a run has 100 months (simulation.months), the last is 2012-04",
		"event[0].set.arenas.zzzzzzzz=1": "event[by date].set.arenas.zzzzzzzz: unknown key.",
	} {
		if _, err := loadEventful(t, eventful, set); err == nil || !strings.HasSuffix(err.Error(), ": "+want) {
			t.Errorf("%s: got %v\nwant %s", set, err, want)
		}
	}
}

// An event that no run comes to is a mistake in a file, but a scenario that was run for a shorter time is one still.
func TestEventsAfterTheEndAreRefusedInFilesOnly(t *testing.T) {
	text := "simulation.months = 24\n[[event]]\nname = \"late\"\nmonth = 24\nset.arenas.meeting_units = 0\n"
	if _, err := LoadFS(fstest.MapFS{"a.toml": {Data: []byte(text)}}, "a.toml"); err == nil || !strings.Contains(err.Error(), "never comes to pass") {
		t.Errorf("got %v", err)
	}
	c, err := Parse("a.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if d, err := Parse("a.toml", []byte(writtenText(t, c))); err != nil || Hash(c) != Hash(d) {
		t.Errorf("it cannot be replayed: %v", err)
	}
}

func TestAScenariosEventsReplaceThoseItExtends(t *testing.T) {
	child := "extends = \"eventful.toml\"\n[[event]]\nname = \"own\"\nmonth = 1\nset.arenas.meeting_units = 0\n"
	base, err := Load("testdata/good/base.toml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := LoadFS(fstest.MapFS{"base.toml": {Data: []byte(writtenText(t, base))}, "eventful.toml": {Data: []byte(eventful)},
		"child.toml": {Data: []byte(child)}}, "child.toml")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Timeline) != 1 || c.Timeline[0].Name != "own" || c.Start.Year != 2004 {
		t.Errorf("start %v, events %v", c.Start, c.Timeline)
	}
}

func TestCheckFindsWhatAProgramPutIntoATimeLine(t *testing.T) {
	for want, settings := range map[string]model.Overrides{
		"event[e].set.governance.ambiguity = 2 is out of range": {idOf(t, "governance.ambiguity"): 2},
		"cannot change in the course of a run":                  {idOf(t, "environment.practices"): 7},
		"from month 3 on: all of arenas.pole":                   {idOf(t, "arenas.pole"): 0},
	} {
		c := mustLoad(t, "example")
		c.Timeline = []model.Event{{Name: "e", Month: 3, Settings: settings}}
		if err := Check(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestTheGuideToTimeLinesIsAScenario(t *testing.T) {
	_, text, _ := strings.Cut(timelineGuide, "\n")
	text, _, _ = strings.Cut(text, "In a month hold")
	example, _ := exampleFile.ReadFile("example.toml")
	start, events, _ := strings.Cut(text, "[[event]]")
	if c, err := Parse("guide.toml", []byte(start+string(example)+"\n[[event]]"+events)); err != nil || len(c.Timeline) != 2 {
		t.Errorf("%v", err)
	}
}

// The scenario of twenty years cuts the group's pôles in two and puts them together again: no service changes hands.
func TestFranceKeepsTheGroupsServicesAndPoles(t *testing.T) {
	group, france := mustLoad(t, "ghu"), mustLoad(t, "france-2004-2024")
	if diff := cmp.Diff(group.Sites, france.Sites); diff != "" || len(group.Services) != len(france.Services) {
		t.Fatalf("other sites or services:\n%s", diff)
	}
	pmu := france.Perimeters[len(france.Perimeters)-1]
	north := map[string]bool{"Valbrune": true, "Clairhalle": true, "Ormeval": true}
	for i, s := range france.Services {
		if g := group.Services[i]; g.Name != s.Name || group.Poles[g.Pole].Name != pmu.Poles[pmu.Pole[i]] {
			t.Errorf("%s is in %s, in the group in %s", s.Name, pmu.Poles[pmu.Pole[i]], group.Poles[g.Pole].Name)
		}
		half := ", sud"
		if north[france.Sites[s.Site].Name] {
			half = ", nord"
		}
		if pole := france.Poles[s.Pole].Name; !strings.HasSuffix(pole, half) {
			t.Errorf("%s on %s is in %s", s.Name, france.Sites[s.Site].Name, pole)
		}
	}
	last := france.At(251)
	for key, want := range map[string]float64{"governance.contract": 0, "governance.ambiguity": .9, "arenas.meeting_units": 1, "professionals.autonomy": .9,
		"environment.dynamism": .01, "governance.delegation": .8} {
		if got := last.Value(idOf(t, key)); got != want {
			t.Errorf("in the end %s is %v, expected %v", key, got, want)
		}
	}
}
