package patterns

import (
	"math"

	"polesim/experiments"
	"polesim/model"
)

// governances are those of the shipped group.
var governances = []string{"ghu-services", "ghu-contract", "ghu-pmu"}

// moves tries how often patients move.
func moves(l *lab) ([]Measure, error) {
	s, err := l.run(with(nil, "ghu")...)
	if err != nil {
		return nil, err
	}
	return []Measure{
		within("moves of a stay that begins in the emergency department", units("moves_per_stay"), s.mean(0, "moves_per_stay"), 1.4, 1.6),
		within("moves from ward to ward", units("ward_moves_per_stay"), s.mean(0, "ward_moves_per_stay"), .5, .65),
	}, nil
}

// stays tries whether beds are as full, and stays as long, as in public hospitals, under each governance.
func stays(l *lab) ([]Measure, error) {
	s, err := l.run(with(nil, governances...)...)
	if err != nil {
		return nil, err
	}
	var measures []Measure
	for k, name := range governances {
		measures = append(measures, within(name+": occupancy of beds", units("occupancy"), s.mean(k, "occupancy"), 72, 78),
			within(name+": length of stay", units("length_of_stay"), s.mean(k, "length_of_stay"), 5.3, 5.9))
	}
	return measures, nil
}

// people tries whether posts are as vacant, and nurses leave as often, as in public hospitals, and whether a wave of
// departures is made up for.
func people(l *lab) ([]Measure, error) {
	s, err := l.run(with(nil, governances...)...)
	if err != nil {
		return nil, err
	}
	var measures []Measure
	for k, name := range governances {
		measures = append(measures, within(name+": vacant posts of physicians", units("physician_vacancy"), s.mean(k, "physician_vacancy"), 27, 32),
			within(name+": nurses who leave", units("nurse_turnover"), s.mean(k, "nurse_turnover"), 10, 15))
	}
	const month = 24
	shock, err := l.watching("physician_vacancy", "nurse_vacancy").run(specimen{name: "ghu-services"},
		specimen{name: "ghu-services", event: &model.Event{Name: "a wave of departures", Month: month, Months: 1,
			Settings: settings("staff.physician_leaving", .1, "staff.nurse_leaving", .1)}})
	if err != nil {
		return nil, err
	}
	for _, p := range []struct{ outcome, who string }{{"physician_vacancy", "physicians"}, {"nurse_vacancy", "nurses"}} {
		lost := shock.later(p.outcome, month, month+1)
		left := shock.later(p.outcome, shock.horizon-12, shock.horizon)
		ratio := experiments.RatioOf(left, lost)
		measures = append(measures,
			told("a tenth of the "+p.who+" leaves at once: vacancy more than without, that month", "points of %, defensible", experiments.EstimateOf(lost)),
			within("of that left in the last year, 84 to 96 months later", "share",
				experiments.Estimate{Mean: ratio.Value, Low: ratio.Low, High: ratio.High, N: len(lost)}, math.Inf(-1), .5))
	}
	return measures, nil
}

// coding tries what activity-based funding changes first: what is coded or what is done.
func coding(l *lab) ([]Measure, error) {
	const start, years = 36, 13
	horizon := start + 12*years
	var measures []Measure
	for _, name := range []string{"ghu-services", "ghu-contract"} {
		before := specimen{name: name, months: horizon, sets: []string{"money.tariff_share=0"}}
		after := before
		after.event = &model.Event{Name: "T2A", Month: start, Settings: settings("money.tariff_share", .6)}
		s, err := l.watching("coding_effect", "efficiency_effect", "changes").run(before, after)
		if err != nil {
			return nil, err
		}
		coded := s.later("coding_effect", horizon-12, horizon)
		saved := s.later("efficiency_effect", horizon-12, horizon)
		more := make([]float64, len(coded))
		for r := range more {
			more[r] = coded[r] - saved[r]
		}
		measures = append(measures,
			told(name+": earned by coding, 13 years after, more than without", units("coding_effect"), experiments.EstimateOf(coded)),
			told(name+": saved by practices, more than without", units("efficiency_effect"), experiments.EstimateOf(saved)),
			within(name+": coding less practices", "points of %, assumed", experiments.EstimateOf(more), 0, math.Inf(1)),
			within(name+": drift of severity that coding alone brings in 13 years", units("coding_effect"),
				experiments.EstimateOf(s.of(1, "coding_effect")), 0, 15))
	}
	return measures, nil
}

// merger tries how long development stands still when structures are merged: by how many months later projects have
// delivered as much as they would have without.
func merger(l *lab) ([]Measure, error) {
	const month, after = 60, 60
	merged := specimen{name: "ghu-pmu", months: month + 2*after, change: mergeByTwo,
		event: &model.Event{Name: "pôles are merged two by two", Month: month}}
	c, err := merged.config()
	if err != nil {
		return nil, err
	}
	merged.event.Settings = settings("perimeter.use", len(c.Perimeters))
	alone := merged
	alone.event = nil
	s, err := l.watching("projects_delivered").run(alone, merged)
	if err != nil {
		return nil, err
	}
	delay := func(from, to int) float64 { // of the mean over these replications
		done := func(k, until int) (total float64) {
			for r := from; r < to; r++ {
				for m := month; m < until; m++ {
					total += s.series[k]["projects_delivered"][r][m]
				}
			}
			return total
		}
		target := done(0, month+after)
		until := month
		for until < s.horizon && done(1, until) < target {
			until++
		}
		return float64(until - month - after)
	}
	const batches = 10
	var delays []float64
	for b := range batches {
		delays = append(delays, delay(b*l.Replications/batches, (b+1)*l.Replications/batches))
	}
	e := experiments.EstimateOf(delays)
	half := (e.High - e.Low) / 2
	e.Mean = delay(0, l.Replications)
	e.Low, e.High = e.Mean-half, e.Mean+half
	return []Measure{
		within("delay of what projects deliver in five years (interval from ten batches of runs; 60 is the most that can be seen)", "months", e, 12, 24),
		told("trust within pôles in the year after, less than without", "index", experiments.EstimateOf(s.gain(0, 1, "trust_within_poles"))),
	}, nil
}

// mergeByTwo gives a scenario a further perimeter in which its pôles are merged two by two.
func mergeByTwo(c *model.Config) {
	merged := model.Perimeter{Name: "merged", Pole: make([]model.PoleID, len(c.Services))}
	for p := 0; p < len(c.Poles); p += 2 {
		name := c.Poles[p].Name
		if p+1 < len(c.Poles) {
			name += " et " + c.Poles[p+1].Name
		}
		merged.Poles = append(merged.Poles, name)
	}
	for i, s := range c.Services {
		merged.Pole[i] = s.Pole / 2
	}
	c.Perimeters = append(c.Perimeters, merged)
}

// settings are values of parameters by key, in turn.
func settings(pairs ...any) model.Overrides {
	o := model.Overrides{}
	for k := 0; k < len(pairs); k += 2 {
		id, known := model.Lookup(pairs[k].(string))
		if !known {
			panic("patterns: no parameter " + pairs[k].(string))
		}
		switch v := pairs[k+1].(type) {
		case int:
			o[id] = float64(v)
		case float64:
			o[id] = v
		}
	}
	return o
}
