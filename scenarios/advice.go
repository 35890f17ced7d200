package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"polesim/model"
	"polesim/sim"
)

// Advice is what there is to say of a scenario that is right.
type Advice struct {
	Warnings Problems // on what is hardly meant
	Notes    Problems // on values that somebody wrote and nothing reads
}

// A stated value of a parameter: the hospital's, a pôle's, a service's or an event's.
type stated struct {
	id    model.ParameterID
	value float64
	at    *node
	key   string
}

// advise gives advice on a scenario that was read from a file.
func (k *checker) advise(file string) {
	k.advice.Notes = k.idle(file).sorted()
	if k.meetingless() {
		k.advice.Warnings = append(k.advice.Warnings, k.tree.child("poles").keyProblem("poles", "are drawn, but nobody meets in them: arenas.pole is 0, as by default. "+
			"Write [arenas] and below it pole = 1 and none = 0, or run a scenario that extends this one and says so; if nobody is to meet, none = 1"))
	}
}

// meetingless tells whether a scenario draws pôles and leaves it at the default that nobody ever meets, in them or
// anywhere else. One that says itself that nobody meets (arenas.none) means it.
func (k *checker) meetingless() bool {
	none, _ := model.Lookup("arenas.none")
	if len(k.config.Poles) == 0 || k.tree.child("poles").empty() || k.given[none] != nil {
		return false
	}
	for _, month := range append(k.config.Turns(), 0) {
		now := k.config.At(month)
		for _, id := range weightsOf("arenas") {
			if id != none && now.Value(id) > 0 {
				return false
			}
		}
	}
	return true
}

// idle notes the parameters that the file itself or a --set gives a value and nothing in the scenario reads, each once. What
// the file extends says what holds for others too, a default is what would hold without a word, and 0 asks for nothing.
func (k *checker) idle(file string) (notes Problems) {
	seen := make(map[model.ParameterID]bool)
	for _, w := range k.stated {
		own := w.at.from.isSet() || w.at.from.name == file
		if !own || seen[w.id] || w.value == 0 || w.value == k.params[w.id].Default {
			continue
		}
		if lacks := k.config.Lacks(w.id); lacks != nil {
			seen[w.id] = true
			notes = append(notes, w.at.problem(w.key, WithoutEffect(lacks)))
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
	return Problems{{File: c.Name, Message: fmt.Sprintf("%d of %d events lie beyond the end of a run of %d months and never come to pass, the first of them %q (%s)",
		beyond, len(c.Timeline), months, first.Name, when)}}
}

// Common joins the notes of several scenarios. It leaves out those on a --set that has an effect in one of them, which it is
// meant for then; of a set without effect in any it says so once.
func Common(notes ...Problems) (list Problems) {
	for _, of := range notes {
		for _, n := range of {
			among := func(of Problems) bool {
				return slices.ContainsFunc(of, func(m Problem) bool { return m.File == n.File && m.Key == n.Key })
			}
			acts := slices.ContainsFunc(notes, func(of Problems) bool { return !among(of) })
			if !n.FromSet() || !acts && !among(list) {
				list = append(list, n)
			}
		}
	}
	return list
}
