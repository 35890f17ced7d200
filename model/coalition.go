package model

import (
	"math"
	"math/bits"
	"slices"

	"polesim/sim"
)

// How projects start: two services that met and trust each other look for a joint change, and bring in those whose
// practices it touches and whom they trust.
var (
	initiative = declare(Parameter{Key: "projects.initiative", Scope: Hospitalwide, Unit: "chance per meeting", Default: .8, Min: 0, Max: 1,
		Help:   "Chance that two services that met and trust each other enough look for a project; weariness lowers it.",
		Source: "assumption"})
	projectTrust = declare(Parameter{Key: "projects.trust", Scope: Hospitalwide, Unit: "index", Default: .21, Min: 0, Max: 1,
		Help:   "Mutual trust (geometric mean of the two directions) from which services start a project together or join one.",
		Source: "assumption; above relations.trust_start: strangers start nothing"})
	projectBlock = declare(Parameter{Key: "projects.block", Kind: Count, Scope: Hospitalwide, Unit: "practices", Default: 4, Min: 2, Max: maxBlock,
		Help:   "Practices of several services that two who look for a project look at together, in all combinations.",
		Source: "assumption; search over a block of practices"})
	projectHurdle = declare(Parameter{Key: "projects.hurdle", Scope: Hospitalwide, Unit: "σ_Δ", Default: .1, Min: 0, Max: 2,
		Help:   "What a joint change must be worth to all members together, beyond the cost of changing, to be worth the trouble of a project.",
		Source: "assumption"})
	outsiders = declare(Parameter{Key: "projects.outsiders", Scope: Hospitalwide, Unit: "weight", Default: .5, Min: 0, Max: 1,
		Help:   "Weight of the care of services outside a project in what its members make of it together.",
		Source: "assumption; an earlier prototype lost care by projects that did not weigh outsiders"})

	trainingWeight = declare(Parameter{Key: "projects.training", Scope: PerPole, Unit: "share", Default: .3, Min: 0, Max: 1,
		Help:   "Weight of shared training among the projects that services of the pôle look for; all four 0: none.",
		Source: "assumption"})
	equipmentWeight = declare(Parameter{Key: "projects.equipment", Scope: PerPole, Unit: "share", Default: .2, Min: 0, Max: 1,
		Help:   "Weight of costly equipment among the projects that services of the pôle look for.",
		Source: "assumption"})
	circuitWeight = declare(Parameter{Key: "projects.circuit", Scope: PerPole, Unit: "share", Default: .3, Min: 0, Max: 1,
		Help:   "Weight of new circuits for patients among the projects that services of the pôle look for.",
		Source: "assumption"})
	consortiumWeight = declare(Parameter{Key: "projects.consortium", Scope: PerPole, Unit: "share", Default: .2, Min: 0, Max: 1,
		Help:   "Weight of consortia of several disciplines around a boundary organ among the projects that services of the pôle look for.",
		Source: "assumption"})
)

const (
	founders     = 2 // who met
	maxMembers   = 5
	maxSteps     = 16 // of a project, those given up included
	maxBlock     = 8  // practices of a search
	mostProjects = 2  // of one service at a time
)

// A tie is the layer along which the partners of a project are found.
type tie int

const (
	byDiscipline tie = iota // academic value depends on each other
	byPatients              // care and margin depend on each other
	byEither
)

// readers returns the contributions of other services that depend on practice b along a tie.
func (t tie) readers(l *Landscape, b int) []reader {
	switch t {
	case byDiscipline:
		return l.scholars(b)
	case byPatients:
		return l.elsewhere(b)
	}
	return l.abroad(b)
}

// A justification is what a project is said to be for: weights of care, research and teaching, money, and the people
// it may draw; they sum to 1.
type justification struct{ clinical, academic, economic, human float64 }

// agenda is what members weigh of the worth of practices.
func (j justification) agenda() agenda { return agenda{j.clinical, j.academic, j.economic} }

// towards returns the justification a share of the way to another.
func (j justification) towards(o justification, share float64) justification {
	step := func(from, to float64) float64 { return from + float64(share*(to-from)) }
	return justification{
		step(j.clinical, o.clinical), step(j.academic, o.academic), step(j.economic, o.economic), step(j.human, o.human),
	}
}

// distance is the weight that is elsewhere: 0 for equal justifications, 1 at most.
func (j justification) distance(o justification) float64 {
	return max(0, j.clinical-o.clinical) + max(0, j.academic-o.academic) +
		max(0, j.economic-o.economic) + max(0, j.human-o.human)
}

// kindsOfProject is how many kinds there are.
const kindsOfProject = 4

