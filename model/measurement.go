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
	measurementCoverage = declare(Parameter{Key: "measurement.coverage", Scope: PerService, Unit: "share", Default: 1, Min: 0, Max: 1,
		Help:   "Share of a service's practices whose margin the indicator covers; it shows nothing of the others.",
		Source: "assumption; contracts and tariffs measure part of the work"})
	caseMixSD = declare(Parameter{Key: "measurement.case_mix_sd", Scope: Hospitalwide, Unit: "index", Default: .05, Min: 0, Max: .3,
		Help:   "Standard deviation of case mix between services and over time.",
		Source: "assumption"})
	caseMixPersistence = declare(Parameter{Key: "measurement.case_mix_persistence", Scope: Hospitalwide, Unit: "per month", Default: .95, Min: 0, Max: .999,
		Help:   "Share of a month's case-mix deviation that is still there the next month.",
		Source: "assumption"})
)

// cover decides which practices the indicators cover. Those of a service are ranked by chance once in a replication, so
// that more coverage adds to what is measured.
func (h *Hospital) cover() {
	h.practices.counted = nil
	all := true
	for i := range h.n {
		measured := int(math.Round(h.config.ServiceValue(ServiceID(i), measurementCoverage) * float64(h.m)))
		all = all && measured == h.m
		h.rankCovered(i, measured)
	}
	if !all {
		h.practices.counted = h.counted
	}
}

// rankCovered gives the first measured practices of service i, in an order by chance, equal weights with mean 1 over all.
func (h *Hospital) rankCovered(i, measured int) {
	weights := h.counted[i*h.m : (i+1)*h.m]
	clear(weights)
	s := h.keys.coverage.At(i, 0)
	for left := range measured {
		at := s.IntN(h.m - left)
		for k := range weights {
			if weights[k] > 0 {
				continue
			}
			if at == 0 {
				weights[k] = float64(h.m) / float64(measured)
				break
			}
			at--
		}
	}
}

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
		h.caring[i], h.margin[i], h.scholarly[i] = care, margin, academic
		covered := margin
		if h.practices.counted != nil {
			covered = h.practices.Covered(i)
		}
		h.indicator[i] = float64(d.validity*covered) + float64((1-d.validity)*h.caseMix[i]) +
			float64(d.manipulability*h.gaming[i]) + float64(d.measurementNoise*s.Normal())
	}
}
