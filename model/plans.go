package model

import "polesim/sim"

// plansMechanism is the standardisation of results in a meeting: two services of a pôle take a change that lifts the
// pôle's indicator. It is what a working division does with its meetings; with a poor indicator it is dialogue without
// effect.
type plansMechanism struct{}

func (plansMechanism) Name() string  { return "plans" }
func (plansMechanism) About() string { return "take a joint change by the pôle's indicator" }

// Hold makes the change iff (1−λ)·believed own care of both + λ·lens of the pôle > switching cost of two practices.
func (plansMechanism) Hold(h *Hospital, mt *meeting, s *sim.Stream) (float64, float64) {
	i, j := mt.first, mt.second
	lambda := (h.lambda[i] + h.lambda[j]) / 2
	var joint [2]Effect
	lens := lensOf{noise: h.poles[h.poleOf[i]].noise}
	for side, b := range mt.bits {
		if b < 0 {
			continue
		}
		other := mt.second
		if side == 1 {
			other = mt.first
		}
		joint[side].add(h.practices.OwnCare(b))
		joint[1-side].add(h.practices.Elsewhere(b, other))
		part := h.poleLens(b, h.poleOf[i])
		lens.value += part.value
		lens.prior += part.prior
		if side == 0 && mt.bits[1] >= 0 {
			h.practices.Flip(b)
		}
	}
	lens = lens.per((h.activity[i] + h.activity[j]) / 2)
	total := float64((1 - lambda) * (h.believedCare(i, &joint[0], s) + h.believedCare(j, &joint[1], s)))
	if lambda > 0 {
		total += float64(lambda * lens.seen(1, s))
	}
	made := total > 2*h.switchingCost
	h.settle(mt, made, false)
	if !made {
		h.grow(mt)
		return 0, 0
	}
	h.tally.agreementsPole++
	h.judge(i, j, joint[0].Care)
	h.judge(j, i, joint[1].Care)
	shared := float64(lambda * lens.value / 2)
	return float64((1-lambda)*joint[0].Care) + shared, float64((1-lambda)*joint[1].Care) + shared
}

// believedCare is what a service believes a change does to its care.
func (h *Hospital) believedCare(i ServiceID, e *Effect, s *sim.Stream) float64 {
	noise := h.people[i].noise
	return shrinkage(float64(e.Touched)*h.variance, noise) * (e.Care + float64(noise*s.Normal()))
}
