package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// Money: what pôles earn by tariffs (tarification à l'activité, T2A) and by endowment, what care costs, and what a deficit
// does. Every cent is moved in a ledger (ledger.go).
var (
	moneyAccounts = declare(Parameter{Key: "money.accounts", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether the hospital keeps accounts: revenue by tariffs and endowment, costs, envelopes that tighten in a deficit.",
		Source: "accounting of public hospitals"})
	moneyStays = declare(Parameter{Key: "money.stays_per_activity", Scope: Hospitalwide, Unit: "stays a year", Default: 1, Min: .01, Max: 100000,
		Help:   "Stays a year that a unit of activity stands for: 1 where activity counts stays.",
		Source: "scenario"})
	moneyCost = declare(Parameter{Key: "money.cost", Scope: Hospitalwide, Unit: "€ per stay", Default: 2115, Min: 100, Max: 50000,
		Help:   "What a stay of mean case mix costs.",
		Source: "national cost study (ENC) 2012, public hospitals: 2,115 €"})
	moneyTariff = declare(Parameter{Key: "money.tariff", Scope: Hospitalwide, Unit: "€ per stay", Default: 2115, Min: 100, Max: 50000,
		Help:   "What health insurance pays for a stay of mean case mix, where all is paid by tariffs.",
		Source: "set equal to the cost: tariffs follow national mean costs"})
	moneyTariffTrend = declare(Parameter{Key: "money.tariff_trend", Scope: Hospitalwide, Unit: "per year", Default: 0, Min: -.03, Max: .03,
		Help:   "Yearly change of tariffs against costs.",
		Source: "tariffs fell year after year from 2013 to 2018 (Sénat, rapport 587, 2022); size assumed"})
	moneyTariffShare = declare(Parameter{Key: "money.tariff_share", Scope: Hospitalwide, Unit: "share", Default: .6, Min: 0, Max: 1,
		Help:   "Share of the budget that is paid by tariffs (θ); the rest is the historical endowment.",
		Source: "59.2 % of what health insurance pays public hospitals: Cour des comptes 2023"})
	moneyCoding = declare(Parameter{Key: "money.coding", Scope: Hospitalwide, Unit: "share", Default: .03, Min: 0, Max: .15,
		Help:   "How much more a stay earns at full reporting and coding effort (g = 1).",
		Source: "assumption; the number of groups of stays (GHM) in the public sector rose 15 % from 2009 to 2022"})
	moneyCaseMix = declare(Parameter{Key: "money.case_mix_paid", Scope: Hospitalwide, Unit: "share", Default: .8, Min: 0, Max: 1,
		Help:   "How far tariffs follow the case mix that costs follow in full.",
		Source: "assumption"})
	moneySpread = declare(Parameter{Key: "money.historical_spread", Scope: Hospitalwide, Fixed: true, Unit: "SD of log", Default: .15, Min: 0, Max: 1,
		Help:   "How unequal the endowments that services inherited are for the same need.",
		Source: "assumption; fairer allocation was an aim of T2A"})
	moneyWageShare = declare(Parameter{Key: "money.wage_share", Scope: Hospitalwide, Unit: "share", Default: .65, Min: 0, Max: 1,
		Help:   "Share of costs that is wages; they follow filled posts and the envelope.",
		Source: "assumption; about two thirds in public hospitals"})
	moneyEfficiency = declare(Parameter{Key: "money.efficiency", Scope: Hospitalwide, Unit: "share per index", Default: .3, Min: 0, Max: 1,
		Help:   "How much of the cost of a stay one unit of margin effectiveness saves (κ_E).",
		Source: "assumption, sign and size"})
	moneyBurnIn = declare(Parameter{Key: "money.burn_in", Kind: Count, Scope: Hospitalwide, Unit: "months", Default: 36, Min: 0, Max: 120,
		Help:   "Costs are centred on the hospital's own margin effectiveness in the last two thirds of so many first months; 0 centres them on ½, the same in all governances.",
		Source: "effectiveness is flat from month 36"})
	moneyPressure = declare(Parameter{Key: "money.pressure", Scope: Hospitalwide, Unit: "weight", Default: .1, Min: 0, Max: .5,
		Help:   "What full payment by tariffs adds to the weight of the economy in what services weigh (λ).",
		Source: "assumption; Moisdon on how hospitals answer the price signal"})
	moneyKept = declare(Parameter{Key: "money.kept_share", Scope: PerPole, Unit: "share", Default: 0, Min: 0, Max: 1,
		Help:   "Delegated budget (délégation de gestion): share of its yearly result that a pôle keeps and answers for; the hospital takes the rest.",
		Source: "law 2009-879 (HPST); few pôles have a budget of their own"})
	moneyBonus = declare(Parameter{Key: "money.bonus", Scope: Hospitalwide, Unit: "share of revenue", Default: .005, Min: 0, Max: .05,
		Help:   "What a bonus of 1 (intéressement) adds to a pôle's yearly budget.",
		Source: "assumption"})
	moneyFreeze = declare(Parameter{Key: "money.freeze", Scope: Hospitalwide, Unit: "share per 1 %", Default: .1, Min: 0, Max: 1,
		Help:   "Share of vacancies that may not be filled for each per cent of revenue lost last year, in a deficit beyond money.reserve.",
		Source: "assumption"})
	moneyReserve = declare(Parameter{Key: "money.reserve", Scope: Hospitalwide, Unit: "% of revenue", Default: .5, Min: 0, Max: 5,
		Help:   "How near to a balanced result a direction begins to keep vacancies open, and how far beyond it still keeps some: hiring follows results smoothly. 0 keeps none until there is a deficit.",
		Source: "assumption; hospitals hold posts vacant as a reserve"})
	moneySqueeze = declare(Parameter{Key: "money.squeeze", Scope: Hospitalwide, Unit: "share per 1 %", Default: .01, Min: 0, Max: .03,
		Help:   "Share of paid time, and of services' time for other things than care, that each per cent of revenue lost last year takes away.",
		Source: "assumption"})
	moneyAnalyst = declare(Parameter{Key: "money.analyst", Scope: Hospitalwide, Unit: "€ a year", Default: 60000, Min: 0, Max: 200000,
		Help:   "What a post of management control costs, or of an analyst who writes templates (processes.staffed).",
		Source: "assumption"})
)

