package model

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// Each meeting halves what two services do not know of each other's work: so what they know tells how often they met.
var countable = settings{"relations.knowledge_gain": .5, "relations.knowledge_kept": 1, "arenas.attendance_floor": 1, "arenas.informal": 0}

// met returns how often i and j have met, as i sees it.
func (w *world) met(i, j ServiceID) int {
	return int(math.Round(-math.Log2(1 - float64(w.relations.of(i, j).know))))
}

func TestAServiceMeetsAtMostOnceInARoundAndBothPay(t *testing.T) {
	for name, with := range map[string]settings{
		"pôles": softPoles, "contracts": contracts, "network": network, "institution": {"arenas.none": 0, "arenas.institution": 1},
		"everywhere": {"arenas.none": .1, "arenas.pole": .5, "arenas.institution": .5, "arenas.network": .5},
	} {
		for _, rounds := range []int{1, 3} {
			for month := range 4 { // each in a world of its own
				w := worldOf(t, scenario(t, countable.and(with).and(settings{"arenas.meeting_units": float64(rounds)})), month)
				w.live(t, 1, nil)
				all := 0
				for i := range ServiceID(w.n) {
					meetings := 0
					for j := range ServiceID(w.n) {
						if i == j {
							continue
						}
						if w.met(i, j) != w.met(j, i) {
							t.Errorf("%s: %d met %d %d times, and %d met %d %d times", name, i, j, w.met(i, j), j, i, w.met(j, i))
						}
						meetings += w.met(i, j)
					}
					if meetings > rounds {
						t.Errorf("%s: service %d met %d times in %d rounds", name, i, meetings, rounds)
					}
					all += meetings
				}
				if all == 0 || float64(all) != w.tally.metUnits || float64(all) != w.tally.spent[plansAt]+w.tally.spent[adjustmentAt] {
					t.Errorf("%s: services met %d times, and %v units were paid", name, all, w.tally.spent[plansAt]+w.tally.spent[adjustmentAt])
				}
			}
		}
	}
}

func TestAllArenasOfferEqualMeetingUnits(t *testing.T) {
	offered := func(with settings) (series []float64) {
		w := worldOf(t, scenario(t, with.and(settings{"arenas.meeting_units": 1.5})), 0)
		w.live(t, 24, func(int) { series = append(series, w.tally.meetingUnits) })
		return series
	}
	want := offered(servicesOnly)
	for name, with := range map[string]settings{"pôles": softPoles, "contracts": contracts, "network": network,
		"institution": {"arenas.none": 0, "arenas.institution": 1}, "one pôle": softPoles.and(settings{"hospital.poles": 1})} {
		for month, units := range offered(with) {
			if units != want[month] {
				t.Errorf("%s offers %v meeting units in month %d, services alone %v", name, units, month, want[month])
			}
		}
	}
}

func TestArenasShareMeetingsByWeight(t *testing.T) {
	w := worldOf(t, scenario(t, countable.and(settings{"arenas.none": .5, "arenas.pole": .5, "arenas.institution": 1})), 0)
	within, across := 0.0, 0.0
	months := 20
	w.live(t, months, nil)
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			switch {
			case i == j:
			case w.poleOf[i] == w.poleOf[j]:
				within += float64(w.met(i, j))
			default:
				across += float64(w.met(i, j))
			}
		}
	}
	units := float64(w.n * months)
	// Half of the units go to the institution, where 12 of 15 others are of another pôle, but for an odd one left over.
	if across/units < .3 || across/units > .42 {
		t.Errorf("%.3f of units became meetings across pôles, expected a little less than .5 × 12/15", across/units)
	}
	if within/units < .15 || within/units > .36 {
		t.Errorf("%.3f of units became meetings within pôles", within/units)
	}
}

func TestPoleMeetingsStayWithinThePole(t *testing.T) {
	w := worldOf(t, scenario(t, countable.and(softPoles).and(settings{"perimeter.random": 1})), 0)
	w.live(t, 12, nil)
	inside := 0
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			if i == j || w.met(i, j) == 0 {
				continue
			}
			inside++
			if w.poleOf[i] != w.poleOf[j] {
				t.Errorf("services %d and %d of different pôles met", i, j)
			}
		}
	}
	if inside < 4*4*3 {
		t.Errorf("in a year only %d ordered pairs met, of %d within pôles", inside, 4*4*3)
	}
}

