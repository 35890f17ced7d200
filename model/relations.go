package model

import (
	"math/bits"
	"slices"

	"polesim/sim"
)

// Relations between services: what they know of each other's work, and how far they trust each other.
var (
	hint = declare(Parameter{Key: "relations.hint", Scope: Hospitalwide, Unit: "share", Default: .3, Min: 0, Max: 1,
		Help:   "Chance that two services that do not know each other's work still hit on practices that touch; an open agenda halves it.",
		Source: "assumption"})
	knowledgeGain = declare(Parameter{Key: "relations.knowledge_gain", Scope: Hospitalwide, Unit: "per meeting", Default: .1, Min: 0, Max: 1,
		Help:   "Share of what is still unknown of the other's work that one meeting teaches.",
		Source: "assumption"})
	knowledgeKept = declare(Parameter{Key: "relations.knowledge_kept", Scope: Hospitalwide, Unit: "per month", Default: .99, Min: .5, Max: 1,
		Help:   "Share of the knowledge of another's work that is still there a month later.",
		Source: "assumption"})
	trustStart = declare(Parameter{Key: "relations.trust_start", Scope: Hospitalwide, Unit: "index", Default: .2, Min: 0, Max: 1,
		Help:   "Trust between services that never met, and to which trust fades.",
		Source: "assumption"})
	trustGain = declare(Parameter{Key: "relations.trust_gain", Scope: Hospitalwide, Unit: "per joint change", Default: .1, Min: 0, Max: 1,
		Help:   "Share of the way to full trust covered when a joint change turned out well for oneself.",
		Source: "assumption"})
	trustLoss = declare(Parameter{Key: "relations.trust_loss", Scope: Hospitalwide, Unit: "per event", Default: .3, Min: 0, Max: 1,
		Help:   "Share of trust lost when a joint change turned out badly, or an agreement was seen to be breached.",
		Source: "assumption: trust is lost faster than it is won"})
	trustFade = declare(Parameter{Key: "relations.trust_fade", Scope: Hospitalwide, Unit: "per month", Default: .01, Min: 0, Max: 1,
		Help:   "Share of the distance to the starting trust that is lost in a month.",
		Source: "assumption"})
	familiarity = declare(Parameter{Key: "relations.familiarity", Scope: Hospitalwide, Unit: "share", Default: .25, Min: 0, Max: 1,
		Help:   "How much a meeting without agreement moves trust towards one half, as a share of relations.trust_gain.",
		Source: "assumption: meeting is worth something in itself"})
	yearsTogether = declare(Parameter{Key: "relations.years_together", Scope: Hospitalwide, Fixed: true, Unit: "years", Default: 0, Min: 0, Max: 50,
		Help:   "How long services have worked together before the first month: how far they know those with whom they share patients.",
		Source: "the age of the organisation, Mintzberg 1979; what it does here is an assumption"})
	agreementMonths = declare(Parameter{Key: "relations.agreement_months", Kind: Count, Scope: Hospitalwide, Unit: "months", Default: 12, Min: 0, Max: 120,
		Help:   "How long undoing an agreed practice counts as a breach.",
		Source: "assumption"})
)

// A relation is what one service knows of another's work and how far it trusts it, both in [0, 1].
type relation struct {
	know, trust float32
	month       int32 // when both were brought up to date
}

// relations are those of every service to every other, brought up to date when looked at. Trust fades towards its
// start and knowledge towards nothing at constant rates, so the sums over pairs inside and across pôles follow without
// visiting pairs.
type relations struct {
	n           int
	row         []relation
	met         pairs // of whom the first ever learned of the second's work
	month       int32
	start       float64
	kept, faded []float64             // shares left after so many months
	groupOf     [][groupings]int32    // of each service
	trust, know [groupings][2]float64 // sums over ordered pairs of trust above start and of knowledge; 0 across, 1 within groups
	pairs       [groupings][2]float64 // number of ordered pairs
}

// A grouping is a way in which services belong together.
type grouping int

const (
	byPole grouping = iota
	bySite
	byField // discipline
	groupings
)

