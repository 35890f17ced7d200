package sampling

import "fmt"

// Saltelli gives the points from which Sobol' indices are estimated (Saltelli 2002; Saltelli et al. 2010): two samples A and B,
// which are the halves of one scrambled sobol in 2k dimensions, and for each factor i the sample AB_i, which is A with column i
// of B; with second order BA_i too, B with column i of A. The points of one base point stand together: A, AB_1 … AB_k,
// (BA_1 … BA_k,) B; so a study that was cut short can be analysed.
type Saltelli struct {
	factors     int
	secondOrder bool
	base        *sobol
}

// A Matrix is one of the samples of Saltelli.
type Matrix int

// The samples of Saltelli.
const (
	A  Matrix = iota // first half of the base point
	B                // second half
	AB               // A with one factor of B
	BA               // B with one factor of A
)

// String is the name in the literature.
func (m Matrix) String() string { return [...]string{"A", "B", "AB", "BA"}[m] }

func newSaltelli(factors int, s Settings) (Sampler, *SettingError) {
	if factors < 2 {
		return nil, &SettingError{"saltelli", "factors", "are 1; expected at least 2: all variance is of an only factor"}
	}
	t := &Saltelli{factors, s.SecondOrder, sobolOf(2*factors, Settings{Points: s.Points, Seed: s.Seed})}
	if int64(s.Points)*int64(t.group()) > MaxPoints {
		return nil, tooMany("saltelli", "points", fmt.Sprintf("%d base points of %d", s.Points, t.group()))
	}
	return t, nil
}

// Name is "saltelli".
func (t *Saltelli) Name() string { return "saltelli" }

// Points is N(k+2), or N(2k+2) with second order, for N base points and k factors.
func (t *Saltelli) Points() int { return t.base.points * t.group() }

// Base is how many base points there are.
func (t *Saltelli) Base() int { return t.base.points }

// SecondOrder tells whether there are BA points.
func (t *Saltelli) SecondOrder() bool { return t.secondOrder }

// group is how many points stand together for a base point.
func (t *Saltelli) group() int {
	if t.secondOrder {
		return 2*t.factors + 2
	}
	return t.factors + 2
}

// Index tells which base point a point belongs to, of which sample it is and, for AB and BA, which factor is exchanged; for A
// and B factor is −1.
func (t *Saltelli) Index(point int) (base int, matrix Matrix, factor int) {
	base, place := point/t.group(), point%t.group()
	switch {
	case place == 0:
		return base, A, -1
	case place == t.group()-1:
		return base, B, -1
	case place <= t.factors:
		return base, AB, place - 1
	default:
		return base, BA, place - 1 - t.factors
	}
}

// At writes a point of the sample that Index tells.
func (t *Saltelli) At(point int, into []float64) {
	check(point, t.Points(), into, t.factors)
	base, matrix, exchanged := t.Index(point)
	for f := range into {
		fromB := (matrix == B || matrix == BA) != (f == exchanged)
		dimension := f
		if fromB {
			dimension += t.factors
		}
		into[f] = t.base.coordinate(base, dimension)
	}
}
