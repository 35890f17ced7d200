package model

import (
	"math"

	"polesim/sim"
)

// Goals of the direction, and how the goals of services move.
var (
	directionCare = declare(Parameter{Key: "direction.goal_care", Scope: Hospitalwide, Unit: "weight", Default: .5, Min: 0, Max: 1,
		Help:   "Weight of care among the goals of the direction; the three weights are scaled to sum to 1.",
		Source: "assumption"})
	directionEconomy = declare(Parameter{Key: "direction.goal_economy", Scope: Hospitalwide, Unit: "weight", Default: .4, Min: 0, Max: 1,
		Help:   "Weight of the economy among the goals of the direction.",
		Source: "assumption"})
	directionAcademic = declare(Parameter{Key: "direction.goal_academic", Scope: Hospitalwide, Unit: "weight", Default: .1, Min: 0, Max: 1,
		Help:   "Weight of research and teaching among the goals of the direction.",
		Source: "assumption"})
	goalContagion = declare(Parameter{Key: "goals.contagion", Scope: Hospitalwide, Unit: "per meeting", Default: .02, Min: 0, Max: .5,
		Help:   "How far an open meeting moves a service's goals towards those of one it fully trusts.",
		Source: "assumption; bounded confidence: Deffuant et al. 2000"})
	goalTolerance = declare(Parameter{Key: "goals.tolerance", Scope: Hospitalwide, Unit: "distance", Default: .6, Min: 0, Max: 2,
		Help:   "Largest distance between two services' goals (sum of absolute differences) at which they still move each other.",
		Source: "assumption; bounded confidence: Deffuant et al. 2000"})
	goalSteering = declare(Parameter{Key: "goals.steering", Scope: Hospitalwide, Unit: "per month", Default: .02, Min: 0, Max: .5,
		Help:   "How far a contract moves goals towards the direction's when negotiated, and away when imposed.",
		Source: "assumption; Drucker 1954"})
)

// goals are the weights of care, economy and academic value to a service or to the direction; they sum to 1.
type goals struct{ care, economy, academic float64 }

func newGoals(care, economy, academic float64) goals {
	total := care + economy + academic
	if total == 0 {
		return goals{care: 1}
	}
	return goals{care / total, economy / total, academic / total}
}

// distance is the sum of absolute differences: 0 for equal goals, 2 at most.
func (g goals) distance(o goals) float64 {
	return math.Abs(g.care-o.care) + math.Abs(g.economy-o.economy) + math.Abs(g.academic-o.academic)
}

// towards returns the goals a share of the way to others (away from them if negative); weights stay ≥ 0 and sum to 1.
func (g goals) towards(o goals, share float64) goals {
	step := func(from, to float64) float64 { return max(0, from+float64(share*(to-from))) }
	return newGoals(step(g.care, o.care), step(g.economy, o.economy), step(g.academic, o.academic))
}

// directionGoals returns what the direction wants.
func directionGoals(v func(ParameterID) float64) goals {
	return newGoals(v(directionCare), v(directionEconomy), v(directionAcademic))
}

// firstGoals draws the goals with which a service starts.
func (h *Hospital) firstGoals(i ServiceID) goals {
	s := h.keys.goals.At(int(i), 0)
	spread := h.config.Value(goalDispersion)
	draw := func(id ParameterID) float64 {
		return float64(h.config.ServiceValue(i, id) * sim.Exp(spread*s.Normal()))
	}
	care, economy, academic := draw(goalCare), draw(goalEconomy), draw(goalAcademic)
	return newGoals(care, economy, academic)
}

// converge lets two services in an open meeting move each other's goals, if they are not too far apart.
func (h *Hospital) converge(i, j ServiceID) {
	if h.goalContagion == 0 || h.goals[i].distance(h.goals[j]) > h.goalTolerance {
		return
	}
	a, b := h.goals[i], h.goals[j]
	h.goals[i] = a.towards(b, h.goalContagion*float64(h.relations.of(i, j).trust))
	h.goals[j] = b.towards(a, h.goalContagion*float64(h.relations.of(j, i).trust))
	h.weigh(i)
	h.weigh(j)
}

// steerGoals lets contracts move goals: towards the direction's as far as objectives are negotiated, away from them as
// far as they are imposed.
func (h *Hospital) steerGoals() {
	for i, p := range h.poleOf {
		if pole := &h.poles[p]; pole.contract && h.goalSteering > 0 && h.steering.orients(p) {
			h.goals[i] = h.goals[i].towards(h.wanted, h.goalSteering*(pole.felt()-.5))
			h.weigh(ServiceID(i))
		}
	}
}
