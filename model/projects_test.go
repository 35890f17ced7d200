package model

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"polesim/sim"
)

// busy is a hospital in which a lot happens to projects.
var busy = everything.and(manyProjects)

// project puts up a project of a kind by hand: each practice of a member is to change.
func (w *world) project(kind int, practices ...int) *project {
	d := project{kind: kind, aims: justification{clinical: 1}, key: sim.NewKey(7, len(w.projects.live))}
	for _, b := range practices {
		i := w.serviceOf[b]
		m := d.member(i)
		if m < 0 {
			m = d.size
			d.members[m] = i
			d.size++
			w.projects.load[i]++
		}
		d.steps[d.count] = step{practice: int32(b), member: int8(m), adopted: !w.has(b), planned: true}
		d.count++
	}
	d.first = d.aims
	w.projects.live = append(w.projects.live, d)
	return &w.projects.live[len(w.projects.live)-1]
}

// trusting sets the trust of two services in each other.
func (w *world) trusting(i, j ServiceID, there, back float32) {
	w.relations.of(i, j).trust, w.relations.of(j, i).trust = there, back
}

func TestProjectsThatAreOffChangeNoBit(t *testing.T) {
	c := scenario(t, everything)
	want := run(t, 0, 24, c)[0]
	for _, high := range []bool{false, true} {
		turned := c.Clone()
		for id, p := range registry {
			if p.Section() == "projects" && p.Key != "projects.field" {
				if turned.Values[id] = p.Min; high {
					turned.Values[id] = p.Max
				}
			}
		}
		if !sameBits(want, run(t, 0, 24, turned)[0]) {
			t.Errorf("parameters of projects that are off act (high: %v)", high)
		}
	}
	for o, v := range want.Values {
		if outcomes[o].Part == projectPart && v != 0 {
			t.Errorf("%s is %v without projects", outcomes[o].Name, v)
		}
	}
}

func TestProjectsSwitchedOffInTheMiddleLeaveNothingBehind(t *testing.T) {
	w := worldOf(t, scenario(t, busy), 0)
	before := 0
	w.live(t, 24, func(month int) {
		switch {
		case month == 11:
			before = len(w.projects.live)
			w.config.Values[fieldProjects] = 0
			w.read()
		case month > 11:
			for i := range w.n {
				if w.engaged[i] != 0 || math.Abs(w.appeal[i]) > 1e-12 || math.Abs(w.weariness[i]) > 1e-12 || w.projects.load[i] != 0 {
					t.Fatalf("month %d: service %d is still engaged %v, appeal %v, weariness %v", month, i, w.engaged[i], w.appeal[i], w.weariness[i])
				}
			}
			if len(w.projects.live) > 0 || w.projects.tally != (projectTally{}) {
				t.Fatalf("month %d: projects go on", month)
			}
		}
	})
	if before == 0 {
		t.Error("no projects to switch off: nothing was tested")
	}
}

func TestForesightOfAProjectIsWhatDeliveringItWouldDo(t *testing.T) {
	w := worldOf(t, scenario(t, busy), 0)
	for draw := range 40 {
		s := stream(draw)
		bits := make([]int, 0, 6)
		for len(bits) < 5 {
			b := s.IntN(3)*w.m + s.IntN(w.m) + s.IntN(20)*w.m*3
			if !slices.Contains(bits, b) && !slices.ContainsFunc(bits, func(o int) bool { return o/w.m/3 != b/w.m/3 }) {
				bits = append(bits, b)
			}
		}
		w.projects.live = w.projects.live[:0]
		d := w.project(2, bits...)
		before, joint := words(&w.practices, w.n), w.jointTruth(bits)
		var at prospect
		w.projects.foresee(w.Hospital, d, &at)
		if !slices.Equal(before, words(&w.practices, w.n)) {
			t.Fatal("looking at a project changes practices")
		}
		outside := 0.0
		for i, e := range joint {
			m := d.member(ServiceID(i))
			if m < 0 {
				outside += e.care
				continue
			}
			close6(t, "care", at.effect[m].Care, e.care)
			close6(t, "margin", at.effect[m].Margin, e.margin)
			close6(t, "academic value", at.effect[m].Academic, e.academic)
		}
		close6(t, "care outside", float64(at.outside)*w.land.weight, outside)
	}
}

