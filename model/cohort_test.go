package model

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"polesim/sim"
)

// four are the governances on one small hospital.
func four(t testing.TB) []*Config {
	var list []*Config
	for _, with := range []settings{servicesOnly, network, softPoles, contracts} {
		list = append(list, scenario(t, with))
	}
	return list
}

func TestResultsDoNotDependOnWhoElseIsInTheCohortOrInWhatOrder(t *testing.T) {
	others := []*Config{scenario(t, settings{"environment.dynamism": .03}), scenario(t, settings{"professionals.attention": 2}), mixed(t, contracts)}
	list := append(four(t), others...)
	for replication := range 2 {
		together := run(t, replication, 24, list...)
		for k, c := range list {
			if alone := run(t, replication, 24, c)[0]; !sameBits(alone, together[k]) {
				t.Errorf("scenario %d is another alone than with others", k)
			}
		}
		reversed := make([]*Config, len(list))
		for k, c := range list {
			reversed[len(list)-1-k] = c
		}
		for k, r := range run(t, replication, 24, reversed...) {
			if !sameBits(r, together[len(list)-1-k]) {
				t.Errorf("scenario %d is another when the order is reversed", len(list)-1-k)
			}
		}
	}
}

// Two hospitals with the same patients whose disciplines are related otherwise do not work alike.
func TestHospitalsWithOtherDisciplinesShareNoLandscape(t *testing.T) {
	make := func(kinds string) *Config {
		c := scenario(t, network.and(settings{"hospital.services": 4, "hospital.blocks": 1, "hospital.poles": 1})).Expand()
		for i := range c.Services {
			c.Services[i].Kind = Kind(kinds[i] - '0')
			c.Services[i].Discipline = string(rune('a' + i))
			c.Flows = append(c.Flows, Flow{ServiceID(i), ServiceID((i + 1) % 4), 1})
		}
		return c
	}
	list := []*Config{make("0011"), make("0101")}
	together := run(t, 0, 12, list...)
	for k, c := range list {
		if !sameBits(run(t, 0, 12, c)[0], together[k]) {
			t.Errorf("scenario %d is another alone than with one whose kinds differ", k)
		}
	}
}

func TestResultsDoNotDependOnLabels(t *testing.T) {
	for name, c := range map[string]*Config{"generated": scenario(t, contracts), "listed": mixed(t, softPoles)} {
		renamed := c.Clone()
		renamed.Name, renamed.Title, renamed.Description = "pmu", "The better governance", "It must win."
		for i := range renamed.Services {
			renamed.Services[i].Name = fmt.Sprint("Service ", 1000-i)
			renamed.Services[i].Discipline = strings.Repeat("z", 10) + renamed.Services[i].Discipline
		}
		for p := range renamed.Poles {
			renamed.Poles[p].Name = fmt.Sprint("PMU ", 100-p)
		}
		for s := range renamed.Sites {
			renamed.Sites[s].Name = fmt.Sprint("Hôpital ", 100-s)
		}
		if !sameBits(run(t, 0, 24, c)[0], run(t, 0, 24, renamed)[0]) {
			t.Errorf("%s: results depend on names", name)
		}
	}
}

func TestTwoEqualScenariosDifferByNothing(t *testing.T) {
	list := append(four(t), four(t)...)
	for replication := range 3 {
		results := run(t, replication, 24, list...)
		for k := range 4 {
			if !sameBits(results[k], results[k+4]) {
				t.Errorf("replication %d: scenario %d differs from its copy", replication, k)
			}
		}
	}
}

