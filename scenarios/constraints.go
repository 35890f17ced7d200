package scenarios

import (
	"fmt"
	"slices"

	"polesim/model"
)

// A constraint is what must hold between the values of several parameters.
type constraint struct {
	keys []string // all involved; a problem is reported at the first that the scenario sets
	// broken says what is wrong with the values, in the order of the keys, or nothing.
	broken func(c *model.Config, v []float64) string
	// onlyGenerated constraints matter where no services are listed.
	onlyGenerated bool

	ids   []model.ParameterID // of the keys
	known bool                // to the registry, all of them
}

// mostCouplings is the number of practices on which the worth of one may depend, itself included: the model
// counts the states of a contribution in 16 bits.
const mostCouplings = 16

var constraints = []constraint{
	{keys: []string{"environment.interdependence_within", "environment.practices"}, broken: func(_ *model.Config, v []float64) string {
		if v[0] > v[1]-1 {
			return fmt.Sprintf("is more than the %s other practices of a service (environment.practices − 1). Did you mean %[1]s?", number(v[1]-1))
		}
		return ""
	}},
	{keys: []string{"environment.interdependence_across", "environment.practices", "hospital.services"}, broken: func(c *model.Config, v []float64) string {
		services := v[2]
		if len(c.Services) > 0 {
			services = float64(len(c.Services))
		}
		if most := v[1] * (services - 1); v[0] > most {
			return fmt.Sprintf("is more than the %s practices of all other services. Did you mean %[1]s?", number(most))
		}
		return ""
	}},
	{keys: []string{"environment.interdependence_across", "environment.interdependence_within"}, broken: func(_ *model.Config, v []float64) string {
		if v[0]+v[1]+1 > mostCouplings {
			return fmt.Sprintf("is too much: with interdependence within and the practice itself at most %d practices are possible. Did you mean %s?",
				mostCouplings, number(mostCouplings-1-v[1]))
		}
		return ""
	}},
	{keys: []string{"hospital.blocks", "hospital.services"}, onlyGenerated: true, broken: func(_ *model.Config, v []float64) string {
		return notMore(v[0], v[1], "services of the hospital (hospital.services)")
	}},
	{keys: []string{"hospital.poles", "hospital.services"}, onlyGenerated: true, broken: func(_ *model.Config, v []float64) string {
		return notMore(v[0], v[1], "services of the hospital (hospital.services)")
	}},
}

// What generates a hospital has no effect on one that lists its services: a value other than the default is a mistake.
func init() {
	for _, p := range model.Parameters() {
		if p.Section() != "hospital" {
			continue
		}
		usual := p.Default
		constraints = append(constraints, constraint{keys: []string{p.Key}, broken: func(c *model.Config, v []float64) string {
			if len(c.Services) > 0 && v[0] != usual {
				return "has no effect: it generates a hospital, and this scenario lists its services"
			}
			return ""
		}})
	}
	for i := range constraints {
		constraints[i].ids, constraints[i].known = lookupAll(constraints[i].keys)
	}
	for _, section := range weightSections {
		if ids := weightsOf(section); len(ids) > 0 {
			weights = append(weights, weightSet{section, ids, "all of " + joined(registry, ids, ", ") + " are 0, expected at least one above 0"})
		}
	}
}

// A weightSet is the weights of a section.
type weightSet struct {
	section string
	ids     []model.ParameterID
	all0    string // says that all are 0
}

// weights are those of all weightSections. They and the constraints are found in the registry once: a study checks a
// scenario at each of its points.
var weights []weightSet

// weightSections are the sections whose weights are scaled to sum to 1, so that one of them must be above 0.
var weightSections = []string{"formal", "arenas", "agenda", "professionals", "direction", "chief"}

// weightsOf lists the weights of a section.
func weightsOf(section string) []model.ParameterID {
	var ids []model.ParameterID
	for id, p := range model.Parameters() {
		if p.Section() == section && p.Unit == "weight" {
			ids = append(ids, model.ParameterID(id))
		}
	}
	return ids
}

