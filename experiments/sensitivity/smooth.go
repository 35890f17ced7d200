package sensitivity

import (
	"iter"
	"maps"
	"math"
	"slices"

	"polesim/experiments/moments"
)

// A spot is what was measured at a place in the unit square or, with y 0 throughout, on the unit line.
type spot struct {
	x, y, v float64
	n       float64 // points it stands for
}

// A smooth is a local linear regression with the tricube kernel (Cleveland 1979; Fan and Gijbels 1996): at each place a
// plane through what is near, the nearer the weightier. It follows slopes up to the edges and says nothing where little is
// near.
type smooth struct {
	spots   []spot
	columns int       // of a plane: 2 on a line, 3 in a square
	reach   float64   // half-width of the kernel
	squares []float64 // of residuals, each as if its spot had been left out; by spot
}

// A fitted value at a place.
type fitted struct {
	Interval
	near int     // spots within reach
	own  float64 // weight of a spot that lies just there
	ok   bool
}

const (
	leastNear   = 8    // spots within reach below which nothing is said
	mostSpots   = 4000 // beyond so many, those near each other are taken together
	mostToTry   = 600  // spots at which a reach is tried
	cellsOnLine = 1000

	// shorter than what foresees best a reach has to be for intervals to hold the truth: they know of chance, not of
	// what a plane cuts off a bend (undersmoothing: Hall 1992).
	shorter     = 0.7
	cellsOnSide = 60
)

// reaches are those tried, in widths of the range.
var reaches = []float64{1.5, 1, .7, .5, .35, .25, .18, .13}

// smoothed chooses the reach that foresees spots best from those around them.
func smoothed(spots iter.Seq[spot], line bool) *smooth {
	s := &smooth{columns: 3, spots: together(spots, line)}
	if line {
		s.columns = 2
	}
	s.reach = shorter * s.best()
	var squares []float64
	for _, p := range s.spots {
		f := s.fit(p.x, p.y)
		square := math.NaN()
		if f.ok && f.own*p.n < 0.95 {
			square = (p.v - f.Value) / (1 - f.own*p.n)
			square *= square
		}
		squares = append(squares, square)
	}
	s.squares = squares
	return s
}

// together collects spots or, if they are more than mostSpots, the means of those that share a small cell, by cell.
func together(spots iter.Seq[spot], line bool) (all []spot) {
	cell := func(p spot) int {
		if line {
			return int(p.x * cellsOnLine)
		}
		return int(p.x*cellsOnSide)*2*cellsOnSide + int(p.y*cellsOnSide)
	}
	var cells map[int]spot // once they are too many
	enter := func(p spot) {
		q := cells[cell(p)]
		n := q.n + p.n
		q.x, q.y, q.v = q.x+(p.x-q.x)*p.n/n, q.y+(p.y-q.y)*p.n/n, q.v+(p.v-q.v)*p.n/n
		q.n = n
		cells[cell(p)] = q
	}
	for p := range spots {
		if cells != nil {
			enter(p)
			continue
		}
		if all = append(all, p); len(all) > mostSpots {
			cells = map[int]spot{}
			for _, p := range all {
				enter(p)
			}
		}
	}
	if cells == nil {
		return all
	}
	all = all[:0]
	for _, at := range slices.Sorted(maps.Keys(cells)) {
		all = append(all, cells[at])
	}
	return all
}

// best is the reach with the smallest squared error at spots left out in turn. A reach that leaves a tenth of them without
// enough near is too short.
func (s *smooth) best() float64 {
	best, least := reaches[0], math.Inf(1)
	step := max(1, len(s.spots)/mostToTry)
	for _, reach := range reaches {
		s.reach = reach
		off, n, tried := 0.0, 0.0, 0.0
		for i := 0; i < len(s.spots); i += step {
			p := s.spots[i]
			tried += p.n
			if f := s.fit(p.x, p.y); f.ok && f.own*p.n < 0.9 {
				e := (p.v - f.Value) / (1 - f.own*p.n)
				off, n = off+p.n*e*e, n+p.n
			}
		}
		if n < 0.9*tried || n == 0 {
			break
		}
		if off/n < least {
			best, least = reach, off/n
		}
	}
	return best
}

// fit puts a plane through what is near a place. Its interval, once residuals are known, is Student's with a variance that
// may differ from place to place (White 1980; MacKinnon and White 1985, HC3).
func (s *smooth) fit(x, y float64) fitted {
	var a [3][3]float64
	var b [3]float64
	near := 0
	for _, p := range s.spots {
		w, row := s.weight(p, x, y)
		if w == 0 {
			continue
		}
		near++
		for i := range s.columns {
			for j := range s.columns {
				a[i][j] += w * row[i] * row[j]
			}
			b[i] += w * row[i] * p.v
		}
	}
	none := fitted{Interval: unknown, near: near}
	if near < leastNear {
		return none
	}
	c, ok := firstRow(a, s.columns)
	if !ok {
		return none
	}
	f := fitted{near: near, own: c[0], ok: true}
	for i := range s.columns {
		f.Value += c[i] * b[i]
	}
	f.Low, f.High = math.NaN(), math.NaN()
	if s.squares != nil {
		half := studentHalf(near-s.columns) * s.error(x, y, c)
		f.Low, f.High = f.Value-half, f.Value+half
	}
	return f
}

// weight is that of a spot at a place, and its row of the plane's equations.
func (s *smooth) weight(p spot, x, y float64) (float64, [3]float64) {
	dx, dy := p.x-x, p.y-y
	far := math.Sqrt(dx*dx+dy*dy) / s.reach
	if far >= 1 {
		return 0, [3]float64{}
	}
	k := 1 - far*far*far
	return k * k * k * p.n, [3]float64{1, dx, dy}
}

// error is the standard error of a plane's height.
func (s *smooth) error(x, y float64, c [3]float64) float64 {
	sum, weighed, of := 0.0, 0.0, 0.0
	for i, p := range s.spots {
		w, row := s.weight(p, x, y)
		if w == 0 {
			continue
		}
		l := w * (c[0]*row[0] + c[1]*row[1] + c[2]*row[2])
		of += l * l
		if !math.IsNaN(s.squares[i]) {
			sum, weighed = sum+l*l*s.squares[i], weighed+l*l
		}
	}
	if weighed == 0 {
		return math.NaN()
	}
	return math.Sqrt(sum * of / weighed)
}

// firstRow is that of the inverse of a symmetric matrix; false where it has none to speak of.
func firstRow(a [3][3]float64, n int) (c [3]float64, ok bool) {
	var det float64
	if n == 2 {
		det = a[0][0]*a[1][1] - a[0][1]*a[0][1]
		c = [3]float64{a[1][1], -a[0][1], 0}
		ok = det > 1e-9*a[0][0]*a[1][1]
	} else {
		c[0] = a[1][1]*a[2][2] - a[1][2]*a[1][2]
		c[1] = a[0][2]*a[1][2] - a[0][1]*a[2][2]
		c[2] = a[0][1]*a[1][2] - a[0][2]*a[1][1]
		det = a[0][0]*c[0] + a[0][1]*c[1] + a[0][2]*c[2]
		ok = det > 1e-9*a[0][0]*a[1][1]*a[2][2]
	}
	for i := range c {
		c[i] /= det
	}
	return c, ok
}

// studentHalf is Student's deviate of a two-sided interval of 95 %; NaN without a degree of freedom.
func studentHalf(freedom int) float64 {
	if freedom < 1 {
		return math.NaN()
	}
	return moments.Student(freedom)
}
