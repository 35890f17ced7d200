package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// Wishes: the perimeter as something that services choose. When a mandate ends, a service may ask for the pôle whose meetings
// it expects to be worth more to it than its own pôle's; the direction grants what its rules let it grant. A service judges by
// what it has before its eyes: for whom it works, whom of them it knows and trusts, how open a pôle's agenda is and how far
// away it meets.
var (
	mandateChoice = declare(Parameter{Key: "mandates.choice", Kind: Choice, Scope: Hospitalwide, Choices: []string{"lot", "services"},
		Help:   "Who changes pôle at a renewal: services drawn by lot (mandates.redrawn), or services that ask for another pôle and are let go.",
		Source: "scenario; law 2021-502 (Rist) lets hospitals draw their pôles"})
	mandatePlaces = declare(Parameter{Key: "mandates.places", Scope: Hospitalwide, Unit: "share of services", Default: .1, Min: 0, Max: 1,
		Help:   "Share of services that the direction lets change pôle at one renewal by their own wish; who asks beyond that stays, by lot.",
		Source: "assumption"})
	mandateHurdle = declare(Parameter{Key: "mandates.hurdle", Scope: Hospitalwide, Unit: "share", Default: .25, Min: 0, Max: 5,
		Help:   "How much more than of its own pôle's meetings a service must expect of another's to ask for it.",
		Source: "assumption; to change pôle is a trouble"})
	mandateReluctance = declare(Parameter{Key: "mandates.reluctance", Scope: PerService, Unit: "logits", Default: 0, Min: 0, Max: 5,
		Help:   "How much more than it costs in attendance (arenas.distance_cost) the distance of a pôle's meetings weighs for a service that considers it: a site that does not want to join; sign assumed.",
		Source: "assumption: none unless set; sites at the edges preferred pôles on one site or few"})
	mandateSmallest = declare(Parameter{Key: "mandates.smallest", Kind: Count, Scope: Hospitalwide, Unit: "services", Default: 2, Min: 1, Max: 50,
		Help:   "Services that must stay in a pôle for the direction to let another one leave it.",
		Source: "assumption; one service alone has nobody to meet"})
	mandateTogether = declare(Parameter{Key: "mandates.disciplines_together", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether the direction refuses a service that would leave more colleagues of its discipline behind than it would join.",
		Source: "scenario; the internal rules of July 2019 advise against a discipline in two pôles"})
)

// wishes are what services ask for at a renewal, and what becomes of it.
type wishes struct {
	on             bool
	places, hurdle float64
	smallest       int
	together       bool
	reluctance     []float64 // of each service
	key            sim.Key   // of the order in which the direction hears who asks
	wanted         []PoleID  // for which each service asks; its own if for none
	use            []float64 // what a meeting with all of a pôle together would be worth to the service that considers
	asked, granted int       // this month
}

// read takes in the parameters.
func (w *wishes) read(h *Hospital) {
	v := h.config.Value
	w.on, w.places, w.hurdle = v(mandateChoice) != 0, v(mandatePlaces), v(mandateHurdle)
	w.smallest, w.together = int(v(mandateSmallest)), v(mandateTogether) != 0
	w.reluctance = slices.Grow(w.reluctance[:0], h.n)[:h.n]
	for i := range w.reluctance {
		w.reluctance[i] = h.config.ServiceValue(ServiceID(i), mandateReluctance)
	}
	w.wanted = slices.Grow(w.wanted[:0], h.n)[:h.n]
	w.use = slices.Grow(w.use[:0], len(h.poles))[:len(h.poles)]
}

// ask lets each service say which pôle it wants, and lists those that want another than theirs.
func (w *wishes) ask(h *Hospital, askers []ServiceID) []ServiceID {
	askers = askers[:0]
	for i := range ServiceID(h.n) {
		if w.wanted[i] = w.best(h, i); w.wanted[i] != h.poleOf[i] {
			askers = append(askers, i)
		}
	}
	w.asked = len(askers)
	return askers
}

// best is the pôle of which service i expects most, its own unless another is worth more by the hurdle.
func (w *wishes) best(h *Hospital, i ServiceID) PoleID {
	own := h.poleOf[i]
	if h.offered(own) == 0 {
		return own // pôles do not meet
	}
	w.look(h, i)
	best, most := own, w.expects(h, i, own)*(1+w.hurdle)
	for p := range PoleID(len(h.poles)) {
		if p == own {
			continue
		}
		if there := w.expects(h, i, p); there > most {
			best, most = p, there
		}
	}
	return best
}

// look adds up, pôle by pôle, what service i makes of those on whom its work depends: dependence × trust × the chance that
// a meeting hits on what the two have in common. Patients count as far as care, the discipline as far as academic value
// weighs among its goals.
func (w *wishes) look(h *Hospital, i ServiceID) {
	clear(w.use)
	academic := h.scholarship[i]
	w.add(h, i, h.workflow, 1-academic)
	w.add(h, i, h.disciplines, academic)
}

