package scenarios

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// A step leads from a value to one inside it: by key into a table, or by number or name into a list.
type step struct {
	key    string
	index  bool // into a list
	quoted bool // the name was in quotes, so that it is no number
}

// assign gives a key of the tree the value of a --set text, key=value. It returns what is wrong with the text;
// whether the value suits the key is checked later, with the rest of the tree.
func assign(tree *node, text string) *Problem {
	wrong := func(key, format string, args ...any) *Problem {
		return &Problem{File: setPrefix + shorten(text), Key: key, Message: fmt.Sprintf(format, args...)}
	}
	key, value, ok := cutAssignment(text)
	if !ok {
		return wrong("", "expected key=value, such as professionals.autonomy=0.2")
	}
	steps, message := parseKey(key)
	if message != "" {
		return wrong(strings.TrimSpace(key), "%s", message)
	}
	if steps[0].key == "extends" {
		return wrong("extends", "cannot be set: a scenario says in its file what it extends")
	}
	if !decodable(value) {
		return wrong(strings.TrimSpace(key), "the value is not UTF-8 text or is too deep")
	}
	v := parseValue(setPrefix+shorten(text), value)
	at := tree
	for i, s := range steps[:len(steps)-1] {
		next, message := at.step(s, steps[i+1].index, v.from)
		if message != "" {
			return wrong(written(steps[:i+1]), "%s", message)
		}
		at = next
	}
	if message := at.replace(steps[len(steps)-1], v); message != "" {
		return wrong(written(steps), "%s", message)
	}
	return nil
}

// cutAssignment splits key=value at the first equals sign outside quotes and brackets.
func cutAssignment(text string) (key, value string, ok bool) {
	var quote rune
	depth := 0
	for i, r := range text {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case depth == 0 && r == '=':
			return text[:i], text[i+1:], strings.TrimSpace(text[:i]) != ""
		case r == '"':
			quote = r
		case r == '[':
			depth++
		case r == ']' && depth > 0:
			depth--
		}
	}
	return "", "", false
}

// parseKey splits the key of a --set into steps, or says what is wrong with it.
func parseKey(key string) (steps []step, message string) {
	rest := strings.TrimSpace(key)
	for rest != "" {
		var s step
		var ok bool
		switch {
		case rest[0] == '[' && len(steps) > 0:
			s, rest, ok = cutPart(rest[1:], "]")
			s.index, ok = true, ok && strings.HasPrefix(rest, "]")
			rest = strings.TrimPrefix(rest, "]")
		case rest[0] == '.' && len(steps) > 0:
			s, rest, ok = cutPart(rest[1:], ".[")
		case len(steps) == 0:
			s, rest, ok = cutPart(rest, ".[")
		}
		if !ok {
			return nil, "is not a key, expected one such as professionals.autonomy or services[Cardiology].activity"
		}
		steps = append(steps, s)
	}
	if len(steps) > deepest {
		return nil, "is nested too deep"
	}
	return steps, ""
}

// cutPart takes a name, in double quotes or up to one of the ends, off a key.
func cutPart(text, ends string) (s step, rest string, ok bool) {
	if strings.HasPrefix(text, `"`) {
		name, rest, ok := strings.Cut(text[1:], `"`)
		return step{key: name, quoted: true}, rest, ok
	}
	i := strings.IndexAny(text, ends)
	if i < 0 {
		i = len(text)
	}
	name := strings.TrimSpace(text[:i])
	return step{key: name}, text[i:], name != ""
}

// written is the text of steps, as a --set would have it.
func written(steps []step) string {
	var b strings.Builder
	for i, s := range steps {
		switch {
		case s.index:
			b.WriteString("[" + s.key + "]")
		case i > 0:
			b.WriteString("." + bareKey(s.key))
		default:
			b.WriteString(bareKey(s.key))
		}
	}
	return b.String()
}

// step goes one step into a tree, making tables of src where there is nothing yet; list says that the next step
// is into a list. It says why it cannot.
func (n *node) step(s step, list bool, src *source) (*node, string) {
	if s.index {
		i, message := n.find(s)
		if message != "" {
			return nil, message
		}
		return n.items[i], ""
	}
	if n.form != tableForm {
		return nil, "is inside " + n.what() + ", which holds no keys"
	}
	next := n.table[s.key]
	if next == nil {
		if list {
			return nil, "the scenario lists none"
		}
		next = newTable(src)
		n.put(s.key, next)
	}
	return next, ""
}

// find returns the item of a list that a step means: by name, or by number from 0.
func (n *node) find(s step) (int, string) {
	if n.form != listForm {
		return 0, "is not an item of a list but of " + n.what()
	}
	var names []string
	for i, item := range n.items {
		if name, ok := textOf(item.child("name")); ok {
			if name == s.key {
				return i, ""
			}
			names = append(names, name)
		}
	}
	if i, err := strconv.Atoi(s.key); err == nil && !s.quoted {
		if i >= 0 && i < len(n.items) {
			return i, ""
		}
		return 0, fmt.Sprintf("there is no such item: they are numbered from 0 to %d", len(n.items)-1)
	}
	return 0, "there is no item of that name." + oneOf(s.key, names)
}

// oneOf suggests the name that was meant: the nearest, or all that hold the word, or else the first of them.
func oneOf(word string, names []string) string {
	if near := didYouMean(word, names); near != "" {
		return near
	}
	var hold []string
	for _, n := range names {
		if word != "" && strings.Contains(strings.ToLower(n), strings.ToLower(word)) {
			hold = append(hold, n)
		}
	}
	if len(hold) > 0 {
		return " Did you mean " + strings.ReplaceAll(enumerate(hold), "\", \"", "\" or \"") + "?"
	}
	if len(names) > 0 {
		return " There are " + enumerate(names) + "."
	}
	return ""
}

// replace puts a value where a step leads.
func (n *node) replace(s step, v *node) string {
	if s.index {
		i, message := n.find(s)
		if message == "" {
			n.items[i] = v
		}
		return message
	}
	if n.form != tableForm {
		return "is inside " + n.what() + ", which holds no keys"
	}
	n.put(s.key, v)
	return ""
}

// parseValue reads the value of a --set: TOML, or a number in any usual form, or else bare text.
func parseValue(name, text string) *node {
	text = strings.TrimSpace(text)
	src := &source{name: name, text: []byte(text)}
	var decoded map[string]any
	var value any = text
	if _, err := toml.Decode("value = "+text, &decoded); err == nil && len(decoded) == 1 {
		value = decoded["value"]
	} else if f, err := strconv.ParseFloat(text, 64); err == nil {
		value = f
	}
	n := build(value, &mark{end: len(text)}, src)
	n.end = len(text)
	return n
}

// decodable tells whether the value of a --set is safe to hand to the decoder, which recurses.
func decodable(text string) bool {
	return utf8.ValidString(text) && strings.Count(text, "[")+strings.Count(text, "{") <= 100_000
}
