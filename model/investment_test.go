package model

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"polesim/sim"
)

// charged is a hospital with accounts in which a lot happens to projects, which are paid.
var charged = busy.and(accounts).and(settings{"money.project_cost": 100000, "money.burn_in": 0})

// The property that all accounts together hold nothing, where projects are bought and paid all the time.
func TestAccountsBalanceWhileProjectsArePaid(t *testing.T) {
	equipment, support := int64(0), int64(0)
	rapid.Check(t, func(r *rapid.T) {
		with := charged.and(settings{
			"money.project_cost":    rapid.Float64Range(0, 2000000).Draw(r, "cost"),
			"money.equipment_years": rapid.Float64Range(1, 30).Draw(r, "years"),
			"money.kept_share":      rapid.Float64Range(0, 1).Draw(r, "kept"),
			"projects.cost":         rapid.Float64Range(0, 3).Draw(r, "weighed"),
			"projects.effort":       rapid.Float64Range(.1, 5).Draw(r, "effort"),
			"hospital.services":     30,
			"mandates.end":          1, "mandates.months": 7, "mandates.redrawn": rapid.Float64Range(0, 1).Draw(r, "redrawn"),
		})
		c := scenario(t, with)
		c = events(c, Event{Name: "less work", Month: rapid.IntRange(2, 20).Draw(r, "month"), Months: 3,
			Settings: own(t, settings{"projects.effort": .1, "money.accounts": float64(rapid.IntRange(0, 1).Draw(r, "accounts"))})})
		bought, paid := balances(t, r, c, 26)
		equipment += bought
		support += paid
	})
	if equipment == 0 || support == 0 {
		t.Errorf("%d cents of equipment and %d of support were paid: nothing was tested", equipment, support)
	}
}

// Off means off: at a price of 0, whatever else is set, nothing moves, and a price without accounts or without projects
// changes no bit of the core.
func TestProjectsThatAreNotChargedChangeNoBit(t *testing.T) {
	free := charged.and(settings{"money.project_cost": 0})
	want := run(t, 0, 30, scenario(t, free))[0]
	if !sameBits(want, run(t, 0, 30, scenario(t, free.and(settings{"money.equipment_years": 1})))[0]) {
		t.Error("equipment that costs nothing is written off")
	}
	for _, without := range []settings{{"money.accounts": 0}, {"projects.field": 0}} {
		plain := run(t, 0, 30, scenario(t, charged.and(without).and(settings{"money.project_cost": 0})))[0]
		priced := run(t, 0, 30, scenario(t, charged.and(without)))[0]
		if !sameBits(plain, priced) {
			t.Errorf("a price acts with %v", without)
		}
	}
	for _, name := range []string{"project_investment", "equipment_written_off", "project_support"} {
		if v := outcome(t, want, name); v != 0 {
			t.Errorf("%s is %v at no price", name, v)
		}
	}
	if sameBits(want, run(t, 0, 30, scenario(t, charged))[0]) {
		t.Error("what projects cost moves nothing: nothing was tested")
	}
}

func TestWhatAProjectCostsFollowsTheCostTheDirectionWeighs(t *testing.T) {
	w := worldOf(t, scenario(t, charged.and(settings{"projects.cost": 2})), 0)
	for kind, want := range map[string][2]float64{ // by judgement of kinds: cost 1.5, 1, .6, .2; share of equipment 1, ½, 0, 0
		"equipment": {300000, 0}, "consortium": {100000, 100000}, "circuit": {0, 120000}, "training": {0, 40000},
	} {
		for k := range kinds {
			if kinds[k].name == kind {
				equipment, support := w.money.price(k)
				close6(t, kind+": equipment", equipment, want[0])
				close6(t, kind+": support", support, want[1])
			}
		}
	}
}

// kindNamed is the place of a kind of project.
func kindNamed(name string) int {
	for k := range kinds {
		if kinds[k].name == name {
			return k
		}
	}
	return -1
}

