package model

import (
	"math"
	"testing"

	"polesim/sim"
)

// How long does a change pay? Reporting pays 1/(ω + decay) months, discounted; what services expect of a change of
// practice decides how much ceremony there is. The default of professionals.fragility rests on this measurement: over
// all changes of practice, those undone counting 0, the discounted worth is 1.1 (δ = .01) to 1.4 (δ = .03) times
// 1/(ω + δ), as each contribution is drawn anew with probability δ and later changes build on this one; it is 3 to 7 times
// 1/(ω + (1+K)δ), as if the first renewal of any contribution ended it.
func TestAChangeOfPracticeFadesAsFastAsWorkIsDrawnAnew(t *testing.T) {
	const impatience = .02
	for _, dynamism := range []float64{.01, .03} {
		worth := worthByAge(t, dynamism)
		paid := 0.0
		for age, w := range worth {
			paid += w / worth[0] * math.Exp(-impatience*float64(age))
		}
		last := len(worth) - 1
		rate := math.Log(worth[last/2]/worth[last]) / float64(last-last/2)
		paid += worth[last] / worth[0] * math.Exp(-impatience*float64(last)) / (impatience + rate)
		expected := 1 / (impatience + dynamism)
		t.Logf("dynamism %v: a change pays %.1f months, expected %.1f; by first renewal %.1f",
			dynamism, paid, expected, 1/(impatience+7*dynamism))
		if paid < expected || paid > 1.6*expected || paid < 2.5/(impatience+7*dynamism) {
			t.Errorf("dynamism %v: a change pays %.1f months, expected %.1f", dynamism, paid, expected)
		}
	}
}

// worthByAge returns what changes of practice are worth to the care of their service after so many months, mean over all
// changes of months 36 to 95; a change that was undone is worth nothing.
func worthByAge(t *testing.T, dynamism float64) []float64 {
	const months, ages, replications = 144, 49, 12
	w := worldOf(t, scenario(t, settings{"arenas.none": 0, "arenas.pole": 1, "environment.dynamism": dynamism}), 0)
	sum, n := make([]float64, ages), make([]float64, ages)
	for r := range replications {
		key := sim.NewKey(9, r)
		resetLandscape(w.land, w.structure, key)
		w.reset(w.land, key)
		var schedule sim.Schedule
		schedule.Monthly(w.land)
		w.schedule(&schedule)
		type change struct{ practice, month int }
		var changes []change
		latest := make([]int, w.n*w.m)
		before := words(&w.practices, w.n)
		schedule.Observe(sim.ProcessFunc(func(month int) {
			for i, word := range words(&w.practices, w.n) {
				for k := range w.m {
					if (before[i]^word)>>k&1 == 0 {
						continue
					}
					b := i*w.m + k
					latest[b] = month
					if month >= 36 && month < months-ages {
						changes = append(changes, change{b, month})
					}
				}
			}
			before = words(&w.practices, w.n)
			for _, c := range changes {
				age := month - c.month
				if age >= ages {
					continue
				}
				n[age]++
				if latest[c.practice] == c.month {
					back, _ := w.practices.OwnCare(c.practice)
					sum[age] -= back
				}
			}
		}))
		if err := schedule.Run(t.Context(), months); err != nil {
			t.Fatal(err)
		}
	}
	for age := range sum {
		sum[age] /= n[age]
	}
	return sum
}
