package study

import (
	"math"
	"slices"

	"polesim/experiments/moments"
	"polesim/experiments/store"
)

// A judge says when the replications of a point suffice.
type judge struct {
	until  *Precision
	column int
	rows   [2]int // scenarios: first less second
	known  moments.Moments
}

func newJudge(until *Precision, columns []store.Column, rows []string) *judge {
	return &judge{
		until:  until,
		column: slices.IndexFunc(columns, func(c store.Column) bool { return c.Name == until.Outcome }),
		rows:   [2]int{slices.Index(rows, until.Between[0]), slices.Index(rows, until.Between[1])},
	}
}

// add takes in a replication that is done.
func (j *judge) add(values [][]float64) {
	if len(j.pairs) == 0 {
		j.take(0, values[0][j.column])
	}
	for k, p := range j.pairs {
		j.take(k, values[p[0]][j.column]-values[p[1]][j.column])
	}
}

// take takes in a value, unless it is none.
func (j *judge) take(k int, x float64) {
	if !math.IsNaN(x) {
		j.known[k].Add(x)
	}
	j.known.Add(values[j.rows[0]][j.column] - values[j.rows[1]][j.column])
}

// content says whether so many replications, done or not, are enough.
func (j *judge) content(replications int) bool {
	if replications < j.until.Least || (replications-j.until.Least)%j.until.Every != 0 {
		return false
	}
	return j.known.HalfWidth() <= j.until.HalfWidth // false while it is not known
}
