package model

import (
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"polesim/sim"
)

// asking are soft pôles in which services choose where they belong when a mandate ends.
var asking = softPoles.and(settings{"mandates.end": 1, "mandates.months": 9, "mandates.choice": 1})

// askers lists the services that want another pôle, and which.
func (w *world) askers() map[ServiceID]PoleID {
	m := &w.social.mandates.wishes
	want := make(map[ServiceID]PoleID)
	for _, i := range m.ask(w.Hospital, nil) {
		want[i] = m.wanted[i]
	}
	return want
}

// Off means off: while lots are drawn, nothing that services could wish or the direction refuse changes a bit.
func TestWhileLotsAreDrawnWishesChangeNoBit(t *testing.T) {
	lot := contracts.and(socialOn).and(settings{"mandates.months": 7})
	plain := run(t, 0, 24, mixed(t, lot))[0]
	for _, end := range []func(Parameter) float64{func(p Parameter) float64 { return p.Min }, func(p Parameter) float64 { return p.Max }} {
		turned := settings{}
		for _, id := range []ParameterID{mandatePlaces, mandateHurdle, mandateReluctance, mandateSmallest, mandateTogether} {
			turned[registry[id].Key] = end(registry[id])
		}
		if !sameBits(plain, run(t, 0, 24, mixed(t, lot.and(turned)))[0]) {
			t.Error("wishes act although lots are drawn")
		}
	}
}

// To ask is no more than that: where the direction lets nobody go, all is as if nobody had been drawn either.
func TestAskingAloneChangesNothing(t *testing.T) {
	still := softPoles.and(socialOn).and(settings{"mandates.redrawn": 0, "mandates.hurdle": 0})
	results := run(t, 0, 24, mixed(t, still), mixed(t, still.and(settings{"mandates.choice": 1, "mandates.places": 0})))
	asked := OutcomeIndex("services_asking")
	if results[1].Values[asked] == 0 {
		t.Fatal("nobody asked: nothing was tested")
	}
	results[1].Values[asked], results[1].Series[asked] = 0, results[0].Series[asked]
	if !sameBits(results[0], results[1]) {
		t.Error("asking changes more than the number of those who ask")
	}
}

// Expected of a pôle: attendance × the mean, over its other members, of dependence × trust × chance to hit on what is shared.
func TestAServiceAsksForThePoleWhoseMeetingsPromiseMost(t *testing.T) {
	const hurdle, hint, costly, reluctant = .1, .4, 1.5, .7
	w := worldOf(t, mixed(t, asking.and(settings{"mandates.hurdle": hurdle, "relations.hint": hint, "belonging.moves": 1,
		"arenas.distance_cost": costly, "mandates.reluctance": reluctant, "arenas.attendance_floor": .1})), 0)
	w.poles[1].ambiguity, w.poles[2].ambiguity, w.poles[3].relief = .2, .5, .5
	w.poles[2].rotating = true
	for p := range w.poles {
		w.poles[p].legitimacy = .1 + .2*float64(p)
	}
	for i := range ServiceID(w.n) {
		w.goals[i] = newGoals(.6, .1, .05*float64(i%7))
		w.weigh(i)
		for j := range ServiceID(w.n) {
			if i != j {
				w.relations.move(i, j, float64((int(i)+3*int(j))%5)/5+.1, 1)
				w.relations.learn(i, j, float64((2*int(i)+int(j))%4)/4)
			}
		}
	}
	expected := func(i ServiceID, p PoleID) float64 {
		sum, others, onSite, members := 0.0, 0.0, 0.0, 0.0
		patients, colleagues := w.workflow.row(int(i), w.n), w.disciplines.row(int(i), w.n)
		academic := w.goals[i].academic / (w.goals[i].care + w.goals[i].academic)
		for j, of := range w.poleOf {
			if of != p {
				continue
			}
			members++
			onSite += one(w.config.Services[j].Site == w.config.Services[i].Site)
			if ServiceID(j) == i {
				continue
			}
			others++
			r := w.relations.of(i, ServiceID(j))
			hit := float64(r.know) + (1-float64(r.know))*hint*(1-w.poles[p].ambiguity/2)
			sum += ((1-academic)*patients[j] + academic*colleagues[j]) * float64(r.trust) * hit
		}
		away := one(w.config.Services[i].Site != w.poles[p].seat)
		if w.poles[p].rotating {
			away = 1 - onSite/members
		}
		away *= 1 - w.poles[p].relief
		belonging := 0.0
		if p == w.poleOf[i] {
			belonging = .25
		}
		return sum / others * (.1 + .9*logistic(2*(1-w.poles[p].ambiguity)+2*w.poles[w.poleOf[i]].legitimacy+2*belonging-3-away*(costly+reluctant)))
	}
	want := w.askers()
	for i := range ServiceID(w.n) {
		best, most := w.poleOf[i], expected(i, w.poleOf[i])*(1+hurdle)
		for p := range PoleID(4) {
			if there := expected(i, p); p != w.poleOf[i] && there > most {
				best, most = p, there
			}
		}
		if asked, asks := want[i]; asks != (best != w.poleOf[i]) || asks && asked != best {
			t.Errorf("service %d of pôle %d asks (%v) for pôle %d, expected %d", i, w.poleOf[i], asks, asked, best)
		}
	}
	if len(want) < 5 || len(want) > w.n-5 {
		t.Errorf("%d of %d services ask: nothing was tested", len(want), w.n)
	}
}

