package model

import "polesim/sim"

// Staff: posts of physicians and nurses, who leaves and who comes. Posts are given; people are whole numbers.
var (
	staffPosts = declare(Parameter{Key: "staff.posts", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether services have posts that people leave and fill: turnover, vacancies and morale, with what they do to time and relations.",
		Source: "scenario"})
	physicianPosts = declare(Parameter{Key: "staff.physicians", Scope: PerService, Unit: "posts", Default: 15, Min: 1, Max: 100,
		Help:   "Posts of physicians in a service of mean activity; others have posts in proportion to activity, one at least.",
		Source: "assumption: 54,837 full-time posts of hospital practitioners for some 10 million stays, 5 for 1,000 (2018)"})
	nursePosts = declare(Parameter{Key: "staff.nurses", Scope: PerService, Unit: "posts", Default: 60, Min: 1, Max: 300,
		Help:   "Posts of nurses in a service of mean activity; others have posts in proportion to activity, one at least.",
		Source: "assumption: four nurses to a physician"})
	physicianLeaving = declare(Parameter{Key: "staff.physician_leaving", Scope: PerService, Unit: "per month", Default: .006, Min: 0, Max: .2,
		Help:   "Chance that a physician leaves in a month, at ordinary load and morale.",
		Source: "calibrated with staff.physician_hiring to 27 to 31 % of posts vacant (2018, 2021)"})
	nurseLeaving = declare(Parameter{Key: "staff.nurse_leaving", Scope: PerService, Unit: "per month", Default: .0106, Min: 0, Max: .2,
		Help:   "Chance that a nurse leaves in a month, at ordinary load and morale.",
		Source: "calibrated to a turnover of 10 to 15 % a year (general knowledge, not checked)"})
	physicianHiring = declare(Parameter{Key: "staff.physician_hiring", Scope: PerService, Unit: "per month", Default: .014, Min: .001, Max: 1,
		Help:   "Chance that a vacant post of physician is filled in a month, at ordinary attractiveness.",
		Source: "calibrated with staff.physician_leaving to 27 to 31 % of posts vacant (2018, 2021)"})
	nurseHiring = declare(Parameter{Key: "staff.nurse_hiring", Scope: PerService, Unit: "per month", Default: .25, Min: .001, Max: 1,
		Help:   "Chance that a vacant post of nurse is filled in a month, at ordinary attractiveness.",
		Source: "calibrated to 2 to 5 % of posts vacant (FHF 2022)"})
	overloadLeaving = declare(Parameter{Key: "staff.overload", Scope: Hospitalwide, Unit: "log hazard", Default: .5, Min: 0, Max: 2,
		Help:   "How much overload makes people leave: logarithm of the chance for each 100 % more load for each who is there. Above 1 + hiring/leaving, 3.3 for physicians, vacancies would feed themselves; a quarter of staff.discontent × staff.workload counts too.",
		Source: "assumption, its sign too"})
	discontentLeaving = declare(Parameter{Key: "staff.discontent", Scope: Hospitalwide, Unit: "log hazard", Default: 1, Min: 0, Max: 3,
		Help:   "How much low morale makes people leave: logarithm of the chance for morale lower by 1.",
		Source: "assumption, its sign too"})
	strainOfLoad = declare(Parameter{Key: "staff.workload", Scope: Hospitalwide, Unit: "logits", Default: 1, Min: 0, Max: 3,
		Help:   "How much overload of 100 % lowers morale.",
		Source: "assumption, its sign too"})
	strainOfValues = declare(Parameter{Key: "staff.value_conflict", Scope: Hospitalwide, Unit: "logits", Default: .5, Min: 0, Max: 3,
		Help:   "How much it lowers morale that decisions weigh the economy more than one's own goals do.",
		Source: "assumption, its sign too: care is not compatible with purely accounting performance (the case study)"})
	crowdingOut = declare(Parameter{Key: "staff.crowding_out", Scope: Hospitalwide, Unit: "logits", Default: 0, Min: 0, Max: 3,
		Help:   "How much an incentive lowers morale, as far as objectives are imposed: crowding out of intrinsic motivation.",
		Source: "assumption, its sign too; off unless a scenario asks for it"})
	voice = declare(Parameter{Key: "staff.voice", Scope: PerService, Unit: "index", Default: .5, Min: 0, Max: 1,
		Help:   "Say of a service in what concerns it, and recognition for it: above one half it lifts morale and draws candidates.",
		Source: "assumption, its sign too; Claris 2020 on the devalued service"})
	moralePace = declare(Parameter{Key: "staff.morale_pace", Scope: Hospitalwide, Unit: "per month", Default: .1, Min: .01, Max: 1,
		Help:   "Share of the way that morale covers in a month to where conditions would have it.",
		Source: "assumption"})
	taken = declare(Parameter{Key: "staff.relations_taken", Scope: Hospitalwide, Unit: "share", Default: 1, Min: 0, Max: 1,
		Help:   "How much of a leaving physician's part of the service's knowledge of others, and of the trust between them, goes along.",
		Source: "assumption"})
	practiceTaken = declare(Parameter{Key: "staff.practice_taken", Scope: Hospitalwide, Unit: "chance", Default: .1, Min: 0, Max: 1,
		Help:   "Chance that a physician who leaves takes a way of working along, so that one practice of the service is drawn anew.",
		Source: "assumption"})
)

