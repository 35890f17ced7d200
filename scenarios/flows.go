package scenarios

import (
	"fmt"

	"polesim/model"
)

// checkFlows reads the patient movements between services.
func (k *checker) checkFlows() {
	const key = "workflow.flows"
	list := k.tree.child("workflow").child("flows")
	if len(k.config.Services) == 0 || list.empty() {
		return
	}
	if list.form != listForm {
		k.at(list, key, `is %s, expected a list: [["from", "to", 120]]`, list.what())
		return
	}
	type pair struct{ from, to model.ServiceID }
	seen := map[pair]*node{}
	sum := 0.0
	for i, n := range list.items {
		f, ok := k.flow(n, fmt.Sprintf("%s[%d]", key, i))
		if !ok {
			continue
		}
		if first := seen[pair{f.From, f.To}]; first != nil {
			k.atKey(n, fmt.Sprintf("%s[%d]", key, i), "is the second flow from %q to %q, the first %s: add them up",
				k.serviceNames[f.From], k.serviceNames[f.To], whereabouts(first, n))
			continue
		}
		seen[pair{f.From, f.To}] = n
		sum += f.Count
		k.config.Flows = append(k.config.Flows, f)
	}
	if len(k.config.Flows) == len(list.items) && sum == 0 {
		k.atKey(list, key, "all counts are 0, expected at least one above 0")
	}
}

// flow reads one movement: from, to, count.
func (k *checker) flow(n *node, key string) (f model.Flow, ok bool) {
	if n.form != listForm || len(n.items) != 3 {
		what := n.what()
		if n.form == listForm {
			what += fmt.Sprintf(" of %d", len(n.items))
		}
		k.at(n, key, `is %s, expected three: ["from", "to", 120]`, what)
		return f, false
	}
	from, okFrom := k.serviceRef(n.items[0], key+"[0]")
	to, okTo := k.serviceRef(n.items[1], key+"[1]")
	count, okCount := n.items[2].asNumber()
	switch at := n.items[2]; {
	case !okCount:
		k.at(at, key+"[2]", "is %s, expected a number of movements%s", at.what(), commaHint(at))
	case !(count >= 0 && count <= mostActivity):
		k.at(at, key+"[2]", "is out of range [0, %s] (movements over any fixed period)", number(mostActivity))
		okCount = false
	}
	if okFrom && okTo && from == to {
		k.at(n.items[1], key+"[1]", "is where the flow comes from: a flow leads from one service to another")
		return f, false
	}
	return model.Flow{From: from, To: to, Count: count + 0}, okFrom && okTo && okCount
}
