// Package scenarios reads, checks, explains and writes scenarios: the TOML files in which a user describes a
// hospital and how it is governed. It turns text into a [model.Config] and back, and knows nothing of how a
// hospital behaves: what a parameter means, may be and is by default comes from the model's registry.
//
// By task:
//
//   - read a scenario: [Load] (disk, or built in), [LoadFS], [Parse] (text from elsewhere), [Embedded] (what is built in);
//   - be told what is no mistake but hardly meant, or has no effect: [LoadAdvised], [CutShort];
//   - change it for one run: the sets of [Load], as in --set professionals.autonomy=.2; again and again, each time from the
//     scenario as it was: [Draft], with whole files laid over it: [Overlay];
//   - read another file in TOML, and refuse it as scenarios are refused: [ReadDocument];
//   - understand what is wrong: [Problems], all of them at once, each with file, line and what would be right;
//     [Check] for a Config changed by a program;
//   - write it in full: [Write], and [Hash], its identity without labels;
//   - explain the keys: [Explain], [ExplainAll], [ExplainJSON], [Reference];
//   - begin a new one: [Template].
//
// The way of a scenario through the files of this package:
//
//	place.go   find and read the file            source.go  its text, and positions in it
//	syntax.go  text → tree with positions        slips.go   the usual ways in which a text is not TOML
//	extend.go  lay it over what it extends       assign.go  lay --set over both
//	check.go   tree → Config and Problems: values.go and overrides.go parameters; lists.go sites and services;
//	           partition.go who is in which pôle; flows.go movements; constraints.go what must hold between values;
//	           timeline.go what changes in the course of a run; advice.go what is hardly meant;
//	           idle.go what has no effect
//	draft.go   the tree kept, to be changed again; document.go  the tree of a file that is no scenario
//	fields.go  what the keys mean that are no parameters
package scenarios
