package classics

import (
	"testing"

	"polesim/model"
	"polesim/sim"
)

// designersOf returns designers at some settings after a run.
func designersOf(t *testing.T, sets ...string) *designers {
	t.Helper()
	d := runnerOf(t, &ethiraj2004, sets...).(*designers)
	d.Run(0, sim.NewKey(1, 0), make([]float64, len(ethiraj2004.Quantities)))
	return d
}

// TestADecisionDependsOnItsTrueModuleAndPerhapsOnOneOutside draws systems of 4 modules of 6.
func TestADecisionDependsOnItsTrueModuleAndPerhapsOnOneOutside(t *testing.T) {
	for between, share := range map[string]float64{"0": 0, ".25": .25, "1": 1} {
		d := designersOf(t, "between="+between, "T=2")
		outside, n := 0, 0
		for seed := range uint64(100) {
			d.wiring = sim.NewKey(seed, 0).At(0, 0)
			for decision := range 24 {
				into := make([]int32, 6)
				d.neighboursOf(decision, into)
				var in [24]bool
				for _, other := range into[:5] {
					if int(other)/6 != decision/6 || int(other) == decision || in[other] {
						t.Fatalf("decision %d depends on %v", decision, into)
					}
					in[other] = true
				}
				n++
				if into[5] >= 0 {
					outside++
					if int(into[5])/6 == decision/6 {
						t.Fatalf("decision %d depends on %d as on one outside", decision, into[5])
					}
				}
			}
		}
		if got := float64(outside) / float64(n); got < share-.04 || got > share+.04 {
			t.Errorf("between=%s: %v of decisions depend on one outside", between, got)
		}
	}
}

// TestDesignersKeepWhatTheirOwnModuleGains follows a period of each firm: one decision a module at most, each of which
// would raise its module if it alone changed; all others that were tried would not.
func TestDesignersKeepWhatTheirOwnModuleGains(t *testing.T) {
	for _, designed := range []string{"1", "4", "12"} {
		d := designersOf(t, "designed="+designed, "T=2", "recombination=none")
		all := 0
		for f := range d.firms {
			var before []uint64
			for module := range d.services {
				before = append(before, d.firms[f].Word(module))
			}
			s := sim.NewKey(7, 0).At(f, 0)
			tried := s // the same draws
			changes := d.improve(&d.firms[f], &s)
			all += changes
			var alone model.Practices
			for module := range d.services {
				b := tried.IntN(d.size)
				alone.Reset(d.land, func(m int) uint64 { return before[m] })
				was := alone.Care(module)
				alone.Flip(module*d.size + b)
				want := before[module]
				if alone.Care(module) > was {
					want ^= 1 << b
					changes--
				}
				if got := d.firms[f].Word(module); got != want {
					t.Errorf("designed=%s: module %d is %b, expected %b", designed, module, got, want)
				}
			}
			if changes != 0 {
				t.Errorf("designed=%s: counted %d changes more than there are", designed, changes)
			}
		}
		if all == 0 {
			t.Errorf("designed=%s: nothing changed", designed)
		}
	}
}

// TestTrueModulesOfADecomposableSystemNeverHarmEachOther holds the course up, which too refined ones do not.
func TestTrueModulesOfADecomposableSystemNeverHarmEachOther(t *testing.T) {
	for designed, harmed := range map[string]bool{"1": false, "2": false, "4": false, "12": true} {
		d := designersOf(t, "designed="+designed, "between=0", "recombination=none", "firms=1")
		falls := 0
		for t, x := range d.Course()[1:] {
			if x < d.Course()[t]-1e-12 {
				falls++
			}
		}
		if (falls > 0) != harmed {
			t.Errorf("designed=%s: performance fell %d times", designed, falls)
		}
	}
}

// TestOneModuleOfAllEndsAtALocalOptimumOfTheSystem is the limit of full integration, however decisions depend on each other.
func TestOneModuleOfAllEndsAtALocalOptimumOfTheSystem(t *testing.T) {
	d := designersOf(t, "designed=1", "between=1", "recombination=none", "T=2000", "firms=3")
	for f := range d.firms {
		d.practices = d.firms[f]
		if !d.isOptimum() {
			t.Errorf("firm %d could still do better", f)
		}
	}
}

// TestTheSystemIsTheSameHoweverItIsDivided compares starts.
func TestTheSystemIsTheSameHoweverItIsDivided(t *testing.T) {
	want := designersOf(t, "designed=4").Course()[0]
	for _, designed := range []string{"1", "8", "24"} {
		if got := designersOf(t, "designed="+designed).Course()[0]; got-want > 1e-12 || want-got > 1e-12 {
			t.Errorf("designed=%s starts at %v, four modules at %v", designed, got, want)
		}
	}
}

