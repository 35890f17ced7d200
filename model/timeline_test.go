package model

import (
	"context"
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"polesim/sim"
)

// own turns settings into values by parameter.
func own(t testing.TB, with settings) Overrides {
	t.Helper()
	values := Overrides{}
	for key, v := range with {
		id, ok := Lookup(key)
		if !ok || !registry[id].MayChange() {
			t.Fatalf("%s may not change", key)
		}
		values[id] = v
	}
	return values
}

// events returns a scenario with events.
func events(c *Config, list ...Event) *Config {
	d := c.Clone()
	d.Timeline = list
	return d
}

// several is a hospital on several sites in which all there is happens, with another perimeter to turn to.
func several(t *testing.T, with settings) *Config {
	c := mixed(t, everything.and(with))
	pole := make([]PoleID, len(c.Services))
	for i := range pole {
		pole[i] = PoleID(i % 3)
	}
	c.Perimeters = []Perimeter{{Name: "other", Poles: []string{"A", "B", "C"}, Pole: pole}}
	return c
}

func TestTheLaterOfTwoEventsWinsAndAtItsEndWhatHeldWithoutItHoldsAgain(t *testing.T) {
	c := scenario(t, settings{"governance.ambiguity": .5})
	first := Event{Name: "first", Month: 2, Months: 10, Settings: own(t, settings{"governance.ambiguity": .2})}
	within := Event{Name: "within", Month: 4, Months: 4, Settings: own(t, settings{"governance.ambiguity": .9})}
	beyond := Event{Name: "beyond", Month: 10, Months: 6, Settings: own(t, settings{"governance.ambiguity": .7})}
	beside := Event{Name: "beside", Month: 10, Months: 1, Settings: own(t, settings{"governance.ambiguity": .6})}
	forGood := Event{Name: "for good", Month: 20, Settings: own(t, settings{"governance.ambiguity": 1})}
	want := map[int]float64{0: .5, 1: .5, 2: .2, 3: .2, 4: .9, 7: .9, 8: .2, 9: .2, 10: .6, 11: .7, 15: .7, 16: .5, 19: .5, 20: 1, 500: 1}
	for _, order := range [][]Event{{first, within, beyond, beside, forGood}, {forGood, beyond, beside, within, first}} {
		d := events(c, order...)
		for month, v := range want {
			if got := d.At(month).Value(ambiguity); got != v {
				t.Errorf("month %d: ambiguity is %v, expected %v", month, got, v)
			}
		}
	}
	if d := events(c, first); d.At(1) != d || d.At(12) != d || d.At(2) == d || d.Value(ambiguity) != .5 {
		t.Error("a scenario is copied where no event holds, or changed by one that does")
	}
}

func TestWhoHasAValueOfItsOwnKeepsItUnlessAnEventNamesIt(t *testing.T) {
	c := several(t, settings{"governance.ambiguity": .5, "professionals.autonomy": .5})
	c.Poles[0].Own = Overrides{ambiguity: .1}
	c.Services[2].Own = Overrides{autonomy: .1}
	d := events(c,
		Event{Name: "all", Month: 1, Settings: own(t, settings{"governance.ambiguity": .9, "professionals.autonomy": .9})},
		Event{Name: "some", Month: 2, Months: 1, Settings: own(t, settings{"governance.ambiguity": .3, "professionals.autonomy": .3}),
			Poles: []PoleID{0, 1}, Services: []ServiceID{2, 3}},
	)
	for month, want := range []struct{ pole, service [2]float64 }{
		{[2]float64{.1, .5}, [2]float64{.1, .5}}, {[2]float64{.1, .9}, [2]float64{.1, .9}}, {[2]float64{.3, .3}, [2]float64{.3, .3}},
		{[2]float64{.1, .9}, [2]float64{.1, .9}},
	} {
		now := d.At(month)
		if got := [2]float64{now.PoleValue(0, ambiguity), now.PoleValue(1, ambiguity)}; got != want.pole {
			t.Errorf("month %d: pôles have %v, expected %v", month, got, want.pole)
		}
		if got := [2]float64{now.ServiceValue(2, autonomy), now.ServiceValue(3, autonomy)}; got != want.service {
			t.Errorf("month %d: services have %v, expected %v", month, got, want.service)
		}
	}
	if c.Poles[0].Own[ambiguity] != .1 || len(c.Poles[1].Own) > 0 || len(c.Services[3].Own) > 0 {
		t.Error("events write into the scenario")
	}
}

