package classics

import (
	"math/bits"
	"slices"

	"polesim/model"
	"polesim/sim"
)

// rivkin is the firm of Rivkin & Siggelkow (2003), whose department heads each look for better ways of their own part, and
// who are left alone, overseen or able to stop each other.
var rivkin = Classic{
	Name:  "rivkin",
	Title: "Search and stability: what department heads, incentives and a chief executive do to each other",
	Paper: "Rivkin, J. W. & Siggelkow, N. (2003). Balancing search and stability: interdependencies among elements of " +
		"organizational design. Management Science 49(3): 290–311. " +
		"Siggelkow, N. & Rivkin, J. W. (2005). Speed and search: designing organizations for turbulence and complexity. " +
		"Organization Science 16(2): 101–122. " +
		"Siggelkow, N. & Rivkin, J. W. (2006). When exploration backfires: unintended consequences of multilevel organizational " +
		"search. Academy of Management Journal 49(4): 779–795.",
	Parameters: []Parameter{
		{Name: "N", Unit: "decisions", Kind: Count, Default: 6, Min: 2, Max: 12, Help: "How many decisions the firm takes."},
		{Name: "departments", Unit: "departments", Kind: Count, Default: 2, Min: 1, Max: 4,
			Help: "Among how many departments the decisions are divided evenly."},
		{Name: "K", Unit: "decisions", Kind: Count, Default: 5, Min: 0, Max: 11,
			Help: "On how many other decisions what a decision contributes depends."},
		{Name: "neighbourhood", Kind: Choice, Choices: neighbourhoods, Default: 1,
			Help: "Which others: the nearest on a ring, random ones, or all of a block of K+1."},
		{Name: "ALTSUB", Unit: "alternatives", Kind: Count, Default: 4, Min: 1, Max: 1 << 12,
			Help: "Alternatives for its own part that a head looks at in each period."},
		{Name: "INCENT", Unit: "share", Kind: Number, Default: 0, Min: 0, Max: 1,
			Help: "What the other departments' part counts for a head, against 1 of the own: 0 is departmental, 1 firm-wide incentives."},
		{Name: "coordination", Kind: Choice, Choices: []string{rubberStamp, active, veto},
			Help: "Who brings the proposals together: a chief who rubber-stamps, an active chief, or the heads, each of whom can veto."},
		{Name: "P", Unit: "proposals", Kind: Count, Default: 2, Min: 1, Max: 8,
			Help: "Proposals that each head sends up or brings along, what there is among them if it ranks so high; a rubber stamp looks at the first."},
		{Name: "ALTCEO", Unit: "composites", Kind: Count, Default: 4, Min: 1, Max: 1 << 12,
			Help: "Composites of proposals that an active chief compares with what there is; the rest is not seen."},
		{Name: "T", Unit: "periods", Kind: Count, Default: 100, Min: 1, Max: 10_000, Help: "How long the firm searches."},
	},
	Quantities: []Quantity{
		{"performance", "performance", "0 worst, 1 best place", "Where the firm stands at the end between the worst and the best of its landscape."},
		{"search", "places visited", "number", "How many different sets of decisions the firm has had, its first included."},
		{"unrest", "share of late periods with a change", "share", "Share of the second half of the periods in which the firm changed something."},
		{"stuck", "stuck below the best place", "share", "Firms that changed nothing in the second half and are not at the best place."},
	},
	Replications: [2]int{2000, 40_000},
	New: func(v Values) (Runner, error) {
		n, k, departments, altsub, name := v.Count("N"), v.Count("K"), v.Count("departments"), v.Count("ALTSUB"), v.Choice("neighbourhood")
		if err := checkNeighbourhood(v, name, n, k); err != nil {
			return nil, err
		}
		if err := checkDivision(v, "departments", n, departments); err != nil {
			return nil, err
		}
		if most := 1<<(n/departments) - 1; altsub > most {
			return nil, v.mismatch("ALTSUB", "= %d: a department of %d decisions has only %d alternatives", altsub, n/departments, most)
		}
		f := &headedFirm{rugged: newDivided(departments, n/departments, k), altsub: altsub, incent: v.Number("INCENT"), proposals: v.Count("P"),
			composites: v.Count("ALTCEO"), coordination: v.Choice("coordination"), course: make([]float64, v.Count("T")+1)}
		f.of = neighbourhood(name, n, k, &f.wiring)
		f.byChanges = masksByChanges(f.size)
		f.ranked = make([][]proposal, departments)
		f.beenThere = make([]bool, 1<<n)
		return f, nil
	},
	Docks: rivkinDocks(),
	Figures: []Figure{{
		Name: "rivkin-altsub", Question: "When do abler department heads make a better firm?", Quantity: "performance",
		Along: "ALTSUB", At: []string{"1", "2", "3", "4", "5", "6", "7"},
		Lines: []Line{
			{Label: "all interact, rubber stamp"},
			{Label: "all interact, active chief", Set: []string{"coordination=active"}},
			{Label: "departments apart", Set: []string{"K=2", "neighbourhood=block"}},
		},
	}},
}