// money is the accounts of a hospital.
type money struct {
	on       bool
	pressure float64 // what payment by tariffs adds to λ
	rules    moneyRules
	ledger   ledger
	inherits []float64 // endowment of each service relative to its activity
	level    float64   // of tariffs, relative to the start
	anew     bool      // other pôles: none has a budget yet
	poles    []budgetYear
	burnIn   margins
	year     result // of the whole hospital so far
	now      monthOfMoney
	bills    bills
	unequal  float64 // Gini coefficient of budgets per need
	budgets  []unitBudget
	served   []result // of each service this month
	helped   []int64  // what each pôle paid this month to those who accompany projects, in cents
}

// moneyRules are the parameters in force.
type moneyRules struct {
	stays, cost, tariff, trend, share, coding, caseMix float64
	wages, efficiency, bonus, freeze, squeeze, analyst float64
	reserve                                            float64 // in per cent of revenue
	ordinary                                           float64 // share of vacancies that may be filled at a balanced result
	project, equipmentYears                            float64
	burnIn                                             int
}

// A result is what came in and what went out, in cents.
type result struct{ revenue, cost int64 }

// rate is the result as a share of revenue.
func (r result) rate() float64 { return ratio(float64(r.revenue-r.cost), float64(r.revenue)) }

// A budgetYear is a pôle's year.
type budgetYear struct {
	kept         float64 // share of the result that the pôle keeps
	year         result  // so far
	ease, hiring float64 // in force: paid time relative to plan; share of vacancies that may be filled
}

// margins add up the hospital's margin effectiveness over months.
type margins struct{ sum, months float64 }

// A monthOfMoney is a month of the whole hospital.
type monthOfMoney struct {
	result
	stays         float64
	plain, coded  float64 // tariffs in euros, without and with coding effort
	needed, spent float64 // euros that care costs at the centre, and with the effectiveness there is
	// Of projects, in cents: equipment bought, which is no cost of the month; equipment written off and those who
	// accompany projects, which are.
	invested, writtenOff, supported int64
}

// A unitBudget is what a service receives for a unit of need, and its need.
type unitBudget struct{ perNeed, need float64 }

func newMoney(n int) *money {
	return &money{inherits: make([]float64, n), budgets: make([]unitBudget, n), served: make([]result, n)}
}

