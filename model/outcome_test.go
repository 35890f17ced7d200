package model

import (
	"math"
	"regexp"
	"slices"
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

// What a part moves is shown where the part is on: with one part on alone, outcomes that are not in it are as without it. Not
// so those of the core, and what can be reckoned of the core but means something only beside the part that it is shown with.
func TestNoOutcomeThatMovesIsHidden(t *testing.T) {
	base := contracts.and(settings{"money.stays_per_activity": 3000, "money.tariff": 1900, "technostructure.posts": .2})
	without := run(t, 0, 40, scenario(t, base))[0]
	ofTheCore := []string{"practice_spread", "goal_divergence", "pole_ranking", "constraint_relayed"}
	for _, part := range []string{"steering.cycle", "money.accounts", "technostructure.staffed", "staff.posts", "care.units", "legitimacy.earned",
		"belonging.moves", "chief.acts", "forms.move", "liaison.offices", "mandates.end", "projects.field"} {
		c := scenario(t, base.and(settings{part: 1}))
		with := run(t, 0, 40, c)[0]
		for k, o := range outcomes {
			if !o.In(c) && !slices.Contains(ofTheCore, o.Name) && with.Values[k] != without.Values[k] {
				t.Errorf("%s alone moves %s from %v to %v, which is not shown then", part, o.Name, without.Values[k], with.Values[k])
			}
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
			"ceremoniality_raw": ratio(w.tally.spent[ceremonyAt], steered), "attendance": ratio(w.tally.metUnits, w.tally.meetingUnits),
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

// Whatever is told in euros, days, hours or per cent says on what it rests, in every list from which tables, figures and
// dictionaries are made; and what depends on an assumed link does not become sound by being a difference.
func TestNumbersInPlannersUnitsSayOnWhatTheyRest(t *testing.T) {
	planners := regexp.MustCompile(`€|\bdays?\b|\bhours?\b|%`)
	told := 0
	check := func(of, name, units string) {
		if planners.MatchString(units) {
			told++
			if !strings.HasSuffix(units, ", assumed") && !strings.HasSuffix(units, ", defensible") {
				t.Errorf("%s %s (%s) does not say on what it rests", of, name, units)
			}
		}
	}
	for _, o := range Outcomes() {
		check("outcome", o.Name, o.Units())
		check("difference of", o.Name, o.UnitsBetween())
		if o.Basis == Modelled && o.Between != Modelled {
			t.Errorf("a difference in %s rests on %s, and its level on the model", o.Name, o.Between)
		}
	}
	for _, d := range Details() {
		check("detail", d.Name, d.Units())
		check("difference of", d.Name, d.UnitsBetween())
	}
	for _, s := range States() {
		check("state", s.Name, s.Units())
	}
	if told < 40 {
		t.Errorf("%d numbers in planners' units: nothing was tested", told)
	}
}

// A state that an outcome sums up rests on what the outcome rests on.
func TestAStateRestsOnWhatItsOutcomeRestsOn(t *testing.T) {
	for _, s := range States() {
		if o := OutcomeIndex(s.Name); o >= 0 && s.Units() != s.Unit+strings.TrimPrefix(outcomes[o].Units(), outcomes[o].Unit) {
			t.Errorf("%s is %s as a state and %s as an outcome", s.Name, s.Units(), outcomes[o].Units())
		}
	}
}

// Beds and revenue are sound as levels; what sets governances apart in them comes by assumed links.
func TestDifferencesOfSoundLevelsMayRestOnAssumptions(t *testing.T) {
	for name, want := range map[string][2]string{"waiting": {"hours, defensible", "hours, assumed"}, "length_of_stay": {"days, assumed", "days, assumed"},
		"pole_moves": {"%, defensible", "%, defensible"}, "revenue": {"M€ a year, defensible", "M€ a year, assumed"},
		"care_effectiveness": {indexUnit, indexUnit}} {
		if o := outcomes[OutcomeIndex(name)]; o.Units() != want[0] || o.UnitsBetween() != want[1] {
			t.Errorf("%s: %s, between governances %s", name, o.Units(), o.UnitsBetween())
		}
	}
}
