package model

import "testing"

var freeForms = settings{"forms.move": 1, "forms.rigidity": 0, "liaison.offices": 1}

func TestARigidCharterNeverChanges(t *testing.T) {
	w := worldOf(t, mixed(t, softPoles.and(freeForms).and(settings{"forms.rigidity": 1})), 0)
	w.live(t, 60, func(month int) {
		for p := range w.poles {
			if w.social.forms.of[p] != w.social.founding[p].form {
				t.Fatalf("month %d: the charter of pôle %d is %+v", month, p, w.social.forms.of[p])
			}
		}
	})
}

// A change is kept if a quarter's meetings were worth more per unit on offer than usual, and else undone; what is usual
// follows by a quarter of the way.
func TestAChangeOfCharterIsKeptIfMeetingsWereWorthMore(t *testing.T) {
	for name, at := range map[string]struct {
		worth float64
		kept  bool
	}{"more": {.375, true}, "as usual": {.25, false}, "less": {.125, false}} {
		w := worldOf(t, scenario(t, softPoles.and(freeForms)), 0)
		f := &w.social.forms
		units := 3 * 1. * 4 // a quarter, a unit a month, four services
		before := f.of[0]
		f.usual[0], f.trying[0], f.before[0] = .25, true, before
		f.of[0].ambiguity = .7
		f.met(0, at.worth*units)
		f.judge(w.Hospital)
		if (f.of[0].ambiguity == .7) != at.kept || f.kept > 0 != at.kept || f.trying[0] {
			t.Errorf("%s: ambiguity is %v, %d changes kept", name, f.of[0].ambiguity, f.kept)
		}
		close6(t, name+": what is usual", f.usual[0], .25+.25*(at.worth-.25))
	}
}

func TestAPoleThatDoesNotMeetTriesNothing(t *testing.T) {
	r := run(t, 0, 36, mixed(t, servicesOnly.and(freeForms)))[0]
	close6(t, "spread of charters", outcome(t, r, "charter_spread"), 0)
	close6(t, "changes of charter", outcome(t, r, "charter_changes"), 0)
}

func TestEveryThingThatPolesMayChangeIsTriedWithinItsRoom(t *testing.T) {
	w := worldOf(t, mixed(t, contracts.and(freeForms).and(settings{"forms.rigidity": .4})), 0)
	var ambiguity, agenda, seat, turn, manager, lead bool
	w.live(t, 240, func(month int) {
		for p := range w.poles {
			f, written := &w.social.forms.of[p], &w.social.founding[p].form
			ambiguity = ambiguity || f.ambiguity != written.ambiguity
			agenda = agenda || f.agenda != written.agenda
			seat = seat || f.seat != written.seat
			turn, manager, lead = turn || f.rotating, manager || f.offices.manager, lead || f.offices.lead
			if f.ambiguity < 0 || f.ambiguity > .2+.6+1e-12 || f.agenda.distance(written.agenda) > .6+1e-12 {
				t.Fatalf("month %d: %+v is out of its room about %+v", month, *f, *written)
			}
		}
	})
	if !ambiguity || !agenda || !seat || !turn || !manager || !lead {
		t.Errorf("tried: ambiguity %v, agenda %v, seat %v, in turn %v, manager %v, lead %v", ambiguity, agenda, seat, turn, manager, lead)
	}
}

// A charter written anew holds as written, whatever the pôle had made of the old one; what is not rewritten stays.
func TestACharterWrittenAnewHoldsAsWritten(t *testing.T) {
	w := worldOf(t, mixed(t, contracts.and(freeForms).and(settings{"forms.rigidity": .5})), 0)
	f := &w.social.forms.of[0]
	f.ambiguity, f.rotating = .4, true
	w.read()
	if got := w.poles[0]; got.ambiguity != .4 || !got.rotating {
		t.Errorf("reading the same charter again undoes what the pôle made of it: %v, %v", got.ambiguity, got.rotating)
	}
	w.config.Values[ambiguity] = .9
	w.read()
	if got := w.poles[0]; got.ambiguity != .9 || !got.rotating {
		t.Errorf("rewritten to .9, ambiguity is %v; meeting in turn, of which nothing is written, is %v", got.ambiguity, got.rotating)
	}
	far := SiteID(2)
	for i, p := range w.poleOf {
		if p == 0 {
			w.config.Services[i].Site = far
		}
	}
	w.read()
	if w.poles[0].seat != far {
		t.Errorf("all members are on site %d, but the pôle meets on %d", far, w.poles[0].seat)
	}
}

// The spread is that of hand-made charters: two of four pôles at 0 and two at 1 in one of seven things.
func TestSpreadOfChartersIsTheRootOfTheirMeanVariance(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles), 0)
	for p := range w.poles {
		w.poles[p].ambiguity = float64(p % 2)
	}
	close6(t, "spread", w.charterSpread(), .1889822365046136) // √(¼/7)
}

func TestRankingOfPolesIsPerfectWhereIndicatorsAreTheTruth(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles), 0)
	for i := range w.n {
		_, margin, _ := w.practices.Value(i)
		w.indicator[i] = margin
	}
	w.wanted = goals{economy: 1}
	close6(t, "correlation", w.poleRanking(), 1)
	for i := range w.n {
		w.indicator[i] = .5
	}
	close6(t, "correlation where indicators are all the same", w.poleRanking(), 0)
}
