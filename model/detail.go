package model

import (
	"math"
	"slices"
)

// A Detail is a column of results one by one: what an observer reports of each service, of each pôle, or of both. A run's
// value is the mean over the second half of its months, of those months that have one: attendance has none in a month in
// which no meeting unit was on offer, trust within a pôle none where a service is alone, a pôle nothing before it is there.
type Detail struct {
	Name    string // column name: "care"
	Theme   string // what it is about, for sections of tables: "money"
	Label   string // for tables: "care effectiveness"
	Unit    string
	Meaning string                                 // one sentence, which holds of services and of pôles if it is of both
	Part    string                                 // key of the parameter that switches on the part it belongs to; empty for the core
	Also    []string                               // keys that switch on other parts which move it
	Basis   Basis                                  // how far the number itself may be trusted
	Between Basis                                  // how far a difference between governances may be; as far as the number, unless said
	service func(h *Hospital, i ServiceID) float64 // this month's value, NaN if there is none; nil if it is of pôles only
	pole    func(h *Hospital, p PoleID) float64    // likewise; nil if it is of services only
}

// OfServices says whether services have it.
func (d Detail) OfServices() bool { return d.service != nil }

// OfPoles says whether pôles have it.
func (d Detail) OfPoles() bool { return d.pole != nil }

// In says whether a scenario has the part on to which the detail belongs.
func (d Detail) In(c *Config) bool { return Outcome{Part: d.Part, Also: d.Also}.In(c) }

// Parts are the keys of all parts that move it; none for the core.
func (d Detail) Parts() []string { return Outcome{Part: d.Part, Also: d.Also}.Parts() }

// Units is the unit with the word that says on what the number rests.
func (d Detail) Units() string { return Outcome{Unit: d.Unit, Basis: d.Basis}.Units() }

// UnitsBetween is the same for a difference between two governances.
func (d Detail) UnitsBetween() string {
	return Outcome{Unit: d.Unit, Basis: d.Basis, Between: d.Between}.UnitsBetween()
}

// Details lists what is reported of services and pôles, in the order of columns.
func Details() []Detail { return slices.Clone(details) }

var details = slices.Concat(
	about("practices", practiceDetails), about("meetings and trust", meetingDetails), about("patients", wardDetails),
	about("money", moneyDetails), about("steering", steeringDetails), about("the pôle to its services", poleDetails),
	about("projects", projectDetails), about("people", peopleDetails))

// about enters what details are about.
func about(theme string, list []Detail) []Detail {
	for k := range list {
		list[k].Theme = theme
	}
	return list
}

// practiceDetails are of what services do and what it is worth.
var practiceDetails = []Detail{
	{Name: "services", Label: "services", Unit: "services",
		Meaning: "Number of services of the pôle.",
		pole:    func(h *Hospital, p PoleID) float64 { return float64(h.poles[p].members) }},
	{Name: "activity_share", Label: "share of activity", Unit: "share",
		Meaning: "Share of the hospital's activity.",
		service: func(h *Hospital, i ServiceID) float64 { return h.share[i] },
		pole: func(h *Hospital, p PoleID) float64 {
			return h.sumIn(p, func(i ServiceID) float64 { return h.share[i] })
		}},
	meanOf(Detail{Name: "care", Label: "care effectiveness", Unit: indexUnit,
		Meaning: "Worth of practices to care (V^C)",
		service: func(h *Hospital, i ServiceID) float64 { return h.practices.Care(int(i)) }}),
	meanOf(Detail{Name: "margin", Label: "margin effectiveness", Unit: indexUnit,
		Meaning: "Worth of practices to the economy (V^E)",
		service: func(h *Hospital, i ServiceID) float64 { return h.margin[i] }}),
	meanOf(Detail{Name: "academic", Label: "academic effectiveness", Unit: indexUnit,
		Meaning: "Worth of practices to research and teaching (V^R)",
		service: func(h *Hospital, i ServiceID) float64 { _, _, academic := h.practices.Value(int(i)); return academic }}),
	meanOf(Detail{Name: "indicator", Label: "indicator", Unit: "index",
		Meaning: "Margin as measured",
		service: func(h *Hospital, i ServiceID) float64 { return h.indicator[i] }}),
	meanOf(Detail{Name: "gaming", Label: "reporting effort in force", Unit: indexUnit,
		Meaning: "Reporting and coding effort in force (g)",
		service: func(h *Hospital, i ServiceID) float64 { return h.gaming[i] }}),
	meanOf(Detail{Name: "economy_weight", Label: "weight of the economy", Unit: "share",
		Meaning: "Weight of the indicator in what a service acting alone accepts (λ)",
		service: func(h *Hospital, i ServiceID) float64 { return h.lambda[i] }}),
	meanOf(Detail{Name: "goal_care", Label: "weight of care among goals", Unit: "share",
		Meaning: "Weight of care among a service's goals",
		service: func(h *Hospital, i ServiceID) float64 { return h.goals[i].care }}),
	{Name: "changes", Label: "changes of practice", Unit: yearly,
		Meaning: "Practices changed, by whatever mechanism; of a pôle the mean over its services.",
		service: func(h *Hospital, i ServiceID) float64 { return 12 * float64(h.deeds[i].changes) },
		pole: func(h *Hospital, p PoleID) float64 {
			return 12 * h.sumIn(p, func(i ServiceID) float64 { return float64(h.deeds[i].changes) }) / float64(h.poles[p].members)
		}},
}

