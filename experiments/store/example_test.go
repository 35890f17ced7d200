package store_test

import (
	"fmt"
	"os"
	"path/filepath"

	"polesim/experiments/store"
)

func Example() {
	parent, err := os.MkdirTemp("", "results")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(parent)
	dir := filepath.Join(parent, "first")

	manifest := store.Manifest{Seed: 42, Months: 12, Replications: 2, Scenarios: []store.Scenario{{Name: "chu"}}}
	outcomes := []store.Column{{Name: "occupancy", Unit: "share", Meaning: "share of beds occupied"}}
	folder, err := store.Create(dir, false, manifest, outcomes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer folder.Close() // leaves what is whole if we return early
	for replication, value := range []float64{0.82, 0.79} {
		runs := []store.Run{{Scenario: "chu", Replication: replication, Status: store.Done, Values: []float64{value}}}
		if err := folder.Add(replication, runs); err != nil {
			fmt.Println(err)
			return
		}
	}
	if err := folder.Finish(store.StateComplete, nil); err != nil {
		fmt.Println(err)
		return
	}

	results, err := store.Open(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(results.Manifest.State, results.Manifest.Runs)
	err = results.Runs(func(r store.Run) error {
		fmt.Println(r.Scenario, r.Replication, r.Status, r.Values[0])
		return nil
	})
	fmt.Println(err)
	// Output:
	// complete 2 whole replications (0–1)
	// chu 0 done 0.82
	// chu 1 done 0.79
	// <nil>
}
