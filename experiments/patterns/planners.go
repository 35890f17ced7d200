package patterns

import (
	"fmt"
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
			told("a tenth of the "+p.who+" leaves at once: vacancy more than without, that month", "points of "+unitsBetween(p.outcome), experiments.EstimateOf(lost)),
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
// delivered as much as they would have without. Told besides: what is delivered once the merger is long past, and by a
// hospital whose pôles were as large from the start, which tells what merging costs from what size does.
func merger(l *lab) ([]Measure, error) {
	const month, after = 60, 60
	merged := specimen{name: "ghu-pmu", months: month + 2*after, change: mergeByTwo,
		event: &model.Event{Name: "pôles are merged two by two", Month: month}}
	c, err := merged.config()
	if err != nil {
		return nil, err
	}
	merged.event.Settings = settings("perimeter.use", len(c.Perimeters))
	alone, large := merged, merged
	alone.event, large.event = nil, nil
	large.change = func(c *model.Config) {
		mergeByTwo(c)
		for id, v := range settings("perimeter.use", len(c.Perimeters)) {
			c.Values[id] = v
		}
	}
	s, err := l.watching("projects_started", "projects_delivered").run(alone, merged, large)
	if err != nil {
		return nil, err
	}
	delivered := []Measure{within(fmt.Sprintf("delay of what projects deliver in five years (%d is the most that can be seen)", after), "months",
		s.delay(0, 1, month, after), 12, 24)}
	for k, who := range []string{"not merged", "merged", "as large from the start"} {
		delivered = append(delivered, told("projects delivered six to ten years later, "+who, "per 100 services and year",
			experiments.EstimateOf(s.course(k, "projects_delivered", month+after, s.horizon))))
	}
	return append(delivered,
		told("the same as large from the start: delay by merging alone", "months", s.delay(2, 1, month, after)),
		told("projects started in the first year after, merged less not merged", "per 100 services and year", experiments.EstimateOf(s.later("projects_started", month, month+12))),
		told("trust within pôles from month 90 on, merged less not merged", "index", experiments.EstimateOf(s.gain(0, 1, "trust_within_poles"))),
		told("knowledge of each other's work within pôles, likewise", "index", experiments.EstimateOf(s.gain(0, 1, "knowledge_within_poles")))), nil
}

// delay is by how many months later a specimen has delivered as many projects from a month on as another has within so
// many months; no more than as many again can be seen. Its interval is that of batches of runs, for a run alone delivers few.
func (s *sample) delay(than, of, month, within int) experiments.Estimate {
	runs := len(s.series[of]["projects_delivered"])
	between := func(from, to int) float64 { // of the mean over these runs
		done := func(k, until int) (total float64) {
			for _, series := range s.series[k]["projects_delivered"][from:to] {
				for _, v := range series[month:until] {
					total += v
				}
			}
			return total
		}
		target, until := done(than, month+within), month
		if target == 0 {
			return 0 // nothing is to be waited for
		}
		for until < s.horizon && done(of, until) < target {
			until++
		}
		return float64(until - month - within)
	}
	batches := min(10, runs)
	var delays []float64
	for b := range batches {
		delays = append(delays, between(b*runs/batches, (b+1)*runs/batches))
	}
	e := experiments.EstimateOf(delays)
	half := (e.High - e.Low) / 2
	e.Mean = between(0, runs)
	e.Low, e.High = max(e.Mean-half, float64(-within)), min(e.Mean+half, float64(s.horizon-month-within))
	return e
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
