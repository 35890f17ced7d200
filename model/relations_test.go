package model

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// tolerated covers single precision over some hundred moves.
const tolerated = 1e-4

func TestRelationsFadeAndGrowAsMonthByMonthBookkeepingSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n = 6
		c := NewConfig("test")
		draw := func(key string) float64 {
			id, _ := Lookup(key)
			c.Values[id] = rapid.Float64Range(registry[id].Min, registry[id].Max).Draw(t, key)
			return c.Values[id]
		}
		start, kept, fade := draw("relations.trust_start"), draw("relations.knowledge_kept"), draw("relations.trust_fade")
		poleOf := make([]PoleID, n)
		for i := range poleOf {
			poleOf[i] = PoleID(rapid.IntRange(0, 2).Draw(t, "pôle"))
		}
		var r relations
		r.reset(c, poleOf)
		var know, trust [n][n]float64
		for i := range trust {
			for j := range trust[i] {
				trust[i][j] = start
			}
		}
		for month := range rapid.IntRange(1, 40).Draw(t, "months") {
			if r.pass(month); month > 0 {
				for i := range n {
					for j := range n {
						know[i][j] *= kept
						trust[i][j] += fade * (start - trust[i][j])
					}
				}
			}
			if rapid.IntRange(0, 9).Draw(t, "regroup") == 0 {
				for i := range poleOf {
					poleOf[i] = PoleID(rapid.IntRange(0, 2).Draw(t, "new pôle"))
				}
				r.regroup(poleOf)
			}
			for range rapid.IntRange(0, 6).Draw(t, "events") {
				i := rapid.IntRange(0, n-1).Draw(t, "i")
				j := (i + rapid.IntRange(1, n-1).Draw(t, "j")) % n
				share := rapid.Float64Range(0, 1).Draw(t, "share")
				if rapid.Bool().Draw(t, "learn") {
					r.learn(ServiceID(i), ServiceID(j), share)
					know[i][j] += share * (1 - know[i][j])
				} else {
					level := rapid.Float64Range(0, 1).Draw(t, "level")
					r.move(ServiceID(i), ServiceID(j), level, share)
					trust[i][j] += share * (level - trust[i][j])
				}
			}
			var sumKnow, sumTrust, pairs [2]float64
			for i := range n {
				for j := range n {
					if i == j {
						continue
					}
					side := 0
					if poleOf[i] == poleOf[j] {
						side = 1
					}
					sumKnow[side] += know[i][j]
					sumTrust[side] += trust[i][j]
					pairs[side]++
				}
			}
			for side := range 2 {
				wantKnow, wantTrust := 0.0, start
				if pairs[side] > 0 {
					wantKnow, wantTrust = sumKnow[side]/pairs[side], sumTrust[side]/pairs[side]
				}
				if math.Abs(r.meanKnowledge(byPole, side)-wantKnow) > tolerated || math.Abs(r.meanTrust(byPole, side)-wantTrust) > tolerated {
					t.Fatalf("month %d, side %d: mean knowledge and trust %v %v, over pairs %v %v", month, side, r.meanKnowledge(byPole, side), r.meanTrust(byPole, side), wantKnow, wantTrust)
				}
			}
			if !rapid.Bool().Draw(t, "look") { // looking must change nothing
				continue
			}
			for i := range n {
				for j := range n {
					if i == j {
						continue
					}
					e := r.of(ServiceID(i), ServiceID(j))
					if e.know < 0 || e.know > 1 || e.trust < 0 || e.trust > 1 {
						t.Fatalf("knowledge %v, trust %v", e.know, e.trust)
					}
					if math.Abs(float64(e.know)-know[i][j]) > tolerated || math.Abs(float64(e.trust)-trust[i][j]) > tolerated {
						t.Fatalf("month %d, %d to %d: knowledge %v trust %v, expected %v %v", month, i, j, e.know, e.trust, know[i][j], trust[i][j])
					}
				}
			}
		}
	})
}

