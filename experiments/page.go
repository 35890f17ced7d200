package experiments

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// A table writes text and aligned columns within a page's width and remembers the first error.
type table struct {
	w     io.Writer
	width int // characters of a line; 0: pageWidth
	err   error
}

const (
	pageWidth   = 120 // where nobody says how wide the page is
	leastWidth  = 40  // a page is not narrower, whatever is said
	mostWidth   = 200 // nor are lines longer: nobody follows them
	leastLabel  = 28  // a label that is wrapped gets as many characters
	indent      = "  "
	gap         = "  "
	hanging     = 2 // characters by which the further lines of a label are set in
	headingRule = "─"
)

// newTable returns a table for a page of so many characters; 0 is the usual page.
func newTable(w io.Writer, width int) *table {
	if width == 0 {
		width = pageWidth
	}
	return &table{w: w, width: min(max(width, leastWidth), mostWidth)}
}

// page returns the characters of a line.
func (t *table) page() int {
	if t.width == 0 {
		return pageWidth
	}
	return t.width
}

func (t *table) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
}

// paragraph prints words in lines that fit the page, the first behind what stands before it and the others below that.
func (t *table) paragraph(before, text string) {
	in := strings.Repeat(" ", length(before))
	for k, line := range wrapped(text, t.page()-length(before), 0) {
		if k > 0 {
			before = in
		}
		t.printf("%s%s\n", before, strings.ReplaceAll(line, noBreak, " "))
	}
}

// noBreak is a blank at which no line ends.
const noBreak = "\u00a0"

// wrapped breaks words into lines of at most so many characters, unless one word is longer; lines after the first are set
// in.
func wrapped(text string, width, in int) (lines []string) {
	line := ""
	for k, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }) {
		switch {
		case k == 0:
			line = word
		case length(line)+1+length(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = strings.Repeat(" ", in) + word
		}
	}
	return append(lines, line)
}

func length(s string) int { return utf8.RuneCountInString(s) }

// grid prints rows under a head, the first column to the left, the others to the right. A row of one cell is a heading.
// Of the ways to fit all columns on the page it takes the one with the fewest lines: side by side, with labels wrapped, or
// with labels above their numbers; columns that find no room go into a further table below.
func (t *table) grid(head []string, rows [][]string) {
	var best []string
	fits := false
	for _, style := range []layout{flat, wrap, stack} {
		lines := t.laid(style, head, rows)
		within := !slices.ContainsFunc(lines, func(line string) bool { return length(line) > t.page() })
		if best == nil || within && (!fits || len(lines) < len(best)) {
			best, fits = lines, within
		}
	}
	for _, line := range best {
		t.printf("%s\n", line)
	}
}

// abreast says whether all columns fit side by side, with labels wrapped at most.
func (t *table) abreast(head []string, rows [][]string) bool {
	return slices.ContainsFunc([]layout{flat, wrap}, func(style layout) bool {
		return t.upTo(style, widths(head, rows), 1) == len(head)
	})
}

// A layout is a way to set labels and numbers.
type layout int

const (
	flat  layout = iota // in one line
	wrap                // in one line, but labels that would be too long go on below
	stack               // numbers below their label
)

// widths returns the width of each column.
func widths(head []string, rows [][]string) []int {
	width := make([]int, len(head))
	for _, row := range append([][]string{head}, rows...) {
		if len(row) == 1 && len(head) > 1 {
			continue
		}
		for k, cell := range row {
			width[k] = max(width[k], length(cell))
		}
	}
	return width
}

// upTo returns where the columns end that stand beside each other, from one on: one at least.
func (t *table) upTo(style layout, width []int, from int) int {
	used := len(indent)
	switch style {
	case flat:
		used += width[0]
	case wrap:
		used += min(width[0], leastLabel)
	}
	to := from
	for to < len(width) {
		if used += len(gap) + width[to]; to > from && used > t.page() {
			return to
		}
		to++
	}
	return max(to, min(from+1, len(width)))
}

// laid returns the lines of all columns, in as many tables as they need.
func (t *table) laid(style layout, head []string, rows [][]string) (lines []string) {
	width := widths(head, rows)
	for from := 1; from < len(head); {
		to := t.upTo(style, width, from)
		lines = append(lines, t.block(style, width, from, to, head, rows)...)
		from = to
	}
	if len(head) == 1 {
		lines = t.block(style, width, 1, 1, head, rows)
	}
	return lines
}

// block returns the lines of some columns beside the first, under a rule.
func (t *table) block(style layout, width []int, from, to int, head []string, rows [][]string) []string {
	numbers := 0
	for _, w := range width[from:to] {
		numbers += len(gap) + w
	}
	label := width[0]
	if style != flat {
		label = max(0, min(label, t.page()-len(indent)-numbers))
	}
	part := func(row []string) []string { return append([]string{row[0]}, row[from:to]...) }
	columns := append([]int{label}, width[from:to]...)
	lines := append([]string{""}, set(flat, columns, t.page(), part(head))...)
	rule := strings.Repeat(headingRule, min(label+numbers, t.page()-len(indent)))
	lines = append(lines, indent+rule)
	for _, row := range rows {
		if len(row) == 1 && len(head) > 1 {
			name := row[0] + " "
			lines = append(lines, indent+name+strings.Repeat(headingRule, max(0, length(rule)-length(name))))
			continue
		}
		lines = append(lines, set(style, columns, t.page(), part(row))...)
	}
	return lines
}

// set returns the lines of one row, of which the first column may be narrower than its label.
func set(style layout, width []int, page int, row []string) []string {
	label := row[0]
	var above, below []string
	switch {
	case length(label) <= width[0] || style == flat:
	case style == wrap:
		lines := wrapped(label, width[0], hanging)
		label = lines[0]
		for _, line := range lines[1:] {
			below = append(below, indent+line)
		}
	default:
		name, unit := label, ""
		if at := strings.LastIndex(label, " ("); at > 0 && strings.HasSuffix(label, ")") &&
			hanging+length(label[at+1:]) <= width[0] {
			name, unit = label[:at], strings.Repeat(" ", hanging)+label[at+1:]
		}
		label = unit
		for _, line := range wrapped(name, page-len(indent), hanging) {
			above = append(above, indent+line)
		}
	}
	line := indent + label + strings.Repeat(" ", max(0, width[0]-length(label)))
	for k, cell := range row[1:] {
		line += gap + strings.Repeat(" ", max(0, width[k+1]-length(cell))) + cell
	}
	return slices.Concat(above, []string{strings.TrimRight(line, " ")}, below)
}
