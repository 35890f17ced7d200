package plot

import (
	"math"
	"strings"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
)

// scale is an axis' range, its labelled ticks, and the word that large or tiny numbers are counted in.
type scale struct {
	min, max float64
	ticks    []gplot.Tick
	word     string // "million", say; empty when numbers stand for themselves
}

// unit puts the counting word before the unit.
func (s scale) unit(u string) string {
	if s.word == "" || u == "" {
		return strings.TrimSuffix(s.word, " of") + u
	}
	return s.word + " " + u
}

// countingWords name factors, so that no tick label needs more than a few digits.
var countingWords = []struct {
	above  float64
	factor float64
	word   string
}{
	{1e15, 0, ""}, // beyond words: scientific
	{2e12, 1e12, "trillion"}, {2e9, 1e9, "billion"}, {2e6, 1e6, "million"}, {2e4, 1e3, "thousand"},
	{1e-3, 1, ""}, {1e-6, 1e-6, "millionths of"}, {1e-9, 1e-9, "billionths of"}, {0, 0, ""},
}

// newScale finds round ticks for a horizontal axis, as many as their labels leave room for.
func newScale(lo, hi float64, length vg.Length) scale {
	return fitted(lo, hi, length, func(label string) vg.Length { return plainFace.Width(label) + 8 })
}

// newVerticalScale does so for a vertical axis, where only the height of labels counts.
func newVerticalScale(lo, hi float64, length vg.Length) scale {
	return fitted(lo, hi, length, func(string) vg.Length { return 1.6 * plainFace.leading })
}

func fitted(lo, hi float64, length vg.Length, extent func(label string) vg.Length) scale {
	lo, hi = widened(lo, hi)
	s := scale{min: lo, max: hi}
	var factor float64
	factor, s.word = counted(lo, hi)
	for want := 6; want >= 1; want-- {
		ticks := roundTicks(lo, hi, want, factor)
		widest := vg.Length(0)
		for _, t := range ticks {
			widest = max(widest, extent(t.Label))
		}
		if len(ticks) < 2 {
			break // a lone tick gives no scale: keep the two or three before
		}
		s.ticks = ticks
		if vg.Length((ticks[1].Value-ticks[0].Value)/(hi-lo))*length >= widest {
			break
		}
	}
	return s
}

// counted chooses what large and tiny numbers are counted in.
func counted(lo, hi float64) (factor float64, word string) {
	largest := math.Max(math.Abs(lo), math.Abs(hi))
	if hi-lo < 1e-3*largest && largest < 1e9 {
		return 1, "" // counted in thousands, ticks this close would need more digits, not fewer
	}
	for _, w := range countingWords {
		if largest >= w.above {
			return w.factor, w.word
		}
	}
	return 0, ""
}

// widened opens a range without extent around its one value.
func widened(lo, hi float64) (float64, float64) {
	if hi-lo > 1e-12*math.Max(math.Abs(lo), math.Abs(hi)) && hi > lo {
		return lo, hi
	}
	half := 0.05 * math.Abs(lo)
	if half == 0 {
		half = 0.05
	}
	return lo - half, lo + half
}

// padded leaves a share of white at both ends.
func padded(lo, hi, share float64) (float64, float64) {
	lo, hi = widened(lo, hi)
	return lo - share*(hi-lo), hi + share*(hi-lo)
}

// roundTicks places ticks at multiples of 1, 2 or 5 times a power of ten. A factor of 0 asks for scientific labels.
func roundTicks(lo, hi float64, want int, factor float64) []gplot.Tick {
	step := roundStep((hi - lo) / float64(want))
	unit := factor
	if unit == 0 {
		unit = 1
	}
	decimals := min(max(-int(math.Floor(math.Log10(step/unit)+1e-9)), 0), 12)
	var ticks []gplot.Tick
	for i := math.Ceil(lo/step - 1e-9); i*step <= hi+1e-9*step && len(ticks) < 20; i++ {
		t := gplot.Tick{Value: i * step, Label: number(i*step/unit, decimals)}
		if factor == 0 {
			t.Label = scientific(t.Value)
		}
		if t.Value == 0 {
			t.Label = "0"
		}
		ticks = append(ticks, t)
	}
	return ticks
}

func roundStep(raw float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= raw*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// monthScale ticks a time axis at months, quarters and years, as the room allows. A step that ends with the axis, give
// or take a month, is preferred, and closes the axis with a tick.
func monthScale(lo, hi float64, length vg.Length) scale {
	if hi-lo < 1 {
		lo, hi = lo-1, hi+1
	}
	most := max(2, math.Floor(float64(length)/26))
	found := 0.0
	for _, step := range []float64{1, 2, 3, 6, 12, 24, 36, 60, 120, 180, 240, 300, 600} {
		if (hi-lo)/step > most || (hi-lo)/step < 1.5 {
			continue
		}
		if found == 0 {
			found = step
		}
		if end := math.Ceil(hi/step-1e-9) * step; end-hi <= 1 && step >= 3 {
			found, hi = step, end
			break
		}
	}
	if found == 0 {
		return newScale(lo, hi, length)
	}
	s := scale{min: lo, max: hi}
	for i := math.Ceil(lo/found - 1e-9); i*found <= hi+1e-9; i++ {
		s.ticks = append(s.ticks, gplot.Tick{Value: i * found, Label: number(i*found, 0)})
	}
	return s
}

// monthsName names a time axis of the given length.
func monthsName(length vg.Length) string {
	if name := "months since the start"; plainFace.Width(name)+12 <= length {
		return name
	}
	return "months"
}