// What a service cannot see does not move it: it goes to those whom it has come to trust and know, not to others.
func TestAServiceGoesToThoseWhomItTrustsAndKnows(t *testing.T) {
	w := worldOf(t, scenario(t, asking.and(settings{"mandates.hurdle": 4})), 0)
	if want := w.askers(); len(want) != 0 {
		t.Fatalf("%d services ask before anybody trusts anybody", len(want))
	}
	const i, there = ServiceID(0), PoleID(2)
	for j, p := range w.poleOf {
		if p == there {
			w.relations.move(i, ServiceID(j), 1, 1)
			w.relations.learn(i, ServiceID(j), 1)
		}
	}
	if want := w.askers(); len(want) != 1 || want[i] != there {
		t.Errorf("of all services those that ask are %v, expected service %d for pôle %d", want, i, there)
	}
}

// A site that does not want to join keeps its services from pôles that meet elsewhere, however much they share with them.
func TestReluctantSitesStayWithTheirOwn(t *testing.T) {
	sites := func(reluctance float64) float64 {
		c := mixed(t, asking.and(settings{"mandates.places": 1, "mandates.hurdle": 0, "arenas.attendance_floor": 0, "arenas.distance_cost": 0,
			"workflow.inter_site": .6, "mandates.reluctance": reluctance}))
		return outcome(t, run(t, 0, 60, c)[0], "sites_per_pole")
	}
	if none, much := sites(0), sites(5); much > none-.3 {
		t.Errorf("a pôle has services on %.2f sites, and on %.2f where sites do not want to join", none, much)
	}
}

func TestNobodyAsksWherePolesDoNotMeet(t *testing.T) {
	for name, with := range map[string]settings{"no meetings": {"arenas.meeting_units": 0}, "network": {"arenas.pole": 0, "arenas.network": 1}} {
		w := worldOf(t, mixed(t, asking.and(settings{"mandates.hurdle": 0}).and(with)), 0)
		if want := w.askers(); len(want) != 0 {
			t.Errorf("%s: %d services ask", name, len(want))
		}
	}
}

// The direction hears in an order drawn by lot; beyond the places that there are it lets nobody go.
func TestNoMoreServicesMoveThanThereArePlaces(t *testing.T) {
	eager := asking.and(settings{"mandates.hurdle": 0, "mandates.smallest": 1})
	for places, want := range map[float64]int{0: 0, .1: 3, .2: 6} { // of 31 services
		w := worldOf(t, mixed(t, eager.and(settings{"mandates.places": places})), 0)
		asked, moved, granted := 0, 0, 0
		w.live(t, 10, func(int) {
			m := &w.social.mandates
			asked, moved, granted = asked+m.wishes.asked, moved+m.moved, granted+m.wishes.granted
		})
		if moved != want || granted != want || asked <= want {
			t.Errorf("%v places: %d asked, %d were let go and %d moved, expected %d", places, asked, granted, moved, want)
		}
	}
	first := func(replication int) map[int]bool {
		w := worldOf(t, mixed(t, eager.and(settings{"mandates.places": .2})), 0)
		w.social.mandates.wishes.key = sim.Key(replication)
		who := make(map[int]bool)
		poleOf := slices.Clone(w.poleOf)
		w.social.mandates.wishes.grant(w.Hospital, w.social.mandates.wishes.ask(w.Hospital, nil), poleOf)
		for i := range poleOf {
			if poleOf[i] != w.poleOf[i] {
				who[i] = true
			}
		}
		return who
	}
	if a, b := first(0), first(1); len(a) == 0 || maps.Equal(a, b) {
		t.Errorf("the same services are let go whatever the lot: %v", a)
	}
}

