package model

import (
	"slices"
	"strings"
	"testing"
)

// A mechanism that no charter names is as if it were not there, whatever else is set of it.
func TestWhatNoCharterNamesChangesNothing(t *testing.T) {
	plain := run(t, 0, 24, mixed(t, everything))[0]
	for id, p := range registry {
		if !slices.Contains([]string{"supervision", "processes", "norms"}, p.Section()) {
			continue
		}
		for _, v := range []float64{p.Min, p.Max} {
			c := mixed(t, everything)
			c.Values[id] = v
			other := run(t, 0, 24, c)[0]
			for o := range outcomes {
				if outcomes[o].Name == "practice_spread" { // among whom it is counted is a setting
					other.Values[o] = plain.Values[o]
					if outcomes[o].Monthly {
						copy(other.Series[o], plain.Series[o])
					}
				}
			}
			if !sameBits(plain, other) {
				t.Errorf("%s = %v changes a hospital in which nobody uses it", p.Key, v)
			}
		}
	}
}

// Whoever names a mechanism uses it, and nobody else does; by autonomy a service may come to use what its charter names.
func TestAMechanismIsOpenWhereThePolesCharterNamesIt(t *testing.T) {
	for _, k := range []int{supervisionAt, processesAt, normsAt} {
		c := scenario(t, settings{"professionals.autonomy": .5}).Expand()
		c.Poles[1].Own = Overrides{mechanisms[k].(Chosen).Formal(): .5}
		w := worldOf(t, c, 0)
		meant := make([]int, len(w.poles))
		w.live(t, 24, func(int) {
			for i := range w.intent {
				for unit := range w.intent[i].units {
					if int(w.intent[i].mechanism[unit]) == k {
						meant[w.poleOf[i]]++
					}
				}
			}
		})
		if meant[1] == 0 || meant[0]+meant[2]+meant[3] != 0 {
			t.Errorf("%s is meant to be used %v times by pôle; the second names it", mechanisms[k].Name(), meant)
		}
	}
}

// Items of meetings are settled each by one mechanism.
func TestEachKindOfItemIsSettledByOneMechanism(t *testing.T) {
	settles := make([]int, items)
	for _, m := range mechanisms {
		if m, ok := m.(Together); ok {
			settles[m.Settles()]++
		}
	}
	for kind, n := range settles {
		if n != 1 {
			t.Errorf("%d mechanisms settle items of kind %d", n, kind)
		}
	}
}

// What a mechanism lets be seen belongs to it.
func TestOutcomesOfAMechanismThatWaitsBelongToIt(t *testing.T) {
	for _, o := range outcomes {
		for name, key := range map[string]string{"supervision_": "direct_supervision", "template_": "work_processes", "code_": "norms"} {
			if (strings.HasPrefix(o.Name, name) || o.Name == "share_"+key) && o.Part != "formal."+key {
				t.Errorf("%s belongs to %q", o.Name, o.Part)
			}
		}
	}
}
