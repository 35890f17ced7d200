package model

// The generated hospital: equal services in equal blocks of work, for small scenarios that ask one question.
var (
	generatedServices = declare(Parameter{Key: "hospital.services", Kind: Count, Scope: Hospitalwide, Unit: "services", Default: 64, Min: 2, Max: 5000,
		Help:   "Number of services of a generated hospital; ignored when the scenario lists its services.",
		Source: "assumption: a mid-sized public hospital"})
	generatedBlocks = declare(Parameter{Key: "hospital.blocks", Kind: Count, Scope: Hospitalwide, Unit: "blocks", Default: 8, Min: 1, Max: 1000,
		Help:   "Number of blocks of services that depend on each other more than on the rest: the hospital's work, not its perimeter.",
		Source: "assumption"})
	generatedPoles = declare(Parameter{Key: "hospital.poles", Kind: Count, Scope: Hospitalwide, Unit: "pôles", Default: 8, Min: 1, Max: 1000,
		Help:   "Number of pôles of equal size laid over a generated hospital, in the order of its services.",
		Source: "assumption: 4 to 8 pôles in a hospital, 8 to 20 in a university hospital"})
	blockShare = declare(Parameter{Key: "hospital.block_share", Scope: Hospitalwide, Unit: "share", Default: .6, Min: 0, Max: 1,
		Help:   "Share of a service's work with others that stays in its block of a generated hospital.",
		Source: "assumption"})
)
