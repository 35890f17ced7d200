package design

import (
	"context"
	"fmt"
	"math"

	"polesim/experiments/store"
	"polesim/experiments/study"
	"polesim/model"
)

// A Hospital is what a study of hospitals runs at its points: the scenarios of a design.
type Hospital struct {
	design  *Design
	kept    []int // outcomes, by column
	columns []store.Column
}

var _ study.Subject = (*Hospital)(nil)

// hospital returns the hospitals of a design.
func hospital(d *Design) *Hospital {
	h := &Hospital{design: d}
	all := model.Outcomes()
	for _, name := range d.Outcomes {
		at := model.OutcomeIndex(name)
		h.kept = append(h.kept, at)
		h.columns = append(h.columns, store.Column{Name: name, Unit: all[at].Units(), Meaning: all[at].Meaning})
	}
	return h
}

// Points is how many points there are.
func (h *Hospital) Points() int { return h.design.Points() }

// Rows are the names of the scenarios.
func (h *Hospital) Rows() []string { return names(h.design.Scenarios) }

// Columns are the outcomes that are kept.
func (h *Hospital) Columns() []store.Column { return h.columns }

// Prepare builds the hospitals of a point.
func (h *Hospital) Prepare(point int) (study.Runner, error) {
	configs, err := h.design.Configs(point)
	if err != nil {
		return nil, err
	}
	return &runner{
		hospital: h,
		cohort:   model.NewCohort(configs),
		results:  make([]model.RunResult, len(configs)),
	}, nil
}

// runner is the hospitals of a point.
type runner struct {
	hospital *Hospital
	cohort   *model.Cohort
	results  []model.RunResult
}

// Run runs one replication of all scenarios. An outcome that is no number is an error, kept or not, as in a comparison.
func (r *runner) Run(ctx context.Context, seed uint64, replication int, into [][]float64) error {
	if err := r.cohort.Run(ctx, seed, replication, r.hospital.design.Months, r.results); err != nil {
		return err
	}
	for row, result := range r.results {
		for o, v := range result.Values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("%s is %v", model.Outcomes()[o].Name, v)
			}
		}
		for column, at := range r.hospital.kept {
			into[row][column] = result.Values[at]
		}
	}
	return nil
}
