package scenarios

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"polesim/model"
)

func TestExplainSaysAllThatTheRegistryKnows(t *testing.T) {
	for _, p := range model.Parameters() {
		var b strings.Builder
		if err := Explain(&b, p.Key); err != nil {
			t.Error(err)
			continue
		}
		got := strings.Join(strings.Fields(b.String()), " ")
		for _, want := range []string{p.Key, p.Help, p.Unit, p.Source, interval(p)} {
			if !strings.Contains(got, strings.Join(strings.Fields(want), " ")) {
				t.Errorf("%s: %q is not explained in\n%s", p.Key, want, b.String())
			}
		}
	}
}

func TestExplanationsFitTheTerminal(t *testing.T) {
	var b strings.Builder
	if err := ExplainAll(&b); err != nil {
		t.Fatal(err)
	}
	for _, topic := range Topics() {
		topic.write(&b)
	}
	for _, line := range strings.Split(b.String(), "\n") {
		if utf8.RuneCountInString(line) > width || strings.TrimRight(line, " ") != line {
			t.Errorf("%d columns: %q", utf8.RuneCountInString(line), line)
		}
	}
}

func TestExplainFindsWhatIsMeant(t *testing.T) {
	for key, want := range map[string][]string{
		"professionals.autonomy": {"professionals.autonomy"},
		"autonomy":               {"professionals.autonomy"},
		"noise":                  {"professionals.noise", "measurement.noise", "supervision.noise", "processes.noise", "norms.noise"},
		"[perimeter]":            {"perimeter.use", "perimeter.random"},
		"services.kind":          {"services.kind"},
		"sites":                  {"sites", "sites.name"},
	} {
		topics, err := topicsOf(key)
		var got []string
		for _, topic := range topics {
			got = append(got, topic.Key)
		}
		if err != nil || strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: got %v, %v; want %v", key, got, err, want)
		}
	}
	for key, want := range map[string]string{
		"autonmy":               "autonmy: no such key or section. Did you mean professionals.autonomy?",
		"profesionals.autonomy": "profesionals.autonomy: no such key or section. Did you mean professionals.autonomy?",
		"professional":          "professional: no such key or section. Did you mean professionals?",
		"zzzzzzzz":              "zzzzzzzz: no such key or section",
		"":                      ": no such key or section",
	} {
		if err := Explain(&strings.Builder{}, key); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestExplainJSONListsEveryKeyOnce(t *testing.T) {
	var b strings.Builder
	if err := ExplainJSON(&b, ""); err != nil {
		t.Fatal(err)
	}
	var topics []Topic
	if err := json.Unmarshal([]byte(b.String()), &topics); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, topic := range topics {
		if seen[topic.Key] {
			t.Errorf("%s twice", topic.Key)
		}
		seen[topic.Key] = true
	}
	for _, p := range model.Parameters() {
		if !seen[p.Key] {
			t.Errorf("%s is missing", p.Key)
		}
	}
}

func TestReferenceHasARowForEveryKey(t *testing.T) {
	var b strings.Builder
	if err := Reference(&b); err != nil {
		t.Fatal(err)
	}
	cells := 0
	for _, line := range strings.Split(b.String(), "\n") {
		switch {
		case !strings.HasPrefix(line, "|"):
			cells = 0
		case cells == 0:
			cells = strings.Count(line, " |")
		case strings.Count(line, " |") != cells:
			t.Errorf("row of another width: %s", line)
		}
	}
	for _, topic := range Topics() {
		if strings.Count(b.String(), "| `"+topic.Key+"` |") != 1 {
			t.Errorf("%s has not one row", topic.Key)
		}
	}
}

func TestTemplateRunsAndNamesEveryParameter(t *testing.T) {
	text := Template()
	c, err := Parse("new.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Poles) != 3 || len(c.Services) < 6 || len(c.Services) > 8 {
		t.Errorf("%d pôles, %d services", len(c.Poles), len(c.Services))
	}
	// With the marks taken off, every parameter has its default still.
	var b strings.Builder
	for _, line := range strings.Split(text, "\n") {
		if rest, ok := strings.CutPrefix(line, "# "); ok && strings.Contains(rest, " = ") && strings.Contains(rest, " # ") {
			line = rest
		}
		b.WriteString(line + "\n")
	}
	d, err := Parse("new.toml", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if Hash(c) != Hash(d) {
		t.Error("a default in the template is not the registry's")
	}
	for _, p := range model.Parameters() {
		if p.Section() != "hospital" && !strings.Contains(text, "\n# "+p.Name()+" = ") && !strings.Contains(text, "\n"+p.Name()+" = ") {
			t.Errorf("%s is not in the template", p.Key)
		}
	}
}

func TestEveryFieldIsKnownToTheChecker(t *testing.T) {
	for _, f := range fields {
		if f.Help == "" || f.Form == "" {
			t.Errorf("%s lacks words", f.Key)
		}
		if _, clash := model.Lookup(f.Key); clash {
			t.Errorf("%s is a parameter too", f.Key)
		}
	}
	for _, c := range constraints {
		if _, ok := lookupAll(c.keys); !ok {
			t.Errorf("constraint on unknown parameters %v", c.keys)
		}
	}
	for _, section := range weightSections {
		if len(weightsOf(section)) < 2 {
			t.Errorf("section %s has no weights", section)
		}
	}
}

// Who asks what a parameter means is told what must be on for it to have an effect.
func TestExplainSaysWhatAParameterNeeds(t *testing.T) {
	for key, want := range map[string]string{
		"money.tariff":              "  needs     money.accounts\n",
		"demand.surge":              "  needs     staff.posts or care.units\n",
		"steering.ratchet":          "  needs     governance.contract, and steering.cycle\n",
		"environment.dynamism":      "",
		"technostructure.reporting": "  needs     technostructure.staffed or processes.staffed\n",
	} {
		var b strings.Builder
		if err := Explain(&b, key); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) || strings.Contains(b.String(), "  needs  ") != (want != "") {
			t.Errorf("%s lacks %q:\n%s", key, want, b.String())
		}
	}
}
