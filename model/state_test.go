package model

import (
	"context"
	"math"
	"slices"
	"testing"
)

// Whoever looks at every state leaves the run as it is.
func TestASurveyChangesNothing(t *testing.T) {
	for name, with := range map[string]settings{"core": everything, "all parts": allOn, "projects": everything.and(manyProjects)} {
		c := scenario(t, with)
		plain := run(t, 0, 24, c)[0]
		cohort := NewCohort([]*Config{c})
		cohort.Survey = true
		results := make([]RunResult, 1)
		if err := cohort.Run(context.Background(), 1, 0, 24, results); err != nil {
			t.Fatal(err)
		}
		if !sameBits(plain, results[0]) {
			t.Errorf("%s: a survey changed the run", name)
		}
	}
}

// A survey sees each entity in each month: the extremes, the mean and how many are at a bound.
func TestASurveySeesEveryEntityInEveryMonth(t *testing.T) {
	w := worldOf(t, scenario(t, everything), 0)
	s := newSurvey(24, 12)
	at := 0 // gaming
	lowest, highest, sum, zeros, n := math.Inf(1), math.Inf(-1), 0.0, 0.0, 0.0
	w.live(t, 24, func(month int) {
		s.see(w.Hospital, month)
		for _, g := range w.gaming {
			lowest, highest = min(lowest, g), max(highest, g)
			sum += g
			n++
			if g == 0 {
				zeros++
			}
		}
	})
	r := s.conclude()[at]
	if states[at].Name != "gaming" || r.Lowest != lowest || r.Highest != highest || r.AtLow != zeros/n {
		t.Errorf("%s ranges over %+v, want %v to %v, %v at 0", states[at].Name, r, lowest, highest, zeros/n)
	}
	close6(t, "mean", r.Mean, sum/n)
	if r.Moves == 0 {
		t.Error("reporting effort does not move")
	}
}

// States have bounds that hold, and values that are numbers.
func TestStatesStayWithinTheirBounds(t *testing.T) {
	extremes := settings{"governance.incentive": 3, "governance.delegation": 1, "steering.bonus_time": 1, "steering.level": 1,
		"measurement.noise": 1, "staff.nurse_leaving": .1, "money.tariff": 100, "care.feedback": 1, "governance.negotiated_share": 0}
	for _, with := range []settings{contracts, softPoles, everything, everything.and(named), servicesOnly.and(allParts),
		allOn.and(manyProjects), allOn.and(manyProjects).and(extremes), allOn.and(shortMandates)} {
		cohort := NewCohort([]*Config{scenario(t, with)})
		cohort.Survey = true
		results := make([]RunResult, 1)
		if err := cohort.Run(context.Background(), 1, 0, 60, results); err != nil {
			t.Fatal(err)
		}
		for k, r := range results[0].States {
			inside := r.Seen == 0 || r.Lowest >= states[k].Low && r.Highest <= states[k].High
			if !inside || math.IsNaN(r.Mean) || math.IsInf(r.Mean, 0) {
				t.Errorf("%s ranges over %+v, bounds are [%v, %v]", states[k].Name, r, states[k].Low, states[k].High)
			}
		}
	}
}

// A state is looked at where something on moves it, and every part that is on shows what it keeps.
func TestStatesAreThoseOfThePartsThatAreOn(t *testing.T) {
	core, all := 0, scenario(t, allOn.and(manyProjects))
	for _, s := range States() {
		if s.In(scenario(t, softPoles)) != (len(s.Parts) == 0) {
			t.Errorf("%s is looked at where none of %v is on", s.Name, s.Parts)
		}
		if len(s.Parts) == 0 {
			core++
		}
		for _, key := range s.Parts {
			if _, known := Lookup(key); !known {
				t.Errorf("%s moves by %s, which is no parameter", s.Name, key)
			}
		}
		if !s.In(all) {
			t.Errorf("%s is not looked at with all on", s.Name)
		}
	}
	if core < 10 {
		t.Errorf("%d states of the core", core)
	}
	cohort := NewCohort([]*Config{all})
	cohort.Survey = true
	results := make([]RunResult, 1)
	if err := cohort.Run(context.Background(), 1, 0, 60, results); err != nil {
		t.Fatal(err)
	}
	for k, r := range results[0].States {
		if why := states[k].Given(all); r.Seen == 0 || r.Moves < 1e-12 || r.Grows > 2 || why != "" {
			t.Errorf("with all on, %s ranges over %+v, given since %q", states[k].Name, r, why)
		}
	}
}

// What is said to stay as given does stay, to the bit, and all else is free to move.
func TestStatesSaidToBeGivenStayAsGiven(t *testing.T) {
	for name, with := range map[string]settings{
		"nobody meets":       servicesOnly.and(allParts).and(settings{"arenas.pole": 0, "arenas.none": 1}),
		"nothing moves":      softPoles.and(settings{"goals.contagion": 0}),
		"the charter counts": softPoles.and(settings{"chief.acts": 1}),
		"nobody plans": softPoles.and(settings{"technostructure.staffed": 1, "formal.work_processes": .5, "processes.analysts": 0,
			"processes.codified": 0}),
	} {
		c := scenario(t, with)
		cohort := NewCohort([]*Config{c})
		cohort.Survey = true
		results := make([]RunResult, 1)
		if err := cohort.Run(context.Background(), 1, 0, 24, results); err != nil {
			t.Fatal(err)
		}
		given := 0
		for k, r := range results[0].States {
			s := states[k]
			if !s.In(c) || s.Given(c) == "" {
				continue
			}
			if given++; r.Moves > 1e-12 {
				t.Errorf("%s: %s moves by %v though %s", name, s.Name, r.Moves, s.Given(c))
			}
		}
		if given == 0 {
			t.Errorf("%s: no state is said to be given", name)
		}
	}
}

