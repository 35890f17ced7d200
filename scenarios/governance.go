package scenarios

import (
	"path"
	"strings"
)

// A Governance is a scenario file that extends a hospital's by one way of steering it.
type Governance struct{ Name, Text string }

// Governances returns the three governances of the main comparison (services on their own, pôles steered by results,
// pôles that live by mutual adjustment) for another hospital: the built-in files, extending the scenario file hospital,
// which must stand beside them. Their names are the hospital's with -services, -contract and -pmu.
func Governances(hospital string) []Governance {
	const model = "ghu"
	base := strings.TrimSuffix(path.Base(hospital), ".toml")
	var list []Governance
	for _, kind := range []string{"services", "contract", "pmu"} {
		text, err := files.ReadFile(model + "-" + kind + ".toml")
		if err != nil {
			panic("scenarios: the governances are built in: " + err.Error())
		}
		list = append(list, Governance{
			Name: base + "-" + kind + ".toml",
			Text: strings.NewReplacer("incentives, tariffs and people, all from "+model+".toml.", "incentives and, where "+base+".toml switches them on, tariffs and people.",
				model+".toml", base+".toml", model+"-", base+"-", "of the GHU", "of this hospital").Replace(string(text)),
		})
	}
	return list
}
