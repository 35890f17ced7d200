package model

// The workflow layer: who depends on whom for patients. It is made before any perimeter is read.
var (
	interSite = declare(Parameter{Key: "workflow.inter_site", Scope: Hospitalwide, Unit: "share", Default: .02, Min: 0, Max: 1,
		Help:   "Share of a service's patient flow that goes to other sites in a generated workflow.",
		Source: "1 to 3 % in public movement logs (Bean et al. 2017: 1.4 %)"})
	workflowConcentration = declare(Parameter{Key: "workflow.concentration", Scope: Hospitalwide, Unit: "", Default: 1, Min: 0, Max: 3,
		Help:   "How unequal a service's flows to its partners are: standard deviation of the logarithm of each flow.",
		Source: "assumption; movement logs are heavy-tailed"})
)
