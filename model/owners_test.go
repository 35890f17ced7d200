package model

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// owned is a hospital in which every pathway has an owner, who calls, and saves no delay by assumption.
var owned = settings{"care.units": 1, "pathways.owner": 1, "pathways.owner_effect": 0, "pathways.owner_calls": 1}

// shares says whether two services are on a pathway that has an owner.
func (w *world) shares(i, j ServiceID) bool {
	return slices.ContainsFunc(w.care.pathways, func(p pathway) bool {
		list := p.services()
		return p.chance < w.config.Value(pathwayOwner) && slices.Contains(list, i) && slices.Contains(list, j)
	})
}

func TestOwnersBringServicesOfTheirPathwaysTogether(t *testing.T) {
	for name, with := range map[string]settings{"services": servicesOnly, "soft pôles": softPoles, "contracts": contracts, "network": network} {
		for _, share := range []float64{.3, 1} {
			w := worldOf(t, mixed(t, countable.and(with).and(owned).and(settings{"pathways.owner": share, "arenas.none": 1, "arenas.pole": 0,
				"arenas.network": 0})), 0)
			units := 0.0
			w.live(t, 24, func(int) { units += w.tally.ownerUnits })
			met := 0
			for i := range ServiceID(w.n) {
				for j := range ServiceID(w.n) {
					if i == j || w.met(i, j) == 0 {
						continue
					}
					met += w.met(i, j)
					if !w.shares(i, j) {
						t.Errorf("%s: services %d and %d met, which share no pathway that has an owner", name, i, j)
					}
				}
			}
			if met == 0 || float64(met) != units {
				t.Errorf("%s: services met %d times, owners called %v units", name, met, units)
			}
		}
	}
}

// An owner calls a service as far as its stays are on owned pathways that go through other services too.
func TestAServiceIsCalledAsFarAsItsStaysAreOwned(t *testing.T) {
	w := worldOf(t, mixed(t, owned.and(settings{"pathways.owner": .4, "pathways.owner_calls": .5})), 0)
	some := 0
	for i := range ServiceID(w.n) {
		all, mine := 0.0, 0.0
		for _, p := range w.care.pathways {
			if list := p.services(); slices.Contains(list, i) {
				all += p.volume
				if p.chance < .4 && len(list) > 1 {
					mine += p.volume
				}
			}
		}
		close6(t, "share of meeting units", w.care.owners.called[i], .5*ratio(mine, all))
		if mine > 0 && mine < all {
			some++
		}
	}
	if some < 4 {
		t.Errorf("%d services are on pathways with and without owners: nothing was tested", some)
	}
	// and comes as it would to meet a neighbour as far away
	for i := range ServiceID(w.n) {
		away, all := 0.0, 0.0
		for _, p := range w.care.pathways {
			if list := p.services(); p.chance < .4 && slices.Contains(list, i) {
				for _, j := range list {
					if j != i {
						all += p.volume
						if w.config.Services[j].Site != w.config.Services[i].Site {
							away += p.volume
						}
					}
				}
			}
		}
		want := .2 + .8*logistic(2*.5+2*w.config.Value(legitimacy)+2*.25-3-ratio(away, all))
		close6(t, "attendance", w.meetings.comes[i][pathwayArena], want)
	}
}

// Services have the same meeting time whoever calls: what owners call for is taken from other arenas, and what comes to
// nothing goes back.
func TestOwnersTakeNoTimeThatServicesDoNotHave(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := randomScenario(r)
		c.Values[chiefActs], c.Values[chiefAuthority] = 1, rapid.Float64Range(0, 1).Draw(r, "authority")
		c.Values[informal], c.Values[careUnits], c.Values[pathwayOwner], c.Values[ownerCalls] = 0, 1, rapid.Float64Range(0, 1).Draw(r, "owners"), rapid.Float64Range(0, 1).Draw(r, "calls")
		none := c.Clone()
		none.Values[ownerCalls] = 0
		offers := func(c *Config) (offered []float64) {
			w := worldOf(t, c, 0)
			w.live(t, 15, func(month int) {
				tally := &w.tally
				unused := 0.0
				for _, units := range w.meetings.unused {
					unused += float64(units)
				}
				if tally.metUnits+unused != tally.meetingUnits || tally.ownerUnits+tally.dialogueUnits > tally.metUnits {
					r.Fatalf("month %d: of %v units on offer %v met and %v came to nothing, owners called %v", month, tally.meetingUnits, tally.metUnits, unused, tally.ownerUnits)
				}
				shares := 0.0
				for _, share := range w.formalShare {
					if share < -1e-9 {
						r.Fatalf("month %d: a formal share is %v", month, share)
					}
					shares += share
				}
				if math.Abs(shares-1) > 1e-9 {
					r.Fatalf("month %d: formal shares sum to %v", month, shares)
				}
				offered = append(offered, tally.meetingUnits)
			})
			return offered
		}
		if !slices.Equal(offers(c), offers(none)) {
			r.Fatal("owners change the meeting units on offer")
		}
	})
}