func TestTheDirectionRefusesWhatItsRulesForbid(t *testing.T) {
	for _, rule := range []struct {
		with         settings
		staying      int // in the pôle that service 0 leaves, besides it
		left, joined int // of its discipline
		denied       bool
	}{
		{with: settings{"mandates.smallest": 3}, staying: 3},
		{with: settings{"mandates.smallest": 4}, staying: 3, denied: true},
		{with: settings{"mandates.disciplines_together": 1}, staying: 3, left: 1, joined: 0, denied: true},
		{with: settings{"mandates.disciplines_together": 1}, staying: 3, left: 1, joined: 1},
		{with: settings{"mandates.disciplines_together": 0}, staying: 3, left: 1, joined: 0},
	} {
		c := scenario(t, asking.and(rule.with)).Expand()
		for i := range c.Services {
			c.Services[i].Pole, c.Services[i].Discipline = 1, string(rune('b'+i))
			if i <= rule.staying {
				c.Services[i].Pole = 0
			}
		}
		c.Services[0].Discipline = "a"
		for k := range rule.left {
			c.Services[1+k].Discipline = "a"
		}
		for k := range rule.joined {
			c.Services[15-k].Discipline = "a"
		}
		c.Services[10].Pole, c.Services[11].Pole = 2, 3
		w := worldOf(t, c, 0)
		m := &w.social.mandates.wishes
		copy(m.wanted, w.poleOf)
		m.wanted[0] = 1
		poleOf := slices.Clone(w.poleOf)
		m.grant(w.Hospital, []ServiceID{0}, poleOf)
		if refused := poleOf[0] == 0; refused != rule.denied || m.granted != 1-int(one(refused)) {
			t.Errorf("%v: with %d staying, %d of its discipline left and %d joined it is refused: %v", rule.with, rule.staying, rule.left, rule.joined, refused)
		}
	}
}

// Each rule holds of the perimeter as it stands when a service is heard, not as it was before others went.
func TestAPoleIsNotEmptiedByThoseWhoAskTogether(t *testing.T) {
	w := worldOf(t, scenario(t, asking.and(settings{"mandates.places": 1, "mandates.smallest": 1})), 0)
	m := &w.social.mandates.wishes
	var all []ServiceID
	copy(m.wanted, w.poleOf)
	for i, p := range w.poleOf {
		if p == 0 {
			all, m.wanted[i] = append(all, ServiceID(i)), 1
		}
	}
	poleOf := slices.Clone(w.poleOf)
	m.grant(w.Hospital, all, poleOf)
	if sizes := sizesOf(poleOf); sizes[0] != 1 || m.granted != len(all)-1 {
		t.Errorf("all %d of a pôle asked to leave, %d went and %d stayed", len(all), m.granted, sizes[0])
	}
}

// Who goes of its own wish leaves belonging behind; who fears nothing does not stay away.
func TestWhoGoesByWishLeavesBelongingBehind(t *testing.T) {
	with := settings{"mandates.months": 10, "mandates.hurdle": 0, "mandates.places": .3, "mandates.belonging_kept": .5, "belonging.moves": 1}
	w := worldOf(t, mixed(t, asking.and(with)), 0)
	w.live(t, 10, nil)
	before, b := slices.Clone(w.poleOf), slices.Clone(w.social.identity.of)
	w.month = 10
	w.social.mandates.renew(w.Hospital, w.social)
	for i := range before {
		want := .5 * b[i].pole
		if w.poleOf[i] != before[i] {
			want = 0
		}
		close6(t, "belonging to the pôle", w.belonging[i].pole, want)
	}
	if w.social.mandates.moved == 0 {
		t.Error("nobody moved: nothing was tested")
	}
}

func TestNobodyFearsWhatServicesChoose(t *testing.T) {
	w := worldOf(t, scenario(t, asking.and(settings{"mandates.redrawn": .5, "mandates.fear": 3})), 0)
	close6(t, "attendance", w.meetings.comes[0][poleArena], .2+.8*logistic(2*.1+2*.4+2*.25-3))
}

