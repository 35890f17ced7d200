package model

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
