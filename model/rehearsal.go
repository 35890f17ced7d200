package model

import "slices"

// A rehearsal flips the practices of a joint change on paper, to see what would come of it, and puts everything back. All
// that the change touches is laid out once, as far as anybody looks at it. Combinations are gone through one flip at a time,
// so that a flip most often leads back to where a contribution stood before the last flip of the same step: there it need
// not ask the landscape again.
type rehearsal struct {
	touches []touch
	start   [maxSteps]int // place in touches of each step's first; the service's own come first, then others'
	abroad  [maxSteps]int // place of the first of others
	end     [maxSteps]int
}

// A touch is a contribution that a step touches.
type touch struct {
	reader
	member int8     // whose it is, −1 for somebody outside
	last   standing // before the last flip of the step; where it stands in truth, if there was none
	truly  standing // where it stands in truth
}

// prepare makes room for what the steps of a project may touch on a landscape.
func (r *rehearsal) prepare(l *Landscape) {
	most := 0
	for b := range l.services * l.practices {
		most = max(most, len(l.own(b))+len(l.abroad(b)))
	}
	r.touches = slices.Grow(r.touches[:0], maxSteps*most)
}

// begin clears the paper.
func (r *rehearsal) begin() { r.touches = r.touches[:0] }

// lay lays out what a step of a project touches. Nobody looks at the academic value of those outside.
func (r *rehearsal) lay(h *Hospital, d *project, step int) {
	p, t := &h.practices, &d.steps[step]
	r.start[step] = len(r.touches)
	for _, reads := range p.land.own(int(t.practice)) {
		r.enter(p, reads, t.member)
	}
	r.abroad[step] = len(r.touches)
	for _, reads := range p.land.abroad(int(t.practice)) {
		if m := int8(d.member(h.serviceOf[reads.contribution])); m >= 0 || reads.clinical != 0 {
			r.enter(p, reads, m)
		}
	}
	r.end[step] = len(r.touches)
}

func (r *rehearsal) enter(p *Practices, reads reader, member int8) {
	truly := p.standing[reads.contribution]
	r.touches = append(r.touches, touch{reader: reads, member: member, last: truly, truly: truly})
}

// flipAtHome flips the practice of a step, or flips it back, as far as its own service's contributions go, and returns what
// that does to it: what Practices.Own would have foretold.
func (r *rehearsal) flipAtHome(p *Practices, step int) Effect {
	own := r.touches[r.start[step]:r.abroad[step]]
	care, margin, scholarly, shown, seen := 0, 0, 0, 0.0, 0.0
	for k := range own {
		t := &own[k]
		now := &p.standing[t.contribution]
		was := *now
		if t.leadsBack(now) {
			*now = t.last
		} else {
			t.lookUp(p, now)
		}
		t.last = was
		change := int(now.margin) - int(was.margin)
		care += int(now.care) - int(was.care)
		margin += change
		scholarly += int(now.scholarly) - int(was.scholarly)
		if p.counted != nil {
			weight := p.counted[t.contribution]
			shown += float64(weight * float64(change))
			seen += float64(weight * weight)
		}
	}
	w := p.land.weight
	e := Effect{Care: float64(care) * w, Margin: float64(margin) * w, Academic: float64(scholarly) * w,
		Touched: len(own), Scholarly: len(own), Shown: shown * w, Seen: seen}
	if p.counted == nil {
		e.Shown, e.Seen = e.Margin, float64(len(own))
	}
	return e
}

// flipAbroad does so as far as others' contributions go, and returns them.
func (r *rehearsal) flipAbroad(p *Practices, step int) []touch {
	others := r.touches[r.abroad[step]:r.end[step]]
	for k := range others {
		t := &others[k]
		now := &p.standing[t.contribution]
		was := *now
		if t.leadsBack(now) {
			*now = t.last
		} else {
			t.lookUp(p, now)
		}
		t.last = was
	}
	return others
}

// leadsBack says whether a flip leads back to where the contribution stood before the last flip of the same step.
func (t *touch) leadsBack(now *standing) bool {
	return now.clinical^t.clinical == t.last.clinical && now.academic^t.academic == t.last.academic
}

// lookUp flips what a contribution reads and asks the landscape what it is worth there, as far as anybody looks at it: of
// those outside, care.
func (t *touch) lookUp(p *Practices, now *standing) {
	now.clinical ^= t.clinical
	now.academic ^= t.academic
	if t.clinical != 0 {
		e := p.land.entry(t.contribution, now.clinical)
		if now.care = e.care(); t.member >= 0 {
			now.margin = e.margin(p.land.congruence)
		}
	}
	if t.academic != 0 {
		now.scholarly = p.land.entry(t.contribution, now.academic).scholarly(p.land.academicCongruence)
	}
}

// change is by how much the last flip changed what a contribution is worth, in levels.
func (t *touch) change(p *Practices) (care, margin, scholarly int) {
	now := &p.standing[t.contribution]
	return int(now.care) - int(t.last.care), int(now.margin) - int(t.last.margin), int(now.scholarly) - int(t.last.scholarly)
}

// putBack puts everything back.
func (r *rehearsal) putBack(p *Practices) {
	for k := range r.touches {
		p.standing[r.touches[k].contribution] = r.touches[k].truly
	}
}
