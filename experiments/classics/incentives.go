package classics

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"polesim/sim"
)

// baker is Baker (1992): pay by a measure that is not what the principal wants.
var baker = Classic{
	Name:  "baker",
	Title: "Incentive contracts and a performance measure that is not the objective",
	Paper: "Baker, G. P. (1992). Incentive contracts and performance measurement. Journal of Political Economy 100(3): 598–614. " +
		"Baker, G. P. (2002). Distortion and risk in optimal incentive contracts. Journal of Human Resources 37(4): 728–751.",
	Parameters: []Parameter{
		{Name: "f", Kind: Text, Text: "1, 1", Check: checkVector, Help: "What a unit of effort on each task is worth to the principal."},
		{Name: "g", Kind: Text, Text: "1, 0.5", Check: checkVector, Help: "What a unit of effort on each task adds to the measure that is paid."},
		{Name: "r", Unit: "1/pay", Kind: Number, Default: 1, Min: 0, Max: 100, Help: "The agent’s aversion to risk."},
		{Name: "sigma", Unit: "deviation", Kind: Number, Default: 1, Min: 0, Max: 100, Help: "Standard deviation of the noise of the measure."},
	},
	Quantities: []Quantity{
		{"slope", "best pay per unit of the measure", "pay", "Slope of the contract at which the principal's search for more surplus ends."},
		{"share", "share of the first best", "0–1", "What the contract gains over no pay, of what would be gained if effort could be ordered."},
	},
	New: func(v Values) (Runner, error) {
		f, g := vector(v.Text("f")), vector(v.Text("g"))
		if len(f) != len(g) {
			return nil, v.mismatch("g", "= %s has %d tasks, f = %s has %d", v.Text("g"), len(g), v.Text("f"), len(f))
		}
		cost := make([][]float64, len(f))
		for i := range cost {
			cost[i] = make([]float64, len(f))
			cost[i][i] = 1
		}
		sigma := v.Number("sigma")
		return &contract{benefit: f, measured: g, cost: cost, unpaid: make([]float64, len(f)), risk: v.Number("r") * sigma * sigma}, nil
	},
	Docks: bakerDocks(),
	Figures: []Figure{{
		Name: "baker-risk", Question: "What is a measure worth that is not the objective?", Quantity: "share",
		Along: "r", At: []string{"0", "0.25", "0.5", "1", "2", "4"},
		Lines: []Line{
			{Label: "g as f", Set: []string{"g=1, 1"}},
			{Label: "18° apart"},
			{Label: "one task only: 45°", Set: []string{"g=1, 0"}},
		},
	}},
}

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

// A contract pays an agent a fixed sum and so much per unit of a noisy measure of what he does. Agent and principal both
// find what is best for them by trying.
type contract struct {
	benefit  []float64   // of a unit of effort on each task, to the principal
	measured []float64   // what it adds to the measure
	unpaid   []float64   // effort that costs the agent least
	cost     [][]float64 // of effort e: ½ (e − unpaid)ᵀ cost (e − unpaid)
	risk     float64     // r σ²: what a contract of slope b costs is ½ r σ² b²
}

// Cases is one: nothing is left to chance.
func (c *contract) Cases() int { return 1 }

// Run searches for the best slope, and leaves it, the share of the first best, and the efforts as far as they are asked for.
func (c *contract) Run(_ int, _ sim.Key, into []float64) {
	slope := peak(0, c.surplus)
	efforts := c.agent(slope)
	none, best := c.surplus(0), c.efforts(c.benefit)
	into[0] = slope
	into[1] = (c.surplus(slope) - none) / (dot(c.benefit, best) - c.costOf(best) - none)
	copy(into[2:], efforts)
}

// agent returns the efforts that the agent finds best under a slope.
func (c *contract) agent(slope float64) []float64 {
	paid := make([]float64, len(c.measured))
	for i, g := range c.measured {
		paid[i] = slope * g
	}
	return c.efforts(paid)
}

