package model

import (
	"math"

	"polesim/sim"
)

// An arena is a place where services meet.
type arena int

const (
	poleArena        arena = iota // the pôle's own meetings
	institutionArena              // hospital-wide meetings
	networkArena                  // workflow neighbours, two by two
	noArena                       // no meeting: the unit goes back to skills
	pathwayArena                  // services of a pathway whose owner calls them: no weight, units of the others
	arenas
)

// meetings hold who comes together in a month. All governances have the same units; an arena only says where.
type meetings struct {
	units    float64           // per service and month
	share    [arenas]float64   // of the units
	informal bool              // whether attention may bring services together too
	comes    [][arenas]float64 // attendance of each service
	order    []ServiceID       // this month's order of services
	place    []arena           // where each service is present in this round
	unused   []int             // units of each service that came to nothing
	current  meeting           // the one being held
	single   []ServiceID       // the one who waits for a partner: by pôle, and last for the institution
}

// A meeting is two services with an item.
type meeting struct {
	first, second ServiceID
	place         arena
	ambiguity     float64
	agenda        agenda
	bits          [2]int // practices at stake: of first, of second; −1 for none
	decided       bool   // by the pôle's chief
}

// An item is a kind of matter that a meeting settles.
type item int

const (
	openItem    item = iota // left to those who meet
	plannedItem             // set by the plan; in pôles only
	decidedItem             // settled by the pôle's chief; in pôles only
	items
)

// An agenda is what two services weigh on an open item; sums to 1.
type agenda struct{ clinical, academic, economic float64 }

func agendaOf(value func(ParameterID) float64) agenda {
	a := agenda{value(agendaClinical), value(agendaAcademic), value(agendaEconomic)}
	total := a.clinical + a.academic + a.economic
	if total == 0 {
		return agenda{clinical: 1}
	}
	return agenda{a.clinical / total, a.academic / total, a.economic / total}
}

func (m *meetings) init(s *structure) {
	m.comes = make([][arenas]float64, s.n)
	m.order = make([]ServiceID, s.n)
	m.place = make([]arena, s.n)
	m.unused = make([]int, s.n)
	m.single = make([]ServiceID, s.n+1)
}

// read takes in the parameters in force.
func (m *meetings) read(c *Config) {
	v := c.Value
	m.units, m.informal = v(meetingUnits), v(informal) != 0
	m.share = [arenas]float64{v(arenaPole), v(arenaInstitution), v(arenaNetwork), v(arenaNone), 0}
	total := 0.0
	for _, share := range m.share {
		total += share
	}
	if total == 0 {
		m.share[noArena], total = 1, 1
	}
	for a := range m.share {
		m.share[a] /= total
	}
}

// calls are what it weighs when a service is called to a meeting.
type calls struct{ floor, plainness, distance float64 }

func (h *Hospital) calls() calls {
	v := h.config.Value
	return calls{v(attendanceFloor), v(legibilityWeight), v(distanceCost)}
}

// answer is the chance that a service comes: floor + (1 − floor)·logistic(w·legibility + 2·legitimacy + 2·belonging − 3 −
// distance + what else draws), where legibility is how plain it is what a meeting is about.
func (c calls) answer(legibility, legitimacy, belonging, away, draw float64) float64 {
	x := float64(c.plainness*legibility) + float64(2*legitimacy) + float64(2*belonging) - 3 - float64(away*c.distance) + draw
	return c.floor + float64((1-c.floor)*sim.Logistic(x))
}

