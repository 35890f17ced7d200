package scenarios

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"polesim/model"
	"polesim/sim"
)

// longestRun is the last month in which an event may begin or end, and the most that a run can have.
var longestRun = int(model.Parameters()[model.Months].Max)

// perimeterUse is the parameter that an event's perimeter sets.
var perimeterUse, _ = model.Lookup("perimeter.use")

// timelineGuide says how to write a time line.
const timelineGuide = `How to write a time line:

  start = "2004-01"                # the month in which a run begins; at the top of the file

  [[event]]                        # a pilot in one pôle, for two years
  name = "Pilot contract"
  date = "2005-01"                 # or month = 12: months since the start
  months = 24                      # leave it out for good
  poles = ["Cœur"]                 # only these; leave it out for the whole hospital
  set.governance.contract = true   # any parameter that is not fixed, in its section

  [[event]]                        # then for all, for good, in other pôles and with a site less
  name = "Regrouping"
  description = "What happened, and the source."
  date = "2009-07"
  perimeter = "sites"              # one of the scenario's [perimeters]
  move = [{ site = "Sud", to = "Nord" }, { service = "Imagerie", to = "Nord" }]
  [event.set]
  governance.contract = true
  arenas.meeting_units = 0.5

In a month hold the values of the file and over them those of all events that last, from the
earliest to the latest, in one month in the order of the file. So of two events on one key the
later wins, and when it ends what would hold without it holds again. A pôle or service with a
value of its own keeps it unless the event names it. What services know, trust, want and have
learned is theirs and stays. To try another date:

  --set event[Regrouping].date=2012-01
`

// checkTimeline reads when a run starts and what changes on the way. Strict: an event that no run of this length comes to
// is a mistake.
func (k *checker) checkTimeline(strict bool) {
	if n := k.tree.child("start"); n != nil {
		k.config.Start, _ = k.date(n, "start")
	}
	items, ok := k.list("event")
	whole := len(k.problems.list)
	seen := map[string]*node{}
	for i, n := range items {
		name, key := k.item(n, "event", i, seen)
		if n.form != tableForm {
			continue
		}
		e := k.event(n, key, strict)
		e.Name = name
		k.config.Timeline, k.events = append(k.config.Timeline, e), append(k.events, n)
	}
	if ok && len(k.problems.list) == whole && len(k.broken) == 0 && !k.valuesOnly {
		k.checkWhatHolds()
	}
}

// event reads one event.
func (k *checker) event(n *node, key string, strict bool) (e model.Event) {
	for _, name := range n.keys {
		if !slices.Contains(fieldNames("event"), name) {
			k.notOfEvent(n.table[name], key, name)
		}
	}
	if d := n.child("description"); d != nil {
		if text, ok := k.text(d, key+".description"); ok {
			e.Description = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
		}
	}
	e.Month = k.monthOf(n, key, strict)
	if d := n.child("months"); d != nil {
		e.Months = k.months(d, key+".months", 1, "how many months the event lasts; leave it out for good")
	}
	for _, p := range k.names(n, key, "poles") {
		if at, ok := k.poleRef(p, key+".poles"); ok {
			e.Poles = append(e.Poles, at)
		}
	}
	for _, s := range k.names(n, key, "services") {
		if at, ok := k.serviceRef(s, key+".services"); ok {
			e.Services = append(e.Services, at)
		}
	}
	k.eventSettings(n, key, &e)
	k.moves(n, key, &e)
	if n.child("set").empty() && n.child("perimeter") == nil && n.child("move").empty() {
		k.atKey(n, key, "changes nothing, expected set, perimeter or move")
	}
	return e
}

