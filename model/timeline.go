package model

import (
	"cmp"
	"maps"
	"slices"

	"polesim/sim"
)

// The time line: what changes in the course of a run, and when. A law, a contract, a new perimeter, a site that closes, a
// pandemic: each is an event that lays values over the scenario for as long as it holds.

// An Event changes a scenario from a month on, for good or for a while. What holds in a month are the scenario's own values
// and over them those of all events that hold, from the earliest to the latest, and of one month in the order of the list.
// So the later of two events on one key wins, and when it ends, what would hold without it holds again.
type Event struct {
	Name        string
	Description string
	Month       int       // the first in which it holds; 0 is the first of a run
	Months      int       // how many months it holds; 0 for good
	Settings    Overrides // values of parameters, perimeter.use among them
	// Whose own values the settings of scope pôle and of scope service become. Empty: the hospital's; who has a value of
	// its own keeps it.
	Poles    []PoleID // of the given perimeter
	Services []ServiceID
	Moves    []Move
}

// A Move takes a service, or everyone on a site, to another site. Patients are not moved: who depends on whom stays.
type Move struct {
	Service  ServiceID // Everyone: all services on From
	From, To SiteID    // From is 0 where a service is named
}

// Everyone stands in a Move for all services on a site.
const Everyone ServiceID = -1

// Holds says whether the event holds in a month.
func (e *Event) Holds(month int) bool {
	return month >= e.Month && (e.Months == 0 || month < e.Month+e.Months)
}

// MayChange says whether an event may change the parameter in the course of a run.
func (p Parameter) MayChange() bool { return !p.Fixed && p.Scope != Run }

// At returns the scenario as it stands in a month: c itself where no event holds.
func (c *Config) At(month int) *Config {
	d := c
	for _, e := range c.inOrder() {
		if !e.Holds(month) {
			continue
		}
		if d == c {
			d = c.Clone()
		}
		d.lay(e)
	}
	return d
}

// inOrder lists the events from the earliest to the latest.
func (c *Config) inOrder() []*Event {
	events := make([]*Event, len(c.Timeline))
	for k := range c.Timeline {
		events[k] = &c.Timeline[k]
	}
	slices.SortStableFunc(events, func(a, b *Event) int { return cmp.Compare(a.Month, b.Month) })
	return events
}

// lay lays an event over c.
func (c *Config) lay(e *Event) {
	for id, v := range e.Settings { // each key on its own, so that the order does not matter
		switch scope := registry[id].Scope; {
		case scope == PerPole && len(e.Poles) > 0:
			for _, p := range e.Poles {
				c.Poles[p].Own = c.Poles[p].Own.with(id, v)
			}
		case scope == PerService && len(e.Services) > 0:
			for _, i := range e.Services {
				c.Services[i].Own = c.Services[i].Own.with(id, v)
			}
		default:
			c.Values[id] = v
		}
	}
	for _, m := range e.Moves {
		for i := range c.Services {
			if m.Service == ServiceID(i) || m.Service == Everyone && c.Services[i].Site == m.From {
				c.Services[i].Site = m.To
			}
		}
	}
}

// with returns the overrides with one more.
func (o Overrides) with(id ParameterID, v float64) Overrides {
	if o == nil {
		o = Overrides{}
	}
	o[id] = v
	return o
}

// Turns lists the months in which an event begins or ends, in order.
func (c *Config) Turns() []int {
	var months []int
	for _, e := range c.Timeline {
		months = append(months, e.Month)
		if e.Months > 0 {
			months = append(months, e.Month+e.Months)
		}
	}
	slices.Sort(months)
	return slices.Compact(months)
}

// sameInForce says whether the same holds in two months of one scenario.
func sameInForce(a, b *Config) bool {
	return slices.Equal(a.Values, b.Values) &&
		slices.EqualFunc(a.Poles, b.Poles, func(p, q Pole) bool { return maps.Equal(p.Own, q.Own) }) &&
		slices.EqualFunc(a.Services, b.Services, func(i, j Service) bool { return i.Site == j.Site && maps.Equal(i.Own, j.Own) })
}

