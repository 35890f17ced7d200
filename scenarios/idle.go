package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"polesim/model"
	"polesim/sim"
)

// A stated value of a parameter: the hospital's, a pôle's, a service's or an event's.
type stated struct {
	id    model.ParameterID
	value float64
	at    *node
	key   string
}

// idle notes the parameters that the file itself or a --set gives a value and nothing in the scenario reads, each once. What
// the file extends says what holds for others too, a default is what would hold without a word, and 0 asks for nothing.
func (k *checker) idle() (notes Problems) {
	seen := make(map[model.ParameterID]bool)
	for _, w := range k.stated {
		own := w.at.from.isSet() || w.at.from.name == k.file
		if !own || seen[w.id] || w.value == 0 || w.value == k.params[w.id].Default {
			continue
		}
		if lacks := k.config.Lacks(w.id); lacks != nil {
			seen[w.id] = true
			note := w.at.problem(w.key, WithoutEffect(lacks))
			note.Note = true
			notes = append(notes, note)
		}
	}
	return notes
}

// WithoutEffect says why a parameter has none: all of what it lacks is off, and one would do.
func WithoutEffect(lacks []string) string {
	var how []string
	for _, key := range lacks {
		id, _ := model.Lookup(key)
		switch p := registry[id]; p.Kind {
		case model.Switch:
			how = append(how, fmt.Sprintf("the part %s is off; switch it on with %[1]s = true", key))
		case model.Choice:
			how = append(how, fmt.Sprintf("%s is %s; it takes %[1]s = %[3]s", key, p.Format(0), p.Format(1)))
		default:
			how = append(how, fmt.Sprintf("%s is 0; it takes more than 0", key))
		}
	}
	return "has no effect here: " + strings.Join(how, ". Or ")
}

// CutShort notes that events lie beyond the last month of a run, if there are any.
func CutShort(c *model.Config, months int) (notes Problems) {
	var first *model.Event
	beyond := 0
	for k := range c.Timeline {
		if e := &c.Timeline[k]; e.Month >= months {
			beyond++
			if first == nil || e.Month < first.Month {
				first = e
			}
		}
	}
	if beyond == 0 {
		return nil
	}
	when := fmt.Sprintf("month %d", first.Month)
	if c.Start != (sim.Date{}) {
		when = c.Start.After(first.Month).String()
	}
	return Problems{{Note: true, File: c.Name, Message: fmt.Sprintf("%d of %d events lie beyond the end of a run of %d months and never come to pass, the first of them %q (%s)",
		beyond, len(c.Timeline), months, first.Name, when)}}
}

// Common joins the advice on several scenarios. It leaves out notes on a --set that has an effect in one of them, which it is
// meant for then; of a set without effect in any it says so once.
func Common(advice ...Problems) (list Problems) {
	for _, of := range advice {
		for _, n := range of {
			among := func(of Problems) bool {
				return slices.ContainsFunc(of, func(m Problem) bool { return m.File == n.File && m.Key == n.Key })
			}
			acts := slices.ContainsFunc(advice, func(of Problems) bool { return !among(of) })
			if !n.FromSet() || !n.Note || !acts && !among(list) {
				list = append(list, n)
			}
		}
	}
	return list
}
