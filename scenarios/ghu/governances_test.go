package main

import (
	"testing"

	"github.com/BurntSushi/toml"

	"polesim/model"
)

// governances are the scenarios that differ from ghu.toml by how its pôles are governed.
var governances = []string{"ghu-services", "ghu-contract", "ghu-pmu"}

// parametersOf returns what a governance sets, by key.
func parametersOf(t *testing.T, name string) map[string]any {
	t.Helper()
	var file map[string]any
	if _, err := toml.DecodeFile("../"+name+".toml", &file); err != nil {
		t.Fatal(err)
	}
	if file["extends"] != "ghu.toml" {
		t.Errorf("%s extends %v, want ghu.toml", name, file["extends"])
	}
	set := map[string]any{}
	for section, table := range file {
		if keys, ok := table.(map[string]any); ok {
			for key, v := range keys {
				set[section+"."+key] = v
			}
		}
	}
	return set
}

func TestGovernancesSetParametersThatExist(t *testing.T) {
	for _, name := range governances {
		for key := range parametersOf(t, name) {
			if _, ok := model.Lookup(key); !ok {
				t.Errorf("%s sets %s: no such parameter", name, key)
			}
		}
	}
}

// The comparison is at equal meeting time, equal people and equal tariffs: a governance may only say where time is spent,
// what steers a pôle, how open its agenda is and what its chief and offices do.
func TestGovernancesDifferOnlyByWhatTheyAreAbout(t *testing.T) {
	allowed := map[string]bool{"governance.contract": true, "governance.ambiguity": true, "arenas.pole": true,
		"arenas.none": true, "formal.skills": true, "formal.results": true, "governance.negotiated_share": true,
		"steering.cycle": true, "technostructure.staffed": true, "money.kept_share": true,
		"chief.acts": true, "forms.move": true, "liaison.offices": true}
	for _, name := range governances {
		for key := range parametersOf(t, name) {
			if !allowed[key] {
				t.Errorf("%s sets %s, which should be equal in all governances", name, key)
			}
		}
	}
}
