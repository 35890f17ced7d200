package scenarios

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"polesim/model"
	"polesim/sim"
)

// Write writes a scenario resolved in full: every parameter, all lists, nothing extended. The same Config always
// gives the same text, and the text, loaded under the Config's name, the same Config. It fails when a value has
// no text, as the number of a perimeter that is not there, or when w does.
func Write(w io.Writer, c *model.Config) error {
	t := textOfConfig{config: c}
	t.labels()
	t.start()
	t.parameters(func(model.Parameter) bool { return true })
	t.lists()
	t.timeline(true)
	if t.err != nil {
		return fmt.Errorf("write scenario %s: %w", c.Name, t.err)
	}
	if _, err := w.Write(t.Bytes()); err != nil {
		return fmt.Errorf("write scenario %s: %w", c.Name, err)
	}
	return nil
}

// Hash identifies a scenario by what it describes: it is the SHA-256, in hexadecimal, of the text of Write
// without labels (title, descriptions, name) and without how it is run (parameters of scope run).
func Hash(c *model.Config) string {
	t := textOfConfig{config: c}
	t.start()
	t.parameters(func(p model.Parameter) bool { return p.Scope != model.Run })
	t.lists()
	t.timeline(false)
	sum := sha256.Sum256(t.Bytes())
	return hex.EncodeToString(sum[:])
}

// A textOfConfig is the text of a scenario in the making.
type textOfConfig struct {
	bytes.Buffer
	config *model.Config
	err    error
}

// line writes a line.
func (t *textOfConfig) line(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }

// labels writes what a scenario is called.
func (t *textOfConfig) labels() {
	t.line("title = %s", quote(t.config.Title))
	if d := t.config.Description; d != "" {
		t.line("description = %s", quoteLines(d))
	}
}

// parameters writes the sections with the parameters that are wanted, and the flows with the workflow.
func (t *textOfConfig) parameters(wanted func(model.Parameter) bool) {
	params := model.Parameters()
	for _, s := range model.Sections() {
		var lines []string
		for id, p := range params {
			if p.Section() == s.Name && wanted(p) {
				lines = append(lines, p.Name()+" = "+t.value(p, t.config.Value(model.ParameterID(id))))
			}
		}
		flows := s.Name == "workflow" && len(t.config.Flows) > 0
		if len(lines) == 0 && !flows {
			continue
		}
		t.line("\n[%s]", s.Name)
		for _, l := range lines {
			t.line("%s", l)
		}
		if flows {
			t.flows()
		}
	}
}

// flows writes the patient movements.
func (t *textOfConfig) flows() {
	t.line("flows = [")
	for _, f := range t.config.Flows {
		t.line("  [%s, %s, %s],", t.service(f.From), t.service(f.To), number(f.Count))
	}
	t.line("]")
}

// service returns the name of a service in quotes.
func (t *textOfConfig) service(id model.ServiceID) string {
	return t.nameAt("service", int(id), len(t.config.Services), func(i int) string { return t.config.Services[i].Name })
}

// value writes the value of a parameter.
func (t *textOfConfig) value(p model.Parameter, v float64) string {
	if err := p.Check(v); err != nil {
		t.err = fmt.Errorf("%s = %v %w", p.Key, v, err)
		return ""
	}
	switch p.Kind {
	case model.Number, model.Count:
		return number(v)
	case model.Reference:
		if i := int(v); i > len(t.config.Perimeters) {
			t.err = fmt.Errorf("%s = %d, but the scenario has %d perimeters", p.Key, i, len(t.config.Perimeters))
		} else if i > 0 {
			return quote(t.config.Perimeters[i-1].Name)
		}
		return quote(given)
	}
	return p.Format(v)
}

