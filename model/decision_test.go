package model

import (
	"math"
	"slices"
	"testing"

	"polesim/sim"
)

func TestSupportIsOneLessTheDistrustOfAllMembers(t *testing.T) {
	w := worldOf(t, scenario(t, busy), 0)
	d := w.project(0, 0, w.m, 2*w.m)
	w.trusting(0, 1, .4, .9) // mutual .6
	w.trusting(0, 2, .3, .3) // mutual .3
	w.trusting(1, 2, .1, .9) // mutual .3
	const mean = (.6 + .3 + .3) / 3
	close6(t, "support", w.projects.support(w.Hospital, 0), 1-(1-mean)*(1-mean)*(1-mean))
	if d.size != 3 {
		t.Fatal("not three members")
	}
}

func TestTheDirectionWeighsReturnAgainstSupportByItsOpenness(t *testing.T) {
	for _, open := range []float64{0, .25, 1} {
		w := worldOf(t, scenario(t, busy.and(noNoise).and(settings{"projects.openness": open, "projects.reputation_weight": .2})), 0)
		p := w.projects
		d := w.project(3, 0, w.m+1)
		pole := w.poleOf[0]
		p.reputation[pole] = .5
		for k := range p.sent {
			p.sent[k] = -1
		}
		joint := w.jointTruth([]int{0, w.m + 1})
		var at prospect
		p.foresee(w.Hospital, d, &at)
		prior := float64(at.effect[0].Touched+at.effect[1].Touched) * w.variance
		expected := sim.NormalCDF((joint[0].margin + joint[1].margin - 1*w.unit) / math.Sqrt(prior))
		support := 1 - .8*.8 // trust as at the start
		s := stream(1)
		close6(t, "score", p.score(w.Hospital, 0, &s), (1-open)*expected+open*support+.2*.5)
	}
}

// costly puts up a costly request for equipment by each of the first services of pôle 0, in pairs.
func (w *world) costly(requests int) {
	var members []ServiceID
	for i := range w.n {
		if w.poleOf[i] == 0 {
			members = append(members, ServiceID(i))
		}
	}
	for r := range requests {
		w.project(1, int(members[2*r])*w.m, int(members[2*r+1])*w.m)
	}
}

func TestTheEnvelopePaysTheBestRequestsAndNoMore(t *testing.T) {
	w := worldOf(t, scenario(t, busy.and(settings{"projects.bar": 0, "projects.envelope": 2})), 0)
	w.costly(4)
	w.projects.session(w.Hospital, true)
	p := w.projects
	if len(p.live) != 2 || p.tally.granted != 2 || p.tally.refused != 2 || p.tally.conflicts != 2 {
		t.Fatalf("of 4 requests %d live, %d granted, %d refused, %d in conflict", len(p.live), p.tally.granted, p.tally.refused, p.tally.conflicts)
	}
	for _, d := range p.live {
		if !d.running || d.score < p.live[0].score && d.score < p.live[1].score {
			t.Error("not the best were backed")
		}
	}
	for i, load := range p.load {
		if load > 1 || load == 1 && !slices.ContainsFunc(p.live, func(d project) bool { return d.member(ServiceID(i)) >= 0 }) {
			t.Errorf("service %d still bears what was refused", i)
		}
	}
}

func TestAPoleThatArbitratesSendsOneRequestWithTheSupportOfTheOthers(t *testing.T) {
	w := worldOf(t, scenario(t, busy.and(settings{"projects.bar": 0, "projects.envelope": 4, "projects.arbitration": 1, "projects.openness": 1, "projects.reputation_weight": 0})), 0)
	p := w.projects
	w.costly(3)
	p.arbitrate(w.Hospital, true)
	sent := p.sent[0]
	for k := range p.live {
		if p.live[k].score > p.live[sent].score {
			t.Error("the pôle sends another request than the one it finds worth most")
		}
	}
	// Two members who trust as at the start, and four services put off who do too.
	close6(t, "support", p.support(w.Hospital, sent), 1-math.Pow(.8, 6))
	for session := range 4 {
		p.session(w.Hospital, true)
		if p.tally.granted != min(session+1, 3) || p.tally.conflicts != 0 || p.tally.abandoned != 0 {
			t.Fatalf("session %d: %d granted, %d conflicts, %d abandoned", session, p.tally.granted, p.tally.conflicts, p.tally.abandoned)
		}
	}
}

func TestARequestPutOffThreeTimesIsGivenUp(t *testing.T) {
	w := worldOf(t, scenario(t, busy), 0)
	d := w.project(1, 0, w.m)
	for range 3 {
		w.projects.putOff(d)
	}
	if !d.ended || w.projects.tally.abandoned != 1 || w.projects.load[0] != 0 {
		t.Error("it is still there")
	}
}
