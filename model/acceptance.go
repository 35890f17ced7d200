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
		Help:   "What a change must be worth, beyond nothing, to each service that takes part in it.",
		Source: "assumption, equal for all governances"})
	timeCost = declare(Parameter{Key: "professionals.time_cost", Scope: Hospitalwide, Unit: "σ_Δ", Default: .01, Min: 0, Max: .2,
		Help:   "What a unit of time away from one's own practice (a meeting, a report) costs the service that gives it.",
		Source: "assumption"})
	goalCare = declare(Parameter{Key: "professionals.goal_care", Scope: PerService, Fixed: true, Unit: "weight", Default: .7, Min: .01, Max: 1,
		Help:   "Weight of care among the goals of a service; the three weights are scaled to sum to 1.",
		Source: "assumption; professionals are socialised to the quality of care"})
	goalEconomy = declare(Parameter{Key: "professionals.goal_economy", Scope: PerService, Fixed: true, Unit: "weight", Default: .1, Min: 0, Max: 1,
		Help:   "Weight of the economy among the goals of a service.",
		Source: "assumption"})
	goalAcademic = declare(Parameter{Key: "professionals.goal_academic", Scope: PerService, Fixed: true, Unit: "weight", Default: .2, Min: 0, Max: 1,
		Help:   "Weight of research and teaching among the goals of a service.",
		Source: "assumption"})
	goalDispersion = declare(Parameter{Key: "professionals.goal_dispersion", Scope: Hospitalwide, Fixed: true, Unit: "SD of log", Default: .3, Min: 0, Max: 2,
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

// dispositionOf reads them from the parameters in force.
func dispositionOf(s *structure, c *Config, i ServiceID) disposition {
	v := func(id ParameterID) float64 { return c.ServiceValue(i, id) }
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
	return prior / (float64(prior) + float64(noise*noise))
}

// Worthwhile is the one rule of acceptance, whoever decides and by whatever light: a change is made if what it seems to gain
// exceeds what it costs, both in effectiveness. What cannot be told from a loss is not made. Published models of search on
// landscapes, of which this model is one, accept so at a cost of 0 (Kauffman 1993; Levinthal 1997).
func Worthwhile(gain, cost float64) bool { return gain > cost }

// A view is what a service makes of a change before noise: its true value, its prior variance and the noise with which
// it is perceived. Perceived, it is shrunk: believed is value·w plus normal noise of deviation noise·w, w the shrinkage.
type view struct{ value, prior, noise float64 }

// believed returns the mean of what is believed and the variance of its noise.
func (v view) believed() (mean, variance float64) {
	w := shrinkage(v.prior, v.noise)
	return float64(w * v.value), float64(w * w * v.noise * v.noise)
}

// per scales a view that adds up activities to one service's share in them.
func (v view) per(activity float64) view {
	return view{v.value / activity, v.prior / float64(activity*activity), v.noise / activity}
}

// ownViews are how service i sees what flipping its practice b does: to its care and academic value, weighed by its
// goals, and to its own indicator.
func (h *Hospital) ownViews(i ServiceID, b int) (own, indicator view) {
	e := h.practices.Own(b, h.scholarship[i] > 0)
	return h.viewsOf(i, &e)
}

// viewsOf are the same of a change whose effect on the service is given.
func (h *Hospital) viewsOf(i ServiceID, e *Effect) (own, indicator view) {
	p, a := &h.people[i], h.scholarship[i]
	prior := float64(e.Touched) * h.variance
	own = view{float64((1-a)*e.Care) + float64(a*e.Academic), prior * (float64((1-a)*(1-a)) + float64(a*a)), p.noise}
	covered := e.Seen * h.variance
	return own, view{p.validity * e.Shown, p.validity * p.validity * covered, p.measurementNoise}
}

// poleView is how the sum of a pôle's indicators, each weighted by activity, shows what flipping practice b of service i
// does; own is what it does to i itself.
func (h *Hospital) poleView(i ServiceID, b int, own *Effect, pole PoleID) view {
	if h.poles[pole].blind {
		return view{}
	}
	p := &h.practices
	weight := h.activity[i] * h.people[i].validity
	sum, squares := 0.0, 0.0
	if h.poleOf[i] == pole {
		sum, squares = float64(weight*own.Shown), float64(weight*weight*own.Seen)
	}
	for _, r := range p.land.elsewhere(b) {
		if h.poleOf[h.serviceOf[r.contribution]] != pole {
			continue
		}
		weight := h.indicatorWeight(r.contribution)
		_, margin := p.clinicalChange(r)
		sum += float64(weight * float64(margin) * p.land.weight)
		squares += float64(weight * weight)
	}
	return view{sum, squares * h.variance, h.poles[pole].noise}
}

// indicatorWeight is what a contribution to margin weighs in a sum of indicators, each weighted by activity.
func (h *Hospital) indicatorWeight(contribution int32) float64 {
	j := h.serviceOf[contribution]
	weight := h.activity[j] * h.people[j].validity
	if h.practices.counted != nil {
		weight *= h.practices.counted[contribution]
	}
	return weight
}

// direction is +1 if flipping practice b would adopt it and −1 if it would drop it. Noise belongs to the comparison of
// having a practice with not having it, so its sign turns with the direction of a change. The distribution is the same;
// but two hospitals that face the same chances and differ in a practice then tend to agree on it again, which is what
// makes paired comparisons sharp.
func (h *Hospital) direction(b int) float64 {
	i, k := b/h.m, b%h.m
	return 1 - 2*float64(h.practices.word[i]>>k&1)
}

// heeded returns what a service acting alone believes of the effects on others, as mean and variance: it heeds what it
// knows of, as far as it trusts (Σ k·t·Δ). What it does not know or trust it cannot heed: that is where coordination
// lives between meetings.
func (h *Hospital) heeded(i ServiceID, b int) (mean, variance float64) {
	p := &h.practices
	sum, squares := 0.0, 0.0
	for _, r := range p.land.elsewhere(b) {
		j := h.serviceOf[r.contribution]
		if !h.relations.knows(i, j) {
			continue
		}
		relation := h.relations.of(i, j)
		weight := float64(relation.know) * float64(relation.trust)
		sum += float64(weight * float64(p.careChange(r)))
		squares += float64(weight * weight)
	}
	noise := h.people[i].touchShrink * h.people[i].noise
	return float64(h.people[i].touchShrink * p.land.weight * sum), float64(noise * noise * squares)
}

// perceive draws what is believed of flipping practice b; its noise turns with the direction of the change.
func (h *Hospital) perceive(v view, b int, s *sim.Stream) float64 {
	mean, variance := v.believed()
	return mean + float64(h.direction(b)*math.Sqrt(variance)*s.Normal())
}

// tryAlone is the rule of acceptance of a service that acts alone: it flips practice b if
//
//	(1−λ)·own care and academic value (less what incentives crowd out) + λ·what an indicator shows + heeded > switching cost,
//
// each as perceived with a noise of its own, and shrunk. The noises are independent and normal, so their sum is drawn at
// once. It returns what the change was worth to the service; 0 if it was not made.
func (h *Hospital) tryAlone(i ServiceID, b int, own, shown view, s *sim.Stream) float64 {
	lambda := h.lambda[i]
	weight := float64((1 - lambda) * h.intrinsic[i])
	mean, variance := own.believed()
	mean = float64(mean * weight)
	variance = float64(variance * weight * weight)
	if lambda > 0 {
		m, v := shown.believed()
		mean += float64(lambda * m)
		variance += float64(lambda * lambda * v)
	}
	m, v := h.heeded(i, b)
	mean += m
	variance += v
	if !Worthwhile(mean+float64(h.direction(b)*math.Sqrt(variance)*s.Normal()), h.switchingCost) {
		return 0
	}
	h.change(i, b, nobody, false)
	return h.worth(i, own, shown)
}

// worth is what a change that was made is worth to service i: its own care and academic value and, as far as the economy
// counts, what an indicator shows, both as they are.
func (h *Hospital) worth(i ServiceID, own, shown view) float64 {
	lambda := h.lambda[i]
	weight := float64((1 - lambda) * h.intrinsic[i])
	return float64(weight*own.value) + float64(lambda*shown.value)
}