// lists writes sites, services, pôles and perimeters.
func (t *textOfConfig) lists() {
	c := t.config
	for _, s := range c.Sites {
		t.line("\n[[sites]]\nname = %s", quote(s.Name))
	}
	services := withScope(model.Parameters(), model.PerService)
	for _, s := range c.Services {
		t.line("\n[[services]]\nname = %s", quote(s.Name))
		if int(s.Site) < len(c.Sites) {
			t.line("site = %s", quote(c.Sites[s.Site].Name))
		}
		t.line("discipline = %s\nkind = %s\nactivity = %s", quote(s.Discipline), quote(s.Kind.String()), number(s.Activity))
		t.own(s.Own, services, "services")
	}
	poles := withScope(model.Parameters(), model.PerPole)
	for p, pole := range c.Poles {
		t.line("\n[[poles]]\nname = %s", quote(pole.Name))
		t.members("services", func(s model.ServiceID) bool { return c.Services[s].Pole == model.PoleID(p) })
		t.own(pole.Own, poles, "poles")
	}
	for _, per := range c.Perimeters {
		t.line("\n[perimeters.%s]", bareKey(per.Name))
		for p, pole := range per.Poles {
			t.members(bareKey(pole), func(s model.ServiceID) bool { return per.Pole[s] == model.PoleID(p) })
		}
	}
}

// start writes the month in which a run begins.
func (t *textOfConfig) start() {
	if t.config.Start != (sim.Date{}) {
		t.line("start = %s", quote(t.config.Start.String()))
	}
}

// timeline writes the events.
func (t *textOfConfig) timeline(described bool) {
	c := t.config
	for _, e := range c.Timeline {
		t.line("\n[[event]]\nname = %s", quote(e.Name))
		if described && e.Description != "" {
			t.line("description = %s", quoteLines(e.Description))
		}
		if c.Start != (sim.Date{}) {
			t.line("date = %s", quote(c.Start.After(e.Month).String()))
		} else {
			t.line("month = %d", e.Month)
		}
		if e.Months > 0 {
			t.line("months = %d", e.Months)
		}
		if len(e.Poles) > 0 {
			t.line("poles = [%s]", listed(e.Poles, func(p model.PoleID) string {
				return t.nameAt("pôle", int(p), len(c.Poles), func(i int) string { return c.Poles[i].Name })
			}))
		}
		if len(e.Services) > 0 {
			t.line("services = [%s]", listed(e.Services, t.service))
		}
		for _, id := range sortedIDs(e.Settings) {
			p := model.Parameters()[id]
			t.line("set.%s = %s", p.Key, t.value(p, e.Settings[id]))
		}
		if len(e.Moves) > 0 {
			t.line("move = [%s]", listed(e.Moves, t.move))
		}
	}
}

// move writes who moves where.
func (t *textOfConfig) move(m model.Move) string {
	who := "site = " + t.site(m.From)
	if m.Service != model.Everyone {
		who = "service = " + t.service(m.Service)
	}
	return "{ " + who + ", to = " + t.site(m.To) + " }"
}

// site returns the name of a site in quotes.
func (t *textOfConfig) site(id model.SiteID) string {
	return t.nameAt("site", int(id), len(t.config.Sites), func(i int) string { return t.config.Sites[i].Name })
}

// nameAt returns the name of an item of a list in quotes.
func (t *textOfConfig) nameAt(what string, at, n int, name func(int) string) string {
	if at < 0 || at >= n {
		t.err = fmt.Errorf("there is no %s %d", what, at)
		return ""
	}
	return quote(name(at))
}

// listed writes the items of a list one after the other.
func listed[T any](items []T, write func(T) string) string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = write(item)
	}
	return strings.Join(texts, ", ")
}

// members writes a list of the services of a pôle.
func (t *textOfConfig) members(key string, in func(model.ServiceID) bool) {
	var names []string
	for s := range t.config.Services {
		if in(model.ServiceID(s)) {
			names = append(names, t.service(model.ServiceID(s)))
		}
	}
	t.line("%s = [%s]", key, strings.Join(names, ", "))
}

// own writes the values that a service or pôle sets itself, by section and name where the name alone would not do.
func (t *textOfConfig) own(values model.Overrides, among []model.ParameterID, list string) {
	params := model.Parameters()
	for _, id := range sortedIDs(values) {
		p := params[id]
		key := p.Name()
		if len(named(params, among, key)) > 1 || slices.Contains(fieldNames(list), key) {
			key = p.Key
		}
		t.line("%s = %s", key, t.value(p, values[id]))
	}
}

// sortedIDs lists the parameters of overrides in the order of the registry.
func sortedIDs(values model.Overrides) []model.ParameterID {
	ids := make([]model.ParameterID, 0, len(values))
	for id := range values {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
