package model

import (
	"context"
	"fmt"
	"math"
	"os"
	"testing"
	"time"
)

func mapScenario(kind string, a, nu, rho float64, extra ...any) *Config {
	c := NewConfig(kind)
	must := func(k string, v float64) {
		if err := c.Set(k, v); err != nil {
			panic(err)
		}
	}
	must("environment.discipline_share", 0)
	must("environment.template_share", 0)
	must("environment.academic_congruence", .3)
	must("professionals.goal_care", 1)
	must("professionals.goal_economy", 0)
	must("professionals.goal_academic", 0)
	must("professionals.goal_dispersion", 0)
	must("goals.contagion", 0)
	must("goals.steering", 0)
	must("agenda.clinical", 1)
	must("agenda.academic", 0)
	must("agenda.economic", 0)
	must("direction.goal_care", .5)
	must("direction.goal_economy", .5)
	must("direction.goal_academic", 0)
	must("arenas.attendance_floor", 1)
	must("professionals.autonomy", a)
	must("measurement.validity", nu)
	must("environment.congruence", rho)
	switch kind {
	case "network":
		must("arenas.none", 0)
		must("arenas.network", 1)
	case "contract":
		must("arenas.none", 0)
		must("arenas.pole", 1)
		must("governance.contract", 1)
		must("governance.ambiguity", .2)
		must("governance.delegation", 1)
		must("formal.skills", .5)
		must("formal.results", .5)
	case "pmu":
		must("arenas.none", 0)
		must("arenas.pole", 1)
		must("governance.ambiguity", 1)
	}
	for i := 0; i < len(extra); i += 2 {
		must(extra[i].(string), extra[i+1].(float64))
	}
	return c
}

func TestMapQuick(t *testing.T) {
	if os.Getenv("MAPX") == "" {
		t.Skip()
	}
	cells := [][3]float64{{.2, .9, .9}, {.2, .9, 0}, {.8, .9, .9}, {.8, .5, .5}, {.8, .1, 0}}
	for _, cell := range cells {
		var cs []*Config
		for _, k := range []string{"services", "network", "contract", "pmu"} {
			cs = append(cs, mapScenario(k, cell[0], cell[1], cell[2]))
		}
		start := time.Now()
		co := NewCohort(cs)
		res := make([]RunResult, len(cs))
		reps := 40
		sum := make([][]float64, len(cs))
		sq := make([][]float64, len(cs))
		for k := range cs {
			sum[k] = make([]float64, len(outcomes))
			sq[k] = make([]float64, len(outcomes))
		}
		for r := range reps {
			if err := co.Run(context.Background(), 1, r, 120, res); err != nil {
				t.Fatal(err)
			}
			for k := range cs {
				for o, v := range res[k].Values {
					sum[k][o] += v
					sq[k][o] += v * v
				}
			}
		}
		fmt.Println("A nu rho", cell, time.Since(start))
		for k, c := range cs {
			fmt.Printf("%-10s", c.Name)
			for _, name := range []string{"care_effectiveness", "margin_effectiveness", "goal_value", "ceremoniality", "ceremoniality_raw", "care_share_of_gap", "attendance", "trust_within_poles", "agreements_pair", "agreements_pole", "breaches", "changes", "gaming"} {
				o := OutcomeIndex(name)
				m := sum[k][o] / float64(reps)
				fmt.Printf(" %s %.4f(%.4f)", name[:min(7, len(name))], m, math.Sqrt((sq[k][o]/float64(reps)-m*m)/float64(reps)))
			}
			fmt.Println()
		}
		o1, o2 := OutcomeIndex("care_uncoordinated"), OutcomeIndex("care_full_information")
		fmt.Println(sum[0][o1]/float64(reps), sum[0][o2]/float64(reps), "coverage", sum[0][OutcomeIndex("coverage")]/float64(reps), sum[0][OutcomeIndex("coverage_random")]/float64(reps))
	}
}