// What owners call for is formally time for open items.
func TestOwnersMeetingsAreFormallyOpenItems(t *testing.T) {
	for name, at := range map[string]struct {
		with                  settings
		plan, skills, decided float64 // of meeting units without owners, dialogues apart
	}{"services": {servicesOnly, 0, 1, 0}, "contracts": {contracts, .8, 0, 0}, "both": {contracts.and(settings{"arenas.none": 1}), .4, .5, 0},
		"chiefs decide": {contracts.and(settings{"chief.acts": 1, "chief.authority": .5}), .4, 0, .5},
		// In one month of three the first unit goes to the management dialogue, for which nobody else calls.
		"dialogues": {contracts.and(settings{"steering.cycle": 1, "steering.dialogue": 1}), .8 * 2 / 3, 0, 0}} {
		formal := func(calls float64) (w *world) {
			w = worldOf(t, scenario(t, at.with.and(owned).and(settings{"pathways.owner": .5, "pathways.owner_calls": calls})), 0)
			w.read()
			return w
		}
		with, without := formal(.6), formal(0)
		units := 0.0
		for _, called := range with.care.owners.called {
			units += called / float64(2*with.n) // one unit of attention, one of meetings
		}
		close6(t, name+": plans", without.formalShare[plansAt]-with.formalShare[plansAt], units*at.plan)
		close6(t, name+": skills", without.formalShare[skillsAt]-with.formalShare[skillsAt], units*at.skills)
		close6(t, name+": direct supervision", without.formalShare[supervisionAt]-with.formalShare[supervisionAt], units*at.decided)
		close6(t, name+": mutual adjustment", with.formalShare[adjustmentAt]-without.formalShare[adjustmentAt], units*(at.plan+at.skills+at.decided))
		if units < .01 {
			t.Errorf("%s: owners call for %v of time: nothing was tested", name, units)
		}
	}
}

// Off means off: owners who do not call meet nobody, calls without owners or without pathways reach nobody.
func TestOwnersWhoDoNotCallChangeNoBit(t *testing.T) {
	for name, governance := range map[string]settings{"soft pôles": softPoles, "contracts": contracts} {
		followed := governance.and(settings{"care.units": 1})
		want := run(t, 0, 24, mixed(t, followed))[0]
		if !sameBits(want, run(t, 0, 24, mixed(t, followed.and(settings{"pathways.owner_calls": 1})))[0]) {
			t.Errorf("%s: nobody calls, and somebody comes", name)
		}
		core := func(with settings) []float64 {
			var bits []float64
			for o, v := range run(t, 0, 24, mixed(t, followed.and(with)))[0].Values {
				if outcomes[o].Part == "" {
					bits = append(bits, v)
				}
			}
			return bits
		}
		if !slices.Equal(core(nil), core(settings{"pathways.owner": 1})) || !slices.Equal(core(nil), core(owned.and(settings{"care.units": 0}))) {
			t.Errorf("%s: owners who do not call, or whose pathways nobody follows, change the core", name)
		}
		if slices.Equal(core(nil), core(owned)) {
			t.Errorf("%s: owners who call change nothing: nothing was tested", name)
		}
	}
}

// The fit that is told is the one that stays follow.
func TestFitOfPathwaysIsTheMeanOverStays(t *testing.T) {
	w := followed(t, mixed(t, unlinked))
	fit, stays := 0.0, 0.0
	for _, p := range w.care.pathways {
		fit += p.volume * fitOf(&p, &w.practices)
		stays += p.volume
	}
	close6(t, "fit of pathways", outcomes[OutcomeIndex("pathway_fit")].observe(w.Hospital), fit/stays)
}

// Of those who came, partners are drawn in proportion to the stays they share; with nobody there the unit goes back.
func TestWhoCameIsMetInProportionToSharedStays(t *testing.T) {
	w := worldOf(t, mixed(t, owned), 0)
	l := w.care.owners.partners
	i := ServiceID(0)
	for l.start[i+1]-l.start[i] < 4 {
		i++
	}
	row := l.to[l.start[i]:l.start[i+1]]
	absent, all := row[1], 1-l.weight[l.start[i]+1]
	met := map[ServiceID]float64{}
	const months = 4000
	for month := range months {
		w.month = month
		for _, j := range row {
			w.meetings.place[j] = pathwayArena
		}
		w.meetings.place[i], w.meetings.place[absent] = pathwayArena, noArena
		w.seekOnPathway(i, 0)
		for _, j := range row {
			if j != absent && w.meetings.place[j] == noArena {
				met[j]++
			}
		}
	}
	for k, j := range row {
		if want := l.weight[l.start[i]+int32(k)] / all; j != absent {
			within4(t, "share of meetings", met[j]/months, want, math.Sqrt(want*(1-want)/months))
		}
	}
	clear(w.meetings.unused)
	for j := range w.meetings.place {
		w.meetings.place[j] = networkArena
	}
	w.meetings.place[i] = pathwayArena
	if w.seekOnPathway(i, 0); w.meetings.unused[i] != 1 || w.meetings.place[i] != noArena {
		t.Error("a service meets others who are elsewhere")
	}
}

func TestOwnersCallWhilePathwaysAreFollowed(t *testing.T) {
	c := mixed(t, network.and(owned))
	c = events(c, Event{Name: "off", Month: 6, Months: 6, Settings: own(t, settings{"care.units": 0})})
	w := worldOf(t, c, 0)
	called := [3]float64{}
	w.live(t, 18, func(month int) { called[month/6] += w.tally.ownerUnits })
	if called[0] == 0 || called[1] != 0 || called[2] == 0 {
		t.Errorf("owners called %v units before, while and after pathways were not followed", called)
	}
}
