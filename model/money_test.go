package model

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// accounts are kept, of 3,000 stays a year for each service.
var accounts = settings{"money.accounts": 1, "money.stays_per_activity": 3000}

// What one account loses another gains: to the cent, every month, whatever the scenario.
func TestAllAccountsTogetherHoldNothingInAnyMonth(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := randomScenario(r)
		c.Values[moneyAccounts] = 1
		balances(t, r, c, rapid.IntRange(12, 40).Draw(r, "months"))
	})
}

// balances fails unless the books of every month balance. It returns what projects cost in all, in cents.
func balances(t *testing.T, r *rapid.T, c *Config, months int) (bought, supported int64) {
	w := worldOf(t, c, 0)
	var before [firstBudget]int64
	w.live(t, months, func(month int) {
		var sum int64
		for _, balance := range w.money.ledger.balance {
			sum += balance
		}
		if sum != 0 {
			r.Fatalf("month %d: accounts hold %d cents together", month, sum)
		}
		if !w.money.on { // nobody keeps books
			copy(before[:], w.money.ledger.balance)
			return
		}
		// What the books say came in and went out is what payers lost and payees gained. Equipment is paid when it is bought
		// and is a cost when it is written off.
		now, booked := w.money.ledger.balance, w.money.now
		in := before[insurance] - now[insurance] + before[endowment] - now[endowment]
		out := now[wages] - before[wages] + now[suppliers] - before[suppliers]
		if in != booked.revenue || out != booked.cost-booked.writtenOff+booked.invested {
			r.Fatalf("month %d: booked %+v, paid in %d and out %d", month, booked, in, out)
		}
		if gained := before[investment] - now[investment]; gained != booked.invested-booked.writtenOff || now[investment] > 0 {
			r.Fatalf("month %d: booked %+v, equipment gained %d and is worth %d", month, booked, gained, -now[investment])
		}
		if month%12 == 11 && now[fund] != 0 {
			r.Fatalf("month %d: the fund holds %d cents after the year", month, now[fund])
		}
		copy(before[:], now)
		bought += booked.invested
		supported += booked.supported
	})
	return bought, supported
}

func TestMovingMoneyIsADebitAndAnEqualCredit(t *testing.T) {
	var l ledger
	l.regroup(2)
	l.post(insurance, budget(1), 1234)
	l.post(budget(1), wages, 1000)
	for a, want := range map[account]int64{insurance: -1234, budget(0): 0, budget(1): 234, wages: 1000, treasury: 0} {
		if l.balance[a] != want {
			t.Errorf("account %d holds %d, expected %d", a, l.balance[a], want)
		}
	}
	l.regroup(1)
	if len(l.balance) != int(firstBudget)+1 || l.balance[treasury] != 234 || l.balance[wages] != 1000 {
		t.Errorf("after pôles were regrouped: %v", l.balance)
	}
}

func TestAmountsAreRoundedToTheCent(t *testing.T) {
	for euros, want := range map[float64]int64{0: 0, 1.234: 123, 1.236: 124, -1.234: -123, -1.236: -124, 1e300: 9e11} {
		if got := cents(euros); got != want {
			t.Errorf("%v € are %d cents, expected %d", euros, got, want)
		}
	}
}

// Budget = θ·tariffs·activity + (1 − θ)·endowment; cost falls with margin effectiveness and wages follow filled posts.
func TestAMonthOfMoneyIsTariffsAndEndowmentLessWagesAndSupplies(t *testing.T) {
	c := mixed(t, accounts.and(settings{"money.tariff_share": .7, "money.burn_in": 0, "money.tariff": 2000, "money.cost": 2200}))
	if err := c.Set("staff.posts", 1); err != nil {
		t.Fatal(err)
	}
	w := worldOf(t, c, 0)
	w.month = 0
	paid := make([]float64, w.n)
	for i := range w.n {
		w.gaming[i], w.caseMix[i] = .1*float64(i%4), .4+.02*float64(i)
		w.staffed[i] = .6 // twice as many patients or half: nobody is paid for that
		doctors, nurses := &w.staff.posts[physicians][i], &w.staff.posts[nurses][i]
		doctors.filled -= i % 3
		nurses.filled *= 1 + i%3
		paid[i] = (float64(doctors.filled)/doctors.start + float64(nurses.filled)/nurses.start) / 2
	}
	w.measure()
	for i := range w.n {
		w.caseMix[i] = .4 + .02*float64(i)
	}
	w.money.keep(w.Hospital)
	var in, out int64
	inherited := 0.0
	for i := range w.n {
		stays, mix := w.activity[i]*3000/12, 2*w.caseMix[i]
		in += cents(.7 * 2000 * stays * (1 + .8*(mix-1)) * (1 + .03*w.gaming[i]))
		in += cents(.3 * 2200 * stays * w.money.inherits[i])
		cost := 2200 * stays * mix * (1 - .3*(w.margin[i]-.5))
		out += cents(.65*cost*paid[i]) + cents(.35*cost)
		inherited += w.share[i] * w.money.inherits[i]
	}
	if got := w.money.now.result; math.Abs(float64(got.revenue-in)) > float64(w.n) || math.Abs(float64(got.cost-out)) > float64(w.n) {
		t.Errorf("booked %+v, expected %d and %d", got, in, out)
	}
	close6(t, "mean endowment relative to activity", inherited, 1)
}

