package model

import (
	"math"

	"polesim/sim"
)

// How a project runs once it is backed: members give time, goals and plan are revised on the way, and the project is
// delivered, or abandoned when nothing moves any more.
var (
	projectTime = declare(Parameter{Key: "projects.time", Scope: Hospitalwide, Unit: "units per month", Default: .4, Min: .05, Max: .5,
		Help:   "Attention that each member gives to a running project; it is taken from its own work.",
		Source: "assumption"})
	projectEffort = declare(Parameter{Key: "projects.effort", Scope: Hospitalwide, Unit: "units per practice", Default: 1, Min: .1, Max: 5,
		Help:   "Members' time that a change of practice takes, times .7 (training), 1 (equipment), 1.2 (circuit) or 1.5 (consortium).",
		Source: "assumption"})
	changeSupport = declare(Parameter{Key: "projects.change_support", Scope: PerPole, Unit: "share", Default: .3, Min: 0, Max: 1,
		Help:   "Support for those whose jobs a project changes: without it progress is slower, least in training, most in new circuits.",
		Source: "assumption"})
	projectStaff = declare(Parameter{Key: "projects.staff", Scope: Hospitalwide, Unit: "projects", Default: 0, Min: 0, Max: 100,
		Help:   "Projects that the hospital's project staff can accompany at once; a project accompanied goes twice as fast.",
		Source: "assumption"})
	crossSite = declare(Parameter{Key: "projects.cross_site", Scope: Hospitalwide, Unit: "share", Default: 1, Min: 0, Max: 1,
		Help:   "Share of their project time that members can give where partners are on other sites; 0 in a crisis that leaves each site to itself.",
		Source: "scenario"})
	planRigidity = declare(Parameter{Key: "projects.plan_rigidity", Scope: PerPole, Unit: "share", Default: .3, Min: 0, Max: 1,
		Help:   "Chance that a change of the first plan is not let through although members find it better.",
		Source: "assumption"})
	goalRevision = declare(Parameter{Key: "projects.goal_revision", Scope: PerPole, Unit: "per month", Default: .05, Min: 0, Max: 1,
		Help:   "How far a month moves what a running project is said to be for towards what members see that it brings.",
		Source: "assumption: justifications drift"})
	projectPatience = declare(Parameter{Key: "projects.patience", Kind: Count, Scope: Hospitalwide, Unit: "months", Default: 6, Min: 1, Max: 36,
		Help:   "Months without progress after which a running project is abandoned.",
		Source: "assumption"})
	prestige = declare(Parameter{Key: "projects.prestige", Scope: Hospitalwide, Unit: "index", Default: .3, Min: 0, Max: 1,
		Help:   "Reputation that a highly visible project delivered gives a pôle, as a share of what it still lacks.",
		Source: "assumption"})
	projectAppeal = declare(Parameter{Key: "projects.appeal", Scope: Hospitalwide, Unit: "index", Default: .1, Min: 0, Max: 1,
		Help:   "What a highly visible project delivered adds to its members' appeal to candidates, as a share of what they still lack.",
		Source: "assumption"})
)

// work is the month of all projects.
func (p *projects) work(h *Hospital) {
	clear(h.engaged)
	accompanied := 0.0
	if running := p.running(); running > 0 {
		accompanied = min(1, p.staff/float64(running))
	}
	for k := range p.live {
		if d := &p.live[k]; d.running {
			p.advance(h, d, accompanied)
		} else {
			p.prepare(h, d)
		}
	}
	p.clearEnded()
}

// prepare is a month of a project that waits for a decision: its members, who see practices change around them, revise
// what they propose, bound by no plan.
func (p *projects) prepare(h *Hospital, d *project) {
	s := d.key.At(0, h.month)
	p.foresee(h, d, &p.sights[0])
	p.perceive(d, &s)
	p.believe(h, d, &p.sights[0])
	p.consider(h, d, 0, &s)
}

// consider tries a month's ideas for another version of a project.
func (p *projects) consider(h *Hospital, d *project, rigidity float64, s *sim.Stream) {
	const ideas = 3 // a month: assumption
	for range ideas {
		p.revise(h, d, rigidity, s)
	}
}

