package scenarios

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"polesim/model"
)

// section reads a table of the hospital's parameters.
func (k *checker) section(name string, partial bool) {
	table := k.tree.child(name)
	if table == nil {
		return
	}
	if table.form != tableForm {
		k.at(table, name, "is %s, expected a section: [%s] and below it key = value", table.what(), name)
		return
	}
	var known []string
	for _, p := range k.params {
		if p.Section() == name {
			known = append(known, p.Name())
		}
	}
	known = append(known, fieldNames(name)...)
	for _, key := range table.keys {
		n, full := table.table[key], name+"."+key
		id, ok := model.Lookup(full)
		if _, isField := lookupField(full); isField {
			continue
		} else if !ok {
			k.unknown(n, name+"."+shorten(key), key, known)
			continue
		}
		if partial && k.params[id].Kind == model.Reference {
			continue
		}
		k.given[id] = n
		if v, ok := k.value(n, full, k.params[id]); ok {
			k.config.Values[id] = v
			k.stated = append(k.stated, stated{id, v, n, full})
		} else {
			k.bad[id] = true
		}
	}
}

// value reads and checks the value of a parameter.
func (k *checker) value(n *node, key string, p model.Parameter) (float64, bool) {
	switch p.Kind {
	case model.Switch:
		return k.truth(n, key)
	case model.Choice:
		return k.word(n, key, p.Choices)
	case model.Reference:
		return k.reference(n, key)
	}
	return k.number(n, key, p)
}

// number reads a number or a count.
func (k *checker) number(n *node, key string, p model.Parameter) (float64, bool) {
	v, ok := n.asNumber()
	if !ok {
		k.at(n, key, "is %s, expected %s such as %s%s", n.what(), article(p), number(p.Default), commaHint(n))
		return 0, false
	}
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		k.at(n, key, "is not a finite number, expected one in %s", about(p))
	case p.Kind == model.Count && v != math.Trunc(v):
		k.at(n, key, "is not a whole number, expected one in %s.%s", about(p), suggest(p, v))
	case v < p.Min || v > p.Max || !n.exact(v):
		k.at(n, key, "is out of range %s.%s", about(p), suggest(p, v))
	case p.Check(v) != nil: // whatever else the registry may come to demand
		k.at(n, key, "%s.%s", p.Check(v), suggest(p, v))
	default:
		return v + 0, true // no negative zero
	}
	return 0, false
}

// asNumber reads a number. Text given by --set may be one in any usual form.
func (n *node) asNumber() (float64, bool) {
	if n.form != scalarForm {
		return 0, false
	}
	switch v := n.scalar.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// exact tells whether v is what was written: whole numbers beyond 2^53 are not kept by a float64.
func (n *node) exact(v float64) bool {
	i, whole := n.scalar.(int64)
	return !whole || (math.Abs(v) <= 1<<53 && int64(v) == i)
}

// article names what a parameter wants.
func article(p model.Parameter) string {
	if p.Kind == model.Count {
		return "a whole number"
	}
	return "a number"
}

// about is the range of a parameter and what it is: "[0, 120] (months: how long undoing …)".
func about(p model.Parameter) string {
	meaning := strings.TrimSuffix(p.Help, ".")
	if i := strings.IndexAny(meaning, ":;,("); i > 0 {
		meaning = strings.TrimSpace(meaning[:i])
	}
	meaning = lowerFirst(meaning)
	if p.Unit != "" && !strings.HasPrefix(meaning, strings.ToLower(p.Unit)) {
		meaning = p.Unit + ": " + meaning
	}
	return interval(p) + " (" + meaning + ")"
}

// interval writes the admissible values of a parameter, plainer than Parameter.Range does for large numbers.
func interval(p model.Parameter) string {
	if p.Kind == model.Number || p.Kind == model.Count {
		return "[" + number(p.Min) + ", " + number(p.Max) + "]"
	}
	return p.Range()
}

// lowerFirst makes the first letter small, unless the word is an abbreviation or a single letter.
func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return string(s[0]+'a'-'A') + s[1:]
	}
	return s
}

// suggest is " Did you mean x?" with the nearest admissible number.
func suggest(p model.Parameter, v float64) string {
	near, ok := nearestNumber(p, v)
	if !ok {
		return ""
	}
	return fmt.Sprintf(" Did you mean %s?", number(near))
}

// commaHint reads a text that was meant as a number.
func commaHint(n *node) string {
	s, ok := n.asText()
	if !ok {
		return ""
	}
	s = strings.TrimSpace(s)
	scale := 1.0
	if t, percent := strings.CutSuffix(s, "%"); percent {
		s, scale = strings.TrimSpace(t), 100
	}
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return fmt.Sprintf(". Did you mean %s?", number(v/scale))
}

// truth reads true or false.
func (k *checker) truth(n *node, key string) (float64, bool) {
	if n.form == scalarForm {
		if b, ok := n.scalar.(bool); ok {
			if b {
				return 1, true
			}
			return 0, true
		}
	}
	hint := ""
	word, _ := n.asText()
	v, isNumber := n.asNumber()
	switch strings.ToLower(word) {
	case "true", "yes", "on", "oui", "vrai", "1":
		hint = ". Did you mean true?"
	case "false", "no", "off", "non", "faux", "0":
		hint = ". Did you mean false?"
	}
	if isNumber && v == 0 {
		hint = ". Did you mean false?"
	} else if isNumber && v == 1 {
		hint = ". Did you mean true?"
	}
	k.at(n, key, "is %s, expected true or false%s", n.what(), hint)
	return 0, false
}

// word reads one of several words, as its index.
func (k *checker) word(n *node, key string, choices []string) (float64, bool) {
	s, ok := n.asText()
	if !ok {
		k.at(n, key, "is %s, expected one of %s", n.what(), strings.Join(quoted(choices), ", "))
		return 0, false
	}
	i := slices.Index(choices, s)
	if i < 0 {
		k.at(n, key, "is not one of %s.%s", strings.Join(quoted(choices), ", "), k.didYouMean(s, choices))
		return 0, false
	}
	return float64(i), true
}

// given is the name of the perimeter that the pôles of the scenario make.
const given = "given"

// reference reads the name of a perimeter: 0 for the given one, else its number from 1.
func (k *checker) reference(n *node, key string) (float64, bool) {
	names := []string{given}
	for _, p := range k.config.Perimeters {
		names = append(names, p.Name)
	}
	s, ok := n.asText()
	if !ok {
		k.at(n, key, "is %s, expected the name of a perimeter in quotes", n.what())
		return 0, false
	}
	i := slices.Index(names, s)
	switch {
	case i >= 0:
		return float64(i), true
	case k.broken["perimeters"] || k.broken["services"]:
		return 0, false
	case len(names) == 1:
		k.at(n, key, `is not a perimeter of this scenario, which has no [perimeters]: expected "given"`)
	default:
		k.at(n, key, "is not a perimeter of this scenario, expected one of %s.%s", strings.Join(quoted(names), ", "), k.didYouMean(s, names))
	}
	return 0, false
}