// surge is read by the staff, who have the patients to care for, and by the beds.
var surge = declare(Parameter{Key: "demand.surge", Scope: PerService, Unit: "ratio", Default: 1, Min: .2, Max: 3,
	Help:   "Patients who come to a service, as a multiple of the ordinary: a pandemic is a surge for a while.",
	Source: "scenario"})

// A profession is one of the two whose posts are followed.
type profession int

const (
	physicians profession = iota
	nurses
	professions
)

// A manning is the posts of one profession in one service: filled + vacant = posts, always.
type manning struct {
	posts, filled   int
	start           float64 // filled at the start: at this staffing load is ordinary
	leaving, hiring float64 // chances a month, at ordinary load, morale and attractiveness
	before, left    int     // people at the start of the month, and those who left in it
}

func (m *manning) vacant() int { return m.posts - m.filled }

// overload is the load of each who is there beyond the ordinary: 0 at the start, −1 without work, 2 at most.
func (m *manning) overload(demand float64) float64 {
	const most = 2
	if m.filled == 0 {
		return most
	}
	load := demand*m.start/float64(m.filled) - 1
	if load > most {
		return most
	}
	return load
}

// staff is the part: posts, people, morale.
type staff struct {
	idle
	on      bool
	posts   [professions][]manning // by service
	morale  []float64              // of each service, in [0, 1]; one half is ordinary
	voice   []float64
	surge   []float64
	turning turnover
	key     sim.Key

	overload, discontent, workload, conflict, crowding float64
	pace, taken, practiceTaken                         float64
}

// A turnover is what happened to people in a month.
type turnover struct {
	before, left, came [professions]int // people at its start, who left, who came
	practices          int              // drawn anew
}

func newStaff(n int) *staff {
	s := &staff{morale: make([]float64, n), voice: make([]float64, n), surge: make([]float64, n)}
	for p := range s.posts {
		s.posts[p] = make([]manning, n)
	}
	return s
}

// read takes in the parameters in force. Posts that are done away with take with them the people who held them.
func (s *staff) read(h *Hospital) {
	v := h.config.Value
	s.overload, s.discontent = v(overloadLeaving), v(discontentLeaving)
	s.workload, s.conflict, s.crowding = v(strainOfLoad), v(strainOfValues), v(crowdingOut)
	s.pace, s.taken, s.practiceTaken = v(moralePace), v(taken), v(practiceTaken)
	for i := range h.n {
		own := func(id ParameterID) float64 { return h.config.ServiceValue(ServiceID(i), id) }
		s.voice[i], s.surge[i] = own(voice), own(surge)
		s.posts[physicians][i].read(h.posts(i, own(physicianPosts)), own(physicianLeaving), own(physicianHiring))
		s.posts[nurses][i].read(h.posts(i, own(nursePosts)), own(nurseLeaving), own(nurseHiring))
	}
	was := s.on
	s.on = v(staffPosts) != 0
	switch {
	case s.on && !was:
		s.begin()
	case was && !s.on:
		s.begin()
		for i := range h.staffed {
			h.staffed[i] = 1
		}
	}
}