func TestReplicationIsTheSameAfterOthersAndAlone(t *testing.T) {
	list := append(four(t), scenario(t, softPoles.and(settings{"perimeter.random": 1})), scenario(t, everything.and(manyProjects)),
		scenario(t, allOn.and(shortMandates)), mixed(t, contracts.and(allParts).and(peopleAndCare).and(socialOn)),
		mixed(t, softPoles.and(allParts).and(peopleAndCare).and(socialOn).and(settings{"projects.field": 1})))
	veteran := NewCohort(list)
	results := make([]RunResult, len(list))
	for _, replication := range []int{4, 0, 3, 1, 2} {
		months := 30 - 6*(replication%2) // earlier runs were longer or shorter
		if err := veteran.Run(context.Background(), 1, replication, months, results); err != nil {
			t.Fatal(err)
		}
		for k, r := range run(t, replication, months, list...) {
			if !sameBits(r, results[k]) {
				t.Errorf("replication %d of scenario %d is another after others", replication, k)
			}
		}
	}
}

func TestReplicationsDiffer(t *testing.T) {
	c := scenario(t, softPoles)
	if sameBits(run(t, 0, 12, c)[0], run(t, 1, 12, c)[0]) {
		t.Error("two replications are the same")
	}
	cohort, results := NewCohort([]*Config{c}), make([]RunResult, 1)
	if err := cohort.Run(context.Background(), 2, 0, 12, results); err != nil {
		t.Fatal(err)
	}
	if sameBits(run(t, 0, 12, c)[0], results[0]) {
		t.Error("two seeds give the same run")
	}
}

