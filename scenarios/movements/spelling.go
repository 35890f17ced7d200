package movements

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/unicode/norm"
)

// tidy returns a cell as a name: composed accents, no control characters, single plain spaces.
func tidy(cell string) string {
	if isTidy(cell) {
		return cell
	}
	cell = strings.Map(func(r rune) rune {
		switch {
		case r == '\ufeff' || r == '\u200b':
			return -1
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		}
		return r
	}, cell)
	return norm.NFC.String(strings.Join(strings.Fields(cell), " "))
}

// isTidy recognises quickly the cells that tidy would leave alone; it may say no to some.
func isTidy(s string) bool {
	before := byte(' ')
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c > '~' || c == ' ' && before == ' ' {
			return false
		}
		before = s[i]
	}
	return len(s) == 0 || before != ' '
}

// plain returns s in lower case and without accents.
func plain(s string) string {
	if isTidy(s) { // ASCII
		return strings.ToLower(s)
	}
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
	return ligatures.Replace(s)
}

var ligatures = strings.NewReplacer("œ", "oe", "æ", "ae", "ß", "ss")

// heading returns s as headings are compared: plain letters and digits only.
func heading(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, plain(numero.Replace(s)))
}

// numero keeps "N°" (numéro) apart from "n" (a count).
var numero = strings.NewReplacer("°", "o", "º", "o")

// nearest returns the candidate spelt most like s, unless none is at all like it.
func nearest(s string, candidates []string) (string, bool) {
	const longest, most = 100, 5000 // characters, candidates: beyond, no name is near and the search is slow
	if len(s) > longest || len(candidates) > most {
		return "", false
	}
	key, best, bestDistance := heading(s), "", math.MaxInt
	for _, c := range candidates {
		if len(c) > longest {
			continue
		}
		k := heading(c)
		d := levenshtein.ComputeDistance(key, k)
		if len(k) > 3 && len(key) > 3 && (strings.Contains(k, key) || strings.Contains(key, k)) {
			d = min(d, 2)
		}
		if d < bestDistance {
			best, bestDistance = c, d
		}
	}
	allowed := max(2, len(key)/3)
	if len(key) < 5 {
		allowed = len(key) / 3
	}
	return best, best != "" && bestDistance <= allowed
}

// meant returns advice such as `; nearest "Cardiology"`, or nothing.
func meant(s string, candidates []string) string {
	if c, ok := nearest(s, candidates); ok {
		return "; nearest " + quoted(c)
	}
	return ""
}

// quoted returns s between quotation marks, shortened so that a message stays one line.
func quoted(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}

// listed returns quoted names with commas, the first few if there are many.
func listed(names []string) string {
	const most = 12
	var q []string
	for i, n := range names {
		if i == most {
			q = append(q, "… and "+grouped(float64(len(names)-most))+" more")
			break
		}
		q = append(q, quoted(n))
	}
	return strings.Join(q, ", ")
}

// grouped returns a number with commas between thousands, whole numbers without decimals.
func grouped(v float64) string {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if v != math.Trunc(v) {
		s = strconv.FormatFloat(v, 'f', 1, 64)
	}
	whole, rest, _ := strings.Cut(s, ".")
	if rest != "" {
		rest = "." + rest
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole + rest
}

// plural returns "1 row" or "2 rows".
func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	if strings.HasSuffix(one, "y") && !strings.HasSuffix(one, "ay") {
		return grouped(float64(n)) + " " + strings.TrimSuffix(one, "y") + "ies"
	}
	return grouped(float64(n)) + " " + one + "s"
}
