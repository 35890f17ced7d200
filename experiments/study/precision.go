package study

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"polesim/experiments/store"
)

// A judge says when the replications of a point suffice.
type judge struct {
	until  *Precision
	column int
	pairs  [][2]int  // of scenarios: first less second; none if there is one scenario
	known  []moments // of each pair, or of the only scenario
}

func newJudge(until *Precision, columns []store.Column, rows []string) *judge {
	j := &judge{until: until, column: slices.IndexFunc(columns, func(c store.Column) bool { return c.Name == until.Outcome })}
	if len(until.Between) == 2 {
		j.pairs = [][2]int{{slices.Index(rows, until.Between[0]), slices.Index(rows, until.Between[1])}}
	} else {
		for k := 1; k < len(rows); k++ {
			j.pairs = append(j.pairs, [2]int{k, 0})
		}
	}
	j.known = make([]moments, max(1, len(j.pairs)))
	return j
}

// add takes in a replication that is done.
func (j *judge) add(values [][]float64) {
	if len(j.pairs) == 0 {
		j.known[0].add(values[0][j.column])
	}
	for k, p := range j.pairs {
		j.known[k].add(values[p[0]][j.column] - values[p[1]][j.column])
	}
}

// content says whether so many replications, done or not, are enough.
func (j *judge) content(replications int) bool {
	if replications < j.until.Least || (replications-j.until.Least)%j.until.Every != 0 {
		return false
	}
	return !slices.ContainsFunc(j.known, func(m moments) bool { return !(m.halfWidth() <= j.until.HalfWidth) })
}

// moments are a running count, mean and sum of squared deviations (Welford 1962).
type moments struct {
	n        int
	mean, m2 float64
}

func (m *moments) add(x float64) {
	m.n++
	d := x - m.mean
	m.mean += d / float64(m.n)
	m.m2 += float64(d * (x - m.mean)) // rounded before it is added: the same on every platform
}

// halfWidth of the 95 % interval of the mean; NaN for fewer than two values.
func (m *moments) halfWidth() float64 {
	if m.n < 2 {
		return math.NaN()
	}
	return student(m.n-1) * math.Sqrt(m.m2/float64(m.n-1)/float64(m.n))
}

// student returns the 97.5 % quantile of Student's t. Its last digits differ between processors, as those of math.Exp do;
// nine decimals do not.
func student(freedom int) float64 {
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(freedom)}.Quantile(.975)
	return math.Round(t*1e9) / 1e9
}
