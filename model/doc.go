// Package model is the hospital: services that change their practices on coupled landscapes, coordinate by Mintzberg's
// mechanisms and meet in pôles and other arenas. It computes; it reads no file, writes none and knows no clock. Nor does it
// know the name of a scenario: what a governance is, its parameters say.
//
// By task:
//
//   - what a scenario is: [Config], its [Service], [Pole], [Site], [Flow] and [Perimeter]; [Parameters] are all that a user
//     can touch, declared beside the code that reads them
//   - run scenarios together on the same chances: [NewBlueprint], [Cohort.Run]; what comes out: [Outcomes]
//   - a plain NK landscape with search on it: [NewLandscape], [Practices]
//
// A month and its files:
//
//	landscape.go couplings.go practices.go  what practices are worth, who depends on whom, and where a hospital stands
//	workflow.go layer.go perimeter.go       the layers of interdependence, and pôles laid over them
//	part.go                                 what lies beyond this core and can be switched on, and what parts share
//	mechanism.go                            what a mechanism is; each has its file: skills.go, results.go, plans.go,
//	                                        ceremony.go, mutual_adjustment.go, direct_supervision.go,
//	                                        work_processes.go, norms.go; alike.go says for whom the last two hold
//	attention.go acceptance.go              on what time is spent, and when a change is made
//	arenas.go meetings.go charter.go        who meets whom, about what
//	relations.go agreements.go goals.go     what services know, trust, agreed on and want; pairs.go is a set of pairs of them
//	social.go                               the pôle as a social place: legitimacy.go, belonging.go, chief.go, liaison.go,
//	                                        forms.go, mandates.go, wishes.go
//	measurement.go                          indicators
//	projects.go coalition.go decision.go    projects from the field: who starts them, who decides,
//	delivery.go revisions.go                how they run, what they leave behind, and those that a constraint starts
//	steering.go objectives.go               contracts and targets year by year;
//	technostructure.go                      who measures
//	money.go ledger.go                      tariffs, budgets, costs and envelopes; every cent twice
//	staff.go                                posts: who leaves, who comes, what leavers take along
//	care.go pathways.go stays.go beds.go    what a month was in planners' units: days, %, hours, euros of meetings
//	reference.go outcome.go detail.go       what observers see, of the hospital and one by one
//	cohort.go                               whole runs
//	configuration.go                        Mintzberg's ideal types, and how far a scenario agrees with them
//	state.go                                the state of every entity, to see that none is stuck
package model