func TestWhatChangesNothingChangesNoBit(t *testing.T) {
	c := several(t, nil)
	values, poleValues, serviceValues := Overrides{}, Overrides{}, Overrides{}
	for id, p := range registry {
		if !p.MayChange() {
			continue
		}
		v := c.Value(ParameterID(id))
		values[ParameterID(id)] = v
		switch p.Scope { // own values make an era of its own, in which all is read again
		case PerPole:
			poleValues[ParameterID(id)] = v
		case PerService:
			serviceValues[ParameterID(id)] = v
		}
	}
	all := func(e Event) Event {
		for i := range c.Services {
			e.Services = append(e.Services, ServiceID(i))
		}
		for p := range c.Poles {
			e.Poles = append(e.Poles, PoleID(p))
		}
		return e
	}
	maps := Overrides{}
	for id, v := range poleValues {
		maps[id] = v
	}
	for id, v := range serviceValues {
		maps[id] = v
	}
	bare := run(t, 1, 36, c)[0]
	for name, d := range map[string]*Config{
		"no event":           events(c),
		"what holds already": events(c, Event{Name: "same", Month: 5, Settings: values}),
		"all read again":     events(c, all(Event{Name: "again", Month: 5, Months: 20, Settings: maps})),
		"after the end":      events(c, Event{Name: "late", Month: 36, Settings: own(t, settings{"governance.ambiguity": 0})}),
		"moved to its place": events(c, Event{Name: "move", Month: 3, Moves: []Move{{Service: 1, To: c.Services[1].Site}}}),
	} {
		if !sameBits(bare, run(t, 1, 36, d)[0]) {
			t.Errorf("%s: results are others", name)
		}
	}
	if n := len(newStructure(events(c, all(Event{Name: "again", Month: 5, Months: 20, Settings: maps}))).eras); n != 3 {
		t.Errorf("%d eras: nothing was read again, so nothing was tested", n)
	}
}

func TestAnEventLeavesWhatWasBeforeIt(t *testing.T) {
	const at, months = 10, 24
	c := several(t, nil)
	bare := run(t, 0, months, c)[0]
	for name, e := range map[string]Event{
		"ambiguity":    {Settings: own(t, settings{"governance.ambiguity": 0})},
		"contract":     {Settings: own(t, settings{"governance.contract": 0})},
		"surge":        {Settings: own(t, settings{"arenas.meeting_units": 0}), Months: 6},
		"dynamism":     {Settings: own(t, settings{"environment.dynamism": 0})},
		"one pôle":     {Settings: own(t, settings{"governance.contract": 0}), Poles: []PoleID{1}},
		"one service":  {Settings: own(t, settings{"professionals.attention": 4}), Services: []ServiceID{5}},
		"perimeter":    {Settings: own(t, settings{"perimeter.use": 1})},
		"random pôles": {Settings: own(t, settings{"perimeter.random": 1})},
		"move":         {Moves: []Move{{Service: Everyone, From: c.Services[0].Site, To: c.Services[1].Site}}},
		"trust":        {Settings: own(t, settings{"relations.trust_start": .9})},
	} {
		e.Name, e.Month = name, at
		got := run(t, 0, months, events(c, e))[0]
		before, after := true, true
		for o := range got.Series {
			before = before && slices.Equal(got.Series[o][:at], bare.Series[o][:at])
			after = after && slices.Equal(got.Series[o][at:], bare.Series[o][at:])
		}
		if !before || after {
			t.Errorf("%s: same before the event: %v; same after it: %v", name, before, after)
		}
	}
}

// What is read of parameters after a time is what would be read had nothing ever happened.
func TestAfterATimeWhatHeldBeforeHoldsAgain(t *testing.T) {
	c := several(t, nil)
	other := Overrides{}
	for id, p := range registry {
		if p.MayChange() && p.Kind != Reference {
			other[ParameterID(id)] = p.Min + float64(.3*(p.Max-p.Min))
			if p.Kind != Number {
				other[ParameterID(id)] = p.Max - c.Value(ParameterID(id))
			}
		}
	}
	other[agreementMonths] = 3
	w := worldOf(t, events(c, Event{Name: "while", Month: 4, Months: 5, Settings: other,
		Moves: []Move{{Service: Everyone, From: 0, To: 1}}}), 0)
	type reading struct {
		values   hospitalValues
		people   []disposition
		poles    []pole
		comes    [][arenas]float64
		share    [arenas]float64
		units    float64
		formal   []float64
		places   places
		kept     []float64
		poleOf   []PoleID
		dynamism float64
	}
	take := func() reading {
		r := reading{w.hospitalValues, slices.Clone(w.people), slices.Clone(w.poles), slices.Clone(w.meetings.comes), w.meetings.share,
			w.meetings.units, slices.Clone(w.formalShare), *w.places, slices.Clone(w.relations.kept), slices.Clone(w.poleOf), w.land.dynamism}
		for p := range r.poles {
			r.poles[p].open, r.poles[p].formal = slices.Clone(r.poles[p].open), slices.Clone(r.poles[p].formal)
		}
		return r
	}
	var months []reading
	w.live(t, 12, func(int) { months = append(months, take()) })
	for month, r := range months {
		if during, same := month >= 4 && month < 9, reflect.DeepEqual(r, months[0]); during == same {
			t.Errorf("month %d: read as at the start: %v", month, same)
		}
	}
}

