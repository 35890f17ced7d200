package patterns

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"polesim/experiments"
	"polesim/scenarios"
)

func TestPatternsAreNumberedAndSayWhenTheyHold(t *testing.T) {
	last := 0
	for _, p := range All() {
		if p.Number <= last {
			t.Errorf("pattern %d comes after pattern %d", p.Number, last)
		}
		last = p.Number
		if p.Name == "" || p.Criterion == "" || p.Source == "" || p.check == nil {
			t.Errorf("pattern %d is not whole", p.Number)
		}
	}
	if last != 11 {
		t.Errorf("the last pattern is %d, want 11", last)
	}
}

// A pattern holds if all that decides lies in its range; an interval that holds a bound leaves it open on which side.
func TestVerdictsFollowFromMeasures(t *testing.T) {
	estimate := func(mean, half float64) experiments.Estimate {
		return experiments.Estimate{Mean: mean, Low: mean - half, High: mean + half, N: 10}
	}
	for _, c := range []struct {
		m            Measure
		holds, close bool
		text         string
	}{
		{within("a", "share", estimate(.2, .05), 0, .33), true, false, "a 0.200 [0.150, 0.250] share, expected 0 to 0.33"},
		{within("a", "share", estimate(.3, .05), 0, .33), true, true, "a 0.300 [0.250, 0.350] share, expected 0 to 0.33 (the interval leaves it open)"},
		{within("a", "share", estimate(.4, .05), math.Inf(-1), .33), false, false, "a 0.400 [0.350, 0.450] share, expected at most 0.33"},
		{within("a", "s.e.", exact(-3), -2, math.Inf(1)), false, false, "a −3.00 s.e., expected at least −2"},
		{told("a", "days", estimate(4, .5)), true, false, "a 4.00 [3.50, 4.50] days"},
	} {
		if c.m.Holds() != c.holds || c.m.Close() != c.close {
			t.Errorf("%s: holds %v, open %v; want %v, %v", c.m, c.m.Holds(), c.m.Close(), c.holds, c.close)
		}
		if c.m.String() != c.text {
			t.Errorf("reads %q, want %q", c.m, c.text)
		}
	}
	good, bad := within("a", "", exact(1), 0, 2), within("b", "", exact(3), 0, 2)
	if !(Finding{Measures: []Measure{good, told("c", "", exact(9))}}).Holds() || (Finding{Measures: []Measure{good, bad}}).Holds() {
		t.Error("a finding does not hold if and only if all that decides does")
	}
	if b, err := json.Marshal(told("a", "", exact(1))); err != nil || !strings.Contains(string(b), `"least":null`) {
		t.Errorf("%s, %v", b, err)
	}
}

// Without a gain from the indicator there is no ceremony but chance, whatever the replications; and each is told once.
func TestPatternsAreTried(t *testing.T) {
	var tried []int
	err := Try(context.Background(), Settings{Replications: 3, Seed: 1}, []int{1, 9}, func(f Finding) error {
		tried = append(tried, f.Number)
		if f.Number == 9 && f.Measures[0].Value != 0 {
			t.Errorf("ceremoniality where nobody gains by the indicator is %v", f.Measures[0].Value)
		}
		if f.Number == 1 && !f.Measures[0].Holds() {
			t.Errorf("%s", f.Measures[0])
		}
		var b strings.Builder
		if err := f.Write(&b); err != nil || !strings.Contains(b.String(), f.Name) {
			t.Errorf("%q, %v", b.String(), err)
		}
		return nil
	})
	if err != nil || !slices.Equal(tried, []int{1, 9}) {
		t.Errorf("tried %v: %v", tried, err)
	}
}

func TestDifferencesInVacanciesAreMarkedAsSuch(t *testing.T) {
	told := 0
	err := Try(context.Background(), Settings{Replications: 2, Seed: 1}, []int{4}, func(f Finding) error {
		for _, m := range f.Measures {
			if strings.Contains(m.What, "vacancy more than without") {
				told++
				if m.Unit != "points of %, assumed" {
					t.Errorf("%s is in %s", m.What, m.Unit)
				}
			}
		}
		return nil
	})
	if err != nil || told != 2 {
		t.Errorf("%d differences in vacancies are told: %v", told, err)
	}
}

func TestMergingPutsTwoPolesTogether(t *testing.T) {
	c, err := scenarios.Load("ghu-pmu")
	if err != nil {
		t.Fatal(err)
	}
	mergeByTwo(c)
	if err := scenarios.Check(c); err != nil {
		t.Fatal(err)
	}
	merged := c.Perimeters[len(c.Perimeters)-1]
	if len(merged.Poles) != (len(c.Poles)+1)/2 {
		t.Errorf("%d pôles of %d", len(merged.Poles), len(c.Poles))
	}
	for i, s := range c.Services {
		if name := merged.Poles[merged.Pole[i]]; !strings.Contains(name, c.Poles[s.Pole].Name) {
			t.Errorf("%s of %s is in %s", s.Name, c.Poles[s.Pole].Name, name)
		}
	}
}

// Who stands still for a year and then delivers as before is a year late; who delivers half as much is as late as can be
// seen; where nothing is delivered at all nothing is late.
func TestDelayIsByHowMuchLaterAsMuchIsDelivered(t *testing.T) {
	const runs, month, within = 12, 6, 24
	course := func(of func(month int) float64) (series [][]float64) {
		for range runs {
			s := make([]float64, month+2*within)
			for m := range s {
				s[m] = of(m)
			}
			series = append(series, s)
		}
		return series
	}
	delivered := map[string]func(int) float64{
		"as before": func(int) float64 { return 1 },
		"a year off": func(m int) float64 {
			if month <= m && m < month+12 {
				return 0
			}
			return 1
		},
		"half":      func(int) float64 { return .5 },
		"twice":     func(int) float64 { return 2 },
		"a quarter": func(int) float64 { return .25 },
		"none":      func(int) float64 { return 0 },
	}
	for _, c := range []struct {
		than, of string
		want     float64
	}{{"as before", "as before", 0}, {"as before", "a year off", 12}, {"as before", "half", within},
		{"as before", "a quarter", within}, {"as before", "twice", -within / 2}, {"none", "half", 0}} {
		s := &sample{horizon: month + 2*within, series: []map[string][][]float64{
			{"projects_delivered": course(delivered[c.than])}, {"projects_delivered": course(delivered[c.of])}}}
		if e := s.delay(0, 1, month, within); e.Mean != c.want || e.Low > e.Mean || e.High < e.Mean || e.High > within {
			t.Errorf("%s against %s: %+v, want %v", c.of, c.than, e, c.want)
		}
	}
}

// A ratio whose divisor may be 0 has an interval without ends: it is told as such, holds nothing, and JSON has null for it.
func TestAMeasureWithoutBoundsHoldsNothing(t *testing.T) {
	m := within("kept of the gain", "share", experiments.Estimate{Mean: 0, Low: math.Inf(-1), High: math.Inf(1), N: 10}, math.Inf(-1), 1./3)
	if m.Holds() || !strings.Contains(m.String(), "these runs do not tell") {
		t.Errorf("%s is said to hold", m)
	}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), `"low":null,"high":null`) || !strings.Contains(string(text), `"value":0`) {
		t.Errorf("%s", text)
	}
	bounded, err := json.Marshal(within("x", "share", experiments.Estimate{Mean: .2, Low: .1, High: .3, N: 10}, 0, 1))
	if err != nil || !strings.Contains(string(bounded), `"low":0.1,"high":0.3`) {
		t.Errorf("%s; %v", bounded, err)
	}
}
