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
	"length_of_stay", "readmission_30d", "waiting", "margin_per_stay", "margin_rate", "coding_effect",
	"nurse_turnover", "physician_vacancy", "morale",
	"share_", // of each mechanism
	"ceremoniality", "decoupling", "indicator_gap", "target_acceptance", "alignment",
	"legitimacy", "belonging_pole", "trust_within_poles", "trust_across_poles", "agreements_pair", "breaches",
	"projects_started", "projects_delivered", "attendance", "meeting_hours", "coverage", "coverage_random",
}

// shownOutcomes returns the places of the outcomes to print: those of the story, or all; of parts that no scenario has on
// none.
func (p *Plan) shownOutcomes(all bool) (places []int) {
	outcomes := model.Outcomes()
	add := func(o int) {
		if p.shows(outcomes[o]) {
			places = append(places, o)
		}
	}
	if all {
		for o := range outcomes {
			add(o)
		}
		return places
	}
	for _, name := range shown {
		if name != "share_" {
			add(model.OutcomeIndex(name))
			continue
		}
		for _, mechanism := range model.MechanismNames() {
			add(model.OutcomeIndex(name + mechanism))
		}
	}
	return places
}

// WriteTable prints the summary: each outcome's mean and 95 % interval under each scenario, then the paired differences.
func (s *Summary) WriteTable(w io.Writer, all bool) error {
	t := &table{w: w}
	p := s.Plan
	t.printf("%d replication%s of %d months, seed %d", s.Count(), plural(s.Count()), p.Months, p.Seed)
	if len(p.Scenarios) > 1 {
		if p.sameHospital() {
			t.printf(", the same in all scenarios")
		} else {
			t.printf("; the scenarios describe DIFFERENT hospitals, on common random numbers")
		}
		if !p.blueprint().SameMeetingTime() {
			t.printf("; they offer DIFFERENT meeting time (arenas.meeting_units)")
		}
	}
	interval := "Mean ± half-width of its 95 % interval over replications"
	if s.Count() == 1 {
		interval = "A single replication has no interval"
	}
	t.printf(".\n%s; %s.\n\n", interval, p.averaged())
	for k, c := range p.Scenarios {
		t.printf("  %s  %s (%s)\n", letter(k), c.Title, c.Name)
	}
	head := []string{"outcome"}
	for k := range p.Scenarios {
		head = append(head, letter(k))
	}
	var rows [][]string
	outcomes := model.Outcomes()
	for _, o := range s.Plan.shownOutcomes(all) {
		row := []string{outcomes[o].Label + " (" + outcomes[o].Units() + ")"}
		for k := range p.Scenarios {
			row = append(row, s.Mean(k, o).String())
		}
		rows = append(rows, row)
	}
	t.grid(head, rows)
	if len(s.Pairs) > 0 {
		s.writeDifferences(t, all)
	}
	s.writeFits(t)
	return t.err
}

// writeDifferences prints the paired differences, and what pairing was worth.
func (s *Summary) writeDifferences(t *table, all bool) {
	t.printf("\nPaired differences")
	if s.Count() > 1 {
		t.printf(", mean ± half-width of the 95 %% interval; * where the interval leaves out 0")
	}
	t.printf("\n")
	head := []string{"outcome"}
	for _, pair := range s.Pairs {
		head = append(head, letter(pair.B)+" − "+letter(pair.A))
	}
	var rows [][]string
	outcomes := model.Outcomes()
	for _, o := range s.Plan.shownOutcomes(all) {
		row := []string{outcomes[o].Label + " (" + outcomes[o].Units() + ")"}
		for k := range s.Pairs {
			row = append(row, s.Difference(k, o).Signed())
		}
		rows = append(rows, row)
	}
	t.grid(head, rows)
	care := model.OutcomeIndex("care_effectiveness")
	var gains []string
	for k, pair := range s.Pairs {
		if gain := s.PairingGain(k, care); gain > 0 && !math.IsInf(gain, 1) { // else runs are equal or do not vary
			gains = append(gains, fmt.Sprintf("%.2f (%s − %s)", gain, letter(pair.B), letter(pair.A)))
		}
	}
	if len(gains) > 0 {
		t.printf("\nCommon random numbers divide the variance of the difference in care by %s.\n", strings.Join(gains, ", "))
	}
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// letter names a scenario in the table.
func letter(k int) string {
	if k < 26 {
		return string(rune('A' + k))
	}
	return fmt.Sprintf("S%d", k+1)
}

// String reads "0.6490 ± 0.0016", with as many decimals as the interval deserves; a single run has no interval.
func (e Estimate) String() string {
	d := e.decimals()
	text := fmt.Sprintf("%.*f", d, unsigned(e.Mean, d))
	if e.N < 2 {
		return text
	}
	return fmt.Sprintf("%s ± %.*f", text, d, (e.High-e.Low)/2)
}

// Signed is String for a difference: with a plus sign, and a star if 0 lies outside the interval.
func (e Estimate) Signed() string {
	text := e.String()
	if unsigned(e.Mean, e.decimals()) >= 0 {
		text = "+" + text
	}
	if e.N >= 2 && (e.Low > 0 || e.High < 0) {
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

// pageWidth is how many characters a line of a table may have.
const pageWidth = 120

// grid prints rows under a head, the first column to the left, the others to the right. Columns that would make lines
// too long go into a further table below.
func (t *table) grid(head []string, rows [][]string) {
	for len(head) > 1 {
		n := fitting(head, rows)
		t.block(head[:n], rows)
		rest := make([][]string, len(rows))
		for r, row := range rows {
			rest[r] = append([]string{row[0]}, row[n:]...)
		}
		head, rows = append([]string{head[0]}, head[n:]...), rest
	}
}

// fitting returns how many columns fit on a page: the first and at least one more.
func fitting(head []string, rows [][]string) int {
	length := len(indent)
	for k := range head {
		width := 0
		for _, row := range append([][]string{head}, rows...) {
			width = max(width, utf8.RuneCountInString(row[k]))
		}
		if length += width; k > 1 && length > pageWidth {
			return k
		}
		length += len(gap)
	}
	return len(head)
}

// What stands before a line and between columns.
const (
	indent = "  "
	gap    = "  "
)

// block prints the first columns of rows, as many as the head has.
func (t *table) block(head []string, rows [][]string) {
	width := make([]int, len(head))
	for _, row := range append([][]string{head}, rows...) {
		for k, cell := range row[:len(head)] {
			width[k] = max(width[k], utf8.RuneCountInString(cell))
		}
	}
	t.printf("\n")
	for r, row := range append([][]string{head}, rows...) {
		line := indent
		for k, cell := range row[:len(head)] {
			pad := strings.Repeat(" ", width[k]-utf8.RuneCountInString(cell))
			if k == 0 {
				line += cell + pad
			} else {
				line += gap + pad + cell
			}
		}
		t.printf("%s\n", strings.TrimRight(line, " "))
		if r == 0 {
			t.printf("%s%s\n", indent, strings.Repeat("─", utf8.RuneCountInString(line)-len(indent)))
		}
	}
}
