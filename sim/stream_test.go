package sim

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var _ rand.Source = (*Stream)(nil) // for what this package does not draw itself

// Statistics are held to a confidence of 1 − 1e−6 each. Seeds are fixed: a test that passes goes on passing until the
// numbers change, and then a right generator fails it once in a million changes.
const (
	sigmas   = 4.9  // two-sided, standard normal
	ksLimit  = 2.70 // of √n·D, Kolmogorov's distribution
	testSeed = 20260101
)

// chiSquareLimit returns what a χ² of that many degrees of freedom does not exceed (Wilson & Hilferty 1931).
func chiSquareLimit(freedom int) float64 {
	const oneSided = 4.7534 // Φ⁻¹(1 − 1e−6)
	f := float64(freedom)
	root := 1 - 2/(9*f) + oneSided*math.Sqrt(2/(9*f))
	return f * root * root * root
}

// mustBeEven fails the test when counts do not look drawn with equal probabilities.
func mustBeEven(t *testing.T, what string, counts []int) {
	t.Helper()
	n := 0
	for _, c := range counts {
		n += c
	}
	expected := float64(n) / float64(len(counts))
	chi := 0.
	for _, c := range counts {
		chi += (float64(c) - expected) * (float64(c) - expected) / expected
	}
	if limit := chiSquareLimit(len(counts) - 1); chi > limit {
		t.Errorf("%s: χ² = %.1f in %d classes, above %.1f", what, chi, len(counts), limit)
	}
}

func streamsOf(name string) Key { return NewKey(testSeed, 0).Named(name) }

func TestStreamIsSplitMix64(t *testing.T) {
	s := Stream{1234567} // the published test vector
	for i, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821} {
		if got := s.Uint64(); got != want {
			t.Errorf("output %d: %d, want %d", i, got, want)
		}
	}
}

func TestSameArgumentsGiveTheSameStream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, replication := rapid.Uint64().Draw(t, "seed"), rapid.Int().Draw(t, "replication")
		name, agent, tick := rapid.String().Draw(t, "name"), rapid.Int().Draw(t, "agent"), rapid.Int().Draw(t, "tick")
		a := NewKey(seed, replication).Named(name).At(agent, tick)
		b := NewKey(seed, replication).Named(name).At(agent, tick)
		for range 10 {
			if a.Uint64() != b.Uint64() {
				t.Fatal("the streams part")
			}
		}
	})
}

