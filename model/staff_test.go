package model

import (
	"context"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"polesim/sim"
)

// peopleAndCare switches the two parts on.
var peopleAndCare = settings{"staff.posts": 1, "care.units": 1}

// steady are settings under which nothing but chance moves who leaves and who comes.
var steady = settings{"staff.posts": 1, "staff.overload": 0, "staff.discontent": 0}

// While posts and units are off, no parameter of theirs changes a bit.
func TestStaffAndCareThatAreOffChangeNothing(t *testing.T) {
	for name, with := range map[string]settings{"contracts": contracts, "soft pôles": softPoles} {
		plain := run(t, 0, 24, mixed(t, with))[0]
		for _, p := range registry {
			ours := slices.Contains([]string{"staff", "care", "pathways", "demand"}, p.Section())
			if _, on := peopleAndCare[p.Key]; on || !ours {
				continue
			}
			for _, v := range []float64{p.Min, p.Max} {
				if !sameBits(plain, run(t, 0, 24, mixed(t, with.and(settings{p.Key: v})))[0]) {
					t.Errorf("%s: %s = %v matters although posts and units are off", name, p.Key, v)
				}
			}
		}
	}
}

// Posts are conserved: those filled and those vacant are all there are, and who was there, less who left, with who came,
// is who is there.
func TestPostsAreConservedWhateverTheScenario(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := randomScenario(r)
		c.Values[staffPosts] = 1
		w := worldOf(t, c, 0)
		var before [professions]int
		for p := range professions {
			_, before[p] = w.staff.count(p)
		}
		w.live(t, 18, func(month int) {
			for p := range professions {
				for i := range w.n {
					m := &w.staff.posts[p][i]
					if m.filled < 0 || m.vacant() < 0 || m.filled+m.vacant() != m.posts {
						t.Fatalf("month %d: %d of %d posts are filled", month, m.filled, m.posts)
					}
				}
				_, now := w.staff.count(p)
				left, came := w.staff.turning.left[p], w.staff.turning.came[p]
				if before[p] != w.staff.turning.before[p] || now != before[p]-left+came {
					t.Fatalf("month %d: %d people, of %d before, %d left and %d came", month, now, before[p], left, came)
				}
				before[p] = now
			}
			for i := range w.n {
				if m, s := w.staff.morale[i], w.staffed[i]; !(m >= 0 && m <= 1) || !(s >= 0 && s <= 1.5) {
					t.Fatalf("month %d: morale %v, staffing %v", month, m, s)
				}
			}
		})
	})
}

func TestVacanciesStartWhereComingAndGoingBalance(t *testing.T) {
	w := worldOf(t, scenario(t, steady), 0)
	for p, want := range map[profession]float64{physicians: 15 - 4.5, nurses: 60 - 60*.0106/.2606} { // .006/(.006 + .014) = .3
		for i := range w.n {
			if m := w.staff.posts[p][i]; math.Abs(float64(m.filled)-want) > 1 || m.start != float64(m.filled) {
				t.Errorf("profession %d: %d posts filled, expected %.1f", p, m.filled, want)
			}
		}
		if _, filled := w.staff.count(p); math.Abs(float64(filled)-16*want) > .5 {
			t.Errorf("profession %d: %d posts filled in all, expected %.1f", p, filled, 16*want)
		}
	}
}

func TestPostsFollowActivityAndEveryServiceHasOne(t *testing.T) {
	c := mixed(t, steady)
	c.Services[0].Activity = 1e-6
	c.Services[1].Own = Overrides{nursePosts: 90}
	w := worldOf(t, c, 0)
	mean := 0.0
	for i := range c.Services {
		mean += c.Services[i].Activity / float64(len(c.Services))
	}
	if got := w.staff.posts[physicians][0].posts; got != 1 {
		t.Errorf("a service of hardly any activity has %d posts of physicians", got)
	}
	for i, density := range map[int]float64{1: 90, 2: 60} {
		if got, want := w.staff.posts[nurses][i].posts, int(math.Round(density*c.Services[i].Activity/mean)); got != want {
			t.Errorf("service %d has %d posts of nurses, expected %d", i, got, want)
		}
	}
}