// add adds up over the services on which i depends in one layer.
func (w *wishes) add(h *Hospital, i ServiceID, by *layer, weight float64) {
	if weight == 0 {
		return
	}
	for e := by.start[i]; e < by.start[i+1]; e++ {
		j := by.to[e]
		p := h.poleOf[j]
		know := h.relations.knowToday(i, j)
		hit := know + float64((1-know)*h.hint*(1-float64(h.poles[p].ambiguity/2)))
		w.use[p] += float64(weight * by.weight[e] * h.relations.trustToday(i, j) * hit)
	}
}

// expects is what service i expects of a meeting unit given to pôle p: the chance that it would come, times what a meeting
// with one of its members would be worth. How far it would take part it judges by its own experience: by the legitimacy of
// its own pôle, and without the belonging that it would leave behind. Call look before.
func (w *wishes) expects(h *Hospital, i ServiceID, p PoleID) float64 {
	pole, own := &h.poles[p], h.poleOf[i]
	others, belonging := pole.members, h.belonging[i].pole
	switch {
	case p == own:
		others--
	case h.social.identity.on:
		belonging = 0
	}
	if others == 0 {
		return 0
	}
	away := h.distanceTo(p, i) * (1 - pole.relief)
	comes := h.calls().answer(1-pole.ambiguity, h.poles[own].legitimacy, belonging, away, -float64(w.reluctance[i]*away))
	return comes * w.use[p] / float64(others)
}

// grant lets those who ask change pôle, heard in an order drawn by lot, as far as there are places and the direction's rules
// allow it. poleOf is the perimeter that comes of it.
func (w *wishes) grant(h *Hospital, askers []ServiceID, poleOf []PoleID) {
	draw := w.key.At(0, h.month)
	draw.Shuffle(len(askers), func(a, b int) { askers[a], askers[b] = askers[b], askers[a] })
	places := int(math.Floor(w.places * float64(h.n)))
	w.granted = 0
	for _, i := range askers {
		if w.granted < places && w.may(h, i, poleOf) {
			poleOf[i] = w.wanted[i]
			w.granted++
		}
	}
}

// may says whether the direction's rules let service i go to the pôle that it wants, as the perimeter stands by now.
func (w *wishes) may(h *Hospital, i ServiceID, poleOf []PoleID) bool {
	staying, left, joined := 0, 0, 0
	for j, p := range poleOf {
		if ServiceID(j) == i {
			continue
		}
		alike := h.discipline[j] == h.discipline[i]
		switch p {
		case poleOf[i]:
			staying++
			if alike {
				left++
			}
		case w.wanted[i]:
			if alike {
				joined++
			}
		}
	}
	return staying >= w.smallest && (!w.together || left <= joined)
}

var wishOutcomes = []Outcome{
	{Name: "services_asking", Label: "services that asked for another pôle", Unit: yearly, Monthly: true, Part: "mandates.choice",
		Meaning: "Services that asked for another pôle at a renewal, granted or not.",
		observe: func(h *Hospital) float64 { return h.perYear(h.social.mandates.wishes.asked) }},
	{Name: "services_moved_by_wish", Label: "services that changed pôle by their wish", Unit: yearly, Monthly: true, Part: "mandates.choice",
		Meaning: "Services that asked for another pôle at a renewal and were let go; part of services_moved.",
		observe: func(h *Hospital) float64 { return h.perYear(h.social.mandates.wishes.granted) }},
	{Name: "sites_per_pole", Label: "sites of a pôle", Unit: "sites", Monthly: true, Part: "mandates.end",
		Meaning: "Sites on which a pôle has services, mean over pôles.",
		observe: (*Hospital).sitesPerPole},
	{Name: "pole_size_spread", Label: "spread of pôles' sizes", Unit: "services", Monthly: true, Part: "mandates.end",
		Meaning: "Standard deviation over pôles of their number of services.",
		observe: (*Hospital).poleSizeSpread},
}

// sitesOf is on how many sites pôle p has services.
func (h *Hospital) sitesOf(p PoleID) (count float64) {
	width := max(1, len(h.config.Sites))
	for _, services := range h.siteMembers[int(p)*width : (int(p)+1)*width] {
		if services > 0 {
			count++
		}
	}
	return count
}

func (h *Hospital) sitesPerPole() float64 {
	total, poles := 0.0, 0.0
	for p := range h.poles {
		if h.poles[p].members > 0 {
			total += h.sitesOf(PoleID(p))
			poles++
		}
	}
	return ratio(total, poles)
}

func (h *Hospital) poleSizeSpread() float64 {
	mean, squares := float64(h.n)/float64(len(h.poles)), 0.0
	for p := range h.poles {
		off := float64(h.poles[p].members) - mean
		squares += float64(off * off)
	}
	return math.Sqrt(squares / float64(len(h.poles)))
}