func TestResultsDoNotDependOnWorkers(t *testing.T) {
	list := four(t)
	collect := func(workers int) (all []RunResult) {
		newRun := func() sim.RunFunc[[]RunResult] {
			cohort := NewCohort(list)
			return func(ctx context.Context, replication int, into *[]RunResult) error {
				if *into == nil {
					*into = make([]RunResult, len(list))
				}
				return cohort.Run(ctx, 1, replication, 12, *into)
			}
		}
		err := sim.Replicate(context.Background(), sim.Plan{Replications: 12, Workers: workers}, newRun, func(_ int, results *[]RunResult, err error) error {
			for _, r := range *results {
				copied := RunResult{Values: append([]float64(nil), r.Values...)}
				for _, series := range r.Series {
					copied.Series = append(copied.Series, append([]float64(nil), series...))
				}
				all = append(all, copied)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	one, many := collect(1), collect(5)
	for k := range one {
		if !sameBits(one[k], many[k]) {
			t.Errorf("run %d differs between one worker and five", k)
		}
	}
}

func TestARunStopsWhenItIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := NewCohort(four(t)).Run(ctx, 1, 0, 12, make([]RunResult, 4)); err == nil {
		t.Error("a cancelled run reports success")
	}
}

func TestCeremonialityIsExactlyZeroWhereNobodyGainsByTheIndicator(t *testing.T) {
	c := scenario(t, contracts.and(settings{"governance.incentive": 0, "professionals.goal_economy": 0}))
	for replication := range 3 {
		r := run(t, replication, 36, c)[0]
		if v := outcome(t, r, "ceremoniality"); v != 0 {
			t.Errorf("replication %d: ceremoniality %v without incentive", replication, v)
		}
		if v := outcome(t, r, "ceremoniality_raw"); v == 0 {
			t.Error("no ceremony at all: nothing was tested")
		}
	}
	for k, r := range run(t, 0, 24, four(t)[:3]...) {
		if v := outcome(t, r, "ceremoniality"); v != 0 {
			t.Errorf("scenario %d: ceremoniality %v without contract", k, v)
		}
	}
}

// In every governance it can be told how much time reporting takes because it pays. Ceremoniality cannot: where nothing but
// reporting is open all time for results is ceremony, in a run and in its twin alike.
func TestTimeForReportingThatPaysIsToldUnderEveryGovernance(t *testing.T) {
	paid := settings{"money.accounts": 1, "money.tariff_share": 1, "money.pressure": .5, "measurement.manipulability": .7}
	list := []*Config{scenario(t, servicesOnly.and(paid)), scenario(t, softPoles.and(paid)), scenario(t, contracts.and(paid))}
	var gains [3]sample
	for replication := range 6 {
		c := NewCohort(list)
		results := make([]RunResult, len(list))
		if err := c.Run(context.Background(), 1, replication, 36, results); err != nil {
			t.Fatal(err)
		}
		for k, r := range results {
			twin := shareOf(c.members[k].spent[1], ceremonyAt)
			close6(t, "time for reporting", outcome(t, r, "ceremony_time"), shareOf(c.members[k].spent[0], ceremonyAt)-twin)
			if twin == 0 {
				t.Error("no ceremony by chance: nothing was tested")
			}
			gains[k] = append(gains[k], outcome(t, r, "ceremony_time"))
		}
	}
	for k, gain := range gains {
		if gain.mean() <= 4*gain.se() || gain.mean() < .02 {
			t.Errorf("scenario %d: %v ± %v of time where reporting pays", k, gain.mean(), gain.se())
		}
	}
	told := outcomes[OutcomeIndex("ceremoniality")]
	if told.In(list[0]) || !told.In(list[2]) {
		t.Error("ceremoniality is told of services on their own, or not of contracts")
	}
}

func TestCeremonialityComesFromWhatServicesGain(t *testing.T) {
	strong := contracts.and(settings{"governance.incentive": 3, "measurement.manipulability": .7, "formal.ceremony": 0})
	var gains sample
	for replication := range 10 {
		gains = append(gains, outcome(t, run(t, replication, 36, scenario(t, strong))[0], "ceremoniality"))
	}
	if gains.mean() <= 4*gains.se() {
		t.Errorf("ceremoniality %v ± %v where reporting pays", gains.mean(), gains.se())
	}
}

func TestOutcomesAreMeansOverTheSecondHalf(t *testing.T) {
	for _, months := range []int{2, 13, 24} {
		r := run(t, 0, months, scenario(t, contracts))[0]
		for o, series := range r.Series {
			if len(series) != months {
				t.Fatalf("%d months in a run of %d", len(series), months)
			}
			if outcomes[o].Name == "decoupling" {
				continue // of the months together: see TestDecouplingIsOfTheMonthsTogether
			}
			close6(t, outcomes[o].Name, r.Values[o], sample(series[months/2:]).mean())
		}
	}
}

// What means something only under a contract is told of the months with one: what comes after does not count as nothing met
// and nothing accepted.
func TestWhatNeedsAContractIsToldOfTheMonthsWithOne(t *testing.T) {
	base := contracts.and(settings{"steering.cycle": 1, "governance.incentive": 3, "measurement.manipulability": .7})
	ends := Event{Name: "contracts end", Month: 40, Settings: own(t, settings{"governance.contract": 0})}
	c := events(scenario(t, base), ends)
	cohort, results := NewCohort([]*Config{c}), make([]RunResult, 1)
	if err := cohort.Run(context.Background(), 1, 0, 60, results); err != nil {
		t.Fatal(err)
	}
	r, m := results[0], cohort.members[0]
	for _, name := range []string{"target", "target_attainment", "targets_met", "target_acceptance", "measurement_error", "bonus", "ceremoniality_raw"} {
		series := r.Series[OutcomeIndex(name)]
		if v := outcome(t, r, name); v == 0 {
			t.Errorf("%s is 0", name)
		}
		close6(t, name, outcome(t, r, name), sample(series[30:40]).mean())
		if v := sample(series[40:]).mean(); v != 0 {
			t.Errorf("%s is %v without a contract", name, v)
		}
	}
	short := run(t, 0, 40, scenario(t, base))[0] // counts months 20 to 39
	if a, b := outcome(t, r, "target_acceptance"), outcome(t, short, "target_acceptance"); math.Abs(a-b) > .05 {
		t.Errorf("targets are accepted by %v, and by %v where contracts go on", a, b)
	}
	close6(t, "ceremoniality", outcome(t, r, "ceremoniality"), ceremonialityOf(m.steered[0])-ceremonialityOf(m.steered[1]))
	steered, all := 0.0, 0.0
	for k := range mechanisms {
		steered += m.steered[0][k]
		all += m.spent[0][k]
	}
	if steered <= .2*all || steered >= .5*all {
		t.Errorf("%v of %v units are of the ten of thirty months under contract", steered, all)
	}
	close6(t, "care", outcome(t, r, "care_effectiveness"), sample(r.Series[OutcomeIndex("care_effectiveness")][30:]).mean())
}

// Where it means something in no month that counts, a run's value is neutral; the pôle that has what it takes is enough.
func TestAnOutcomeAppliesWhereAPoleHasWhatItTakes(t *testing.T) {
	o := OutcomeIndex("target_acceptance")
	early := events(scenario(t, contracts.and(settings{"steering.cycle": 1})), Event{Name: "end", Month: 10, Settings: own(t, settings{"governance.contract": 0})})
	apart := mixed(t, softPoles)
	apart.Poles[0].Own = own(t, settings{"governance.contract": 1})
	apart.Poles[1].Own = own(t, settings{"steering.cycle": 1})
	one := apart.Clone()
	one.Poles[0].Own[steeringCycle] = 1
	aside := one.Clone()
	aside.Perimeters = []Perimeter{{Name: "other", Poles: []string{"all"}, Pole: make([]PoleID, len(one.Services))}}
	aside.Values[perimeterUse] = 1
	unmeasured := scenario(t, contracts.and(settings{"steering.cycle": 1, "steering.measurement": 0}))
	list := []*Config{early, apart, one, aside, unmeasured}
	b := NewBlueprint(list)
	for k, want := range []bool{false, false, true, false, true} {
		if b.Applies(k, o, 20, 40) != want {
			t.Errorf("scenario %d: it applies: %v", k, !want)
		}
		if v := outcome(t, run(t, 0, 40, list[k])[0], "target_acceptance"); (v != 0) != want {
			t.Errorf("scenario %d: acceptance is %v", k, v)
		}
	}
	if !b.Applies(0, o, 5, 10) || b.Applies(0, o, 10, 11) || b.Applies(4, OutcomeIndex("targets_met"), 20, 40) {
		t.Error("the months in which targets are accepted and met are wrong")
	}
}

// What an outcome needs is written right, and its meaning says of which months a run's value is.
func TestOutcomesSayWhichMonthsTheyAreOf(t *testing.T) {
	of := map[string]bool{}
	for _, o := range outcomes {
		for _, key := range o.While.Keys {
			of[o.Name] = true
			if _, ok := Lookup(key); !ok {
				t.Errorf("%s needs %s, which does not exist", o.Name, key)
			}
		}
		if strings.Contains(o.Meaning, "A run's value is that of its months with "+o.While.words+".") != of[o.Name] {
			t.Errorf("%s: %s", o.Name, o.Meaning)
		}
	}
	// Whatever is neutral for want of something is not averaged with months that have it.
	for o, series := range run(t, 0, 24, scenario(t, servicesOnly.and(settings{"arenas.meeting_units": 0})))[0].Series {
		if of[outcomes[o].Name] && slices.Max(series) != slices.Min(series) {
			t.Errorf("%s moves from %v to %v where it means nothing", outcomes[o].Name, slices.Min(series), slices.Max(series))
		}
	}
}

// Half the sum of absolute differences is never negative, so months taken one by one read chance as decoupling; the run's
// value takes the months together.
func TestDecouplingIsOfTheMonthsTogether(t *testing.T) {
	formal := settings{"professionals.autonomy": 0, "arenas.meeting_units": 0, "formal.skills": .5, "formal.results": .5}
	r := run(t, 0, 120, scenario(t, contracts.and(formal)))[0]
	o := OutcomeIndex("decoupling")
	if months := sample(r.Series[o][60:]).mean(); r.Values[o] > months/3 {
		t.Errorf("decoupling %v where services do as they are told; month by month %v", r.Values[o], months)
	}
}

func TestShareOfGapLiesBetweenTheReferences(t *testing.T) {
	r := run(t, 0, 48, four(t)...)
	alone, whole := outcome(t, r[0], "care_uncoordinated"), outcome(t, r[0], "care_full_information")
	if first := run(t, 0, 2, four(t)...); math.Abs(outcome(t, first[0], "care_uncoordinated")-outcome(t, first[0], "care_effectiveness")) > .05 {
		t.Errorf("in their second month uncoordinated search is at %v, services at %v", outcome(t, first[0], "care_uncoordinated"), outcome(t, first[0], "care_effectiveness"))
	}
	if alone >= whole {
		t.Errorf("care is %v uncoordinated and %v with full information", alone, whole)
	}
	for k := range r {
		if outcome(t, r[k], "care_uncoordinated") != alone || outcome(t, r[k], "care_full_information") != whole {
			t.Errorf("scenario %d has other references on the same landscape", k)
		}
		close6(t, "share of the gap", outcome(t, r[k], "care_share_of_gap"), (outcome(t, r[k], "care_effectiveness")-alone)/(whole-alone))
	}
	for _, r := range run(t, 0, 24, scenario(t, settings{"environment.interdependence_across": 0})) {
		if gap := outcome(t, r, "care_full_information") - outcome(t, r, "care_uncoordinated"); gap != 0 || outcome(t, r, "care_share_of_gap") != 0 {
			t.Errorf("without interdependence coordination could gain %v", gap)
		}
	}
}

// randomScenario draws any scenario of a small hospital that a user may write.
func randomScenario(t *rapid.T) *Config {
	c := NewConfig("random")
	most := map[string]float64{"hospital.services": 20, "hospital.blocks": 20, "hospital.poles": 20, "environment.practices": 9,
		"environment.interdependence_within": 4, "environment.interdependence_across": 5}
	for id, p := range registry {
		switch {
		case p.Scope == Run || p.Kind == Reference:
		case rapid.IntRange(0, 3).Draw(t, p.Key+" default?") == 0:
			if limit := most[p.Key]; limit > 0 {
				c.Values[id] = min(p.Default, limit)
			}
		case p.Kind == Number:
			c.Values[id] = rapid.Float64Range(p.Min, p.Max).Draw(t, p.Key)
		default:
			upper := p.Max
			if limit := most[p.Key]; limit > 0 {
				upper = min(upper, limit)
			}
			c.Values[id] = float64(rapid.IntRange(int(p.Min), int(upper)).Draw(t, p.Key))
		}
	}
	if rapid.Bool().Draw(t, "listed") {
		c = c.Expand()
		c.Sites = append(c.Sites, Site{"Away"})
		for i := range c.Services {
			s := &c.Services[i]
			s.Site, s.Kind = SiteID(rapid.IntRange(0, 1).Draw(t, "site")), Kind(rapid.IntRange(0, len(KindNames)-1).Draw(t, "kind"))
			s.Activity = rapid.Float64Range(.01, 1000).Draw(t, "activity")
			s.Own = Overrides{autonomy: rapid.Float64Range(0, 1).Draw(t, "own autonomy"), validity: rapid.Float64Range(0, 1).Draw(t, "own validity")}
		}
		for p := range c.Poles {
			c.Poles[p].Own = Overrides{contract: float64(rapid.IntRange(0, 1).Draw(t, "own contract")), ambiguity: rapid.Float64Range(0, 1).Draw(t, "own ambiguity")}
		}
	}
	return c
}

func TestWhateverTheScenarioOutcomesAreWhatTheyClaimToBe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := randomScenario(t)
		if rapid.Bool().Draw(t, "acquainted by research leads") { // knowledge comes near its bound
			for _, id := range []ParameterID{liaisonOn, liaisonLead, liaisonTelling} {
				c.Values[id] = 1
			}
			c.Values[knowledgeKept] = rapid.Float64Range(.5, 1).Draw(t, "knowledge kept beside them")
		}
		months := rapid.IntRange(12, 24).Draw(t, "months")
		results := make([]RunResult, 1)
		if err := NewCohort([]*Config{c}).Run(context.Background(), rapid.Uint64().Draw(t, "seed"), 0, months, results); err != nil {
			t.Fatal(err)
		}
		r := results[0]
		check := func(name string, v float64) {
			o, rounding := outcomes[OutcomeIndex(name)], 1e-6
			low, high := math.Inf(-1), math.Inf(1)
			if strings.HasPrefix(name, "trust_") || strings.HasPrefix(name, "knowledge_") {
				rounding = 0 // readers draw and divide by what is left to 1
			}
			switch {
			case name == "care_share_of_gap":
			case name == "ceremoniality", name == "ceremony_time": // a difference of shares
				low, high = -1, 1
			case name == "indicator_correlation" || o.Unit == "correlation":
				low, high = -1, 1
			case o.Unit == indexUnit || strings.HasPrefix(o.Unit, "share"):
				low, high = 0, 1
			case strings.HasPrefix(o.Unit, "per service"), strings.HasPrefix(o.Unit, "per 100 services"):
				low = 0
			}
			if math.IsNaN(v) || math.IsInf(v, 0) || v < low-rounding || v > high+rounding {
				t.Fatalf("%s (%s) is %v", name, o.Unit, v)
			}
		}
		for o, v := range r.Values {
			check(outcomes[o].Name, v)
		}
		for month := range months {
			shares := 0.0
			for o, series := range r.Series {
				check(outcomes[o].Name, series[month])
				if strings.HasPrefix(outcomes[o].Name, "share_") {
					shares += series[month]
				}
			}
			// In a tiny hospital that bonuses, envelopes, vacancies or offices leave little time, nobody may have a unit in a month.
			idle := shares == 0 && (c.uses(steeringCycle) || c.uses(technostructureStaffed) || c.uses(moneyAccounts) || c.uses(staffPosts) ||
				c.uses(liaisonOn) || c.uses(chiefActs))
			if math.Abs(shares-1) > 1e-9 && !idle {
				t.Fatalf("month %d: shares of time sum to %v", month, shares)
			}
		}
	})
}