// meetingDetails are of who meets, and whom one trusts.
var meetingDetails = []Detail{
	{Name: "meetings", Label: "meetings", Unit: yearly,
		Meaning: "Meeting units that became a meeting, management dialogues included, without those of colleagues who sought each other out; of a pôle the mean over its services.",
		service: func(h *Hospital, i ServiceID) float64 { return 12 * float64(h.deeds[i].met) },
		pole: func(h *Hospital, p PoleID) float64 {
			return 12 * h.sumIn(p, func(i ServiceID) float64 { return float64(h.deeds[i].met) }) / float64(h.poles[p].members)
		}},
	{Name: "attendance", Label: "meeting units used", Unit: "share", Basis: Assumed,
		Meaning: "Share of the meeting units on offer that became a meeting, management dialogues included.",
		service: func(h *Hospital, i ServiceID) float64 {
			return ratioOrNone(float64(h.deeds[i].met), float64(h.deeds[i].offered))
		},
		pole: func(h *Hospital, p PoleID) float64 {
			met := h.sumIn(p, func(i ServiceID) float64 { return float64(h.deeds[i].met) })
			return ratioOrNone(met, h.sumIn(p, func(i ServiceID) float64 { return float64(h.deeds[i].offered) }))
		}},
	{Name: "trust_in_known", Label: "trust in services it knows", Unit: indexUnit,
		Meaning: "A service's mean trust in those whose work it ever learned of.",
		service: (*Hospital).trustInKnown},
	{Name: "trust_within", Label: "trust within the pôle", Unit: indexUnit,
		Meaning: "Mean trust over ordered pairs of services of the pôle.",
		pole:    (*Hospital).trustWithin},
	{Name: "coverage", Label: "couplings inside the pôle", Unit: "share",
		Meaning: "Share of the couplings by which care and margin depend on other services that lie within the pôle: of a service those that it depends on, of a pôle those that its services depend on.",
		service: func(h *Hospital, i ServiceID) float64 { return ratioOrNone(h.dependence(i)) },
		pole: func(h *Hospital, p PoleID) float64 {
			inside, all := 0.0, 0.0
			for i, of := range h.poleOf {
				if of == p {
					in, of := h.dependence(ServiceID(i))
					inside, all = inside+in, all+of
				}
			}
			return ratioOrNone(inside, all)
		}},
}

