package classics

import (
	"context"
	"math"
	"strings"
	"testing"

	"polesim/sim"
)

// TestFourStandardErrorsDecide is the rule by which all that was published is held against ours.
func TestFourStandardErrorsDecide(t *testing.T) {
	for name, of := range map[string]struct {
		dock        Dock
		ours, error float64
		passes      bool
	}{
		"a number, above":           {Dock{Published: 1}, 1.39, .1, true},
		"too far above":             {Dock{Published: 1}, 1.41, .1, false},
		"a number, below":           {Dock{Published: 1}, .61, .1, true},
		"too far below":             {Dock{Published: 1}, .59, .1, false},
		"both have an error":        {Dock{Published: 1, Error: .3}, 2.99, .4, true}, // of .5 together
		"too far for both":          {Dock{Published: 1, Error: .3}, 3.01, .4, false},
		"exact":                     {Dock{Published: 4}, 4 + 1e-12, 0, true},
		"exact, and another":        {Dock{Published: 4}, 4.001, 0, false},
		"higher":                    {Dock{Kind: Above}, .41, .1, true},
		"higher, but not told":      {Dock{Kind: Above}, .39, .1, false},
		"lower":                     {Dock{Kind: Above}, -.41, .1, false},
		"exactly higher":            {Dock{Kind: Above}, .1, 0, true},
		"exactly as high":           {Dock{Kind: Above}, 0, 0, false},
		"as high":                   {Dock{Kind: Same}, -.39, .1, true},
		"not as high":               {Dock{Kind: Same}, -.41, .1, false},
		"higher than as high":       {Dock{Kind: Same}, .41, .1, false},
		"exactly not as high":       {Dock{Kind: Same}, .1, 0, false},
		"wins":                      {Dock{Kind: Wins, Published: 800, Scale: 1000}, .839, .01, true},
		"too many wins":             {Dock{Kind: Wins, Published: 800, Scale: 1000}, .841, .01, false},
		"a misreading":              {Dock{Kind: Differs, Published: 1}, .59, .1, true},
		"a misreading, not told":    {Dock{Kind: Differs, Published: 1}, .61, .1, false},
		"a misreading that is none": {Dock{Kind: Differs, Published: 4}, 4, 0, false},
	} {
		f := Finding{Classic: &toy, Dock: &of.dock}
		if f.decide(Result{Value: of.ours, StandardError: of.error, N: 100}); f.Passes != of.passes {
			t.Errorf("%s: %v ± %v passes: %v, %.2f standard errors away", name, of.ours, of.error, f.Passes, f.Distance)
		}
		if told := f.Verdict() == "docks"; told != of.passes {
			t.Errorf("%s: the verdict is %s", name, f.Verdict())
		}
	}
}

// tried holds a toy against one dock.
func tried(t *testing.T, c Classic, d Dock) Finding {
	t.Helper()
	c.Docks = []Dock{d}
	var found []Finding
	if left, err := Try(context.Background(), &c, Budget{}, func(f Finding) error {
		found = append(found, f)
		return nil
	}); err != nil || left != 0 || len(found) != 1 {
		t.Fatalf("%d docks tried, %d left, %v", len(found), left, err)
	}
	return found[0]
}

// TestOrderingsComparePairsOfReplications says that what two settings share does not count as error, and that a win is a win in
// a replication.
func TestOrderingsComparePairsOfReplications(t *testing.T) {
	at, against := []string{"a=3"}, []string{"a=1"}
	if f := tried(t, toy, Dock{Quantity: "level", Kind: Above, At: at, Against: against}); f.Ours != 2 || f.Error != 0 || !f.Passes {
		t.Errorf("3 is %v ± %v above 1", f.Ours, f.Error)
	}
	if f := tried(t, toy, Dock{Quantity: "level", Kind: Wins, At: at, Against: against, Published: 1}); f.Ours != 1 || !f.Passes {
		t.Errorf("3 wins over 1 in %v of replications", f.Ours)
	}
	if f := tried(t, toy, Dock{Quantity: "level", Kind: Equals, At: at, Published: 3.5}); f.Ours != 3.5 || f.Error == 0 || f.N != 4 {
		t.Errorf("3 and 4 in turn are %v ± %v in %d replications", f.Ours, f.Error, f.N)
	}
	if f := tried(t, toy, Dock{Quantity: "level", Kind: Equals, At: at, Published: 3.5, Factor: 3}); f.N != 12 {
		t.Errorf("three times as many as 4 replications are %d", f.N)
	}
}

// TestSlowDocksAreLeftToAFullRun counts them.
func TestSlowDocksAreLeftToAFullRun(t *testing.T) {
	c := toy
	c.Docks = []Dock{{Quantity: "level", Published: 1.5}, {Quantity: "level", Published: 1.5, Slow: true}}
	for full, want := range map[bool][2]int{false: {1, 1}, true: {2, 0}} {
		tried := 0
		left, err := Try(context.Background(), &c, Budget{Full: full}, func(f Finding) error {
			if tried++; full && f.N != 8 {
				t.Errorf("%d replications in a full run, expected 8", f.N)
			}
			return nil
		})
		if err != nil || tried != want[0] || left != want[1] {
			t.Errorf("full: %v: %d tried, %d left, %v", full, tried, left, err)
		}
	}
}

// TestADockOfNothingIsAnError says that what no replication leaves is not taken to be as high as anything.
func TestADockOfNothingIsAnError(t *testing.T) {
	c := toy
	c.New = func(Values) (Runner, error) {
		return RunnerFunc(func(replication int, _ sim.Key, into []float64) {
			if into[0], into[1] = math.NaN(), math.NaN(); replication == 0 {
				into[1] = 1
			}
		}), nil
	}
	for _, quantity := range []string{"level", "other"} { // left by none, and by one
		c.Docks = []Dock{{Quantity: quantity, Kind: Same, Against: []string{"a=2"}}}
		_, err := Try(context.Background(), &c, Budget{}, func(f Finding) error {
			t.Errorf("%s is found to be %v ± %v: %s", quantity, f.Ours, f.Error, f.Verdict())
			return nil
		})
		if err == nil || !strings.Contains(err.Error(), "expected 2 or more") {
			t.Errorf("%s: %v", quantity, err)
		}
	}
}

// TestCasesOfTwoSettingsAreAllRunAsOften compares 108 cases with 162 others.
func TestCasesOfTwoSettingsAreAllRunAsOften(t *testing.T) {
	at, against := []string{"load=light"}, []string{"choice_order=1"}
	f := tried(t, garbagecan, Dock{Quantity: "latency", Kind: Above, At: at, Against: against})
	want := garbagecan.outcomes(t, Budget{}, at...)["latency"] - garbagecan.outcomes(t, Budget{}, against...)["latency"]
	if !near(f.Ours, want) || f.Error != 0 {
		t.Errorf("the difference is %v ± %v, that of the means %v", f.Ours, f.Error, want)
	}
	for _, of := range [][3]int{{1, 7, 7}, {108, 162, 324}, {4, 2, 4}, {3, 5, 15}} {
		if got := commonMultiple(of[0], of[1]); got != of[2] {
			t.Errorf("both %d and %d go into %d, expected %d", of[0], of[1], got, of[2])
		}
	}
}
