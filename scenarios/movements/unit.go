package movements

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"polesim/scenarios/perimeter"
)

// A unit is a service to be: one or several places of the file that are the same.
type unit struct {
	name     string // as the scenario will have it
	own      string // as the file has it, without the site
	site     string
	in, out  float64 // stays that come in and go out
	come     float64 // of those that come in, from excluded units and the outside
	home     float64 // of those that go out, to excluded units and the outside
	excluded bool
	dropped  bool // left out, for whatever reason
}

// hospital is the units of a file and the movements between those that are kept.
type hospital struct {
	units []unit
	flows []perimeter.Flow // between kept units, by number in units, sorted
	rows  []int            // of the file, by flow
	tally tally
	drops drops
	warns []string
}

// units turns places into units, and leaves out what the options say. The units come out sorted by name.
func (f *flowTable) hospital(o Options, p *problems) *hospital {
	h := &hospital{drops: f.drops}
	unitOf := h.name(f, p)
	h.exclude(o.Exclude, p)
	h.connect(f, unitOf)
	h.take()
	h.prune(o.MinFlow)
	if len(h.flows) == 0 && p.total == 0 {
		p.add(0, 0, "no movements are left between two units%s", h.where())
	}
	h.renumber()
	h.lookAgain()
	return h
}

// name gives every place its unit: places of one name at several sites become "Name (Site)".
func (h *hospital) name(f *flowTable, p *problems) []int {
	sitesOf := map[string][]string{}
	for _, pl := range f.places {
		if pl.site != "" && !slices.Contains(sitesOf[pl.name], pl.site) {
			sitesOf[pl.name] = append(sitesOf[pl.name], pl.site)
		}
	}
	unitOf, index := make([]int, len(f.places)), map[string]int{}
	for i, pl := range f.places {
		u := unit{name: pl.name, own: pl.name, site: pl.site}
		switch at := sitesOf[pl.name]; {
		case len(at) == 1:
			u.site = at[0]
		case len(at) > 1 && pl.site == "":
			p.add(0, 0, "%s has no site in some rows and several in others (%s)", quoted(pl.name), listed(at))
		case len(at) > 1:
			u.name = fmt.Sprintf("%s (%s)", pl.name, pl.site)
		}
		n, known := index[u.name]
		if known && (h.units[n].own != u.own || h.units[n].site != u.site) {
			p.add(0, 0, "%s is the name of a unit and also what %s at site %s would be called; rename one of them", quoted(u.name), quoted(pl.name), quoted(pl.site))
		}
		if !known {
			n = len(h.units)
			index[u.name] = n
			h.units = append(h.units, u)
		}
		unitOf[i] = n
	}
	return unitOf
}

// exclude marks the units that patterns name; a pattern that names none is a problem.
func (h *hospital) exclude(patterns []string, p *problems) {
	var names []string
	for _, u := range h.units {
		names = append(names, u.own)
	}
	for _, pattern := range patterns {
		match, found := glob(pattern), false
		for i := range h.units {
			if u := &h.units[i]; match(u.own) || match(u.name) {
				u.excluded, found = true, true
			}
		}
		if !found {
			p.add(0, 0, "%s %s is the name of no unit%s", FlagExclude, quoted(pattern), meant(pattern, names))
		}
	}
}

// glob returns whether a name matches a pattern with * and ?, case and accents aside.
func glob(pattern string) func(string) bool {
	e := regexp.QuoteMeta(plain(tidy(pattern)))
	e = strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(e)
	re, err := regexp.Compile("^(?s:" + e + ")$")
	if err != nil {
		return func(name string) bool { return plain(name) == plain(pattern) }
	}
	return func(name string) bool { return re.MatchString(plain(name)) }
}

