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
//	                                        ceremony.go, mutual_adjustment.go
//	attention.go acceptance.go              on what time is spent, and when a change is made
//	arenas.go meetings.go charter.go        who meets whom, about what
//	relations.go agreements.go goals.go     what services know, trust, agreed on and want
//	measurement.go                          indicators
//	projects.go coalition.go decision.go    projects from the field: who starts them, who decides,
//	delivery.go                             how they run and what they leave behind
//	reference.go outcome.go cohort.go       what observers see, and whole runs
package model
