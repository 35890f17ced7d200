package experiments

import (
	"testing"

	"polesim/model"
	"polesim/scenarios"
)

// Of services that never meet nobody is known or trusted; under a contract reporting starts from nothing and moves.
func TestRangesTellWhatIsStuckFromWhatMoves(t *testing.T) {
	verdicts := func(name string) map[string]string {
		c, err := scenarios.Load(name, "hospital.services=16", "hospital.blocks=4", "hospital.poles=4")
		if err != nil {
			t.Fatal(err)
		}
		list, err := (&Plan{Scenarios: []*model.Config{c}, Replications: 3, Months: 24, Seed: 1}).Ranges(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		for _, r := range list {
			found[r.State.Name] = r.Verdict()
			if r.Runs > 0 && !(r.Lowest <= r.Mean && r.Mean <= r.Highest) {
				t.Errorf("%s ranges from %v over %v to %v", r.State.Name, r.Lowest, r.Mean, r.Highest)
			}
		}
		return found
	}
	alone, contract := verdicts("map/services"), verdicts("map/contract")
	for state, want := range map[string]string{"trust": "nobody", "care": "moves", "goal_care": "stuck at a bound", "attendance": "stuck at a bound"} {
		if alone[state] != want { // on the map services want care alone, and everybody comes
			t.Errorf("%s of services on their own: %s, want %s", state, alone[state], want)
		}
	}
	for state, want := range map[string]string{"trust": "moves", "gaming": "moves", "knowledge": "moves"} {
		if contract[state] != want {
			t.Errorf("%s under contract: %s, want %s", state, contract[state], want)
		}
	}
	if _, shown := alone["gaming"]; shown {
		t.Error("reporting is told of though there is no contract")
	}
}