// notOfEvent reports a key that no event has.
func (k *checker) notOfEvent(n *node, key, name string) {
	if slices.Contains(k.sections, name) || slices.ContainsFunc(k.params, func(p model.Parameter) bool { return p.Key == name }) {
		k.atKey(n, key+"."+bareKey(name), "is not a key of an event: write it under set, as in set.%s", name)
		return
	}
	for _, p := range k.params {
		if p.Name() == name && p.MayChange() {
			k.atKey(n, key+"."+name, "is not a key of an event: what it changes is written under set, as in set.%s", p.Key)
			return
		}
	}
	k.unknown(n, key+"."+shorten(name), name, fieldNames("event"))
}

// monthOf reads when an event begins: by date or by month. One given by --set goes over the other in the file.
func (k *checker) monthOf(n *node, key string, strict bool) int {
	date, month := n.child("date"), n.child("month")
	if date != nil && month != nil {
		switch {
		case date.from.isSet() && !month.from.isSet():
			month = nil
		case month.from.isSet() && !date.from.isSet():
			date = nil
		default:
			k.atKey(month, key+".month", "the event has a date too, expected one of the two")
			return 0
		}
	}
	switch {
	case date != nil:
		return k.dated(date, key+".date", strict)
	case month != nil:
		at := k.months(month, key+".month", 0, "months since the start of a run, 0 for the first")
		k.comesToPass(month, key+".month", at, strict)
		return at
	}
	k.atKey(n, key, `has no time, expected date = "2009-07" or month = 66`)
	return 0
}

// dated reads the date of an event as a month of the run.
func (k *checker) dated(n *node, key string, strict bool) int {
	d, ok := k.date(n, key)
	if !ok {
		return 0
	}
	if k.config.Start == (sim.Date{}) {
		if k.tree.child("start") == nil {
			k.at(n, key, `needs the month in which a run begins: start = %q at the top of the file, before the first [section]`,
				sim.Date{Year: d.Year, Month: 1})
		}
		return 0
	}
	at := d.MonthsSince(k.config.Start)
	switch {
	case at < 0:
		k.at(n, key, "is before the start of a run, %s (start)", k.config.Start)
		return 0
	case at > longestRun:
		k.at(n, key, "is %d months after the start, %s: no run has more than %d", at, k.config.Start, longestRun)
		return 0
	}
	k.comesToPass(n, key, at, strict)
	return at
}

// comesToPass reports an event that lies beyond the end of a run, unless a --set made runs shorter.
func (k *checker) comesToPass(n *node, key string, at int, strict bool) {
	id := model.Months
	if given := k.given[id]; !strict || k.bad[id] || given != nil && given.from.isSet() {
		return
	}
	if months := int(k.config.Value(id)); at >= months {
		last := fmt.Sprintf("month %d", months-1)
		if k.config.Start != (sim.Date{}) {
			last = k.config.Start.After(months - 1).String()
		}
		k.at(n, key, "never comes to pass: a run has %d months (simulation.months), the last is %s", months, last)
	}
}

// months reads a number of months.
func (k *checker) months(n *node, key string, least int, meaning string) int {
	v, ok := n.asNumber()
	switch {
	case !ok:
		k.at(n, key, "is %s, expected a whole number of months%s", n.what(), commaHint(n))
	case v != math.Trunc(v):
		k.at(n, key, "is not a whole number of months (%s)", meaning)
	case !(v >= float64(least) && v <= float64(longestRun)):
		k.at(n, key, "is out of range [%d, %d] (%s)", least, longestRun, meaning)
	default:
		return int(v)
	}
	return 0
}

// The ways in which a month of the calendar is written: the right one first.
var (
	dateForm  = regexp.MustCompile(`^(\d{4})-(\d{2})$`)
	dateSlips = []struct {
		form        *regexp.Regexp
		year, month int // groups; 0 for January
	}{
		{regexp.MustCompile(`^(\d{4})[-/. ](\d{1,2})([-/. T].*)?$`), 1, 2},
		{regexp.MustCompile(`^(\d{1,2})[-/. ](\d{4})$`), 2, 1},
		{regexp.MustCompile(`^\d{1,2}[-/. ](\d{1,2})[-/. ](\d{4})$`), 2, 1},
		{regexp.MustCompile(`^(\d{4})$`), 1, 0},
	}
)

