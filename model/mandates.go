package model

import (
	"slices"

	"polesim/sim"
)

// Mandates: pôles are renewed every few years (French law: four). What they had earned is worth less, belonging must
// grow anew, another head may become chief, and some services may find themselves in another pôle: by lot, or by their own
// wish (wishes.go).
var (
	mandatesEnd = declare(Parameter{Key: "mandates.end", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether mandates end; otherwise pôles and their chiefs stay.",
		Source: "scenario"})
	mandateMonths = declare(Parameter{Key: "mandates.months", Kind: Count, Scope: Hospitalwide, Unit: "months", Default: 48, Min: 0, Max: 240,
		Help:   "Length of a mandate; 0: never renewed.",
		Source: "four years: Code de la santé publique, D. 6146-1 and following"})
	mandateLegitimacy = declare(Parameter{Key: "mandates.legitimacy_kept", Scope: Hospitalwide, Unit: "share", Default: .8, Min: 0, Max: 1,
		Help:   "Share of legitimacy that outlives a renewal; sign assumed.",
		Source: "assumption"})
	mandateBelonging = declare(Parameter{Key: "mandates.belonging_kept", Scope: Hospitalwide, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "Share of belonging to the pôle that outlives a renewal; the rest goes back to the service; sign assumed.",
		Source: "assumption"})
	mandateRedrawn = declare(Parameter{Key: "mandates.redrawn", Scope: Hospitalwide, Unit: "share", Default: 0, Min: 0, Max: 1,
		Help:   "Chance of each service to be among those that change places between pôles by lot at a renewal; pôles keep their sizes.",
		Source: "assumption"})
	mandateFear = declare(Parameter{Key: "mandates.fear", Scope: Hospitalwide, Unit: "logits", Default: 1, Min: 0, Max: 5,
		Help:   "How much less services come to their pôle's meetings if all are to be redrawn at the next renewal; sign assumed.",
		Source: "assumption; pôles as a tool of restructuring"})
)

// mandates are when pôles are renewed, and how.
type mandates struct {
	on                                      bool
	months                                  int
	legitimacy, belonging, redrawn, fearful float64
	key                                     sim.Key
	wishes                                  wishes
	moved                                   int // services that changed pôle this month
	renewed                                 bool
	movers                                  []ServiceID
	poleOf                                  []PoleID
}

// read takes in the parameters.
func (m *mandates) read(h *Hospital) {
	v := h.config.Value
	m.months = int(v(mandateMonths))
	m.on = v(mandatesEnd) != 0 && m.months > 0
	m.legitimacy, m.belonging, m.redrawn, m.fearful = v(mandateLegitimacy), v(mandateBelonging), v(mandateRedrawn), v(mandateFear)
	m.wishes.read(h)
	m.movers, m.poleOf = slices.Grow(m.movers[:0], h.n), slices.Grow(m.poleOf[:0], h.n)
}

// reset starts a replication.
func (m *mandates) reset(key sim.Key) {
	m.key, m.wishes.key = key.Named("mandates"), key.Named("wishes")
	m.moved, m.wishes.asked, m.wishes.granted = 0, 0, 0
}

// put lets services stay away from pôles that are to be redrawn by lot.
func (m *mandates) put(h *Hospital) {
	if !m.on || m.wishes.on {
		return
	}
	for p := range h.poles {
		h.poles[p].draw -= float64(m.fearful * m.redrawn)
	}
}

// renew renews all pôles when a mandate ends.
func (m *mandates) renew(h *Hospital, s *social) {
	m.moved, m.wishes.asked, m.wishes.granted = 0, 0, 0
	m.renewed = m.on && h.month > 0 && h.month%m.months == 0
	if !m.renewed {
		return
	}
	if s.recognition.on {
		for p := range s.recognition.of {
			s.recognition.of[p] *= m.legitimacy
		}
	}
	s.identity.forget(m.belonging)
	m.redraw(h, s)
	s.chiefs.elect(h, s, m.key)
	s.put(h)
	h.reckonAttendance()
}

// redraw lets some services change pôle: those that are drawn, or those that ask.
func (m *mandates) redraw(h *Hospital, s *social) {
	m.poleOf = append(m.poleOf[:0], h.poleOf...)
	if m.wishes.on {
		m.movers = m.wishes.ask(h, m.movers)
		m.wishes.grant(h, m.movers, m.poleOf)
	} else {
		m.drawLots(h)
	}
	for i := range m.poleOf {
		if m.poleOf[i] == h.poleOf[i] {
			continue
		}
		m.moved++
		if m.wishes.on {
			s.identity.leave(ServiceID(i))
		}
	}
	if m.moved > 0 {
		h.regroup(m.poleOf, len(h.poles), true)
	}
}

// drawLots lets some services change places between pôles.
func (m *mandates) drawLots(h *Hospital) {
	m.movers = m.movers[:0]
	for i := range h.n {
		draw := m.key.At(i, h.month)
		if draw.Bernoulli(m.redrawn) {
			m.movers = append(m.movers, ServiceID(i))
		}
	}
	draw := m.key.At(h.n, h.month)
	draw.Shuffle(len(m.movers), func(a, b int) {
		i, j := m.movers[a], m.movers[b]
		m.poleOf[i], m.poleOf[j] = m.poleOf[j], m.poleOf[i]
	})
}

var mandateOutcomes = []Outcome{
	{Name: "renewals", Label: "renewals of mandates", Unit: "per year", Monthly: true, Part: "mandates.end",
		Meaning: "Renewals of all pôles.",
		observe: func(h *Hospital) float64 {
			if h.social.mandates.renewed {
				return 12
			}
			return 0
		}},
	{Name: "services_moved", Label: "services that changed pôle", Unit: yearly, Monthly: true, Part: "mandates.end",
		Meaning: "Services that found themselves in another pôle at a renewal.",
		observe: func(h *Hospital) float64 { return h.perYear(h.social.mandates.moved) }},
}