// Each argument matters, and where it stands: a rapid pair that differs in one argument or swaps two.
func TestAnyOtherArgumentGivesAnotherStream(t *testing.T) {
	type arguments struct {
		seed        uint64
		replication int
		name        string
		agent, tick int
	}
	first := func(a arguments) uint64 {
		s := NewKey(a.seed, a.replication).Named(a.name).At(a.agent, a.tick)
		return s.Uint64()
	}
	draw := rapid.Custom(func(t *rapid.T) arguments {
		small := rapid.IntRange(-3, 3) // small ones, so that neighbours and mirror images are common
		return arguments{uint64(small.Draw(t, "seed")), small.Draw(t, "replication"),
			rapid.StringOfN(rapid.SampledFrom([]rune("ab")), 0, 3, -1).Draw(t, "name"), small.Draw(t, "agent"), small.Draw(t, "tick")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		if (a == b) != (first(a) == first(b)) {
			t.Fatalf("%+v and %+v", a, b)
		}
	})
}

func TestNamesNestInOrder(t *testing.T) {
	k := NewKey(1, 0)
	keys := []Key{k, k.Named(""), k.Named("a"), k.Named("b"), k.Named("ab"), k.Named("ba"), k.Named("a").Named("b"), k.Named("b").Named("a"), k.Named("a").Named("a")}
	slices.Sort(keys)
	if n := len(slices.Compact(slices.Clone(keys))); n != len(keys) {
		t.Errorf("%d keys of %d differ", n, len(keys))
	}
}

// A million streams of a study must not only begin in different places, but also stay apart: all of them are stretches
// of one sequence of period 2^64, and the position on it of a state is state/golden.
func TestAMillionStreamsNeverOverlap(t *testing.T) {
	const draws = 64 // more than an agent takes in a month; a right generator fails with probability 7e-6
	inverse := uint64(1)
	for range 6 { // Newton: each step doubles the right bits
		inverse *= 2 - golden*inverse
	}
	if inverse*golden&math.MaxUint64 != 1 {
		t.Fatal("wrong inverse")
	}
	var positions []uint64
	for seed := range uint64(10) {
		for replication := range 10 {
			for name := range 5 {
				k := NewKey(seed, replication).Named(fmt.Sprint("stream ", name))
				for agent := range 50 {
					for tick := range 40 {
						positions = append(positions, k.At(agent, tick).state*inverse)
					}
				}
			}
		}
	}
	if len(positions) != 1_000_000 {
		t.Fatalf("%d streams", len(positions))
	}
	slices.Sort(positions)
	before := positions[len(positions)-1]
	for _, p := range positions {
		if p-before < draws { // around the circle
			t.Fatalf("two streams are %d draws apart", p-before)
		}
		before = p
	}
}

// walk lets agents draw month by month and returns what each drew; the extravagant one draws more often than the others.
func walk(k Key, extravagant int) [][]uint64 {
	drawn := make([][]uint64, 20)
	for tick := range 24 {
		for agent := range drawn {
			s := k.At(agent, tick)
			if agent == extravagant {
				s.Normal()
				s.Float64()
			}
			drawn[agent] = append(drawn[agent], s.Uint64(), s.Uint64())
		}
	}
	return drawn
}

func TestAnExtraDrawOfOneAgentShiftsNobodyElse(t *testing.T) {
	const extravagant = 7
	k := streamsOf("demand")
	a, b := walk(k, -1), walk(k, extravagant)
	for agent := range a {
		if agent != extravagant && !slices.Equal(a[agent], b[agent]) {
			t.Errorf("agent %d drew other numbers", agent)
		}
	}
	if slices.Equal(a[extravagant], b[extravagant]) {
		t.Error("the extra draws changed nothing at all")
	}
}

// Streams are drawn from in two ways: many numbers of one, and the first number of many.
func draws(n int) map[string]func(draw func(s *Stream)) {
	k := streamsOf("draws")
	return map[string]func(draw func(s *Stream)){
		"of one stream": func(draw func(s *Stream)) {
			s := k.At(0, 0)
			for range n {
				draw(&s)
			}
		},
		"of many agents and ticks": func(draw func(s *Stream)) {
			for i := range n {
				s := k.At(i/120, i%120)
				draw(&s)
			}
		},
		"as bits of many agents and ticks": func(draw func(s *Stream)) {
			for i := range n {
				s := streamGiving(k.Bits(i/120, i%120))
				draw(&s)
			}
		},
		"of many replications": func(draw func(s *Stream)) {
			for i := range n {
				s := NewKey(testSeed, i).Named("draws").At(3, 4)
				draw(&s)
			}
		},
		"of many seeds": func(draw func(s *Stream)) {
			for i := range n {
				s := NewKey(uint64(i), 0).Named("draws").At(3, 4)
				draw(&s)
			}
		},
	}
}

func TestFloat64IsUniform(t *testing.T) {
	for how, each := range draws(1_000_000) {
		coarse, fine := make([]int, 1000), make([]int, 1024)
		each(func(s *Stream) {
			u := s.Float64()
			coarse[int(u*1000)]++
			_, low := math.Modf(u * 0x1p32) // its lower bits
			fine[int(low*1024)]++
		})
		mustBeEven(t, "numbers "+how, coarse)
		mustBeEven(t, "lower bits "+how, fine)
	}
}

func TestFloat64IsNeverZeroNorOne(t *testing.T) {
	smallest, largest := inf, -inf
	for _, b := range []uint64{0, math.MaxUint64} {
		s := streamGiving(b)
		u := s.Float64()
		smallest, largest = min(smallest, u), max(largest, u)
	}
	if smallest != 0x1p-53 || largest != 1-0x1p-53 {
		t.Errorf("from %v to %v", smallest, largest)
	}
}

// streamGiving returns a stream whose next output is b: it turns SplitMix64 back.
func streamGiving(b uint64) Stream {
	invert := func(factor uint64) uint64 {
		inverse := uint64(1)
		for range 6 {
			inverse *= 2 - factor*inverse
		}
		return inverse
	}
	unshift := func(z uint64, by int) uint64 {
		x := z
		for range 64 / by {
			x = z ^ x>>by
		}
		return x
	}
	z := unshift(b, 31) * invert(0x94d049bb133111eb)
	z = unshift(z, 27) * invert(0xbf58476d1ce4e5b9)
	return Stream{unshift(z, 30) - golden}
}

func TestEveryByteOfUint64IsUniform(t *testing.T) {
	for how, each := range draws(500_000) {
		var counts [8][256]int
		each(func(s *Stream) {
			for x, i := s.Uint64(), 0; i < 8; i++ {
				counts[i][x>>(8*i)&255]++
			}
		})
		for i := range counts {
			mustBeEven(t, fmt.Sprintf("byte %d %s", i, how), counts[i][:])
		}
	}
}

func TestIntNIsUnbiased(t *testing.T) {
	for _, n := range []int{2, 3, 6, 7, 10, 100, 1000} {
		for how, each := range draws(300_000) {
			counts := make([]int, n)
			each(func(s *Stream) { counts[s.IntN(n)]++ })
			mustBeEven(t, fmt.Sprintf("IntN(%d) %s", n, how), counts)
		}
	}
}

func TestIntNReachesBothEndsAndNoFurther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, math.MaxInt).Draw(t, "n")
		low, high := streamGiving(0), streamGiving(math.MaxUint64)
		if a, b := low.IntN(n), high.IntN(n); a != 0 || b != n-1 {
			t.Fatalf("IntN(%d) goes from %d to %d", n, a, b)
		}
	})
}

