package movements

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"polesim/model"
	"polesim/scenarios/perimeter"
)

// Import reads the files named in the options and makes a scenario of them. Mistakes in the files or options come as an
// *InputError with all that was found; other errors are failures to read.
func Import(o Options) (*Report, error) {
	o = o.withDefaults()
	asked := &problems{file: "import"}
	if o.Flows == "" {
		asked.add(0, 0, "no file of movements; say --flows FILE.csv")
	}
	for _, v := range []struct {
		name  string
		value float64
	}{{FlagMinFlow, o.MinFlow}, {"--resolution", o.Resolution}, {"--restarts", float64(o.Restarts)}, {"--draws", float64(o.Draws)}, {FlagSkip, float64(o.SkipLines)}} {
		if !(v.value >= 0) || math.IsInf(v.value, 0) {
			asked.add(0, 0, "%s = %v is out of range; expected a number ≥ 0", v.name, v.value)
		}
	}
	in := &importer{o: o}
	if o.Period != "" {
		var wrong string
		if in.period, wrong = parsePeriod(o.Period); wrong != "" {
			asked.add(0, 0, "%s %s %s", FlagPeriod, quoted(o.Period), wrong)
		}
	}
	if err := inputError(asked); err != nil {
		return nil, err
	}
	if err := in.read(); err != nil {
		return nil, err
	}
	if in.table.total > 0 { // which units there are is not known
		return nil, inputError(in.problems()...)
	}
	h := in.flows.hospital(o, &in.table.problems)
	if len(h.units) == 0 {
		return nil, inputError(in.problems()...)
	}
	in.describe(h)
	in.readPeriod()
	in.measure(h)
	given := in.group(h)
	if err := inputError(in.problems()...); err != nil {
		in.sayIdle()
		return nil, inputError(in.problems()...)
	}
	return in.report(h, given), nil
}

// importer holds what is read and learnt on the way from files to scenario.
type importer struct {
	o               Options
	flows           *flowTable
	table           *table // of the flows
	services, poles *catalogue

	details  []Service // by unit
	period   Period
	activity Activity
	guesses  []string
	warnings []string
}

// read reads all files, so that all their problems come at once.
func (in *importer) read() error {
	err := open(in.o.Flows, func(name string, f *os.File) {
		in.flows, in.table = readFlows(name, f, in.o)
	})
	if err != nil {
		return err
	}
	if in.o.Services != "" {
		err = open(in.o.Services, func(name string, f *os.File) { in.services = readCatalogue(name, f, in.o, false) })
	}
	if in.o.Poles != "" && err == nil {
		err = open(in.o.Poles, func(name string, f *os.File) { in.poles = readCatalogue(name, f, in.o, true) })
	}
	return err
}

func open(path string, read func(name string, f *os.File)) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer f.Close()
	read(filepath.ToSlash(path), f)
	return nil
}

func (in *importer) problems() []*problems {
	all := []*problems{&in.table.problems}
	for _, c := range []*catalogue{in.services, in.poles} {
		if c != nil {
			all = append(all, &c.table.problems)
		}
	}
	return all
}

// sayIdle adds to the problems of the catalogues what would else be a warning: services that no movement names.
func (in *importer) sayIdle() {
	for _, c := range []*catalogue{in.services, in.poles} {
		if c == nil || !c.whole {
			continue
		}
		for _, e := range c.entries {
			if !e.used {
				c.table.add(e.line, 0, "%s is in no movement kept: it would be left out", quoted(e.name))
			}
		}
	}
}

// describe gives every unit its site, discipline, kind and activity: from the services file, or else guessed.
func (in *importer) describe(h *hospital) {
	found := slices.Repeat([]int{-1}, len(h.units))
	if c := in.services; c != nil && c.whole {
		found = c.match(h.units)
		c.lacking(h.units, found)
		if idle := c.idle(); len(idle) > 0 {
			in.warn("%s of %s in no movement kept, left out: %s", plural(len(idle), "service"), filepath.Base(c.table.file), listed(idle))
		}
	}
	disciplines, guessed, medical := 0, 0, 0
	for i := range h.units {
		u := &h.units[i]
		e := entry{}
		if found[i] >= 0 {
			e = in.services.entries[found[i]]
		}
		if u.site == "" {
			u.site = e.site
		}
		s := Service{Name: u.name, Site: u.site, Discipline: e.discipline, Activity: in.given(e)}
		if s.Discipline == "" {
			s.Discipline = u.own // one name at two sites is one discipline
		} else {
			disciplines++
		}
		kind, _ := kindByWord(e.kind)
		if e.kind == "" {
			guessed++
			var told bool
			if kind, told = kindByName(u.own); !told {
				medical++
			}
		}
		s.Kind = kind.String()
		in.details = append(in.details, s)
	}
	in.sayGuesses(h, guessed, medical, disciplines)
	in.checkSites(h)
}

