package model

// The charter of a pôle (French: règlement, contrat de pôle): what is steered, what is left open.
var (
	contract = declare(Parameter{Key: "governance.contract", Kind: Switch, Scope: PerPole, Default: 0,
		Help:   "Whether the pôle has a contract with objectives and indicators: opens search by results and ceremony.",
		Source: "ordinance 2005-406; Drucker 1954"})
	incentive = declare(Parameter{Key: "governance.incentive", Scope: PerPole, Unit: "weight", Default: 1.5, Min: 0, Max: 3,
		Help:   "Strength κ of what the contract makes depend on the indicator, before delegation and dilution by size.",
		Source: "assumption"})
	delegation = declare(Parameter{Key: "governance.delegation", Scope: PerPole, Unit: "share", Default: .8, Min: 0, Max: 1,
		Help:   "Share of the stakes of the contract that is delegated to the pôle (d).",
		Source: "assumption; law 2009-879 (HPST)"})
	ambiguity = declare(Parameter{Key: "governance.ambiguity", Scope: PerPole, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "Share of open agenda: an item of a pôle's meeting is open with this chance, else it follows the plan.",
		Source: "assumption; soft frames leave room to actors"})
	legitimacy = declare(Parameter{Key: "governance.legitimacy", Scope: PerPole, Unit: "index", Default: .4, Min: 0, Max: 1,
		Help:   "How far services accept the pôle as a place to settle things.",
		Source: "assumption, constant for now and equal in all shipped governances"})
	negotiatedShare = declare(Parameter{Key: "governance.negotiated_share", Scope: PerPole, Unit: "share", Default: .3, Min: 0, Max: 1,
		Help:   "Share of the objectives of a contract that is negotiated instead of imposed: below one half goals move away from the direction's.",
		Source: "assumption; Drucker 1954 on the manager's letter"})
)