// Who brings together what the heads propose.
const (
	rubberStamp = "rubber-stamp" // nobody: each head's first choice is done
	active      = "active"       // a chief, who takes what is best for the firm, if it is better than what there is
	veto        = "veto"         // the heads: what none of them finds worse than what there is
)

// A headedFirm searches with department heads.
type headedFirm struct {
	*rugged
	parts
	altsub, proposals, composites int
	incent                        float64
	coordination                  string

	wiring    sim.Stream
	of        neighbours
	byChanges [][]uint64   // sets of a department's decisions, by how many there are
	ranked    [][]proposal // each head's, the best first
	shuffled  []uint64
	offers    []uint64 // composites of proposals, one of each head: the decisions that change
	place     uint64
	beenThere []bool
	course    []float64
}

// A proposal is what a head would have its department do, all else as it is.
type proposal struct{ place, changes uint64 }

// masksByChanges lists all sets of some decisions, by how many they have.
func masksByChanges(decisions int) [][]uint64 {
	sets := make([][]uint64, decisions+1)
	for mask := range uint64(1) << decisions {
		many := bits.OnesCount64(mask)
		sets[many] = append(sets[many], mask)
	}
	return sets
}

// Run searches on one landscape.
func (f *headedFirm) Run(_ int, key sim.Key, into []float64) {
	f.wiring = key.Named("wiring").At(0, 0)
	f.reset(key.Named("landscape"), f.of)
	f.look(f.rugged)
	start := key.Named("start").At(0, 0)
	f.place = start.Uint64() & (1<<f.n - 1)
	clear(f.beenThere)
	f.beenThere[f.place] = true
	f.course[0] = f.relativeAt(f.place)
	visited, late := 1, 0
	alternatives, attention := key.Named("alternatives"), key.Named("attention")
	for t := 1; t < len(f.course); t++ {
		for d := range f.ranked {
			s := alternatives.At(d, t)
			f.rank(d, &s)
		}
		s := attention.At(0, t)
		if changes := f.bringTogether(&s); changes != 0 {
			f.place ^= changes
			if 2*t > len(f.course)-1 {
				late++
			}
			if !f.beenThere[f.place] {
				f.beenThere[f.place] = true
				visited++
			}
		}
		f.course[t] = f.relativeAt(f.place)
	}
	last := len(f.course) - 1
	into[0], into[1] = f.course[last], float64(visited)
	into[2] = float64(late) / float64(last-last/2)
	into[3] = 0
	if late == 0 && f.course[last] < 1 {
		into[3] = 1
	}
}

// Course is the performance over time.
func (f *headedFirm) Course() []float64 { return f.course }

// worth is what a head makes of a place: its own part and, as far as its incentives are firm-wide, the others'.
func (f *headedFirm) worth(head int, place uint64) float64 {
	others := 0.0
	for d, part := range f.own {
		if d != head {
			others += part[place]
		}
	}
	return f.own[head][place] + float64(f.incent*others)
}

// rank has a head look at its alternatives, beside what there is, and rank them.
func (f *headedFirm) rank(head int, s *sim.Stream) {
	list := append(f.ranked[head][:0], proposal{place: f.place})
	left := f.altsub
	for _, sets := range f.byChanges[1:] {
		if left < len(sets) {
			f.shuffled = append(f.shuffled[:0], sets...)
			sets = f.shuffled
		}
		for at := range min(left, len(sets)) {
			if left < len(sets) { // which ones is chance
				other := at + s.IntN(len(sets)-at)
				sets[at], sets[other] = sets[other], sets[at]
			}
			changes := sets[at] << (head * f.size)
			list = append(list, proposal{f.place ^ changes, changes})
		}
		left -= min(left, len(sets))
	}
	slices.SortStableFunc(list, func(a, b proposal) int {
		switch first, second := f.worth(head, a.place), f.worth(head, b.place); {
		case model.Worthwhile(first-second, 0):
			return -1
		case model.Worthwhile(second-first, 0):
			return 1
		}
		return 0
	})
	f.ranked[head] = list
}

