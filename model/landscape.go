package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// A Landscape says what practices are worth: three coupled NK landscapes (care, margin, academic value) over the
// practices of all services (Kauffman 1993; Levinthal 1997). Each practice makes a contribution whose worth depends on
// the practice itself and on others, in the same service and elsewhere; a table holds its worth in each state of those.
// Care and margin depend on the same practices, academic value follows disciplines.
//
// No table is kept: an entry is a hash of (replication, table, generation, state), which costs less than fetching it
// from memory would. So a landscape of any size is drawn in no time, a change of environment is a new generation, and
// all hospitals on it see the same.
//
// A landscape belongs to one goroutine; the hospitals of one replication share it.
type Landscape struct {
	services, practices int     // practices of each service, at most maxPractices
	inputs              int     // practices on which a contribution depends at most, its own included
	weight              float64 // of one level of one contribution in its service's effectiveness

	clinicalInputs []int32   // contribution c's are [c·inputs : (c+1)·inputs]; −1 for none
	academicInputs []int32   //
	table          []int32   // table of each contribution; contributions of one discipline may share
	members        [][]int32 // contributions of each table
	entries        []sim.Key // of each contribution: what the entries of its table are hashed from

	// Readers of each practice (practice b of all: service·practices + own number), of each kind in turn: those of b
	// and kind are list[start[kinds·b+kind] : start[kinds·b+kind+1]].
	start []int32
	list  []reader

	careOnly                       bool // margin and academic value are not asked for: a plain NK landscape
	congruence, academicCongruence copula
	dynamism                       float64
	tables, shocks                 sim.Key
	renewed                        []int32 // tables drawn anew this month
}

// maxPractices is how many practices of a service fit in a word.
const maxPractices = 64

// A level is a worth in (0, 1) in 65,536 equal steps, counted from 0: a thousandth of the noise, and sums of levels are
// exact.
type level uint16

const levels = 1 << 16

// A reader is a contribution that depends on a practice, and the bit of its state that the practice flips.
type reader struct {
	contribution int32
	clinical     uint16 // bit in the state of care and margin
	academic     uint16 // bit in the state of academic value
}

// Kinds of readers of a practice.
const (
	ownReaders       = iota // contributions of the same service
	elsewhereReaders        // care and margin of other services
	scholarReaders          // academic value of other services
	readerKinds
)

// own returns the contributions of the same service that depend on practice b.
func (l *Landscape) own(b int) []reader {
	return l.list[l.start[readerKinds*b]:l.start[readerKinds*b+elsewhereReaders]]
}

// elsewhere returns the contributions of other services whose care and margin depend on practice b.
func (l *Landscape) elsewhere(b int) []reader {
	return l.list[l.start[readerKinds*b+elsewhereReaders]:l.start[readerKinds*b+scholarReaders]]
}

// scholars returns the contributions of other services whose academic value depends on practice b.
func (l *Landscape) scholars(b int) []reader {
	return l.list[l.start[readerKinds*b+scholarReaders]:l.start[readerKinds*(b+1)]]
}

// abroad returns both kinds of contributions of other services that depend on practice b.
func (l *Landscape) abroad(b int) []reader {
	return l.list[l.start[readerKinds*b+elsewhereReaders]:l.start[readerKinds*(b+1)]]
}

// Inputs says on which practices a contribution depends: Clinical[0] and Academic[0] are the practice itself, the
// first 1+within of both are equal; −1 stands for none. Table names the table it draws from.
type Inputs struct {
	Clinical, Academic []int32
	Table              int32
}

// NewLandscape returns a plain NK landscape, of care alone, of services × practices in which each contribution depends
// on at most the given number of practices, its own included (1 to 16). It is empty until Reset; SetValues adds margin
// and academic value.
func NewLandscape(services, practices, inputs int) *Landscape {
	if practices > maxPractices || inputs < 1 || inputs > 16 {
		panic("model: a landscape has at most 64 practices a service and 16 inputs a contribution")
	}
	l := &Landscape{services: services, practices: practices, inputs: inputs, careOnly: true, weight: 1 / float64(levels*practices)}
	l.congruence, l.academicCongruence = newCopula(0), newCopula(0)
	return l
}

