package movements

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Period is the time over which a file counts movements: by it counts become counts a year.
type Period struct {
	From, To string  // the first and last day, week, month or year; empty where only the length is known
	Days     float64 // 0: the period is not known
	By       string  // who told it: "columns \"Year\", \"Week\"" or "--period"
}

// yearDays is the mean length of a year.
const yearDays = 365.25

// Known tells whether the period is known.
func (p Period) Known() bool { return p.Days > 0 }

// Yearly is what turns counts over the period into counts a year. A period within two days of whole years is that, for
// extracts seldom end on the very day; one that is not known is taken for a year.
func (p Period) Yearly() float64 {
	if !p.Known() {
		return 1
	}
	if n := wholeYears(p.Days); n > 0 {
		return 1 / n
	}
	return yearDays / p.Days
}

// wholeYears is the number of years in so many days, 0 where they are not whole.
func wholeYears(days float64) float64 {
	const near = 2 // days
	if n := math.Round(days / yearDays); math.Abs(days-float64(n*yearDays)) <= near {
		return n
	}
	return 0
}

// String names the period: "2014 week 48 to 2016 week 26, 83 weeks".
func (p Period) String() string {
	switch {
	case !p.Known():
		return "not known"
	case p.From == "":
		return length(p.Days)
	case p.From == p.To:
		return p.From + ", " + length(p.Days)
	}
	return p.From + " to " + p.To + ", " + length(p.Days)
}