// advance is a month of one project: members look at what it would bring and revise it. If it is still good for all
// together, outsiders weighed, those for whom it is still good give time. It takes two.
func (p *projects) advance(h *Hospital, d *project, accompanied float64) {
	s := d.key.At(0, h.month)
	charter, now := &p.charters[h.poleOf[d.members[0]]], &p.sights[0]
	p.foresee(h, d, now)
	p.perceive(d, &s)
	d.aims = p.rejustify(h, d, now, charter.revision, &s)
	p.believe(h, d, now)
	p.consider(h, d, charter.rigidity, &s)
	units, givers := 0.0, 0
	if Worthwhile(now.total+float64(h.switchingCost*float64(now.changes())), 0) {
		units, givers = p.timeGiven(h, d, now)
	}
	if givers < 2 {
		if d.stalled++; d.stalled >= p.patience {
			p.tally.abandoned++
			p.end(d)
		}
		return
	}
	d.stalled = 0
	p.tally.units += units
	const most = .5 // of progress that job contents which change can take: assumption
	resistance := float64(most * kinds[d.kind].upheaval * (1 - charter.support))
	progress, needed := float64(units*(1-resistance)*(1+accompanied)), float64(p.effort*kinds[d.kind].effort*float64(d.pending()))
	h.money.supports(h, d, min(progress, needed-d.done)/needed)
	if d.done += progress; d.done >= needed {
		p.deliver(h, d, now)
	}
}

// timeGiven takes the month's time of members to whom the project is still worth something off their attention, and
// lets them learn of each other's work. Nobody gives time if fewer than two would.
func (p *projects) timeGiven(h *Hospital, d *project, now *prospect) (units float64, givers int) {
	var gives [maxMembers]float64
	share := p.time
	if h.acrossSites(d) {
		share *= p.crossSite
	}
	for m, i := range d.members[:d.size] {
		left := float64(h.people[i].attention*h.slack[i]*h.staffed[i]) - h.detached[i] - h.engaged[i]
		if gives[m] = max(0, min(share, left)); gives[m] > 0 && p.sided(h, d, m, now) > 0 {
			givers++
		} else {
			gives[m] = 0
		}
	}
	if givers < 2 {
		return 0, givers
	}
	for m, i := range d.members[:d.size] {
		h.engaged[i] += gives[m]
		units += gives[m]
		for k, j := range d.members[:d.size] {
			if k != m && gives[m] > 0 && gives[k] > 0 {
				h.relations.learn(i, j, h.knowledgeGain*gives[m])
			}
		}
	}
	return units, givers
}

// acrossSites says whether the members are on several sites.
func (h *Hospital) acrossSites(d *project) bool {
	for _, i := range d.members[1:d.size] {
		if h.config.Services[i].Site != h.config.Services[d.members[0]].Site {
			return true
		}
	}
	return false
}

// acrossPoles says whether the members are of several pôles.
func (h *Hospital) acrossPoles(d *project) bool {
	for _, i := range d.members[1:d.size] {
		if h.poleOf[i] != h.poleOf[d.members[0]] {
			return true
		}
	}
	return false
}

// rejustify moves what a project is said to be for towards what its members see that it brings: gains in care, in
// research and teaching, in the indicator, and the people whom they lack.
func (p *projects) rejustify(h *Hospital, d *project, now *prospect, rate float64, s *sim.Stream) justification {
	var care, academic, economic view
	vacant := 0.0
	for m, i := range d.members[:d.size] {
		e, who := &now.effect[m], &h.people[i]
		care = care.plus(view{e.Care, float64(float64(e.Touched) * h.variance), who.noise})
		academic = academic.plus(view{e.Academic, float64(float64(e.Scholarly) * h.variance), who.noise})
		economic = economic.plus(view{
			float64(who.validity * e.Shown), float64(who.validity * who.validity * e.Seen * h.variance), who.measurementNoise,
		})
		vacant += 1 - h.staffed[i]
	}
	seen := justification{
		clinical: max(0, care.drawn(s)), academic: max(0, academic.drawn(s)), economic: max(0, economic.drawn(s)),
		human: float64(max(0, vacant) * h.unit),
	}
	total := seen.clinical + seen.academic + seen.economic + seen.human
	if total == 0 {
		return d.aims
	}
	return d.aims.towards(justification{
		seen.clinical / total, seen.academic / total, seen.economic / total, seen.human / total,
	}, rate)
}

// plus adds up two views with independent errors.
func (v view) plus(o view) view {
	return view{v.value + o.value, v.prior + o.prior, math.Sqrt(float64(v.noise*v.noise) + float64(o.noise*o.noise))}
}