func TestAMonthAllocatesNothing(t *testing.T) {
	for name, with := range map[string]settings{"services": servicesOnly, "network": network, "soft pôles": softPoles, "contracts": contracts,
		"all mechanisms": contracts.and(named), "steered and paid": contracts.and(allParts),
		"people and care": peopleAndCare.and(contracts).and(settings{"care.feedback": 1, "staff.physician_leaving": .1}),
		"social pôles":    contracts.and(socialOn), "projects": everything.and(manyProjects),
		"chosen pôles": contracts.and(socialOn).and(askingNow),
		"all parts":    allOn.and(askingNow).and(settings{"projects.field": 1, "projects.revision": 1, "projects.compulsion": 1})} {
		w := worldOf(t, scenario(t, with), 0)
		const months = 24
		r := RunResult{}
		r.clear(months)
		m := newMember(w.Hospital)
		m.result = &r
		var schedule sim.Schedule
		schedule.Monthly(w.land)
		w.schedule(&schedule)
		schedule.Observe(sim.ProcessFunc(func(month int) { m.observe(month, true) }))
		ctx := context.Background()
		two := func() {
			if err := schedule.Run(ctx, months); err != nil {
				t.Fatal(err)
			}
		}
		two() // warm up
		if allocs := testing.AllocsPerRun(5, two); allocs != 0 {
			t.Errorf("%s: %v allocations in %d months", name, allocs, months)
		}
	}
}

