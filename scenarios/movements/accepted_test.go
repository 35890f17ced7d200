package movements_test

import (
	"testing"

	"polesim/scenarios"
	"polesim/scenarios/movements"
)

func TestTheScenarioIsReadBackWithoutComplaint(t *testing.T) {
	for _, o := range []movements.Options{
		{Flows: "testdata/flows_fr.csv"},
		{Flows: "testdata/stays.csv"},
		{Flows: "testdata/sites.csv", Exclude: []string{"Exit"}},
		{Flows: "testdata/flows.csv", Exclude: []string{"Exit"}, Services: "testdata/services.csv", Poles: "testdata/poles.csv"},
	} {
		r, err := movements.Import(o)
		if err != nil {
			t.Fatal(err)
		}
		c, err := scenarios.Parse("imported.toml", []byte(movements.Render(r.Scenario)))
		if err != nil {
			t.Errorf("%s: %v", o.Flows, err)
			continue
		}
		if len(c.Services) != r.Units || len(c.Flows) != r.Pairs || len(c.Poles) != len(r.Scenario.Poles) || len(c.Perimeters) != 1 {
			t.Errorf("%s: %d services, %d flows, %d pôles, %d perimeters; the report says %+v", o.Flows, len(c.Services), len(c.Flows), len(c.Poles), len(c.Perimeters), r)
		}
	}
}
