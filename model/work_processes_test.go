package model

import (
	"math"
	"math/bits"
	"testing"
)

var processesAt = mechanismIndex(workProcessesMechanism{})

// prescribing are settings under which services do nothing of their own accord but take over templates.
var prescribing = settings{"formal.work_processes": 1, "formal.skills": 0, "professionals.autonomy": 0, "arenas.meeting_units": 0}

func (w *world) processes() *workProcesses { return w.mechanisms[processesAt].(*workProcesses) }

// work makes service i work by a word.
func (w *world) work(i ServiceID, word uint64) {
	for k := range w.m {
		if (w.practices.word[i]^word)>>k&1 == 1 {
			w.practices.Flip(int(i)*w.m + k)
		}
	}
}

// careOf is what service i's care is if it works by a word.
func (w *world) careBy(i ServiceID, word uint64) float64 {
	before := w.practices.Word(int(i))
	w.work(i, word)
	care := w.practices.Care(int(i))
	w.work(i, before)
	return care
}

func TestOnPaperAServiceCaresAsItWouldIfItWorkedSo(t *testing.T) {
	w := worldOf(t, scenario(t, nil), 0)
	for i := range ServiceID(w.n) {
		for draw := range 20 {
			s := stream(int(i)*100 + draw)
			from, to := s.Uint64()&(1<<w.m-1), s.Uint64()&(1<<w.m-1)
			close6(t, "gain on paper", w.practices.CareBetween(from, to, int(i)), w.careBy(i, to)-w.careBy(i, from))
		}
	}
}

// Protocols at the start write down what a discipline learned alike: a share of it, as all its services do it.
func TestProtocolsAtTheStartWriteDownWhatIsDoneAlike(t *testing.T) {
	all := worldOf(t, scenario(t, prescribing.and(settings{"processes.codified": 1, "environment.template_share": .5,
		"processes.like": sameHospital})), 0)
	alike := ^uint64(0)
	for i := range all.n {
		alike &^= all.practices.Word(i) ^ all.practices.Word(0)
	}
	if got := all.processes().force[0]; got.prescribed != alike&0b1111 || got.word != all.practices.Word(0)&got.prescribed {
		t.Errorf("%b is prescribed to the whole hospital, all do %b alike", got, alike&0b1111)
	}
	for share, learned := range map[float64]int{0: 0, .5: 2, 1: 4} {
		w := worldOf(t, scenario(t, prescribing.and(settings{"processes.codified": share, "environment.template_share": .5})), 0)
		p := w.processes()
		p.like.each(func(c int) {
			if bits.OnesCount64(p.force[c].prescribed) != learned || p.draft[c] != p.force[c] {
				t.Errorf("with a share of %v %b is prescribed and %b drafted", share, p.force[c], p.draft[c])
			}
		})
		for i := range ServiceID(w.n) {
			if p.differs(w.Hospital, i) != 0 {
				t.Errorf("service %d differs from what all are said to do", i)
			}
		}
	}
}

func TestATrialGivesOnePracticeAnotherWord(t *testing.T) {
	const k = 3
	start := template{0b10010001, 0b10000001}
	for _, now := range []template{start, {start.prescribed | 1<<k, start.word}, {start.prescribed | 1<<k, start.word | 1<<k}} {
		first, second := now.otherwise(k, 0), now.otherwise(k, 1)
		if first == second || first == now || second == now {
			t.Errorf("from %b the words are %b and %b", now, first, second)
		}
		for _, got := range []template{first, second} {
			if (got.prescribed^now.prescribed)&^(1<<k) != 0 || (got.word^now.word)&^(1<<k) != 0 || got.word&^got.prescribed != 0 {
				t.Errorf("from %b to %b", now, got)
			}
		}
	}
}

// meanUnder is the mean care of a circle under a template, found by working so.
func (w *world) meanUnder(members []ServiceID, by template) (mean float64) {
	for _, i := range members {
		mean += w.careBy(i, by.on(w.practices.Word(int(i)))) / float64(len(members))
	}
	return mean
}

