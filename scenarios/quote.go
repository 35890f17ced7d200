package scenarios

import (
	"fmt"
	"strings"
)

// quote writes a text as TOML does, on one line.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		b.WriteString(escaped(r))
	}
	b.WriteByte('"')
	return b.String()
}

// quoteLines writes a text as TOML does, over several lines if it has them.
func quoteLines(s string) string {
	if !strings.Contains(s, "\n") {
		return quote(s)
	}
	var b strings.Builder
	b.WriteString("\"\"\"\n")
	for _, r := range s {
		if r == '\n' {
			b.WriteByte('\n')
			continue
		}
		b.WriteString(escaped(r))
	}
	b.WriteString(`"""`)
	return b.String()
}

// escaped writes a character of a text in double quotes.
func escaped(r rune) string {
	switch r {
	case '"', '\\':
		return `\` + string(r)
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	}
	if r < 0x20 || r == 0x7f {
		return fmt.Sprintf(`\u%04X`, r)
	}
	return string(r)
}

// bareKey writes a key, in quotes where TOML needs them.
func bareKey(s string) string {
	bare := s != ""
	for _, r := range s {
		bare = bare && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	}
	if bare {
		return s
	}
	return quote(s)
}
