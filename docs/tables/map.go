package main

import (
	"context"
	"fmt"
	"strings"

	"polesim/experiments"
	"polesim/model"
	"polesim/scenarios"
)

// A cell is a point of the map.
type cell struct{ autonomy, validity, congruence float64 }

// cells are those that an earlier prototype was read at.
var cells = []cell{{.2, .9, .9}, {.2, .9, 0}, {.8, .9, .9}, {.8, .5, .5}, {.8, .1, 0}}

// ordinary is the cell of the two checks: the defaults of the parameters.
var ordinary = cell{.8, .4, .2}

func (c cell) sets() []string {
	return []string{
		fmt.Sprintf("professionals.autonomy=%v", c.autonomy),
		fmt.Sprintf("measurement.validity=%v", c.validity),
		fmt.Sprintf("environment.congruence=%v", c.congruence),
	}
}

func (c cell) String() string {
	return fmt.Sprintf("%v | %v | %v", c.autonomy, c.validity, c.congruence)
}

// governances are the scenarios of the map, in the order of their columns.
var governances = []string{"services", "network", "pmu", "contract"}

const services, network, pmu, contract = 0, 1, 2, 3 // their places

// onMap runs scenarios of scenarios/map together. One that ends in "/random" has random perimeters.
func onMap(ctx context.Context, names, sets []string, replications int, watch ...experiments.Watch) (*experiments.Summary, error) {
	var configs []*model.Config
	for _, name := range names {
		base, random := strings.CutSuffix(name, "/random")
		own := sets
		if random {
			own = append(own[:len(own):len(own)], "perimeter.random=true")
		}
		c, err := scenarios.Load("map/"+base, own...)
		if err != nil {
			return nil, err
		}
		c.Name = name
		configs = append(configs, c)
	}
	return together(ctx, configs, replications, watch...)
}

// theMap is care and goal value in each cell under each governance, and what the contract wins over soft pôles.
func theMap(ctx context.Context, replications int) (string, error) {
	care, goal := outcome("care_effectiveness"), outcome("goal_value")
	cares, goals, differences := new(strings.Builder), new(strings.Builder), new(strings.Builder)
	var gap string
	for _, c := range cells {
		s, err := onMap(ctx, governances, c.sets(), replications)
		if err != nil {
			return "", err
		}
		gap = gapOf(s) // the same in all cells
		for o, b := range map[int]*strings.Builder{care: cares, goal: goals} {
			fmt.Fprintf(b, "| %v |", c)
			for k := range governances {
				fmt.Fprintf(b, " %s |", mean(s.Mean(k, o)))
			}
			b.WriteByte('\n')
		}
		fmt.Fprintf(differences, "| %v | %s | %s | %s |\n", c, difference(s, pmu, contract, care),
			difference(s, pmu, contract, goal), mean(s.Mean(contract, outcome("ceremoniality"))))
	}
	means := head("autonomy", "validity", "congruence", "services", "network", "pmu", "contract")
	return "Care effectiveness (index 0–1), mean ± half-width of its 95 % interval:\n\n" + means + cares.String() + "\n" + gap +
		"\nGoal value, the mean of care and margin effectiveness (index 0–1):\n\n" + means + goals.String() +
		"\nContract less pmu, paired (index), and ceremoniality under contract (share of the time for results):\n\n" +
		head("autonomy", "validity", "congruence", "care", "goal value", "ceremoniality") + differences.String(), nil
}

// theIndicator is what contract pôles win when the indicator counts for nothing, shows nothing or cannot be embellished.
func theIndicator(ctx context.Context, replications int) (string, error) {
	care, goal := outcome("care_effectiveness"), outcome("goal_value")
	var b strings.Builder
	b.WriteString(head("contract pôles", "care, less services (index)", "care, less pmu (index)", "goal value, less pmu (index)", "ceremoniality (share)"))
	for _, row := range []struct{ label, set string }{
		{"default values", "governance.incentive=1.5"},
		{"`governance.incentive=0`", "governance.incentive=0"},
		{"`measurement.validity=0`", "measurement.validity=0"},
		{"`measurement.manipulability=0`", "measurement.manipulability=0"},
	} {
		s, err := onMap(ctx, governances, append(ordinary.sets(), row.set), replications)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", row.label, difference(s, services, contract, care),
			difference(s, pmu, contract, care), difference(s, pmu, contract, goal), mean(s.Mean(contract, outcome("ceremoniality"))))
	}
	return b.String(), nil
}

// uncoupled is what arenas win where services do not depend on each other, and where they do.
func uncoupled(ctx context.Context, replications int) (string, error) {
	care, goal := outcome("care_effectiveness"), outcome("goal_value")
	var b strings.Builder
	b.WriteString(head("couplings across", "arena", "care, less services (index)", "in standard errors", "goal value, less services (index)"))
	for _, across := range []int{0, 3} {
		s, err := onMap(ctx, governances, append(ordinary.sets(), fmt.Sprintf("environment.interdependence_across=%d", across)), replications)
		if err != nil {
			return "", err
		}
		for k := network; k < len(governances); k++ {
			e := s.Difference(pair(s, services, k), care)
			fmt.Fprintf(&b, "| %d | %s | %s | %+.1f | %s |\n", across, governances[k], signed(e), e.StandardErrors(), difference(s, services, k, goal))
		}
	}
	return b.String(), nil
}

// randomPerimeters is what soft and contract pôles keep of their gain when their services are drawn at random.
func randomPerimeters(ctx context.Context, replications int) (string, error) {
	names := []string{"services", "pmu", "pmu/random", "contract", "contract/random", "network"}
	care, coverage := outcome("care_effectiveness"), outcome("coverage")
	gains := make([][]float64, len(names))
	watch := func(r experiments.Replication) error {
		if r.Err == nil {
			for k := range names {
				gains[k] = append(gains[k], r.Runs[k].Values[care]-r.Runs[0].Values[care])
			}
		}
		return nil
	}
	s, err := onMap(ctx, names, ordinary.sets(), replications, watch)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(head("arena", "couplings inside (share)", "care, less services (index)", "kept of the aligned gain (share)"))
	for k := 1; k < len(names); k++ {
		inside, kept := mean(s.Mean(k, coverage)), "–"
		base, random := strings.CutSuffix(names[k], "/random")
		switch {
		case base == "network":
			inside = "–"
		case random && s.Difference(pair(s, 0, k-1), care).Low <= 0:
			kept = "nothing to keep"
		case random:
			kept = experiments.RatioOf(gains[k], gains[k-1]).String()
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", strings.Replace(names[k], "/", ", ", 1), inside, difference(s, 0, k, care), kept)
	}
	return b.String(), nil
}
