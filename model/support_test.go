package model

import (
	"context"
	"maps"
	"math"
	"testing"

	"polesim/sim"
)

// settings are values of parameters by key.
type settings map[string]float64

// and returns the settings with others laid over them.
func (s settings) and(others settings) settings {
	all := maps.Clone(others)
	if all == nil {
		all = settings{}
	}
	for key, v := range s {
		if _, over := others[key]; !over {
			all[key] = v
		}
	}
	return all
}

// scenario is a generated hospital of 16 services in 4 blocks and 4 pôles, with these settings.
func scenario(t testing.TB, with settings) *Config {
	t.Helper()
	c := NewConfig("test")
	for key, v := range (settings{"hospital.services": 16, "hospital.blocks": 4, "hospital.poles": 4}).and(with) {
		if err := c.Set(key, v); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// The governances of the model, as settings.
var (
	servicesOnly = settings{"arenas.none": 1}
	network      = settings{"arenas.none": 0, "arenas.network": 1}
	softPoles    = settings{"arenas.none": 0, "arenas.pole": 1, "governance.ambiguity": .9}
	contracts    = settings{"arenas.none": 0, "arenas.pole": 1, "governance.contract": 1, "governance.ambiguity": .2,
		"formal.skills": .5, "formal.results": .3, "formal.ceremony": .2}
)

// adjustmentAt is the place of mutual adjustment.
var adjustmentAt = settledBy[openItem]

// noNoise are settings under which services see perfectly and changing costs nothing.
var noNoise = settings{"professionals.noise": 0, "professionals.switching_cost": 0, "professionals.time_cost": 0,
	"measurement.noise": 0}

// A world is one hospital in one replication, month by month.
type world struct {
	*Hospital
	land *Landscape
	key  sim.Key
}

func worldOf(t testing.TB, c *Config, replication int) *world {
	t.Helper()
	s := newStructure(c)
	w := &world{newHospital(s, true), landscapeOf(s), sim.NewKey(1, replication)}
	resetLandscape(w.land, s, w.key)
	w.reset(w.land, w.key)
	return w
}

// live lets months pass from the start; see looks at the end of each.
func (w *world) live(t testing.TB, months int, see func(month int)) {
	t.Helper()
	var schedule sim.Schedule
	scheduleLandscape(w.land, w.structure, &schedule)
	w.schedule(&schedule)
	if see != nil {
		schedule.Observe(sim.ProcessFunc(see))
	}
	if err := schedule.Run(context.Background(), months); err != nil {
		t.Fatal(err)
	}
}

// truth is what flipping practice b really does to each service: found by doing it and undoing it.
func (w *world) truth(b int) []values {
	before := make([]values, w.n)
	effect := make([]values, w.n)
	for i := range before {
		before[i].care, before[i].margin, before[i].academic = w.practices.Value(i)
	}
	w.practices.Flip(b)
	for i := range effect {
		care, margin, academic := w.practices.Value(i)
		effect[i] = values{care - before[i].care, margin - before[i].margin, academic - before[i].academic}
	}
	w.practices.Flip(b)
	return effect
}

// inputsOf returns on which practices contribution c depends, for care and margin and for academic value.
func inputsOf(l *Landscape, c int) (clinical, academic []int32) {
	at := c * l.inputs
	return l.clinicalInputs[at : at+l.inputs], l.academicInputs[at : at+l.inputs]
}

// touched counts the contributions of service j to care and margin that depend on practice b.
func (w *world) touched(b, j int) (count float64) {
	for c := j * w.m; c < (j+1)*w.m; c++ {
		clinical, _ := inputsOf(w.land, c)
		for _, input := range clinical {
			if int(input) == b {
				count++
			}
		}
	}
	return count
}

// stream returns the draw-th of as many random streams as a test needs.
func stream(draw int) sim.Stream { return sim.NewKey(99, 0).At(draw, 0) }

// accepted lets service i spend so many units on a mechanism, each from the same state of the world, and counts which
// of its practices it changed.
func (w *world) accepted(i ServiceID, mechanism, tries int) map[int]int {
	changed := make(map[int]int)
	for try := range tries {
		before := w.practices.Word(int(i))
		s := sim.NewKey(98, int(i)).At(mechanism, try)
		w.mechanisms[mechanism].(Alone).Spend(w.Hospital, i, &s)
		for k := range w.m {
			if (before^w.practices.Word(int(i)))>>k&1 == 1 {
				b := int(i)*w.m + k
				changed[b]++
				w.practices.Flip(b)
			}
		}
	}
	return changed
}

// run runs one replication of scenarios in one cohort.
func run(t testing.TB, replication, months int, scenarios ...*Config) []RunResult {
	t.Helper()
	results := make([]RunResult, len(scenarios))
	if err := NewCohort(scenarios).Run(context.Background(), 1, replication, months, results); err != nil {
		t.Fatal(err)
	}
	return results
}

// sameBits says whether two runs agree to the last bit, month by month.
func sameBits(a, b RunResult) bool {
	equal := func(x, y []float64) bool {
		for k := range x {
			if math.Float64bits(x[k]) != math.Float64bits(y[k]) {
				return false
			}
		}
		return len(x) == len(y)
	}
	for o := range a.Series {
		if !equal(a.Series[o], b.Series[o]) {
			return false
		}
	}
	return equal(a.Values, b.Values)
}

// outcome returns a run's value of an outcome.
func outcome(t testing.TB, r RunResult, name string) float64 {
	t.Helper()
	at := OutcomeIndex(name)
	if at < 0 {
		t.Fatalf("no outcome %s", name)
	}
	return r.Values[at]
}

// A sample gathers numbers.
type sample []float64

func (s sample) mean() (m float64) {
	for _, v := range s {
		m += v / float64(len(s))
	}
	return m
}

func (s sample) sd() float64 {
	m, sum := s.mean(), 0.0
	for _, v := range s {
		sum += (v - m) * (v - m)
	}
	return math.Sqrt(sum / float64(len(s)-1))
}

func (s sample) se() float64 { return s.sd() / math.Sqrt(float64(len(s))) }

func correlation(x, y sample) float64 {
	mx, my := x.mean(), y.mean()
	var xx, yy, xy float64
	for k := range x {
		xx += (x[k] - mx) * (x[k] - mx)
		yy += (y[k] - my) * (y[k] - my)
		xy += (x[k] - mx) * (y[k] - my)
	}
	return xy / math.Sqrt(xx*yy)
}

// within4 fails unless got is within 4 standard errors of want. Seeds are fixed, so a test passes always or never; a
// right model fails one such comparison in 16,000.
func within4(t testing.TB, what string, got, want, se float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > 4*se {
		t.Errorf("%s is %.5f, expected %.5f ± %.5f (4 s.e.)", what, got, want, 4*se)
	}
}

// close6 fails unless got is want but for rounding.
func close6(t testing.TB, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > 1e-6 {
		t.Errorf("%s is %.9f, expected %.9f", what, got, want)
	}
}
