package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// Projects from the field: joint changes that no service can make alone, found by services that meet and trust each
// other (coalition.go), backed or refused by the direction (decision.go), worked on with members' own time, revised on
// the way and delivered or abandoned (delivery.go).
var (
	fieldProjects = declare(Parameter{Key: "projects.field", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether services that meet may start projects together.",
		Source: "scenario; projects between services of several sites are what pôles médico-universitaires were made for"})
	projectMemory = declare(Parameter{Key: "projects.forgetting", Scope: Hospitalwide, Unit: "per month", Default: .05, Min: .005, Max: .5,
		Help:   "Share of what past projects added to a pôle's reputation, and to the appeal of its services, that a month takes away.",
		Source: "assumption"})
	academicStanding = declare(Parameter{Key: "projects.standing", Scope: Hospitalwide, Unit: "index", Default: .2, Min: 0, Max: 1,
		Help:   "Reputation that an academic effectiveness of 1 gives a pôle without any project, and how much more a service with an effectiveness higher by 1 than the hospital's draws candidates. 0: only projects give either.",
		Source: "assumption, its sign too; university hospitals are known, and recruit, by research and teaching"})
)

// projects is the part: those that are proposed or running, and what past ones left behind.
type projects struct {
	projectValues
	charters []projectCharter // of each pôle
	live     []project        // proposed and running, oldest first
	load     []int            // live projects of each service
	heard    []int            // meetings that each service called this month: keeps random streams apart

	reputation   []float64 // of each pôle, in [0, 1]
	ordinary     float64   // standing of the mean service: what the direction takes for granted in a reputation
	base         []float64 // scratch: standing of each pôle
	appeal       []float64 // of each service, from projects and standing: its part in shared.appeal
	weary        []float64 // of each service, from refusals: its part in shared.weariness
	poleOf       []PoleID  // to which the reputations belong
	inherited    []float64 // scratch: reputation when perimeters change
	heirs        []int     // scratch: members of each new pôle
	sent, rivals []int     // scratch of a session: request that each pôle sends, requests of each pôle decided
	order        []int     // scratch of a session: requests by score

	rehearsal rehearsal
	draft     project                           // of a joint change, or another version of one
	effects   [maxPractices]Effect              // of each practice of a member, changed alone
	outlook   [maxMembers][maxPractices]float64 // of each practice of each member, changed alone, in a search
	parts     [maxMembers]int                   // steps of each member in a search
	alone     [1 << maxBlock]bool               // whether the member whose steps these are would make them alone
	sights    [2]prospect                       // what it or another version of it would do
	errors    [maxMembers + 1]float64

	tally projectTally
	keys  struct{ initiative, revisions sim.Key }
	alive bool // something is to be cleared when projects are switched off
}

// projectValues are the hospital-wide parameters in force.
type projectValues struct {
	on                             bool
	forgetting, academic           float64
	initiative, trust, outsiders   float64
	revision, compulsion           float64
	block                          int
	hurdle                         float64
	openness, bar, cost, envelope  float64
	reputationWeight               float64
	evaluation                     int
	refusalWeariness               float64
	time, effort, staff, crossSite float64
	patience                       int
	prestige, draw                 float64
}

// A projectCharter is what a pôle's charter says of projects.
type projectCharter struct {
	kinds                       [kindsOfProject]float64 // weights; sum to 1, or all 0
	arbitrates                  bool
	rigidity, revision, support float64
}

// A projectTally counts what happened to projects in a month, and sums over the projects of late, fading by half in
// some seventeen months.
type projectTally struct {
	started                            [kindsOfProject]int
	backed, refused, abandoned         int
	deliveredWithin, deliveredAcross   int // one pôle, several pôles
	deliveredSites                     int // several sites
	granted, conflicts                 int // requests for equipment
	revisions, pooled                  int // started under constraint; those that pool something
	units                              float64
	care, academic                     float64 // effect of this month's deliveries on the hospital
	members, coalitions                float64 // of late: members, projects started
	changed, steps, drift, conversions float64 // of late: unplanned or unmade steps, all steps; drift, projects delivered
}

// remembered is the share of what happened of late that a month leaves.
const remembered = 1 - 1.0/24

