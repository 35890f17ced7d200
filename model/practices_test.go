package model

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"polesim/sim"
)

// A plainLandscape is the same landscape laid out so plainly that nothing can go wrong: each contribution has a set of
// inputs to itself, which are put where the state to look up wants them.
type plainLandscape struct {
	key                  sim.Key
	services, practices  int
	congruence, academic float64
	inputs               []Inputs // of each contribution
	land                 *Landscape
	entries              Practices
}

func (p *plainLandscape) wire(c int, in *Inputs) {
	copy(in.Clinical, p.inputs[c].Clinical)
	copy(in.Academic, p.inputs[c].Academic)
	in.Table = p.inputs[c].Table
}

// build lays out, for each contribution and layer, one service of one practice that reads the contribution's table, and
// one for each of its other inputs.
func (p *plainLandscape) build(dynamism float64) {
	inputs, last := len(p.inputs[0].Clinical), int32(0)
	for _, in := range p.inputs {
		last = max(last, in.Table)
	}
	p.land = NewLandscape(2*len(p.inputs)*inputs, 1, inputs)
	p.land.SetValues(p.congruence, p.academic, dynamism)
	p.land.Reset(p.key, func(c int, in *Inputs) {
		in.Table = last + 1
		if c%inputs == 0 {
			in.Table = p.inputs[c/inputs/2].Table
		}
		for at := range inputs {
			in.Clinical[at] = -1
			if at == 0 || c%inputs == 0 {
				in.Clinical[at] = int32(c + at)
			}
			in.Academic[at] = in.Clinical[at]
		}
	})
}

// values returns what each service is worth when practices are as words say.
func (p *plainLandscape) values(words []uint64) []values {
	inputs := len(p.inputs[0].Clinical)
	p.entries.Reset(p.land, func(service int) uint64 {
		c, at := service/inputs/2, service%inputs
		b := p.inputs[c].Clinical[at]
		if service/inputs%2 == 1 {
			b = p.inputs[c].Academic[at]
		}
		if b < 0 {
			return 0
		}
		return words[int(b)/p.practices] >> (int(b) % p.practices) & 1
	})
	v := make([]values, p.services)
	for c := range p.inputs {
		care, margin, _ := p.entries.Value(2 * c * inputs)
		_, _, academic := p.entries.Value((2*c + 1) * inputs)
		of := &v[c/p.practices]
		of.care += care / float64(p.practices)
		of.margin += margin / float64(p.practices)
		of.academic += academic / float64(p.practices)
	}
	return v
}

// drawPlain draws any wiring: shared tables, missing inputs, layers that differ.
func drawPlain(t *rapid.T) (*plainLandscape, *Landscape) {
	p := &plainLandscape{
		key:      sim.NewKey(rapid.Uint64().Draw(t, "seed"), 0),
		services: rapid.IntRange(1, 5).Draw(t, "services"), practices: rapid.IntRange(1, 6).Draw(t, "practices"),
	}
	p.congruence, p.academic = rapid.Float64Range(-.5, .95).Draw(t, "congruence"), rapid.Float64Range(-.5, .95).Draw(t, "academic congruence")
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
	p.build(.1)
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
			plain.land.Step(month)
			scratch.Reset(l, func(i int) uint64 { return state[i] })
			for i := range plain.services {
				a, b, c := p.Value(i)
				x, y, z := scratch.Value(i)
				if a != x || b != y || c != z {
					t.Fatalf("month %d, service %d, before any flip: %v %v %v kept, %v %v %v when reset", month, i, a, b, c, x, y, z)
				}
			}
			for range 200 {
				b := flips.IntN(plain.services * plain.practices)
				p.Flip(b)
				state[b/plain.practices] ^= 1 << (b % plain.practices)
			}
			scratch.Reset(l, func(i int) uint64 { return state[i] })
			theory := plain.values(state)
			for i := range plain.services {
				if p.Word(i) != state[i] {
					t.Fatalf("month %d: practices of service %d are %b, expected %b", month, i, p.Word(i), state[i])
				}
				care, margin, academic := p.Value(i)
				a, b, c := scratch.Value(i)
				if care != a || margin != b || academic != c {
					t.Fatalf("month %d, service %d: %v %v %v kept, %v %v %v when reset", month, i, care, margin, academic, a, b, c)
				}
				want := theory[i]
				if math.Abs(care-want.care) > 1e-9 || math.Abs(margin-want.margin) > 1e-9 || math.Abs(academic-want.academic) > 1e-9 {
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

// A copy is where the original was, and goes its own way from there.
func TestACopyOfPracticesGoesItsOwnWay(t *testing.T) {
	l := NewLandscape(1, 12, 4)
	l.Reset(sim.NewKey(3, 1), ring(12, 3))
	var p, q Practices
	p.Reset(l, func(int) uint64 { return 0b1010_0111_0001 })
	q.Reset(l, func(int) uint64 { return 0 })
	q.Copy(&p)
	if q.Word(0) != p.Word(0) || q.Care(0) != p.Care(0) {
		t.Fatalf("the copy is at %b, worth %v, the original at %b, worth %v", q.Word(0), q.Care(0), p.Word(0), p.Care(0))
	}
	before := p.Care(0)
	for b := range 12 {
		delta, _ := q.OwnCare(b)
		now := q.Care(0)
		q.Flip(b)
		if math.Abs(q.Care(0)-now-delta) > 1e-12 {
			t.Errorf("practice %d was to change care by %v and changed it by %v", b, delta, q.Care(0)-now)
		}
	}
	if p.Word(0) != 0b1010_0111_0001 || p.Care(0) != before {
		t.Error("the original moved with its copy")
	}
}

// Care is the mean of what contributions are worth in the states in which their inputs are.
func TestCareIsTheMeanOfContributions(t *testing.T) {
	const n, k = 10, 3
	l := NewLandscape(1, n, k+1)
	inputs := make([][]int32, n)
	wire := ring(n, k)
	l.Reset(sim.NewKey(5, 2), func(c int, in *Inputs) {
		wire(c, in)
		inputs[c] = append([]int32(nil), in.Clinical...)
	})
	var p Practices
	for word := uint64(0); word < 1<<n; word += 37 {
		p.Reset(l, func(int) uint64 { return word })
		sum := 0
		for c := range n {
			state := uint16(0)
			for at, b := range inputs[c] {
				state |= uint16(word>>b&1) << at
			}
			sum += l.CareIn(c, state)
		}
		if want := (float64(sum) + .5*n) / (levels * n); math.Abs(p.Care(0)-want) > 1e-12 {
			t.Fatalf("at %b care is %v, contributions come to %v", word, p.Care(0), want)
		}
	}
}