// given is the activity that the services file gives, 0 for none.
func (in *importer) given(e entry) float64 {
	if in.services == nil {
		return 0
	}
	return in.services.table.numbers.value(e.activity)
}

func (in *importer) sayGuesses(h *hospital, guessed, medical, disciplines int) {
	n := len(h.units)
	if guessed > 0 {
		in.guesses = append(in.guesses, fmt.Sprintf("kind of work of %d of %d services from their names; %d of them medical because no word told", guessed, n, medical))
	}
	if disciplines < n {
		in.warn("%d of %d services have no discipline and take their name for it, mostly alone in it: the layer of discipline then says little; give a discipline column in the services file", n-disciplines, n)
	}
}

// readPeriod takes the period that the user has said, or else that of the file.
func (in *importer) readPeriod() {
	found, warns := in.flows.when.period()
	if !in.period.Known() {
		in.period = found
		in.warnings = append(in.warnings, warns...)
		return
	}
	const near = .05
	if found.Known() && math.Abs(found.Days-in.period.Days) > near*in.period.Days {
		in.warn("%s says %s, but %s of the file tell of %s", FlagPeriod, length(in.period.Days), found.By, found)
	}
}

// checkSites makes sure that all services have a site or none has.
func (in *importer) checkSites(h *hospital) {
	var without []string
	for _, u := range h.units {
		if u.site == "" {
			without = append(without, u.name)
		}
	}
	if len(without) == 0 || len(without) == len(h.units) || in.services != nil && in.services.table.total > 0 {
		return
	}
	t := in.table
	if !in.flows.sites {
		t = in.services.table
	}
	t.add(0, 0, "%s without a site, while others have one: %s", plural(len(without), "service"), listed(without))
}

// group returns the given perimeter: from the pôles file, or the pôle column of the services file, or nil.
func (in *importer) group(h *hospital) []Group {
	c := in.poles
	if c == nil && in.services != nil && in.services.hasPole {
		c = in.services
	}
	if c == nil || !c.whole {
		return nil
	}
	found := c.match(h.units)
	if c == in.poles {
		c.lacking(h.units, found)
		if idle := c.idle(); len(idle) > 0 {
			in.warn("%s of %s in no movement kept, left out: %s", plural(len(idle), "service"), filepath.Base(c.table.file), listed(idle))
		}
	}
	var groups []Group
	number := map[string]int{}
	for i, u := range h.units {
		if found[i] < 0 {
			continue
		}
		e := c.entries[found[i]]
		if e.pole == "" {
			if c == in.services { // of a pôles file it has been said
				c.table.add(e.line, 0, "%s has no pôle; every service needs one", quoted(u.name))
			}
			continue
		}
		n, known := number[e.pole]
		if !known {
			n = len(groups)
			number[e.pole] = n
			groups = append(groups, Group{Name: e.pole})
		}
		groups[n].Services = append(groups[n].Services, u.name)
	}
	slices.SortFunc(groups, func(a, b Group) int { return byName(a.Name, b.Name) })
	return groups
}

func (in *importer) warn(format string, args ...any) {
	in.warnings = append(in.warnings, fmt.Sprintf(format, args...))
}

