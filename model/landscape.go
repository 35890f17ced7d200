package model

import (
	"math"
	"slices"
	"sync"

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
	lastOwn        int       // places of inputs up to which practices of one's own service stand
	table          []int32   // table of each contribution; contributions of one discipline may share
	members        [][]int32 // contributions of each table
	entries        []sim.Key // of each contribution: what the entries of its table are hashed from

	// Readers of each practice (practice b of all: service·practices + own number), of each kind in turn: those of b
	// and kind are list[start[kinds·b+kind] : start[kinds·b+kind+1]].
	start []int32
	list  []reader

	readsClinical, readsAcademic pairs // services whose practices the other's care and margin, or academic value, depend on

	careOnly                       bool // margin and academic value are not asked for: a plain NK landscape
	congruence, academicCongruence *copula
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

// clinical returns all contributions whose care and margin depend on practice b: own and elsewhere.
func (l *Landscape) clinical(b int) []reader {
	return l.list[l.start[readerKinds*b]:l.start[readerKinds*b+scholarReaders]]
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

// touches says whether contributions of another service depend on practice b.
func (l *Landscape) touches(b int, service ServiceID) bool {
	list, first, practices := l.abroad(b), int32(service)*int32(l.practices), uint32(l.practices)
	for k := range list {
		if uint32(list[k].contribution-first) < practices {
			return true
		}
	}
	return false
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
	return &Landscape{services: services, practices: practices, inputs: inputs, careOnly: true, weight: 1 / float64(levels*practices),
		congruence: untied(), academicCongruence: untied()}
}

// SetValues adds margin and academic value, and sets their correlations with care and the monthly chance that a table is
// drawn anew.
func (l *Landscape) SetValues(congruence, academicCongruence, dynamism float64) {
	l.congruence, l.academicCongruence = copulaOf(congruence), copulaOf(academicCongruence)
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
	l.readsClinical.empty(l.services)
	l.readsAcademic.empty(l.services)
	l.clinicalInputs = slices.Grow(l.clinicalInputs[:0], n*l.inputs)[:n*l.inputs]
	l.academicInputs = slices.Grow(l.academicInputs[:0], n*l.inputs)[:n*l.inputs]
	tables := 0
	l.lastOwn = 0
	var in Inputs // one for all contributions: what is handed to a function that is not known here has to be allocated
	for c := range n {
		at := c * l.inputs
		in = Inputs{Clinical: l.clinicalInputs[at : at+l.inputs], Academic: l.academicInputs[at : at+l.inputs]}
		wire(c, &in)
		l.bound(c, &in)
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

// bound widens the places at which practices of one's own service stand among the inputs by those of contribution c.
func (l *Landscape) bound(c int, in *Inputs) {
	first := int32(c / l.practices * l.practices)
	for at, b := range in.Clinical {
		if uint32(b-first) < uint32(l.practices) {
			l.lastOwn = max(l.lastOwn, at+1)
		}
	}
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
		l.readsClinical.add(ServiceID(int(clinical)/l.practices), ServiceID(service))
	}
	if academic >= 0 {
		enter(scholarReaders, academic, reader{int32(c), 0, mask})
		l.readsAcademic.add(ServiceID(int(academic)/l.practices), ServiceID(service))
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

// An entry is what a table holds in one state: 64 random bits from which each worth takes its own.
type entry uint64

// entry returns what the table of contribution c holds in a state.
func (l *Landscape) entry(c int32, state uint16) entry { return entryOf(l.entries[c], state) }

// CareIn returns what a contribution is worth to care in a state of its inputs, bit k being that of Inputs.Clinical[k], in
// steps of 1/65,536.
func (l *Landscape) CareIn(contribution int, state uint16) int {
	return int(l.entry(int32(contribution), state).care())
}

// entryOf returns what a table holds in a state.
func entryOf(table sim.Key, state uint16) entry { return entry(table.Bits(0, int(state))) }

// care is what the contribution is worth to care there: U(0, 1).
func (e entry) care() level { return level(e >> 48) }

// margin is what it is worth to margin: U(0, 1), tied to care by a copula.
func (e entry) margin(c *copula) level { return c[uint16(e>>32&0xff00|e>>56)] }

// scholarly is what it is worth to research and teaching, in the state of what that depends on: U(0, 1), tied to what it
// would be worth to care in that state.
func (e entry) scholarly(c *copula) level { return c[uint16(e>>24&0xff00|e>>56)] }

// A copula ties one uniform number to another: a Gaussian copula, tabulated in steps of 1/256 of either, since hospitals
// ask for it more often than for anything else. Its places are own·256 + the other's.
type copula [1 << (2 * tieBits)]level

const tieBits = 8 // of each of the two numbers

// copulaOf returns the copula of a correlation. The last few are kept: the points of a study, and the hospitals of several
// goroutines, mostly have the same.
func copulaOf(correlation float64) *copula {
	if table := copulas.find(correlation); table != nil {
		return table
	}
	table := newCopula(correlation)
	copulas.keep(correlation, table)
	return table
}

// copulas are the last that were reckoned.
var copulas keptCopulas

// keptCopulas are a few copulas with their correlations, the oldest of which gives way.
type keptCopulas struct {
	sync.Mutex
	correlations [8]float64
	tables       [8]*copula
	next         int
}

func (k *keptCopulas) find(correlation float64) *copula {
	k.Lock()
	defer k.Unlock()
	for i, table := range k.tables {
		if table != nil && k.correlations[i] == correlation {
			return table
		}
	}
	return nil
}

func (k *keptCopulas) keep(correlation float64, table *copula) {
	k.Lock()
	defer k.Unlock()
	k.correlations[k.next], k.tables[k.next] = correlation, table
	k.next = (k.next + 1) % len(k.tables)
}

func newCopula(correlation float64) *copula {
	rest := math.Sqrt(1 - float64(correlation*correlation))
	table := new(copula)
	for at := range table {
		own, to := scores[at>>tieBits], scores[at&(1<<tieBits-1)]
		table[at] = level(sim.NormalCDF(float64(rest*own)+float64(correlation*to)) * levels)
	}
	return table
}

// untied is the copula of what has nothing to do with each other.
var untied = sync.OnceValue(func() *copula { return newCopula(0) })

// scores are the normal scores of equally likely steps, scaled to variance 1.
var scores = func() (scores [1 << tieBits]float64) {
	squares := 0.0
	for k := range scores {
		scores[k] = sim.NormalQuantile((float64(k) + .5) / (1 << tieBits))
		squares += float64(scores[k] * scores[k])
	}
	scale := 1 / math.Sqrt(squares/(1<<tieBits))
	for k := range scores {
		scores[k] *= scale
	}
	return scores
}()
