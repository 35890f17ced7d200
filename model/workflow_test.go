package model

import (
	"math"
	"slices"
	"testing"
)

// row returns what service i depends on, by service.
func (l *layer) row(i, n int) []float64 {
	row := make([]float64, n)
	for e := l.start[i]; e < l.start[i+1]; e++ {
		row[l.to[e]] = l.weight[e]
	}
	return row
}

// mixed is a hospital of three sites, all kinds and unequal activity; the last service is alone on its site.
func mixed(t *testing.T, with settings) *Config {
	c := scenario(t, with.and(settings{"hospital.services": 31})).Expand()
	c.Sites = []Site{{"A"}, {"B"}, {"C"}}
	for i := range c.Services {
		c.Services[i].Kind = Kind(i % len(KindNames))
		c.Services[i].Site = SiteID(i % 2)
		c.Services[i].Activity = float64(1 + i%4)
		c.Services[i].Discipline = string(rune('a' + i%7))
	}
	c.Services[30].Site = 2
	return c
}

func TestDependenceSumsToOneAndIsNeverOnOneself(t *testing.T) {
	for name, c := range map[string]*Config{"generated": scenario(t, nil), "one block": scenario(t, settings{"hospital.blocks": 1}),
		"blocks of one": scenario(t, settings{"hospital.blocks": 16}), "listed": mixed(t, nil)} {
		s := newStructure(c)
		for which, l := range map[string]*layer{"workflow": s.workflow, "disciplines": s.disciplines, "neighbours": s.neighbours} {
			for i := range s.n {
				sum := 0.0
				for j, w := range l.row(i, s.n) {
					sum += w
					if w < 0 || i == j && w != 0 {
						t.Errorf("%s: %s of %d on %d is %v", name, which, i, j, w)
					}
				}
				close6(t, name+": sum of "+which, sum, 1)
			}
		}
	}
}

func TestBlockShareOfWorkStaysInTheBlock(t *testing.T) {
	for _, share := range []float64{0, .6, 1} {
		s := newStructure(scenario(t, settings{"hospital.services": 18, "hospital.blocks": 4, "hospital.block_share": share}))
		for i := range s.n {
			inside := 0.0
			for j, w := range s.workflow.row(i, s.n) {
				if i*4/18 == j*4/18 {
					inside += w
				}
			}
			close6(t, "share of work inside the block", inside, share)
		}
	}
}

func TestFlowsBetweenSitesAreTheStatedShare(t *testing.T) {
	for _, share := range []float64{0, .02, .5, 1} {
		c := mixed(t, settings{"workflow.inter_site": share})
		s := newStructure(c)
		for i := range s.n {
			across := 0.0
			for j, w := range s.workflow.row(i, s.n) {
				if c.Services[i].Site != c.Services[j].Site {
					across += w
				}
			}
			want := share
			if i == 30 {
				want = 1 // alone on its site
			}
			close6(t, "share of flows across sites", across, want)
		}
	}
}

func TestFlowsFollowKindAndActivityOfThePartner(t *testing.T) {
	c := mixed(t, settings{"workflow.concentration": 0})
	s := newStructure(c)
	row := s.workflow.row(0, s.n) // medical, on site A
	for j := 2; j < s.n-1; j += 2 {
		for k := 2; k < j; k += 2 {
			a, b := &c.Services[j], &c.Services[k]
			want := affinity[Medical][a.Kind] * a.Activity / (affinity[Medical][b.Kind] * b.Activity)
			close6(t, "ratio of two flows", row[j]/row[k]/want, 1)
		}
	}
}

func TestConcentrationIsTheSpreadOfFlows(t *testing.T) {
	c := scenario(t, settings{"hospital.services": 80, "workflow.concentration": 1.5}).Expand() // listed, one site, one kind
	s := newStructure(c)
	var logs sample
	for i := range s.n {
		row := s.workflow.row(i, s.n)
		for j := range row {
			if k := (j + 1) % s.n; j%2 == 0 && row[j] > 0 && row[k] > 0 {
				logs = append(logs, math.Log(row[j]/row[k])/math.Sqrt2)
			}
		}
	}
	within4(t, "deviation of the logarithm of flows", logs.sd(), 1.5, 1.5/math.Sqrt(2*float64(len(logs))))
}

