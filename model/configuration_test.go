package model

import (
	"math"
	"testing"
)

// A scenario made of a configuration's own traits comes nearest to that configuration, and agrees with it fully.
func TestEachConfigurationIsNearestToItself(t *testing.T) {
	for _, c := range configurations {
		is := c.ideal
		total := 0.0
		for k := byMutualAdjustment; k <= byNorms; k++ {
			total += is[k]
		}
		for k := range is {
			if trait(k) <= byNorms {
				is[k] /= total
			}
			if math.IsNaN(is[k]) {
				is[k] = .5
			}
		}
		list := fits(is)
		if list[0].Name != c.Name || math.Abs(list[0].Agreement-1) > 1e-12 {
			t.Errorf("%s is nearest to %s, with an agreement of %v", c.Name, list[0].Name, list[0].Agreement)
		}
		if list[1].Agreement > .95 {
			t.Errorf("%s can hardly be told from %s: %v", c.Name, list[1].Name, list[1].Agreement)
		}
	}
}

// Groups of traits weigh the same whatever their number, and shares of time that have nothing in common agree by 0.
func TestAgreementIsCountedGroupByGroup(t *testing.T) {
	c := Configuration{}
	c.ideal[bySkills] = 1
	is := c.ideal
	is[bySkills], is[byNorms] = 0, 1
	f := c.fit(is)
	close6(t, "mechanisms", f.ByGroup[MechanismTraits], 0)
	close6(t, "structure", f.ByGroup[StructureTraits], 1)
	close6(t, "agreement", f.Agreement, 2./3)
	is = c.ideal
	is[traitSize] = .6 // one of six contingencies
	f = c.fit(is)
	close6(t, "contingencies", f.ByGroup[ContingencyTraits], .9)
	if f.Misfit != "size" || f.Is != .6 || f.Ideal != 0 {
		t.Errorf("the misfit is %s, %v for %v", f.Misfit, f.Is, f.Ideal)
	}
}

// Services on their own, free and skilled, are a professional bureaucracy; the same under pôles' contracts are less so.
func TestWhatScenariosSayOfThemselvesIsRead(t *testing.T) {
	b := NewBlueprint([]*Config{scenario(t, servicesOnly), scenario(t, contracts)})
	alone, contract := b.Fits(0), b.Fits(1)
	if alone[0].Name != "professional bureaucracy" {
		t.Errorf("services on their own are nearest to the %s", alone[0].Name)
	}
	of := func(list []Fit, name string) float64 {
		for _, f := range list {
			if f.Name == name {
				return f.ByGroup[MechanismTraits]
			}
		}
		t.Fatalf("no configuration %s", name)
		return 0
	}
	if of(contract, "divisionalised form") <= of(alone, "divisionalised form") {
		t.Error("contracts do not bring mechanisms nearer to the divisionalised form")
	}
	if of(contract, "professional bureaucracy") >= of(alone, "professional bureaucracy") {
		t.Error("contracts do not take mechanisms away from the professional bureaucracy")
	}
}

// Who decides, for how many one chief answers, and how large the technostructure is are read from what a scenario sets.
func TestDelegationSpanAndTechnostructureAreRead(t *testing.T) {
	silent := math.NaN()
	supervised, apex := settings{"formal.direct_supervision": .3}, settings{"formal.direct_supervision": .3, "supervision.level": 1}
	for name, test := range map[string]struct {
		with                              settings // on 16 services in 4 pôles
		delegation, span, technostructure float64
	}{
		"services on their own":         {servicesOnly, 1, silent, 0},
		"chiefs of pôle":                {supervised, 1, 1. / 3, 0}, // 4 of 64, in doublings
		"one chief":                     {apex, 0, 2. / 3, 0},       // 16 of 64
		"one chief, who is not asked":   {settings{"supervision.level": 1}, 1, silent, 0},
		"contracts":                     {contracts.and(settings{"governance.delegation": .6}), .6, silent, .3}, // a tenth of a post is usual
		"contracts under one chief":     {contracts.and(apex), 0, 2. / 3, .3},
		"management control":            {settings{"technostructure.staffed": 1, "technostructure.posts": .2}, 1, silent, .6},
		"analysts":                      {settings{"formal.work_processes": .5, "processes.analysts": 4, "processes.trials_per_post": 2}, 1, silent, .375},
		"analysts without templates":    {settings{"processes.analysts": 200}, 1, silent, 0},
		"chiefs who decide in meetings": {softPoles.and(deciding), 1, 1. / 3, 0},
	} {
		is := worldOf(t, scenario(t, test.with), 0).traits(nil)
		for at, want := range map[trait]float64{traitDelegation: test.delegation, traitSpan: test.span, traitTechnostructure: test.technostructure} {
			if got := is[at]; math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-9 {
				t.Errorf("%s: %s is %v, want %v", name, traitWords[at].name, got, want)
			}
		}
	}
}

// What an organisation does not show counts neither for nor against a configuration.
func TestASilentTraitIsLeftOut(t *testing.T) {
	c := configurations[0]
	is := c.ideal
	is[traitSpan] = math.NaN()
	is[traitLiaison] += .4
	close6(t, "structure", c.fit(is).ByGroup[StructureTraits], .9) // .4 over four traits, not five
}

// Every mechanism of the model falls under one of Mintzberg's.
func TestEveryMechanismIsOneOfMintzbergs(t *testing.T) {
	for _, m := range mechanisms {
		if _, known := mechanismTrait[m.Name()]; !known {
			t.Errorf("%s falls under none", m.Name())
		}
	}
}

// Services that worked together for years know those with whom they share patients, up to what contact keeps alive.
func TestYearsTogetherAreKnowledge(t *testing.T) {
	short, long := worldOf(t, scenario(t, settings{"relations.years_together": 2}), 0), worldOf(t, scenario(t, settings{"relations.years_together": 50}), 0)
	i := ServiceID(0)
	at := long.neighbours.start[i]
	j, w := long.neighbours.to[at], long.neighbours.weight[at]
	limit := .1 * w / (.1*w + .01)
	if k := float64(long.relations.of(i, j).know); math.Abs(k-limit) > 1e-3 {
		t.Errorf("knowledge after 50 years is %v, contact keeps %v alive", k, limit)
	}
	want := limit * (1 - math.Exp(-24*(.1*w+.01)))
	if k := float64(short.relations.of(i, j).know); math.Abs(k-want) > 1e-6 {
		t.Errorf("knowledge after 2 years is %v, want %v", k, want)
	}
}