// reckonAttendance reckons each service's attendance.
func (h *Hospital) reckonAttendance() {
	v, attendance := h.config.Value, h.calls().answer
	institution, network, house := v(institutionLegibility), v(networkLegibility), v(legitimacy)
	for i := range h.meetings.comes {
		p, b := &h.poles[h.poleOf[i]], &h.belonging[i]
		site, comes := h.config.Services[i].Site, &h.meetings.comes[i]
		comes[poleArena] = attendance(1-p.ambiguity, p.legitimacy, b.pole, h.away(ServiceID(i))*(1-p.relief), p.draw)
		if h.meetings.share[institutionArena] > 0 { // nobody comes where nobody is called
			comes[institutionArena] = attendance(institution, house, b.site, elsewhere(site != h.house), 0)
		}
		if h.meetings.share[networkArena] > 0 {
			comes[networkArena] = attendance(network, house, b.site, h.abroad[i], 0)
		}
		comes[pathwayArena] = 0
		if o := &h.care.owners; len(o.called) > 0 { // as they would come to meet a neighbour
			comes[pathwayArena] = attendance(network, house, b.site, o.away[i], 0)
		}
	}
}

// elsewhere is how far a meeting is off: 1 on another site.
func elsewhere(away bool) float64 {
	if away {
		return 1
	}
	return 0
}

// meet is the month of meetings: in each round every service offers a unit to an arena, those present come together
// two by two in random order, and the units of all others go back to skills.
func (h *Hospital) meet() {
	m := &h.meetings
	for i := range m.order {
		m.order[i] = ServiceID(i)
	}
	s := h.keys.order.At(0, h.month)
	for i := len(m.order) - 1; i > 0; i-- {
		j := s.IntN(i + 1)
		m.order[i], m.order[j] = m.order[j], m.order[i]
	}
	clear(m.unused)
	rounds := int(math.Ceil(m.units))
	for round := range rounds {
		h.gather(round)
		h.pairUp(round)
	}
	if m.informal && m.share[noArena] < 1 {
		formal := h.tally.metUnits
		for unit := 0; h.gatherInformally(unit); unit++ {
			h.pairUp(rounds + unit)
		}
		h.tally.metUnits, h.tally.informalUnits = formal, h.tally.metUnits-formal
	}
}

// gather decides where each service is present in a round.
func (h *Hospital) gather(round int) {
	m := &h.meetings
	for i := range m.place {
		m.place[i] = noArena
		s := h.keys.presence.At(i, h.month*maxUnits+round)
		if left := m.units - float64(round); left < 1 && !s.Bernoulli(left) {
			continue
		}
		h.tally.meetingUnits++
		h.deeds[i].offered++
		if round == 0 && h.steering.takes(h, ServiceID(i)) {
			continue
		}
		place := arena(pickShare(m.share[:], s.Float64()))
		if h.care.owners.calls(h, i, round) {
			place = pathwayArena
		}
		if place == noArena || !s.Bernoulli(m.comes[i][place]) {
			m.unused[i]++
			continue
		}
		m.place[i] = place
	}
}

// gatherInformally brings those together who mean to spend this unit of attention on a colleague. It returns false
// when nobody has so many units.
func (h *Hospital) gatherInformally(unit int) (any bool) {
	m := &h.meetings
	for i := range m.place {
		m.place[i] = noArena
		if unit >= h.intent[i].units {
			continue
		}
		any = true
		if !alone[h.intent[i].mechanism[unit]] {
			s := h.keys.informal.At(i, h.month*maxUnits+unit)
			m.place[i] = arena(pickShare(m.share[:noArena], s.Float64()*(1-m.share[noArena])))
		}
	}
	return any
}

// pairUp brings those present together: in a pôle and in the institution each with the next who is there, in the
// network each with a workflow neighbour who is there too, and where owners call with another service of a pathway.
func (h *Hospital) pairUp(round int) {
	m := &h.meetings
	house := len(h.poles)
	for p := range house + 1 {
		m.single[p] = nobody
	}
	for _, i := range m.order {
		var table int
		switch m.place[i] {
		case noArena:
			continue
		case networkArena:
			h.seekNeighbour(i, round)
			continue
		case pathwayArena:
			h.seekOnPathway(i, round)
			continue
		case poleArena:
			table = int(h.poleOf[i])
		case institutionArena:
			table = house
		}
		if j := m.single[table]; j == nobody {
			m.single[table] = i
		} else {
			m.single[table] = nobody
			h.hold(j, i, m.place[i], round)
		}
	}
	for _, i := range m.single[:house+1] {
		if i != nobody {
			m.unused[i]++
		}
	}
}