// revise tries one change of a project: a step given up or, from one practice to another that depends on it, a step
// taken in. It is made if members find it better; away from the first plan only with probability 1 − rigidity. Work on
// what is given up is lost.
func (p *projects) revise(h *Hospital, d *project, rigidity float64, s *sim.Stream) {
	now, then := &p.sights[0], &p.sights[1]
	p.draft = *d
	other := &p.draft
	pending := d.pending()
	if s.Bernoulli(.5) {
		at := s.IntN(d.count)
		if t := &other.steps[at]; t.given || pending <= 2 {
			return
		} else {
			t.given = true
			rigidity = keptTo(t.planned, rigidity)
		}
		other.done -= other.done / float64(pending)
	} else {
		list := kinds[d.kind].tie.readers(h.practices.land, int(d.steps[s.IntN(d.count)].practice))
		if len(list) == 0 {
			return
		}
		b := int(list[s.IntN(len(list))].contribution)
		if !p.extend(h, other, b) {
			return
		}
		rigidity = keptTo(!other.planned(b), rigidity)
	}
	p.foresee(h, other, then)
	p.believe(h, other, then)
	if then.total > now.total && !s.Bernoulli(rigidity) {
		*d, *now = *other, *then
	}
}

// keptTo is the rigidity that meets a change: none if it leads back to the plan.
func keptTo(away bool, rigidity float64) float64 {
	if away {
		return rigidity
	}
	return 0
}

// planned says whether practice b is in the first plan.
func (d *project) planned(b int) bool {
	for _, t := range d.steps[:d.count] {
		if int(t.practice) == b {
			return t.planned
		}
	}
	return false
}

// pending counts the steps that were not given up.
func (d *project) pending() (count int) {
	for at := range d.count {
		if !d.steps[at].given {
			count++
		}
	}
	return count
}

// deliver changes the practices, on record as agreed between the members; they judge each other by what came of it.
func (p *projects) deliver(h *Hospital, d *project, now *prospect) {
	for at := range d.count {
		if d.due(h, at) {
			m, b := int(d.steps[at].member), int(d.steps[at].practice)
			p.tally.brought(h, b)
			h.change(d.members[m], b, d.members[(m+1)%d.size], true)
		}
	}
	for m, i := range d.members[:d.size] {
		gain := h.agendaView(i, &now.effect[m], d.aims.agenda()).value
		for _, j := range d.members[:d.size] {
			if i != j {
				h.judge(i, j, gain)
			}
		}
	}
	p.show(h, d)
	p.record(h, d)
	p.end(d)
}

// brought enters what flipping practice b does to the hospital.
func (t *projectTally) brought(h *Hospital, b int) {
	land := h.practices.land
	for _, list := range [2][]reader{land.own(b), land.elsewhere(b)} {
		for _, r := range list {
			t.care += float64(h.share[h.serviceOf[r.contribution]] * float64(h.practices.careChange(r)) * land.weight)
		}
	}
	for _, list := range [2][]reader{land.own(b), land.scholars(b)} {
		for _, r := range list {
			share := h.share[h.serviceOf[r.contribution]]
			t.academic += float64(share * float64(h.practices.academicChange(r)) * land.weight)
		}
	}
}

// show is the prestige of a project delivered: its pôles are thought of as working well, its members draw candidates.
func (p *projects) show(h *Hospital, d *project) {
	seen := kinds[d.kind].visibility
	for _, i := range d.members[:d.size] {
		pole := h.poleOf[i]
		p.reputation[pole] += float64(p.prestige * seen / float64(d.size) * (1 - p.reputation[pole]))
		p.attract(h, i, float64(p.draw*seen*(1-p.appeal[i])))
	}
}

// record counts a project delivered.
func (p *projects) record(h *Hospital, d *project) {
	t := &p.tally
	for _, i := range d.members[:d.size] {
		h.deeds[i].delivered += 1 / float64(d.size)
	}
	if h.acrossPoles(d) {
		t.deliveredAcross++
	} else {
		t.deliveredWithin++
	}
	if h.acrossSites(d) {
		t.deliveredSites++
	}
	for _, step := range d.steps[:d.count] {
		if step.planned || !step.given {
			t.steps++
		}
		if step.planned == step.given { // planned and given up, or neither
			t.changed++
		}
	}
	t.drift += d.aims.distance(d.first)
	t.conversions++
}
