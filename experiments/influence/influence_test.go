package influence

import (
	"context"
	"testing"

	"polesim/model"
	"polesim/scenarios"
)

func TestEndsLieAroundTheValueAndInTheRange(t *testing.T) {
	for _, p := range model.Parameters() {
		if p.Kind == model.Reference {
			continue
		}
		low, high := Ends(p, p.Default)
		if p.Check(low) != nil || p.Check(high) != nil {
			t.Errorf("%s: %v or %v is out of range %s", p.Key, low, high, p.Range())
		}
		if low > p.Default || high < p.Default || low == high {
			t.Errorf("%s: %v to %v do not lie around %v", p.Key, low, high, p.Default)
		}
	}
	share := model.Parameter{Min: 0, Max: 1}
	for _, c := range []struct{ at, low, high float64 }{{.2, .1, .4}, {.8, .4, .9}, {0, 0, .5}, {1, .5, 1}} {
		if low, high := Ends(share, c.at); low != c.low || high != c.high {
			t.Errorf("around %v: %v to %v, want %v to %v", c.at, low, high, c.low, c.high)
		}
	}
}

// The incentive of a contract makes ceremony pay; the agenda of open items does nothing where every item follows the plan.
func TestWhatActsIsFoundAndWhatDoesNotIsNot(t *testing.T) {
	c, err := scenarios.Load("map/contract", "governance.ambiguity=0", "hospital.services=16", "hospital.blocks=4", "hospital.poles=4", "simulation.months=36")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]Finding{}
	err = Try(context.Background(), c, Settings{Replications: 20, Least: .5}, []string{"governance.incentive", "agenda.academic"}, func(f Finding) error {
		found[f.Parameter.Key] = f
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 2 {
		t.Fatalf("%d parameters were tried, want 2", len(found))
	}
	if f := found["agenda.academic"]; len(f.Effects) != 0 {
		t.Errorf("an agenda that is never used moves %s", f.Effects[0].Outcome.Name)
	}
	rises := false
	for k, e := range found["governance.incentive"].Effects {
		if e.Outcome.Name == "gaming" && e.Difference.Mean > 0 {
			rises = true
		}
		if k > 0 && e.Standard*e.Standard > found["governance.incentive"].Effects[k-1].Standard*found["governance.incentive"].Effects[k-1].Standard {
			t.Error("effects are not sorted by size")
		}
	}
	if !rises {
		t.Error("a higher incentive does not raise reporting effort")
	}
}
