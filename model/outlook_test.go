package model

import "testing"

// What flipping each practice of a service would do to itself is what looking at one practice at a time says, to the bit,
// however much of it indicators cover.
func TestAllPracticesAtOnceLookAsTheyDoOneByOne(t *testing.T) {
	for _, coverage := range []float64{1, .6} {
		w := flippedWorld(t, settings{"measurement.coverage": coverage})
		effects := make([]Effect, w.m)
		for i := range ServiceID(w.n) {
			w.practices.each(i, effects)
			for k, got := range effects {
				if b := int(i)*w.m + k; got != w.practices.Own(b, true) {
					t.Fatalf("practice %d: %+v, expected %+v", b, got, w.practices.Own(b, true))
				}
			}
		}
	}
}

// Two services are tied where a practice of one has readers in the other; a practice touches those in whom it has any.
func TestWhoseWorkIsTiedHasReadersOfTheOthersPractices(t *testing.T) {
	w, pairs := flippedWorld(t, nil), [3]int{}
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			if i == j {
				continue
			}
			var reached [3]bool
			for b := int(i) * w.m; b < (int(i)+1)*w.m; b++ {
				e := w.practices.Elsewhere(b, j, true)
				if got, want := w.practices.land.touches(b, j), e.Touched+e.Scholarly > 0; got != want {
					t.Fatalf("practice %d touches service %d: %v, expected %v", b, j, got, want)
				}
				reached[byPatients] = reached[byPatients] || e.Touched > 0
				reached[byDiscipline] = reached[byDiscipline] || e.Scholarly > 0
			}
			reached[byEither] = reached[byPatients] || reached[byDiscipline]
			for kind, want := range reached {
				if got := w.reaches(tie(kind), i, j); got != want {
					t.Fatalf("tie %d reaches from %d to %d: %v, expected %v", kind, i, j, got, want)
				}
				if want {
					pairs[kind]++
				}
			}
		}
	}
	for kind, count := range pairs {
		if count < 20 || count == w.n*(w.n-1) {
			t.Errorf("tie %d reaches %d pairs: little was tested", kind, count)
		}
	}
}

// flippedWorld is a busy hospital some of whose practices are not as they started.
func flippedWorld(t *testing.T, set settings) *world {
	t.Helper()
	w := worldOf(t, scenario(t, busy.and(settings{"environment.practices": 7}).and(set)), 0)
	for b := range 40 {
		w.practices.Flip(b * 3 % (w.n * w.m))
	}
	return w
}
