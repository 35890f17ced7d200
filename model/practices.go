package model

import "slices"

// Practices are the state of one hospital on a landscape: which way of working each service has adopted, and, kept up
// to date by XOR, the state and the worth of each contribution.
type Practices struct {
	land     *Landscape
	word     []uint64 // the practices of each service, a bit each
	standing []standing
}

// A standing is where a contribution stands in its tables, and what it is worth there.
type standing struct {
	clinical, academic uint32 // places in the tables of care and margin, and of academic value
	worth              cell
	scholarly          level
}

// Reset puts all practices at the start that first gives: the bits of each service.
func (p *Practices) Reset(l *Landscape, first func(service int) uint64) {
	p.land = l
	n := l.services * l.practices
	p.word = slices.Grow(p.word[:0], l.services)[:l.services]
	p.standing = slices.Grow(p.standing[:0], n)[:n]
	for c := range p.standing {
		p.standing[c] = standing{clinical: l.at(c), academic: l.at(c)}
	}
	for i := range p.word {
		p.word[i] = first(i)
		for k := range l.practices {
			if p.word[i]>>k&1 == 1 {
				p.turn(i*l.practices + k)
			}
		}
	}
	for c := range p.standing {
		p.read(&p.standing[c])
	}
}

// turn flips practice b in the states of its readers, without looking at what that is worth.
func (p *Practices) turn(b int) {
	for _, r := range p.land.own.of(b) {
		p.standing[r.contribution].clinical ^= uint32(r.clinical)
		p.standing[r.contribution].academic ^= uint32(r.academic)
	}
	for _, r := range p.land.elsewhere.of(b) {
		p.standing[r.contribution].clinical ^= uint32(r.clinical)
	}
	for _, r := range p.land.scholars.of(b) {
		p.standing[r.contribution].academic ^= uint32(r.academic)
	}
}

// read brings the worth of a contribution up to date.
func (p *Practices) read(s *standing) {
	s.worth = p.land.clinical(s.clinical)
	s.scholarly = p.land.scholarly(s.academic)
}

// Renew brings up to date what the landscape drew anew this month.
func (p *Practices) Renew() {
	for _, t := range p.land.renewed {
		for _, c := range p.land.members[t] {
			p.read(&p.standing[c])
		}
	}
}

// Flip changes practice b of all (service·practices + own number).
func (p *Practices) Flip(b int) {
	l := p.land
	p.word[b/l.practices] ^= 1 << (b % l.practices)
	for _, r := range l.own.of(b) {
		s := &p.standing[r.contribution]
		s.clinical ^= uint32(r.clinical)
		s.academic ^= uint32(r.academic)
		p.read(s)
	}
	for _, r := range l.elsewhere.of(b) {
		s := &p.standing[r.contribution]
		s.clinical ^= uint32(r.clinical)
		s.worth = l.clinical(s.clinical)
	}
	for _, r := range l.scholars.of(b) {
		s := &p.standing[r.contribution]
		s.academic ^= uint32(r.academic)
		s.scholarly = l.scholarly(s.academic)
	}
}

// clinicalChange returns by how much a flip seen by reader r changes its contribution to care and to margin,
// in levels.
func (p *Practices) clinicalChange(r reader) (care, margin int) {
	now := &p.standing[r.contribution]
	then := p.land.clinical(now.clinical ^ uint32(r.clinical))
	return int(then.care) - int(now.worth.care), int(then.margin) - int(now.worth.margin)
}

// scholarlyChange returns the same for academic value.
func (p *Practices) scholarlyChange(r reader) int {
	now := &p.standing[r.contribution]
	return int(p.land.scholarly(now.academic^uint32(r.academic))) - int(now.scholarly)
}

// Word returns the practices of a service as bits.
func (p *Practices) Word(service int) uint64 { return p.word[service] }

// An Effect is what a change does to one service: differences of its care, margin and academic effectiveness (means
// over its practices), and how many of its contributions it touches.
type Effect struct {
	Care, Margin, Academic float64
	Touched, Scholarly     int // contributions to care and margin, to academic value
}

func (e *Effect) add(f Effect) {
	e.Care += f.Care
	e.Margin += f.Margin
	e.Academic += f.Academic
	e.Touched += f.Touched
	e.Scholarly += f.Scholarly
}

// OwnCare returns what flipping b would do to its own service's care and margin.
func (p *Practices) OwnCare(b int) Effect {
	list := p.land.own.of(b)
	care, margin := 0, 0
	for _, r := range list {
		c, e := p.clinicalChange(r)
		care += c
		margin += e
	}
	return Effect{Care: float64(care) * p.land.weight, Margin: float64(margin) * p.land.weight, Touched: len(list)}
}

// OwnAcademic returns what flipping b would do to its own service's academic effectiveness.
func (p *Practices) OwnAcademic(b int) (delta float64, touched int) {
	list := p.land.own.of(b)
	sum := 0
	for _, r := range list {
		sum += p.scholarlyChange(r)
	}
	return float64(sum) * p.land.weight, len(list)
}

// Elsewhere returns what flipping b would do to another service.
func (p *Practices) Elsewhere(b int, service ServiceID) (e Effect) {
	l := p.land
	first := int32(int(service) * l.practices)
	last := first + int32(l.practices)
	care, margin, academic := 0, 0, 0
	for _, r := range l.elsewhere.of(b) {
		if r.contribution >= first && r.contribution < last {
			c, m := p.clinicalChange(r)
			care += c
			margin += m
			e.Touched++
		}
	}
	for _, r := range l.scholars.of(b) {
		if r.contribution >= first && r.contribution < last {
			academic += p.scholarlyChange(r)
			e.Scholarly++
		}
	}
	e.Care, e.Margin, e.Academic = float64(care)*l.weight, float64(margin)*l.weight, float64(academic)*l.weight
	return e
}

// Value returns a service's care, margin and academic effectiveness: means of its contributions, each in (0, 1).
func (p *Practices) Value(service int) (care, margin, academic float64) {
	l := p.land
	c, e, r := 0, 0, 0
	own := p.standing[service*l.practices : (service+1)*l.practices]
	for k := range own {
		c += int(own[k].worth.care)
		e += int(own[k].worth.margin)
		r += int(own[k].scholarly)
	}
	const middle = .5 / levels
	return float64(float64(c)*l.weight) - middle, float64(float64(e)*l.weight) - middle, float64(float64(r)*l.weight) - middle
}
