package model

import (
	"math"
	"testing"
)

func TestAnIndicatorIsAsGoodAsThePostsThatMakeIt(t *testing.T) {
	staffed := settings{"technostructure.staffed": 1, "technostructure.usual_posts": .1, "technostructure.ceiling": .8,
		"technostructure.reporting": .5, "measurement.validity": .4, "measurement.noise": .2}
	for posts, left := range map[float64]float64{0: 2, .1: 1, .3: .5, .7: .25} {
		w := worldOf(t, scenario(t, contracts.and(staffed).and(settings{"technostructure.posts": posts})), 0)
		noise := 0.0
		for i := range w.n {
			close6(t, "validity", w.people[i].validity, .8-.4*left)
			close6(t, "noise", w.people[i].measurementNoise, .2*w.unit*math.Sqrt(left))
			if w.poleOf[i] == 0 {
				noise += w.people[i].measurementNoise * w.people[i].measurementNoise
			}
		}
		close6(t, "noise of a pôle's sum", w.poles[0].noise, math.Sqrt(noise))
		w.planTime()
		close6(t, "time that reporting leaves", w.slack[0], 1-.5*posts)
	}
}

func TestAValidityAboveTheCeilingStaysWhateverThePosts(t *testing.T) {
	for _, posts := range []float64{0, 1} {
		w := worldOf(t, scenario(t, settings{"technostructure.staffed": 1, "technostructure.posts": posts, "measurement.validity": .9}), 0)
		close6(t, "validity", w.people[0].validity, .9)
	}
}

func TestPostsOfManagementControlArePaidByTheTreasury(t *testing.T) {
	w := worldOf(t, scenario(t, accounts.and(settings{"technostructure.staffed": 1, "technostructure.posts": .5, "money.analyst": 60000})), 0)
	w.live(t, 1, nil)
	if got, want := w.money.ledger.balance[treasury], -cents(60000*.5*16/12); got != want {
		t.Errorf("the treasury paid %d cents, expected %d", got, want)
	}
}

// What the indicator covers is what lenses and levels show.
func TestAnIndicatorShowsTheMeasuredPracticesAlone(t *testing.T) {
	w := worldOf(t, scenario(t, settings{"measurement.coverage": .5, "measurement.noise": 0, "measurement.case_mix_sd": 0}), 0)
	measured := func(i int) float64 { return w.practices.Covered(i) }
	for i := range w.n {
		counted := 0
		for _, weight := range w.counted[i*w.m : (i+1)*w.m] {
			if weight > 0 {
				counted++
				close6(t, "weight of a measured practice", weight, 2)
			}
		}
		if counted != w.m/2 {
			t.Errorf("%d of %d practices are measured", counted, w.m)
		}
	}
	for b := range w.n * w.m {
		i := ServiceID(b / w.m)
		_, shown := w.ownViews(i, b)
		own := w.practices.Own(b, true)
		pole := w.poleView(i, b, &own, w.poleOf[i])
		before, sum := measured(int(i)), 0.0
		for j := range w.n {
			if w.poleOf[j] == w.poleOf[i] {
				sum -= w.activity[j] * measured(j)
			}
		}
		w.practices.Flip(b)
		for j := range w.n {
			if w.poleOf[j] == w.poleOf[i] {
				sum += w.activity[j] * measured(j)
			}
		}
		close6(t, "own indicator's change", shown.value, .4*(measured(int(i))-before))
		close6(t, "pôle's indicator's change", pole.value, .4*sum)
		w.practices.Flip(b)
	}
	w.measure()
	close6(t, "indicator", w.indicator[2], .4*measured(2)+.6*.5)
	whole := worldOf(t, scenario(t, settings{"measurement.coverage": .94}), 0)
	if whole.practices.counted != nil {
		t.Error("an indicator that covers all practices is reckoned the long way")
	}
}