// wardDetails are of patients in beds. A pôle's are those of its wards together.
var wardDetails = []Detail{
	ofBeds(Detail{Name: "patients", Label: "patients present", Unit: "patients", Basis: Defensible, Between: Assumed,
		Meaning: "Patients present on a day, by stays and days; of a pôle the sum over its services. Differences between governances come from length of stay, whose link is assumed."},
		func(c *care, i int) (patients, of float64) { return c.present[i], 1 }, false),
	ofBeds(Detail{Name: "days_in_ward", Label: "days in the ward", Unit: "days", Basis: Assumed,
		Meaning: "Mean days that a patient who passes through a ward stays in it; a stay that passes several wards is shared by them in equal parts. As for length_of_stay, that better fit shortens it is assumed."},
		func(c *care, i int) (days, stays float64) { return c.present[i] * daysOfYear, c.through[i] }, true),
	ofBeds(Detail{Name: "occupancy", Label: "occupancy of beds", Unit: "%", Basis: Defensible, Between: Assumed,
		Meaning: "Patients over beds; above 100 where there are more patients than beds. Differences between governances come from length of stay, whose link is assumed."},
		func(c *care, i int) (patients, beds float64) { return 100 * c.present[i], c.beds[i] }, true),
	ofBeds(Detail{Name: "off_service", Label: "patients in another service's bed", Unit: "%", Basis: Defensible, Between: Assumed,
		Meaning: "Share of patients for whom their ward has no bed; as for occupancy, differences follow from length of stay."},
		func(c *care, i int) (off, stays float64) { return 100 * c.through[i] * c.off[i], c.through[i] }, true),
}

// ofBeds completes a detail of wards: of a pôle the sum over its wards or, of a mean, the ratio of two sums. Services without
// beds have no value, and a mean over nobody has none.
func ofBeds(d Detail, of func(c *care, i int) (value, of float64), mean bool) Detail {
	d.Part = "care.units"
	d.service = func(h *Hospital, i ServiceID) float64 {
		if !h.care.on || !h.care.ward[i] {
			return math.NaN()
		}
		return ratioOrNone(of(h.care, int(i)))
	}
	d.pole = func(h *Hospital, p PoleID) float64 {
		if !h.care.on {
			return math.NaN()
		}
		value, all, wards := 0.0, 0.0, 0.0
		for i, in := range h.poleOf {
			if in == p && h.care.ward[i] {
				v, a := of(h.care, i)
				value, all, wards = value+v, all+a, 1
			}
		}
		if mean {
			return ratioOrNone(value, all)
		}
		return ratioOrNone(value, wards)
	}
	return d
}

const thousandsAMonth = "k€ a month"

// moneyDetails are what services and pôles earn and cost. Management control and equipment are the hospital's and in nobody's
// cost.
var moneyDetails = []Detail{
	ofBooks(Detail{Name: "revenue", Label: "revenue", Unit: thousandsAMonth, Basis: Defensible, Between: Assumed,
		Meaning: "What health insurance and the state pay: tariffs × activity and endowment; of a pôle the sum over its services. Differences between governances come from coding, whose link is assumed."},
		func(r result, _ float64) float64 { return float64(r.revenue) / 1e5 }),
	ofBooks(Detail{Name: "cost", Label: "cost", Unit: thousandsAMonth, Basis: Assumed,
		Meaning: "Wages and supplies; of a pôle the sum over its services and what it pays those who accompany projects. Assumed to fall as margin effectiveness exceeds that of the burn-in; what the hospital bears itself (management control, equipment) is nobody's."},
		func(r result, _ float64) float64 { return float64(r.cost) / 1e5 }),
	ofBooks(Detail{Name: "result", Label: "revenue less cost", Unit: thousandsAMonth, Basis: Assumed,
		Meaning: "Revenue less cost; a deficit is negative."},
		func(r result, _ float64) float64 { return float64(r.revenue-r.cost) / 1e5 }),
	ofBooks(Detail{Name: "margin_per_stay", Label: "margin per stay", Unit: perStay, Basis: Assumed,
		Meaning: "Revenue less cost of a stay; a deficit is negative."},
		func(r result, stays float64) float64 { return ratioOrNone(float64(r.revenue-r.cost)/100, stays) }),
	ofBooks(Detail{Name: "margin_rate", Label: "margin", Unit: ofRevenue, Basis: Assumed,
		Meaning: "Revenue less cost; a deficit is negative."},
		func(r result, _ float64) float64 {
			return 100 * ratioOrNone(float64(r.revenue-r.cost), float64(r.revenue))
		}),
}

