package experiments

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"polesim/model"
)

// shownOfPoles are the details of pôles in the printed table, those of parts where a scenario has them on.
var shownOfPoles = []string{"care", "margin", "attendance", "trust_within", "coverage", "days_in_ward", "occupancy", "result",
	"margin_rate", "target_acceptance", "bonus", "legitimacy", "belonging_pole", "projects_delivered", "nurse_vacancy",
	"physician_vacancy", "morale"}

// shownDetails returns the places of the details of pôles to print: those of the story, or all; of parts that no scenario
// has on none.
func (d *Details) shownDetails(all bool) (places []int) {
	for c, column := range d.columns {
		shown := all && column.Name != countOfServices || slices.Contains(shownOfPoles, column.Name)
		if shown && column.OfPoles() && slices.ContainsFunc(d.Plan.Scenarios, column.In) {
			places = append(places, c)
		}
	}
	return places
}

// countOfServices is the detail that stands behind a pôle's name instead of in a table of its own.
const countOfServices = "services"

// WriteTable prints what each pôle came to: for each detail its mean and 95 % interval under each scenario, and the paired
// differences beside that, or below where the page is too narrow. What is the same in all scenarios is printed once.
func (d *Details) WriteTable(w io.Writer, all bool, width int) error {
	t := newTable(w, width)
	title := "Pôle by pôle"
	if len(d.Pairs) > 0 && d.runs > 1 {
		title += "; where nothing differs, one difference in twenty has a * all the same"
	}
	t.printf("\n")
	t.paragraph("", title)
	d.writeRandom(t)
	poles, scenarios, theme := d.poles(), len(d.Plan.Scenarios), ""
	for _, c := range d.shownDetails(all) {
		head, rows := d.block(poles, c)
		if len(rows) == 0 {
			continue
		}
		if theme != d.columns[c].Theme {
			theme = d.columns[c].Theme
			t.heading(theme)
		}
		t.printf("\n%s (%s%s)\n", d.columns[c].Label, d.columns[c].Units(), d.ofDifferences(c))
		switch {
		case scenarios > 1 && d.alike(c):
			for k, row := range rows {
				rows[k] = row[:2]
			}
			t.grid([]string{head[0], "all scenarios"}, rows)
		case !t.abreast(head, rows):
			means := make([][]string, len(rows))
			for k, row := range rows {
				means[k] = row[:1+scenarios]
			}
			t.grid(head[:1+scenarios], means)
			head, rows = without(head, rows, 1+scenarios)
			t.grid(head, rows)
		default:
			t.grid(head, rows)
		}
	}
	return t.err
}

// heading begins a section.
func (t *table) heading(text string) {
	first, size := utf8.DecodeRuneInString(text)
	t.printf("\n%c%s\n%s\n", unicode.ToUpper(first), text[size:], strings.Repeat("─", utf8.RuneCountInString(text)))
}

// ofDifferences says on what differences of a detail rest, where they rest on something else than what differs.
func (d *Details) ofDifferences(c int) string {
	if between := d.columns[c].Between; between != model.Modelled && between != d.columns[c].Basis && len(d.Pairs) > 0 && !d.alike(c) {
		return "; differences " + between.String()
	}
	return ""
}

// writeRandom says of which scenarios the pôles have nothing but their size in common with those of their name.
func (d *Details) writeRandom(t *table) {
	random, _ := model.Lookup("perimeter.random")
	for k, c := range d.Plan.Scenarios {
		if c.Value(random) != 0 {
			t.paragraph("", "In "+letter(k)+" services are shuffled over pôles: of a pôle only its name and size stay.")
		}
	}
}

// alike says whether all scenarios have the same pôles and a detail is the same in each pair of runs.
func (d *Details) alike(column int) bool {
	for k, pair := range d.Pairs {
		if !d.has(pair, column) || len(d.partners[k]) != len(d.entities[pair.A]) || len(d.partners[k]) != len(d.entities[pair.B]) {
			return false
		}
		for e, both := range d.partners[k] {
			is := d.pairs[k][e][column]
			if is.Mean != 0 || is.M2 != 0 || is.N != d.means[pair.A][both.a][column].N || is.N != d.means[pair.B][both.b][column].N {
				return false
			}
		}
	}
	return true
}

// without leaves out the columns between the first and another.
func without(head []string, rows [][]string, from int) ([]string, [][]string) {
	cut := func(row []string) []string { return append([]string{row[0]}, row[from:]...) }
	rest := make([][]string, len(rows))
	for k, row := range rows {
		rest[k] = cut(row)
	}
	return cut(head), rest
}

// poles lists the pôles that any scenario has.
func (d *Details) poles() (list []model.Entity) {
	for _, entities := range d.entities {
		for _, entity := range entities {
			if entity.Of == model.OfPole && !slices.Contains(list, entity) {
				list = append(list, entity)
			}
		}
	}
	return list
}

// block returns the cells of one detail: a row for each pôle that has it, a column for each scenario and pair.
func (d *Details) block(poles []model.Entity, column int) (head []string, rows [][]string) {
	head = []string{"pôle (services)"}
	for k := range d.Plan.Scenarios {
		head = append(head, letter(k))
	}
	for _, pair := range d.Pairs {
		head = append(head, letter(pair.B)+" − "+letter(pair.A))
	}
	for _, pole := range poles {
		row := []string{d.label(pole)}
		for k := range d.Plan.Scenarios {
			cell := nothing
			if e := slices.Index(d.entities[k], pole); e >= 0 && d.columns[column].In(d.Plan.Scenarios[k]) && d.means[k][e][column].N > 0 {
				cell = estimateFrom(d.means[k][e][column]).String()
			}
			row = append(row, cell)
		}
		for k, pair := range d.Pairs {
			cell := nothing + " "
			is := func(both entityPartners) bool { return d.entities[pair.B][both.b] == pole }
			if e := slices.IndexFunc(d.partners[k], is); e >= 0 && d.has(pair, column) && d.pairs[k][e][column].N > 0 {
				cell = estimateFrom(d.pairs[k][e][column]).Signed()
			}
			row = append(row, cell)
		}
		if slices.ContainsFunc(row[1:], func(cell string) bool { return strings.TrimSpace(cell) != nothing }) {
			rows = append(rows, row)
		}
	}
	return head, rows
}

// has says whether both scenarios of a pair have the part on to which a column belongs.
func (d *Details) has(pair Pair, column int) bool {
	return d.columns[column].In(d.Plan.Scenarios[pair.A]) && d.columns[column].In(d.Plan.Scenarios[pair.B])
}

// label is a pôle's name and how many services it has, in brackets; a range where scenarios or runs differ.
func (d *Details) label(pole model.Entity) string {
	at := slices.IndexFunc(d.columns, func(c model.Detail) bool { return c.Name == countOfServices })
	var sizes []float64
	for k := range d.Plan.Scenarios {
		if e := slices.Index(d.entities[k], pole); e >= 0 && d.means[k][e][at].N > 0 {
			sizes = append(sizes, d.means[k][e][at].Mean)
		}
	}
	if len(sizes) == 0 {
		return pole.Name
	}
	least, most := slices.Min(sizes), slices.Max(sizes)
	if least == most {
		return fmt.Sprintf("%s (%.3g)", pole.Name, least)
	}
	return fmt.Sprintf("%s (%.3g–%.3g)", pole.Name, least, most)
}
