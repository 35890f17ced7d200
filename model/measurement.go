package model

import "math"

// Measurement: the indicator by which a service's economy is seen. Validity, manipulability and noise are three
// different things.
var (
	validity = declare(Parameter{Key: "measurement.validity", Scope: PerService, Unit: "share", Default: .4, Min: 0, Max: 1,
		Help:   "Weight of true margin effectiveness in the indicator; the rest is case mix, which nobody controls (ν).",
		Source: "assumption; Moisdon on the opacity of hospital output"})
	manipulability = declare(Parameter{Key: "measurement.manipulability", Scope: PerService, Unit: "share", Default: .3, Min: 0, Max: .7,
		Help:   "How far reporting and coding effort alone can raise the indicator (μ).",
		Source: "assumption"})
	measurementNoise = declare(Parameter{Key: "measurement.noise", Scope: PerService, Unit: "σ_Δ", Default: .25, Min: 0, Max: 1,
		Help:   "Noise of one service's indicator (σ_M); a pôle's sum of n indicators has √n times as much.",
		Source: "assumption"})
	caseMixSD = declare(Parameter{Key: "measurement.case_mix_sd", Scope: Hospitalwide, Unit: "index", Default: .05, Min: 0, Max: .3,
		Help:   "Standard deviation of case mix between services and over time.",
		Source: "assumption"})
	caseMixPersistence = declare(Parameter{Key: "measurement.case_mix_persistence", Scope: Hospitalwide, Unit: "per month", Default: .95, Min: 0, Max: .999,
		Help:   "Share of a month's case-mix deviation that is still there the next month.",
		Source: "assumption"})
)

// measure closes the month's accounts: effectiveness is added up, case mix drifts, indicators are taken. An indicator is
// validity·margin + (1 − validity)·case mix + manipulability·reporting + noise.
func (h *Hospital) measure() {
	h.now = values{}
	innovation := h.caseMixSD * math.Sqrt(1-float64(h.caseMixPersistence*h.caseMixPersistence))
	for i := range h.n {
		s := h.keys.measurement.At(i, h.month)
		h.caseMix[i] = .5 + float64(h.caseMixPersistence*(h.caseMix[i]-.5)) + float64(innovation*s.Normal())
		d := &h.people[i]
		care, margin, academic := h.practices.Value(i)
		h.now.add(h.share[i], values{care, margin, academic})
		h.margin[i] = margin
		h.indicator[i] = float64(d.validity*margin) + float64((1-d.validity)*h.caseMix[i]) +
			float64(d.manipulability*h.gaming[i]) + float64(d.measurementNoise*s.Normal())
	}
}
