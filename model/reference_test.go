package model

import (
	"math"
	"testing"

	"polesim/sim"
)

// unalike is a hospital that stays as it is, in which some services do a hundred times the work of others.
func unalike(t *testing.T) *structure {
	c := scenario(t, settings{"environment.dynamism": 0}).Expand()
	for i := range c.Services {
		c.Services[i].Activity = math.Pow(10, float64(i%3))
	}
	return newStructure(c)
}

// searching returns a reference at its start on a landscape that does not move.
func searching(s *structure, whole bool, replication int) *searcher {
	key, land, r := sim.NewKey(1, replication), landscapeOf(s), newSearcher(s, whole)
	resetLandscape(land, s, key)
	r.reset(land, key)
	return r
}

// hospitalCare is the care of all services, each weighted by its activity.
func hospitalCare(r *searcher) (care float64) {
	total := 0.0
	for i := range r.n {
		own, _, _ := r.practices.Value(i)
		care += r.config.Services[i].Activity * own
		total += r.config.Services[i].Activity
	}
	return care / total
}

func TestFullInformationSearchNeverLowersTheCareOfTheHospital(t *testing.T) {
	s := unalike(t)
	for replication := range 4 {
		r := searching(s, true, replication)
		before := hospitalCare(r)
		for month := range 300 {
			r.Step(month)
			care := hospitalCare(r)
			if care < before-1e-9 {
				t.Fatalf("month %d: care of the hospital fell from %v to %v", month, before, care)
			}
			before = care
		}
		close6(t, "care of the reference", r.care(), before)
		for b := range r.n * r.m {
			r.practices.Flip(b)
			if gain := hospitalCare(r) - before; gain > 1e-9 {
				t.Errorf("after 300 months flipping practice %d would still gain the hospital %v", b, gain)
			}
			r.practices.Flip(b)
		}
	}
}

func TestUncoordinatedSearchLooksAtNobodyElse(t *testing.T) {
	s := unalike(t)
	against := 0
	for replication := range 4 {
		r := searching(s, false, replication)
		for month := range 48 {
			before, own := hospitalCare(r), make([]float64, r.n)
			for i := range own {
				own[i], _, _ = r.practices.Value(i)
			}
			words := words(&r.practices, r.n)
			r.Step(month)
			changed := 0
			for i, word := range words {
				if word != r.practices.Word(i) {
					changed++
				}
			}
			for i, word := range words {
				if changed != 1 || word == r.practices.Word(i) {
					continue
				}
				if care, _, _ := r.practices.Value(i); care <= own[i] { // nobody else interfered
					t.Errorf("month %d: service %d changed alone and its care went from %v to %v", month, i, own[i], care)
				}
				if hospitalCare(r) < before {
					against++
				}
			}
		}
	}
	if against == 0 {
		t.Error("no service ever changed at the cost of the hospital: nothing was tested")
	}
}
