package model

import "polesim/sim"

// resultsMechanism is the standardisation of results (outputs): a service under contract searches among its own
// practices for what lifts the indicator of its pôle, or its own where contracts are made with services. Effects inside
// the pôle are seen as far as the indicator is valid.
type resultsMechanism struct{}

var formalResults = declare(Parameter{Key: "formal.results", Scope: PerPole, Unit: "weight", Default: 0, Min: 0, Max: 1,
	Help:   "Weight of search for results (own practices by the pôle's indicator) in the formal mix of attention, under contract.",
	Source: "scenario; Mintzberg 1979 on the divisionalised form"})

func (resultsMechanism) Name() string                    { return "results" }
func (resultsMechanism) About() string                   { return "try one own practice, by the pôle's indicator" }
func (resultsMechanism) Formal() ParameterID             { return formalResults }
func (resultsMechanism) Open(h *Hospital, p PoleID) bool { return h.poles[p].contract }

func (resultsMechanism) Spend(h *Hospital, i ServiceID, s *sim.Stream) float64 {
	b := int(i)*h.m + s.IntN(h.m)
	effect := h.practices.Own(b, h.scholarship[i] > 0)
	own, shown := h.viewsOf(i, &effect)
	if p := h.poleOf[i]; !h.poles[p].individual {
		shown = h.poleView(i, b, &effect, p).per(h.activity[i])
	} else if h.poles[p].blind {
		shown = view{}
	}
	return h.tryAlone(i, b, own, shown, s)
}