// A projectKind is what projects of a kind have in common. All numbers are by judgement.
type projectKind struct {
	name, label, about string
	weight             ParameterID
	tie                tie
	mixed              bool          // members are of different disciplines
	members, practices int           // at most; practices of each member
	purpose            justification // what it is first said to be for, besides the pôle's agenda
	effort             float64       // work for each practice changed, relative to others
	upheaval           float64       // how far it changes job contents
	price              float64       // in requests of the yearly envelope
	cost               float64       // in σ_Δ of the members' margin, all together
	visibility         float64       // what of it the rest of the hospital sees
}

var kinds = [kindsOfProject]projectKind{
	{name: "training", label: "shared training", about: "training that services of a discipline share",
		weight: trainingWeight,
		tie:    byDiscipline, members: 4, practices: 3, purpose: justification{.3, .6, 0, .1},
		effort: .7, upheaval: .2, cost: .2, visibility: 1},
	{name: "equipment", label: "costly equipment", about: "costly equipment that services share", weight: equipmentWeight,
		tie: byEither, members: 4, practices: 3, purpose: justification{.5, .1, .4, 0},
		effort: 1, upheaval: .4, price: 1, cost: 1.5, visibility: .6},
	{name: "circuit", label: "new circuits", about: "new circuits for patients", weight: circuitWeight,
		tie: byPatients, members: 4, practices: 3, purpose: justification{.8, 0, .2, 0},
		effort: 1.2, upheaval: 1, cost: .6, visibility: .5},
	{name: "consortium", label: "consortia", about: "consortia of several disciplines around a boundary organ",
		weight: consortiumWeight,
		tie:    byEither, mixed: true, members: 4, practices: 3, purpose: justification{.4, .3, .1, .2},
		effort: 1.5, upheaval: .6, price: .5, cost: 1, visibility: 1},
}

// A project is a joint change of practices that its members want to make.
type project struct {
	kind     int
	running  bool // backed; else proposed
	members  [maxMembers]ServiceID
	size     int
	steps    [maxSteps]step
	count    int // of steps, those given up included
	aims     justification
	first    justification // as it started
	key      sim.Key
	done     float64 // units of time put in
	stalled  int     // months in a row without progress
	deferred int     // sessions for which its own pôle put it off
	score    float64 // in the session at hand
	ended    bool
}

// A step is a practice to be in a certain state when the project is delivered.
type step struct {
	practice int32
	member   int8
	adopted  bool // the state wanted
	planned  bool // in the plan that was backed
	given    bool // given up since
}

// A prospect is what a project would do if it were delivered now, and what its members make of that.
type prospect struct {
	effect  [maxMembers]Effect
	flips   [maxMembers]int     // practices of each member that would change
	outside int                 // care of services outside, in levels
	touched int                 // contributions outside
	worth   [maxMembers]float64 // to each member, as it believes
	total   float64             // to all together, as they believe, outsiders weighed and less what changing costs
}

// changes is how many practices would change.
func (at *prospect) changes() (count int) {
	for _, flips := range at.flips {
		count += flips
	}
	return count
}

// met lets two services that met look for a project, if they trust each other or a constraint presses them (revisions.go).
func (p *projects) met(h *Hospital, mt *meeting, _, _ float64) {
	i, j := mt.first, mt.second
	if !p.on || p.load[i] >= mostProjects || p.load[j] >= mostProjects {
		return
	}
	pressed := !p.trusted(h, i, j)
	if pressed && !p.presses(h, mt) {
		return
	}
	s := p.keys.initiative.At(int(i), h.month*maxUnits+p.heard[i])
	p.heard[i]++
	weary := float64((h.weariness[i] + h.weariness[j]) / 2)
	if !s.Bernoulli(float64(p.initiative * max(0, 1-weary))) {
		return
	}
	charter := &p.charters[h.poleOf[i]]
	kind := pickShare(charter.kinds[:], s.Float64())
	if charter.kinds[kind] == 0 {
		return
	}
	if p.sketch(h, kind, mt, &s) && p.search(h, &s) && p.stands(h, &s) {
		p.gather(h, &s)
		p.draft.key = sim.Key(s.Uint64())
		p.start(h)
		if pressed {
			p.tally.revised(p.draft.kind)
		}
	}
}

// mutual is the trust between two services: the geometric mean of both directions.
func (h *Hospital) mutual(i, j ServiceID) float64 {
	return math.Sqrt(float64(h.relations.of(i, j).trust) * float64(h.relations.of(j, i).trust))
}

