package classics

import (
	"slices"

	"polesim/model"
	"polesim/sim"
)

// levinthal is the model of adaptation of Levinthal (1997): organisations on one landscape that improve one practice at a
// time, and in how many forms they end up.
var levinthal = Classic{
	Name:  "levinthal",
	Title: "How many forms of organisation adaptation leaves",
	Paper: "Levinthal, D. A. (1997). Adaptation on rugged landscapes. Management Science 43(7): 934–950.",
	Parameters: []Parameter{
		{Name: "N", Unit: "practices", Kind: Count, Default: 10, Min: 1, Max: 64, Help: "How many practices an organisation has."},
		{Name: "K", Unit: "practices", Kind: Count, Default: 1, Min: 0, Max: mostInputs - 1,
			Help: "On how many others what a practice contributes depends."},
		{Name: "organisations", Unit: "organisations", Kind: Count, Default: 100, Min: 1, Max: 10_000,
			Help: "How many organisations search on the same landscape, each from a place of its own."},
		{Name: "periods", Unit: "periods", Kind: Count, Default: 50, Min: 0, Max: 1000,
			Help: "How long: each period each organisation moves to a fitter neighbour if there is one. In 50 periods all are at rest if N is not much more than 20."},
		{Name: "neighbourhood", Kind: Choice, Choices: neighbourhoods, Default: 1,
			Help: "On which others: the nearest on a ring, random ones, or all of a block of K+1."},
		{Name: "jumps", Unit: "probability per period", Kind: Number, Default: 0, Min: 0, Max: 1,
			Help: "Chance that an organisation, before it looks around, considers a form drawn at random, which it takes if that is fitter."},
		{Name: "change", Unit: "periods", Kind: Count, Default: 0, Min: 0, Max: 1000,
			Help: "After how many periods the environment changes; 0 if it never does."},
		{Name: "changed", Unit: "practices", Kind: Count, Default: 1, Min: 0, Max: 64,
			Help: "Of how many practices what they contribute is then drawn anew.", Matters: func(v Values) bool { return v.Count("change") > 0 }},
	},
	Quantities: []Quantity{
		{"forms", "different forms", "forms", "Different forms among the organisations at the end."},
		{"forms_start", "different forms at the start", "forms", "Different forms among the organisations before they adapt."},
		{"fitness", "fitness of organisations", "index 0–1", "Mean fitness of organisations at the end."},
	},
	Replications: [2]int{1000, 10_000},
	New: func(v Values) (Runner, error) {
		n, k, name := v.Count("N"), v.Count("K"), v.Choice("neighbourhood")
		if err := checkNeighbourhood(v, name, n, k); err != nil {
			return nil, err
		}
		if changed := v.Count("changed"); changed > n {
			return nil, v.mismatch("changed", "= %d: there are only %d practices", changed, n)
		}
		p := &population{rugged: newRugged(n, k), jumps: v.Number("jumps"), change: v.Count("change"), changed: v.Count("changed")}
		p.neighbours = neighbourhood(name, n, k, &p.wiring)
		p.forms = make([]uint64, v.Count("organisations"))
		p.rests = make([]bool, len(p.forms))
		p.course = make([]float64, 1+v.Count("periods"))
		return p, nil
	},
	Docks: []Dock{
		{Quantity: "forms_start", Published: formsDrawn(100, 1<<10), Source: Exact, Note: "2^N (1 − (1 − 2^−N)^100)"},
		{Quantity: "forms", At: []string{"K=0"}, Published: 1, Source: Exact, Note: "one peak"},
		{Quantity: "fitness", At: []string{"K=0"}, Published: 2. / 3, Source: Exact, Note: "mean of the better of two"},
		{Quantity: "forms", Published: 3.38, Error: .06, Source: Reimplementing, Note: "at rest; in line with the paper's figure 1"},
		{Quantity: "forms", At: []string{"K=5"}, Published: 27.3, Error: .1, Source: Reimplementing, Note: "at rest; in line with the paper's figure 1"},
	},
	Figures: []Figure{{
		Name: "levinthal-forms", Question: "How many forms does adaptation leave?", Quantity: "forms", Time: "period",
		KnownBy: Reimplementing,
		Lines: []Line{
			{Label: "K = 0", Set: []string{"K=0", "periods=20"}, Known: []Known{{Time: 20, Value: 1}}},
			{Label: "K = 1", Set: []string{"K=1", "periods=20"}, Known: []Known{{Time: 20, Value: 3.38, Error: .06}}},
			{Label: "K = 5", Set: []string{"K=5", "periods=20"}, Known: []Known{{Time: 20, Value: 27.3, Error: .1}}},
		},
	}},
}

