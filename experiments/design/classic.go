package design

import (
	"errors"
	"slices"
	"strings"

	"polesim/experiments/classics"
	"polesim/model"
	"polesim/scenarios"
)

// runClassic reads a design that names a published model in the place of scenarios.
func (r *reader) runClassic() {
	n := r.root.Child("classic")
	name, ok := r.text(n, "classic")
	if r.d.Classic, _ = classics.Find(name); r.d.Classic == nil {
		if ok {
			r.at(n, "classic", "is none of the published models, %s.%s", listed(classicNames()), scenarios.DidYouMean(name, classicNames()))
		}
		return // what can be set is not known
	}
	r.known(r.root, "", keys...)
	r.d.Title = r.line(r.root.Child("title"), "title")
	if n := r.root.Child("description"); n.Given() {
		r.d.Description, _ = r.text(n, "description")
		r.d.Description = strings.TrimSpace(r.d.Description)
	}
	if n := r.root.Child("set"); n.Given() {
		sets := r.sets(n, "set")
		if r.tryClassic(sets) {
			for _, s := range sets {
				r.d.set = append(r.d.set, r.assignment(s.at, s.key))
			}
		}
	}
	r.replications()
	r.d.Seed = uint64(parameters[model.Seed].Default)
	if r.root.Child("seed").Given() {
		r.seed()
	}
	if n := r.root.Child("common_random_numbers"); n.Given() {
		r.d.CommonRandomNumbers = r.truth(n, "common_random_numbers")
	}
	r.timeLimit()
	r.factors()
	r.sampler()
	r.outcomes()
	r.countable()
	if len(r.problems) == 0 {
		r.d.finish()
	}
}

// classicNames lists the published models.
func classicNames() (names []string) {
	for _, c := range classics.All() {
		names = append(names, c.Name)
	}
	return names
}

// usualRuns is how often a point is run where the design does not say. Of a model without chance, of which a run is all of
// its cases, a second run shows that it is one.
func usualRuns(c *classics.Classic) int {
	if r, err := c.New(c.Defaults()); err == nil {
		if _, exact := r.(classics.Enumerated); exact {
			return 2
		}
	}
	return c.Replications[0]
}

// hospitalsOnly are keys of a design that have no meaning for a published model, and why.
var hospitalsOnly = map[string]string{
	"scenarios": "is for hospitals: a study of a published model has one row, the model",
	"months":    "is for hospitals: how long a run of a published model lasts is the model's to say, or one of its parameters'",
	"foreseen":  "is for hospitals: it says which of several scenarios does best",
	"between":   "is for hospitals: replications of a published model go on until the mean of the outcome itself is known",
	"file":      "is for hospitals: what a level sets of a published model stands in set = { … }",
}

// judged leaves out keys that have no meaning for a published model, where the design is of one.
func (r *reader) judged(known []string) []string {
	if r.d.Classic == nil {
		return known
	}
	return slices.DeleteFunc(slices.Clone(known), func(key string) bool { return hospitalsOnly[key] != "" })
}

// refused reports a key that has no meaning for the design's published model.
func (r *reader) refused(n node, prefix, key string) bool {
	why := hospitalsOnly[key]
	if r.d.Classic == nil || why == "" {
		return false
	}
	r.atKey(n.Child(key), prefix+scenarios.BareKey(key), "%s", why)
	return true
}

// fixed is where something is set that is the same at all points.
func (r *reader) fixed() string {
	if r.d.Classic != nil {
		return "under [set]"
	}
	return "in the scenario, or under [set]"
}

// exampleKey is a key that could be set, and example the key with a value.
func (r *reader) exampleKey() string {
	if r.d.Classic != nil {
		return scenarios.Quote(r.d.Classic.Parameters[0].Name)
	}
	return `"professionals.autonomy"`
}

func (r *reader) example() string {
	value := "0.3"
	if r.d.Classic != nil {
		p := &r.d.Classic.Parameters[0]
		if value = p.Standard(); p.Kind == classics.Choice || p.Kind == classics.Text {
			value = scenarios.Quote(value)
		}
	}
	return r.exampleKey() + " = " + value
}

// parameter finds a parameter of the design's published model.
func (d *Design) parameter(key string) (*classics.Parameter, bool) {
	if d.Classic == nil {
		return nil, false
	}
	for i := range d.Classic.Parameters {
		if p := &d.Classic.Parameters[i]; p.Name == key {
			return p, true
		}
	}
	return nil, false
}

// help says what a key is; "" where nobody does.
func (d *Design) help(key string) string {
	if p, ok := d.parameter(key); ok {
		return p.Help
	}
	if id, ok := model.Lookup(key); ok && d.Classic == nil {
		return parameters[id].Help
	}
	return ""
}

// unit is that of a key.
func (r *reader) unit(key string) (string, bool) {
	if r.d.Classic != nil {
		if p, ok := r.d.parameter(key); ok {
			return p.Unit, true
		}
		return "", false
	}
	if id, ok := model.Lookup(key); ok {
		return parameters[id].Unit, true
	}
	return "", false
}

// plain is plainParameter, of which a published model has none.
func (r *reader) plain(key string) (model.ParameterID, bool) {
	if r.d.Classic != nil {
		return 0, false
	}
	return plainParameter(key)
}

// wholeOnly says whether a key takes whole numbers only.
func (r *reader) wholeOnly(key string) bool {
	if r.d.Classic != nil {
		p, ok := r.d.parameter(key)
		return ok && p.Kind == classics.Count
	}
	return wholeOnly(key)
}

// hasNoRange says whether a key takes values between which there are no others, and which.
func (r *reader) hasNoRange(key string) (words string, none bool) {
	if p, ok := r.d.parameter(key); ok {
		return p.Range(), p.Kind == classics.Choice || p.Kind == classics.Text
	}
	if id, ok := model.Lookup(key); ok && r.d.Classic == nil {
		return parameters[id].Range(), parameters[id].Kind != model.Number && parameters[id].Kind != model.Count
	}
	return "", false
}

// tryClassic tells whether values can be those of parameters of the published model, each on its own, and reports if they
// cannot.
func (r *reader) tryClassic(sets []placedSet) bool {
	whole := len(r.problems)
	for _, s := range sets {
		r.tryOne(s)
	}
	return len(r.problems) == whole
}

// tryOne tries one value.
func (r *reader) tryOne(s placedSet) {
	p, known := r.d.parameter(s.key)
	if _, isNumber := s.at.Number(); known && !isNumber && (p.Kind == classics.Number || p.Kind == classics.Count) {
		r.at(s.at, s.key, "is %s, expected %s (%s)%s", s.at.What(), p.Range(), p.Unit, s.at.Hint())
		return
	}
	values, word := r.d.Classic.Defaults(), wordOf(s.at)
	err := values.Set(s.key, word)
	var wrong *classics.SettingsError
	switch {
	case err == nil:
	case !errors.As(err, &wrong):
		r.at(s.at, s.key, "%v", err)
	case known:
		r.at(s.at, s.key, "%s", strings.TrimPrefix(wrong.What, "= "+word+" "))
	case s.named.Given():
		named := s.named.Problem(s.key, "%s", wrong.What)
		named.Value = ""
		r.problems = append(r.problems, named)
	default:
		r.atKey(s.at, s.key, "%s", wrong.What)
	}
}

// wordOf is a value as it is typed for a published model: texts without quotes.
func wordOf(n node) string {
	if s, ok := n.Text(); ok {
		return s
	}
	if v, ok := n.Number(); ok {
		return scenarios.FormatNumber(v)
	}
	return n.Inline()
}
