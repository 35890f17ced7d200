package classics

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Quantity returns what the dock is about.
func (f Finding) Quantity() Quantity {
	return f.Classic.Quantities[f.Classic.quantity(f.Dock.Quantity)]
}

// Setting says in a line where the dock stands: what is set, as a user would type it, and against what.
func (f Finding) Setting() string {
	d := f.Dock
	text := setting(d.At)
	if d.compares() {
		text += " against " + setting(d.Against)
	}
	if d.Note != "" {
		text += " (" + d.Note + ")"
	}
	return text
}

func setting(sets []string) string {
	var shown []string
	for _, s := range sets {
		if s != uncounted { // how, not what
			shown = append(shown, s)
		}
	}
	if len(shown) == 0 {
		return "as in the paper"
	}
	return strings.Join(shown, " ")
}

// compares says whether two settings are held against each other.
func (d *Dock) compares() bool { return d.Kind == Above || d.Kind == Same || d.Kind == Wins }

// Expected says what was published, with its standard error where that is known: "0.7045 ± 0.0010", "higher".
func (f Finding) Expected() string {
	d := f.Dock
	text := digits(d.Published, f.scale())
	if d.Error > 0 {
		text += " ± " + digits(d.Error, f.scale())
	}
	switch d.Kind {
	case Above:
		return "higher"
	case Same:
		return "as high"
	case Differs:
		return "not " + text
	}
	return text
}

// Found says what came out, likewise. Of an ordering that is the difference.
func (f Finding) Found() string {
	text := digits(f.Ours, f.scale())
	if f.Dock.Kind == Above || f.Dock.Kind == Same {
		if text = strings.Replace(digits(f.Ours, f.scale()), "-", "−", 1); f.Ours > 0 {
			text = "+" + text
		}
	}
	if f.Error > 0 {
		text += " ± " + digits(f.Error, f.scale())
	}
	return text
}

// scale is how large the numbers are.
func (f Finding) scale() float64 { return max(math.Abs(f.Ours), math.Abs(f.Dock.Published)) }

// digits writes a number with as many decimals as one of a scale deserves.
func digits(x, scale float64) string {
	decimals := 4
	for at := 1.; scale >= at && decimals > 0; at *= 10 {
		decimals--
		if at == 1 { // as many for 0.7 as for 7
			decimals++
		}
	}
	return strconv.FormatFloat(x, 'f', decimals, 64)
}

// Apart says how far that is from what was published, or the two settings from each other, in standard errors.
func (f Finding) Apart() string {
	switch {
	case math.IsInf(f.Distance, 0):
		return "not equal"
	case f.Error == 0 && f.Dock.Error == 0:
		return "equal"
	}
	return strings.Replace(fmt.Sprintf("%+.1f s.e.", f.Distance), "-", "−", 1)
}

// Verdict is a word.
func (f Finding) Verdict() string {
	switch {
	case f.Passes:
		return "docks"
	case f.Dock.Kind == Above && f.Distance > -errors4:
		return "NOT TOLD"
	}
	return "FAILS"
}
