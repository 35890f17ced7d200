package design

import (
	"fmt"
	"sync"
	"time"

	"polesim/experiments/classics"
	"polesim/experiments/sampling"
	"polesim/model"
	"polesim/scenarios"
)

// A Design is a study planned: which points there are and what is run at each of them. It is read-only once loaded, and
// several goroutines may use it.
type Design struct {
	Title       string // one line; "" for none
	Description string
	Classic     *classics.Classic // the published model that is run; nil where hospitals are
	Scenarios   []*model.Config   // as they are at no point; their names differ. None of a published model
	Factors     []Factor
	Sampler     sampling.Sampler  // of package sampling, or a list
	Settings    sampling.Settings // of the sampler; those of a list are none
	Replications
	Months              int // of a run of hospitals
	Seed                uint64
	CommonRandomNumbers bool          // all points face the same hospitals, patients and shocks
	TimeLimit           time.Duration // of a run; 0 for none
	Outcomes            []string      // kept of each run
	Foreseen            []Foreseen    // held against what comes out

	set    []assignment // of a published model: at all points
	count  int          // points as the design says them; 0 where it does not
	drafts []*scenarios.Draft
	idle   scenarios.Problems // notes on what has no effect
	mixed  bool               // some factor changes more than values of parameters

	mu    sync.Mutex
	bases map[string]*base // by levels of the structural factors
}

// Points is how many points there are.
func (d *Design) Points() int { return d.Sampler.Points() }

// Values returns what each factor is at a point.
func (d *Design) Values(point int) []Value {
	values := make([]Value, len(d.Factors))
	for f, u := range d.at(point) {
		values[f] = d.Factors[f].value(u)
	}
	return values
}

// at returns the coordinates of a point.
func (d *Design) at(point int) []float64 {
	if point < 0 || point >= d.Points() {
		panic(fmt.Sprintf("design: point %d of %d", point, d.Points()))
	}
	u := make([]float64, len(d.Factors))
	d.Sampler.At(point, u)
	return u
}
