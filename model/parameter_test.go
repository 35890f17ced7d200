package model

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestParametersAreCompleteAndUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Parameters() {
		if seen[p.Key] {
			t.Errorf("%s is declared twice", p.Key)
		}
		seen[p.Key] = true
		if p.Name() == "" || p.Section()+"."+p.Name() != p.Key || strings.ToLower(p.Key) != p.Key {
			t.Errorf("%s is not a section and a name in small letters", p.Key)
		}
		if !slices.ContainsFunc(Sections(), func(s Section) bool { return s.Name == p.Section() }) {
			t.Errorf("%s is in no known section", p.Key)
		}
		if p.Min > p.Max || p.Check(p.Default) != nil {
			t.Errorf("%s: default %v %v", p.Key, p.Default, p.Check(p.Default))
		}
		if !strings.HasSuffix(p.Help, ".") || len(p.Help) < 15 || p.Help[:1] != strings.ToUpper(p.Help[:1]) {
			t.Errorf("%s: help is not a sentence: %q", p.Key, p.Help)
		}
		if strings.TrimSpace(p.Source) == "" {
			t.Errorf("%s has no source", p.Key)
		}
		if strings.Contains(p.Help+p.Source, "for now") {
			t.Errorf("%s: %q tells of a past or a plan, not of the model as built", p.Key, p.Source)
		}
		if p.Unit == "" && (p.Kind == Number || p.Kind == Count) && p.Key != "simulation.seed" {
			t.Errorf("%s has no unit", p.Key)
		}
		if p.Unit != "" && (p.Kind == Switch || p.Kind == Choice || p.Kind == Reference) {
			t.Errorf("%s is no number but has a unit", p.Key)
		}
	}
}

func TestEverySectionHasParameters(t *testing.T) {
	for _, s := range Sections() {
		if s.About == "" || !slices.ContainsFunc(registry, func(p Parameter) bool { return p.Section() == s.Name }) {
			t.Errorf("section %s: about %q, or no parameter", s.Name, s.About)
		}
	}
}

func TestValuesOutOfRangeAreRefused(t *testing.T) {
	for id, p := range registry {
		c := NewConfig("test")
		for _, v := range []float64{p.Min, p.Max, p.Default} {
			if err := c.Set(p.Key, v); err != nil || c.Value(ParameterID(id)) != v {
				t.Errorf("%s = %v: %v", p.Key, v, err)
			}
		}
		wrong := []float64{p.Min - 1, p.Max*1.001 + 1, math.NaN(), math.Inf(1), math.Inf(-1)}
		if p.Kind != Number {
			wrong = append(wrong, p.Min+.5)
		}
		for _, v := range wrong {
			if err := c.Set(p.Key, v); err == nil || !strings.Contains(err.Error(), p.Key) {
				t.Errorf("%s = %v is accepted, or refused without its name: %v", p.Key, v, err)
			}
		}
		if at, ok := Lookup(p.Key); !ok || int(at) != id {
			t.Errorf("%s is found at %d, not at %d", p.Key, at, id)
		}
	}
	if err := NewConfig("test").Set("environment.no_such_thing", 1); err == nil {
		t.Error("an unknown parameter is accepted")
	}
}

func TestMechanismsHaveAFormalShareOfTheirName(t *testing.T) {
	for k, m := range mechanisms {
		if chosen, ok := m.(Chosen); ok && registry[chosen.Formal()].Key != "formal."+m.Name() {
			t.Errorf("the formal share of %s is %s", m.Name(), registry[chosen.Formal()].Key)
		}
		if OutcomeIndex("share_"+MechanismNames()[k]) < 0 {
			t.Errorf("no column for the share of %s", m.Name())
		}
	}
}

func TestOutcomesAreCompleteAndUnique(t *testing.T) {
	seen := map[string]bool{}
	for o, c := range Outcomes() {
		if seen[c.Name] || c.Name == "" || c.Label == "" || c.Unit == "" || !strings.HasSuffix(c.Meaning, ".") {
			t.Errorf("column %d is not described or not unique: %+v", o, c.Name)
		}
		seen[c.Name] = true
		if c.Monthly != (c.observe != nil) || c.Monthly != (o < len(MonthlyOutcomes())) {
			t.Errorf("%s: monthly %v, at %d", c.Name, c.Monthly, o)
		}
	}
}

