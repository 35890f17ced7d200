package movements

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The columns that tell when a row was; they are guessed only, for --period says the same.
var (
	roleYear  = role{"the year", FlagPeriod, ranked("year annee an yr anneesortie anneemouvement")}
	roleWeek  = role{"the week", FlagPeriod, ranked("week semaine sem wk weekno weeknumber isoweek yearweek numsemaine nosemaine semaineiso")}
	roleMonth = role{"the month", FlagPeriod, ranked("month mois moisannee anneemois yearmonth", "period periode")}
)

// covered finds out which time the rows of a file cover.
type covered struct {
	grain     grain
	by        string // the columns that tell, in words
	dates     calendar
	rows      map[label]int // by label; for days moments, cut to the day, until all dates can be read
	untold    int           // line of the first row that does not tell its time
	year, at  int           // columns: the year, or -1; the week, month or day, or -1
	cellLabel func(string) (label, bool)
}

// mostLabels bounds the memory of covered: more days than files have.
const mostLabels = 100_000

// calendarColumns looks for columns that tell when the rows of a table of movements were; used are columns taken
// already. It returns nil where there are none.
func (t *table) calendarColumns(dates calendar, used ...int) *covered {
	year, week, month, day := t.guess(roleYear, used...), t.guess(roleWeek, used...), t.guess(roleMonth, used...), t.guess(roleTime, used...)
	c := &covered{dates: dates, year: year, rows: map[label]int{}}
	switch {
	case day >= 0:
		c.grain, c.at, c.year = byDay, day, -1
	case week >= 0:
		c.grain, c.at, c.cellLabel = byWeek, week, parseWeek
	case month >= 0:
		c.grain, c.at, c.cellLabel = byMonth, month, parseMonth
	case year >= 0:
		c.grain, c.at = byYear, -1
	default:
		return nil
	}
	c.by = t.columnsNamed(c.year, c.at)
	return c
}

func (t *table) columnsNamed(columns ...int) string {
	var names []string
	for _, i := range columns {
		if i >= 0 {
			names = append(names, quoted(t.header[i]))
		}
	}
	if len(names) == 1 {
		return "column " + names[0]
	}
	return "columns " + strings.Join(names, ", ")
}

// see takes in a row.
func (c *covered) see(row []string, line int) {
	if c == nil || c.untold > 0 {
		return
	}
	l, ok := c.label(row, line)
	if !ok || len(c.rows) == mostLabels && c.rows[l] == 0 {
		c.untold = line
		return
	}
	c.rows[l]++
}

// weekWord is what may stand before the number of a week, in plain letters.
var weekWord = regexp.MustCompile(`^(week|wk|w|semaine|sem|s)?[ .]*`)

// label reads the time of a row.
func (c *covered) label(row []string, line int) (label, bool) {
	text := strings.TrimSpace(plain(cell(row, c.at)))
	if c.grain == byDay {
		m, wrong := c.dates.parse(cell(row, c.at), line)
		if wrong != "" {
			return 0, false
		}
		return c.dates.toDay(m)
	}
	year, known := parseYear(cell(row, c.year))
	if c.grain == byYear {
		return year, known
	}
	if l, ok := c.cellLabel(text); ok {
		return l, true
	}
	if !known {
		return 0, false
	}
	switch c.grain {
	case byWeek:
		n, err := strconv.Atoi(weekWord.ReplaceAllString(text, ""))
		return weekOf(year, n), err == nil && n >= 0 && n <= 53
	default:
		m := monthNumber(text)
		return monthOf(year, m), m > 0
	}
}

// seeMoment takes in a settled moment of a log of stays.
func (c *covered) seeMoment(m moment) {
	if l, ok := c.dates.toDay(m); ok && (len(c.rows) < mostLabels || c.rows[l] > 0) {
		c.rows[l]++
	}
}

// toDay cuts a moment to its day, as far as that can be told before all dates are read.
func (c *calendar) toDay(m moment) (label, bool) {
	if c.numbers != 0 {
		day, ok := c.day(m)
		return label(day), ok
	}
	return label(m &^ (1<<27 - 1)), true
}

