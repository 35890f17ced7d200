package classics

// milgrom is Holmström & Milgrom (1991) with two tasks, one of which cannot be measured.
var milgrom = Classic{
	Name:  "milgrom",
	Title: "Multitask agency: pay for one task when another cannot be measured",
	Paper: "Holmström, B. & Milgrom, P. (1991). Multitask principal–agent analyses: incentive contracts, asset ownership, and job " +
		"design. Journal of Law, Economics & Organization 7 (special issue): 24–52.",
	Parameters: []Parameter{
		{Name: "B1", Unit: "value", Kind: Number, Default: 1, Min: -100, Max: 100, Help: "What a unit of effort on task 1, which is not measured, is worth to the principal."},
		{Name: "B2", Unit: "value", Kind: Number, Default: 1, Min: -100, Max: 100, Help: "What a unit of effort on task 2, which is measured, is worth."},
		{Name: "C11", Unit: "cost", Kind: Number, Default: 1, Min: .01, Max: 100, Help: "How fast the cost of effort on task 1 rises with it."},
		{Name: "C22", Unit: "cost", Kind: Number, Default: 1, Min: .01, Max: 100, Help: "How fast that of task 2 rises with it."},
		{Name: "C12", Unit: "cost", Kind: Number, Default: .5, Min: -100, Max: 100,
			Help: "How fast effort on one task makes the other costlier; below 0 cheaper."},
		{Name: "unpaid", Unit: "effort", Kind: Number, Default: 1, Min: 0, Max: 100, Help: "Effort on each task that the agent likes to make unpaid."},
		{Name: "r", Unit: "1/pay", Kind: Number, Default: 1, Min: 0, Max: 100, Help: "The agent’s aversion to risk."},
		{Name: "sigma2", Unit: "deviation", Kind: Number, Default: 1, Min: 0, Max: 100, Help: "Standard deviation of the noise with which task 2 is measured."},
	},
	Quantities: []Quantity{
		{"slope", "best pay per unit of task 2", "pay", "Slope α2 of the contract at which the principal's search for more surplus ends."},
		{"share", "share of the first best", "0–1", "What the contract gains over no pay, of what would be gained if effort could be ordered."},
		{"effort1", "effort on the unmeasured task", "effort", "Effort on task 1 under that contract."},
		{"effort2", "effort on the measured task", "effort", "Effort on task 2 under that contract."},
	},
	New: func(v Values) (Runner, error) {
		c11, c22, c12, sigma, unpaid := v.Number("C11"), v.Number("C22"), v.Number("C12"), v.Number("sigma2"), v.Number("unpaid")
		if c12*c12 > .99*c11*c22 {
			return nil, v.mismatch("C12", "= %g is too large: cost is to rise in all directions, C12² below .99 C11 C22 = %g", c12, .99*c11*c22)
		}
		return &contract{benefit: []float64{v.Number("B1"), v.Number("B2")}, measured: []float64{0, 1},
			cost: [][]float64{{c11, c12}, {c12, c22}}, unpaid: []float64{unpaid, unpaid}, risk: v.Number("r") * sigma * sigma}, nil
	},
	Docks: milgromDocks(),
	Figures: []Figure{{
		Name: "milgrom-substitutes", Question: "How much should the measured task be paid if another is not measured?", Quantity: "slope",
		Along: "C12", At: []string{"-0.75", "-0.5", "-0.25", "0", "0.25", "0.5", "0.75"},
		Lines: []Line{
			{Label: "equally important"},
			{Label: "unmeasured twice as important", Set: []string{"B1=2"}},
			{Label: "unmeasured worthless", Set: []string{"B1=0"}},
		},
	}},
}

// milgromDocks are α2* = (B2 − B1 C12/C11) / (1 + rσ2² (C22 − C12²/C11)) and the effort on task 1 that goes with it,
// unpaid − (C12/C11) α2* / (C22 − C12²/C11).
func milgromDocks() (docks []Dock) {
	for _, d := range []struct {
		at             []string
		slope, effort1 float64
	}{
		{nil, .5 / 1.75, 1 - .5*(.5/1.75)/.75},
		{[]string{"C12=0"}, .5, 1},
		{[]string{"C12=-0.5"}, 1.5 / 1.75, 1 + .5*(1.5/1.75)/.75},
		{[]string{"B1=2"}, 0, 1},
		{[]string{"B1=3"}, -.5 / 1.75, 1 + .5*(.5/1.75)/.75},
		{[]string{"C11=2", "C22=3", "C12=1", "B2=2", "r=0.5", "sigma2=2"}, 1.5 / 6, 1 - .5*(1.5/6)/2.5},
	} {
		docks = append(docks,
			Dock{Quantity: "slope", At: d.at, Published: d.slope, Error: found, Source: Exact, Note: "(B2 − B1 C12/C11) / (1 + rσ2² (C22 − C12²/C11))"},
			Dock{Quantity: "effort1", At: d.at, Published: d.effort1, Error: found, Source: Exact, Note: "unpaid − (C12/C11) α2* / (C22 − C12²/C11)"})
	}
	return docks
}
