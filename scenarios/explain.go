package scenarios

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"polesim/model"
)

// width is the number of columns of explanations on a terminal.
const width = 100

// A Topic is a key of a scenario, explained: a parameter, or a label or list. It is what ExplainJSON writes.
type Topic struct {
	Key     string     `json:"key"`
	Kind    string     `json:"kind"` // number, count, switch, choice, perimeter or text
	Scope   string     `json:"scope,omitempty"`
	Unit    string     `json:"unit,omitempty"`
	Default any        `json:"default"` // as a scenario has it; null: none
	Min     *float64   `json:"min,omitempty"`
	Max     *float64   `json:"max,omitempty"`
	Choices []string   `json:"choices,omitempty"`
	Range   string     `json:"range,omitempty"`
	Example string     `json:"example"`
	Help    string     `json:"help"`
	Source  string     `json:"source,omitempty"`
	Fixed   bool       `json:"fixed,omitempty"` // a parameter that no event may change
	Needs   [][]string `json:"needs,omitempty"` // without one parameter of each list being on it has no effect
	Guide   string     `json:"guide,omitempty"` // how it is written, at length
	section string
}

// Topics lists all keys of scenarios: labels and lists, then the registry's sections in their order.
func Topics() []Topic {
	var topics []Topic
	for _, f := range fields {
		topics = append(topics, f.topic())
	}
	params := model.Parameters()
	for _, s := range model.Sections() {
		for _, p := range params {
			if p.Section() == s.Name {
				topics = append(topics, parameterTopic(p))
			}
		}
	}
	return topics
}

// kindNames and scopeNames are how explanations call what the registry numbers.
var (
	kindNames = map[model.ValueKind]string{model.Number: "number", model.Count: "count", model.Switch: "switch",
		model.Choice: "choice", model.Reference: "perimeter"}
	scopeNames = map[model.Scope]string{model.Run: "run", model.Hospitalwide: "hospital", model.PerPole: "pôle",
		model.PerService: "service"}
)

// parameterTopic explains a parameter.
func parameterTopic(p model.Parameter) Topic {
	t := Topic{Key: p.Key, Kind: kindNames[p.Kind], Scope: scopeNames[p.Scope], Unit: p.Unit, Range: interval(p),
		Choices: p.Choices, Help: p.Help, Source: p.Source, Fixed: p.Fixed, Needs: p.Needs(),
		section: p.Section()}
	written := p.Format(p.Default)
	switch p.Kind {
	case model.Switch:
		t.Default = p.Default != 0
	case model.Choice, model.Reference:
		t.Default = strings.Trim(written, `"`)
	default:
		written = number(p.Default)
		t.Default, t.Min, t.Max = p.Default, &p.Min, &p.Max
	}
	t.Example = p.Name() + " = " + written
	return t
}

// topic explains a field.
func (f field) topic() Topic {
	t := Topic{Key: f.Key, Kind: "text", Example: f.Form, Help: f.Help}
	if f.Default != "" {
		t.Default = f.Default
	}
	if in, _, nested := strings.Cut(f.Key, "."); nested {
		t.section = in
	}
	switch f.Key {
	case "services.kind":
		t.Kind, t.Choices, t.Range = "choice", model.KindNames, strings.Join(model.KindNames, ", ")
	case "services.activity":
		t.Kind, t.Range = "number", "above 0"
	case "event.month", "event.months":
		t.Kind, t.Range = "count", interval(model.Parameter{Min: map[string]float64{"event.months": 1}[f.Key], Max: float64(longestRun)})
	case "event":
		t.Kind, t.Guide = "list", timelineGuide
	case "event.set":
		t.Kind = "table"
	case "event.poles", "event.services", "event.move":
		t.Kind = "list"
	case "sites", "services", "poles", "perimeters", "poles.services", "workflow.flows":
		t.Kind = "list"
	}
	return t
}

// topicsOf finds the topics that a user means by a key: a full key, a section, or a name without its section.
func topicsOf(key string) ([]Topic, error) {
	all := Topics()
	key = strings.Trim(strings.TrimSpace(key), "[]")
	matches := func(is func(Topic) bool) []Topic {
		return slices.DeleteFunc(slices.Clone(all), func(t Topic) bool { return !is(t) })
	}
	if found := matches(func(t Topic) bool { return t.Key == key || t.section == key }); key != "" && len(found) > 0 {
		return found, nil
	}
	if found := matches(func(t Topic) bool { return strings.HasSuffix(t.Key, "."+key) }); len(found) > 0 {
		return found, nil
	}
	var keys, names []string
	byName := map[string]string{}
	for _, t := range all {
		keys = append(keys, t.Key)
		_, name, _ := strings.Cut(t.Key, ".")
		names, byName[name] = append(names, name), t.Key
	}
	for _, s := range model.Sections() {
		keys = append(keys, s.Name)
	}
	near, ok := nearest(key, keys)
	if !ok {
		if near, ok = nearest(key[strings.LastIndexByte(key, '.')+1:], names); ok {
			near = byName[near]
		}
	}
	if ok {
		return nil, fmt.Errorf("%s: no such key or section. Did you mean %s?", shorten(key), near)
	}
	return nil, fmt.Errorf("%s: no such key or section", shorten(key))
}

