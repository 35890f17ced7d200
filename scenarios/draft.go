package scenarios

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"polesim/model"
)

// A Draft is a scenario resolved in full to which changes are made again and again, each time to the scenario as it was:
// what a study does at its points. Several goroutines may use one.
type Draft struct {
	name string
	tree *node
}

// NewDraft returns the draft of a scenario as Write writes it.
func NewDraft(c *model.Config) (*Draft, error) {
	var text bytes.Buffer
	if err := Write(&text, c); err != nil {
		return nil, err
	}
	tree, problems := parse(newSource(c.Name, text.Bytes()))
	if len(problems) > 0 {
		return nil, problems.Err()
	}
	return &Draft{c.Name, tree}, nil
}

// An Overlay is a file of changes: it reads as a scenario does, with what it extends, and says no more than what it
// changes.
type Overlay struct{ tree *node }

// LoadOverlay reads the overlay that a file calls by a name: relative to the file, or else a built-in scenario. What it
// is called (title, description) is no change.
func LoadOverlay(file, name string) (*Overlay, error) {
	tree, problems := load(location{disk, file}.beside(name))
	if tree != nil {
		tree.drop("title")
		tree.drop("description")
	}
	if len(problems) > 0 {
		return nil, problems.Err()
	}
	return &Overlay{tree}, nil
}

// Keys lists what the overlay gives a value, down to the keys of tables: "governance.contract", "services",
// "perimeters.flow".
func (o *Overlay) Keys() []string {
	var keys []string
	for _, key := range o.tree.keys {
		n := o.tree.table[key]
		if n.form != tableForm {
			keys = append(keys, bareKey(key))
			continue
		}
		for _, inner := range n.keys {
			keys = append(keys, bareKey(key)+"."+bareKey(inner))
		}
	}
	return keys
}

// Text writes the overlay as a file that extends nothing.
func (o *Overlay) Text() []byte {
	var b bytes.Buffer
	for _, key := range o.tree.keys {
		fmt.Fprintf(&b, "%s = %s\n", bareKey(key), o.tree.table[key].inline())
	}
	return b.Bytes()
}

// With returns the scenario with overlays and, above them, sets. Errors are [Problems]; those of a set
// say so, and those of the scenario have their place in its resolved text. Unlike Load it takes an event that no run of
// this length comes to.
func (d *Draft) With(over []*Overlay, sets ...string) (*model.Config, error) {
	return d.check(over, sets, false)
}

// CheckValues is With, but for what must hold between values: that may come to hold by other changes.
func (d *Draft) CheckValues(over []*Overlay, sets ...string) (*model.Config, error) {
	return d.check(over, sets, true)
}

// SetName is what the problems of a set have as their file.
func SetName(set string) string { return setPrefix + shorten(set) }

func (d *Draft) check(over []*Overlay, sets []string, valuesOnly bool) (*model.Config, error) {
	tree := d.tree.copy()
	for _, o := range over {
		tree = overlay(tree, o.tree.copy())
	}
	var problems Problems
	for _, s := range sets {
		if p := assign(tree, s); p != nil {
			problems = append(problems, *p)
		}
	}
	c := newChecker(d.name, tree)
	c.valuesOnly = valuesOnly
	c.run(false, false)
	if problems = append(problems, c.problems.all()...); len(problems) > 0 {
		return nil, problems.Err()
	}
	return c.config, nil
}

// copy returns a tree that can be changed without changing n. Scalars are shared: nothing changes them.
func (n *node) copy() *node {
	if n.form == scalarForm {
		return n
	}
	c := *n
	if n.form == tableForm {
		c.keys = append([]string(nil), n.keys...)
		c.table = make(map[string]*node, len(n.table))
		for k, v := range n.table {
			c.table[k] = v.copy()
		}
	}
	c.items = nil
	for _, item := range n.items {
		c.items = append(c.items, item.copy())
	}
	return &c
}

// inline writes a value on one line, as TOML does.
func (n *node) inline() string {
	var parts []string
	switch n.form {
	case tableForm:
		for _, key := range n.keys {
			parts = append(parts, bareKey(key)+" = "+n.table[key].inline())
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case listForm:
		for _, item := range n.items {
			parts = append(parts, item.inline())
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	switch v := n.scalar.(type) {
	case string:
		return quote(v)
	case float64:
		return realNumber(v)
	case time.Time:
		return n.text()
	}
	return fmt.Sprint(n.scalar)
}

// realNumber writes a number so that TOML reads it as one and not as a whole number.
func realNumber(v float64) string {
	text := strings.ToLower(strings.TrimPrefix(number(v), "+")) // inf, nan
	if !strings.ContainsAny(text, ".ein") {
		text += ".0"
	}
	return text
}
