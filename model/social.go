package model

import (
	"slices"

	"polesim/sim"
)

// social is the pôle as a social place: how far it is accepted, who feels part of it, what its chief does with his
// time, how mandates end, and what it changes of its own charter. Each concept has its file, its state and its switch;
// here is the order in which they act. What they bring about, they put into the pôles' charters in force.
type social struct {
	recognition recognition
	identity    identity
	chiefs      chiefs
	liaison     liaison
	forms       forms
	mandates    mandates
	founding    []founding
	members     []ServiceID // by pôle
	first       []int       // place in members of each pôle's first, and of the end
	starting    bool        // nothing is known of the pôles in force yet
	still       bool        // all is off
}

// founding is the charter of a pôle as written, before what the pôle made of it.
type founding struct {
	form
	legitimacy, negotiated float64
}

// newSocial returns the part, everything off.
func newSocial() *social { return &social{starting: true} }

// read takes in parameters and charters as written, and puts the state of each concept in place of them.
func (s *social) read(h *Hospital) {
	poles := len(h.poles)
	s.founding = slices.Grow(s.founding[:0], poles)[:poles]
	for p := range h.poles {
		pole := &h.poles[p]
		s.founding[p] = founding{
			form:       form{ambiguity: pole.ambiguity, agenda: pole.agenda, seat: pole.seat},
			legitimacy: pole.legitimacy, negotiated: pole.negotiated,
		}
	}
	s.enrol(h)
	s.liaison.read(h)
	for p := range s.founding {
		s.founding[p].offices = s.liaison.offices(h, PoleID(p))
	}
	s.forms.read(h, s.founding)
	s.recognition.read(h, s.founding)
	s.identity.read(h)
	s.chiefs.read(h)
	s.mandates.read(h)
	s.still = !s.forms.on && !s.recognition.on && !s.identity.on && !s.chiefs.on && !s.liaison.on && !s.mandates.on
	if s.starting {
		s.begin(h)
	}
	s.put(h)
}

// enrol lists the members of each pôle.
func (s *social) enrol(h *Hospital) {
	s.first = slices.Grow(s.first[:0], len(h.poles)+1)[:len(h.poles)+1]
	clear(s.first)
	for _, p := range h.poleOf {
		s.first[p]++
	}
	sum := 0
	for p := range s.first {
		sum += s.first[p]
		s.first[p] = sum
	}
	s.members = slices.Grow(s.members[:0], h.n)[:h.n]
	for i := h.n - 1; i >= 0; i-- {
		p := h.poleOf[i]
		s.first[p]--
		s.members[s.first[p]] = ServiceID(i)
	}
}

// of lists the members of a pôle.
func (s *social) of(p PoleID) []ServiceID { return s.members[s.first[p]:s.first[p+1]] }

// begin puts pôles of which nothing is known yet at their start.
func (s *social) begin(h *Hospital) {
	s.starting = false
	s.forms.begin(s.founding)
	s.recognition.begin(s.founding)
	s.chiefs.begin(h, s)
}

// put writes what the pôles made of their charters into the charters in force.
func (s *social) put(h *Hospital) {
	clear(h.detached)
	for p := range h.poles {
		h.poles[p].draw = 0
	}
	s.forms.put(h)
	s.recognition.put(h)
	s.identity.put(h)
	s.chiefs.put(h, s)
	s.liaison.put(h, s)
	s.mandates.put(h)
	for i := range h.detached {
		h.detached[i] = min(h.detached[i], h.people[i].attention/2) // no office takes more than half
	}
}

// reset starts a replication.
func (s *social) reset(h *Hospital, key sim.Key) {
	s.identity.begin(h)
	s.forms.key, s.liaison.key, s.chiefs.key = key.Named("forms"), key.Named("liaison"), key.Named("decisions")
	s.mandates.reset(key)
	s.begin(h)
	s.put(h)
	h.reckonAttendance()
	h.reckonPlannedTime()
}

// regrouped is told that services changed pôle.
func (s *social) regrouped(h *Hospital, same bool) { s.starting = s.starting || !same }

// opens renews mandates and, once a quarter, tries changes of charters; then chiefs divide their time and those in
// liaison offices do their work.
func (s *social) opens(h *Hospital, schedule *sim.Schedule) {
	schedule.Monthly(sim.ProcessFunc(func(month int) {
		if s.still {
			return
		}
		s.mandates.renew(h, s)
		if quarter := month % 3; s.forms.on && quarter == 0 {
			s.forms.try(h, s)
			s.put(h)
			h.reckonAttendance()
			h.reckonPlannedTime()
		}
		s.chiefs.divide(h, s)
		s.put(h)
		s.liaison.introduce(h, s)
	}))
}

// met hears of a meeting.
func (s *social) met(h *Hospital, m *meeting, first, second float64) {
	s.identity.met(h, m)
	if m.place == poleArena {
		p := h.poleOf[m.first]
		s.recognition.met(p, m.decided, first, second)
		s.forms.met(p, first+second)
	}
}

// closes draws the lessons of the month: belonging follows whom services met, legitimacy what meetings were worth. Once
// a quarter trials of charters are judged, and services make up their minds anew whether to come.
func (s *social) closes(h *Hospital, schedule *sim.Schedule) {
	schedule.Monthly(sim.ProcessFunc(func(month int) {
		if s.still {
			return
		}
		s.identity.follow(h)
		s.recognition.follow(h)
		if quarter := month % 3; quarter == 2 {
			s.forms.judge(h)
			s.put(h)
			h.reckonAttendance()
			h.reckonPlannedTime()
		}
	}))
}