func TestRatesOfLeavingAndVacanciesAreThoseThatParametersSay(t *testing.T) {
	var left, vacant [professions]sample
	for replication := range 30 {
		r := run(t, replication, 60, scenario(t, steady))[0]
		left[nurses] = append(left[nurses], outcome(t, r, "nurse_turnover"))
		left[physicians] = append(left[physicians], outcome(t, r, "physician_turnover"))
		vacant[nurses] = append(vacant[nurses], outcome(t, r, "nurse_vacancy"))
		vacant[physicians] = append(vacant[physicians], outcome(t, r, "physician_vacancy"))
	}
	within4(t, "turnover of nurses", left[nurses].mean(), 1200*.0106, left[nurses].se())
	within4(t, "turnover of physicians", left[physicians].mean(), 1200*.006, left[physicians].se())
	within4(t, "vacancy of nurses", vacant[nurses].mean(), 100*.0106/.2606, vacant[nurses].se())
	within4(t, "vacancy of physicians", vacant[physicians].mean(), 30, vacant[physicians].se())
}

func TestWhoIsOverloadedAndDiscontentLeavesMore(t *testing.T) {
	w := worldOf(t, scenario(t, settings{"staff.posts": 1, "staff.nurses": 300, "staff.nurse_leaving": .01}), 0)
	m := &w.staff.posts[nurses][3]
	left := 0
	const months = 4000
	for month := range months {
		m.filled, m.start = 200, 260 // overload .3
		w.staff.morale[3] = .2
		w.staff.turning = turnover{}
		w.staff.turn(w.Hospital, 3, month, w.staff.overloads(3, 1))
		left += w.staff.turning.left[nurses]
	}
	hazard := .01 * math.Exp(.5*.3+1*(.5-.2))
	within4(t, "nurses who leave in a month", float64(left)/months, 200*hazard, math.Sqrt(200*hazard/months))
}

func TestVacantPostsAreFilledAsMoneyAndAttractivenessLetThem(t *testing.T) {
	w := worldOf(t, scenario(t, settings{
		"staff.posts": 1, "staff.nurses": 200, "staff.nurse_hiring": .1, "staff.nurse_leaving": 0,
	}), 0)
	w.hiring[3], w.appeal[3], w.staff.voice[3] = .5, .4, .8
	came := 0
	const months = 4000
	for month := range months {
		w.staff.posts[nurses][3].filled = 100
		w.staff.turning = turnover{}
		w.staff.turn(w.Hospital, 3, month, w.staff.overloads(3, 1))
		came += w.staff.turning.came[nurses]
	}
	chance := .1 * .5 * math.Exp(.4+.3)
	within4(t, "nurses who come in a month", float64(came)/months, 100*chance, math.Sqrt(100*chance/months))
}

func TestMoraleMovesToWhatStrainLeavesOfIt(t *testing.T) {
	w := worldOf(t, scenario(t, contracts.and(settings{
		"staff.posts": 1, "staff.workload": 2, "staff.value_conflict": 1.5, "staff.crowding_out": .5,
	})), 0)
	const i = 5
	w.weariness[i], w.staff.voice[i], w.lambda[i], w.goals[i].economy = .1, .7, .4, .15
	for p := range professions {
		w.staff.posts[p][i].filled, w.staff.posts[p][i].start = 10, 12
	}
	w.staff.sway(w.Hospital, i, w.staff.overloads(i, 1))
	stake := 1.5 * .8 / math.Sqrt(4) // of a contract with four services
	strain := 2*.2 + 1.5*.25 + .1 + .5*stake*.7 + (.5 - .7)
	close6(t, "morale", w.staff.morale[i], .5+.1*(1/(1+math.Exp(strain))-.5))
}

// What crowds morale out is pay that is imposed: not what services hold themselves to, nor how a chief words it.
func TestOnlyImposedPayCrowdsOutMorale(t *testing.T) {
	crowded := func(with settings) float64 {
		w := worldOf(t, scenario(t, cycled.and(settings{"staff.posts": 1, "staff.crowding_out": 2, "staff.value_conflict": 0}).and(with)), 0)
		w.social.chiefs.divide(w.Hospital, w.social)
		w.social.put(w.Hospital)
		w.staff.sway(w.Hospital, 5, w.staff.overloads(5, 1))
		return -math.Log(1/(.5+(w.staff.morale[5]-.5)*10) - 1)
	}
	paid := 1.5 * .8 / math.Sqrt(4)
	for _, c := range []struct {
		with settings
		want float64
	}{
		{nil, -2 * paid * .7},
		{settings{"steering.self_control": .5}, -2 * paid * .7},
		{settings{"steering.foresight": 1, "steering.ratchet": 1}, -2 * paid * .7},
		{settings{"steering.level": 1}, -2 * 1.5 * .8 * .7},
		{settings{"steering.incentives": 0, "steering.self_control": .5}, 0},
		{settings{"steering.central_objectives": 0}, 0},
		{settings{"chief.acts": 1, "chief.dialogue": 0, "chief.conflict_time": 0, "chief.reinterpretation": 1}, -2 * paid * .7},
	} {
		if got := crowded(c.with); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%v: incentives move the logit of where morale heads by %v, expected %v", c.with, got, c.want)
		}
	}
}

