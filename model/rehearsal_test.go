package model

import (
	"slices"
	"testing"
)

// Whatever way a rehearsal takes through the steps of a joint change, what it shows of a contribution is what flipping
// those practices in earnest would make of it, as far as anybody looks; and nothing is left of it.
func TestARehearsalShowsWhatFlippingInEarnestWouldDo(t *testing.T) {
	w := worldOf(t, scenario(t, busy.and(settings{"measurement.coverage": .6})), 0)
	p, again := w.projects, 0
	for draw := range 60 {
		s := stream(draw)
		d := project{size: 3, members: [maxMembers]ServiceID{0, ServiceID(1 + s.IntN(5)), ServiceID(6 + s.IntN(9))}}
		for ; d.count < 6; d.count++ {
			m := s.IntN(d.size)
			b := int32(int(d.members[m])*w.m + s.IntN(w.m))
			if slices.ContainsFunc(d.steps[:d.count], func(t step) bool { return t.practice == b }) {
				d.count--
				continue
			}
			d.steps[d.count] = step{practice: b, member: int8(m)}
		}
		before := slices.Clone(w.practices.standing)
		truth := w.practices
		truth.word, truth.standing = slices.Clone(truth.word), slices.Clone(before)
		p.rehearsal.begin()
		for at := range d.count {
			p.rehearsal.lay(w.Hospital, &d, at)
		}
		for range 40 {
			at := s.IntN(d.count)
			b := int(d.steps[at].practice)
			want := truth.Own(b, true)
			truth.Flip(b)
			if t := &p.rehearsal.touches[p.rehearsal.start[at]]; t.leadsBack(&w.practices.standing[t.contribution]) {
				again++
			}
			if got := p.rehearsal.flipAtHome(&w.practices, at); got != want {
				t.Fatalf("draw %d: a flip did %+v at home, expected %+v", draw, got, want)
			}
			p.rehearsal.flipAbroad(&w.practices, at)
			for k := range p.rehearsal.touches {
				touch := &p.rehearsal.touches[k]
				shown, is := w.practices.standing[touch.contribution], truth.standing[touch.contribution]
				if touch.clinical != 0 && shown.care != is.care || touch.member >= 0 && shown != is {
					t.Fatalf("draw %d: contribution %d of member %d is shown as %+v, and is %+v", draw, touch.contribution, touch.member, shown, is)
				}
			}
		}
		p.rehearsal.putBack(&w.practices)
		if !slices.Equal(before, w.practices.standing) {
			t.Fatal("a rehearsal leaves something behind")
		}
	}
	if again < 1000 {
		t.Errorf("only %d flips of a step flipped before: little was tested", again)
	}
}
