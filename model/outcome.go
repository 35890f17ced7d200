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
	Part    string                  // key of the parameter that switches on the part it belongs to; empty for the core
	Also    []string                // keys that switch on other parts which move it
	Basis   Basis                   // how far the number itself may be trusted
	Between Basis                   // how far a difference between governances may be; as far as the number, unless said
	While   Phase                   // the months of which a run's value is; all that count, unless said
	observe func(*Hospital) float64 // this month's value, if Monthly
}

// A Basis says on what a number rests that the model does not produce but derives by a link.
type Basis int

const (
	// Modelled numbers are what happened in the model.
	Modelled Basis = iota
	// Defensible numbers follow from the model's by a link that published data support.
	Defensible
	// Assumed numbers follow by a link whose sign and size are assumptions.
	Assumed
)

// String is the word that follows a number into tables and figures; empty if there is nothing to say.
func (b Basis) String() string { return [...]string{"", "defensible", "assumed"}[b] }

// Units is the unit with the word that says on what the number rests: "days, assumed".
func (o Outcome) Units() string {
	if o.Basis == Modelled {
		return o.Unit
	}
	return o.Unit + ", " + o.Basis.String()
}

// UnitsBetween is the same for a difference between two governances: where it comes about by an assumed link, the level
// being sound does not help it.
func (o Outcome) UnitsBetween() string {
	if o.Between != Modelled {
		o.Basis = o.Between
	}
	return o.Units()
}

// A Phase are the months in which something is on that an outcome needs to mean anything: an acceptance of targets is one
// while there are targets. In other months the outcome has a neutral value, which is no part of a run's.
type Phase struct {
	Keys  []string // of switches and weights that are on at once in the charter of a pôle
	words string   // what these months are with
}

// The phases.
var (
	underContract   = Phase{[]string{"governance.contract"}, "a contract"}
	underCycle      = Phase{[]string{"governance.contract", "steering.cycle"}, "a contract under the yearly cycle"}
	whileMeasured   = Phase{[]string{"governance.contract", "steering.cycle", "steering.measurement"}, "a contract under the yearly cycle and measurement"}
	whileMeeting    = Phase{[]string{"arenas.meeting_units"}, "meeting units on offer"}
	whilePolesMet   = Phase{[]string{"legitimacy.earned", "arenas.meeting_units", "arenas.pole"}, "meetings of pôles by which legitimacy is earned"}
	withSupervision = Phase{[]string{"formal.direct_supervision"}, "direct supervision in a charter"}
	withTemplates   = Phase{[]string{"formal.work_processes"}, "work processes in a charter"}
	withCode        = Phase{[]string{"formal.norms"}, "norms in a charter"}
	withChiefs      = Phase{[]string{"chief.acts"}, "chiefs who act"}
	withPosts       = Phase{[]string{"staff.posts"}, "posts"}
	withUnits       = Phase{[]string{"care.units"}, "units of care"}
	withAccounts    = Phase{[]string{"money.accounts"}, "accounts"}
	withProjects    = Phase{[]string{projectPart}, "a field of projects"}
)

// told adds to the meaning of outcomes of which months a run's value is.
func told(list []Outcome) []Outcome {
	for k := range list {
		if o := &list[k]; o.While.words != "" {
			o.Meaning += " A run's value is that of its months with " + o.While.words + "."
		}
	}
	return list
}

// appliesIn says whether the outcome means something in a month, of which c is what holds.
func (o Outcome) appliesIn(c *Config) bool {
	if len(o.While.Keys) == 0 {
		return true
	}
	for p := range max(1, len(c.Poles)) {
		value := c.charter(PoleID(p))
		if !slices.ContainsFunc(o.While.Keys, func(key string) bool {
			id, ok := Lookup(key)
			return !ok || value(id) == 0
		}) {
			return true
		}
	}
	return false
}

// In says whether a scenario has the part on to which the outcome belongs, or another that moves it, in any pôle or at any
// time.
func (o Outcome) In(c *Config) bool { return o.Part == "" || c.usesAny(o.Parts()) }

// Parts are the keys of all parts that move the outcome; none for the core.
func (o Outcome) Parts() []string {
	if o.Part == "" {
		return nil
	}
	return append([]string{o.Part}, o.Also...)
}

// usesAny says whether any of some parts is on.
func (c *Config) usesAny(parts []string) bool {
	return slices.ContainsFunc(parts, func(key string) bool {
		id, ok := Lookup(key)
		return ok && c.uses(id)
	})
}

