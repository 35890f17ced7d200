package influence

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"polesim/experiments"
	"polesim/model"
	"polesim/scenarios"
)

func TestEndsLieAroundTheValueAndInTheRange(t *testing.T) {
	for _, p := range model.Parameters() {
		if p.Kind != model.Number && p.Kind != model.Count {
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
	share, trend := model.Parameter{Min: 0, Max: 1}, model.Parameter{Min: -.5, Max: .95}
	for _, c := range []struct {
		p             model.Parameter
		at, low, high float64
	}{{share, .2, .05, .8}, {share, .8, .2, 1}, {share, 0, 0, .5}, {share, 1, .25, 1}, {trend, .2, -.5, .95}} {
		if low, high := Ends(c.p, c.at); low != c.low || high != c.high {
			t.Errorf("around %v: %v to %v, want %v to %v", c.at, low, high, c.low, c.high)
		}
	}
}

// An end at which the scenario would break a rule between parameters comes nearer until it does not.
func TestEndsKeepTheRulesBetweenParameters(t *testing.T) {
	c, err := scenarios.Load("map/contract", "hospital.services=16", "hospital.poles=8", "hospital.blocks=4")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string][2]float64{
		"hospital.services":                  {10, 64}, // eight pôles need eight services: 4, 10
		"environment.interdependence_within": {0, 6},   // of eight practices seven are others: 12, 8, 6
		"agenda.clinical":                    {.25, 1},
	} {
		id, _ := model.Lookup(key)
		k := contrasts(c, id)[0]
		if scenarios.Check(k.atLow) != nil || scenarios.Check(k.atHigh) != nil || k.atLow.Value(id) != k.low || k.atHigh.Value(id) != k.high {
			t.Errorf("%s: %v to %v break a rule", key, k.low, k.high)
		}
		if want != [2]float64{k.low, k.high} {
			t.Errorf("%s: %v to %v, want %v", key, k.low, k.high, want)
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
	err = Try(context.Background(), c, Settings{Replications: 20}, []string{"governance.incentive", "agenda.academic"}, func(f Finding) error {
		found[f.Parameter.Key] = f
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 2 {
		t.Fatalf("%d parameters were tried, want 2", len(found))
	}
	if f := found["agenda.academic"]; len(f.Effects) != 0 || f.Moves(0) || f.Unmoved(0) != "moves nothing here" {
		t.Errorf("an agenda that is never used moves %s", f.Effects[0].Outcome.Name)
	}
	effects := found["governance.incentive"].Effects
	if !slices.ContainsFunc(effects, func(e Effect) bool {
		return e.Outcome.Name == "gaming" && e.Shape == Rise && e.Difference.Mean > 0
	}) {
		t.Error("a higher incentive does not raise reporting effort")
	}
	for k := 1; k < len(effects); k++ {
		if effects[k].size() > effects[k-1].size() {
			t.Error("effects are not sorted by size")
		}
	}
}

// A switch is tried both ways and a choice against each of its alternatives, each with what the scenario says as one side.
func TestSwitchesAndChoicesAreTriedAgainstWhatIs(t *testing.T) {
	c, err := scenarios.Load("ghu-pmu")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string][][2]float64{
		"projects.field":      {{0, 1}},         // on
		"projects.evaluation": {{0, 1}, {0, 2}}, // the first of three
		"norms.like":          {{0, 2}, {1, 2}}, // the last
		"perimeter.use":       {{0, 1}},         // there is one beside the given one
	} {
		id, _ := model.Lookup(key)
		list := contrasts(c, id)
		for k, tried := range list {
			side := map[bool]*model.Config{true: tried.atHigh, false: tried.atLow}
			if len(list) != len(want) || want[k] != [2]float64{tried.low, tried.high} || (tried.atLow == nil) == (tried.atHigh == nil) ||
				side[tried.atLow == nil].Value(id) == c.Value(id) {
				t.Fatalf("%s is tried %+v, want %v", key, list, want)
			}
		}
	}
}

// What is highest between both ends, as the time that a chief loses to a double mandate, is a turn; what only rises, however
// unevenly, is none.
func TestWhatGoesUpAndDownAgainIsFound(t *testing.T) {
	n := len(model.Outcomes())
	low, asIs, high := make([][]float64, n), make([][]float64, n), make([][]float64, n)
	for o := range n {
		for r := range 12 {
			chance := math.Sin(float64(7*r + o))
			low[o], asIs[o], high[o] = append(low[o], chance), append(asIs[o], chance), append(high[o], chance)
		}
	}
	for r := range asIs[3] {
		low[3][r] += .01 * math.Cos(float64(r)) // a turn and no rise
		asIs[3][r] += 2 + .1*math.Sin(float64(3*r))
		asIs[5][r] += 1 + .1*math.Sin(float64(5*r)) // a rise, steep at its end
		high[5][r] += 8 + .1*math.Cos(float64(5*r))
	}
	found := effects(low, asIs, high, true)
	if len(found) != 2 || found[0].Outcome.Name != model.Outcomes()[5].Name || found[0].Shape != Rise || found[0].Mark() != "" ||
		found[1].Outcome.Name != model.Outcomes()[3].Name || found[1].Shape != Turn || found[1].Mark() != "∩ " {
		t.Fatalf("found %+v, want a rise of %s and a turn of %s", found, model.Outcomes()[5].Name, model.Outcomes()[3].Name)
	}
	if s := found[1].Standard; s > -2 || s < -4 { // of 2, in standard deviations of a sine: .7
		t.Errorf("the turn's size is %v standard deviations", s)
	}
}

// Where there is nothing but chance, a table of several hundred parameters tells of hardly any effect.
func TestChanceIsSeldomTold(t *testing.T) {
	const tables = 300
	told := 0
	for table := range tables {
		var all []Effect
		for o := range 300 {
			differences := make([]float64, 20)
			for r := range differences {
				differences[r] = normalish(uint64(table), uint64(o), uint64(r))
			}
			e, _ := effectOf(differences, 1)
			all = append(all, e)
		}
		if len(certain(all)) > 0 {
			told++
		}
	}
	if told > 3 { // .3 are to be expected; more than 3 have a chance of 3 in 10,000
		t.Errorf("in %d of %d tables of chance something is told", told, tables)
	}
}

// normalish is a number that looks normal: the sum of twelve hashed uniform ones, less six.
func normalish(a, b, c uint64) (sum float64) {
	x := a*0x9E3779B97F4A7C15 ^ b*0xBF58476D1CE4E5B9 ^ c*0x94D049BB133111EB
	for range 12 {
		x += 0x9E3779B97F4A7C15
		z := (x ^ x>>30) * 0xBF58476D1CE4E5B9
		z = (z ^ z>>27) * 0x94D049BB133111EB
		sum += float64((z^z>>31)>>11) / (1 << 53)
	}
	return sum - 6
}

// A real effect among many outcomes without one is told, and so is one without chance.
func TestAnEffectAmongManyIsTold(t *testing.T) {
	var all []Effect
	for o := range 300 {
		differences := make([]float64, 20)
		for r := range differences {
			differences[r] = normalish(1, uint64(o), uint64(r))
			if o == 17 {
				differences[r] += 2
			}
		}
		e, _ := effectOf(differences, 1)
		e.Outcome.Name = map[bool]string{true: "moved"}[o == 17]
		all = append(all, e)
	}
	same, _ := effectOf([]float64{3, 3, 3}, 0)
	same.Outcome.Name = "the same in all runs"
	told := certain(append(all, same))
	if len(told) != 2 || told[0].Outcome.Name != "the same in all runs" || told[1].Outcome.Name != "moved" {
		t.Errorf("told: %+v", told)
	}
	if chanceOf(experiments.EstimateOf([]float64{1, -1, 1, -1})) != 1 {
		t.Error("a mean of 0 is surprising")
	}
}

// Every parameter of the registry is tried somewhere, in places that can be set up, or is left out with a reason; so no
// parameter can be added without being looked at.
func TestEveryParameterIsTriedOrLeftOutWithAReason(t *testing.T) {
	known := func(list map[string]string, what string) {
		for key, why := range list {
			if _, ok := model.Lookup(key); !ok || why == "" {
				t.Errorf("%s: %q is %s without being a parameter, or without a reason", key, why, what)
			}
		}
	}
	known(Exempt, "left out")
	known(Explained, "explained")
	opened := map[*Place]*place{}
	for id, p := range model.Parameters() {
		if _, out := Exempt[p.Key]; out {
			if p.Scope != model.Run {
				t.Errorf("%s is part of the hospital and not tried", p.Key)
			}
			continue
		}
		if len(Suited(p)) == 0 {
			t.Errorf("%s is tried nowhere: give it, or its section, a place", p.Key)
		}
		apart := false
		for _, at := range Suited(p) {
			if opened[at] == nil {
				made, err := at.open(Settings{Replications: 4}, 1)
				if err != nil {
					t.Fatalf("%s: %v", at.Name, err)
				}
				opened[at] = made
			}
			for _, c := range contrasts(opened[at].config, model.ParameterID(id)) {
				apart = apart || c.low != c.high
			}
		}
		if !apart {
			t.Errorf("%s has only one value in the places where it is tried", p.Key)
		}
	}
	for name, places := range suited {
		_, key := model.Lookup(name)
		section := slices.ContainsFunc(model.Sections(), func(s model.Section) bool { return s.Name == name })
		if !key && !section || len(places) == 0 {
			t.Errorf("%s has places and is neither a parameter nor a section", name)
		}
	}
}

// A tour goes on to the next place where the first shows nothing, once more in the last, tells of each parameter once, and
// stops when it is told to.
func TestATourTellsOfEachParameterOnce(t *testing.T) {
	small := []string{"hospital.services=8", "hospital.blocks=2", "hospital.poles=2", "simulation.months=24"}
	first := &Place{Name: "first", Scenario: "map/services", Sets: small}
	second := &Place{Name: "second", Scenario: "map/contract", Sets: small}
	const runs = 20
	keys := []string{"governance.incentive", "governance.contract"}
	for _, key := range keys {
		suited[key] = []*Place{first, second}
		t.Cleanup(func() { delete(suited, key) })
	}
	tour := func(ctx context.Context, least float64) (found []Finding, err error) {
		err = Tour(ctx, Settings{Replications: runs, Seed: 1, Least: least}, keys, func(f Finding) error {
			found = append(found, f)
			return nil
		})
		return found, err
	}
	found, err := tour(t.Context(), .2)
	if err != nil || len(found) != 2 {
		t.Fatalf("found %+v: %v", found, err)
	}
	for _, f := range found {
		where := map[string]string{"governance.incentive": "second", "governance.contract": "first"}[f.Parameter.Key]
		if f.Place != where || !f.Moves(.2) || f.Runs != runs || f.Unmoved(.2) != "" {
			t.Errorf("%s moves most in %s in %d runs, want in %s", f.Parameter.Key, f.Place, f.Runs, where)
		}
	}
	if found, err = tour(t.Context(), math.MaxFloat64); err != nil || len(found) != 2 { // nothing counts: all places are tried
		t.Fatalf("found %+v: %v", found, err)
	}
	for _, f := range found {
		if f.Place != "first, second" || !strings.Contains(f.Unmoved(math.MaxFloat64), Unexplained) {
			t.Errorf("%s that counts for nothing is told in %s: %q", f.Parameter.Key, f.Place, f.Unmoved(math.MaxFloat64))
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := tour(ctx, .2); !errors.Is(err, context.Canceled) {
		t.Errorf("a tour that is told to stop ends with %v", err)
	}
}

// What a parameter is said to need is there where it is tried: in one of the places suited to it at least.
func TestEachParameterIsTriedWhereItHasWhatItNeeds(t *testing.T) {
	opened := map[*Place]*model.Config{}
	for id, p := range model.Parameters() {
		if _, out := Exempt[p.Key]; out {
			continue
		}
		met := slices.ContainsFunc(Suited(p), func(at *Place) bool {
			if opened[at] == nil {
				c, err := scenarios.Load(at.Scenario, at.Sets...)
				if err != nil {
					t.Fatal(err)
				}
				opened[at] = c
			}
			return opened[at].Lacks(model.ParameterID(id)) == nil
		})
		if !met {
			t.Errorf("%s needs %v, of which no place suited to it has all", p.Key, p.Needs())
		}
	}
}