func TestCostsAreCentredOnTheLastTwoThirdsOfTheBurnIn(t *testing.T) {
	w := worldOf(t, scenario(t, accounts.and(settings{"money.burn_in": 9})), 0)
	sum := 0.0
	w.live(t, 12, func(month int) {
		usual, known := w.money.usual(month)
		saved := outcomes[OutcomeIndex("efficiency_effect")].observe(w.Hospital)
		if month < 9 {
			if known || saved != 0 {
				t.Errorf("month %d: practices save %v %% before the burn-in is over", month, saved)
			}
			if month >= 3 {
				sum += w.now.margin
			}
			return
		}
		close6(t, "usual margin effectiveness", usual, sum/6)
		if saved == 0 {
			t.Errorf("month %d: practices save nothing after the burn-in", month)
		}
	})
}

func TestADeficitFreezesVacanciesAndSqueezesTimeByHalvesAYear(t *testing.T) {
	w := worldOf(t, scenario(t, accounts.and(settings{"money.freeze": .2, "money.squeeze": .02, "money.kept_share": .5, "money.reserve": 0})), 0)
	year := func(pole, others int64) {
		for p := range w.poles {
			profit := others
			if p == 0 {
				profit = pole
			}
			w.money.poles[p].year = result{100_00, 100_00 - profit}
			w.money.year.revenue += 100_00
			w.money.year.cost += 100_00 - profit
		}
		w.money.closeYear(w.Hospital)
	}
	year(-1_00, -3_00) // own deficit 1 %, the hospital's 2.5 %
	close6(t, "time", w.money.poles[0].ease, 1-.02*(.5*1+.5*2.5)/2)
	close6(t, "hiring", w.money.poles[0].hiring, 1-.2*(.5*1+.5*2.5)/2)
	close6(t, "hiring elsewhere", w.money.poles[1].hiring, 1-.2*(.5*3+.5*2.5)/2)
	year(2_00, 0) // a profit of its own that it keeps a share of
	close6(t, "time after a profit", w.money.poles[0].ease, ((1-.02*1.75/2)+(1+.02*.5*2))/2)
	w.planTime()
	if w.slack[0] != w.money.poles[0].ease || w.hiring[0] != w.money.poles[0].hiring {
		t.Errorf("slack %v and hiring %v do not follow the envelope", w.slack[0], w.hiring[0])
	}
}

// Hiring follows results smoothly: a reserve is kept near balance, less of it the better the result, and what is far from
// balance is as without a reserve.
func TestHiringFollowsResultsSmoothly(t *testing.T) {
	cautious, rash := moneyRules{freeze: .1, reserve: 1}, moneyRules{freeze: .1}
	before := 0.0
	for tenth := -300; tenth <= 300; tenth++ {
		points := float64(tenth) / 10
		got, clipped := cautious.filled(points), rash.filled(points)
		if got <= before || got >= 1 {
			t.Fatalf("after a result of %v %% %v of vacancies may be filled, after a worse one %v", points, got, before)
		}
		if math.Abs(got-clipped) > .05 || math.Abs(points+5) < .2 && math.Abs(got-clipped) > .001 {
			t.Errorf("after a result of %v %% %v of vacancies may be filled, without a reserve %v", points, got, clipped)
		}
		before = got
	}
	for _, rate := range []float64{-.04, -.001, 0, .001, .04} {
		got := cautious.margin(rate)
		if got > min(rate+.005, .005) || got < min(rate, 0) || rash.margin(rate) != min(rate, 0) {
			t.Errorf("of a result of %v of revenue %v is left for hiring, without a reserve %v", rate, got, rash.margin(rate))
		}
	}
	close6(t, "hiring at balance", cautious.filled(0), (1+math.Sqrt(1.01)-.1)/2)
	if rash.filled(0) != 1 || rash.filled(-20) != 0 || rash.filled(-3) != 1-.1*3 {
		t.Error("without a reserve hiring follows deficits alone")
	}
}

// What results let be filled is held against a balanced result, for which chances of hiring are calibrated.
func TestABalancedResultHiresAsCalibrated(t *testing.T) {
	w := worldOf(t, scenario(t, accounts), 0)
	for _, profit := range []int64{0, 2_00, -2_00} {
		for p := range w.money.poles {
			w.money.poles[p].hiring = w.money.rules.ordinary
			w.money.poles[p].year = result{100_00, 100_00 - profit}
		}
		w.money.year = result{100_00, 100_00 - profit}
		w.money.closeYear(w.Hospital)
		w.planTime()
		if got := w.hiring[0] - 1; got*float64(profit) < 0 || (got == 0) != (profit == 0) {
			t.Errorf("after a result of %d hiring is %v of the ordinary", profit, w.hiring[0])
		}
	}
}

