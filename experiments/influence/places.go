package influence

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"polesim/model"
	"polesim/scenarios"
)

// Exempt are the parameters that are not tried, with the reason.
var Exempt = map[string]string{
	"simulation.months":       "how long is looked: no part of the hospital",
	"simulation.replications": "how often is looked: no part of the hospital",
	"simulation.seed":         "which chances are drawn: no part of the hospital",
}

// A Place is where parameters are tried: a scenario that polesim brings along, as it is or with something more for them to
// act on.
type Place struct {
	Name     string // as tables show it
	Scenario string
	Sets     []string
	Why      string // what is there that the scenario alone has not
	times    int    // replications, as a multiple
}

// The places. What they set is not meant to be likely; it is meant to let every parameter show what it does.
var (
	contract = &Place{Name: "ghu-contract", Scenario: "ghu-contract"}
	soft     = &Place{Name: "ghu-pmu", Scenario: "ghu-pmu"}
	strained = &Place{Name: "strained contract", Scenario: "ghu-contract",
		Why: "targets are imposed and bonuses paid by the treasury, pôles keep their result, tariffs fall, case " +
			"mix varies, there are many controllers, a crowded hospital wears its staff, half of the pathways " +
			"have an owner, mandates end every two years and redraw a fifth of the services",
		Sets: []string{"governance.negotiated_share=0.2", "steering.zero_sum=false", "steering.foresight=0.5", "money.kept_share=1",
			"money.tariff_trend=-0.02", "money.bonus=0.02", "measurement.case_mix_sd=0.15", "technostructure.posts=0.5",
			"care.feedback=true", "staff.overload=1", "demand.surge=1.1", "pathways.owner=0.5", "mandates.months=24", "mandates.redrawn=0.2"}}
	kept = &Place{Name: "kept results", Scenario: "ghu-contract",
		Why:  "targets are imposed, the treasury pays bonuses, and pôles keep their result and answer for it",
		Sets: []string{"governance.negotiated_share=0.2", "steering.zero_sum=false", "money.kept_share=1", "money.bonus=0.02"}}
	arenas = &Place{Name: "all arenas", Scenario: "ghu-pmu",
		Why: "services meet in their pôle, hospital-wide and along their work; what they feel part of and how far " +
			"they accept pôles stays as given",
		Sets: []string{"arenas.pole=0.4", "arenas.institution=0.3", "arenas.network=0.3", "arenas.none=0.2", "legitimacy.earned=false",
			"belonging.moves=false", "mandates.end=false"}}
	mixed = &Place{Name: "all mechanisms", Scenario: "ghu-contract",
		Why: "charters name all mechanisms, services have little autonomy, half of their practices are alike in a " +
			"discipline, and each discipline has a code of its own",
		Sets: []string{"formal.skills=0.4", "formal.results=0.3", "formal.ceremony=0.1", "formal.mutual_adjustment=0.2",
			"formal.direct_supervision=0.4", "formal.work_processes=0.4", "formal.norms=0.4", "professionals.autonomy=0.3",
			"environment.template_share=0.5", "processes.analysts=40", "norms.like=discipline"}}
	busy = &Place{Name: "busy projects", Scenario: "ghu-pmu",
		Why: "everybody comes to meetings and work depends more on others than on itself, so that there are many projects",
		Sets: []string{"arenas.attendance_floor=1", "environment.interdependence_within=2", "environment.interdependence_across=6",
			"liaison.research_lead=true", "projects.reputation_weight=0.3", "projects.prestige=0.6"}}
	counted = &Place{Name: "counted costs", Scenario: "ghu-contract",
		Why: "charters name direct supervision and templates, and decisions, analysts and projects cost time and money",
		Sets: []string{"formal.direct_supervision=0.5", "formal.work_processes=0.5", "professionals.autonomy=0.3", "processes.analysts=20",
			"supervision.takes_time=true", "processes.staffed=true", "money.project_cost=200000", "arenas.attendance_floor=1"}}
	chosen = &Place{Name: "chosen perimeters", Scenario: "ghu-pmu",
		Why:  "mandates end every two years, and services may ask for another pôle then",
		Sets: []string{"mandates.choice=services", "mandates.months=24", "mandates.places=0.3", "mandates.smallest=6"}}
	pressed = &Place{Name: "chiefs who decide", Scenario: "ghu-contract",
		Why: "chiefs settle half of what comes to meetings, stakes are high and imposed, and they press services that " +
			"hardly trust each other into projects",
		Sets: []string{"chief.authority=0.5", "legitimacy.resented=10", "projects.trust=0.25", "projects.revision=0.5", "projects.compulsion=0.5",
			"governance.negotiated_share=0", "governance.incentive=3"}}
	machines = &Place{Name: "shared equipment", Scenario: "cases/shared-equipment", times: 10,
		Why: "projects are costly equipment, and the envelope pays one a year"}
	circuits = &Place{Name: "new circuits", Scenario: "cases/consortium", times: 10,
		Why:  "fourteen services look for new circuits and nothing else",
		Sets: []string{"projects.consortium=0", "projects.circuit=1"}}
	bureaucracy = &Place{Name: "configurations/machine-bureaucracy", Scenario: "configurations/machine-bureaucracy",
		Why: "templates are what coordinates, and twenty-five services are alike"}
	generated = &Place{Name: "map/contract", Scenario: "map/contract", times: 2, Why: "the hospital is generated"}
)

