package model

import (
	"math"
	"slices"
)

// A State is a variable of the model's entities: what a month leaves for the next. Outcomes sum up; states are looked at one
// by one, to see that none of them is stuck at a bound, frozen or beyond measure.
type State struct {
	Name      string  // "trust"
	Of        string  // whose it is: "service", "pôle", "pair of services that met"
	Unit      string  // "index 0–1", "months" …
	Low, High float64 // bounds, infinite where there are none
	Part      string  // key of the parameter that switches on the part it belongs to; empty for the core
	each      func(h *Hospital, see func(float64))
}

// In says whether a scenario has the part on to which the state belongs.
func (s State) In(c *Config) bool { return Outcome{Part: s.Part}.In(c) }

// A StateRange is where the values of a state were in a run, over all entities and months.
type StateRange struct {
	Lowest, Mean, Highest float64
	Seen                  float64 // how many values there were
	AtLow, AtHigh         float64 // share of them at the bounds
	Moves                 float64 // standard deviation, over the second half of the months, of the mean over entities
}

// States lists the state variables.
func States() []State { return slices.Clone(states) }

var states = slices.Concat(coreStates, mechanismStates())

// mechanismStates are what mechanisms keep.
func mechanismStates() (list []State) {
	for k, m := range mechanisms {
		if m, ok := m.(Observed); ok {
			for _, s := range m.States(func(h *Hospital) Mechanism { return h.mechanisms[k] }) {
				s.Part = partOf(m)
				list = append(list, s)
			}
		}
	}
	return list
}

var coreStates = []State{
	{Name: "gaming", Of: "service", Unit: indexUnit, High: 1, Part: "governance.contract", each: func(h *Hospital, see func(float64)) { seeAll(h.gaming, see) }},
	{Name: "goal_care", Of: "service", Unit: "weight", High: 1, each: func(h *Hospital, see func(float64)) {
		for i := range h.goals {
			see(h.goals[i].care)
		}
	}},
	{Name: "goal_economy", Of: "service", Unit: "weight", High: 1, each: func(h *Hospital, see func(float64)) {
		for i := range h.goals {
			see(h.goals[i].economy)
		}
	}},
	{Name: "goal_academic", Of: "service", Unit: "weight", High: 1, each: func(h *Hospital, see func(float64)) {
		for i := range h.goals {
			see(h.goals[i].academic)
		}
	}},
	{Name: "care", Of: "service", Unit: indexUnit, High: 1, each: func(h *Hospital, see func(float64)) {
		for i := range h.n {
			see(h.practices.Care(i))
		}
	}},
	{Name: "margin", Of: "service", Unit: indexUnit, High: 1, each: func(h *Hospital, see func(float64)) { seeAll(h.margin, see) }},
	{Name: "case_mix", Of: "service", Unit: "index", Low: math.Inf(-1), High: math.Inf(1),
		each: func(h *Hospital, see func(float64)) { seeAll(h.caseMix, see) }},
	{Name: "attraction", Of: "service and mechanism", Unit: "effectiveness per unit", Low: math.Inf(-1), High: math.Inf(1),
		each: func(h *Hospital, see func(float64)) {
			for i := range h.n {
				for _, k := range h.poles[h.poleOf[i]].open {
					see(h.attraction[i*len(mechanisms)+k])
				}
			}
		}},
	{Name: "trust", Of: "pair of services that met", Unit: indexUnit, High: 1, each: func(h *Hospital, see func(float64)) {
		h.relations.eachMet(func(_, trust float64) { see(trust) })
	}},
	{Name: "knowledge", Of: "pair of services that met", Unit: indexUnit, High: 1, each: func(h *Hospital, see func(float64)) {
		h.relations.eachMet(func(know, _ float64) { see(know) })
	}},
	{Name: "attendance", Of: "service in its pôle", Unit: "share", High: 1, each: func(h *Hospital, see func(float64)) {
		for i := range h.meetings.comes {
			see(h.meetings.comes[i][poleArena])
		}
	}},
}

func seeAll(values []float64, see func(float64)) {
	for _, v := range values {
		see(v)
	}
}

// eachMet shows what each service knows and trusts of each other that it ever met, today, and leaves all as it is.
func (r *relations) eachMet(see func(know, trust float64)) {
	for i := range r.n {
		for j := range r.n {
			if !r.knows(ServiceID(i), ServiceID(j)) {
				continue
			}
			e := r.row[i*r.n+j]
			age := max(0, r.month-e.month)
			see(float64(e.know)*r.kept[age], r.trustToday(ServiceID(i), ServiceID(j)))
		}
	}
}

// A survey gathers the ranges of states over the months of a run.
type survey struct {
	ranges []StateRange
	// Of the mean over entities, over the second half of the months: count, mean, sum of squared deviations (Welford 1962).
	months, mean, squares []float64
}

func newSurvey() *survey {
	n := len(states)
	s := &survey{ranges: make([]StateRange, n), months: make([]float64, n), mean: make([]float64, n), squares: make([]float64, n)}
	for k := range s.ranges {
		s.ranges[k].Lowest, s.ranges[k].Highest = math.Inf(1), math.Inf(-1)
	}
	return s
}

// see takes in a month.
func (s *survey) see(h *Hospital, late bool) {
	for k := range states {
		r, sum, n := &s.ranges[k], 0.0, 0.0
		states[k].each(h, func(v float64) {
			r.Lowest, r.Highest = min(r.Lowest, v), max(r.Highest, v)
			if v <= states[k].Low {
				r.AtLow++
			}
			if v >= states[k].High {
				r.AtHigh++
			}
			sum += v
			n++
		})
		r.Mean += sum
		r.Seen += n
		if late && n > 0 {
			s.months[k]++
			off := sum/n - s.mean[k]
			s.mean[k] += off / s.months[k]
			s.squares[k] += float64(off * (sum/n - s.mean[k]))
		}
	}
}

// conclude turns sums into means and shares. A state that nobody has ranges over nothing: all 0.
func (s *survey) conclude() []StateRange {
	for k := range s.ranges {
		r := &s.ranges[k]
		if r.Seen == 0 {
			*r = StateRange{}
			continue
		}
		r.Mean /= r.Seen
		r.AtLow /= r.Seen
		r.AtHigh /= r.Seen
		if s.months[k] > 0 {
			r.Moves = math.Sqrt(s.squares[k] / s.months[k])
		}
	}
	return s.ranges
}
