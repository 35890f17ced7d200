package scenarios

import (
	"fmt"
	"slices"
	"strings"
)

// longestChain is how many scenarios may extend each other in a row.
const longestChain = 32

// A link is a file in a chain of scenarios that extend each other.
type link struct{ id, shown string }

// load reads a scenario with all that it extends. The tree is nil when the scenario itself cannot be read, and
// without its base, beside problems, when that cannot.
func load(l location) (*node, Problems) {
	src, problem := l.read()
	if problem != nil {
		return nil, Problems{*problem}
	}
	return extend(src, l, []link{{l.id(), l.shown()}})
}

// extend parses a text and lays it over what it extends. The chain holds the files from the first to this one.
func extend(src *source, at location, chain []link) (*node, Problems) {
	tree, problems := parse(src)
	if tree == nil {
		return nil, problems
	}
	ref := tree.child("extends")
	if ref == nil {
		return tree, nil
	}
	tree.drop("extends")
	name, ok := textOf(ref)
	if !ok || name == "" {
		return tree, Problems{ref.problem("extends", "is "+ref.what()+`, expected the name of a scenario file in quotes, such as "ghu.toml"`)}
	}
	base := at.beside(name)
	next := link{base.id(), base.shown()}
	if i := slices.IndexFunc(chain, func(l link) bool { return l.id == next.id }); i >= 0 {
		return tree, Problems{ref.problem("extends", "goes round in a circle: "+circle(chain[i:], next))}
	}
	if len(chain) >= longestChain {
		return tree, Problems{ref.problem("extends", fmt.Sprintf("is scenario number %d in a row, at most %d may extend each other",
			len(chain)+1, longestChain))}
	}
	baseSrc, problem := base.read()
	if problem != nil {
		return tree, Problems{ref.problem("extends", "cannot be read: "+problem.Error())}
	}
	under, problems := extend(baseSrc, base, append(slices.Clone(chain), next))
	if under == nil {
		return tree, problems
	}
	// What a scenario is called and said to be is its own.
	under.drop("title")
	under.drop("description")
	return overlay(under, tree), problems
}

// circle writes a chain of files that ends where it began.
func circle(chain []link, next link) string {
	var names []string
	for _, l := range append(slices.Clone(chain), next) {
		names = append(names, l.shown)
	}
	return strings.Join(names, " → ")
}

// overlay merges two trees: tables key by key, anything else replaced by the upper. A perimeter is replaced
// whole although it is written as a table, for it says where every service belongs and half of it says nothing.
func overlay(under, over *node) *node {
	return merge(under, over, 0, false)
}

// merge is overlay at some depth; whole says that the tables at the next depth are not merged.
func merge(under, over *node, depth int, whole bool) *node {
	if under == nil || under.form != tableForm || over.form != tableForm {
		return over
	}
	merged := newTable(over.from)
	merged.key, merged.value, merged.end = over.key, over.value, over.end
	for _, k := range under.keys {
		merged.put(k, under.table[k])
	}
	for _, k := range over.keys {
		v := over.table[k]
		if !whole {
			v = merge(under.table[k], v, depth+1, depth == 0 && k == "perimeters")
		}
		merged.put(k, v)
	}
	return merged
}
