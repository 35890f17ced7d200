package scenarios

import (
	"context"
	"slices"
	"testing"

	"polesim/model"
)

// replicate runs the scenarios together and returns the sums of outcomes over replications: sums[scenario](outcome).
func replicate(t *testing.T, replications int, configs ...*model.Config) []func(outcome string) float64 {
	t.Helper()
	sums := make([][]float64, len(configs))
	cohort, results := model.NewCohort(configs), make([]model.RunResult, len(configs))
	for replication := range replications {
		if err := cohort.Run(context.Background(), 1, replication, 120, results); err != nil {
			t.Fatal(err)
		}
		for k, r := range results {
			if sums[k] == nil {
				sums[k] = make([]float64, len(r.Values))
			}
			for o, v := range r.Values {
				sums[k][o] += v
			}
		}
	}
	read := make([]func(string) float64, len(configs))
	for k := range configs {
		read[k] = func(name string) float64 {
			at := model.OutcomeIndex(name)
			if at < 0 {
				t.Fatalf("no outcome %s", name)
			}
			return sums[k][at]
		}
	}
	return read
}

// loaded reads a built-in scenario.
func loaded(t *testing.T, name string, sets ...string) *model.Config {
	t.Helper()
	c, err := Load(name, sets...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCasesAreBuiltInAndSayWhatTheyAre(t *testing.T) {
	for _, name := range []string{"cases/consortium", "cases/shared-equipment", "cases/shared-equipment-arbitrated"} {
		at := slices.IndexFunc(Embedded(), func(e Entry) bool { return e.Name == name })
		if at < 0 || Embedded()[at].Title == "" || Embedded()[at].Description == "" {
			t.Errorf("%s is not built in, or has no title or description", name)
		}
		if c := loaded(t, name); len(c.Services) < 12 || len(c.Services) > 30 || len(c.Sites) < 2 {
			t.Errorf("%s has %d services on %d sites", name, len(c.Services), len(c.Sites))
		}
	}
}

// The consortium of the case: surgeons of several disciplines, across sites, with reasons that change; a crisis that
// leaves each site to itself stops it.
func TestConsortiumFormsAcrossSitesUnlessEachSiteIsLeftToItself(t *testing.T) {
	runs := replicate(t, 40, loaded(t, "cases/consortium"), loaded(t, "cases/consortium", "projects.cross_site=0"))
	usual, crisis := runs[0], runs[1]
	if usual("projects_started_consortium") == 0 || usual("projects_started") != usual("projects_started_consortium") {
		t.Errorf("%v projects started, of which %v consortia", usual("projects_started"), usual("projects_started_consortium"))
	}
	if usual("projects_delivered_across_sites") == 0 || usual("justification_drift") == 0 {
		t.Error("no consortium across sites, or its reasons never change")
	}
	if crisis("projects_delivered_across_sites") != 0 || crisis("projects_delivered") >= usual("projects_delivered") {
		t.Error("a crisis does not stop it")
	}
}

// The shared machine: a pôle that arbitrates takes no conflict to the direction; what else that does is for the model to say.
func TestArbitrationKeepsRivalRequestsFromTheDirection(t *testing.T) {
	alone, arbitrated := loaded(t, "cases/shared-equipment"), loaded(t, "cases/shared-equipment-arbitrated")
	if !model.NewBlueprint([]*model.Config{alone, arbitrated}).SameHospital() {
		t.Fatal("the two are not the same hospital")
	}
	runs := replicate(t, 40, alone, arbitrated)
	if runs[0]("equipment_conflicts") == 0 || runs[1]("equipment_conflicts") != 0 {
		t.Errorf("conflicts: %v without arbitration, %v with", runs[0]("equipment_conflicts"), runs[1]("equipment_conflicts"))
	}
	for k, r := range runs {
		// At most one costly request a year, in a hospital of twenty services: five per 100 and year.
		if granted := r("equipment_granted") / 40; granted <= 0 || granted > 5 {
			t.Errorf("scenario %d: %v requests granted per 100 services and year, of at most 5", k, granted)
		}
		if r("projects_started") != r("projects_started_equipment") {
			t.Errorf("scenario %d: other projects than for equipment", k)
		}
	}
}
