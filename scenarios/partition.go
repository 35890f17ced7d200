package scenarios

import (
	"slices"
	"strings"

	"polesim/model"
)

// A grouping is a pôle as a scenario writes it: its name and the list of its services.
type grouping struct {
	name string
	key  string
	at   *node // the list; nil when it is missing
}

// nowhere is the pôle of a service that is in none.
const nowhere model.PoleID = -1

// checkPoles reads the pôles and puts every service into its own.
func (k *checker) checkPoles() {
	if len(k.config.Services) == 0 {
		return
	}
	items, ok := k.list("poles")
	if !ok {
		return
	}
	if len(items) == 0 {
		k.atKey(k.tree.child("services"), "poles", "missing: services are listed, so a [[poles]] for each pôle must list its services")
		k.broken["poles"] = true
		return
	}
	seen := map[string]*node{}
	var groups []grouping
	for p, n := range items {
		name, key := k.item(n, "poles", p, seen)
		own := k.itemKeys(n, key, "poles", k.perPole())
		k.poles = append(k.poles, n)
		k.config.Poles = append(k.config.Poles, model.Pole{Name: name, Own: own})
		list := n.child("services")
		if list == nil && n.form == tableForm {
			k.atKey(n, key, "has no services, expected services = [\"…\"]")
		}
		if name == "" {
			name = key
		}
		groups = append(groups, grouping{name, key + ".services", list})
	}
	poles, whole := k.partition(groups)
	for s, p := range poles {
		if p != nowhere {
			k.config.Services[s].Pole = p
		} else if k.serviceNames[s] != "" && whole {
			k.atKey(k.services[s], "services["+indexName(k.serviceNames[s])+"]", "is in no pôle, expected its name in the services of one of the [[poles]]")
		}
	}
}

// checkPerimeters reads the alternative perimeters.
func (k *checker) checkPerimeters() {
	table := k.tree.child("perimeters")
	if len(k.config.Services) == 0 || table.empty() {
		return
	}
	if table.form != tableForm {
		k.at(table, "perimeters", "is %s, expected a table for each perimeter: [perimeters.flow]", table.what())
		k.broken["perimeters"] = true
		return
	}
	for _, name := range table.keys {
		n, key := table.table[name], "perimeters."+bareKey(name)
		switch {
		case name == given:
			k.atKey(n, key, "is the name of the perimeter that [[poles]] make: choose another")
			continue
		case name == "" || name != strings.TrimSpace(name):
			k.atKey(n, key, "is not a name: it is empty or has blanks at its ends")
			continue
		case n.form != tableForm:
			k.at(n, key, `is %s, expected a table of pôles: "Pôle 1" = ["…"]`, n.what())
		case n.empty():
			k.atKey(n, key, `has no pôles, expected "Pôle 1" = ["…"]`)
		default:
			k.perimeter(n, name, key)
			continue
		}
		k.config.Perimeters = append(k.config.Perimeters, model.Perimeter{Name: name})
	}
}

// perimeter reads one alternative perimeter.
func (k *checker) perimeter(n *node, name, key string) {
	p := model.Perimeter{Name: name, Poles: slices.Clone(n.keys)}
	var groups []grouping
	for _, pole := range n.keys {
		if pole == "" || pole != strings.TrimSpace(pole) {
			k.atKey(n.table[pole], key+"."+bareKey(pole), "is not a name: it is empty or has blanks at its ends")
		}
		groups = append(groups, grouping{pole, key + "." + bareKey(pole), n.table[pole]})
	}
	var whole bool
	p.Pole, whole = k.partition(groups)
	var missing []string
	for s, pole := range p.Pole {
		if pole == nowhere && k.serviceNames[s] != "" {
			missing = append(missing, k.serviceNames[s])
		}
	}
	if len(missing) > 0 && whole {
		k.atKey(n, key, "%s in no pôle: %s", plural(len(missing), "service is", "services are"), enumerate(missing))
	}
	k.config.Perimeters = append(k.config.Perimeters, p)
}

// partition finds the pôle of each service, and reports services that are unknown or in two pôles, and empty pôles. It is
// whole if all lists could be read.
func (k *checker) partition(groups []grouping) (poles []model.PoleID, whole bool) {
	poles, whole = make([]model.PoleID, len(k.config.Services)), true
	for s := range poles {
		poles[s] = nowhere
	}
	for p, g := range groups {
		if g.at == nil {
			whole = false
			continue
		}
		if g.at.form != listForm {
			k.at(g.at, g.key, `is %s, expected a list of services: ["…"]`, g.at.what())
			whole = false
			continue
		}
		if len(g.at.items) == 0 {
			k.atKey(g.at, g.key, "is empty, expected at least one service")
		}
		for _, item := range g.at.items {
			s, ok := k.serviceRef(item, g.key)
			if !ok {
				continue
			}
			switch first := poles[s]; first {
			case nowhere:
				poles[s] = model.PoleID(p)
			case model.PoleID(p):
				k.at(item, g.key, "is listed twice")
			default:
				k.at(item, g.key, "is in two pôles, %q and %q, expected in exactly one", groups[first].name, g.name)
			}
		}
	}
	return poles, whole
}

// serviceRef reads the name of a service.
func (k *checker) serviceRef(n *node, key string) (model.ServiceID, bool) {
	name, ok := k.text(n, key)
	if !ok {
		return 0, false
	}
	id, ok := k.serviceID[name]
	if !ok {
		if !k.broken["services"] {
			k.at(n, key, "is not a service of the scenario.%s", k.didYouMean(name, k.serviceNames))
		}
		return 0, false
	}
	return id, true
}
