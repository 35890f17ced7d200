package model

import "polesim/sim"

// A Hospital is one scenario in one replication: services with practices on a landscape, grouped in pôles. It is made
// once for a scenario and reset for each replication; inside a month it allocates nothing.
type Hospital struct {
	*structure
	*places
	config    *Config // the parameters in force
	practices Practices
	month     int
	key       sim.Key // of the replication

	// Perimeter and charters.
	poleOf       []PoleID
	poles        []pole
	next         []PoleID  // room for another perimeter
	perimeters   int       // how many were in force before this one
	siteActivity []float64 // activity of each pôle on each site
	siteMembers  []float64 // services of each pôle on each site

	mechanisms []Mechanism // as they work here, in the order of the list
	parts      []part      // in the order in which they act
	listeners  []listener
	social     *social
	projects   *projects
	shared
	staff *staff
	care  *care
	alone *searcher // the reference that searches alone on the same landscape; nil outside a cohort

	technostructure *technostructure
	steering        *steering
	money           *money
	timePlanned     bool // whether slack follows from parts

	// Services.
	people      []disposition
	goals       []goals
	lambda      []float64 // weight of the economy in acceptance
	scholarship []float64 // weight of academic value beside care
	intent      []intent
	attraction  []float64 // what service i expects of mechanism k, at i·mechanisms + k
	gaming      []float64 // reporting effort in force, in [0, 1]
	caseMix     []float64
	indicator   []float64
	counted     []float64   // weight of each contribution in its service's indicator
	caring      []float64   // care effectiveness, at the end of the month
	scholarly   []float64   // academic effectiveness then
	margin      []float64   // margin effectiveness then
	serviceOf   []ServiceID // of each contribution

	relations  relations
	agreements agreements
	meetings   meetings
	tally      tally
	deeds      []deeds // of each service, this month
	keys       hospitalKeys

	// Parameters in the units of effectiveness.
	hospitalValues
	steered     bool // false: λ is 0 throughout, the twin against which ceremony is counted
	formalShare []float64
	formalUnits float64 // of time in a month, by the hospital's plan
	coverage    coverage
	stream      sim.Stream // of the unit being spent: kept here so that it is not allocated
	now         values     // of the month that observers look at
}

// hospitalValues are the hospital-wide parameters read inside a month.
type hospitalValues struct {
	switchingCost, timeCost, temperature      float64
	hint, knowledgeGain, trustGain, trustLoss float64
	familiarity                               float64
	agreementMonths                           int
	goalContagion, goalTolerance              float64
	goalSteering                              float64
	caseMixSD, caseMixPersistence             float64
	houseAgenda                               agenda // outside pôles
	wanted                                    goals  // the direction's
}

// hospitalKeys are the random streams of the processes.
type hospitalKeys struct {
	attention, search, presence, informal, items, order, meetings, breaches, measurement, caseMix, goals, coverage, owners sim.Key
}

// A tally counts what happened in a month.
type tally struct {
	spent                                           []float64 // units of time by mechanism
	agreementsPair, agreementsPole, agreementsHouse int
	breaches, changes                               int
	decisions, decisionsObeyed                      int // of chiefs of pôle, in meetings
	meetingUnits, metUnits, informalUnits           float64
	dialogueUnits, ownerUnits                       float64
}

func (t *tally) clear() {
	clear(t.spent)
	*t = tally{spent: t.spent}
}

// newHospital returns the hospital of a structure, empty until reset. An unsteered one has λ = 0.
func newHospital(s *structure, steered bool) *Hospital {
	h := &Hospital{structure: s, places: s.eras[0].places, config: s.eras[0].config, steered: steered}
	n, k := s.n, len(mechanisms)
	h.people = make([]disposition, n)
	h.goals = make([]goals, n)
	h.lambda, h.scholarship = make([]float64, n), make([]float64, n)
	h.gaming, h.caseMix, h.indicator = make([]float64, n), make([]float64, n), make([]float64, n)
	h.caring, h.margin, h.counted = make([]float64, n), make([]float64, n), make([]float64, n*s.m)
	h.scholarly = make([]float64, n)
	h.deeds = make([]deeds, n)
	h.intent = make([]intent, n)
	h.attraction = make([]float64, n*k)
	h.tally.spent = make([]float64, k)
	h.formalShare = make([]float64, k)
	h.serviceOf = make([]ServiceID, n*s.m)
	for c := range h.serviceOf {
		h.serviceOf[c] = ServiceID(c / s.m)
	}
	h.belonging = make([]belonging, n)
	for _, values := range []*[]float64{&h.slack, &h.staffed, &h.hiring, &h.appeal, &h.weariness, &h.detached, &h.engaged,
		&h.acceptance, &h.intrinsic} {
		*values = make([]float64, n)
	}
	h.meetings.init(s)
	h.install()
	return h
}

