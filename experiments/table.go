package experiments

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"polesim/model"
)

// A section is a part of the printed table under a heading.
type section struct {
	name     string
	outcomes []string
}

// shown are the outcomes of the printed table, in the order in which they tell the story.
var shown = []section{
	{"what is achieved", []string{careName, "margin_effectiveness", "academic_effectiveness", "goal_value", shareOfGapName}},
	{"in days, hours and euros", []string{"length_of_stay", "readmission_30d", "waiting", "margin_per_stay", "margin_rate",
		"coding_effect"}},
	{"people", []string{"nurse_turnover", "physician_vacancy", "morale"}},
	{"where time goes", []string{"share_", // of each mechanism
		"ceremoniality", "ceremony_time", "decoupling", "attendance", "meeting_hours"}},
	{"steering", []string{"indicator_gap", "target_acceptance", "alignment"}},
	{"pôles and relations", []string{"legitimacy", "belonging_pole", "trust_within_poles", "trust_across_poles",
		"agreements_pair", "breaches"}},
	{"projects", []string{"projects_started", "projects_delivered"}},
	{"perimeter", []string{"coverage", "coverage_random"}},
}

// A shownSection is a section with the places of its outcomes.
type shownSection struct {
	name   string
	places []int
}

// sections returns the outcomes to print: those of the story, or all by the parts to which they belong; of parts that no
// scenario has on none.
func (p *Plan) sections(all bool) (list []shownSection) {
	outcomes := model.Outcomes()
	add := func(name string, o int) {
		if !p.shows(outcomes[o]) {
			return
		}
		if last := len(list) - 1; last < 0 || list[last].name != name {
			list = append(list, shownSection{name: name})
		}
		last := &list[len(list)-1]
		last.places = append(last.places, o)
	}
	if all {
		for o, outcome := range outcomes {
			add(p.partName(outcome), o)
		}
		return list
	}
	for _, s := range shown {
		for _, name := range s.outcomes {
			if name != "share_" {
				add(s.name, model.OutcomeIndex(name))
				continue
			}
			for _, mechanism := range model.MechanismNames() {
				add(s.name, model.OutcomeIndex(name+mechanism))
			}
		}
	}
	return list
}

// partName names the part to which an outcome belongs, as a heading: of those that move it the first that a scenario has on.
func (p *Plan) partName(o model.Outcome) string {
	switch {
	case !o.Monthly:
		return "of a run as a whole"
	case o.Part == "" || strings.HasPrefix(o.Part, "formal."): // mechanisms stand among those that are always there
		return "of each month"
	}
	for _, key := range o.Parts() {
		if slices.ContainsFunc(p.Scenarios, model.Outcome{Part: key}.In) {
			return "with " + key
		}
	}
	return "with " + o.Part
}

// nothing stands where an outcome says nothing.
const nothing = "–"

// WriteTable prints the summary in lines of so many characters (0: as on a page): each outcome's mean and 95 % interval
// under each scenario, and the paired differences, beside that where there is room.
func (s *Summary) WriteTable(w io.Writer, all bool, width int) error {
	t := newTable(w, width)
	head, rows := s.meanRows(all)
	beside, differences := s.differenceRows(all)
	together := append(append([]string{}, head...), beside[1:]...)
	if both := joined(rows, differences); len(s.Pairs) > 0 && t.abreast(together, both) {
		s.writeHead(t, all, both)
		s.writeMarks(t)
		t.grid(together, both)
		s.writeZeros(t, all)
	} else {
		s.writeHead(t, all, rows)
		t.grid(head, rows)
		s.writeZeros(t, all)
		if len(s.Pairs) > 0 {
			s.writeMarks(t)
			t.grid(beside, s.thatDiffer(t, differences))
		}
	}
	s.writePairing(t)
	s.writeFits(t)
	return t.err
}

// writeHead says what was run and how numbers are to be read.
func (s *Summary) writeHead(t *table, all bool, rows [][]string) {
	p := s.Plan
	what := fmt.Sprintf("%d replication%s of %d months, seed %d", s.Count(), plural(s.Count()), p.Months, p.Seed)
	if len(p.Scenarios) > 1 {
		if p.sameHospital() {
			what += ", the same in all scenarios"
		} else {
			what += "; the scenarios describe DIFFERENT hospitals, on common random numbers"
		}
		if !p.blueprint().SameMeetingTime() {
			what += "; they offer DIFFERENT meeting time (arenas.meeting_units)"
		}
	}
	t.paragraph("", what+".")
	interval := "Mean ± half-width of its 95 % interval over replications"
	if s.Count() == 1 {
		interval = "A single replication has no interval"
	}
	t.paragraph("", interval+"; "+p.averaged()+".")
	var rest string
	if s.Count() > 1 && has(rows, func(cell string) bool { return cell != nothing && !strings.Contains(cell, "±") }) {
		rest = "A number without ± is the same in every run. "
	}
	if has(rows, func(cell string) bool { return cell == nothing }) {
		rest += nothing + ": says nothing here (its part, or what it needs in the months that count, is off, pôles do not act, or the coordination gap is too near 0 to have shares)."
	}
	if rest != "" {
		t.paragraph("", rest)
	}
	t.printf("\n")
	for k, c := range p.Scenarios {
		t.paragraph(indent+letter(k)+gap, fmt.Sprintf("%s (%s)", c.Title, c.Name))
	}
}

// has says whether a cell of numbers is such.
func has(rows [][]string, is func(cell string) bool) bool {
	for _, row := range rows {
		for _, cell := range row[1:] {
			if is(strings.TrimSpace(cell)) {
				return true
			}
		}
	}
	return false
}

