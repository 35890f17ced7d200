package study

import (
	"fmt"
	"math"
	"strconv"

	"polesim/experiments/store"
	"polesim/sim"
)

// An ID names a run of a study. It is a bijection of point and replication, keyed by the seed: two runs of a study never
// share one, whatever its size, and it tells which run it is.
type ID uint64

// String returns 16 hexadecimal digits.
func (id ID) String() string { return fmt.Sprintf("%016x", uint64(id)) }

// ParseID reads what String writes.
func ParseID(text string) (ID, error) {
	n, err := strconv.ParseUint(text, 16, 64)
	if err != nil || len(text) != 16 {
		return 0, fmt.Errorf("%q names no run: expected 16 hexadecimal digits", text)
	}
	return ID(n), nil
}

// ID returns the identity of a run.
func (p *Plan) ID(point, replication int) ID {
	key := p.key()
	return ID(scramble(uint64(point)<<32|uint64(replication)^key) + key)
}

// Place returns the run that an identity names; the error wraps store.ErrNoRun if the plan has none.
func (p *Plan) Place(id ID) (point, replication int, err error) {
	key := p.key()
	packed := unscramble(uint64(id)-key) ^ key
	high, low := packed>>32, packed&math.MaxUint32
	if high >= uint64(p.Points) || low >= uint64(p.Replications.Most) {
		return 0, 0, fmt.Errorf("%w: the study plans no run %v", store.ErrNoRun, id)
	}
	return int(high), int(low), nil
}

func (p *Plan) key() uint64 { return sim.NewKey(p.Seed, 0).Named("run").Bits(0, 0) }

// PointSeed returns the seed on which the runs of a point are run: the study's, so that points share random numbers, or
// one of the point's own.
func (p *Plan) PointSeed(point int) uint64 {
	if !p.OwnNumbers {
		return p.Seed
	}
	return sim.NewKey(p.Seed, point).Named("point").Bits(0, 0)
}

// The finaliser of SplitMix64 (Steele, Lea & Flood 2014) and its inverse: the factors of unscramble are the inverses of
// those of scramble modulo 2⁶⁴.
func scramble(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func unscramble(z uint64) uint64 {
	z = (z ^ z>>31 ^ z>>62) * 0x319642b2d24d8ec3
	z = (z ^ z>>27 ^ z>>54) * 0x96de1b173f119089
	return z ^ z>>30 ^ z>>60
}
