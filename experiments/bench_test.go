package experiments

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"polesim/model"
	"polesim/scenarios"
)

// BenchmarkScaling runs the main job's scenarios on 1 worker and on all, in turn, and reports how many times faster all
// are (speed-up) and what a month of one hospital costs all in.
func BenchmarkScaling(b *testing.B) {
	var configs []*model.Config
	for _, name := range []string{"ghu-services", "ghu-contract", "ghu-pmu"} {
		c, err := scenarios.Load(name)
		if err != nil {
			b.Fatal(err)
		}
		configs = append(configs, c)
	}
	const replications, months = 16, 120
	var spent [2]time.Duration
	workers := [2]int{1, runtime.GOMAXPROCS(0)}
	runs := 0
	for b.Loop() {
		for k, w := range workers {
			plan := Plan{Scenarios: configs, Replications: replications, Months: months, Seed: 1, Workers: w}
			start := time.Now()
			if err := plan.Run(context.Background()); err != nil {
				b.Fatal(err)
			}
			spent[k] += time.Since(start)
		}
		runs++
	}
	b.ReportMetric(spent[0].Seconds()/spent[1].Seconds(), fmt.Sprintf("times-faster-on-%d", workers[1]))
	b.ReportMetric(float64(spent[0].Nanoseconds())/float64(runs*replications*months*len(configs)), "ns/hospital-month")
}
