package model

import (
	"math"
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
				if p.appeal[i] < -1 || p.appeal[i] > 1 || p.weary[i] < 0 {
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

// Before any project a pôle is thought of as well as its services' research and teaching deserve, and it comes back to that.
func TestAPoleIsKnownByTheAcademicValueOfItsServices(t *testing.T) {
	w := worldOf(t, scenario(t, busy.and(settings{"projects.initiative": 0, "projects.standing": .4})), 0)
	p := w.projects
	standing := func() []float64 {
		means := make([]float64, len(w.poles))
		for i, pole := range w.poleOf {
			_, _, academic := w.practices.Value(i)
			means[pole] += .4 * academic / float64(w.poles[pole].members)
		}
		return means
	}
	p.begin(w.Hospital)
	for pole, want := range standing() {
		close6(t, "reputation at the start", p.reputation[pole], want)
	}
	p.reputation[0]++
	far := p.reputation[0] - standing()[0]
	p.fade(w.Hospital)
	close6(t, "what is left of prestige", p.reputation[0]-standing()[0], far*(1-p.forgetting))
	total := 0.0
	for i := range w.n {
		_, _, academic := w.practices.Value(i)
		close6(t, "appeal beside the hospital's mean", w.appeal[i], .4*academic-p.ordinary)
		total += w.appeal[i]
	}
	close6(t, "appeal of all services", total, 0)
}

// What the direction heeds is what sets a pôle's standing apart: the hospital's own adds nothing to any score.
func TestStandingThatAllHaveMovesNoScore(t *testing.T) {
	score := func(standing, better float64) float64 {
		w := worldOf(t, scenario(t, busy.and(noNoise).and(settings{"projects.standing": standing, "projects.reputation_weight": 1})), 0)
		p := w.projects
		w.project(3, 0, w.m+1)
		for k := range p.sent {
			p.sent[k] = -1
		}
		for i := range w.scholarly {
			w.scholarly[i] = .5
			if w.poleOf[i] == w.poleOf[0] {
				w.scholarly[i] += better
			}
		}
		p.stand(w.Hospital)
		copy(p.reputation, p.base)
		s := stream(1)
		return p.score(w.Hospital, 0, &s)
	}
	without := score(0, .2)
	close6(t, "score where all are alike", score(.4, 0), without)
	if more := score(.4, .2); more <= without {
		t.Errorf("better research and teaching turn a score of %v into %v", without, more)
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
