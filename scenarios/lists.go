package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"polesim/model"
)

// mostActivity bounds activities and flows, so that no sum of them overflows.
const mostActivity = 1e12

// list returns the items of a list of tables, or says that it is none.
func (k *checker) list(key string) ([]*node, bool) {
	n := k.tree.child(key)
	if n.empty() {
		return nil, true
	}
	if n.form != listForm {
		k.atKey(n, key, "is %s, expected a list: a [[%s]] for each", n.what(), key)
		k.broken[key] = true
		return nil, false
	}
	return n.items, true
}

// item checks that an item of a list is a table and has a name of its own. It returns the name, empty when
// there is none that one could refer to, and the key under which problems with the item are reported.
func (k *checker) item(n *node, list string, i int, seen map[string]*node) (name, key string) {
	name, key, known := k.nameOf(n, list, i, seen)
	if !known {
		k.broken[list] = true
	}
	return name, key
}

// nameOf is item; known is false where what the item should be called cannot be told. A second item of one name is known:
// who refers to the name means the first.
func (k *checker) nameOf(n *node, list string, i int, seen map[string]*node) (name, key string, known bool) {
	key = fmt.Sprintf("%s[%d]", list, i)
	if n.form != tableForm {
		k.at(n, key, `is %s, expected a table: a [[%s]] with name = "…"`, n.what(), list)
		return "", key, false
	}
	at := n.child("name")
	if at == nil {
		k.atKey(n, key, `has no name, expected name = "…"`)
		return "", key, false
	}
	name, known = k.text(at, key+".name")
	if !known {
		return "", key, false
	}
	switch {
	case name == "" || name != strings.TrimSpace(name) || strings.ContainsFunc(name, unicode.IsControl):
		k.at(at, key+".name", "is not a name: it is empty, or has blanks at its ends or control characters")
		return "", key, false
	case seen[name] != nil:
		k.at(at, key+".name", "is the name of two %s, the first %s", kinds[list], whereabouts(seen[name], at))
		return "", key, true
	}
	seen[name] = at
	return name, list + "[" + indexName(name) + "]", true
}

// indexName writes a name as the index of a key, so that it can be used with --set.
func indexName(name string) string {
	if name == "" || strings.ContainsAny(name, `[]="`) || strings.Trim(name, "0123456789") == "" {
		return `"` + name + `"`
	}
	return name
}

// whereabouts says where n is for a reader who looks at other.
func whereabouts(n, other *node) string {
	line, _ := n.from.position(n.value)
	switch {
	case line == 0:
		return "in " + n.from.name
	case n.from.name != other.from.name:
		return fmt.Sprintf("in %s, line %d", n.from.name, line)
	}
	return fmt.Sprintf("in line %d", line)
}

// checkSites reads the sites.
func (k *checker) checkSites() {
	items, _ := k.list("sites")
	seen := map[string]*node{}
	for i, n := range items {
		name, key := k.item(n, "sites", i, seen)
		k.itemKeys(n, key, "sites", nil)
		k.config.Sites = append(k.config.Sites, model.Site{Name: name})
	}
}

// checkServices reads the services.
func (k *checker) checkServices() {
	items, _ := k.list("services")
	if id, ok := model.Lookup("hospital.services"); ok && float64(len(items)) > k.params[id].Max {
		k.atKey(k.tree.child("services"), "services", "lists %d services, at most %s are possible", len(items), number(k.params[id].Max))
		k.broken["services"] = true
		return
	}
	seen := map[string]*node{}
	for i, n := range items {
		name, key := k.item(n, "services", i, seen)
		if name != "" {
			k.serviceID[name] = model.ServiceID(i)
		}
		k.services, k.serviceNames = append(k.services, n), append(k.serviceNames, name)
		k.config.Services = append(k.config.Services, k.service(n, name, key))
	}
	if len(items) == 0 {
		k.onlyWithServices()
	} else if len(k.config.Sites) == 0 {
		k.config.Sites = []model.Site{{Name: "hospital"}}
	}
}

// onlyWithServices reports lists that say something about services where none are listed.
func (k *checker) onlyWithServices() {
	for _, key := range []string{"sites", "poles", "perimeters"} {
		if n := k.tree.child(key); !n.empty() && !k.broken["services"] {
			k.atKey(n, key, "the scenario lists no services, so its hospital is generated from [hospital]: list [[services]], or drop %s", key)
		}
	}
	if n := k.tree.child("workflow").child("flows"); !n.empty() && !k.broken["services"] {
		k.atKey(n, "workflow.flows", "the scenario lists no services, so its workflow is generated: list [[services]], or drop flows")
	}
	if !k.broken["services"] {
		k.config.Sites = nil
	}
}

// service reads what a service says of itself.
func (k *checker) service(n *node, name, key string) model.Service {
	s := model.Service{Name: name, Discipline: name, Activity: 1}
	if d := n.child("discipline"); d != nil {
		if text, ok := k.text(d, key+".discipline"); ok {
			if s.Discipline = strings.TrimSpace(text); s.Discipline == "" {
				k.at(d, key+".discipline", "is empty, expected a word such as %q", "cardiology")
			}
		}
	}
	if d := n.child("kind"); d != nil {
		if i, ok := k.word(d, key+".kind", model.KindNames); ok {
			s.Kind = model.Kind(i)
		}
	}
	if a := n.child("activity"); a != nil {
		v, ok := a.asNumber()
		switch {
		case !ok:
			k.at(a, key+".activity", "is %s, expected a number above 0 such as 120%s", a.what(), commaHint(a))
		case !(v > 0 && v <= mostActivity):
			k.at(a, key+".activity", "is out of range, expected a number above 0 and at most %s (stays or acts a year)", number(mostActivity))
		default:
			s.Activity = v
		}
	}
	s.Site = k.siteOf(n, key)
	s.Own = k.itemKeys(n, key, "services", k.perService())
	return s
}

// siteOf reads the site of a service.
func (k *checker) siteOf(n *node, key string) model.SiteID {
	var names []string
	for _, s := range k.config.Sites {
		if s.Name != "" {
			names = append(names, s.Name)
		}
	}
	at := n.child("site")
	if at == nil {
		if n.form == tableForm && len(names) > 1 {
			k.atKey(n, key, "has no site, expected one of %s: the hospital has %d sites", strings.Join(quoted(names), ", "), len(names))
		}
		return 0
	}
	s, ok := k.text(at, key+".site")
	if !ok {
		return 0
	}
	i := slices.Index(names, s)
	switch {
	case i >= 0:
		return model.SiteID(i)
	case len(names) == 0 && !k.broken["sites"]:
		k.at(at, key+".site", "is not a site: the scenario lists no [[sites]]")
	case !k.broken["sites"]:
		k.at(at, key+".site", "is not a site of the scenario.%s", k.didYouMean(s, names))
	}
	return 0
}

// perService and perPole list the parameters that a service or a pôle may set for itself.
func (k *checker) perService() []model.ParameterID { return withScope(k.params, model.PerService) }
func (k *checker) perPole() []model.ParameterID    { return withScope(k.params, model.PerPole) }

// withScope lists the parameters of a scope.
func withScope(params []model.Parameter, scope model.Scope) []model.ParameterID {
	var ids []model.ParameterID
	for id, p := range params {
		if p.Scope == scope {
			ids = append(ids, model.ParameterID(id))
		}
	}
	return ids
}