// date reads a month of the calendar.
func (k *checker) date(n *node, key string) (sim.Date, bool) {
	const expected = `expected a year and a month in quotes, such as "2009-07"`
	text, ok := n.asText()
	if m := dateForm.FindStringSubmatch(text); ok && m != nil {
		if d := dateOf(m[1], m[2]); d.Month >= 1 && d.Month <= 12 {
			return d, true
		}
		k.at(n, key, "has no such month, %s", expected)
		return sim.Date{}, false
	}
	if !ok {
		text = n.text()
	}
	hint := ""
	for _, slip := range dateSlips {
		m := slip.form.FindStringSubmatch(strings.TrimSpace(text))
		if m == nil {
			continue
		}
		month := "1"
		if slip.month > 0 {
			month = m[slip.month]
		}
		if d := dateOf(m[slip.year], month); d.Month >= 1 && d.Month <= 12 {
			hint = fmt.Sprintf(". Did you mean %q?", d)
			break
		}
	}
	what := "is not a month of the calendar"
	if !ok {
		what = "is " + n.what()
	}
	k.at(n, key, "%s, %s%s", what, expected, hint)
	return sim.Date{}, false
}

func dateOf(year, month string) sim.Date {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	return sim.Date{Year: y, Month: m}
}

// names returns the items of a list of names in an event.
func (k *checker) names(n *node, key, list string) []*node {
	at := n.child(list)
	if at == nil {
		return nil
	}
	key += "." + list
	if at.form != listForm {
		k.at(at, key, `is %s, expected a list of names: ["…"]`, at.what())
		return nil
	}
	if len(at.items) == 0 {
		k.atKey(at, key, "is empty: name one at least, or leave it out to mean the whole hospital")
		return nil
	}
	if len(k.config.Services) == 0 && !k.broken["services"] {
		k.atKey(at, key, "the scenario lists no services, so its hospital is generated and nothing in it has a name")
		return nil
	}
	var items []*node
	seen := map[string]bool{}
	for _, item := range at.items {
		if name, ok := item.asText(); ok && seen[name] {
			k.at(item, key, "is listed twice")
			continue
		} else if ok {
			seen[name] = true
		}
		items = append(items, item)
	}
	return items
}

// poleRef reads the name of a pôle of the given perimeter.
func (k *checker) poleRef(n *node, key string) (model.PoleID, bool) {
	name, ok := k.text(n, key)
	if !ok {
		return 0, false
	}
	var names []string
	for p, pole := range k.config.Poles {
		if pole.Name == name {
			return model.PoleID(p), true
		}
		names = append(names, pole.Name)
	}
	if !k.broken["poles"] {
		k.at(n, key, "is not a pôle of the scenario.%s", k.didYouMean(name, names))
	}
	return 0, false
}

// settingsOf are the values that an event sets, in the reading.
type settingsOf struct {
	event *model.Event
	of    whose
	from  map[model.ParameterID]*node // where each is set
}

// eventSettings reads the values that an event sets: sections as in the file, or full keys in quotes.
func (k *checker) eventSettings(n *node, key string, e *model.Event) {
	into := &settingsOf{e, whose{n.child("poles") != nil, n.child("services") != nil}, map[model.ParameterID]*node{}}
	if use := n.child("perimeter"); use != nil {
		k.setting(use, key+".perimeter", perimeterUse, into)
	}
	set := n.child("set")
	if set == nil {
		return
	}
	key += ".set"
	if set.form != tableForm {
		k.at(set, key, "is %s, expected a table: set.governance.contract = true, or [event.set] and below it governance.contract = true", set.what())
		return
	}
	for _, name := range set.keys {
		at := set.table[name]
		id, full := model.Lookup(name)
		switch {
		case full:
			k.setting(at, key+"."+name, id, into)
		case slices.Contains(k.sections, name) && at.form == tableForm:
			k.sectionSettings(at, key, name, into)
		case slices.Contains(k.sections, name):
			k.at(at, key+"."+name, "is %s, expected a key and its value: set.%s.… = …", at.what(), name)
		default:
			known := slices.Clone(k.sections)
			for _, p := range k.params {
				known = append(known, p.Key)
			}
			k.unknown(at, key+"."+shorten(name), name, known)
		}
	}
}

