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
// Tables are drawn entry by entry when they are first read: an entry is a function of (key, table, generation, state),
// so whoever reads it first changes nothing, and a change of environment costs no more than forgetting.
//
// A landscape belongs to one goroutine; the hospitals of one replication share it.
type Landscape struct {
	services, practices int     // practices of each service, at most 64
	inputs              int     // practices on which a contribution depends at most, its own included
	states              int     // 2^inputs
	weight              float64 // of one level of one contribution in its service's effectiveness

	clinicalInputs []int32 // contribution c's are [c·inputs : (c+1)·inputs]; −1 for none
	academicInputs []int32
	table          []int32 // table of each contribution; contributions of one discipline may share
	members        [][]int32
	cells          []cell  // care and margin: table t is cells[t·states : (t+1)·states]; care 0 means not drawn yet
	academic       []level // academic value, likewise

	// Readers of each practice (practice b of all: service·practices + own number), as lists in one slice each.
	own       readers // contributions of the same service
	elsewhere readers // care and margin of other services
	scholars  readers // academic value of other services

	congruence, academicCongruence independence
	dynamism                       float64
	key                            landscapeKeys
	generation                     []uint16 // 1 + month in which the table was last drawn anew; 0 at the start
	renewed                        []int32  // tables drawn anew this month
}

// A level is a worth in (0, 1) in 65,535 equal steps, 1 to 65535: small enough that the tables of a large hospital stay
// in the processor's cache, fine enough that steps are a thousandth of the noise. 0 means not drawn yet.
type level uint16

const levels = 65535

// levelOf returns the level of a probability.
func levelOf(p float64) level { return level(p*levels) + 1 }

// worth returns the middle of the level's step.
func (v level) worth() float64 { return (float64(v) - .5) / levels }

// A cell is what a contribution is worth in one state to care and to margin, each U(0, 1).
type cell struct{ care, margin level }

// A reader is a contribution that depends on a practice, and the bit of its state that the practice flips.
type reader struct {
	contribution int32
	clinical     uint16 // bit in the state of care and margin
	academic     uint16 // bit in the state of academic value
}

// readers lists who reads each practice: those of b are list[start[b]:start[b+1]].
type readers struct {
	start []int32
	list  []reader
}

func (r *readers) of(b int) []reader { return r.list[r.start[b]:r.start[b+1]] }

// independence holds a correlation and the weight of what is independent beside it.
type independence struct{ correlation, rest float64 }

func newIndependence(r float64) independence { return independence{r, math.Sqrt(1 - float64(r*r))} }

type landscapeKeys struct{ care, margin, academic, shocks sim.Key }

// Inputs says on which practices a contribution depends: Clinical[0] and Academic[0] are the practice itself, the
// first 1+within of both are equal; −1 stands for none. Table names the table it draws from.
type Inputs struct {
	Clinical, Academic []int32
	Table              int32
}

// NewLandscape returns a landscape of services × practices in which each contribution depends on at most the given
// number of practices, its own included (1 to 16). It is empty until Reset.
func NewLandscape(services, practices, inputs int) *Landscape {
	if practices > 64 || inputs < 1 || inputs > 16 {
		panic("model: a landscape has at most 64 practices a service and 16 inputs a contribution")
	}
	l := &Landscape{services: services, practices: practices, inputs: inputs, states: 1 << inputs,
		weight: 1 / float64(levels*practices)}
	l.congruence, l.academicCongruence = newIndependence(0), newIndependence(0)
	return l
}

// SetValues sets the correlations of margin and of academic value with care and the monthly chance that a table is
// drawn anew.
func (l *Landscape) SetValues(congruence, academicCongruence, dynamism float64) {
	l.congruence, l.academicCongruence = newIndependence(congruence), newIndependence(academicCongruence)
	l.dynamism = dynamism
}

// Reset draws a landscape: its couplings from wire, which fills the inputs of each contribution in order, and its
// worths from key.
func (l *Landscape) Reset(key sim.Key, wire func(contribution int, in *Inputs)) {
	l.key = landscapeKeys{key.Named("care"), key.Named("margin"), key.Named("academic"), key.Named("shocks")}
	n := l.services * l.practices
	l.table = slices.Grow(l.table[:0], n)[:n]
	for _, r := range []*readers{&l.own, &l.elsewhere, &l.scholars} {
		r.start = slices.Grow(r.start[:0], n+1)[:n+1]
		clear(r.start)
	}
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
		for _, r := range []*readers{&l.own, &l.elsewhere, &l.scholars} {
			r.layOut(pass == 0)
		}
	}
	l.forget(tables)
}

