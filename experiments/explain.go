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
	Kind      string   `json:"kind"` // outcome; or detail, of services or pôles one by one
	Of        string   `json:"of"`   // what has it: hospital, service, pôle, or service and pôle
	Label     string   `json:"label"`
	Unit      string   `json:"unit"`
	Help      string   `json:"help"`
	Monthly   bool     `json:"monthly"`                        // has a value for each month; otherwise for a run as a whole only
	Part      string   `json:"part,omitempty"`                 // parameter that switches on the part it belongs to
	Parts     []string `json:"parts,omitempty"`                // that, and those that switch on others which move it
	Basis     string   `json:"basis,omitempty"`                // defensible or assumed, of numbers derived from the model's
	Between   string   `json:"basis_of_differences,omitempty"` // likewise, of differences between scenarios
	OfPoles   bool     `json:"of_poles,omitempty"`
	SmallDiff string   `json:"too_small,omitempty"` // which differences are too small to matter, where that is stated
}

// OutcomeTopics lists all outcomes, in the order of columns, then what is reported of services and pôles one by one.
func OutcomeTopics() (topics []OutcomeTopic) {
	for _, o := range model.Outcomes() {
		t := OutcomeTopic{Key: o.Name, Kind: "outcome", Of: "hospital", Label: o.Label, Unit: o.Unit, Help: o.Meaning,
			Monthly: o.Monthly, Part: o.Part, Parts: o.Parts(), Basis: o.Basis.String(), OfPoles: slices.Contains(ofPoles, o.Name)}
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

// basisBetween says on what differences in a number rest: on what the number does, unless that is said.
func basisBetween(level, between model.Basis) string {
	if between == model.Modelled {
		between = level
	}
	return between.String()
}

// outcomeWord stands for all outcomes where one explains by keys.
const outcomeWord = "outcomes"

// OutcomesOf finds what a user means by the name of a column or by the words that a table has for it; "outcomes" are all.
func OutcomesOf(word string) (found []OutcomeTopic) {
	word = strings.TrimSpace(word)
	for _, t := range OutcomeTopics() {
		if word == outcomeWord || strings.EqualFold(t.Key, word) || strings.EqualFold(t.Label, word) {
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
		row("outcome", topic.about())
		row("unit", topic.Unit)
		switch n := len(topic.Parts); n {
		case 0:
		case 1:
			row("part", topic.Part+": where it is 0 or false the outcome says nothing")
		default:
			row("parts", strings.Join(topic.Parts[:n-1], ", ")+" or "+topic.Parts[n-1]+
				": where all are 0 or false the outcome says nothing")
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
	case o.Kind == "detail":
		return text + ", one by one, with --details; mean over the second half of a run"
	case o.Monthly:
		return text + ", month by month; of a run the mean over its second half"
	}
	return text + ", of a run as a whole"
}
