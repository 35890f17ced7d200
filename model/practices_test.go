package model

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"polesim/sim"
)

// A plainLandscape is the landscape as the theory states it: no tables kept, no XOR. The worth of a contribution is
// drawn from (key, table, generation, state of its inputs).
type plainLandscape struct {
	key                  sim.Key
	services, practices  int
	inputs               []Inputs
	generation           map[int32]int
	congruence, academic float64
}

func (p *plainLandscape) wire(c int, in *Inputs) {
	copy(in.Clinical, p.inputs[c].Clinical)
	copy(in.Academic, p.inputs[c].Academic)
	in.Table = p.inputs[c].Table
}

// worth returns what contribution c is worth in the state that words describe.
func (p *plainLandscape) worth(c int, words []uint64) (v values) {
	state := func(inputs []int32) (bits int) {
		for at, b := range inputs {
			if b >= 0 {
				bits |= int(words[int(b)/p.practices]>>(int(b)%p.practices)&1) << at
			}
		}
		return bits
	}
	normal := func(name string, state int) float64 {
		s := p.key.Named(name).At(int(p.inputs[c].Table), p.generation[p.inputs[c].Table]<<16|state)
		return s.Normal()
	}
	tied := func(r, z, own float64) float64 { return sim.NormalCDF(r*z + math.Sqrt(1-r*r)*own) }
	clinical, academic := state(p.inputs[c].Clinical), state(p.inputs[c].Academic)
	return values{
		care:     tied(1, normal("care", clinical), 0),
		margin:   tied(p.congruence, normal("care", clinical), normal("margin", clinical)),
		academic: tied(p.academic, normal("care", academic), normal("academic", academic)),
	}
}

func (p *plainLandscape) value(service int, words []uint64) (v values) {
	for k := range p.practices {
		w := p.worth(service*p.practices+k, words)
		v.care += w.care / float64(p.practices)
		v.margin += w.margin / float64(p.practices)
		v.academic += w.academic / float64(p.practices)
	}
	return v
}

// drawPlain draws any wiring: shared tables, missing inputs, layers that differ.
func drawPlain(t *rapid.T) (*plainLandscape, *Landscape) {
	p := &plainLandscape{
		key:      sim.NewKey(rapid.Uint64().Draw(t, "seed"), 0),
		services: rapid.IntRange(1, 5).Draw(t, "services"), practices: rapid.IntRange(1, 6).Draw(t, "practices"),
		congruence: rapid.Float64Range(-.5, .95).Draw(t, "congruence"), academic: rapid.Float64Range(-.5, .95).Draw(t, "academic congruence"),
		generation: map[int32]int{},
	}
	within := rapid.IntRange(0, p.practices-1).Draw(t, "within")
	across := rapid.IntRange(0, 3).Draw(t, "across")
	s := p.key.Named("wiring").At(0, 0)
	n := p.services * p.practices
	other := func(c int, drawn []int32) int32 { // a practice of another service not yet drawn, or none
		b := int32(s.IntN(n))
		if int(b)/p.practices == c/p.practices || contains(drawn, b) {
			return -1
		}
		return b
	}
	for c := range n {
		in := Inputs{Clinical: []int32{int32(c)}, Table: int32(c)}
		if s.Bernoulli(.3) {
			in.Table = int32(c % p.practices) // as a service of the same discipline
		}
		for k := 1; k <= within; k++ {
			in.Clinical = append(in.Clinical, int32(c/p.practices*p.practices+(c+k)%p.practices))
		}
		in.Academic = append(in.Academic, in.Clinical...)
		for range across {
			in.Academic = append(in.Academic, other(c, in.Academic[1+within:]))
			in.Clinical = append(in.Clinical, other(c, in.Clinical[1+within:]))
		}
		p.inputs = append(p.inputs, in)
	}
	l := NewLandscape(p.services, p.practices, 1+within+across)
	l.SetValues(p.congruence, p.academic, .1)
	l.Reset(p.key, p.wire)
	return p, l
}

// words reads the practices of all services.
func words(p *Practices, services int) []uint64 {
	w := make([]uint64, services)
	for i := range w {
		w[i] = p.Word(i)
	}
	return w
}

