package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// The outlook of a project: services whose work is tied look through their practices for those that are worth changing to
// all of them together.

// tied says whether practices of two services depend on each other along a tie.
func (h *Hospital) tied(t tie, i, j ServiceID) bool { return h.reaches(t, i, j) || h.reaches(t, j, i) }

// reaches says whether practices of service j depend on those of service i along a tie.
func (h *Hospital) reaches(t tie, i, j ServiceID) bool {
	l := h.practices.land
	return t != byDiscipline && l.readsClinical.has(i, j) || t != byPatients && l.readsAcademic.has(i, j)
}

// look lets a member look through its practices: what changing each alone would be worth to all members, as they
// believe, or nothing to consider if it is worth doing for the member alone.
func (p *projects) look(h *Hospital, d *project, m int, s *sim.Stream) {
	i, aims := d.members[m], d.aims.agenda()
	sees := h.lensOf(i, aims)
	noise := sees.noise // of all members together
	var others [maxMembers]lens
	var reached [maxMembers]bool // whether the member's practices touch them at all
	for o, j := range d.members[:d.size] {
		if o != m {
			reached[o] = h.reaches(byEither, i, j)
			others[o] = h.lensOf(j, aims)
			noise = math.Sqrt(float64(noise*noise) + float64(others[o].noise*others[o].noise))
		}
	}
	h.practices.each(i, p.effects[:h.m])
	for k := range p.effects[:h.m] {
		own := sees.view(&p.effects[k])
		believed := own.drawn(s)
		if p.outlook[m][k] = math.Inf(-1); Worthwhile(believed, h.switchingCost) {
			continue
		}
		if believed < -h.unit { // no gain of others is likely to make up for that
			p.outlook[m][k] = believed
			continue
		}
		for o, j := range d.members[:d.size] {
			if b := int(i)*h.m + k; reached[o] && h.practices.land.touches(b, j) {
				effect := h.practices.Elsewhere(b, j, true)
				v := others[o].view(&effect)
				own.value += v.value
				own.prior += v.prior
			}
		}
		own.noise = noise
		p.outlook[m][k] = own.drawn(s)
	}
}

// best is the outlook of the most promising practice of a member.
func (p *projects) best(h *Hospital, m int) float64 { return slices.Max(p.outlook[m][:h.m]) }

// propose takes into the block, of the member with fewest practices in it, the one that looks best. It returns false
// if no member has one left.
func (p *projects) propose(h *Hospital, d *project) bool {
	var own [maxMembers]int
	for _, t := range d.steps[:d.count] {
		own[t.member]++
	}
	turn, practice := -1, 0
	for m := range d.size {
		if turn >= 0 && own[m] >= own[turn] || own[m] >= kinds[d.kind].practices {
			continue
		}
		if best := p.best(h, m); !math.IsInf(best, -1) {
			turn, practice = m, slices.Index(p.outlook[m][:h.m], best)
		}
	}
	if turn < 0 {
		return false
	}
	p.outlook[turn][practice] = math.Inf(-1)
	b := int(d.members[turn])*h.m + practice
	d.steps[d.count] = step{practice: int32(b), member: int8(turn), adopted: !h.has(b)}
	d.count++
	return true
}

// each reckons what flipping each practice of service i alone would do to it: what Own says of one practice, of all at once,
// for which each contribution is looked up but once.
func (p *Practices) each(i ServiceID, into []Effect) {
	var sums [maxPractices]struct{ care, margin, scholarly, touched int32 } // in levels
	l, first := p.land, int(i)*p.land.practices
	standing, entries := p.standing[first:first+len(into)], l.entries[first:first+len(into)]
	inputs, at := l.clinicalInputs, first*l.inputs
	congruence, academicCongruence := l.congruence, l.academicCongruence
	for c := range standing {
		now, table := &standing[c], entries[c]
		for place := range l.lastOwn {
			k := inputs[at+place] - int32(first)
			if uint32(k) >= uint32(len(into)) {
				continue
			}
			sum, bit := &sums[k&(maxPractices-1)], uint16(1)<<(place&15)
			then := entryOf(table, now.clinical^bit)
			sum.touched++
			sum.care += int32(then.care()) - int32(now.care)
			sum.margin += int32(then.margin(congruence)) - int32(now.margin)
			sum.scholarly += int32(entryOf(table, now.academic^bit).scholarly(academicCongruence)) - int32(now.scholarly)
		}
		at += l.inputs
	}
	for k := range into {
		e, sum := &into[k], &sums[k&(maxPractices-1)]
		e.Care, e.Margin, e.Academic = float64(sum.care)*l.weight, float64(sum.margin)*l.weight, float64(sum.scholarly)*l.weight
		e.Touched, e.Scholarly = int(sum.touched), int(sum.touched)
		if e.Shown, e.Seen = e.Margin, float64(e.Touched); p.counted != nil {
			e.Shown, e.Seen = p.covered(l.own(first+k), i)
		}
	}
}
