package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"polesim/model"
)

// A checker turns a tree into a Config, and lists everything that is wrong with it on the way.
type checker struct {
	tree     *node
	config   *model.Config
	problems findings
	advice   Problems // on what is no mistake but hardly meant
	file     string   // from which the scenario is read, as it is called
	stated   []stated // values of parameters, of whomever, in the order in which they are read

	params   []model.Parameter
	sections []string
	given    map[model.ParameterID]*node // the hospital's parameters that the scenario sets
	bad      map[model.ParameterID]bool  // those whose value is wrong

	services     []*node                    // as listed, by ServiceID
	serviceNames []string                   // by ServiceID; empty where the name is missing or wrong
	serviceID    map[string]model.ServiceID // by name
	poles        []*node                    // as listed, by PoleID
	events       []*node                    // by place in the time line
	broken       map[string]bool            // lists of which not all names are known, so that none can be said to be wrong
	valuesOnly   bool                       // what must hold between values is left out
}

// registry is the model's registry of parameters, which nobody here changes.
var registry = model.Parameters()

// newChecker prepares the check of a tree.
func newChecker(name string, tree *node) *checker {
	k := &checker{
		tree: tree, config: model.NewConfig(name), params: registry,
		given: map[model.ParameterID]*node{}, bad: map[model.ParameterID]bool{},
		serviceID: map[string]model.ServiceID{}, broken: map[string]bool{},
	}
	for _, s := range model.Sections() {
		k.sections = append(k.sections, s.Name)
	}
	return k
}

// run checks everything; when part of the scenario is missing, only what can be judged without it. It is strict with files
// that people write.
func (k *checker) run(partial, strict bool) {
	k.labels()
	k.topKeys()
	if !partial {
		k.checkSites()
		k.checkServices()
		k.checkPoles()
		k.checkPerimeters()
	}
	for _, s := range k.sections {
		k.section(s, partial)
	}
	if !partial {
		k.checkFlows()
		if !k.valuesOnly {
			k.checkConstraints()
		}
		k.checkTimeline(strict)
	}
}

// add records a problem.
func (k *checker) add(p Problem) { k.problems.add(p) }

// at records a problem with a value.
func (k *checker) at(n *node, key, format string, args ...any) {
	if k.problems.full() {
		k.problems.more++
		return
	}
	k.add(n.problem(key, fmt.Sprintf(format, args...)))
}

// atKey records a problem with a key, or with all that it holds.
func (k *checker) atKey(n *node, key, format string, args ...any) {
	if k.problems.full() {
		k.problems.more++
		return
	}
	k.add(n.keyProblem(key, fmt.Sprintf(format, args...)))
}

// didYouMean suggests what a word was meant to be, in a problem that is shown: each suggestion costs time.
func (k *checker) didYouMean(word string, candidates []string) string {
	if k.problems.full() {
		return ""
	}
	return didYouMean(word, candidates)
}

// labels reads title and description.
func (k *checker) labels() {
	if n := k.tree.child("title"); n != nil {
		if title, ok := k.text(n, "title"); ok {
			if strings.TrimSpace(title) == "" || strings.ContainsAny(title, "\r\n") {
				k.at(n, "title", "expected one line of text")
			}
			k.config.Title = strings.TrimSpace(title)
		}
	}
	if n := k.tree.child("description"); n != nil {
		if text, ok := k.text(n, "description"); ok {
			k.config.Description = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
		}
	}
}

// text reads a text, or says that it is none.
func (k *checker) text(n *node, key string) (string, bool) {
	s, ok := n.asText()
	if !ok {
		k.at(n, key, "is %s, expected text in quotes", n.what())
	}
	return s, ok
}

// topKeys reports unknown sections and keys at the top of the file.
func (k *checker) topKeys() {
	known := append(fieldNames(""), k.sections...)
	for _, key := range k.tree.keys {
		if !slices.Contains(known, key) {
			k.unknown(k.tree.table[key], key, key, known)
		}
	}
}

// unknown reports an unknown key: name as written, key with all that it is inside of, known what could stand there.
func (k *checker) unknown(n *node, key, name string, known []string) {
	if k.problems.full() {
		k.problems.more++
		return
	}
	name = shorten(name)
	message := "unknown key."
	if n.form == tableForm && key == name {
		message = "unknown section."
	}
	place, elsewhere := k.elsewhere(name, key)
	near, isNear := nearest(name, known)
	switch {
	case elsewhere:
		message += " " + place
	case isNear:
		message += fmt.Sprintf(" Did you mean %s?", strings.TrimSuffix(key, name)+near)
	case known != nil:
		if place, ok := k.nearElsewhere(name); ok {
			message += fmt.Sprintf(" Did you mean %s?", place)
		}
	}
	k.atKey(n, strings.TrimSuffix(shorten(key), name)+bareKey(name), "%s", message)
}

// elsewhere tells where a name does belong that is not known where it stands.
func (k *checker) elsewhere(name, key string) (string, bool) {
	var in []string
	for _, p := range k.params {
		if p.Name() == name && p.Key != key {
			in = append(in, "["+p.Section()+"]")
		}
	}
	if len(in) > 0 {
		return "It belongs in " + strings.Join(in, " or ") + ".", true
	}
	if f, ok := lookupField(name); ok && name != key {
		if strings.HasPrefix(f.Form, "[") {
			return "It stands on its own, as " + f.Form + ".", true
		}
		return "It stands at the top of the file, before the first [section].", true
	}
	if name == "flows" {
		return "It belongs in [workflow].", true
	}
	return "", false
}

// nearElsewhere returns the key of any section whose name is nearest.
func (k *checker) nearElsewhere(name string) (string, bool) {
	byName := map[string]string{}
	var names []string
	for _, p := range k.params {
		byName[p.Name()] = p.Key
		names = append(names, p.Name())
	}
	near, ok := nearest(name, names)
	return byName[near], ok
}