// trusted says whether two services trust each other enough for a project.
func (p *projects) trusted(h *Hospital, i, j ServiceID) bool { return h.mutual(i, j) >= p.trust }

// sketch draws the block of practices in which a project is sought: of two who met and whom the tie of its kind
// connects, and of further members tied to them whom they trust, in turn those practices that look best, changed
// alone, to all of them. What a service finds worth doing alone is left out. It returns false if nothing ties the two,
// or if the best that the two have to offer, each change taken alone, does not promise what a project must be worth:
// looking further seldom helps.
func (p *projects) sketch(h *Hospital, kind int, mt *meeting, s *sim.Stream) bool {
	k, d := &kinds[kind], &p.draft
	if k.mixed && h.discipline[mt.first] == h.discipline[mt.second] || !h.tied(k.tie, mt.first, mt.second) {
		return false
	}
	*d = project{kind: kind, members: [maxMembers]ServiceID{mt.first, mt.second}, size: founders}
	d.first = k.purpose.towards(justification{mt.agenda.clinical, mt.agenda.academic, mt.agenda.economic, 0}, .5)
	d.aims = d.first
	p.invite(h, d, int(d.members[s.IntN(2)])*h.m+s.IntN(h.m), s)
	for m := range founders {
		p.look(h, d, m, s)
	}
	if p.best(h, 0)+p.best(h, 1) < p.hurdle {
		return false
	}
	for m := founders; m < d.size; m++ {
		p.look(h, d, m, s)
	}
	for d.count < p.block && p.propose(h, d) {
	}
	return d.count > 1
}

// invite lets a service join that practice b touches along the project's tie, if it may.
func (p *projects) invite(h *Hospital, d *project, b int, s *sim.Stream) {
	touched := kinds[d.kind].tie.readers(h.practices.land, b)
	if len(touched) == 0 {
		return
	}
	if i := h.serviceOf[touched[s.IntN(len(touched))].contribution]; d.member(i) < 0 && p.joins(h, d, i) {
		d.members[d.size] = i
		d.size++
	}
}

// gather widens the coalition: services that the joint change touches and that those who began trust come in, although
// they have nothing to change so far, if they believe that it is good for them.
func (p *projects) gather(h *Hospital, s *sim.Stream) {
	d, at := &p.draft, &p.sights[0]
	core := d.size
	for range 2 * kinds[d.kind].members {
		p.invite(h, d, int(d.steps[s.IntN(d.count)].practice), s)
	}
	p.foresee(h, d, at)
	p.perceive(d, s)
	p.believe(h, d, at)
	last := d.size
	d.size = core
	for m := core; m < last; m++ {
		if at.worth[m] > 0 {
			d.members[d.size] = d.members[m]
			d.size++
		}
	}
}

// search looks at all combinations of the practices in the block, one flip from one to the next. Members judge each
// with a fresh error; of those by which nobody loses it keeps the one that they believe to be worth most to all
// together. Others than those who began it drop out if they have nothing to change in it. It returns false if none is
// worth its cost that changes practices of several services and in which no service would make its own part alone.
func (p *projects) search(h *Hospital, s *sim.Stream) bool {
	d, at := &p.draft, &p.sights[0]
	*at = prospect{}
	p.rehearsal.begin()
	for step := range d.count {
		p.rehearsal.lay(h, d, step)
	}
	p.weighAlone(h, d, s)
	best, kept, mask := p.hurdle, 0, 0
	for k := 1; k < 1<<d.count-1; k++ { // the last would be of one step alone
		step := bits.TrailingZeros(uint(k)) // a Gray code
		mask ^= 1 << step
		p.turn(h, d, step, at, 2*(mask>>step&1)-1)
		if !p.joint(d, mask) {
			continue
		}
		p.perceive(d, s)
		p.believe(h, d, at)
		if at.total > best && p.agreed(h, d, at) {
			best, kept = at.total, mask
		}
	}
	p.rehearsal.putBack(&h.practices)
	d.keep(kept)
	return kept != 0
}

// agreed says whether nobody loses who has something to change or began it: mutual adjustment among several.
func (p *projects) agreed(h *Hospital, d *project, at *prospect) bool {
	for m := range d.size {
		if (at.flips[m] > 0 || m < founders) && !Worthwhile(p.sided(h, d, m, at), 0) {
			return false
		}
	}
	return true
}

