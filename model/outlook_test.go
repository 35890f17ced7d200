package model

import "testing"

// What flipping each practice of a service would do to itself and to another is what looking at one practice at a time says,
// to the bit, however much of it indicators cover; and two services are tied where a practice of one has readers in the other.
func TestAllPracticesAtOnceLookAsTheyDoOneByOne(t *testing.T) {
	for _, coverage := range []float64{1, .6} {
		w := worldOf(t, scenario(t, busy.and(settings{"measurement.coverage": coverage, "environment.practices": 7})), 0)
		for b := range 40 {
			w.practices.Flip(b * 3 % (w.n * w.m))
		}
		effects, touched := make([]Effect, w.m), [3]int{}
		for i := range ServiceID(w.n) {
			for j := range ServiceID(w.n) {
				w.practices.each(i, j, effects)
				var reached [3]bool
				for k, got := range effects {
					b := int(i)*w.m + k
					want := w.practices.Elsewhere(b, j, true)
					if i == j {
						want = w.practices.Own(b, true)
					}
					if got != want {
						t.Fatalf("practice %d on service %d: %+v, expected %+v", b, j, got, want)
					}
					reached[byPatients] = reached[byPatients] || want.Touched > 0
					reached[byDiscipline] = reached[byDiscipline] || want.Scholarly > 0
				}
				reached[byEither] = reached[byPatients] || reached[byDiscipline]
				for kind, want := range reached {
					if got := w.reaches(tie(kind), i, j); i != j && got != want {
						t.Fatalf("tie %d reaches from %d to %d: %v, expected %v", kind, i, j, got, want)
					}
					if want && i != j {
						touched[kind]++
					}
				}
			}
		}
		for kind, pairs := range touched {
			if pairs < 20 || pairs == w.n*(w.n-1) {
				t.Errorf("tie %d reaches %d pairs: little was tested", kind, pairs)
			}
		}
	}
}
