package model

import (
	"math"

	"polesim/sim"
)

// The one rule of acceptance: who perceives what, how well, and what a change must be worth.
var (
	professionalNoise = declare(Parameter{Key: "professionals.noise", Scope: PerService, Unit: "σ_Δ", Default: .15, Min: 0, Max: .5,
		Help:   "Noise with which a service perceives what a change does to care, in standard deviations of one change (σ_Δ).",
		Source: "assumption; Moisdon's symmetry of non-information when high together with measurement.noise"})
	switchingCost = declare(Parameter{Key: "professionals.switching_cost", Scope: Hospitalwide, Unit: "σ_Δ", Default: .1, Min: 0, Max: .3,
		Help:   "What a change must be worth beyond nothing, for each practice changed.",
		Source: "assumption, equal for all governances"})
	timeCost = declare(Parameter{Key: "professionals.time_cost", Scope: Hospitalwide, Unit: "σ_Δ", Default: .01, Min: 0, Max: .2,
		Help:   "What a unit of time away from one's own practice (a meeting, a report) costs the service that gives it.",
		Source: "assumption"})
	goalCare = declare(Parameter{Key: "professionals.goal_care", Scope: PerService, Unit: "weight", Default: .7, Min: .01, Max: 1,
		Help:   "Weight of care among the goals of a service; the three weights are scaled to sum to 1.",
		Source: "assumption; professionals are socialised to the quality of care"})
	goalEconomy = declare(Parameter{Key: "professionals.goal_economy", Scope: PerService, Unit: "weight", Default: .1, Min: 0, Max: 1,
		Help:   "Weight of the economy among the goals of a service.",
		Source: "assumption"})
	goalAcademic = declare(Parameter{Key: "professionals.goal_academic", Scope: PerService, Unit: "weight", Default: .2, Min: 0, Max: 1,
		Help:   "Weight of research and teaching among the goals of a service.",
		Source: "assumption"})
	goalDispersion = declare(Parameter{Key: "professionals.goal_dispersion", Scope: Hospitalwide, Unit: "", Default: .3, Min: 0, Max: 2,
		Help:   "How much the goals of services differ at the start: standard deviation of the logarithm of each weight.",
		Source: "assumption; divergence is ordinary in professional organisations"})
)

// A disposition is how one service perceives, learns and is measured: parameters in the units of effectiveness.
type disposition struct {
	autonomy, learning, attention float64
	noise                         float64 // standard deviation with which a change of care is perceived
	touchShrink                   float64 // shrinkage of what is perceived of one contribution of another service
	validity, manipulability      float64
	measurementNoise              float64
}

func dispositionOf(s *structure, i ServiceID) disposition {
	v := func(id ParameterID) float64 { return s.config.ServiceValue(i, id) }
	d := disposition{
		autonomy: v(autonomy), learning: v(learningRate), attention: v(attentionUnits),
		noise: v(professionalNoise) * s.unit, measurementNoise: v(measurementNoise) * s.unit,
		validity: v(validity), manipulability: v(manipulability),
	}
	d.touchShrink = shrinkage(s.variance, d.noise)
	return d
}

// shrinkage is the weight of a noisy perception in what is believed: prior variance over total variance.
func shrinkage(prior, noise float64) float64 {
	if prior <= 0 {
		return 0
	}
	return prior / (prior + float64(noise*noise))
}

// worth is what a change of one own practice is worth to its service by care and academic value.
type worth struct {
	value, prior        float64 // weighed by goals, and its prior variance
	margin, marginPrior float64 // what it does to margin effectiveness
}

// ownWorth returns what flipping the own practice b would be worth to service i.
func (h *Hospital) ownWorth(i ServiceID, b int) worth {
	e := h.practices.OwnCare(b)
	unit := h.variance
	w := worth{value: e.Care, margin: e.Margin, marginPrior: float64(e.Touched) * unit}
	w.prior = w.marginPrior
	if a := h.scholarship[i]; a > 0 {
		academic, touched := h.practices.OwnAcademic(b)
		w.value = float64((1-a)*e.Care) + float64(a*academic)
		w.prior = float64((1-a)*(1-a)*w.prior) + float64(a*a*float64(touched)*unit)
	}
	return w
}