func TestCountedFlowsMakeBothSidesDepend(t *testing.T) {
	c := scenario(t, settings{"hospital.services": 4, "hospital.blocks": 1, "hospital.poles": 1}).Expand()
	c.Flows = []Flow{{0, 1, 30}, {1, 0, 10}, {0, 2, 60}, {0, 0, 500}}
	s := newStructure(c)
	for i, want := range [][]float64{{0, .4, .6, 0}, {1, 0, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 0}} {
		for j, w := range s.workflow.row(i, 4) {
			close6(t, "dependence", w, want[j])
		}
	}
	w := worldOf(t, c, 0) // a service without flows has no clinical couplings across, and the rest works
	for b := 3 * w.m; b < 4*w.m; b++ {
		clinical, academic := inputsOf(w.land, b)
		for at := 1 + w.within; at < len(clinical); at++ {
			if clinical[at] >= 0 && clinical[at] != academic[at] {
				t.Errorf("practice %d depends on %d along no flow", b, clinical[at])
			}
		}
	}
	w.live(t, 6, nil)
}

func TestCouplingsFollowTheWorkflow(t *testing.T) {
	w := worldOf(t, scenario(t, settings{"hospital.services": 200, "hospital.blocks": 20, "hospital.block_share": .6, "environment.discipline_share": 0}), 0)
	inside, all := 0.0, 0.0
	for c := range w.n * w.m {
		clinical, _ := inputsOf(w.land, c)
		for _, b := range clinical[1+w.within:] {
			all++
			if int(b)/w.m*20/200 == c/w.m*20/200 {
				inside++
			}
		}
	}
	within4(t, "share of couplings inside blocks", inside/all, .6, math.Sqrt(.24/all))
}

func TestColleaguesOfADisciplineAreTiedAcrossSites(t *testing.T) {
	c := mixed(t, nil)
	s := newStructure(c)
	for i := range s.n {
		colleagues, kin := 0.0, 0.0
		for j, w := range s.disciplines.row(i, s.n) {
			a, b := &c.Services[i], &c.Services[j]
			switch {
			case i == j:
			case a.Discipline == b.Discipline:
				colleagues += w
			case a.Kind == b.Kind:
				kin += w
			case w != 0:
				t.Errorf("services %d and %d share neither discipline nor kind, and are tied by %v", i, j, w)
			}
		}
		if kin > 0 {
			close6(t, "share of the discipline", colleagues, 1-kinship)
		} else {
			close6(t, "share of the discipline", colleagues, 1)
		}
	}
}

func TestHospitalIsTheSameInAllReplicationsAndItsLandscapeIsNot(t *testing.T) {
	c := mixed(t, nil)
	a, b := newStructure(c), newStructure(c.Clone())
	if !slices.Equal(a.workflow.weight, b.workflow.weight) || !slices.Equal(a.workflow.to, b.workflow.to) {
		t.Error("two readings of a scenario make two hospitals")
	}
	if slices.Equal(worldOf(t, c, 0).land.clinicalInputs, worldOf(t, c, 1).land.clinicalInputs) {
		t.Error("two replications have one landscape")
	}
}

func TestGeneratedHospitalIsMadeOfEqualPolesAndBlocks(t *testing.T) {
	for _, n := range []float64{2, 7, 16, 30} {
		c := scenario(t, settings{"hospital.services": n, "hospital.poles": 4, "hospital.blocks": 4}).Expand()
		poleOf := make([]PoleID, len(c.Services))
		for i := range poleOf {
			poleOf[i] = c.Services[i].Pole
		}
		sizes := sizesOf(poleOf)
		if len(c.Services) != int(n) || len(sizes) != len(c.Poles) || slices.Max(sizes)-slices.Min(sizes) > 1 || !slices.IsSorted(poleOf) {
			t.Errorf("%v services: pôles of %v", n, sizes)
		}
	}
}

func TestAServiceAloneInItsDisciplineAndKindIsTiedToAllAlike(t *testing.T) {
	c := mixed(t, nil)
	c.Services[30].Discipline, c.Services[30].Kind = "alone", Psychiatry
	for i := range 30 {
		if c.Services[i].Kind == Psychiatry {
			c.Services[i].Kind = Medical
		}
	}
	s := newStructure(c)
	for j, w := range s.disciplines.row(30, s.n) {
		want := 1. / 30
		if j == 30 {
			want = 0
		}
		close6(t, "tie", w, want)
	}
}

func TestNeighboursAreThoseWhoDependOnEachOtherEitherWay(t *testing.T) {
	s := newStructure(mixed(t, nil))
	for i := range s.n {
		row, both := s.neighbours.row(i, s.n), 0.0
		for j := range s.n {
			both += s.workflow.row(i, s.n)[j] + s.workflow.row(j, s.n)[i]
		}
		for j, w := range row {
			close6(t, "weight of a neighbour", w, (s.workflow.row(i, s.n)[j]+s.workflow.row(j, s.n)[i])/both)
		}
	}
}
