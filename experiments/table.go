package experiments

import (
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"polesim/model"
)

// shown are the outcomes of the printed table, in the order in which they tell the story.
var shown = []string{
	"care_effectiveness", "margin_effectiveness", "academic_effectiveness", "goal_value", "care_share_of_gap",
	"share_skills", "share_results", "share_plans", "share_ceremony", "share_mutual_adjustment",
	"ceremoniality", "decoupling", "indicator_gap", "alignment",
	"trust_within_poles", "trust_across_poles", "agreements_pair", "breaches", "attendance", "coverage", "coverage_random",
}

// shownOutcomes returns the places of the outcomes to print: those of the story, or all.
func shownOutcomes(all bool) (places []int) {
	if all {
		for o := range model.Outcomes() {
			places = append(places, o)
		}
		return places
	}
	for _, name := range shown {
		places = append(places, model.OutcomeIndex(name))
	}
	return places
}

// WriteTable prints the summary: each outcome's mean and 95 % interval under each scenario, then the paired differences.
func (s *Summary) WriteTable(w io.Writer, all bool) error {
	t := &table{w: w}
	p := s.Plan
	t.printf("%d replications of %d months, seed %d", s.Count(), p.Months, p.Seed)
	if len(p.Scenarios) > 1 {
		t.printf(", the same in all scenarios")
	}
	t.printf(". Mean [95 %% interval] over replications;\noutcomes are averages over months %d to %d.\n\n", p.Months/2+1, p.Months)
	for k, c := range p.Scenarios {
		t.printf("  %s  %s (%s)\n", letter(k), c.Title, c.Name)
	}
	head := []string{"outcome"}
	for k := range p.Scenarios {
		head = append(head, letter(k))
	}
	var rows [][]string
	outcomes := model.Outcomes()
	for _, o := range shownOutcomes(all) {
		row := []string{outcomes[o].Label + " (" + outcomes[o].Unit + ")"}
		for k := range p.Scenarios {
			row = append(row, s.Mean(k, o).String())
		}
		rows = append(rows, row)
	}
	t.grid(head, rows)
	if len(s.Pairs) > 0 {
		s.writeDifferences(t, all)
	}
	return t.err
}

// writeDifferences prints the paired differences, and what pairing was worth.
func (s *Summary) writeDifferences(t *table, all bool) {
	t.printf("\nPaired differences, mean [95 %% interval]; * where the interval leaves out 0\n")
	head := []string{"outcome"}
	for _, pair := range s.Pairs {
		head = append(head, letter(pair.B)+" − "+letter(pair.A))
	}
	var rows [][]string
	outcomes := model.Outcomes()
	for _, o := range shownOutcomes(all) {
		row := []string{outcomes[o].Label + " (" + outcomes[o].Unit + ")"}
		for k := range s.Pairs {
			row = append(row, s.Difference(k, o).Signed())
		}
		rows = append(rows, row)
	}
	t.grid(head, rows)
	care := model.OutcomeIndex("care_effectiveness")
	t.printf("\nPairing on common random numbers: the variance of the paired difference in care is ")
	for k, pair := range s.Pairs {
		if k > 0 {
			t.printf(", ")
		}
		t.printf("%s (%s − %s)", gain(s.PairingGain(k, care)), letter(pair.B), letter(pair.A))
	}
	t.printf(" that of unpaired runs.\n")
}

// gain writes how many times smaller a variance is.
func gain(times float64) string {
	switch {
	case math.IsInf(times, 1):
		return "0 times"
	case times == 0:
		return "as 0 as"
	}
	return fmt.Sprintf("1/%.2f of", times)
}

// letter names a scenario in the table.
func letter(k int) string {
	if k < 26 {
		return string(rune('A' + k))
	}
	return fmt.Sprintf("S%d", k+1)
}

// String reads "0.6490 [0.6474, 0.6506]", with as many decimals as the interval deserves.
func (e Estimate) String() string {
	d := e.decimals()
	if e.N < 2 {
		return fmt.Sprintf("%.*f [no interval]", d, e.Mean)
	}
	return fmt.Sprintf("%.*f [%.*f, %.*f]", d, unsigned(e.Mean, d), d, unsigned(e.Low, d), d, unsigned(e.High, d))
}

// Signed is String for a difference: with a plus sign, and a star if 0 lies outside the interval.
func (e Estimate) Signed() string {
	d := e.decimals()
	if e.N < 2 {
		return fmt.Sprintf("%+.*f [no interval]", d, e.Mean)
	}
	star := " "
	if e.Low > 0 || e.High < 0 {
		star = "*"
	}
	return fmt.Sprintf("%+.*f%s[%+.*f, %+.*f]", d, unsigned(e.Mean, d), star, d, unsigned(e.Low, d), d, unsigned(e.High, d))
}

// unsigned turns what would be printed as −0 into 0.
func unsigned(v float64, decimals int) float64 {
	if math.Abs(v) < .5*math.Pow(10, -float64(decimals)) {
		return 0
	}
	return v
}

// decimals returns how many decimals show two digits of the interval's half-width; 4 where there is none.
func (e Estimate) decimals() int {
	half := (e.High - e.Low) / 2
	if half <= 0 {
		return 4
	}
	return min(max(1-int(math.Floor(math.Log10(half))), 2), 6)
}

// A table writes aligned columns and remembers the first error.
type table struct {
	w   io.Writer
	err error
}

func (t *table) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
}

// grid prints rows under a head, the first column to the left, the others centred on their widest.
func (t *table) grid(head []string, rows [][]string) {
	width := make([]int, len(head))
	for _, row := range append([][]string{head}, rows...) {
		for k, cell := range row {
			width[k] = max(width[k], utf8.RuneCountInString(cell))
		}
	}
	t.printf("\n")
	for r, row := range append([][]string{head}, rows...) {
		line := "  "
		for k, cell := range row {
			pad := strings.Repeat(" ", width[k]-utf8.RuneCountInString(cell))
			if k == 0 {
				line += cell + pad
			} else {
				line += "   " + pad + cell
			}
		}
		t.printf("%s\n", strings.TrimRight(line, " "))
		if r == 0 {
			t.printf("  %s\n", strings.Repeat("─", utf8.RuneCountInString(line)-2))
		}
	}
}
