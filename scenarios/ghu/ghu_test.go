package main

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/BurntSushi/toml"

	"polesim/model"
)

func TestCommittedScenarioIsWhatTheTablesMake(t *testing.T) {
	committed, err := os.ReadFile("../ghu.toml")
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) != scenario(newGroup()) {
		t.Error("scenarios/ghu.toml is not what scenarios/ghu makes: run go generate ./scenarios/ghu")
	}
}

func TestGroupHasTheFrameOfTheCaseStudy(t *testing.T) {
	g := newGroup()
	if n := len(g.services); n != 120 {
		t.Errorf("%d services, want 120", n)
	}
	if n := len(distinct(g.services, siteOf)); n != 7 || n != len(sites) {
		t.Errorf("%d of %d sites have services, want 7", n, len(sites))
	}
	if n := len(distinct(g.services, poleOf)); n != 16 || n != len(poles) {
		t.Errorf("%d of %d pôles have services, want 16", n, len(poles))
	}
	if n := len(g.ofDiscipline("anatomie et cytologie pathologiques")); n != 4 {
		t.Errorf("%d services of pathology, want four", n)
	}
	siting := map[int]bool{}
	for _, p := range poles {
		siting[len(distinct(g.ofPole(p), siteOf))] = true
	}
	if !siting[1] || !siting[len(sites)] {
		t.Errorf("pôles are on these numbers of sites: %v, want one and all among them", siting)
	}
}

func TestEveryOfferIsOfAKnownSiteAndPole(t *testing.T) {
	listed := 0
	for _, d := range disciplines {
		listed += len(d.services)
		if !slices.Contains(poles, d.pole) {
			t.Errorf("%s: unknown pôle %q", d.name, d.pole)
		}
	}
	g := newGroup()
	if listed != len(g.services) {
		t.Errorf("%d services are listed, %d are on a known site", listed, len(g.services))
	}
	if n := len(distinct(g.services, nameOf)); n != len(g.services) {
		t.Errorf("%d names for %d services", n, len(g.services))
	}
	for _, s := range g.services {
		if s.activity <= 0 {
			t.Errorf("%s: activity %v", s.name, s.activity)
		}
	}
}

func TestOnlyDerogationsSplitADiscipline(t *testing.T) {
	g := newGroup()
	for _, d := range disciplines {
		for _, s := range g.ofDiscipline(d.name) {
			derogated := slices.ContainsFunc(derogations, func(x derogation) bool { return x.service == s.name && x.pole == s.pole })
			if (s.pole != d.pole) != derogated {
				t.Errorf("%s is in %q, its discipline in %q, derogated: %v", s.name, s.pole, d.pole, derogated)
			}
		}
	}
	for _, x := range derogations {
		if !slices.ContainsFunc(g.services, func(s service) bool { return s.name == x.service }) {
			t.Errorf("derogation for %q, which does not exist", x.service)
		}
	}
}

func TestActivityIsThatOfAGroupOfThisSize(t *testing.T) {
	own, _ := newGroup().byPatients()
	if total := sum(own); total < 250_000 || total > 300_000 {
		t.Errorf("%v stays and sessions, want 250,000 to 300,000", total)
	}
}

func TestChanceHasMeanOneAndStaysWithinHalf(t *testing.T) {
	const n = 10_000
	total := 0.0
	for i := range n {
		c := chance(fmt.Sprint(i))
		if c < .5 || c > 1.5 {
			t.Fatalf("factor %v", c)
		}
		total += c
	}
	if mean := total / n; mean < .99 || mean > 1.01 { // five standard errors
		t.Errorf("mean factor %v", mean)
	}
}

// A written scenario is what a reader of TOML finds in the file.
type written struct {
	Title       string
	Description string
	Services    []struct {
		Name, Site, Discipline, Kind string
		Activity                     float64
	}
	Sites []struct{ Name string }
	Poles []struct {
		Name     string
		Services []string
	}
	Perimeters map[string]map[string][]string
}

func TestScenarioIsTOMLInWhichBothPerimetersHoldEveryServiceOnce(t *testing.T) {
	var w written
	meta, err := toml.Decode(scenario(newGroup()), &w)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range meta.Undecoded() {
		if _, known := model.Lookup(key.String()); !known && len(key) > 1 {
			t.Errorf("key %v", key)
		}
	}
	var all, given, bySite []string
	for _, s := range w.Services {
		all = append(all, s.Name)
		if !slices.Contains(model.KindNames, s.Kind) {
			t.Errorf("%s: kind %q", s.Name, s.Kind)
		}
		if !slices.Contains(w.Perimeters["site"][s.Site], s.Name) {
			t.Errorf("%s is not in the pôle of its site", s.Name)
		}
	}
	for _, p := range w.Poles {
		given = append(given, p.Services...)
	}
	for _, services := range w.Perimeters["site"] {
		bySite = append(bySite, services...)
	}
	for _, names := range [][]string{all, given, bySite} {
		slices.Sort(names)
	}
	if !slices.Equal(all, given) || !slices.Equal(all, bySite) {
		t.Errorf("%d services, %d in pôles, %d in pôles by site", len(all), len(given), len(bySite))
	}
}
