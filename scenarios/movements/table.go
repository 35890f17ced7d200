package movements

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	longestRow = 1 << 20 // bytes: a longer row means an open quotation mark or no table at all
	mostCells  = 2000    // in a row
)

// layout says how a table is laid out, as far as the user has said.
type layout struct {
	delimiter, comment, encoding, decimal string
	skip                                  int
	noHeader                              bool
}

// A table is a CSV file read row by row.
type table struct {
	problems
	header     []string
	headerLine int
	numbers    notation
	notes      []string

	lost int // rows that could not be read at all

	csv     *csv.Reader
	allow   *allowance
	above   int // physical lines above the CSV
	held    []string
	record  []string
	note    func() string
	noNames bool
	tidied  map[string]string // cells with accents or odd spaces, as they were and as they are read
}

// tidy is the function tidy, with a memory for cells that come again and again.
func (t *table) tidy(cell string) string {
	if isTidy(cell) {
		return cell
	}
	if done, ok := t.tidied[cell]; ok {
		return done
	}
	done := tidy(cell)
	if len(t.tidied) < mostUnits && len(cell) < 200 {
		t.tidied[strings.Clone(cell)] = strings.Clone(done)
	}
	return done
}

// openTable reads the headings of a table. Problems are in the table; when it is fatal there are no rows to read.
// recognised counts the headings that mean something, to choose the delimiter.
func openTable(name string, r io.Reader, l layout, recognised func([]string) int) *table {
	t := &table{problems: problems{file: name}, noNames: l.noHeader, tidied: map[string]string{}}
	text, note, err := decoded(r, l.encoding)
	if err != nil {
		t.stop(0, 0, "%v", err)
		return t
	}
	t.note = note
	if err := t.numbers.say(l.decimal); err != nil {
		t.stop(0, 0, "%v", err)
		return t
	}
	for range l.skip {
		t.skipLine(text)
	}
	comma := t.delimiter(text, l, recognised)
	if t.fatal {
		return t
	}
	t.allow = &allowance{r: text}
	t.csv = csv.NewReader(t.allow)
	t.csv.Comma, t.csv.FieldsPerRecord, t.csv.ReuseRecord = comma, -1, true
	t.csv.TrimLeadingSpace = comma != '\t'
	if l.comment != "" {
		c, size := utf8.DecodeRuneInString(l.comment)
		if size != len(l.comment) || c == comma || strings.ContainsRune("\"\r\n\ufffd", c) {
			t.stop(0, 0, "comment sign %s; expected one character that is not the delimiter (%s)", quoted(l.comment), FlagComment)
			return t
		}
		t.csv.Comment = c
	}
	t.readHeader()
	return t
}

func (d *notation) say(decimal string) error {
	switch decimal {
	case "":
		return nil
	case ",", ".":
		d.decimal, d.said = rune(decimal[0]), true
		return nil
	}
	return fmt.Errorf("%s %s; expected \",\" or \".\"", FlagDecimal, quoted(decimal))
}

// skipLine passes one line of any length.
func (t *table) skipLine(r *bufio.Reader) {
	t.above++
	for {
		if _, err := r.ReadSlice('\n'); err != bufio.ErrBufferFull {
			return
		}
	}
}

// delimiter returns the delimiter said by the user, by a first line "sep=;" (Excel), or by the look of the first rows.
func (t *table) delimiter(text *bufio.Reader, l layout, recognised func([]string) int) rune {
	sample, _ := text.Peek(sampleSize)
	said := l.delimiter
	if rest, found := strings.CutPrefix(string(sample[:min(len(sample), 16)]), "sep="); found {
		first, _ := utf8.DecodeRuneInString(rest)
		if said == "" && first != utf8.RuneError && first != '\r' && first != '\n' {
			said = string(first)
		}
		t.skipLine(text)
		sample, _ = text.Peek(sampleSize)
	}
	switch said {
	case "":
		return sniff(string(sample), recognised)
	case "tab", `\t`:
		return '\t'
	}
	comma, size := utf8.DecodeRuneInString(said)
	if size != len(said) || strings.ContainsRune("\"\r\n\ufffd", comma) {
		t.stop(0, 0, "delimiter %s; expected one character, or \"tab\" (%s)", quoted(said), FlagDelimiter)
	}
	return comma
}