// acting says for each parameter in which hospital it acts: everything at once, unless said otherwise here.
var acting = map[string]struct {
	with      settings // laid over everything
	listed    bool     // on the services of several sites
	low, high float64  // instead of the ends of the range, if not equal
	months    int      // instead of 24
}{
	"hospital.services":                  {low: 6, high: 12},
	"hospital.blocks":                    {low: 1, high: 4},
	"hospital.poles":                     {low: 1, high: 4},
	"environment.practices":              {low: 4, high: 8},
	"environment.interdependence_within": {low: 0, high: 7},
	"workflow.inter_site":                {listed: true},
	"workflow.concentration":             {listed: true},
	"arenas.distance_cost":               {listed: true, with: settings{"arenas.attendance_floor": 0}},
	"perimeter.use":                      {listed: true, low: 0, high: 1},
	"processes.like":                     {listed: true},
	"norms.like":                         {listed: true},
	"measurement.case_mix_persistence":   {with: settings{"measurement.case_mix_sd": .2}},
	"relations.agreement_months":         {with: settings{"relations.knowledge_gain": 1}},
	"relations.trust_loss":               {months: 60},
	"money.bonus":                        {months: 40},
	"steering.bonus_time":                {months: 30},
	"steering.zero_sum":                  {months: 60},
	"money.project_cost":                 {with: manyProjects},
	"money.equipment_years":              {with: manyProjects},
	"pathways.emergency":                 {listed: true},
	"pathways.owner_effect":              {with: settings{"pathways.owner": .5}},
	"care.feedback":                      {with: settings{"care.length_of_stay": 9, "professionals.attention": 4}},
	"arenas.belonging_pole":              {with: settings{"belonging.moves": 0}}, // else it is a start
	"arenas.belonging_site":              {with: settings{"belonging.moves": 0}},
	"chief.guidance":                     {with: settings{"arenas.attendance_floor": 1}, months: 60},
	"mandates.months":                    {low: 0, high: 9},
	"mandates.end":                       {with: shortMandates},
	"mandates.legitimacy_kept":           {with: shortMandates},
	"mandates.belonging_kept":            {with: shortMandates},
	"mandates.redrawn":                   {with: shortMandates},
	"mandates.fear":                      {with: shortMandates},
	"mandates.choice":                    {with: shortMandates},
	"mandates.places":                    {with: askingNow},
	"mandates.hurdle":                    {with: askingNow},
	"mandates.reluctance":                {with: askingNow, listed: true},
	"mandates.smallest":                  {with: askingNow},
	"mandates.disciplines_together":      {with: askingNow},
	"legitimacy.resented":                {with: settings{"chief.authority": 1}, months: 60},
	"supervision.noise":                  {months: 60},
	"projects.revision":                  {with: pressedNow},
	"projects.compulsion":                {with: pressedNow},
	"liaison.bisite_manager":             {listed: true},
	"liaison.relief":                     {listed: true},
	"projects.cross_site":                {listed: true},
}

// named are settings that open the mechanisms which wait for a formal share.
var named = settings{"formal.direct_supervision": .3, "formal.work_processes": .3, "formal.norms": .3, "environment.template_share": .5}

var shortMandates = settings{"mandates.months": 9, "mandates.redrawn": .3}

// askingNow lets all services that expect more of another pôle than of theirs, into which chance has put them, change at a
// renewal.
var askingNow = shortMandates.and(settings{"mandates.choice": 1, "mandates.places": 1, "mandates.hurdle": 0, "perimeter.random": 1})

// pressedNow is a constraint, half of which chiefs put into the services' own terms, on services that trust nobody.
var pressedNow = settings{"projects.trust": .95, "governance.incentive": 3, "governance.delegation": 1, "chief.acts": 1}

// everything is a hospital in which all there is in the core happens.
var everything = settings{
	"hospital.services": 24, "hospital.blocks": 4, "hospital.poles": 4, "environment.dynamism": .03, "arenas.meeting_units": 2.5,
	"professionals.attention": 1.5, "arenas.none": .1, "arenas.pole": .5, "arenas.institution": .3,
	"arenas.network": .3, "governance.contract": 1, "formal.skills": .5, "formal.results": .3, "formal.ceremony": .2,
	"formal.mutual_adjustment": .2, "professionals.goal_economy": .1, "governance.incentive": .5,
}

// allParts switches on what lies beyond the core.
var allParts = settings{
	"steering.cycle": 1, "technostructure.staffed": 1, "money.accounts": 1, "money.stays_per_activity": 3000, "money.tariff": 2000,
	"money.burn_in": 6, "money.kept_share": .5, "technostructure.posts": .2, "money.project_cost": 50000,
	"processes.staffed": 1, "supervision.takes_time": 1,
}

// allOn is a hospital in which all there is happens.
var allOn = everything.and(named).and(allParts).and(peopleAndCare).and(socialOn).and(settings{
	"pathways.owner": .5, "pathways.owner_calls": .3})

// whereItActs is a hospital in which a parameter acts, with a value of it.
func whereItActs(t *testing.T, p Parameter, v float64) *Config {
	t.Helper()
	at := acting[p.Key]
	with := allOn
	if special, ok := switchedOn[p.Section()]; ok {
		with = everything.and(special)
	}
	with = with.and(at.with).and(settings{p.Key: v})
	if !at.listed {
		return scenario(t, with)
	}
	c := mixed(t, with)
	pole := make([]PoleID, len(c.Services))
	for i := range pole {
		pole[i] = PoleID(i % 2)
	}
	c.Perimeters = []Perimeter{{Name: "other", Poles: []string{"A", "B"}, Pole: pole}}
	return c
}