// suited are the places where parameters are tried, by key or else by section: where they move nothing in the first, in the
// next.
var suited = map[string][]*Place{
	"hospital":    {generated},
	"environment": {soft, bureaucracy},
	"workflow":    {soft},
	"perimeter":   {soft},

	"supervision.takes_time":    {mixed},
	"supervision.units":         {counted},
	"processes.staffed":         {mixed},
	"processes.trials_per_post": {counted},
	"money.project_cost":        {counted},
	"money.equipment_years":     {counted},
	"chief.authority":           {pressed},
	"legitimacy.resented":       {pressed},
	"projects.revision":         {pressed},
	"projects.compulsion":       {pressed},

	"professionals":   {contract, soft},
	"formal":          {mixed},
	"measurement":     {contract, strained},
	"governance":      {contract, soft, arenas},
	"steering":        {contract, strained},
	"technostructure": {contract, strained},
	"money":           {contract, strained},
	"money.bonus":     {contract, kept},
	"arenas":          {arenas, soft},
	"agenda":          {soft, busy},
	"relations":       {soft, busy},
	"ceremony":        {contract},
	"supervision":     {mixed},
	"processes":       {mixed, bureaucracy},
	"norms":           {mixed},
	"direction":       {contract, soft},
	"goals":           {contract, soft},
	"demand":          {contract},
	"staff":           {contract, strained},
	"pathways":        {soft, strained},
	"care":            {contract, strained},
	"legitimacy":      {contract, soft},
	"belonging":       {soft, contract},
	"chief":           {contract, soft, busy},
	"liaison":         {soft, busy},
	"forms":           {soft, busy},
	"mandates":        {contract, strained, chosen},
	"projects":        {busy, machines, circuits},
}

// Suited returns the places where a parameter is tried.
func Suited(p model.Parameter) []*Place {
	if places, own := suited[p.Key]; own {
		return places
	}
	return suited[p.Section()]
}

// Places returns all places, in the order in which parameters first come to them.
func Places() (list []*Place) {
	for _, p := range model.Parameters() {
		for _, at := range Suited(p) {
			if !slices.Contains(list, at) {
				list = append(list, at)
			}
		}
	}
	return list
}

// open makes the place ready, for so many times the replications.
func (p *Place) open(s Settings, times int) (*place, error) {
	c, err := scenarios.Load(p.Scenario, p.Sets...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	return &place{name: p.Name, config: c, runs: s.Replications * max(1, p.times) * times}, nil
}

// thorough is how many times the replications a parameter gets in the end that moved nothing anywhere.
const thorough = 5

// A visit is to a place, in a round of the tour.
type visit struct {
	to    *Place
	times int // the replications
}

// visitOf returns where a parameter is tried in a round: in each place suited to it and, in the end, in the last of them
// again, more thoroughly; false when it was tried everywhere.
func visitOf(p model.Parameter, round int) (visit, bool) {
	places := Suited(p)
	switch {
	case round < len(places):
		return visit{places[round], 1}, true
	case round == len(places):
		return visit{places[round-1], thorough}, true
	}
	return visit{}, false
}

// Tour tries each parameter where it has something to act on: in the first place suited to it and, where it moves nothing
// there, in the next. It hands over one finding for each as it comes: of the place where it moves most.
func Tour(ctx context.Context, s Settings, keys []string, each func(Finding) error) error {
	t := &tour{settings: s, each: each, opened: map[visit]*place{}, best: map[string]Finding{}}
	var left []model.ParameterID
	for id, p := range model.Parameters() {
		if _, out := Exempt[p.Key]; !out && (len(keys) == 0 || slices.Contains(keys, p.Key)) {
			left = append(left, model.ParameterID(id))
		}
	}
	var err error
	for round := 0; len(left) > 0 && err == nil; round++ {
		left, err = t.round(ctx, round, left)
	}
	return err
}

// tour is how far a tour is.
type tour struct {
	settings Settings
	each     func(Finding) error
	opened   map[visit]*place
	best     map[string]Finding // by key
}

// round takes parameters to their next place and returns those that go on to another.
func (t *tour) round(ctx context.Context, round int, ids []model.ParameterID) (left []model.ParameterID, err error) {
	var order []visit
	company := map[visit][]model.ParameterID{}
	for _, id := range ids {
		v, _ := visitOf(model.Parameters()[id], round)
		if company[v] == nil {
			order = append(order, v)
		}
		company[v] = append(company[v], id)
	}
	for _, v := range order {
		if t.opened[v] == nil {
			if t.opened[v], err = v.to.open(t.settings, v.times); err != nil {
				return nil, err
			}
		}
		err := t.opened[v].try(ctx, t.settings, company[v], func(f Finding) error {
			if b, before := t.best[f.Parameter.Key]; before && b.Strength() > f.Strength() {
				f = b
			}
			t.best[f.Parameter.Key] = f
			moves := f.Moves(t.settings.Least)
			if _, more := visitOf(f.Parameter, round+1); more && !moves {
				id, _ := model.Lookup(f.Parameter.Key)
				left = append(left, id)
				return nil
			}
			if f.toured = true; !moves {
				var names []string
				for _, at := range Suited(f.Parameter) {
					names = append(names, at.Name)
				}
				f.Place = strings.Join(names, ", ")
			}
			return t.each(f)
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(left)
	return left, nil
}