func TestIntNOfNothingPanics(t *testing.T) {
	for _, n := range []int{0, -1, math.MinInt} {
		mustPanic(t, fmt.Sprintf("IntN(%d)", n), func() { s := Stream{}; s.IntN(n) })
	}
}

func mustPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s did not panic", what)
		}
	}()
	f()
}

func TestBernoulliComesTrueAsOftenAsItSays(t *testing.T) {
	const n = 200_000
	for _, p := range []float64{-1, 0, .001, .3, .5, .999, 1, 2, nan} {
		for how, each := range draws(n) {
			hits := 0
			each(func(s *Stream) {
				if s.Bernoulli(p) {
					hits++
				}
			})
			want := max(0, min(1, p))
			if p != p {
				want = 0
			}
			if sd := math.Sqrt(n * want * (1 - want)); math.Abs(float64(hits)-n*want) > sigmas*sd {
				t.Errorf("Bernoulli(%v) %s: %d of %d", p, how, hits, n)
			}
		}
	}
}

func TestShuffleGivesEveryOrderEquallyOften(t *testing.T) {
	for n, orders := range map[int]int{2: 2, 3: 6, 4: 24, 5: 120} {
		for how, each := range draws(120_000) {
			counts := map[string]int{}
			each(func(s *Stream) {
				x := []byte("abcde")[:n]
				s.Shuffle(n, func(i, j int) { x[i], x[j] = x[j], x[i] })
				counts[string(x)]++
			})
			if len(counts) != orders {
				t.Errorf("%d elements %s: %d orders of %d", n, how, len(counts), orders)
			}
			var list []int
			for _, c := range counts {
				list = append(list, c)
			}
			mustBeEven(t, fmt.Sprintf("orders of %d elements %s", n, how), list)
		}
	}
}

func TestShuffleKeepsEveryElement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.SliceOf(rapid.Int()).Draw(t, "elements")
		after := slices.Clone(before)
		s := NewKey(rapid.Uint64().Draw(t, "seed"), 0).At(0, 0)
		s.Shuffle(len(after), func(i, j int) { after[i], after[j] = after[j], after[i] })
		slices.Sort(before)
		slices.Sort(after)
		if !slices.Equal(before, after) {
			t.Fatal("elements lost")
		}
	})
	s := Stream{}
	for _, n := range []int{0, 1, -1} {
		s.Shuffle(n, func(i, j int) { t.Errorf("%d elements: swap of %d and %d", n, i, j) })
	}
}

