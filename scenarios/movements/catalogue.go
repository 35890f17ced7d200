package movements

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
)

// An entry is a row of a services or pôles file.
type entry struct {
	name, site, discipline, kind, pole string
	activity                           number
	line                               int
	used                               bool
}

// A catalogue is what a services or pôles file says of each service.
type catalogue struct {
	table                                     *table
	entries                                   []entry
	seen                                      map[place]int
	site, discipline, kind, activity, hasPole bool
	guesses                                   []string
	whole                                     bool // headings and all rows could be read
}

// readCatalogue reads a services file, or a pôles file when the pôle is what it is read for.
func readCatalogue(name string, r io.Reader, o Options, forPoles bool) *catalogue {
	t := openTable(name, r, layout{comment: o.Comment, encoding: o.Encoding, decimal: o.Decimal},
		recogniser(roleName, roleSite, roleDiscipline, roleKind, roleActivity, rolePole))
	c := &catalogue{table: t, seen: map[place]int{}}
	if t.fatal {
		return c
	}
	at := struct{ name, site, discipline, kind, activity, pole int }{-1, -1, -1, -1, -1, -1}
	both := o.Services != "" && o.Poles != ""
	at.name = t.findShared(roleName, o.NameColumn, both)
	at.site = t.findShared(roleSite, o.SiteColumn, both || o.UnitColumn != "" || o.IDColumn != "")
	at.pole = t.findShared(rolePole, o.PoleColumn, both)
	if !forPoles {
		at.discipline = t.find(roleDiscipline, o.DisciplineColumn)
		at.kind = t.find(roleKind, o.KindColumn)
		at.activity = t.find(roleActivity, o.ActivityColumn)
	}
	if at.name < 0 && o.NameColumn == "" {
		t.missing(roleName, "")
	}
	if at.pole < 0 && forPoles && o.PoleColumn == "" {
		t.missing(rolePole, "")
	}
	c.site, c.discipline, c.kind, c.activity, c.hasPole = at.site >= 0, at.discipline >= 0, at.kind >= 0, at.activity >= 0, at.pole >= 0
	t.noteColumns([]role{roleName, roleSite, roleDiscipline, roleKind, roleActivity, rolePole},
		[]int{at.name, at.site, at.discipline, at.kind, at.activity, at.pole})
	if t.total > 0 {
		return c
	}
	for {
		row, ok := t.next()
		if !ok {
			break
		}
		e := entry{name: cell(row, at.name), site: cell(row, at.site), discipline: cell(row, at.discipline),
			kind: cell(row, at.kind), pole: cell(row, at.pole), line: t.line()}
		if a := cell(row, at.activity); a != "" {
			var wrong string
			if e.activity, wrong = t.numbers.parse(a, e.line); wrong != "" {
				t.add(e.line, at.activity+1, "%s = %s %s", t.header[at.activity], shown(a), wrong)
			}
		}
		c.enter(e, at.name, at.pole, forPoles)
	}
	if _, wrong := t.numbers.settle(); wrong != "" {
		t.add(t.numbers.ambiguous, 0, "%s", wrong)
	}
	c.whole = !t.fatal && t.lost == 0
	return c
}

func (c *catalogue) enter(e entry, name, pole int, forPoles bool) {
	t := c.table
	if e.name == "" {
		t.add(e.line, name+1, "%s is empty; expected the name of a service", quoted(t.header[name]))
		return
	}
	if forPoles && e.pole == "" {
		t.add(e.line, pole+1, "%s has no pôle", quoted(e.name))
	}
	if len(c.entries) > mostUnits {
		t.stop(e.line, 0, "more than %s services", grouped(mostUnits))
		return
	}
	if e.kind != "" {
		if _, ok := kindByWord(e.kind); !ok {
			t.add(e.line, 0, "%s is no kind of work; expected one of %s", quoted(e.kind), kindList())
		}
	}
	if i, known := c.seen[place{e.name, e.site}]; known {
		other := c.entries[i]
		switch {
		case !forPoles:
			t.add(e.line, name+1, "service %s has been described before, in line %d", quoted(e.name), other.line)
		case other.pole != e.pole && e.pole != "":
			t.add(e.line, pole+1, "service %s is in two pôles: %s here, %s in line %d", quoted(e.name), quoted(e.pole), quoted(other.pole), other.line)
		}
		return
	}
	c.seen[place{e.name, e.site}] = len(c.entries)
	c.entries = append(c.entries, e)
}

// match finds the entry of each unit, -1 for none: by name and site, by name, then by name whatever case and accents.
func (c *catalogue) match(units []unit) []int {
	full, short, loose := map[string][]int{}, map[string][]int{}, map[string][]int{}
	for i, e := range c.entries {
		if e.site != "" {
			full[fmt.Sprintf("%s (%s)", e.name, e.site)] = append(full[fmt.Sprintf("%s (%s)", e.name, e.site)], i)
		}
		short[e.name] = append(short[e.name], i)
		loose[heading(e.name)] = append(loose[heading(e.name)], i)
	}
	only := func(m map[string][]int, key string) int {
		if l := m[key]; len(l) == 1 && key != "" {
			return l[0]
		}
		return -1
	}
	found := make([]int, len(units))
	for i, u := range units {
		found[i] = only(full, fmt.Sprintf("%s (%s)", u.own, u.site))
		for _, e := range []int{only(short, u.name), only(short, u.own)} {
			if found[i] < 0 {
				found[i] = e
			}
		}
		if e := only(loose, heading(u.name)); found[i] < 0 && e >= 0 {
			found[i] = e
			c.guesses = append(c.guesses, fmt.Sprintf("%s of %s was taken for %s", quoted(c.entries[e].name), filepath.Base(c.table.file), quoted(u.name)))
		}
		if e := found[i]; e >= 0 {
			if s := c.entries[e].site; s != "" && u.site != "" && heading(s) != heading(u.site) {
				c.table.add(c.entries[e].line, 0, "service %s is at site %s here, at %s in the movements", quoted(u.name), quoted(s), quoted(u.site))
			}
			c.entries[e].used = true
		}
	}
	return found
}

// lacking reports units that the catalogue does not have.
func (c *catalogue) lacking(units []unit, found []int) {
	idle := c.idle()
	for i, u := range units {
		switch {
		case found[i] >= 0:
		case c.table.total >= shownProblems: // counted, not shown: spare the search for the nearest name
			c.table.add(0, 0, "")
		case slices.Contains(idle, u.own):
			c.table.add(0, 0, "%s is here at several sites; give the sites of the movements too (%s, %s)", quoted(u.own), FlagSiteFrom, FlagSiteTo)
		default:
			c.table.add(0, 0, "%s is in the movements but not here%s; add it, or leave it out with %s", quoted(u.name), meant(u.name, idle), FlagExclude)
		}
	}
}

// idle returns the names that no unit has.
func (c *catalogue) idle() []string {
	var names []string
	for _, e := range c.entries {
		if !e.used {
			names = append(names, e.name)
		}
	}
	slices.SortFunc(names, byName)
	return names
}

// notes are what was guessed in reading the catalogue.
func (c *catalogue) notes() []string {
	var notes []string
	for _, n := range append(slices.Clone(c.table.notes), c.table.readingNote()) {
		if n != "" {
			notes = append(notes, filepath.Base(c.table.file)+": "+n)
		}
	}
	if warn, _ := c.table.numbers.settle(); warn != "" {
		notes = append(notes, filepath.Base(c.table.file)+": "+warn)
	}
	return append(notes, c.guesses...)
}
