package movements

import (
	"cmp"
	"io"
	"slices"
	"strings"
)

// mostUnits bounds the memory a mistaken column can take.
const mostUnits = 20_000

// A place is a unit as the file names it: a name, and a site if the file has sites.
type place struct{ name, site string }

// flowTable holds the movements of a file, summed by pair of places.
type flowTable struct {
	places []place
	sums   map[[2]int32]pairSum
	rows   int
	sites  bool // the file has sites
	drops  drops
	ties   int      // rows of a log of stays at the moment of the row before
	when   *covered // which time the rows cover; nil if nothing tells
	edges  map[int32]edge
	notes  []string // how the file was read
	warns  []string

	index map[place]int32
}

// An edge is the stays that begin and end in a place without a movement to show it.
type edge struct {
	begin, end number
	in, out    float64 // once the notation of numbers is known
}

type pairSum struct {
	number
	rows  int
	count float64 // once the notation of numbers is known
}

func newFlowTable() *flowTable {
	return &flowTable{sums: map[[2]int32]pairSum{}, index: map[place]int32{}, edges: map[int32]edge{}}
}

// place returns the number of a place, or -1 once there are too many.
func (f *flowTable) place(name, site string) int32 {
	if i, ok := f.index[place{name, site}]; ok {
		return i
	}
	if len(f.places) == mostUnits {
		return -1
	}
	p := place{strings.Clone(name), strings.Clone(site)}
	f.places = append(f.places, p)
	f.index[p] = int32(len(f.places) - 1)
	return int32(len(f.places) - 1)
}

func (f *flowTable) add(from, to int32, n number, rows int) {
	s := f.sums[[2]int32{from, to}]
	s.number = s.plus(n)
	s.rows += rows
	f.sums[[2]int32{from, to}] = s
}

// flowColumns are the columns of a flows file; -1 where there is none.
type flowColumns struct {
	from, to, count, siteFrom, siteTo int
	id, unit, time, clock, site       int
	log                               bool
}

// readFlows reads a file of movements, whichever of its forms it has.
func readFlows(name string, r io.Reader, o Options) (*flowTable, *table) {
	t := openTable(name, r, layout{o.Delimiter, o.Comment, o.Encoding, o.Decimal, o.SkipLines, o.NoHeader},
		recogniser(roleFrom, roleTo, roleCnt, roleSiteFrom, roleSiteTo, roleID, roleUnit, roleTime))
	f := newFlowTable()
	if t.fatal {
		return f, t
	}
	c := t.flowColumns(o)
	if t.total > 0 {
		return f, t
	}
	if c.log {
		f.readLog(t, c, o)
	} else {
		f.readPairs(t, c, o)
	}
	if f.rows == 0 && t.total == 0 {
		t.add(t.headerLine, 0, "no rows below the headings")
	}
	f.settle(t)
	return f, t
}

// flowColumns finds out what the columns of a flows file are.
func (t *table) flowColumns(o Options) flowColumns {
	if t.noNames {
		o.FromColumn, o.ToColumn = cmp.Or(o.FromColumn, "#1"), cmp.Or(o.ToColumn, "#2")
		if o.CountColumn == "" && len(t.header) > 2 {
			o.CountColumn = "#3"
		}
	}
	if t.isLog(o) {
		return t.logColumns(o)
	}
	c := flowColumns{from: t.find(roleFrom, o.FromColumn), to: t.find(roleTo, o.ToColumn), count: t.find(roleCnt, o.CountColumn),
		siteFrom: t.find(roleSiteFrom, o.SiteFromColumn), siteTo: t.find(roleSiteTo, o.SiteToColumn)}
	if o.SiteFromColumn == none {
		c.siteTo = -1
	}
	if c.from < 0 && o.FromColumn == "" {
		t.missing(roleFrom, t.dataInsteadOfHeadings()+". A log of stays needs columns for patient or stay, unit and start ("+
			FlagID+", "+FlagUnit+", "+FlagTime+")")
	}
	if c.to < 0 && o.ToColumn == "" {
		t.missing(roleTo, "")
	}
	if c.from >= 0 && c.from == c.to {
		t.add(t.headerLine, c.from+1, "column %s is taken for both ends of the movements; say %s and %s", quoted(t.header[c.from]), FlagFrom, FlagTo)
	}
	if (c.siteFrom < 0) != (c.siteTo < 0) {
		t.add(t.headerLine, 0, "a column for the site of one end only; say %s and %s, or %s %s", FlagSiteFrom, FlagSiteTo, FlagSiteFrom, none)
	}
	t.noteColumns([]role{roleFrom, roleTo, roleCnt, roleSiteFrom, roleSiteTo}, []int{c.from, c.to, c.count, c.siteFrom, c.siteTo})
	return c
}