// neighbours are pairs of streams whose arguments are as close as can be.
var neighbours = map[string]func(i int) (a, b Stream){
	"next draw": func(i int) (a, b Stream) {
		a = streamsOf("pairs").At(0, i)
		b = a
		b.Uint64()
		return a, b
	},
	"agents": func(i int) (a, b Stream) { k := streamsOf("pairs"); return k.At(i, 5), k.At(i+1, 5) },
	"ticks":  func(i int) (a, b Stream) { k := streamsOf("pairs"); return k.At(5, i), k.At(5, i+1) },
	"bits of agents": func(i int) (a, b Stream) {
		k := streamsOf("pairs")
		return streamGiving(k.Bits(i, 5)), streamGiving(k.Bits(i+1, 5))
	},
	"bits of ticks": func(i int) (a, b Stream) {
		k := streamsOf("pairs")
		return streamGiving(k.Bits(5, i)), streamGiving(k.Bits(5, i+1))
	},
	"bits and stream": func(i int) (a, b Stream) {
		k := streamsOf("pairs")
		return streamGiving(k.Bits(i, 5)), k.At(i, 5)
	},
	"agent, tick":  func(i int) (a, b Stream) { k := streamsOf("pairs"); return k.At(i, 9), k.At(i+1, 8) },
	"traded":       func(i int) (a, b Stream) { k := streamsOf("pairs"); return k.At(i, i+1), k.At(i+1, i) },
	"mirror":       func(i int) (a, b Stream) { k := streamsOf("pairs"); return k.At(i+1, 0), k.At(-i-1, 0) },
	"replications": func(i int) (a, b Stream) { return NewKey(1, i).At(0, 0), NewKey(1, i+1).At(0, 0) },
	"seeds":        func(i int) (a, b Stream) { return NewKey(uint64(i), 0).At(0, 0), NewKey(uint64(i)+1, 0).At(0, 0) },
	"seed, replication": func(i int) (a, b Stream) {
		return NewKey(uint64(i), 1).At(0, 0), NewKey(uint64(i)+1, 0).At(0, 0)
	},
	"names": func(i int) (a, b Stream) {
		k := NewKey(uint64(i), 0)
		return k.Named("a").At(0, 0), k.Named("b").At(0, 0)
	},
	"named and not": func(i int) (a, b Stream) { k := NewKey(uint64(i), 0); return k.Named("").At(0, 0), k.At(0, 0) },
}

func TestNeighbouringStreamsAreUncorrelated(t *testing.T) {
	const n = 200_000
	for which, pair := range neighbours {
		var product float64
		var flipped [64]int
		for i := range n {
			a, b := pair(i)
			x, y := a.Uint64(), b.Uint64()
			product += (float64(x)*0x1p-64 - .5) * (float64(y)*0x1p-64 - .5) * 12
			for d := x ^ y; d != 0; d &= d - 1 {
				flipped[bits.TrailingZeros64(d)]++
			}
		}
		if r := product / n; math.Abs(r)*math.Sqrt(n) > sigmas {
			t.Errorf("%s: correlation %.4f", which, r)
		}
		for bit, c := range flipped {
			if z := (float64(c) - n/2.) / math.Sqrt(n/4.); math.Abs(z) > 5.6 { // 1e−6 for all bits together
				t.Errorf("%s: bit %d differs in %.4f of all pairs", which, bit, float64(c)/n)
			}
		}
	}
}

func TestDrawingAllocatesNothing(t *testing.T) {
	k := NewKey(1, 0)
	order := make([]int, 10)
	swap := func(i, j int) { order[i], order[j] = order[j], order[i] }
	var sum float64
	if n := testing.AllocsPerRun(100, func() {
		s := k.Named("allocations").At(1, 2)
		sum += s.Float64() + s.Normal() + float64(s.IntN(5))
		s.Shuffle(len(order), swap)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
