package model

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// socialSections are the sections of parameters of the pôle as a social place, and socialOn everything there is in them.
var (
	socialSections = []string{"legitimacy", "belonging", "chief", "liaison", "forms", "mandates"}
	socialSwitches = []string{"legitimacy.earned", "belonging.moves", "chief.acts", "liaison.offices", "forms.move", "mandates.end"}
	socialOn       = settings{"legitimacy.earned": 1, "belonging.moves": 1, "chief.acts": 1, "liaison.offices": 1, "forms.move": 1,
		"mandates.end": 1, "mandates.months": 6, "mandates.redrawn": .3, "liaison.bisite_manager": 1, "liaison.research_lead": 1,
		"chief.dual_mandate": .3, "chief.authority": .2}
)

func TestThePoleAsASocialPlaceChangesNoBitWhileOff(t *testing.T) {
	for _, end := range []func(Parameter) float64{func(p Parameter) float64 { return p.Min }, func(p Parameter) float64 { return p.Max }} {
		turned := settings{}
		for _, p := range registry {
			if slices.Contains(socialSections, p.Section()) && !slices.Contains(socialSwitches, p.Key) {
				turned[p.Key] = end(p)
			}
		}
		for name, build := range map[string]func(settings) *Config{
			"blocks": func(with settings) *Config { return scenario(t, with) },
			"sites":  func(with settings) *Config { return mixed(t, with) },
		} {
			with := everything
			if name == "sites" {
				with = contracts
			}
			if !sameBits(run(t, 0, 24, build(with))[0], run(t, 0, 24, build(with.and(turned)))[0]) {
				t.Errorf("%s: parameters of what is off change results", name)
			}
		}
	}
}

// A replication says nothing of the one before it in the same hospital.
func TestAReplicationStartsAnewWhateverPolesHadBecome(t *testing.T) {
	c := mixed(t, contracts.and(socialOn).and(settings{"perimeter.random": 1}))
	cohort, results := NewCohort([]*Config{c}), make([]RunResult, 1)
	once := func(replication int) RunResult {
		if err := cohort.Run(t.Context(), 1, replication, 30, results); err != nil {
			t.Fatal(err)
		}
		return results[0]
	}
	fresh := run(t, 0, 30, c)[0]
	once(3)
	if !sameBits(fresh, once(0)) {
		t.Error("a replication depends on the one before")
	}
}

func TestAllThatIsSocialStaysWithinItsBounds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		with := settings{}
		for _, p := range registry {
			if slices.Contains(socialSections, p.Section()) || strings.HasPrefix(p.Key, "arenas.belonging") {
				v := rapid.Float64Range(p.Min, p.Max).Draw(rt, p.Key)
				if p.Kind != Number {
					v = float64(rapid.IntRange(int(p.Min), int(min(p.Max, 12))).Draw(rt, p.Key))
				}
				with[p.Key] = v
			}
		}
		governance := rapid.SampledFrom([]settings{contracts, softPoles, everything}).Draw(rt, "governance")
		w := worldOf(t, mixed(t, governance.and(with)), rapid.IntRange(0, 9).Draw(rt, "replication"))
		sizes := sizesOf(w.poleOf)
		share := func(month int, what string, v float64) {
			if !(v >= 0 && v <= 1+1e-12) {
				rt.Fatalf("month %d: %s is %v", month, what, v)
			}
		}
		w.live(t, 15, func(month int) {
			for i := range w.n {
				b := w.belonging[i]
				share(month, "belonging to the pôle", b.pole)
				share(month, "belonging to the site", b.site)
				if w.social.identity.on {
					share(month, "belonging to both", b.pole+b.site)
				}
				if w.detached[i] < 0 || w.detached[i] > w.people[i].attention/2 {
					rt.Fatalf("month %d: service %d gives %v to offices", month, i, w.detached[i])
				}
				for _, comes := range w.meetings.comes[i] {
					share(month, "attendance", comes)
				}
			}
			for p := range w.poles {
				pole, chief := &w.poles[p], &w.social.chiefs.of[p]
				share(month, "legitimacy", pole.legitimacy)
				share(month, "ambiguity", pole.ambiguity)
				share(month, "negotiated share", pole.negotiated)
				share(month, "constraint", pole.constrained())
				share(month, "constraint relayed", w.relayed(PoleID(p)))
				share(month, "guidance", pole.guidance)
				share(month, "relief", pole.relief)
				if total := pole.agenda.clinical + pole.agenda.academic + pole.agenda.economic; math.Abs(total-1) > 1e-9 {
					rt.Fatalf("month %d: an agenda weighs %v", month, total)
				}
				if room := w.social.forms.room[p]; w.social.forms.on {
					written := &w.social.founding[p]
					if written.agenda.distance(pole.agenda) > room+1e-9 || math.Abs(written.ambiguity-pole.ambiguity) > room+1e-9 {
						rt.Fatalf("month %d: pôle %d is beyond its room of %v", month, p, room)
					}
				}
				if total := chief.use[0] + chief.use[1] + chief.use[2] + chief.use[3] + chief.lost + chief.decided; w.social.chiefs.on && math.Abs(total-chief.units) > 1e-9 {
					rt.Fatalf("month %d: a chief of %v units spends %v", month, chief.units, total)
				}
				if chief.head != nobody && w.social.chiefs.on && w.poleOf[chief.head] != PoleID(p) {
					rt.Fatalf("month %d: the chief of pôle %d heads a service of pôle %d", month, p, w.poleOf[chief.head])
				}
			}
			if !w.social.mandates.wishes.on && !slices.Equal(sizes, sizesOf(w.poleOf)) {
				rt.Fatalf("month %d: sizes of pôles are %v, were %v", month, sizesOf(w.poleOf), sizes)
			}
			for _, o := range outcomes {
				if o.Monthly {
					if v := o.observe(w.Hospital); math.IsNaN(v) || math.IsInf(v, 0) {
						rt.Fatalf("month %d: %s is %v", month, o.Name, v)
					}
				}
			}
		})
	})
}