func (r *relations) reset(c *Config, poleOf []PoleID) {
	n := len(poleOf)
	r.n, r.month = n, 0
	months := int(registry[Months].Max) + 1
	if r.kept == nil {
		r.kept, r.faded = make([]float64, months), make([]float64, months)
	}
	r.setRates(c)
	r.met.empty(n)
	r.row = slices.Grow(r.row[:0], n*n)[:n*n]
	for e := range r.row {
		r.row[e] = relation{trust: float32(r.start)}
	}
	r.groupOf = slices.Grow(r.groupOf[:0], n)[:n]
	r.settle(c)
	r.regroup(poleOf)
	r.trust, r.know = [groupings][2]float64{}, [groupings][2]float64{}
}

// settle reads on which site each service is and of what discipline, and says whether that is news.
func (r *relations) settle(c *Config) (moved bool) {
	for i := range c.Services {
		if site := int32(c.Services[i].Site); r.groupOf[i][bySite] != site {
			r.groupOf[i][bySite], moved = site, true
		}
		first := i // of its discipline
		for k := range i {
			if c.Services[k].Discipline == c.Services[i].Discipline {
				first = k
				break
			}
		}
		r.groupOf[i][byField] = int32(first)
	}
	return moved
}

// regroup adds the pairs within and across pôles, sites and disciplines up anew, after services changed pôle or site. What
// services know and trust stays.
func (r *relations) regroup(poleOf []PoleID) {
	for i, p := range poleOf {
		r.groupOf[i][byPole] = int32(p)
	}
	r.addUp()
}

func (r *relations) addUp() {
	r.trust, r.know, r.pairs = [groupings][2]float64{}, [groupings][2]float64{}, [groupings][2]float64{}
	for i := range ServiceID(r.n) {
		for j := range ServiceID(r.n) {
			if i == j {
				continue
			}
			e := &r.row[int(i)*r.n+int(j)]
			age := max(0, r.month-e.month)
			trust, know := float64((float64(e.trust)-r.start)*r.faded[age]), float64(float64(e.know)*r.kept[age])
			for g := range groupings {
				side := r.side(g, i, j)
				r.pairs[g][side]++
				r.trust[g][side] += trust
				r.know[g][side] += know
			}
		}
	}
}

// read takes in the parameters in force. Relations fade at the rates of their time: when a rate changes, all are first
// brought up to date.
func (r *relations) read(c *Config) {
	moved := r.settle(c)
	if c.Value(trustStart) == r.start && c.Value(knowledgeKept) == r.kept[1] && 1-c.Value(trustFade) == r.faded[1] {
		if moved {
			r.addUp()
		}
		return
	}
	for i := range ServiceID(r.n) {
		for j := range ServiceID(r.n) {
			r.of(i, j)
		}
	}
	r.setRates(c)
	r.addUp()
}

// setRates reckons what is left of knowledge and trust after so many months.
func (r *relations) setRates(c *Config) {
	r.start = c.Value(trustStart)
	for age, k, f := 0, 1.0, 1.0; age < len(r.kept); age++ {
		r.kept[age], r.faded[age] = k, f
		k *= c.Value(knowledgeKept)
		f *= 1 - c.Value(trustFade)
	}
}

// acquaint gives services the knowledge of each other that years of shared work leave: contacts in proportion to the tie w
// teach a share g each, and a share f is forgotten every month, which tends to g·w/(g·w + f).
func (h *Hospital) acquaint() {
	v := h.config.Value
	months := 12 * v(yearsTogether)
	if months == 0 {
		return
	}
	forgotten := 1 - v(knowledgeKept)
	for i := range h.n {
		for e := h.neighbours.start[i]; e < h.neighbours.start[i+1]; e++ {
			rate := float64(h.knowledgeGain*h.neighbours.weight[e]) + forgotten
			if rate > 0 {
				h.relations.learn(ServiceID(i), h.neighbours.to[e], (1-forgotten/rate)*(1-sim.Exp(-rate*months)))
			}
		}
	}
}

// pass lets a month go by.
func (r *relations) pass(month int) {
	if month == 0 {
		return
	}
	r.month = int32(month)
	for g := range r.trust {
		for side := range r.trust[g] {
			r.trust[g][side] *= r.faded[1]
			r.know[g][side] *= r.kept[1]
		}
	}
}