// meanRows are the means under each scenario, by sections. Unless all are wanted, outcomes that are 0 throughout are left
// to writeZeros.
func (s *Summary) meanRows(all bool) (head []string, rows [][]string) {
	head = []string{"outcome"}
	for k := range s.Plan.Scenarios {
		head = append(head, letter(k))
	}
	return head, s.rows(all, len(s.Plan.Scenarios), model.Outcome.Units, func(k, o int) string {
		if !s.applies(k, o) {
			return nothing
		}
		return s.Mean(k, o).String()
	})
}

// differenceRows are the paired differences, in the same rows.
func (s *Summary) differenceRows(all bool) (head []string, rows [][]string) {
	head = []string{"outcome"}
	for _, pair := range s.Pairs {
		head = append(head, letter(pair.B)+" − "+letter(pair.A))
	}
	return head, s.rows(all, len(s.Pairs), model.Outcome.UnitsBetween, func(k, o int) string {
		if !s.compares(k, o) {
			return nothing + " "
		}
		return s.Difference(k, o).Marked(s.band(o))
	})
}

// rows are those of the sections, with as many cells.
func (s *Summary) rows(all bool, cells int, units func(model.Outcome) string, cell func(k, o int) string) (rows [][]string) {
	outcomes := model.Outcomes()
	for _, section := range s.Plan.sections(all) {
		heading := false
		for _, o := range section.places {
			if !all && s.zero(o) {
				continue
			}
			if !heading {
				rows, heading = append(rows, []string{section.name}), true
			}
			row := []string{outcomes[o].Label + " (" + units(outcomes[o]) + ")"}
			for k := range cells {
				row = append(row, cell(k, o))
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// joined puts the cells of differences behind those of means. Where differences rest on less than means do the label says so.
func joined(means, differences [][]string) [][]string {
	both := make([][]string, len(means))
	for k, row := range means {
		both[k] = append(append([]string{}, row...), differences[k][1:]...)
		if label := differences[k][0]; label != row[0] {
			basis := label[strings.LastIndex(label, ", ")+2:]
			both[k][0] = strings.TrimSuffix(row[0], ")") + "; differences " + basis
		}
	}
	return both
}

// zero says whether an outcome is exactly 0 in every run of all scenarios of which it says something.
func (s *Summary) zero(outcome int) (is bool) {
	for k := range s.Plan.Scenarios {
		if !s.applies(k, outcome) {
			continue
		}
		if e := s.Mean(k, outcome); e.Mean != 0 || e.SD != 0 {
			return false
		}
		is = true
	}
	return is
}

// writeZeros names the outcomes that are left out of the table.
func (s *Summary) writeZeros(t *table, all bool) {
	if all {
		return
	}
	var names []string
	for _, section := range s.Plan.sections(false) {
		for _, o := range section.places {
			if s.zero(o) {
				names = append(names, model.Outcomes()[o].Label)
			}
		}
	}
	if len(names) > 0 {
		t.printf("\n")
		t.paragraph("", "0 in every run: "+strings.Join(names, ", ")+".")
	}
}

// thatDiffer leaves out the rows in which no pair of runs ever differs, and names them.
func (s *Summary) thatDiffer(t *table, rows [][]string) (differ [][]string) {
	var same []string
	for _, row := range rows {
		switch {
		case len(row) == 1:
			if last := len(differ) - 1; last >= 0 && len(differ[last]) == 1 {
				differ = differ[:last] // a heading over nothing
			}
			differ = append(differ, row)
		case has([][]string{row}, func(cell string) bool { return cell != nothing && cell != "0" }):
			differ = append(differ, row)
		case has([][]string{row}, func(cell string) bool { return cell == "0" }):
			same = append(same, row[0][:strings.LastIndex(row[0], " (")])
		}
	}
	if last := len(differ) - 1; last >= 0 && len(differ[last]) == 1 {
		differ = differ[:last]
	}
	if len(same) > 0 {
		t.paragraph("", "No difference in any run: "+strings.Join(same, ", ")+".")
	}
	return differ
}

// writeMarks says how differences are to be read.
func (s *Summary) writeMarks(t *table) {
	text := "Paired differences"
	if s.Count() > 1 {
		text += ", mean ± half-width of the 95 % interval; * where the interval leaves out 0"
		if care := model.OutcomeIndex(careName); s.band(care) > 0 {
			text += fmt.Sprintf("; ≈ where it lies within ±%s, which is %.0f"+noBreak+"%% of the coordination gap: too small to matter (of care; ±%.2f of its share of the gap; of other outcomes nobody has said what is too small)",
				twoDigits(s.band(care)), 100*smallestOfInterest, smallestOfInterest)
		}
	}
	t.printf("\n")
	t.paragraph("", text+".")
}

// twoDigits writes a small number with two digits that count.
func twoDigits(v float64) string {
	return fmt.Sprintf("%.*f", max(0, 1-int(math.Floor(math.Log10(v)))), v)
}

// writePairing says what pairing was worth.
func (s *Summary) writePairing(t *table) {
	care := model.OutcomeIndex(careName)
	var gains []string
	for k, pair := range s.Pairs {
		if gain := s.PairingGain(k, care); gain > 0 && !math.IsInf(gain, 1) { // else runs are equal or do not vary
			gains = append(gains, fmt.Sprintf("%.2f"+noBreak+"(%s"+noBreak+"−"+noBreak+"%s)", gain, letter(pair.B), letter(pair.A)))
		}
	}
	if len(gains) > 0 {
		t.printf("\n")
		t.paragraph("", "Common random numbers divide the variance of the difference in care by "+strings.Join(gains, ", ")+".")
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