// paysCodes says whether what services code is paid.
func paysCodes(c *Config) bool { return c.Value(moneyAccounts) != 0 && c.Value(moneyTariffShare) > 0 }

// regrouped is told that services changed pôle. Pôles that stay keep their accounts.
func (m *money) regrouped(_ *Hospital, same bool) { m.anew = m.anew || !same }

// read takes in the parameters in force. Other pôles close the accounts of the former into the treasury.
func (m *money) read(h *Hospital) {
	v := h.config.Value
	m.on, m.pressure = v(moneyAccounts) != 0, 0
	m.rules = moneyRules{
		stays: v(moneyStays) / 12, cost: v(moneyCost), tariff: v(moneyTariff), trend: v(moneyTariffTrend),
		share: v(moneyTariffShare), coding: v(moneyCoding), caseMix: v(moneyCaseMix), wages: v(moneyWageShare),
		efficiency: v(moneyEfficiency), bonus: v(moneyBonus), freeze: v(moneyFreeze), squeeze: v(moneySqueeze),
		analyst: v(moneyAnalyst) / 12, burnIn: int(v(moneyBurnIn)), reserve: v(moneyReserve),
		project: v(moneyProject) * v(projectCost), equipmentYears: v(moneyEquipmentYears),
	}
	m.rules.ordinary = m.rules.filled(0)
	if m.on {
		m.pressure = v(moneyPressure) * v(moneyTariffShare)
	} else {
		m.bills.void()
	}
	if m.anew || len(m.poles) != len(h.poles) {
		m.anew = false
		m.ledger.regroup(len(h.poles))
		m.bills.regroup(len(h.poles))
		m.poles = slices.Grow(m.poles[:0], len(h.poles))[:len(h.poles)]
		for p := range m.poles {
			m.poles[p] = budgetYear{ease: 1, hiring: m.rules.ordinary}
		}
		m.helped = slices.Grow(m.helped[:0], len(h.poles))[:len(h.poles)]
		clear(m.helped)
	}
	for p := range m.poles {
		m.poles[p].kept = h.charter(PoleID(p))(moneyKept)
	}
}

// reset empties all accounts and draws what services inherit.
func (m *money) reset(h *Hospital, key sim.Key) {
	m.ledger.empty()
	m.bills.void()
	m.level, m.burnIn, m.year, m.now, m.unequal = 1, margins{}, result{}, monthOfMoney{}, 0
	clear(m.served)
	clear(m.helped)
	for p := range m.poles {
		m.poles[p] = budgetYear{kept: m.poles[p].kept, ease: 1, hiring: m.rules.ordinary}
	}
	draws, spread, total := key.Named("endowment"), h.config.Value(moneySpread), 0.0
	for i := range m.inherits {
		s := draws.At(i, 0)
		m.inherits[i] = sim.Exp(spread * s.Normal())
		total += float64(h.share[i] * m.inherits[i])
	}
	for i := range m.inherits {
		m.inherits[i] /= total
	}
}

// ease is the paid time of pôle p relative to plan, as its envelope leaves it.
func (m *money) ease(p PoleID) float64 {
	if !m.on {
		return 1
	}
	return m.poles[p].ease
}

// hiring is the share of its vacancies that pôle p may fill.
func (m *money) hiring(p PoleID) float64 {
	if !m.on {
		return 1
	}
	return m.poles[p].hiring
}

// eased is that share relative to what it is at a balanced result, for which chances of hiring are calibrated.
func (m *money) eased(p PoleID) float64 {
	if !m.on {
		return 1
	}
	return m.poles[p].hiring / m.rules.ordinary
}

// margin is what a result of the hospital, as a share of revenue, leaves for hiring: all of a deficit, less what the reserve
// makes up for, and next to nothing of a surplus, half the reserve at most. Without a reserve it is the deficit alone.
func (r *moneyRules) margin(rate float64) float64 {
	reserve := r.reserve / 100
	return (rate + reserve - math.Sqrt(float64(rate*rate)+float64(reserve*reserve))) / 2
}

// filled is the share of vacancies that may be filled after a result of so many per cent of revenue: u = 1 + freeze·points,
// held between 0 and 1 as by a cautious hand, the more gradually the larger the reserve. It reaches neither.
func (r *moneyRules) filled(points float64) float64 {
	u := 1 + float64(r.freeze*points)
	width := float64(r.freeze * r.reserve)
	if width == 0 {
		return min(1, max(0, u))
	}
	square := float64(width * width)
	return (1 + math.Sqrt(float64(u*u)+square) - math.Sqrt(float64((u-1)*(u-1))+square)) / 2
}