// ofBooks completes a detail that follows from what was booked in a month and from the stays for which it was.
func ofBooks(d Detail, of func(r result, stays float64) float64) Detail {
	d.Part = "money.accounts"
	d.service = func(h *Hospital, i ServiceID) float64 {
		if !h.money.on {
			return math.NaN()
		}
		return of(h.money.served[i], float64(h.activity[i]*h.money.rules.stays))
	}
	d.pole = func(h *Hospital, p PoleID) float64 {
		if !h.money.on {
			return math.NaN()
		}
		sum, stays := result{cost: h.money.helped[p]}, 0.0
		for i, in := range h.poleOf {
			if in == p {
				sum.revenue += h.money.served[i].revenue
				sum.cost += h.money.served[i].cost
				stays += float64(h.activity[i] * h.money.rules.stays)
			}
		}
		return of(sum, stays)
	}
	return d
}

// steeringDetails are of contracts steered year by year. Services that are not under one have none but their time.
var steeringDetails = []Detail{
	ofTheCycle(Detail{Name: "target", Label: "target", Unit: "index",
		Meaning: "Target in force, of the service's own contract or of its pôle's; none before the first is set"},
		func(_ *Hospital, _ ServiceID, o *objective) float64 { return noneUnless(o.set, o.target) }),
	ofTheCycle(Detail{Name: "target_attainment", Label: "reward for targets", Unit: "index −1 to 1",
		Meaning: "Reward of last year's result against its target, of which 0 is a target just reached"},
		func(_ *Hospital, _ ServiceID, o *objective) float64 { return o.reward }),
	ofTheCycle(Detail{Name: "target_acceptance", Label: "acceptance of targets", Unit: "share", Basis: Assumed,
		Meaning: "How far a service takes the contract's stakes as its own, which is assumed to rise with the share negotiated, legitimacy and consensus"},
		func(h *Hospital, i ServiceID, _ *objective) float64 { return h.acceptance[i] }),
	ofTheCycle(Detail{Name: "bonus", Label: "bonus or malus", Unit: "κ·d × reward",
		Meaning: "Bonus in force, a malus where it is negative"},
		func(_ *Hospital, _ ServiceID, o *objective) float64 { return o.bonus }),
	meanOf(Detail{Name: "slack", Label: "time relative to plan", Unit: "ratio", Part: "steering.cycle", Also: timeToo, Basis: Assumed,
		Meaning: "Time relative to plan, after bonuses, envelopes and reports",
		service: func(h *Hospital, i ServiceID) float64 { return h.slack[i] }}),
}

// ofTheCycle completes a detail of services under the yearly cycle.
func ofTheCycle(d Detail, of func(h *Hospital, i ServiceID, o *objective) float64) Detail {
	d.Part = "steering.cycle"
	d.service = func(h *Hospital, i ServiceID) float64 {
		p := h.poleOf[i]
		if !h.steering.terms[p].on {
			return math.NaN()
		}
		return of(h, i, h.steering.objective(i, p))
	}
	return meanOf(d)
}

// poleDetails are of what a pôle is to those who are in it.
var poleDetails = []Detail{
	{Name: "legitimacy", Label: "legitimacy", Unit: indexUnit, Part: "legitimacy.earned", Basis: Assumed,
		Meaning: "How far its services accept the pôle as a place to settle things; what it is earned by is assumed.",
		pole:    func(h *Hospital, p PoleID) float64 { return noneUnless(h.social.recognition.on, h.poles[p].legitimacy) }},
	ofFeelings(Detail{Name: "belonging_service", Label: "belonging to the service", Meaning: "How far a service feels part of nothing wider than itself"},
		(*Hospital).toItself),
	ofFeelings(Detail{Name: "belonging_site", Label: "belonging to the site", Meaning: "How far a service feels part of its site"},
		func(h *Hospital, i ServiceID) float64 { return h.belonging[i].site }),
	ofFeelings(Detail{Name: "belonging_pole", Label: "belonging to the pôle", Meaning: "How far a service feels part of its pôle"},
		func(h *Hospital, i ServiceID) float64 { return h.belonging[i].pole }),
	{Name: "sites", Label: "sites", Unit: "sites", Part: "mandates.end",
		Meaning: "Sites on which the pôle has services.",
		pole:    func(h *Hospital, p PoleID) float64 { return h.sitesOf(p) }},
}