// worthStep covers the steps in which worths are held.
const worthStep = 1. / 65535

func TestWhatIsKeptByFlippingEqualsWhatIsReckonedFromScratch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain, l := drawPlain(t)
		flips := plain.key.Named("flips").At(0, 0)
		var p, scratch Practices
		p.Reset(l, func(int) uint64 { return flips.Uint64() & (1<<plain.practices - 1) })
		state := words(&p, plain.services)
		for month := range 12 {
			l.Step(month)
			p.Renew()
			for _, table := range redrawn(l) {
				plain.generation[table] = month + 1
			}
			for range 200 {
				b := flips.IntN(plain.services * plain.practices)
				p.Flip(b)
				state[b/plain.practices] ^= 1 << (b % plain.practices)
			}
			scratch.Reset(l, func(i int) uint64 { return state[i] })
			for i := range plain.services {
				if p.Word(i) != state[i] {
					t.Fatalf("month %d: practices of service %d are %b, expected %b", month, i, p.Word(i), state[i])
				}
				care, margin, academic := p.Value(i)
				a, b, c := scratch.Value(i)
				if care != a || margin != b || academic != c {
					t.Fatalf("month %d, service %d: %v %v %v kept, %v %v %v when reset", month, i, care, margin, academic, a, b, c)
				}
				want := plain.value(i, state)
				if math.Abs(care-want.care) > worthStep || math.Abs(margin-want.margin) > worthStep || math.Abs(academic-want.academic) > worthStep {
					t.Fatalf("month %d, service %d: %v %v %v, theory says %v", month, i, care, margin, academic, want)
				}
			}
		}
	})
}

func TestWhoReadsAWorthFirstChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain, l := drawPlain(t)
		again := NewLandscape(plain.services, plain.practices, l.inputs)
		again.SetValues(plain.congruence, plain.academic, .1)
		again.Reset(plain.key, plain.wire)
		var one, two, curious Practices
		start := plain.key.Named("start").At(0, 0)
		first := make([]uint64, plain.services)
		for i := range first {
			first[i] = start.Uint64() & (1<<plain.practices - 1)
		}
		of := func(i int) uint64 { return first[i] }
		one.Reset(l, of)
		curious.Reset(again, func(i int) uint64 { return ^first[i] & (1<<plain.practices - 1) })
		two.Reset(again, of)
		path := plain.key.Named("path").At(0, 0)
		for month := range 6 {
			for _, land := range []*Landscape{l, again} {
				land.Step(month)
			}
			curious.Renew()
			for range 50 { // somebody else roams the second landscape before
				curious.Flip(path.IntN(plain.services * plain.practices))
			}
			one.Renew()
			two.Renew()
			order := make([]int, 40)
			for k := range order {
				order[k] = path.IntN(plain.services * plain.practices)
			}
			for k := range order {
				one.Flip(order[k])
				two.Flip(order[len(order)-1-k])
			}
			for i := range plain.services {
				a, b, c := one.Value(i)
				x, y, z := two.Value(i)
				if a != x || b != y || c != z {
					t.Fatalf("month %d, service %d: %v %v %v and %v %v %v", month, i, a, b, c, x, y, z)
				}
			}
		}
	})
}

func TestWithoutInterdependenceAcrossAChangeStaysInItsService(t *testing.T) {
	w := worldOf(t, scenario(t, settings{"environment.interdependence_across": 0}), 0)
	for b := range w.n * w.m {
		for i, e := range w.truth(b) {
			if i != b/w.m && e != (values{}) {
				t.Fatalf("flipping practice %d changes service %d by %v", b, i, e)
			}
		}
	}
}

func TestAChangeTouchesOnlyThoseCoupledToIt(t *testing.T) {
	w := worldOf(t, scenario(t, nil), 0)
	spill := 0
	for b := range w.n * w.m {
		effects := w.truth(b)
		for i, e := range effects {
			if coupled := w.touched(b, i) > 0; !coupled && (e.care != 0 || e.margin != 0) {
				t.Fatalf("flipping practice %d changes service %d, which is not coupled to it", b, i)
			} else if coupled && i != b/w.m && e.care != 0 {
				spill++
			}
		}
	}
	if spill == 0 {
		t.Error("no change spills over")
	}
}
