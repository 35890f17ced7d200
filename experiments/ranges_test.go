package experiments

import (
	"math"
	"testing"

	"polesim/experiments/moments"
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
	for state, want := range map[string]string{"trust": "given: nobody meets", "care": "moves", "goal_care": "given: nobody meets and no contract steers",
		"attendance": "given: charters and people as given decide who comes"} {
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

// A verdict follows from what was seen: what should move and does not, sits at a bound in any run or explodes in most, fails.
func TestVerdictsOfStatesFollowFromWhatWasSeen(t *testing.T) {
	bounded, free := model.State{High: 1}, model.State{Low: math.Inf(-1), High: math.Inf(1)}
	ordinary := model.StateRange{Lowest: .2, Mean: .5, Highest: .7, Seen: 10, Moves: .1, Grows: 1.1}
	stuck, frozen, grows := ordinary, ordinary, ordinary
	stuck.AtLow, frozen.Moves, grows.Grows = 1, 0, 9
	for _, c := range []struct {
		state   model.State
		given   string
		runs    []model.StateRange
		holds   bool
		verdict string
	}{
		{bounded, "", []model.StateRange{ordinary, ordinary}, true, "moves"},
		{bounded, "", []model.StateRange{ordinary, stuck}, false, "at a bound throughout in 1 of 2 runs"},
		{bounded, "", []model.StateRange{stuck, stuck}, false, "at a bound throughout"},
		{bounded, "", []model.StateRange{frozen, frozen}, false, "frozen"},
		{bounded, "", []model.StateRange{grows}, true, "moves"}, // a bound cannot be exceeded
		{free, "", []model.StateRange{grows, grows, ordinary}, false, "explodes in 2 of 3 runs"},
		{bounded, "", nil, false, "nobody has it"},
		{bounded, "nobody meets", nil, true, "given: nobody meets"},
		{bounded, "nobody meets", []model.StateRange{frozen, stuck}, false, "moves, though nobody meets"},
		{bounded, "nobody meets", []model.StateRange{frozen}, true, "given: nobody meets"},
	} {
		r, m := StateRange{State: c.state, Given: c.given}, moments.Moments{}
		for _, s := range c.runs {
			r.add(s, &m)
		}
		if r.Holds() != c.holds || r.Verdict() != c.verdict {
			t.Errorf("%d runs: %q, holds %v; want %q, %v", len(c.runs), r.Verdict(), r.Holds(), c.verdict, c.holds)
		}
	}
}
