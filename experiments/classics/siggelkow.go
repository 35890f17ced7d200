package classics

import (
	"polesim/model"
	"polesim/sim"
)

// siggelkow is the model of Siggelkow & Levinthal (2003): whether a firm should search as one, as divisions that each look at
// themselves, or first as these and then as one.
var siggelkow = Classic{
	Name:  "siggelkow",
	Title: "Search as one, in divisions, or in divisions for a while",
	Paper: "Siggelkow, N. & Levinthal, D. A. (2003). Temporarily divide to conquer: centralized, decentralized, and reintegrated " +
		"organizational approaches to exploration and adaptation. Organization Science 14(6): 650–669.",
	Parameters: []Parameter{
		{Name: "N", Unit: "activities", Kind: Count, Default: 6, Min: 2, Max: 16, Help: "How many activities the firm has."},
		{Name: "divisions", Unit: "divisions", Kind: Count, Default: 2, Min: 1, Max: 16, Help: "Divisions, with as many activities each."},
		{Name: "K", Unit: "activities", Kind: Count, Default: 2, Min: 0, Max: 15,
			Help: "On how many others what an activity contributes depends."},
		{Name: "pattern", Kind: Choice, Choices: []string{anywhere, modular, adjacent},
			Help: "Which others: random ones of the whole firm, random ones of the own division, or the nearest on a ring."},
		{Name: "structure", Kind: Choice, Choices: []string{central, decentral, reintegrated}, Default: 2,
			Help: "Who decides: the firm as a whole, each division for itself, or the divisions first and then the whole."},
		{Name: "periods", Unit: "periods", Kind: Count, Default: 49, Min: 1, Max: 10_000, Help: "How long; the firm starts in period 0."},
		{Name: "reintegration", Unit: "period", Kind: Count, Default: 25, Min: 0, Max: 10_000,
			Help: "The last period in which the divisions of a reintegrated firm decide."},
		{Name: "judged", Kind: Choice, Choices: []string{"jointly", "apart"},
			Help: "By what a division judges its proposal: with what the others propose in the same period, or as if they stayed as they are."},
	},
	Quantities: []Quantity{
		{"performance", "performance", "share of range", "Performance of the firm in the last period, from the worst place of its landscape (0) to the best (1)."},
	},
	Replications: [2]int{10_000, 200_000},
	New: func(v Values) (Runner, error) {
		n, k, divisions, pattern := v.Count("N"), v.Count("K"), v.Count("divisions"), v.Choice("pattern")
		if err := checkNeighbourhood(v, pattern, n, k); err != nil {
			return nil, err
		}
		if err := checkDivision(v, "divisions", n, divisions); err != nil {
			return nil, err
		}
		if pattern == modular && k > n/divisions-1 {
			return nil, v.mismatch("K", "= %d: an activity has only %d others in its division to depend on", k, n/divisions-1)
		}
		f := &dividedFirm{rugged: newDivided(divisions, n/divisions, k), apart: v.Choice("judged") == "apart"}
		switch v.Choice("structure") {
		case decentral:
			f.divided = v.Count("periods")
		case reintegrated:
			f.divided = v.Count("reintegration")
		}
		f.neighbours = neighbourhood(pattern, n, k, &f.wiring)
		if pattern == modular {
			f.neighbours = neighboursWithin(f.size, &f.wiring)
		}
		f.proposal, f.gains = make([]int, divisions), make([]float64, divisions)
		f.course = make([]float64, 1+v.Count("periods"))
		return f, nil
	},
	Docks: siggelkowDocks(),
	Figures: []Figure{{
		Name: "siggelkow-performance", Question: "Does it pay to divide for a while?", Quantity: "performance", Time: "period",
		KnownBy: Reimplementing,
		Lines: []Line{
			{Label: central, Set: []string{"structure=central"}, Known: []Known{{49, .914, .001}}},
			{Label: decentral, Set: []string{"structure=decentral"}, Known: []Known{{49, .820, .001}}},
			{Label: reintegrated, Set: []string{"structure=reintegrated"}, Known: []Known{{49, .939, .001}}},
		},
	}},
}

// Who decides, and where all that an activity depends on is in its division.
const (
	central      = "central"
	decentral    = "decentral"
	reintegrated = "reintegrated"
	modular      = "modular"
)