func TestAnEventAtTheStartIsAScenarioThatSaysSo(t *testing.T) {
	c := several(t, nil)
	set := settings{"governance.ambiguity": .9, "arenas.meeting_units": 1, "perimeter.use": 1, "environment.dynamism": .005, "relations.trust_fade": .2}
	said := c.Clone()
	for id, v := range own(t, set) {
		said.Values[id] = v
	}
	if !sameBits(run(t, 0, 24, said)[0], run(t, 0, 24, events(c, Event{Name: "start", Settings: own(t, set)}))[0]) {
		t.Error("an event in month 0 differs from a scenario that says so from the start")
	}
}

func TestCeremonialityIsToldFromChanceWhereOnlyAnEventBringsContracts(t *testing.T) {
	c := scenario(t, contracts.and(settings{"governance.contract": 0, "governance.incentive": 3, "measurement.manipulability": .7}))
	e := Event{Name: "contracts", Month: 6, Settings: own(t, settings{"governance.contract": 1})}
	if r := run(t, 0, 48, events(c, e))[0]; outcome(t, r, "ceremoniality") == 0 || outcome(t, r, "ceremoniality") == outcome(t, r, "ceremoniality_raw") {
		t.Errorf("ceremoniality is %v, raw %v: there is no twin without steering", outcome(t, r, "ceremoniality"), outcome(t, r, "ceremoniality_raw"))
	}
	if !(Outcome{Part: "governance.contract"}).In(events(c, e)) || (Outcome{Part: "governance.contract"}).In(c) {
		t.Error("a part that only an event switches on is not known to be on")
	}
}

// Hospitals share a landscape, and references, only where it moves alike and they have the same time, always.
func TestScenariosWithTimeLinesAreTheSameAloneAndTogether(t *testing.T) {
	c := scenario(t, softPoles)
	list := []*Config{c,
		events(c, Event{Name: "calm", Month: 3, Settings: own(t, settings{"environment.dynamism": 0})}),
		events(c, Event{Name: "storm", Month: 3, Months: 4, Settings: own(t, settings{"environment.dynamism": .03})}),
		events(c, Event{Name: "no meetings", Month: 3, Months: 4, Settings: own(t, settings{"arenas.meeting_units": 0})}),
		events(c, Event{Name: "more attention", Month: 12, Settings: own(t, settings{"professionals.attention": 2})}),
	}
	together := run(t, 0, 24, list...)
	for k, d := range list {
		if !sameBits(run(t, 0, 24, d)[0], together[k]) {
			t.Errorf("scenario %d is another alone than with others", k)
		}
	}
	b := NewBlueprint(list)
	if b.SameHospital() || b.SameMeetingTime() {
		t.Error("other paces or meeting times on the way are not noticed")
	}
	if b := NewBlueprint([]*Config{list[0], list[4]}); !b.SameHospital() || !b.SameMeetingTime() {
		t.Error("more attention makes another hospital")
	}
	if alone := "care_uncoordinated"; outcome(t, together[4], alone) == outcome(t, together[0], alone) ||
		outcome(t, together[3], alone) == outcome(t, together[0], alone) {
		t.Error("references keep the time they had at the start")
	}
}

