package main

import (
	"context"
	"testing"

	"polesim/model"
	"polesim/scenarios"
)

// On the group, ordinary numbers of stays, beds and people are those of French public hospitals and of public movement
// logs under every governance: moves, occupancy and stays, vacancies and turnover.
func TestStaysBedsAndPeopleOfTheGroupAreOrdinary(t *testing.T) {
	bounds := map[string][2]float64{
		"moves_per_stay":      {1.4, 1.6},
		"ward_moves_per_stay": {.5, .65},
		"occupancy":           {72, 78},
		"length_of_stay":      {5.3, 5.9},
		"physician_vacancy":   {27, 32},
		"nurse_turnover":      {10, 15},
	}
	var list []*model.Config
	for _, name := range governances {
		c, err := scenarios.Load("../"+name+".toml", "staff.posts=true", "care.units=true")
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
	const replications = 4
	cohort, results := model.NewCohort(list), make([]model.RunResult, len(list))
	mean := make(map[string][]float64)
	for replication := range replications {
		if err := cohort.Run(context.Background(), 1, replication, 120, results); err != nil {
			t.Fatal(err)
		}
		for name := range bounds {
			if mean[name] == nil {
				mean[name] = make([]float64, len(list))
			}
			for k := range list {
				mean[name][k] += results[k].Values[model.OutcomeIndex(name)] / replications
			}
		}
	}
	for name, bound := range bounds {
		for k, v := range mean[name] {
			if v < bound[0] || v > bound[1] {
				t.Errorf("%s: %s is %.2f, ordinary is %v", governances[k], name, v, bound)
			}
		}
	}
}
