package sampling

import "math/bits"

// resolution is how many bits a coordinate has: as many as a float64 holds exactly.
const resolution = 53

const golden = 0x9e3779b97f4a7c15 // 2^64 / golden ratio, odd

// mix is the finaliser of SplitMix64 (Steele, Lea & Flood 2014), a bijection in which each input bit moves half the output
// bits. It stands here too, rather than being taken from sim: points that are stored by their settings must not move when the
// simulation's random numbers do.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// A key stands for one thing that is random, such as the order of one factor of one sampler.
type key uint64

// Salts keep apart what is random for different reasons under one seed.
const (
	saltRandom = iota + 1
	saltLatinOrder
	saltLatinPlace
	saltHalton
	saltSobol
	saltMorrisStart
	saltMorrisOrder
)

// keyOf is the key of a reason under a seed.
func keyOf(seed uint64, salt uint64) key { return key(mix(mix(seed+golden) ^ mix(salt))) }

// bits are 64 random bits of the n-th draw.
func (k key) bits(n uint64) uint64 { return mix(uint64(k) ^ mix(uint64(k)+n*golden)) }

// of is the key of the n-th part.
func (k key) of(n int) key { return key(k.bits(uint64(n))) }

// keysOf are those of all factors.
func keysOf(seed uint64, salt uint64, factors int) []key {
	keys := make([]key, factors)
	for f := range keys {
		keys[f] = keyOf(seed, salt).of(f)
	}
	return keys
}

// unit takes the upper bits to [0, 1). The product is exact.
func unit(b uint64) float64 { return float64(b>>(64-resolution)) * (1.0 / (1 << resolution)) }

// below takes random bits to 0 … n−1 (Lemire 2019, without its rejection: the bias is n / 2^64).
func below(b, n uint64) uint64 {
	hi, _ := bits.Mul64(b, n)
	return hi
}

// within takes random bits into cell c of n, c/n ≤ u < (c+1)/n: one of the multiples of 2^−53 that lie there, so that no
// rounding carries it next door.
func within(c, n int, b uint64) float64 {
	low, high := firstIn(uint64(c), uint64(n)), firstIn(uint64(c)+1, uint64(n))
	return float64(low+below(b, high-low)) * (1.0 / (1 << resolution))
}

// firstIn is the least multiple of 2^−53 in cell c of n, in units of 2^−53: ceil(c·2^53/n).
func firstIn(c, n uint64) uint64 {
	hi, lo := bits.Mul64(c, 1<<resolution)
	lo, carry := bits.Add64(lo, n-1, 0)
	q, _ := bits.Div64(hi+carry, lo, n)
	return q
}

// A permutation of 0 … n−1 that is computed rather than stored: a Feistel network (Luby & Rackoff 1988) over the next even
// number of bits, walked until it comes back below n (Black & Rogaway 2002).
type permutation struct {
	n    uint64
	half int // bits of one half
}

func permutationOf(n int) permutation {
	return permutation{uint64(n), max(1, (bits.Len64(uint64(n)-1)+1)/2)}
}

// rounds are as many as make all orders of few things equally likely, which the test of orders holds them to.
const rounds = 8

// at is where the permutation of a key takes i.
func (p permutation) at(k key, i int) int {
	mask := uint64(1)<<p.half - 1
	for x := uint64(i); ; {
		left, right := x>>p.half, x&mask
		for r := range uint64(rounds) {
			left, right = right, left^k.bits(right<<8|r)>>32&mask
		}
		if x = left<<p.half | right; x < p.n {
			return int(x)
		}
	}
}
