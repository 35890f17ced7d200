package movements

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// doubled returns a table with all its rows twice.
func doubled(table string) string {
	head, rows, _ := strings.Cut(table, "\n")
	return head + "\n" + rows + rows
}

func TestRowsOfALogThatComeTwiceCountOnce(t *testing.T) {
	for name, log := range map[string]string{
		"movements":             "patient,from,to,date\n1,A,B,2015-01-01 10:00\n1,B,C,2015-01-02 10:00\n2,A,B,2015-06-01 10:00\n",
		"stays":                 "stay,ward,start\n1,A,2015-01-01 10:00\n1,B,2015-01-02 08:00\n1,C,2015-01-05 08:00\n2,B,2015-06-01 08:00\n2,C,2015-06-02 08:00\n",
		"stays by day":          "stay,ward,start\n1,A,2015-01-01\n1,B,2015-01-01\n1,C,2015-01-05\n2,B,2015-06-01\n2,C,2015-06-01\n",
		"stays, blank ward too": "stay,ward,start\n1,A,2015-01-01\n1,,2015-01-02\n1,B,2015-01-03\n1,C,2015-06-01\n",
	} {
		once := mustImport(t, Options{Flows: written(t, "log.csv", log)})
		again := mustImport(t, Options{Flows: written(t, "log.csv", doubled(log))})
		if d := cmp.Diff(once.Scenario.Flows, again.Scenario.Flows); d != "" || once.Activity != again.Activity {
			t.Errorf("%s: rows that come twice count twice: %+v, %+v\n%s", name, once.Activity, again.Activity, d)
		}
		left := 0
		for _, d := range again.Dropped {
			if d.Reason == dropTwice || d.Reason == dropRepeat {
				left += d.Rows
			}
		}
		if left != once.Rows || again.Rows != 2*once.Rows {
			t.Errorf("%s: %d of %d rows are said to be left out, want half", name, left, again.Rows)
		}
	}
}

func TestEqualRowsOfSumsAreCountedWithAWarning(t *testing.T) {
	const warning = "rows equal to one before in every cell, the first in line 4: their movements are counted again"
	for _, c := range []struct {
		name, text, want string
		movements        float64
	}{
		{"sums", "from,to,n\nA,B,3\nB,A,1\nA,B,3\nB,A,1\n", "2 " + warning, 8},
		{"a log of no time", "patient,from,to\n1,A,B\n1,B,A\n1,A,B\n1,B,A\n", "2 " + warning, 4},
		{"a log of nobody", "from,to,date\nA,B,2015-01-01\nB,A,2015-06-01\nA,B,2015-01-01\nB,A,2015-06-01\n", "", 4},
		{"pairs alone", "from,to\nA,B\nB,A\nA,B\nB,A\n", "", 4},
		{"sums of different weeks", "from,to,n,year,week\nA,B,3,2015,1\nB,A,3,2015,1\nA,B,3,2015,2\n", "", 9},
	} {
		r := mustImport(t, Options{Flows: written(t, "f.csv", c.text)})
		got := strings.Join(r.Warnings, "\n")
		if r.Movements != c.movements || c.want != "" && !contains(got, c.want) || c.want == "" && contains(got, "equal to one before") {
			t.Errorf("%s: %v movements, want %v; warnings %s", c.name, r.Movements, c.movements, got)
		}
	}
}
