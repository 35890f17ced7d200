package model

import "polesim/sim"

// couplings draws which practices depend on which, from the two layers and before any perimeter is read.
type couplings struct {
	*structure
	key             sim.Key
	disciplineShare float64
	tables          []int32 // first table of each discipline's shared practices, −1 before it is met
	next            int32   // first free table
}

// landscapeOf returns an empty landscape of the hospital's size and correlations.
func landscapeOf(s *structure) *Landscape {
	l := NewLandscape(s.n, s.m, 1+s.within+s.across)
	c := s.config
	l.SetValues(c.Value(congruence), c.Value(academicCongruence), c.Value(dynamism))
	return l
}

// resetLandscape draws the landscape of one replication.
func resetLandscape(l *Landscape, s *structure, key sim.Key) {
	c := couplings{structure: s, key: key.Named("couplings"), disciplineShare: s.config.Value(disciplineShare)}
	c.tables = make([]int32, len(s.config.Services)) // at most one discipline a service
	for d := range c.tables {
		c.tables[d] = -1
	}
	l.Reset(key.Named("landscape"), c.wire)
	l.dynamism = s.pace()[0].value
}

// pace returns how fast the landscape moves, and from when.
func (s *structure) pace() []stage {
	return s.course(func(e *era) float64 { return e.config.Value(dynamism) })
}

// scheduleLandscape enters a landscape, and when it comes to move faster or slower.
func scheduleLandscape(l *Landscape, s *structure, schedule *sim.Schedule) {
	for _, stage := range s.pace()[1:] {
		schedule.At(stage.from, sim.ProcessFunc(func(int) { l.dynamism = stage.value }))
	}
	schedule.Monthly(l)
}

// wire draws the inputs of one contribution. A practice that a discipline learned alike has the same inputs within
// the service and the same table in all services of that discipline.
func (c *couplings) wire(contribution int, in *Inputs) {
	service, practice := contribution/c.m, contribution%c.m
	s := c.key.At(contribution, 0)
	within := s
	if practice < c.templates {
		d := c.discipline[service]
		if c.tables[d] < 0 {
			c.tables[d] = c.next
			c.next += int32(c.templates)
		}
		in.Table = c.tables[d] + int32(practice)
		within = c.key.At(d*c.m+practice, 1)
	} else {
		in.Table = c.next
		c.next++
	}
	in.Clinical[0] = int32(contribution)
	c.wireWithin(service*c.m, practice, in.Clinical[1:1+c.within], &within)
	copy(in.Academic[:1+c.within], in.Clinical[:1+c.within])
	c.wireAcross(ServiceID(service), in, &s)
}

// wireWithin draws distinct other practices of the same service.
func (c *couplings) wireWithin(first, practice int, into []int32, s *sim.Stream) {
	for at := range into {
		for {
			k := s.IntN(c.m)
			if b := int32(first + k); k != practice && !contains(into[:at], b) {
				into[at] = b
				break
			}
		}
	}
}

// wireAcross draws practices of other services: for academic value along disciplines; for care and margin along the
// workflow, but for a share that is the same as for academic value.
func (c *couplings) wireAcross(service ServiceID, in *Inputs, s *sim.Stream) {
	first := 1 + c.within
	for at := first; at < first+c.across; at++ {
		in.Academic[at] = c.partner(c.disciplines, service, in.Academic[first:at], s)
		if s.Bernoulli(c.disciplineShare) && !contains(in.Clinical[first:at], in.Academic[at]) {
			in.Clinical[at] = in.Academic[at]
			continue
		}
		in.Clinical[at] = c.partner(c.workflow, service, in.Clinical[first:at], s)
	}
}

// partner draws a practice of a partner that is not among those already drawn; −1 if the layer has no more to give.
func (c *couplings) partner(from *layer, service ServiceID, drawn []int32, s *sim.Stream) int32 {
	const tries = 32
	for range tries {
		j := from.pick(service, s)
		if j < 0 {
			return -1
		}
		if b := int32(j)*int32(c.m) + int32(s.IntN(c.m)); !contains(drawn, b) {
			return b
		}
	}
	return -1
}

func contains(list []int32, b int32) bool {
	for _, v := range list {
		if v == b && b >= 0 {
			return true
		}
	}
	return false
}

// startOf returns the practices with which a service starts: drawn at random, but alike within a discipline where the
// discipline learned them alike.
func startOf(s *structure, key sim.Key) func(service int) uint64 {
	start := key.Named("start")
	return func(service int) uint64 {
		own, learned := start.At(service, 0), start.At(s.discipline[service], 1)
		alike := uint64(1)<<s.templates - 1
		return (own.Uint64()&^alike | learned.Uint64()&alike) & (1<<s.m - 1)
	}
}
