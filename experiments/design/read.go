package design

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"polesim/model"
	"polesim/scenarios"
)

type node = scenarios.Node

// A reader turns the tree of a design into a Design, and lists everything that is wrong with it on the way.
type reader struct {
	file     string
	load     func(name string, sets ...string) (*model.Config, error) // a scenario that the design names
	root     node
	d        *Design
	problems scenarios.Problems

	configs  []*model.Config // of the scenarios that can be read
	complete bool            // all can: what they are called is known
	judges   []judge         // what changes to them are tried on
}

// A judge is a scenario on which changes are tried.
type judge struct {
	name  string
	draft *scenarios.Draft
}

// keys are what may stand at the top of a design.
var keys = []string{"title", "description", "classic", "scenarios", "set", "sampler", "points", "replications", "months", "seed",
	"common_random_numbers", "time_limit", "outcomes", "sampler_settings", "factor", "point", "foreseen"}

// Load reads a design and the scenarios that it names. Errors are [scenarios.Problems], all that can be found in one go:
// what is wrong in one place keeps nothing else from being judged that does not depend on it.
func Load(path string) (*Design, error) {
	root, err := scenarios.ReadDocument(path)
	if err != nil {
		return nil, err
	}
	return read(path, root, func(name string, sets ...string) (*model.Config, error) {
		return scenarios.LoadBeside(path, name, sets...)
	})
}

// LoadBuiltIn reads a design that the program brings along, whose scenarios are built in too: files that have their names
// change nothing. Name stands for it in problems.
func LoadBuiltIn(name string, text []byte) (*Design, error) {
	root, err := scenarios.ParseDocument(name, text)
	if err != nil {
		return nil, err
	}
	d, err := read(name, root, scenarios.LoadBuiltIn)
	if d != nil {
		d.idle = nil // a user cannot mend it, and a screening tries all parameters alike
	}
	return d, err
}

func read(file string, root node, load func(name string, sets ...string) (*model.Config, error)) (*Design, error) {
	r := &reader{file: file, load: load, root: root, d: &Design{CommonRandomNumbers: true}}
	r.run()
	if len(r.problems) > 0 {
		return nil, r.problems.Err()
	}
	return r.d, nil
}

func (r *reader) run() {
	if r.root.Child("classic").Given() {
		r.runClassic()
		return
	}
	r.known(r.root, "", keys...)
	r.d.Title = r.line(r.root.Child("title"), "title")
	if n := r.root.Child("description"); n.Given() {
		r.d.Description, _ = r.text(n, "description")
		r.d.Description = strings.TrimSpace(r.d.Description)
	}
	r.d.Months = r.horizon()
	sets := r.readScenarios()
	r.d.Months = r.agreed("months", model.Months)
	r.replications()
	r.seed()
	if n := r.root.Child("common_random_numbers"); n.Given() {
		r.d.CommonRandomNumbers = r.truth(n, "common_random_numbers")
	}
	r.timeLimit()
	r.factors()
	r.sampler()
	if r.root.Child("foreseen").Given() {
		r.foreseen()
	}
	r.outcomes()
	r.countable()
	if len(r.problems) == 0 {
		r.noteIdle(sets)
		r.d.finish()
	}
}

// countable reports more runs than can be numbered.
func (r *reader) countable() {
	if most := r.d.Most(); r.d.Sampler != nil && most > 0 && r.d.Points() > mostRuns/most {
		r.at(r.root.Child("sampler"), "sampler", "has %d points, and with %d replications of each there are more runs than can be numbered (%d)",
			r.d.Points(), most, mostRuns)
	}
}

