package scenarios

import (
	"embed"
	"fmt"
	"strings"

	"polesim/model"
)

//go:embed example.toml
var exampleFile embed.FS

// Template returns a scenario to begin with, which runs as it is: the small hospital of example.toml, and every
// parameter with its default, commented out, with unit, range and meaning.
func Template() string {
	// The file is part of the program: it cannot be missing.
	example, _ := exampleFile.ReadFile("example.toml")
	var b strings.Builder
	b.Write(example)
	// The example ends inside [workflow].
	section(&b, "workflow")
	b.WriteString("\n# Every parameter with its default. To change one, take off the first # and put your value.\n")
	for _, s := range model.Sections() {
		switch s.Name {
		case "workflow":
			continue
		case "hospital":
			b.WriteString("\n# [hospital] is for hospitals that are generated: it has no effect where services are listed.\n")
			continue
		}
		fmt.Fprintf(&b, "\n[%s] # %s\n", s.Name, s.About)
		section(&b, s.Name)
	}
	b.WriteString("\n# What changes in the course of a run goes here, an [[event]] each. How: polesim explain event\n")
	return b.String()
}

// section writes the parameters of a section, commented out.
func section(b *strings.Builder, name string) {
	for _, p := range model.Parameters() {
		if p.Section() != name {
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
