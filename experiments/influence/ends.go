package influence

import (
	"math"

	"polesim/model"
	"polesim/scenarios"
)

// factor is how many times as much, or as little, an end of a parameter is as what a scenario has.
const factor = 4

// Ends returns the low and high end of a parameter that is a number, around a value: the ends of its range, but at most
// four times as much or a quarter as much; half-way up its range where the value is 0.
func Ends(p model.Parameter, at float64) (low, high float64) {
	low, high = p.Min, p.Max
	switch {
	case p.Min < 0:
		return low, high
	case at > 0:
		low, high = max(low, at/factor), min(high, factor*at)
	default:
		high /= 2
	}
	if p.Kind == model.Count {
		return math.Floor(low), math.Ceil(high)
	}
	return rounded(low), rounded(high)
}

// rounded leaves three digits of a value that stands in a table.
func rounded(v float64) float64 {
	if v == 0 {
		return 0
	}
	scale := math.Pow(10, 2-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*scale) / scale
}

// contrast is a parameter at two values, in a scenario, and what stands between them.
type contrast struct {
	low, high     float64
	atLow, atHigh *model.Config // nil where it is the scenario as it is
}

// contrasts returns how a parameter is tried in a scenario: a number at both ends, a switch both ways, a choice or a
// perimeter as it is against each other one.
func contrasts(c *model.Config, id model.ParameterID) (list []contrast) {
	p, at := model.Parameters()[id], c.Value(id)
	switch p.Kind {
	case model.Number, model.Count:
		low, high := Ends(p, at)
		var k contrast
		k.low, k.atLow = allowed(c, p, id, low)
		k.high, k.atHigh = allowed(c, p, id, high)
		return []contrast{k}
	}
	most := p.Max
	if p.Kind == model.Reference {
		most = float64(len(c.Perimeters))
	}
	for other := p.Min; other <= most; other++ {
		d := c.Clone()
		d.Values[id] = other
		switch {
		case other < at:
			list = append(list, contrast{low: other, atLow: d, high: at})
		case other > at:
			list = append(list, contrast{low: at, high: other, atHigh: d})
		}
	}
	return list
}

// allowed returns the scenario with a parameter at an end, or as near to it as the rules let it come.
func allowed(c *model.Config, p model.Parameter, id model.ParameterID, end float64) (float64, *model.Config) {
	at := c.Value(id)
	for range 8 {
		d := c.Clone()
		d.Values[id] = end
		if scenarios.Check(d) == nil {
			return end, d
		}
		if end = (end + at) / 2; p.Kind == model.Number {
			end = rounded(end)
		} else {
			end = math.Round(end)
		}
	}
	return at, c.Clone()
}