// known reports keys of a table that are not among those it may have.
func (r *reader) known(n node, prefix string, known ...string) {
	known = r.judged(known)
	for _, key := range n.Keys() {
		if slices.Contains(known, key) || r.refused(n, prefix, key) {
			continue
		}
		what := "unknown key."
		if near := scenarios.DidYouMean(key, known); near != "" {
			what += near
		} else if at := strings.TrimSuffix(prefix, "."); at == "" && slices.Contains(factorKeys, key) {
			what += " It belongs in a [[factor]]."
		} else if at != "" && slices.Contains(keys, key) {
			what += " It stands at the top of the file, before the first [[factor]]."
		} else {
			what += " There are " + listed(known) + "."
		}
		r.atKey(n.Child(key), prefix+scenarios.BareKey(key), "%s", what)
	}
}

// at records a problem with a value, and atKey one with a key or all that it holds.
func (r *reader) at(n node, key, format string, args ...any) {
	r.problems = append(r.problems, n.Problem(key, format, args...))
}

func (r *reader) atKey(n node, key, format string, args ...any) {
	r.problems = append(r.problems, n.KeyProblem(key, format, args...))
}

// missing records that a key is not there; there is no place for that but the file.
func (r *reader) missing(key, format string, args ...any) {
	r.problems = append(r.problems, scenarios.Problem{File: r.file, Key: key, Message: "missing: " + fmt.Sprintf(format, args...)})
}

// text reads a text.
func (r *reader) text(n node, key string) (string, bool) {
	s, ok := n.Text()
	if !ok {
		r.at(n, key, "is %s, expected text in quotes", n.What())
	}
	return s, ok
}

// line reads a text of one line; "" where none is given.
func (r *reader) line(n node, key string) string {
	if !n.Given() {
		return ""
	}
	s, ok := r.text(n, key)
	if ok && (strings.TrimSpace(s) == "" || strings.ContainsAny(s, "\r\n")) {
		r.at(n, key, "expected one line of text")
	}
	return strings.TrimSpace(s)
}

// truth reads true or false.
func (r *reader) truth(n node, key string) bool {
	v, ok := n.Truth()
	if !ok {
		r.at(n, key, "is %s, expected true or false", n.What())
	}
	return v
}

// number reads a finite number.
func (r *reader) number(n node, key string) (float64, bool) {
	v, ok := n.Number()
	switch {
	case !ok:
		r.at(n, key, "is %s, expected a number%s", n.What(), n.Hint())
	case !finite(v):
		r.at(n, key, "is not a finite number")
		ok = false
	}
	return v, ok
}

// whole reads a whole number of something between two bounds; where it is none it returns the lower.
func (r *reader) whole(n node, key string, least, most float64, of string) int {
	if v, ok := n.Number(); ok && finite(v) && v != float64(int64(v)) {
		r.at(n, key, "is not a whole number of %s", of)
		return int(least)
	}
	v, ok := n.Whole()
	switch {
	case !ok:
		r.at(n, key, "is %s, expected a whole number of %s%s", n.What(), of, n.Hint())
	case float64(v) < least || float64(v) > most:
		r.at(n, key, "is out of range [%s, %s] (%s)", scenarios.FormatNumber(least), scenarios.FormatNumber(most), of)
	default:
		return int(v)
	}
	return int(least)
}

// list returns the items of a list with at least one, or says what is wrong.
func (r *reader) list(n node, key, of string) []node {
	switch {
	case !n.IsList():
		r.at(n, key, "is %s, expected a list of %s", n.What(), of)
	case len(n.Items()) == 0:
		r.at(n, key, "is empty, expected %s", of)
	}
	return n.Items()
}

// timeLimit reads how long a run may take.
func (r *reader) timeLimit() {
	n := r.root.Child("time_limit")
	if !n.Given() {
		return
	}
	const most = 1e7
	v, ok := r.number(n, "time_limit")
	if ok && (v <= 0 || v > most) {
		r.at(n, "time_limit", "is out of range, expected seconds for a run, more than 0 and at most %s; leave it out for as long as it takes", scenarios.FormatNumber(most))
		return
	}
	r.d.TimeLimit = time.Duration(v * float64(time.Second))
}