// siggelkowDocks are the means of an independent implementation, and what the paper says of them in words.
func siggelkowDocks() (docks []Dock) {
	const inModules = "pattern=" + modular
	structure := func(name string) string { return "structure=" + name }
	for _, d := range []struct {
		structure   string
		performance float64
	}{{central, .914}, {decentral, .820}, {reintegrated, .939}} {
		docks = append(docks, Dock{Quantity: "performance", At: []string{structure(d.structure)}, Published: d.performance, Error: .001, Source: Reimplementing})
	}
	for _, s := range []string{central, decentral, reintegrated} {
		docks = append(docks, Dock{Quantity: "performance", At: []string{inModules, structure(s)}, Published: .902, Error: .001, Source: Reimplementing})
	}
	for _, k := range []string{"K=2", "K=5"} { // where activities depend on those of other divisions, if it be on all
		docks = append(docks,
			Dock{Quantity: "performance", Kind: Above, At: []string{k, structure(reintegrated)}, Against: []string{k, structure(central)}, Source: Paper},
			Dock{Quantity: "performance", Kind: Above, At: []string{k, structure(central)}, Against: []string{k, structure(decentral)}, Source: Paper})
	}
	return append(docks,
		Dock{Quantity: "performance", Kind: Same, At: []string{inModules, structure(reintegrated)}, Against: []string{inModules, structure(decentral)}, Source: Paper},
		Dock{Quantity: "performance", Kind: Same, At: []string{inModules, structure(central), "periods=200"}, Against: []string{inModules, structure(decentral), "periods=200"},
			Source: Paper, Note: "in the long run"},
		Dock{Quantity: "performance", Kind: Differs, At: []string{structure(decentral), "judged=apart"}, Published: .820, Error: .001, Source: Reimplementing,
			Note: "another reading: each judges as if the others stayed as they are"},
	)
}

// A dividedFirm is divisions on a landscape: services of equal size.
type dividedFirm struct {
	*rugged
	neighbours
	wiring   sim.Stream
	divided  int       // periods in which divisions decide, from the first on
	apart    bool      // divisions judge as if the others stayed as they are
	proposal []int     // activity that each division proposes to change
	gains    []float64 // of each division, by what it proposes
	course   []float64
}

// Run lets the firm search.
func (f *dividedFirm) Run(_ int, key sim.Key, into []float64) {
	f.wiring = key.Named("wiring").At(0, 0)
	f.reset(key.Named("landscape"), f.neighbours)
	all := newSpan()
	f.everywhere(func() { all.reach(f.fitness()) })
	start := key.Named("start").At(0, 0)
	f.start(&start)
	search := key.Named("search")
	for t := range f.course {
		s := search.At(0, t)
		switch {
		case t == 0:
		case t <= f.divided:
			f.decideApart(&s)
		default:
			f.decideTogether(&s)
		}
		f.course[t] = all.relative(f.fitness())
	}
	into[0] = f.course[len(f.course)-1]
}

// Course is performance over time.
func (f *dividedFirm) Course() []float64 { return f.course }

// decideTogether changes an activity drawn at random if the firm as a whole gains.
func (f *dividedFirm) decideTogether(s *sim.Stream) {
	if b := s.IntN(f.n); model.Worthwhile(f.gain(b), 0) {
		f.practices.Flip(b)
	}
}

// decideApart lets each division propose to change one of its activities, drawn at random, and change it if the division
// gains.
func (f *dividedFirm) decideApart(s *sim.Stream) {
	for d := range f.proposal {
		f.proposal[d] = d*f.size + s.IntN(f.size)
	}
	if f.apart {
		f.judgeApart()
	} else {
		f.judgeJointly()
	}
	for d, b := range f.proposal {
		if model.Worthwhile(f.gains[d], 0) {
			f.practices.Flip(b)
		}
	}
}

// judgeApart says what each division gains by its proposal if the others stay as they are.
func (f *dividedFirm) judgeApart() {
	for d, b := range f.proposal {
		f.gains[d], _ = f.practices.OwnCare(b)
	}
}

// judgeJointly says what each gains if all do as they propose.
func (f *dividedFirm) judgeJointly() {
	for d := range f.gains {
		f.gains[d] = -f.practices.Care(d)
	}
	f.propose()
	for d := range f.gains {
		f.gains[d] += f.practices.Care(d)
	}
	f.propose()
}

// propose makes all changes proposed; a second time it takes them back.
func (f *dividedFirm) propose() {
	for _, b := range f.proposal {
		f.practices.Flip(b)
	}
}
