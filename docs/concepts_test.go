package docs_test

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"polesim/model"
	"polesim/scenarios"
)

// TestTheSourcesTableNamesWhatExists holds the table that leads from the sources to the model against the program: a
// parameter it names can be explained, an outcome can be observed, a scenario can be loaded, a section can be found.
func TestTheSourcesTableNamesWhatExists(t *testing.T) {
	text := page(t, "odd.md")
	table := block(t, text, "concepts")
	rows := rowsOf(table)
	if len(rows) < 29+16+32 {
		t.Errorf("the table has %d rows, fewer than there are actors, structures and mechanisms", len(rows))
	}
	for _, cells := range rows {
		k := len(cells)
		checkParameters(t, cells[0], cells[k-2])
		checkOutcomes(t, cells[0], cells[k-1])
		checkScenarios(t, cells[0], cells[k-3])
		if strings.TrimSpace(cells[k-3]) == "" {
			t.Errorf("%s: not said where it is in the model, nor why it is left out", cells[0])
		}
	}
	checkSections(t, text)
}

// TestTheSourcesTableHasARowForEachConcept counts actors A1–A29, structures T1–T16 and mechanisms M1–M32: one row each.
func TestTheSourcesTableHasARowForEachConcept(t *testing.T) {
	count := map[string]int{}
	for _, cells := range rowsOf(block(t, page(t, "odd.md"), "concepts")) {
		count[strings.TrimSpace(cells[1])]++
	}
	for _, of := range []struct {
		letter string
		n      int
	}{{"A", 29}, {"T", 16}, {"M", 32}} {
		for k := 1; k <= of.n; k++ {
			if id := fmt.Sprintf("%s%d", of.letter, k); count[id] != 1 {
				t.Errorf("%s has %d rows", id, count[id])
			}
		}
	}
}

// TestTheClaimsTableNamesWhatExists does the same for the table of claims of the researchers' guide, which has a row for each
// claim C1–C80 of the first source.
func TestTheClaimsTableNamesWhatExists(t *testing.T) {
	count := map[string]int{}
	for _, cells := range rowsOf(block(t, page(t, "guide-researchers.md"), "claims")) {
		if len(cells) != 5 {
			t.Fatalf("%s has %d cells, not 5", cells[0], len(cells))
		}
		count[strings.TrimSpace(cells[0])]++
		checkParameters(t, cells[0], cells[2])
		checkOutcomes(t, cells[0], cells[3])
		signs := []string{"emergent", "assumed", "calibrated", "not in the model"}
		if sign, _, _ := strings.Cut(strings.TrimSpace(cells[4]), ":"); !slices.Contains(signs, sign) {
			t.Errorf("%s: the sign is %q, not one of %q", cells[0], sign, signs)
		}
	}
	for k := 1; k <= 80; k++ {
		if id := fmt.Sprintf("C%d", k); count[id] != 1 {
			t.Errorf("%s has %d rows", id, count[id])
		}
	}
}

// TestParametersNamedInProseExist holds every `section.name` in the prose of the documents, and in the commands that they
// show, against the registry.
func TestParametersNamedInProseExist(t *testing.T) {
	sections := map[string]bool{}
	for _, p := range model.Parameters() {
		section, _, _ := strings.Cut(p.Key, ".")
		sections[section] = true
	}
	named := regexp.MustCompile("(?:`|--set )([a-z]+)\\.([a-z_]+)\\b")
	for _, name := range pages {
		for _, m := range named.FindAllStringSubmatch(page(t, name), -1) {
			if key := m[1] + "." + m[2]; sections[m[1]] && m[2] != "toml" {
				if err := scenarios.Explain(io.Discard, key); err != nil {
					t.Errorf("%s names %s: %v", name, key, err)
				}
			}
		}
	}
}

// pages are the documents written by hand.
var pages = []string{"../README.md", "../CONTRIBUTING.md", "../CHANGELOG.md", "odd.md", "map.md", "guide-planners.md",
	"guide-researchers.md", "guide-students.md", "guide-studies.md", "guide-clusters.md", "studies/README.md"}

var span = regexp.MustCompile("`([^`]+)`")

func checkParameters(t *testing.T, row, cell string) {
	t.Helper()
	for _, m := range span.FindAllStringSubmatch(cell, -1) {
		if err := scenarios.Explain(io.Discard, m[1]); err != nil || !strings.Contains(m[1], ".") {
			t.Errorf("%s: no parameter %s: %v", row, m[1], err)
		}
	}
}

func checkOutcomes(t *testing.T, row, cell string) {
	t.Helper()
	for _, m := range span.FindAllStringSubmatch(cell, -1) {
		if model.OutcomeIndex(m[1]) < 0 {
			t.Errorf("%s: no outcome %s", row, m[1])
		}
	}
}

func checkScenarios(t *testing.T, row, cell string) {
	t.Helper()
	for _, m := range span.FindAllStringSubmatch(cell, -1) {
		if _, err := scenarios.Load(m[1]); err != nil {
			t.Errorf("%s: no scenario %s: %v", row, m[1], err)
		}
	}
}

// checkSections follows the cross references of a text: §7.18 leads to a heading 7.18, and headings count up by one.
func checkSections(t *testing.T, text string) {
	t.Helper()
	heading := regexp.MustCompile(`(?m)^##+ (\d+(?:\.\d+)?)\.? `)
	var found []string
	for _, m := range heading.FindAllStringSubmatch(text, -1) {
		if slices.Contains(found, m[1]) {
			t.Errorf("two sections %s", m[1])
		}
		found = append(found, m[1])
	}
	number := regexp.MustCompile(`\d+(?:\.\d+)?`)
	for _, list := range regexp.MustCompile(`§+\d+(?:\.\d+)?(?:(?:[–,] ?| and )\d+\.\d+)*`).FindAllString(text, -1) {
		for _, n := range number.FindAllString(list, -1) {
			if !slices.Contains(found, n) {
				t.Errorf("no section %s", n)
			}
		}
	}
}

func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// block returns what stands between the markers of a name.
func block(t *testing.T, text, name string) string {
	t.Helper()
	_, rest, begun := strings.Cut(text, "<!-- "+name+":begin -->")
	inside, _, ended := strings.Cut(rest, "<!-- "+name+":end -->")
	if !begun || !ended {
		t.Fatalf("no block %s", name)
	}
	return inside
}

// rowsOf returns the cells of the rows of all tables of a text, without their heads.
func rowsOf(text string) (rows [][]string) {
	lines := strings.Split(text, "\n")
	for k, line := range lines {
		head := k+1 < len(lines) && strings.HasPrefix(lines[k+1], "| ---")
		if strings.HasPrefix(line, "|") && !strings.HasPrefix(line, "| ---") && !head {
			rows = append(rows, strings.Split(strings.Trim(line, "|"), "|"))
		}
	}
	return rows
}
