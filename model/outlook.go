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
	return t != byDiscipline && l.anyOf(l.clinicalInputs, i, j) || t != byPatients && l.anyOf(l.academicInputs, i, j)
}

// anyOf says whether practices of service i are among the inputs of service j.
func (l *Landscape) anyOf(inputs []int32, i, j ServiceID) bool {
	of, first := l.practices*l.inputs, l.first(i)
	for _, b := range inputs[int(j)*of : (int(j)+1)*of] {
		if uint32(b-first) < uint32(l.practices) {
			return true
		}
	}
	return false
}

// look lets a member look through its practices: what changing each alone would be worth to all members, as they
// believe, or nothing to consider if it is worth doing for the member alone.
func (p *projects) look(h *Hospital, d *project, m int, s *sim.Stream) {
	i, aims := d.members[m], d.aims.agenda()
	sees := h.lensOf(i, aims)
	noise := sees.noise // of all members together
	var others [maxMembers]lens
	for o, j := range d.members[:d.size] {
		h.practices.each(i, j, p.effects[o][:h.m])
		if o != m {
			others[o] = h.lensOf(j, aims)
			noise = math.Sqrt(float64(noise*noise) + float64(others[o].noise*others[o].noise))
		}
	}
	for k := range h.m {
		own := sees.view(&p.effects[m][k])
		believed := own.drawn(s)
		if p.outlook[m][k] = math.Inf(-1); Worthwhile(believed, h.switchingCost) {
			continue
		}
		if believed < -h.unit { // no gain of others is likely to make up for that
			p.outlook[m][k] = believed
			continue
		}
		for o := range d.size {
			if o != m {
				v := others[o].view(&p.effects[o][k])
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

// each reckons what flipping each practice of service i alone would do to service j, which may be i itself: what Own and
// Elsewhere say of one practice. All of a service's practices at once are found sooner by the inputs of j's contributions
// than by the readers of each.
func (p *Practices) each(i, j ServiceID, into []Effect) {
	clear(into)
	l, practices := p.land, uint32(len(into))
	first, from := l.first(i), int(l.first(j))
	start, end := l.places(i, j)
	standing, entries := p.standing[from:from+len(into)], l.entries[from:from+len(into)]
	clinical, academic := l.clinicalInputs, l.academicInputs
	congruence, academicCongruence := l.congruence, l.academicCongruence
	inputs, startBit := from*l.inputs, uint16(1)<<start
	for c := range standing {
		now, table, bit := &standing[c], entries[c], startBit
		for at := inputs + start; at < inputs+end; at++ {
			if k := uint32(clinical[at] - first); k < practices {
				e, then := &into[k], entryOf(table, now.clinical^bit)
				margin := float64(int(then.margin(congruence)) - int(now.margin))
				e.Care += float64(int(then.care()) - int(now.care))
				e.Margin += margin
				e.Touched++
				if p.counted != nil {
					weight := p.counted[from+c]
					e.Shown += float64(weight * margin)
					e.Seen += float64(weight * weight)
				}
			}
			if k := uint32(academic[at] - first); k < practices {
				then := entryOf(table, now.academic^bit).scholarly(academicCongruence)
				into[k].Academic += float64(int(then) - int(now.scholarly))
				into[k].Scholarly++
			}
			bit <<= 1
		}
		inputs += l.inputs
	}
	for k := range into { // sums of levels, so far
		e := &into[k]
		e.Care, e.Margin, e.Academic, e.Shown = e.Care*l.weight, e.Margin*l.weight, e.Academic*l.weight, e.Shown*l.weight
		if p.counted == nil {
			e.Shown, e.Seen = e.Margin, float64(e.Touched)
		}
	}
}

// places are the places among the inputs of service j's contributions where practices of service i may stand.
func (l *Landscape) places(i, j ServiceID) (start, end int) {
	if i == j {
		return 0, l.lastOwn
	}
	return l.firstOther, l.inputs
}

// first is the first practice of service i.
func (l *Landscape) first(i ServiceID) int32 { return int32(int(i) * l.practices) }