// SetValues adds margin and academic value, and sets their correlations with care and the monthly chance that a table is
// drawn anew.
func (l *Landscape) SetValues(congruence, academicCongruence, dynamism float64) {
	l.congruence, l.academicCongruence = newCopula(congruence), newCopula(academicCongruence)
	l.dynamism, l.careOnly = dynamism, false
}

// Reset draws a landscape: its couplings from wire, which fills the inputs of each contribution in order, and its
// worths from key.
func (l *Landscape) Reset(key sim.Key, wire func(contribution int, in *Inputs)) {
	l.tables, l.shocks = key.Named("tables"), key.Named("shocks")
	n := l.services * l.practices
	l.table = slices.Grow(l.table[:0], n)[:n]
	l.start = slices.Grow(l.start[:0], readerKinds*n+1)[:readerKinds*n+1]
	clear(l.start)
	l.clinicalInputs = slices.Grow(l.clinicalInputs[:0], n*l.inputs)[:n*l.inputs]
	l.academicInputs = slices.Grow(l.academicInputs[:0], n*l.inputs)[:n*l.inputs]
	tables := 0
	for c := range n {
		at := c * l.inputs
		in := Inputs{Clinical: l.clinicalInputs[at : at+l.inputs], Academic: l.academicInputs[at : at+l.inputs]}
		wire(c, &in)
		l.table[c] = in.Table
		tables = max(tables, int(in.Table)+1)
	}
	for pass := range 2 { // count, then fill
		for c := range n {
			for at := range l.inputs {
				l.connect(c, l.clinicalInputs[c*l.inputs+at], l.academicInputs[c*l.inputs+at], at, pass == 0)
			}
		}
		l.layOut(pass == 0)
	}
	l.forget(tables)
}

// connect enters contribution c as a reader of the practices at one place of its inputs, or only counts it.
func (l *Landscape) connect(c int, clinical, academic int32, at int, count bool) {
	mask := uint16(1) << at
	service := c / l.practices
	enter := func(kind int, b int32, entry reader) {
		slot := readerKinds*int(b) + kind
		if count {
			l.start[slot+1]++
			return
		}
		l.list[l.start[slot]] = entry
		l.start[slot]++
	}
	if clinical >= 0 && int(clinical)/l.practices == service {
		enter(ownReaders, clinical, reader{int32(c), mask, mask})
		return
	}
	if clinical >= 0 {
		enter(elsewhereReaders, clinical, reader{int32(c), mask, 0})
	}
	if academic >= 0 {
		enter(scholarReaders, academic, reader{int32(c), 0, mask})
	}
}

// layOut turns counts into the starts of lists, or, after filling, moved starts back.
func (l *Landscape) layOut(counted bool) {
	if counted {
		for slot := 1; slot < len(l.start); slot++ {
			l.start[slot] += l.start[slot-1]
		}
		total := int(l.start[len(l.start)-1])
		l.list = slices.Grow(l.list[:0], total)[:total]
		return
	}
	copy(l.start[1:], l.start)
	l.start[0] = 0
}

// forget puts all tables at their first generation.
func (l *Landscape) forget(tables int) {
	l.renewed = l.renewed[:0]
	l.members = slices.Grow(l.members[:0], tables)[:tables]
	for t := range l.members {
		l.members[t] = l.members[t][:0]
	}
	l.entries = slices.Grow(l.entries[:0], len(l.table))[:len(l.table)]
	for c, t := range l.table {
		l.members[t] = append(l.members[t], int32(c))
		l.entries[c] = sim.Key(l.tables.Bits(int(t), 0))
	}
}

// Step is dynamism: some tables are drawn anew this month.
func (l *Landscape) Step(month int) {
	l.renewed = l.renewed[:0]
	if 1-l.dynamism == 1 { // never, or too seldom for a float64 to tell
		return
	}
	s := l.shocks.At(0, month)
	scale := 1 / sim.Log(1-l.dynamism) // gaps between renewed tables are geometric
	for t := int(sim.Log(s.Float64()) * scale); t < len(l.members); t += 1 + int(sim.Log(s.Float64())*scale) {
		l.renewed = append(l.renewed, int32(t))
		entries := sim.Key(l.tables.Bits(t, 1+month))
		for _, c := range l.members[t] {
			l.entries[c] = entries
		}
	}
}

