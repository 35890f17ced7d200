package model

import (
	"math/bits"
	"slices"
)

// Practices are the state of one hospital on a landscape: which way of working each service has adopted, and, kept up
// to date by XOR, the state and the worth of each contribution.
type Practices struct {
	land     *Landscape
	word     []uint64 // the practices of each service, a bit each
	standing []standing
	counted  []float64 // weight of each contribution in its service's indicator; nil if all count alike
}

// A standing is where a contribution stands in its tables, and what it is worth there.
type standing struct {
	clinical, academic      uint16 // states of what care and margin, and academic value, depend on
	care, margin, scholarly level
}

// Reset puts all practices at the start that first gives: the bits of each service.
func (p *Practices) Reset(l *Landscape, first func(service int) uint64) {
	p.land = l
	n := l.services * l.practices
	p.word = slices.Grow(p.word[:0], l.services)[:l.services]
	p.standing = slices.Grow(p.standing[:0], n)[:n]
	clear(p.standing)
	for i := range p.word {
		p.word[i] = first(i)
		for k := range l.practices {
			if p.word[i]>>k&1 == 1 {
				p.turn(i*l.practices + k)
			}
		}
	}
	for c := range p.standing {
		p.read(int32(c))
	}
}

// turn flips practice b in the states of its readers, without looking at what that is worth.
func (p *Practices) turn(b int) {
	for _, r := range p.land.own(b) {
		p.standing[r.contribution].clinical ^= r.clinical
		p.standing[r.contribution].academic ^= r.academic
	}
	for _, r := range p.land.elsewhere(b) {
		p.standing[r.contribution].clinical ^= r.clinical
	}
	for _, r := range p.land.scholars(b) {
		p.standing[r.contribution].academic ^= r.academic
	}
}

// read brings the worth of contribution c up to date.
func (p *Practices) read(c int32) {
	s := &p.standing[c]
	e := p.land.entry(c, s.clinical)
	s.care = e.care()
	if !p.land.careOnly {
		s.margin = e.margin(p.land.congruence)
		p.readAcademic(c)
	}
}

// readAcademic does so for academic value alone.
func (p *Practices) readAcademic(c int32) {
	s := &p.standing[c]
	s.scholarly = p.land.entry(c, s.academic).scholarly(p.land.academicCongruence)
}

// Renew brings up to date what the landscape drew anew this month.
func (p *Practices) Renew() {
	for _, t := range p.land.renewed {
		for _, c := range p.land.members[t] {
			p.read(c)
		}
	}
}

// Flip changes practice b of all (service·practices + own number).
func (p *Practices) Flip(b int) {
	l, standing := p.land, p.standing
	p.word[b/l.practices] ^= 1 << (b % l.practices)
	for _, r := range l.clinical(b) {
		s := &standing[r.contribution]
		s.clinical ^= r.clinical
		s.academic ^= r.academic
		e := l.entry(r.contribution, s.clinical)
		s.care = e.care()
		if !l.careOnly {
			s.margin = e.margin(l.congruence)
		}
	}
	if l.careOnly {
		return
	}
	for _, r := range l.own(b) {
		p.readAcademic(r.contribution)
	}
	for _, r := range l.scholars(b) {
		standing[r.contribution].academic ^= r.academic
		p.readAcademic(r.contribution)
	}
}

// careChange returns by how much a flip seen by reader r changes its contribution to care, in levels.
func (p *Practices) careChange(r reader) int {
	now := &p.standing[r.contribution]
	return int(p.land.entry(r.contribution, now.clinical^r.clinical).care()) - int(now.care)
}

// clinicalChange returns the same for care and margin.
func (p *Practices) clinicalChange(r reader) (care, margin int) {
	now := &p.standing[r.contribution]
	then := p.land.entry(r.contribution, now.clinical^r.clinical)
	return int(then.care()) - int(now.care), int(then.margin(p.land.congruence)) - int(now.margin)
}

// clinicalChanges returns the same for all readers of a list: one tight loop, which is where hospitals spend their time.
func (p *Practices) clinicalChanges(list []reader) (care, margin int) {
	standing, entries, congruence := p.standing, p.land.entries, p.land.congruence
	for _, r := range list {
		now := &standing[r.contribution]
		then := entryOf(entries[r.contribution], now.clinical^r.clinical)
		care += int(then.care()) - int(now.care)
		margin += int(then.margin(congruence)) - int(now.margin)
	}
	return care, margin
}

