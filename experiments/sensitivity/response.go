package sensitivity

import (
	"fmt"
	"iter"
	"math"
	"slices"

	"polesim/experiments/moments"
)

// Responses say how a measure follows each factor while all others vary.
type Responses struct {
	Measure string     `json:"measure"`
	Unit    string     `json:"unit"`
	Gaps    Gaps       `json:"gaps"`
	Shared  Number     `json:"shared_se"` // standard error that all points have in common, within the intervals
	Factors []Response `json:"factors"`   // in the order of the design
	What    Measure    `json:"-"`
}

// A Response is how a measure follows one factor.
type Response struct {
	Factor
	Smooth bool    `json:"smooth"`          // a local linear fit along the range; otherwise the mean at each level
	Reach  Number  `json:"reach,omitempty"` // of the fit, as a share of the range
	At     []Place `json:"at"`
}

// A Place on a factor's axis.
type Place struct {
	Value    float64  `json:"factor"`
	Interval Interval `json:"mean"` // of the mean over the other factors
	N        int      `json:"n"`    // points behind it
}

// Span is the distance between the highest and the lowest mean; 0 where there is none.
func (r Response) Span() float64 {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, p := range r.At {
		if !math.IsNaN(p.Interval.Value) {
			lo, hi = min(lo, p.Interval.Value), max(hi, p.Interval.Value)
		}
	}
	return max(0, hi-lo)
}

const (
	mostLevels = 12 // different values up to which each has a mean of its own
	curveSteps = 41 // places at which a curve is fitted
)

// Respond follows a measure along each factor. Where a factor has levels, or few values, each has its mean; along a range a
// local linear fit is drawn.
func Respond(d *Data, m Measure) (*Responses, error) {
	if err := Fits(MethodResponse, d.Study); err != nil {
		return nil, err
	}
	r := &Responses{Measure: d.Words(m), Unit: d.Unit(m), Gaps: d.gaps(m), Shared: Number(d.shared(m).SE), What: m}
	if r.Gaps.Used == 0 {
		return nil, fmt.Errorf("response: %s: %w", r.Measure, ErrNothing)
	}
	for f := range d.Factors {
		r.Factors = append(r.Factors, d.respond(m, f))
	}
	r.Gaps.Unsure = !slices.ContainsFunc(r.Factors, func(f Response) bool {
		return slices.ContainsFunc(f.At, func(p Place) bool { return p.Interval.known() })
	})
	return r, nil
}

func (d *Data) respond(m Measure, f int) Response {
	r := Response{Factor: d.Factors[f]}
	if levels := d.levels(m, f); levels != nil {
		for _, v := range levels {
			mean, n := d.over(m, func(i int) bool { return d.values(i)[f] == v })
			r.At = append(r.At, Place{v, mean, n})
		}
		return r
	}
	s := smoothed(func(yield func(spot) bool) {
		for i := range d.len {
			if v, ok := d.Mean(d.Point(i), m); ok && !yield(spot{r.place(d.values(i)[f]), 0, v.Mean, 1}) {
				return
			}
		}
	}, true)
	r.Smooth, r.Reach = true, Number(s.reach)
	for k := range curveSteps {
		u := float64(k) / (curveSteps - 1)
		fit := s.fit(u, 0)
		r.At = append(r.At, Place{r.value(u), d.withShared(m, fit.Interval), fit.near})
	}
	return r
}

// levels are the values of a factor where they are few, ascending; nil along a range.
func (d *Data) levels(m Measure, f int) []float64 {
	return d.few(f, d.len, func(yield func(float64) bool) {
		for i := range d.len {
			if _, ok := d.Mean(d.Point(i), m); ok && !yield(d.values(i)[f]) {
				return
			}
		}
	})
}

// planned are levels, of all points of the plan.
func (s Study) planned(f int) []float64 {
	unit, values := make([]float64, len(s.Factors)), make([]float64, len(s.Factors))
	return s.few(f, s.Points, func(yield func(float64) bool) {
		for p := range s.Points {
			if s.At(p, unit, values); !yield(values[f]) {
				return
			}
		}
	})
}

// few sorts the different values out of all that a factor has at so many points; nil if they are not few.
func (s Study) few(f, points int, all iter.Seq[float64]) (values []float64) {
	exact := s.Factors[f].named() || s.Sampler == "grid"
	for v := range all {
		at, found := slices.BinarySearch(values, v)
		if found {
			continue
		}
		values = slices.Insert(values, at, v)
		if len(values) > mostLevels && !exact {
			return nil
		}
	}
	if !exact && s.Sampler != "list" && 2*len(values) > points {
		return nil // few points, not few values
	}
	return values
}

// over is the mean of a measure over points, by their places. On a grid or a list they are what they are, and only their own error counts; where they
// were drawn, so does that others might have been. Own errors have the degrees of freedom of the point with the fewest runs:
// where points share their random numbers they err alike, and to see them together adds none.
func (d *Data) over(m Measure, in func(point int) bool) (Interval, int) {
	var between moments.Moments
	own, freedom := 0.0, math.MaxInt
	for i := range d.len {
		if v, ok := d.Mean(d.Point(i), m); ok && in(i) {
			add(&between, v.Mean)
			own, freedom = own+v.SE*v.SE, min(freedom, v.N-1)
		}
	}
	if between.N == 0 {
		return unknown, 0
	}
	n := float64(between.N)
	mean := meanOf(between).Mean
	if d.Sampler == "grid" || d.Sampler == "list" || between.N == 1 {
		half := studentHalf(freedom) * math.Sqrt(own) / n
		i := Interval{mean, mean - half, mean + half}
		if between.N > 1 { // one point's own error has the shared one in it
			i = d.withShared(m, i)
		}
		return i, between.N
	}
	half := studentHalf(between.N-1) * between.StandardError()
	return d.withShared(m, Interval{mean, mean - half, mean + half}), between.N
}

// withShared widens an interval by the error that all points have in common; its ends are not known if that is not.
func (d *Data) withShared(m Measure, i Interval) Interval {
	shared := d.shared(m)
	if shared.SE == 0 {
		return i
	}
	half := math.Hypot((i.High-i.Low)/2, studentHalf(shared.N-1)*shared.SE)
	return Interval{i.Value, i.Value - half, i.Value + half}
}