// tellingEnds are two values of a parameter between which something should change.
func tellingEnds(p Parameter) (low, high float64) {
	if at := acting[p.Key]; at.low != at.high {
		return at.low, at.high
	}
	return p.Min, p.Max
}

// switchedOn are settings under which the parameters of a section act, laid over everything.
var switchedOn = map[string]settings{"projects": manyProjects}

// manyProjects is a hospital in which projects are started, backed, refused, delivered and abandoned all the time.
var manyProjects = settings{"projects.field": 1, "projects.initiative": 1, "projects.trust": .05, "projects.hurdle": 0, "projects.block": 7,
	"projects.bar": .35, "projects.effort": .5, "projects.refusal_weariness": .05, "projects.staff": 2, "projects.envelope": 2,
	"projects.openness": .3, "projects.equipment": 1, "projects.circuit": 1, "hospital.services": 60, "hospital.poles": 3,
	"environment.interdependence_within": 1, "environment.interdependence_across": 6, "environment.discipline_share": .5}

func TestEveryParameterIsReadBySomething(t *testing.T) {
	for _, p := range registry {
		if p.Scope == Run {
			continue
		}
		low, high := tellingEnds(p)
		result := func(v float64) RunResult { return run(t, 0, max(24, acting[p.Key].months), whereItActs(t, p, v))[0] }
		if sameBits(result(low), result(high)) {
			t.Errorf("%s changes nothing between %v and %v", p.Key, low, high)
		}
	}
}

// Whatever a time line may change matters when it is changed on the way: nothing that may change is read at the start only.
func TestEveryParameterThatMayChangeActsWhenItDoes(t *testing.T) {
	for id, p := range registry {
		if !p.MayChange() {
			continue
		}
		low, high := tellingEnds(p)
		c := whereItActs(t, p, low)
		d := events(c, Event{Name: p.Key, Month: 6, Settings: Overrides{ParameterID(id): high}})
		months := max(24, acting[p.Key].months)
		if sameBits(run(t, 0, months, c)[0], run(t, 0, months, d)[0]) {
			t.Errorf("%s changes nothing when an event turns it from %v to %v: if it says how a run starts, it is Fixed", p.Key, low, high)
		}
	}
}

func TestSettingsOfARunAreNoPartOfTheHospital(t *testing.T) {
	a := scenario(t, contracts)
	b := scenario(t, contracts.and(settings{"simulation.months": 600, "simulation.replications": 3, "simulation.seed": 77}))
	if !sameBits(run(t, 0, 12, a)[0], run(t, 0, 12, b)[0]) {
		t.Error("results depend on simulation.* beyond what the caller asks for")
	}
}

// A service's or pôle's own value is read wherever the hospital's is.
func TestOwnValuesAreReadWhereverTheHospitalsAre(t *testing.T) {
	const months = 30 // a bonus takes two years to become time
	for id, p := range registry {
		if p.Scope != PerService && p.Scope != PerPole {
			continue
		}
		wide, own := whereItActs(t, p, p.Max).Expand(), whereItActs(t, p, p.Max).Expand()
		for i := range own.Services {
			if p.Scope == PerService {
				own.Services[i].Own = Overrides{ParameterID(id): p.Max}
			}
		}
		for k := range own.Poles {
			if p.Scope == PerPole {
				own.Poles[k].Own = Overrides{ParameterID(id): p.Max}
			}
		}
		if !sameBits(run(t, 0, months, wide)[0], run(t, 0, months, own)[0]) {
			t.Errorf("%s given to all one by one differs from given to the hospital", p.Key)
		}
		for i := range own.Services {
			if p.Scope == PerService {
				own.Services[i].Own = Overrides{ParameterID(id): p.Min}
			}
		}
		for k := range own.Poles {
			if p.Scope == PerPole {
				own.Poles[k].Own = Overrides{ParameterID(id): p.Min}
			}
		}
		if sameBits(run(t, 0, months, wide)[0], run(t, 0, months, own)[0]) {
			t.Errorf("own values of %s are not read", p.Key)
		}
	}
}

func TestChangingACopyLeavesTheOriginal(t *testing.T) {
	a := mixed(t, nil)
	a.Services[0].Own = Overrides{validity: .1}
	a.Poles[0].Own = Overrides{contract: 1}
	a.Flows = []Flow{{0, 1, 2}}
	b := a.Clone()
	b.Values[0]++
	b.Services[0].Own[validity], b.Services[1].Name = .9, "changed"
	b.Poles[0].Own[contract] = 0
	b.Sites[0].Name = "changed"
	b.Flows[0].Count = 9
	if a.Values[0] == b.Values[0] || a.Services[0].Own[validity] != .1 || a.Services[1].Name == "changed" || a.Poles[0].Own[contract] != 1 ||
		a.Sites[0].Name == "changed" || a.Flows[0].Count != 2 {
		t.Error("a copy shares memory with the original")
	}
}