// outcomes are all columns, monthly ones first. A run's value of a monthly outcome is its mean over the second half of
// the horizon, as far as the outcome means something there.
var outcomes = told(slices.Concat(valueOutcomes, shareOutcomes(), relationOutcomes, mechanismOutcomes(), steeringOutcomes, technostructureOutcomes,
	legitimacyOutcomes, belongingOutcomes, chiefOutcomes, liaisonOutcomes, formOutcomes, mandateOutcomes, wishOutcomes,
	projectOutcomes, revisionOutcomes,
	staffOutcomes, careOutcomes, ownerOutcomes, moneyOutcomes, investmentOutcomes, runOutcomes))

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
	{Name: "care_effectiveness", Label: "care effectiveness", Unit: indexUnit, Monthly: true,
		Meaning: "Worth of the services' practices to care (V^C), mean over services weighted by activity.",
		observe: func(h *Hospital) float64 { return h.now.care }},
	{Name: "margin_effectiveness", Label: "margin effectiveness", Unit: indexUnit, Monthly: true,
		Meaning: "Worth of the services' practices to the economy (V^E), weighted by activity; the truth that indicators try to show.",
		observe: func(h *Hospital) float64 { return h.now.margin }},
	{Name: "academic_effectiveness", Label: "academic effectiveness", Unit: indexUnit, Monthly: true,
		Meaning: "Worth of the services' practices to research and teaching (V^R), weighted by activity.",
		observe: func(h *Hospital) float64 { return h.now.academic }},
	{Name: "goal_value", Label: "goal-weighted value", Unit: indexUnit, Monthly: true,
		Meaning: "Care, margin and academic effectiveness weighed by the goals of the direction.",
		observe: func(h *Hospital) float64 {
			v, w := h.now, h.wanted
			return float64(w.care*v.care) + float64(w.economy*v.margin) + float64(w.academic*v.academic)
		}},
	{Name: "indicator", Label: "indicator", Unit: "index", Monthly: true,
		Meaning: "Mean of the services' indicators, weighted by activity: margin as measured.",
		observe: func(h *Hospital) float64 { return h.weighted(func(i int) float64 { return h.indicator[i] }) }},
	{Name: "indicator_gap", Label: "indicator less truth", Unit: "index", Monthly: true,
		Meaning: "Indicator minus margin effectiveness: how far measurement flatters (positive) or belittles the hospital.",
		observe: func(h *Hospital) float64 {
			return h.weighted(func(i int) float64 { return h.indicator[i] }) - h.now.margin
		}},
	{Name: "indicator_correlation", Label: "correlation of indicator and truth", Unit: "correlation", Monthly: true,
		Meaning: "Correlation over services of the indicator with margin effectiveness; 0 where either does not vary.",
		observe: (*Hospital).indicatorCorrelation},
	{Name: "gaming", Label: "reporting effort in force", Unit: "index 0–1", Monthly: true,
		Meaning: "Mean reporting and coding effort in force (g).",
		observe: func(h *Hospital) float64 { return h.weighted(func(i int) float64 { return h.gaming[i] }) }},
	{Name: "alignment", Label: "alignment with the direction", Unit: indexUnit, Monthly: true, Basis: Assumed,
		Meaning: "1 minus half the mean distance between the goals of services and those of the direction; which way a contract moves goals is assumed.",
		observe: func(h *Hospital) float64 {
			return 1 - float64(h.mean(func(i int) float64 { return h.goals[i].distance(h.wanted) })/2)
		}},
}

