package main

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"

	"polesim/model"
)

// A site is a place of the group. Its name is short because it ends the name of each of its services.
type site struct {
	name  string
	about string // what it is, in a line
}

// A unit is what the activity of a discipline is counted in.
type unit struct {
	name    string
	perStay float64 // how many weigh as much as one stay
}

// A discipline is a branch of medicine with the services that practise it, all in one pôle but for derogations.
type discipline struct {
	name     string
	pole     string
	kind     model.Kind // of its services, unless they have another
	unit     unit       // of its services, unless they have another
	services []offer
}

// An offer is a service in the table of a discipline.
type offer struct {
	name string // without its site
	site string
	size float64          // usual activity a year of such a service, in units
	but  []func(*service) // what is not as in the rest of the discipline
}

// A derogation puts a service elsewhere than with its discipline.
type derogation struct {
	service string
	pole    string
	why     string
}

// A service is a line of the scenario.
type service struct {
	name, site, discipline, pole string
	kind                         model.Kind
	unit                         unit
	activity                     float64 // in stays, or their equivalent, a year
}

// A group is the hospital group as it is written: services by site, in the order of the tables.
type group struct{ services []service }

// newGroup makes the group out of the tables.
func newGroup() group {
	var g group
	for _, s := range sites {
		for _, d := range disciplines {
			for _, o := range d.services {
				if o.site == s.name {
					g.services = append(g.services, newService(d, o))
				}
			}
		}
	}
	return g
}

func newService(d discipline, o offer) service {
	s := service{name: o.name + " – " + o.site, site: o.site, discipline: d.name, pole: d.pole, kind: d.kind, unit: d.unit}
	for _, change := range o.but {
		change(&s)
	}
	for _, x := range derogations {
		if x.service == s.name {
			s.pole = x.pole
		}
	}
	s.activity = math.Round(o.size/s.unit.perStay*chance(s.name)/10) * 10
	return s
}

// seed fixes what is drawn. Any other number gives another hospital of the same make.
const seed = 2019

// chance returns a factor of mean 1 and standard deviation .2, the service's own: a triangle on [1/2, 3/2], made
// without functions whose last bits differ between machines.
func chance(name string) float64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	r := rand.New(rand.NewPCG(seed, h.Sum64()))
	return .5 + (r.Float64()+r.Float64())/2
}

// where returns the services for which keep holds.
func (g group) where(keep func(service) bool) []service {
	var out []service
	for _, s := range g.services {
		if keep(s) {
			out = append(out, s)
		}
	}
	return out
}

func (g group) ofSite(name string) []service {
	return g.where(func(s service) bool { return s.site == name })
}

func (g group) ofPole(name string) []service {
	return g.where(func(s service) bool { return s.pole == name })
}

func (g group) ofDiscipline(name string) []service {
	return g.where(func(s service) bool { return s.discipline == name })
}

// distinct lists what field says of services, each once, in order.
func distinct(services []service, field func(service) string) []string {
	var out []string
	for _, s := range services {
		if v := field(s); !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// sum adds up the activity of services.
func sum(services []service) float64 {
	total := 0.0
	for _, s := range services {
		total += s.activity
	}
	return total
}

func nameOf(s service) string { return s.name }
func siteOf(s service) string { return s.site }
func poleOf(s service) string { return s.pole }