// Who decides as one's own goals would has no conflict of values: without contract, governance does not touch morale.
func TestMoraleIsTheSameInAllGovernancesWithoutContract(t *testing.T) {
	a, b := run(t, 0, 36, scenario(t, servicesOnly.and(steady)))[0], run(t, 0, 36, scenario(t, softPoles.and(steady)))[0]
	if outcome(t, a, "morale") != outcome(t, b, "morale") {
		t.Errorf("morale %v without pôles, %v in soft pôles", outcome(t, a, "morale"), outcome(t, b, "morale"))
	}
	if c := run(t, 0, 36, scenario(t, contracts.and(steady)))[0]; outcome(t, c, "morale") >= outcome(t, a, "morale") {
		t.Error("contracts that weigh the economy more than goals do leave morale as it is")
	}
}

func TestShortStaffHasLessTimeForChange(t *testing.T) {
	w := worldOf(t, scenario(t, steady), 0)
	for p := range professions {
		w.staff.posts[p][2].start = 20
	}
	w.staff.posts[physicians][2].filled, w.staff.posts[nurses][2].filled = 10, 18
	close6(t, "staffing", w.staff.staffing(2, 1), (.5+.9)/2)
	close6(t, "staffing in a surge", w.staff.staffing(2, 1.4), (.5+.9)/2/1.4)
	close6(t, "staffing with few patients", w.staff.staffing(2, .2), 1.5)
}

// A shock of a tenth heals: it does not feed itself.
func TestAShockOfATenthRecovers(t *testing.T) {
	gap := func(months int) (gap [professions]float64) {
		for replication := range 10 {
			w := worldOf(t, scenario(t, settings{"staff.posts": 1, "staff.physicians": 100}), replication)
			var people [2][professions]int
			for shocked := range 2 {
				resetLandscape(w.land, w.structure, w.key)
				w.reset(w.land, w.key)
				if shocked == 1 {
					for p := range professions {
						for i := range w.n {
							m := &w.staff.posts[p][i]
							m.filled -= m.filled / 10
						}
					}
				}
				w.live(t, months, nil)
				for p := range professions {
					_, people[shocked][p] = w.staff.count(p)
				}
			}
			for p := range professions {
				gap[p] += float64(people[0][p]-people[1][p]) / float64(people[0][p]) / 10
			}
		}
		return gap
	}
	year, half, decade := gap(12), gap(42), gap(120)
	if year[nurses] > .015 || math.Abs(half[physicians]-.05) > .012 || decade[physicians] > .03 {
		t.Errorf("of .1, nurses lack %.3f after a year; physicians %.3f after 42 months, %.3f after ten years",
			year[nurses], half[physicians], decade[physicians])
	}
}

