package model

import "slices"

// Belonging: a service feels part of itself, of its site and of its pôle. The three share one unit, so that they
// compete, and follow whom its people spend their time with.
var (
	belongingMoves = declare(Parameter{Key: "belonging.moves", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether belonging follows whom a service meets; otherwise it stays at arenas.belonging_pole and belonging_site, its start.",
		Source: "scenario"})
	belongingPace = declare(Parameter{Key: "belonging.pace", Scope: Hospitalwide, Unit: "per month", Default: .05, Min: 0, Max: 1,
		Help:   "Share of the way that belonging moves in a month to the shares of time spent among one's own, one's site and one's pôle.",
		Source: "assumption"})
	belongingServiceWeight = declare(Parameter{Key: "belonging.service_weight", Scope: PerService, Unit: "weight", Default: 1, Min: 0, Max: 10,
		Help:   "How much a unit of time among the service's own counts for belonging: the service as collective of work and identity.",
		Source: "assumption: all three alike"})
	belongingSiteWeight = declare(Parameter{Key: "belonging.site_weight", Scope: PerService, Unit: "weight", Default: 1, Min: 0, Max: 10,
		Help:   "How much a meeting with somebody of the same site counts for belonging: the site's hold on its people.",
		Source: "assumption: all three alike"})
	belongingPoleWeight = declare(Parameter{Key: "belonging.pole_weight", Scope: PerService, Unit: "weight", Default: 1, Min: 0, Max: 10,
		Help:   "How much a meeting with somebody of the same pôle counts for belonging.",
		Source: "assumption: all three alike"})
)

// identity is to what services feel that they belong.
type identity struct {
	on      bool
	pace    float64
	weight  []contacts  // how much each kind of contact counts for a service
	of      []belonging // of each service; what is left of 1 is to itself
	contact []contacts  // this month's units with others
	first   []belonging // as the scenario says, within one unit
}

// contacts are units of time that a service spent among its own people, with others of its site and of its pôle.
type contacts struct{ service, site, pole float64 }

// read takes in the parameters. While belonging does not move, it is what the scenario says.
func (b *identity) read(h *Hospital) {
	b.on, b.pace = h.config.Value(belongingMoves) != 0, h.config.Value(belongingPace)
	b.weight = slices.Grow(b.weight[:0], h.n)[:h.n]
	b.contact = slices.Grow(b.contact[:0], h.n)[:h.n]
	b.first = append(b.first[:0], h.belonging...)
	for i := range b.weight {
		if first := &b.first[i]; first.pole+first.site > 1 {
			total := first.pole + first.site
			*first = belonging{pole: first.pole / total, site: first.site / total}
		}
		v := func(id ParameterID) float64 { return h.config.ServiceValue(ServiceID(i), id) }
		b.weight[i] = contacts{v(belongingServiceWeight), v(belongingSiteWeight), v(belongingPoleWeight)}
	}
	if !b.on || len(b.of) != h.n {
		b.begin(h)
	}
}

// begin starts from the scenario's belonging.
func (b *identity) begin(h *Hospital) {
	b.of = append(b.of[:0], b.first...)
	clear(b.contact)
}

// put puts it into force.
func (b *identity) put(h *Hospital) {
	if b.on {
		copy(h.belonging, b.of)
	}
}

// met hears that two services met.
func (b *identity) met(h *Hospital, m *meeting) {
	if !b.on {
		return
	}
	var c contacts
	pole := h.poleOf[m.first] == h.poleOf[m.second]
	site := h.config.Services[m.first].Site == h.config.Services[m.second].Site
	switch {
	case pole && site:
		c = contacts{pole: .5, site: .5}
	case pole:
		c.pole = 1
	case site:
		c.site = 1
	default: // neither: each was there for its own service
		c.service = 1
	}
	for _, i := range [2]ServiceID{m.first, m.second} {
		b.contact[i].service += c.service
		b.contact[i].site += c.site
		b.contact[i].pole += c.pole
	}
}

// follow moves belonging towards the shares of this month's time, each unit of which counts by its weight: units with
// nobody else are the service's own.
func (b *identity) follow(h *Hospital) {
	if !b.on {
		return
	}
	for i := range b.of {
		c, w := &b.contact[i], &b.weight[i]
		intent := &h.intent[i]
		own := c.service + float64(h.meetings.unused[i])
		for _, mechanism := range intent.mechanism[:intent.units] {
			if alone[mechanism] {
				own++
			}
		}
		service, site, pole := own*w.service, c.site*w.site, c.pole*w.pole
		*c = contacts{}
		if total := float64(service) + float64(site) + float64(pole); total > 0 {
			b.of[i].site += float64(b.pace * (float64(site)/total - b.of[i].site))
			b.of[i].pole += float64(b.pace * (float64(pole)/total - b.of[i].pole))
		}
	}
}

// forget keeps a share of belonging to pôles; what is lost goes to the services.
func (b *identity) forget(kept float64) {
	if !b.on {
		return
	}
	for i := range b.of {
		b.of[i].pole *= kept
	}
}

// leave gives what belonging service i has to its pôle back to itself: it goes to another.
func (b *identity) leave(i ServiceID) {
	if b.on {
		b.of[i].pole = 0
	}
}

// toItself is how far service i feels part of nothing wider than itself.
func (h *Hospital) toItself(i ServiceID) float64 {
	return max(0, 1-h.belonging[i].site-h.belonging[i].pole)
}

var belongingOutcomes = []Outcome{
	{Name: "belonging_service", Label: "belonging to the service", Unit: "share", Monthly: true, Part: "belonging.moves", Basis: Assumed,
		Meaning: "How far services feel part of nothing wider than themselves, mean; with site and pôle it makes one unit.",
		observe: func(h *Hospital) float64 {
			return h.mean(func(i int) float64 { return h.toItself(ServiceID(i)) })
		}},
	{Name: "belonging_site", Label: "belonging to the site", Unit: "share", Monthly: true, Part: "belonging.moves", Basis: Assumed,
		Meaning: "How far services feel part of their site, mean; follows whom they meet.",
		observe: func(h *Hospital) float64 { return h.mean(func(i int) float64 { return h.belonging[i].site }) }},
	{Name: "belonging_pole", Label: "belonging to the pôle", Unit: "share", Monthly: true, Part: "belonging.moves", Basis: Assumed,
		Meaning: "How far services feel part of their pôle, mean; follows whom they meet.",
		observe: func(h *Hospital) float64 { return h.mean(func(i int) float64 { return h.belonging[i].pole }) }},
}

var belongingStates = []State{
	{Name: "belonging_service", Of: "service", Unit: "share", High: 1, Parts: []string{"belonging.moves"},
		each: ofServices(func(h *Hospital, i ServiceID) float64 { return h.toItself(i) })},
	{Name: "belonging_site", Of: "service", Unit: "share", High: 1, Parts: []string{"belonging.moves"},
		each: ofServices(func(h *Hospital, i ServiceID) float64 { return h.belonging[i].site })},
	{Name: "belonging_pole", Of: "service", Unit: "share", High: 1, Parts: []string{"belonging.moves"},
		each: ofServices(func(h *Hospital, i ServiceID) float64 { return h.belonging[i].pole })},
}
