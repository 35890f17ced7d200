package scenarios

import (
	"slices"
	"time"
)

// A node is a value of a scenario that knows where it was written: a table, a list or a scalar.
type node struct {
	form   form
	keys   []string         // of a table, in the order in which they were first written
	table  map[string]*node // of a table
	items  []*node          // of a list
	scalar any              // string, bool, int64, float64 or time.Time

	from       *source
	key        int // offset of the key in the source; of the item, in a list
	value, end int // offsets of the value; end is known for scalars only
}

// A form is what a node holds.
type form int

const (
	scalarForm form = iota
	tableForm
	listForm
)

// newTable returns an empty table.
func newTable(from *source) *node {
	return &node{form: tableForm, table: map[string]*node{}, from: from}
}

// child returns the value of a key of a table, or nil.
func (n *node) child(key string) *node {
	if n == nil || n.form != tableForm {
		return nil
	}
	return n.table[key]
}

// put gives a key of a table a value; a key that is there already keeps its place.
func (n *node) put(key string, v *node) {
	if _, ok := n.table[key]; !ok {
		n.keys = append(n.keys, key)
	}
	n.table[key] = v
}

// drop removes a key of a table.
func (n *node) drop(key string) {
	if _, ok := n.table[key]; ok {
		delete(n.table, key)
		n.keys = slices.DeleteFunc(n.keys, func(k string) bool { return k == key })
	}
}

// empty tells whether n holds nothing: absent, or a list or table without content.
func (n *node) empty() bool {
	return n == nil || n.form == listForm && len(n.items) == 0 || n.form == tableForm && len(n.keys) == 0
}

// text returns a scalar as written, shortened; nothing for tables and lists.
func (n *node) text() string {
	if n.form != scalarForm {
		return ""
	}
	return n.from.excerpt(n.value, n.end)
}

// what names the type of a node in a message.
func (n *node) what() string {
	switch n.form {
	case tableForm:
		return "a table"
	case listForm:
		return "a list"
	}
	switch n.scalar.(type) {
	case string:
		return "text"
	case bool:
		return "a truth value"
	case int64:
		return "a whole number"
	case float64:
		return "a number"
	case time.Time:
		return "a date"
	}
	return "something else"
}

// asText returns a scalar as text. Text given by --set needs no quotes, so 2026 may be a title there.
func (n *node) asText() (string, bool) {
	if n.form != scalarForm {
		return "", false
	}
	if s, ok := n.scalar.(string); ok {
		return s, true
	}
	if n.from.isSet() && n.end > n.value {
		return string(n.from.text[n.value:n.end]), true
	}
	return "", false
}

// textOf is asText of a node that may be absent.
func textOf(n *node) (string, bool) {
	if n == nil {
		return "", false
	}
	return n.asText()
}

// problem says what is wrong with a value, at the value.
func (n *node) problem(key, message string) Problem {
	p := Problem{File: n.from.name, Key: key, Value: n.text(), Message: message}
	p.Line, p.Col = n.from.position(n.value)
	return p
}

// keyProblem says what is wrong with a key, or with what it holds as a whole, at the key.
func (n *node) keyProblem(key, message string) Problem {
	p := Problem{File: n.from.name, Key: key, Message: message}
	p.Line, p.Col = n.from.position(n.key)
	return p
}