func TestLeaversTakeTheirPartOfRelationsAlong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{5, 64, 70}).Draw(t, "services") // rows that begin inside a word of bits, too
		poleOf := make([]PoleID, n)
		for i := range poleOf {
			poleOf[i] = PoleID(i % 3)
		}
		var r relations
		r.reset(NewConfig("test"), poleOf)
		for range rapid.IntRange(0, 60).Draw(t, "meetings") {
			i := rapid.IntRange(0, n-1).Draw(t, "i")
			j := (i + rapid.IntRange(1, n-1).Draw(t, "j")) % n
			for _, pair := range [2][2]ServiceID{{ServiceID(i), ServiceID(j)}, {ServiceID(j), ServiceID(i)}} {
				r.learn(pair[0], pair[1], rapid.Float64Range(0, 1).Draw(t, "share"))
				r.move(pair[0], pair[1], rapid.Float64Range(0, 1).Draw(t, "level"), .5)
			}
		}
		before := slices.Clone(r.row)
		for month := range 4 {
			r.pass(month)
		}
		i, share := ServiceID(rapid.IntRange(0, n-1).Draw(t, "leaves")), rapid.Float64Range(0, 1).Draw(t, "left")
		r.lose(i, share)
		var know, trust [2]float64
		for a := range ServiceID(n) {
			for b := range ServiceID(n) {
				if a == b {
					continue
				}
				was := before[int(a)*n+int(b)]
				wantKnow, wantTrust := float64(was.know)*math.Pow(.99, 3), .2+(float64(was.trust)-.2)*math.Pow(.99, 3)
				if a == i {
					wantKnow *= 1 - share
				}
				if a == i || b == i {
					wantTrust = .2 + (wantTrust-.2)*(1-share)
				}
				e := r.of(a, b)
				if math.Abs(float64(e.know)-wantKnow) > tolerated || math.Abs(float64(e.trust)-wantTrust) > tolerated {
					t.Fatalf("%d of %d: knowledge %v trust %v, expected %v %v", a, b, e.know, e.trust, wantKnow, wantTrust)
				}
				know[r.side(byPole, a, b)] += wantKnow
				trust[r.side(byPole, a, b)] += wantTrust - .2
			}
		}
		for side := range 2 {
			if math.Abs(r.know[byPole][side]-know[side]) > tolerated || math.Abs(r.trust[byPole][side]-trust[side]) > tolerated {
				t.Fatalf("side %d: sums %v %v, over pairs %v %v", side, r.know[byPole][side], r.trust[byPole][side], know[side], trust[side])
			}
		}
	})
}

// Sums over pairs stay right where people leave.
func TestMeansOverPairsStayRightWherePeopleLeave(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(settings{
		"staff.posts": 1, "staff.physician_leaving": .05, "staff.physician_hiring": .1,
	})), 0)
	w.live(t, 36, nil)
	var know, trust [2]sample
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			if i != j {
				e, side := w.relations.of(i, j), w.relations.side(byPole, i, j)
				know[side], trust[side] = append(know[side], float64(e.know)), append(trust[side], float64(e.trust))
			}
		}
	}
	for side := range 2 {
		k, wantK := w.relations.meanKnowledge(byPole, side), know[side].mean()
		v, wantV := w.relations.meanTrust(byPole, side), trust[side].mean()
		if math.Abs(k-wantK) > tolerated || math.Abs(v-wantV) > tolerated {
			t.Errorf("side %d: knowledge %v and trust %v, over pairs %v and %v", side, k, v, wantK, wantV)
		}
	}
}

func TestAPhysicianWhoLeavesMayTakeAWayOfWorkingAlong(t *testing.T) {
	w := worldOf(t, scenario(t, settings{"staff.posts": 1, "staff.practice_taken": .4}), 0)
	flips, tries := 0, 4000
	for try := range tries {
		before := w.practices.Word(7)
		s := stream(try)
		w.staff.depart(w.Hospital, 7, 1, 10, &s)
		if w.practices.Word(7) != before {
			flips++
		}
	}
	within4(t, "practices that are another afterwards", float64(flips)/float64(tries), .4/2, math.Sqrt(.2*.8/float64(tries)))
}