// seekNeighbour pairs service i with a neighbour who is present in the network and still free.
func (h *Hospital) seekNeighbour(i ServiceID, round int) {
	const tries = 8
	m := &h.meetings
	s := h.keys.meetings.At(int(i), h.month*maxUnits+round)
	for range tries {
		j := h.neighbours.pick(i, &s)
		if j == nobody {
			break
		}
		if m.place[j] == networkArena {
			m.place[i], m.place[j] = noArena, noArena
			h.hold(i, j, networkArena, round)
			return
		}
	}
	m.place[i] = noArena
	m.unused[i]++
}

// hold holds one meeting: each learns something of the other's work, and the item is open, follows the plan or is decided by
// the chief.
func (h *Hospital) hold(i, j ServiceID, place arena, round int) {
	m := &h.meetings
	mt, s := &m.current, &h.stream
	*mt = meeting{first: i, second: j, place: place, ambiguity: 1, agenda: h.houseAgenda}
	kind := openItem
	*s = h.keys.items.At(int(i), h.month*maxUnits+round)
	if place == poleArena {
		p := &h.poles[h.poleOf[i]]
		mt.ambiguity, mt.agenda = p.ambiguity, p.agenda
		if !s.Bernoulli(p.ambiguity) {
			kind = plannedItem
		}
		if mt.decided = h.social.chiefs.settles(h, i, round); mt.decided {
			kind = decidedItem
		}
	}
	mechanism := settledBy[kind]
	h.relations.learn(i, j, h.knowledgeGain)
	h.relations.learn(j, i, h.knowledgeGain)
	h.choosePractices(mt, s)
	first, second := h.mechanisms[mechanism].(Together).Hold(h, mt, s)
	if chosen[mechanism] {
		h.learn(i, mechanism, first-h.timeCost)
		h.learn(j, mechanism, second-h.timeCost)
	}
	for _, l := range h.listeners {
		l.met(h, mt, first, second)
	}
	h.tally.spent[mechanism] += 2
	h.tally.metUnits += 2
	if place == pathwayArena {
		h.tally.ownerUnits += 2
	}
	if float64(round) < m.units { // units of attention come after
		h.deeds[i].met++
		h.deeds[j].met++
	}
}

// choosePractices settles what a meeting is about: practices that touch each other if the two know each other's work
// or happen on them, else any two; of the first, of the second, or of both.
func (h *Hospital) choosePractices(mt *meeting, s *sim.Stream) {
	know := float64(h.relations.of(mt.first, mt.second).know)
	hit := know + float64((1-know)*h.hint*(1-float64(mt.ambiguity/2)))
	if mt.place == poleArena {
		hit += float64((1 - hit) * h.poles[h.poleOf[mt.first]].guidance)
	}
	mt.bits = [2]int{int(mt.first)*h.m + s.IntN(h.m), int(mt.second)*h.m + s.IntN(h.m)}
	if s.Bernoulli(hit) {
		h.chooseCoupled(mt, s)
	}
	if side := s.IntN(3); side < 2 {
		mt.bits[side] = -1
	}
}

// chooseCoupled draws one of the couplings between the two services, if there are any.
func (h *Hospital) chooseCoupled(mt *meeting, s *sim.Stream) {
	seen := 0
	for side, i := range [2]ServiceID{mt.first, mt.second} {
		other := mt.second
		if side == 1 {
			other = mt.first
		}
		first, m := int32(other)*int32(h.m), uint32(h.m)
		for b := int(i) * h.m; b < (int(i)+1)*h.m; b++ {
			for _, r := range h.practices.land.abroad(b) {
				if uint32(r.contribution-first) >= m { // of another service
					continue
				}
				if seen++; s.IntN(seen) == 0 {
					mt.bits[side], mt.bits[1-side] = b, int(r.contribution)
				}
			}
		}
	}
}
