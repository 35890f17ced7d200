package experiments

import (
	"fmt"
	"math"
)

// String reads "0.6490 ± 0.0016", with as many decimals as the interval deserves; a single run has no interval, and what is
// the same in every run needs none.
func (e Estimate) String() string {
	d := e.decimals()
	text := fmt.Sprintf("%.*f", d, unsigned(e.Mean, d))
	switch {
	case e.N < 2:
		return text
	case e.Mean == 0 && e.Low == 0 && e.High == 0:
		return "0"
	case e.Low == e.Mean && e.High == e.Mean:
		return text
	}
	return fmt.Sprintf("%s ± %.*f", text, d, (e.High-e.Low)/2)
}

// Signed is String for a difference: with a plus sign, and a star if 0 lies outside the interval.
func (e Estimate) Signed() string { return e.Marked(0) }

// Marked is Signed where differences within a band around 0 are too small to matter: one whose interval lies within gets
// the sign of what is about equal instead of a star.
func (e Estimate) Marked(band float64) string {
	text := e.String()
	if unsigned(e.Mean, e.decimals()) >= 0 && text != "0" {
		text = "+" + text
	}
	switch {
	case e.negligible(band):
		return text + "≈"
	case e.N >= 2 && (e.Low > 0 || e.High < 0):
		return text + "*"
	}
	return text + " "
}

// unsigned turns what would be printed as −0 into 0.
func unsigned(v float64, decimals int) float64 {
	if math.Abs(v) < .5*math.Pow(10, -float64(decimals)) {
		return 0
	}
	return v
}

// decimals returns how many decimals show two digits of the interval's half-width; where there is none, as many as make
// five digits, 4 at most.
func (e Estimate) decimals() int {
	half := (e.High - e.Low) / 2
	if half <= 0 {
		return min(max(4-int(math.Floor(math.Log10(max(1, math.Abs(e.Mean))))), 0), 4)
	}
	return min(max(1-int(math.Floor(math.Log10(half))), 0), 6)
}
