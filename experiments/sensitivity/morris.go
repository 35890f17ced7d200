package sensitivity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// A Screening says of each factor how much it moves a measure, and whether always alike.
type Screening struct {
	Measure      string     `json:"measure"`
	Unit         string     `json:"unit"`
	Trajectories int        `json:"trajectories"`
	Gaps         Gaps       `json:"gaps"`
	Factors      []Screened `json:"factors"` // the most moving first
	What         Measure    `json:"-"`
}

// Screened is a factor with its elementary effects (Morris 1991), in units of the measure for the factor's whole range.
type Screened struct {
	Factor
	Mu     Interval `json:"mu"`      // mean effect
	MuStar Interval `json:"mu_star"` // mean absolute effect (Campolongo, Cariboni and Saltelli 2007)
	Sigma  Interval `json:"sigma"`   // standard deviation of effects: interaction, or no straight line
	Noise  Number   `json:"noise"`   // by so much effects would vary from the noise of means alone, if points had random numbers of their own
	N      int      `json:"n"`       // effects
}

// effect is an elementary effect.
type effect struct{ size, noise float64 }

// Morris screens the factors of a study sampled along Morris trajectories: so many points as there are factors and one
// more, each differing from the one before in one factor. Trajectories that miss a point are left out and counted.
// Intervals are of 1,000 resamples of trajectories.
func Morris(d *Data, m Measure) (*Screening, error) {
	if err := Fits(MethodMorris, d.Study); err != nil {
		return nil, err
	}
	s := &Screening{Measure: d.Words(m), Unit: d.Unit(m), Gaps: d.gaps(m), What: m}
	size := len(d.Factors) + 1
	blocks, dropped := d.wholeBlocks(m, size)
	s.Gaps.Of = d.Points / size
	s.Gaps.Blocks, s.Gaps.Block = s.Gaps.Of-len(blocks), "trajectory"
	if s.Trajectories = len(blocks); s.Trajectories == 0 {
		return nil, fmt.Errorf("morris: %s: no whole trajectory of %d (%d begun): %w", s.Measure, s.Gaps.Of, dropped, ErrNothing)
	}
	effects := make([][]effect, len(blocks)) // by trajectory, then factor
	for t, first := range blocks {
		var err error
		if effects[t], err = d.effects(m, first); err != nil {
			return nil, err
		}
	}
	n := len(d.Factors)
	low, high := Bootstrap(d.Seed, len(effects), 3*n, func(times, into []float64) { summarise(effects, times, into) })
	once, got := slices.Repeat([]float64{1}, len(effects)), make([]float64, 3*n)
	summarise(effects, once, got)
	for f, factor := range d.Factors {
		at := func(k int) Interval {
			if len(effects) < 2 {
				return Interval{got[3*f+k], math.NaN(), math.NaN()}
			}
			return Interval{got[3*f+k], low[3*f+k], high[3*f+k]}
		}
		noise := 0.0
		for _, e := range effects {
			noise += e[f].noise * e[f].noise / float64(len(effects))
		}
		s.Factors = append(s.Factors, Screened{factor, at(0), at(1), at(2), Number(math.Sqrt(noise)), len(effects)})
	}
	slices.SortStableFunc(s.Factors, func(a, b Screened) int { return cmp.Compare(b.MuStar.Value, a.MuStar.Value) })
	return s, nil
}

// wholeBlocks are where size points begin that belong together and all have a value, by place; begun is how many others
// have some.
func (d *Data) wholeBlocks(m Measure, size int) (whole []int, begun int) {
	number, first, n := -1, 0, 0
	end := func() {
		switch {
		case n == size:
			whole = append(whole, first)
		case n > 0:
			begun++
		}
		n = 0
	}
	for i := range d.len {
		p := d.Point(i)
		if p.Index/size != number {
			end()
			number, first = p.Index/size, i
		}
		if _, ok := d.Mean(p, m); ok {
			n++
		}
	}
	end()
	return whole, begun
}

// unit writes the unit coordinates of a point.
func (d *Data) unit(i int, into []float64) { d.At(d.Point(i).Index, into, make([]float64, len(into))) }

// effects are those of a trajectory, by factor.
func (d *Data) effects(m Measure, first int) ([]effect, error) {
	n := len(d.Factors)
	effects := make([]effect, n)
	seen := make([]bool, n)
	was, is := make([]float64, n), make([]float64, n)
	d.unit(first, was)
	for i := first + 1; i <= first+n; i++ {
		d.unit(i, is)
		f, step := -1, 0.0
		for k, u := range is {
			if by := u - was[k]; by != 0 {
				if f >= 0 {
					f = -2
					break
				}
				f, step = k, by
			}
		}
		if f < 0 || seen[f] {
			return nil, fmt.Errorf("morris: points %d and %d do not differ in one factor of their own: this is no trajectory%w",
				d.Point(i-1).Index, d.Point(i).Index, quiet{})
		}
		seen[f] = true
		before, _ := d.Mean(d.Point(i-1), m)
		after, _ := d.Mean(d.Point(i), m)
		effects[f] = effect{(after.Mean - before.Mean) / step, math.Hypot(before.SE, after.SE) / math.Abs(step)}
		was, is = is, was
	}
	return effects, nil
}

// summarise writes μ, μ* and σ of each factor over trajectories that count so many times.
func summarise(effects [][]effect, times, into []float64) {
	n := 0.0
	for _, k := range times {
		n += k
	}
	for f := range len(into) / 3 {
		mean, size, squares := 0.0, 0.0, 0.0
		for t, e := range effects {
			mean += times[t] * e[f].size / n
			size += times[t] * math.Abs(e[f].size) / n
		}
		for t, e := range effects {
			squares += times[t] * (e[f].size - mean) * (e[f].size - mean)
		}
		into[3*f], into[3*f+1], into[3*f+2] = mean, size, math.Sqrt(squares/max(n-1, 1))
	}
}