// sectionSettings reads those of one section.
func (k *checker) sectionSettings(table *node, key, section string, into *settingsOf) {
	var known []string
	for _, p := range k.params {
		if p.Section() == section {
			known = append(known, p.Name())
		}
	}
	for _, name := range table.keys {
		full := section + "." + name
		id, ok := model.Lookup(full)
		if _, isField := lookupField(full); isField && !ok {
			k.atKey(table.table[name], key+"."+full, "cannot change in the course of a run")
			continue
		}
		if !ok {
			k.unknown(table.table[name], key+"."+section+"."+shorten(name), name, known)
			continue
		}
		k.setting(table.table[name], key+"."+full, id, into)
	}
}

// setting reads one value that an event sets. One given by --set goes over another spelling of its key in the file.
func (k *checker) setting(n *node, key string, id model.ParameterID, into *settingsOf) {
	from, e := into.from, into.event
	p := k.params[id]
	if first := from[id]; first != nil {
		switch {
		case first.from.isSet() && !n.from.isSet():
			return
		case first.from.isSet() == n.from.isSet():
			k.atKey(n, key, "is given twice, first %s", whereabouts(first, n))
			return
		}
	}
	from[id] = n
	if message := unchangeable(p, into.of); message != "" {
		k.atKey(n, key, "%s", message)
	}
	if v, ok := k.value(n, key, p); ok {
		if e.Settings == nil {
			e.Settings = model.Overrides{}
		}
		e.Settings[id] = v
		k.stated = append(k.stated, stated{id, v, n, key})
	}
}

// whose says of whom an event is: pôles, services or, if neither, the whole hospital.
type whose struct{ poles, services bool }

// unchangeable says why an event of some cannot set a parameter, or nothing.
func unchangeable(p model.Parameter, of whose) string {
	switch {
	case p.Scope == model.Run:
		return "cannot change in the course of a run: it says how a run is made"
	case p.Fixed:
		return "cannot change in the course of a run: the hospital is built from it, or starts with it"
	case of == (whose{}), p.Scope == model.PerPole && of.poles, p.Scope == model.PerService && of.services:
		return ""
	case p.Scope == model.PerPole:
		return "is of pôles, and the event names services: name poles, or give this an event of its own"
	case p.Scope == model.PerService:
		return "is of services, and the event names pôles: name services, or give this an event of its own"
	}
	return "holds for the whole hospital, and the event names pôles or services: give this an event of its own"
}

// moves reads which services move where.
func (k *checker) moves(n *node, key string, e *model.Event) {
	list := n.child("move")
	if list == nil {
		return
	}
	key += ".move"
	if list.form != listForm {
		k.at(list, key, `is %s, expected a list: move = [{ service = "…", to = "…" }] or [{ site = "…", to = "…" }]`, list.what())
		return
	}
	if len(list.items) > 0 && len(k.config.Services) == 0 && !k.broken["services"] {
		k.atKey(list, key, "the scenario lists no services, so its hospital is generated and has one site")
		return
	}
	for i, item := range list.items {
		if m, ok := k.move(item, fmt.Sprintf("%s[%d]", key, i)); ok {
			e.Moves = append(e.Moves, m)
		}
	}
}

