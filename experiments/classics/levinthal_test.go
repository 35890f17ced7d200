package classics

import (
	"math/bits"
	"slices"
	"testing"

	"polesim/sim"
)

// adapting is a population of a setting.
func adapting(t *testing.T, set ...string) *population {
	t.Helper()
	v, err := levinthal.Read(set...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := levinthal.New(v)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*population)
}

// TestLevinthalOrganisationsMoveOnePracticeAPeriodAndUp follows each organisation: it changes one practice if a change of one
// leads up, and none otherwise; at the end none leads up for anybody.
func TestLevinthalOrganisationsMoveOnePracticeAPeriodAndUp(t *testing.T) {
	p := adapting(t, "K=3", "organisations=20", "periods=0")
	key := sim.NewKey(4, 0)
	p.Run(0, key, make([]float64, 3))
	before := make([]uint64, len(p.forms))
	for period := 1; period <= 30; period++ {
		copy(before, p.forms)
		p.adapt(key, period)
		for o, form := range p.forms {
			p.startAt(before[o])
			fitter, was := false, p.fitness()
			for b := range p.n {
				fitter = fitter || p.gain(b) > 0
			}
			p.startAt(form)
			switch moved := bits.OnesCount64(before[o] ^ form); {
			case fitter && (moved != 1 || p.fitness() <= was):
				t.Fatalf("period %d: an organisation goes from %b to %b, of fitness %v and %v", period, before[o], form, was, p.fitness())
			case !fitter && moved != 0:
				t.Fatalf("period %d: an organisation leaves the optimum %b for %b", period, before[o], form)
			case fitter && period == 30:
				t.Errorf("after %d periods an organisation is not at rest", period)
			}
		}
	}
}

// TestLevinthalCountsForms counts by hand.
func TestLevinthalCountsForms(t *testing.T) {
	p := population{forms: []uint64{5, 3, 5, 0, 3, 5}}
	if n := p.different(); n != 3 {
		t.Errorf("5, 3, 5, 0, 3, 5 are %v forms, want 3", n)
	}
	if !slices.Equal(p.forms, []uint64{5, 3, 5, 0, 3, 5}) {
		t.Error("counting moves organisations")
	}
	if n := formsDrawn(2, 2); n != 1.5 {
		t.Errorf("two organisations of two forms have %v in mean, want 1.5", n)
	}
}

// TestLevinthalJumpsLeadUp says that nobody jumps to what is worse, that organisations at rest may jump, and that some do.
func TestLevinthalJumpsLeadUp(t *testing.T) {
	p := adapting(t, "K=5", "organisations=20", "periods=30")
	key := sim.NewKey(4, 0)
	p.Run(0, key, make([]float64, 3))
	p.jumps = 1
	jumped := 0
	for period := 31; period <= 60; period++ {
		before := append([]uint64(nil), p.forms...)
		atRest := append([]bool(nil), p.rests...)
		p.adapt(key, period)
		for o, form := range p.forms {
			if form == before[o] {
				continue
			}
			p.startAt(before[o])
			was := p.fitness()
			p.startAt(form)
			if p.fitness() <= was {
				t.Errorf("an organisation goes from %v to %v", was, p.fitness())
			}
			if atRest[o] {
				jumped++
			}
			if p.rests[o] {
				t.Error("an organisation that has just moved is said to be at rest")
			}
		}
	}
	if jumped == 0 {
		t.Error("nobody who is at rest jumps")
	}
}

// TestLevinthalFitnessIsTheMeanOfOrganisations looks at where each ends.
func TestLevinthalFitnessIsTheMeanOfOrganisations(t *testing.T) {
	p := adapting(t, "K=5", "organisations=7", "periods=4")
	into := make([]float64, 3)
	p.Run(0, sim.NewKey(4, 0), into)
	mean := 0.0
	for _, form := range p.forms {
		p.startAt(form)
		mean += p.fitness() / 7
	}
	if p.different() < 2 || !near(into[2], mean) {
		t.Errorf("fitness %v, that of organisations is %v in mean", into[2], mean)
	}
}

// TestLevinthalCourseIsThatOfForms runs from the forms at the start to those at the end.
func TestLevinthalCourseIsThatOfForms(t *testing.T) {
	p := adapting(t, "periods=12")
	into := make([]float64, 3)
	p.Run(0, sim.NewKey(4, 0), into)
	course := p.Course()
	if len(course) != 13 || course[0] != into[1] || course[12] != into[0] {
		t.Errorf("a course of %d, from %v to %v; want 13, from %v to %v", len(course), course[0], course[len(course)-1], into[1], into[0])
	}
	for at := range course[1:] {
		if course[at+1] > course[0] {
			t.Errorf("there are more forms in period %d than at the start", at+1)
		}
	}
}

// TestLevinthalEnvironmentChangesInWhatItSays says that organisations adapt as before up to the change, and that a change of
// some practices leaves what the others contribute as it was.
func TestLevinthalEnvironmentChangesInWhatItSays(t *testing.T) {
	key := sim.NewKey(4, 0)
	still, moved := adapting(t, "K=0", "periods=40"), adapting(t, "K=0", "periods=40", "change=20", "changed=4")
	still.Run(0, key, make([]float64, 3))
	moved.Run(0, key, make([]float64, 3))
	if !slices.Equal(still.Course()[:21], moved.Course()[:21]) {
		t.Errorf("before the change, forms are %v; want %v", moved.Course()[:21], still.Course()[:21])
	}
	if moved.Course()[20] != 1 || moved.Course()[40] != 1 {
		t.Errorf("on a smooth landscape %v forms are left before the change and %v after it", moved.Course()[20], moved.Course()[40])
	}
	if differ := still.forms[0] ^ moved.forms[0]; differ == 0 || differ >= 1<<4 {
		t.Errorf("the best form has changed in %b; want some of the first four practices", differ)
	}
	if _, err := levinthal.Read("N=5", "changed=6"); err == nil {
		t.Error("six of five practices change")
	}
}
