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
		"Kind of work: it shapes a generated workflow, ties a service to its like beside its discipline, says who has beds and how patients go on, and may say who shares a template or a code."},
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
	{"start", `start = "2004-01"`, "none: months are counted from 0", false,
		"The month of the calendar in which a run begins, for events with a date and for the years in figures."},
	{"event", "[[event]]", "none: nothing changes in the course of a run", false,
		"What changes in the course of a run, and when: any parameter that is not fixed, the perimeter, the site of a service. A later event goes over an earlier one; when one ends, what would hold without it holds again."},
	{"event.name", `name = "T2A"`, "", true,
		"Name of the event; no two are alike. Figures show it."},
	{"event.date", `date = "2009-07"`, "", false,
		"The month of the calendar at whose beginning the event takes place; this or month is needed. It needs start."},
	{"event.month", `month = 66`, "", false,
		"The month of the run at whose beginning the event takes place, 0 for the first; this or date is needed."},
	{"event.months", `months = 12`, "for good", false,
		"How many months the event lasts."},
	{"event.set", `set.governance.contract = true`, "nothing", false,
		"Parameters and the values that they have while the event lasts, in sections as in the file. Who has a value of its own keeps it, unless the event names it."},
	{"event.poles", `poles = ["Cœur"]`, "the hospital", false,
		"Names of the [[poles]] that get the values of scope pôle as their own, instead of the hospital."},
	{"event.services", `services = ["Cardiology A"]`, "the hospital", false,
		"Names of the services that get the values of scope service as their own, instead of the hospital."},
	{"event.perimeter", `perimeter = "flow"`, "as before", false,
		"The perimeter in force while the event lasts: the same as set.perimeter.use."},
	{"event.move", `move = [{ site = "Sud", to = "Nord" }]`, "nobody", false,
		"Services that are on another site while the event lasts: a service, or all on a site. Patients go where they went."},
	{"event.description", `description = "Law 2009-879"`, "none", false,
		"What happened, and the source."},
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
