package experiments

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"polesim/model"
)

// An OutcomeTopic explains a column of results.
type OutcomeTopic struct {
	Key       string   `json:"key"`  // the column's name
	Kind      string   `json:"kind"` // outcome; or detail, of services or pôles one by one; or state, which ranges looks at
	Of        string   `json:"of"`   // what has it: hospital, service, pôle, or service and pôle
	Label     string   `json:"label,omitempty"`
	Unit      string   `json:"unit"`
	Help      string   `json:"help"`
	Monthly   bool     `json:"monthly"`                        // has a value for each month; otherwise for a run as a whole only
	Part      string   `json:"part,omitempty"`                 // parameter that switches on the part it belongs to
	Parts     []string `json:"parts,omitempty"`                // that, and those that switch on others which move it
	Basis     string   `json:"basis,omitempty"`                // defensible or assumed, of numbers derived from the model's
	Between   string   `json:"basis_of_differences,omitempty"` // likewise, of differences between scenarios
	OfPoles   bool     `json:"of_poles,omitempty"`
	While     []string `json:"while,omitempty"`     // parameters that are on in the months of which a run's value is
	SmallDiff string   `json:"too_small,omitempty"` // which differences are too small to matter, where that is stated
}

// OutcomeTopics lists all outcomes, in the order of columns, then what is reported of services and pôles one by one.
func OutcomeTopics() (topics []OutcomeTopic) {
	for _, o := range model.Outcomes() {
		t := OutcomeTopic{Key: o.Name, Kind: "outcome", Of: "hospital", Label: o.Label, Unit: o.Unit, Help: o.Meaning,
			Monthly: o.Monthly, Part: o.Part, Parts: o.Parts(), Basis: o.Basis.String(), OfPoles: slices.Contains(ofPoles, o.Name),
			While: o.While.Keys}
		t.Between = basisBetween(o.Basis, o.Between)
		switch o.Name {
		case careName:
			t.SmallDiff = fmt.Sprintf("on one hospital, up to %.0f %% of the coordination gap (%s less %s)", 100*smallestOfInterest, wholeName, aloneName)
		case shareOfGapName:
			t.SmallDiff = fmt.Sprintf("on one hospital, up to %.2f", smallestOfInterest)
		}
		topics = append(topics, t)
	}
	for _, d := range model.Details() {
		var of []string
		if d.OfServices() {
			of = append(of, model.OfService)
		}
		if d.OfPoles() {
			of = append(of, "pôle")
		}
		topics = append(topics, OutcomeTopic{Key: d.Name, Kind: "detail", Of: strings.Join(of, " and "), Label: d.Label,
			Unit: d.Unit, Help: d.Meaning, Monthly: true, Part: d.Part, Parts: d.Parts(), Basis: d.Basis.String(),
			Between: basisBetween(d.Basis, d.Between)})
	}
	return topics
}

// stateTopics lists all state variables.
func stateTopics() (topics []OutcomeTopic) {
	for _, s := range model.States() {
		t := OutcomeTopic{Key: s.Name, Kind: "state", Of: s.Of, Unit: s.Unit, Monthly: true, Parts: s.Parts, Basis: s.Basis.String(),
			Help: "A state of the model: what it remembers from month to month. No column of results; polesim ranges shows where it was."}
		t.Between = t.Basis
		if s.Sum {
			t.Help += " It adds up what each month brings, without end."
		}
		if len(s.Parts) > 0 {
			t.Part = s.Parts[0]
		}
		topics = append(topics, t)
	}
	return topics
}

// basisBetween says on what differences in a number rest: on what the number does, unless that is said.
func basisBetween(level, between model.Basis) string {
	if between == model.Modelled {
		between = level
	}
	return between.String()
}

// outcomeWord stands for all outcomes where one explains by keys.
const outcomeWord = "outcomes"

// OutcomesOf finds what a user means by the name of a column or by the words that a table has for it, or by that of a
// state that has no column; "outcomes" are all columns.
func OutcomesOf(word string) (found []OutcomeTopic) {
	word = strings.TrimSpace(word)
	for _, t := range OutcomeTopics() {
		if word == outcomeWord || strings.EqualFold(t.Key, word) || strings.EqualFold(t.Label, word) {
			found = append(found, t)
		}
	}
	if len(found) > 0 {
		return found // a state of that name is what the column is the mean of
	}
	for _, t := range stateTopics() {
		if strings.EqualFold(t.Key, word) {
			found = append(found, t)
		}
	}
	return found
}

// NearestOutcome returns the outcome whose name, or words, a mistyped word comes nearest to, a third of it wrong at most.
func NearestOutcome(word string) (name string, ok bool) {
	const longest = 200 // beyond, it is no slip of the pen
	word = strings.ToLower(strings.TrimSpace(word))
	if word == "" || len(word) > longest {
		return "", false
	}
	least := max(2, length(word)/3) + 1
	for _, t := range OutcomeTopics() {
		for _, candidate := range []string{t.Key, t.Label} {
			if d := levenshtein.ComputeDistance(word, strings.ToLower(candidate)); d < least && d < length(candidate) {
				name, least = t.Key, d
			}
		}
	}
	return name, name != ""
}

// basisWords say what a number rests on.
var basisWords = map[string]string{
	"":           "what happened in the model",
	"defensible": "defensible: follows from the model's numbers by a link that published data support",
	"assumed":    "assumed: follows by a link whose sign and size are assumptions",
}

// ExplainOutcomes writes what outcomes mean: the sentence, the words of tables, unit, part, and what the number rests on.
func ExplainOutcomes(w io.Writer, topics []OutcomeTopic) error {
	t := &table{w: w, width: 100}
	for k, topic := range topics {
		if k > 0 {
			t.printf("\n")
		}
		t.printf("%s\n", topic.Key)
		t.paragraph("  ", topic.Help)
		row := func(label, text string) {
			if text != "" {
				t.paragraph(fmt.Sprintf("  %-8s  ", label), text)
			}
		}
		row(strings.Replace(topic.Kind, "detail", "outcome", 1), topic.about())
		row("unit", topic.Unit)
		silent := "the outcome says nothing"
		if topic.Kind == "state" {
			silent = "it does not move"
		}
		switch n := len(topic.Parts); n {
		case 0:
		case 1:
			row("part", topic.Part+": where it is 0 or false "+silent)
		default:
			row("parts", strings.Join(topic.Parts[:n-1], ", ")+" or "+topic.Parts[n-1]+
				": where all are 0 or false "+silent)
		}
		if topic.OfPoles {
			row("pôles", "says nothing where pôles neither meet nor have a contract or a chief who acts")
		}
		row("rests on", basisWords[topic.Basis])
		if topic.Between != topic.Basis {
			row("differences rest on", basisWords[topic.Between])
		}
		row("small", topic.SmallDiff)
	}
	return t.err
}

// about says of what an outcome is, and when.
func (o OutcomeTopic) about() string {
	text := fmt.Sprintf("“%s” of the %s", o.Label, o.Of)
	switch {
	case o.Kind == "state":
		return strings.Replace("of each "+o.Of, "each hospital", "the hospital", 1) + ", month by month"
	case o.Kind == "detail":
		return text + ", one by one, with --details; mean over the second half of a run"
	case o.Monthly:
		return text + ", month by month; of a run the mean over its second half"
	}
	return text + ", of a run as a whole"
}
