package experiments

import (
	"context"
	"fmt"
	"math"

	"polesim/experiments/store"
	"polesim/model"
	"polesim/scenarios"
	"polesim/sim"
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
	plan := &Plan{Seed: m.Seed, Months: m.Months}
	var recorded []store.Run
	for _, s := range m.Scenarios {
		if scenario != "" && s.Name != scenario {
			continue
		}
		run, err := folder.RunAt(s.Name, replication)
		if err != nil {
			return nil, err
		}
		recorded = append(recorded, run)
		c, err := scenarios.Parse(s.Name+".toml", []byte(s.TOML))
		if err != nil {
			return nil, fmt.Errorf("the scenario kept in %s cannot be read by this version: %w", folder.Path(), err)
		}
		c.Name = s.Name
		if s.Hash != scenarios.Hash(c) {
			return nil, fmt.Errorf("%s: scenario %s is not the one that was run: its hash is not the recorded %.12s…; the manifest was altered, or another version wrote it",
				folder.Path(), s.Name, s.Hash)
		}
		plan.Scenarios = append(plan.Scenarios, c)
	}
	if len(recorded) == 0 {
		return nil, fmt.Errorf("%s holds no scenario %q", folder.Path(), scenario)
	}
	var replayed []ReplayedRun
	compare := func(x Replication) (err error) {
		if x.Err != nil {
			return fmt.Errorf("replication %d fails: %w", replication, x.Err)
		}
		replayed, err = compareBits(folder, recorded, x.Runs)
		return err
	}
	err := plan.replicate(ctx, sim.Plan{First: replication, Replications: 1}, []Watch{compare})
	return replayed, err
}

// compareBits compares what is on record with what came out anew.
func compareBits(folder *store.Results, recorded []store.Run, anew []model.RunResult) ([]ReplayedRun, error) {
	var replayed []ReplayedRun
	for k, r := range recorded {
		run := ReplayedRun{Scenario: r.Scenario, Replication: r.Replication}
		for o, column := range folder.Manifest.RunColumns {
			at := model.OutcomeIndex(column.Name)
			if at < 0 {
				return nil, fmt.Errorf("%s has a column %s that this version does not know", folder.Path(), column.Name)
			}
			if was, is := r.Values[o], anew[k].Values[at]; math.Float64bits(was) != math.Float64bits(is) {
				run.Differ = append(run.Differ, Mismatch{column.Name, was, is})
			}
		}
		replayed = append(replayed, run)
	}
	return replayed, nil
}
