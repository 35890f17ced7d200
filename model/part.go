package model

import "polesim/sim"

// A part is a piece of the hospital beyond its core: steering by results as a cycle, the pôle as a social place, projects,
// people, money. Each is a type in a file of its own, a field of [Hospital] and a line of parts below. A part that a
// scenario leaves off changes nothing: what it shares with others (shared) stays at its neutral value, and it draws from
// streams of its own.
type part interface {
	// read takes in the parameters in force: before a replication, and whenever the time line changed some.
	read(h *Hospital)
	// reset puts the part at the start of a replication.
	reset(h *Hospital, key sim.Key)
	// opens enters what the part does in a month before services act.
	opens(h *Hospital, s *sim.Schedule)
	// closes enters what it does when services have acted and the month is measured.
	closes(h *Hospital, s *sim.Schedule)
}

// idle does nothing; parts embed it for what they leave out.
type idle struct{}

func (idle) read(*Hospital)                  {}
func (idle) reset(*Hospital, sim.Key)        {}
func (idle) opens(*Hospital, *sim.Schedule)  {}
func (idle) closes(*Hospital, *sim.Schedule) {}

// A listener is a part that hears of every meeting.
type listener interface {
	// met is told what the meeting was worth to its two services; both 0 where nothing was changed.
	met(h *Hospital, m *meeting, first, second float64)
}

// A regrouping part keeps something of pôles or of who is in them.
type regrouping interface {
	// regrouped is told that services changed pôle, before the part reads again. The pôles are the same as before, with
	// other members, or others altogether, of which nothing is known yet.
	regrouped(h *Hospital, same bool)
}

// install makes the parts of a hospital, in the order in which they act within a month.
func (h *Hospital) install() {
	for _, m := range mechanisms {
		m = atWork(m)
		h.mechanisms = append(h.mechanisms, m)
		if p, ok := m.(part); ok {
			h.parts = append(h.parts, p)
		}
	}
	h.technostructure, h.steering, h.money = newTechnostructure(h.n), newSteering(h.n), newMoney(h.n)
	h.staff, h.care = newStaff(h.n), newCare(h.n)
	h.social = newSocial()
	h.projects = newProjects(h.n)
	h.parts = append(h.parts, h.social, h.technostructure, h.staff, h.care, h.money, h.steering, h.projects)
	for _, p := range h.parts {
		if l, ok := p.(listener); ok {
			h.listeners = append(h.listeners, l)
		}
	}
}

// shared is what parts tell each other and the core, at its neutral value where nobody says otherwise.
type shared struct {
	slack      []float64   // time that a service has, relative to plan; 1. Multiplies attention. Written by planTime alone
	staffed    []float64   // people of a service for its patients, relative to the start; 1. Multiplies attention
	hiring     []float64   // share of a service's vacancies that money lets be filled, relative to that at a balanced result; 1
	appeal     []float64   // what draws candidates to a service beyond the ordinary; 0
	weariness  []float64   // of a service's people with what was imposed on them; 0
	belonging  []belonging // of each service
	acceptance []float64   // share of its contract's stakes that a service takes as its own; 1
	intrinsic  []float64   // what is left of the weight of care in what a service weighs; 1
	detached   []float64   // units of attention that a service's people give to their pôle's offices; 0. Taken from attention
	engaged    []float64   // units of attention that a service has promised to projects; 0. Taken from attention
}

// A belonging is how far a service feels that it belongs to its pôle and to its site, each in [0, 1].
type belonging struct{ pole, site float64 }

// neutral puts what is shared at its start.
func (h *Hospital) neutral() {
	for i := range h.n {
		h.slack[i], h.staffed[i], h.hiring[i] = 1, 1, 1
		h.appeal[i], h.weariness[i], h.detached[i], h.engaged[i] = 0, 0, 0, 0
		h.acceptance[i], h.intrinsic[i] = 1, 1
	}
}

// read takes in the parameters in force. Parts read last, so that they may put their own state in place of what a
// parameter says of a hospital without them.
func (h *Hospital) read() {
	for i := range h.people {
		h.people[i] = dispositionOf(h.structure, h.config, ServiceID(i))
		h.belonging[i] = belonging{
			pole: h.config.ServiceValue(ServiceID(i), belongingPole),
			site: h.config.ServiceValue(ServiceID(i), belongingSite),
		}
	}
	h.hospitalValues = valuesOf(h.structure, h.config)
	h.meetings.read(h.config)
	h.cover()
	h.readCharters()
	for _, p := range h.parts {
		p.read(h)
	}
	h.follow()
}

// follow reckons anew what follows from charters, from what services want and from what parts make of both.
func (h *Hospital) follow() {
	for i := range h.n {
		h.weigh(ServiceID(i))
	}
	h.reckonAttendance()
	h.reckonPlannedTime()
}
