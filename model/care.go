package model

import (
	"math"

	"polesim/sim"
)

// Care in planners' units. What happens in the model is told in days, %, hours and euros by links: some rest on
// published data, some are assumed, sign and all; each outcome says which. Nothing of it acts back unless
// care.feedback.
var (
	careUnits = declare(Parameter{Key: "care.units", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether what happens is also told in planners' units: stays, beds, waiting, readmissions, hours of meetings and their wage.",
		Source: "scenario"})
	careFeedback = declare(Parameter{Key: "care.feedback", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether the load of staff follows days of patients instead of stays: longer stays then overload, needs staff.posts.",
		Source: "scenario"})
	burnIn = declare(Parameter{Key: "care.burn_in", Kind: Count, Scope: Hospitalwide, Unit: "months", Default: 36, Min: 2, Max: mostBurnIn,
		Help:   "Months after which the fit at which stays are ordinary is settled: that of uncoordinated search on the same landscape, mean over the second half of them. Until then it is that search's fit of the month.",
		Source: "convention: care is flat after three years"})
	meetingHours = declare(Parameter{Key: "care.meeting_hours", Scope: Hospitalwide, Unit: "hours", Default: 13, Min: 1, Max: 60,
		Help:   "Hours that a meeting unit takes one service.",
		Source: "assumption: a unit a month is three hours a week of a head of service"})
	wage = declare(Parameter{Key: "care.wage", Scope: Hospitalwide, Unit: "€ per hour", Default: 65, Min: 10, Max: 300,
		Help:   "What an hour of those who meet costs.",
		Source: "assumption: a hospital practitioner costs some 105,000 € a year, for 1,600 hours"})
)

// care is the part: pathways, beds, and what a month was in planners' units.
type care struct {
	idle
	on, feedback    bool
	untold          bool // nobody asks what months were, and nothing follows from it
	since           int  // month in which following began
	layout          layout
	ward            []bool
	pathways        []pathway
	routes          []route // of all pathways
	owners          owners
	beds            []float64 // of each service
	queueing        []float64 // of each ward: see queueing
	ordinary        []float64 // patients present on an ordinary day, by service
	ordinaryOff     []float64 // share of patients in other services' beds then
	fit             []float64 // care effectiveness of each service this month
	alone           []float64 // scratch: that of services that search alone
	present         []float64 // patients present on a day of this month
	through         []float64 // their stays a year
	off             []float64 // share of patients in other services' beds this month
	burden          []float64 // days of patients in each service, relative to the ordinary; 1 without beds
	surge           []float64
	month           monthOfCare
	moved           monthOfCare // what of a month follows from who comes and where pôles end alone: stays and moves
	reference       reference
	stayValues      stayValues
	burnIn          int
	hours, hourWage float64
}

// monthOfCare is what a month was. Sums over stays a year, weighted by volume.
type monthOfCare struct {
	stays, fit, days, handover, readmitted               float64
	emergencyStays, emergencyMoves, wardMoves, poleMoves float64
	patients, beds                                       float64
	placed, off, waited                                  float64 // stays in wards, of these off service, hours waited
}

// reference is the fit at which stays are ordinary: what services reach that search alone on the same landscape. It is
// the same for all governances of a hospital. A governance's own first years would not do: where it is in force from
// the start, most of what it does would be taken off itself.
type reference struct {
	fit     float64
	of      [mostBurnIn]float64 // fit of each month of the burn-in
	settled int                 // length of the burn-in over which the fit is settled; 0: not yet
}

// mostBurnIn is the most months that a burn-in takes.
const mostBurnIn = 600

func newCare(n int) *care {
	c := &care{}
	for _, values := range []*[]float64{&c.beds, &c.queueing, &c.ordinary, &c.ordinaryOff, &c.fit, &c.alone,
		&c.present, &c.through, &c.off, &c.burden, &c.surge} {
		*values = make([]float64, n)
	}
	return c
}

// read takes in the parameters in force.
func (c *care) read(h *Hospital) {
	v := h.config.Value
	was := c.on
	c.on, c.feedback, c.burnIn = v(careUnits) != 0, v(careFeedback) != 0, int(v(burnIn))
	c.hours, c.hourWage = v(meetingHours), v(wage)
	if !c.on {
		c.owners.read(h, c)
		return
	}
	for i := range c.surge {
		c.surge[i] = h.config.ServiceValue(ServiceID(i), surge)
	}
	c.draw(h, layout{
		number: v(pathwayNumber), emergency: v(pathwayEmergency), transfers: v(pathwayTransfers), stays: v(wardStays),
	})
	c.owners.read(h, c)
	c.readStays(v)
	c.furnish(v(staysPerBed), v(stayDays))
	c.accustom()
	c.count(h)
	if !was {
		c.begin(h.month)
	}
}

