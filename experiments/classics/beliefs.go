package classics

import (
	"math/bits"

	"polesim/model"
	"polesim/sim"
)

// Beliefs of many dimensions are words of bits, so that what happens to up to 64 dimensions, each by itself, happens in a
// few operations. Who believes is a [model.Code] or several: of each dimension that it is so, that it is not, or nothing.

// A chance is a probability, held so that it can be tried for each bit of a word at once.
type chance struct {
	digits uint64 // binary digits after the point
	sure   bool   // it is 1
}

func newChance(p float64) chance {
	if p >= 1 {
		return chance{sure: true}
	}
	return chance{digits: uint64(p * 0x1p64)}
}

// never is the chance of what does not happen.
var never = newChance(0)

// of returns those bits of among that come up, each with the chance by itself. A bit's number in (0, 1), a binary digit
// from each draw, is below the chance if it is so on the first digit on which the two differ. Draws end when all bits are
// decided.
func (c chance) of(among uint64, s *sim.Stream) uint64 {
	if c.sure {
		return among
	}
	var up uint64
	for digits := c.digits; among != 0 && digits != 0; digits <<= 1 {
		drawn := s.Uint64()
		if digits>>63 == 1 {
			up |= among &^ drawn
			among &= drawn
		} else {
			among &^= drawn
		}
	}
	return up
}

// heldAtFirst is that −1, 0 and 1 are equally likely.
var heldAtFirst = newChance(2. / 3)

// randomBeliefs draws −1, 0 or 1, equally likely, of each dimension of mask.
func randomBeliefs(mask uint64, s *sim.Stream) model.Code {
	held := heldAtFirst.of(mask, s)
	return model.Code{Held: held, Word: held & s.Uint64()}
}

// right is the dimensions on which a belief is true.
func right(b model.Code, reality uint64) uint64 { return b.Held &^ (b.Word ^ reality) }

// score is the sum over dimensions of belief × reality.
func score(b model.Code, reality uint64) int {
	return 2*bits.OnesCount64(right(b, reality)) - bits.OnesCount64(b.Held)
}

// tallyDigits is enough binary digits for what a tally counts.
const tallyDigits = 14

// A tally counts, for each bit of a word, in how many words it is set: digit d of all 64 counts is a word.
type tally struct {
	digit [tallyDigits]uint64
	used  int // digits that are not 0 throughout
}

// reset counts nothing.
func (t *tally) reset() {
	clear(t.digit[:t.used])
	t.used = 0
}

// add counts the bits of a word.
func (t *tally) add(word uint64) {
	for d := 0; word != 0; d++ {
		t.used = max(t.used, d+1)
		t.digit[d], word = t.digit[d]^word, t.digit[d]&word
	}
}

// count is in how many words a bit was set.
func (t *tally) count(bit int) int {
	n := 0
	for d, digit := range t.digit[:t.used] {
		n |= int(digit>>bit&1) << d
	}
	return n
}

// votes is who believes what, counted dimension by dimension.
type votes struct{ yes, no tally }

func (v *votes) reset() {
	v.yes.reset()
	v.no.reset()
}

// add counts somebody's beliefs; who believes nothing of a dimension does not vote on it.
func (v *votes) add(b model.Code) {
	v.yes.add(b.Word)
	v.no.add(b.Held &^ b.Word)
}

// majority is the dimensions on which most say that it is so, or that it is not. Where as many say so there is none.
func (v *votes) majority() (yes, no uint64) {
	for d := max(v.yes.used, v.no.used) - 1; d >= 0; d-- {
		y, n, open := v.yes.digit[d], v.no.digit[d], ^(yes | no)
		yes |= open & y &^ n
		no |= open & n &^ y
	}
	return yes, no
}

// against is the dimensions on which there is a majority that somebody does not share.
func (v *votes) against(b model.Code) uint64 {
	yes, no := v.majority()
	return unlike(b, yes, no)
}

// unlike is the dimensions on which somebody believes otherwise than yes and no say, or nothing.
func unlike(b model.Code, yes, no uint64) uint64 { return yes&^b.Word | no&^(b.Held&^b.Word) }

// lead is by how many more than not say that it is so on a dimension; negative, if most say that it is not.
func (v *votes) lead(bit int) int { return v.yes.count(bit) - v.no.count(bit) }
