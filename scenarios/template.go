package scenarios

import (
	"embed"
	"fmt"
	"regexp"
	"strings"

	"polesim/model"
)

//go:embed example.toml
var exampleFile embed.FS

// sectionLine is the head of a section in the example.
var sectionLine = regexp.MustCompile(`(?m)^\[([a-z]+)\]$`)

// Template returns a scenario to begin with, which runs as it is: the small hospital of example.toml, and every other
// parameter with its default, commented out, with unit, range and meaning.
func Template() string {
	// The file is part of the program: it cannot be missing.
	example, _ := exampleFile.ReadFile("example.toml")
	var b strings.Builder
	begun := map[string]bool{}
	for i, paragraph := range strings.Split(strings.TrimSpace(string(example)), "\n\n") {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(paragraph + "\n")
		if m := sectionLine.FindStringSubmatch(paragraph); m != nil {
			begun[m[1]] = true
			section(&b, m[1], paragraph)
		}
	}
	b.WriteString("\n# Every other parameter with its default. To change one, take off the first # and put your value.\n")
	for _, s := range model.Sections() {
		switch {
		case begun[s.Name]:
			continue
		case s.Name == "hospital":
			b.WriteString("\n# [hospital] is for hospitals that are generated: it has no effect where services are listed.\n")
			continue
		}
		fmt.Fprintf(&b, "\n[%s] # %s\n", s.Name, s.About)
		section(&b, s.Name, "")
	}
	b.WriteString("\n# What changes in the course of a run goes here, an [[event]] each. How: polesim explain event\n")
	return b.String()
}

// section writes the parameters of a section, commented out, but for those that the text of the example sets.
func section(b *strings.Builder, name, example string) {
	for _, p := range model.Parameters() {
		if p.Section() != name || strings.Contains(example, "\n"+p.Name()+" = ") {
			continue
		}
		t := parameterTopic(p)
		unit := t.Unit + " "
		if t.Unit == "" {
			unit = ""
		}
		fmt.Fprintf(b, "# %s # %s%s: %s\n", padded(t.Example, 30), unit, t.Range, t.Help)
	}
}