// stateBy returns the state of care and margin of contribution c if its own service worked by word, and all else as in
// the state given.
func (l *Landscape) stateBy(word uint64, c int32, state uint16) uint16 {
	first := c / int32(l.practices) * int32(l.practices)
	for at, b := range l.clinicalInputs[int(c)*l.inputs : (int(c)+1)*l.inputs] {
		if k := b - first; k >= 0 && k < int32(l.practices) {
			state = state&^(1<<at) | uint16(word>>k&1)<<at
		}
	}
	return state
}

// An entry is what a table holds in one state: 64 random bits from which each worth takes its own.
type entry uint64

// entry returns what the table of contribution c holds in a state.
func (l *Landscape) entry(c int32, state uint16) entry {
	return entry(l.entries[c].Bits(0, int(state)))
}

// care is what the contribution is worth to care there: U(0, 1).
func (e entry) care() level { return level(e >> 48) }

// margin is what it is worth to margin: U(0, 1), tied to care.
func (l *Landscape) margin(e entry) level { return l.congruence.tie(uint64(e>>32)&0xffff, e.care()) }

// scholarly is what it is worth to research and teaching, in the state of what that depends on: U(0, 1), tied to what it
// would be worth to care in that state.
func (l *Landscape) scholarly(e entry) level {
	return l.academicCongruence.tie(uint64(e>>16)&0xffff, e.care())
}

// A copula ties one uniform number to another: a Gaussian copula in whole-number arithmetic, which is the same on every
// platform and has no branch to guess wrong.
type copula struct{ correlation, rest int64 } // in 1/2^copulaBits; their squares sum to 1

const copulaBits = 15

func newCopula(r float64) copula {
	round := func(x float64) int64 { return int64(math.Round(x * (1 << copulaBits))) }
	return copula{round(r), round(math.Sqrt(1 - float64(r*r)))}
}

// tie returns a level made of 16 random bits, tied to another.
func (c *copula) tie(bits uint64, to level) level {
	z := (c.rest*int64(scores[bits>>(16-scoreBits)]) + c.correlation*int64(scores[to>>(16-scoreBits)])) >> copulaBits
	at := uint64(z+scoreEnd<<scorePoint) >> (scorePoint - cdfBits) // steps of 1/2^cdfBits
	rest := uint64(z) & (1<<(scorePoint-cdfBits) - 1)
	low, high := uint64(cdfLevels[at&cdfMask]), uint64(cdfLevels[(at+1)&cdfMask])
	return level((low<<(scorePoint-cdfBits) + (high-low)*rest) >> (scorePoint - cdfBits))
}

const (
	scoreBits  = 9  // normal scores come in 512 equally likely steps: few enough for the first cache of any processor
	scorePoint = 16 // bits behind their point
	scoreEnd   = 8  // more than the largest sum of two of them
	cdfBits    = 6  // steps of the normal distribution function for each unit
	cdfMask    = 2*scoreEnd<<cdfBits - 1
)

// scores are normal scores, scaled to variance 1.
var scores = func() (scores [1 << scoreBits]int32) {
	squares := 0.0
	quantile := func(k int) float64 { return sim.NormalQuantile((float64(k) + .5) / (1 << scoreBits)) }
	for k := range scores {
		squares += float64(quantile(k) * quantile(k))
	}
	scale := (1 << scorePoint) / math.Sqrt(squares/(1<<scoreBits))
	for k := range scores {
		scores[k] = int32(math.Round(quantile(k) * scale))
	}
	return scores
}()

// cdfLevels is the normal distribution function from −scoreEnd on, in levels.
var cdfLevels = func() (table [cdfMask + 1]level) {
	for k := range table {
		table[k] = level(sim.NormalCDF(float64(float64(k)/(1<<cdfBits))-scoreEnd) * (levels - 1))
	}
	return table
}()
