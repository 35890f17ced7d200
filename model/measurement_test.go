package model

import (
	"math"
	"testing"

	"polesim/sim"
)

func TestIndicatorIsValidityTimesMarginPlusCaseMixPlusReporting(t *testing.T) {
	c := scenario(t, settings{"measurement.noise": 0, "ceremony.decay": 0}).Expand()
	for i := range c.Services {
		c.Services[i].Own = Overrides{validity: float64(i%5) / 4, manipulability: .1 * float64(i%3)}
	}
	w := worldOf(t, c, 0)
	for i := range w.gaming {
		w.gaming[i] = float64(i) / 20
	}
	w.measure()
	for i := range w.n {
		_, margin, _ := w.practices.Value(i)
		nu, mu := float64(i%5)/4, .1*float64(i%3)
		close6(t, "indicator", w.indicator[i], nu*margin+(1-nu)*w.caseMix[i]+mu*w.gaming[i])
	}
}

func TestIndicatorNoiseIsInUnitsOfSigmaDelta(t *testing.T) {
	w := worldOf(t, scenario(t, settings{"hospital.services": 200, "measurement.noise": .8, "measurement.validity": 1}), 0)
	var noise sample
	for month := range 20 {
		w.month = month
		w.measure()
		for i := range w.n {
			_, margin, _ := w.practices.Value(i)
			noise = append(noise, w.indicator[i]-margin)
		}
	}
	within4(t, "mean noise", noise.mean(), 0, noise.se())
	within4(t, "deviation of noise", noise.sd(), .8*w.unit, .8*w.unit/math.Sqrt(2*float64(len(noise))))
}

func TestReportingIsForgottenAtAConstantRate(t *testing.T) {
	w := worldOf(t, scenario(t, settings{"ceremony.decay": .1}), 0)
	w.gaming[4] = .8
	var fading sim.Schedule
	w.mechanisms[ceremonyAt].(part).opens(w.Hospital, &fading)
	if err := fading.Run(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	close6(t, "reporting effort after five months", w.gaming[4], .8*math.Pow(.9, 5))
}

func TestAUnitOfCeremonyFillsAShareOfWhatReportingCouldStillAdd(t *testing.T) {
	w := worldOf(t, scenario(t, contracts.and(settings{"ceremony.effect": .25})), 0)
	before := words(&w.practices, w.n)
	w.gaming[3] = .6
	s := stream(0)
	w.mechanisms[ceremonyAt].(Alone).Spend(w.Hospital, 3, &s)
	close6(t, "reporting effort", w.gaming[3], .6+.25*.4)
	for i, word := range words(&w.practices, w.n) {
		if word != before[i] {
			t.Errorf("ceremony changed the practices of service %d", i)
		}
	}
}

// A unit of reporting is worth λ·μ·(what it adds), as long as it lasts relative to a change of practice, less its time.
// What a change is worth is expected to fade as fast as work is drawn anew, or a multiple of that.
func TestReportingPaysAsLongAsItLastsRelativeToAChange(t *testing.T) {
	w := worldOf(t, scenario(t, contracts.and(settings{"ceremony.effect": .25, "ceremony.decay": .2, "professionals.impatience": .04,
		"environment.dynamism": .02, "professionals.fragility": 3, "measurement.manipulability": .5, "professionals.time_cost": .1})), 0)
	w.gaming[3] = .6
	s := stream(0)
	got := w.mechanisms[ceremonyAt].(Alone).Spend(w.Hospital, 3, &s)
	lasting := (.04 + 3*.02) / (.04 + .2)
	close6(t, "worth of a unit of reporting", got, w.lambda[3]*.5*.25*.4*lasting-.1*w.unit)
}

func TestCaseMixDriftsAroundOneHalfWithItsDeviationAndPersistence(t *testing.T) {
	const months = 400
	for _, c := range []struct{ sd, persistence float64 }{{.05, .95}, {.2, 0}, {.1, .5}} {
		w := worldOf(t, scenario(t, settings{"hospital.services": 100, "measurement.case_mix_sd": c.sd, "measurement.case_mix_persistence": c.persistence}), 0)
		first := append(sample(nil), w.caseMix...)
		within4(t, "deviation at the start", first.sd(), c.sd, c.sd/math.Sqrt(200))
		var all, now, next sample
		for month := range months {
			before := append(sample(nil), w.caseMix...)
			w.month = month
			w.measure()
			all, now, next = append(all, w.caseMix...), append(now, before...), append(next, w.caseMix...)
		}
		rho := c.persistence
		n := float64(len(all)) * (1 - rho) / (1 + rho) // independent observations
		within4(t, "mean", all.mean(), .5, c.sd/math.Sqrt(n))
		within4(t, "deviation", all.sd(), c.sd, c.sd/math.Sqrt(2*float64(len(all))*(1-rho*rho)/(1+rho*rho)))
		within4(t, "correlation with the month before", correlation(now, next), rho, math.Sqrt((1-rho*rho)/float64(len(all))))
	}
}

func TestCaseMixIsTheSameUnderAllGovernances(t *testing.T) {
	course := func(with settings) (z []float64) {
		w := worldOf(t, scenario(t, with), 3)
		w.live(t, 12, func(int) { z = append(z, w.caseMix...) })
		return z
	}
	want := course(servicesOnly)
	for name, with := range map[string]settings{"contracts": contracts, "network": network, "soft pôles": softPoles, "one pôle": {"hospital.poles": 1}} {
		for k, z := range course(with) {
			if z != want[k] {
				t.Fatalf("%s: case mix differs", name)
			}
		}
	}
}

func TestAnInvalidIndicatorShowsNothingOfAChange(t *testing.T) {
	w := worldOf(t, scenario(t, noNoise.and(contracts).and(settings{"measurement.validity": 0, "professionals.goal_academic": 0,
		"governance.incentive": 3})), 0)
	mustAcceptExactly(t, w, resultsAt, func(i ServiceID, b int) float64 { return w.truth(b)[i].care })
}
