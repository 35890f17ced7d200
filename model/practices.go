package model

import "slices"

// Practices are the state of one hospital on a landscape: which way of working each service has adopted, and, kept up
// to date by XOR, the state and the worth of each contribution.
type Practices struct {
	land     *Landscape
	word     []uint64 // the practices of each service, a bit each
	clinical []uint16 // state of each contribution's table of care and margin
	academic []uint16 // state of its table of academic value
	cell     []cell   // what it is worth now to care and margin
	worth    []float32
}

// Reset puts all practices at the start that first gives: the bits of each service.
func (p *Practices) Reset(l *Landscape, first func(service int) uint64) {
	p.land = l
	n := l.services * l.practices
	p.word = slices.Grow(p.word[:0], l.services)[:l.services]
	p.clinical = slices.Grow(p.clinical[:0], n)[:n]
	p.academic = slices.Grow(p.academic[:0], n)[:n]
	p.cell = slices.Grow(p.cell[:0], n)[:n]
	p.worth = slices.Grow(p.worth[:0], n)[:n]
	clear(p.clinical)
	clear(p.academic)
	for i := range p.word {
		p.word[i] = first(i)
		for k := range l.practices {
			if p.word[i]>>k&1 == 1 {
				p.turn(i*l.practices + k)
			}
		}
	}
	for c := range n {
		p.read(int32(c))
	}
}

// turn flips practice b in the states of its readers.
func (p *Practices) turn(b int) {
	for _, r := range p.land.own.of(b) {
		p.clinical[r.contribution] ^= r.clinical
		p.academic[r.contribution] ^= r.academic
	}
	for _, r := range p.land.elsewhere.of(b) {
		p.clinical[r.contribution] ^= r.clinical
	}
	for _, r := range p.land.scholars.of(b) {
		p.academic[r.contribution] ^= r.academic
	}
}

// read brings the worth of contribution c up to date.
func (p *Practices) read(c int32) {
	p.cell[c] = p.land.clinical(c, p.clinical[c])
	p.worth[c] = p.land.scholarly(c, p.academic[c])
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
	l := p.land
	p.word[b/l.practices] ^= 1 << (b % l.practices)
	for _, r := range l.own.of(b) {
		p.clinical[r.contribution] ^= r.clinical
		p.academic[r.contribution] ^= r.academic
		p.read(r.contribution)
	}
	for _, r := range l.elsewhere.of(b) {
		p.clinical[r.contribution] ^= r.clinical
		p.cell[r.contribution] = l.clinical(r.contribution, p.clinical[r.contribution])
	}
	for _, r := range l.scholars.of(b) {
		p.academic[r.contribution] ^= r.academic
		p.worth[r.contribution] = l.scholarly(r.contribution, p.academic[r.contribution])
	}
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
func (p *Practices) OwnCare(b int) (e Effect) {
	l := p.land
	list := l.own.of(b)
	for _, r := range list {
		now, then := p.cell[r.contribution], l.clinical(r.contribution, p.clinical[r.contribution]^r.clinical)
		e.Care += float64(then.care - now.care)
		e.Margin += float64(then.margin - now.margin)
	}
	e.Care /= float64(l.practices)
	e.Margin /= float64(l.practices)
	e.Touched = len(list)
	return e
}

// OwnAcademic returns what flipping b would do to its own service's academic effectiveness.
func (p *Practices) OwnAcademic(b int) (delta float64, touched int) {
	l := p.land
	list := l.own.of(b)
	for _, r := range list {
		delta += float64(l.scholarly(r.contribution, p.academic[r.contribution]^r.academic) - p.worth[r.contribution])
	}
	return delta / float64(l.practices), len(list)
}

// Elsewhere returns what flipping b would do to another service.
func (p *Practices) Elsewhere(b int, service ServiceID) (e Effect) {
	l := p.land
	first := int32(int(service) * l.practices)
	last := first + int32(l.practices)
	for _, r := range l.elsewhere.of(b) {
		if r.contribution >= first && r.contribution < last {
			now, then := p.cell[r.contribution], l.clinical(r.contribution, p.clinical[r.contribution]^r.clinical)
			e.Care += float64(then.care - now.care)
			e.Margin += float64(then.margin - now.margin)
			e.Touched++
		}
	}
	for _, r := range l.scholars.of(b) {
		if r.contribution >= first && r.contribution < last {
			e.Academic += float64(l.scholarly(r.contribution, p.academic[r.contribution]^r.academic) - p.worth[r.contribution])
			e.Scholarly++
		}
	}
	e.Care /= float64(l.practices)
	e.Margin /= float64(l.practices)
	e.Academic /= float64(l.practices)
	return e
}

// Value returns a service's care, margin and academic effectiveness: means of its contributions, each in (0, 1).
func (p *Practices) Value(service int) (care, margin, academic float64) {
	m := p.land.practices
	for c := service * m; c < (service+1)*m; c++ {
		care += float64(p.cell[c].care)
		margin += float64(p.cell[c].margin)
		academic += float64(p.worth[c])
	}
	return care / float64(m), margin / float64(m), academic / float64(m)
}
