package sampling

import "fmt"

// Morris gives trajectories (Morris 1991): from a random point of a grid one factor after the other, in a random order, makes
// one step of Δ = p/(2(p−1)) up or down, where p is the number of levels 0, 1/(p−1), …, 1. A trajectory of k factors has k+1
// points, and neighbours on it differ in one factor. Levels include both ends, so a coordinate may be 1.
//
// Two points of different trajectories may be equal: the grid has p^k places only.
type Morris struct {
	factors, trajectories, levels int
	order                         permutation
	starts, orders                key
}

func newMorris(factors int, s Settings) (Sampler, *SettingError) {
	levels := 4 // as Morris and most after him
	if s.Levels != nil {
		if len(s.Levels) != 1 {
			return nil, &SettingError{"morris", "levels", fmt.Sprintf("are %d numbers; expected one for all factors", len(s.Levels))}
		}
		levels = s.Levels[0]
	}
	if levels < 2 || levels%2 != 0 || levels > 1<<20 {
		return nil, &SettingError{"morris", "levels", fmt.Sprintf("are %d; expected an even number from 2 to %d", levels, 1<<20)}
	}
	if int64(s.Points)*int64(factors+1) > MaxPoints {
		return nil, tooMany("morris", "points", fmt.Sprintf("%d trajectories of %d", s.Points, factors+1))
	}
	return &Morris{factors, s.Points, levels, permutationOf(factors), keyOf(s.Seed, saltMorrisStart), keyOf(s.Seed, saltMorrisOrder)}, nil
}

// Name is "morris".
func (m *Morris) Name() string { return "morris" }

// Points is the number of trajectories times one more than the factors.
func (m *Morris) Points() int { return m.trajectories * (m.factors + 1) }

// Trajectories is how many there are.
func (m *Morris) Trajectories() int { return m.trajectories }

// Delta is by how much a factor moves in a step, as a share of its range: ½ < Δ ≤ 1.
func (m *Morris) Delta() float64 { return float64(m.levels) / float64(2*(m.levels-1)) }

// Index tells which trajectory a point lies on and how many factors have moved there, 0 … k.
func (m *Morris) Index(point int) (trajectory, moved int) {
	return point / (m.factors + 1), point % (m.factors + 1)
}

// Step tells which factor moves from the point before to this one, and by which sign of Δ, +1 or −1. At the start of a
// trajectory none does: factor is −1 and sign 0.
func (m *Morris) Step(point int) (factor, sign int) {
	trajectory, moved := m.Index(point)
	if moved == 0 {
		return -1, 0
	}
	order := m.orders.of(trajectory)
	for m.order.at(order, factor) != moved-1 {
		factor++
	}
	if _, up := m.start(trajectory, factor); up {
		return factor, 1
	}
	return factor, -1
}

// start is the lower of the two levels between which a factor moves on a trajectory, and whether it moves up.
func (m *Morris) start(trajectory, factor int) (low int, up bool) {
	b := m.starts.of(trajectory).bits(uint64(factor))
	return int(below(b<<1, uint64(m.levels/2))), b>>63 == 1
}

// At writes levels as shares of the range, in [0, 1].
func (m *Morris) At(point int, into []float64) {
	check(point, m.Points(), into, m.factors)
	trajectory, moved := m.Index(point)
	order := m.orders.of(trajectory)
	for f := range into {
		level, up := m.start(trajectory, f)
		if has := m.order.at(order, f) < moved; has == up {
			level += m.levels / 2
		}
		into[f] = float64(level) / float64(m.levels-1)
	}
}