// horizon reads the months of a run; 0 where the design leaves them to the scenarios.
func (r *reader) horizon() int {
	n := r.root.Child("months")
	if !n.Given() {
		return 0
	}
	v, problems := n.Parameter("months", parameters[model.Months])
	r.problems = append(r.problems, problems...)
	return int(v)
}

// seed reads the number from which all random numbers of a study follow.
func (r *reader) seed() {
	n := r.root.Child("seed")
	if !n.Given() {
		r.d.Seed = uint64(r.agreed("seed", model.Seed))
		return
	}
	v, problems := n.Parameter("seed", parameters[model.Seed])
	r.problems = append(r.problems, problems...)
	r.d.Seed = uint64(v)
}

// agreed returns how all scenarios have themselves run, unless the design says it.
func (r *reader) agreed(key string, id model.ParameterID) int {
	if key == "months" && r.d.Months > 0 {
		return r.d.Months
	}
	if len(r.configs) == 0 {
		return 0
	}
	first := r.configs[0]
	for _, c := range r.configs[1:] {
		if c.Value(id) != first.Value(id) && !r.root.Child(key).Given() {
			r.missing(key, "scenario %s has %s, %s has %s, and all are run alike", first.Name, scenarios.FormatNumber(first.Value(id)),
				c.Name, scenarios.FormatNumber(c.Value(id)))
			break
		}
	}
	return int(first.Value(id))
}

// readScenarios reads the scenarios. Where some cannot be read, the others do to judge by; where none can, the scenario
// that comes with the program does, as far as the keys are the same in all.
func (r *reader) readScenarios() []placedSet {
	sets := r.commonSets()
	n := r.root.Child("scenarios")
	if !n.Given() {
		r.missing("scenarios", `expected the files of one scenario or more: scenarios = ["pmu.toml", "contract.toml"]`)
	} else {
		items := r.list(n, "scenarios", "scenario files")
		for _, item := range items {
			if c := r.readScenario(item, sets); c != nil {
				r.configs = append(r.configs, c)
			}
		}
		r.complete = len(items) > 0 && len(r.configs) == len(items)
	}
	unlike(r.configs)
	for _, c := range r.configs {
		draft, err := scenarios.NewDraft(c)
		if err != nil {
			r.at(n, "scenarios", "%v", err)
			continue
		}
		r.judges = append(r.judges, judge{c.Name, draft})
		r.d.drafts = append(r.d.drafts, draft)
	}
	r.d.Scenarios = r.configs
	if len(r.judges) == 0 {
		r.tryAll(r.root.Child("set"), nil, sets, &Factor{})
	}
	return sets
}

// readScenario reads one of the scenarios, or returns nil. One that only what is set everywhere makes impossible is
// returned without that: it does to judge by.
func (r *reader) readScenario(item node, sets []placedSet) *model.Config {
	name, ok := r.text(item, "scenarios")
	if !ok {
		return nil
	}
	c, err := r.load(name, texts(sets)...)
	if err != nil {
		r.place(err, item, "scenarios", sets)
		c, _ = r.load(name)
	}
	return c
}

// unlike numbers scenarios whose files have the same name, capitals aside, so that rows and files can tell them apart.
func unlike(configs []*model.Config) {
	taken := make(map[string]bool)
	for _, c := range configs {
		name := c.Name
		for n := 2; taken[strings.ToLower(c.Name)]; n++ {
			c.Name = fmt.Sprintf("%s-%d", name, n)
		}
		taken[strings.ToLower(c.Name)] = true
	}
}

// A placedSet is a set and where the design says it.
type placedSet struct {
	key   string
	text  string // key=value
	at    node   // the value
	named node   // where the key is a value itself; else the key is that of at
}

func texts(sets []placedSet) []string {
	list := make([]string, len(sets))
	for i, s := range sets {
		list[i] = s.text
	}
	return list
}