// What a cohort allocates is for the start of a replication: a run of more months allocates no more.
func TestAMonthOfACohortAllocatesNothing(t *testing.T) {
	everywhere := settings{"arenas.none": .25, "arenas.pole": .25, "arenas.institution": .25, "arenas.network": .25}
	for name, list := range map[string][]*Config{
		"services with references":  {scenario(t, servicesOnly)},
		"twin":                      {scenario(t, contracts)},
		"institution":               {scenario(t, settings{"arenas.none": 0, "arenas.institution": 1})},
		"informal meetings":         {scenario(t, network.and(settings{"formal.mutual_adjustment": 1, "professionals.attention": 3.5}))},
		"listed services":           {mixed(t, contracts.and(everywhere))},
		"several on several works":  append(four(t), mixed(t, softPoles), mixed(t, contracts)),
		"all mechanisms":            {scenario(t, everything.and(named)), mixed(t, everything.and(named).and(settings{"supervision.level": 1}))},
		"steered and paid":          {mixed(t, contracts.and(allParts))},
		"contracts with services":   {scenario(t, contracts.and(allParts).and(settings{"steering.level": 1, "measurement.coverage": .5}))},
		"people and care":           {mixed(t, contracts.and(peopleAndCare).and(settings{"care.feedback": 1, "staff.physician_leaving": .1}))},
		"social pôles":              {mixed(t, contracts.and(socialOn).and(settings{"mandates.redrawn": 0}))},
		"services that ask":         {mixed(t, contracts.and(socialOn).and(askingNow).and(settings{"mandates.places": 0}))},
		"everything on offer moves": {mixed(t, contracts.and(everywhere).and(settings{"environment.dynamism": .03, "formal.mutual_adjustment": 1, "arenas.meeting_units": 2.5}))},
		"projects":                  {scenario(t, everything.and(manyProjects)), mixed(t, everything.and(manyProjects))},
		"all parts":                 {scenario(t, allOn.and(askingNow).and(settings{"projects.field": 1, "projects.revision": 1, "projects.compulsion": 1, "mandates.places": 0}))},
	} {
		cohort, results := NewCohort(list), make([]RunResult, len(list))
		cohort.Details = true
		// Every run allocates the same; what the runtime allocates meanwhile is counted too, once in some hundred runs. So the
		// fewest of several runs are the cohort's own.
		allocations := func(months int) float64 {
			fewest := math.Inf(1)
			for range 3 {
				fewest = min(fewest, testing.AllocsPerRun(1, func() {
					if err := cohort.Run(context.Background(), 1, 0, months, results); err != nil {
						t.Fatal(err)
					}
				}))
			}
			return fewest
		}
		allocations(96) // makes room for the longer run
		if short, long := allocations(24), allocations(96); long != short {
			t.Errorf("%s: %v allocations in 24 months, %v in 96", name, short, long)
		}
		if name == "informal meetings" && outcome(t, results[0], "informal_units") == 0 {
			t.Error("nobody met informally: nothing was tested")
		}
	}
}

