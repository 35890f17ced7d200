package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// scenario writes the group as a scenario file.
func scenario(g group) string {
	var b strings.Builder
	writeHead(&b, g)
	writeServices(&b, g)
	writeSites(&b)
	writePoles(&b, g)
	writeSitePerimeter(&b, g)
	b.WriteString(parts)
	return b.String()
}

// parts switch on what lies beyond the core of the model, for all governances.
const parts = `
[staff]
posts = true # people leave, are hired and lack

[care]
units = true # days, %, hours besides the index

[money] # activity-based funding (T2A) pays all governances alike
accounts = true
tariff = 2040 # € per stay: services on their own then break even, about
burn_in = 0   # savings count from one and the same worth in all governances

[legitimacy]
earned = true

[belonging]
moves = true

[mandates]
end = true # every four years

[projects]
field = true
`

const description = `A made-up French university hospital group (GHU). Its pôles follow disciplines, as pôles médico-universitaires do, and
go from two dental services to sixteen laboratories, from one site to all seven. It says nothing of how the pôles are
governed: see ghu-services, ghu-contract and ghu-pmu.`

// writeHead writes what a reader should know before the data, then the top-level keys.
func writeHead(b *strings.Builder, g group) {
	for i, paragraph := range strings.Split(headComment(g), "\n\n") {
		if i > 0 {
			b.WriteString("#\n")
		}
		writeComment(b, paragraph)
	}
	fmt.Fprintf(b, "\ntitle = %q\n", fmt.Sprintf("A university hospital group: %d sites, %d services, %d pôles",
		len(sites), len(g.services), len(poles)))
	fmt.Fprintf(b, "description = \"\"\"\n%s\"\"\"\n", description)
}

const width = 120 // of a line, in letters, where lines can be broken

// writeComment writes text as a comment, broken into lines.
func writeComment(b *strings.Builder, text string) {
	b.WriteString("#")
	column := 1
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word) + 1
		if column+n > width {
			b.WriteString("\n#")
			column = 1
		}
		b.WriteString(" " + word)
		column += n
	}
	b.WriteString("\n")
}

// writeServices writes one service a line, in columns.
func writeServices(b *strings.Builder, g group) {
	names, places, fields := widths(g.services)
	b.WriteString("\nservices = [\n")
	for _, s := range sites {
		here := g.ofSite(s.name)
		fmt.Fprintf(b, "  # %s: %d services\n", s.name, len(here))
		for _, x := range here {
			fmt.Fprintf(b, "  { name = %s site = %s discipline = %s kind = %s activity = %5.0f },\n",
				pad(x.name, names), pad(x.site, places), pad(x.discipline, fields), pad(x.kind.String(), 14), x.activity)
		}
	}
	b.WriteString("]\n")
}

// widths returns the lengths of the longest name, site and discipline.
func widths(services []service) (name, site, discipline int) {
	for _, s := range services {
		name = max(name, utf8.RuneCountInString(s.name))
		site = max(site, utf8.RuneCountInString(s.site))
		discipline = max(discipline, utf8.RuneCountInString(s.discipline))
	}
	return name, site, discipline
}

// pad writes s quoted, with a comma, and fills it up to n letters between the quotes.
func pad(s string, n int) string {
	return fmt.Sprintf("%q,%s", s, strings.Repeat(" ", n-utf8.RuneCountInString(s)))
}

func writeSites(b *strings.Builder) {
	for _, s := range sites {
		fmt.Fprintf(b, "\n[[sites]] # %s\nname = %q\n", s.about, s.name)
	}
}

// writePoles writes the given perimeter, with what is worth noticing of each pôle above it.
func writePoles(b *strings.Builder, g group) {
	for _, p := range poles {
		members := g.ofPole(p)
		on := distinct(members, siteOf)
		b.WriteString("\n")
		writeComment(b, fmt.Sprintf("%d services on %s: %s", len(members), plural(len(on), "site"), strings.Join(on, ", ")))
		for _, d := range derogations {
			if d.pole == p {
				writeComment(b, "by derogation "+d.service+": "+d.why)
			}
		}
		fmt.Fprintf(b, "[[poles]]\nname = %q\nservices = %s\n", p, list(distinct(members, nameOf)))
	}
}

// writeSitePerimeter writes the other perimeter: a pôle for each site, named after it.
func writeSitePerimeter(b *strings.Builder, g group) {
	b.WriteString("\n# Another perimeter of the same hospital: one pôle for each site (perimeter.use = \"site\").\n[perimeters.site]\n")
	for _, s := range sites {
		fmt.Fprintf(b, "%q = %s\n", s.name, list(distinct(g.ofSite(s.name), nameOf)))
	}
}

// list writes an array of strings, several to a line.
func list(names []string) string {
	var b strings.Builder
	b.WriteString("[")
	for column := width; len(names) > 0; names = names[1:] {
		if n := utf8.RuneCountInString(names[0]) + 4; column+n > width {
			b.WriteString("\n  ")
			column = 2 + n
		} else {
			b.WriteString(" ")
			column += n
		}
		fmt.Fprintf(&b, "%q,", names[0])
	}
	return b.String() + "\n]"
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
