// Package design reads the designs of studies: TOML files that say which scenarios, or which published model, are run, what
// differs between the points of a study, and how often each point is run. It turns a point into what is run there, and
// knows neither how runs are carried out nor where results go.
//
// By task:
//
//   - read a design, or be told all that is wrong with it, with places: [Load]; one that is built in: [LoadBuiltIn]
//   - ask what a point is: [Design.Values]; its scenarios: [Design.Configs]; the same as --set: [Design.Sets]; of a
//     published model: [Design.ClassicValues]
//   - keep it so that it can be read alone: [Design.Write]; tell whether two are the same: [Design.Hash]
//   - run it: [Subject]
//
// # What a design says
//
//	title = "Where does steering by results win?"   # and description; labels only
//	scenarios = ["mine.toml", "map/pmu"]            # beside the design, or built in; the rows of a run; or classic, below
//	set = { "measurement.validity" = 0.7 }          # over all of them, as --set; or a section [set]
//	sampler = "halton"                              # list, grid, random, lhs, halton, sobol, morris, saltelli
//	points = 256                                    # morris: trajectories; saltelli: base points; grid, list: leave it out
//	replications = 20                               # of each point; or [replications], below
//	months = 120                                    # of a run
//	seed = 11
//	common_random_numbers = true                    # all points face the same patients and shocks: the usual
//	time_limit = 60                                 # seconds for a run; without it as long as it takes
//	outcomes = ["care_effectiveness"]               # kept; without it all that some scenario shows at some point
//
//	[replications]                                  # as many as are needed to know a difference
//	outcome = "care_effectiveness"
//	between = ["pmu", "contract"]                   # need not be said of two scenarios
//	half_width = 0.002                              # of the 95 % interval of the mean paired difference
//	min = 10                                        # before the first look; 10 unless said
//	every = 10                                      # between two looks; 10 unless said
//	max = 200
//
//	[sampler_settings]                              # see package sampling
//	seed = 5                                        # the study's unless said
//	unscrambled = true                              # halton, sobol
//	levels = 4                                      # morris
//	second_order = true                             # saltelli
//
// replications, months and seed may be left to the scenarios where these agree.
//
// # Factors
//
// A [[factor]] sets what --set can: parameters of the hospital, of one service or pôle, events.
//
//	[[factor]]
//	key = "professionals.autonomy"
//	range = [0.1, 0.9]                              # both ends included; of whole numbers each is as likely
//	scale = "log"                                   # linear unless said
//	steps = 9                                       # so many values, evenly spaced: a grid needs them
//
//	[[factor]]
//	name = "activity"                               # a column of points; the key unless said
//	key = "services[Cardiology].activity"
//	levels = [800, 1000, 1200]                      # values in order
//	scenarios = ["pmu"]                             # only there; the others stay as they are
//
//	[[factor]]
//	name = "pressure"                               # keys that move together:
//	keys = ["governance.delegation", "measurement.noise"]
//	ranges = [[0.5, 1], [0.1, 0.4]]                 # or range, or levels = [[0.5, 0.1], [1, 0.4]], or levels = [0.1, 0.4]
//
//	[[factor]]
//	name = "charter"                                # named levels, without order: for list, grid and random
//	[factor.level.soft]
//	set = { "governance.ambiguity" = 1, "arenas.pole" = 1 }
//	[factor.level.whole]
//	file = "charter.toml"                           # laid over each scenario as if it extended it
//
// The points of a list name factors, or else keys, which need no [[factor]] then:
//
//	[[point]]
//	professionals.autonomy = 0.3
//	charter = "soft"
//
// # Published models
//
// A design may run a model of package classics in the place of hospitals. Its one row is the model; factors and set name its
// parameters, outcomes its quantities:
//
//	classic = "fang"
//	set = { s = 3 }
//
//	[replications]                                  # until the mean of an outcome is known
//	outcome = "payoff"
//	half_width = 0.01
//	max = 500
//
// What is for hospitals only is refused: scenarios, months, foreseen, between, files of levels.
//
// # What is refused, and what fails
//
// Load refuses what can be right at no point: unknown keys, ends of ranges and levels that are no values of their keys,
// factors that the sampler cannot spread, two factors of which one would have no effect. Values that are right each on its
// own and break a rule together are no mistake of a design: the point fails, and [Design.Configs] says why.
package design
