package model

import (
	"context"
	"slices"

	"polesim/sim"
)

// A Cohort is a number of scenarios that live through the same replications together, month by month. Those that
// describe the same work share one landscape, so that they face the same practices, patients and shocks, and what is
// known of the landscape is reckoned once. A cohort belongs to one goroutine.
type Cohort struct {
	works   []*work
	members []*member // in the order of the scenarios
	// Survey says to look at the state of every entity in every month too, for RunResult.States. It costs more than the run.
	Survey bool
	// Details says to look at services and pôles one by one too, for RunResult.Details.
	Details bool
}

// work is a landscape, its references, and the members on it.
type work struct {
	structure            *structure
	land                 *Landscape
	key                  sim.Key // of the replication
	alone, whole         *searcher
	aloneCare, wholeCare float64 // sums over the months that count
	members              []*member
}

// member is a scenario in a cohort: its hospital and, where ceremony can be told from chance only by comparison, its
// twin without steering.
type member struct {
	hospital *Hospital
	twin     *Hospital
	spent    [2][]float64 // units by mechanism over the months that count: hospital, twin
	steered  [2][]float64 // likewise, over those of these months in which there is a contract
	formal   formalTime   // mean over the months that count
	coverage coverage     // likewise
	counted  float64      // months in that mean
	seen     int          // perimeters before the one whose coverage is known
	result   *RunResult
	survey   *survey  // nil if none is made
	closeUp  *closeUp // nil if none is made
}

// A RunResult is what one run of one scenario came to.
type RunResult struct {
	Values  []float64    // by Outcomes
	Series  [][]float64  // Series[o][month], by MonthlyOutcomes
	States  []StateRange // by States, if the cohort makes a survey
	Details [][]float64  // Details[e][k], by Entities and Details, if the cohort looks at them; NaN for no value
}

// NewCohort builds the hospitals of the scenarios.
func NewCohort(scenarios []*Config) *Cohort { return NewBlueprint(scenarios).NewCohort() }

// NewCohort builds the hospitals of a blueprint. Building is the same for all replications.
func (b *Blueprint) NewCohort() *Cohort {
	c := &Cohort{}
	for _, s := range b.structures {
		c.add(s)
	}
	return c
}

func (c *Cohort) add(s *structure) {
	at := slices.IndexFunc(c.works, func(w *work) bool { return sameWork(w.structure, s) && sameUnits(w.structure, s) })
	if at < 0 {
		at = len(c.works)
		c.works = append(c.works, &work{
			structure: s, land: landscapeOf(s), alone: newSearcher(s, false), whole: newSearcher(s, true),
		})
	}
	m := newMember(newHospital(s, true))
	m.hospital.alone = c.works[at].alone
	if mayReport(s.config) {
		m.twin = newHospital(s, false)
		m.twin.alone = c.works[at].alone
		m.twin.care.untold = !s.config.uses(careFeedback) // all that is asked of a twin is how it spends its time
	}
	c.works[at].members = append(c.works[at].members, m)
	c.members = append(c.members, m)
}

// newMember returns the member that a hospital is, without a twin.
func newMember(h *Hospital) *member {
	m := &member{hospital: h}
	for k := range m.spent {
		m.spent[k], m.steered[k] = make([]float64, len(mechanisms)), make([]float64, len(mechanisms))
	}
	return m
}

// sameUnits says whether two scenarios give their references the same time, at all times.
func sameUnits(a, b *structure) bool {
	return slices.Equal(a.course(a.timeIn), b.course(b.timeIn))
}

// mayReport says whether services may spend time on ceremony: under a contract, or where what they code is paid, at any time.
func mayReport(c *Config) bool { return c.uses(contract) || c.uses(moneyAccounts) }

// Run runs one replication of all scenarios and writes their results into results, one for each scenario and reused
// from call to call.
func (c *Cohort) Run(ctx context.Context, seed uint64, replication, months int, results []RunResult) error {
	key := sim.NewKey(seed, replication)
	counted := months - months/2 // outcomes are averages over the second half
	var schedule sim.Schedule
	for k, m := range c.members {
		m.result = &results[k]
		m.result.clear(months)
		m.survey = nil
		if c.Survey {
			m.survey = newSurvey(months, months-counted)
		}
		m.lookClosely(c.Details)
	}
	for _, w := range c.works {
		w.reset(key)
		w.schedule(&schedule, months-counted)
	}
	if err := schedule.Run(ctx, months); err != nil {
		return err
	}
	for _, w := range c.works {
		for _, m := range w.members {
			m.conclude(w, months, counted)
		}
	}
	return nil
}

// lookClosely makes ready to look at services and pôles one by one, or not to.
func (m *member) lookClosely(yes bool) {
	switch {
	case !yes:
		m.closeUp, m.result.Details = nil, nil
	case m.closeUp == nil:
		m.closeUp = newCloseUp(m.hospital.structure)
	default:
		m.closeUp.clear()
	}
}

// reset draws the landscape of a replication and puts everybody at its start.
func (w *work) reset(key sim.Key) {
	resetLandscape(w.land, w.structure, key)
	w.alone.reset(w.land, key)
	w.whole.reset(w.land, key)
	w.aloneCare, w.wholeCare = 0, 0
	w.key = key
	for k, m := range w.members {
		m.hospital.reset(w.land, key)
		m.hospital.coverage = w.coverage(k, key)
		m.coverage, m.counted, m.seen = coverage{}, 0, 0
		m.formal = formalTime{}
		if m.twin != nil {
			m.twin.reset(w.land, key)
		}
		for k := range m.spent {
			clear(m.spent[k])
			clear(m.steered[k])
		}
	}
}

