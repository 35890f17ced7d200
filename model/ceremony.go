package model

import "polesim/sim"

// ceremonyMechanism is steering by results used as a ceremony: reporting and coding effort that lifts the indicator
// while no practice changes (Meyer & Rowan 1977).
type ceremonyMechanism struct{}

// ceremony is the mechanism at work in a hospital.
type ceremony struct {
	ceremonyMechanism
	idle
	effect, decay float64
	lasting       float64 // how long reporting pays, relative to a change of practice
}

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

func (ceremonyMechanism) Name() string        { return "ceremony" }
func (ceremonyMechanism) About() string       { return "report and code; no practice changes" }
func (ceremonyMechanism) Formal() ParameterID { return formalCeremony }
func (ceremonyMechanism) Open(h *Hospital, p PoleID) bool {
	return h.poles[p].contract || paysCodes(h.config)
}

// New returns the mechanism at work.
func (ceremonyMechanism) New() Mechanism { return &ceremony{} }

// read takes in the parameters. A change pays until what it is worth is drawn anew, reporting until it is forgotten; both are
// discounted. What a change is worth is a sum over contributions of which each is drawn anew with probability δ, so it
// fades at δ.
func (c *ceremony) read(h *Hospital) {
	v := h.config.Value
	fading := float64(v(fragility) * v(dynamism))
	c.effect, c.decay = v(ceremonyEffect), v(ceremonyDecay)
	c.lasting = (v(impatience) + fading) / (v(impatience) + v(ceremonyDecay))
}

// opens lets past reporting fade.
func (c *ceremony) opens(h *Hospital, s *sim.Schedule) {
	s.Monthly(sim.ProcessFunc(func(int) {
		for i := range h.gaming {
			h.gaming[i] *= 1 - c.decay
		}
	}))
}

// Spend reports: the effort in force grows, the services' practices stay.
func (c *ceremony) Spend(h *Hospital, i ServiceID, _ *sim.Stream) float64 {
	gain := float64(c.effect * (1 - h.gaming[i]))
	h.gaming[i] += gain
	if h.poles[h.poleOf[i]].blind {
		return -h.timeCost
	}
	return float64(h.lambda[i]*h.people[i].manipulability*gain*c.lasting) - h.timeCost
}