func TestMeansOverPairsEqualSumsOverPairsInALivingHospital(t *testing.T) {
	for name, with := range map[string]settings{"contracts": contracts, "network": network, "random pôles": softPoles.and(settings{"perimeter.random": 1})} {
		w := worldOf(t, scenario(t, with), 0)
		w.live(t, 36, nil)
		var know, trust [2]sample
		for i := range ServiceID(w.n) {
			for j := range ServiceID(w.n) {
				if i == j {
					continue
				}
				side := 0
				if w.poleOf[i] == w.poleOf[j] {
					side = 1
				}
				e := w.relations.of(i, j)
				know[side], trust[side] = append(know[side], float64(e.know)), append(trust[side], float64(e.trust))
			}
		}
		for side, where := range []string{"across", "within"} {
			if math.Abs(w.relations.meanKnowledge(byPole, side)-know[side].mean()) > tolerated || math.Abs(w.relations.meanTrust(byPole, side)-trust[side].mean()) > tolerated {
				t.Errorf("%s, %s pôles: knowledge %.6f and trust %.6f, over pairs %.6f and %.6f", name, where,
					w.relations.meanKnowledge(byPole, side), w.relations.meanTrust(byPole, side), know[side].mean(), trust[side].mean())
			}
		}
	}
}

func TestServicesThatNeverMeetStayStrangers(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles), 0)
	w.live(t, 24, nil)
	for i := range ServiceID(w.n) {
		for j := range ServiceID(w.n) {
			if e := w.relations.of(i, j); i != j && w.poleOf[i] != w.poleOf[j] && (e.know != 0 || e.trust != .2) {
				t.Errorf("services %d and %d never met, and know %v and trust %v", i, j, e.know, e.trust)
			}
		}
	}
}

func TestTrustFollowsHowAJointChangeTurnedOutForOneself(t *testing.T) {
	for gain, want := range map[float64]float64{.01: .2 + .1*.8, -.01: .2 * .7, 0: .2} {
		w := worldOf(t, scenario(t, nil), 0)
		w.judge(2, 5, gain)
		if got := float64(w.relations.of(2, 5).trust); math.Abs(got-want) > tolerated {
			t.Errorf("after a joint change worth %v trust is %v, expected %v", gain, got, want)
		}
		if got := w.relations.of(5, 2).trust; got != .2 {
			t.Errorf("the other's trust moved to %v", got)
		}
	}
}

// Means over pairs of the same or different sites and disciplines are those over the pairs, also after services moved.
func TestMeansOverPairsOfSitesAndDisciplinesAreThoseOverThePairs(t *testing.T) {
	c := mixed(t, softPoles.and(settings{"arenas.meeting_units": 3, "arenas.attendance_floor": 1}))
	c = events(c, Event{Name: "a site moves", Month: 10, Moves: []Move{{Service: Everyone, From: 0, To: 2}}})
	w := worldOf(t, c, 0)
	w.live(t, 24, nil)
	same := map[grouping]func(i, j ServiceID) bool{
		bySite:  func(i, j ServiceID) bool { return w.config.Services[i].Site == w.config.Services[j].Site },
		byField: func(i, j ServiceID) bool { return w.config.Services[i].Discipline == w.config.Services[j].Discipline },
	}
	for g, alike := range same {
		var know, trust [2]sample
		for i := range ServiceID(w.n) {
			for j := range ServiceID(w.n) {
				if i == j {
					continue
				}
				side := 0
				if alike(i, j) {
					side = 1
				}
				e := w.relations.of(i, j)
				know[side], trust[side] = append(know[side], float64(e.know)), append(trust[side], float64(e.trust))
			}
		}
		for side := range 2 {
			k, v := w.relations.meanKnowledge(g, side), w.relations.meanTrust(g, side)
			if len(know[side]) == 0 || math.Abs(k-know[side].mean()) > tolerated || math.Abs(v-trust[side].mean()) > tolerated {
				t.Errorf("grouping %d, side %d: knowledge %v and trust %v, over %d pairs %v and %v", g, side, k, v, len(know[side]), know[side].mean(), trust[side].mean())
			}
		}
	}
}
