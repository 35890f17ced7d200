package sim

import (
	"fmt"
	"math/bits"
)

// A Key stands for a family of random streams. It is derived by hashing and never changes, so that it can be
// shared by all goroutines.
type Key uint64

// NewKey returns the root key of one replication under a seed.
func NewKey(seed uint64, replication int) Key {
	return Key(mix(mix(seed+golden) + uint64(replication)*stride))
}

// Named returns the key of the family of streams with this name.
func (k Key) Named(name string) Key {
	h := uint64(14695981039346656037) // FNV-1a, 64 bits
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return Key(mix(uint64(k) ^ mix(h)))
}

// At returns the stream of one agent at one tick. The same arguments always give the same stream.
func (k Key) At(agent, tick int) Stream {
	return Stream{k.Bits(agent, tick)}
}

// Bits returns 64 random bits of one agent at one tick: a stream where one number is enough.
func (k Key) Bits(agent, tick int) uint64 {
	return mix(uint64(k) + uint64(agent)*stride + uint64(tick)*step)
}

// A Stream is a sequence of random numbers: SplitMix64 (Steele, Lea & Flood 2014). Streams are short, a handful of
// draws for one agent in one month, so eight bytes of state and a seeding that costs nothing matter more than a
// long period; it passes BigCrush, and runs as fast in WebAssembly as natively.
type Stream struct{ state uint64 }

const (
	golden = 0x9e3779b97f4a7c15 // 2^64 / golden ratio, odd
	stride = 0xd1342543de82ef95 // odd and unrelated, so that agents, ticks and draws do not trade places
	step   = 0xaf251af3b0f025b5
)

// mix is the finaliser of SplitMix64: a bijection in which each input bit moves half the output bits.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Uint64 returns 64 random bits.
func (s *Stream) Uint64() uint64 {
	s.state += golden
	return mix(s.state)
}

// Float64 returns a number of the open interval (0, 1): never 0, never 1.
func (s *Stream) Float64() float64 {
	return (float64(s.Uint64()>>12) + .5) * 0x1p-52
}

// IntN returns a number of 0 … n−1. The bias of its one multiplication is below n / 2^64.
func (s *Stream) IntN(n int) int {
	if n < 1 {
		panic(fmt.Sprintf("sim: a number is to be drawn from %d", n))
	}
	hi, _ := bits.Mul64(s.Uint64(), uint64(n))
	return int(hi)
}

// Bernoulli returns true with probability p.
func (s *Stream) Bernoulli(p float64) bool { return s.Float64() < p }

// Shuffle permutes the n elements that swap exchanges (Fisher and Yates).
func (s *Stream) Shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, s.IntN(i+1))
	}
}
