package influence

import (
	"fmt"
	"math"
	"strings"
)

// Unmoved says that the parameter moves nothing that counts, and why; empty if it does move something.
func (f Finding) Unmoved(least float64) string {
	if f.Moves(least) {
		return ""
	}
	what := "moves nothing"
	if f.Strength() > 0 {
		what = fmt.Sprintf("moves nothing by %g SD", least)
	}
	if !f.toured {
		return what + " here"
	}
	if why := Explained[f.Parameter.Key]; why != "" {
		return what + ": " + why
	}
	return what + ", " + Unexplained
}

// Unexplained is said of a parameter that moves nothing and is not in [Explained].
const Unexplained = "and nothing says why"

// Mark stands before an effect that is no rise: ∪ where the outcome is higher at both ends than between them, ∩ where it is
// lower.
func (e Effect) Mark() string {
	switch {
	case e.Shape == Rise:
		return ""
	case e.Difference.Mean > 0:
		return "∪ "
	}
	return "∩ "
}

// Size writes the effect in standard deviations between runs.
func (e Effect) Size() string {
	if math.IsInf(e.Standard, 0) {
		return "the same in all runs"
	}
	return strings.Replace(fmt.Sprintf("%+.1f SD", e.Standard), "-", "−", 1)
}

// About says what the place is: why it is there, its scenario and what is set there, each between marks.
func (p *Place) About(mark string) string {
	text := mark + p.Scenario + mark
	if len(p.Sets) > 0 {
		text += " with " + mark + strings.Join(p.Sets, mark+", "+mark) + mark
	}
	return p.Why + " (" + text + ")"
}
