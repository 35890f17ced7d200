package sampling

// halton reverses the digits of the point's number, in the f-th prime as base for factor f (Halton 1960). High bases march in
// step at first; so each digit place of each base has a random permutation of its own (Owen 2017, "A randomized Halton
// algorithm in R"), the places behind the number's last digit too. Each coordinate is then uniform in [0, 1).
type halton struct {
	points int
	bases  []base
}

// A base is the digits of one factor.
type base struct {
	b      uint64
	whole  float64  // b^places, at most 2^53, so that a coordinate is one division of exact numbers
	worth  []uint64 // of place j, the least digit first: b^(places−1−j)
	digits []uint16 // what digit d at place j becomes: digits[j·b+d]
	tail   []uint64 // what the zeros from place j on are worth together
}

func newHalton(factors int, s Settings) (Sampler, *SettingError) {
	h := &halton{points: s.Points}
	for f := range factors {
		h.bases = append(h.bases, baseOf(uint64(primes[f]), keyOf(s.Seed, saltHalton).of(f), s.Unscrambled))
	}
	return h, nil
}

// baseOf has as many places as 53 bits hold.
func baseOf(b uint64, k key, unscrambled bool) base {
	whole, places := b, 1
	for whole <= 1<<resolution/b {
		whole, places = whole*b, places+1
	}
	r := base{b: b, whole: float64(whole), tail: make([]uint64, places+1)}
	worth := whole
	for j := range places {
		worth /= b
		r.worth = append(r.worth, worth)
		r.digits = append(r.digits, shuffled(int(b), k.of(j), unscrambled)...)
	}
	for j := places - 1; j >= 0; j-- {
		r.tail[j] = r.tail[j+1] + uint64(r.digits[j*int(b)])*r.worth[j]
	}
	return r
}

// shuffled are the digits 0 … b−1 in a random order (Fisher & Yates 1938), or in theirs.
func shuffled(b int, k key, unscrambled bool) []uint16 {
	d := make([]uint16, b)
	for i := range d {
		d[i] = uint16(i)
	}
	for i := b - 1; i > 0 && !unscrambled; i-- {
		j := below(k.bits(uint64(i)), uint64(i)+1)
		d[i], d[j] = d[j], d[i]
	}
	return d
}

func (h *halton) Name() string { return "halton" }
func (h *halton) Points() int  { return h.points }

// At: point p is the same however many points there are.
func (h *halton) At(point int, into []float64) {
	check(point, h.points, into, len(h.bases))
	for f := range h.bases {
		into[f] = h.bases[f].at(uint64(point))
	}
}

func (r *base) at(point uint64) float64 {
	sum, j := uint64(0), 0
	for ; point > 0; j++ {
		sum += uint64(r.digits[uint64(j)*r.b+point%r.b]) * r.worth[j]
		point /= r.b
	}
	return float64(sum+r.tail[j]) / r.whole
}

// primes are the bases, the first 250. With more factors than some dozens, sobol or lhs serve better: the 250th base needs
// 1,583 points to go round once.
var primes = firstPrimes(250)

func firstPrimes(n int) []int {
	var found []int
next:
	for c := 2; len(found) < n; c++ {
		for _, p := range found {
			if c%p == 0 {
				continue next
			}
		}
		found = append(found, c)
	}
	return found
}
