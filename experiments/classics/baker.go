package classics

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
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
