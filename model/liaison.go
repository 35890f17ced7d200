package model

import "polesim/sim"

// Liaison: offices that a pôle invents to link its services. A manager on both sites takes away part of the cost of
// distance; a research lead tells services of each other's work. Both take attention from the members.
var (
	liaisonOn = declare(Parameter{Key: "liaison.offices", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether pôles may have liaison offices.",
		Source: "scenario"})
	liaisonManager = declare(Parameter{Key: "liaison.bisite_manager", Kind: Switch, Scope: PerPole, Default: 0,
		Help:   "Whether the pôle starts with a manager who works on several sites; its charter may come to change that (forms.move).",
		Source: "scenario; offices that pôles médico-universitaires invented"})
	liaisonLead = declare(Parameter{Key: "liaison.research_lead", Kind: Switch, Scope: PerPole, Default: 0,
		Help:   "Whether the pôle starts with a lead who tells its services of each other's work.",
		Source: "scenario; offices that pôles médico-universitaires invented"})
	liaisonRelief = declare(Parameter{Key: "liaison.relief", Scope: Hospitalwide, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "Share of arenas.distance_cost that a manager on several sites takes away in the pôle's meetings; sign assumed.",
		Source: "assumption"})
	liaisonTelling = declare(Parameter{Key: "liaison.telling", Scope: Hospitalwide, Unit: "per month", Default: .05, Min: 0, Max: 1,
		Help:   "Share of what is still unknown of another service's work that the lead tells each service, of one colleague a month; sign assumed.",
		Source: "assumption: half of what a meeting teaches"})
	liaisonUnits = declare(Parameter{Key: "liaison.units", Scope: Hospitalwide, Unit: "units per month", Default: .5, Min: 0, Max: 2,
		Help:   "Attention that an office takes from the pôle's members, in equal parts.",
		Source: "assumption"})
)

// offices are those that a pôle has.
type offices struct{ manager, lead bool }

func (o offices) count() (count float64) {
	for _, held := range [2]bool{o.manager, o.lead} {
		if held {
			count++
		}
	}
	return count
}

// liaison is what offices do.
type liaison struct {
	on                     bool
	relief, telling, units float64
	key                    sim.Key
}

// read takes in the parameters.
func (l *liaison) read(h *Hospital) {
	v := h.config.Value
	l.on = v(liaisonOn) != 0
	l.relief, l.telling, l.units = v(liaisonRelief), v(liaisonTelling), v(liaisonUnits)
}

// offices are those with which pôle p starts.
func (l *liaison) offices(h *Hospital, p PoleID) offices {
	if !l.on {
		return offices{}
	}
	value := h.charter(p)
	return offices{manager: value(liaisonManager) != 0, lead: value(liaisonLead) != 0}
}

// put puts the offices into force.
func (l *liaison) put(h *Hospital, s *social) {
	if !l.on {
		return
	}
	for p := range h.poles {
		held := s.forms.of[p].offices
		h.poles[p].relief = 0
		if held.manager {
			h.poles[p].relief = l.relief
		}
		if count := held.count(); count > 0 {
			for _, i := range s.of(PoleID(p)) {
				h.detached[i] += float64(l.units*count) / float64(h.poles[p].members)
			}
		}
	}
}

// introduce lets research leads tell each of their services of one colleague's work.
func (l *liaison) introduce(h *Hospital, s *social) {
	if !l.on {
		return
	}
	for p := range h.poles {
		members := s.of(PoleID(p))
		if !s.forms.of[p].offices.lead || len(members) < 2 {
			continue
		}
		for at, i := range members {
			draw := l.key.At(int(i), h.month)
			other := draw.IntN(len(members) - 1)
			if other >= at {
				other++
			}
			h.relations.learn(i, members[other], l.telling)
		}
	}
}

var liaisonOutcomes = []Outcome{
	{Name: "liaison_offices", Label: "liaison offices", Unit: "per pôle", Monthly: true, Part: "liaison.offices",
		Meaning: "Managers on several sites and research leads in office.",
		observe: func(h *Hospital) float64 {
			total := 0.0
			for p := range h.poles {
				total += h.social.forms.of[p].offices.count()
			}
			return ratio(total, float64(len(h.poles)))
		}},
}
