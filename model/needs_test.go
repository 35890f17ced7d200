package model

import (
	"testing"
)

// another returns a value of a parameter that is not v.
func another(p Parameter, v float64) float64 {
	if v != p.Max {
		return p.Max
	}
	return p.Min
}

// What is said to be without effect is: a run stays the same, to the bit, whatever such a parameter is set to.
func TestAParameterThatLacksWhatItNeedsMovesNothing(t *testing.T) {
	for name, c := range map[string]*Config{
		"services":         mixed(t, nil),
		"soft pôles":       mixed(t, softPoles),
		"contracts":        mixed(t, contracts),
		"people and care":  mixed(t, contracts.and(peopleAndCare)),
		"soft with people": mixed(t, softPoles.and(peopleAndCare)),
		"care alone":       mixed(t, softPoles.and(settings{"care.units": 1})),
		"people alone":     mixed(t, softPoles.and(settings{"staff.posts": 1})),
		"accounts":         mixed(t, softPoles.and(settings{"money.accounts": 1})),
		"chiefs":           mixed(t, softPoles.and(settings{"chief.acts": 1, "legitimacy.earned": 1})),
		"mandates":         mixed(t, softPoles.and(settings{"mandates.end": 1, "mandates.months": 6})),
		"supervision":      mixed(t, softPoles.and(settings{"formal.direct_supervision": 1})),
		"templates":        mixed(t, softPoles.and(settings{"formal.work_processes": 1})),
		"cycle":            mixed(t, contracts.and(settings{"steering.cycle": 1})),
		"projects":         mixed(t, softPoles.and(settings{"projects.field": 1})),
	} {
		plain := run(t, 0, 24, c)[0]
		all := c.Clone()
		var idle []ParameterID
		for id, p := range registry {
			if c.Lacks(ParameterID(id)) != nil {
				all.Values[id] = another(p, c.Values[id])
				idle = append(idle, ParameterID(id))
			}
		}
		for _, id := range idle { // what is set must not bring about what it is said to lack
			if all.Lacks(id) == nil {
				all.Values[id] = c.Values[id]
			}
		}
		if len(idle) == 0 {
			t.Errorf("%s: everything acts: nothing was tested", name)
		}
		if sameBits(plain, run(t, 0, 24, all)[0]) {
			continue
		}
		for _, id := range idle {
			one := c.Clone()
			one.Values[id] = another(registry[id], c.Values[id])
			if !sameBits(plain, run(t, 0, 24, one)[0]) {
				t.Errorf("%s: %s acts, although it lacks %v", name, registry[id].Key, c.Lacks(id))
			}
		}
	}
}

// Every need names parameters that are off at 0, and the switch of a part needs nothing of its own part.
func TestNeedsAreSwitchesWeightsOrChoices(t *testing.T) {
	sections := make(map[string]bool)
	for _, s := range Sections() {
		sections[s.Name] = true
	}
	for key, list := range needs {
		if _, known := Lookup(key); !known && !sections[key] {
			t.Errorf("%s is neither a parameter nor a section", key)
		}
		for _, n := range list {
			for _, on := range n {
				if id, known := Lookup(on); !known || registry[id].Min != 0 {
					t.Errorf("%s needs %s, which cannot be switched off", key, on)
				}
			}
		}
	}
	for key, want := range map[string]int{"money.accounts": 0, "money.tariff": 1, "steering.cycle": 1, "steering.ratchet": 2, "environment.practices": 0} {
		id, _ := Lookup(key)
		if got := registry[id].Needs(); len(got) != want {
			t.Errorf("%s needs %v", key, got)
		}
	}
}

// A part is on where a pôle has it, or where an event brings it.
func TestAPartThatComesLaterOrInOnePoleIsNotLacking(t *testing.T) {
	tariff, _ := Lookup("money.tariff")
	ratchet, _ := Lookup("steering.ratchet")
	c := mixed(t, nil)
	if got := c.Lacks(tariff); len(got) != 1 || got[0] != "money.accounts" {
		t.Errorf("a tariff lacks %v", got)
	}
	later := c.Clone()
	later.Timeline = []Event{{Month: 3, Settings: Overrides{moneyAccounts: 1}}}
	if got := later.Lacks(tariff); got != nil {
		t.Errorf("accounts come later, and a tariff lacks %v", got)
	}
	one := c.Clone()
	one.Poles[0].Own = Overrides{contract: 1}
	if got := one.Lacks(ratchet); len(got) != 1 || got[0] != "steering.cycle" {
		t.Errorf("one pôle has a contract, and a ratchet lacks %v", got)
	}
	one.Poles[0].Own[steeringCycle] = 1
	if got := one.Lacks(ratchet); got != nil {
		t.Errorf("one pôle has the cycle, and a ratchet lacks %v", got)
	}
}
