package classics

import (
	"context"
	"fmt"
	"slices"

	"polesim/model"
	"polesim/sim"
)

// hospital is package model itself, set up so that it is the NK model: a hospital of professionals who see perfectly, pay
// nothing for a change and look for nothing but care. All of a hospital's month runs, and must come to what walks on NK
// landscapes do.
var hospital = Classic{
	Name:  "hospital",
	Title: "The hospital of this program, set up as an NK model",
	Paper: "Kauffman, S. A. (1993). The Origins of Order: Self-Organization and Selection in Evolution. Oxford University Press. " +
		"Siggelkow, N. & Levinthal, D. A. (2003). Temporarily divide to conquer: centralized, decentralized, and reintegrated " +
		"organizational approaches to exploration and adaptation. Organization Science 14(6): 650–669.",
	Parameters: []Parameter{
		{Name: "services", Unit: "services", Kind: Count, Default: 1, Min: 1, Max: 100, Help: "How many services the hospital has."},
		{Name: "practices", Unit: "practices", Kind: Count, Default: 16, Min: 1, Max: 16, Help: "How many practices each service has."},
		{Name: "within", Unit: "practices", Kind: Count, Default: 4, Min: 0, Max: 15,
			Help: "On how many other practices of its service what a practice contributes depends."},
		{Name: "across", Unit: "practices", Kind: Count, Default: 0, Min: 0, Max: 8,
			Help: "On how many practices of other services."},
		{Name: "heeding", Kind: Choice, Choices: []string{"yes", "no"},
			Help: "Whether services know all others and trust them fully, and so heed what they do to them."},
		{Name: "tries", Unit: "per month", Kind: Count, Default: 8, Min: 1, Max: 8, Help: "Changes that a service tries in a month, one after the other."},
		{Name: "months", Unit: "months", Kind: Count, Default: 40, Min: 2, Max: 1200,
			Help: "How long. Services that heed each other are at rest once they have tried each practice some fifteen times."},
	},
	Quantities: []Quantity{
		{"care", "care", "index 0–1", "Care effectiveness of the hospital in the last month: the fitness of its practices."},
		{"changes", "changes", "changes", "Practices that services changed from the start to the end."},
	},
	Replications: [2]int{600, 10_000},
	New: func(v Values) (Runner, error) {
		services, practices := v.Count("services"), v.Count("practices")
		within, across := v.Count("within"), v.Count("across")
		switch {
		case within > practices-1:
			return nil, v.mismatch("within", "= %d: a practice has only %d others in its service to depend on", within, practices-1)
		case across > (services-1)*practices:
			return nil, v.mismatch("across", "= %d: other services have only %d practices", across, (services-1)*practices)
		}
		trust := 0.0
		if v.Choice("heeding") == "yes" {
			trust = 1
		}
		r := &hospitalRun{months: v.Count("months"), services: services}
		r.cohort = model.NewCohort([]*model.Config{nkHospital(services, map[string]float64{
			"environment.practices":              float64(practices),
			"environment.interdependence_within": float64(within),
			"environment.interdependence_across": float64(across),
			"professionals.attention":            v.Number("tries"),
			"relations.trust_start":              trust,
		})})
		return r, nil
	},
	Docks: hospitalDocks(),
	Figures: []Figure{{
		Name: "hospital-care", Question: "Does a service search as walks on NK landscapes do?", Quantity: "care",
		Along: "within", At: []string{"0", "1", "2", "3", "4", "6", "8", "10", "12", "15"},
		Lines: []Line{{Label: "one service of 16 practices"}},
	}},
}

// hospitalDocks are what is known of NK walks with random neighbours, held against one service with many practices and against
// many services with one each, and what Siggelkow & Levinthal (2003) say of divisions that look at themselves alone.
func hospitalDocks() (docks []Dock) {
	add := func(d Dock, set ...string) {
		d.At = set
		docks = append(docks, d)
	}
	care := func(published float64) Dock {
		return Dock{Quantity: "care", Published: published, Error: .001, Source: Reimplementing}
	}
	add(Dock{Quantity: "care", Published: 2. / 3, Source: Exact, Note: "mean of the better of two"}, "within=0")
	add(care(.706), "within=2")
	add(care(.707), "within=4")
	add(care(.686), "within=8")
	add(care(.642), "within=15")
	add(Dock{Quantity: "changes", Published: 8, Source: Exact, Note: "half of the practices"}, "within=0")
	add(Dock{Quantity: "changes", Published: 2.83, Error: .04, Source: Reimplementing}, "within=15")

	many := func(services, across string, d Dock) { // who take turns; walks draw lots at each step
		add(d, "services="+services, "practices=1", "within=0", "across="+across, "tries=1")
	}
	many("16", "2", care(.706))
	many("16", "4", care(.707))
	many("16", "8", care(.686))
	large := care(.7195)
	large.Slow, large.Factor = true, .1
	many("96", "4", large)

	divisions := func(kind DockKind, across string) {
		set := []string{"services=4", "practices=4", "within=3", "across=" + across, "tries=1"}
		add(Dock{Quantity: "care", Kind: kind, Against: append(slices.Clone(set), "heeding=no"), Source: Paper, Factor: 4}, set...)
	}
	divisions(Above, "3")
	divisions(Same, "0")
	return docks
}

// nkHospital is a scenario of equal services, each of which depends on all others alike, without anything that the NK model
// does not have.
func nkHospital(services int, set map[string]float64) *model.Config {
	c := model.NewConfig("nk")
	for key, value := range map[string]float64{
		"environment.dynamism":         0, // nothing is drawn anew
		"environment.discipline_share": 0, // care depends on others as patients go, which is to all alike
		"environment.template_share":   0, // no two contributions share a table
		"professionals.noise":          0, // perfect sight
		"professionals.switching_cost": 0,
		"professionals.goal_care":      1, // care is all that counts
		"professionals.goal_economy":   0,
		"professionals.goal_academic":  0,
		"arenas.meeting_units":         0,  // all time is for trying changes
		"relations.years_together":     50, // services know each other's work, and forget nothing
		"relations.knowledge_gain":     1,
		"relations.knowledge_kept":     1,
	} {
		set[key] = value
	}
	for key, value := range set {
		if err := c.Set(key, value); err != nil {
			panic(err)
		}
	}
	c.Sites = []model.Site{{Name: "Site"}}
	c.Poles = []model.Pole{{Name: "Pôle"}}
	for i := range services {
		c.Services = append(c.Services, model.Service{Name: fmt.Sprint("Service ", i+1), Discipline: fmt.Sprint("Discipline ", i+1), Activity: 1})
		for j := range i {
			c.Flows = append(c.Flows, model.Flow{From: model.ServiceID(i), To: model.ServiceID(j), Count: 1})
		}
	}
	return c
}

// hospitalRun runs the hospital of a setting.
type hospitalRun struct {
	cohort           *model.Cohort
	months, services int
	results          [1]model.RunResult
}

// Where results stand.
var (
	careAt    = model.OutcomeIndex("care_effectiveness")
	changesAt = model.OutcomeIndex("changes")
)

// Run runs a replication.
func (r *hospitalRun) Run(replication int, key sim.Key, into []float64) {
	if err := r.cohort.Run(context.Background(), uint64(key), replication, r.months, r.results[:]); err != nil {
		panic(err) // which only ctx can bring about
	}
	series := r.results[0].Series
	into[0] = series[careAt][r.months-1]
	into[1] = 0
	for _, changes := range series[changesAt] {
		into[1] += changes
	}
	into[1] *= float64(r.services) / 12 // from a rate per service and year
}
