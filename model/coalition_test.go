package model

import (
	"math"
	"math/bits"
	"slices"
	"testing"
)

// trusting sets the trust of two services in each other.
func (w *world) trusting(i, j ServiceID, there, back float32) {
	w.relations.of(i, j).trust, w.relations.of(j, i).trust = there, back
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
