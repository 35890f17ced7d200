package movements

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
)

// An arrival is a row of a log of stays: 24 bytes, whatever the length of the identifier.
type arrival struct {
	id   uint64 // hash of the identifier; two of a million people meet with a chance of 1 in 37 million
	at   moment
	unit int32 // -1: in no unit
	row  int32 // keeps rows of the same moment in the order of the file
}

// nobody is the row before the first of a patient or stay, and after the last.
var nobody = arrival{unit: -1, row: -1}

// arrivals are parted by identifier, so that sorting and growing never move all of them at once.
type arrivals [256][]arrival

// dates returns a calendar that reads dates in the order that the user has said, if any.
func (t *table) dates(order string) (calendar, bool) {
	if order != "" && order != "dmy" && order != "mdy" {
		t.add(0, 0, "%s %s; expected dmy or mdy", FlagDateOrder, quoted(order))
		return calendar{}, false
	}
	return calendar{order: order, said: order != ""}, true
}

// readLog turns a log of stays into movements: each patient or stay goes from unit to unit in the order of time.
func (f *flowTable) readLog(t *table, c flowColumns, o Options) {
	dates, ok := t.dates(o.DateOrder)
	if !ok {
		return
	}
	f.sites = c.site >= 0
	var log arrivals
	for {
		row, ok := t.next()
		if !ok {
			break
		}
		f.rows++
		if a, ok := f.arrival(t, c, row, &dates); ok {
			part := &log[a.id%uint64(len(log))]
			*part = append(*part, a)
		}
	}
	if t.total > 0 {
		return
	}
	if dates.slashed > 0 && dates.order == "" {
		f.warns = append(f.warns, fmt.Sprintf("dates such as that of line %d were read day first, which nothing in the file proves; if the month comes first, say %s mdy", dates.slashed, FlagDateOrder))
	}
	f.when = &covered{grain: byDay, dates: dates, by: t.columnsNamed(c.time), rows: map[label]int{}}
	ids := 0
	for _, part := range log {
		for i := range part {
			part[i].at = dates.settled(part[i].at)
			f.when.seeMoment(part[i].at)
		}
		ids += f.follow(part)
	}
	f.notes = append(f.notes, fmt.Sprintf("a log of stays: %s different %s followed from unit to unit in the order of time", grouped(float64(ids)), quoted(t.header[c.id])))
	if f.ties > 0 {
		f.warns = append(f.warns, fmt.Sprintf("%s at the very moment of the row before, in another unit: taken in the order of the file", plural(f.ties, "row")))
	}
}

func (f *flowTable) arrival(t *table, c flowColumns, row []string, dates *calendar) (arrival, bool) {
	id := cell(row, c.id)
	if id == "" {
		t.add(t.line(), c.id+1, "%s is empty; expected a patient or stay", quoted(t.header[c.id]))
		return arrival{}, false
	}
	when := cell(row, c.time)
	if c.clock >= 0 && c.clock != c.time {
		when += " " + cell(row, c.clock)
	}
	at, wrong := dates.parse(when, t.line())
	if wrong != "" {
		t.add(t.line(), c.time+1, "%s = %s %s", t.header[c.time], shown(tidy(when)), wrong)
		return arrival{}, false
	}
	a := arrival{id: hash(id), at: at, unit: -1, row: int32(f.rows)}
	if unit := cell(row, c.unit); unit != "" {
		if a.unit = f.place(unit, cell(row, c.site)); a.unit < 0 {
			t.stop(t.line(), c.unit+1, "more than %s different units; is %s really the unit?", grouped(mostUnits), quoted(t.header[c.unit]))
		}
	}
	return a, true
}

// follow counts the movements of each patient or stay, and where they come in and go out. It returns the number of
// patients or stays.
func (f *flowTable) follow(log []arrival) (ids int) {
	slices.SortFunc(log, func(a, b arrival) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.at, b.at), cmp.Compare(a.row, b.row))
	})
	for i, a := range log {
		before, after := nobody, nobody
		if i > 0 && log[i-1].id == a.id {
			before = log[i-1]
		} else {
			ids++
		}
		if i+1 < len(log) && log[i+1].id == a.id {
			after = log[i+1]
		}
		if before.row >= 0 && before.at == a.at && before.unit != a.unit {
			f.ties++
		}
		if a.unit < 0 {
			f.drops.add(dropNowhere, 1, 0, "")
			continue
		}
		if before.unit < 0 {
			f.bound(a.unit, number{certain: 1}, number{})
		} else {
			f.add(before.unit, a.unit, number{certain: 1}, 1)
		}
		if after.unit < 0 {
			f.bound(a.unit, number{}, number{certain: 1})
		}
	}
	return ids
}

func hash(s string) uint64 {
	h := fnv.New64a()
	io.WriteString(h, s)
	return h.Sum64()
}
