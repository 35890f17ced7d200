package model

import (
	"slices"

	"polesim/sim"
)

// A rehearsal flips the practices of a joint change to see what comes of it, and flips them back. Combinations are gone
// through one flip at a time, so that a flip most often leads back to where its readers stood before the last flip of the
// same step: there it need not ask the landscape again. What a table holds in a state depends on nothing else, so that
// what is remembered of it never has to be forgotten.
type rehearsal struct {
	stood []sight // by step, those of the readers of its practice, in their order
	most  int     // readers of a practice at most
}

// A sight is where a reader stood, and in which tables what it was worth there was looked up.
type sight struct {
	standing
	entries sim.Key
}

// prepare makes room for the practices of a landscape.
func (r *rehearsal) prepare(l *Landscape) {
	r.most = 0
	for b := range l.services * l.practices {
		r.most = max(r.most, len(l.readers(b)))
	}
	r.stood = slices.Grow(r.stood[:0], maxSteps*r.most)[:maxSteps*r.most]
}

// readers returns all contributions that depend on practice b: own, elsewhere and scholars, in this order.
func (l *Landscape) readers(b int) []reader {
	return l.list[l.start[readerKinds*b]:l.start[readerKinds*(b+1)]]
}

// flip flips practice b, that of a step, and returns where each of its readers stood before.
func (r *rehearsal) flip(p *Practices, step, b int) []sight {
	p.word[b/p.land.practices] ^= 1 << (b % p.land.practices)
	return r.move(p, step, p.land.readers(b))
}

// flipAtHome flips practice b for its own service's contributions alone, until it is flipped back: for a look at nobody
// else.
func (r *rehearsal) flipAtHome(p *Practices, step, b int) []sight {
	return r.move(p, step, p.land.own(b))
}

// move moves the first readers of the practice of a step to where a flip puts them, and returns where they stood.
func (r *rehearsal) move(p *Practices, step int, list []reader) []sight {
	l, stood := p.land, r.stood[step*r.most:][:len(list)]
	for k, reader := range list {
		now, last := &p.standing[reader.contribution], &stood[k]
		was := sight{*now, l.entries[reader.contribution]}
		now.clinical ^= reader.clinical
		now.academic ^= reader.academic
		if last.entries == was.entries && last.clinical == now.clinical && last.academic == now.academic {
			*now = last.standing
		} else {
			p.lookUp(reader)
		}
		*last = was
	}
	return stood
}

// lookUp brings the worth of a contribution up to date in what the state that a reader flips says of it.
func (p *Practices) lookUp(r reader) {
	now := &p.standing[r.contribution]
	if r.clinical != 0 {
		e := p.land.entry(r.contribution, now.clinical)
		now.care, now.margin = e.care(), p.land.margin(e)
	}
	if r.academic != 0 {
		now.scholarly = p.land.scholarly(p.land.entry(r.contribution, now.academic))
	}
}

// changeFrom is by how much a contribution changed since it stood there, in levels.
func (p *Practices) changeFrom(s *sight, contribution int32) (care, margin, scholarly int) {
	now := &p.standing[contribution]
	return int(now.care) - int(s.care), int(now.margin) - int(s.margin), int(now.scholarly) - int(s.scholarly)
}

// ownSince is what flipping practice b did to its own service, as Own would have foretold it: the first of its readers
// are the service's own.
func (p *Practices) ownSince(stood []sight, b int) Effect {
	care, margin, scholarly := 0, 0, 0
	shown, seen := 0.0, 0.0
	list := p.land.own(b)
	for k, r := range list {
		c, e, a := p.changeFrom(&stood[k], r.contribution)
		care += c
		margin += e
		scholarly += a
		if p.counted != nil {
			weight := p.counted[r.contribution]
			shown += float64(weight * float64(e))
			seen += float64(weight * weight)
		}
	}
	w := p.land.weight
	e := Effect{Care: float64(care) * w, Margin: float64(margin) * w, Academic: float64(scholarly) * w,
		Touched: len(list), Scholarly: len(list), Shown: shown * w, Seen: seen}
	if p.counted == nil {
		e.Shown, e.Seen = e.Margin, float64(len(list))
	}
	return e
}
