package design

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"polesim/model"
	"polesim/scenarios"
)

// try tells whether a value can be one of a key in the factor's scenarios, and reports if it cannot.
func (r *factorReader) try(n node, key string) bool { return r.tryFor(n, key, r.f) }

func (r *reader) tryFor(n node, key string, f *Factor) bool {
	if id, ok := r.plain(key); ok {
		_, problems := n.Parameter(key, parameters[id])
		r.problems = append(r.problems, problems...)
		return len(problems) == 0
	}
	text := n.Inline()
	if v, ok := n.Number(); ok {
		text = scenarios.FormatNumber(v)
	}
	s := placedSet{key: key, text: key + "=" + text, at: n}
	if i := slices.Index(f.Keys, key); i < len(f.written) {
		s.named = f.written[i]
	}
	return r.tryAll(n, nil, []placedSet{s}, f)
}

// tryAll tells whether changes can be made to the factor's scenarios, what must hold between values aside, and reports what
// stands in their way.
func (r *reader) tryAll(at node, over *scenarios.Overlay, sets []placedSet, f *Factor) bool {
	if r.d.Classic != nil {
		return r.tryClassic(sets)
	}
	if len(r.judges) == 0 {
		return r.tryAnywhere(at, sets)
	}
	var found scenarios.Problems
	var in [][]string // scenarios, by problem
	tried := 0
	for _, j := range r.judges {
		if !f.holdsIn(j.name) {
			continue
		}
		tried++
		_, err := j.draft.CheckValues(overlays(over), texts(sets)...)
		for _, p := range problemsOf(err) {
			switch {
			case p.FromSet():
				p = placed(p, at, sets)
			case p.File == j.name:
				p.File, p.Line, p.Col = "", 0, 0
				p = at.Problem("factor", "leads to: %s", p.Error())
			}
			i := slices.Index(found, p)
			if i < 0 {
				i, found, in = len(found), append(found, p), append(in, nil)
			}
			in[i] = append(in[i], j.name)
		}
	}
	for i, p := range found {
		switch {
		case len(in[i]) == tried: // it is wrong wherever it is set
		case len(in[i]) == 1:
			p.Message += " (in scenario " + in[i][0] + ")"
		default:
			p.Message += " (in scenarios " + listed(in[i]) + ")"
		}
		r.problems = append(r.problems, p)
	}
	return len(found) == 0
}

// tryAnywhere is tryAll where no scenario can be read: it reports what would be wrong in any of them.
func (r *reader) tryAnywhere(at node, sets []placedSet) bool {
	ok := true
	for _, s := range sets {
		if id, known := model.Lookup(s.key); known && parameters[id].Kind == model.Reference {
			continue // which there are is the scenario's to say
		}
		_, err := anyScenario().CheckValues(nil, s.text)
		for _, p := range problemsOf(err) {
			_, known := model.Lookup(p.Key)
			if known || p.Value == "" && p.Key == s.key && !strings.Contains(s.key, "[") {
				r.problems = append(r.problems, placed(p, at, sets))
				ok = false
			}
		}
	}
	return ok
}

// anyScenario is a scenario to judge by what holds in all: the one that init copies.
var anyScenario = sync.OnceValue(func() *scenarios.Draft {
	c, err := scenarios.Load("example")
	if err != nil {
		panic("design: " + err.Error())
	}
	draft, err := scenarios.NewDraft(c)
	if err != nil {
		panic("design: " + err.Error())
	}
	return draft
})

func problemsOf(err error) (problems scenarios.Problems) {
	errors.As(err, &problems)
	return problems
}

func overlays(over *scenarios.Overlay) []*scenarios.Overlay {
	if over == nil {
		return nil
	}
	return []*scenarios.Overlay{over}
}

// apart reports keys that another factor sets in the same scenario.
func (r *reader) apart(n node, f *Factor) {
	for i := range r.d.Factors {
		other := &r.d.Factors[i]
		if !meet(f.Scenarios, other.Scenarios) {
			continue
		}
		for _, a := range f.Keys {
			for _, b := range other.Keys {
				switch {
				case a == b:
					r.atKey(n, "factor["+f.Name+"]", "sets %s, which factor %s sets too: one of them would have no effect", a, other.Name)
				case within(a, b):
					r.atKey(n, "factor["+f.Name+"]", "sets %s and factor %s sets %s, one inside the other: one of them would have no effect", a, other.Name, b)
				}
			}
		}
	}
}

// meet says whether two lists of scenarios, of which an empty one is all, have one in common.
func meet(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}