// Without noise the search must find, of all combinations of its block, the one worth most to all together among those
// that change practices of several, by which nobody loses and in which nobody would make its own part alone.
func TestSearchFindsTheBestJointChangeThatNobodyCanMakeAlone(t *testing.T) {
	w := worldOf(t, scenario(t, busy.and(noNoise).and(settings{"professionals.switching_cost": .1, "projects.hurdle": .05})), 0)
	p, found := w.projects, 0
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			mt := meeting{first: i, second: j, agenda: w.houseAgenda}
			s := stream(int(i)*w.n + int(j))
			if i == j || !p.sketch(w.Hospital, int(i+j)%kindsOfProject, &mt, &s) {
				continue
			}
			block := p.draft
			best, want := p.hurdle, 0
			for mask := 1; mask < 1<<block.count; mask++ {
				if total, ok := w.jointly(&block, mask); ok && total > best {
					best, want = total, mask
				}
			}
			before := words(&w.practices, w.n)
			got := p.search(w.Hospital, &s)
			if !slices.Equal(before, words(&w.practices, w.n)) {
				t.Fatal("a search changes practices")
			}
			if got != (want != 0) {
				t.Fatalf("%d and %d: found %v, best of all combinations %b", i, j, got, want)
			}
			if !got {
				continue
			}
			found++
			for at, k := 0, 0; at < block.count; at++ {
				if want>>at&1 == 1 {
					if p.draft.steps[k].practice != block.steps[at].practice {
						t.Fatalf("%d and %d: the search kept other practices than %b", i, j, want)
					}
					k++
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d joint changes: little was tested", found)
	}
}

// A part of a combination, judged alone, is judged by what it touches, however many steps the search took there and back.
func TestAPartAloneIsJudgedByWhatItTouches(t *testing.T) {
	w := worldOf(t, scenario(t, busy.and(settings{"measurement.noise": .6, "professionals.noise": .4, "measurement.validity": 1,
		"measurement.coverage": .5, "professionals.switching_cost": .02})), 0)
	p, tried, accepted := w.projects, 0, 0
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			mt := meeting{first: i, second: j, agenda: agenda{economic: 1}}
			s := stream(int(i)*w.n + int(j))
			if i == j || !p.sketch(w.Hospital, int(i+j)%kindsOfProject, &mt, &s) {
				continue
			}
			d := &p.draft
			d.aims = justification{economic: 1}
			p.rehearsal.begin()
			for step := range d.count {
				p.rehearsal.lay(w.Hospital, d, step)
			}
			p.weighAlone(w.Hospital, d, &s)
			p.rehearsal.putBack(&w.practices)
			for mask := 1; mask < 1<<d.count; mask++ {
				m := int(d.steps[bits.TrailingZeros(uint(mask))].member)
				if mask&^p.parts[m] != 0 {
					continue
				}
				var alone Effect
				for at := range d.count {
					if mask>>at&1 == 1 {
						b := int(d.steps[at].practice)
						alone.add(w.practices.Own(b, true))
						w.practices.Flip(b)
					}
				}
				for at := range d.count {
					if mask>>at&1 == 1 {
						w.practices.Flip(int(d.steps[at].practice))
					}
				}
				believed := w.agendaView(d.members[m], &alone, d.aims.agenda()).seen(p.errors[m])
				cost := w.switchingCost * float64(bits.OnesCount(uint(mask)))
				if math.Abs(believed-cost) > 1e-9 && p.alone[mask] != (believed > cost) {
					t.Fatalf("part %b of %d and %d is believed to be worth %v at a cost of %v; made alone: %v", mask, i, j, believed, cost, p.alone[mask])
				}
				tried++
				if p.alone[mask] {
					accepted++
				}
			}
		}
	}
	if tried < 500 || accepted < 50 || tried-accepted < 50 {
		t.Errorf("%d parts tried, %d worth making alone: little was tested", tried, accepted)
	}
}

