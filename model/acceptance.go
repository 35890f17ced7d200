package model

// The one rule of acceptance: who perceives what, how well, and what a change must be worth.
var (
	professionalNoise = declare(Parameter{Key: "professionals.noise", Scope: PerService, Unit: "σ_Δ", Default: .15, Min: 0, Max: .5,
		Help:   "Noise with which a service perceives what a change does to care, in standard deviations of one change (σ_Δ).",
		Source: "assumption; Moisdon's symmetry of non-information when high together with measurement.noise"})
	switchingCost = declare(Parameter{Key: "professionals.switching_cost", Scope: Hospitalwide, Unit: "σ_Δ", Default: .1, Min: 0, Max: .3,
		Help:   "What a change must be worth beyond nothing, for each practice changed.",
		Source: "assumption, equal for all governances"})
	timeCost = declare(Parameter{Key: "professionals.time_cost", Scope: Hospitalwide, Unit: "σ_Δ", Default: .01, Min: 0, Max: .2,
		Help:   "What a unit of time away from one's own practice (a meeting, a report) costs the service that gives it.",
		Source: "assumption"})
	goalCare = declare(Parameter{Key: "professionals.goal_care", Scope: PerService, Unit: "weight", Default: .7, Min: .01, Max: 1,
		Help:   "Weight of care among the goals of a service; the three weights are scaled to sum to 1.",
		Source: "assumption; professionals are socialised to the quality of care"})
	goalEconomy = declare(Parameter{Key: "professionals.goal_economy", Scope: PerService, Unit: "weight", Default: .1, Min: 0, Max: 1,
		Help:   "Weight of the economy among the goals of a service.",
		Source: "assumption"})
	goalAcademic = declare(Parameter{Key: "professionals.goal_academic", Scope: PerService, Unit: "weight", Default: .2, Min: 0, Max: 1,
		Help:   "Weight of research and teaching among the goals of a service.",
		Source: "assumption"})
	goalDispersion = declare(Parameter{Key: "professionals.goal_dispersion", Scope: Hospitalwide, Unit: "", Default: .3, Min: 0, Max: 2,
		Help:   "How much the goals of services differ at the start: standard deviation of the logarithm of each weight.",
		Source: "assumption; divergence is ordinary in professional organisations"})
)
