package model

import (
	"math"
	"slices"
)

// A State is a variable of the model's entities: what a month leaves for the next. Outcomes sum up; states are looked at one
// by one, to see that none of them is stuck at a bound, frozen or beyond measure.
type State struct {
	Name      string   // "trust"
	Of        string   // whose it is: "service", "pôle", "pair of services that met"
	Unit      string   // "index 0–1", "months" …
	Basis     Basis    // how far the number itself may be trusted; as far as the outcome of its name, unless said
	Low, High float64  // bounds, infinite where there are none
	Parts     []string // keys of the switches any of which makes it move; none for the core
	// Sum says that the state adds up what each month brings, so that chance alone takes it ever farther: it is no longer
	// under control when what a year adds is, not when the sum is large.
	Sum bool
	// still says why nothing in a scenario moves the state although its part is on; nil or empty where something does.
	still func(c *Config) string
	each  func(h *Hospital, see func(float64))
}

// Given says why the state stays as a scenario gives it, from the first month to the last; empty if something moves it.
func (s State) Given(c *Config) string {
	if s.still == nil {
		return ""
	}
	return s.still(c)
}

// meets says whether services ever meet in a scenario.
func (c *Config) meets() bool {
	return (c.uses(meetingUnits) || c.uses(informal)) && (c.uses(arenaPole) || c.uses(arenaInstitution) || c.uses(arenaNetwork))
}

// unlessTheyMeet is why what comes of meetings stays as it is.
func unlessTheyMeet(c *Config) string {
	if c.meets() {
		return ""
	}
	return "nobody meets"
}

// unlessGoalsMove is why goals stay as they are: neither contracts nor meetings move them.
func unlessGoalsMove(c *Config) string {
	switch {
	case c.uses(contract) && c.uses(goalSteering) || c.meets() && c.uses(goalContagion):
		return ""
	case !c.meets() && !c.uses(contract):
		return "nobody meets and no contract steers"
	}
	return "neither meetings nor contracts move goals"
}

// unlessDrawn is why as many come to their pôle's meetings from first to last.
func unlessDrawn(c *Config) string {
	for _, part := range []ParameterID{legitimacyEarned, belongingMoves, chiefActs, liaisonOn, formsMove, mandatesEnd} {
		if c.uses(part) {
			return ""
		}
	}
	if len(c.Timeline) > 0 {
		return ""
	}
	return "charters and people as given decide who comes"
}

// unlessUnderContract is why a chief's time is divided as the charter says: only a direction that wants something else
// takes some of it.
func unlessUnderContract(c *Config) string {
	if c.uses(contract) {
		return ""
	}
	return "without a contract the charter divides a chief's time"
}

// unlessTimeIsEarned is why services have as much time from first to last: posts of the technostructure take some of it, and
// nothing makes that more or less.
func unlessTimeIsEarned(c *Config) string {
	if c.uses(steeringCycle) || c.uses(moneyAccounts) || len(c.Timeline) > 0 {
		return ""
	}
	return "as many posts as are given take time"
}

// unlessWritten is why nothing is prescribed.
func unlessWritten(c *Config) string {
	if c.uses(processesAnalysts) || c.uses(processesCodified) {
		return ""
	}
	return "nobody writes templates"
}

// Units is the unit with the word that says on what the number rests.
func (s State) Units() string {
	o := Outcome{Unit: s.Unit, Basis: s.Basis}
	if told := OutcomeIndex(s.Name); o.Basis == Modelled && told >= 0 {
		o.Basis = outcomes[told].Basis
	}
	return o.Units()
}

// In says whether a scenario has on, at any time, what makes the state move.
func (s State) In(c *Config) bool {
	return len(s.Parts) == 0 || c.usesAny(s.Parts)
}

// A StateRange is where the values of a state were in a run, over all entities and months.
type StateRange struct {
	Lowest, Mean, Highest float64
	Seen                  float64 // how many values there were
	AtLow, AtHigh         float64 // share of them at the bounds
	// Moves is the standard deviation, over the second half of the months, of the mean over entities or of their root mean
	// square, whichever is more: bonuses and maluses that sum to zero have one and the same mean.
	Moves float64
	// Grows is the root mean square over entities in the last quarter of the months, relative to the largest of any month
	// before: 1.2 for what grows by the same amount each month, above 2 for what explodes. 0 where there was nothing before. Of
	// a sum, that of what twelve months added to the mean over entities.
	Grows float64
}

// States lists the state variables.
func States() []State { return slices.Clone(states) }

var states = slices.Concat(coreStates, mechanismStates(), steeringStates, moneyStates, investmentStates, staffStates,
	careStates, legitimacyStates, belongingStates, chiefStates, formStates, projectStates)

// mechanismStates are what mechanisms keep.
func mechanismStates() (list []State) {
	for k, m := range mechanisms {
		if m, ok := m.(Observed); ok {
			for _, s := range m.States(func(h *Hospital) Mechanism { return h.mechanisms[k] }) {
				s.Parts = []string{partOf(m)}
				list = append(list, s)
			}
		}
	}
	return list
}