// jointly is what a combination of the steps of a draft is really worth to all together, and whether it is a joint change
// by which no member loses and of which none would make its own part alone.
func (w *world) jointly(d *project, mask int) (total float64, ok bool) {
	var practices []int
	var flips [maxMembers]int
	parts := make([][]int, maxMembers)
	for at, t := range d.steps[:d.count] {
		if mask>>at&1 == 1 {
			practices = append(practices, int(t.practice))
			parts[t.member] = append(parts[t.member], int(t.practice))
			flips[t.member]++
		}
	}
	lens := func(i ServiceID, e values) float64 {
		return d.aims.clinical*e.care + d.aims.academic*e.academic + d.aims.economic*w.people[i].validity*e.margin
	}
	joint := w.jointTruth(practices)
	var worth [maxMembers]float64
	changing := 0
	for m, i := range d.members[:d.size] {
		worth[m] = lens(i, joint[i])
		share := w.projects.outsiders
		if flips[m] > 0 {
			share = 1
			changing++
			if alone := w.jointTruth(parts[m]); lens(i, alone[i]) > w.switchingCost*float64(flips[m]) {
				return 0, false
			}
		}
		total += share*worth[m] - w.switchingCost*float64(flips[m])
	}
	for i, e := range joint {
		if d.member(ServiceID(i)) < 0 {
			total += w.projects.outsiders * d.aims.clinical * e.care
		}
	}
	for m, i := range d.members[:d.size] {
		sided := worth[m]
		for k, j := range d.members[:d.size] {
			if k != m {
				sided += float64(w.relations.of(i, j).trust) * worth[k]
			}
		}
		if (flips[m] > 0 || m < 2) && sided <= 0 {
			return 0, false
		}
	}
	return total, changing > 1
}

func TestNobodyStartsAProjectWithSomebodyItDoesNotTrust(t *testing.T) {
	w := worldOf(t, scenario(t, busy.and(settings{"projects.trust": .3})), 0)
	p, joined := w.projects, 0
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			s := stream(int(i)*w.n + int(j))
			w.trusting(i, j, float32(s.Float64()), float32(s.Float64()))
		}
	}
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			mt, s := meeting{first: i, second: j, agenda: w.houseAgenda}, stream(int(i)*w.n+int(j))
			if i == j {
				continue
			}
			if p.sketch(w.Hospital, 1, &mt, &s) && p.search(w.Hospital, &s) {
				p.gather(w.Hospital, &s)
				d := &p.draft
				for _, k := range d.members[2:d.size] {
					if w.mutual(d.members[0], k) < .3 && w.mutual(d.members[1], k) < .3 {
						t.Fatalf("%d joins %d and %d, who trust it by %v and %v", k, i, j, w.mutual(i, k), w.mutual(j, k))
					}
					joined++
				}
			}
			before := len(p.live)
			p.met(w.Hospital, &mt, 0, 0)
			if len(p.live) > before && w.mutual(i, j) < .3 {
				t.Fatalf("%d and %d start a project, but trust each other by %v", i, j, w.mutual(i, j))
			}
		}
	}
	if joined < 10 || len(p.live) == 0 {
		t.Errorf("%d joined, %d projects started: little was tested", joined, len(p.live))
	}
}

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