// formsDrawn is the expected number of different forms among organisations that each draw one of so many.
func formsDrawn(organisations, forms int) float64 {
	none := 1.0 // the chance that nobody draws a given form
	for range organisations {
		none *= 1 - 1/float64(forms)
	}
	return float64(forms) * (1 - none)
}

// population is organisations on a landscape.
type population struct {
	*rugged
	neighbours
	wiring  sim.Stream
	jumps   float64
	change  int      // period after which the environment changes; 0: never
	changed int      // practices of which it then does
	forms   []uint64 // of each organisation: its practices
	rests   []bool   // whether it has no fitter neighbour
	sorted  []uint64 // room for different
	course  []float64
}

// Run lets the organisations adapt.
func (p *population) Run(_ int, key sim.Key, into []float64) {
	p.draw(key, 0)
	start := key.Named("start")
	for o := range p.forms {
		s := start.At(o, 0)
		p.start(&s)
		p.forms[o], p.rests[o] = p.practices.Word(0), false
	}
	p.course[0] = p.different()
	for t := 1; t < len(p.course); t++ {
		p.course[t] = p.course[t-1]
		if p.adapt(key, t) {
			p.course[t] = p.different()
		}
		if t == p.change {
			p.draw(key, p.changed)
			clear(p.rests)
		}
	}
	into[0], into[1], into[2] = p.course[len(p.course)-1], p.course[0], p.mean()
}

// draw draws the landscape, with what some practices contribute drawn anew.
func (p *population) draw(key sim.Key, anew int) {
	p.wiring = key.Named("wiring").At(0, 0)
	p.resetBut(key.Named("landscape"), p.neighbours, anew)
}

// Course is the number of forms over time.
func (p *population) Course() []float64 { return p.course }

// adapt is a period: each organisation may jump, and else moves to one of its fitter neighbours. It says whether any did.
func (p *population) adapt(key sim.Key, period int) (moved bool) {
	walk, jump := key.Named("walk"), key.Named("jump")
	for o, form := range p.forms {
		leaps := jump.At(o, period)
		if p.jumps > 0 && leaps.Bernoulli(p.jumps) && p.leap(o, &leaps) {
			moved = true
			continue
		}
		if p.rests[o] {
			continue
		}
		p.startAt(form)
		s := walk.At(o, period)
		p.rests[o] = !p.step(&s)
		p.forms[o] = p.practices.Word(0)
		moved = moved || !p.rests[o]
	}
	return moved
}

// leap takes a form drawn at random if it is fitter, and says whether it was.
func (p *population) leap(o int, s *sim.Stream) bool {
	p.startAt(p.forms[o])
	now := p.fitness()
	p.start(s)
	if !model.Worthwhile(p.fitness()-now, 0) {
		return false
	}
	p.forms[o], p.rests[o] = p.practices.Word(0), false
	return true
}

// different counts the forms that there are.
func (p *population) different() float64 {
	p.sorted = append(p.sorted[:0], p.forms...)
	slices.Sort(p.sorted)
	return float64(len(slices.Compact(p.sorted)))
}

// mean is the organisations' mean fitness.
func (p *population) mean() float64 {
	sum := 0.0
	for _, form := range p.forms {
		p.startAt(form)
		sum += p.fitness()
	}
	return sum / float64(len(p.forms))
}
