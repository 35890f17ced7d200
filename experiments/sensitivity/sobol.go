package sensitivity

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"polesim/experiments/moments"
)

// Indices share the variance of a measure over all factors out among them.
type Indices struct {
	Measure  string   `json:"measure"`
	Unit     string   `json:"unit"`
	Base     int      `json:"base_points"`
	Mean     float64  `json:"mean"`
	Variance float64  `json:"variance"` // between points
	Noise    Number   `json:"noise"`    // share of Variance that the replications leave open: mean squared standard error of points over it
	Gaps     Gaps     `json:"gaps"`
	Factors  []Index  `json:"factors"` // the largest total first
	Sum      Interval `json:"sum_of_first"`
	Second   []Second `json:"second,omitempty"` // of pairs of factors, the largest first
	What     Measure  `json:"-"`
}

// An Index of a factor, as shares of the variance.
type Index struct {
	Factor
	First Interval `json:"first"` // by the factor alone (Saltelli et al. 2010, table 2 b)
	Total Interval `json:"total"` // with all its interactions (Jansen 1999)
}

// Second is what two factors do together beyond what each does (Saltelli 2002).
type Second struct {
	A     string   `json:"a"`
	B     string   `json:"b"`
	Index Interval `json:"index"`
}

// saltelli is the layout of a base point's block, in the order of package sampling: A, the mixed points AB of each factor,
// with second order BA too, B.
type saltelli struct {
	size int
	ba   int // the first of BA; -1 without second order
}

// ab is the first of AB.
const ab = 1

// layouts are those of package sampling.
func layouts(factors int) []saltelli {
	return []saltelli{{2*factors + 2, 1 + factors}, {factors + 2, -1}}
}

// b is where the second base point stands.
func (s saltelli) b() int { return s.size - 1 }

// fits says whether a block is laid out so: each mixed point has one coordinate of the other base point.
func (s saltelli) fits(d *Data, first int) bool {
	n := len(d.Factors)
	a, b, at := make([]float64, n), make([]float64, n), make([]float64, n)
	d.unit(first, a)
	d.unit(first+s.b(), b)
	mixed := func(from int, rest, one []float64) bool {
		for f := range a {
			d.unit(first+from+f, at)
			for k, u := range at {
				if want := rest[k]; (k == f && u != one[k]) || (k != f && u != want) {
					return false
				}
			}
		}
		return true
	}
	return mixed(ab, a, b) && (s.ba < 0 || mixed(s.ba, b, a))
}

// layout finds how the blocks of a study are laid out, from their coordinates.
func (d *Data) layout(m Measure) (s saltelli, blocks []int, err error) {
	found := false
	for _, s := range layouts(len(d.Factors)) {
		if d.Points%s.size != 0 {
			continue
		}
		blocks, _ := d.wholeBlocks(m, s.size)
		if len(blocks) > 0 && !slices.ContainsFunc(blocks, func(first int) bool { return !s.fits(d, first) }) {
			return s, blocks, nil
		}
		found = found || len(blocks) > 0
	}
	if !found {
		return s, nil, fmt.Errorf("sobol: %s: no base point has all its points: %w", d.Words(m), ErrNothing)
	}
	return s, nil, fmt.Errorf("sobol: the points are not laid out in Saltelli's way, base point by base point%w", quiet{})
}

// sample is what the estimators see of a block.
type sample struct {
	a, b   float64
	ab, ba []float64 // by factor; ba nil without second order
}

// Sobol returns the indices of a study sampled in Saltelli's way. Base points that miss a point are left out and counted.
// Intervals are of 1,000 resamples of base points. Values are centred first, which changes no index but makes the
// estimates far more exact where the mean is large.
func Sobol(d *Data, m Measure) (*Indices, error) {
	if err := Fits(MethodSobol, d.Study); err != nil {
		return nil, err
	}
	layout, blocks, err := d.layout(m)
	if err != nil {
		return nil, err
	}
	x := &Indices{Measure: d.Words(m), Unit: d.Unit(m), Base: len(blocks), Gaps: d.gaps(m), What: m}
	x.Gaps.Of = d.Points / layout.size
	x.Gaps.Blocks, x.Gaps.Block = x.Gaps.Of-len(blocks), "base point"
	samples := d.samples(m, layout, blocks, x)
	if x.Variance == 0 {
		return nil, fmt.Errorf("sobol: %s is the same at all points: there is no variance to share out", x.Measure)
	}
	x.fill(d, samples, layout.ba >= 0)
	return x, nil
}

