package classics

import (
	"context"
	"math"
	"testing"

	"polesim/sim"
)

// purposesOf returns an organisation at some settings on the landscapes of a seed.
func purposesOf(t *testing.T, seed uint64, sets ...string) *purposes {
	t.Helper()
	p := runnerOf(t, &ethiraj2009, sets...).(*purposes)
	p.reset(sim.NewKey(seed, 0))
	return p
}

// at is what a decision contributes to each goal at a place, looked up on the landscapes themselves.
func (p *purposes) at(place uint64, c int) (contributions []float64) {
	for _, r := range p.factors {
		r.startAt(place)
	}
	for _, r := range p.factors[1:] {
		z := p.together*normalScore(p.factors[0], c) + p.apart*normalScore(r, c)
		contributions = append(contributions, sim.NormalCDF(z))
	}
	return contributions
}

// TestWorthOfAPlaceIsTheMeanOfItsContributionsToTheGoal holds the table of places against places looked up on their own.
func TestWorthOfAPlaceIsTheMeanOfItsContributionsToTheGoal(t *testing.T) {
	p := purposesOf(t, 1, "N=6", "K=3", "G=3")
	for place := range uint64(64) {
		var sum [3]float64
		for c := range 6 {
			for g, x := range p.at(place, c) {
				sum[g] += x
			}
		}
		for g := range p.goals {
			if math.Abs(sum[g]/6-p.goals[g].worth[place]) > 1e-12 {
				t.Errorf("goal %d at %06b: %v, expected %v", g, place, p.goals[g].worth[place], sum[g]/6)
			}
		}
	}
}

// TestGoalsDependOnTheSameDecisions changes each decision: the same contributions change for all goals, K+1 in mean.
func TestGoalsDependOnTheSameDecisions(t *testing.T) {
	p := purposesOf(t, 1, "G=2", "rho=0")
	changed := 0
	for b := range 10 {
		for c := range 10 {
			was, is := p.at(0, c), p.at(1<<b, c)
			if (was[0] != is[0]) != (was[1] != is[1]) {
				t.Errorf("decision %d matters to what %d contributes to one goal only", b, c)
			}
			if was[0] != is[0] {
				changed++
			}
		}
	}
	if changed != 10*4 {
		t.Errorf("%d dependences, expected N(K+1) = 40", changed)
	}
}

// TestContributionsToTwoGoalsAreTiedAsSet measures the correlation of normal scores, and that each goal by itself is U(0, 1).
func TestContributionsToTwoGoalsAreTiedAsSet(t *testing.T) {
	for _, rho := range []struct {
		set  string
		want float64
	}{{"0", 0}, {".5", .5}, {".9", .9}} {
		var n, product, mean, square float64
		for seed := range uint64(400) {
			p := purposesOf(t, seed, "N=10", "K=0", "G=3", "rho="+rho.set)
			a, b := p.goals[0].contribution, p.goals[2].contribution // 10 of 2 states each
			for c := range a {
				n++
				product += sim.NormalQuantile(a[c]) * sim.NormalQuantile(b[c])
				mean += b[c]
				square += b[c] * b[c]
			}
		}
		if got := product / n; math.Abs(got-rho.want) > 4*1.4/math.Sqrt(n) { // 1.4: largest deviation of such a product
			t.Errorf("rho=%s: correlation %v", rho.set, got)
		}
		mean /= n
		if math.Abs(mean-.5) > 4*.29/math.Sqrt(n) || math.Abs(square/n-mean*mean-1./12) > .005 {
			t.Errorf("rho=%s: mean %v, variance %v, expected those of U(0, 1)", rho.set, mean, square/n-mean*mean)
		}
	}
}

// TestAChangeIsKeptIfEachRewardedGoalGains tries all changes from all places.
func TestAChangeIsKeptIfEachRewardedGoalGains(t *testing.T) {
	for rewarded, goals := range map[string]int{"all": 3, "A": 1} {
		p := purposesOf(t, 1, "N=6", "K=3", "G=3", "rewarded="+rewarded)
		kept := 0
		for p.place = range uint64(64) {
			for b := range 6 {
				to, gains := p.place^1<<b, true
				for _, g := range p.goals[:goals] {
					gains = gains && g.worth[to] > g.worth[p.place]
				}
				if p.keeps(to) != gains {
					t.Errorf("rewarded=%s: from %06b to %06b kept: %v", rewarded, p.place, to, !gains)
				}
				if gains {
					kept++
				}
			}
		}
		if kept == 0 || rewarded == "A" && kept != 6*64/2 {
			t.Errorf("rewarded=%s: %d changes would be kept", rewarded, kept)
		}
	}
}

// TestGoalsThatAreOneAreNoMoreThanOne is the limit rho = 1: performance does not depend on how many goals there are.
func TestGoalsThatAreOneAreNoMoreThanOne(t *testing.T) {
	var performance []float64
	for _, goals := range []string{"G=1", "G=5"} {
		m, err := Measure(context.Background(), &ethiraj2009, read(t, &ethiraj2009, "rho=1", goals), Budget{Replications: 20})
		if err != nil {
			t.Fatal(err)
		}
		performance = append(performance, m.Results[0].Value)
	}
	if math.Abs(performance[0]-performance[1]) > 1e-12 {
		t.Errorf("one goal: %v, five that are one: %v", performance[0], performance[1])
	}
}

// TestOnlyWhatIsRewardedIsSureToRise follows the course.
func TestOnlyWhatIsRewardedIsSureToRise(t *testing.T) {
	for _, rewarded := range []string{"all", "A"} {
		r := runnerOf(t, &ethiraj2009, "G=4", "rewarded="+rewarded).(*purposes)
		falls := 0
		for replication := range 20 {
			r.Run(replication, sim.NewKey(1, replication), make([]float64, 3))
			for k, x := range r.Course()[1:] {
				if x < r.Course()[k] {
					falls++
				}
			}
		}
		if (falls > 0) != (rewarded == "A") {
			t.Errorf("rewarded=%s: performance on all goals fell %d times", rewarded, falls)
		}
	}
}