// notMore complains when v is above most.
func notMore(v, most float64, of string) string {
	if v > most {
		return fmt.Sprintf("is more than the %s %s. Did you mean %[1]s?", number(most), of)
	}
	return ""
}

// A breach is a constraint that a Config does not meet.
type breach struct {
	ids     []model.ParameterID
	section string // whose weights are all 0; else empty
	service int    // whose own values break it, or -1
	pole    int    // likewise
	message string
}

// breaches lists the constraints that a Config does not meet.
func breaches(c *model.Config) []breach {
	var found []breach
	for _, con := range constraints {
		if !con.known || con.onlyGenerated && len(c.Services) > 0 {
			continue
		}
		v := make([]float64, len(con.ids))
		for i, id := range con.ids {
			v[i] = c.Value(id)
		}
		if m := con.broken(c, v); m != "" {
			found = append(found, breach{con.ids, "", -1, -1, m})
		}
	}
	for _, w := range weights {
		found = append(found, w.weightless(c)...)
	}
	return found
}

// weightless lists where all of a set of weights are 0: in the hospital, or in a service or pôle of its own.
func (w weightSet) weightless(c *model.Config) []breach {
	var found []breach
	section, ids, message := w.section, w.ids, w.all0
	sum := 0.0
	for _, id := range ids {
		sum += c.Value(id)
	}
	if sum == 0 {
		found = append(found, breach{ids, section, -1, -1, message})
	}
	overridden := func(own model.Overrides) bool {
		if len(own) == 0 {
			return false
		}
		sum, any := 0.0, false
		for _, id := range ids {
			v, ok := own[id]
			if !ok {
				v = c.Value(id)
			}
			sum, any = sum+v, any || ok
		}
		return any && sum == 0
	}
	for i, s := range c.Services {
		if overridden(s.Own) {
			found = append(found, breach{ids, section, i, -1, message})
		}
	}
	for i, p := range c.Poles {
		if overridden(p.Own) {
			found = append(found, breach{ids, section, -1, i, message})
		}
	}
	return found
}

// lookupAll finds parameters by key.
func lookupAll(keys []string) ([]model.ParameterID, bool) {
	ids := make([]model.ParameterID, len(keys))
	for i, key := range keys {
		id, ok := model.Lookup(key)
		if !ok {
			return nil, false
		}
		ids[i] = id
	}
	return ids, true
}

// problem puts a breach into words. A breach in a service or pôle is named after it, one of weights after their
// section, any other after its first parameter.
func (b breach) problem(c *model.Config) Problem {
	p := Problem{File: c.Name, Message: b.message}
	switch {
	case b.service >= 0:
		p.Key = "services[" + indexName(c.Services[b.service].Name) + "]"
	case b.pole >= 0:
		p.Key = "poles[" + indexName(c.Poles[b.pole].Name) + "]"
	case b.section != "":
		p.Key = b.section
	default:
		p.Key, p.Value = registry[b.ids[0]].Key, number(c.Value(b.ids[0]))
	}
	return p
}

// checkConstraints reports the constraints that the scenario does not meet, where it sets one of the values.
func (k *checker) checkConstraints() {
	for _, b := range breaches(k.config) {
		if slices.ContainsFunc(b.ids, func(id model.ParameterID) bool { return k.bad[id] }) {
			continue
		}
		p := b.problem(k.config)
		p.File = k.tree.from.name
		if n := k.blamed(b); n != nil {
			p.File = n.from.name
			p.Line, p.Col = n.from.position(n.value)
		}
		k.add(p)
	}
}

// blamed returns what breaks a constraint: the service or pôle, or else the first value involved that the
// scenario sets, a --set before the file.
func (k *checker) blamed(b breach) *node {
	if b.service >= 0 {
		return k.services[b.service]
	}
	if b.pole >= 0 {
		return k.poles[b.pole]
	}
	var blamed *node
	for _, id := range b.ids {
		if n := k.given[id]; n != nil && (blamed == nil || n.from.isSet() && !blamed.from.isSet()) {
			blamed = n
		}
	}
	return blamed
}
