package model

import (
	"math"
	"slices"
	"strings"
)

// An Outcome is a column of results: what an observer reports of a hospital.
type Outcome struct {
	Name    string                  // column name: "care_effectiveness"
	Label   string                  // for tables and axes: "care effectiveness"
	Unit    string                  // "index 0–1", "share", "per service and year" …
	Meaning string                  // one sentence
	Monthly bool                    // has a value for each month; otherwise only for a whole run
	observe func(*Hospital) float64 // this month's value, if Monthly
}

// outcomes are all columns, monthly ones first. A run's value of a monthly outcome is its mean over the second half of
// the horizon.
var outcomes = slices.Concat(valueOutcomes, shareOutcomes(), relationOutcomes, runOutcomes)

// Outcomes lists the columns of results in order.
func Outcomes() []Outcome { return slices.Clone(outcomes) }

// MonthlyOutcomes lists the outcomes that have a value for each month: the first of Outcomes.
func MonthlyOutcomes() []Outcome { return slices.Clone(outcomes[:monthly]) }

var monthly = slices.IndexFunc(outcomes, func(o Outcome) bool { return !o.Monthly })

// OutcomeIndex returns the place of an outcome in Outcomes, −1 if there is none of that name.
func OutcomeIndex(name string) int {
	return slices.IndexFunc(outcomes, func(o Outcome) bool { return o.Name == name })
}

const indexUnit = "index 0–1"

var valueOutcomes = []Outcome{
	{"care_effectiveness", "care effectiveness", indexUnit,
		"Worth of the services' practices to care (V^C), mean over services weighted by activity.", true,
		func(h *Hospital) float64 { return h.now.care }},
	{"margin_effectiveness", "margin effectiveness", indexUnit,
		"Worth of the services' practices to the economy (V^E), weighted by activity; the truth that indicators try to show.", true,
		func(h *Hospital) float64 { return h.now.margin }},
	{"academic_effectiveness", "academic effectiveness", indexUnit,
		"Worth of the services' practices to research and teaching (V^R), weighted by activity.", true,
		func(h *Hospital) float64 { return h.now.academic }},
	{"goal_value", "goal-weighted value", indexUnit,
		"Care, margin and academic effectiveness weighed by the goals of the direction.", true,
		func(h *Hospital) float64 {
			v, w := h.now, h.wanted
			return float64(w.care*v.care) + float64(w.economy*v.margin) + float64(w.academic*v.academic)
		}},
	{"indicator", "indicator", "index",
		"Mean of the services' indicators, weighted by activity: margin as measured.", true,
		func(h *Hospital) float64 { return h.weighted(func(i int) float64 { return h.indicator[i] }) }},
	{"indicator_gap", "indicator less truth", "index",
		"Indicator minus margin effectiveness: how far measurement flatters (positive) or belittles the hospital.", true,
		func(h *Hospital) float64 {
			return h.weighted(func(i int) float64 { return h.indicator[i] }) - h.now.margin
		}},
	{"indicator_correlation", "correlation of indicator and truth", "correlation",
		"Correlation over services of the indicator with margin effectiveness; 0 where either does not vary.", true,
		(*Hospital).indicatorCorrelation},
	{"gaming", "reporting effort in force", "index 0–1",
		"Mean reporting and coding effort in force (g).", true,
		func(h *Hospital) float64 { return h.weighted(func(i int) float64 { return h.gaming[i] }) }},
	{"alignment", "alignment with the direction", indexUnit,
		"1 minus half the mean distance between the goals of services and those of the direction.", true,
		func(h *Hospital) float64 {
			return 1 - float64(h.mean(func(i int) float64 { return h.goals[i].distance(h.wanted) })/2)
		}},
}

// shareOutcomes are the effective shares of time, a column for each mechanism, and what follows from them.
func shareOutcomes() []Outcome {
	var list []Outcome
	for k, m := range mechanisms {
		list = append(list, Outcome{"share_" + m.Name(), "share of " + label(m.Name()), "share of time",
			"Share of all units of time spent on " + label(m.Name()) + ": " + m.About() + ".", true,
			func(h *Hospital) float64 { return h.effectiveShare(k) }})
	}
	return append(list,
		Outcome{"decoupling", "decoupling", "share of time",
			"Share of time spent otherwise than the organisation formally says: half the sum of absolute differences between formal and effective shares, of a run over all its months that count (months alone add chance).", true,
			func(h *Hospital) float64 { return decouplingOf(h.formalShare, h.tally.spent) }},
		Outcome{"ceremoniality_raw", "ceremoniality, raw", "share",
			"Ceremony as a share of all time given to steering by results (ceremony, results, plans); 0 where there is none.", true,
			func(h *Hospital) float64 { return ceremonialityOf(h.tally.spent) }},
		Outcome{"attendance", "meeting units used", "share",
			"Share of the meeting units on offer that became a meeting.", true,
			func(h *Hospital) float64 { return ratio(h.tally.metUnits, h.tally.meetingUnits) }},
	)
}

const yearly = "per service and year"