// pass clears the month and lets the past fade.
func (t *projectTally) pass() {
	*t = projectTally{
		members: t.members * remembered, coalitions: t.coalitions * remembered,
		changed: t.changed * remembered, steps: t.steps * remembered,
		drift: t.drift * remembered, conversions: t.conversions * remembered,
	}
}

// newProjects makes the part for n services. No service takes part in more than mostProjects and each project has two
// members at least, so that there are never more than n.
func newProjects(n int) *projects {
	return &projects{
		live: make([]project, 0, n), load: make([]int, n), heard: make([]int, n), order: make([]int, 0, n),
		appeal: make([]float64, n), weary: make([]float64, n), poleOf: make([]PoleID, n),
	}
}

func (p *projects) read(h *Hospital) {
	v := h.config.Value
	p.projectValues = projectValues{
		on: v(fieldProjects) != 0, forgetting: v(projectMemory), academic: v(academicStanding),
		initiative: v(initiative), trust: v(projectTrust), outsiders: v(outsiders),
		revision: v(revision), compulsion: v(compulsion),
		block: int(v(projectBlock)), hurdle: v(projectHurdle) * h.unit,
		openness: v(openness), bar: v(projectBar), cost: v(projectCost) * h.unit, envelope: v(envelope),
		reputationWeight: v(reputationWeight), evaluation: int(v(evaluation)), refusalWeariness: v(refusalWeariness),
		time: v(projectTime), effort: v(projectEffort), staff: v(projectStaff), crossSite: v(crossSite),
		patience: int(v(projectPatience)), prestige: v(prestige), draw: v(projectAppeal),
	}
	given := h.config.Value(perimeterUse) == 0
	p.charters = slices.Grow(p.charters[:0], len(h.poles))[:len(h.poles)]
	for k := range p.charters {
		value := h.config.Value
		if given {
			value = func(id ParameterID) float64 { return h.config.PoleValue(PoleID(k), id) }
		}
		p.charters[k] = projectCharterOf(value)
	}
	p.handOver(h)
}

// projectCharterOf reads what a charter says of projects.
func projectCharterOf(value func(ParameterID) float64) projectCharter {
	c := projectCharter{
		arbitrates: value(arbitration) != 0,
		rigidity:   value(planRigidity), revision: value(goalRevision), support: value(changeSupport),
	}
	total := 0.0
	for k, kind := range kinds {
		c.kinds[k] = value(kind.weight)
		total += c.kinds[k]
	}
	if total > 0 {
		for k := range c.kinds {
			c.kinds[k] /= total
		}
	}
	return c
}

// handOver gives pôles drawn anew the mean reputation of those from which their members come.
func (p *projects) handOver(h *Hospital) {
	poles := len(h.poles)
	p.inherited, p.heirs = slices.Grow(p.inherited[:0], poles)[:poles], slices.Grow(p.heirs[:0], poles)[:poles]
	p.base = slices.Grow(p.base[:0], poles)[:poles]
	p.sent, p.rivals = slices.Grow(p.sent[:0], poles)[:poles], slices.Grow(p.rivals[:0], poles)[:poles]
	if len(p.reputation) == poles && slices.Equal(p.poleOf, h.poleOf) {
		return
	}
	clear(p.inherited)
	clear(p.heirs)
	for i, pole := range h.poleOf {
		p.heirs[pole]++
		if from := int(p.poleOf[i]); from < len(p.reputation) {
			p.inherited[pole] += p.reputation[from]
		}
	}
	p.reputation = slices.Grow(p.reputation[:0], poles)[:poles]
	for pole := range p.reputation {
		p.reputation[pole] = ratio(p.inherited[pole], float64(p.heirs[pole]))
	}
	copy(p.poleOf, h.poleOf)
}

func (p *projects) reset(h *Hospital, key sim.Key) {
	p.keys.initiative, p.keys.revisions = key.Named("projects"), key.Named("revisions")
	p.rehearsal.prepare(h.practices.land)
	p.live, p.tally, p.alive = p.live[:0], projectTally{}, false
	clear(p.load)
	clear(p.reputation)
	clear(p.appeal)
	clear(p.weary)
}