// ofFeelings completes a detail of what services feel part of: of a pôle the mean over its services, as of the hospital.
func ofFeelings(d Detail, of func(h *Hospital, i ServiceID) float64) Detail {
	d.Unit, d.Part, d.Basis = "share", "belonging.moves", Assumed
	d.Meaning += ", which follows whom it meets; of a pôle the mean over its services."
	d.service = func(h *Hospital, i ServiceID) float64 { return noneUnless(h.social.identity.on, of(h, i)) }
	d.pole = func(h *Hospital, p PoleID) float64 {
		return noneUnless(h.social.identity.on, h.sumIn(p, func(i ServiceID) float64 { return of(h, i) })/float64(h.poles[p].members))
	}
	return d
}

// projectDetails count projects so that services, and pôles, add up to the hospital.
var projectDetails = []Detail{
	ofProjects(Detail{Name: "projects_started", Label: "projects started",
		Meaning: "Projects that services set out to make together; each member has an equal part of one, a pôle those of its services."},
		func(d *deeds) float64 { return d.started }),
	ofProjects(Detail{Name: "projects_delivered", Label: "projects delivered",
		Meaning: "Projects whose practices were changed; each member has an equal part of one, a pôle those of its services."},
		func(d *deeds) float64 { return d.delivered }),
}

// ofProjects completes a detail that counts projects.
func ofProjects(d Detail, of func(d *deeds) float64) Detail {
	d.Unit, d.Part = "projects a year", projectPart
	d.service = func(h *Hospital, i ServiceID) float64 { return noneUnless(h.projects.on, 12*of(&h.deeds[i])) }
	d.pole = func(h *Hospital, p PoleID) float64 {
		return noneUnless(h.projects.on, 12*h.sumIn(p, func(i ServiceID) float64 { return of(&h.deeds[i]) }))
	}
	return d
}

// peopleDetails are of posts and of those who hold them.
var peopleDetails = []Detail{
	vacantPosts(nurses, "nurse_vacancy", "vacant posts of nurses"),
	vacantPosts(physicians, "physician_vacancy", "vacant posts of physicians"),
	turnoverOf(nurses, "nurse_turnover", "turnover of nurses"),
	turnoverOf(physicians, "physician_turnover", "turnover of physicians"),
	meanOf(Detail{Name: "staffing", Label: "people for the patients there are", Unit: "ratio", Part: "staff.posts", Basis: Assumed,
		Meaning: "People relative to patients, 1 at the start",
		service: withStaff(func(h *Hospital, i ServiceID) float64 { return h.staffed[i] })}),
	meanOf(Detail{Name: "morale", Label: "morale", Unit: indexUnit, Part: "staff.posts", Basis: Assumed,
		Meaning: "Morale of its people, one half where nothing strains it",
		service: withStaff(func(h *Hospital, i ServiceID) float64 { return h.staff.morale[i] })}),
}

// withStaff gives no value while there are no posts.
func withStaff(of func(h *Hospital, i ServiceID) float64) func(h *Hospital, i ServiceID) float64 {
	return func(h *Hospital, i ServiceID) float64 {
		if !h.staff.on {
			return math.NaN()
		}
		return of(h, i)
	}
}