func TestATimeLineIsTheSameAfterOtherReplicationsAndForAnyNumberOfWorkers(t *testing.T) {
	c := several(t, nil)
	list := []*Config{c, events(c,
		Event{Name: "a", Month: 3, Months: 9, Settings: own(t, settings{"perimeter.use": 1, "environment.dynamism": 0, "relations.knowledge_kept": .8})},
		Event{Name: "b", Month: 6, Settings: own(t, settings{"governance.contract": 0, "arenas.meeting_units": .5}), Moves: []Move{{Service: 0, To: 1}}})}
	veteran, results := NewCohort(list), make([]RunResult, len(list))
	for _, replication := range []int{2, 0, 1} {
		if err := veteran.Run(context.Background(), 1, replication, 24, results); err != nil {
			t.Fatal(err)
		}
		for k, r := range run(t, replication, 24, list...) {
			if !sameBits(r, results[k]) {
				t.Errorf("replication %d of scenario %d is another after others", replication, k)
			}
		}
	}
	blueprint := NewBlueprint(list)
	collect := func(workers int) (values [][]float64) {
		newRun := func() sim.RunFunc[[]RunResult] {
			cohort := blueprint.NewCohort()
			return func(ctx context.Context, replication int, into *[]RunResult) error {
				*into = make([]RunResult, len(list))
				return cohort.Run(ctx, 1, replication, 18, *into)
			}
		}
		err := sim.Replicate(context.Background(), sim.Plan{Replications: 8, Workers: workers}, newRun, func(_ int, results *[]RunResult, err error) error {
			for _, r := range *results {
				values = append(values, slices.Clone(r.Values))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return values
	}
	if !reflect.DeepEqual(collect(1), collect(4)) {
		t.Error("runs with a time line differ between one worker and four")
	}
}

func TestMonthsWithoutEventsAllocateNothing(t *testing.T) {
	c := several(t, nil)
	list := []*Config{events(c,
		Event{Name: "a", Month: 3, Months: 9, Settings: own(t, settings{"perimeter.use": 1, "environment.dynamism": 0})},
		Event{Name: "b", Month: 6, Settings: own(t, settings{"relations.knowledge_kept": .8}), Moves: []Move{{Service: 0, To: 1}}})}
	cohort, results := NewCohort(list), make([]RunResult, 1)
	allocations := func(months int) float64 {
		return testing.AllocsPerRun(3, func() {
			if err := cohort.Run(context.Background(), 1, 0, months, results); err != nil {
				t.Fatal(err)
			}
		})
	}
	allocations(96) // makes room for the longer run
	if short, long := allocations(24), allocations(96); long > short {
		t.Errorf("%v allocations in 24 months, %v in 96", short, long)
	}
}

// After a move a hospital meets as one that always was so; its work stays.
func TestServicesThatMoveComeToMeetingsFromTheirNewSite(t *testing.T) {
	c := several(t, settings{"arenas.attendance_floor": 0, "governance.contract": 0})
	for i := range c.Services {
		c.Flows = append(c.Flows, Flow{ServiceID(i), ServiceID((i + 1) % len(c.Services)), float64(1 + i)})
	}
	last := SiteID(len(c.Sites) - 1)
	moved := c.Clone()
	for i := range moved.Services {
		if i == 3 || moved.Services[i].Site == 0 {
			moved.Services[i].Site = last
		}
	}
	w := worldOf(t, events(c, Event{Name: "move", Month: 2, Moves: []Move{{Service: Everyone, From: 0, To: last}, {Service: 3, To: last}}}), 0)
	always := worldOf(t, moved, 0)
	before := *w.places
	w.live(t, 4, nil)
	if reflect.DeepEqual(before, *w.places) || !reflect.DeepEqual(*always.places, *w.places) {
		t.Errorf("places are %v, expected %v", *w.places, *always.places)
	}
	if !reflect.DeepEqual(always.meetings.comes, w.meetings.comes) {
		t.Error("attendance is not that of services that always were there")
	}
	for p := range w.poles {
		if w.poles[p].seat != always.poles[p].seat {
			t.Errorf("pôle %d meets on site %d, expected %d", p, w.poles[p].seat, always.poles[p].seat)
		}
	}
	if !slices.Equal(w.workflow.to, always.workflow.to) {
		t.Error("moving changed who depends on whom")
	}
}

// Relations fade at the rates of their time.
func TestRelationsFadeAtTheRatesOfTheirTime(t *testing.T) {
	w := worldOf(t, events(scenario(t, softPoles), Event{Name: "fast", Month: 6, Months: 6,
		Settings: own(t, settings{"relations.trust_start": .6, "relations.trust_fade": .5, "relations.knowledge_kept": .5})}), 0)
	var trust, know float64
	i, j := ServiceID(0), ServiceID(1)
	w.live(t, 6, nil)
	e := *w.relations.of(i, j)
	trust, know = float64(e.trust), float64(e.know)
	for month := 6; month < 14; month++ {
		if month == 6 {
			w.enter(&w.eras[1])
		} else if month == 12 {
			w.enter(&w.eras[2])
		}
		w.relations.pass(month)
		start, fade, kept := .2, .01, .99
		if month < 12 {
			start, fade, kept = .6, .5, .5
		}
		trust, know = start+(1-fade)*(trust-start), know*kept
	}
	close6(t, "trust", float64(w.relations.of(i, j).trust), trust)
	close6(t, "knowledge", float64(w.relations.of(i, j).know), know)
	var sums, pairs [2]float64
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			if i != j {
				sums[w.relations.side(byPole, i, j)] += float64(w.relations.of(i, j).trust)
				pairs[w.relations.side(byPole, i, j)]++
			}
		}
	}
	for side := range sums {
		close6(t, "mean trust", w.relations.meanTrust(byPole, side), sums[side]/pairs[side])
	}
}

// Decoupling holds time spent against what the organisation said at the time.
func TestDecouplingWeighsFormalSharesByTheTimeInWhichTheyHeld(t *testing.T) {
	c := scenario(t, contracts)
	e := Event{Name: "all to skills", Month: 18, Settings: own(t, settings{"formal.skills": 1, "formal.results": 0, "formal.ceremony": 0, "arenas.meeting_units": 0})}
	cohort, results := NewCohort([]*Config{events(c, e)}), make([]RunResult, 1)
	if err := cohort.Run(context.Background(), 1, 0, 24, results); err != nil {
		t.Fatal(err)
	}
	m := cohort.members[0]
	// Months 12 to 23 count: six with two units of which half are attention, six with one.
	before, after := newHospitalAt(t, c), newHospitalAt(t, c.withAll(own(t, settings{"formal.skills": 1, "formal.results": 0, "formal.ceremony": 0, "arenas.meeting_units": 0})))
	want := make([]float64, len(mechanisms))
	for k := range want {
		want[k] = (6*2*before.formalShare[k] + 6*1*after.formalShare[k]) / 18
	}
	close6(t, "decoupling", outcome(t, results[0], "decoupling"), decouplingOf(want, m.spent[0]))
}

// newHospitalAt is a hospital at its start.
func newHospitalAt(t testing.TB, c *Config) *Hospital { return worldOf(t, c, 0).Hospital }

// withAll returns the scenario with other values.
func (c *Config) withAll(values Overrides) *Config {
	d := c.Clone()
	for id, v := range values {
		d.Values[id] = v
	}
	return d
}

// Over any time line the parameters in force are those of the last event that holds and sets them.
func TestOverAnyTimeLineTheLastEventThatHoldsHasItsWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := NewConfig("drawn")
		months := rapid.IntRange(0, 12)
		n := rapid.IntRange(0, 6).Draw(t, "events")
		for range n {
			c.Timeline = append(c.Timeline, Event{Month: months.Draw(t, "month"), Months: months.Draw(t, "months"),
				Settings: Overrides{ambiguity: float64(rapid.IntRange(0, 100).Draw(t, "ambiguity")) / 100}})
		}
		for month := range 26 {
			want, from := c.Value(ambiguity), -1
			for _, e := range c.Timeline {
				if month >= e.Month && (e.Months == 0 || month < e.Month+e.Months) && e.Month >= from {
					want, from = e.Settings[ambiguity], e.Month
				}
			}
			if got := c.At(month).Value(ambiguity); got != want {
				t.Fatalf("month %d: %v, expected %v", month, got, want)
			}
		}
		turns := c.Turns()
		for month := range 25 {
			if c.At(month).Value(ambiguity) != c.At(month+1).Value(ambiguity) && !slices.Contains(turns, month+1) {
				t.Fatalf("month %d is no turn", month+1)
			}
		}
	})
}

// People one by one have no morale while nobody holds a post: a service's is that of the months with posts, as the hospital's is.
func TestMoraleIsOfTheMonthsWithPosts(t *testing.T) {
	c := events(scenario(t, contracts.and(peopleAndCare)), Event{Name: "no posts", Month: 30, Settings: own(t, settings{"staff.posts": 0})})
	cohort, results := NewCohort([]*Config{c}), make([]RunResult, 1)
	cohort.Details = true
	if err := cohort.Run(context.Background(), 1, 0, 48, results); err != nil {
		t.Fatal(err)
	}
	r, total := results[0], 0.0
	s := cohort.members[0].hospital.structure
	for _, name := range []string{"morale", "nurse_vacancy"} {
		o := OutcomeIndex(name)
		close6(t, name, r.Values[o], sample(r.Series[o][24:30]).mean())
	}
	for i := range s.n {
		total += s.share[i] * r.Details[i][detailAt(t, "morale")]
	}
	close6(t, "morale of services", total, outcome(t, r, "morale"))
	if math.Abs(total-.5) < .01 {
		t.Errorf("morale is %v: nothing was tested", total)
	}
}