// Every month: members bear what they are members of, their time is taken once, and no project is lost.
func TestProjectsAndTheTimeGivenToThemAreConserved(t *testing.T) {
	for name, c := range map[string]*Config{"generated": scenario(t, busy), "listed": mixed(t, busy.and(settings{"projects.time": .5}))} {
		w := worldOf(t, c, 0)
		p, started, ended, worked := w.projects, 0, 0, 0
		w.live(t, 60, func(month int) {
			tally, load, engaged := &p.tally, make([]int, w.n), 0.0
			for _, count := range tally.started {
				started += count
			}
			delivered := tally.deliveredWithin + tally.deliveredAcross
			ended += tally.refused + tally.abandoned + delivered
			for _, d := range p.live {
				if d.size < 2 || d.size > maxMembers || d.count > maxSteps {
					t.Fatalf("%s, month %d: a project of %d members and %d steps", name, month, d.size, d.count)
				}
				close6(t, "weights of a justification", d.aims.clinical+d.aims.academic+d.aims.economic+d.aims.human, 1)
				for m, i := range d.members[:d.size] {
					load[i]++
					if d.member(i) != m {
						t.Fatalf("%s: %d is a member twice", name, i)
					}
				}
			}
			if started-ended != len(p.live) || !slices.Equal(load, p.load) || slices.Max(load) > mostProjects {
				t.Fatalf("%s, month %d: %d started, %d ended, %d live", name, month, started, ended, len(p.live))
			}
			for i, units := range w.engaged {
				engaged += units
				if units < 0 || units > w.people[i].attention+1e-9 {
					t.Fatalf("%s: service %d of attention %v gives %v", name, i, w.people[i].attention, units)
				}
				if p.appeal[i] < 0 || p.appeal[i] > 1 || p.weary[i] < 0 {
					t.Fatalf("%s: appeal %v, weariness %v", name, p.appeal[i], p.weary[i])
				}
			}
			close6(t, "time given", tally.units, engaged)
			for _, r := range p.reputation {
				if r < 0 || r > 1 {
					t.Fatalf("%s: reputation %v", name, r)
				}
			}
			worked += delivered
		})
		if worked < 3 {
			t.Errorf("%s: only %d projects delivered: little was tested", name, worked)
		}
	}
}

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

func TestPartsOfAProjectCountSumToTheWhole(t *testing.T) {
	r := run(t, 1, 48, mixed(t, busy))[0]
	for month := range 48 {
		value := func(name string) float64 { return r.Series[OutcomeIndex(name)][month] }
		kinds, whole := 0.0, value("projects_started")
		for _, o := range outcomes {
			if strings.HasPrefix(o.Name, "projects_started_") {
				kinds += value(o.Name)
			}
		}
		close6(t, "projects by kind", kinds, whole)
		close6(t, "projects by scope", value("projects_delivered_within_pole")+value("projects_delivered_across_poles"), value("projects_delivered"))
	}
}

// Pôles drawn anew keep what their members' former pôles had earned.
func TestReputationFollowsServicesIntoNewPoles(t *testing.T) {
	w := worldOf(t, scenario(t, busy), 0)
	p := w.projects
	copy(p.reputation, []float64{.6, .3, 0})
	for i := range w.poleOf {
		w.poleOf[i] = 0
	}
	sizes := [3]float64{}
	for _, from := range p.poleOf {
		sizes[from]++
	}
	p.handOver(w.Hospital)
	close6(t, "reputation of the new pôle", p.reputation[0], (.6*sizes[0]+.3*sizes[1])/float64(w.n))
	if p.reputation[1] != 0 || p.reputation[2] != 0 {
		t.Error("pôles without services keep a reputation")
	}
}

func TestMembersHaveNoMoreProjectsThanTheyCanBear(t *testing.T) {
	w, most := worldOf(t, scenario(t, busy), 0), 0
	w.live(t, 48, func(int) {
		load := make([]int, w.n)
		for _, d := range w.projects.live {
			for _, i := range d.members[:d.size] {
				load[i]++
			}
		}
		most = max(most, slices.Max(load))
	})
	if most != mostProjects {
		t.Errorf("a service is in %d projects at most, expected %d: the bound is broken or never reached", most, mostProjects)
	}
}

func TestKindsOfProjectsFitTheRoomThereIs(t *testing.T) {
	for k := range kinds {
		if kinds[k].members > maxMembers || kinds[k].members < 2 || kinds[k].practices < 1 {
			t.Errorf("%s: %d members, %d practices each", kinds[k].name, kinds[k].members, kinds[k].practices)
		}
		j := kinds[k].purpose
		close6(t, "purpose of "+kinds[k].name, j.clinical+j.academic+j.economic+j.human, 1)
	}
}