// Equipment is paid by the hospital's investment account, once, and weighs on the result as it is written off.
func TestEquipmentIsBoughtOnceAndWrittenOffByAndBy(t *testing.T) {
	w := worldOf(t, scenario(t, charged.and(settings{"money.equipment_years": 2})), 0)
	d := w.project(kindNamed("equipment"), 0, w.m)
	w.money.buys(d)
	w.money.settle()
	price, l := int64(150000_00), w.money.ledger.balance
	if l[suppliers] != price || l[investment] != -price+price/24 || l[treasury] != -price/24 {
		t.Errorf("suppliers hold %d, investment %d, the treasury %d", l[suppliers], l[investment], l[treasury])
	}
	if now := w.money.now; now.invested != price || now.writtenOff != price/24 || now.cost != price/24 {
		t.Errorf("the month booked %+v", now)
	}
	for range 23 {
		w.money.now = monthOfMoney{}
		w.money.settle()
	}
	left := math.Pow(1-1./24, 24)
	if worth := float64(w.money.worth()); math.Abs(worth-left*float64(price)) > 24 || l[suppliers] != price {
		t.Errorf("after two years equipment is worth %v, expected %v; suppliers hold %d", worth, left*float64(price), l[suppliers])
	}
	for p := range w.poles {
		if l[budget(PoleID(p))] != 0 {
			t.Errorf("pôle %d pays %d for equipment", p, -l[budget(PoleID(p))])
		}
	}
}

// Those who accompany a project are paid as its work is done, by the pôles of its members in equal parts: whoever gives
// up early has paid for what was done.
func TestPolesPayForTheWorkOnProjectsAsItIsDone(t *testing.T) {
	w := worldOf(t, scenario(t, charged), 0)
	other := ServiceID(0)
	for w.poleOf[other] == w.poleOf[0] {
		other++
	}
	third := other + 1
	for w.poleOf[third] != w.poleOf[other] {
		third++
	}
	d := w.project(kindNamed("circuit"), 0, int(other)*w.m, int(third)*w.m)
	w.money.supports(w.Hospital, d, .25)
	w.money.supports(w.Hospital, d, .5)
	w.money.supports(w.Hospital, d, -1) // less work is left than was done: nothing is paid back
	w.money.settle()
	all := int64(60000_00 * 3 / 4)
	for p, want := range map[PoleID]int64{w.poleOf[0]: all / 3, w.poleOf[other]: all / 3 * 2} {
		if got := w.money.ledger.balance[budget(p)]; got != -want || w.money.poles[p].year.cost != want {
			t.Errorf("pôle %d paid %d and books %d this year, expected %d", p, -got, w.money.poles[p].year.cost, want)
		}
	}
	if now := w.money.now; w.money.ledger.balance[wages] != all || now.supported != all || now.cost != all {
		t.Errorf("staff received %d of %d, the month booked %+v", w.money.ledger.balance[wages], all, now)
	}
	w.money.settle()
	if w.money.ledger.balance[wages] != all {
		t.Error("a bill is paid twice")
	}
}

// What a run pays is what its projects cost: all of the equipment of each that is backed, and of the support as much as of
// the work is done.
func TestARunPaysForWhatItsProjectsAre(t *testing.T) {
	// Plans that are kept to, and nobody gives up: what is gone was delivered.
	w := worldOf(t, scenario(t, charged.and(settings{"projects.plan_rigidity": 1, "projects.patience": 36})), 0)
	done, kindOf := map[sim.Key]float64{}, map[sim.Key]int{} // share of the work of each project at work, and its kind
	ordered, delivered := int64(0), 0
	w.live(t, 36, func(month int) {
		if w.money.now.invested != ordered {
			t.Errorf("month %d: %d cents are paid for equipment, ordered were %d", month, w.money.now.invested, ordered)
		}
		ordered = 0
		now := map[sim.Key]float64{}
		worked, payments := 0.0, 0 // euros of work done this month
		count := func(key sim.Key, kind int, share float64) {
			_, support := w.money.price(kind)
			worked += (share - done[key]) * support
			payments += maxMembers
		}
		for k := range w.projects.live {
			d := &w.projects.live[k]
			if !d.running {
				continue
			}
			if _, known := done[d.key]; !known {
				equipment, _ := w.money.price(d.kind)
				ordered += cents(equipment)
			}
			now[d.key] = d.done / (.5 * kinds[d.kind].effort * float64(d.pending()))
			count(d.key, d.kind, now[d.key])
			kindOf[d.key] = d.kind
		}
		for key := range done {
			if _, still := now[key]; !still {
				count(key, kindOf[key], 1)
				delivered++
			}
		}
		if paid := float64(w.money.now.supported) / 100; math.Abs(paid-worked) > .01*float64(payments) {
			t.Errorf("month %d: %v € are paid for support, work was done for %v", month, paid, worked)
		}
		done = now
	})
	if delivered < 10 {
		t.Errorf("%d projects delivered: nothing was tested", delivered)
	}
}
