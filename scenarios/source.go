package scenarios

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// setPrefix begins the name of a source that is a --set and not a file.
const setPrefix = "--set "

// A source is a text that values come from: a file, or one --set.
type source struct {
	name  string  // as shown to the user
	text  []byte  // without byte order mark
	lines []int32 // offsets of the beginnings of lines

	// The last column computed: problems come roughly in order, and a line may be megabytes long. A draft's text has
	// problems in several goroutines at once.
	last                          sync.Mutex
	lastLine, lastOffset, lastCol int
}

// newSource indexes the lines of a text.
func newSource(name string, text []byte) *source {
	s := &source{name: name, text: text, lines: make([]int32, 1, 2+bytes.Count(text, []byte("\n")))}
	for i := 0; ; {
		n := bytes.IndexByte(text[i:], '\n')
		if n < 0 {
			return s
		}
		i += n + 1
		s.lines = append(s.lines, int32(i))
	}
}

// count counts, roughly and fast, the keys and tables of the text and its values: the signs that begin or part them,
// outside of texts and comments.
func (s *source) count() (keys, values int) {
	begun, depth := false, 0 // the line; lists that are open
	for i := 0; i < len(s.text); i++ {
		c := s.text[i]
		switch c {
		case '=':
			keys++
		case ',':
			values++
		case '[':
			if !begun && depth == 0 { // a section
				keys++
			} else {
				depth++
			}
			values++
		case ']':
			depth = max(0, depth-1)
		case '{':
			values++
		case '.':
			if !s.decimal(i) {
				keys++
			}
		case '#':
			i, c = s.after(i, "\n"), '\n'
		case '"', '\'':
			quote := string(c)
			if bytes.HasPrefix(s.text[i:], []byte(quote+quote+quote)) {
				quote += quote + quote
			}
			i = s.after(i+len(quote), quote)
		}
		begun = c != '\n' && (begun || c != ' ' && c != '\t' && c != '\r')
	}
	return keys, values
}

// decimal tells whether a point stands in a number rather than between the parts of a key.
func (s *source) decimal(point int) bool {
	i := point
	for i > 0 && strings.IndexByte("0123456789_+-", s.text[i-1]) >= 0 {
		i--
	}
	return i < point && (i == 0 || strings.IndexByte(" \t\r\n=,[", s.text[i-1]) >= 0)
}

// after returns the offset of the last byte of the next end, past what is escaped by a backslash in double quotes.
func (s *source) after(from int, end string) int {
	for from < len(s.text) {
		at := bytes.Index(s.text[from:], []byte(end))
		if at < 0 {
			break
		}
		at += from
		escapes := 0
		for end[0] == '"' && at-escapes > from && s.text[at-escapes-1] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return at + len(end) - 1
		}
		from = at + 1
	}
	return len(s.text)
}

// isSet tells whether the source is a --set.
func (s *source) isSet() bool { return strings.HasPrefix(s.name, setPrefix) }

// position returns the line and column, from 1 and in characters, of an offset; zeros where there is none.
func (s *source) position(offset int) (line, col int) {
	if s.isSet() || offset < 0 || offset > len(s.text) {
		return 0, 0
	}
	i, found := slices.BinarySearch(s.lines, int32(offset))
	if !found {
		i--
	}
	s.last.Lock()
	defer s.last.Unlock()
	from, col := int(s.lines[i]), 1
	if s.lastLine == i && s.lastCol > 0 && s.lastOffset <= offset {
		from, col = s.lastOffset, s.lastCol
	}
	col += utf8.RuneCount(s.text[from:offset])
	s.lastLine, s.lastOffset, s.lastCol = i, offset, col
	return i + 1, col
}

// excerpt returns the text between two offsets, on one line and no longer than a message bears.
func (s *source) excerpt(from, to int) string {
	if from < 0 || to > len(s.text) || from >= to {
		return ""
	}
	return shorten(string(s.text[from:min(to, from+400)]))
}

// shorten puts a text on one line of at most sixty characters.
func shorten(text string) string {
	const most = 60
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " ")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}