// commonSets reads what is set in all scenarios, and how they are run.
func (r *reader) commonSets() []placedSet {
	var sets []placedSet
	if n := r.root.Child("set"); n.Given() {
		sets = r.sets(n, "set")
	}
	if months := r.root.Child("months"); r.d.Months > 0 {
		key := parameters[model.Months].Key
		sets = append(sets, placedSet{key: key, text: fmt.Sprintf("%s=%d", key, r.d.Months), at: months})
	}
	return sets
}

// sets reads a table of keys and values: each key as --set has it, in quotes if need be, or in sections.
func (r *reader) sets(n node, key string) []placedSet {
	if !n.IsTable() {
		r.at(n, key, `is %s, expected keys and values: { "governance.contract" = true }`, n.What())
		return nil
	}
	var sets []placedSet
	var walk func(n node, prefix string)
	walk = func(n node, prefix string) {
		for _, k := range n.Keys() {
			c, full := n.Child(k), plainKey(prefix+k)
			switch {
			case c.IsTable():
				walk(c, prefix+k+".")
			case r.aboutRuns(c, full):
			default:
				sets = append(sets, placedSet{key: full, text: full + "=" + c.Inline(), at: c})
			}
		}
	}
	walk(n, "")
	return sets
}

// aboutRuns reports what says how scenarios are run, which the design says for all of its points.
func (r *reader) aboutRuns(n node, key string) bool {
	id, ok := model.Lookup(key)
	if !ok || parameters[id].Scope != model.Run || r.d.Classic != nil {
		return false
	}
	r.atKey(n, key, "says how a study is run and is the same at all points: write %s = … at the top of the design", parameters[id].Name())
	return true
}

// place takes over the problems of a scenario that was read for a node of the design. Those of a set have the place of the
// set; those of a file keep theirs, unless the file as a whole is meant.
func (r *reader) place(err error, at node, key string, sets []placedSet) {
	var problems scenarios.Problems
	if !errors.As(err, &problems) {
		r.at(at, key, "%v", err)
		return
	}
	for _, p := range problems {
		switch {
		case p.FromSet():
			r.problems = append(r.problems, placed(p, at, sets))
		case p.Line == 0:
			r.at(at, key, "cannot be read: %s", p.Error())
		default:
			r.problems = append(r.problems, p)
		}
	}
}

// placed gives the problem of a set the place of the set: of its key where the key is the problem.
func placed(p scenarios.Problem, at node, sets []placedSet) scenarios.Problem {
	for _, s := range sets {
		if scenarios.SetName(s.text) == p.File {
			at = s.at
			if p.Value == "" && s.named.Given() {
				named := s.named.Problem(p.Key, "%s", p.Message)
				named.Value = ""
				return named
			}
			break
		}
	}
	if p.Value == "" {
		return at.KeyProblem(p.Key, "%s", p.Message)
	}
	place := at.Problem("", "")
	p.File, p.Line, p.Col = place.File, place.Line, place.Col
	return p
}

// names lists the names of the scenarios, as far as they can be read.
func (r *reader) names() []string { return names(r.configs) }

func names(configs []*model.Config) []string {
	list := make([]string, len(configs))
	for i, c := range configs {
		list[i] = c.Name
	}
	return list
}

// scenario reads the name of one of the scenarios. What the scenarios are called that cannot be read is not known: any
// name may be one of theirs.
func (r *reader) scenario(n node, key string) string {
	name, ok := r.text(n, key)
	if !ok {
		return ""
	}
	if r.complete && !slices.Contains(r.names(), name) {
		r.at(n, key, "is not one of the scenarios, %s.%s", quotedList(r.names()), scenarios.DidYouMean(name, r.names()))
		return ""
	}
	return name
}

// listed writes words with commas, and quotedList in quotes too.
func listed(words []string) string { return strings.Join(words, ", ") }

func quotedList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = scenarios.Quote(w)
	}
	return listed(quoted)
}

// plural counts things: "1 item", "3 items".
func plural(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
