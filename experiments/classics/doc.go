// Package classics is published models of organisation on the engine that simulates hospitals: evidence that the engine is
// right, and models to open in class. Each is small, has a file of its own, and can be run at any of its parameters, under
// the names that they have in its paper. Models of search on NK landscapes run on package model's own [model.Landscape],
// [model.Practices] and [model.Worthwhile], and March's organisational code is [model.Code]: what docks is what simulates
// hospitals. One of the models is a whole hospital of package model, set up as an NK model. A test breaks that code and sees
// docks fail.
//
// By task:
//
//   - which models there are: [All], [Find]
//   - what can be set: [Classic.Parameters], [Classic.Read]
//   - run one: [Measure]
//   - hold all against what was published: [Try]
//
// A model docks (Axtell, Axelrod, Epstein & Cohen 1996) if each number differs from the published one by at most four
// standard errors of the difference, and each ordering is told by as many. What a paper says in words or in a figure
// without numbers is an ordering; what could not be established is left out and said on the model's page.
//
// The package knows no scenario; it reads and writes no file.
package classics
