package sampling

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// made is a sampler that must be possible.
func made(t testing.TB, name string, factors int, s Settings) Sampler {
	t.Helper()
	sampler, err := New(name, factors, s)
	if err != nil {
		t.Fatal(err)
	}
	return sampler
}

func at(s Sampler, factors, point int) []float64 {
	into := make([]float64, factors)
	s.At(point, into)
	return into
}

// settingsFor are plain settings of any sampler.
func settingsFor(name string, factors, points int) Settings {
	if name == "grid" {
		levels := slices.Repeat([]int{1}, factors)
		levels[0] = points
		return Settings{Seed: 7, Levels: levels}
	}
	return Settings{Seed: 7, Points: points}
}

func TestPublishedSequences(t *testing.T) {
	sobol := made(t, "sobol", 3, Settings{Points: 5, Unscrambled: true})
	for p, want := range [][]float64{{0, 0, 0}, {.5, .5, .5}, {.75, .25, .25}, {.25, .75, .75}, {.375, .375, .625}} { // Joe & Kuo 2008
		if got := at(sobol, 3, p); !slices.Equal(got, want) {
			t.Errorf("sobol %d: %v, want %v", p, got, want)
		}
	}
	halton := made(t, "halton", 2, Settings{Points: 5, Unscrambled: true})
	for p, want := range [][2]float64{{0, 0}, {1. / 2, 1. / 3}, {1. / 4, 2. / 3}, {3. / 4, 1. / 9}, {1. / 8, 4. / 9}} {
		if got := at(halton, 2, p); math.Abs(got[0]-want[0])+math.Abs(got[1]-want[1]) > 1e-15 {
			t.Errorf("halton %d: %v, want %v", p, got, want)
		}
	}
}

func TestLatinHypercubeHasOnePointInEveryCellOfEveryFactor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(1, 300).Draw(t, "n"), rapid.IntRange(1, 5).Draw(t, "k")
		l, err := New("lhs", k, Settings{Points: n, Seed: rapid.Uint64().Draw(t, "seed")})
		if err != nil {
			t.Fatal(err)
		}
		for f := range k {
			seen := make([]bool, n)
			for p := range n {
				// exactly, in whole numbers: u is a multiple of 2^-53
				cell := new(big.Int).Mul(big.NewInt(int64(at(l, k, p)[f]*(1<<53))), big.NewInt(int64(n)))
				seen[cell.Rsh(cell, 53).Int64()] = true
			}
			if slices.Contains(seen, false) {
				t.Fatalf("factor %d misses a cell", f)
			}
		}
	})
}

func TestAllOrdersOfThreeAndFourAreEquallyLikely(t *testing.T) {
	for n, orders := range map[int]int{2: 2, 3: 6, 4: 24} {
		const draws = 24000
		p, seen := permutationOf(n), map[[4]int]int{}
		for seed := range uint64(draws) {
			var order [4]int
			for i := range n {
				order[i] = p.at(keyOf(seed, 99), i)
			}
			seen[order]++
		}
		want, chi := float64(draws)/float64(orders), 0.0
		for _, c := range seen {
			chi += (float64(c) - want) * (float64(c) - want) / want
		}
		df := float64(orders - 1)
		if len(seen) != orders || chi > df+5*math.Sqrt(2*df)+5 {
			t.Errorf("%d things: %d orders of %d, chi-squared %.1f of %g degrees", n, len(seen), orders, chi, df)
		}
	}
}

func TestSobolIsANetInEachFactorAndInTheFirstTwoScrambledOrNot(t *testing.T) {
	const m = 8
	for _, plain := range []bool{true, false} {
		s := made(t, "sobol", 1111, Settings{Points: 1 << m, Seed: 3, Unscrambled: plain})
		single, pair := make(map[[2]int]bool), make(map[[3]int]bool)
		for p := range 1 << m {
			x := at(s, 1111, p)
			for f, u := range x {
				single[[2]int{f, Cell(u, 1<<m)}] = true
			}
			for a := range m + 1 { // every elementary box of area 2^-m of the first two factors
				pair[[3]int{a, Cell(x[0], 1<<a), Cell(x[1], 1<<(m-a))}] = true
			}
		}
		if len(single) != 1111<<m || len(pair) != (m+1)<<m {
			t.Errorf("unscrambled %v: %d intervals of %d, %d boxes of %d", plain, len(single), 1111<<m, len(pair), (m+1)<<m)
		}
	}
}

func TestEvenPointsIntegrateBetterThanRandomOnes(t *testing.T) {
	rms := func(name string) float64 {
		sum := 0.0
		for seed := range uint64(20) {
			s := made(t, name, 5, Settings{Points: 1024, Seed: seed})
			mean := 0.0
			for p := range s.Points() {
				y := 1.0
				for f, u := range at(s, 5, p) {
					y *= (math.Abs(4*u-2) + float64(f)) / (1 + float64(f)) // Sobol's g, mean 1
				}
				mean += y / 1024
			}
			sum += (mean - 1) * (mean - 1)
		}
		return math.Sqrt(sum / 20)
	}
	random := rms("random")
	for name, times := range map[string]float64{"lhs": 1.5, "halton": 3, "sobol": 5} {
		if got := rms(name); got*times > random {
			t.Errorf("%s errs by %.2g, random by %.2g; want %g times less", name, got, random, times)
		}
	}
}