// posts turns posts in a service of mean activity into those of service i.
func (h *Hospital) posts(i int, mean float64) int {
	return max(1, int(float64(mean*h.share[i]*float64(h.n))+.5))
}

func (m *manning) read(posts int, leaving, hiring float64) {
	m.posts, m.leaving, m.hiring = posts, leaving, hiring
	m.filled = min(m.filled, posts)
}

// begin fills posts as far as coming and going at their ordinary rates would in the long run: vacant is the share
// leaving/(leaving + hiring). What rounding to whole people takes from one service the next is given.
func (s *staff) begin() {
	for p := range s.posts {
		rest := 0.0
		for i := range s.posts[p] {
			m := &s.posts[p][i]
			rest += float64(float64(m.posts) * m.hiring / (m.leaving + m.hiring))
			m.filled = min(m.posts, max(1, int(rest+.5)))
			m.start = float64(m.filled)
			m.before, m.left = 0, 0
			rest -= m.start
		}
	}
	for i := range s.morale {
		s.morale[i] = ordinaryMorale
	}
	s.turning = turnover{}
}

// ordinaryMorale is morale where nothing strains it.
const ordinaryMorale = .5

func (s *staff) reset(h *Hospital, key sim.Key) {
	s.key = key.Named("staff")
	s.begin()
}

// opens is the month of coming and going.
func (s *staff) opens(h *Hospital, schedule *sim.Schedule) {
	schedule.Monthly(sim.ProcessFunc(func(month int) {
		if !s.on {
			return
		}
		s.turning = turnover{}
		for i := range ServiceID(h.n) {
			demand := h.demand(i)
			overload := s.overloads(i, demand)
			s.sway(h, i, overload)
			s.turn(h, i, month, overload)
			h.staffed[i] = s.staffing(i, demand)
		}
	}))
}

// demand is the work that patients make in a service, relative to the ordinary.
func (h *Hospital) demand(i ServiceID) float64 {
	if h.care.feedsBack(i) {
		return h.care.burden[i]
	}
	return h.staff.surge[i]
}

// overloads are those of physicians and nurses of service i.
func (s *staff) overloads(i ServiceID, demand float64) [professions]float64 {
	return [professions]float64{s.posts[physicians][i].overload(demand), s.posts[nurses][i].overload(demand)}
}

// sway moves morale to where conditions would have it: logistic(−strain). Strain is overload, the weight of the economy
// in decisions beyond its weight in one's own goals, weariness and crowding out, less what recognition gives.
func (s *staff) sway(h *Hospital, i ServiceID, overload [professions]float64) {
	load := (overload[physicians] + overload[nurses]) / 2
	pole := &h.poles[h.poleOf[i]]
	strain := float64(s.workload*load) + float64(s.conflict*max(0, h.lambda[i]-h.goals[i].economy)) + h.weariness[i] +
		float64(s.crowding*pole.paid*pole.imposed) + (ordinaryMorale - s.voice[i])
	s.morale[i] += float64(s.pace * (sim.Logistic(-strain) - s.morale[i]))
}

// turn lets people leave and come. Each leaves with the chance h_0·exp(b_1·overload + b_2·(½ − morale)); each post
// vacant at the start of the month is filled with the chance r·exp(attractiveness), as far as money lets it be. One
// uniform number decides each: a higher chance never means fewer.
func (s *staff) turn(h *Hospital, i ServiceID, month int, overload [professions]float64) {
	discontent := float64(s.discontent * (ordinaryMorale - s.morale[i]))
	drawn := h.hiring[i]
	if attractive := h.appeal[i] + s.voice[i] - ordinaryMorale; attractive != 0 { // few services are out of the ordinary
		drawn *= sim.Exp(attractive)
	}
	for p := range professions {
		m, flow := &s.posts[p][i], int(i)*flows+2*int(p)
		leaves, came := s.key.At(flow, month), 0
		left := m.leave(float64(s.overload*overload[p])+discontent, &leaves)
		if vacant := m.vacant(); vacant > 0 {
			comes := s.key.At(flow+1, month)
			came = binomial(vacant, min(1, m.hiring*drawn), &comes)
		}
		m.before, m.left = m.filled, left
		s.turning.before[p] += m.filled
		s.turning.left[p] += left
		s.turning.came[p] += came
		if p == physicians && left > 0 {
			s.depart(h, i, left, m.filled, &leaves)
		}
		m.filled += came - left
	}
}

