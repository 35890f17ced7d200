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
)

// Write writes a scenario resolved in full: every parameter, all lists, nothing extended. The same Config always
// gives the same text, and the text, loaded under the Config's name, the same Config. It fails when a value has
// no text, as the number of a perimeter that is not there, or when w does.
func Write(w io.Writer, c *model.Config) error {
	t := textOfConfig{config: c}
	t.labels()
	t.parameters(func(model.Parameter) bool { return true })
	t.lists()
	if t.err != nil {
		return fmt.Errorf("write scenario %s: %w", c.Name, t.err)
	}
	if _, err := w.Write(t.Bytes()); err != nil {
		return fmt.Errorf("write scenario %s: %w", c.Name, err)
	}
	return nil
}

// Hash identifies a scenario by what it describes: it is the SHA-256, in hexadecimal, of the text of Write
// without labels (title, description, name) and without how it is run (parameters of scope run).
func Hash(c *model.Config) string {
	t := textOfConfig{config: c}
	t.parameters(func(p model.Parameter) bool { return p.Scope != model.Run })
	t.lists()
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
	if id < 0 || int(id) >= len(t.config.Services) {
		t.err = fmt.Errorf("there is no service %d", id)
		return ""
	}
	return quote(t.config.Services[id].Name)
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