// length writes a number of days as years where they are whole, as weeks, or as days where they are few.
func length(days float64) string {
	years := wholeYears(days)
	switch {
	case years > 0:
		return plural(int(years), "year")
	case days < 60:
		return plural(int(days+.5), "day")
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", days/7), ".0") + " weeks"
}

// A grain is the unit in which times are given.
type grain int

const (
	byDay grain = iota
	byWeek
	byMonth
	byYear
)

// A label is a day (days since 1970), a week (year × 100 + week), a month (year × 12 + month − 1) or a year.
type label int

// weeks tells how weeks are numbered: by ISO 8601, or from the first Monday of the year, days before it in a week 0
// (strftime's %W), as spreadsheets and R do.
type weeks struct{ zero bool }

// days returns the first day of a label and the first after it, since 1970.
func (g grain) days(l label, w weeks) (from, to int) {
	switch g {
	case byDay:
		return int(l), int(l) + 1
	case byMonth:
		return dayOf(int(l)/12, int(l)%12+1, 1), dayOf(int(l)/12, int(l)%12+2, 1)
	case byYear:
		return dayOf(int(l), 1, 1), dayOf(int(l)+1, 1, 1)
	}
	year, week := int(l)/100, int(l)%100
	if !w.zero {
		fourth := dayOf(year, 1, 4) // is always in week 1
		from = fourth - monday(fourth) + 7*(week-1)
		return from, from + 7
	}
	first, next := dayOf(year, 1, 1), dayOf(year+1, 1, 1)
	from = first + (7-monday(first))%7 + 7*(week-1)
	return max(from, first), min(from+7, next)
}

// of returns the label of a day.
func (g grain) of(day int, w weeks) label {
	t := time.Unix(int64(day)*86400, 0).UTC()
	switch g {
	case byDay:
		return label(day)
	case byMonth:
		return label(t.Year()*12 + int(t.Month()) - 1)
	case byYear:
		return label(t.Year())
	}
	if !w.zero {
		year, week := t.ISOWeek()
		return label(year*100 + week)
	}
	return label(t.Year()*100 + (t.YearDay()+6-monday(day))/7)
}

// name writes a label.
func (g grain) name(l label) string {
	switch g {
	case byDay:
		return time.Unix(int64(l)*86400, 0).UTC().Format(time.DateOnly)
	case byMonth:
		return fmt.Sprintf("%04d-%02d", int(l)/12, int(l)%12+1)
	case byYear:
		return strconv.Itoa(int(l))
	}
	return fmt.Sprintf("%d week %d", int(l)/100, int(l)%100)
}

// dayOf counts days since 1970; month 13 is January of the next year.
func dayOf(year, month, day int) int {
	return int(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// monday counts days since the last Monday.
func monday(day int) int { return ((day+3)%7 + 7) % 7 } // 1 January 1970 was a Thursday

// The forms of a period that a user gives: its length, or its first and last day, week, month or year.
var (
	lengthForm = regexp.MustCompile(`^(\d+(?:[.,]\d+)?) ?(years?|ans?|annees?|months?|mois|weeks?|semaines?|days?|jours?)$`)
	spanForm   = regexp.MustCompile(`^(\S+?)(?: ?\.\. ?| to | au? )(\S+)$`)
	unitDays   = map[byte]float64{'y': yearDays, 'a': yearDays, 'm': yearDays / 12, 'w': 7, 's': 7, 'd': 1, 'j': 1}
)

// longestPeriod is what no file covers.
const longestPeriod = 100 * yearDays

// parsePeriod reads what --period says; wrong says what is the matter with it.
func parsePeriod(text string) (p Period, wrong string) {
	s := strings.TrimSpace(plain(tidy(text)))
	p.By = FlagPeriod
	if m := lengthForm.FindStringSubmatch(s); m != nil {
		n, _ := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
		p.Days = n * unitDays[m[2][0]]
	} else {
		first, last := s, s
		if m := spanForm.FindStringSubmatch(s); m != nil {
			first, last = m[1], m[2]
		}
		g, a, okA := parseLabel(first)
		h, b, okB := parseLabel(last)
		if !okA || !okB || g != h {
			return Period{}, `is not a period; expected its length, such as "1 year", "18 months" or "85 weeks", or its first and last day, week, month or year, such as 2014-11..2016-06`
		}
		from, _ := g.days(a, weeks{})
		_, to := g.days(b, weeks{})
		p.From, p.To, p.Days = g.name(a), g.name(b), float64(to-from)
	}
	if !(p.Days >= 1 && p.Days <= longestPeriod) {
		return Period{}, "is out of range; expected a day to a hundred years"
	}
	return p, ""
}

// The forms of a week and a month, plain: 2015-w03, s3 2015; 2015-03, 03/2015, mars 2015.
var (
	weekForms = []*regexp.Regexp{
		regexp.MustCompile(`^(?P<y>\d{4})[-/ ]?(?:w|s|week|sem|semaine) ?(?P<n>\d{1,2})$`),
		regexp.MustCompile(`^(?:w|s|week|sem|semaine) ?(?P<n>\d{1,2})[-/ ]?(?P<y>\d{4})$`),
	}
	monthForms = []*regexp.Regexp{
		regexp.MustCompile(`^(?P<y>\d{4})[-/ ._m]?(?P<n>\d{1,2})$`),
		regexp.MustCompile(`^(?P<n>\d{1,2})[-/ .](?P<y>\d{4})$`),
		regexp.MustCompile(`^(?P<n>[a-z]{3,9})\.?[-/ ]?(?P<y>\d{4})$`),
	}
	monthNames = []string{"jan", "feb|fev", "mar", "apr|avr", "may|mai", "jun|juin", "jul|juil", "aug|aou", "sep", "oct", "nov", "dec"}
)

// parseLabel reads a day, week, month or year that stands alone.
func parseLabel(s string) (grain, label, bool) {
	if l, ok := parseYear(s); ok {
		return byYear, l, true
	}
	if l, ok := parseWeek(s); ok {
		return byWeek, l, true
	}
	if l, ok := parseMonth(s); ok {
		return byMonth, l, true
	}
	dates := calendar{}
	m, wrong := dates.parse(s, 1)
	if wrong != "" || dates.numbers != 0 {
		return 0, 0, false
	}
	day, ok := dates.day(dates.settled(m))
	return byDay, label(day), ok
}

func parseYear(s string) (label, bool) {
	y, err := strconv.Atoi(s)
	return label(y), err == nil && len(s) == 4 && y >= 1900 && y <= 2200
}

func parseWeek(s string) (label, bool) {
	year, week, ok := formed(weekForms, s)
	n, err := strconv.Atoi(week)
	return weekOf(year, n), ok && err == nil && n <= 53
}

func weekOf(year label, week int) label { return year*100 + label(week) }

func parseMonth(s string) (label, bool) {
	year, month, ok := formed(monthForms, s)
	n := monthNumber(month)
	return monthOf(year, n), ok && n > 0
}

func monthOf(year label, month int) label { return year*12 + label(month-1) }

// formed returns the year of a text and what is beside it.
func formed(forms []*regexp.Regexp, s string) (year label, rest string, ok bool) {
	for _, f := range forms {
		if m := f.FindStringSubmatch(s); m != nil {
			year, ok = parseYear(m[f.SubexpIndex("y")])
			return year, m[f.SubexpIndex("n")], ok
		}
	}
	return 0, "", false
}

// monthNumber reads a month as a number or by its name, 0 for none.
func monthNumber(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		if n < 1 || n > 12 {
			return 0
		}
		return n
	}
	for i, names := range monthNames {
		for _, n := range strings.Split(names, "|") {
			if strings.HasPrefix(s, n) {
				return i + 1
			}
		}
	}
	return 0
}