func TestAnalystsKeepWhatIsBetterForLikeServicesOnTheMean(t *testing.T) {
	w := worldOf(t, scenario(t, prescribing.and(settings{"processes.noise": 0})), 0)
	p := w.processes()
	kept, dropped := 0, 0
	for draw := range 400 {
		was := append([]template(nil), p.draft...)
		p.try(w.Hospital, stream(draw))
		changed := 0
		for c, members := range p.like.members {
			if p.draft[c] != was[c] {
				changed++
				if w.meanUnder(members, p.draft[c]) <= w.meanUnder(members, was[c]) {
					t.Errorf("draw %d: %b is kept instead of %b, which is better", draw, p.draft[c], was[c])
				}
			}
		}
		kept += changed
		dropped += 1 - changed
	}
	if kept < 10 || dropped < 10 {
		t.Errorf("%d changes kept and %d dropped: nothing was tested", kept, dropped)
	}
	for draw := range 20000 {
		p.try(w.Hospital, stream(1000+draw))
	}
	for c, members := range p.like.members {
		for trial := range 2 * w.m {
			other := p.draft[c].otherwise(trial/2, trial%2)
			if len(members) > 0 && w.meanUnder(members, other) > w.meanUnder(members, p.draft[c])+1e-9 {
				t.Errorf("circle %d: after many trials another word on practice %d would still be better", c, trial/2)
			}
		}
	}
}

func TestATemplateIsRolledOutIfItIsWorthTheChangesAndWithdrawnIfItIsWorseThanPractice(t *testing.T) {
	w := worldOf(t, scenario(t, prescribing.and(settings{"processes.noise": 0})), 0)
	p := w.processes()
	all := uint64(1)<<w.m - 1
	rolled, withdrawn, left := 0, 0, 0
	for draw := range 200 {
		s := stream(draw)
		c := p.like.of[s.IntN(w.n)]
		members := p.like.members[c]
		make := func() template {
			t := template{s.Uint64() & all, s.Uint64() & all}
			t.word &= t.prescribed
			return t
		}
		draft, force := make(), make()
		changes := 0.0
		for _, i := range members {
			changes += float64(bits.OnesCount64(draft.on(w.practices.Word(int(i)))^w.practices.Word(int(i)))) / float64(len(members))
		}
		now := w.meanUnder(members, template{})
		want := force
		switch {
		case w.meanUnder(members, draft)-now > .1*w.unit*changes:
			want = draft
			rolled++
		case w.meanUnder(members, force)-now < -.1*w.unit:
			want = template{}
			withdrawn++
		default:
			left++
		}
		p.draft[c], p.force[c] = draft, force
		p.review(w.Hospital, c, s)
		if p.force[c] != want {
			t.Errorf("draw %d: %b is in force, expected %b", draw, p.force[c], want)
		}
	}
	if rolled < 10 || withdrawn < 10 || left < 10 {
		t.Errorf("%d rolled out, %d withdrawn, %d left: nothing was tested", rolled, withdrawn, left)
	}
}

func TestTemplatesAreRolledOutAtTheEndOfAYear(t *testing.T) {
	w := worldOf(t, scenario(t, prescribing.and(settings{"environment.template_share": 1, "environment.interdependence_across": 0})), 0)
	var before []template
	moves := 0
	w.live(t, 48, func(month int) {
		for c, now := range w.processes().force {
			if month > 0 && now != before[c] {
				moves++
				if month%12 != 11 {
					t.Errorf("another template is in force in month %d", month)
				}
			}
		}
		before = append(before[:0], w.processes().force...)
	})
	if moves == 0 {
		t.Error("nothing was ever rolled out")
	}
}

