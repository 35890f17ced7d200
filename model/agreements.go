package model

// nobody stands for the partner of a change made alone.
const nobody ServiceID = -1

// agreements record with whom each practice was last agreed, and when. Undoing one within its term is a breach.
type agreements struct {
	with []ServiceID
	at   []int32
}

func (a *agreements) reset(practices int) {
	if a.with == nil {
		a.with, a.at = make([]ServiceID, practices), make([]int32, practices)
	}
	for b := range a.with {
		a.with[b] = nobody
	}
}

// change flips practice b of service i, alone or together with a partner; what is agreed goes on record. If that undoes what was agreed with
// somebody else within the term, it is a breach, which the one let down notices with the chance that it knows i's work.
func (h *Hospital) change(i ServiceID, b int, partner ServiceID, agreed bool) {
	a := &h.agreements
	if with := a.with[b]; with != nobody && with != partner && h.month-int(a.at[b]) < h.agreementMonths {
		h.tally.breaches++
		s := h.keys.breaches.At(b, h.month)
		if s.Bernoulli(float64(h.relations.of(with, i).know)) {
			h.relations.move(with, i, 0, h.trustLoss)
		}
	}
	a.with[b] = nobody
	if agreed {
		a.with[b], a.at[b] = partner, int32(h.month)
	}
	h.tally.changes++
	h.deeds[i].changes++
	h.practices.Flip(b)
}
