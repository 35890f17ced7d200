package model

// The environment: how complex and how moving the work is, whatever the governance.
var (
	practices = declare(Parameter{Key: "environment.practices", Kind: Count, Scope: Hospitalwide, Fixed: true, Unit: "practices", Default: 8, Min: 1, Max: 16,
		Help:   "Binary practices of each service: ways of working that it can change.",
		Source: "NK family: Kauffman 1993, Levinthal 1997"})
	interdependenceWithin = declare(Parameter{Key: "environment.interdependence_within", Kind: Count, Scope: Hospitalwide, Fixed: true, Unit: "practices", Default: 3, Min: 0, Max: 15,
		Help:   "Number of the same service's other practices on which the worth of a practice depends (K within).",
		Source: "NK family: Kauffman 1993"})
	interdependenceAcross = declare(Parameter{Key: "environment.interdependence_across", Kind: Count, Scope: Hospitalwide, Fixed: true, Unit: "practices", Default: 3, Min: 0, Max: 8,
		Help:   "Number of other services' practices on which the worth of a practice depends (K across).",
		Source: "NK family with departments: Siggelkow & Levinthal 2003"})
	congruence = declare(Parameter{Key: "environment.congruence", Scope: Hospitalwide, Fixed: true, Unit: "correlation", Default: .2, Min: -.5, Max: .95,
		Help:   "Goal congruence: correlation of what a practice is worth to margin with what it is worth to care (Gaussian copula).",
		Source: "assumption; multitask goals as in Ethiraj & Levinthal 2009"})
	academicCongruence = declare(Parameter{Key: "environment.academic_congruence", Scope: Hospitalwide, Fixed: true, Unit: "correlation", Default: .3, Min: -.5, Max: .95,
		Help:   "Correlation of what a practice is worth to research and teaching with what it is worth to care where both depend on the same practices; weaker where they do not, about a fifth at the defaults.",
		Source: "assumption"})
	dynamism = declare(Parameter{Key: "environment.dynamism", Scope: Hospitalwide, Unit: "probability per month", Default: .01, Min: 0, Max: .03,
		Help:   "Chance that the worth of a practice is drawn anew in a month: techniques, patients and rules that change.",
		Source: "assumption; Mintzberg 1979 on dynamic environments"})
	disciplineShare = declare(Parameter{Key: "environment.discipline_share", Scope: Hospitalwide, Fixed: true, Unit: "share", Default: .2, Min: 0, Max: 1,
		Help:   "Share of the couplings of care and margin that follow disciplines instead of patients.",
		Source: "assumption"})
	templateShare = declare(Parameter{Key: "environment.template_share", Scope: Hospitalwide, Fixed: true, Unit: "share", Default: .25, Min: 0, Max: 1,
		Help:   "Share of practices that services of one discipline learned alike: same start, same worth of the practice alone.",
		Source: "Mintzberg 1979 on the standardisation of skills; size assumed"})
)