// isLog tells a log of stays: patient or stay, unit and start, and no column for where movements end.
func (t *table) isLog(o Options) bool {
	if o.FromColumn != "" || o.ToColumn != "" || t.noNames && o.IDColumn == "" {
		return false
	}
	if o.IDColumn != "" || o.UnitColumn != "" || o.TimeColumn != "" {
		return true
	}
	quiet := &table{header: t.header, problems: problems{file: t.file}}
	id, unit, time := quiet.find(roleID, ""), quiet.find(roleUnit, ""), quiet.find(roleTime, "")
	to := quiet.find(roleTo, "")
	return id >= 0 && unit >= 0 && time >= 0 && (to < 0 || to == time)
}

func (t *table) logColumns(o Options) flowColumns {
	c := flowColumns{log: true, id: t.find(roleID, o.IDColumn), unit: t.find(roleUnit, o.UnitColumn),
		time: t.find(roleTime, o.TimeColumn), clock: t.find(roleClock, o.ClockColumn), site: t.find(roleSite, o.SiteColumn)}
	for _, needed := range []struct {
		role
		column int
		said   string
	}{{roleID, c.id, o.IDColumn}, {roleUnit, c.unit, o.UnitColumn}, {roleTime, c.time, o.TimeColumn}} {
		if needed.column < 0 && needed.said == "" {
			t.missing(needed.role, "")
		}
	}
	t.noteColumns([]role{roleID, roleUnit, roleTime, roleClock, roleSite}, []int{c.id, c.unit, c.time, c.clock, c.site})
	return c
}

// noteColumns records which columns were taken for what.
func (t *table) noteColumns(roles []role, columns []int) {
	var taken []string
	for i, r := range roles {
		if columns[i] >= 0 {
			taken = append(taken, r.what+" "+quoted(t.header[columns[i]]))
		}
	}
	if len(taken) > 0 {
		t.notes = append(t.notes, "columns: "+strings.Join(taken, ", "))
	}
}

// dataInsteadOfHeadings is advice for files that begin with data, or with lines above the headings.
func (t *table) dataInsteadOfHeadings() string {
	for _, h := range t.header {
		if _, wrong := new(notation).parse(h, 0); wrong == "" {
			return "; if the file has no headings, say " + FlagNoHeader
		}
	}
	if len(t.header) == 1 {
		return "; if the headings are further down, say " + FlagSkip + " N; if cells are parted otherwise, " + FlagDelimiter
	}
	return ""
}

// readPairs reads rows that name both ends of a movement.
func (f *flowTable) readPairs(t *table, c flowColumns, o Options) {
	f.sites = c.siteFrom >= 0
	idle := newIdleNumbers(t.header, c.from, c.to, c.count, c.siteFrom, c.siteTo)
	dates, ok := t.dates(o.DateOrder)
	if !ok {
		return
	}
	f.when = t.calendarColumns(dates, c.from, c.to, c.count, c.siteFrom, c.siteTo)
	for {
		row, ok := t.next()
		if !ok {
			break
		}
		f.rows++
		f.when.see(row, t.line())
		n := number{certain: 1}
		if c.count >= 0 {
			var wrong string
			if n, wrong = t.numbers.parse(cell(row, c.count), t.line()); wrong != "" {
				t.add(t.line(), c.count+1, "%s = %s %s", t.header[c.count], shown(cell(row, c.count)), wrong)
				continue
			}
		} else {
			idle.see(row)
		}
		f.pair(t, c, row, n)
	}
	if c.count < 0 {
		f.notes = append(f.notes, "no column of counts: each row counts 1")
		if h := idle.suspect(); h != "" {
			f.warns = append(f.warns, "column "+quoted(h)+" holds numbers but is not used: if it is the number of movements, say "+FlagCount+" "+quoted(h))
		}
	}
}

