// Ghu writes ghu.toml: a made-up French university hospital group (groupe hospitalo-universitaire) of 7 sites,
// 120 services and 16 pôles médico-universitaires (PMU), on which the three governances ghu-*.toml are compared.
//
// Usage, from this directory:
//
//	go run . ../ghu.toml
//
// # What is known
//
// The case study of a hospital group reformed in July 2019, from which this project started, gives the frame and no other
// number: 7 sites and 16 PMU very unequal in size, specialties, logic and siting, from one site to all of them; texts
// that advise, without imposing it, that no two PMU hold services of one discipline, derogations being possible;
// establishments at the edges of the territory that preferred pôles on one site or few; four services of one diagnostic
// specialty that plan for a costly technology together.
//
// The national cost study of 2012 gives the one rate between units of activity: in public hospitals a stay cost 2,115 €
// on average and a session 575 €; dialysis, chemotherapy and radiotherapy are counted in sessions.
//
// # What is assumed
//
// Everything else: sites and their names, which of them has which discipline, which of the disciplines make a pôle, who
// is derogated, how much each service does, and what a visit, an examination or a prescription weighs beside a stay. The
// lists are written by hand, from what such hospitals usually hold, because a made-up hospital that can be read can
// be criticised. They aim at 250,000 to 300,000 stays and sessions a year.
//
// # How it is made
//
// Tables say it all: [sites], [poles], [disciplines] and [derogations]. The pôle of a service is that of its
// discipline, unless derogated, so that the rule of the PMU holds by construction. Each service's activity is its listed
// size times a factor of mean 1 between 1/2 and 3/2, drawn from a stream of its own: to add a service changes no other one.
package main

//go:generate go run . ../ghu.toml