// turnoverOf is the share of a profession's people that leave, in % a year at the month's pace.
func turnoverOf(of profession, name, label string) Detail {
	left := func(h *Hospital, i ServiceID) float64 { return float64(h.staff.posts[of][i].left) }
	before := func(h *Hospital, i ServiceID) float64 { return float64(h.staff.posts[of][i].before) }
	return Detail{Name: name, Label: label, Unit: "% a year", Part: "staff.posts", Basis: Assumed,
		Meaning: "Share of people who leave, at the month's pace.",
		service: func(h *Hospital, i ServiceID) float64 {
			return noneUnless(h.staff.on, 1200*ratioOrNone(left(h, i), before(h, i)))
		},
		pole: func(h *Hospital, p PoleID) float64 {
			sum := h.sumIn(p, func(i ServiceID) float64 { return left(h, i) })
			return noneUnless(h.staff.on, 1200*ratioOrNone(sum, h.sumIn(p, func(i ServiceID) float64 { return before(h, i) })))
		}}
}

// noneUnless is v where something is on, and no value where it is not.
func noneUnless(on bool, v float64) float64 {
	if !on {
		return math.NaN()
	}
	return v
}

// vacantPosts is the share of a profession's posts that nobody holds, in %; no value where there are no posts.
func vacantPosts(of profession, name, label string) Detail {
	posts := func(h *Hospital, i ServiceID) float64 { return float64(h.staff.posts[of][i].posts) }
	vacant := func(h *Hospital, i ServiceID) float64 { return float64(h.staff.posts[of][i].vacant()) }
	return Detail{Name: name, Label: label, Unit: "%", Part: "staff.posts", Basis: Defensible, Between: Assumed,
		Meaning: "Share of posts that are vacant; differences between governances come from links that are assumed.",
		service: withStaff(func(h *Hospital, i ServiceID) float64 { return 100 * ratioOrNone(vacant(h, i), posts(h, i)) }),
		pole: func(h *Hospital, p PoleID) float64 {
			if !h.staff.on {
				return math.NaN()
			}
			sum := h.sumIn(p, func(i ServiceID) float64 { return vacant(h, i) })
			return 100 * ratioOrNone(sum, h.sumIn(p, func(i ServiceID) float64 { return posts(h, i) }))
		}}
}

// meanOf completes a detail of services: a pôle's is the mean over its services that have a value, weighted by
// activity. Its meaning comes without the point at the end.
func meanOf(d Detail) Detail {
	of := d.service
	d.Meaning += "; of a pôle the mean over its services, weighted by activity."
	d.pole = func(h *Hospital, p PoleID) float64 {
		sum, shares := 0.0, 0.0
		for i, in := range h.poleOf {
			if in != p {
				continue
			}
			if v := of(h, ServiceID(i)); v == v {
				sum += float64(h.share[i] * v)
				shares += h.share[i]
			}
		}
		return ratioOrNone(sum, shares)
	}
	return d
}

