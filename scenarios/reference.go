package scenarios

import (
	"fmt"
	"io"
	"strings"

	"polesim/model"
)

// Reference writes the parameter reference: Markdown tables of all keys, grouped by section.
func Reference(w io.Writer) error {
	var b strings.Builder
	b.WriteString("# Parameter reference\n\nMade from the registry of parameters; do not edit.\n\n")
	b.WriteString("Scope says where a parameter may be given: *run* says how a scenario is run and is no part of the hospital; " +
		"*hospital* holds for all; any *pôle* or *service* may have its own value of a parameter of that scope, by its name. " +
		"What is *fixed* holds for a whole run; an event may change all else but *run* ([[event]]).\n")
	b.WriteString("\n## Labels and lists\n\n")
	row(&b, "key", "written", "needed", "default", "meaning")
	row(&b, "---", "---", "---", "---", "---")
	for _, f := range fields {
		needed := ""
		if f.Needed {
			needed = "yes"
		}
		row(&b, "`"+f.Key+"`", "`"+f.Form+"`", needed, cell(f.Default), cell(f.Help))
	}
	row(&b, "", "", "", "", "Kinds of services: "+strings.Join(model.KindNames, ", ")+".")
	topics := Topics()
	for _, s := range model.Sections() {
		fmt.Fprintf(&b, "\n## `[%s]`: %s\n\n", s.Name, s.About)
		row(&b, "key", "meaning", "unit", "range", "default", "source", "scope")
		row(&b, "---", "---", "---", "---", "---", "---", "---")
		for _, t := range topics {
			if t.section == s.Name && t.Scope != "" {
				row(&b, "`"+t.Key+"`", cell(t.Help), cell(t.Unit), cell(t.Range), cell(t.defaultText()), cell(t.Source), t.Scope+fixedMark(t))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// fixedMark follows the scope of a parameter that no event may change.
func fixedMark(t Topic) string {
	if t.Fixed {
		return ", fixed"
	}
	return ""
}

// row writes a row of a Markdown table.
func row(b *strings.Builder, cells ...string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// cell makes a text safe for a Markdown table.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(s)
}