// samples reads the blocks, centred, and sums up mean, variance and noise.
func (d *Data) samples(m Measure, layout saltelli, blocks []int, x *Indices) []sample {
	var base moments.Moments
	noise, points := 0.0, 0.0
	value := func(i int) float64 {
		v, _ := d.Mean(d.Point(i), m)
		noise += v.SE * v.SE
		points++
		return v.Mean
	}
	samples := make([]sample, len(blocks))
	n := len(d.Factors)
	mixed := make([]float64, 0, len(blocks)*2*n) // of all blocks, one behind the other
	for k, first := range blocks {
		s := &samples[k]
		s.a, s.b = value(first), value(first+layout.b())
		add(&base, s.a)
		add(&base, s.b)
		for f := range d.Factors {
			mixed = append(mixed, value(first+ab+f))
		}
		s.ab = mixed[len(mixed)-n:]
		if layout.ba < 0 {
			continue
		}
		for f := range d.Factors {
			mixed = append(mixed, value(first+layout.ba+f))
		}
		s.ba = mixed[len(mixed)-n:]
	}
	x.Mean, x.Variance = base.Mean, base.Variance()
	x.Noise = Number(noise / points / x.Variance)
	for k := range samples {
		s := &samples[k]
		s.a, s.b = s.a-base.Mean, s.b-base.Mean
		for f := range s.ab {
			s.ab[f] -= base.Mean
		}
		for f := range s.ba {
			s.ba[f] -= base.Mean
		}
	}
	return samples
}

// fill estimates the indices and their intervals.
func (x *Indices) fill(d *Data, samples []sample, second bool) {
	f := len(d.Factors)
	numbers := 2*f + 1
	if second {
		numbers += f * (f - 1) / 2
	}
	low, high := Bootstrap(d.Seed, len(samples), numbers, func(times, into []float64) { estimate(samples, f, times, into) })
	got := make([]float64, numbers)
	estimate(samples, f, slices.Repeat([]float64{1}, len(samples)), got)
	at := func(k int) Interval {
		if len(samples) < 2 {
			return Interval{got[k], math.NaN(), math.NaN()}
		}
		return Interval{got[k], low[k], high[k]}
	}
	for k, factor := range d.Factors {
		x.Factors = append(x.Factors, Index{factor, at(k), at(f + k)})
	}
	x.Sum = at(2 * f)
	for i, k := 0, 2*f+1; second && i < f; i++ {
		for j := i + 1; j < f; j++ {
			x.Second = append(x.Second, Second{d.Factors[i].Name, d.Factors[j].Name, at(k)})
			k++
		}
	}
	slices.SortStableFunc(x.Factors, func(a, b Index) int { return cmp.Compare(b.Total.Value, a.Total.Value) })
	slices.SortStableFunc(x.Second, func(a, b Second) int { return cmp.Compare(b.Index.Value, a.Index.Value) })
}

// estimate writes first orders, totals, the sum of first orders and second orders, of samples that count so many times.
func estimate(samples []sample, factors int, times, into []float64) {
	clear(into)
	n, mean, squares := 0.0, 0.0, 0.0
	for k, s := range samples {
		n += times[k]
		mean += times[k] * (s.a + s.b)
		squares += times[k] * (s.a*s.a + s.b*s.b)
	}
	mean /= 2 * n
	variance := squares/(2*n) - mean*mean
	if variance <= 0 {
		return
	}
	for k, s := range samples {
		if times[k] == 0 {
			continue
		}
		w := times[k] / (n * variance)
		for f := range factors {
			into[f] += w * s.b * (s.ab[f] - s.a)
			into[factors+f] += w * (s.a - s.ab[f]) * (s.a - s.ab[f]) / 2
		}
		if s.ba == nil {
			continue
		}
		at := 2*factors + 1
		for i := range factors {
			for j := i + 1; j < factors; j++ {
				into[at] += w * (s.ba[i]*s.ab[j] - s.a*s.b)
				at++
			}
		}
	}
	for f := range factors {
		into[2*factors] += into[f]
	}
	at := 2*factors + 1
	for i := 0; at < len(into); i++ {
		for j := i + 1; j < factors; j++ {
			into[at] -= into[i] + into[j]
			at++
		}
	}
}