// bringTogether decides what of the heads' proposals is done, and returns the decisions that change.
func (f *headedFirm) bringTogether(s *sim.Stream) (changes uint64) {
	if f.coordination == rubberStamp {
		for _, list := range f.ranked {
			changes ^= list[0].changes
		}
		return changes
	}
	f.compose()
	if f.coordination == veto {
		for _, o := range f.offers {
			if o != 0 && !f.vetoed(o) {
				return o
			}
		}
		return 0
	}
	for at := range min(f.composites, len(f.offers)) { // what the chief has time to look at
		other := at + s.IntN(len(f.offers)-at)
		f.offers[at], f.offers[other] = f.offers[other], f.offers[at]
		if o := f.offers[at]; model.Worthwhile(f.whole[f.place^o]-f.whole[f.place^changes], 0) {
			changes = o
		}
	}
	return changes
}

// compose lists all composites of the heads' proposals: what the heads rank first before what some of them rank lower.
func (f *headedFirm) compose() {
	f.offers = append(f.offers[:0], 0)
	for _, list := range f.ranked {
		n := len(f.offers)
		for _, p := range list[1:min(f.proposals, len(list))] {
			for _, o := range f.offers[:n] {
				f.offers = append(f.offers, o^p.changes)
			}
		}
		for k := range f.offers[:n] {
			f.offers[k] ^= list[0].changes
		}
	}
}

// vetoed says whether any head finds the firm worse off after some changes than as it is.
func (f *headedFirm) vetoed(changes uint64) bool {
	for head := range f.ranked {
		if model.Worthwhile(f.worth(head, f.place)-f.worth(head, f.place^changes), 0) {
			return true
		}
	}
	return false
}

// rivkinDocks are orderings, which is all that could be established: those of the two papers, and of their sequel on
// exploration at lower levels (Siggelkow & Rivkin 2006).
func rivkinDocks() []Dock {
	const apart = "neighbourhood=block"
	return []Dock{
		{Quantity: "performance", Kind: Above, At: []string{"ALTSUB=1"}, Against: []string{"ALTSUB=7"}, Source: Paper,
			Note: "abler heads harm a firm that nobody coordinates where departments interact"},
		{Quantity: "performance", Kind: Above, At: []string{"K=3", "ALTSUB=1"}, Against: []string{"K=3", "ALTSUB=7"}, Source: Paper,
			Note: "also where they interact less"},
		{Quantity: "performance", Kind: Above, At: []string{"ALTSUB=7", "coordination=active"}, Against: []string{"ALTSUB=7"}, Source: Paper,
			Note: "an active chief raises it: abler heads make oversight worth more, not less"},
		{Quantity: "performance", Kind: Above, At: []string{"ALTSUB=1", "coordination=active"}, Against: []string{"ALTSUB=1"}, Source: Paper,
			Note: "an active chief raises it with less able heads too"},
		{Quantity: "performance", Kind: Above, At: []string{"ALTSUB=7", "INCENT=1", "coordination=active"}, Against: []string{"ALTSUB=7", "INCENT=1"}, Source: Paper,
			Note: "even firm-wide incentives and able heads together do not make a chief superfluous"},
		{Quantity: "unrest", Kind: Above, At: []string{"ALTSUB=7"}, Against: []string{"ALTSUB=7", "coordination=active"}, Source: Paper,
			Note: "a chief stabilises"},
		{Quantity: "performance", Kind: Same, At: []string{"K=2", apart, "ALTSUB=1", "coordination=active"},
			Against: []string{"K=2", apart, "ALTSUB=1"}, Source: Paper, Note: "a chief changes nothing in the long run where departments do not interact"},
		{Quantity: "performance", Kind: Same, At: []string{"K=2", apart, "ALTSUB=7", "coordination=active", "ALTCEO=2"},
			Against: []string{"K=2", apart, "ALTSUB=7"}, Source: Paper, Note: "nor does one who sees half the composites"},
		{Quantity: "search", Kind: Above, At: []string{"ALTSUB=1", "coordination=active"}, Against: []string{"ALTSUB=7", "coordination=active"}, Source: Paper,
			Note: "exploration below backfires: under a chief abler heads make the firm search less, where departments interact (2006)"},
		{Quantity: "performance", Kind: Above, At: []string{"K=2", apart, "ALTSUB=7", "coordination=active"},
			Against: []string{"K=2", apart, "ALTSUB=1", "coordination=active"}, Source: Paper,
			Note: "and raises performance where they do not (2006)"},
	}
}