var coreStates = []State{
	{Name: "gaming", Of: "service", Unit: indexUnit, High: 1, Parts: []string{"governance.contract", "money.accounts"},
		each: func(h *Hospital, see func(float64)) { seeAll(h.gaming, see) }},
	{Name: "goal_care", Of: "service", Unit: "weight", High: 1, still: unlessGoalsMove, each: func(h *Hospital, see func(float64)) {
		for i := range h.goals {
			see(h.goals[i].care)
		}
	}},
	{Name: "goal_economy", Of: "service", Unit: "weight", High: 1, still: unlessGoalsMove, each: func(h *Hospital, see func(float64)) {
		for i := range h.goals {
			see(h.goals[i].economy)
		}
	}},
	{Name: "goal_academic", Of: "service", Unit: "weight", High: 1, still: unlessGoalsMove, each: func(h *Hospital, see func(float64)) {
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
	{Name: "trust", Of: "pair of services that met", Unit: indexUnit, High: 1, still: unlessTheyMeet, each: func(h *Hospital, see func(float64)) {
		h.relations.eachMet(func(_, trust float64) { see(trust) })
	}},
	{Name: "knowledge", Of: "pair of services that met", Unit: indexUnit, High: 1, still: unlessTheyMeet, each: func(h *Hospital, see func(float64)) {
		h.relations.eachMet(func(know, _ float64) { see(know) })
	}},
	{Name: "attendance", Of: "service in its pôle", Unit: "share", High: 1, still: unlessDrawn, each: func(h *Hospital, see func(float64)) {
		for i := range h.meetings.comes {
			see(h.meetings.comes[i][poleArena])
		}
	}},
}

// ofServices is a state of each service.
func ofServices(of func(h *Hospital, i ServiceID) float64) func(*Hospital, func(float64)) {
	return func(h *Hospital, see func(float64)) {
		for i := range ServiceID(h.n) {
			see(of(h, i))
		}
	}
}

// ofPoles is a state of each pôle that has members.
func ofPoles(of func(h *Hospital, p PoleID) float64) func(*Hospital, func(float64)) {
	return func(h *Hospital, see func(float64)) {
		for p := range h.poles {
			if h.poles[p].members > 0 {
				see(of(h, PoleID(p)))
			}
		}
	}
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
	ranges     []StateRange
	late, last int          // first month of the second half, and of the last quarter
	course     []monthsSeen // by states
}

// monthsSeen are, over the second half of the months, of the mean over entities and of their root mean square: count,
// mean, sum of squared deviations (Welford 1962); and of the root mean square alone, or of what a year adds to a sum, its
// largest before the last quarter and its sum over that quarter.
type monthsSeen struct {
	months, mean, squares [2]float64
	before                float64
	sum, quarter          float64
	yearAgo               [12]float64 // means over entities of the last twelve months
	seen                  int         // months so far
}

// sinceLastYear returns by how much a mean over entities has changed in twelve months: 0 in the first year.
func (l *monthsSeen) sinceLastYear(mean float64) (change float64) {
	at := l.seen % len(l.yearAgo)
	if l.seen >= len(l.yearAgo) {
		change = mean - l.yearAgo[at]
	}
	l.yearAgo[at] = mean
	l.seen++
	return change
}

// add takes in a month of the second half.
func (l *monthsSeen) add(mean, rms float64) {
	for k, v := range [2]float64{mean, rms} {
		l.months[k]++
		off := v - l.mean[k]
		l.mean[k] += off / l.months[k]
		l.squares[k] += float64(off * (v - l.mean[k]))
	}
}

// moves is the larger of the two standard deviations.
func (l *monthsSeen) moves() float64 {
	return max(math.Sqrt(ratio(l.squares[0], l.months[0])), math.Sqrt(ratio(l.squares[1], l.months[1])))
}

// newSurvey returns a survey of so many months, of which those from late on are the second half.
func newSurvey(months, late int) *survey {
	n := len(states)
	s := &survey{ranges: make([]StateRange, n), course: make([]monthsSeen, n), late: late, last: months - months/4}
	for k := range s.ranges {
		s.ranges[k].Lowest, s.ranges[k].Highest = math.Inf(1), math.Inf(-1)
	}
	return s
}

// see takes in a month.
func (s *survey) see(h *Hospital, month int) {
	for k := range states {
		r, sum, squares, n := &s.ranges[k], 0.0, 0.0, 0.0
		states[k].each(h, func(v float64) {
			r.Lowest, r.Highest = min(r.Lowest, v), max(r.Highest, v)
			if v <= states[k].Low {
				r.AtLow++
			}
			if v >= states[k].High {
				r.AtHigh++
			}
			sum += v
			squares += float64(v * v)
			n++
		})
		r.Mean += sum
		r.Seen += n
		if n == 0 {
			continue
		}
		c, rms := &s.course[k], math.Sqrt(squares/n)
		if month >= s.late {
			c.add(sum/n, rms)
		}
		size := rms
		if states[k].Sum {
			size = math.Abs(c.sinceLastYear(sum / n))
		}
		if month >= s.last {
			c.sum += size
			c.quarter++
		} else {
			c.before = max(c.before, size)
		}
	}
}

// conclude turns sums into means and shares. A state that nobody has ranges over nothing: all 0.
func (s *survey) conclude() []StateRange {
	for k := range s.ranges {
		r, c := &s.ranges[k], &s.course[k]
		if r.Seen == 0 {
			*r = StateRange{}
			continue
		}
		r.Mean /= r.Seen
		r.AtLow /= r.Seen
		r.AtHigh /= r.Seen
		r.Moves = c.moves()
		r.Grows = ratio(ratio(c.sum, c.quarter), c.before)
	}
	return s.ranges
}
