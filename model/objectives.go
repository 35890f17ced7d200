package model

import (
	"math"

	"polesim/sim"
)

// The year of an objective: what is read of results every month, discussed every quarter in the management dialogue
// (dialogue de gestion), settled at its end against the target, and rewarded with time.

// Where a year's result against its target counts for full, and by how much a target may exceed what was reached.
const (
	fullReward = .05 // index
	mostAsked  = .05 // index
)

// An objective is what a pôle or a service is steered by.
type objective struct {
	year, quarter reading // so far
	last          reading // means of last year
	known         bool    // whether there is a last year
	set           bool    // whether there is a target
	target        float64
	gain          float64 // progress that members expect of a year
	reward        float64 // of last year, in [−1, 1]
	bonus         float64 // what it is worth: κ·d·reward, less the mean if bonuses sum to zero
	consensus     float64 // with the direction on what was reached; ½ before they ever met
	came          float64 // units given to this month's dialogue
	disputed      bool    // the last dialogue
}

// A reading adds up months of a result, as the direction sees it and as it is.
type reading struct{ shown, true, months float64 }

func (r *reading) add(weight, shown, true float64) {
	r.shown += float64(weight * shown)
	r.true += float64(weight * true)
	r.months += weight
}

// mean is that of a month.
func (r reading) mean() reading { return reading{r.shown / r.months, r.true / r.months, 1} }

// takes says whether service i's first meeting unit of the month goes to the management dialogue, and counts it: time
// given to steering by results, as plans are.
func (st *steering) takes(h *Hospital, i ServiceID) bool {
	if !st.called[i] {
		return false
	}
	st.objective(i, h.poleOf[i]).came++
	h.tally.spent[plansAt]++
	h.tally.metUnits++
	h.deeds[i].met++
	h.tally.dialogueUnits++
	return true
}

// dialogueUnits is the time that a service of pôle p may expect to give to dialogues in a month.
func (st *steering) dialogueUnits(p PoleID, units float64) float64 {
	if t := &st.terms[p]; t.on {
		return float64(t.dialogue*min(1, units)) / 3
	}
	return 0
}

// observe adds the month to the readings of the year and of the quarter.
func (st *steering) observe(h *Hospital) {
	for i, p := range h.poleOf {
		t := &st.terms[p]
		if !t.on {
			continue
		}
		weight, o := 1.0, st.objective(ServiceID(i), p)
		if !t.individual {
			weight = h.activity[i] / t.activity
		}
		o.year.add(weight, h.indicator[i], h.margin[i])
		o.quarter.add(weight, h.indicator[i], h.margin[i])
	}
}

// each visits the objectives of all contracts in force, with whom they are made: a pôle, or else (nobody is not the one) a
// service.
func (st *steering) each(visit func(o *objective, p PoleID, i ServiceID)) {
	for p := range st.terms {
		if t := &st.terms[p]; t.on && !t.individual {
			visit(&st.ofPole[p], PoleID(p), nobody)
		}
	}
	for i, p := range st.poleOf {
		if t := &st.terms[p]; t.on && t.individual {
			visit(&st.ofService[i], p, ServiceID(i))
		}
	}
}

// converse is the quarterly management dialogue: the direction reads progress since last year from the indicator, the
// members from their own margin, which they see with their professional noise. Readings that agree bring consensus on what
// was reached, others dispute; as far as members came.
func (st *steering) converse(h *Hospital, month int) {
	const pace = .5 // of a dialogue to which all came
	st.each(func(o *objective, p PoleID, i ServiceID) {
		t, quarter, came := &st.terms[p], o.quarter, o.came
		o.quarter, o.came = reading{}, 0
		members, noise, key := float64(h.poles[p].members), t.noise, int(p)
		if i != nobody {
			members, noise, key = 1, h.people[i].noise, len(h.poles)+int(i)
		}
		if came == 0 || !t.measurement || !o.known {
			return
		}
		draw, now := st.readings.At(key, month), quarter.mean()
		own := now.true - o.last.true + float64(noise/math.Sqrt(quarter.months)*draw.Normal())
		o.disputed = math.Abs(now.shown-o.last.shown-own) > t.tolerance
		agreed := 1.0
		if o.disputed {
			agreed = 0
		}
		o.consensus += float64(pace * (came / members) * (agreed - o.consensus))
	})
}

// settle closes the year of all contracts: what was reached against the target, what that is worth, and the next target.
func (st *steering) settle(h *Hospital) {
	paid, payees := 0.0, 0.0
	st.each(func(o *objective, p PoleID, i ServiceID) {
		t := &st.terms[p]
		o.close(t)
		o.bonus = t.worth() * o.reward
		if t.pays() {
			members := 1.0
			if i == nobody {
				members = float64(h.poles[p].members)
			}
			paid += float64(members * o.bonus)
			payees += members
		}
	})
	if !st.zeroSum || payees == 0 {
		return
	}
	mean := paid / payees
	st.each(func(o *objective, p PoleID, _ ServiceID) {
		if st.terms[p].pays() {
			o.bonus -= mean
		}
	})
}

// close settles one year: reward tanh((result − target)/.05); then
//
//	next target = (1 − η)·base·(1 + γ) + η·(result + progress expected), at most result + .05,
//
// where the base is the last target, moved towards the result by the ratchet. Without measurement there is nothing to
// settle.
func (o *objective) close(t *terms) {
	year := o.year
	o.year, o.reward = reading{}, 0
	if !t.measurement || year.months == 0 {
		o.set, o.known = false, false
		return
	}
	now := year.mean()
	if o.set {
		o.reward = tanh((now.shown - o.target) / fullReward)
	}
	if o.known {
		o.gain += float64((now.shown - o.last.shown - o.gain) / 2)
	}
	base := now.shown
	if o.set {
		base = o.target + float64(t.ratchet*(now.shown-o.target))
	}
	imposed, expected := float64(base*(1+t.growth)), now.shown+max(0, o.gain)
	o.target = min(imposed+float64(t.share()*(expected-imposed)), now.shown+mostAsked)
	o.last, o.known, o.set = now, true, true
}

// tanh is the hyperbolic tangent.
func tanh(x float64) float64 { return float64(2*sim.Logistic(2*x)) - 1 }

// reward lets what last year was worth become time: slack ← 1 + .9·(slack − 1) + .1·(time that the bonus is worth).
func (st *steering) reward(h *Hospital) {
	for i, p := range h.poleOf {
		if t := &st.terms[p]; t.on {
			s := 1 + float64(.9*(st.slack[i]-1))
			if t.pays() {
				s += float64(.1 * t.bonusTime * st.objective(ServiceID(i), p).bonus)
			}
			st.slack[i] = withinSlack(s)
		}
	}
}

// Bounds of the time that a service has, relative to plan.
const leastSlack, mostSlack = .5, 1.5

// withinSlack keeps time within these bounds.
func withinSlack(time float64) float64 {
	switch {
	case time > mostSlack:
		return mostSlack
	case time < leastSlack:
		return leastSlack
	}
	return time
}

// meanBonus is the bonus of pôle p's services, of those that money can pay.
func (st *steering) meanBonus(h *Hospital, p PoleID) float64 {
	t := &st.terms[p]
	switch {
	case !t.pays():
		return 0
	case !t.individual:
		return st.ofPole[p].bonus
	}
	sum := 0.0
	for i, of := range h.poleOf {
		if of == p {
			sum += st.ofService[i].bonus
		}
	}
	return ratio(sum, float64(h.poles[p].members))
}
