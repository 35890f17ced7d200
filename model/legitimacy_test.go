package model

import (
	"math"
	"testing"
)

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func TestLegitimacyHeadsWhereMeetingsNearnessAndConstraintSay(t *testing.T) {
	w := worldOf(t, mixed(t, contracts.and(settings{"legitimacy.earned": 1})), 0)
	l, p := &w.social.recognition, PoleID(0)
	if w.poles[p].legitimacy != .4 {
		t.Fatalf("legitimacy starts at %v", w.poles[p].legitimacy)
	}
	near := 0.0
	for i, pole := range w.poleOf {
		if pole == p && w.config.Services[i].Site == w.poles[p].seat {
			near += 1 / float64(w.poles[p].members)
		}
	}
	if near <= .2 || near >= .9 {
		t.Fatalf("%v of the pôle is on its seat: nothing to see", near)
	}
	// Contract: κ·d = 1.5·.8 of at most 3, and .7 of it imposed.
	heading := func(share, relayed float64) float64 {
		return .05 + .9*logistic(10*share+1*(1-.2)*near-2*relayed-.5)
	}
	close6(t, "heading of a pôle that has not met", l.heading(w.Hospital, p), heading(0, .4*.7))
	l.met(p, false, .1, 0)
	l.met(p, false, .1, .2)
	close6(t, "share who gained", l.gainShare(p), 3./(4+2))
	close6(t, "heading after two meetings", l.heading(w.Hospital, p), heading(.5, .4*.7))
	w.poles[p].reinterprets = .25
	close6(t, "heading where a quarter is put into the services' terms", l.heading(w.Hospital, p), heading(.5, .4*.7*.75))
	l.follow(w.Hospital)
	close6(t, "legitimacy after a month", l.of[p], .4+(heading(.5, .4*.7*.75)-.4)/18)
	close6(t, "share who gained, remembered", l.gainShare(p), 3*11./12/(4*11./12+2))
}

// What is reported is the share of those who came, without the doubt by which a pôle's legitimacy starts.
func TestMeetingsWorthSomethingAreAShareOfThoseWhoCame(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(settings{"legitimacy.earned": 1})), 0)
	reported := func() float64 { return outcomes[OutcomeIndex("gain_share")].observe(w.Hospital) }
	if got := reported(); got != 0 {
		t.Errorf("nobody came, and %v gained", got)
	}
	w.social.recognition.met(0, false, .1, .2)
	close6(t, "share who gained where all did", reported(), 1)
	w.social.recognition.met(1, false, .1, 0)
	w.social.recognition.met(1, false, 0, 0)
	close6(t, "share who gained", reported(), 3./6)
}

func TestOnlyWorthAboveNothingEarnsLegitimacy(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(settings{"legitimacy.earned": 1})), 0)
	l := &w.social.recognition
	l.met(0, false, -1, 0)
	if l.gainShare(0) != 0 {
		t.Errorf("a meeting that was worth nothing counts: %v", l.gainShare(0))
	}
}

// Who loses by what the chief decides, and only who does, holds it against the pôle, as far as that is resented at all.
func TestDecisionsByWhichServicesLoseCostLegitimacy(t *testing.T) {
	for resented, with := range map[float64]settings{0: nil, 12: {"legitimacy.resented": 12}} {
		w := worldOf(t, scenario(t, softPoles.and(settings{"legitimacy.earned": 1, "chief.acts": 1, "chief.authority": 1}).and(with)), 0)
		l := &w.social.recognition
		l.met(0, false, -1, -1)
		l.met(0, true, -.1, .2)
		l.met(0, true, 0, 0)
		close6(t, "share who lost", l.lossShare(0), 1./(6+2))
		close6(t, "heading", l.heading(w.Hospital, 0), .05+.9*logistic(10./8+.1-resented/8-.5))
		l.follow(w.Hospital)
		close6(t, "share who lost, remembered", l.lossShare(0), 1*11./12/(6*11./12+2))
	}
}

// Who comes to meetings follows legitimacy, by the quarter.
func TestAttendanceFollowsLegitimacyByTheQuarter(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(settings{"legitimacy.earned": 1})), 0)
	first := w.meetings.comes[0][poleArena]
	w.live(t, 6, func(month int) {
		pole := &w.poles[w.poleOf[0]]
		want := .2 + .8*logistic(2*(1-.9)+2*pole.legitimacy+2*.25-3)
		switch got := w.meetings.comes[0][poleArena]; {
		case month < 2 && got != first:
			t.Errorf("month %d: attendance moved within a quarter", month)
		case month%3 == 2:
			close6(t, "attendance at the end of a quarter", got, want)
		}
	})
	if w.meetings.comes[0][poleArena] == first {
		t.Error("attendance never moved")
	}
}

// A pôle that meets on each of its sites in turn is off by the share of meetings elsewhere.
func TestMeetingInTurnSharesTheDistance(t *testing.T) {
	w := worldOf(t, mixed(t, softPoles), 0)
	w.poles[0].rotating = true
	on := map[SiteID]float64{}
	for i, p := range w.poleOf {
		if p == 0 {
			on[w.config.Services[i].Site]++
		}
	}
	near := 0.0
	for i, p := range w.poleOf {
		if p == 0 {
			share := on[w.config.Services[i].Site] / float64(w.poles[0].members)
			close6(t, "distance", w.away(ServiceID(i)), 1-share)
			near += share / float64(w.poles[0].members)
		}
	}
	close6(t, "nearness", w.near(0), near)
}
