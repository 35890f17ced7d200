package classics

import (
	"polesim/sim"
)

// garbagecan is the garbage can (Cohen, March & Olsen 1972): choices, problems, and decision makers with energy enter an
// organisation one after the other and meet where its structure lets them. Nothing is drawn: the paper's runs, 324 of them,
// are all there are, and a setting that leaves something open is the mean over what it leaves open.
var garbagecan = Classic{
	Name:  "garbagecan",
	Title: "Choices that look for problems: decisions in organised anarchies",
	Paper: "Cohen, M. D., March, J. G. & Olsen, J. P. (1972). A garbage can model of organizational choice. " +
		"Administrative Science Quarterly 17(1): 1–25.",
	Parameters: []Parameter{
		{Name: "load", Unit: "energy", Kind: Text, Text: all324, Check: checks(loads),
			Help: "Energy that each problem asks for (net energy load): light (1.1), moderate (2.2), heavy (3.3), any number up to 1000, or all of the three."},
		{Name: "energy", Unit: "energy a period", Kind: Text, Text: all324, Check: checks(energies),
			Help: "Energy of the decision makers, the first being the most important: increasing (0.1 to 1), equal (0.55 each), decreasing (1 to 0.1), a number for each (\"0.5,0.5,1\"), or all of the three."},
		{Name: "access", Kind: Text, Text: all324, Check: checks(structures),
			Help: "Which problems have access to which choices: unsegmented, hierarchical, specialised, a row of 0 and 1 for each problem (\"110/011/001\"), or all of the three."},
		{Name: "decision", Kind: Text, Text: all324, Check: checks(structures),
			Help: "Which decision makers may take part in which choices: unsegmented, hierarchical, specialised, a row of 0 and 1 for each, or all of the three."},
		{Name: "choice_order", Kind: Text, Text: all324, Check: checks(choiceOrders),
			Help: "In what order choices enter, one a period: 1 or 2 of the paper, the choices' numbers (\"3,1,2\"), or all of the two."},
		{Name: "problem_order", Kind: Text, Text: all324, Check: checks(problemOrders),
			Help: "In what order problems enter, evenly while choices do: 1 or 2 of the paper, the problems' numbers, or all of the two."},
		{Name: "makers", Unit: "decision makers", Kind: Count, Default: 10, Min: 1, Max: mostInCan,
			Help: "How many decision makers there are."},
		{Name: "coefficient", Unit: "share", Kind: Number, Default: .6, Min: 0, Max: 1,
			Help: "Solution coefficient: what share of the decision makers' energy is of use."},
		{Name: "periods", Unit: "periods", Kind: Count, Default: 20, Min: 1, Max: 1000,
			Help: "How long the organisation is watched."},
	},
	Quantities: []Quantity{
		{"resolution", "choices made by resolution", "choices", "Choices that are made with problems attached, which are solved by it."},
		{"oversight", "choices made by oversight", "choices", "Choices that are made before any problem has come to them."},
		{"flight", "choices made by flight", "choices", "Choices that are made after all problems that had come to them have left."},
		{"made", "choices made", "choices", "Choices that are made, in whatever style."},
		{"unsolved", "problems unsolved", "problems", "Problems that are not solved at the end."},
		{"shifts", "shifts of problems", "shifts", "Times that a problem goes from one choice to another."},
		{"latency", "problem latency", "problem-periods", "Periods that problems are there without being attached to a choice."},
		{"activity", "problem activity", "problem-periods", "Periods that problems are attached to a choice, that in which it is made included."},
		{"maker_shifts", "shifts of decision makers", "shifts", "Times that a decision maker goes from one choice to another, from one period to the next."},
		{"choice_activity", "choice activity", "choice-periods", "Periods that choices wait for a decision, that in which they are made included."},
	},
	New: func(v Values) (Runner, error) {
		s, err := newCanSettings(v)
		if err != nil {
			return nil, err
		}
		return &garbageCans{settings: s}, nil
	},
	Replications: [2]int{324, 324},
	Docks:        garbageCanDocks(),
	Figures: []Figure{
		canFigure("resolution", "How often do choices solve problems?"),
		canFigure("flight", "How often are choices made because their problems have left?"),
		canFigure("oversight", "How often are choices made before problems find them?"),
	},
}

// garbageCans runs all cases that a setting leaves open.
type garbageCans struct {
	settings *canSettings
	can      garbageCan
}

// Cases is how many there are: 324 if everything is left open.
func (g *garbageCans) Cases() int { return g.settings.cases() }

// Run runs one of them. Nothing is drawn from the key.
func (g *garbageCans) Run(replication int, _ sim.Key, into []float64) {
	now := g.settings.at(replication)
	g.can.run(&now)
	for i, n := range [...]int{g.can.resolution, g.can.oversight, g.can.flight, g.can.resolution + g.can.oversight + g.can.flight,
		g.can.unsolved, g.can.shifts, g.can.latency, g.can.activity, g.can.makerShifts, g.can.choiceActivity} {
		into[i] = float64(n)
	}
}

// canFigure is one style of decision over the load, in all structures and by who has access.
func canFigure(quantity, question string) Figure {
	return Figure{
		Name: "garbagecan-" + quantity, Question: question, Quantity: quantity,
		Along: "load", At: []string{"0.55", "1.1", "1.65", "2.2", "2.75", "3.3", "3.85", "4.4"},
		Lines: []Line{
			{Label: "all"},
			{Label: "unsegmented access", Set: []string{"access=unsegmented"}},
			{Label: "hierarchical access", Set: []string{"access=hierarchical"}},
			{Label: "specialised access", Set: []string{"access=specialised"}},
		},
	}
}

// garbageCanDocks are the means over all runs, of an independent implementation, exact but for rounding to three digits. No
// garbage can can be checked more closely: one tie decided otherwise moves them.
func garbageCanDocks() (docks []Dock) {
	for _, d := range []struct {
		quantity  string
		published float64
	}{
		{"resolution", 3.120}, {"oversight", 1.312}, {"flight", 4.5}, {"made", 8.932},
		{"unsolved", 13.265}, {"shifts", 40.833}, {"latency", 57.034},
	} {
		docks = append(docks, Dock{Quantity: d.quantity, Published: d.published, Error: rounded3, Source: Reimplementing, Note: "mean of all 324 runs"})
	}
	for _, d := range []struct {
		load       string
		resolution float64
	}{
		{"1.1", 4.935}, {"2.2", 2.463}, {"3.3", 1.963},
	} {
		docks = append(docks, Dock{Quantity: "resolution", At: []string{"load=" + d.load}, Published: d.resolution, Error: rounded3, Source: Reimplementing, Note: "mean of 108 runs"})
	}
	return docks
}

// rounded3 is the standard error of rounding to three digits.
const rounded3 = .0003