func TestSitesAndSizesOfPoles(t *testing.T) {
	c := scenario(t, softPoles).Expand()
	c.Sites = []Site{{"A"}, {"B"}, {"C"}}
	for i := range c.Services { // pôles of 1, 3, 4 and 8 services on 1, 1, 2 and 3 sites
		p, site := PoleID(3), SiteID(i%3)
		switch {
		case i == 0:
			p, site = 0, 2
		case i < 4:
			p, site = 1, 1
		case i < 8:
			p, site = 2, SiteID(i%2)
		}
		c.Services[i].Pole, c.Services[i].Site = p, site
	}
	w := worldOf(t, c, 0)
	close6(t, "sites of a pôle", w.sitesPerPole(), 7./4)
	close6(t, "spread of sizes", w.poleSizeSpread(), math.Sqrt((9.+1+0+16)/4))
}

// However eager services are and whatever the direction's rules: all stay members of one pôle, no pôle falls below what must
// stay in it, no more move than there are places, and coverage is that of the perimeter in force.
func TestMembershipIsConservedWhereServicesChoose(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		with := settings{"mandates.months": float64(rapid.IntRange(1, 6).Draw(rt, "months")),
			"mandates.places":               rapid.Float64Range(0, 1).Draw(rt, "places"),
			"mandates.hurdle":               rapid.Float64Range(0, .5).Draw(rt, "hurdle"),
			"mandates.reluctance":           rapid.Float64Range(0, 5).Draw(rt, "reluctance"),
			"mandates.smallest":             float64(rapid.IntRange(1, 12).Draw(rt, "smallest")),
			"mandates.disciplines_together": float64(rapid.IntRange(0, 1).Draw(rt, "together")),
		}
		governance := rapid.SampledFrom([]settings{contracts, softPoles, everything, contracts.and(allParts).and(peopleAndCare)}).Draw(rt, "governance")
		c := mixed(t, governance.and(socialOn).and(settings{"mandates.choice": 1}).and(with))
		w := worldOf(t, c, rapid.IntRange(0, 9).Draw(rt, "replication"))
		last, least := slices.Clone(w.poleOf), sizesOf(w.poleOf)
		for p := range least {
			least[p] = min(least[p], int(with["mandates.smallest"]))
		}
		w.live(t, 18, func(month int) {
			differ := 0
			for i := range last {
				differ += int(one(last[i] != w.poleOf[i]))
			}
			m := &w.social.mandates
			if differ != m.moved || differ != m.wishes.granted || m.wishes.granted > m.wishes.asked ||
				float64(differ) > with["mandates.places"]*float64(w.n) || differ > 0 && !m.renewed {
				rt.Fatalf("month %d: %d moved, %d counted, %d granted of %d", month, differ, m.moved, m.wishes.granted, m.wishes.asked)
			}
			total := 0
			for p, size := range sizesOf(w.poleOf) {
				total += size
				if size < least[p] || size != w.poles[p].members || size != len(w.social.of(PoleID(p))) {
					rt.Fatalf("month %d: pôle %d has %d services, counted as %d, %d listed, %d at least", month, p, size, w.poles[p].members,
						len(w.social.of(PoleID(p))), least[p])
				}
			}
			if total != w.n {
				rt.Fatalf("month %d: %d of %d services are in a pôle", month, total, w.n)
			}
			copy(last, w.poleOf)
		})
	})
}

// Coverage follows the perimeter that services choose, without anybody saying so.
func TestCoverageFollowsThePerimeterThatServicesChoose(t *testing.T) {
	eager := asking.and(settings{"mandates.places": 1, "mandates.hurdle": .05})
	c := mixed(t, eager.and(settings{"perimeter.random": 1}))
	still := mixed(t, eager.and(settings{"perimeter.random": 1, "mandates.places": 0}))
	var gain sample
	for replication := range 8 {
		r := run(t, replication, 60, c, still)
		gain = append(gain, outcome(t, r[0], "coverage")-outcome(t, r[1], "coverage"))
	}
	if gain.mean() < 4*gain.se() {
		t.Errorf("coverage rises by %.3f ± %.3f (s.e.) where services choose whom to be with", gain.mean(), gain.se())
	}
}
