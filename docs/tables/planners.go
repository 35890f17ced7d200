package main

import (
	"context"
	"fmt"
	"strings"
	"testing/fstest"

	"polesim/model"
	"polesim/scenarios"
	"polesim/scenarios/movements"
)

// planners compares perimeters of the hospital of docs/examples, imported as the guide for planners does.
func planners(ctx context.Context, replications int) (string, error) {
	const hospital = "hopital.toml"
	report, err := movements.Import(movements.Options{Flows: "docs/examples/mouvements.csv",
		Services: "docs/examples/services.csv", Poles: "docs/examples/poles.csv", Exclude: []string{"Domicile"}, Period: "1 year"})
	if err != nil {
		return "", err
	}
	files := fstest.MapFS{hospital: {Data: []byte(movements.Render(report.Scenario))}}
	for _, g := range scenarios.Governances(hospital) {
		files[g.Name] = &fstest.MapFile{Data: []byte(g.Text)}
	}
	rows := []struct{ label, file, set string }{
		{"no pôles", "hopital-services.toml", ""},
		{"given", "hopital-pmu.toml", ""},
		{"following patients", "hopital-pmu.toml", "perimeter.use=flow"},
		{"random, of the sizes of the given", "hopital-pmu.toml", "perimeter.random=true"},
	}
	var configs []*model.Config
	for _, row := range rows {
		var sets []string
		if row.set != "" {
			sets = append(sets, row.set)
		}
		c, err := scenarios.LoadFS(files, row.file, sets...)
		if err != nil {
			return "", err
		}
		configs = append(configs, c)
	}
	s, err := together(ctx, configs, replications)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(head("soft pôles", "couplings inside (share)", "care, less no pôles (index)", "care, less the given pôles (index)"))
	for k := 1; k < len(rows); k++ {
		given := "–"
		if k > 1 {
			given = difference(s, 1, k, outcome("care_effectiveness"))
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", rows[k].label, mean(s.Mean(k, outcome("coverage"))),
			difference(s, 0, k, outcome("care_effectiveness")), given)
	}
	return b.String(), nil
}