// shareOutcomes are the effective shares of time, a column for each mechanism, and what follows from them.
func shareOutcomes() []Outcome {
	var list, told []Outcome
	for k, m := range mechanisms {
		o := Outcome{Name: "share_" + m.Name(), Label: "share of " + label(m.Name()), Unit: "share of time", Monthly: true,
			Meaning: "Share of all units of time spent on " + label(m.Name()) + ": " + m.About() + ".",
			Part:    partOf(m), Also: otherwiseOf(m),
			observe: func(h *Hospital) float64 { return h.effectiveShare(k) }}
		list = append(list, o)
		formal := o
		formal.Name, formal.Label = "formal_"+m.Name(), "formal share of "+label(m.Name())
		formal.Meaning = "Share of all units of time that the organisation formally gives to " + label(m.Name()) + ", by formal mix, arenas and agenda; what is spent in fact stands in share_" + m.Name() + "."
		formal.observe = func(h *Hospital) float64 { return h.formalShare[k] }
		told = append(told, formal)
	}
	list = append(list, told...)
	return append(list,
		Outcome{Name: "decoupling", Label: "decoupling", Unit: "share of time", Monthly: true,
			Meaning: "Share of time spent otherwise than the organisation formally says: half the sum of absolute differences between formal and effective shares, of a run over all its months that count (months alone add chance).",
			observe: func(h *Hospital) float64 { return decouplingOf(h.formalShare, h.tally.spent) }},
		Outcome{Name: "ceremoniality_raw", Label: "ceremoniality, raw", Unit: "share of time for results", Monthly: true, Part: "governance.contract", While: underContract,
			Meaning: "Ceremony as a share of all time given to steering by results (ceremony, results, plans); 0 where there is none, and without a contract, when next to nothing but reporting may be open.",
			observe: func(h *Hospital) float64 {
				if !h.underContract() {
					return 0
				}
				return ceremonialityOf(h.tally.spent)
			}},
		Outcome{Name: "attendance", Label: "meeting units used", Unit: "share", Monthly: true, Basis: Assumed, While: whileMeeting,
			Meaning: "Share of the meeting units on offer that became a meeting, management dialogues included; what draws services to meetings is assumed.",
			observe: func(h *Hospital) float64 { return ratio(h.tally.metUnits, h.tally.meetingUnits) }},
	)
}

// mechanismOutcomes are what mechanisms themselves let be seen, besides their shares.
func mechanismOutcomes() (list []Outcome) {
	for k, m := range mechanisms {
		if m, ok := m.(Observed); ok {
			for _, o := range m.Outcomes(func(h *Hospital) Mechanism { return h.mechanisms[k] }) {
				if o.Monthly = true; o.Part == "" {
					o.Part = partOf(m)
				}
				list = append(list, o)
			}
		}
	}
	return list
}

// partOf is the key of the parameter that opens a mechanism that waits for its formal share; empty for others.
func partOf(m Mechanism) string {
	if _, waits := m.(OptIn); waits {
		return "formal." + m.Name() // not from the registry: outcomes may be listed before a file's parameters are declared
	}
	return ""
}

// otherwiseOf is the key of the parameter that brings a mechanism about without a formal share; none for most.
func otherwiseOf(m Mechanism) []string {
	if m, ok := m.(interface{ OpenedBy() string }); ok {
		return []string{m.OpenedBy()}
	}
	return nil
}

const yearly = "per service and year"