func (f *flowTable) pair(t *table, c flowColumns, row []string, n number) {
	from, to := cell(row, c.from), cell(row, c.to)
	switch {
	case from == "" && to == "":
		t.add(t.line(), c.from+1, "%s and %s are both empty; expected the units a movement starts and ends in", quoted(t.header[c.from]), quoted(t.header[c.to]))
		return
	case from == "" || to == "":
		f.drops.add(dropOpen, 1, t.numbers.value(n), "")
		f.open(from, to, c, row, n)
		return
	}
	i, j := f.place(from, cell(row, c.siteFrom)), f.place(to, cell(row, c.siteTo))
	if i < 0 || j < 0 {
		t.stop(t.line(), c.from+1, "more than %s different units; are %s and %s really units?", grouped(mostUnits), quoted(t.header[c.from]), quoted(t.header[c.to]))
		return
	}
	f.add(i, j, n, 1)
}

// open counts stays that begin or end in a unit, in a row with one end only.
func (f *flowTable) open(from, to string, c flowColumns, row []string, n number) {
	if from == "" {
		f.bound(f.place(to, cell(row, c.siteTo)), n, number{})
	} else {
		f.bound(f.place(from, cell(row, c.siteFrom)), number{}, n)
	}
}

// bound counts stays that begin and end in a place.
func (f *flowTable) bound(place int32, begin, end number) {
	if place >= 0 {
		e := f.edges[place]
		f.edges[place] = edge{begin: e.begin.plus(begin), end: e.end.plus(end)}
	}
}

// settle turns sums into counts once all numbers are known, and adds what was learnt on the way.
func (f *flowTable) settle(t *table) {
	warn, wrong := t.numbers.settle()
	if wrong != "" {
		t.add(t.numbers.ambiguous, 0, "%s", wrong)
	}
	if warn != "" {
		f.warns = append(f.warns, warn)
	}
	for pair, s := range f.sums {
		s.count = t.numbers.value(s.number)
		f.sums[pair] = s
	}
	for place, e := range f.edges {
		e.in, e.out = t.numbers.value(e.begin), t.numbers.value(e.end)
		f.edges[place] = e
	}
	if note := t.readingNote(); note != "" {
		f.notes = append(f.notes, note)
	}
	f.notes = append(t.notes, f.notes...)
}

// readingNote says how the bytes of a table were read where that was not plain.
func (t *table) readingNote() string {
	if t.note == nil {
		return ""
	}
	return t.note()
}

// pairs returns the pairs in the order of their places.
func (f *flowTable) pairs() [][2]int32 {
	pairs := make([][2]int32, 0, len(f.sums))
	for p := range f.sums {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return pairs
}

// shown returns a cell for a message: numbers as they are, anything else between quotation marks.
func shown(s string) string {
	if s != "" && strings.Trim(s, "0123456789.,+-eE") == "" {
		return s
	}
	return quoted(s)
}

// idleNumbers looks for a column of numbers that no role has claimed.
type idleNumbers struct {
	header []string
	bad    []bool
	rows   int
}

func newIdleNumbers(header []string, used ...int) *idleNumbers {
	n := &idleNumbers{header: header, bad: make([]bool, len(header))}
	for _, u := range used {
		if u >= 0 {
			n.bad[u] = true
		}
	}
	for i, h := range header {
		for _, word := range []string{"year", "week", "month", "day", "date", "time", "annee", "semaine", "mois", "jour", "heure", "hour", "id", "code", "ipp", "num"} {
			n.bad[i] = n.bad[i] || strings.Contains(heading(h), word)
		}
		_, person := roleID.names[heading(h)]
		n.bad[i] = n.bad[i] || person
	}
	return n
}

func (n *idleNumbers) see(row []string) {
	if n.rows++; n.rows > 100 {
		return
	}
	for i := range n.bad {
		if !n.bad[i] {
			_, wrong := new(notation).parse(cell(row, i), 0)
			n.bad[i] = wrong != ""
		}
	}
}

func (n *idleNumbers) suspect() string {
	for i, bad := range n.bad {
		if !bad && n.rows > 0 {
			return n.header[i]
		}
	}
	return ""
}
