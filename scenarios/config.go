package scenarios

import (
	"fmt"

	"polesim/model"
)

// Check says what is wrong with the values of a Config that a program has changed since it was loaded: every
// parameter in its range, and what must hold between them. Errors are [Problems] without a place.
func Check(c *model.Config) error {
	var problems Problems
	params := registry
	check := func(prefix string, id model.ParameterID, v float64) {
		if p := params[id]; p.Check(v) != nil {
			problems = append(problems, Problem{File: c.Name, Key: prefix + p.Key, Value: number(v),
				Message: fmt.Sprintf("%s, expected %s", p.Check(v), about(p))})
		}
	}
	for id, v := range c.Values {
		check("", model.ParameterID(id), v)
	}
	for i, s := range c.Services {
		for _, id := range sortedIDs(s.Own) {
			check(fmt.Sprintf("services[%s].", indexName(c.Services[i].Name)), id, s.Own[id])
		}
	}
	for i, p := range c.Poles {
		for _, id := range sortedIDs(p.Own) {
			check(fmt.Sprintf("poles[%s].", indexName(c.Poles[i].Name)), id, p.Own[id])
		}
	}
	for _, e := range c.Timeline {
		prefix := "event[" + indexName(e.Name) + "].set."
		for _, id := range sortedIDs(e.Settings) {
			check(prefix, id, e.Settings[id])
			if message := unchangeable(params[id], whose{len(e.Poles) > 0, len(e.Services) > 0}); message != "" {
				problems = append(problems, Problem{File: c.Name, Key: prefix + params[id].Key, Message: message})
			}
		}
	}
	if len(problems) > 0 {
		return problems.Err()
	}
	for _, b := range breaches(c) {
		problems = append(problems, b.problem(c))
	}
	if len(problems) > 0 {
		return problems.Err()
	}
	for _, month := range c.Turns() {
		for _, b := range breaches(c.At(month)) {
			p := b.problem(c.At(month))
			p.Message = fmt.Sprintf("from month %d on: %s", month, p.Message)
			problems = append(problems, p)
		}
	}
	return problems.Err()
}