// Posts that nothing changes take the same time all along, and where nobody writes templates nothing is prescribed; either moves
// as soon as something moves it.
func TestATechnostructureThatNothingChangesIsGiven(t *testing.T) {
	given := func(with settings) (list []string) {
		c := scenario(t, settings{"technostructure.staffed": 1, "formal.work_processes": .5, "processes.analysts": 0, "processes.codified": 0}.and(with))
		for _, s := range states {
			if (s.Name == "time" || s.Name == "template_scope") && s.In(c) && s.Given(c) != "" {
				list = append(list, s.Name)
			}
		}
		slices.Sort(list)
		return list
	}
	for name, test := range map[string]struct {
		with settings
		want []string
	}{
		"nothing changes": {nil, []string{"template_scope", "time"}},
		"rewards":         {settings{"steering.cycle": 1}, []string{"template_scope"}},
		"accounts":        {settings{"money.accounts": 1}, []string{"template_scope"}},
		"analysts":        {settings{"processes.analysts": 1}, []string{"time"}},
		"protocols":       {settings{"processes.codified": .5}, []string{"time"}},
	} {
		if got := given(test.with); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v stay as given, want %v", name, got, test.want)
		}
	}
}

// Growth by the same amount each month is no explosion; doubling every year is.
func TestASurveyTellsGrowthFromExplosion(t *testing.T) {
	grows := func(of func(month int) float64) float64 {
		w := worldOf(t, scenario(t, everything), 0)
		at := slices.IndexFunc(states, func(s State) bool { return s.Name == "case_mix" })
		s := newSurvey(120, 60)
		for month := range 120 {
			for i := range w.caseMix {
				w.caseMix[i] = of(month)
			}
			s.see(w.Hospital, month)
		}
		return s.conclude()[at].Grows
	}
	close6(t, "level", grows(func(int) float64 { return -3 }), 1)
	if g := grows(func(month int) float64 { return float64(month) }); g < 1.1 || g > 1.3 {
		t.Errorf("what grows by one each month is told to grow by %v", g)
	}
	if g := grows(func(month int) float64 { return math.Exp2(float64(month) / 12) }); g <= 2 {
		t.Errorf("what doubles each year is told to grow by %v", g)
	}
}

// What adds up may come back through 0 and seem to grow beyond measure: what a year adds to it tells.
func TestASumExplodesByWhatAYearAdds(t *testing.T) {
	grows := func(of func(month int) float64) float64 {
		w := worldOf(t, scenario(t, everything.and(allParts)), 0)
		at := slices.IndexFunc(states, func(s State) bool { return s.Name == "treasury" })
		s := newSurvey(120, 60)
		for month := range 120 {
			w.money.ledger.balance[treasury] = int64(1e8 * of(month))
			s.see(w.Hospital, month)
		}
		return s.conclude()[at].Grows
	}
	close6(t, "losses, then as large gains", grows(func(month int) float64 { return math.Abs(float64(month-45)) - 45 }), 1)
	close6(t, "gains alone", grows(func(month int) float64 { return float64(month) }), 1)
	if g := grows(func(month int) float64 { return math.Exp2(float64(month) / 12) }); g <= 2 {
		t.Errorf("what doubles each year is told to grow by %v", g)
	}
}

// What a survey sees of parts is what they are: hand-checked against the hospital of the month.
func TestASurveySeesPartsAsTheyAre(t *testing.T) {
	at := func(name string) int { return slices.IndexFunc(states, func(s State) bool { return s.Name == name }) }
	w := worldOf(t, scenario(t, allOn), 0)
	w.live(t, 18, nil)
	see := func(name string) (seen sample) {
		states[at(name)].each(w.Hospital, func(v float64) { seen = append(seen, v) })
		return seen
	}
	budgets := 0.0
	for _, v := range see("pole_budget") {
		budgets += v
	}
	l := w.money.ledger.balance
	outside := float64(l[insurance]+l[endowment]+l[wages]+l[suppliers]+l[fund]) / 1e8
	close6(t, "what pôles, treasury and others hold together", budgets+see("treasury").mean()+outside, 0)
	posts, filled := w.staff.count(nurses)
	vacant := 0.0
	for i, share := range see("nurse_vacancy") {
		vacant += share * float64(w.staff.posts[nurses][i].posts)
	}
	close6(t, "vacant posts of nurses", vacant, float64(posts-filled))
	for i, v := range see("belonging_service") {
		close6(t, "belonging", v+see("belonging_site")[i]+see("belonging_pole")[i], 1)
	}
	units := 0.0
	for _, use := range []string{"chief_dialogue", "chief_facilitation", "chief_reinterpretation", "chief_own_service"} {
		units += see(use).mean()
	}
	close6(t, "units of chiefs", units+w.social.chiefs.mean(func(c *chief) float64 { return c.lost + c.decided }), w.config.Value(chiefUnits))
	if n := len(see("target")); n != w.n {
		t.Errorf("%d of %d services have a target in the second year", n, w.n)
	}
}

// A state whose mean over entities never moves may move all the same.
func TestWhatSumsToZeroMoves(t *testing.T) {
	var l, still monthsSeen
	for month := range 12 {
		size := float64(month%2) + 1 // ±1, ±2, ±1 …
		l.add(0, size)
		still.add(3, 3)
	}
	close6(t, "moves", l.moves(), .5)
	close6(t, "moves of what is still", still.moves(), 0)
}