// opens enters the month of projects: the past fades, members work.
func (p *projects) opens(h *Hospital, s *sim.Schedule) {
	s.Monthly(sim.ProcessFunc(func(int) {
		if !p.on {
			p.leave(h)
			return
		}
		if !p.alive {
			p.begin(h)
		}
		p.tally.pass()
		clear(p.heard)
		p.fade(h)
		p.work(h)
	}))
}

// closes enters the direction's sessions: each quarter on projects that need no costly equipment, each year on those
// that compete for the envelope.
func (p *projects) closes(h *Hospital, s *sim.Schedule) {
	s.Quarterly(sim.ProcessFunc(func(int) { p.session(h, false) }))
	s.Yearly(sim.ProcessFunc(func(int) { p.session(h, true) }))
}

// leave drops all projects, and all that they left behind, when they are switched off.
func (p *projects) leave(h *Hospital) {
	if !p.alive {
		return
	}
	p.live, p.tally, p.alive = p.live[:0], projectTally{}, false
	clear(p.load)
	clear(h.engaged)
	clear(p.reputation)
	for i := range p.appeal {
		p.attract(h, ServiceID(i), -p.appeal[i])
		p.tire(h, ServiceID(i), -p.weary[i])
	}
}

// begin puts reputation and appeal where academic value alone has put them by now.
func (p *projects) begin(h *Hospital) {
	p.alive = true
	for i := range h.scholarly {
		_, _, h.scholarly[i] = h.practices.Value(i)
	}
	p.stand(h)
	copy(p.reputation, p.base)
	for i := range p.appeal {
		p.attract(h, ServiceID(i), p.distinction(h, i)-p.appeal[i])
	}
}

// fade lets reputation and appeal move by a month to where academic value alone would have them, and weariness fade.
func (p *projects) fade(h *Hospital) {
	const recovering = .03 // share of weariness that a month takes away: assumption
	p.stand(h)
	for pole, base := range p.base {
		p.reputation[pole] = float64(p.reputation[pole]*(1-p.forgetting)) + float64(p.forgetting*base)
	}
	for i := range p.appeal {
		p.attract(h, ServiceID(i), float64(p.forgetting*(p.distinction(h, i)-p.appeal[i])))
		p.tire(h, ServiceID(i), -float64(recovering*p.weary[i]))
	}
}

// stand reckons the standing of each pôle, mean over its services, and of the mean service.
func (p *projects) stand(h *Hospital) {
	clear(p.base)
	p.ordinary = 0
	for i, pole := range h.poleOf {
		standing := float64(p.academic * h.scholarly[i])
		p.base[pole] += standing
		p.ordinary += standing
	}
	for pole := range p.base {
		p.base[pole] = ratio(p.base[pole], float64(h.poles[pole].members))
	}
	p.ordinary /= float64(h.n)
}

// distinction is what academic value adds to the appeal of service i: nothing where it is the hospital's mean.
func (p *projects) distinction(h *Hospital, i int) float64 {
	return float64(p.academic*h.scholarly[i]) - p.ordinary
}

// attract adds to what draws candidates to service i; other parts add theirs.
func (p *projects) attract(h *Hospital, i ServiceID, more float64) {
	p.appeal[i] += more
	h.appeal[i] += more
}

// tire adds to the weariness of service i.
func (p *projects) tire(h *Hospital, i ServiceID, more float64) {
	p.weary[i] += more
	h.weariness[i] += more
}

// per100 turns this month's count into a yearly rate for each hundred services.
func (h *Hospital) per100(count int) float64 { return 100 * h.perYear(count) }

const (
	projectRate = "per 100 services and year"
	projectPart = "projects.field"
)