var relationOutcomes = []Outcome{
	{Name: "trust_within_poles", Label: "trust within pôles", Unit: indexUnit, Monthly: true,
		Meaning: "Mean trust over ordered pairs of services of the same pôle.",
		observe: func(h *Hospital) float64 { return h.relations.meanTrust(byPole, 1) }},
	{Name: "trust_across_poles", Label: "trust across pôles", Unit: indexUnit, Monthly: true,
		Meaning: "Mean trust over ordered pairs of services of different pôles.",
		observe: func(h *Hospital) float64 { return h.relations.meanTrust(byPole, 0) }},
	{Name: "trust_within_sites", Label: "trust within sites", Unit: indexUnit, Monthly: true,
		Meaning: "Mean trust over ordered pairs of services of the same site.",
		observe: func(h *Hospital) float64 { return h.relations.meanTrust(bySite, 1) }},
	{Name: "trust_across_sites", Label: "trust across sites", Unit: indexUnit, Monthly: true,
		Meaning: "Mean trust over ordered pairs of services of different sites; the start of trust where there is one site.",
		observe: func(h *Hospital) float64 { return h.relations.meanTrust(bySite, 0) }},
	{Name: "trust_within_disciplines", Label: "trust within disciplines", Unit: indexUnit, Monthly: true,
		Meaning: "Mean trust over ordered pairs of services of the same discipline.",
		observe: func(h *Hospital) float64 { return h.relations.meanTrust(byField, 1) }},
	{Name: "trust_across_disciplines", Label: "trust across disciplines", Unit: indexUnit, Monthly: true,
		Meaning: "Mean trust over ordered pairs of services of different disciplines.",
		observe: func(h *Hospital) float64 { return h.relations.meanTrust(byField, 0) }},
	{Name: "knowledge_across_sites", Label: "knowledge across sites", Unit: indexUnit, Monthly: true,
		Meaning: "Mean knowledge of each other's work over ordered pairs of services of different sites.",
		observe: func(h *Hospital) float64 { return h.relations.meanKnowledge(bySite, 0) }},
	{Name: "knowledge_within_disciplines", Label: "knowledge within disciplines", Unit: indexUnit, Monthly: true,
		Meaning: "Mean knowledge of each other's work over ordered pairs of services of the same discipline.",
		observe: func(h *Hospital) float64 { return h.relations.meanKnowledge(byField, 1) }},
	{Name: "knowledge_within_poles", Label: "knowledge within pôles", Unit: indexUnit, Monthly: true,
		Meaning: "Mean knowledge of each other's work over ordered pairs of services of the same pôle.",
		observe: func(h *Hospital) float64 { return h.relations.meanKnowledge(byPole, 1) }},
	{Name: "knowledge_across_poles", Label: "knowledge across pôles", Unit: indexUnit, Monthly: true,
		Meaning: "Mean knowledge of each other's work over ordered pairs of services of different pôles.",
		observe: func(h *Hospital) float64 { return h.relations.meanKnowledge(byPole, 0) }},
	{Name: "agreements_pair", Label: "agreements of two services", Unit: yearly, Monthly: true,
		Meaning: "Changes agreed by two services on an open item, wherever they met.",
		observe: func(h *Hospital) float64 { return h.perYear(h.tally.agreementsPair) }},
	{Name: "agreements_pole", Label: "plans taken in pôles", Unit: yearly, Monthly: true,
		Meaning: "Joint changes taken by a pôle's indicator in its meetings.",
		observe: func(h *Hospital) float64 { return h.perYear(h.tally.agreementsPole) }},
	{Name: "agreements_institution", Label: "agreements in hospital-wide meetings", Unit: yearly, Monthly: true,
		Meaning: "Changes agreed by two services in hospital-wide meetings; part of agreements_pair.",
		observe: func(h *Hospital) float64 { return h.perYear(h.tally.agreementsHouse) }},
	{Name: "informal_units", Label: "units of informal meetings", Unit: yearly, Monthly: true,
		Meaning: "Units of attention spent on colleagues who sought each other out, besides meeting units.",
		observe: func(h *Hospital) float64 { return 12 * h.tally.informalUnits / float64(h.n) }},
	{Name: "breaches", Label: "breaches", Unit: yearly, Monthly: true,
		Meaning: "Agreed practices undone alone or with somebody else within the term of the agreement.",
		observe: func(h *Hospital) float64 { return h.perYear(h.tally.breaches) }},
	{Name: "changes", Label: "changes of practice", Unit: yearly, Monthly: true,
		Meaning: "Practices changed, by whatever mechanism.",
		observe: func(h *Hospital) float64 { return h.perYear(h.tally.changes) }},
}

// runOutcomes have a value for a run as a whole; experiments of one run fill them in (see Cohort).
var runOutcomes = []Outcome{
	{Name: "ceremoniality", Label: "ceremoniality", Unit: "share of time for results", Part: "governance.contract", While: underContract,
		Meaning: "Ceremony as a share of time given to steering by results (ceremony, results, plans), less that of the same run with λ = 0 (nobody gains by the indicator)."},
	{Name: "ceremony_time", Label: "time for reporting that pays", Unit: "share of time",
		Meaning: "Ceremony as a share of all time, less that of the same run with λ = 0: time that goes into reporting because somebody gains by what it shows, under whatever governance."},
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

func (h *Hospital) effectiveShare(k int) float64 { return shareOf(h.tally.spent, k) }

// shareOf is the share of all units spent that went to mechanism k.
func shareOf(spent []float64, k int) float64 {
	total := 0.0
	for _, units := range spent {
		total += units
	}
	return ratio(spent[k], total)
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

// underContract says whether any pôle has a contract.
func (h *Hospital) underContract() bool {
	for p := range h.poles {
		if h.poles[p].contract {
			return true
		}
	}
	return false
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
	return correlate(float64(h.n), x, y, xx, yy, xy)
}

// correlate returns the correlation of n pairs from their sums; 0 where either does not vary.
func correlate(n, x, y, xx, yy, xy float64) float64 {
	cov := xy/n - float64(x/n*(y/n))
	varX, varY := xx/n-float64(x/n*(x/n)), yy/n-float64(y/n*(y/n))
	if varX <= 1e-15 || varY <= 1e-15 {
		return 0
	}
	return max(-1, min(1, cov/math.Sqrt(varX*varY)))
}
