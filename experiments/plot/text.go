package plot

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Alignments of written text: the share of its width that lies left of the point.
const (
	fromLeft = 0.0
	centred  = 0.5
	toRight  = 1.0
)

// write sets one line of text with its baseline at the point.
func (f face) write(c draw.Canvas, clr color.Color, at vg.Point, align float64, s string) {
	if s == "" {
		return
	}
	at.X -= f.Width(s) * vg.Length(align)
	c.SetColor(clr)
	c.FillString(f.Face, at, s)
}

// writeLines sets lines downwards; top is the upper edge of the first. It returns the lower edge of the last.
func (f face) writeLines(c draw.Canvas, clr color.Color, at vg.Point, align float64, lines []string) vg.Length {
	for _, l := range lines {
		f.write(c, clr, vg.Point{X: at.X, Y: at.Y - 0.95*f.Font.Size}, align, l)
		at.Y -= f.leading
	}
	return at.Y
}

// writeMiddle sets lines around a height: names beside a row.
func (f face) writeMiddle(c draw.Canvas, clr color.Color, at vg.Point, align float64, lines []string) {
	at.Y += f.leading * vg.Length(len(lines)) / 2
	f.writeLines(c, clr, at, align, lines)
}

// wrap breaks text into lines no wider than the width; a word that is wider still is broken too, for nothing may be
// clipped.
func (f face) wrap(s string, width vg.Length) []string {
	var lines []string
	line := ""
	for _, word := range strings.FieldsFunc(bound.Replace(s), breakable) {
		for _, part := range f.split(word, width) {
			switch next := line + " " + part; {
			case line == "":
				line = part
			case f.Width(next) <= width:
				line = next
			default:
				lines = append(lines, line)
				line = part
			}
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// bound keeps numbers with what they belong to.
var bound = strings.NewReplacer(" = ", noBreak+"="+noBreak, " %", noBreak+"%", " −", noBreak+"−")

const noBreak = "\u00a0"

func breakable(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }

// split cuts a word into pieces that fit the width, one rune at least.
func (f face) split(word string, width vg.Length) []string {
	if f.Width(word) <= width {
		return []string{word}
	}
	var parts []string
	start := 0
	for i, r := range word {
		if i > start && f.Width(word[start:i+utf8.RuneLen(r)]) > width {
			parts = append(parts, word[start:i])
			start = i
		}
	}
	return append(parts, word[start:])
}

// widest measures the longest of the lines.
func (f face) widest(lines []string) vg.Length {
	w := vg.Length(0)
	for _, l := range lines {
		w = max(w, f.Width(l))
	}
	return w
}

// shortNames gives each title what stands before its colon ("Adhocracy: mutual adjustment" is Adhocracy), cut where that is
// long; what titles begin with alike is left out where that does not tell them apart. Failing all this, each has its first
// words, as many as tell it from the others.
func shortNames(titles []string) []string {
	if names, apart := headNames(titles); apart {
		return names
	}
	if n := commonWords(titles); n >= 3 {
		var rest []string
		for _, t := range titles {
			rest = append(rest, strings.Join(strings.Fields(t)[n:], " "))
		}
		for i, name := range shortNames(rest) {
			rest[i] = "… " + name
		}
		return rest
	}
	for words := 2; ; words++ {
		names := make([]string, len(titles))
		seen := map[string]bool{}
		whole := true
		for i, t := range titles {
			fields := strings.Fields(t)
			n := min(words, len(fields))
			if n < len(fields) && strings.IndexFunc(fields[0], unicode.IsLetter) != 0 && strings.IndexFunc(fields[0], unicode.IsDigit) != 0 {
				n++ // "(b)" is no word
			}
			for n < len(fields) && connective(fields[n-1]) {
				n++
			}
			whole = whole && n == len(fields)
			names[i] = strings.TrimRightFunc(strings.Join(fields[:n], " "), unicode.IsPunct)
			seen[names[i]] = true
		}
		if len(seen) == len(titles) || whole {
			return names
		}
	}
}

// commonWords is how many words all titles begin with alike, with one left in each at least.
func commonWords(titles []string) int {
	if len(titles) < 2 {
		return 0
	}
	first := strings.Fields(titles[0])
	n := len(first) - 1
	for _, t := range titles[1:] {
		fields := strings.Fields(t)
		n = min(n, len(fields)-1)
		for k := range max(n, 0) {
			if fields[k] != first[k] {
				n = k
				break
			}
		}
	}
	return max(n, 0)
}

// longestName is how many letters a name for the ends of lines may have.
const longestName = 28

// headNames are what stands before the colons of titles, or whole titles without one, none too long; apart says whether
// they differ.
func headNames(titles []string) (names []string, apart bool) {
	seen := map[string]bool{}
	apart = true
	for _, t := range titles {
		name, _, _ := strings.Cut(tidy(t), ": ")
		name = cut(name)
		names = append(names, name)
		apart = apart && !seen[name]
		seen[name] = true
	}
	return names, apart
}

// cut leaves the first words of a long name, and says so.
func cut(name string) string {
	if utf8.RuneCountInString(name) <= longestName {
		return name
	}
	fields := strings.Fields(name)
	n := 1
	for n < len(fields) && utf8.RuneCountInString(strings.Join(fields[:n+1], " ")) < longestName {
		n++
	}
	for n > 1 && connective(fields[n-1]) {
		n--
	}
	if n == len(fields) {
		return name // one long word
	}
	return strings.TrimRightFunc(strings.Join(fields[:n], " "), unicode.IsPunct) + "…"
}

// connective says that a name cannot end with this word: "of", "by", "that", "de".
func connective(word string) bool {
	return utf8.RuneCountInString(word) <= 4 && word == strings.ToLower(word) && strings.IndexFunc(word, unicode.IsDigit) < 0 &&
		!unicode.IsPunct([]rune(word)[utf8.RuneCountInString(word)-1])
}

// number writes a value with so many decimals, a true minus sign and, from ten thousand on, commas between thousands;
// scientifically what would take a row of zeros.
func number(v float64, decimals int) string {
	if math.Abs(v) >= 1e9 || (decimals > 6 && v != 0) {
		return scientific(v)
	}
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, rest, _ := strings.Cut(s, ".")
	if len(whole) > 4 {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
	}
	if rest != "" {
		whole += "." + rest
	}
	if v < 0 && strings.Trim(s, "0.") != "" {
		return "−" + whole
	}
	return whole
}

func scientific(v float64) string {
	s := strconv.FormatFloat(v, 'e', 1, 64)
	mantissa, exponent, _ := strings.Cut(s, "e")
	e, err := strconv.Atoi(exponent)
	if err != nil {
		return s
	}
	return strings.ReplaceAll(fmt.Sprintf("%se%d", mantissa, e), "-", "−")
}

// signed writes a difference: the plus sign says that it is one.
func signed(v float64, decimals int) string {
	s := number(v, decimals)
	if v > 0 && strings.Trim(s, "0.,") != "" {
		return "+" + s
	}
	return s
}

// decimalsFor keeps two digits of what is uncertain (three of what is not).
func decimalsFor(value, half float64) int {
	digits, of := 1, half
	if !(half > 0) {
		digits, of = 2, math.Abs(value)
	}
	if !(of > 0) {
		return 2
	}
	return min(max(digits-int(math.Floor(math.Log10(of))), 0), 8)
}

// listed joins words as in a sentence.
func listed(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
}

// sentence ends a text with a full stop, unless it ends already.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".?!") {
		return s
	}
	return s + "."
}

// tidy leaves one space between words.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// named puts the unit behind a label, where there is one.
func (o Outcome) named() string {
	if o.Unit == "" {
		return o.Label
	}
	return o.Label + " (" + o.Unit + ")"
}