// opens puts in force what budgets and rewards leave of time.
func (m *money) opens(h *Hospital, s *sim.Schedule) {
	s.Monthly(sim.ProcessFunc(func(int) { h.planTime() }))
}

// closes keeps the accounts of the month and closes those of the year.
func (m *money) closes(h *Hospital, s *sim.Schedule) {
	s.Monthly(sim.ProcessFunc(func(month int) {
		m.watch(h, month)
		if !m.on {
			return
		}
		m.keep(h)
		if month%3 == 2 {
			m.compare()
		}
		if month%12 == 11 {
			m.closeYear(h)
		}
	}))
}

// watch adds up margin effectiveness over the last two thirds of the burn-in.
func (m *money) watch(h *Hospital, month int) {
	if month >= m.rules.burnIn/3 && month < m.rules.burnIn {
		m.burnIn.sum += h.now.margin
		m.burnIn.months++
	}
}

// usual is the margin effectiveness beside which practices save or cost money: that of the burn-in. false before it is over.
func (m *money) usual(month int) (margin float64, known bool) {
	switch {
	case m.rules.burnIn == 0:
		return .5, true
	case month < m.rules.burnIn || m.burnIn.months == 0:
		return 0, false
	}
	return m.burnIn.sum / m.burnIn.months, true
}

// complexity is a service's case mix relative to the mean; it scales need and cost.
func complexity(caseMix float64) float64 {
	switch c := 2 * caseMix; {
	case c > 2:
		return 2
	case c < .25:
		return .25
	default:
		return c
	}
}

// keep books a month: tariffs and endowment come in, wages and supplies go out, of each service through its pôle. A service
// saves the share κ_E·(V^E − V^E_0) of its cost by a margin effectiveness V^E beyond the usual.
func (m *money) keep(h *Hospital) {
	r, now := &m.rules, &m.now
	*now = monthOfMoney{}
	usual, known := m.usual(h.month)
	tariff, inherited := float64(r.share*r.tariff*m.level), float64((1-r.share)*r.cost)
	for i, p := range h.poleOf {
		year := &m.poles[p]
		stays, mix := float64(h.activity[i]*r.stays), complexity(h.caseMix[i])
		plain := float64(tariff * stays * (1 + float64(r.caseMix*(mix-1))))
		coded := float64(plain * (1 + float64(r.coding*h.gaming[i])))
		endowed := float64(inherited * stays * m.inherits[i])
		needed := float64(r.cost * stays * mix)
		spent := needed
		if known {
			spent = float64(needed * (1 - float64(r.efficiency*(h.margin[i]-usual))))
		}
		before := now.result
		m.receive(&year.year, insurance, p, coded)
		m.receive(&year.year, endowment, p, endowed)
		m.pay(&year.year, p, wages, r.wages*spent*h.staff.paid(ServiceID(i))*year.ease)
		m.pay(&year.year, p, suppliers, (1-r.wages)*spent)
		m.served[i] = result{now.revenue - before.revenue, now.cost - before.cost}
		now.stays += stays
		now.plain += plain
		now.coded += coded
		now.needed += needed
		now.spent += spent
		need := stays * mix
		m.budgets[i] = unitBudget{(coded + endowed) / need, need}
	}
	analysts := cents(r.analyst * h.technostructure.posts())
	m.ledger.post(treasury, wages, analysts)
	now.cost += analysts
	m.settle()
	m.year.revenue += now.revenue
	m.year.cost += now.cost
}

// receive books what a payer gives to a pôle.
func (m *money) receive(year *result, payer account, p PoleID, euros float64) {
	amount := cents(euros)
	m.ledger.post(payer, budget(p), amount)
	year.revenue += amount
	m.now.revenue += amount
}

// pay books what a pôle gives to somebody.
func (m *money) pay(year *result, p PoleID, payee account, euros float64) {
	amount := cents(euros)
	m.ledger.post(budget(p), payee, amount)
	year.cost += amount
	m.now.cost += amount
}

