package sensitivity

import (
	"fmt"
	"iter"
	"math"
	"slices"
)

// A Map says where over two factors a measure, mostly a difference, is above and below 0, and where that is not told.
type Map struct {
	Measure string   `json:"measure"`
	Unit    string   `json:"unit"`
	X       Factor   `json:"x"`
	Y       Factor   `json:"y"`
	Smooth  bool     `json:"smooth"`                  // local linear fits; otherwise points as they are
	Reach   Number   `json:"reach,omitempty"`         // of the fits, as a share of each range
	Others  []string `json:"averaged_over,omitempty"` // factors that vary within a cell
	Gaps    Gaps     `json:"gaps"`
	Shared  Number   `json:"shared_se"`
	Slices  []Slice  `json:"slices"` // one, or one for each level (third) of a third factor
	What    Measure  `json:"-"`
}

// A Slice is a map at one level, or within a part, of a third factor.
type Slice struct {
	Of    string    `json:"of,omitempty"` // "ambiguity = 0.2"; empty if there is but one
	N     int       `json:"n"`            // points
	Xs    []float64 `json:"xs"`           // middles of columns
	Ys    []float64 `json:"ys"`           // middles of rows
	Cells [][]Cell  `json:"cells"`        // by row, then column
	Share Shares    `json:"share"`
}

// A Cell of a map.
type Cell struct {
	Interval Interval `json:"mean"` // NaN where there is nothing to say
	N        int      `json:"n"`    // points behind it
}

// Shares of the cells that have a value.
type Shares struct {
	Above float64 `json:"above"` // told to be above 0
	Below float64 `json:"below"`
	Open  float64 `json:"not_told"`
	Cells int     `json:"cells"`
}

const (
	mapSide    = 24 // cells of a smooth map along each axis
	mostSlices = 6  // levels of a third factor that have a map each
)

// MapOf maps a measure over two factors, by their places. A grid shows its cells as they are; where points fill the space
// a local linear fit is shown, and nothing where no points are near. A third factor, if there is one and third is not −1,
// is cut into levels or thirds; further factors are averaged over. Between named levels there is nothing to fit, and of many of
// them no thirds can be made: such a map is refused. [Axes] chooses well.
func MapOf(d *Data, m Measure, x, y, third int) (*Map, error) {
	if err := Fits(MethodMap, d.Study); err != nil {
		return nil, err
	}
	if n := len(d.Factors); min(x, y) < 0 || max(x, y, third) >= n || x == y || third == x || third == y {
		return nil, fmt.Errorf("map: factors %d, %d and %d of %d", x+1, y+1, third+1, n)
	}
	p := &Map{Measure: d.Words(m), Unit: d.Unit(m), X: d.Factors[x], Y: d.Factors[y], Gaps: d.gaps(m), Shared: Number(d.shared(m).SE), What: m}
	if p.Gaps.Used == 0 {
		return nil, fmt.Errorf("map: %s: %w", p.Measure, ErrNothing)
	}
	xs, ys := d.levels(m, x), d.levels(m, y)
	p.Smooth = xs == nil || ys == nil
	for _, f := range []Factor{p.X, p.Y} {
		if p.Smooth && f.named() {
			return nil, fmt.Errorf("map: between the levels of %s there is nothing to draw along a range: use response%w", f.Name, quiet{})
		}
	}
	if third >= 0 && d.Factors[third].named() && len(d.levels(m, third)) > mostSlices {
		return nil, fmt.Errorf("map: %s has more than %d levels, too many for a map each, and no thirds can be made of names: use response%w",
			d.Factors[third].Name, mostSlices, quiet{})
	}
	for f, factor := range d.Factors {
		if f != x && f != y && f != third {
			p.Others = append(p.Others, factor.Words())
		}
	}
	for _, part := range d.parts(m, third) {
		var s Slice
		if p.Smooth {
			s = p.smooth(d, m, x, y, part.in)
		} else {
			s = d.exact(m, x, y, xs, ys, part.in)
		}
		s.Of = part.name
		s.count()
		p.Slices = append(p.Slices, s)
	}
	p.Gaps.Unsure = !slices.ContainsFunc(p.Slices, func(s Slice) bool {
		return slices.ContainsFunc(s.Cells, func(row []Cell) bool {
			return slices.ContainsFunc(row, func(c Cell) bool { return c.Interval.known() })
		})
	})
	return p, nil
}

// Axes are the factors of a map, by their places: x and y, and the third by which it is best cut, -1 for none. A grid shows
// its cells as they are, and its axes in the order of the design. Elsewhere two that have values in between make the axes if
// there are, then two whose levels have names; the first that is left is the third, unless it has too many names.
func Axes(s Study) (x, y, third int) {
	var between, named []int
	for f := range s.Factors {
		if s.Factors[f].named() && s.Sampler != "grid" {
			named = append(named, f)
		} else {
			between = append(between, f)
		}
	}
	order := append(between, named...)
	if len(between) == 1 && len(named) > 1 {
		order = append(named, between...)
	}
	x, y = order[0], order[1]
	for _, f := range order[2:] {
		if !s.Factors[f].named() || len(s.Factors[f].Levels) <= mostSlices {
			return x, y, f
		}
	}
	return x, y, -1
}

