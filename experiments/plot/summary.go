package plot

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// summary describes the runs of one scenario in one outcome.
type summary struct {
	values  []float64 // finite, ascending
	missing int       // neither NaN nor infinities are drawn
	mean    float64
	half    float64 // half-width of the mean's 95 % interval; NaN with fewer than two runs
}

func summarise(runs []float64) summary {
	s := summary{half: math.NaN()}
	for _, v := range runs {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			s.missing++
			continue
		}
		s.values = append(s.values, v)
	}
	slices.Sort(s.values)
	n := float64(len(s.values))
	if n == 0 {
		return s
	}
	for _, v := range s.values {
		s.mean += v / n
	}
	if n > 1 {
		squares := 0.0
		for _, v := range s.values {
			squares += (v - s.mean) * (v - s.mean)
		}
		t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(0.975)
		s.half = t * math.Sqrt(squares/(n-1)/n)
	}
	return s
}

func (s summary) n() int { return len(s.values) }

// constant says that the runs do not differ, beyond rounding.
func (s summary) constant() bool {
	lo, hi := s.quantile(0), s.quantile(1)
	return hi-lo <= 1e-12*math.Max(math.Abs(lo), math.Abs(hi))
}

func (s summary) quantile(p float64) float64 { return quantile(s.values, p) }

// String reads "0.52 [0.51, 0.53]".
func (s summary) String() string {
	switch {
	case s.n() == 0:
		return "no value"
	case s.n() == 1:
		return number(s.mean, decimalsFor(s.mean, math.NaN())) + " (one run, no interval)"
	case s.constant():
		return number(s.mean, decimalsFor(s.mean, math.NaN())) + " in every run"
	}
	d := decimalsFor(s.mean, s.half)
	return fmt.Sprintf("%s [%s, %s]", number(s.mean, d), number(s.mean-s.half, d), number(s.mean+s.half, d))
}

// quantile interpolates between ascending values (definition 7 of Hyndman and Fan 1996).
func quantile(ascending []float64, p float64) float64 {
	if len(ascending) == 0 {
		return math.NaN()
	}
	at := p * float64(len(ascending)-1)
	i := min(int(at), len(ascending)-1)
	j := min(i+1, len(ascending)-1)
	return ascending[i] + (at-float64(i))*(ascending[j]-ascending[i])
}

// density is an estimate of how runs crowd along their range, 1 where they crowd most.
type density struct {
	lo, step float64
	heights  []float64
}

// densityCells is fine enough for a panel of 8 cm in print.
const densityCells = 160

// estimateDensity smooths with a Gaussian kernel of Silverman's bandwidth (1986, eq. 3.31), cut at the range of the runs: it shows
// nothing where no run was. Runs that do not differ have no density.
func estimateDensity(s summary) density {
	if s.n() < 5 || s.constant() {
		return density{}
	}
	lo, hi := s.quantile(0), s.quantile(1)
	n := float64(s.n())
	spread := s.half * math.Sqrt(n) / 1.96
	if iqr := (s.quantile(0.75) - s.quantile(0.25)) / 1.34; iqr > 0 {
		spread = math.Min(spread, iqr)
	}
	d := density{lo: lo, step: (hi - lo) / (densityCells - 1), heights: make([]float64, densityCells)}
	width := math.Max(0.9*spread*math.Pow(n, -0.2), 0.7*d.step)
	counts := make([]float64, densityCells)
	for _, v := range s.values {
		at := (v - lo) / d.step
		i := min(int(at), densityCells-2)
		counts[i] += 1 - (at - float64(i))
		counts[i+1] += at - float64(i)
	}
	for i := range d.heights {
		for j, k := range counts {
			z := float64(i-j) * d.step / width
			d.heights[i] += k * math.Exp(-z*z/2)
		}
	}
	top := slices.Max(d.heights)
	for i := range d.heights {
		d.heights[i] /= top
	}
	return d
}

// at is the height at a value; 1 where there is no estimate.
func (d density) at(v float64) float64 {
	if len(d.heights) == 0 {
		return 1
	}
	i := int(math.Round((v - d.lo) / d.step))
	return d.heights[min(max(i, 0), len(d.heights)-1)]
}