func TestNetworkMeetingsAreBetweenWorkflowNeighbours(t *testing.T) {
	c := scenario(t, countable.and(network)).Expand()
	n := len(c.Services)
	for i := range n { // each sends patients to the next and the one after
		c.Flows = append(c.Flows, Flow{ServiceID(i), ServiceID((i + 1) % n), 5}, Flow{ServiceID(i), ServiceID((i + 2) % n), 1})
	}
	w := worldOf(t, c, 0)
	w.live(t, 12, nil)
	near, far := 0, 0
	for i := range ServiceID(n) {
		for j := range ServiceID(n) {
			if i == j || w.met(i, j) == 0 {
				continue
			}
			switch d := (int(j) - int(i) + n) % n; d {
			case 1, n - 1:
				near += w.met(i, j)
			case 2, n - 2:
				far += w.met(i, j)
			default:
				t.Errorf("services %d and %d met, between whom no patient moves", i, j)
			}
		}
	}
	if near < 2*far {
		t.Errorf("neighbours with many patients met %d times, those with a fifth of them %d times", near, far)
	}
}

func TestAmbiguityOfAPoleIsTheShareOfItsOpenItems(t *testing.T) {
	for _, a := range []float64{0, .3, 1} {
		open, plans := 0.0, 0.0
		w := worldOf(t, scenario(t, countable.and(contracts).and(settings{"governance.ambiguity": a})), 0)
		w.live(t, 120, func(int) {
			open += w.tally.spent[adjustmentAt]
			plans += w.tally.spent[plansAt]
		})
		meetings := (open + plans) / 2
		within4(t, "share of open items", open/(open+plans), a, math.Sqrt(a*(1-a)/meetings))
	}
}

func TestOutsidePolesItemsAreOpen(t *testing.T) {
	for name, with := range map[string]settings{"network": network, "institution": {"arenas.none": 0, "arenas.institution": 1}} {
		w := worldOf(t, scenario(t, with.and(settings{"governance.ambiguity": 0, "arenas.informal": 0})), 0)
		spent, _ := w.spentOver(t, 12)
		if spent[plansAt] != 0 || spent[adjustmentAt] == 0 {
			t.Errorf("%s: %v units of plans, %v of open items", name, spent[plansAt], spent[adjustmentAt])
		}
	}
}

// used is the share of meeting units that became meetings in pôles of two services: attendance squared.
func used(t *testing.T, c *Config) float64 {
	w := worldOf(t, c, 0)
	met, offered := 0.0, 0.0
	w.live(t, 60, func(int) { met += w.tally.metUnits; offered += w.tally.meetingUnits })
	return met / offered
}

// inPairs are pôles of two services, each under a charter without informal meetings.
var inPairs = softPoles.and(settings{"hospital.services": 32, "hospital.blocks": 4, "hospital.poles": 16, "arenas.informal": 0})

func attendanceOf(floor, legibility, legitimacy, belonging, distance float64) float64 {
	return floor + (1-floor)/(1+math.Exp(-(2*legibility+2*legitimacy+2*belonging-3-distance)))
}

func TestAttendanceIsTheStatedFunction(t *testing.T) {
	for _, c := range []struct{ floor, ambiguity, legitimacy, belonging float64 }{{.2, .9, .4, .25}, {.2, .2, .4, .25}, {.2, .2, 1, .25}, {0, .2, .4, 1}, {.5, 1, 0, 0}} {
		got := used(t, scenario(t, inPairs.and(settings{"arenas.attendance_floor": c.floor, "governance.ambiguity": c.ambiguity,
			"governance.legitimacy": c.legitimacy, "arenas.belonging_pole": c.belonging})))
		p := attendanceOf(c.floor, 1-c.ambiguity, c.legitimacy, c.belonging, 0)
		within4(t, "share of meeting units used", got, p*p, math.Sqrt(p*p*(1-p*p)/(16*60)))
	}
}

func TestDistanceKeepsServicesFromMeetingsOnOtherSites(t *testing.T) {
	for _, cost := range []float64{0, 1, 3} {
		c := scenario(t, inPairs.and(settings{"arenas.distance_cost": cost, "arenas.attendance_floor": 0, "governance.ambiguity": 0,
			"governance.legitimacy": 1, "arenas.belonging_pole": 1})).Expand()
		c.Sites = append(c.Sites, Site{"Away"})
		for i := range c.Services {
			c.Services[i].Site = SiteID(i % 2) // a pôle meets on one site, and one of the two comes from the other
		}
		here, away := attendanceOf(0, 1, 1, 1, 0), attendanceOf(0, 1, 1, 1, cost)
		p := here * away
		within4(t, "share of meeting units used across sites", used(t, c), p, math.Sqrt(p*(1-p)/(16*60)))
	}
}

func TestNobodyIsMissingWhenMeetingsAreObligatory(t *testing.T) {
	if got := used(t, scenario(t, inPairs.and(settings{"arenas.attendance_floor": 1}))); got != 1 {
		t.Errorf("%v of meeting units are used, expected all", got)
	}
}

