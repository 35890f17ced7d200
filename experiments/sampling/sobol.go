package sampling

import (
	_ "embed"
	"math/bits"
	"strconv"
	"strings"
	"sync"
)

// joeKuo are the primitive polynomials and initial direction numbers of Joe & Kuo (2008), set new-joe-kuo-6, one line for
// each dimension from the second: degree s, the polynomial's inner coefficients a, and m_1 … m_s. Copyright 2008 Frances Y. Kuo
// and Stephen Joe, BSD licence of three clauses: its text heads the file.
//
//go:embed joe-kuo.txt
var joeKuo string

// sobolDimensions are as many as joe-kuo.txt gives.
const sobolDimensions = 1111

// sobolBits is how many bits of a point's number and of an unscrambled coordinate are used.
const sobolBits = 32

// directions of one dimension: bit j of the (Gray-coded) number flips the bits directions[j] of the coordinate.
type directions [sobolBits]uint32

// sobol is the sequence of Sobol' (1967) in the order of Antonov & Saleev (1979), scrambled by nested uniform scrambling (Owen
// 1995): each bit is flipped or not by chance, anew for every value of the bits before it, which keeps every block of 2^m points
// a net and makes each point uniform in the cube. Of the chances none is stored; they are hashed from the bits before, as
// Burley (2020) does, but one hash to a bit.
type sobol struct {
	points     int
	dimensions []directions
	keys       []key // none when unscrambled
}

func newSobol(factors int, s Settings) (Sampler, *SettingError) {
	return sobolOf(factors, s), nil
}

func sobolOf(factors int, s Settings) *sobol {
	q := &sobol{points: s.Points, dimensions: allDirections()[:factors]}
	if !s.Unscrambled {
		q.keys = keysOf(s.Seed, saltSobol, factors)
	}
	return q
}

func (q *sobol) Name() string { return "sobol" }
func (q *sobol) Points() int  { return q.points }

// At: point p is the same however many points there are.
func (q *sobol) At(point int, into []float64) {
	check(point, q.points, into, len(q.dimensions))
	for f := range into {
		into[f] = q.coordinate(point, f)
	}
}

// coordinate is one of a point.
func (q *sobol) coordinate(point, dimension int) float64 {
	x := uint32(0)
	for gray := uint32(point) ^ uint32(point)>>1; gray != 0; gray &= gray - 1 {
		x ^= q.dimensions[dimension][bits.TrailingZeros32(gray)]
	}
	if q.keys == nil {
		return unit(uint64(x) << 32)
	}
	return unit(scramble(x, q.keys[dimension]))
}

// scramble flips each bit by a chance that belongs to the bits before it. No two points share all 32, so what follows them is
// chance that belongs to all 32.
func scramble(x uint32, k key) uint64 {
	flips := uint32(0)
	for i := range sobolBits {
		prefix := uint64(1)<<i | uint64(x)>>(sobolBits-i) // the 1 ahead keeps 0 and 00 apart
		flips = flips<<1 | uint32(k.bits(prefix)>>63)
	}
	return uint64(x^flips)<<32 | k.bits(1<<sobolBits|uint64(x))>>32
}

// allDirections reads joe-kuo.txt, once.
var allDirections = sync.OnceValue(func() []directions {
	all := make([]directions, 1, sobolDimensions)
	for j := range all[0] { // van der Corput
		all[0][j] = 1 << (sobolBits - 1 - j)
	}
	for line := range strings.Lines(joeKuo) {
		if !strings.HasPrefix(line, "#") {
			all = append(all, directionsOf(line))
		}
	}
	return all
})

// directionsOf carries a line's initial numbers on by its polynomial (Joe & Kuo 2008, equations 2 and 3).
func directionsOf(line string) directions {
	var n []uint32
	for word := range strings.FieldsSeq(line) {
		v, err := strconv.ParseUint(word, 10, 32)
		if err != nil {
			panic("sampling: joe-kuo.txt: " + err.Error())
		}
		n = append(n, uint32(v))
	}
	s, a, m := int(n[0]), n[1], n[2:]
	var v directions
	for j := range v {
		if j < s {
			v[j] = m[j] << (sobolBits - 1 - j)
			continue
		}
		v[j] = v[j-s] ^ v[j-s]>>s
		for i := 1; i < s; i++ {
			if a>>(s-1-i)&1 == 1 {
				v[j] ^= v[j-i]
			}
		}
	}
	return v
}