// of returns i's relation to j, up to date.
func (r *relations) of(i, j ServiceID) *relation {
	e := &r.row[int(i)*r.n+int(j)]
	if age := r.month - e.month; age > 0 {
		e.know *= float32(r.kept[age])
		e.trust = float32(r.start + float64((float64(e.trust)-r.start)*r.faded[age]))
		e.month = r.month
	}
	return e
}

// trustToday returns i's trust in j as of brings it up to date, and leaves all as it is: for those who only look.
func (r *relations) trustToday(i, j ServiceID) float64 {
	e := &r.row[int(i)*r.n+int(j)]
	return r.start + float64((float64(e.trust)-r.start)*r.faded[max(0, r.month-e.month)])
}

// knowToday is the same of i's knowledge of j's work.
func (r *relations) knowToday(i, j ServiceID) float64 {
	e := &r.row[int(i)*r.n+int(j)]
	return float64(float64(e.know) * r.kept[max(0, r.month-e.month)])
}

// knows says whether i ever learned of j's work.
func (r *relations) knows(i, j ServiceID) bool { return r.met.has(i, j) }

// learn moves i's knowledge of j towards full by a share.
func (r *relations) learn(i, j ServiceID, share float64) {
	r.met.add(i, j)
	e := r.of(i, j)
	before := e.know
	e.know = approach(e.know, 1, share)
	r.count(&r.know, i, j, float64(e.know-before))
}

// move moves i's trust in j towards a level by a share.
func (r *relations) move(i, j ServiceID, level, share float64) {
	e := r.of(i, j)
	before := e.trust
	e.trust = approach(e.trust, float32(level), share)
	r.count(&r.trust, i, j, float64(e.trust-before))
}

// lose is what goes when people of service i leave: a share of what it knows of others, and the same share of what
// trust between it and them differs from its start. Only those who ever met have any, so that strangers are not visited.
func (r *relations) lose(i ServiceID, share float64) {
	first, end := int(i)*r.n, (int(i)+1)*r.n
	for pair := first; pair < end; pair++ {
		word := r.met.bits[pair/64] >> (pair % 64)
		if word == 0 {
			pair |= 63 // the last of this word
			continue
		}
		if pair += bits.TrailingZeros64(word); pair >= end {
			return
		}
		j := ServiceID(pair - first)
		e, back := r.of(i, j), r.of(j, i)
		know, trust, trusted := e.know, e.trust, back.trust // before
		e.know = approach(know, 0, share)
		e.trust = approach(trust, float32(r.start), share)
		back.trust = approach(trusted, float32(r.start), share)
		for g := range groupings {
			side := r.side(g, i, j)
			r.know[g][side] += float64(e.know - know)
			r.trust[g][side] += float64(e.trust - trust)
			r.trust[g][side] += float64(back.trust - trusted)
		}
	}
}

// approach moves x a share of the way to a level.
func approach(x, level float32, share float64) float32 {
	return x + float32(float32(share)*(level-x))
}

// count enters a change between two services into the sums.
func (r *relations) count(sums *[groupings][2]float64, i, j ServiceID, change float64) {
	a, b := &r.groupOf[i], &r.groupOf[j]
	for g := range groupings {
		side := 0
		if a[g] == b[g] {
			side = 1
		}
		sums[g][side] += change
	}
}

// side is 1 for two services of the same pôle, site or discipline and 0 for others.
func (r *relations) side(g grouping, i, j ServiceID) int {
	if r.groupOf[i][g] == r.groupOf[j][g] {
		return 1
	}
	return 0
}

// meanTrust returns mean trust over ordered pairs across (0) or within (1) groups; its start where there are none.
func (r *relations) meanTrust(g grouping, side int) float64 {
	if r.pairs[g][side] == 0 {
		return r.start
	}
	return within01(r.start + r.trust[g][side]/r.pairs[g][side])
}

// meanKnowledge returns mean knowledge over ordered pairs across (0) or within (1) groups.
func (r *relations) meanKnowledge(g grouping, side int) float64 {
	if r.pairs[g][side] == 0 {
		return 0
	}
	return within01(r.know[g][side] / r.pairs[g][side])
}

// within01 takes off what rounding adds to a mean: the relations themselves are between 0 and 1, but their sums are moved by
// changes in single precision and fade by themselves, so that they part from them in the eighth digit.
func within01(mean float64) float64 { return max(0, min(1, mean)) }
