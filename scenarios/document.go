package scenarios

import (
	"fmt"
	"path/filepath"

	"polesim/model"
)

// A Node is a value in a TOML file that knows where it was written, so that other files than scenarios are read, and
// refused, as scenarios are. The zero Node is a key that is not there.
type Node struct{ n *node }

// ReadDocument reads a TOML file. Errors are [Problems].
func ReadDocument(path string) (Node, error) {
	src, problem := location{disk, path}.read()
	if problem != nil {
		return Node{}, Problems{*problem}
	}
	tree, problems := parse(src)
	if len(problems) > 0 {
		return Node{}, problems.Err()
	}
	return Node{tree}, nil
}

// ParseDocument is ReadDocument of a text that comes from somewhere else; name stands for it in problems.
func ParseDocument(name string, text []byte) (Node, error) {
	src, problem := decodeText(name, text)
	if problem != nil {
		return Node{}, Problems{*problem}
	}
	tree, problems := parse(src)
	if len(problems) > 0 {
		return Node{}, problems.Err()
	}
	return Node{tree}, nil
}

// Given says whether there is such a value.
func (d Node) Given() bool { return d.n != nil }

// IsTable says whether the value is a table, and IsList whether it is a list.
func (d Node) IsTable() bool { return d.n != nil && d.n.form == tableForm }

// IsList says whether the value is a list.
func (d Node) IsList() bool { return d.n != nil && d.n.form == listForm }

// Keys lists the keys of a table in the order of the file.
func (d Node) Keys() []string {
	if !d.IsTable() {
		return nil
	}
	return d.n.keys
}

// Child returns the value of a key of a table.
func (d Node) Child(key string) Node { return Node{d.n.child(key)} }

// Items lists the items of a list.
func (d Node) Items() []Node {
	if !d.IsList() {
		return nil
	}
	items := make([]Node, len(d.n.items))
	for i, n := range d.n.items {
		items[i] = Node{n}
	}
	return items
}

// Text returns a text.
func (d Node) Text() (string, bool) { return textOf(d.n) }

// Number returns a number: whole ones only where they are kept exactly.
func (d Node) Number() (float64, bool) {
	if d.n == nil {
		return 0, false
	}
	v, ok := d.n.asNumber()
	return v, ok && d.n.exact(v)
}

// Whole returns a whole number.
func (d Node) Whole() (int64, bool) {
	if d.n == nil {
		return 0, false
	}
	v, ok := d.n.scalar.(int64)
	return v, ok
}

// Truth returns true or false.
func (d Node) Truth() (value, ok bool) {
	if d.n == nil {
		return false, false
	}
	value, ok = d.n.scalar.(bool)
	return value, ok
}

// What names the kind of the value for a message: "a whole number", "a list".
func (d Node) What() string { return d.n.what() }

// Hint is " Did you mean 0.4?" after a text that was meant as a number, or nothing.
func (d Node) Hint() string { return commaHint(d.n) }

// Parameter reads the value as one of a parameter, and says under the name key what is wrong with it. Of a perimeter it
// is not known which there are: see [Draft.CheckValues].
func (d Node) Parameter(key string, p model.Parameter) (float64, Problems) {
	var k checker
	v, _ := k.value(d.n, key, p)
	return v, k.problems.all()
}

// Problem says what is wrong with the value, at the value.
func (d Node) Problem(key, format string, args ...any) Problem {
	return d.n.problem(key, fmt.Sprintf(format, args...))
}

// KeyProblem says what is wrong with the key, or with all that it holds, at the key.
func (d Node) KeyProblem(key, format string, args ...any) Problem {
	return d.n.keyProblem(key, fmt.Sprintf(format, args...))
}

// Inline writes the value on one line of TOML, as a --set takes it.
func (d Node) Inline() string { return d.n.inline() }

// Quote writes a text in TOML's double quotes, and BareKey a key, in quotes where it needs them.
func Quote(text string) string { return quote(text) }

// BareKey writes a key, in quotes where TOML needs them.
func BareKey(key string) string { return bareKey(key) }

// FormatNumber writes a number as short as it can be read back exactly.
func FormatNumber(v float64) string { return number(v) }

// About is the range of a parameter with what it is: "[0, 120] (months: how long undoing …)".
func About(p model.Parameter) string { return about(p) }

// DidYouMean is " Did you mean x?" with the candidate nearest to a word, or nothing.
func DidYouMean(word string, candidates []string) string { return didYouMean(word, candidates) }

// LoadBeside is Load of a scenario that a file calls by a name: relative to the file, or else a built-in one.
func LoadBeside(file, name string, sets ...string) (*model.Config, error) {
	c, _, err := loadFrom(location{disk, file}.beside(filepath.ToSlash(name)), sets)
	return c, err
}

// LoadBuiltIn is Load of a scenario that is built into the program, whatever files there are.
func LoadBuiltIn(name string, sets ...string) (*model.Config, error) {
	l, ok := findBuiltIn(name)
	if !ok {
		return nil, Problems{{File: name, Message: "no built-in scenario of that name." + didYouMean(name, builtInNames())}}
	}
	c, _, err := loadFrom(l, sets)
	return c, err
}