// An era is a stretch of months in which the same holds. Eras are reckoned once for a scenario and shared, read-only, by
// the hospitals of all workers.
type era struct {
	from    int
	config  *Config
	applies []bool // whether each of Outcomes means something
	*places
}

// erasOf lists a structure's eras; the first begins with the run, and without events it is the only one.
func erasOf(s *structure) []era {
	first := s.config.At(0)
	list := []era{{0, first, applying(first), placesOf(s, first)}}
	for _, month := range s.config.Turns() {
		last := list[len(list)-1]
		next := era{from: month, config: s.config.At(month), places: last.places}
		if month == 0 || sameInForce(last.config, next.config) {
			continue
		}
		if !slices.EqualFunc(last.config.Services, next.config.Services, func(a, b Service) bool { return a.Site == b.Site }) {
			next.places = placesOf(s, next.config)
		}
		next.applies = applying(next.config)
		list = append(list, next)
	}
	return list
}

// applying says of each outcome whether it means something while c holds.
func applying(c *Config) []bool {
	list := make([]bool, len(outcomes))
	for o := range outcomes {
		list[o] = outcomes[o].appliesIn(c)
	}
	return list
}

// eachStretch visits the stretches of months in which outcome o means something, from first on and before end.
func (s *structure) eachStretch(o, first, end int, visit func(from, to int)) {
	for k := range s.eras {
		from, to := max(first, s.eras[k].from), end
		if k+1 < len(s.eras) {
			to = min(end, s.eras[k+1].from)
		}
		if from < to && s.eras[k].applies[o] {
			visit(from, to)
		}
	}
}

// places are what follows from where services are.
type places struct {
	abroad []float64 // share of each service's neighbours, by weight, that are on other sites
	house  SiteID    // the site with most activity
}

func placesOf(s *structure, c *Config) *places {
	p := &places{}
	activity := make([]float64, max(1, len(c.Sites)))
	for i := range c.Services {
		activity[c.Services[i].Site] += s.activity[i]
		away := 0.0
		for e := s.neighbours.start[i]; e < s.neighbours.start[i+1]; e++ {
			if c.Services[s.neighbours.to[e]].Site != c.Services[i].Site {
				away += s.neighbours.weight[e]
			}
		}
		p.abroad = append(p.abroad, away)
	}
	p.house = SiteID(slices.Index(activity, slices.Max(activity)))
	return p
}

// scheduleEras enters the hospital's eras, each at the start of its first month.
func (h *Hospital) scheduleEras(s *sim.Schedule) {
	for k := range h.eras[1:] {
		next := &h.eras[1+k]
		s.At(next.from, sim.ProcessFunc(func(month int) {
			h.month = month
			h.enter(next)
		}))
	}
}

// enter puts what holds in an era in force. What services know, trust, want and have learned is theirs and stays.
func (h *Hospital) enter(e *era) {
	was := h.config
	h.config, h.places = e.config, e.places
	h.relations.read(h.config)
	differs := func(id ParameterID) bool { return was.Value(id) != h.config.Value(id) }
	if differs(perimeterUse) || differs(perimeterRandom) {
		var poles int
		h.next, poles = h.config.perimeter(h.next, h.key)
		h.regroup(h.next, poles, false)
		return
	}
	h.read()
}

// A stage is a value from a month on.
type stage struct {
	from  int
	value float64
}

// course lists the values that something takes over the eras, from when it changes.
func (s *structure) course(of func(*era) float64) []stage {
	var list []stage
	for k := range s.eras {
		if v := of(&s.eras[k]); len(list) == 0 || v != list[len(list)-1].value {
			list = append(list, stage{s.eras[k].from, v})
		}
	}
	return list
}