// connect enters contribution c as a reader of the practices at one place of its inputs, or only counts it.
func (l *Landscape) connect(c int, clinical, academic int32, at int, count bool) {
	mask := uint16(1) << at
	service := c / l.practices
	enter := func(r *readers, b int32, entry reader) {
		if count {
			r.start[b+1]++
			return
		}
		r.list[r.start[b]] = entry
		r.start[b]++
	}
	if clinical >= 0 && int(clinical)/l.practices == service {
		enter(&l.own, clinical, reader{int32(c), mask, mask})
		return
	}
	if clinical >= 0 {
		enter(&l.elsewhere, clinical, reader{int32(c), mask, 0})
	}
	if academic >= 0 {
		enter(&l.scholars, academic, reader{int32(c), 0, mask})
	}
}

// layOut turns counts into the starts of lists, or, after filling, moved starts back.
func (r *readers) layOut(counted bool) {
	if counted {
		for b := 1; b < len(r.start); b++ {
			r.start[b] += r.start[b-1]
		}
		total := int(r.start[len(r.start)-1])
		r.list = slices.Grow(r.list[:0], total)[:total]
		return
	}
	copy(r.start[1:], r.start)
	r.start[0] = 0
}

// forget clears all tables: none is drawn yet.
func (l *Landscape) forget(tables int) {
	size := tables * l.states
	l.cells = slices.Grow(l.cells[:0], size)[:size]
	clear(l.cells)
	l.academic = slices.Grow(l.academic[:0], size)[:size]
	clear(l.academic)
	l.generation = slices.Grow(l.generation[:0], tables)[:tables]
	clear(l.generation)
	l.renewed = l.renewed[:0]
	if cap(l.members) < tables {
		l.members = make([][]int32, tables)
	}
	l.members = l.members[:tables]
	for t := range l.members {
		l.members[t] = l.members[t][:0]
	}
	for c, t := range l.table {
		l.members[t] = append(l.members[t], int32(c))
	}
}

// Step is dynamism: tables forgotten this month will be drawn anew.
func (l *Landscape) Step(month int) {
	l.renewed = l.renewed[:0]
	if l.dynamism <= 0 {
		return
	}
	s := l.key.shocks.At(0, month)
	scale := 1 / sim.Log(1-l.dynamism) // gaps between renewed tables are geometric
	for t := int(sim.Log(s.Float64()) * scale); t < len(l.generation); t += 1 + int(sim.Log(s.Float64())*scale) {
		l.renewed = append(l.renewed, int32(t))
		l.generation[t] = uint16(month + 1)
		clear(l.cells[t*l.states : (t+1)*l.states])
		clear(l.academic[t*l.states : (t+1)*l.states])
	}
}

// at returns where the table of contribution c begins: states are added by XOR, since tables are powers of two long.
func (l *Landscape) at(c int) uint32 { return uint32(int(l.table[c]) * l.states) }

// clinical returns what is worth to care and margin the state at this place of the tables.
func (l *Landscape) clinical(at uint32) cell {
	if v := l.cells[at]; v.care != 0 {
		return v
	}
	return l.draw(at)
}

// draw draws care and margin together: U(0, 1) each, tied by a Gaussian copula.
func (l *Landscape) draw(at uint32) cell {
	table, tick := l.entry(at)
	care, margin := l.key.care.At(table, tick), l.key.margin.At(table, tick)
	z := care.Normal()
	e := float64(l.congruence.correlation*z) + float64(l.congruence.rest*margin.Normal())
	v := cell{levelOf(sim.NormalCDF(z)), levelOf(sim.NormalCDF(e))}
	l.cells[at] = v
	return v
}

// scholarly returns what is worth to research and teaching the state at this place of the tables.
func (l *Landscape) scholarly(at uint32) level {
	if v := l.academic[at]; v != 0 {
		return v
	}
	return l.drawAcademic(at)
}

func (l *Landscape) drawAcademic(at uint32) level {
	table, tick := l.entry(at)
	care, own := l.key.care.At(table, tick), l.key.academic.At(table, tick)
	r := float64(l.academicCongruence.correlation*care.Normal()) + float64(l.academicCongruence.rest*own.Normal())
	l.academic[at] = levelOf(sim.NormalCDF(r))
	return l.academic[at]
}

// entry names an entry of the tables for the random streams: its table, and its generation with its state.
func (l *Landscape) entry(at uint32) (table, tick int) {
	table = int(at >> l.inputs)
	return table, int(l.generation[table])<<16 | int(at)&(l.states-1)
}