// What is switched on in the middle of a run starts from what the charter said until then.
func TestLegitimacySwitchedOnInARunStartsFromTheCharter(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles), 0)
	w.live(t, 24, func(month int) {
		if got := w.poles[0].legitimacy; month <= 11 && got != .4 || month == 23 && got == .4 {
			t.Errorf("month %d: legitimacy %v", month, got)
		}
		if month == 11 {
			w.config.Values[legitimacyEarned] = 1
			w.read()
			close6(t, "legitimacy when switched on", w.poles[0].legitimacy, .4)
		}
	})
}

// What is written anew while charters do not move is where they move from.
func TestFormsSwitchedOnInARunStartFromTheCharterAsItIsThen(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(settings{"forms.rigidity": 0})), 0)
	w.config.Values[ambiguity] = .3
	w.read()
	w.config.Values[formsMove] = 1
	w.read()
	close6(t, "ambiguity", w.poles[0].ambiguity, .3)
}

// Other pôles start from their charters, and know nothing of those before.
func TestOtherPolesStartFromTheirCharters(t *testing.T) {
	w := worldOf(t, mixed(t, contracts.and(socialOn).and(settings{"mandates.end": 0})), 0)
	w.live(t, 60, nil)
	moved := make([]PoleID, w.n)
	for i := range moved {
		moved[i] = PoleID(i % 3)
	}
	w.regroup(moved, 3, false)
	for p := range w.poles {
		if l := w.poles[p].legitimacy; l != .4 || w.poles[p].ambiguity != .2 || w.social.recognition.came[p] != 0 {
			t.Errorf("pôle %d starts with legitimacy %v, ambiguity %v, %v who came", p, l, w.poles[p].ambiguity, w.social.recognition.came[p])
		}
	}
}

// Law 2021-502 (Rist): services as autonomous as can be, without arenas. Where nobody meets and nothing is steered there
// is one way to spend time, so that autonomy has nothing to choose: no bit changes, and nobody comes to know or trust
// anybody.
func TestAutonomyWithoutArenasJoinsNobody(t *testing.T) {
	for name, with := range map[string]settings{"core": servicesOnly, "social": servicesOnly.and(socialOn)} {
		results := run(t, 0, 36, mixed(t, with.and(settings{"professionals.autonomy": 0})), mixed(t, with.and(settings{"professionals.autonomy": 1})))
		if !sameBits(results[0], results[1]) {
			t.Errorf("%s: autonomy alone changes results", name)
		}
		for column, want := range map[string]float64{"trust_across_poles": .2, "trust_within_poles": .2, "agreements_pair": 0,
			"attendance": 0} {
			close6(t, name+": "+column, outcome(t, results[1], column), want)
		}
	}
	met := run(t, 0, 36, mixed(t, network.and(settings{"professionals.autonomy": 1})))[0]
	if outcome(t, met, "trust_across_poles") <= .2 {
		t.Error("the same services with an arena trust nobody more either: nothing was tested")
	}
}