// day counts the days of a settled moment since 1970. Bare numbers are dates such as 20150328, seconds or milliseconds
// since 1970, or days of a spreadsheet; anything else is no day.
func (c *calendar) day(m moment) (day int, ok bool) {
	if c.numbers == 0 {
		return dayOf(int(m>>37), int(m>>32&31), int(m>>27&31)), true
	}
	const spreadsheet = 25569 // is 1 January 1970
	v := math.Float64frombits(uint64(m))
	n := int(min(v, 1e15))
	switch {
	case v == math.Trunc(v) && valid(n/10000, n/100%100, n%100):
		return dayOf(n/10000, n/100%100, n%100), true
	case v >= 1e8 && v < 1e10:
		return n / 86400, true
	case v >= 1e11 && v < 1e13:
		return n / 86400_000, true
	case v >= 20_000 && v < 80_000:
		return n - spreadsheet, true
	}
	return 0, false
}

// period returns the period that the rows cover, and warnings. A file whose rows do not all tell has none.
func (c *covered) period() (p Period, warns []string) {
	switch {
	case c == nil:
		return Period{}, nil
	case c.untold > 0:
		return Period{}, []string{fmt.Sprintf("%s may tell when movements were, but cannot be read in line %d", c.by, c.untold)}
	case len(c.rows) == 0:
		return Period{}, nil
	}
	rows := c.settledRows()
	labels := make([]label, 0, len(rows))
	var w weeks
	for l := range rows {
		labels = append(labels, l)
		w.zero = w.zero || c.grain == byWeek && l%100 == 0
	}
	slices.Sort(labels)
	first, last := labels[0], labels[len(labels)-1]
	from, _ := c.grain.days(first, w)
	_, to := c.grain.days(last, w)
	p = Period{From: c.grain.name(first), To: c.grain.name(last), Days: float64(to - from), By: c.by}
	if p.Days > longestPeriod {
		return Period{}, []string{fmt.Sprintf("%s tells of %s, which no file covers", c.by, p)}
	}
	return p, c.doubts(p, labels, rows, w)
}

// settledRows are the rows by label, days counted from 1970.
func (c *covered) settledRows() map[label]int {
	if c.grain != byDay || c.dates.numbers != 0 {
		return c.rows
	}
	rows := make(map[label]int, len(c.rows))
	for l, n := range c.rows {
		day, _ := c.dates.day(c.dates.settled(moment(l)))
		rows[label(day)] += n
	}
	return rows
}

// doubts are reasons for which the period may be shorter than it looks.
func (c *covered) doubts(p Period, labels []label, rows map[label]int, w weeks) (warns []string) {
	from, _ := c.grain.days(labels[0], w)
	_, to := c.grain.days(labels[len(labels)-1], w)
	missing := 0
	for d, before := from, label(math.MinInt64); d < to; d++ {
		if l := c.grain.of(d, w); l != before {
			if rows[l] == 0 {
				missing++
			}
			before = l
		}
	}
	if name := [...]string{"", "week", "month", "year"}[c.grain]; name != "" && missing > 0 {
		warns = append(warns, fmt.Sprintf("%s of %s without a movement: if they were not extracted, say how much time the file covers: %s",
			plural(missing, name), p, FlagPeriod))
	}
	if c.grain == byYear {
		warns = append(warns, fmt.Sprintf("the years of %s are taken for whole years: if they are not, say %s", c.by, FlagPeriod))
	}
	if core := bulk(labels, rows, c.grain, w); core < .9*p.Days {
		warns = append(warns, fmt.Sprintf("99 of 100 rows lie within %s, but the period is %s: a few stray dates lengthen it; if so, say %s",
			length(core), p, FlagPeriod))
	}
	if p.Days < yearDays/2-2 {
		warns = append(warns, fmt.Sprintf("%s are made a year: seasons are not in it", length(p.Days)))
	}
	return warns
}

// bulk is the number of days in which 99 in 100 rows lie, half of the others on each side.
func bulk(labels []label, rows map[label]int, g grain, w weeks) float64 {
	total := 0
	for _, n := range rows {
		total += n
	}
	low, high := 0, len(labels)-1
	for left := total / 200; rows[labels[low]] <= left; low++ {
		left -= rows[labels[low]]
	}
	for left := total / 200; high > low && rows[labels[high]] <= left; high-- {
		left -= rows[labels[high]]
	}
	from, _ := g.days(labels[low], w)
	_, to := g.days(labels[high], w)
	return float64(to - from)
}