// draw draws the pathways, once for each layout.
func (c *care) draw(h *Hospital, l layout) {
	if c.ward == nil {
		c.ward = hasBeds(h.config.Services)
	}
	if l != c.layout {
		c.layout, c.pathways = l, drawPathways(h.structure, c.ward, l)
		c.routes = routesOf(c.pathways)
	}
}

// begin starts to follow stays: last month was ordinary.
func (c *care) begin(month int) {
	c.since, c.reference, c.month = month, reference{}, monthOfCare{}
	for i := range c.ward {
		c.off[i], c.burden[i] = c.ordinaryOff[i], 1
	}
}

func (c *care) reset(h *Hospital, _ sim.Key) {
	if c.on {
		c.begin(0)
	}
}

// feedsBack says whether the load of service i's staff follows days of patients.
func (c *care) feedsBack(i ServiceID) bool { return c.on && c.feedback && c.ward[i] }

// closes tells the month in planners' units.
func (c *care) closes(h *Hospital, s *sim.Schedule) {
	s.Monthly(sim.ProcessFunc(func(month int) {
		if !c.on || c.untold {
			return
		}
		copy(c.fit, h.caring)
		c.refer(h, month-c.since)
		c.treat()
		c.fill()
	}))
}

// refer settles the fit at which stays are ordinary.
func (c *care) refer(h *Hospital, month int) {
	r := &c.reference
	if month >= c.burnIn {
		if r.settled != c.burnIn { // an event brought the end forward
			r.settle(c.burnIn)
		}
		return
	}
	fits := c.fit
	if h.alone != nil {
		fits = c.alone
		for i := range fits {
			fits[i] = h.alone.practices.Care(i)
		}
	}
	for k := range c.routes {
		c.routes[k].fit = c.routes[k].mean(fits)
	}
	total, stays := 0.0, 0.0
	for f := range c.pathways {
		p := &c.pathways[f]
		total += float64(p.volume * c.routes[p.route].fit)
		stays += p.volume
	}
	r.fit = total / stays
	r.of[month] = r.fit
	if month == c.burnIn-1 {
		r.settle(c.burnIn)
	}
}

// settle takes the mean over the second half of a burn-in, as far as it is known: a shorter one may have ended before.
func (r *reference) settle(burnIn int) {
	sum, months := 0.0, 0
	for _, fit := range r.of[burnIn/2 : burnIn] {
		if fit > 0 {
			sum += fit
			months++
		}
	}
	r.settled = burnIn
	if months > 0 {
		r.fit = sum / float64(months)
	}
}

// hoursOfMeetings are those of a service in a month.
func (h *Hospital) hoursOfMeetings() float64 {
	if !h.care.on {
		return 0
	}
	return (h.tally.metUnits + h.tally.informalUnits) / float64(h.n) * h.care.hours
}

const ofStays = " Acute stays only; not those of psychiatry, rehabilitation and long-term care."

// monthOfStays is an outcome of the month of care, and what it is where care is not followed.
func monthOfStays(o Outcome, neutral float64, of func(m *monthOfCare) float64) Outcome {
	o.Monthly, o.Part, o.While = true, "care.units", withUnits
	o.observe = func(h *Hospital) float64 {
		if !h.care.on {
			return neutral
		}
		return of(&h.care.month)
	}
	return o
}