// A lens is what an indicator shows of a change: its true value, prior variance and noise.
type lensOf struct{ value, prior, noise float64 }

// per scales a lens that adds up activities to one service's share in them.
func (l lensOf) per(activity float64) lensOf {
	return lensOf{l.value / activity, l.prior / float64(activity*activity), l.noise / activity}
}

// seen draws what is believed of the change; direction is that of the change.
func (l lensOf) seen(direction float64, s *sim.Stream) float64 {
	return shrinkage(l.prior, l.noise) * (l.value + float64(direction*l.noise*s.Normal()))
}

// direction is +1 if flipping practice b would adopt it and −1 if it would drop it. Noise belongs to the comparison of
// having a practice with not having it, so its sign turns with the direction of a change. The distribution is the same;
// but two hospitals that face the same chances and differ in a practice then tend to agree on it again, which is what
// makes paired comparisons sharp.
func (h *Hospital) direction(b int) float64 {
	i, k := b/h.m, b%h.m
	return 1 - 2*float64(h.practices.word[i]>>k&1)
}

// poleLens returns what flipping practice b does to the sum of a pôle's indicators, each weighted by activity.
func (h *Hospital) poleLens(b int, pole PoleID) lensOf {
	p := &h.practices
	l := p.land
	var lens lensOf
	look := func(r reader) {
		j := h.serviceOf[r.contribution]
		if h.poleOf[j] != pole {
			return
		}
		weight := h.activity[j] * h.people[j].validity
		_, margin := p.clinicalChange(r)
		lens.value += float64(weight * float64(margin))
		lens.prior += float64(weight * weight)
	}
	for _, r := range l.own.of(b) {
		look(r)
	}
	for _, r := range l.elsewhere.of(b) {
		look(r)
	}
	lens.value *= l.weight
	lens.prior *= h.variance
	lens.noise = h.poles[pole].noise
	return lens
}

// heeded returns what a service acting alone makes of the effects on others: it heeds what it knows of, as far as it
// trusts (Σ k·t·Δ). What it does not know or trust it cannot heed: that is where coordination lives between meetings.
func (h *Hospital) heeded(i ServiceID, b int, direction float64, s *sim.Stream) float64 {
	if !h.relations.knows[i] {
		return 0
	}
	p := &h.practices
	l := p.land
	shrink := h.people[i].touchShrink * l.weight
	sum, squares := 0.0, 0.0
	for _, r := range l.elsewhere.of(b) {
		relation := h.relations.of(i, h.serviceOf[r.contribution])
		if relation.know == 0 {
			continue
		}
		weight := float64(relation.know) * float64(relation.trust)
		care, _ := p.clinicalChange(r)
		sum += float64(weight * float64(care))
		squares += float64(weight * weight)
	}
	if squares == 0 {
		return 0
	}
	return float64(shrink*sum) + float64(direction*h.people[i].touchShrink*h.people[i].noise*math.Sqrt(squares)*s.Normal())
}

// tryAlone is the rule of acceptance of a service that acts alone: it flips practice b if
//
//	(1−λ)·own care and academic value + λ·lens + heeded > switching cost,
//
// each as perceived and shrunk. It returns what the change was worth to the service; 0 if it was not made.
func (h *Hospital) tryAlone(i ServiceID, b int, own worth, lens lensOf, s *sim.Stream) float64 {
	lambda, noise, direction := h.lambda[i], h.people[i].noise, h.direction(b)
	perceived := shrinkage(own.prior, noise) * (own.value + float64(direction*noise*s.Normal()))
	total := float64((1 - lambda) * perceived)
	if lambda > 0 {
		total += float64(lambda * lens.seen(direction, s))
	}
	total += h.heeded(i, b, direction, s)
	if total <= h.switchingCost {
		return 0
	}
	h.change(i, b, nobody)
	return float64((1-lambda)*own.value) + float64(lambda*lens.value)
}
