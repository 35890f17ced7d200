package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// advised writes a scenario into a file and returns what is advised on it, a line for each.
func advised(t *testing.T, text string, sets ...string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "mine.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, advice, err := LoadAdvised(file, sets...)
	if err != nil {
		t.Fatal(err)
	}
	if len(advice) == 0 {
		return nil
	}
	return strings.Split(strings.ReplaceAll(advice.Error(), file, "mine.toml"), "\n")
}

func TestAFileThatSaysNothingIsTold(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "mine.toml: says nothing: it is empty,",
		" \n":                        "mine.toml: says nothing: it is empty,",
		"# professionals\n# to do\n": "mine.toml: says nothing: it has no more than comments,",
	} {
		for _, sets := range [][]string{nil, {"professionals.autonomy=.2"}} {
			got := advised(t, text, sets...)
			if len(got) != 1 || !strings.HasPrefix(got[0], want) || !strings.Contains(got[0], "polesim init") {
				t.Errorf("%q %v: %q, want %q", text, sets, got, want)
			}
		}
	}
	for _, text := range []string{"title = \"Mine\"\n", "extends = \"example\"\n", "[arenas]\npole = 1\n"} {
		if got := advised(t, text); got != nil {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// Two events that begin together and set one key otherwise: the one further down wins, and whoever wrote the other is told.
func TestAnEventThatNeverHoldsIsTold(t *testing.T) {
	const two = "[[sites]]\nname = \"S\"\n[[services]]\nname = \"a\"\n[[services]]\nname = \"b\"\n" +
		"[[poles]]\nname = \"P\"\nservices = [\"a\"]\n[[poles]]\nname = \"Q\"\nservices = [\"b\"]\n[arenas]\npole = 1\n"
	event := func(name, rest string) string { return "[[event]]\nname = \"" + name + "\"\n" + rest }
	on, off := "set.governance.contract = true\n", "set.governance.contract = false\n"
	for _, c := range []struct {
		name, first, second string
		told                bool
	}{
		{"for good", "month = 3\n" + on, "month = 3\n" + off, true},
		{"full keys", "month = 3\n" + on, "month = 3\nset.\"governance.contract\" = false\n", true},
		{"the same value", "month = 3\n" + on, "month = 3\n" + on, false},
		{"another month", "month = 3\n" + on, "month = 4\n" + off, false},
		{"a while within", "month = 3\n" + on, "month = 3\nmonths = 2\n" + off, false},
		{"a while outlasted", "month = 3\nmonths = 2\n" + on, "month = 3\n" + off, true},
		{"another pôle", "month = 3\npoles = [\"P\"]\n" + on, "month = 3\npoles = [\"Q\"]\n" + off, false},
		{"a pôle of both", "month = 3\npoles = [\"P\"]\n" + on, "month = 3\npoles = [\"Q\", \"P\"]\n" + off, true},
		{"a pôle's own", "month = 3\npoles = [\"P\"]\n" + on, "month = 3\n" + off, false},
		{"another key", "month = 3\n" + on, "month = 3\nset.governance.ambiguity = 0.1\n", false},
	} {
		got := advised(t, two+event("First", c.first)+event("Second", c.second))
		if (len(got) == 1) != c.told || len(got) > 1 {
			t.Errorf("%s: %q", c.name, got)
			continue
		}
		if c.told && !(strings.HasPrefix(got[0], "mine.toml:") && strings.Contains(got[0], "event[Second].set.governance.contract = false holds, and never the true of event[First] (in line ")) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// A bound is no guess at what was meant: nobody who wrote −5 meant the least that is allowed.
func TestABoundIsNoSuggestion(t *testing.T) {
	for value, want := range map[string]string{"-5": "", "1e9": "", "-1500": " Did you mean 1500?"} {
		_, err := Parse("mine.toml", []byte("[money]\ntariff = "+value+"\n"))
		if err == nil {
			t.Fatalf("%s is taken", value)
		}
		if _, hint, _ := strings.Cut(err.Error(), ")."); !strings.Contains(err.Error(), "is out of range [") || hint != want {
			t.Errorf("%s: %v, want the hint %q", value, err, want)
		}
	}
}