func TestServicesThatKnowEachOtherTalkAboutWhatTouches(t *testing.T) {
	for _, c := range []struct{ know, hint float64 }{{0, 0}, {0, 1}, {1, 0}} {
		w := worldOf(t, scenario(t, softPoles.and(settings{"relations.hint": c.hint, "governance.ambiguity": 0, "environment.interdependence_across": 1,
			"environment.discipline_share": 1})), 0)
		w.knowsAndTrusts(c.know, 0)
		hits, draws := 0.0, 0.0
		for i := range ServiceID(w.n) {
			for j := range ServiceID(w.n) {
				coupled := false
				for b := int(i) * w.m; b < int(i+1)*w.m; b++ {
					coupled = coupled || w.touched(b, int(j)) > 0
				}
				if i == j || !coupled {
					continue
				}
				for draw := range 30 {
					m := meeting{first: i, second: j}
					s := stream(draw + 100*int(i) + 10_000*int(j))
					w.choosePractices(&m, &s)
					if m.bits[0] < 0 || m.bits[1] < 0 {
						continue
					}
					draws++
					if dependsOn(w, m.bits[1], m.bits[0]) || dependsOn(w, m.bits[0], m.bits[1]) {
						hits++
					}
				}
			}
		}
		share := hits / draws
		switch {
		case c.know+c.hint == 0 && share > .1:
			t.Errorf("strangers hit on coupled practices %.3f of the time", share)
		case c.know+c.hint == 1 && share < .999:
			t.Errorf("knowledge %v, hint %v: coupled practices only %.3f of the time", c.know, c.hint, share)
		}
	}
}

// dependsOn says whether contribution c depends on practice b, to anything.
func dependsOn(w *world, c, b int) bool {
	clinical, academic := inputsOf(w.land, c)
	return contains(clinical, int32(b)) || contains(academic, int32(b))
}

// apart are pairs of services that send each other all their patients, and of which one is on each of two sites if they
// are apart. They meet in one arena only, informal meetings aside.
func apart(t *testing.T, arena string, sites int, with settings) *Config {
	c := scenario(t, inPairs.and(settings{"arenas.pole": 0, "arenas." + arena: 1, "arenas.attendance_floor": 0,
		"governance.ambiguity": 0}).and(with)).Expand()
	c.Sites = append(c.Sites, Site{"Away"})
	for i := range c.Services {
		c.Services[i].Site = SiteID(i % sites)
		if i%2 == 0 {
			c.Flows = append(c.Flows, Flow{ServiceID(i), ServiceID(i + 1), 1})
		}
	}
	return c
}

func TestDistanceKeepsServicesFromNeighboursOnOtherSites(t *testing.T) {
	for _, cost := range []float64{0, 1, 3} {
		for sites := 1; sites <= 2; sites++ {
			c := apart(t, "network", sites, settings{"arenas.distance_cost": cost, "arenas.network_legibility": 1,
				"governance.legitimacy": 1, "arenas.belonging_site": .5, "arenas.belonging_pole": 0})
			p := attendanceOf(0, 1, 1, .5, cost*float64(sites-1))
			within4(t, "share of meeting units used in the network", used(t, c), p*p, math.Sqrt(p*p*(1-p*p)/(16*60)))
		}
	}
}

// usedByAll is the share of meeting units used, with its standard error, when services come to one table with these
// chances: all who come, but for the last of an odd number.
func usedByAll(chances []float64, months int) (share, se float64) {
	come, variance, even := 0.0, .25, 1.0
	for _, p := range chances {
		come += p
		variance += p * (1 - p)
		even *= 1 - 2*p
	}
	n := float64(len(chances))
	return (come - (1-even)/2) / n, math.Sqrt(variance/float64(months)) / n
}

func TestDistanceKeepsServicesFromMeetingsOnTheMainSite(t *testing.T) {
	for _, cost := range []float64{0, 1, 3} {
		c := apart(t, "institution", 1, settings{"arenas.distance_cost": cost, "arenas.institution_legibility": 1,
			"governance.legitimacy": 1, "arenas.belonging_site": .5, "arenas.belonging_pole": 0})
		var chances []float64
		for i := range c.Services { // a quarter of the services does most of the work: where they are the house meets
			distance := cost
			if i%4 == 0 {
				c.Services[i].Site, c.Services[i].Activity, distance = 1, 10, 0
			}
			chances = append(chances, attendanceOf(0, 1, 1, .5, distance))
		}
		want, se := usedByAll(chances, 60)
		within4(t, "share of meeting units used hospital-wide", used(t, c), want, se)
	}
}

