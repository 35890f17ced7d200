package model

import (
	"math"
	"math/bits"
	"testing"
)

var normsAt = mechanismIndex(normsMechanism{})

// believing are settings under which services do nothing of their own accord but live up to the code.
var believing = settings{"formal.norms": 1, "formal.skills": 0, "professionals.autonomy": 0, "arenas.meeting_units": 0}

func (w *world) norms() *norms { return w.mechanisms[normsAt].(*norms) }

// The code starts without a belief and learns from those who seem better than average (March 1991): on each practice with
// probability 1 − (1 − p2)^k, k how many more of them differ from the code than agree with it.
func TestTheCodeLearnsFromThoseWhoSeemBetterAsInMarch(t *testing.T) {
	const p2, tries = .2, 4000
	for name, c := range map[string]struct {
		believed, adopted int // −1: no belief; how many of 7 better services have adopted the practice
		lead              int
		becomes           bool
	}{
		"takes up what most do":                {-1, 5, 3, true},
		"takes up that most do not":            {-1, 1, 5, false},
		"gives way to those who have":          {0, 6, 5, true},
		"gives way to those who have not":      {1, 3, 1, false},
		"stays where most agree":               {1, 5, 0, true},
		"stays where most agree in not having": {0, 2, 0, false},
	} {
		w := worldOf(t, scenario(t, believing.and(settings{"norms.learning": p2})), 0)
		n := w.norms()
		for i := range w.n { // 7 seem better than average
			n.seen[i] = .5
			word := uint64(0b1) // those who do not count have the practice, and say nothing
			if i < 7 {
				n.seen[i], word = .8, 0
				if i < c.adopted {
					word = 1
				}
			}
			w.work(ServiceID(i), word)
		}
		circle, moved := n.like.of[0], 0.0
		for draw := range tries {
			code := &n.codes[circle]
			*code = Code{Held: 1}
			switch c.believed {
			case -1:
				code.Held = 0
			case 1:
				code.Word = 1
			}
			before := *code
			n.learn(w.Hospital, circle, stream(draw))
			if ((code.Word^before.Word)|(code.Held^before.Held))&1 == 1 {
				moved++
				if code.Held&1 == 0 || (code.Word&1 == 1) != c.becomes {
					t.Fatalf("%s: the code becomes %b of %b", name, code.Word, code.Held)
				}
			}
		}
		p := 1 - math.Pow(1-p2, float64(c.lead))
		within4(t, name, moved/tries, p, math.Sqrt(p*(1-p)/tries))
	}
}

func TestATieLeavesTheCode(t *testing.T) {
	w := worldOf(t, scenario(t, believing.and(settings{"norms.learning": 1})), 0)
	n := w.norms()
	for i := range w.n {
		n.seen[i] = .5
		if i < 8 {
			n.seen[i] = .8
		}
		w.work(ServiceID(i), uint64(i%2))
	}
	for believed := range uint64(2) {
		n.codes[0] = Code{Held: 1, Word: believed}
		n.learn(w.Hospital, 0, stream(0))
		if n.codes[0].Word&1 != believed || n.codes[0].Held&1 != 1 {
			t.Errorf("a tie moves the code from %d to %d", believed, n.codes[0].Word&1)
		}
	}
	n.codes[0] = Code{}
	n.learn(w.Hospital, 0, stream(0))
	if n.codes[0].Held&1 != 0 {
		t.Error("a tie makes a belief")
	}
}

func TestWhoIsBetterIsSeenWithNoise(t *testing.T) {
	const noise = .8
	w := worldOf(t, scenario(t, believing.and(settings{"norms.noise": noise, "norms.socialisation": 0, "environment.dynamism": 0})), 0)
	var off sample
	w.live(t, 200, func(int) {
		for i, seen := range w.norms().seen {
			off = append(off, seen-w.practices.Care(i)) // nobody ever moves
		}
	})
	within4(t, "mean error", off.mean(), 0, off.se())
	within4(t, "standard deviation of the error", off.sd(), noise*w.unit, noise*w.unit/math.Sqrt(2*float64(len(off))))
}

