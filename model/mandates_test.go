package model

import (
	"slices"
	"testing"
)

func TestAMandateEndsAfterItsMonths(t *testing.T) {
	for months, want := range map[float64][]int{12: {12, 24}, 0: nil, 25: {25}} {
		w := worldOf(t, scenario(t, softPoles.and(settings{"mandates.end": 1, "mandates.months": months})), 0)
		var renewed []int
		w.live(t, 30, func(month int) {
			if w.social.mandates.renewed {
				renewed = append(renewed, month)
			}
		})
		if !slices.Equal(renewed, want) {
			t.Errorf("mandates of %v months are renewed in months %v, expected %v", months, renewed, want)
		}
	}
}

func TestARenewalCostsLegitimacyAndBelonging(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(settings{"mandates.end": 1, "mandates.months": 10, "legitimacy.earned": 1,
		"belonging.moves": 1, "mandates.legitimacy_kept": .75, "mandates.belonging_kept": .25})), 0)
	w.live(t, 10, nil)
	legitimacy, b := w.social.recognition.of[0], w.social.identity.of[0]
	w.month = 10
	w.social.mandates.renew(w.Hospital, w.social)
	close6(t, "legitimacy", w.poles[0].legitimacy, .75*legitimacy)
	close6(t, "belonging to the pôle", w.belonging[0].pole, .25*b.pole)
	close6(t, "belonging to the site", w.belonging[0].site, b.site)
	close6(t, "attendance", w.meetings.comes[0][poleArena], .2+.8*logistic(2*.1+2*.75*legitimacy+2*.25*b.pole-3))
}

// Some services change places between pôles of the same sizes; everything that is told of members follows.
func TestServicesChangePlacesAtARenewal(t *testing.T) {
	for _, share := range []float64{0, .4, 1} {
		w := worldOf(t, mixed(t, softPoles.and(socialOn).and(settings{"mandates.months": 9, "mandates.redrawn": share})), 0)
		before, sizes := slices.Clone(w.poleOf), sizesOf(w.poleOf)
		moved := 0
		w.live(t, 10, func(month int) { moved += w.social.mandates.moved })
		differ := 0
		for i := range before {
			if before[i] != w.poleOf[i] {
				differ++
			}
		}
		if differ != moved || differ > 0 != (share > 0) || differ > w.n || !slices.Equal(sizes, sizesOf(w.poleOf)) {
			t.Errorf("%v redrawn: %d services counted, %d in another pôle, sizes %v of %v", share, moved, differ, sizesOf(w.poleOf), sizes)
		}
		if share == 1 && float64(differ) < .5*float64(w.n) {
			t.Errorf("all redrawn, but only %d of %d moved", differ, w.n)
		}
		for p := range w.poles {
			for _, i := range w.social.of(PoleID(p)) {
				if w.poleOf[i] != PoleID(p) {
					t.Errorf("service %d is listed in pôle %d", i, p)
				}
			}
			if len(w.social.of(PoleID(p))) != w.poles[p].members {
				t.Errorf("pôle %d lists %d of %d members", p, len(w.social.of(PoleID(p))), w.poles[p].members)
			}
		}
	}
}

// Pôles with other members are the same pôles: what they had earned and made of their charters outlives a renewal.
func TestPolesOutliveTheirMembers(t *testing.T) {
	w := worldOf(t, mixed(t, contracts.and(socialOn).and(settings{"mandates.months": 120, "mandates.redrawn": 1, "mandates.legitimacy_kept": .5})), 0)
	w.live(t, 120, nil)
	legitimacy, form := slices.Clone(w.social.recognition.of), slices.Clone(w.social.forms.of)
	changed := 0
	w.month = 120
	w.social.mandates.renew(w.Hospital, w.social)
	for p := range w.poles {
		close6(t, "legitimacy", w.poles[p].legitimacy, .5*legitimacy[p])
		if w.poles[p].ambiguity != form[p].ambiguity {
			t.Errorf("ambiguity of pôle %d was %v and is %v", p, form[p].ambiguity, w.poles[p].ambiguity)
		}
		if form[p].ambiguity != .2 {
			changed++
		}
	}
	if w.social.mandates.moved == 0 || changed == 0 {
		t.Errorf("%d services moved, %d pôles had changed their ambiguity: nothing was tested", w.social.mandates.moved, changed)
	}
}