// TestATakeoverIsOneModuleOfABetterFirm follows one exchange.
func TestATakeoverIsOneModuleOfABetterFirm(t *testing.T) {
	for _, from := range []string{byFirm, byModule} {
		d := designersOf(t, "recombination="+from, "T=5")
		var words [][]uint64
		var care [][]float64
		best := 0
		for f := range d.firms {
			words, care = append(words, nil), append(care, nil)
			for module := range d.services {
				words[f] = append(words[f], d.firms[f].Word(module))
				care[f] = append(care[f], d.firms[f].Care(module))
			}
			if d.whole(f) > d.whole(best) {
				best = f
			}
		}
		d.recombine(sim.NewKey(4, 0), 1)
		took := 0
		for f := range d.firms {
			changed := 0
			for module := range d.services {
				got := d.firms[f].Word(module)
				if got == words[f][module] {
					continue
				}
				changed++
				source := best
				if from == byModule {
					for other := range d.firms {
						if care[other][module] > care[source][module] {
							source = other
						}
					}
				}
				if got != words[source][module] {
					t.Errorf("by %s: firm %d took module %d from elsewhere than firm %d", from, f, module, source)
				}
			}
			if changed > 1 || from == byFirm && f == best && changed > 0 {
				t.Errorf("by %s: firm %d took %d modules", from, f, changed)
			}
			took += changed
		}
		if took == 0 {
			t.Errorf("by %s: nobody took anything", from)
		}
	}
}

// TestEthiraj2004SaysWhatDoesNotGoTogether names the mistakes; 15 decisions a module go, 16 are too many.
func TestEthiraj2004SaysWhatDoesNotGoTogether(t *testing.T) {
	for _, sets := range [][]string{{"modules=5"}, {"designed=7"}, {"N=48", "modules=3"}} {
		if _, err := ethiraj2004.Read(sets...); err == nil {
			t.Errorf("%v is accepted", sets)
		}
	}
	designersOf(t, "N=60", "modules=4", "T=2", "firms=2")
}

// TestFirmsTakeOverEverySoManyPeriods compares with firms that never do: the same until then, and no more from then on.
func TestFirmsTakeOverEverySoManyPeriods(t *testing.T) {
	alone, together := designersOf(t, "T=12", "recombination=none").Course(), designersOf(t, "T=12", "every=6").Course()
	for period := range alone {
		if same := alone[period] == together[period]; same != (period < 6) {
			t.Errorf("period %d: alone %v, with take-overs %v", period, alone[period], together[period])
		}
	}
}

// TestSearchAndUnrestAreThoseOfTheCourse reads them from the course of a firm alone: one decision a period changes where there
// is one module, and any change is one of performance.
func TestSearchAndUnrestAreThoseOfTheCourse(t *testing.T) {
	into := make([]float64, len(ethiraj2004.Quantities))
	restless := 0.0
	for _, sets := range [][]string{{"designed=1", "T=31"}, {"designed=1", "T=10"}, {"designed=24", "T=31"}} {
		d := runnerOf(t, &ethiraj2004, append(sets, "firms=1")...).(*designers)
		for replication := range 10 {
			d.Run(replication, sim.NewKey(3, replication), into)
			course := d.Course()
			periods, changes, late := len(course)-1, 0, 0
			for period := 1; period <= periods; period++ {
				if course[period] != course[period-1] {
					if changes++; period > periods/2 {
						late++
					}
				}
			}
			if want := float64(late) / float64(periods-periods/2); into[1] != want {
				t.Errorf("%v: unrest %v, by the course %v", sets, into[1], want)
			}
			if d.services == 1 && into[2] != float64(changes) || d.services > 1 && into[2] <= float64(changes) {
				t.Errorf("%v: %v decisions changed, performance %d times", sets, into[2], changes)
			}
			restless += into[1]
		}
	}
	if restless == 0 {
		t.Error("no firm is restless: nothing was tried")
	}
}

// TestFormsAreDifferentDesigns counts those of five firms, three of which are made alike.
func TestFormsAreDifferentDesigns(t *testing.T) {
	d := designersOf(t, "firms=5", "T=2", "recombination=none")
	if got := d.forms(); got != 5 {
		t.Errorf("five random designs after two periods are %d", got)
	}
	d.firms[2].Copy(&d.firms[0])
	d.firms[4].Copy(&d.firms[0])
	if got := d.forms(); got != 3 {
		t.Errorf("with three alike there are %d", got)
	}
}
