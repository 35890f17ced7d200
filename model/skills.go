package model

import "polesim/sim"

// skillsMechanism is the standardisation of skills: professionals trained alike improve their own practices by their
// own lights. One unit tries one own practice and judges it by care, by academic value, by the service's own indicator
// as far as the economy counts, and by what it heeds of others.
type skillsMechanism struct{}

var formalSkills = declare(Parameter{Key: "formal.skills", Scope: PerPole, Unit: "weight", Default: 1, Min: 0, Max: 1,
	Help:   "Weight of skills (own practices by professional standards) in the formal mix of attention.",
	Source: "scenario"})

func (skillsMechanism) Name() string                { return "skills" }
func (skillsMechanism) About() string               { return "try one own practice, by professional standards" }
func (skillsMechanism) Formal() ParameterID         { return formalSkills }
func (skillsMechanism) Open(*Hospital, PoleID) bool { return true }

func (skillsMechanism) Spend(h *Hospital, i ServiceID, s *sim.Stream) float64 {
	b := int(i)*h.m + s.IntN(h.m)
	own, indicator := h.ownViews(i, b)
	return h.tryAlone(i, b, own, indicator, s)
}
