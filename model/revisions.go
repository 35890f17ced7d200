package model

// Revisions: a constraint as an occasion to revise processes and to pool resources. Services start projects with those whom
// they trust. A constraint may bring others to the table too: put by the chief into the services' own terms, or relayed as it
// came. A pôle that is a transmission belt and no more relays all; whether anything is revised then is a matter of the
// second. Both signs are assumed.
var (
	revision = declare(Parameter{Key: "projects.revision", Scope: Hospitalwide, Unit: "chance per meeting", Default: 0, Min: 0, Max: 1,
		Help:   "Chance that two services that meet in their pôle look for a project although they do not trust each other enough, where full constraint is put into the services' own terms; sign assumed.",
		Source: "assumption: none unless set; the case study: a pôle that only relays revises no process"})
	compulsion = declare(Parameter{Key: "projects.compulsion", Scope: Hospitalwide, Unit: "chance per meeting", Default: 0, Min: 0, Max: 1,
		Help:   "The same chance where full constraint reaches services as it came; sign assumed.",
		Source: "assumption: none unless set; the case study says that relaying brings none"})
)

// presses says whether the constraint on their pôle brings two services that meet there to look for a project although they do
// not trust each other enough: with chance revision·(constraint − relayed) + compulsion·relayed.
func (p *projects) presses(h *Hospital, mt *meeting) bool {
	if mt.place != poleArena {
		return false
	}
	pole := h.poleOf[mt.first]
	constraint, relayed := float64(h.poles[pole].constrained()), float64(h.relayed(pole))
	chance := float64(p.revision*(constraint-relayed)) + float64(p.compulsion*relayed)
	if chance == 0 {
		return false
	}
	s := p.keys.revisions.At(int(mt.first), h.month*maxUnits+p.heard[mt.first])
	p.heard[mt.first]++
	return s.Bernoulli(chance)
}

// revised enters a project that was started under constraint. What follows patients revises a process; all else pools
// something: training, equipment, people.
func (t *projectTally) revised(kind int) {
	t.revisions++
	if kinds[kind].tie != byPatients {
		t.pooled++
	}
}

var revisionOutcomes = []Outcome{
	{Name: "revisions_started", Label: "projects started under constraint", Unit: projectRate, Monthly: true, Part: "projects.revision", Also: []string{"projects.compulsion"}, Basis: Assumed,
		Meaning: "Projects of services that a constraint brought together although they did not trust each other enough; part of projects_started. That a constraint does so is assumed.",
		observe: func(h *Hospital) float64 { return h.per100(h.projects.tally.revisions) }},
	{Name: "revisions_pooled", Label: "pooled resources under constraint", Unit: projectRate, Monthly: true, Part: "projects.revision", Also: []string{"projects.compulsion"}, Basis: Assumed,
		Meaning: "Those of revisions_started that share training, equipment or a consortium; the rest revise the circuit of patients.",
		observe: func(h *Hospital) float64 { return h.per100(h.projects.tally.pooled) }},
}
