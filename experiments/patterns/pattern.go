// Package patterns holds the model against what is known, or claimed, of hospitals: pattern-oriented modelling (Grimm &
// Railsback 2012). Each pattern is a criterion that was written down before it was tried, the runs that decide it and the
// numbers they gave. A pattern that fails is a result: it is reported like one that holds.
package patterns

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"polesim/experiments"
	"polesim/model"
)

// A Pattern is something a model of a hospital should show.
type Pattern struct {
	Number    int
	Name      string // what should be seen, in a few words
	Criterion string // when it counts as seen
	Source    string // where it is known from
	// Calibrated says that parameters were chosen so that it holds: then it is no finding.
	Calibrated bool

	check func(*lab) ([]Measure, error)
}

// A Measure is a number on which a pattern is decided.
type Measure struct {
	What     string  `json:"what"`
	Unit     string  `json:"unit"`
	Value    float64 `json:"value"`
	Low      float64 `json:"low"`  // of its 95 % interval; equal to Value where nothing varies
	High     float64 `json:"high"` //
	Least    Bound   `json:"least"`
	Most     Bound   `json:"most"`
	Decides  bool    `json:"decides"` // else it is only told
	Decimals int     `json:"-"`
}

// A Bound is an end of the range in which a measure must lie; none if infinite.
type Bound float64

// MarshalJSON writes null for none.
func (b Bound) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(b), 0) {
		return []byte("null"), nil
	}
	return fmt.Appendf(nil, "%v", float64(b)), nil
}

// MarshalJSON writes null for an end of the interval that is not known.
func (m Measure) MarshalJSON() ([]byte, error) {
	type plain Measure
	return json.Marshal(struct {
		plain
		Low  Bound `json:"low"`
		High Bound `json:"high"`
	}{plain(m), Bound(m.Low), Bound(m.High)})
}

// Holds says whether the measure lies in its range. One whose interval has no ends is not told by these runs, and holds nothing.
func (m Measure) Holds() bool {
	return !m.Decides || m.known() && float64(m.Least) <= m.Value && m.Value <= float64(m.Most)
}

// known says whether the interval has ends.
func (m Measure) known() bool { return !math.IsInf(m.Low, 0) && !math.IsInf(m.High, 0) }

// Close says whether the interval leaves it open on which side of a bound the measure lies.
func (m Measure) Close() bool {
	straddles := func(b Bound) bool { return m.Low < float64(b) && float64(b) < m.High }
	return m.Decides && (straddles(m.Least) || straddles(m.Most))
}

// A Finding is what came of a pattern.
type Finding struct {
	Pattern
	Measures []Measure
}

// Holds says whether all measures that decide lie in their ranges.
func (f Finding) Holds() bool {
	return !slices.ContainsFunc(f.Measures, func(m Measure) bool { return !m.Holds() })
}

// Settings say how patterns are tried.
type Settings struct {
	Replications, Workers int
	Seed                  uint64
}

// All are the patterns in order.
func All() []Pattern { return slices.Clone(patterns) }

// Try tries the patterns with these numbers, or all if there are none, and hands over each finding as it comes.
func Try(ctx context.Context, s Settings, numbers []int, each func(Finding) error) error {
	for _, p := range patterns {
		if len(numbers) > 0 && !slices.Contains(numbers, p.Number) {
			continue
		}
		measures, err := p.check(&lab{ctx: ctx, Settings: s})
		if err != nil {
			return fmt.Errorf("pattern %d: %w", p.Number, err)
		}
		if err := each(Finding{p, measures}); err != nil {
			return err
		}
	}
	return nil
}

// units are those of an outcome, with the word that says on what it rests.
func units(outcome string) string { return model.Outcomes()[model.OutcomeIndex(outcome)].Units() }

// unitsBetween are the same of a difference in an outcome.
func unitsBetween(outcome string) string {
	return model.Outcomes()[model.OutcomeIndex(outcome)].UnitsBetween()
}

// within is a measure that decides by lying in a range.
func within(what, unit string, e experiments.Estimate, least, most float64) Measure {
	return Measure{What: what, Unit: unit, Value: e.Mean, Low: e.Low, High: e.High, Least: Bound(least), Most: Bound(most), Decides: true}
}

// told is a measure that decides nothing.
func told(what, unit string, e experiments.Estimate) Measure {
	m := within(what, unit, e, math.Inf(-1), math.Inf(1))
	m.Decides = false
	return m
}

// exact is an estimate without chance.
func exact(v float64) experiments.Estimate {
	return experiments.Estimate{Mean: v, Low: v, High: v, N: 1}
}

// Write prints the finding: the verdict, and each measure with its interval and range.
func (f Finding) Write(w io.Writer) error {
	verdict := "FAIL"
	if f.Holds() {
		verdict = "pass"
	}
	calibrated := ""
	if f.Calibrated {
		calibrated = " (calibrated: no finding)"
	}
	_, err := fmt.Fprintf(w, "%2d  %s  %s%s\n      %s\n", f.Number, verdict, f.Name, calibrated, f.Criterion)
	for _, m := range f.Measures {
		if err == nil {
			_, err = fmt.Fprintf(w, "      %s %s\n", m.mark(), m)
		}
	}
	return err
}

// mark is a sign before a measure: whether it holds.
func (m Measure) mark() string {
	switch {
	case !m.Decides:
		return "·"
	case m.Holds():
		return "✓"
	}
	return "✗"
}

// String reads "couplings inside .31 [.30, .32] share, expected at most .33".
func (m Measure) String() string {
	number := func(v float64) string {
		digits := 2
		if span := m.High - m.Low; span > 0 && m.known() {
			digits = min(max(1-int(math.Floor(math.Log10(span/2))), 0), 5)
		} else if v != 0 && math.Abs(v) < .01 {
			digits = 4
		}
		return strings.Replace(fmt.Sprintf("%.*f", digits, v), "-", "−", 1)
	}
	text := m.What + " " + number(m.Value)
	if !m.known() {
		text += " [these runs do not tell]"
	} else if m.High > m.Low {
		text += " [" + number(m.Low) + ", " + number(m.High) + "]"
	}
	text += " " + m.Unit
	plain := func(b Bound) string { return strings.Replace(fmt.Sprintf("%.4g", float64(b)), "-", "−", 1) }
	switch low, high := !math.IsInf(float64(m.Least), 0), !math.IsInf(float64(m.Most), 0); {
	case low && high:
		text += fmt.Sprintf(", expected %s to %s", plain(m.Least), plain(m.Most))
	case low:
		text += ", expected at least " + plain(m.Least)
	case high:
		text += ", expected at most " + plain(m.Most)
	}
	if m.Close() {
		text += " (the interval leaves it open)"
	}
	return text
}
