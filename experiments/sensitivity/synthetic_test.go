package sensitivity_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"polesim/experiments/sensitivity"
	"polesim/experiments/store"
)

// The tests run studies of functions whose answers are known. A function gets unit coordinates; noise is drawn anew at
// each run, or alike at all points.

type trial struct {
	sampler      string
	points       [][]float64
	factors      []sensitivity.Factor
	scenarios    []func(u []float64) float64
	replications int
	noise        float64 // standard deviation between runs of a scenario
	common       float64 // standard deviation of what scenario 2 and above have in a replication, everywhere alike
	seed         uint64  // of the noise
	spoiled      func(point, replication, scenario int) bool
}

func (tr trial) study() sensitivity.Study {
	s := sensitivity.Study{Title: "trial", Factors: tr.factors, Sampler: tr.sampler, Seed: 5, Points: len(tr.points), Common: tr.common > 0,
		Outcomes: []store.Column{{Name: "unused"}, {Name: "score", Unit: "index", Meaning: "a score"}}}
	if s.Factors == nil {
		for f := range tr.points[0] {
			s.Factors = append(s.Factors, sensitivity.Factor{Name: fmt.Sprintf("x%d", f+1), Max: 1})
		}
	}
	for k := range tr.scenarios {
		s.Scenarios = append(s.Scenarios, string(rune('a'+k)))
		s.Titles = append(s.Titles, fmt.Sprintf("Scenario %d", k+1))
	}
	s.At = func(p int, unit, values []float64) {
		copy(unit, tr.points[p])
		for f, u := range tr.points[p] {
			values[f] = s.Factors[f].Min + u*(s.Factors[f].Max-s.Factors[f].Min)
			if n := len(s.Factors[f].Levels); n > 0 {
				values[f] = math.Floor(u * float64(n))
			}
		}
	}
	return s
}

// run returns the study's data; all levels and pairs are gathered.
func (tr trial) run(t testing.TB) *sensitivity.Data {
	t.Helper()
	g, err := sensitivity.Gather(tr.study(), []string{"score"}, sensitivity.AllScenarios(len(tr.scenarios)), sensitivity.AllPairs(len(tr.scenarios)))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2+tr.seed))
	alike := make([]float64, tr.replications)
	for k := range alike {
		alike[k] = tr.common * r.NormFloat64()
	}
	for p, u := range tr.points {
		for rep := range tr.replications {
			for k, f := range tr.scenarios {
				v := f(u) + tr.noise*r.NormFloat64()
				if k > 0 {
					v += alike[rep]
				}
				row := sensitivity.Row{Point: p, Replication: rep, Scenario: string(rune('a' + k)), Values: []float64{99, v}}
				if tr.spoiled != nil && tr.spoiled(p, rep, k) {
					row.Failed, row.Values = true, nil
				}
				if err := g.Add(row); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return g.Data()
}

func level(t testing.TB, d *sensitivity.Data, scenario string) sensitivity.Measure {
	t.Helper()
	m, err := d.Level("score", scenario)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func difference(t testing.TB, d *sensitivity.Data, of, minus string) sensitivity.Measure {
	t.Helper()
	m, err := d.Difference("score", of, minus)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func drawn(points, factors int, seed uint64) [][]float64 {
	r := rand.New(rand.NewPCG(seed, 3))
	all := make([][]float64, points)
	for p := range all {
		for range factors {
			all[p] = append(all[p], r.Float64())
		}
	}
	return all
}

// saltelliOf mixes base points: A, AB of each factor, with second order BA of each, B.
func saltelliOf(base, factors int, second bool) (all [][]float64) {
	for _, ab := range drawn(base, 2*factors, 8) {
		a, b := ab[:factors], ab[factors:]
		mixed := func(rest, one []float64) (some [][]float64) {
			for f := range factors {
				p := append([]float64(nil), rest...)
				p[f] = one[f]
				some = append(some, p)
			}
			return some
		}
		all = append(append(all, a), mixed(a, b)...)
		if second {
			all = append(all, mixed(b, a)...)
		}
		all = append(all, b)
	}
	return all
}

// morrisOf walks trajectories on four levels.
func morrisOf(trajectories, factors int) (all [][]float64) {
	r := rand.New(rand.NewPCG(4, 4))
	for range trajectories {
		p := make([]float64, factors)
		for f := range p {
			p[f] = []float64{0, 1. / 3}[r.IntN(2)]
		}
		all = append(all, append([]float64(nil), p...))
		for _, f := range r.Perm(factors) {
			p[f] += 2. / 3
			all = append(all, append([]float64(nil), p...))
		}
	}
	return all
}

func ishigami(u []float64) float64 {
	x := func(k int) float64 { return math.Pi * (2*u[k] - 1) }
	return math.Sin(x(0)) + 7*math.Pow(math.Sin(x(1)), 2) + 0.1*math.Pow(x(2), 4)*math.Sin(x(0))
}

// gOf is Sobol's g function.
func gOf(a ...float64) func([]float64) float64 {
	return func(u []float64) float64 {
		v := 1.0
		for k := range a {
			v *= (math.Abs(4*u[k]-2) + a[k]) / (1 + a[k])
		}
		return v
	}
}
