package model

// Attention: how a service spends the units of time that nobody else disposes of.
var (
	autonomy = declare(Parameter{Key: "professionals.autonomy", Scope: PerService, Unit: "share", Default: .8, Min: 0, Max: 1,
		Help:   "Weight of what a service has learned against the formal mix in how it spends its attention and whether it comes to meetings.",
		Source: "Mintzberg 1979 on the professional bureaucracy; size assumed"})
	attentionUnits = declare(Parameter{Key: "professionals.attention", Scope: PerService, Unit: "units per month", Default: 1, Min: 1, Max: 8,
		Help:   "Units of attention of a service in a month, besides its meeting units; the fraction is a chance.",
		Source: "assumption"})
	learningRate = declare(Parameter{Key: "professionals.learning", Scope: PerService, Unit: "per unit", Default: .1, Min: 0, Max: 1,
		Help:   "Weight of the latest reward in what a service expects of a mechanism.",
		Source: "experience-weighted attraction: Camerer & Ho 1999"})
	temperature = declare(Parameter{Key: "professionals.temperature", Scope: Hospitalwide, Unit: "σ_Δ", Default: .01, Min: .003, Max: .1,
		Help:   "How large a difference in expected reward must be to sway attention.",
		Source: "assumption; logit choice, Camerer & Ho 1999"})
	horizon = declare(Parameter{Key: "professionals.impatience", Scope: Hospitalwide, Unit: "per month", Default: .02, Min: .001, Max: .2,
		Help:   "Rate at which services discount what lasts: a change lasts until work is redrawn, reporting until it is forgotten.",
		Source: "assumption"})
)