func TestAnOpenItemWeighsTheEconomyAsFarAsItIsMeasured(t *testing.T) {
	w := worldOf(t, scenario(t, settings{"measurement.coverage": .5, "measurement.validity": .6}), 0)
	for b := range w.m {
		for j := range ServiceID(4) {
			mt := meeting{first: 0, second: j, agenda: agenda{economic: 1}, bits: [2]int{b, -1}}
			if j == 0 {
				continue
			}
			joint := w.foresee(&mt, false, nil)
			before := [2]float64{w.practices.Covered(0), w.practices.Covered(int(j))}
			w.practices.Flip(b)
			for side, i := range [2]ServiceID{0, j} {
				v := w.agendaView(i, &joint[side], mt.agenda)
				close6(t, "worth", v.value, .6*(w.practices.Covered(int(i))-before[side]))
				close6(t, "prior variance", v.prior, .36*joint[side].Seen*w.variance)
			}
			w.practices.Flip(b)
		}
	}
}

// analysed are settings under which analysts write templates and are posts.
var analysed = settings{"formal.work_processes": .5, "processes.staffed": 1, "processes.analysts": 8, "processes.trials_per_post": 2,
	"technostructure.reporting": .4, "money.analyst": 60000}

// Analysts are posts as those of management control are: paid by the treasury, and services give time to both.
func TestAnalystsWhoWriteTemplatesCostWagesAndTime(t *testing.T) {
	for name, at := range map[string]struct {
		with  settings
		posts float64
	}{
		"analysts alone":              {nil, 4},
		"and management control":      {settings{"technostructure.staffed": 1, "technostructure.posts": .5}, 4 + 8},
		"management control alone":    {settings{"technostructure.staffed": 1, "technostructure.posts": .5, "processes.staffed": 0}, 8},
		"no charter names templates":  {settings{"formal.work_processes": 0}, 0},
		"more analysts than services": {settings{"processes.analysts": 200}, 100},
	} {
		w := worldOf(t, scenario(t, accounts.and(analysed).and(at.with)), 0)
		time := max(0, 1-.4*at.posts/16)
		for i := range w.n {
			close6(t, name+": time that is left", w.technostructure.time[i], time)
		}
		w.planTime()
		close6(t, name+": time relative to plan", w.slack[0], max(leastSlack, time))
		w.live(t, 1, nil)
		if got, want := w.money.ledger.balance[treasury], -cents(60000*at.posts/12); got != want {
			t.Errorf("%s: the treasury paid %d cents, expected %d", name, got, want)
		}
	}
}

// While analysts are not posts, nothing that says what they would cost changes a bit; nor does the switch without
// templates.
func TestAnalystsWhoAreNoPostsCostNothing(t *testing.T) {
	with := allOn.and(settings{"processes.staffed": 0})
	want := run(t, 0, 24, scenario(t, with))[0]
	for _, v := range []float64{.1, 20} {
		if !sameBits(want, run(t, 0, 24, scenario(t, with.and(settings{"processes.trials_per_post": v})))[0]) {
			t.Errorf("%v trials a post matter although there are no posts", v)
		}
	}
	core := run(t, 0, 24, scenario(t, contracts))[0]
	if !sameBits(core, run(t, 0, 24, scenario(t, contracts.and(settings{"processes.staffed": 1, "processes.trials_per_post": .1})))[0]) {
		t.Error("analysts without templates to write take time")
	}
	if sameBits(want, run(t, 0, 24, scenario(t, with.and(settings{"processes.staffed": 1})))[0]) {
		t.Error("posts of analysts move nothing: nothing was tested")
	}
}

func TestWhatAnalystsCostIsTold(t *testing.T) {
	r := run(t, 0, 12, scenario(t, accounts.and(analysed)))[0]
	close6(t, "posts", outcome(t, r, "analyst_posts"), 4)
	close6(t, "wages", outcome(t, r, "analyst_wages"), 4*60)
	close6(t, "time", outcome(t, r, "technostructure_time"), .4*4/16)
	r = run(t, 0, 12, scenario(t, analysed))[0]
	close6(t, "wages without accounts", outcome(t, r, "analyst_wages"), 0)
}
