package model

// How a scenario is run. These settings are no part of the hospital: two scenarios that differ only here
// describe the same hospital.
var (
	// Months is the horizon of a run.
	Months = declare(Parameter{Key: "simulation.months", Kind: Count, Scope: Run, Unit: "months", Default: 120, Min: 2, Max: 1200,
		Help:   "Horizon of a run; outcomes are averages over its second half.",
		Source: "convention: care is flat after three years, judged on five"})
	// Replications is how many runs there are.
	Replications = declare(Parameter{Key: "simulation.replications", Kind: Count, Scope: Run, Unit: "runs", Default: 200, Min: 1, Max: 10_000_000,
		Help:   "Independent repetitions, each with its own landscape, patients and shocks.",
		Source: "convention: 200 pairs see a difference of .0012 in care"})
	// Seed is what all random numbers follow from.
	Seed = declare(Parameter{Key: "simulation.seed", Kind: Count, Scope: Run, Unit: "", Default: 1, Min: 0, Max: 1 << 53,
		Help:   "The number from which all random numbers of all replications follow.",
		Source: "convention"})
)
