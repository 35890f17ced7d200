package scenarios

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// setPrefix begins the name of a source that is a --set and not a file.
const setPrefix = "--set "

// A source is a text that values come from: a file, or one --set.
type source struct {
	name  string // as shown to the user
	text  []byte // without byte order mark
	lines []int  // offsets of the beginnings of lines

	// The last column computed: problems come roughly in order, and a line may be megabytes long.
	lastLine, lastOffset, lastCol int
}

// newSource indexes the lines of a text.
func newSource(name string, text []byte) *source {
	s := &source{name: name, text: text, lines: []int{0}}
	for i := 0; ; {
		n := bytes.IndexByte(text[i:], '\n')
		if n < 0 {
			return s
		}
		i += n + 1
		s.lines = append(s.lines, i)
	}
}

// isSet tells whether the source is a --set.
func (s *source) isSet() bool { return strings.HasPrefix(s.name, setPrefix) }

// position returns the line and column, from 1 and in characters, of an offset; zeros where there is none.
func (s *source) position(offset int) (line, col int) {
	if s.isSet() || offset < 0 || offset > len(s.text) {
		return 0, 0
	}
	i, found := slices.BinarySearch(s.lines, offset)
	if !found {
		i--
	}
	from, col := s.lines[i], 1
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
