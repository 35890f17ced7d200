package main

import (
	"context"
	"fmt"
	"strings"

	"polesim/experiments"
	"polesim/model"
	"polesim/scenarios"
)

// groupNames are the governances of the made-up group; pairs are compared in this order.
var groupNames = []string{"ghu-services", "ghu-contract", "ghu-pmu"}

// theGroup is the main comparison, and what is left of it when everybody comes to all meetings.
func theGroup(ctx context.Context, replications int) (string, error) {
	ordinary, err := group(ctx, replications)
	if err != nil {
		return "", err
	}
	strict, err := group(ctx, replications, "arenas.attendance_floor=1", "arenas.informal=false")
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(head("outcome", "no pôles", "contract pôles", "soft pôles"))
	for _, row := range []struct{ label, name string }{
		{"care effectiveness (index 0–1)", "care_effectiveness"},
		{"margin effectiveness (index 0–1)", "margin_effectiveness"},
		{"goal-weighted value (index 0–1)", "goal_value"},
		{"ceremoniality (share of time for results)", "ceremoniality"},
		{"time for reporting that pays (share of all time)", "ceremony_time"},
		{"meeting units used (share of the offer)", "attendance"},
	} {
		fmt.Fprintf(&b, "| %s |", row.label)
		for k := range groupNames {
			o := outcome(row.name)
			if !model.Outcomes()[o].In(ordinary.Plan.Scenarios[k]) {
				b.WriteString(" – |")
				continue
			}
			fmt.Fprintf(&b, " %s |", mean(ordinary.Mean(k, o)))
		}
		b.WriteByte('\n')
	}
	b.WriteString("\n" + gapOf(ordinary) + "\n" + head("paired difference (index)", "care", "goal-weighted value"))
	for _, row := range []struct {
		label string
		of    *experiments.Summary
		a, b  int
	}{
		{"contract pôles less no pôles", ordinary, 0, 1},
		{"soft pôles less no pôles", ordinary, 0, 2},
		{"soft pôles less contract pôles", ordinary, 1, 2},
		{"the same, if all came to all meetings", strict, 1, 2},
	} {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", row.label,
			difference(row.of, row.a, row.b, outcome("care_effectiveness")), difference(row.of, row.a, row.b, outcome("goal_value")))
	}
	return b.String(), nil
}

func group(ctx context.Context, replications int, sets ...string) (*experiments.Summary, error) {
	var configs []*model.Config
	for _, name := range groupNames {
		c, err := scenarios.Load(name, sets...)
		if err != nil {
			return nil, err
		}
		configs = append(configs, c)
	}
	return together(ctx, configs, replications)
}
