package model

import (
	"math"

	"polesim/sim"
)

// plansMechanism is the standardisation of results in a meeting: two services of a pôle take a change that lifts the
// pôle's indicator. It is what a working division does with its meetings; with a poor indicator it is dialogue without
// effect.
type plansMechanism struct{}

func (plansMechanism) Name() string  { return "plans" }
func (plansMechanism) About() string { return "take a joint change by the pôle's indicator" }
func (plansMechanism) Settles() item { return plannedItem }

// Hold makes the change iff (1−λ)·believed own care of both + λ·what the pôle's indicator shows > switching cost of two
// services.
func (plansMechanism) Hold(h *Hospital, mt *meeting, s *sim.Stream) (float64, float64) {
	i, j := mt.first, mt.second
	lambda := float64((h.lambda[i] + h.lambda[j]) / 2)
	shown := view{noise: h.poles[h.poleOf[i]].noise}
	joint := h.foresee(mt, false, func(k ServiceID, b int, own Effect) {
		part := h.poleView(k, b, &own, h.poleOf[i])
		shown.value += part.value
		shown.prior += part.prior
	})
	shown = shown.per((h.activity[i] + h.activity[j]) / 2)
	mean, variance := 0.0, 0.0
	for side, k := range [2]ServiceID{i, j} {
		m, v := h.careView(k, &joint[side]).believed()
		weight := float64((1 - lambda) * h.intrinsic[k])
		mean += float64(weight * m)
		variance += float64(weight * weight * v)
	}
	m, v := shown.believed()
	mean += float64(lambda * m)
	variance += float64(lambda * lambda * v)
	total := mean + float64(math.Sqrt(variance)*s.Normal())
	made := Worthwhile(total, 2*h.switchingCost)
	h.settle(mt, made, false)
	if !made {
		h.grow(mt)
		return 0, 0
	}
	h.tally.agreementsPole++
	h.judge(i, j, joint[0].Care)
	h.judge(j, i, joint[1].Care)
	shared := float64(lambda * shown.value / 2)
	return float64((1-lambda)*h.intrinsic[i]*joint[0].Care) + shared, float64((1-lambda)*h.intrinsic[j]*joint[1].Care) + shared
}

// careView is how a service sees what a change does to its care.
func (h *Hospital) careView(i ServiceID, e *Effect) view {
	return view{e.Care, float64(e.Touched) * h.variance, h.people[i].noise}
}
