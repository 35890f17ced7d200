// Package docs_test keeps the tables of the documents equal to what the code says of itself.
package docs_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"polesim/model"
	"polesim/scenarios"
)

var update = flag.Bool("update", false, "rewrite the tables of the documents")

// TestTheModelsTablesAreTheRegistrys holds the tables of odd.md against the registries that validation, explain and the
// result folders read: they cannot part.
func TestTheModelsTablesAreTheRegistrys(t *testing.T) {
	text, err := os.ReadFile("odd.md")
	if err != nil {
		t.Fatal(err)
	}
	was := string(text)
	is := replaceBlock(t, was, "parameters", parameters(t))
	is = replaceBlock(t, is, "outcomes", outcomes())
	is = replaceBlock(t, is, "details", details())
	if is == was {
		return
	}
	if !*update {
		t.Fatal("odd.md does not say what the code says; rewrite it with: go test ./docs -update")
	}
	if err := os.WriteFile("odd.md", []byte(is), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestEveryLinkLeadsSomewhere follows the links of the documents to files of the project.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	for _, page := range []string{"../README.md", "../CONTRIBUTING.md", "../CHANGELOG.md", "odd.md", "map.md",
		"guide-planners.md", "guide-researchers.md", "guide-students.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Error(err)
			continue
		}
		folder := ""
		if strings.HasPrefix(page, "../") {
			folder = "../"
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(folder + m[1]); err != nil {
				t.Errorf("%s links to %s: %v", page, m[1], err)
			}
		}
	}
}

// replaceBlock puts a table between its markers.
func replaceBlock(t *testing.T, text, name, table string) string {
	t.Helper()
	begin, end := "<!-- "+name+":begin -->\n", "<!-- "+name+":end -->"
	from, to := strings.Index(text, begin), strings.Index(text, end)
	if from < 0 || to < from {
		t.Fatalf("odd.md has no block %s", name)
	}
	return text[:from+len(begin)] + table + text[to:]
}

// parameters is the parameter reference, its headings two levels down.
func parameters(t *testing.T) string {
	var b strings.Builder
	if err := scenarios.Reference(&b); err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(b.String(), "\n") // its title: odd.md has its own
	return regexp.MustCompile(`(?m)^#`).ReplaceAllString(strings.TrimLeft(text, "\n"), "###")
}

// outcomes is the table of outcomes.
func outcomes() string {
	var b strings.Builder
	b.WriteString("| column | unit | meaning |\n| --- | --- | --- |\n")
	for _, o := range model.Outcomes() {
		fmt.Fprintf(&b, "| `%s` | %s | %s%s |\n", o.Name, o.Units(), o.Meaning, with(o.Parts()))
	}
	return b.String()
}

// details is the table of what is reported of services and pôles one by one.
func details() string {
	var b strings.Builder
	b.WriteString("| column | of | unit | meaning |\n| --- | --- | --- | --- |\n")
	for _, d := range model.Details() {
		of := "service, pôle"
		if !d.OfPoles() {
			of = "service"
		} else if !d.OfServices() {
			of = "pôle"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s%s |\n", d.Name, of, d.Units(), d.Meaning, with(d.Parts()))
	}
	return b.String()
}

// with says with which parts something is there; nothing of the core.
func with(parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	return " With `" + strings.Join(parts, "` or `") + "`."
}
