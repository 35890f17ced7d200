package model

import (
	"math"
	"testing"
)

// pressed is a hospital in which nobody trusts anybody enough for a project, under contracts that impose all there is.
var pressed = busy.and(pressedNow).and(settings{"governance.negotiated_share": 0, "projects.trust": 1, "arenas.pole": 1, "arenas.institution": 0,
	"arenas.network": 0, "arenas.none": 0, "arenas.informal": 0})

// Off means off: where nothing constrains, whatever a constraint could bring changes no bit.
func TestWithoutConstraintNothingIsRevised(t *testing.T) {
	free := pressed.and(settings{"projects.trust": .21, "governance.negotiated_share": 1})
	weights := settings{"projects.revision": 1, "projects.compulsion": 1}
	plain, weighed := run(t, 0, 24, scenario(t, free))[0], run(t, 0, 24, scenario(t, free.and(weights)))[0]
	if !sameBits(plain, weighed) {
		t.Error("weights of a constraint act where there is none")
	}
	bound := run(t, 0, 24, scenario(t, free.and(settings{"governance.negotiated_share": 0, "projects.compulsion": 1})))[0]
	if outcome(t, plain, "projects_started") == 0 || outcome(t, bound, "revisions_started") == 0 {
		t.Error("no project was started, or none under constraint: nothing was tested")
	}
}

// The chance is revision × what the chief put into the services' own terms + compulsion × what was relayed, in meetings of the
// pôle.
func TestAConstraintPressesAsFarAsItsTwoPartsAreWeighed(t *testing.T) {
	for _, with := range []settings{{"projects.revision": .8}, {"projects.compulsion": .5}, {"projects.revision": 1, "projects.compulsion": .25}} {
		w := worldOf(t, scenario(t, pressed.and(with)), 0)
		w.poles[0].pressure, w.poles[0].imposed, w.poles[0].reinterprets = .9, .8, .25
		const tries = 4000
		count := 0.0
		for try := range tries {
			w.month = try
			w.projects.heard[0] = try % 5
			count += one(w.projects.presses(w.Hospital, &meeting{first: 0, second: 1, place: poleArena}))
			if w.projects.presses(w.Hospital, &meeting{first: 0, second: 1, place: institutionArena}) {
				t.Fatal("a constraint on the pôle presses in a meeting of the institution")
			}
		}
		want := .72 * (with["projects.revision"]*.25 + with["projects.compulsion"]*.75)
		within4(t, "share of meetings under pressure", count/tries, want, math.Sqrt(want*(1-want)/tries))
	}
}

// Where nobody trusts anybody all projects are those of a constraint; with trust there are others.
func TestProjectsUnderConstraintAreThoseOfServicesThatDoNotTrustEachOther(t *testing.T) {
	c := pressed.and(settings{"projects.compulsion": 1})
	w := worldOf(t, scenario(t, c), 0)
	total, pooled := 0, 0
	w.live(t, 24, func(month int) {
		tally, started, circuits := &w.projects.tally, 0, 0
		for k, n := range tally.started {
			started += n
			if kinds[k].name == "circuit" {
				circuits = n
			}
		}
		if tally.revisions != started || tally.pooled != started-circuits {
			t.Fatalf("month %d: %d projects, of which %d circuits; %d under constraint, %d pooled", month, started, circuits, tally.revisions, tally.pooled)
		}
		total += started
		pooled += tally.pooled
	})
	if pooled == 0 || pooled == total {
		t.Errorf("%d of %d pool something: nothing was tested", pooled, total)
	}
	if r := run(t, 0, 24, scenario(t, pressed))[0]; outcome(t, r, "projects_started") != 0 {
		t.Errorf("%v projects without trust and without pressure", outcome(t, r, "projects_started"))
	}
	both := run(t, 0, 24, scenario(t, c.and(settings{"projects.trust": .21})))[0]
	if all, under := outcome(t, both, "projects_started"), outcome(t, both, "revisions_started"); under == 0 || under >= all {
		t.Errorf("%v projects, %v of them under constraint", all, under)
	}
}

// The claim as a sign that the user chooses (C29): if only what is put into the services' terms sets anything going, a belt that
// relays all revises nothing.
func TestATransmissionBeltRevisesNothingIfRelayingBringsNothing(t *testing.T) {
	started := func(with settings) float64 {
		return outcome(t, run(t, 0, 24, scenario(t, pressed.and(with)))[0], "revisions_started")
	}
	belt, chief := settings{"chief.acts": 0}, settings{"chief.reinterpretation": 1, "chief.units": 20, "chief.conflict_time": 0}
	if relayed, put := started(belt.and(settings{"projects.revision": 1})), started(chief.and(settings{"projects.revision": 1})); relayed != 0 || put == 0 {
		t.Errorf("%v revisions where all is relayed, %v where much is put into the services' terms", relayed, put)
	}
	if relayed, put := started(belt.and(settings{"projects.compulsion": 1})), started(chief.and(settings{"projects.compulsion": 1})); relayed <= put {
		t.Errorf("with compulsion %v where all is relayed, %v where much is put into the services' terms", relayed, put)
	}
}
