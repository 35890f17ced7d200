package study

import (
	"context"

	"polesim/experiments/store"
)

// A Subject is what a study runs at its points.
type Subject interface {
	Points() int
	Rows() []string                    // names of the rows that a run leaves, one for each scenario; run together on common random numbers
	Columns() []store.Column           // outcomes of a row
	Prepare(point int) (Runner, error) // for one goroutine; several may Prepare at once
}

// A Partial subject may lack an outcome of a run: it is NaN then, and the run is done all the same.
type Partial interface {
	Subject
	MayLack(column int) bool
}

// A Runner runs replications at one point.
type Runner interface {
	// Run leaves the outcomes of a replication in into[row][column], all of them. It should return soon after ctx is done.
	Run(ctx context.Context, seed uint64, replication int, into [][]float64) error
}
