package model

import "polesim/sim"

// ceremonyMechanism is steering by results used as a ceremony: reporting and coding effort that lifts the indicator
// while no practice changes (Meyer & Rowan 1977).
type ceremonyMechanism struct{}

var (
	formalCeremony = declare(Parameter{Key: "formal.ceremony", Scope: PerPole, Unit: "weight", Default: 0, Min: 0, Max: 1,
		Help:   "Weight of reporting for its own sake in the formal mix of attention; organisations seldom own to it.",
		Source: "scenario; Meyer & Rowan 1977"})
	ceremonyEffect = declare(Parameter{Key: "ceremony.effect", Scope: Hospitalwide, Unit: "per unit", Default: .2, Min: 0, Max: 1,
		Help:   "Share of what reporting could still add to the indicator that one unit of it adds.",
		Source: "assumption"})
	ceremonyDecay = declare(Parameter{Key: "ceremony.decay", Scope: Hospitalwide, Unit: "per month", Default: .1, Min: 0, Max: 1,
		Help:   "Share of past reporting effort that a month makes worthless.",
		Source: "assumption"})
)

func (ceremonyMechanism) Name() string                    { return "ceremony" }
func (ceremonyMechanism) About() string                   { return "report and code; no practice changes" }
func (ceremonyMechanism) Formal() ParameterID             { return formalCeremony }
func (ceremonyMechanism) Open(h *Hospital, p PoleID) bool { return h.poles[p].contract }

func (ceremonyMechanism) Spend(h *Hospital, i ServiceID, _ *sim.Stream) float64 {
	gain := float64(h.ceremonyEffect * (1 - h.gaming[i]))
	h.gaming[i] += gain
	return float64(h.lambda[i]*h.people[i].manipulability*gain*h.ceremonyLasting) - h.timeCost
}