// Explain writes what a key means: its sentence, how to write it, range, default, scope and source. The key is a
// full one ("professionals.autonomy"), a section ("professionals"), or a name alone ("autonomy"). An unknown key
// is an error with the nearest known one.
func Explain(w io.Writer, key string) error {
	topics, err := topicsOf(key)
	if err != nil {
		return err
	}
	var b strings.Builder
	for i, t := range topics {
		if i > 0 {
			b.WriteByte('\n')
		}
		t.write(&b)
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// write explains a topic over several lines.
func (t Topic) write(b *strings.Builder) {
	fmt.Fprintf(b, "%s\n", t.Key)
	wrap(b, t.Help, "  ", "  ")
	row := func(label, text string) {
		if text != "" {
			wrap(b, text, fmt.Sprintf("  %-8s  ", label), strings.Repeat(" ", 12))
		}
	}
	row("written", t.Example)
	row("range", strings.TrimSpace(t.Range+" "+t.Unit))
	if t.Default != nil {
		row("default", t.defaultText())
	}
	row("scope", scopeHelp[t.Scope])
	row("needs", needsText(t.Needs))
	row("source", t.Source)
	if t.Fixed {
		row("fixed", "for a whole run: no event of a time line may change it")
	}
	if t.Guide != "" {
		b.WriteByte('\n')
		for _, line := range strings.Split(strings.TrimSuffix(t.Guide, "\n"), "\n") {
			fmt.Fprintf(b, "%s\n", strings.TrimRight("  "+line, " "))
		}
	}
}

// scopeHelp says where a parameter may be given.
var scopeHelp = map[string]string{
	"run":      "run: how the scenario is run, not part of the hospital",
	"hospital": "hospital: one value for all",
	"pôle":     "pôle: the hospital's, and any [[poles]] may have its own",
	"service":  "service: the hospital's, and any [[services]] may have its own",
}

// needsText lists what must be on for a parameter to have an effect.
func needsText(needs [][]string) string {
	all := make([]string, len(needs))
	for k, one := range needs {
		all[k] = strings.Join(one, " or ")
	}
	return strings.Join(all, ", and ")
}

// defaultText writes the default of a topic.
func (t Topic) defaultText() string {
	if v, ok := t.Default.(float64); ok {
		return number(v)
	}
	return fmt.Sprint(t.Default)
}

// ExplainAll writes all keys by section: default, range, unit and meaning.
func ExplainAll(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Labels and lists\n\n")
	for _, f := range fields {
		fmt.Fprintf(&b, "  %s\n", padded(f.Key, 38)+f.Form)
		wrap(&b, f.Help, "      ", "      ")
	}
	topics := Topics()
	for _, s := range model.Sections() {
		fmt.Fprintf(&b, "\n[%s]  %s\n\n", s.Name, s.About)
		for _, t := range topics {
			if t.section == s.Name && t.Scope != "" {
				line := "  " + padded(t.Example, 38) + padded(strings.TrimSpace(t.Range+" "+t.Unit), 40) + "  " + t.Scope
				fmt.Fprintf(&b, "%s\n", strings.TrimRight(line, " "))
				wrap(&b, t.Help, "      ", "      ")
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// ExplainJSON writes a list of Topics for other programs: those of a key, as Explain finds them, or all for "".
func ExplainJSON(w io.Writer, key string) error {
	topics := Topics()
	if key != "" {
		var err error
		if topics, err = topicsOf(key); err != nil {
			return err
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(topics)
}

// padded fills a text with blanks to a number of characters.
func padded(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-utf8.RuneCountInString(s)))
}

// wrap writes words in lines of at most width characters, the first after one indent, the others after another.
func wrap(b *strings.Builder, text, first, then string) {
	line, n := first, utf8.RuneCountInString(first)
	start := true
	for _, word := range strings.Fields(text) {
		l := utf8.RuneCountInString(word)
		if !start && n+1+l > width {
			b.WriteString(line + "\n")
			line, n, start = then, utf8.RuneCountInString(then), true
		}
		if !start {
			line, n = line+" ", n+1
		}
		line, n, start = line+word, n+l, false
	}
	b.WriteString(line + "\n")
}