func TestAPoleKeepsItsShareOfItsResultAndTheTreasuryTakesTheRest(t *testing.T) {
	w := worldOf(t, scenario(t, accounts.and(settings{"money.kept_share": .25})), 0)
	for p, profit := range []int64{400, -400, 0, 101} {
		w.money.poles[p].year = result{1000, 1000 - profit}
		w.money.ledger.post(insurance, budget(PoleID(p)), profit)
	}
	w.money.closeYear(w.Hospital)
	for p, want := range []int64{100, -100, 0, 25} {
		if got := w.money.ledger.balance[budget(PoleID(p))]; got != want {
			t.Errorf("pôle %d keeps %d, expected %d", p, got, want)
		}
	}
	if got := w.money.ledger.balance[treasury]; got != 101-25 {
		t.Errorf("the treasury holds %d", got)
	}
}

func TestBonusesMoveMoneyBetweenPolesThroughTheFund(t *testing.T) {
	w := worldOf(t, scenario(t, cycled.and(accounts)), 0)
	for p, bonus := range []float64{.2, -.1, 0, 0} {
		w.steering.ofPole[p].bonus = bonus
		w.money.poles[p].year = result{1000_000_00, 1000_000_00}
	}
	w.money.payBonuses(w.Hospital)
	for p, want := range []int64{1000_00, -500_00, 0, 0} {
		if got := w.money.ledger.balance[budget(PoleID(p))]; got != want || w.money.poles[p].year.revenue != 1000_000_00+want {
			t.Errorf("pôle %d receives %d, expected %d", p, got, want)
		}
	}
	if w.money.ledger.balance[fund] != 0 || w.money.ledger.balance[treasury] != -500_00 {
		t.Errorf("fund %d, treasury %d", w.money.ledger.balance[fund], w.money.ledger.balance[treasury])
	}
}

func TestPaymentByTariffsOpensCodingAndWeighsOnServices(t *testing.T) {
	w := worldOf(t, scenario(t, accounts.and(servicesOnly).and(settings{"money.tariff_share": .5, "money.pressure": .2})), 0)
	for i := range w.n {
		close6(t, "λ", w.lambda[i], min(.6, w.goals[i].economy+.1))
	}
	for paid, want := range map[float64]bool{.5: true, 0: false} {
		w := worldOf(t, scenario(t, accounts.and(servicesOnly).and(settings{"money.tariff_share": paid})), 0)
		w.live(t, 24, nil)
		if coded := w.weighted(func(i int) float64 { return w.gaming[i] }) > 0; coded != want {
			t.Errorf("with a tariff share of %v services code: %v", paid, coded)
		}
	}
}

func TestInequalityIsTheGiniCoefficientOfBudgetsPerNeed(t *testing.T) {
	m := money{budgets: []unitBudget{{3, 1}, {1, 2}, {2, 1}}}
	m.compare()
	// Σ Σ n n |x − y| / (2 N² mean): pairs 3–1: 2·2, 3–2: 1, 1–2: 2·1, each twice; N = 4, mean 7/4.
	close6(t, "Gini coefficient", m.unequal, 2*(4+1+2)/(2*16*7.0/4))
	m = money{budgets: []unitBudget{{2, 1}, {2, 5}}}
	m.compare()
	close6(t, "Gini coefficient of equals", m.unequal, 0)
}

func TestTariffsAreFairerThanInheritedEndowments(t *testing.T) {
	inequality := func(share float64) (s sample) {
		for replication := range 4 {
			s = append(s, outcome(t, run(t, replication, 24, scenario(t, accounts.and(settings{"money.tariff_share": share})))[0], "budget_inequality"))
		}
		return s
	}
	// With endowments as unequal as exp(.15·N), budgets per activity have a Gini coefficient near .085; case mix adds to it.
	if all, none := inequality(1).mean(), inequality(0).mean(); all > .03 || none < .07 || none > .12 {
		t.Errorf("inequality %v by tariffs, %v by endowment", all, none)
	}
}

func TestTariffsFollowTheirTrendYearByYear(t *testing.T) {
	w := worldOf(t, scenario(t, accounts.and(settings{"money.tariff_trend": -.02})), 0)
	w.live(t, 30, nil)
	close6(t, "level of tariffs in the third year", w.money.level, .98*.98)
}

// Who comes makes no wage: a surge of patients that nobody is hired for costs what the ordinary month does.
func TestASurgeOfPatientsChangesNoWage(t *testing.T) {
	wagesIn := func(demand float64) int64 {
		w := worldOf(t, scenario(t, accounts.and(settings{"staff.posts": 1, "staff.overload": 0, "staff.discontent": 0, "demand.surge": demand,
			"money.efficiency": 0})), 0)
		w.live(t, 6, nil)
		return w.money.ledger.balance[wages]
	}
	if ordinary, surge, lull := wagesIn(1), wagesIn(2), wagesIn(.5); surge != ordinary || lull != ordinary {
		t.Errorf("wages are %d cents, %d in a surge, %d in a lull", ordinary, surge, lull)
	}
}
