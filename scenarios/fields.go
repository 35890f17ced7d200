package scenarios

import "strings"

// A field is a key of a scenario that is no parameter: labels and lists. What it means is said here once, for
// checks, Explain and the reference.
type field struct {
	Key     string // "services.site"
	Form    string // an example as a scenario writes it
	Default string // in words; empty: none
	Needed  bool   // wherever its list has an item
	Help    string // one sentence or two
}

var fields = []field{
	{"title", `title = "Two sites, three pôles"`, "the name of the file", false,
		"One line for tables and figures. It is not taken over from an extended scenario."},
	{"description", `description = """…"""`, "none", false,
		"What the scenario is and where its numbers come from, in plain words."},
	{"extends", `extends = "ghu.toml"`, "nothing", false,
		"A scenario that this one changes: a file, relative to this one, or a built-in scenario. Tables are merged key by key; lists and each perimeter are replaced whole."},
	{"sites", "[[sites]]", "one site", false,
		"The places of the hospital."},
	{"sites.name", `name = "Nord"`, "", true,
		"Name of the site; no two are alike."},
	{"services", "[[services]]", "none: a hospital is generated from [hospital]", false,
		"The services of the hospital. A service may set any parameter of scope service for itself, by its name."},
	{"services.name", `name = "Cardiology A"`, "", true,
		"Name of the service; no two are alike."},
	{"services.site", `site = "Nord"`, "the only site", false,
		"Name of the site on which the service is; needed when there are two sites or more."},
	{"services.discipline", `discipline = "cardiology"`, "the service's name", false,
		"Discipline, in a free word: services of one discipline share training, teaching and research."},
	{"services.kind", `kind = "medical"`, "medical", false,
		"Kind of work; it shapes a generated workflow and nothing else."},
	{"services.activity", `activity = 120`, "1", false,
		"Weight of the service in the hospital's outcomes, above 0: stays or acts a year."},
	{"poles", "[[poles]]", "none: needed when services are listed", false,
		"The pôles of the hospital and their services. A pôle may set any parameter of scope pôle for itself, by its name."},
	{"poles.name", `name = "Cœur"`, "", true,
		"Name of the pôle; no two are alike."},
	{"poles.services", `services = ["Cardiology A", "Cardiology B"]`, "", true,
		"Names of the pôle's services; every service is in exactly one pôle."},
	{"perimeters", "[perimeters.flow]", "none", false,
		"Other ways of grouping the same services, each a table under its name: pôle = [services]. perimeter.use chooses one."},
	{"workflow.flows", `flows = [["Emergency", "Cardiology A", 120]]`, "generated from kinds and sites", false,
		"Movements of patients: from, to and their number over any fixed period."},
}

// lookupField finds a field by its key.
func lookupField(key string) (field, bool) {
	for _, f := range fields {
		if f.Key == key {
			return f, true
		}
	}
	return field{}, false
}

// fieldNames lists the names of the fields of a list ("services"), or those at the top of a scenario ("").
func fieldNames(list string) []string {
	var names []string
	for _, f := range fields {
		in, name, nested := strings.Cut(f.Key, ".")
		switch {
		case nested && in == list:
			names = append(names, name)
		case !nested && list == "":
			names = append(names, in)
		}
	}
	return names
}
