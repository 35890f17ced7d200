package plot_test

import (
	"fmt"
	"os"

	"polesim/experiments/plot"
)

func ExamplePairedDifferences() {
	frame := plot.Frame{
		Question:  "Do soft pôles improve care?",
		Note:      "200 paired runs over 120 months.",
		Scenarios: []string{"No pôles", "Soft pôles"},
	}
	figure, err := plot.PairedDifferences(frame, "standard deviations of the baseline’s runs",
		[]plot.Comparison{{A: 0, B: 1}},
		[]plot.Difference{{
			Outcome:     plot.Outcome{Label: "Care effectiveness", Unit: "index 0–1"},
			Scale:       0.022,
			Equivalence: 0.01,
			Estimates:   []plot.Estimate{{Mean: 0.012, Low: 0.010, High: 0.014, Pairs: 200}},
		}})
	if err != nil {
		fmt.Println(err)
		return
	}
	dir, err := os.MkdirTemp("", "figures")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	fmt.Println(figure.Save(dir, "care")) // care.svg, care.png, care.txt
	fmt.Println(figure.Caption)
	// Output:
	// <nil>
	// Do soft pôles improve care? 200 paired runs over 120 months. Mean paired differences with 95 % intervals. Soft pôles − No pôles: Care effectiveness (index 0–1) +0.0120 [0.0100, 0.0140]. Marker and bar: mean over paired runs (n = 200) and its 95 % interval; numbers at the right in each outcome’s own unit. Grey band: differences too small to matter (practical equivalence), ±0.010 in Care effectiveness.
}