// formalTime is how the organisation says time is spent, over several months: the mean of its formal shares, weighted by
// units. A mean of equal shares stays what they are, to the bit.
type formalTime struct {
	share [maxMechanisms]float64
	units float64
}

// add takes in a month.
func (f *formalTime) add(h *Hospital) {
	f.units += h.formalUnits
	for k, share := range h.formalShare {
		f.share[k] += float64((share - f.share[k]) * (h.formalUnits / f.units))
	}
}

// coverage reckons the coverage of the kth member's perimeter, once for all members that have the same.
func (w *work) coverage(k int, key sim.Key) coverage {
	for _, m := range w.members[:k] {
		if slices.Equal(m.hospital.poleOf, w.members[k].hospital.poleOf) {
			return m.hospital.coverage
		}
	}
	return coverageOf(w.land, w.members[k].hospital.poleOf, key)
}

// schedule enters the landscape, then all who live on it, then those who watch. Months from first on count.
func (w *work) schedule(s *sim.Schedule, first int) {
	scheduleLandscape(w.land, w.structure, s)
	s.Monthly(w.alone)
	s.Monthly(w.whole)
	for _, m := range w.members {
		m.hospital.schedule(s)
		if m.twin != nil {
			m.twin.schedule(s)
		}
	}
	s.Observe(sim.ProcessFunc(func(month int) {
		if month >= first {
			w.aloneCare += w.alone.care()
			w.wholeCare += w.whole.care()
		}
		for _, m := range w.members {
			m.followPerimeter(w)
			m.observe(month, month >= first)
		}
	}))
}

// followPerimeter reckons coverage anew when another perimeter has come into force.
func (m *member) followPerimeter(w *work) {
	if m.seen < m.hospital.perimeters {
		m.seen = m.hospital.perimeters
		m.hospital.coverage = coverageOf(w.land, m.hospital.poleOf, w.key)
	}
}

// observe takes the month's outcomes.
func (m *member) observe(month int, counts bool) {
	for o := range m.result.Series {
		m.result.Series[o][month] = outcomes[o].observe(m.hospital)
	}
	if m.survey != nil {
		m.survey.see(m.hospital, month)
	}
	if !counts {
		return
	}
	if m.closeUp != nil {
		m.closeUp.see(m.hospital)
	}
	m.formal.add(m.hospital)
	m.counted++
	m.coverage.towards(m.hospital.coverage, 1/m.counted)
	m.count(0, m.hospital)
	if m.twin != nil {
		m.count(1, m.twin)
	}
}

// count adds the month's units of the hospital or of its twin.
func (m *member) count(of int, h *Hospital) {
	steered := h.underContract()
	for k, units := range h.tally.spent {
		m.spent[of][k] += units
		if steered {
			m.steered[of][k] += units
		}
	}
}

// mean is that of the months from first on in which outcome o means something; if there are none, of all from first on, in
// which it is neutral.
func (m *member) mean(o, first int) float64 {
	series, sum, n := m.result.Series[o], 0.0, 0
	add := func(from, to int) {
		for _, v := range series[from:to] {
			sum += v
		}
		n += to - from
	}
	if m.hospital.eachStretch(o, first, len(series), add); n == 0 {
		add(first, len(series))
	}
	return sum / float64(n)
}

// conclude turns the months into a run's outcomes.
func (m *member) conclude(w *work, months, counted int) {
	r, n := m.result, float64(counted)
	for o := range r.Series {
		r.Values[o] = m.mean(o, months-counted)
	}
	if m.survey != nil {
		r.States = m.survey.conclude()
	}
	if m.closeUp != nil {
		r.Details = m.closeUp.conclude(r.Details)
	}
	alone, whole := w.aloneCare/n, w.wholeCare/n
	put := func(name string, v float64) { r.Values[OutcomeIndex(name)] = v }
	if m.twin != nil {
		put("ceremoniality", ceremonialityOf(m.steered[0])-ceremonialityOf(m.steered[1]))
		put("ceremony_time", shareOf(m.spent[0], ceremonyAt)-shareOf(m.spent[1], ceremonyAt))
	}
	put("decoupling", decouplingOf(m.formal.share[:len(mechanisms)], m.spent[0]))
	put("care_uncoordinated", alone)
	put("care_full_information", whole)
	put("care_share_of_gap", ratio(r.Values[OutcomeIndex("care_effectiveness")]-alone, whole-alone))
	put("coverage", m.coverage.share)
	put("coverage_random", m.coverage.random)
	put("coverage_random_p95", m.coverage.upper)
}

// clear makes room for a run of so many months.
func (r *RunResult) clear(months int) {
	r.Values = slices.Grow(r.Values[:0], len(outcomes))[:len(outcomes)]
	clear(r.Values)
	r.Series = slices.Grow(r.Series[:0], monthly)[:monthly]
	for o := range r.Series {
		r.Series[o] = slices.Grow(r.Series[o][:0], months)[:months]
	}
}
