package model

import (
	"math"
	"strings"
	"testing"
)

// Where an equation states what moves an outcome, the outcome says so; of a service or pôle as of the hospital.
func TestWhatAnEquationMovesIsMarkedAssumed(t *testing.T) {
	for _, name := range []string{"attendance", "alignment", "slack", "legitimacy", "belonging_pole", "target_acceptance", "morale", "staffing",
		"pole_reputation", "pole_reputation_spread", "project_appeal", "length_of_stay", "cost_per_stay"} {
		if o := outcomes[OutcomeIndex(name)]; o.Basis != Assumed {
			t.Errorf("%s is not marked assumed", name)
		}
	}
	for _, d := range details {
		if o := OutcomeIndex(d.Name); o >= 0 && (outcomes[o].Basis != d.Basis || outcomes[o].Part != d.Part) {
			t.Errorf("%s of services or pôles is marked otherwise than that of the hospital", d.Name)
		}
	}
}

// A level may be defensible while what makes it differ is assumed: where it differs between governances, it says by what.
func TestDefensibleNumbersSayWhereADifferenceComesFrom(t *testing.T) {
	parts := peopleAndCare.and(accounts).and(settings{"care.feedback": 0, "money.tariff": 1900})
	r := run(t, 0, 48, scenario(t, servicesOnly.and(parts)), scenario(t, softPoles.and(parts)), scenario(t, contracts.and(parts)))
	differ := 0
	for k, o := range outcomes {
		if o.Basis != Defensible || r[0].Values[k] == r[1].Values[k] && r[0].Values[k] == r[2].Values[k] {
			continue
		}
		differ++
		if !strings.Contains(o.Meaning, "difference") {
			t.Errorf("%s differs between governances, but does not say by what: %s", o.Name, o.Meaning)
		}
	}
	if differ < 5 {
		t.Errorf("only %d defensible outcomes differ: little was tested", differ)
	}
}

// What is reported of a month is what happened in it.
func TestColumnsReportTheMonth(t *testing.T) {
	w := worldOf(t, scenario(t, everything.and(named)), 0)
	w.live(t, 24, func(month int) {
		m := member{hospital: w.Hospital, result: &RunResult{}}
		m.result.clear(month + 1)
		m.observe(month, false)
		column := func(name string) float64 { return m.result.Series[OutcomeIndex(name)][month] }
		n := float64(w.n)
		var mean, indicator values // services are of equal activity
		alignment := 0.0
		for i := range w.n {
			care, margin, academic := w.practices.Value(i)
			mean.care += care / n
			mean.margin += margin / n
			mean.academic += academic / n
			indicator.margin += w.indicator[i] / n
			alignment += (1 - w.goals[i].distance(w.wanted)/2) / n
		}
		total, decoupling := 0.0, 0.0
		for _, u := range w.tally.spent {
			total += u
		}
		for k, u := range w.tally.spent {
			close6(t, "share of "+mechanisms[k].Name(), column("share_"+mechanisms[k].Name()), u/total)
			decoupling += math.Abs(u/total-w.formalShare[k]) / 2
		}
		steered := w.tally.spent[ceremonyAt] + w.tally.spent[resultsAt] + w.tally.spent[plansAt]
		for name, want := range map[string]float64{
			"care_effectiveness": mean.care, "margin_effectiveness": mean.margin, "academic_effectiveness": mean.academic,
			"goal_value": .5*mean.care + .4*mean.margin + .1*mean.academic, "indicator": indicator.margin,
			"indicator_gap": indicator.margin - mean.margin, "alignment": alignment, "decoupling": decoupling,
			"ceremony_in_steering": ratio(w.tally.spent[ceremonyAt], steered), "attendance": ratio(w.tally.metUnits, w.tally.meetingUnits),
			"changes": 12 * float64(w.tally.changes) / n, "breaches": 12 * float64(w.tally.breaches) / n,
			"agreements_pair": 12 * float64(w.tally.agreementsPair) / n, "agreements_pole": 12 * float64(w.tally.agreementsPole) / n,
			"agreements_institution": 12 * float64(w.tally.agreementsHouse) / n, "informal_units": 12 * w.tally.informalUnits / n,
			"trust_within_poles": w.relations.meanTrust(byPole, 1), "trust_across_poles": w.relations.meanTrust(byPole, 0),
			"supervision_overload": ratio(float64(w.supervision().turned), float64(w.supervision().brought)),
			"supervision_orders":   12 * float64(w.supervision().orders) / n, "supervision_obeyed": 12 * float64(w.supervision().obeyed) / n,
			"knowledge_within_poles": w.relations.meanKnowledge(byPole, 1), "knowledge_across_poles": w.relations.meanKnowledge(byPole, 0),
		} {
			close6(t, name, column(name), want)
		}
	})
}

func TestHospitalsValueIsWeightedByActivity(t *testing.T) {
	c := mixed(t, nil)
	w := worldOf(t, c, 0)
	sum, weights := 0.0, 0.0
	for i := range w.n {
		care, _, _ := w.practices.Value(i)
		sum += c.Services[i].Activity * care
		weights += c.Services[i].Activity
	}
	w.measure()
	close6(t, "care of the hospital", w.now.care, sum/weights)
}