// coded is a world with a code on four of its practices.
func coded(t *testing.T, with settings) *world {
	w := worldOf(t, scenario(t, believing.and(with)), 0)
	w.norms().codes[0] = Code{Held: 0b01011010, Word: 0b00001010}
	return w
}

func TestServicesLiveUpToTheCodeUnlessTheyFeelALoss(t *testing.T) {
	w := coded(t, noNoise.and(settings{"norms.socialisation": 1, "professionals.switching_cost": .3}))
	moved, refused := 0, 0
	for i := range ServiceID(w.n) {
		differs := w.norms().differs(w.Hospital, i)
		if differs == 0 {
			continue
		}
		got := w.accepted(i, normsAt, 100)
		for k := range w.m {
			b := int(i)*w.m + k
			want := differs>>k&1 == 1 && w.ownWorthOf(i, w.truth(b)) >= 0
			if (got[b] > 0) != want {
				t.Errorf("service %d, practice %d: moved %d times, expected %v", i, k, got[b], want)
			}
			if want {
				moved++
			} else if differs>>k&1 == 1 {
				refused++
			}
		}
	}
	if moved < 5 || refused < 5 {
		t.Errorf("%d moved and %d refused: nothing was tested", moved, refused)
	}
}

func TestSocialisationIsAChance(t *testing.T) {
	const p1, tries = .3, 400
	w := coded(t, noNoise.and(settings{"norms.socialisation": p1}))
	asked, moved := 0.0, 0.0
	for i := range ServiceID(w.n) {
		differs, gains := w.norms().differs(w.Hospital, i), true
		for k := range w.m {
			gains = gains && (differs>>k&1 == 0 || w.ownWorthOf(i, w.truth(int(i)*w.m+k)) > 0)
		}
		if differs == 0 || !gains {
			continue
		}
		asked += tries
		for _, n := range w.accepted(i, normsAt, tries) {
			moved += float64(n)
		}
	}
	if asked == 0 {
		t.Fatal("nobody gains by all that the code asks")
	}
	within4(t, "share socialised", moved/asked, p1, math.Sqrt(p1*(1-p1)/asked))
}

func TestAgreementWithTheCodeCountsItsBeliefs(t *testing.T) {
	w := coded(t, nil)
	w.work(2, 0b11101111&0b10101111|0b00001010)
	want := 0.0
	for i := range w.n {
		want += float64(4-bits.OnesCount64((w.practices.Word(i)^0b00001010)&0b01011010)) / 4 / float64(w.n)
	}
	close6(t, "agreement", outcomes[OutcomeIndex("code_agreement")].observe(w.Hospital), want)
	w.work(2, 0b00001010)
	if got := w.taker(2, normsAt); got != skillsAt {
		t.Errorf("who lives up to the code spends a unit for norms on %s", mechanisms[got].Name())
	}
}

// Where a discipline has its practices in common, living up to a code draws its services together; where nothing is in
// common the code is a fashion.
func TestNormsDrawServicesTogether(t *testing.T) {
	with := settings{"environment.template_share": 1, "environment.interdependence_across": 0, "hospital.services": 32, "hospital.blocks": 8,
		"norms.like": sameDiscipline, "professionals.autonomy": .1}
	skills := scenario(t, with.and(settings{"formal.norms": .001}))
	normative := scenario(t, with.and(settings{"formal.norms": 1, "formal.skills": .5}))
	var nearer sample
	for replication := range 20 {
		r := run(t, replication, 60, skills, normative)
		nearer = append(nearer, outcome(t, r[1], "code_agreement")-outcome(t, r[0], "code_agreement"))
	}
	if nearer.mean() <= 4*nearer.se() {
		t.Errorf("agreement with the code rises by %.3f ± %.3f", nearer.mean(), nearer.se())
	}
}
