package movements

import "fmt"

// repeats finds rows that are equal to a row before in every cell.
type repeats struct {
	seen  map[uint64]struct{} // hashes of rows
	rows  int
	first int // its line
}

// mostSeen bounds the memory of repeats: rows equal to one beyond so many different rows go unnoticed.
const mostSeen = 1 << 19

// see tells whether a row repeats one before.
func (r *repeats) see(row []string, line int) bool {
	if r.seen == nil {
		r.seen = map[uint64]struct{}{}
	}
	key := hash(row...)
	if _, again := r.seen[key]; again {
		if r.rows++; r.first == 0 {
			r.first = line
		}
		return true
	}
	if len(r.seen) < mostSeen {
		r.seen[key] = struct{}{}
	}
	return false
}

// warning says what was found in rows that are counted all the same.
func (r *repeats) warning() string {
	return fmt.Sprintf("%s equal to one before in every cell, the first in line %d: their movements are counted again; take them out if they are there by mistake",
		plural(r.rows, "row"), r.first)
}

// twice says what becomes of a row of movements that is equal to one before. In a log of who moved when, it is the same
// movement. In sums it may be, and in a log that names no one it is most likely another.
type twice int

const (
	another twice = iota // counted
	doubted              // counted, with a warning
	same                 // left out
)

// twiceIn tells which of these holds for a table of movements; used are the columns of movements and their number.
func (t *table) twiceIn(count int, used ...int) twice {
	switch person, time := t.guess(roleID, used...), t.guess(roleTime, used...); {
	case count >= 0:
		return doubted
	case person < 0:
		return another
	case time < 0:
		return doubted
	}
	return same
}

// once leaves out rows that repeat the stay, unit and start of a row before; the log is in the order of stays and time.
func (f *flowTable) once(log []arrival) []arrival {
	const far = 100 // rows of one stay at one moment that are compared
	kept, start := log[:0], 0
	for _, a := range log {
		if n := len(kept); n > 0 && (kept[n-1].id != a.id || kept[n-1].at != a.at) {
			start = n
		}
		again := false
		for _, b := range kept[max(start, len(kept)-far):] {
			again = again || b.unit == a.unit
		}
		if again {
			f.drops.add(dropRepeat, 1, 0, "")
			continue
		}
		kept = append(kept, a)
	}
	return kept
}
