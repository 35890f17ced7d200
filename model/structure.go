package model

import (
	"math"
	"slices"
)

// A structure is all of a scenario that no replication changes: who the services are, how their work is layered, and what
// holds when.
// It is shared, read-only, by the hospitals of all workers.
type structure struct {
	config      *Config // expanded
	n           int     // services
	m           int     // practices of each
	within      int     // K within
	across      int     // K across
	activity    []float64
	share       []float64 // activity as a share of the hospital's
	discipline  []int     // index of each service's discipline
	workflow    *layer
	disciplines *layer
	neighbours  *layer  // workflow, undirected: whom the network arena brings together
	templates   int     // practices that a discipline shares: the first so many
	variance    float64 // prior variance of what changing one contribution does to its service
	unit        float64 // σ_Δ: standard deviation of what one change does to a service's care
	eras        []era   // what holds when; one unless the scenario has a time line
}

func newStructure(c *Config) *structure { return structureLike(c, nil) }

// structureLike is newStructure of a scenario whose layers are taken over from like, unless it is nil (see sameLayers).
func structureLike(c *Config, like *structure) *structure {
	generated := len(c.Services) == 0
	c = c.Expand()
	s := &structure{
		config: c, n: len(c.Services), m: int(c.Value(practices)),
		across: int(c.Value(interdependenceAcross)),
	}
	s.within = min(int(c.Value(interdependenceWithin)), s.m-1)
	s.templates = int(math.Round(c.Value(templateShare) * float64(s.m)))
	s.unit = changeSD(s.within, s.m)
	s.variance = 1 / (6 * float64(s.m*s.m)) // the difference of two independent U(0, 1), over the number of practices
	if like != nil {
		s.workflow, s.disciplines, s.neighbours = like.workflow, like.disciplines, like.neighbours
	} else {
		s.layer(c, generated)
	}
	total := 0.0
	var names []string
	for i := range c.Services {
		total += c.Services[i].Activity
		if at := slices.Index(names, c.Services[i].Discipline); at >= 0 {
			s.discipline = append(s.discipline, at)
			continue
		}
		s.discipline = append(s.discipline, len(names))
		names = append(names, c.Services[i].Discipline)
	}
	for i := range c.Services {
		s.activity = append(s.activity, c.Services[i].Activity)
		s.share = append(s.share, c.Services[i].Activity/total)
	}
	s.eras = erasOf(s)
	return s
}

// layer lays the work of the services: who depends on whom.
func (s *structure) layer(c *Config, generated bool) {
	if generated {
		s.workflow = blockWorkflow(c, s.n)
	} else {
		s.workflow = workflowOf(c)
	}
	s.disciplines = disciplinesOf(c)
	s.neighbours = s.workflow.both(s.n)
}

// sameLayers says whether all from which layers are made is the same in two scenarios as they are given, so that they need
// making once.
func sameLayers(a, b *Config) bool {
	for id, p := range registry {
		switch p.Section() {
		case "hospital", "environment", "workflow":
			if a.Values[id] != b.Values[id] {
				return false
			}
		}
	}
	return slices.Equal(a.Flows, b.Flows) && slices.EqualFunc(a.Services, b.Services, func(i, j Service) bool {
		return i.Site == j.Site && i.Discipline == j.Discipline && i.Kind == j.Kind && i.Activity == j.Activity
	})
}

// changeSD is σ_Δ, the standard deviation of the change of a service's care when it flips one practice: 1 + K
// contributions on average, each replaced by an independent U(0, 1), divided by the number of practices.
func changeSD(within, practices int) float64 {
	return math.Sqrt(float64(within+1)/6) / float64(practices)
}

// A Blueprint is what scenarios are before any replication. It is made once and shared, read-only, by the cohorts of all
// workers; scenarios that describe the same work share its layers.
type Blueprint struct{ structures []*structure }

// NewBlueprint reads scenarios that have been checked.
func NewBlueprint(scenarios []*Config) *Blueprint {
	b := &Blueprint{}
	for k, c := range scenarios {
		var like *structure
		if at := slices.IndexFunc(scenarios[:k], func(earlier *Config) bool { return sameLayers(earlier, c) }); at >= 0 {
			like = b.structures[at]
		}
		s := structureLike(c, like)
		for _, earlier := range b.structures {
			if sameWork(earlier, s) {
				s.workflow, s.disciplines, s.neighbours = earlier.workflow, earlier.disciplines, earlier.neighbours
				break
			}
		}
		b.structures = append(b.structures, s)
	}
	return b
}

// Applies says whether an outcome, by its place in Outcomes, means something of the kth scenario in any month from first
// on and before end.
func (b *Blueprint) Applies(k, outcome, first, end int) (some bool) {
	b.structures[k].eachStretch(outcome, first, end, func(int, int) { some = true })
	return some
}

// Workflow returns the patient movements of the kth scenario as the model sees them: for each service its activity,
// divided over those on whom its work depends. Only their proportions mean something.
func (b *Blueprint) Workflow(k int) (flows []Flow) {
	s := b.structures[k]
	for i := range s.n {
		for e := s.workflow.start[i]; e < s.workflow.start[i+1]; e++ {
			flows = append(flows, Flow{ServiceID(i), s.workflow.to[e], s.activity[i] * s.workflow.weight[e]})
		}
	}
	return flows
}

// Services returns the services of the kth scenario, those of a generated hospital included.
func (b *Blueprint) Services(k int) []Service { return slices.Clone(b.structures[k].config.Services) }

// SameHospital says whether the scenarios describe the same hospital at work, so that in a replication all of them face
// the same landscape, patients and shocks.
func (b *Blueprint) SameHospital() bool {
	for _, s := range b.structures[1:] {
		if !sameWork(b.structures[0], s) {
			return false
		}
	}
	return true
}

// SameMeetingTime says whether all scenarios offer services the same meeting units at all times.
func (b *Blueprint) SameMeetingTime() bool {
	units := func(e *era) float64 { return e.config.Value(meetingUnits) }
	for _, s := range b.structures[1:] {
		if !slices.Equal(s.course(units), b.structures[0].course(units)) {
			return false
		}
	}
	return true
}

// sameWork says whether two scenarios describe the same hospital at work, so that their governances can be run on
// one landscape: everything but perimeters, people, measurement and governance. A landscape moves as fast as all who live
// on it have it, at all times.
func sameWork(a, b *structure) bool {
	if !slices.Equal(a.pace(), b.pace()) {
		return false
	}
	for id, p := range registry {
		switch p.Section() {
		case "environment", "workflow":
			if a.config.Values[id] != b.config.Values[id] {
				return false
			}
		}
	}
	return slices.Equal(a.share, b.share) && slices.Equal(a.discipline, b.discipline) &&
		slices.Equal(a.workflow.start, b.workflow.start) && slices.Equal(a.workflow.to, b.workflow.to) &&
		slices.Equal(a.workflow.weight, b.workflow.weight) && slices.Equal(a.disciplines.start, b.disciplines.start) &&
		slices.Equal(a.disciplines.to, b.disciplines.to) && slices.Equal(a.disciplines.weight, b.disciplines.weight)
}