// imposed is a world in which all services are under a template from the start.
func imposed(t *testing.T, with settings) *world {
	w := worldOf(t, scenario(t, prescribing.and(with)), 0)
	for c := range w.processes().force {
		w.processes().force[c] = template{0b10101010, 0b00101000}
	}
	return w
}

func TestServicesTakeOverWhatIsPrescribedAsFarAsTheyAreNotAutonomous(t *testing.T) {
	for _, autonomy := range []float64{0, .4, 1} {
		w := imposed(t, settings{"professionals.autonomy": autonomy})
		const tries = 100
		changes, asked := 0.0, 0.0
		for i := range ServiceID(w.n) {
			differs := w.processes().differs(w.Hospital, i)
			if differs == 0 {
				continue
			}
			asked += tries
			for b, n := range w.accepted(i, processesAt, tries) {
				changes += float64(n)
				if differs>>(b%w.m)&1 == 0 {
					t.Errorf("practice %d was changed, which is free or as prescribed", b)
				}
			}
		}
		within4(t, "share taken over", changes/asked, 1-autonomy, math.Sqrt(autonomy*(1-autonomy)/asked))
	}
}

func TestWhoDoesAsPrescribedHasTimeForItsOwnSkills(t *testing.T) {
	w := imposed(t, nil)
	w.work(3, w.processes().force[0].on(w.practices.Word(3)))
	for i := range ServiceID(w.n) {
		want := processesAt
		if w.processes().differs(w.Hospital, i) == 0 {
			want = skillsAt
		}
		if got := w.taker(i, processesAt); got != want {
			t.Errorf("a unit of service %d for templates is spent on %s", i, mechanisms[got].Name())
		}
	}
	if w.taker(3, processesAt) != skillsAt {
		t.Error("a service that does as prescribed takes over something")
	}
}

func TestConformityAndSpreadCountPractices(t *testing.T) {
	w := imposed(t, settings{"processes.like": sameKind})
	agree, differ, pairs := 0.0, 0.0, 0.0
	for i := range w.n {
		a := w.practices.Word(i)
		agree += float64(4 - bits.OnesCount64((a^0b00101000)&0b10101010))
		for j := range i {
			differ += float64(bits.OnesCount64(a ^ w.practices.Word(j)))
			pairs += float64(w.m)
		}
	}
	column := func(name string) float64 { return outcomes[OutcomeIndex(name)].observe(w.Hospital) }
	close6(t, "conformity", column("template_conformity"), agree/float64(4*w.n))
	close6(t, "scope", column("template_scope"), .5)
	close6(t, "spread", column("practice_spread"), differ/pairs)
}

// What the technostructure can do depends on the work: where services are alike, do not depend on each other and nothing
// moves, templates spread what nobody finds alone; where services have nothing in common, there is nothing to prescribe.
func TestTemplatesHelpWhereWorkIsAlikeSimpleAndStable(t *testing.T) {
	stable := settings{"environment.dynamism": 0, "environment.interdependence_across": 0, "hospital.services": 32, "hospital.blocks": 8}
	compare := func(alike float64) (gains, scope sample) {
		with := stable.and(settings{"environment.template_share": alike})
		skills, templates := scenario(t, with), scenario(t, with.and(settings{"formal.work_processes": 1, "formal.skills": .5,
			"professionals.autonomy": .1}))
		for replication := range 30 {
			r := run(t, replication, 96, skills, templates)
			gains = append(gains, outcome(t, r[1], "care_effectiveness")-outcome(t, r[0], "care_effectiveness"))
			scope = append(scope, outcome(t, r[1], "template_scope"))
		}
		return gains, scope
	}
	if gains, _ := compare(1); gains.mean() <= 4*gains.se() {
		t.Errorf("templates gain %.4f ± %.4f of care where all services of a discipline are alike", gains.mean(), gains.se())
	}
	if _, scope := compare(0); scope.mean() > .05 {
		t.Errorf("%.3f of practices are prescribed to services that have nothing in common", scope.mean())
	}
}