// academicChanges returns by how much a flip changes the academic value of all readers of a list.
func (p *Practices) academicChanges(list []reader) (scholarly int) {
	standing, entries, congruence := p.standing, p.land.entries, p.land.academicCongruence
	for _, r := range list {
		now := &standing[r.contribution]
		then := entryOf(entries[r.contribution], now.academic^r.academic)
		scholarly += int(then.scholarly(congruence)) - int(now.scholarly)
	}
	return scholarly
}

// academicChange returns the same for academic value.
func (p *Practices) academicChange(r reader) int {
	now := &p.standing[r.contribution]
	return int(p.land.entry(r.contribution, now.academic^r.academic).scholarly(p.land.academicCongruence)) - int(now.scholarly)
}

// Word returns the practices of a service as bits.
func (p *Practices) Word(service int) uint64 { return p.word[service] }

// An Effect is what a change does to one service: differences of its care, margin and academic effectiveness (means
// over its practices), and how many of its contributions it touches.
type Effect struct {
	Care, Margin, Academic float64
	Touched, Scholarly     int     // contributions to care and margin, to academic value
	Shown, Seen            float64 // margin as far as the indicator covers it; contributions that it covers, by squared weight
}

func (e *Effect) add(f Effect) {
	e.Care += f.Care
	e.Margin += f.Margin
	e.Academic += f.Academic
	e.Touched += f.Touched
	e.Scholarly += f.Scholarly
	e.Shown += f.Shown
	e.Seen += f.Seen
}

// OwnCare returns what flipping b would do to its own service's care, and how many contributions it touches.
func (p *Practices) OwnCare(b int) (delta float64, touched int) {
	list, standing, entries := p.land.own(b), p.standing, p.land.entries
	sum := 0
	for _, r := range list {
		now := &standing[r.contribution]
		sum += int(entryOf(entries[r.contribution], now.clinical^r.clinical).care()) - int(now.care)
	}
	return float64(sum) * p.land.weight, len(list)
}

// WholeCare returns what flipping b would do to the care of all services together, each with its weight; weights sum to 1.
func (p *Practices) WholeCare(b int, weight []float64) float64 {
	own, _ := p.OwnCare(b)
	elsewhere := 0.0
	for _, r := range p.land.elsewhere(b) {
		elsewhere += float64(weight[int(r.contribution)/p.land.practices] * float64(p.careChange(r)))
	}
	return float64(own*weight[b/p.land.practices]) + float64(elsewhere*p.land.weight)
}

// Own returns all that flipping b would do to its own service, in one look at each contribution; academic value only if
// asked for.
func (p *Practices) Own(b int, academic bool) Effect {
	l := p.land
	list := l.own(b)
	care, margin := p.clinicalChanges(list)
	scholarly := 0
	if academic {
		scholarly = p.academicChanges(list)
	}
	e := Effect{Care: float64(care) * l.weight, Margin: float64(margin) * l.weight, Academic: float64(scholarly) * l.weight,
		Touched: len(list), Scholarly: len(list)}
	if e.Shown, e.Seen = e.Margin, float64(e.Touched); p.counted != nil {
		e.Shown, e.Seen = p.covered(list, ServiceID(b/l.practices))
	}
	return e
}

// Elsewhere returns what flipping b would do to another service; academic value only if asked for.
func (p *Practices) Elsewhere(b int, service ServiceID, academic bool) (e Effect) {
	l := p.land
	first := int32(service) * int32(l.practices)
	care, margin, scholarly := 0, 0, 0
	list, practices := l.abroad(b), uint32(l.practices)
	for k := range list { // most are of somebody else
		if r := &list[k]; uint32(r.contribution-first) >= practices {
			continue
		} else if r.clinical != 0 {
			dc, de := p.clinicalChange(*r)
			care += dc
			margin += de
			e.Touched++
		} else if academic {
			scholarly += p.academicChange(*r)
			e.Scholarly++
		}
	}
	e.Care, e.Margin, e.Academic = float64(care)*l.weight, float64(margin)*l.weight, float64(scholarly)*l.weight
	if e.Shown, e.Seen = e.Margin, float64(e.Touched); p.counted != nil {
		e.Shown, e.Seen = p.covered(l.elsewhere(b), service)
	}
	return e
}

