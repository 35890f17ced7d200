package model

import "testing"

func TestAManagerOnTwoSitesTakesAwayPartOfTheDistance(t *testing.T) {
	with := softPoles.and(settings{"liaison.offices": 1, "liaison.bisite_manager": 1, "liaison.relief": .75, "arenas.distance_cost": 2})
	w := worldOf(t, mixed(t, with), 0)
	for i := range w.n {
		away := 0.0
		if w.config.Services[i].Site != w.poles[w.poleOf[i]].seat {
			away = 1
		}
		close6(t, "attendance", w.meetings.comes[i][poleArena], .2+.8*logistic(2*.1+2*.4+2*.25-3-away*.25*2))
	}
}

func TestOfficesTakeAttentionFromTheirMembersInEqualParts(t *testing.T) {
	c := mixed(t, softPoles.and(settings{"liaison.offices": 1, "liaison.bisite_manager": 1}))
	c.Poles[1].Own = Overrides{liaisonLead: 1}
	c.Poles[2].Own = Overrides{liaisonManager: 0}
	w := worldOf(t, c, 0)
	for i, p := range w.poleOf {
		offices := []float64{1, 2, 0, 1}[p]
		close6(t, "attention given to offices", w.detached[i], .5*offices/float64(w.poles[p].members))
	}
}

func TestAResearchLeadTellsEachServiceOfAColleaguesWork(t *testing.T) {
	with := servicesOnly.and(settings{"liaison.offices": 1, "liaison.telling": .25, "relations.knowledge_kept": 1})
	c := mixed(t, with)
	c.Poles[0].Own = Overrides{liaisonLead: 1}
	w := worldOf(t, c, 0)
	w.live(t, 1, nil)
	for i := range ServiceID(w.n) {
		told := 0.0
		for j := range ServiceID(w.n) {
			know := float64(w.relations.of(i, j).know)
			if know > 0 && (i == j || w.poleOf[i] != w.poleOf[j]) {
				t.Errorf("service %d is told of %d", i, j)
			}
			told += know
		}
		want := 0.0
		if w.poleOf[i] == 0 {
			want = .25
		}
		close6(t, "told", told, want)
	}
}
