package model

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ValueKind says how the value of a parameter is written and checked.
type ValueKind int

const (
	// Number is a real number.
	Number ValueKind = iota
	// Count is a whole number.
	Count
	// Switch is true or false, held as 1 or 0.
	Switch
	// Choice is one word out of Parameter.Choices, held as its index.
	Choice
	// Reference is the name of one of the scenario's perimeters, held as its index.
	Reference
)

// Scope says at which level a parameter may be given a value of its own.
type Scope int

const (
	// Run parameters say how a scenario is run; they are not part of the hospital.
	Run Scope = iota
	// Hospitalwide parameters hold for the whole hospital.
	Hospitalwide
	// PerPole parameters belong to a charter: any pôle may have its own value.
	PerPole
	// PerService parameters describe people and work: any service may have its own value.
	PerService
)

// A Parameter is a number that a user can touch. It is declared once, beside the code that reads it;
// validation, the command line's help, the parameter reference and the tables of docs/odd.md all come from here.
type Parameter struct {
	Key      string    // section and name as written in a scenario: "professionals.autonomy"
	Kind     ValueKind // how it is written
	Scope    Scope     // where it may be given
	Unit     string    // "share", "months", "σ_Δ" …
	Default  float64   // value when a scenario is silent
	Min, Max float64   // both included
	Choices  []string  // the words of a Choice
	Help     string    // one sentence
	Source   string    // where the default comes from
	Fixed    bool      // holds for a whole run, as all that is read at its start only: no event may change it
}

// Section returns the part of the key before the dot: the TOML table that holds it.
func (p Parameter) Section() string { s, _, _ := strings.Cut(p.Key, "."); return s }

// Name returns the part of the key after the dot: the key by which a service or a pôle overrides it.
func (p Parameter) Name() string { _, n, _ := strings.Cut(p.Key, "."); return n }

// Check says what is wrong with v as a value of p, or nil.
func (p Parameter) Check(v float64) error {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return fmt.Errorf("is not a finite number")
	case v < p.Min || v > p.Max:
		return fmt.Errorf("is out of range %s", p.Range())
	case p.Kind != Number && v != math.Trunc(v):
		return fmt.Errorf("is not a whole number")
	}
	return nil
}

// Range returns the admissible values in words: "[0, 1]", "true or false", "a, b or c".
func (p Parameter) Range() string {
	switch p.Kind {
	case Switch:
		return "true or false"
	case Choice:
		return strings.Join(p.Choices, ", ")
	case Reference:
		return "the name of a perimeter of the scenario, or given"
	}
	plain := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	return "[" + plain(p.Min) + ", " + plain(p.Max) + "]"
}

// Format writes the value v of p as a scenario would.
func (p Parameter) Format(v float64) string {
	switch p.Kind {
	case Switch:
		return fmt.Sprint(v != 0)
	case Choice:
		if i := int(v); i >= 0 && i < len(p.Choices) {
			return fmt.Sprintf("%q", p.Choices[i])
		}
	case Reference:
		if v == 0 {
			return `"given"`
		}
	}
	return fmt.Sprint(v)
}

// ParameterID indexes the registry of parameters and Config.Values.
type ParameterID int

var registry []Parameter

// declare enters p into the registry. Each package-level call fixes the parameter's place, so that
// the registry is the same in every build.
func declare(p Parameter) ParameterID {
	if p.Kind == Switch {
		p.Max = 1
	}
	if p.Kind == Choice {
		p.Max = float64(len(p.Choices) - 1)
	}
	registry = append(registry, p)
	return ParameterID(len(registry) - 1)
}

// sections is the order in which groups of parameters are shown, with what each is about.
var sections = []Section{
	{"simulation", "how the scenario is run"},
	{"hospital", "the generated hospital, when a scenario lists no services"},
	{"environment", "work and its interdependence"},
	{"workflow", "who depends on whom for patients, when a scenario lists no flows"},
	{"perimeter", "which services form a pôle"},
	{"professionals", "what services know, want and do on their own"},
	{"formal", "how the organisation says attention is spent"},
	{"measurement", "indicators"},
	{"governance", "the charter of a pôle"},
	{"steering", "steering by results as a yearly cycle, under contract"},
	{"technostructure", "the management control that measures"},
	{"money", "accounts: tariffs, budgets, costs, envelopes"},
	{"arenas", "where services meet, at equal time"},
	{"agenda", "what an open item weighs"},
	{"relations", "knowledge, trust and agreements between services"},
	{"ceremony", "reporting and coding effort"},
	{"supervision", "chiefs who decide"},
	{"processes", "templates of the technostructure"},
	{"norms", "the organisation's code"},
	{"direction", "what the direction wants"},
	{"goals", "how goals move"},
	{"demand", "patients who come"},
	{"staff", "posts, who leaves and who comes"},
	{"pathways", "the ways of patients through services"},
	{"care", "stays, beds and meetings in planners' units"},
	{"legitimacy", "how far pôles are accepted"},
	{"belonging", "of what services feel part"},
	{"chief", "what chiefs of pôle do with their time"},
	{"liaison", "offices that link the services of a pôle"},
	{"forms", "what pôles change of their own charters"},
	{"mandates", "how mandates and perimeters are renewed"},
}

// A Section is a group of parameters: a table of the scenario file.
type Section struct{ Name, About string }

// Sections lists the groups of parameters in the order in which they are shown.
func Sections() []Section { return slices.Clone(sections) }

// Parameters lists the registry; a parameter's index is its ParameterID.
func Parameters() []Parameter { return slices.Clone(registry) }

// Lookup finds a parameter by its key.
func Lookup(key string) (ParameterID, bool) {
	i := slices.IndexFunc(registry, func(p Parameter) bool { return p.Key == key })
	return ParameterID(i), i >= 0
}
