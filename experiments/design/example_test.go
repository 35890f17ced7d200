package design_test

import (
	"fmt"
	"os"
	"path/filepath"

	"polesim/experiments/design"
)

// A design with two factors, read, asked for a point, and kept.
func Example() {
	dir, err := os.MkdirTemp("", "design")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "map.toml")
	text := `
title = "Where does steering by results win?"
scenarios = ["map/contract", "map/pmu"]
sampler = "grid"
replications = 20

[[factor]]
key = "professionals.autonomy"
range = [0.1, 0.9]
steps = 9

[[factor]]
name = "agenda"
[factor.level.planned]
set = { "governance.ambiguity" = 0.2 }
[factor.level.open]
set = { "governance.ambiguity" = 1 }
`
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		fmt.Println(err)
		return
	}
	d, err := design.Load(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Points(), "points")
	for f, v := range d.Values(5) {
		fmt.Println(d.Factors[f].Name, "=", v.Text)
	}
	_, sets := d.Sets(5, 0)
	fmt.Println(sets)
	if err := d.Write(filepath.Join(dir, "study")); err != nil {
		fmt.Println(err)
		return
	}
	copied, err := design.Load(filepath.Join(dir, "study", design.FileName))
	fmt.Println(err, copied.Hash() == d.Hash())
	// Output:
	// 18 points
	// professionals.autonomy = 0.3
	// agenda = open
	// [professionals.autonomy=0.3 governance.ambiguity=1]
	// <nil> true
}