// What became of a twin's patients need not be reckoned, unless the load of its staff follows from it at some time.
func TestATwinsPatientsAreLeftOutWhereNothingFollowsFromThem(t *testing.T) {
	parts := allOn.and(settings{"care.feedback": 0})
	for name, c := range map[string]*Config{
		"never":  scenario(t, parts),
		"later":  events(scenario(t, parts), Event{Month: 9, Settings: own(t, settings{"care.feedback": 1})}),
		"always": scenario(t, parts.and(settings{"care.feedback": 1})),
	} {
		var spent [2][]float64 // the twin's time as it is, and with the opposite
		for opposite := range spent {
			cohort := NewCohort([]*Config{c})
			twin := cohort.members[0].twin.care
			if twin.untold != (name == "never") {
				t.Fatalf("feedback %s: patients left out: %v", name, twin.untold)
			}
			twin.untold = twin.untold != (opposite == 1)
			if err := cohort.Run(context.Background(), 1, 0, 36, make([]RunResult, 1)); err != nil {
				t.Fatal(err)
			}
			spent[opposite] = slices.Clone(cohort.members[0].spent[1])
		}
		if same := slices.Equal(spent[0], spent[1]); same != (name == "never") {
			t.Errorf("feedback %s: patients make no difference to the twin's time: %v", name, same)
		}
	}
}