// efforts returns the efforts at which a search ends of somebody who gains so much by each unit, and bears the cost: one
// task after the other, again and again.
func (c *contract) efforts(gain []float64) []float64 {
	const enough, rounds = 1e-13, 5000
	e := append([]float64(nil), c.unpaid...)
	for range rounds {
		moved := 0.0
		for i := range e {
			was := e[i]
			e[i] = peak(was, func(x float64) float64 {
				e[i] = x
				return dot(gain, e) - c.costOf(e)
			})
			moved = max(moved, math.Abs(e[i]-was))
		}
		if moved < enough { // else what is left after so many rounds is rounding
			break
		}
	}
	return e
}

// surplus is what principal and agent have together under a slope; the fixed sum only divides it.
func (c *contract) surplus(slope float64) float64 {
	e := c.agent(slope)
	return dot(c.benefit, e) - c.costOf(e) - float64(.5*c.risk*slope*slope)
}

func (c *contract) costOf(e []float64) float64 {
	sum := 0.0
	for i, row := range c.cost {
		for j, x := range row {
			sum += float64(.5 * x * (e[i] - c.unpaid[i]) * (e[j] - c.unpaid[j]))
		}
	}
	return sum
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

// peak returns where a parabola is highest: it tries less and more, and goes to the top of the parabola through the three, a
// few times, since the first is as precise as where it starts is near. Where it finds no top it stays.
func peak(x float64, of func(float64) float64) float64 {
	const tries, enough = 5, 1e-13
	for range tries {
		less, here, more := of(x-1), of(x), of(x+1)
		bend := less + more - 2*here
		if bend >= 0 {
			break
		}
		step := (less - more) / (2 * bend)
		x += step
		if math.Abs(step) < enough {
			break
		}
	}
	return x
}

// mostTasks is how many a vector may have.
const mostTasks = 10

// vector reads numbers with commas between them; what is none is 0, which [checkVector] forbids.
func vector(text string) (v []float64) {
	for _, field := range strings.Split(text, ",") {
		x, _ := strconv.ParseFloat(strings.TrimSpace(field), 64)
		v = append(v, x)
	}
	return v
}

func checkVector(text string) error {
	fields := strings.Split(text, ",")
	if len(fields) > mostTasks {
		return fmt.Errorf("has %d tasks, expected at most %d", len(fields), mostTasks)
	}
	for _, field := range fields {
		if x, err := strconv.ParseFloat(strings.TrimSpace(field), 64); err != nil || !(math.Abs(x) <= 1000) {
			return fmt.Errorf("is no list: expected a number from -1000 to 1000 for each task, as 1, 0.5; %q is none", strings.TrimSpace(field))
		}
	}
	if v := vector(text); dot(v, v) == 0 {
		return errors.New("is all zero")
	}
	return nil
}

// found is the precision with which searches find the closed forms.
const found = 1e-7

// bakerDocks are b* = f·g / (g·g + rσ²) and the share of the first best, (f·g)² / ((g·g + rσ²) f·f): cos² of the angle
// between f and g where there is no risk.
func bakerDocks() (docks []Dock) {
	for _, d := range []struct {
		at           []string
		slope, share float64
	}{
		{nil, 1.5 / 2.25, 1.5 * 1.5 / (2.25 * 2)},
		{[]string{"r=0"}, 1.5 / 1.25, 1.5 * 1.5 / (1.25 * 2)},
		{[]string{"r=0.5", "sigma=2"}, 1.5 / 3.25, 1.5 * 1.5 / (3.25 * 2)},
		{[]string{"f=3, 2, 1", "g=1, 2, 2", "r=0"}, 1, 81. / (9 * 14)},
		{[]string{"g=1, 1", "r=0"}, 1, 1},
		{[]string{"g=1, -1"}, 0, 0},
	} {
		docks = append(docks,
			Dock{Quantity: "slope", At: d.at, Published: d.slope, Error: found, Source: Exact, Note: "f·g / (g·g + rσ²)"},
			Dock{Quantity: "share", At: d.at, Published: d.share, Error: found, Source: Exact, Note: "(f·g)² / ((g·g + rσ²) f·f)"})
	}
	return docks
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
