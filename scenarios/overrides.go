package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"polesim/model"
)

// itemKeys reads the keys of an item of a list that are not its fields: parameters of its own, by name or, where
// two sections have one of that name, by section and name (measurement.noise = 0.3).
func (k *checker) itemKeys(n *node, key, list string, own []model.ParameterID) model.Overrides {
	var values model.Overrides
	names := fieldNames(list)
	for _, name := range n.keys {
		at := n.table[name]
		if slices.Contains(names, name) {
			continue
		}
		if at.form == tableForm && slices.Contains(k.sections, name) {
			for _, inner := range at.keys {
				id, ok := model.Lookup(name + "." + inner)
				if !ok || !slices.Contains(own, id) {
					k.notOwn(at.table[inner], key+"."+name+"."+shorten(inner), inner, list, own)
					continue
				}
				values = k.own(values, id, at.table[inner], key+"."+name+"."+inner)
			}
			continue
		}
		switch ids := named(k.params, own, name); len(ids) {
		case 0:
			k.notOwn(at, key+"."+shorten(name), name, list, own)
		case 1:
			values = k.own(values, ids[0], at, key+"."+name)
		default:
			k.atKey(at, key+"."+name, "may be %s: write which, as in %s = …", joined(k.params, ids, " or "), k.params[ids[0]].Key)
		}
	}
	return values
}

// own enters an item's own value of a parameter.
func (k *checker) own(values model.Overrides, id model.ParameterID, n *node, key string) model.Overrides {
	v, ok := k.value(n, key, k.params[id])
	if !ok {
		return values
	}
	if _, twice := values[id]; twice {
		k.at(n, key, "is given twice: by its name and by its section and name")
	}
	if values == nil {
		values = model.Overrides{}
	}
	values[id] = v
	k.stated = append(k.stated, stated{id, v, n, key})
	return values
}

// notOwn reports a key that an item of a list cannot have.
func (k *checker) notOwn(n *node, key, name, list string, own []model.ParameterID) {
	known := fieldNames(list)
	for _, id := range own {
		known = append(known, k.params[id].Name())
	}
	all := make([]model.ParameterID, len(k.params))
	for id := range k.params {
		all[id] = model.ParameterID(id)
	}
	ids := named(k.params, all, name)
	if len(ids) == 0 {
		k.unknown(n, key, name, known)
		return
	}
	p := k.params[ids[0]]
	where := fmt.Sprintf("set it in [%s], for the whole hospital", p.Section())
	switch {
	case p.Scope == model.PerPole && list != "poles":
		where = "set it in a [[poles]], or for all of them in [" + p.Section() + "]"
	case p.Scope == model.PerService && list != "services":
		where = "set it in a [[services]], or for all of them in [" + p.Section() + "]"
	}
	k.atKey(n, key, "%s cannot have a value of their own: %s", kinds[list], where)
}

// kinds names the items of lists in the plural.
var kinds = map[string]string{"services": "services", "poles": "pôles", "sites": "sites", "event": "events"}

// named returns those of the parameters that have a name.
func named(params []model.Parameter, among []model.ParameterID, name string) []model.ParameterID {
	var ids []model.ParameterID
	for _, id := range among {
		if params[id].Name() == name {
			ids = append(ids, id)
		}
	}
	return ids
}

// joined lists the keys of parameters.
func joined(params []model.Parameter, ids []model.ParameterID, between string) string {
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = params[id].Key
	}
	return strings.Join(keys, between)
}
