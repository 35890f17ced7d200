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

// Setting says in a line where the dock stands: what is set, as a user would type it, against what, and what is meant by it.
func (f Finding) Setting() string {
	d := f.Dock
	text := setting(d.At)
	if d.compares() {
		text += " against " + setting(d.Against)
	}
	if d.Note != "" {
		text += ": " + d.Note
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
	text := f.number(d.Published)
	if d.Error > 0 {
		text += " ± " + f.number(d.Error)
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
	text := f.number(f.Ours)
	if (f.Dock.Kind == Above || f.Dock.Kind == Same) && f.Ours > 0 {
		text = "+" + text
	}
	if f.Error > 0 {
		text += " ± " + f.number(f.Error)
	}
	return text
}

// number writes a number with as many decimals as two digits of the smaller error take; four where there is none.
func (f Finding) number(x float64) string {
	decimals, least := 4, f.Error
	if of := f.Dock.Error; least == 0 || of > 0 && of < least {
		least = of
	}
	if least > 0 {
		for decimals = 1; least < 1 && decimals < 8; decimals++ {
			least *= 10
		}
	}
	return strings.Replace(strconv.FormatFloat(x, 'f', decimals, 64), "-", "−", 1)
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