// ratioOrNone is a over b, and no value where there is nothing to divide by.
func ratioOrNone(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

// sumIn adds up over the services of a pôle.
func (h *Hospital) sumIn(p PoleID, of func(i ServiceID) float64) (total float64) {
	for i, in := range h.poleOf {
		if in == p {
			total += of(ServiceID(i))
		}
	}
	return total
}

// deeds count what a service did in a month.
type deeds struct {
	changes            int     // of its practices
	offered, met       int     // meeting units on offer, and those that became a meeting
	started, delivered float64 // projects of which it is a member, of each its equal part
}

// trustInKnown is a service's mean trust in those whose work it ever learned of.
func (h *Hospital) trustInKnown(i ServiceID) float64 {
	sum, known := 0.0, 0.0
	for j := range ServiceID(h.n) {
		if h.relations.knows(i, j) {
			sum += h.relations.trustToday(i, j)
			known++
		}
	}
	return ratioOrNone(sum, known)
}

// trustWithin is mean trust over ordered pairs of services of a pôle.
func (h *Hospital) trustWithin(p PoleID) float64 {
	sum, pairs := 0.0, 0.0
	for i, of := range h.poleOf {
		if of != p {
			continue
		}
		for j, in := range h.poleOf {
			if in == p && i != j {
				sum += h.relations.trustToday(ServiceID(i), ServiceID(j))
				pairs++
			}
		}
	}
	return ratioOrNone(sum, pairs)
}

// dependence counts the couplings by which the care and margin of service i depend on other services: those inside its
// pôle, and all.
func (h *Hospital) dependence(i ServiceID) (inside, all float64) {
	l := h.practices.land
	first := int(i) * h.m * l.inputs
	for _, b := range l.clinicalInputs[first : first+h.m*l.inputs] {
		if b < 0 || h.serviceOf[b] == i {
			continue
		}
		all++
		if h.poleOf[h.serviceOf[b]] == h.poleOf[i] {
			inside++
		}
	}
	return inside, all
}

// An Entity is a service or a pôle of a scenario.
type Entity struct {
	Of   string // OfService or OfPole
	Name string
}

// What an entity is.
const (
	OfService = "service"
	OfPole    = "pole"
)

// Entities lists the services of a scenario, then the pôles of all perimeters that are in force at some time, by name: the
// rows of RunResult.Details.
func (b *Blueprint) Entities(scenario int) (list []Entity) {
	s := b.structures[scenario]
	for i := range s.config.Services {
		list = append(list, Entity{OfService, s.config.Services[i].Name})
	}
	for _, name := range s.poleNames() {
		list = append(list, Entity{OfPole, name})
	}
	return list
}

// poleNames lists the pôles of all perimeters that are in force at some time. Pôles of one name are taken for the same.
func (s *structure) poleNames() (names []string) {
	for k := range s.eras {
		for p := range s.eras[k].config.PolesInForce() {
			if name := s.eras[k].config.poleName(PoleID(p)); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// poleName is the name of a pôle of the perimeter in force.
func (c *Config) poleName(p PoleID) string {
	if use := int(c.Value(perimeterUse)); use > 0 {
		return c.Perimeters[use-1].Poles[p]
	}
	return c.Poles[p].Name
}

// A closeUp gathers the details of a hospital over the months of a run that count.
type closeUp struct {
	services    int
	row         map[float64][]int // by perimeter.use, the row of each pôle of that perimeter
	sum, months []float64         // by entity and detail: the values seen, and how many there were
}

func newCloseUp(s *structure) *closeUp {
	u := &closeUp{services: s.n, row: make(map[float64][]int)}
	names := s.poleNames()
	for k := range s.eras {
		c := s.eras[k].config
		rows := make([]int, c.PolesInForce())
		for p := range rows {
			rows[p] = s.n + slices.Index(names, c.poleName(PoleID(p)))
		}
		u.row[c.Value(perimeterUse)] = rows
	}
	room := (s.n + len(names)) * len(details)
	u.sum, u.months = make([]float64, room), make([]float64, room)
	return u
}

func (u *closeUp) clear() {
	clear(u.sum)
	clear(u.months)
}

// see takes in a month. A pôle without services has no values.
func (u *closeUp) see(h *Hospital) {
	rows := u.row[h.config.Value(perimeterUse)]
	for k := range details {
		if of := details[k].service; of != nil {
			for i := range u.services {
				u.take(i, k, of(h, ServiceID(i)))
			}
		}
		if of := details[k].pole; of != nil {
			for p, row := range rows {
				if h.poles[p].members > 0 {
					u.take(row, k, of(h, PoleID(p)))
				}
			}
		}
	}
}

// take takes in a value of an entity, unless there is none.
func (u *closeUp) take(entity, detail int, v float64) {
	if v != v {
		return
	}
	at := entity*len(details) + detail
	u.sum[at] += v
	u.months[at]++
}

// conclude writes the means into rows of entities, NaN where no month had a value.
func (u *closeUp) conclude(rows [][]float64) [][]float64 {
	n := len(u.sum) / len(details)
	rows = slices.Grow(rows[:0], n)[:n]
	for e := range rows {
		rows[e] = slices.Grow(rows[e][:0], len(details))[:len(details)]
		for k := range details {
			at := e*len(details) + k
			rows[e][k] = ratioOrNone(u.sum[at], u.months[at])
		}
	}
	return rows
}