// weighAlone lets each member judge, with an error of its own, whether its part of each combination, without the
// others', is worth what it costs.
func (p *projects) weighAlone(h *Hospital, d *project, s *sim.Stream) {
	p.perceive(d, s)
	for m, i := range d.members[:d.size] {
		part, last := 0, 0
		for at := range d.count {
			if int(d.steps[at].member) == m {
				part |= 1 << at
				last = at
			}
		}
		sees := h.lensOf(i, d.aims.agenda())
		var alone Effect
		mask, flips := 0, 0
		for k := 1; k < 1<<bits.OnesCount(uint(part)); k++ {
			rest := part
			for range bits.TrailingZeros(uint(k)) { // the step of this Gray code, counted among the member's own
				rest &= rest - 1
			}
			at := bits.TrailingZeros(uint(rest))
			mask ^= 1 << at
			sign := 2*(mask>>at&1) - 1
			e := p.rehearsal.flipAtHome(&h.practices, at)
			e = e.signed(sign)
			alone.add(e)
			flips += sign
			p.alone[mask] = Worthwhile(sees.view(&alone).seen(p.errors[m]), h.switchingCost*float64(flips))
		}
		if part != 0 {
			p.rehearsal.flipAtHome(&h.practices, last) // where a Gray code ends
		}
		p.parts[m] = part
	}
}

// joint says whether a combination is of several members, none of whom would make its part alone.
func (p *projects) joint(d *project, mask int) bool {
	members := 0
	for m := range d.size {
		part := mask & p.parts[m]
		if part == 0 {
			continue
		}
		if p.alone[part] {
			return false
		}
		members++
	}
	return members > 1
}

// stands says whether what was found is still worth its cost and the trouble at a second look, with fresh errors: the
// best of many combinations is in part the luckiest error.
func (p *projects) stands(h *Hospital, s *sim.Stream) bool {
	d, at := &p.draft, &p.sights[0]
	p.foresee(h, d, at)
	p.perceive(d, s)
	p.believe(h, d, at)
	return Worthwhile(at.total, p.hurdle) && p.agreed(h, d, at)
}

// keep leaves of a draft only some steps, those who began it, and the members whose the steps are.
func (d *project) keep(mask int) {
	all := *d
	d.size, d.count = founders, 0
	for at, t := range all.steps[:all.count] {
		if mask>>at&1 == 0 {
			continue
		}
		i := all.members[t.member]
		m := d.member(i)
		if m < 0 {
			m = d.size
			d.members[m] = i
			d.size++
		}
		t.member = int8(m)
		d.steps[d.count] = t
		d.count++
	}
}

// extend takes practice b of a member into a project. It returns false if b does not get in.
func (p *projects) extend(h *Hospital, d *project, b int) bool {
	m := d.member(h.serviceOf[b])
	if m < 0 {
		return false
	}
	own := 0
	for at := range d.count {
		t := &d.steps[at]
		switch {
		case int(t.practice) == b && t.given: // taken up again
			t.given = false
			return true
		case int(t.practice) == b:
			return false
		case int(t.member) == m && !t.given:
			own++
		}
	}
	if own >= kinds[d.kind].practices || d.count == maxSteps {
		return false
	}
	d.steps[d.count] = step{practice: int32(b), member: int8(m), adopted: !h.has(b)}
	d.count++
	return true
}

// joins says whether service i becomes a member of a project that touches it.
func (p *projects) joins(h *Hospital, d *project, i ServiceID) bool {
	k := &kinds[d.kind]
	if d.size == k.members || p.load[i] >= mostProjects ||
		!p.trusted(h, d.members[0], i) && !p.trusted(h, d.members[1], i) {
		return false
	}
	return !k.mixed || !slices.ContainsFunc(d.members[:d.size], func(m ServiceID) bool {
		return h.discipline[m] == h.discipline[i]
	})
}

// member returns a service's place among the members, −1 if it is none.
func (d *project) member(i ServiceID) int { return slices.Index(d.members[:d.size], i) }

// has says whether practice b is adopted.
func (h *Hospital) has(b int) bool { return h.practices.word[b/h.m]>>(b%h.m)&1 == 1 }

// due says whether delivering the project would change the practice of step at.
func (d *project) due(h *Hospital, at int) bool {
	t := &d.steps[at]
	return !t.given && h.has(int(t.practice)) != t.adopted
}

// foresee reckons what delivering a project now would do to its members and to the care of others.
func (p *projects) foresee(h *Hospital, d *project, into *prospect) {
	*into = prospect{}
	due := 0
	p.rehearsal.begin()
	for at := range d.count {
		if d.due(h, at) {
			due |= 1 << at
			p.rehearsal.lay(h, d, at)
		}
	}
	for rest := due; rest != 0; rest &= rest - 1 {
		p.turn(h, d, bits.TrailingZeros(uint(rest)), into, 1)
	}
	p.rehearsal.putBack(&h.practices)
}