// Contracts and budgets are the pôles': two services that change places end no contract and close no account.
func TestContractsAndBudgetsOutliveARenewal(t *testing.T) {
	for level, name := range []string{"with pôles", "with services"} {
		w := worldOf(t, mixed(t, cycled.and(accounts).and(settings{"steering.level": float64(level), "money.kept_share": .5})), 0)
		w.live(t, 30, nil)
		first, second := w.social.of(0)[0], w.social.of(1)[0]
		moved := slices.Clone(w.poleOf)
		moved[first], moved[second] = 1, 0
		target, budgets, balance := slices.Clone(w.steering.ofPole), slices.Clone(w.money.poles), slices.Clone(w.money.ledger.balance)
		ofService, slack := slices.Clone(w.steering.ofService), slices.Clone(w.steering.slack)
		w.regroup(moved, len(w.poles), true)
		if !slices.Equal(w.steering.ofPole, target) || !slices.Equal(w.steering.ofService, ofService) || !slices.Equal(w.steering.slack, slack) {
			t.Errorf("contracts %s end where two services change places", name)
		}
		if !slices.Equal(w.money.poles, budgets) || !slices.Equal(w.money.ledger.balance, balance) {
			t.Errorf("contracts %s: budgets are closed where two services change places", name)
		}
		if o := w.steering.objective(first, 1); !o.set || balance[budget(0)] == 0 || w.money.poles[0].ease == 1 {
			t.Errorf("contracts %s: no target, account or envelope after 30 months: nothing was tested", name)
		}
		w.regroup(moved, len(w.poles), false)
		if o := w.steering.objective(first, 1); o.set || w.money.ledger.balance[budget(0)] != 0 || w.money.poles[0].ease != 1 {
			t.Errorf("contracts %s: other pôles take over the contracts and budgets of the former", name)
		}
	}
}

// Who comes to a pôle whose contracts are made with services has none yet; who leaves the cycle has time as planned.
func TestAServiceTakesAContractOfItsOwnAlongOnlyWhereThereAreSuch(t *testing.T) {
	c := mixed(t, cycled)
	c.Poles[0].Own = Overrides{steeringLevel: 1}
	c.Poles[1].Own = Overrides{contract: 0}
	w := worldOf(t, c, 0)
	w.live(t, 30, nil)
	settled, free := w.social.of(0)[0], w.social.of(1)[0]
	w.steering.slack[settled] = 1.2
	moved := slices.Clone(w.poleOf)
	moved[settled], moved[free] = 1, 0
	w.regroup(moved, len(w.poles), true)
	if w.steering.ofService[free] != (objective{consensus: .5}) || w.steering.slack[settled] != 1 {
		t.Errorf("who comes finds %+v, who leaves the cycle keeps a time of %v", w.steering.ofService[free], w.steering.slack[settled])
	}
	if stays := w.social.of(0)[1]; !w.steering.ofService[stays].set {
		t.Error("who stays has lost a contract")
	}
	moved[settled], moved[free] = 0, 1
	w.regroup(moved, len(w.poles), true)
	if w.steering.ofService[settled].set {
		t.Error("who comes back finds the contract of the past")
	}
}

func TestAPoleWhoseChiefLeftItIsLedFromItsLargestService(t *testing.T) {
	w := worldOf(t, mixed(t, softPoles.and(settings{"chief.acts": 1})), 0)
	left := w.social.chiefs.of[0].head
	moved := slices.Clone(w.poleOf)
	moved[left] = 1
	w.regroup(moved, len(w.poles), true)
	w.social.chiefs.divide(w.Hospital, w.social)
	head := w.social.chiefs.of[0].head
	if head == left || w.poleOf[head] != 0 || head != w.largest(w.social.of(0)) {
		t.Errorf("pôle 0 was led from service %d, which left, and is now from %d", left, head)
	}
}

// A perimeter that is to be redrawn keeps people away from its meetings before anything has changed.
func TestFearOfBeingRedrawnKeepsServicesAway(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(settings{"mandates.end": 1, "mandates.redrawn": .5, "mandates.fear": 3})), 0)
	close6(t, "attendance", w.meetings.comes[0][poleArena], .2+.8*logistic(2*.1+2*.4+2*.25-3-1.5))
}
