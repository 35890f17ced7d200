package model

import (
	"math"
	"testing"
)

func TestTimeGivenToAProjectIsTakenOffAttention(t *testing.T) {
	w := worldOf(t, scenario(t, servicesOnly.and(settings{"professionals.attention": 2})), 0)
	w.engaged[3] = .75
	units, months := 0, 4000
	for month := range months {
		w.month = month
		w.intend()
		units += w.intent[3].units
	}
	within4(t, "units a month", float64(units)/float64(months), 1.25, math.Sqrt(.25*.75/float64(months)))
}

func TestADeliveredProjectIsAnAgreementThatMembersJudge(t *testing.T) {
	w := worldOf(t, scenario(t, busy), 0)
	w.month = 5
	d := w.project(0, 0, w.m+1, 2*w.m+2)
	joint := w.jointTruth([]int{0, w.m + 1, 2*w.m + 2})
	care := 0.0
	for i, e := range joint {
		care += w.share[i] * e.care
	}
	var at prospect
	w.projects.foresee(w.Hospital, d, &at)
	w.projects.deliver(w.Hospital, d, &at)
	for m := range ServiceID(3) {
		b := int(m)*w.m + int(m)
		if !w.has(b) != !d.steps[m].adopted || w.agreements.with[b] != (m+1)%3 || w.agreements.at[b] != 5 {
			t.Errorf("practice %d: agreed with %d in month %d", b, w.agreements.with[b], w.agreements.at[b])
		}
		for o := range ServiceID(3) {
			if trust := w.relations.of(m, o).trust; m != o && (trust > .2) != (joint[m].care > 0) {
				t.Errorf("service %d won %v and trusts %d by %v", m, joint[m].care, o, trust)
			}
		}
		close6(t, "appeal", w.appeal[m], w.projects.draw)
	}
	close6(t, "care gained", w.projects.tally.care, care)
	close6(t, "reputation", w.projects.reputation[w.poleOf[0]], 1-math.Pow(1-w.projects.prestige/3, 3))
}

// A crisis that leaves each site to itself: no project across sites moves, and it is abandoned in the end.
func TestNoTimeAcrossSitesNoProjectAcrossSites(t *testing.T) {
	count := func(share float64) (across, all, abandoned float64) {
		for replication := range 4 {
			r := run(t, replication, 48, mixed(t, busy.and(settings{"projects.cross_site": share})))[0]
			across += outcome(t, r, "projects_delivered_across_sites")
			all += outcome(t, r, "projects_delivered")
			abandoned += outcome(t, r, "projects_abandoned")
		}
		return across, all, abandoned
	}
	across, all, abandoned := count(0)
	if across != 0 || all == 0 {
		t.Errorf("%v projects delivered across sites that have no time for each other, %v in all", across, all)
	}
	with, _, ordinary := count(1)
	if with == 0 {
		t.Error("none are delivered across sites that have: nothing was tested")
	}
	if abandoned < 2*ordinary {
		t.Errorf("%v are abandoned where sites have no time for each other, %v where they have", abandoned, ordinary)
	}
}

func TestARigidPlanIsDeliveredAsPlannedOrNotAtAll(t *testing.T) {
	gap, soft := 0.0, 0.0
	for replication := range 3 {
		gap += outcome(t, run(t, replication, 48, scenario(t, busy.and(settings{"projects.plan_rigidity": 1})))[0], "plan_outcome_gap")
		soft += outcome(t, run(t, replication, 48, scenario(t, busy.and(settings{"projects.plan_rigidity": 0})))[0], "plan_outcome_gap")
	}
	if gap != 0 || soft == 0 {
		t.Errorf("gap between plan and outcome %v under a rigid plan, %v under a soft one", gap, soft)
	}
}

func TestGoalsThatAreNotRevisedStayWhatTheyWere(t *testing.T) {
	w := worldOf(t, scenario(t, busy.and(settings{"projects.goal_revision": 0})), 0)
	w.live(t, 36, func(int) {
		for _, d := range w.projects.live {
			if d.aims != d.first {
				t.Fatalf("justification went from %v to %v", d.first, d.aims)
			}
		}
	})
}