var projectOutcomes = slices.Concat([]Outcome{
	{Name: "projects_started", Label: "projects started", Unit: projectRate, Monthly: true, Part: projectPart,
		Meaning: "Joint changes that services set out to make together and took to the direction.",
		observe: func(h *Hospital) float64 {
			total := 0
			for _, count := range h.projects.tally.started {
				total += count
			}
			return h.per100(total)
		}},
}, startedByKind(), []Outcome{
	{Name: "projects_backed", Label: "projects backed", Unit: projectRate, Monthly: true, Part: projectPart,
		Meaning: "Projects that the direction let go ahead.",
		observe: func(h *Hospital) float64 { return h.per100(h.projects.tally.backed) }},
	{Name: "projects_refused", Label: "projects refused", Unit: projectRate, Monthly: true, Part: projectPart,
		Meaning: "Projects that the direction refused, which ends them.",
		observe: func(h *Hospital) float64 { return h.per100(h.projects.tally.refused) }},
	{Name: "projects_delivered", Label: "projects delivered", Unit: projectRate, Monthly: true, Part: projectPart,
		Meaning: "Projects whose practices were changed.",
		observe: func(h *Hospital) float64 {
			return h.per100(h.projects.tally.deliveredWithin + h.projects.tally.deliveredAcross)
		}},
	{Name: "projects_delivered_within_pole", Label: "projects delivered within a pôle", Unit: projectRate, Monthly: true, Part: projectPart,
		Meaning: "Projects delivered whose members are all of one pôle.",
		observe: func(h *Hospital) float64 { return h.per100(h.projects.tally.deliveredWithin) }},
	{Name: "projects_delivered_across_poles", Label: "projects delivered across pôles", Unit: projectRate, Monthly: true, Part: projectPart,
		Meaning: "Projects delivered whose members are of several pôles.",
		observe: func(h *Hospital) float64 { return h.per100(h.projects.tally.deliveredAcross) }},
	{Name: "projects_delivered_across_sites", Label: "projects delivered across sites", Unit: projectRate, Monthly: true, Part: projectPart,
		Meaning: "Projects delivered whose members are on several sites, of one pôle or of several.",
		observe: func(h *Hospital) float64 { return h.per100(h.projects.tally.deliveredSites) }},
	{Name: "projects_abandoned", Label: "projects abandoned", Unit: projectRate, Monthly: true, Part: projectPart,
		Meaning: "Projects given up after months without progress, or postponed too often by their own pôle.",
		observe: func(h *Hospital) float64 { return h.per100(h.projects.tally.abandoned) }},
	{Name: "projects_running", Label: "projects running", Unit: "per 100 services", Monthly: true, Part: projectPart,
		Meaning: "Projects that were backed and are neither delivered nor abandoned.",
		observe: func(h *Hospital) float64 { return 100 * float64(h.projects.running()) / float64(h.n) }},
	{Name: "project_members", Label: "members of a project", Unit: "services", Monthly: true, Part: projectPart, While: withProjects,
		Meaning: "Mean number of services in the projects started of late (two years, fading); 0 while there were none.",
		observe: func(h *Hospital) float64 { return ratio(h.projects.tally.members, h.projects.tally.coalitions) }},
	{Name: "project_time", Label: "time given to projects", Unit: "share of time", Monthly: true, Part: projectPart,
		Meaning: "Units of attention that members gave to projects, as a share of all units of time. The shares of mechanisms are of the rest.",
		observe: func(h *Hospital) float64 {
			all := h.projects.tally.units
			for _, units := range h.tally.spent {
				all += units
			}
			return ratio(h.projects.tally.units, all)
		}},
	{Name: "plan_outcome_gap", Label: "gap between plan and outcome", Unit: "share", Monthly: true, Part: projectPart, While: withProjects,
		Meaning: "Practices changed but not planned or planned but given up, as a share of all planned or changed, in projects delivered of late (two years, fading); 0 while there were none.",
		observe: func(h *Hospital) float64 { return ratio(h.projects.tally.changed, h.projects.tally.steps) }},
	{Name: "justification_drift", Label: "drift of justifications", Unit: "share", Monthly: true, Part: projectPart, While: withProjects,
		Meaning: "Share of the weight of care, research, money and people in a project's justification that was elsewhere when it started, mean over projects delivered of late (two years, fading); 0 while there were none.",
		observe: func(h *Hospital) float64 { return ratio(h.projects.tally.drift, h.projects.tally.conversions) }},
	{Name: "project_care", Label: "care gained by projects", Unit: "index per year", Monthly: true, Part: projectPart,
		Meaning: "What the projects delivered did to care effectiveness of the whole hospital on delivery, outsiders included; what it lasts, and what the time could have done elsewhere, is not counted.",
		observe: func(h *Hospital) float64 { return 12 * h.projects.tally.care }},
	{Name: "project_academic", Label: "academic value gained by projects", Unit: "index per year", Monthly: true, Part: projectPart,
		Meaning: "The same for academic effectiveness.",
		observe: func(h *Hospital) float64 { return 12 * h.projects.tally.academic }},
	{Name: "equipment_granted", Label: "costly requests granted", Unit: projectRate, Monthly: true, Part: projectPart,
		Meaning: "Projects backed that draw on the yearly envelope.",
		observe: func(h *Hospital) float64 { return h.per100(h.projects.tally.granted) }},
	{Name: "equipment_conflicts", Label: "costly requests refused beside a rival's", Unit: projectRate, Monthly: true, Part: projectPart,
		Meaning: "Costly requests refused in a session that also decided on another request of the same pôle; none by construction where pôles arbitrate first.",
		observe: func(h *Hospital) float64 { return h.per100(h.projects.tally.conflicts) }},
	{Name: "pole_reputation", Label: "reputation of pôles", Unit: indexUnit, Monthly: true, Part: projectPart, While: withProjects, Basis: Assumed,
		Meaning: "Mean over pôles of their reputation, for academic value and for projects delivered, as assumed.",
		observe: func(h *Hospital) float64 { return h.projects.standing().mean }},
	{Name: "pole_reputation_spread", Label: "spread of reputation", Unit: "index", Monthly: true, Part: projectPart, While: withProjects, Basis: Assumed,
		Meaning: "Standard deviation over pôles of their reputation.",
		observe: func(h *Hospital) float64 { return h.projects.standing().deviation }},
	{Name: "project_appeal", Label: "appeal from projects", Unit: "index", Monthly: true, Part: projectPart, Basis: Assumed,
		Meaning: "Mean over services of what projects delivered add to their attractiveness to candidates, as assumed; what academic value adds is 0 on the mean.",
		observe: func(h *Hospital) float64 { return h.mean(func(i int) float64 { return h.projects.appeal[i] }) }},
})