var relationOutcomes = []Outcome{
	{"trust_within_poles", "trust within pôles", indexUnit,
		"Mean trust over ordered pairs of services of the same pôle.", true,
		func(h *Hospital) float64 { return h.relations.meanTrust(1) }},
	{"trust_across_poles", "trust across pôles", indexUnit,
		"Mean trust over ordered pairs of services of different pôles.", true,
		func(h *Hospital) float64 { return h.relations.meanTrust(0) }},
	{"knowledge_within_poles", "knowledge within pôles", indexUnit,
		"Mean knowledge of each other's work over ordered pairs of services of the same pôle.", true,
		func(h *Hospital) float64 { return h.relations.meanKnowledge(1) }},
	{"knowledge_across_poles", "knowledge across pôles", indexUnit,
		"Mean knowledge of each other's work over ordered pairs of services of different pôles.", true,
		func(h *Hospital) float64 { return h.relations.meanKnowledge(0) }},
	{"agreements_pair", "agreements of two services", yearly,
		"Changes agreed by two services on an open item, wherever they met.", true,
		func(h *Hospital) float64 { return h.perYear(h.tally.agreementsPair) }},
	{"agreements_pole", "plans taken in pôles", yearly,
		"Joint changes taken by a pôle's indicator in its meetings.", true,
		func(h *Hospital) float64 { return h.perYear(h.tally.agreementsPole) }},
	{"agreements_institution", "agreements in hospital-wide meetings", yearly,
		"Changes agreed by two services in hospital-wide meetings; part of agreements_pair.", true,
		func(h *Hospital) float64 { return h.perYear(h.tally.agreementsHouse) }},
	{"informal_units", "units of informal meetings", yearly,
		"Units of attention spent on colleagues who sought each other out, besides meeting units.", true,
		func(h *Hospital) float64 { return 12 * h.tally.informalUnits / float64(h.n) }},
	{"breaches", "breaches", yearly,
		"Agreed practices undone alone or with somebody else within the term of the agreement.", true,
		func(h *Hospital) float64 { return h.perYear(h.tally.breaches) }},
	{"changes", "changes of practice", yearly,
		"Practices changed, by whatever mechanism.", true,
		func(h *Hospital) float64 { return h.perYear(h.tally.changes) }},
}

// runOutcomes have a value for a run as a whole; experiments of one run fill them in (see Cohort).
var runOutcomes = []Outcome{
	{Name: "ceremoniality", Label: "ceremoniality", Unit: "share",
		Meaning: "Ceremony as a share of time given to steering by results, less that of the same run with λ = 0 (nobody gains by the indicator)."},
	{Name: "care_share_of_gap", Label: "share of the coordination gap closed", Unit: "share",
		Meaning: "Where care lies between uncoordinated search (0) and full-information search (1) on the same landscape; it can be negative, since references see perfectly and pay nothing. A ratio of each run: noisy in hospitals of few services, and 0 where there is no gap."},
	{Name: "care_uncoordinated", Label: "care, uncoordinated search", Unit: indexUnit,
		Meaning: "Care reached by services that search alone with perfect sight of their own care."},
	{Name: "care_full_information", Label: "care, full-information search", Unit: indexUnit,
		Meaning: "Care reached by the same search when each change is judged by the care of the whole hospital."},
	{Name: "coverage", Label: "couplings inside pôles", Unit: "share",
		Meaning: "Share of couplings between services that lie within pôles."},
	{Name: "coverage_random", Label: "couplings inside random pôles", Unit: "share",
		Meaning: "Mean of the same over 100 random perimeters of equal sizes."},
	{Name: "coverage_random_p95", Label: "couplings inside random pôles, 95th percentile", Unit: "share",
		Meaning: "95th percentile of the same over 100 random perimeters of equal sizes."},
}

// label turns a name of columns into words.
func label(name string) string { return strings.ReplaceAll(name, "_", " ") }

// values are the hospital's three effectivenesses, weighted by activity.
type values struct{ care, margin, academic float64 }

// add adds a service's values by its share of activity.
func (v *values) add(share float64, of values) {
	v.care += float64(share * of.care)
	v.margin += float64(share * of.margin)
	v.academic += float64(share * of.academic)
}

func (h *Hospital) weighted(of func(i int) float64) (total float64) {
	for i, share := range h.share {
		total += float64(share * of(i))
	}
	return total
}

func (h *Hospital) mean(of func(i int) float64) (total float64) {
	for i := range h.n {
		total += of(i)
	}
	return total / float64(h.n)
}

// perYear turns this month's count into a yearly rate for each service.
func (h *Hospital) perYear(count int) float64 { return 12 * float64(count) / float64(h.n) }

func (h *Hospital) effectiveShare(k int) float64 {
	total := 0.0
	for _, units := range h.tally.spent {
		total += units
	}
	return ratio(h.tally.spent[k], total)
}

// decouplingOf is half the sum of absolute differences between formal shares and the effective shares of units spent.
func decouplingOf(formal, spent []float64) float64 {
	total := 0.0
	for _, units := range spent {
		total += units
	}
	sum := 0.0
	for k := range formal {
		sum += math.Abs(formal[k] - ratio(spent[k], total))
	}
	return sum / 2
}

// ceremonialityOf is ceremony over all units given to steering by results.
func ceremonialityOf(spent []float64) float64 {
	return ratio(spent[ceremonyAt], spent[ceremonyAt]+spent[resultsAt]+spent[plansAt])
}

// ratio is a over b, and 0 when there is nothing to divide by.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func (h *Hospital) indicatorCorrelation() float64 {
	var x, y, xx, yy, xy float64
	for i := range h.n {
		a, b := h.indicator[i], h.margin[i]
		x += a
		y += b
		xx += float64(a * a)
		yy += float64(b * b)
		xy += float64(a * b)
	}
	n := float64(h.n)
	cov := xy/n - float64(x/n*(y/n))
	varX, varY := xx/n-float64(x/n*(x/n)), yy/n-float64(y/n*(y/n))
	if varX <= 1e-15 || varY <= 1e-15 {
		return 0
	}
	return max(-1, min(1, cov/math.Sqrt(varX*varY)))
}