// valuesOf reads the hospital-wide parameters in force.
func valuesOf(s *structure, c *Config) hospitalValues {
	v := c.Value
	h := hospitalValues{
		switchingCost: v(switchingCost) * s.unit, timeCost: v(timeCost) * s.unit, temperature: v(temperature) * s.unit,
		hint: v(hint), knowledgeGain: v(knowledgeGain), trustGain: v(trustGain), trustLoss: v(trustLoss),
		familiarity: v(familiarity) * v(trustGain), agreementMonths: int(v(agreementMonths)),
		goalContagion: v(goalContagion), goalTolerance: v(goalTolerance), goalSteering: v(goalSteering),
		caseMixSD: v(caseMixSD), caseMixPersistence: v(caseMixPersistence),
		houseAgenda: agendaOf(v), wanted: directionGoals(v),
	}
	return h
}

// reset starts a replication on a landscape that has been reset to the same key.
func (h *Hospital) reset(l *Landscape, key sim.Key) {
	h.month, h.perimeters, h.key = 0, 0, key
	h.config, h.places = h.eras[0].config, h.eras[0].places
	h.practices.Reset(l, startOf(h.structure, key))
	h.keys = hospitalKeys{
		attention: key.Named("attention"), presence: key.Named("presence"), informal: key.Named("informal"), order: key.Named("order"),
		meetings: key.Named("meetings"), breaches: key.Named("breaches"), measurement: key.Named("measurement"),
		caseMix: key.Named("case mix"), goals: key.Named("goals"), coverage: key.Named("coverage of indicators"), search: key.Named("search"), items: key.Named("items"),
		owners: key.Named("owners of pathways"),
	}
	h.neutral()
	h.layPerimeter(key)
	h.relations.reset(h.config, h.poleOf)
	h.agreements.reset(h.n * h.m)
	clear(h.attraction)
	clear(h.gaming)
	h.tally.clear()
	clear(h.deeds)
	for i := range h.n {
		h.goals[i] = h.firstGoals(ServiceID(i))
	}
	h.read()
	h.acquaint()
	for i := range h.n {
		s := h.keys.caseMix.At(i, 0)
		h.caseMix[i] = .5 + float64(h.caseMixSD*s.Normal())
	}
	for _, p := range h.parts {
		p.reset(h, key)
	}
	h.follow() // a part may start from what another one left of the last replication when it read
}

// schedule enters the hospital's processes; its landscape moves before them.
func (h *Hospital) schedule(s *sim.Schedule) {
	monthly := func(step func()) {
		s.Monthly(sim.ProcessFunc(func(month int) { h.month = month; step() }))
	}
	h.scheduleEras(s)
	monthly(h.begin)
	for _, p := range h.parts {
		p.opens(h, s)
	}
	for _, step := range []func(){h.intend, h.meet, h.attend, h.steerGoals, h.measure} {
		monthly(step)
	}
	for _, p := range h.parts {
		p.closes(h, s)
	}
}

// begin opens a month: what the landscape drew anew is taken in, relations fade.
func (h *Hospital) begin() {
	h.tally.clear()
	clear(h.deeds)
	h.practices.Renew()
	h.relations.pass(h.month)
}

// weigh brings λ and the weight of academic value up to date with service i's goals.
func (h *Hospital) weigh(i ServiceID) {
	const most = .6 // care is always weighed
	g := &h.goals[i]
	h.scholarship[i] = 0
	if clinical := g.care + g.academic; clinical > 0 {
		h.scholarship[i] = g.academic / clinical
	}
	h.lambda[i] = 0
	if h.steered {
		stake := float64(h.poles[h.poleOf[i]].stake * h.acceptance[i])
		h.lambda[i] = min(most, g.economy+stake+h.money.pressure)
	}
}