// move reads one move.
func (k *checker) move(n *node, key string) (m model.Move, ok bool) {
	if n.form != tableForm {
		k.at(n, key, `is %s, expected { service = "…", to = "…" } or { site = "…", to = "…" }`, n.what())
		return m, false
	}
	ok = true
	known := []string{"service", "site", "to"}
	for _, name := range n.keys {
		if !slices.Contains(known, name) {
			k.unknown(n.table[name], key+"."+shorten(name), name, known)
			ok = false
		}
	}
	service, site, to := n.child("service"), n.child("site"), n.child("to")
	if to == nil || (service == nil) == (site == nil) {
		k.atKey(n, key, `expected who moves, a service or all on a site, and to which: { service = "…", to = "…" } or { site = "…", to = "…" }`)
		return m, false
	}
	var okFrom, okTo bool
	if m.To, okTo = k.siteRef(to, key+".to"); service != nil {
		m.Service, okFrom = k.serviceRef(service, key+".service")
	} else {
		m.Service = model.Everyone
		m.From, okFrom = k.siteRef(site, key+".site")
	}
	if site != nil && okFrom && okTo && m.From == m.To {
		k.at(to, key+".to", "is where they are")
		return m, false
	}
	return m, ok && okFrom && okTo
}

// siteRef reads the name of a site.
func (k *checker) siteRef(n *node, key string) (model.SiteID, bool) {
	name, ok := k.text(n, key)
	if !ok {
		return 0, false
	}
	var names []string
	for s, site := range k.config.Sites {
		if site.Name == name {
			return model.SiteID(s), true
		}
		names = append(names, site.Name)
	}
	if !k.broken["sites"] {
		k.at(n, key, "is not a site of the scenario.%s", k.didYouMean(name, names))
	}
	return 0, false
}

// checkWhatHolds reports events of whose making it is that what must hold between values does not, and settings of pôles
// that are in force nowhere.
func (k *checker) checkWhatHolds() {
	known := map[string]bool{}
	for _, b := range breaches(k.config) {
		known[b.problem(k.config).Error()] = true
	}
	for _, month := range k.config.Turns() {
		now := k.config.At(month)
		for _, b := range breaches(now) {
			p := b.problem(now)
			if known[p.Error()] {
				continue
			}
			known[p.Error()] = true
			e := k.maker(b, month)
			k.atKey(k.events[e], "event["+indexName(k.config.Timeline[e].Name)+"]", "from month %d on, %s: %s", month, p.Key, p.Message)
		}
	}
	for e, event := range k.config.Timeline {
		if name, ok := k.chartersAside(event); ok {
			k.at(k.events[e].child("poles"), "event["+indexName(event.Name)+"].poles",
				"have no charter while the event holds: the perimeter in force then is %q, whose pôles all have the hospital's", name)
		}
	}
}

// maker returns the event that makes a breach in a month: the last in force that sets one of its values, or else one that
// ends.
func (k *checker) maker(b breach, month int) (maker int) {
	sets := func(e model.Event) bool {
		return slices.ContainsFunc(b.ids, func(id model.ParameterID) bool { _, ok := e.Settings[id]; return ok })
	}
	latest := -1
	for at, e := range k.config.Timeline {
		if e.Holds(month) && sets(e) && e.Month >= latest {
			maker, latest = at, e.Month
		} else if latest < 0 && e.Months > 0 && e.Month+e.Months == month && sets(e) {
			maker = at
		}
	}
	return maker
}

// chartersAside says which perimeter keeps an event's settings of pôles from ever being in force.
func (k *checker) chartersAside(e model.Event) (perimeter string, aside bool) {
	if len(e.Poles) == 0 {
		return "", false
	}
	for _, month := range append(k.config.Turns(), e.Month) {
		if !e.Holds(month) {
			continue
		}
		use := int(k.config.At(month).Value(perimeterUse))
		if use == 0 {
			return "", false
		}
		perimeter = k.config.Perimeters[use-1].Name
	}
	return perimeter, true
}