var careOutcomes = []Outcome{
	monthOfStays(Outcome{Name: "pathway_fit", Label: "fit of pathways", Unit: indexUnit,
		Meaning: "Mean care effectiveness of the services that a pathway passes, by stays: what stays, readmission and waiting follow." + ofStays},
		0, func(m *monthOfCare) float64 { return ratio(m.fit, m.stays) }),
	monthOfStays(Outcome{Name: "length_of_stay", Label: "length of stay", Unit: "days", Basis: Assumed,
		Meaning: "Mean days of a stay. The level is the national mean; that better fit shortens stays is assumed, sign and size." + ofStays},
		defaultOf(stayDays), func(m *monthOfCare) float64 { return ratio(m.days, m.stays) }),
	monthOfStays(Outcome{Name: "handover_delay", Label: "delay at handovers", Unit: "days per stay", Basis: Assumed,
		Meaning: "Days of a stay lost at moves between services, part of length_of_stay; an owner of the pathway saves some, as assumed."},
		0, func(m *monthOfCare) float64 { return ratio(m.handover, m.stays) }),
	monthOfStays(Outcome{Name: "readmission_30d", Label: "readmitted within 30 days", Unit: "%", Basis: Assumed,
		Meaning: "Share of stays followed by another within 30 days. The level is general knowledge, not checked; that better fit lowers it is assumed, sign and size."},
		defaultOf(readmission), func(m *monthOfCare) float64 { return 100 * ratio(m.readmitted, m.stays) }),
	monthOfStays(Outcome{Name: "occupancy", Label: "occupancy of beds", Unit: "%", Basis: Defensible, Between: Assumed,
		Meaning: "Patients over beds, by stays, days and beds; above 100 where there are more patients than beds. A difference between governances comes from length of stay, whose link is assumed."},
		100*defaultOf(staysPerBed)*defaultOf(stayDays)/daysOfYear,
		func(m *monthOfCare) float64 { return 100 * ratio(m.patients, m.beds) }),
	monthOfStays(Outcome{Name: "off_service", Label: "patients in another service's bed", Unit: "%", Basis: Defensible, Between: Assumed,
		Meaning: "Share of patients for whom their ward has no bed, if arrivals are at random; as for occupancy, differences follow from length of stay."},
		0, func(m *monthOfCare) float64 { return 100 * ratio(m.off, m.placed) }),
	monthOfStays(Outcome{Name: "waiting", Label: "wait for a bed", Unit: "hours", Basis: Defensible, Between: Assumed,
		Meaning: "Hours that a patient would wait for a bed of the ward if nobody were placed elsewhere, by the usual formula for queues; as for occupancy, differences follow from length of stay."},
		0, func(m *monthOfCare) float64 { return ratio(m.waited, m.placed) }),
	monthOfStays(Outcome{Name: "moves_per_stay", Label: "moves in an emergency stay", Unit: "per stay", Basis: Defensible,
		Meaning: "Moves between services in stays that come through an emergency department, the move out of it included; 0 without such stays. Calibrated to movement logs."},
		0, func(m *monthOfCare) float64 { return ratio(m.emergencyMoves, m.emergencyStays) }),
	monthOfStays(Outcome{Name: "ward_moves_per_stay", Label: "moves from ward to ward", Unit: "per stay", Basis: Defensible,
		Meaning: "Moves from ward to ward in a stay. Calibrated to movement logs; listed flows as they are."},
		0, func(m *monthOfCare) float64 { return ratio(m.wardMoves, m.stays) }),
	monthOfStays(Outcome{Name: "pole_moves", Label: "moves that leave a pôle", Unit: "%", Basis: Defensible,
		Meaning: "Share of moves from ward to ward that cross from one pôle to another; 0 without moves."},
		0, func(m *monthOfCare) float64 { return 100 * ratio(m.poleMoves, m.wardMoves) }),
	{Name: "meeting_hours",
		Label: "hours of meetings", Unit: "hours per service and month", Monthly: true, Part: "care.units", While: withUnits, Basis: Assumed,
		Meaning: "Hours of a service in meetings that took place, informal ones included: units at an assumed length.",
		observe: (*Hospital).hoursOfMeetings},
	{Name: "meeting_cost",
		Label: "wage of meetings", Unit: "€ per service and month", Monthly: true, Part: "care.units", While: withUnits, Basis: Assumed,
		Meaning: "What these hours cost in wages, at an assumed wage.",
		observe: func(h *Hospital) float64 { return h.hoursOfMeetings() * h.care.hourWage }},
}

// defaultOf returns the default of a parameter.
func defaultOf(id ParameterID) float64 { return registry[id].Default }

var careStates = []State{
	{Name: "occupancy", Of: "service with beds", Unit: "patients per bed", High: math.Inf(1), Parts: []string{"care.units"},
		each: ofWards(func(c *care, i int) float64 { return c.present[i] / c.beds[i] })},
	{Name: "off_service", Of: "service with beds", Unit: "share of patients", High: 1, Parts: []string{"care.units"},
		each: ofWards(func(c *care, i int) float64 { return c.off[i] })},
}

// ofWards is a state of each service that has beds.
func ofWards(of func(c *care, i int) float64) func(*Hospital, func(float64)) {
	return func(h *Hospital, see func(float64)) {
		if c := h.care; c.on {
			for i := range c.ward {
				if c.ward[i] {
					see(of(c, i))
				}
			}
		}
	}
}
