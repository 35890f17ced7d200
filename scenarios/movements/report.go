package movements

import (
	"fmt"
	"strings"
)

// A Report tells what an import read, guessed, left out and found.
type Report struct {
	Scenario  *Scenario
	Source    string  // name of the flows file, without its folder
	Rows      int     // read, blank rows and comments aside
	Movements float64 // read
	Kept      float64 // movements between the services of the scenario
	Units     int     // services of the scenario
	Pairs     int     // of services with movements from one to the other
	Sites     int
	Dropped   []Drop
	Period    Period
	Activity  Activity
	Guesses   []string
	Warnings  []string
	Given     *Fit // the given perimeter; nil if none was given
	Flow      Fit  // the flow-based perimeter
}

// A Fit is how well a perimeter fits the movements, next to random perimeters of equal sizes.
type Fit struct {
	Sizes      []int   // units in each pôle
	Within     float64 // share of movements inside pôles
	Modularity float64
	RandomMean float64 // mean share inside pôles of random perimeters with as many units in each
	RandomP95  float64 // exceeded by 5 in 100 of them
}

// String returns the report in a few lines of plain English.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %s movements\n", r.Source, plural(r.Rows, "row"), grouped(r.Movements))
	fmt.Fprintf(&b, "scenario: %s", plural(r.Units, "service"))
	if r.Sites > 0 {
		fmt.Fprintf(&b, " at %s", plural(r.Sites, "site"))
	}
	fmt.Fprintf(&b, ", %s movements between %s\n", grouped(r.Kept), plural(r.Pairs, "pair"))
	section(&b, "left out", r.dropLines())
	section(&b, "a year", r.activityLines())
	section(&b, "guessed", r.Guesses)
	section(&b, "perimeters", r.fitLines())
	section(&b, "warnings", r.Warnings)
	return b.String()
}

func section(b *strings.Builder, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	b.WriteString(title + ":\n")
	for _, l := range lines {
		b.WriteString("  - " + l + "\n")
	}
}

func (r *Report) dropLines() []string {
	var lines []string
	for _, d := range r.Dropped {
		l := d.Reason + ": " + plural(d.Rows, "row")
		if d.Movements > 0 {
			l += ", " + grouped(d.Movements) + " movements"
		}
		if len(d.Units) > 0 {
			l += "; " + plural(len(d.Units), "unit") + ": " + listed(d.Units)
		}
		lines = append(lines, l)
	}
	return lines
}

func (r *Report) fitLines() []string {
	flow := "flow-based perimeter " + r.Flow.String()
	if r.Given == nil {
		return []string{flow, "no perimeter was given (--poles): the flow-based one stands for it"}
	}
	return []string{"given perimeter " + r.Given.String(), flow}
}

// String returns a fit as the end of a sentence.
func (f Fit) String() string {
	return fmt.Sprintf("keeps %s of movements inside its %s (random perimeters of equal sizes: %s, at most %s in 95 of 100); modularity %.3f; sizes %s",
		percent(f.Within), plural(len(f.Sizes), "group"), percent(f.RandomMean), percent(f.RandomP95), f.Modularity,
		strings.Trim(fmt.Sprint(f.Sizes), "[]"))
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }
