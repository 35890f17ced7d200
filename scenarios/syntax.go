package scenarios

import (
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/pelletier/go-toml/v2/unstable"
)

// deepest is how many tables and lists may be written inside each other. A scenario needs four.
const deepest = 32

// Two readers share the work. BurntSushi's decoder has the values and the last word on what is TOML, but no
// positions; pelletier's parser has the positions. A mark is the position of one value, in a tree of the same shape.
type mark struct {
	key, value, end int
	written         bool // by key = value or as a [section], and so never again
	table           map[string]*mark
	items           []*mark
}

// at returns the mark of a key, made when there is none.
func (m *mark) at(key string, offset int) *mark {
	if m.table == nil {
		m.table = map[string]*mark{}
	}
	c, ok := m.table[key]
	if !ok {
		c = &mark{key: offset, value: offset, end: offset}
		m.table[key] = c
	}
	return c
}

// last returns the item of a list of tables to which further keys belong, or the table itself.
func (m *mark) last() *mark {
	if len(m.items) > 0 {
		return m.items[len(m.items)-1]
	}
	return m
}

// parse turns the text of a file into a tree, or says why it is not TOML.
func parse(s *source) (*node, Problems) {
	m := marker{src: s}
	if problems := m.run(); len(problems) > 0 {
		return nil, problems
	}
	m.parser = unstable.Parser{} // what it has read takes room
	var values map[string]any
	if _, err := toml.Decode(string(s.text), &values); err != nil {
		p := Problem{File: s.name, Message: err.Error()}
		var pe toml.ParseError
		if errors.As(err, &pe) {
			p.Line, p.Col, p.Message = pe.Position.Line, max(pe.Position.Col, 1), "not TOML: "+pe.Message
		}
		return nil, Problems{p}
	}
	return build(values, &m.root, s), nil
}

// A marker walks a text and records where everything is.
type marker struct {
	src      *source
	parser   unstable.Parser
	root     mark
	problems findings
}

// run fills root; it returns what makes the text unreadable.
func (m *marker) run() Problems {
	m.parser.Reset(m.src.text)
	current, prefix := &m.root, ""
	for m.parser.NextExpression() {
		e := m.parser.Expression()
		switch e.Kind {
		case unstable.Table:
			current = m.path(&m.root, e.Key())
			prefix = ""
			var offset int
			for it := e.Key(); it.Next(); {
				prefix, offset, _ = m.name(prefix, it.Node())
			}
			m.once(current, prefix, offset)
			current = current.last()
		case unstable.ArrayTable:
			list := m.path(&m.root, e.Key())
			item := &mark{key: list.key, value: list.key, end: list.key}
			if it := e.Key(); it.Next() {
				item.key = int(it.Node().Raw.Offset)
				item.value, item.end = item.key, item.key
			}
			list.items = append(list.items, item)
			current, prefix = item, ""
		case unstable.KeyValue:
			m.keyValue(current, e, prefix, 0)
		}
	}
	var pe *unstable.ParserError
	if err := m.parser.Error(); errors.As(err, &pe) {
		m.problems.add(m.syntax(pe))
	} else if err != nil {
		m.problems.add(Problem{File: m.src.name, Message: err.Error()})
	}
	return m.problems.all()
}

// path descends from a mark along the parts of a key.
func (m *marker) path(from *mark, key unstable.Iterator) *mark {
	depth := 0
	for key.Next() {
		offset := int(key.Node().Raw.Offset)
		if depth++; depth > deepest {
			m.add(offset, "", "is nested too deep")
			break
		}
		from = from.last().at(string(key.Node().Data), offset)
	}
	return from
}

// keyValue records key = value in a table and returns where it ends.
func (m *marker) keyValue(table *mark, e *unstable.Node, prefix string, depth int) int {
	key := m.path(table, e.Key())
	var name string
	var offset, end int
	for it := e.Key(); it.Next(); {
		name, offset, end = m.name(prefix, it.Node())
		prefix = name
	}
	m.once(key, name, offset)
	for end < len(m.src.text) && strings.IndexByte(" \t=", m.src.text[end]) >= 0 {
		end++
	}
	return m.value(key, e.Value(), end, depth)
}

// name adds a part of a key to those before it, and returns where the part begins and ends.
func (m *marker) name(prefix string, part *unstable.Node) (name string, from, to int) {
	name = bareKey(shorten(string(part.Data)))
	if prefix != "" {
		name = shorten(prefix + "." + name)
	}
	return name, int(part.Raw.Offset), int(part.Raw.Offset + part.Raw.Length)
}

// once reports a key or section that is written for the second time.
func (m *marker) once(at *mark, name string, offset int) {
	if at.written && m.problems.full() {
		m.problems.more++
	} else if at.written {
		line, _ := m.src.position(at.key)
		m.add(offset, name, fmt.Sprintf("is given twice, first in line %d", line))
	}
	at.written = true
}

// value records the place of a value and of all it holds, and returns where it ends, or its content does.
func (m *marker) value(at *mark, v *unstable.Node, offset, depth int) int {
	at.value, at.end = offset, offset
	if depth > deepest {
		m.add(offset, "", "is nested too deep")
		return offset
	}
	end := offset + 1
	switch v.Kind {
	case unstable.Array:
		for it := v.Children(); it.Next(); {
			start := m.start(it.Node(), end)
			item := &mark{key: start, value: start, end: start}
			at.items = append(at.items, item)
			end = m.value(item, it.Node(), start, depth+1)
		}
	case unstable.InlineTable:
		for it := v.Children(); it.Next(); {
			end = m.keyValue(at, it.Node(), "", depth+1)
		}
	default:
		at.value = int(v.Raw.Offset)
		at.end = at.value + int(v.Raw.Length)
		return at.end
	}
	return end
}

// start returns the offset at which an item of a list begins. Lists and inline tables carry none themselves:
// theirs is the next bracket after what came before, comments aside.
func (m *marker) start(v *unstable.Node, after int) int {
	if v.Kind != unstable.Array && v.Kind != unstable.InlineTable {
		return int(v.Raw.Offset)
	}
	comment := false
	for i := after; i < len(m.src.text); i++ {
		switch c := m.src.text[i]; {
		case c == '\n':
			comment = false
		case c == '#':
			comment = true
		case !comment && (c == '[' || c == '{'):
			return i
		}
	}
	return after
}

// add records a problem at an offset.
func (m *marker) add(offset int, key, message string) {
	p := Problem{File: m.src.name, Key: key, Message: message}
	p.Line, p.Col = m.src.position(offset)
	m.problems.add(p)
}

// build joins values and marks into a tree. The order of keys is that of the file, which the decoder loses.
func build(value any, m *mark, s *source) *node {
	if m == nil {
		m = &mark{}
	}
	n := &node{from: s, key: m.key, value: m.value, end: m.end}
	switch v := value.(type) {
	case map[string]any:
		n.form, n.table = tableForm, make(map[string]*node, len(v))
		for k, c := range v {
			n.put(k, build(c, m.table[k], s))
		}
		n.inFileOrder()
	case []map[string]any:
		n.form = listForm
		for i, c := range v {
			n.items = append(n.items, build(c, m.item(i), s))
		}
	case []any:
		n.form = listForm
		for i, c := range v {
			n.items = append(n.items, build(c, m.item(i), s))
		}
	default:
		n.scalar = v
	}
	return n
}

// item returns the mark of an item of a list, or the list's own.
func (m *mark) item(i int) *mark {
	if i < len(m.items) {
		return m.items[i]
	}
	return &mark{key: m.key, value: m.value, end: m.end}
}
