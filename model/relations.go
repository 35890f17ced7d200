package model

// Relations between services: what they know of each other's work, and how far they trust each other.
var (
	hint = declare(Parameter{Key: "relations.hint", Scope: Hospitalwide, Unit: "share", Default: .3, Min: 0, Max: 1,
		Help:   "Chance that two services that do not know each other's work still hit on practices that touch; an open agenda halves it.",
		Source: "assumption"})
	knowledgeGain = declare(Parameter{Key: "relations.knowledge_gain", Scope: Hospitalwide, Unit: "per meeting", Default: .1, Min: 0, Max: 1,
		Help:   "Share of what is still unknown of the other's work that one meeting teaches.",
		Source: "assumption"})
	knowledgeKept = declare(Parameter{Key: "relations.knowledge_kept", Scope: Hospitalwide, Unit: "per month", Default: .99, Min: .5, Max: 1,
		Help:   "Share of the knowledge of another's work that is still there a month later.",
		Source: "assumption"})
	trustStart = declare(Parameter{Key: "relations.trust_start", Scope: Hospitalwide, Unit: "index", Default: .2, Min: 0, Max: 1,
		Help:   "Trust between services that never met, and to which trust fades.",
		Source: "assumption"})
	trustGain = declare(Parameter{Key: "relations.trust_gain", Scope: Hospitalwide, Unit: "per joint change", Default: .1, Min: 0, Max: 1,
		Help:   "Share of the way to full trust covered when a joint change turned out well for oneself.",
		Source: "assumption"})
	trustLoss = declare(Parameter{Key: "relations.trust_loss", Scope: Hospitalwide, Unit: "per event", Default: .3, Min: 0, Max: 1,
		Help:   "Share of trust lost when a joint change turned out badly, or an agreement was seen to be breached.",
		Source: "assumption: trust is lost faster than it is won"})
	trustFade = declare(Parameter{Key: "relations.trust_fade", Scope: Hospitalwide, Unit: "per month", Default: .01, Min: 0, Max: 1,
		Help:   "Share of the distance to the starting trust that is lost in a month.",
		Source: "assumption"})
	familiarity = declare(Parameter{Key: "relations.familiarity", Scope: Hospitalwide, Unit: "share", Default: .25, Min: 0, Max: 1,
		Help:   "How much a meeting without agreement moves trust towards one half, as a share of relations.trust_gain.",
		Source: "assumption: meeting is worth something in itself"})
	agreementMonths = declare(Parameter{Key: "relations.agreement_months", Kind: Count, Scope: Hospitalwide, Unit: "months", Default: 12, Min: 0, Max: 120,
		Help:   "How long undoing an agreed practice counts as a breach.",
		Source: "assumption"})
)
