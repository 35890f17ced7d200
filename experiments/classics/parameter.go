package classics

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"polesim/scenarios"
)

// A Parameter is something that a user can set, under the name that it has in the paper.
type Parameter struct {
	Name     string
	Unit     string
	Help     string // one sentence
	Kind     Kind
	Default  float64 // of a number or a count; index of a choice
	Min, Max float64 // of a number or a count
	Choices  []string
	Text     string // default of a text
	// Matters says at which settings the parameter makes a difference; nil: at all.
	Matters func(v Values) bool
	// Check says what is wrong with a text, and nil if nothing is.
	Check func(text string) error
}

// A Kind is what values a parameter takes.
type Kind int

// The kinds: any number of a range, a whole number of a range, one of some words, or a text with a form of its own.
const (
	Number Kind = iota
	Count
	Choice
	Text
)

// Range says in words what values the parameter takes.
func (p *Parameter) Range() string {
	switch p.Kind {
	case Choice:
		return strings.Join(p.Choices, ", ")
	case Text:
		return "text"
	case Count:
		return fmt.Sprintf("whole number, %s to %s", short(p.Min), short(p.Max))
	}
	return fmt.Sprintf("%s to %s", short(p.Min), short(p.Max))
}

// Standard is the default, as one would type it.
func (p *Parameter) Standard() string {
	switch p.Kind {
	case Choice:
		return p.Choices[int(p.Default)]
	case Text:
		return p.Text
	}
	return short(p.Default)
}

func short(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// Values are values of all parameters of a model.
type Values struct {
	of      *Classic
	numbers []float64 // of numbers, counts and, by index, choices
	texts   []string
}

// Defaults returns the values of the paper.
func (c *Classic) Defaults() Values {
	v := Values{of: c, numbers: make([]float64, len(c.Parameters)), texts: make([]string, len(c.Parameters))}
	for i := range c.Parameters {
		v.numbers[i], v.texts[i] = c.Parameters[i].Default, c.Parameters[i].Text
	}
	return v
}

// Number returns a number.
func (v Values) Number(name string) float64 { return v.numbers[v.at(name)] }

// Count returns a count.
func (v Values) Count(name string) int { return int(v.numbers[v.at(name)]) }

// Choice returns the word chosen.
func (v Values) Choice(name string) string {
	i := v.at(name)
	return v.of.Parameters[i].Choices[int(v.numbers[i])]
}

// Text returns a text.
func (v Values) Text(name string) string { return v.texts[v.at(name)] }

func (v Values) at(name string) int {
	i := v.of.parameter(name)
	if i < 0 {
		panic("classics: " + v.of.Name + " has no parameter " + name)
	}
	return i
}

// All returns the value of each parameter as one would type it.
func (v Values) All() map[string]string {
	all := map[string]string{}
	for i := range v.of.Parameters {
		all[v.of.Parameters[i].Name] = v.written(i)
	}
	return all
}

// String lists what differs from the defaults: "N=24 K=8"; "as in the paper" if nothing does.
func (v Values) String() string {
	var set []string
	for i := range v.of.Parameters {
		p := &v.of.Parameters[i]
		if w := v.written(i); w != p.Standard() {
			set = append(set, p.Name+"="+w)
		}
	}
	if len(set) == 0 {
		return "as in the paper"
	}
	return strings.Join(set, " ")
}

// written is a value as one would type it.
func (v Values) written(i int) string {
	p := v.of.Parameters[i]
	p.Default, p.Text = v.numbers[i], v.texts[i]
	return p.Standard()
}

// parameter returns the place of a parameter, −1 if there is none. Capitals count: papers have a K and a k.
func (c *Classic) parameter(name string) int {
	return slices.IndexFunc(c.Parameters, func(p Parameter) bool { return p.Name == name })
}

// A SettingsError is a mistake in what a user set.
type SettingsError struct {
	Classic, Parameter string // Parameter is "" if it is in how several go together
	What               string
}

// Error names the model, the parameter, what is wrong and what was expected.
func (e *SettingsError) Error() string {
	if e.Parameter == "" {
		return e.Classic + ": " + e.What
	}
	return e.Classic + ": " + e.Parameter + " " + e.What
}

// mismatch is an error of values that do not go together.
func (v Values) mismatch(parameter, format string, args ...any) error {
	return &SettingsError{v.of.Name, parameter, fmt.Sprintf(format, args...)}
}

// Read returns the defaults with some set: "N=24". All mistakes are reported at once, each a [*SettingsError].
func (c *Classic) Read(sets ...string) (Values, error) {
	v := c.Defaults()
	var problems []error
	for _, s := range sets {
		name, value, is := strings.Cut(s, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if name == "" || value == "" {
			missing := "value"
			if is && name == "" {
				missing = "name"
			}
			problems = append(problems, &SettingsError{c.Name, s, "has no " + missing + ": expected name=value, as " + c.Parameters[0].Name + "=" + c.Parameters[0].Standard()})
			continue
		}
		if err := v.Set(name, value); err != nil {
			problems = append(problems, err)
		}
	}
	if len(problems) == 0 {
		if _, err := c.New(v); err != nil { // values that do not go together
			problems = append(problems, err)
		}
	}
	return v, errors.Join(problems...)
}

// Set sets one parameter as a user types it.
func (v *Values) Set(name, value string) error {
	i := v.of.parameter(name)
	if i < 0 {
		return &SettingsError{v.of.Name, name, "is not a parameter." + v.of.meant(name)}
	}
	p := &v.of.Parameters[i]
	wrong := func(format string, args ...any) error {
		return &SettingsError{v.of.Name, name, "= " + value + " " + fmt.Sprintf(format, args...)}
	}
	switch p.Kind {
	case Text:
		if p.Check != nil {
			if err := p.Check(value); err != nil {
				return wrong("%v", err)
			}
		}
		v.texts[i] = value
		return nil
	case Choice:
		k := slices.Index(p.Choices, value)
		if k < 0 {
			return wrong("is none of %s.%s", p.Range(), scenarios.DidYouMean(value, p.Choices))
		}
		v.numbers[i] = float64(k)
		return nil
	}
	x, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange) || math.IsNaN(x):
		return wrong("is no number, expected %s (%s)", p.Range(), p.Unit)
	case p.Kind == Count && x != math.Trunc(x):
		return wrong("is no whole number, expected %s (%s)", p.Range(), p.Unit)
	case x < p.Min || x > p.Max:
		return wrong("is out of range, expected %s (%s)", p.Range(), p.Unit)
	}
	v.numbers[i] = x
	return nil
}

// meant says what a user may have meant by a name.
func (c *Classic) meant(name string) string {
	names := make([]string, len(c.Parameters))
	for i := range c.Parameters {
		names[i] = c.Parameters[i].Name
	}
	if near := scenarios.DidYouMean(name, names); near != "" {
		return near
	}
	return " There are " + strings.Join(names, ", ") + "."
}
