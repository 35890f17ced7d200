package docs_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"polesim/experiments/influence"
	"polesim/model"
)

// TestEveryParameterHasARowInTheTableOfInfluence holds the table of what parameters move against the registry: each has a
// row, or is told not to be tried; and what moves nothing is explained.
func TestEveryParameterHasARowInTheTableOfInfluence(t *testing.T) {
	text, err := os.ReadFile("odd.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "<!-- influence:begin -->")
	table, _, found := strings.Cut(rest, "<!-- influence:end -->")
	if !found {
		t.Fatal("odd.md has no table of influence")
	}
	if strings.TrimSpace(table) == "" {
		t.Fatal("the table is not made yet: go run ./docs/tables -only influence")
	}
	rows := map[string]int{}
	for _, m := range regexp.MustCompile("(?m)^(?:\\| |\\* )`([a-z_.0-9]+)`").FindAllStringSubmatch(table, -1) {
		rows[m[1]]++
	}
	for _, p := range model.Parameters() {
		if rows[p.Key] != 1 {
			t.Errorf("%s has %d rows in the table of influence, want one", p.Key, rows[p.Key])
		}
		delete(rows, p.Key)
	}
	for key := range rows {
		t.Errorf("%s has a row in the table of influence and is no parameter", key)
	}
	for key := range influence.Explained {
		if row := regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(key) + "`.*$").FindString(table); !strings.Contains(row, "moves nothing") {
			t.Errorf("%s moves something, and is explained as if it did not: %s", key, row)
		}
	}
	if n := strings.Count(table, influence.Unexplained); n > 0 {
		t.Errorf("%d parameters move nothing, and nothing says why: explain or remove them", n)
	}
}
