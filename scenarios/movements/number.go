package movements

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// A number is a quantity as written. "1,234" and "1.234" can be 1234 or 1.234: which, only the rest of the file can
// tell, so such values are kept apart until then.
type number struct {
	certain float64
	comma   float64 // sum of values like "1,234", read as 1.234
	point   float64 // sum of values like "1.234", read as 1.234
}

func (n number) plus(m number) number {
	return number{n.certain + m.certain, n.comma + m.comma, n.point + m.point}
}

// notation is what is known of how a file writes numbers.
type notation struct {
	decimal   rune // ',' or '.'; 0: not known yet
	at        int  // the line that told
	said      bool // by the user
	plain     bool // a whole number of up to three digits was seen: decimals are not always written
	ambiguous int  // line of the first value that can be read in two ways
	example   string
}

// parse reads one quantity; wrong says what is the matter with it.
func (d *notation) parse(cell string, line int) (n number, wrong string) {
	if v, ok := digits(cell); ok {
		d.plain = d.plain || len(cell) <= 3
		return number{certain: v}, ""
	}
	s := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\'' || r == '’' || r == '\u202f' {
			return -1
		}
		return r
	}, cell)
	unsigned := strings.TrimLeft(s, "+-")
	switch {
	case s == "":
		return n, "is empty; expected a number ≥ 0"
	case len(s) > 40 || strings.IndexFunc(unsigned, func(r rune) bool { return !strings.ContainsRune("0123456789.,eE+-", r) }) >= 0:
		return n, "is not a number; expected a number ≥ 0"
	}
	decimal, settled := d.decimalOf(unsigned)
	if settled && decimal != 0 && d.decimal != 0 && decimal != d.decimal {
		return n, "uses '" + string(decimal) + "' for decimals" + d.because()
	}
	if !settled && d.decimal == 0 {
		if d.ambiguous == 0 {
			d.ambiguous, d.example = line, strings.TrimSpace(cell)
		}
		v, wrong := quantity(s, rune(separator(unsigned)))
		if separator(unsigned) == ',' {
			return number{comma: v}, wrong
		}
		return number{point: v}, wrong
	}
	if decimal == 0 && len(unsigned) <= 3 {
		d.plain = true
	}
	if d.decimal != 0 {
		decimal = d.decimal
	}
	v, wrong := quantity(s, decimal)
	if wrong == "" && d.decimal == 0 && decimal != 0 {
		d.decimal, d.at = decimal, line
	}
	return number{certain: v}, wrong
}

func (d *notation) because() string {
	if d.said {
		return ", against " + FlagDecimal
	}
	return ", but line " + strconv.Itoa(d.at) + " '" + string(d.decimal) + "'"
}

// digits reads the most usual number quickly: up to 12 digits and nothing else.
func digits(s string) (v float64, ok bool) {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		v = v*10 + float64(s[i]-'0')
	}
	return v, len(s) > 0 && len(s) <= 12
}

// decimalOf tells which decimal sign a number proves; settled is false for "1,234" and the like.
func (d *notation) decimalOf(s string) (decimal rune, settled bool) {
	commas, points := strings.Count(s, ","), strings.Count(s, ".")
	switch {
	case commas == 0 && points == 0:
		return 0, true
	case commas > 0 && points > 0:
		if strings.LastIndexByte(s, ',') > strings.LastIndexByte(s, '.') {
			return ',', true
		}
		return '.', true
	case commas > 1:
		return '.', true
	case points > 1:
		return ',', true
	}
	i := strings.IndexAny(s, ",.")
	if i >= 1 && i <= 3 && s[0] != '0' && len(s)-i-1 == 3 && !strings.ContainsAny(s, "eE") {
		return 0, false
	}
	return rune(s[i]), true
}

func separator(s string) byte { return s[strings.IndexAny(s, ",.")] }

// quantity reads s with this decimal sign; the other sign may only part thousands.
func quantity(s string, decimal rune) (v float64, wrong string) {
	thousands := ","
	if decimal == ',' {
		thousands = "."
	}
	whole, rest, found := strings.Cut(s, string(max(decimal, 1)))
	if groups := strings.Split(strings.TrimLeft(whole, "+-"), thousands); len(groups) > 1 {
		for i, g := range groups {
			if len(g) != 3 && (i > 0 || len(g) > 3 || len(g) == 0) {
				return 0, "is not a number; expected a number ≥ 0"
			}
		}
	}
	s = strings.ReplaceAll(whole, thousands, "")
	if found {
		s += "." + rest
	}
	v, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil && math.IsInf(v, 0), v > 1e12:
		return 0, "is too large; expected a number up to 1e12"
	case err != nil:
		return 0, "is not a number; expected a number ≥ 0"
	case v < 0:
		return 0, "is negative; expected a number ≥ 0"
	}
	return v, ""
}

// value reads a number now that the whole file is known.
func (d *notation) value(n number) float64 {
	comma, point := 1000.0, 1000.0
	switch d.decimal {
	case ',':
		comma = 1
	case '.':
		point = 1
	}
	return n.certain + n.comma*comma + n.point*point
}

// settle says, after the last row, whether values like "1,234" can be read: as thousands, if the file also writes whole
// numbers without decimals. warn is then worth telling; wrong asks the user to decide.
func (d *notation) settle() (warn, wrong string) {
	if d.ambiguous == 0 || d.decimal != 0 {
		return "", ""
	}
	if d.plain {
		return "numbers such as " + quoted(d.example) + " were read as thousands; if they are decimals, say " + FlagDecimal, ""
	}
	return "", quoted(d.example) + " can be read as thousands or as decimals; say " + FlagDecimal + " , or " + FlagDecimal + " ."
}