// leave draws how many of those who are there leave, each with the chance h_0·exp(x), one half at most.
func (m *manning) leave(x float64, s *sim.Stream) int {
	const most = .5
	if m.filled > drawnAtOnce {
		return binomial(m.filled, min(most, m.leaving*sim.Exp(x)), s)
	}
	u := s.Float64()
	// Most often nobody does, even if exp(x) were its bound 1 + x + x².
	if x < 1 && seldomAny(m.filled, m.leaving*(1+x+float64(x*x)), u) {
		return 0
	}
	return inverted(m.filled, min(most, m.leaving*sim.Exp(x)), u)
}

// flows is how many streams of a service's people there are: who leaves and who comes, by profession.
const flows = 2 * int(professions)

// depart is what leaving physicians take along: their part of what the service knows of others and of the trust between
// them, and some ways of working.
func (s *staff) depart(h *Hospital, i ServiceID, left, of int, stream *sim.Stream) {
	h.relations.lose(i, s.taken*float64(left)/float64(of))
	for range left {
		if !stream.Bernoulli(s.practiceTaken) {
			continue
		}
		s.turning.practices++
		b := int(i)*h.m + stream.IntN(h.m)
		if anew := stream.Bernoulli(.5); anew { // the newcomer works otherwise
			h.change(i, b, nobody, false)
		}
	}
}

// staffing is how many people service i has for its patients, relative to the start: the mean over professions. Who is
// short of people has less time for change; more people give up to half as much again.
func (s *staff) staffing(i ServiceID, demand float64) float64 {
	return min(mostStaffed, s.relative(i)/demand)
}

// relative is how many people service i has relative to the start, whatever its patients: the mean over professions.
func (s *staff) relative(i ServiceID) float64 {
	doctors, carers := &s.posts[physicians][i], &s.posts[nurses][i]
	return (float64(doctors.filled)/doctors.start + float64(carers.filled)/carers.start) / float64(professions)
}

// paid is how many people's wages are paid in service i, relative to the start: patients who come raise none of them. 1
// where people are not followed.
func (s *staff) paid(i ServiceID) float64 {
	if !s.on {
		return 1
	}
	return s.relative(i)
}

// mostStaffed is the most that people beyond those of the start count for.
const mostStaffed = 1.5

// count returns posts and people of a profession in the whole hospital.
func (s *staff) count(p profession) (posts, filled int) {
	for i := range s.posts[p] {
		posts += s.posts[p][i].posts
		filled += s.posts[p][i].filled
	}
	return posts, filled
}

// turnoverRate is the share of a profession's people that leave, in % a year at this month's pace.
func (s *staff) turnoverRate(p profession) float64 {
	return 1200 * ratio(float64(s.turning.left[p]), float64(s.turning.before[p]))
}

// vacancy is the share of a profession's posts that nobody holds, in %.
func (s *staff) vacancy(p profession) float64 {
	if !s.on {
		return 0
	}
	posts, filled := s.count(p)
	return 100 * ratio(float64(posts-filled), float64(posts))
}

// binomial draws how many of n come true, each with chance p, by inversion of one uniform number for each 512 of them.
func binomial(n int, p float64, s *sim.Stream) (drawn int) {
	for ; n > drawnAtOnce; n -= drawnAtOnce {
		drawn += inverted(drawnAtOnce, p, s.Float64())
	}
	if n > 0 {
		drawn += inverted(n, p, s.Float64())
	}
	return drawn
}

const drawnAtOnce = 512 // the chance of none stays far above the smallest number

// seldomAny says that u is so low that none of n comes true: (1 − p)ⁿ ≥ 1 − n·p (Bernoulli).
func seldomAny(n int, p, u float64) bool { return u < 1-float64(float64(n)*p)-1e-9 }

