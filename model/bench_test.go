package model

import (
	"context"
	"testing"

	"polesim/sim"
)

// benchHospital is a 300-service hospital under contract: every mechanism has work to do.
func benchHospital(b *testing.B, set map[string]float64) (*structure, *Hospital, *Landscape) {
	b.Helper()
	c := NewConfig("bench")
	for key, v := range map[string]float64{
		"hospital.services": 300, "hospital.blocks": 30, "hospital.poles": 30,
		"arenas.none": 0, "arenas.pole": 1, "governance.contract": 1, "formal.results": .5, "formal.skills": .5,
	} {
		if err := c.Set(key, v); err != nil {
			b.Fatal(err)
		}
	}
	for key, v := range set {
		if err := c.Set(key, v); err != nil {
			b.Fatal(err)
		}
	}
	s := newStructure(c)
	l := landscapeOf(s)
	h := newHospital(s, true)
	key := sim.NewKey(1, 0)
	resetLandscape(l, s, key)
	h.reset(l, key)
	return s, h, l
}

// wholeHospital switches on what the shipped group has beyond the core.
var wholeHospital = settings{"staff.posts": 1, "care.units": 1, "money.accounts": 1, "money.burn_in": 0, "money.stays_per_activity": 3000,
	"legitimacy.earned": 1, "belonging.moves": 1, "mandates.end": 1, "projects.field": 1, "chief.acts": 1, "forms.move": 1, "liaison.offices": 1}

// groupSize is that of the shipped group, scenarios/ghu.toml.
var groupSize = settings{"hospital.services": 120, "hospital.blocks": 12, "hospital.poles": 16}

// BenchmarkMonth is a month of a 300-service hospital, all in: landscape, measurement, meetings, attention, observers.
// Its metric ns/unit is the cost of one unit of time, attention or meeting. "whole contract" and "whole soft" have every part
// on that scenarios/ghu.toml and its governances have; "group" are the same with as many services as that has.
func BenchmarkMonth(b *testing.B) {
	for name, set := range map[string]map[string]float64{
		"contract": nil,
		"social": {"legitimacy.earned": 1, "belonging.moves": 1, "chief.acts": 1, "liaison.offices": 1, "forms.move": 1,
			"mandates.end": 1, "mandates.redrawn": .2},
		"soft":           {"governance.contract": 0, "governance.ambiguity": .9},
		"services":       {"governance.contract": 0, "arenas.none": 1, "arenas.pole": 0},
		"whole contract": settings{"steering.cycle": 1, "technostructure.staffed": 1}.and(wholeHospital),
		"whole soft":     settings{"governance.contract": 0, "governance.ambiguity": .9}.and(wholeHospital),
		"people":         {"staff.posts": 1, "care.units": 1, "care.feedback": 1},

		"group contract":       groupSize,
		"group soft":           settings{"governance.contract": 0, "governance.ambiguity": .9}.and(groupSize),
		"group whole contract": settings{"steering.cycle": 1, "technostructure.staffed": 1}.and(wholeHospital).and(groupSize),
		"group whole soft":     settings{"governance.contract": 0, "governance.ambiguity": .9}.and(wholeHospital).and(groupSize),
	} {
		b.Run(name, func(b *testing.B) {
			s, h, l := benchHospital(b, set)
			var schedule sim.Schedule
			schedule.Monthly(l)
			h.schedule(&schedule)
			r := RunResult{}
			const months = 120
			r.clear(months)
			m := newMember(h)
			m.result = &r
			units := 0.0
			schedule.Observe(sim.ProcessFunc(func(month int) {
				m.observe(month, true)
				for _, u := range h.tally.spent {
					units += u
				}
			}))
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				h.reset(l, sim.NewKey(1, 0))
				resetLandscape(l, s, sim.NewKey(1, 0))
				h.reset(l, sim.NewKey(1, 0))
				b.StartTimer()
				if err := schedule.Run(context.Background(), months); err != nil {
					b.Fatal(err)
				}
			}
			ns := float64(b.Elapsed().Nanoseconds())
			b.ReportMetric(ns/units, "ns/unit")
			b.ReportMetric(ns/float64(b.N*months), "ns/month")
		})
	}
}
