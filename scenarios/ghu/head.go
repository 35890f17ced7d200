package main

import (
	"fmt"
	"slices"
	"strings"

	"polesim/model"
)

// headComment is the comment at the head of the scenario. What it counts is counted from the group.
func headComment(g group) string {
	poleSizes := sizes(g.services, poleOf)
	several, all := severalSites(g)
	own, other := g.byPatients()
	acts := activities(g.services)
	return fmt.Sprintf(`
A university hospital group (groupe hospitalo-universitaire, GHU), made up by this project: no such hospital exists;
sites, services, numbers and reasons are invented. Written by scenarios/ghu: change its tables, not this file.

Known: the group of the case study, reformed in July 2019, has 7 sites and 16 pôles médico-universitaires (PMU), very
unequal in size, specialties and siting (one site, a few, all). Its texts advise, without imposing it, that no discipline be
split between two PMU. Sites at the edges of the territory preferred pôles on one site or few. In public hospitals a stay
cost 2,115 € on average and a session 575 € (national cost study, 2012). All the rest is assumed.

Services: %d. By site: %s. By kind: %s.

Pôles: %d, of %d to %d services (median %s): %s. Disciplines: %d, of which %d (%.0f %%) on several sites; these have
%.0f %% of the services. Pathology has four services, like the unnamed diagnostic specialty of the case. Derogations: %d services of
%d disciplines, explained above their pôles.

Activity: stays a year, day stays included, or what is taken to weigh as much as a stay: a resident-month of long-term care;
3.7 sessions of dialysis, chemotherapy or radiotherapy (the costs above); 10 emergency visits; 10 anaesthesias; 20 examinations
(images, tissue, dental acts); 100 requests (to laboratories, pharmacies, SAMU; stays coded). Stays and sessions weigh
%s, all else %s. A service: median %s, from %s to %s; the largest tenth of services does %.0f %% of the whole.
A service's listed size is varied by chance by 20 %% (standard deviation).

Not here: patient flows, which the model generates from kinds, sites and activity; most parameters, which keep their
defaults; governance, which ghu-services, ghu-contract and ghu-pmu each add. At the end stands what all three share: people,
money, patients and the life of pôles.`,
		len(g.services), bySite(g), tally(g.services),
		len(poles), poleSizes[0], poleSizes[len(poleSizes)-1], middle(poleSizes), bySiting(g),
		len(disciplines), several, 100*float64(several)/float64(len(disciplines)), 100*float64(all)/float64(len(g.services)),
		len(derogations), len(derogatedDisciplines(g)),
		thousands(sum(own)), thousands(sum(other)),
		thousands((acts[len(acts)/2]+acts[(len(acts)-1)/2])/2), thousands(acts[0]), thousands(acts[len(acts)-1]),
		100*topTenth(acts))
}

// severalSites counts the disciplines on several sites, and their services.
func severalSites(g group) (disciplineCount, services int) {
	for _, d := range disciplines {
		if of := g.ofDiscipline(d.name); len(distinct(of, siteOf)) > 1 {
			disciplineCount++
			services += len(of)
		}
	}
	return disciplineCount, services
}

// derogatedDisciplines lists the disciplines that are split between pôles.
func derogatedDisciplines(g group) []string {
	var out []string
	for _, d := range disciplines {
		if len(distinct(g.ofDiscipline(d.name), poleOf)) > 1 {
			out = append(out, d.name)
		}
	}
	return out
}

// byPatients parts the services that have patients of their own from those that see or serve others' patients.
func (g group) byPatients() (own, other []service) {
	has := func(s service) bool { return s.unit == stays || s.unit == months || s.unit == sessions }
	return g.where(has), g.where(func(s service) bool { return !has(s) })
}

// activities returns what services do, least first.
func activities(services []service) []float64 {
	var out []float64
	for _, s := range services {
		out = append(out, s.activity)
	}
	slices.Sort(out)
	return out
}

// topTenth returns the share of the whole that the largest tenth does; sorted is least first.
func topTenth(sorted []float64) float64 {
	whole, top := 0.0, 0.0
	for i, v := range sorted {
		whole += v
		if i >= len(sorted)-len(sorted)/10 {
			top += v
		}
	}
	return top / whole
}

func bySite(g group) string {
	var out []string
	for _, s := range sites {
		out = append(out, fmt.Sprintf("%s %d", s.name, len(g.ofSite(s.name))))
	}
	return strings.Join(out, ", ")
}

// middle returns the median of sorted whole numbers.
func middle(sorted []int) string {
	n := len(sorted)
	return fmt.Sprint(float64(sorted[n/2]+sorted[(n-1)/2]) / 2)
}

// thousands writes a number below a million with a comma.
func thousands(v float64) string {
	if n := int(v); n >= 1000 {
		return fmt.Sprintf("%d,%03d", n/1000, n%1000)
	}
	return fmt.Sprint(int(v))
}

// tally writes how many services there are of each kind.
func tally(services []service) string {
	count := make([]int, len(model.KindNames))
	for _, s := range services {
		count[s.kind]++
	}
	var out []string
	for k, n := range count {
		out = append(out, fmt.Sprintf("%s %d", model.KindNames[k], n))
	}
	return strings.Join(out, ", ")
}

// bySiting writes how many pôles are on how many sites.
func bySiting(g group) string {
	count := make([]int, len(sites)+1)
	for _, p := range poles {
		count[len(distinct(g.ofPole(p), siteOf))]++
	}
	var out []string
	for n, pole := range count {
		if pole > 0 {
			out = append(out, fmt.Sprintf("%d on %s", pole, plural(n, "site")))
		}
	}
	return strings.Join(out, ", ")
}

// sizes returns the numbers of services of the groups that field makes, smallest first.
func sizes(services []service, field func(service) string) []int {
	var out []int
	for _, v := range distinct(services, field) {
		n := 0
		for _, s := range services {
			if field(s) == v {
				n++
			}
		}
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}
