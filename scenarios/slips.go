package scenarios

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// inFileOrder puts the keys of a table into the order in which they were written.
func (n *node) inFileOrder() {
	slices.SortFunc(n.keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(n.table[a].key, n.table[b].key), cmp.Compare(a, b))
	})
}

// slips are the ways in which planners' files most often fail to be TOML, and the mend: how the parser's
// complaint begins, and what stands where it stopped.
var slips = []struct {
	complaint string
	here      *regexp.Regexp
	mend      string
}{
	{"unexpected character", regexp.MustCompile(`^\.\d`), "A decimal needs a figure before the point: 0.8."},
	{"unexpected character", regexp.MustCompile(`^(True|False|TRUE|FALSE|yes|oui|vrai)\b`), "Write true or false."},
	{"expected keyword", regexp.MustCompile(`^(no|non|faux)\b`), "Write true or false."},
	{"unexpected character", regexp.MustCompile(`^[“”«]`), `Text goes in straight quotes: "…".`},
	{"unexpected character", regexp.MustCompile(`^[\p{L}_]`), `Text goes in quotes: "…".`},
	{"expected keyword", regexp.MustCompile(`^[\p{L}_]`), `Text goes in quotes: "…".`},
	{"unexpected character", regexp.MustCompile(`^([\r\n#]|$)`), "The key has no value."},
	{"expected newline", regexp.MustCompile(`^,\s?\d`), "Decimals take a point: 0.8."},
	{"expected newline", regexp.MustCompile(`^%`), "A share is written as a decimal: 0.8 for 80 %."},
	{"expected '=' after key", regexp.MustCompile(`^:`), "Write key = value."},
	{"", regexp.MustCompile(`^[^\x00-\x7F]`), `A key with accents goes in quotes: "Cœur".`},
	{"expected '=' after key", regexp.MustCompile(`^[\w-]`), `A key with blanks goes in quotes: "Bloc A".`},
}

// unreadable matches the way the parser names characters.
var unreadable = regexp.MustCompile(`U\+[0-9A-F]{4,6} `)

// syntax turns a parser's complaint into a problem, with the mend of the usual slips.
func (m *marker) syntax(pe *unstable.ParserError) Problem {
	offset := len(m.src.text)
	if len(pe.Highlight) > 0 {
		offset = int(m.parser.Range(pe.Highlight).Offset)
	}
	p := Problem{File: m.src.name, Message: "not TOML: " + unreadable.ReplaceAllString(pe.Message, "")}
	p.Line, p.Col = m.src.position(offset)
	if p.Line == 0 {
		return p
	}
	here := m.src.text[offset:min(offset+40, len(m.src.text))]
	for _, s := range slips {
		if strings.HasPrefix(pe.Message, s.complaint) && s.here.Match(here) {
			p.Message += ". " + s.mend
			break
		}
	}
	return p
}