// startedByKind is a column for each kind of project.
func startedByKind() (list []Outcome) {
	for k := range kinds {
		list = append(list, Outcome{Name: "projects_started_" + kinds[k].name, Label: kinds[k].label + " started",
			Unit: projectRate, Monthly: true, Part: projectPart,
			Meaning: "Projects started that are " + kinds[k].about + "; part of projects_started.",
			observe: func(h *Hospital) float64 { return h.per100(h.projects.tally.started[k]) }})
	}
	return list
}

// standing is the mean and the standard deviation over pôles of their reputation.
func (p *projects) standing() (s struct{ mean, deviation float64 }) {
	n := float64(len(p.reputation))
	for _, r := range p.reputation {
		s.mean += r / n
	}
	for _, r := range p.reputation {
		s.deviation += float64((r - s.mean) * (r - s.mean))
	}
	s.deviation = math.Sqrt(s.deviation / n)
	return s
}

// running counts projects at work.
func (p *projects) running() (count int) {
	for k := range p.live {
		if p.live[k].running {
			count++
		}
	}
	return count
}

var projectStates = []State{
	{Name: "reputation", Of: "pôle", Unit: indexUnit, High: 1, Parts: []string{projectPart}, still: unlessKnown,
		each: ofPoles(func(h *Hospital, p PoleID) float64 { return h.projects.reputation[p] })},
	{Name: "projects", Of: "service", Unit: "proposed or running", High: mostProjects, Parts: []string{projectPart}, still: unlessTheyMeet,
		each: ofServices(func(h *Hospital, i ServiceID) float64 { return float64(h.projects.load[i]) })},
	{Name: "appeal", Of: "service", Unit: "logits", Low: -1, High: 1, Parts: []string{projectPart}, still: unlessKnown,
		each: func(h *Hospital, see func(float64)) { seeAll(h.appeal, see) }},
	{Name: "weariness", Of: "service", Unit: "logits", High: math.Inf(1), Parts: []string{"projects.refusal_weariness"},
		each: func(h *Hospital, see func(float64)) { seeAll(h.weariness, see) }},
}

// unlessKnown is why nothing makes a pôle or its services known: there are no projects, and academic value does not.
func unlessKnown(c *Config) string {
	if c.uses(academicStanding) {
		return ""
	}
	return unlessTheyMeet(c)
}