func TestServicesComeToEachArenaForWhatTheyBelongTo(t *testing.T) {
	for _, c := range []struct{ pole, site float64 }{{0, 1}, {1, 0}, {.5, .5}} {
		with := settings{"arenas.belonging_pole": c.pole, "arenas.belonging_site": c.site, "governance.legitimacy": .5,
			"arenas.institution_legibility": .6, "arenas.network_legibility": .3, "governance.ambiguity": .1}
		for arena, p := range map[string]float64{
			"pole":    attendanceOf(0, .9, .5, c.pole, 0),
			"network": attendanceOf(0, .3, .5, c.site, 0),
		} {
			within4(t, arena+": share of meeting units used", used(t, apart(t, arena, 1, with)), p*p, math.Sqrt(p*p*(1-p*p)/(16*60)))
		}
		want, se := usedByAll(slices.Repeat([]float64{attendanceOf(0, .6, .5, c.site, 0)}, 32), 60)
		within4(t, "institution: share of meeting units used", used(t, apart(t, "institution", 1, with)), want, se)
	}
}

func TestAnOpenAgendaHalvesTheChanceToHitOnWhatTouches(t *testing.T) {
	const hint, draws = .8, 60
	for _, open := range []float64{0, .5, 1} {
		w := worldOf(t, scenario(t, softPoles.and(settings{"relations.hint": hint, "environment.interdependence_across": 1})), 0)
		hits, expected, variance := 0.0, 0.0, 0.0
		for i := range ServiceID(w.n) {
			for j := range ServiceID(w.n) {
				luck := 0.0 // of any two practices
				for b := int(i) * w.m; b < int(i+1)*w.m; b++ {
					for c := int(j) * w.m; c < int(j+1)*w.m; c++ {
						if dependsOn(w, c, b) || dependsOn(w, b, c) {
							luck += 1 / float64(w.m*w.m)
						}
					}
				}
				if i == j || luck == 0 {
					continue
				}
				for draw := range draws {
					m := meeting{first: i, second: j, ambiguity: open}
					s := stream(draw + 100*int(i) + 10_000*int(j))
					w.choosePractices(&m, &s)
					if m.bits[0] < 0 || m.bits[1] < 0 {
						continue
					}
					aim := hint * (1 - open/2)
					p := aim + (1-aim)*luck
					expected += p
					variance += p * (1 - p)
					if dependsOn(w, m.bits[1], m.bits[0]) || dependsOn(w, m.bits[0], m.bits[1]) {
						hits++
					}
				}
			}
		}
		within4(t, "items about practices that touch", hits, expected, math.Sqrt(variance))
	}
}

func TestAnItemConcernsTheFirstTheSecondOrBothAlike(t *testing.T) {
	for _, know := range []float64{0, 1} { // practices at random, or those that touch
		w := worldOf(t, scenario(t, network), 0)
		w.knowsAndTrusts(know, 0)
		const draws = 6000
		first, second, both := 0.0, 0.0, 0.0
		for draw := range draws {
			m := meeting{first: ServiceID(draw % w.n), second: ServiceID((draw + 1) % w.n), ambiguity: 1}
			s := stream(draw)
			w.choosePractices(&m, &s)
			switch {
			case m.bits[0] >= 0 && m.bits[1] >= 0:
				both++
			case m.bits[0] >= 0:
				first++
			case m.bits[1] >= 0:
				second++
			default:
				t.Fatal("a meeting about nothing")
			}
		}
		for what, count := range map[string]float64{"the first": first, "the second": second, "both": both} {
			within4(t, "items that concern "+what, count/draws, 1./3, math.Sqrt(2./9/draws))
		}
	}
}

// What a meeting is worth to a service is less by its time, wherever it is and whoever came first.
func TestAMeetingThatChangesNothingCostsBothTheirTime(t *testing.T) {
	const cost, learning = .1, .5
	for _, place := range []arena{poleArena, institutionArena, networkArena} {
		w := worldOf(t, scenario(t, contracts.and(settings{"governance.ambiguity": 1, "professionals.time_cost": cost, "professionals.learning": learning})), 0)
		idle := 0
		for i := ServiceID(0); int(i) < w.n; i += 2 { // pairs of a pôle, each meeting once
			changes := w.tally.changes
			w.hold(i, i+1, place, 0)
			if w.tally.changes != changes {
				continue
			}
			idle++
			for side, k := range [2]ServiceID{i, i + 1} {
				got := w.attraction[int(k)*len(mechanisms)+adjustmentAt]
				close6(t, fmt.Sprintf("arena %d: what party %d expects of meetings after one in vain", place, side+1), got, -learning*cost*w.unit)
			}
		}
		if idle == 0 {
			t.Errorf("arena %d: every meeting changed something: nothing was tested", place)
		}
	}
}
