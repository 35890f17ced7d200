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
	rows   []int // scenarios: the only one, or first less second
	known  moments.Moments
}

func newJudge(until *Precision, columns []store.Column, rows []string) *judge {
	j := &judge{until: until, rows: []int{0}}
	j.column = slices.IndexFunc(columns, func(c store.Column) bool { return c.Name == until.Outcome })
	if until.Between != [2]string{} {
		j.rows = []int{slices.Index(rows, until.Between[0]), slices.Index(rows, until.Between[1])}
	}
	return j
}

// add takes in a replication that is done, unless it left no value: quantities of published models may be missing.
func (j *judge) add(values [][]float64) {
	x := values[j.rows[0]][j.column]
	if len(j.rows) == 2 {
		x -= values[j.rows[1]][j.column]
	}
	if !math.IsNaN(x) {
		j.known.Add(x)
	}
}

// content says whether so many replications, done or not, are enough.
func (j *judge) content(replications int) bool {
	if replications < j.until.Least || (replications-j.until.Least)%j.until.Every != 0 {
		return false
	}
	return j.known.HalfWidth() <= j.until.HalfWidth // false while it is not known
}