// inverted returns the u-quantile of the binomial distribution.
func inverted(n int, p, u float64) int {
	switch {
	case seldomAny(n, p, u): // most often nobody leaves or comes
		return 0
	case p <= 0:
		return 0
	case p >= 1:
		return n
	case p > .5:
		return n - inverted(n, 1-p, 1-u)
	}
	chance, odds, k := power(1-p, n), p/(1-p), 0
	for below := chance; below < u && k < n; k++ {
		chance = float64(chance * odds * float64(n-k) / float64(k+1))
		below += chance
	}
	return k
}

// power returns x to the nth.
func power(x float64, n int) float64 {
	result := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result *= x
		}
		x *= x
	}
	return result
}

var staffOutcomes = []Outcome{
	{Name: "nurse_turnover",
		Label: "nurses who leave", Unit: "% a year", Monthly: true, Part: "staff.posts", While: withPosts, Basis: Assumed,
		Meaning: "Share of nurses who leave their service in a year; its level is calibrated, what moves it is assumed. 0 without posts.",
		observe: func(h *Hospital) float64 { return h.staff.turnoverRate(nurses) }},
	{Name: "physician_turnover",
		Label: "physicians who leave", Unit: "% a year", Monthly: true, Part: "staff.posts", While: withPosts, Basis: Assumed,
		Meaning: "Share of physicians who leave their service in a year; its level is calibrated, what moves it is assumed. 0 without posts.",
		observe: func(h *Hospital) float64 { return h.staff.turnoverRate(physicians) }},
	{Name: "nurse_vacancy",
		Label: "vacant posts of nurses", Unit: "%", Monthly: true, Part: "staff.posts", While: withPosts, Basis: Defensible, Between: Assumed,
		Meaning: "Share of nurses' posts that are vacant: the balance of who leaves and who comes, from calibrated rates. A difference between governances comes from morale, appeal and frozen vacancies, whose links are assumed.",
		observe: func(h *Hospital) float64 { return h.staff.vacancy(nurses) }},
	{Name: "physician_vacancy",
		Label: "vacant posts of physicians", Unit: "%", Monthly: true, Part: "staff.posts", While: withPosts, Basis: Defensible, Between: Assumed,
		Meaning: "Share of physicians' posts that are vacant: the balance of who leaves and who comes, from calibrated rates. A difference between governances comes from morale, appeal and frozen vacancies, whose links are assumed.",
		observe: func(h *Hospital) float64 { return h.staff.vacancy(physicians) }},
	{Name: "morale",
		Label: "morale", Unit: indexUnit, Monthly: true, Part: "staff.posts", While: withPosts, Basis: Assumed,
		Meaning: "Morale of services, weighted by activity; one half where nothing strains it. What moves it is assumed.",
		observe: func(h *Hospital) float64 { return h.weighted(func(i int) float64 { return h.staff.morale[i] }) }},
	{Name: "staffing",
		Label: "people for the patients there are", Unit: "ratio", Monthly: true, Part: "staff.posts", While: withPosts, Basis: Assumed,
		Meaning: "People relative to patients, 1 at the start: the factor on services' time for change, mean over services.",
		observe: func(h *Hospital) float64 { return h.mean(func(i int) float64 { return h.staffed[i] }) }},
}

var staffStates = []State{
	{Name: "physician_vacancy", Of: "service", Unit: "share of posts", High: 1, Parts: []string{"staff.posts"},
		each: ofServices(func(h *Hospital, i ServiceID) float64 { return h.staff.posts[physicians][i].vacancy() })},
	{Name: "nurse_vacancy", Of: "service", Unit: "share of posts", High: 1, Parts: []string{"staff.posts"},
		each: ofServices(func(h *Hospital, i ServiceID) float64 { return h.staff.posts[nurses][i].vacancy() })},
	{Name: "staffing", Of: "service", Unit: "ratio to the start", High: mostStaffed, Parts: []string{"staff.posts"},
		each: func(h *Hospital, see func(float64)) { seeAll(h.staffed, see) }},
	{Name: "morale", Of: "service", Unit: indexUnit, High: 1, Parts: []string{"staff.posts"},
		each: func(h *Hospital, see func(float64)) { seeAll(h.staff.morale, see) }},
}

// vacancy is the share of posts that nobody holds.
func (m *manning) vacancy() float64 { return float64(m.vacant()) / float64(m.posts) }