// sniff chooses the delimiter that makes most headings meaningful, then that cuts most rows alike.
func sniff(sample string, recognised func([]string) int) rune {
	best, bestScore := ',', 0.0
	for _, comma := range ",;\t|" {
		r := csv.NewReader(strings.NewReader(sample))
		r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
		header, err := r.Read()
		if err != nil || len(header) < 2 {
			continue
		}
		rows, alike := 1, 1
		for range 30 {
			row, err := r.Read()
			if err != nil {
				break
			}
			rows++
			if len(row) == len(header) {
				alike++
			}
		}
		score := 10*float64(recognised(header)) + float64(alike)/float64(rows) + float64(min(len(header), 9))/100
		if score > bestScore {
			best, bestScore = comma, score
		}
	}
	return best
}

func (t *table) readHeader() {
	row, ok := t.next()
	if !ok {
		if t.total == 0 {
			t.stop(0, 0, "the file is empty; expected a line of headings and a row per movement or pair of units")
		}
		t.fatal = true
		return
	}
	t.headerLine, _ = t.csv.FieldPos(0)
	t.headerLine += t.above
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	t.header = append([]string(nil), row...)
	if t.noNames {
		t.held = append([]string(nil), row...)
		for i := range t.header {
			t.header[i] = fmt.Sprintf("#%d", i+1)
		}
	}
}

// next returns the next row that is not blank, its cells tidied; it is valid until the call after.
func (t *table) next() (row []string, ok bool) {
	if t.held != nil {
		row, t.held = t.held, nil
		return row, true
	}
	for !t.full() {
		t.allow.left = longestRow
		record, err := t.csv.Read()
		if err == io.EOF {
			return nil, false
		}
		if err != nil {
			t.misread(err)
			continue
		}
		blank := true
		for i, c := range record {
			record[i] = t.tidy(c)
			blank = blank && record[i] == ""
		}
		if blank {
			continue
		}
		t.record = record
		if t.fits(record) {
			return record, true
		}
		t.lost++
	}
	return nil, false
}

// fits reports rows with more cells than headings, other than empty ones.
func (t *table) fits(record []string) bool {
	if len(record) > mostCells {
		t.stop(t.line(), 0, "%d cells in one row; expected at most %d", len(record), mostCells)
		return false
	}
	if t.header == nil {
		return true
	}
	for i := len(t.header); i < len(record); i++ {
		if record[i] != "" {
			t.add(t.line(), i+1, "%s is in a cell beyond the %d headings; is a name or number with a %s in it not between quotation marks?",
				quoted(record[i]), len(t.header), delimiterName(t.csv.Comma))
			return false
		}
	}
	return true
}

// misread reports what encoding/csv could not read, and goes on with the next row where that is possible.
func (t *table) misread(err error) {
	var parse *csv.ParseError
	t.lost++
	switch {
	case errors.Is(err, errAllowance):
		t.stop(t.headerLine, 0, "a row is longer than 1 MB: an open quotation mark, or not a table")
	case errors.As(err, &parse):
		t.add(parse.Line+t.above, 0, "a quotation mark out of place (%v); write \"\" for a quotation mark inside quotation marks", parse.Err)
	default:
		t.stop(0, 0, "%v", err)
	}
}

// line returns the physical line of the current row.
func (t *table) line() int {
	if len(t.record) == 0 {
		return t.headerLine
	}
	line, _ := t.csv.FieldPos(0)
	return line + t.above
}

// cell returns a cell of a row, "" where the row is short or the column absent.
func cell(row []string, column int) string {
	if column < 0 || column >= len(row) {
		return ""
	}
	return row[column]
}

func delimiterName(r rune) string {
	switch r {
	case ',':
		return "comma"
	case ';':
		return "semicolon"
	case '\t':
		return "tab"
	}
	return quoted(string(r))
}

// allowance ends reading with errAllowance once a row has taken more than it is allowed.
type allowance struct {
	r    io.Reader
	left int
}

var errAllowance = errors.New("row too long")

// Read implements io.Reader.
func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, errAllowance
	}
	n, err := a.r.Read(p)
	a.left -= n
	return n, err
}
