package classics

import (
	"math/bits"
	"slices"

	"polesim/sim"
)

// A summit finds the highest place of a landscape of one service. It decides practice after practice and tries both ways,
// but leaves out all places that cannot be the highest: those where each contribution alone, at the best that is still
// open to it, would not lift the whole above what has been found (branch and bound).
type summit struct {
	land    *rugged
	inputs  [][]int32 // practices on which each contribution depends, its own first
	readers [][]int32 // contributions that depend on each practice
	order   []int     // practices, as they are decided
	turn    []int     // of each practice in that order
	best    [][]int32 // level of each contribution at the best that is still open, by what is decided
	decided []int32   // of the inputs of each contribution: 1, and a binary digit for each that is decided
	places  []int     // room for fill, and
	states  []uint16  // for it

	place   uint64 // what is decided
	highest uint64 // the highest place so far, and
	level   int    // the sum of its levels
}

// newSummit returns one for a landscape.
func newSummit(land *rugged) *summit {
	s := &summit{land: land, order: make([]int, land.n), turn: make([]int, land.n), decided: make([]int32, land.n),
		places: make([]int, 0, land.k+1), states: make([]uint16, 1<<(land.k+1))}
	for range land.n {
		s.inputs = append(s.inputs, make([]int32, land.k+1))
		s.best = append(s.best, make([]int32, 2<<(land.k+1)))
	}
	s.readers = make([][]int32, land.n)
	return s
}

// reset draws the landscape, as rugged does, and remembers who depends on whom.
func (s *summit) reset(key sim.Key, of neighbours) {
	s.land.reset(key, func(practice int, into []int32) {
		of(practice, into)
		s.inputs[practice][0] = int32(practice)
		copy(s.inputs[practice][1:], into)
	})
}

// find returns the highest place.
func (s *summit) find() uint64 {
	s.arrange()
	open := 0
	for c := range s.best {
		s.fill(c)
		s.decided[c] = 1
		open += int(s.best[c][1])
	}
	s.place, s.level = 0, -1
	s.climb(0, open)
	return s.highest
}

// arrange sets the order: what many contributions depend on is decided first.
func (s *summit) arrange() {
	for b := range s.readers {
		s.readers[b] = s.readers[b][:0]
		s.order[b] = b
	}
	for c, inputs := range s.inputs {
		for _, b := range inputs {
			if b >= 0 { // there is one
				s.readers[b] = append(s.readers[b], int32(c))
			}
		}
	}
	slices.SortStableFunc(s.order, func(x, y int) int { return len(s.readers[y]) - len(s.readers[x]) })
	for at, b := range s.order {
		s.turn[b] = at
	}
}

// fill reads the table of a contribution, in the order in which its inputs are decided, and works out from its end what is
// the best still open.
func (s *summit) fill(c int) {
	places := s.places[:0] // of the inputs that there are, as they are decided
	for at, b := range s.inputs[c] {
		if b >= 0 {
			places = append(places, at)
		}
	}
	slices.SortFunc(places, func(x, y int) int { return s.turn[s.inputs[c][x]] - s.turn[s.inputs[c][y]] })
	ways, best := 1<<len(places), s.best[c]
	for way := range ways { // a binary digit for each input, that which is decided last lowest
		s.states[way] = 0
		if way > 0 {
			s.states[way] = s.states[way&(way-1)] | 1<<places[len(places)-1-bits.TrailingZeros(uint(way))]
		}
		best[ways+way] = int32(s.land.land.CareIn(c, s.states[way]))
	}
	for way := ways - 1; way > 0; way-- {
		best[way] = max(best[2*way], best[2*way+1])
	}
}

// climb decides the practices from one in the order on, where the best still open to all contributions is given.
func (s *summit) climb(at, open int) {
	if at == len(s.order) {
		s.highest, s.level = s.place, open
		return
	}
	b := s.order[at]
	then := [2]int{open, open}
	for _, c := range s.readers[b] {
		now := s.decided[c]
		then[0] += int(s.best[c][2*now] - s.best[c][now])
		then[1] += int(s.best[c][2*now+1] - s.best[c][now])
	}
	way := 0
	if then[1] > then[0] {
		way = 1
	}
	for range 2 {
		if then[way] <= s.level {
			return // and the other is no better
		}
		s.decide(b, way)
		s.climb(at+1, then[way])
		s.undo(b)
		way = 1 - way
	}
}

// decide decides a practice.
func (s *summit) decide(b, way int) {
	s.place |= uint64(way) << b
	for _, c := range s.readers[b] {
		s.decided[c] = 2*s.decided[c] + int32(way)
	}
}

// undo leaves it open again.
func (s *summit) undo(b int) {
	s.place &^= 1 << b
	for _, c := range s.readers[b] {
		s.decided[c] /= 2
	}
}
