package movements

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// A moment orders the rows of a log. Calendar moments are packed (year, month, day, …, millisecond), which keeps day and
// month apart until the whole file has told which comes first; numbers (seconds since 1970, days of a spreadsheet) are
// ordered as such.
type moment int64

// calendar is what is known of how a file writes dates.
type calendar struct {
	order   string // "dmy" or "mdy"; "": not known yet
	at      int    // the line that told
	said    bool   // by the user
	slashed int    // line of the first date such as 03/04/2015
	numbers int    // line of the first moment that is a bare number
	dates   int    // line of the first moment that is a date
}

const expectedMoment = "expected a date and time such as 2015-03-28 14:30 or 28/03/2015 14:30"

// parse reads one moment; wrong says what is the matter with it.
func (c *calendar) parse(cell string, line int) (m moment, wrong string) {
	s := strings.TrimSpace(tidy(cell))
	if s == "" {
		return 0, "is empty; " + expectedMoment
	}
	if v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64); err == nil {
		if v < 0 || math.IsNaN(v) || math.IsInf(v, 0) {
			return 0, "is not a moment; " + expectedMoment
		}
		if c.dates != 0 {
			return 0, "is a bare number, but line " + strconv.Itoa(c.dates) + " has a date; " + expectedMoment
		}
		if c.numbers == 0 {
			c.numbers = line
		}
		return moment(math.Float64bits(v + 0)), "" // bits of floats ≥ 0 are in the order of the floats
	}
	m, wrong = c.date(s, line)
	if wrong == "" && c.numbers != 0 {
		return 0, "is a date, but line " + strconv.Itoa(c.numbers) + " has a bare number"
	}
	if wrong == "" && c.dates == 0 {
		c.dates = line
	}
	return m, wrong
}

// layouts are the forms, apart from numbers with slashes, that time.Parse knows how to read.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700",
	"2-Jan-2006 15:04:05", "2-Jan-2006 15:04", "2-Jan-2006", "2-Jan-06 15:04:05", "2-Jan-06 15:04", "2-Jan-06",
	"2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 Jan 2006", "2Jan2006:15:04:05", "2Jan2006", "Jan 2, 2006 15:04",
	"Jan 2, 2006", "Mon Jan 2 15:04:05 2006"}

func (c *calendar) date(s string, line int) (moment, string) {
	day, clock := s, ""
	if i := strings.IndexAny(s, "T "); i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
		day, clock = s[:i], strings.TrimSpace(s[i+1:])
	}
	if a, b, e, ok := three(day); ok {
		if ms, ok := clockOf(clock); ok {
			return c.ordered(a, b, e, ms, line)
		}
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			t = t.UTC()
			ms := ((t.Hour()*60+t.Minute())*60+t.Second())*1000 + t.Nanosecond()/1e6
			return pack(t.Year(), int(t.Month()), t.Day(), ms), ""
		}
	}
	return 0, "is not a moment; " + expectedMoment
}

// ordered packs a date of three numbers, year first or last.
func (c *calendar) ordered(a, b, e string, ms, line int) (moment, string) {
	x, y, z := atoi(a), atoi(b), atoi(e)
	if len(a) == 4 {
		if !valid(x, y, z) {
			return 0, "is no day of the calendar; " + expectedMoment
		}
		return pack(x, y, z, ms), ""
	}
	if len(e) == 2 {
		z += 2000
		if z > 2069 {
			z -= 100
		}
	}
	dmy, mdy := valid(z, y, x), valid(z, x, y)
	proves := ""
	switch {
	case !dmy && !mdy:
		return 0, "is no day of the calendar; " + expectedMoment
	case dmy && !mdy:
		proves = "dmy"
	case mdy && !dmy:
		proves = "mdy"
	}
	if proves != "" && c.order != "" && proves != c.order {
		if c.said {
			return 0, "is " + proves + ", against " + FlagDateOrder + " " + c.order
		}
		return 0, "is " + proves + " (day, month, year), but line " + strconv.Itoa(c.at) + " is " + c.order
	}
	if proves != "" && c.order == "" {
		c.order, c.at = proves, line
	}
	if c.slashed == 0 {
		c.slashed = line
	}
	// Packed with the first two numbers as written: settle turns them if the day comes first.
	return pack(z, x, y, ms) | slashedBit, ""
}

// slashedBit marks a moment whose month and day are still in the order of the file.
const slashedBit = 1 << 62

// settled returns the final order of a moment, now that the whole file is known.
func (c *calendar) settled(m moment) moment {
	if c.numbers != 0 || m&slashedBit == 0 {
		return m
	}
	m &^= slashedBit
	if c.order == "mdy" {
		return m
	}
	const day, month = 27, 32
	first, second := m>>month&31, m>>day&31
	return m&^(31<<month|31<<day) | second<<month | first<<day
}

// pack puts a calendar moment into one number: 27 bits of milliseconds, 5 of day, 5 of month, then the year.
func pack(year, month, day, ms int) moment {
	return moment(year)<<37 | moment(month)<<32 | moment(day)<<27 | moment(ms)
}

// three cuts 2015-03-28, 28/03/2015, 28.3.15, 20150328.
func three(s string) (a, b, c string, ok bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(parts) != 3 {
		return "", "", "", false
	}
	for _, p := range parts {
		if len(p) == 0 || len(p) > 4 || strings.Trim(p, "0123456789") != "" {
			return "", "", "", false
		}
	}
	a, b, c = parts[0], parts[1], parts[2]
	return a, b, c, len(a) == 4 && len(b) <= 2 && len(c) <= 2 || len(a) <= 2 && len(b) <= 2 && (len(c) == 4 || len(c) == 2)
}

// clockOf reads 14:30, 14:30:05.123, 14h30, 2:30 PM as milliseconds of the day.
func clockOf(s string) (ms int, ok bool) {
	if s == "" {
		return 0, true
	}
	s = strings.ReplaceAll(strings.ToLower(s), "h", ":")
	half := 0
	if t, found := strings.CutSuffix(s, "pm"); found {
		s, half = strings.TrimSpace(t), 12
	} else if t, found := strings.CutSuffix(s, "am"); found {
		s, half = strings.TrimSpace(t), -12
	}
	parts := strings.Split(strings.TrimSuffix(s, ":"), ":")
	if len(parts) > 3 {
		return 0, false
	}
	units := [3]float64{}
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.Replace(p, ",", ".", 1), 64)
		if err != nil || !(v >= 0 && v < 61) || i < 2 && v != math.Trunc(v) {
			return 0, false
		}
		units[i] = v
	}
	hour := int(units[0])
	switch {
	case half == 12 && hour < 12:
		hour += 12
	case half == -12 && hour == 12:
		hour = 0
	}
	return (hour*60+int(units[1]))*60_000 + int(units[2]*1000), hour <= 24
}

func valid(year, month, day int) bool {
	if year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 {
		return false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() == day
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
