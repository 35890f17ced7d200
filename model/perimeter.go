package model

// Perimeters: which services form a pôle. A perimeter never changes the hospital.
var (
	perimeterUse = declare(Parameter{Key: "perimeter.use", Kind: Reference, Scope: Hospitalwide, Default: 0, Min: 0, Max: 1000,
		Help:   "Which perimeter is in force: given (each service's own pole) or one of the scenario's [perimeters].",
		Source: "scenario"})
	perimeterRandom = declare(Parameter{Key: "perimeter.random", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Shuffle the services over pôles of the same sizes, anew in each replication: the null to hold a perimeter against.",
		Source: "null model"})
)