// compare reckons the Gini coefficient of what services receive for a unit of need.
func (m *money) compare() {
	slices.SortFunc(m.budgets, func(a, b unitBudget) int {
		switch {
		case a.perNeed < b.perNeed:
			return -1
		case a.perNeed > b.perNeed:
			return 1
		}
		return 0
	})
	need, all, under := 0.0, 0.0, 0.0
	for _, b := range m.budgets {
		amount := float64(b.perNeed * b.need)
		under += float64(b.need * (all + float64(amount/2)))
		all += amount
		need += b.need
	}
	m.unequal = max(0, 1-ratio(2*under, need*all))
}

// closeYear pays bonuses, settles what pôles keep, and lets results tighten or ease the envelopes of the next year.
func (m *money) closeYear(h *Hospital) {
	m.payBonuses(h)
	deficit, margin := min(0, m.year.rate()), m.rules.margin(m.year.rate())
	for p := range m.poles {
		b := &m.poles[p]
		profit := b.year.revenue - b.year.cost
		m.ledger.post(budget(PoleID(p)), treasury, profit-int64(math.Floor(b.kept*float64(profit))))
		own := float64(b.kept * b.year.rate())
		ease := withinSlack(1 + float64(m.rules.squeeze*100*(own+float64((1-b.kept)*deficit))))
		hiring := m.rules.filled(100 * (own + float64((1-b.kept)*margin)))
		// Half the way in a year: at once, a deficit and the saving that it forces would chase each other for ever.
		b.ease += float64((ease - b.ease) / 2)
		b.hiring += float64((hiring - b.hiring) / 2)
		b.year = result{}
	}
	m.year = result{}
	m.level *= 1 + m.rules.trend
}

// payBonuses moves the bonuses and maluses in force between pôles and the fund; what the fund lacks or has left is the
// treasury's.
func (m *money) payBonuses(h *Hospital) {
	for p := range m.poles {
		b := &m.poles[p]
		amount := cents(float64(b.year.revenue) / 100 * m.rules.bonus * h.steering.meanBonus(h, PoleID(p)))
		m.ledger.post(fund, budget(PoleID(p)), amount)
		b.year.revenue += amount
	}
	m.ledger.post(treasury, fund, -m.ledger.balance[fund])
}

// planTime puts in force what rewards, envelopes and reporting leave of a service's time, and which vacancies may be
// filled.
func (h *Hospital) planTime() {
	on := h.steering.any() || h.money.on || h.technostructure.on
	if !on && !h.timePlanned {
		return
	}
	h.timePlanned = on
	for i, p := range h.poleOf {
		s := float64(h.steering.slack[i] * h.money.ease(p) * h.technostructure.time[i])
		h.slack[i] = withinSlack(s)
		h.hiring[i] = h.money.eased(p)
	}
}

const (
	perStay   = "€ per stay"
	ofRevenue = "% of revenue"
)

// perStay turns cents of the month into euros a stay; 0 where nothing is booked.
func (m *money) perStay(cents int64) float64 { return ratio(float64(cents)/100, m.now.stays) }

// booked is what the books say of the month: 0 while there are none.
func (m *money) booked(v float64) float64 { return whether(m.on, v) }