// report gathers the scenario and what is to be said about it.
func (in *importer) report(h *hospital, given []Group) *Report {
	s := &Scenario{Title: in.o.Title, Services: in.details}
	base := filepath.Base(in.o.Flows)
	if s.Title == "" {
		s.Title = "Patient movements of " + strings.TrimSuffix(base, filepath.Ext(base))
	}
	r := &Report{Scenario: s, Source: base, Rows: in.flows.rows, Units: len(h.units), Pairs: len(h.flows), Dropped: h.drops,
		Period: in.period, Activity: in.activity}
	if in.activity.Given == 0 {
		s.StaysPerActivity = rounded(h.tally.staysPerPassage())
	}
	for _, sum := range in.flows.sums {
		r.Movements += sum.count
	}
	for _, d := range h.drops {
		if d.Reason == dropOpen {
			r.Movements += d.Movements
		}
	}
	for _, f := range h.flows {
		r.Kept += f.Count
		s.Flows = append(s.Flows, Flow{h.units[f.From].name, h.units[f.To].name, rounded(float64(in.period.Yearly() * f.Count))})
	}
	for _, u := range h.units {
		if u.site != "" && !slices.Contains(s.Sites, u.site) {
			s.Sites = append(s.Sites, u.site)
		}
	}
	slices.SortFunc(s.Sites, byName)
	r.Sites = len(s.Sites)
	s.FlowsNote = "Movements a year: from, to, number."
	if !in.period.Known() {
		s.FlowsNote = "Movements over the period of the file: from, to, number."
	}
	in.perimeters(r, h, given)
	r.Guesses = slices.Concat(in.flows.notes, in.guesses)
	for _, c := range []*catalogue{in.services, in.poles} {
		if c != nil {
			r.Guesses = append(r.Guesses, c.notes()...)
		}
	}
	r.Warnings = slices.Concat(in.flows.warns, h.warns, in.warnings)
	s.Notes = in.headNotes(r)
	return r
}

// perimeters adds the flow-based perimeter and the fit of both.
func (in *importer) perimeters(r *Report, h *hospital, given []Group) {
	found := perimeter.Suggest(h.flows, len(h.units), perimeter.Settings{Resolution: in.o.Resolution, Restarts: in.o.Restarts, Seed: in.o.Seed})
	s := r.Scenario
	for i, g := range found.Group {
		for len(s.Flow) <= g {
			s.Flow = append(s.Flow, Group{Name: fmt.Sprintf("Flow %d", len(s.Flow)+1)})
		}
		s.Flow[g].Services = append(s.Flow[g].Services, h.units[i].name)
	}
	r.Flow = in.fit(h, found.Group)
	if len(s.Flow) == 1 {
		in.warn("the movements suggest no division into pôles: the flow-based perimeter is one group (a --resolution above 1 looks for smaller ones)")
	}
	s.FlowNote = "The flow-based perimeter " + r.Flow.String() + "."
	s.Poles, s.PolesNote = s.Flow, "No perimeter was given: the flow-based one stands for it. Put your pôles here, or import again with --poles."
	if given == nil {
		return
	}
	poleOf := map[string]int{}
	for g, p := range given {
		for _, name := range p.Services {
			poleOf[name] = g
		}
	}
	group := make([]int, len(h.units))
	for i, u := range h.units {
		group[i] = poleOf[u.name]
	}
	fit := in.fit(h, group)
	r.Given = &fit
	s.Poles, s.PolesNote = given, "The given perimeter "+fit.String()+"."
}

func (in *importer) fit(h *hospital, group []int) Fit {
	sizes := perimeter.Sizes(group)
	random := perimeter.RandomWithin(h.flows, sizes, in.o.Draws, in.o.Seed)
	return Fit{Sizes: sizes, Within: perimeter.WithinShare(h.flows, group), Modularity: perimeter.Modularity(h.flows, group),
		RandomMean: random.Mean, RandomP95: random.P95}
}

// headNotes are the comment at the head of the scenario.
func (in *importer) headNotes(r *Report) []string {
	notes := []string{
		fmt.Sprintf("made by polesim import from %s (%s, %s movements)", r.Source, plural(r.Rows, "row"), grouped(r.Movements)),
		fmt.Sprintf("%s; %s movements between %s", plural(r.Units, "service"), grouped(r.Kept), plural(r.Pairs, "pair")),
	}
	for _, l := range r.dropLines() {
		notes = append(notes, "left out: "+l)
	}
	notes = append(notes, r.activityLines()...)
	return append(notes, "check it with: polesim validate THIS_FILE, run it with: polesim run THIS_FILE",
		"kinds: "+kindList())
}

func kindList() string { return strings.Join(model.KindNames, ", ") }
