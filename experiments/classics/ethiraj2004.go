package classics

import (
	"math/bits"

	"polesim/model"
	"polesim/sim"
)

// ethiraj2004 is Ethiraj & Levinthal (2004): designers who divide a system into modules that need not be those that it has,
// improve each module by itself, and take over modules from each other.
var ethiraj2004 = Classic{
	Name:  "ethiraj2004",
	Title: "Modularity and innovation: what if the modules are not the true ones?",
	Paper: "Ethiraj, S. K. & Levinthal, D. (2004). Modularity and innovation in complex systems. Management Science 50(2): 159–173.",
	Parameters: []Parameter{
		{Name: "N", Unit: "decisions", Kind: Count, Default: 24, Min: 2, Max: 60, Help: "How many design decisions the system takes."},
		{Name: "modules", Unit: "modules", Kind: Count, Default: 4, Min: 1, Max: 60,
			Help: "True modules: what a decision contributes depends on all others of its own, at most 14 of them."},
		{Name: "between", Unit: "share", Kind: Number, Default: .25, Min: 0, Max: 1,
			Help: "Chance that it depends on a decision of another module too: 0 is a decomposable, a little a nearly decomposable system."},
		{Name: "designed", Unit: "modules", Kind: Count, Default: 4, Min: 1, Max: 60,
			Help: "Modules into which the designers divide the system."},
		{Name: "firms", Unit: "firms", Kind: Count, Default: 10, Min: 1, Max: 200, Help: "How many firms design the same system."},
		{Name: "recombination", Kind: Choice, Choices: []string{byFirm, byModule, "none"},
			Help: "Whether a firm takes over modules from the firm that performs best, from where the module does, or not at all."},
		{Name: "every", Unit: "periods", Kind: Count, Default: 10, Min: 1, Max: 10_000, Help: "Periods from one take-over to the next."},
		{Name: "T", Unit: "periods", Kind: Count, Default: 100, Min: 2, Max: 10_000, Help: "How long the firms search."},
	},
	Quantities: []Quantity{
		{"performance", "performance", "index 0–1", "Mean contribution of all decisions at the end, over firms."},
		{"unrest", "share of late periods with a change", "share", "Share of the second half of the periods in which a firm changed something in its own search."},
		{"search", "changes of own search", "number", "Decisions that a firm changed in its own search, all periods together."},
		{"forms", "designs left", "number", "How many different designs the firms have at the end."},
	},
	Replications: [2]int{300, 2000},
	New: func(v Values) (Runner, error) {
		n, modules, designed := v.Count("N"), v.Count("modules"), v.Count("designed")
		if err := checkDivision(v, "modules", n, modules); err != nil {
			return nil, err
		}
		if err := checkDivision(v, "designed", n, designed); err != nil {
			return nil, err
		}
		size := n / modules
		if size > mostInputs-1 {
			return nil, v.mismatch("modules", "= %d makes modules of %d decisions, more than %d", modules, size, mostInputs-1)
		}
		d := &designers{rugged: newDivided(designed, n/designed, size), module: size, inModule: neighbourhood(inBlocks, n, size-1, nil), between: v.Number("between"), recombination: v.Choice("recombination"),
			every: v.Count("every"), course: make([]float64, v.Count("T")+1)}
		d.firms = make([]model.Practices, v.Count("firms"))
		d.taken = make([]takeover, len(d.firms))
		d.kept = make([]int, 0, designed)
		return d, nil
	},
	Docks: ethiraj2004Docks(),
	Figures: []Figure{
		{
			Name: "ethiraj2004-modules", Question: "What if the designers' modules are not the true ones (4)?", Quantity: "performance",
			Along: "designed", At: []string{"1", "2", "3", "4", "6", "8", "12", "24"}, Log: true,
			Lines: []Line{
				{Label: "decomposable", Set: []string{"between=0"}},
				{Label: "nearly decomposable"},
				{Label: "a tie outside for each", Set: []string{"between=1"}},
			},
		},
		{
			Name: "ethiraj2004-course", Question: "How do designs get better when modules are too few, true or too many?", Quantity: "performance",
			Time: "period",
			Lines: []Line{
				{Label: "1: integrated", Set: []string{"designed=1"}},
				{Label: "4: true", Set: []string{"designed=4"}},
				{Label: "8: too refined", Set: []string{"designed=8"}},
				{Label: "24: each decision", Set: []string{"designed=24"}},
			},
		},
	},
}

// ethiraj2004Docks are what the paper's abstract says, as orderings.
func ethiraj2004Docks() []Dock {
	return []Dock{
		{Quantity: "unrest", Kind: Above, At: []string{"designed=8"}, Against: []string{"designed=4"}, Source: Paper,
			Note: "overly refined modules destabilise: designs cycle"},
		{Quantity: "performance", Kind: Above, At: []string{"designed=4"}, Against: []string{"designed=8"}, Source: Paper,
			Note: "and performance lacks improvement"},
		{Quantity: "performance", Kind: Above, At: []string{"designed=8"}, Against: []string{"designed=24"}, Source: Paper,
			Note: "the more so the more refined they are"},
		{Quantity: "search", Kind: Above, At: []string{"designed=4"}, Against: []string{"designed=1"}, Source: Paper,
			Note: "excessive integration makes modest search"},
		{Quantity: "forms", Kind: Above, At: []string{"designed=4"}, Against: []string{"designed=1"}, Source: Paper,
			Note: "all are fixed on one design early"},
		{Quantity: "performance", Kind: Above, At: []string{"designed=4"}, Against: []string{"designed=1"}, Source: Paper,
			Note: "an inferior one"},
		{Quantity: "performance", Kind: Above, At: []string{"designed=2"}, Against: []string{"designed=8"}, Source: Paper,
			Note: "the trade-off is not symmetric: too refined by a factor of two is worse than too integrated by two"},
		{Quantity: "performance", Kind: Above, At: []string{"designed=1"}, Against: []string{"designed=24"}, Source: Paper,
			Note: "so are the extremes"},
	}
}