func TestBinomialIsDrawnByInversion(t *testing.T) {
	for _, c := range []struct {
		n, want int
		p, u    float64
	}{
		{2, 0, .3, .489}, {2, 1, .3, .491}, {2, 1, .3, .909}, {2, 2, .3, .911}, // .49, .42, .09
		{2, 0, .7, .089}, {2, 1, .7, .091}, {2, 1, .7, .509}, {2, 2, .7, .511},
		{0, 0, .3, .9}, {5, 0, 0, .9}, {5, 5, 1, .1}, {3, 3, .5, .9999999},
	} {
		if got := inverted(c.n, c.p, c.u); got != c.want {
			t.Errorf("at %v, %d of chance %v give %d, expected %d", c.u, c.n, c.p, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n, u := rapid.IntRange(0, 512).Draw(t, "n"), rapid.Float64Range(.0001, .9999).Draw(t, "u")
		p, q := rapid.Float64Range(0, 1).Draw(t, "p"), rapid.Float64Range(0, 1).Draw(t, "q")
		if a, b := inverted(n, min(p, q), u), inverted(n, max(p, q), u); a > b || a < 0 || b > n {
			t.Fatalf("%d of %d at chance %v, %d at %v", a, n, min(p, q), b, max(p, q))
		}
	})
	for _, n := range []int{7, 2000} {
		var drawn sample
		for k := range 4000 {
			s := stream(k)
			drawn = append(drawn, float64(binomial(n, .01, &s)))
		}
		within4(t, "mean of binomial draws", drawn.mean(), .01*float64(n), math.Sqrt(.01*.99*float64(n)/4000))
		if v, want := drawn.sd()*drawn.sd(), .01*.99*float64(n); math.Abs(v-want) > .1*want {
			t.Errorf("variance %v, expected %v", v, want)
		}
	}
}

// Posts may be created, done away with, and followed from the middle of a run on.
func TestPartsMaySwitchInTheMiddleOfARun(t *testing.T) {
	c := scenario(t, peopleAndCare)
	w := worldOf(t, c, 0)
	set := func(key string, v float64) {
		if err := w.config.Set(key, v); err != nil {
			t.Fatal(err)
		}
		w.read()
	}
	var schedule sim.Schedule
	schedule.Monthly(w.land)
	w.schedule(&schedule)
	schedule.At(6, sim.ProcessFunc(func(int) { set("staff.nurses", 20) }))
	schedule.At(12, sim.ProcessFunc(func(int) { set("staff.posts", 0); set("care.units", 0) }))
	schedule.At(18, sim.ProcessFunc(func(int) { set("staff.posts", 1); set("care.units", 1) }))
	schedule.Observe(sim.ProcessFunc(func(month int) {
		posts, filled := w.staff.count(nurses)
		switch {
		case month == 6 && (posts != 20*16 || filled != 20*16):
			t.Errorf("of %d posts that are left, %d are filled", posts, filled)
		case month == 14 && (w.staffed[0] != 1 || w.staff.morale[0] != .5 ||
			w.staff.vacancy(nurses) != 0 || w.staff.turnoverRate(nurses) != 0):
			t.Error("staff that is off still acts")
		case month == 19 && w.care.month.stays == 0:
			t.Error("stays are not followed after the switch")
		}
	}))
	if err := schedule.Run(context.Background(), 24); err != nil {
		t.Fatal(err)
	}
}

func TestWhoLeavesAndWhoComesAreDrawnApart(t *testing.T) {
	w := worldOf(t, scenario(t, settings{
		"staff.posts": 1, "staff.nurses": 200, "staff.nurse_hiring": .1, "staff.nurse_leaving": .1,
	}), 0)
	var left, came [professions]sample
	for month := range 2000 {
		for p := range professions {
			w.staff.posts[p][3].filled = w.staff.posts[p][3].posts / 2
		}
		w.staff.turning = turnover{}
		w.staff.turn(w.Hospital, 3, month, w.staff.overloads(3, 1))
		for p := range professions {
			left[p], came[p] = append(left[p], float64(w.staff.turning.left[p])), append(came[p], float64(w.staff.turning.came[p]))
		}
	}
	for p := range professions {
		within4(t, "correlation of leaving and coming", correlation(left[p], came[p]), 0, 1/math.Sqrt(2000))
	}
	within4(t, "correlation of physicians and nurses who leave", correlation(left[0], left[1]), 0, 1/math.Sqrt(2000))
}

// That most often nobody leaves is seen without reckoning the chance: it changes no draw.
func TestWhoLeavesIsDrawnByTheChanceAsItIs(t *testing.T) {
	draws, nobodyLeft := sim.NewKey(1, 0).Named("test"), 0
	for draw := range 40_000 {
		s := stream(draw)
		m := manning{filled: 1 + s.IntN([]int{4, 70, 1500}[draw%3]), leaving: .2 * s.Float64() * s.Float64()}
		x := float64(6*s.Float64()) - 4
		got, want := draws.At(draw, 0), draws.At(draw, 0)
		left := m.leave(x, &got)
		if expected := binomial(m.filled, min(.5, m.leaving*sim.Exp(x)), &want); left != expected || got != want {
			t.Fatalf("%d of %d leave with chance %v·exp(%v), expected %d", left, m.filled, m.leaving, x, expected)
		}
		if left == 0 {
			nobodyLeft++
		}
	}
	if nobodyLeft < 10_000 || nobodyLeft > 30_000 {
		t.Errorf("nobody leaves %d times of 40,000: little was tested", nobodyLeft)
	}
}