// turn flips the practice of a step on paper and enters what that does; sign is −1 where it takes the step back.
func (p *projects) turn(h *Hospital, d *project, at int, into *prospect, sign int) {
	q, weight, m := &h.practices, h.practices.land.weight, int(d.steps[at].member)
	own := p.rehearsal.flipAtHome(q, at)
	own = own.signed(sign)
	into.effect[m].add(own)
	into.flips[m] += sign
	others := p.rehearsal.flipAbroad(q, at)
	for k := range others {
		t := &others[k]
		care, margin, scholarly := t.change(q)
		if t.member < 0 {
			into.outside += care
			into.touched += sign
			continue
		}
		e := &into.effect[t.member]
		if t.clinical != 0 {
			shown, seen := q.shown(t.reader, margin)
			e.Care += float64(float64(care) * weight)
			e.Margin += float64(float64(margin) * weight)
			e.Touched += sign
			e.Shown += shown
			e.Seen += float64(float64(sign) * seen)
		} else {
			e.Academic += float64(float64(scholarly) * weight)
			e.Scholarly += sign
		}
	}
}

// signed takes what an effect touches off again where a step is taken back; what changes has its sign already.
func (e Effect) signed(sign int) Effect {
	e.Touched, e.Scholarly, e.Seen = sign*e.Touched, sign*e.Scholarly, float64(sign)*e.Seen
	return e
}

// perceive draws the errors with which members and, last, all of them together perceive this time.
func (p *projects) perceive(d *project, s *sim.Stream) {
	for m := range d.size {
		p.errors[m] = s.Normal()
	}
	p.errors[maxMembers] = s.Normal()
}

// views are how a project's members see what it is worth to each by its justification, and how all see the care of
// outsiders as far as they weigh it.
func (p *projects) views(h *Hospital, d *project, at *prospect) (members [maxMembers]view, others view) {
	for m, i := range d.members[:d.size] {
		members[m] = h.agendaView(i, &at.effect[m], d.aims.agenda())
	}
	weight := p.outsiders * d.aims.clinical
	return members, view{
		value: float64(weight * float64(at.outside) * h.practices.land.weight),
		prior: float64(weight * weight * float64(at.touched) * h.variance),
		noise: float64(weight * h.people[d.members[0]].noise * math.Sqrt(float64(at.touched))),
	}
}

// believe says what the members make of a prospect, each with its own error and shrunk. A member with vacant posts
// counts on the candidates whom a project draws, as far as that is what the project is said to be for. What a member
// with nothing to change gains or loses counts to all together as an outsider's.
func (p *projects) believe(h *Hospital, d *project, at *prospect) {
	members, others := p.views(h, d, at)
	at.total = others.seen(p.errors[maxMembers])
	for m, i := range d.members[:d.size] {
		at.worth[m] = members[m].seen(p.errors[m]) + h.draw(d, i)
		weight := p.outsiders
		if at.flips[m] > 0 {
			weight = 1
		}
		at.total += float64(weight*at.worth[m]) - float64(h.switchingCost*float64(at.flips[m]))
	}
}

// draw is what a service expects of the candidates whom a project draws.
func (h *Hospital) draw(d *project, i ServiceID) float64 {
	const candidates = 1 // in σ_Δ, to a service without any staff: assumption
	return float64(candidates * h.unit * d.aims.human * max(0, 1-h.staffed[i]))
}

// sided is what a project is worth to a member as it believes: its own gain and, as far as it trusts them, the
// others'.
func (p *projects) sided(h *Hospital, d *project, m int, at *prospect) float64 {
	sum := at.worth[m]
	for k := range d.size {
		if k != m {
			sum += float64(float64(h.relations.of(d.members[m], d.members[k]).trust) * at.worth[k])
		}
	}
	return sum
}

// start takes the draft to the direction.
func (p *projects) start(h *Hospital) {
	for _, i := range p.draft.members[:p.draft.size] {
		p.load[i]++
		h.deeds[i].started += 1 / float64(p.draft.size)
	}
	p.live = append(p.live, p.draft)
	p.tally.started[p.draft.kind]++
	p.tally.members += float64(p.draft.size)
	p.tally.coalitions++
}

// end takes a project off its members' hands.
func (p *projects) end(d *project) {
	d.ended = true
	for _, i := range d.members[:d.size] {
		p.load[i]--
	}
}

// clearEnded drops the projects that ended.
func (p *projects) clearEnded() {
	p.live = slices.DeleteFunc(p.live, func(d project) bool { return d.ended })
}