// apart names the factor that has named levels where the other axis of a map is a range, as far as the plan tells; empty where
// a map can be drawn.
func apart(s Study) string {
	x, y, _ := Axes(s)
	for _, f := range [][2]int{{x, y}, {y, x}} {
		if name, other := s.Factors[f[0]], s.Factors[f[1]]; name.named() && !other.named() && s.Sampler != "grid" && s.planned(f[1]) == nil {
			return name.Name
		}
	}
	return ""
}

// A part is a level or third of a factor.
type part struct {
	name string
	in   func(point int) bool // by its place
}

// parts cuts the points by a factor: into its levels where they are few, otherwise into thirds of its range.
func (d *Data) parts(m Measure, f int) []part {
	if f < 0 {
		return []part{{in: func(int) bool { return true }}}
	}
	factor := d.Factors[f]
	var parts []part
	if levels := d.levels(m, f); levels != nil && len(levels) <= mostSlices {
		for _, v := range levels {
			parts = append(parts, part{factor.Name + " = " + factor.Said(v), func(i int) bool { return d.values(i)[f] == v }})
		}
		return parts
	}
	for k := range 3 {
		low, high := factor.value(float64(k)/3), factor.value(float64(k+1)/3)
		parts = append(parts, part{fmt.Sprintf("%s from %s to %s", factor.Name, factor.Said(low), factor.Said(high)), func(i int) bool {
			return min(int(3*factor.place(d.values(i)[f])), 2) == k
		}})
	}
	return parts
}

// Said writes a value of a factor: the name of its level, or a number with three digits that count.
func (f Factor) Said(v float64) string {
	if k := int(v); len(f.Levels) > 0 && v == float64(k) && k >= 0 && k < len(f.Levels) {
		return f.Levels[k]
	}
	return fmt.Sprintf("%.3g", v)
}

// exact shows the cells of a grid as they are.
func (d *Data) exact(m Measure, x, y int, xs, ys []float64, in func(point int) bool) Slice {
	s := Slice{Xs: xs, Ys: ys}
	for _, yv := range ys {
		row := make([]Cell, len(xs))
		for c, xv := range xs {
			row[c].Interval, row[c].N = d.over(m, func(i int) bool { return d.values(i)[x] == xv && d.values(i)[y] == yv && in(i) })
			s.N += row[c].N
		}
		s.Cells = append(s.Cells, row)
	}
	return s
}

// smooth fits planes over the square of both factors.
func (p *Map) smooth(d *Data, m Measure, x, y int, in func(point int) bool) Slice {
	spots := func(yield func(spot) bool) {
		for i := range d.len {
			v, ok := d.Mean(d.Point(i), m)
			if at := d.values(i); ok && in(i) && !yield(spot{p.X.place(at[x]), p.Y.place(at[y]), v.Mean, 1}) {
				return
			}
		}
	}
	s := Slice{Xs: middles(p.X), Ys: middles(p.Y)}
	for range spots {
		s.N++
	}
	fits := smoothed(spots, false)
	p.Reach = Number(max(float64(p.Reach), fits.reach))
	covered := coverOf(spots, s.N)
	for r := range s.Ys {
		row := make([]Cell, len(s.Xs))
		for c := range row {
			row[c] = Cell{Interval: unknown}
			if fit := fits.fit(middle(c), middle(r)); fit.ok && covered[r][c] {
				row[c] = Cell{d.withShared(m, fit.Interval), fit.near}
			}
		}
		s.Cells = append(s.Cells, row)
	}
	return s
}

func middles(f Factor) []float64 {
	at := make([]float64, mapSide)
	for k := range at {
		at[k] = f.value(middle(k))
	}
	return at
}

// middle is the unit coordinate of the middle of a column or row.
func middle(k int) float64 { return (float64(k) + .5) / mapSide }

// A cover tells cells with points around them, by row and column, from those where a fit would be a guess.
type cover [mapSide][mapSide]bool

// coverOf holds cells whose middle is no farther from a point than n points that fill a square evenly leave between them,
// twice.
func coverOf(spots iter.Seq[spot], n int) *cover {
	c, reach := new(cover), 2/math.Sqrt(float64(max(1, n)))
	around := func(at float64) (first, end int) { // and one more, for what rounding does
		return max(0, int((at-reach)*mapSide)-1), min(mapSide, int((at+reach)*mapSide)+2)
	}
	for p := range spots {
		left, right := around(p.x)
		low, high := around(p.y)
		for row := low; row < high; row++ {
			for column := left; column < right; column++ {
				c[row][column] = c[row][column] || math.Hypot(p.x-middle(column), p.y-middle(row)) <= reach
			}
		}
	}
	return c
}

// count says how much of a map is told to be above or below 0.
func (s *Slice) count() {
	for _, row := range s.Cells {
		for _, c := range row {
			switch {
			case math.IsNaN(c.Interval.Value):
				continue
			case c.Interval.Low > 0:
				s.Share.Above++
			case c.Interval.High < 0:
				s.Share.Below++
			default:
				s.Share.Open++
			}
			s.Share.Cells++
		}
	}
	if n := float64(s.Share.Cells); n > 0 {
		s.Share.Above, s.Share.Below, s.Share.Open = s.Share.Above/n, s.Share.Below/n, s.Share.Open/n
	}
}