// From whom a firm takes over a module.
const (
	byFirm   = "firm"   // the firm that performs best
	byModule = "module" // the firm in which the module performs best
)

// designers are firms that design the same system.
type designers struct {
	*rugged                  // divided into the modules that the designers see
	module        int        // decisions of a true module
	inModule      neighbours // the others of it
	between       float64
	recombination string
	every         int
	firms         []model.Practices
	taken         []takeover // by each firm
	kept          []int      // decisions that a firm's designers change in a period
	wiring        sim.Stream
	changed, late int
	course        []float64
}

// A takeover is what a firm changes in a module to have another firm's.
type takeover struct {
	module  int
	changes uint64
}

// neighboursOf says on what a decision depends: all others of its true module, and perhaps one of another.
func (d *designers) neighboursOf(decision int, into []int32) {
	last := d.module - 1
	d.inModule(decision, into[:last])
	into[last] = -1
	if outside := d.n - d.module; d.wiring.Bernoulli(d.between) && outside > 0 {
		next := decision - decision%d.module + d.module // the first after its module
		into[last] = int32((next + d.wiring.IntN(outside)) % d.n)
	}
}

// Run has the firms search on one system.
func (d *designers) Run(_ int, key sim.Key, into []float64) {
	d.wiring = key.Named("wiring").At(0, 0)
	d.reset(key.Named("landscape"), d.neighboursOf)
	starts := key.Named("start")
	for f := range d.firms {
		start := starts.At(f, 0)
		place := start.Uint64()
		d.firms[f].Reset(d.land, func(module int) uint64 { return place >> (module * d.size) & (1<<d.size - 1) })
	}
	d.changed, d.late = 0, 0
	d.course[0] = d.performance()
	periods, search, exchange := len(d.course)-1, key.Named("search"), key.Named("exchange")
	for t := 1; t <= periods; t++ {
		for f := range d.firms {
			s := search.At(f, t)
			changes := d.improve(&d.firms[f], &s)
			d.changed += changes
			if changes > 0 && t > periods/2 {
				d.late++
			}
		}
		if t%d.every == 0 && d.recombination != "none" {
			d.recombine(exchange, t)
		}
		d.course[t] = d.performance()
	}
	firms := float64(len(d.firms))
	into[0], into[1] = d.course[periods], float64(d.late)/(firms*float64(periods-periods/2))
	into[2], into[3] = float64(d.changed)/firms, float64(d.forms())
}

// Course is the mean performance of the firms over time.
func (d *designers) Course() []float64 { return d.course }

// improve has a firm's designers try a change of one decision of each module, all at once, each by what its own module would
// gain if nothing else changed, and returns how many were made.
func (d *designers) improve(firm *model.Practices, s *sim.Stream) (changes int) {
	d.kept = d.kept[:0]
	for module := range d.services {
		b := module*d.size + s.IntN(d.size)
		if gain, _ := firm.OwnCare(b); model.Worthwhile(gain, 0) {
			d.kept = append(d.kept, b)
		}
	}
	for _, b := range d.kept {
		firm.Flip(b)
	}
	return len(d.kept)
}

// recombine has each firm take over one module, drawn at random, if where it comes from is better: the best firm or, by
// module, the firm in which the module performs best. All choose by what there is before any of them changes.
func (d *designers) recombine(key sim.Key, t int) {
	best := 0
	for f := range d.firms {
		if model.Worthwhile(d.whole(f)-d.whole(best), 0) {
			best = f
		}
	}
	for f := range d.firms {
		s := key.At(f, t)
		module := s.IntN(d.services)
		from, gain := best, d.whole(best)-d.whole(f)
		if d.recombination == byModule {
			from = d.bestAt(module)
			gain = d.firms[from].Care(module) - d.firms[f].Care(module)
		}
		d.taken[f] = takeover{module: module}
		if model.Worthwhile(gain, 0) {
			d.taken[f].changes = d.firms[from].Word(module) ^ d.firms[f].Word(module)
		}
	}
	for f, taken := range d.taken {
		for changes := taken.changes; changes != 0; changes &= changes - 1 {
			d.firms[f].Flip(taken.module*d.size + bits.TrailingZeros64(changes))
		}
	}
}

// bestAt returns the firm in which a module performs best, the first of several.
func (d *designers) bestAt(module int) (best int) {
	for f := range d.firms {
		if model.Worthwhile(d.firms[f].Care(module)-d.firms[best].Care(module), 0) {
			best = f
		}
	}
	return best
}

// whole is a firm's performance: the mean of all contributions.
func (d *designers) whole(f int) float64 { return d.fitnessOf(&d.firms[f]) }

// performance is the mean of all firms'.
func (d *designers) performance() float64 {
	sum := 0.0
	for f := range d.firms {
		sum += d.whole(f)
	}
	return sum / float64(len(d.firms))
}

// forms counts different designs.
func (d *designers) forms() (different int) {
	for f := range d.firms {
		isNew := true
		for other := range f {
			isNew = isNew && !d.alike(f, other)
		}
		if isNew {
			different++
		}
	}
	return different
}

// alike says whether two firms have the same design.
func (d *designers) alike(f, other int) bool {
	for module := range d.services {
		if d.firms[f].Word(module) != d.firms[other].Word(module) {
			return false
		}
	}
	return true
}