// covered says what of a change that a list of contributions see the indicator of a service covers: its margin as far as
// measured practices weigh it, and the squares of their weights.
func (p *Practices) covered(list []reader, service ServiceID) (shown, seen float64) {
	for _, r := range list {
		if w := p.counted[r.contribution]; w > 0 && int(r.contribution)/p.land.practices == int(service) {
			_, margin := p.clinicalChange(r)
			shown += float64(w * float64(margin))
			seen += float64(w * w)
		}
	}
	return shown * p.land.weight, seen
}

// shown says what of a change of margin seen by reader r the indicator of its service covers, and the square of the weight
// that it has there.
func (p *Practices) shown(r reader, margin int) (value, squared float64) {
	if p.counted == nil {
		return float64(margin) * p.land.weight, 1
	}
	w := p.counted[r.contribution]
	return float64(w*float64(margin)) * p.land.weight, float64(w * w)
}

// Covered returns a service's margin effectiveness as far as its indicator covers it: the mean over measured practices, ½
// if there are none.
func (p *Practices) Covered(service int) float64 {
	l, sum, all := p.land, 0.0, 0.0
	for c := service * l.practices; c < (service+1)*l.practices; c++ {
		sum += float64(p.counted[c] * float64(p.standing[c].margin))
		all += p.counted[c]
	}
	if all == 0 {
		return .5
	}
	return float64(sum*l.weight) + .5/levels
}

// Contribution returns the care of one contribution alone (of all: service·practices + own number), in (0, 1).
func (p *Practices) Contribution(c int) float64 { return (float64(p.standing[c].care) + .5) / levels }

// Care returns a service's care effectiveness alone.
func (p *Practices) Care(service int) float64 {
	l, sum := p.land, 0
	own := p.standing[service*l.practices : (service+1)*l.practices]
	for k := range own {
		sum += int(own[k].care)
	}
	return float64(float64(sum)*l.weight) + .5/levels
}

// CareBetween returns what a service's own care would gain if it worked by one word instead of another, all others as they
// do.
func (p *Practices) CareBetween(from, to uint64, service int) float64 {
	if from == to {
		return 0
	}
	l, first, now := p.land, service*p.land.practices, p.word[service]
	own := p.standing[first : first+l.practices]
	var was, is [maxPractices]uint16 // how the states of the service's contributions would differ from what they are
	p.turnOnPaper(first, now^from, &was)
	p.turnOnPaper(first, now^to, &is)
	sum := 0
	for k := range own {
		if was[k] != is[k] {
			c := int32(first + k)
			sum += int(l.entry(c, own[k].clinical^is[k]).care()) - int(l.entry(c, own[k].clinical^was[k]).care())
		}
	}
	return float64(sum) * l.weight
}

// turnOnPaper flips some practices of the service whose first is given in the states of its own contributions.
func (p *Practices) turnOnPaper(first int, changes uint64, states *[maxPractices]uint16) {
	for ; changes != 0; changes &= changes - 1 {
		for _, r := range p.land.own(first + bits.TrailingZeros64(changes)) {
			states[int(r.contribution)-first] ^= r.clinical
		}
	}
}

// Value returns a service's care, margin and academic effectiveness: means of its contributions, each in (0, 1).
func (p *Practices) Value(service int) (care, margin, academic float64) {
	l := p.land
	c, e, r := 0, 0, 0
	own := p.standing[service*l.practices : (service+1)*l.practices]
	for k := range own {
		c += int(own[k].care)
		e += int(own[k].margin)
		r += int(own[k].scholarly)
	}
	const middle = .5 / levels
	return float64(float64(c)*l.weight) + middle, float64(float64(e)*l.weight) + middle, float64(float64(r)*l.weight) + middle
}

// Copy puts the practices where those of another are, on the same landscape.
func (p *Practices) Copy(of *Practices) {
	p.land, p.counted = of.land, of.counted
	p.word = append(p.word[:0], of.word...)
	p.standing = append(p.standing[:0], of.standing...)
}
