package model

import "math"

// What projects cost in euros. The direction weighs a cost when it decides on a project (decision.go); with a price to
// it, what was backed is also paid. Of a project that draws on the yearly envelope of costly requests, the share that it
// draws is equipment: the hospital buys it when the project is backed and writes it off. The rest is people who
// accompany the change: the pôles of the members pay them as the work is done.
var (
	moneyProject = declare(Parameter{Key: "money.project_cost", Scope: Hospitalwide, Unit: "€", Default: 0, Min: 0, Max: 2000000,
		Help:   "What a project costs for each unit that the direction weighs: projects.cost × .2 (training), .6 (circuit), 1 (consortium) or 1.5 (equipment). 0 charges nothing; needs money.accounts.",
		Source: "assumption: none unless set; at the defaults of the shipped group a saving of one σ_Δ in a mean service is worth some 200,000 € a year"})
	moneyEquipmentYears = declare(Parameter{Key: "money.equipment_years", Scope: Hospitalwide, Unit: "years", Default: 8, Min: 1, Max: 30,
		Help:   "Years over which equipment is written off (amortissement): each month one part in 12 × years of what it is still worth.",
		Source: "assumption; medical equipment is written off over 5 to 10 years"})
)

// bills are what projects have cost since the books were last kept.
type bills struct {
	equipment int64   // cents
	support   []int64 // cents, by pôle
}

// regroup makes room for so many pôles, none of which owes anything.
func (b *bills) regroup(poles int) {
	for len(b.support) < poles {
		b.support = append(b.support, 0)
	}
	b.support = b.support[:poles]
	clear(b.support)
}

// price is what a project of a kind costs in euros, and which part of that is equipment.
func (m *money) price(kind int) (equipment, support float64) {
	euros, bought := m.rules.project*kinds[kind].cost, min(1, kinds[kind].price)
	return euros * bought, euros * (1 - bought)
}

// void forgets bills that nobody will pay.
func (b *bills) void() {
	b.equipment = 0
	clear(b.support)
}

// buys orders the equipment of a project that was backed.
func (m *money) buys(d *project) {
	if !m.on {
		return
	}
	equipment, _ := m.price(d.kind)
	m.bills.equipment += cents(equipment)
}

// supports has those paid who accompany a project, for so much of its work: the pôles of members pay in equal parts.
func (m *money) supports(h *Hospital, d *project, share float64) {
	if !m.on {
		return
	}
	_, support := m.price(d.kind)
	part := cents(support * max(0, share) / float64(d.size))
	for _, i := range d.members[:d.size] {
		m.bills.support[h.poleOf[i]] += part
	}
}

// settle pays the bills of the month. What is bought is no cost of the month: it is what is written off each month that
// is, and goes back to the account from which equipment is bought.
func (m *money) settle() {
	now := &m.now
	now.invested = m.bills.equipment
	m.ledger.post(investment, suppliers, now.invested)
	m.bills.equipment = 0
	now.writtenOff = int64(math.Floor(float64(m.worth())/(12*m.rules.equipmentYears) + .5))
	m.ledger.post(treasury, investment, now.writtenOff)
	now.cost += now.writtenOff
	for p := range m.poles {
		amount := m.bills.support[p]
		m.ledger.post(budget(PoleID(p)), wages, amount)
		m.poles[p].year.cost += amount
		now.cost += amount
		now.supported += amount
		m.helped[p] = amount
		m.bills.support[p] = 0
	}
}

// worth is what equipment is still worth by the books, in cents: what was paid for it and not written off yet.
func (m *money) worth() int64 { return -m.ledger.balance[investment] }

const thousands = "k€ a year" // at the month's rate

// thousandsAYear turns cents of a month into thousands of euros a year.
func thousandsAYear(cents int64) float64 { return 12 * float64(cents) / 1e5 }

var investmentOutcomes = []Outcome{
	{Name: "project_investment", Label: "invested in equipment", Unit: thousands, Monthly: true, Part: "money.project_cost", Basis: Assumed,
		Meaning: "What the hospital pays for the equipment of projects backed; no cost of the year, but see equipment_written_off.",
		observe: func(h *Hospital) float64 { return h.money.booked(thousandsAYear(h.money.now.invested)) }},
	{Name: "equipment_written_off", Label: "equipment written off", Unit: thousands, Monthly: true, Part: "money.project_cost", Basis: Assumed,
		Meaning: "What equipment loses by the books; part of cost_per_stay, borne by the hospital.",
		observe: func(h *Hospital) float64 { return h.money.booked(thousandsAYear(h.money.now.writtenOff)) }},
	{Name: "project_support", Label: "running cost of projects", Unit: thousands, Monthly: true, Part: "money.project_cost", Basis: Assumed,
		Meaning: "What pôles pay those who accompany projects at work, as the work is done; part of cost_per_stay.",
		observe: func(h *Hospital) float64 { return h.money.booked(thousandsAYear(h.money.now.supported)) }},
}

var investmentStates = []State{
	{Name: "equipment", Of: "hospital", Unit: "M€", Basis: Assumed, High: math.Inf(1), Parts: []string{"money.project_cost"},
		each: func(h *Hospital, see func(float64)) { see(h.money.booked(float64(h.money.worth()) / 1e8)) }},
}
