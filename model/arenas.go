package model

// Arenas: where meeting units are spent. All governances are compared at the same number of meeting units;
// what an arena does not use goes back to the skills of those who offered it.
var (
	meetingUnits = declare(Parameter{Key: "arenas.meeting_units", Scope: Hospitalwide, Unit: "units per month", Default: 1, Min: 0, Max: 3,
		Help:   "Meeting units of each service in a month, the same under every governance; both parties pay.",
		Source: "assumption: two to four hours a week of a head of service"})
	arenaPole = declare(Parameter{Key: "arenas.pole", Scope: Hospitalwide, Unit: "weight", Default: 0, Min: 0, Max: 1,
		Help:   "Weight of the pôle's own meetings among arenas; the four weights are scaled to sum to 1.",
		Source: "scenario"})
	arenaInstitution = declare(Parameter{Key: "arenas.institution", Scope: Hospitalwide, Unit: "weight", Default: 0, Min: 0, Max: 1,
		Help:   "Weight of hospital-wide meetings, where any two services may meet.",
		Source: "scenario"})
	arenaNetwork = declare(Parameter{Key: "arenas.network", Scope: Hospitalwide, Unit: "weight", Default: 0, Min: 0, Max: 1,
		Help:   "Weight of meetings with workflow neighbours, whatever their pôle.",
		Source: "scenario"})
	arenaNone = declare(Parameter{Key: "arenas.none", Scope: Hospitalwide, Unit: "weight", Default: 1, Min: 0, Max: 1,
		Help:   "Weight of no meeting at all: the unit goes back to skills.",
		Source: "scenario"})
	informal = declare(Parameter{Key: "arenas.informal", Kind: Switch, Scope: Hospitalwide, Default: 1,
		Help:   "Whether services may also seek each other out in their arenas with their own attention; false makes meeting time strictly equal.",
		Source: "assumption"})
	attendanceFloor = declare(Parameter{Key: "arenas.attendance_floor", Scope: Hospitalwide, Unit: "share", Default: .2, Min: 0, Max: 1,
		Help:   "Attendance of a service to which a meeting means nothing; 1 makes everyone come.",
		Source: "assumption"})
	belongingPole = declare(Parameter{Key: "arenas.belonging_pole", Scope: PerService, Unit: "share", Default: .25, Min: 0, Max: 1,
		Help:   "How far a service feels part of its pôle: draws it to the pôle's meetings.",
		Source: "assumption, equal in all shipped governances; only the start where belonging.moves"})
	belongingSite = declare(Parameter{Key: "arenas.belonging_site", Scope: PerService, Unit: "share", Default: .25, Min: 0, Max: 1,
		Help:   "How far a service feels part of its site: draws it to hospital-wide meetings.",
		Source: "assumption, equal in all shipped governances; only the start where belonging.moves"})
	legibilityWeight = declare(Parameter{Key: "arenas.legibility_weight", Scope: Hospitalwide, Unit: "logits", Default: 2, Min: 0, Max: 5,
		Help:   "How much more a service comes to a meeting of which it is wholly plain what it is about; sign assumed.",
		Source: "assumption; 0 lets open agendas draw as many people as plans"})
	institutionLegibility = declare(Parameter{Key: "arenas.institution_legibility", Scope: Hospitalwide, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "How plain it is to a service what a hospital-wide meeting is about.",
		Source: "assumption"})
	networkLegibility = declare(Parameter{Key: "arenas.network_legibility", Scope: Hospitalwide, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "How plain it is to a service what a meeting with a workflow neighbour is about.",
		Source: "assumption, as for hospital-wide meetings"})
	distanceCost = declare(Parameter{Key: "arenas.distance_cost", Scope: Hospitalwide, Unit: "logits", Default: 1, Min: 0, Max: 5,
		Help:   "How much less a service comes to a meeting held on another site.",
		Source: "assumption"})

	agendaClinical = declare(Parameter{Key: "agenda.clinical", Scope: PerPole, Unit: "weight", Default: .7, Min: 0, Max: 1,
		Help:   "Weight of care in what two services weigh on an open item; the three weights are scaled to sum to 1.",
		Source: "assumption"})
	agendaAcademic = declare(Parameter{Key: "agenda.academic", Scope: PerPole, Unit: "weight", Default: .2, Min: 0, Max: 1,
		Help:   "Weight of research and teaching on an open item.",
		Source: "assumption"})
	agendaEconomic = declare(Parameter{Key: "agenda.economic", Scope: PerPole, Unit: "weight", Default: .1, Min: 0, Max: 1,
		Help:   "Weight of the service's indicator on an open item.",
		Source: "assumption"})
)
