package classics

import (
	"slices"

	"polesim/sim"
)

// A Classic is a published model of organisation.
type Classic struct {
	Name       string // as a user types it: "march"
	Title      string // what it is about, in a few words
	Paper      string // the reference, in full
	Parameters []Parameter
	Quantities []Quantity

	// New prepares replications at some values of the parameters. It returns a [*SettingsError] where each value is in its
	// range but they do not go together. Runs of several goroutines must not share memory.
	New func(v Values) (Runner, error)

	// Replications is how many make a quick run and a full one. Exact models ignore it.
	Replications [2]int

	Docks   []Dock
	Figures []Figure
}

// A Quantity is what a replication leaves.
type Quantity struct {
	Name    string // "fitness"
	Label   string // "fitness of the optimum reached"
	Unit    string // "index 0–1"
	Meaning string // one sentence
}

// A Runner runs replications at one setting, one after the other, for one goroutine.
type Runner interface {
	// Run leaves the quantities of a replication, in their order, in into, all of them; it draws all chance from key, which
	// is the same for all settings: what two settings have in common they share.
	Run(replication int, key sim.Key, into []float64)
}

// Enumerated is a runner without chance: its replications are cases, all of which are run, as often as each other. After the
// last the first comes again.
type Enumerated interface {
	Runner
	Cases() int
}

// Over is a runner whose main quantity has a course over time.
type Over interface {
	Runner
	// Course returns the main quantity, the first of the list, at the end of each period of the last replication, that at the
	// start first. One that ends before others stays as it was. It is overwritten by the next Run.
	Course() []float64
}

// RunnerFunc is a runner that is a function.
type RunnerFunc func(replication int, key sim.Key, into []float64)

// Run calls the function.
func (f RunnerFunc) Run(replication int, key sim.Key, into []float64) { f(replication, key, into) }

// quantity returns the place of a quantity.
func (c *Classic) quantity(name string) int {
	at := slices.IndexFunc(c.Quantities, func(q Quantity) bool { return q.Name == name })
	if at < 0 {
		panic("classics: " + c.Name + " has no quantity " + name)
	}
	return at
}

// All lists the models, in the order in which they are told.
func All() []*Classic { return slices.Clone(all) }

// Find returns the model of a name; false if there is none.
func Find(name string) (*Classic, bool) {
	for _, c := range all {
		if c.Name == name {
			return c, true
		}
	}
	return nil, false
}

// all are the models. To add one, write its file and enter it here.
var all = []*Classic{
	&nk,
	&levinthal,
	&hospital,
	&siggelkow,
	&rivkin,
	&ethiraj2004,
	&ethiraj2009,
	&march,
	&fang,
	&lazer,
	&garbagecan,
	&baker,
	&milgrom,
}
