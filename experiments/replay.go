package experiments

import (
	"context"
	"fmt"
	"math"

	"polesim/experiments/store"
	"polesim/model"
	"polesim/scenarios"
)

// A ReplayedRun says whether a run came out again as it is on record.
type ReplayedRun struct {
	Scenario    string
	Replication int
	Differ      []Mismatch // empty if every bit agrees
}

// A Mismatch is an outcome that came out otherwise.
type Mismatch struct {
	Outcome        string
	Recorded, Anew float64
}

// Replay runs one replication of a result folder again, all its scenarios or one, and compares the bits.
func Replay(ctx context.Context, folder *store.Results, replication int, scenario string) ([]ReplayedRun, error) {
	m := folder.Manifest
	var configs []*model.Config
	for _, s := range m.Scenarios {
		if scenario != "" && s.Name != scenario {
			continue
		}
		c, err := scenarios.Parse(s.Name+".toml", []byte(s.TOML))
		if err != nil {
			return nil, fmt.Errorf("the scenario kept in %s cannot be read by this version: %w", folder.Path(), err)
		}
		c.Name = s.Name
		configs = append(configs, c)
	}
	if len(configs) == 0 {
		return nil, fmt.Errorf("%s holds no scenario %q", folder.Path(), scenario)
	}
	results := make([]model.RunResult, len(configs))
	if err := model.NewCohort(configs).Run(ctx, m.Seed, replication, m.Months, results); err != nil {
		return nil, err
	}
	var replayed []ReplayedRun
	for k, c := range configs {
		recorded, err := folder.RunAt(c.Name, replication)
		if err != nil {
			return nil, err
		}
		run := ReplayedRun{Scenario: c.Name, Replication: replication}
		for o, column := range m.RunColumns {
			at := model.OutcomeIndex(column.Name)
			if at < 0 {
				return nil, fmt.Errorf("%s has a column %s that this version does not know", folder.Path(), column.Name)
			}
			if was, is := recorded.Values[o], results[k].Values[at]; math.Float64bits(was) != math.Float64bits(is) {
				run.Differ = append(run.Differ, Mismatch{column.Name, was, is})
			}
		}
		replayed = append(replayed, run)
	}
	return replayed, nil
}
