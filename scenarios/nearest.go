package scenarios

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"polesim/model"
)

// longestWord is the length in bytes above which a word is too long to be a slip of the pen.
const longestWord = 200

// nearest returns the candidate that word was most likely meant to be. Capitals do not count; a word may be
// a third wrong, and two letters in any case.
func nearest(word string, candidates []string) (string, bool) {
	if word == "" || len(word) > longestWord {
		return "", false
	}
	word = strings.ToLower(word)
	allowed := max(2, utf8.RuneCountInString(word)/3)
	best, found := "", false
	for _, c := range candidates {
		if len(c) > longestWord || len(c) > len(word)+4*allowed || len(word) > len(c)+4*allowed { // 4 bytes a character
			continue
		}
		d := wrongLetters(word, strings.ToLower(c))
		if d <= allowed && d < max(utf8.RuneCountInString(c), 1) {
			best, found, allowed = c, true, d-1
		}
	}
	return best, found
}

// wrongLetters counts the letters to be put in, taken out or replaced between two words. Two neighbours that changed places, the
// slip of fast fingers, count once.
func wrongLetters(a, b string) int {
	d := levenshtein.ComputeDistance(a, b)
	x, y := []rune(a), []rune(b)
	if d != 2 || len(x) != len(y) {
		return d
	}
	for i := range len(x) - 1 {
		if x[i] != y[i] {
			x[i], x[i+1] = x[i+1], x[i]
			if slices.Equal(x, y) {
				return 1
			}
			break
		}
	}
	return d
}

// didYouMean is " Did you mean x?" with the candidate nearest to word, or nothing.
func didYouMean(word string, candidates []string) string {
	if c, ok := nearest(word, candidates); ok {
		return fmt.Sprintf(" Did you mean %s?", c)
	}
	return ""
}

// quoted returns the words in quotes, as a scenario writes them.
func quoted(words []string) []string {
	q := make([]string, len(words))
	for i, w := range words {
		q[i] = quote(w)
	}
	return q
}

// nearestNumber returns the admissible value of p that v was most likely meant to be: a slip of sign, a
// percentage for a share, a wrong figure before the point or a fraction of a count. The nearer bound is no guess: nobody
// meant it, and the message has the range.
func nearestNumber(p model.Parameter, v float64) (float64, bool) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, false
	}
	if p.Kind == model.Count && v != math.Trunc(v) {
		v = math.Round(v)
	}
	fraction, _ := strconv.ParseFloat(strconv.FormatFloat(v-math.Trunc(v), 'f', 12, 64), 64)
	scale := 10.0 // 7 for 0.7
	if v >= 10 {
		scale = 100 // 70 for 70 %
	}
	share, _ := strconv.ParseFloat(strconv.FormatFloat(v/scale, 'f', 12, 64), 64)
	switch {
	case p.Check(v) == nil:
		return v, true
	case v < 0 && p.Check(-v) == nil:
		return -v, true
	case p.Kind == model.Number && p.Max == 1 && v >= 2 && p.Check(share) == nil:
		return share, true
	case p.Kind == model.Number && v > p.Max && fraction > 0 && p.Check(fraction) == nil:
		return fraction, true
	}
	return 0, false
}

// number writes v as short as it can be read back exactly, without an exponent where one can read it so.
func number(v float64) string {
	if a := math.Abs(v); a == 0 || (a >= 1e-6 && a < 1e16) {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