func TestMorrisMovesEveryFactorOnceByDelta(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, levels := rapid.IntRange(1, 12).Draw(t, "k"), 2*rapid.IntRange(1, 5).Draw(t, "half")
		s, err := New("morris", k, Settings{Points: 10, Seed: rapid.Uint64().Draw(t, "seed"), Levels: []int{levels}})
		if err != nil {
			t.Fatal(err)
		}
		m := s.(*Morris)
		moved := map[int]bool{}
		for p := range m.Points() {
			x := at(m, k, p)
			factor, sign := m.Step(p)
			if sign == 0 {
				clear(moved)
				continue
			}
			moved[factor] = true
			before := at(m, k, p-1)
			for f := range x {
				want := 0.0
				if f == factor {
					want = float64(sign) * m.Delta()
				}
				if math.Abs(x[f]-before[f]-want) > 1e-15 || x[f] < 0 || x[f] > 1 {
					t.Fatalf("point %d factor %d: %g to %g", p, f, before[f], x[f])
				}
			}
			if _, n := m.Index(p); len(moved) != n {
				t.Fatalf("point %d: %d factors moved, want %d", p, len(moved), n)
			}
		}
	})
}

func TestSaltelliExchangesOneColumn(t *testing.T) {
	const k, n = 4, 32
	s := made(t, "saltelli", k, Settings{Points: n, Seed: 5, SecondOrder: true}).(*Saltelli)
	base := made(t, "sobol", 2*k, Settings{Points: n, Seed: 5})
	for p := range s.Points() {
		b, matrix, factor := s.Index(p)
		ab := at(base, 2*k, b)
		want := slices.Clone(ab[:k])
		other := ab[k:]
		if matrix == B || matrix == BA {
			want, other = slices.Clone(ab[k:]), ab[:k]
		}
		if matrix == AB || matrix == BA {
			want[factor] = other[factor]
		}
		if got := at(s, k, p); !slices.Equal(got, want) {
			t.Fatalf("point %d, %v of factor %d: %v, want %v", p, matrix, factor, got, want)
		}
	}
	if s.Points() != n*(2*k+2) {
		t.Errorf("%d points", s.Points())
	}
}

func TestGridLastFactorIsFastest(t *testing.T) {
	g := made(t, "grid", 2, Settings{Levels: []int{2, 3}})
	for p := range g.Points() {
		if x := at(g, 2, p); Cell(x[0], 2) != p/3 || Cell(x[1], 3) != p%3 {
			t.Errorf("point %d: %v", p, x)
		}
	}
}

func TestNoTwoPointsAreEqualAndAllLieInTheCube(t *testing.T) {
	for _, name := range Names() {
		if name == "morris" {
			continue // has p^k places only
		}
		s := made(t, name, 3, settingsFor(name, 3, 100_000))
		seen := make(map[[3]float64]bool, s.Points())
		for p := range s.Points() {
			var x [3]float64
			s.At(p, x[:])
			if seen[x] || slices.Min(x[:]) < 0 || slices.Max(x[:]) >= 1 {
				t.Fatalf("%s: point %d %v", name, p, x)
			}
			seen[x] = true
		}
	}
}

func TestStoredSettingsGiveTheSamePointsWithoutAllocating(t *testing.T) {
	for _, name := range Names() {
		settings := settingsFor(name, 5, 6_000_000)
		settings.Seed = math.MaxUint64
		s := made(t, name, 5, settings)
		stored, _ := json.Marshal(settings)
		var read Settings
		if err := json.Unmarshal(stored, &read); err != nil {
			t.Fatal(err)
		}
		if got, want := at(made(t, name, 5, read), 5, 5_999_999), at(s, 5, 5_999_999); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		into := make([]float64, 5)
		if n := testing.AllocsPerRun(10, func() { s.At(5_999_999, into) }); n != 0 {
			t.Errorf("%s allocates %v", name, n)
		}
	}
}

func TestBadSettingsAreNamed(t *testing.T) {
	for _, c := range []struct {
		name    string
		factors int
		s       Settings
		setting string
	}{
		{"sobool", 1, Settings{}, "sampler"},
		{"sobol", 1112, Settings{Points: 1}, "factors"},
		{"halton", 2, Settings{}, "points"},
		{"random", 2, Settings{Points: 1, Levels: []int{3}}, "levels"},
		{"grid", 2, Settings{Levels: []int{3}}, "levels"},
		{"grid", 2, Settings{Levels: []int{1 << 20, 1 << 20}}, "levels"},
		{"grid", 1, Settings{Levels: []int{3}, Points: 3}, "points"},
		{"morris", 2, Settings{Points: 1, Levels: []int{5}}, "levels"},
		{"morris", 9, Settings{Points: MaxPoints}, "points"},
		{"saltelli", 1, Settings{Points: 4}, "factors"},
		{"saltelli", 2, Settings{Points: 4, Unscrambled: true}, "unscrambled"},
	} {
		_, err := New(c.name, c.factors, c.s)
		var e *SettingError
		if !errors.As(err, &e) || e.Setting != c.setting || !strings.Contains(err.Error(), "expected") {
			t.Errorf("%s %+v: %v", c.name, c.s, err)
		}
	}
}

func BenchmarkAt(b *testing.B) {
	for _, name := range Names() {
		b.Run(name, func(b *testing.B) {
			s, into := made(b, name, 10, settingsFor(name, 10, 1<<20)), make([]float64, 10)
			for i := 0; b.Loop(); i++ {
				s.At(i&(1<<20-1), into)
			}
		})
	}
}
