package model

// Owners of pathways: somebody who answers for the way of patients as a whole. What an owner can do about it is to call
// the services of the pathway together, in the time that they have for meetings in any case: what comes of it for fit,
// stays, waiting and readmission is for those who meet to find out. That owners save delay at handovers, besides, is
// assumed (pathways.go).
var ownerCalls = declare(Parameter{Key: "pathways.owner_calls", Scope: Hospitalwide, Unit: "share", Default: 0, Min: 0, Max: 1,
	Help:   "Share of its meeting units for which a service is called by owners of pathways to meet others of the pathway, as far as its stays are on pathways with an owner (pathways.owner); needs care.units.",
	Source: "assumption: none unless set; the case study: professionals do not manage the trajectories that they configure"})

// owners are those of all pathways.
type owners struct {
	layout   layout    // of the pathways
	share    float64   // of pathways that have an owner
	part     []float64 // of each service's stays, those on owned pathways with other services
	partners *layer    // with whom each shares owned pathways, by stays
	called   []float64 // share of each service's meeting units; none while nobody calls
	away     []float64 // share of each service's partners, by stays, on another site
}

// read takes in the parameters. Pathways are drawn once for each layout, and so is whom their owners bring together.
func (o *owners) read(h *Hospital, c *care) {
	calls, share := h.config.Value(ownerCalls), h.config.Value(pathwayOwner)
	o.called = o.called[:0]
	if !c.on || calls == 0 || share == 0 {
		return
	}
	if o.partners == nil || o.layout != c.layout || o.share != share {
		o.layout, o.share = c.layout, share
		o.draw(h.n, c.pathways)
	}
	o.away = o.away[:0]
	for i, part := range o.part {
		o.called = append(o.called, calls*part)
		away, list := 0.0, o.partners
		for e := list.start[i]; e < list.start[i+1]; e++ {
			if h.config.Services[list.to[e]].Site != h.config.Services[i].Site {
				away += list.weight[e]
			}
		}
		o.away = append(o.away, away)
	}
}

// draw says of each service how far its stays are on owned pathways, and with whom it shares these.
func (o *owners) draw(n int, pathways []pathway) {
	all, owned := make([]float64, n), make([]float64, n)
	shared := make([][]float64, n) // stays on owned pathways, by partner
	for i := range shared {
		shared[i] = make([]float64, n)
	}
	for f := range pathways {
		p := &pathways[f]
		list := p.services()
		for _, i := range list {
			all[i] += p.volume
			if p.chance >= o.share || len(list) < 2 {
				continue
			}
			owned[i] += p.volume
			for _, j := range list {
				shared[i][j] += p.volume
			}
		}
	}
	o.partners = newLayer(n, func(i int, weights []float64) { copy(weights, shared[i]) })
	o.part = make([]float64, n)
	for i := range o.part {
		o.part[i] = ratio(owned[i], all[i])
	}
}

// services are all that a pathway passes.
func (p *pathway) services() []ServiceID {
	list := append([]ServiceID(nil), p.wards[:p.stops]...)
	if p.emergency != nobody {
		list = append(list, p.emergency)
	}
	return list
}

// calls says whether an owner calls service i in a round of meetings.
func (o *owners) calls(h *Hospital, i, round int) bool {
	if len(o.called) == 0 || o.called[i] == 0 {
		return false
	}
	s := h.keys.owners.At(i, h.month*maxUnits+round)
	return s.Bernoulli(o.called[i])
}

// seekOnPathway pairs service i with another service of a pathway whose owner calls, one of those who came and are still
// free, in proportion to the stays that they share.
func (h *Hospital) seekOnPathway(i ServiceID, round int) {
	m, l := &h.meetings, h.care.owners.partners
	s := h.keys.meetings.At(int(i), h.month*maxUnits+round)
	there, partner := 0.0, nobody
	for e := l.start[i]; e < l.start[i+1]; e++ {
		if j := l.to[e]; m.place[j] == pathwayArena {
			if there += l.weight[e]; s.Float64()*there < l.weight[e] {
				partner = j
			}
		}
	}
	m.place[i] = noArena
	if partner == nobody {
		m.unused[i]++
		return
	}
	m.place[partner] = noArena
	h.hold(i, partner, pathwayArena, round)
}

// reckonPlannedTime reckons how the organisation says time is spent. Meeting units that owners call for are given to
// open items, whatever the arenas would have made of them.
func (h *Hospital) reckonPlannedTime() {
	h.reckonFormalShares()
	m := &h.meetings
	for i, called := range h.care.owners.called {
		p := h.poleOf[i]
		units := called * (m.units - h.steering.dialogueUnits(p, m.units)) / h.formalUnits
		decided := float64(m.share[poleArena] * h.poles[p].authority)
		plan := float64(m.share[poleArena] * (1 - h.poles[p].authority) * (1 - h.poles[p].ambiguity))
		h.formalShare[skillsAt] -= float64(units * m.share[noArena])
		h.formalShare[settledBy[decidedItem]] -= float64(units * decided)
		h.formalShare[settledBy[plannedItem]] -= float64(units * plan)
		h.formalShare[settledBy[openItem]] += float64(units * (m.share[noArena] + decided + plan))
	}
}

var ownerOutcomes = []Outcome{
	{Name: "owner_meetings", Label: "meetings called by owners", Unit: yearly, Monthly: true, Part: "pathways.owner_calls",
		Meaning: "Meeting units that became a meeting of two services of a pathway, called by its owner; part of the meeting units that all have.",
		observe: func(h *Hospital) float64 { return 12 * h.tally.ownerUnits / float64(h.n) }},
}
