package model

import (
	"math"
	"testing"
)

func TestServicesThatMeetNobodyComeToBelongToThemselves(t *testing.T) {
	w := worldOf(t, scenario(t, servicesOnly.and(settings{"belonging.moves": 1, "belonging.pace": .1})), 0)
	w.live(t, 12, func(month int) {
		kept := math.Pow(.9, float64(month+1))
		for i := range w.n {
			b := w.social.identity.of[i]
			close6(t, "belonging to the pôle", b.pole, .25*kept)
			close6(t, "belonging to the site", b.site, .25*kept)
		}
	})
}

// Units with others of the same pôle, site or both, and units alone, count by their weights.
func TestBelongingFollowsSharesOfTime(t *testing.T) {
	w := worldOf(t, mixed(t, softPoles.and(settings{"belonging.moves": 1, "belonging.pace": .5, "belonging.pole_weight": 2,
		"belonging.site_weight": 3, "belonging.service_weight": .5})), 0)
	b := &w.social.identity
	partner := func(pole, site bool) ServiceID {
		for j := 1; j < w.n; j++ {
			if (w.poleOf[j] == w.poleOf[0]) == pole && (w.config.Services[j].Site == w.config.Services[0].Site) == site {
				return ServiceID(j)
			}
		}
		t.Fatal("no such service")
		return nobody
	}
	for _, kind := range []struct{ pole, site bool }{{true, true}, {true, false}, {false, true}, {false, false}} {
		b.met(w.Hospital, &meeting{first: 0, second: partner(kind.pole, kind.site)})
	}
	w.meetings.unused[0] = 2
	w.intent[0] = intent{units: 2, mechanism: [maxAttention]int8{int8(skillsAt), int8(adjustmentAt)}}
	b.follow(w.Hospital)
	// Pôle: 1 + ½; site: 1 + ½; own: 1 met for the service, 2 that found nobody, 1 alone; informal units were counted as met.
	service, site, pole := .5*4, 3*1.5, 2*1.5
	total := service + site + pole
	close6(t, "belonging to the pôle", b.of[0].pole, .5*.25+.5*pole/total)
	close6(t, "belonging to the site", b.of[0].site, .5*.25+.5*site/total)
	if b.contact[0] != (contacts{}) {
		t.Error("contacts of a month count in the next")
	}
}

func TestBelongingStartsWithinOneUnit(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(settings{"belonging.moves": 1, "arenas.belonging_pole": .9, "arenas.belonging_site": .6})), 0)
	close6(t, "belonging to the pôle", w.belonging[0].pole, .6)
	close6(t, "belonging to the site", w.belonging[0].site, .4)
}

// What holds people to their service leaves less for the pôle, and fewer come: the three compete for one unit.
func TestAServiceThatHoldsItsPeopleLeavesLessToThePole(t *testing.T) {
	var loose, tight, came, stayed sample
	for replication := range 6 {
		with := contracts.and(settings{"belonging.moves": 1})
		r := run(t, replication, 60, scenario(t, with.and(settings{"belonging.service_weight": .2})), scenario(t, with.and(settings{"belonging.service_weight": 5})))
		loose, tight = append(loose, outcome(t, r[0], "belonging_pole")), append(tight, outcome(t, r[1], "belonging_pole"))
		came, stayed = append(came, outcome(t, r[0], "attendance")), append(stayed, outcome(t, r[1], "attendance"))
	}
	if loose.mean() < tight.mean()+.1 || came.mean() < stayed.mean()+.02 {
		t.Errorf("belonging %v and %v, attendance %v and %v", loose.mean(), tight.mean(), came.mean(), stayed.mean())
	}
}