var moneyOutcomes = []Outcome{
	{Name: "revenue", Label: "revenue", Unit: "M€ a year", Monthly: true, Part: "money.accounts", While: withAccounts, Basis: Defensible, Between: Assumed,
		Meaning: "What health insurance and the state pay, at the month's rate: tariffs × activity and endowment. A difference between governances comes from coding, whose link is assumed.",
		observe: func(h *Hospital) float64 { return h.money.booked(12 * float64(h.money.now.revenue) / 1e8) }},
	{Name: "revenue_per_stay", Label: "revenue per stay", Unit: perStay, Monthly: true, Part: "money.accounts", While: withAccounts, Basis: Defensible, Between: Assumed,
		Meaning: "Revenue of a stay, by the accounting of T2A; as for revenue, differences come from coding.",
		observe: func(h *Hospital) float64 { return h.money.booked(h.money.perStay(h.money.now.revenue)) }},
	{Name: "cost_per_stay", Label: "cost per stay", Unit: perStay, Monthly: true, Part: "money.accounts", While: withAccounts, Basis: Assumed,
		Meaning: "Wages, supplies and what projects cost, if they are charged, by stay; assumed to fall as margin effectiveness exceeds that of the burn-in.",
		observe: func(h *Hospital) float64 { return h.money.booked(h.money.perStay(h.money.now.cost)) }},
	{Name: "margin_per_stay", Label: "margin per stay", Unit: perStay, Monthly: true, Part: "money.accounts", While: withAccounts, Basis: Assumed,
		Meaning: "Revenue less cost of a stay; a deficit is negative.",
		observe: func(h *Hospital) float64 {
			return h.money.booked(h.money.perStay(h.money.now.revenue - h.money.now.cost))
		}},
	{Name: "margin_rate", Label: "margin", Unit: ofRevenue, Monthly: true, Part: "money.accounts", While: withAccounts, Basis: Assumed,
		Meaning: "Revenue less cost; a deficit is negative.",
		observe: func(h *Hospital) float64 { return h.money.booked(100 * h.money.now.rate()) }},
	{Name: "coding_effect", Label: "earned by coding", Unit: "% of tariffs", Monthly: true, Part: "money.accounts", While: withAccounts, Basis: Assumed,
		Meaning: "What reporting and coding effort adds to tariffs while care and patients stay the same: the drift of severity.",
		observe: func(h *Hospital) float64 {
			return h.money.booked(100 * ratio(h.money.now.coded-h.money.now.plain, h.money.now.plain))
		}},
	{Name: "efficiency_effect", Label: "saved by practices", Unit: "% of costs", Monthly: true, Part: "money.accounts", While: withAccounts, Basis: Assumed,
		Meaning: "What margin effectiveness saves beside that of the burn-in; 0 before the burn-in is over.",
		observe: func(h *Hospital) float64 {
			return h.money.booked(100 * ratio(h.money.now.needed-h.money.now.spent, h.money.now.needed))
		}},
	{Name: "hiring_allowed", Label: "vacancies that may be filled", Unit: "share", Monthly: true, Part: "money.accounts", Basis: Assumed,
		Meaning: "Share of vacancies that results of past years let be filled, mean over services; 1 without accounts.",
		observe: func(h *Hospital) float64 {
			share := h.mean(func(i int) float64 { return h.hiring[i] })
			if h.money.on {
				share *= h.money.rules.ordinary
			}
			return share
		}},
	{Name: "envelope", Label: "paid time relative to plan", Unit: "ratio", Monthly: true, Part: "money.accounts", Basis: Assumed,
		Meaning: "Paid time that envelopes leave, mean over services; below 1 after deficits (rationing).",
		observe: func(h *Hospital) float64 {
			return h.mean(func(i int) float64 { return h.money.ease(h.poleOf[i]) })
		}},
	{Name: "budget_inequality", Label: "inequality of budgets per need", Unit: indexUnit, Monthly: true, Part: "money.accounts", While: withAccounts,
		Basis:   Assumed,
		Meaning: "Gini coefficient over services of revenue per stay at equal case mix, weighted by need, of the last quarter's end.",
		observe: func(h *Hospital) float64 { return h.money.booked(h.money.unequal) }},
}

// Accounts run on from year to year: what nobody pays back adds up.
var moneyStates = []State{
	{Name: "envelope", Of: "pôle", Unit: "ratio to plan", Low: leastSlack, High: mostSlack, Parts: []string{"money.accounts"},
		each: ofPoles(func(h *Hospital, p PoleID) float64 { return h.money.ease(p) })},
	{Name: "hiring", Of: "pôle", Unit: "share of vacancies", Basis: Assumed, High: 1, Parts: []string{"money.accounts"},
		each: ofPoles(func(h *Hospital, p PoleID) float64 { return h.money.hiring(p) })},
	{Name: "pole_budget", Of: "pôle", Unit: "M€", Basis: Assumed, Sum: true, Low: math.Inf(-1), High: math.Inf(1), Parts: []string{"money.accounts"},
		each: ofPoles(func(h *Hospital, p PoleID) float64 { return h.money.held(budget(p)) })},
	{Name: "treasury", Of: "hospital", Unit: "M€", Basis: Assumed, Sum: true, Low: math.Inf(-1), High: math.Inf(1), Parts: []string{"money.accounts"},
		each: func(h *Hospital, see func(float64)) { see(h.money.held(treasury)) }},
}

// held is what an account holds, in millions of euros.
func (m *money) held(a account) float64 { return float64(m.ledger.balance[a]) / 1e8 }
