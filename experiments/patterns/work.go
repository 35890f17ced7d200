package patterns

import (
	"fmt"
	"slices"

	"polesim/model"
	"polesim/scenarios"
	"polesim/scenarios/perimeter"
)

// movements tries whether the group's generated workflow looks like public logs of patient movements.
func movements(*lab) ([]Measure, error) {
	c, err := scenarios.Load("ghu")
	if err != nil {
		return nil, err
	}
	b := model.NewBlueprint([]*model.Config{c})
	services, flows := b.Services(0), b.Workflow(0)
	site := make([]int, len(services))
	for i, s := range services {
		site[i] = int(s.Site)
	}
	var all []perimeter.Flow
	for _, f := range flows {
		all = append(all, perimeter.Flow{From: int(f.From), To: int(f.To), Count: f.Count})
	}
	measures := []Measure{within("flow between sites", "share", exact(1-perimeter.WithinShare(all, site)), .01, .03)}
	const large = 12 // services: fewer make no 3 to 5 pôles
	for s := range c.Sites {
		local, n := onSite(all, site, s)
		if n < large {
			continue
		}
		found := perimeter.Suggest(local, n, perimeter.Settings{})
		name := fmt.Sprintf("%s (%d services)", c.Sites[s].Name, n)
		measures = append(measures, within(name+": modularity of the best split of its flows", "Q", exact(found.Q), .15, .35))
		split := "share"
		crossing := 1 - perimeter.WithinShare(local, found.Group)
		if k := slices.Max(found.Group) + 1; k < 3 || k > 5 {
			measures = append(measures, told(fmt.Sprintf("%s: transfers across its best split, in %d", name, k), split, exact(crossing)))
			continue
		}
		measures = append(measures, within(fmt.Sprintf("%s: transfers across its best split, in %d", name, slices.Max(found.Group)+1), split, exact(crossing), .28, .45))
	}
	return append(measures, ways(b, services, site)...), nil
}

// ways tells how often patients change sites on their way: from an emergency department to a ward, and from ward to ward.
// It is part of no criterion: pathways are drawn from the workflow, but a site without an emergency department has its
// emergencies from another's.
func ways(b *model.Blueprint, services []model.Service, site []int) []Measure {
	var admitted, passed []perimeter.Flow
	for _, f := range b.Movements(0) {
		flow := perimeter.Flow{From: int(f.From), To: int(f.To), Count: f.Count}
		if services[f.From].Kind == model.Emergency {
			admitted = append(admitted, flow)
		} else {
			passed = append(passed, flow)
		}
	}
	return []Measure{
		told("patients on their way from ward to ward who change sites", "share", exact(1-perimeter.WithinShare(passed, site))),
		told("patients on their way from an emergency department to a ward who change sites", "share", exact(1-perimeter.WithinShare(admitted, site))),
	}
}

// onSite returns the flows inside a site, its services numbered from 0, and how many these are.
func onSite(flows []perimeter.Flow, site []int, s int) (local []perimeter.Flow, n int) {
	number := make([]int, len(site))
	for i := range site {
		number[i] = -1
		if site[i] == s {
			number[i] = n
			n++
		}
	}
	for _, f := range flows {
		if from, to := number[f.From], number[f.To]; from >= 0 && to >= 0 {
			local = append(local, perimeter.Flow{From: from, To: to, Count: f.Count})
		}
	}
	return local, n
}