// connect sums the movements by pair of units and counts what does not join two units kept.
func (h *hospital) connect(f *flowTable, unitOf []int) {
	for i := range h.units {
		h.units[i].dropped = h.units[i].excluded
	}
	for place := range f.places {
		e := f.edges[int32(place)]
		h.units[unitOf[place]].outside(e.in, e.out)
	}
	pairOf := map[[2]int]int{}
	for _, pair := range f.pairs() {
		s := f.sums[pair]
		from, to := unitOf[pair[0]], unitOf[pair[1]]
		if from == to {
			h.drops.add(dropSelf, s.rows, s.count, "")
			continue
		}
		switch a, b := &h.units[from], &h.units[to]; {
		case a.excluded || b.excluded:
			a.outside(0, s.count)
			b.outside(s.count, 0)
		default:
			a.out, b.in = a.out+s.count, b.in+s.count
			h.tally.moves += s.count
		}
		switch {
		case s.count == 0:
			h.drops.add(dropZero, s.rows, 0, "")
			continue
		case h.units[from].excluded || h.units[to].excluded:
			h.drops.add(dropExcluded, s.rows, s.count, "")
			continue
		}
		n, known := pairOf[[2]int{from, to}]
		if !known {
			n = len(h.flows)
			pairOf[[2]int{from, to}] = n
			h.flows, h.rows = append(h.flows, perimeter.Flow{From: from, To: to}), append(h.rows, 0)
		}
		h.flows[n].Count += s.count
		h.rows[n] += s.rows
	}
	for _, u := range h.units {
		if u.excluded {
			h.drops.add(dropExcluded, 0, 0, u.name)
		}
	}
}

// prune leaves out units with fewer movements than the minimum, then units that exchange with none of those left.
func (h *hospital) prune(minFlow float64) {
	for _, why := range []struct {
		reason string
		least  float64
	}{{dropMinFlow, minFlow}, {dropAlone, 0}} {
		total := make([]float64, len(h.units))
		for _, f := range h.flows {
			total[f.From] += f.Count
			total[f.To] += f.Count
		}
		for i := range h.units {
			if u := &h.units[i]; !u.dropped && (total[i] < why.least || why.least == 0 && total[i] == 0 && why.reason == dropAlone) {
				u.dropped = true
				h.drops.add(why.reason, 0, 0, u.name)
			}
		}
		kept := 0
		for n, f := range h.flows {
			if h.units[f.From].dropped || h.units[f.To].dropped {
				h.drops.add(why.reason, h.rows[n], f.Count, "")
				continue
			}
			h.flows[kept], h.rows[kept] = f, h.rows[n]
			kept++
		}
		h.flows, h.rows = h.flows[:kept], h.rows[:kept]
	}
}

func (h *hospital) where() string {
	var parts []string
	for _, d := range h.drops {
		if d.Movements == 0 {
			continue
		}
		parts = append(parts, fmt.Sprintf("%s %s", grouped(d.Movements), d.Reason))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (movements left out: " + strings.Join(parts, ", ") + ")"
}

// renumber keeps only the units that stay, sorted by name, and sorts the flows.
func (h *hospital) renumber() {
	order := make([]int, 0, len(h.units))
	for i, u := range h.units {
		if !u.dropped {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return byName(h.units[a].name, h.units[b].name) })
	rank, kept := make([]int, len(h.units)), make([]unit, len(order))
	for r, i := range order {
		rank[i], kept[r] = r, h.units[i]
	}
	h.units = kept
	for i, f := range h.flows {
		h.flows[i].From, h.flows[i].To = rank[f.From], rank[f.To]
	}
	slices.SortFunc(h.flows, func(a, b perimeter.Flow) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	for i := range h.drops {
		slices.SortFunc(h.drops[i].Units, byName)
	}
}

// byName sorts names as a reader would look for them: accents and case count only between equals.
func byName(a, b string) int { return cmp.Or(cmp.Compare(plain(a), plain(b)), cmp.Compare(a, b)) }

// lookAgain warns of units that may be the outside, and of names that may be the same unit.
func (h *hospital) lookAgain() {
	alike := map[string]string{}
	for _, u := range h.units {
		if looksOutside(u.own) {
			h.warns = append(h.warns, fmt.Sprintf("%s (%s movements) may be the outside rather than a unit: if so, say %s %s",
				quoted(u.name), grouped(u.in+u.out), FlagExclude, quoted(u.own)))
		}
		key := heading(u.name)
		if other, ok := alike[key]; ok && key != "" {
			h.warns = append(h.warns, fmt.Sprintf("%s and %s differ by case, accents or punctuation only: they are taken for two units", quoted(other), quoted(u.name)))
		}
		alike[key] = u.name
	}
}
