package movements

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func in(name string) string { return filepath.Join("testdata", name) }

// written returns a file with this text.
func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// wantProblems checks that an import fails with these texts, one per problem, in this order.
func wantProblems(t *testing.T, o Options, want ...string) {
	t.Helper()
	_, err := Import(o)
	var input *InputError
	if !errors.As(err, &input) {
		t.Fatalf("error %v, want an InputError", err)
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != len(want) {
		t.Errorf("%d problems, want %d:\n%s", len(lines), len(want), err)
	}
	for i := range min(len(lines), len(want)) {
		if !strings.Contains(lines[i], want[i]) {
			t.Errorf("problem %d\n got %s\nwant …%s…", i+1, lines[i], want[i])
		}
	}
}

func TestSameMovementsInEveryDialect(t *testing.T) {
	const year = "1 year" // weekly.csv tells of two weeks
	want := mustImport(t, Options{Flows: in("flows.csv"), Period: year}).Scenario.Flows
	if len(want) != 5 {
		t.Fatalf("flows %v, want 5", want)
	}
	for _, name := range []string{"flows_fr.csv", "flows_utf16.csv", "flows_sep.csv", "weekly.csv"} {
		r := mustImport(t, Options{Flows: in(name), Period: year})
		if d := cmp.Diff(want, r.Scenario.Flows); d != "" {
			t.Errorf("%s reads otherwise than flows.csv:\n%s", name, d)
		}
	}
	text, _ := os.ReadFile(in("flows.csv"))
	mac := written(t, "mac.csv", strings.ReplaceAll(string(text), "\n", "\r"))
	if d := cmp.Diff(want, mustImport(t, Options{Flows: mac}).Scenario.Flows); d != "" {
		t.Errorf("with carriage returns alone:\n%s", d)
	}
}

func TestFirstAccentFarDownTheFileIsStillRead(t *testing.T) {
	var b strings.Builder
	b.WriteString("from,to,n\n")
	for range 20_000 {
		b.WriteString("Cardiology,Medicine,1\n")
	}
	b.WriteString("Cardiology,R\xe9animation,1\n") // Latin-1
	r := mustImport(t, Options{Flows: written(t, "late.csv", b.String())})
	if got := r.Scenario.Services[2].Name; got != "Réanimation" {
		t.Errorf("read as %q", got)
	}
	if !contains(r.String(), "Windows-1252") {
		t.Errorf("the encoding is not reported:\n%s", r)
	}
}

func TestRowsWithoutCountsCountOne(t *testing.T) {
	r := mustImport(t, Options{Flows: written(t, "log.csv", "patient,from,to,qty\n1,A,B,7\n2,A,B,7\n3,B,A,7\n")})
	if d := cmp.Diff([]Flow{{"A", "B", 2}, {"B", "A", 1}}, r.Scenario.Flows); d != "" {
		t.Error(d)
	}
	if !contains(strings.Join(r.Warnings, "\n"), `column "qty" holds numbers`, FlagCount) {
		t.Errorf("no warning of the unused numbers: %q", r.Warnings)
	}
}

func TestColumnsCanBeNamedOrNumbered(t *testing.T) {
	path := written(t, "odd.csv", "extract of 3 May\nby the department of information\nx,count,y,z\nA,9,B,4\nB,9,A,5\n")
	for _, o := range []Options{
		{SkipLines: 2, FromColumn: "x", ToColumn: "Y", CountColumn: "z"},
		{SkipLines: 2, FromColumn: "#1", ToColumn: "#3", CountColumn: "#4"},
		{SkipLines: 3, NoHeader: true, ToColumn: "#3", CountColumn: "#4"},
	} {
		o.Flows = path
		if d := cmp.Diff([]Flow{{"A", "B", 4}, {"B", "A", 5}}, mustImport(t, o).Scenario.Flows); d != "" {
			t.Errorf("%+v:\n%s", o, d)
		}
	}
	r := mustImport(t, Options{Flows: written(t, "c.csv", "# a remark, with a comma\nfrom,to,n\n# another\nA,B,2\n"), Comment: "#"})
	if r.Movements != 2 {
		t.Errorf("%v movements besides comments, want 2", r.Movements)
	}
}

func TestAllProblemsComeAtOnceWithTheirPlace(t *testing.T) {
	wantProblems(t, Options{Flows: in("bad.csv")},
		`bad.csv:3:3: count = -4 is negative; expected a number ≥ 0`,
		`bad.csv:4:3: count = "many" is not a number; expected a number ≥ 0`,
		`bad.csv:5:1: "from" and "to" are both empty`,
		`bad.csv:6:3: count = "NaN" is not a number`,
		`bad.csv:10: a quotation mark out of place`)
}

func TestLongListsOfProblemsAreCut(t *testing.T) {
	text := "from,to,count\n" + strings.Repeat("A,B,-1\n", 332)
	_, err := Import(Options{Flows: written(t, "many.csv", text)})
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 21 || !strings.HasSuffix(lines[20], "many.csv: … and 312 more") {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

func TestMissingColumnsNameTheNearestAndTheFlag(t *testing.T) {
	wantProblems(t, Options{Flows: written(t, "f.csv", "origing,dest.,count\nA,B,1\n")},
		`f.csv:1: no column for the start of a movement; columns found: "origing", "dest.", "count"; nearest "origing"; say --from-column "origing"`)
	wantProblems(t, Options{Flows: in("flows.csv"), CountColumn: "cuont"},
		`flows.csv:1: --count-column "cuont": no such column; columns found: "from", "to", "count"; nearest "count"`)
	wantProblems(t, Options{Flows: written(t, "g.csv", "from,de,to\nA,B,C\n")}, `both "from" and "de" may be the start of a movement; say which: --from-column "from"`)
	wantProblems(t, Options{Flows: written(t, "h.csv", "X,Y,12\nY,X,3\n")}, FlagNoHeader, "no column for the end")
	wantProblems(t, Options{Flows: in("flows.csv"), FromColumn: "#7"}, "--from-column #7: the file has 3 columns")
}

func TestFilesThatAreNoTablesAreRefused(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "the file is empty"},
		{"\n\n  \n", "the file is empty"},
		{"from,to,count\n", "no rows below the headings"},
		{"PK\x03\x04rest", "a spreadsheet"},
		{"\x1f\x8brest", "gzip"},
		{"from,to\x00,\x01\x02count\n", "binary data"},
		{"from,to,count\nA,A,3\n", "no movements are left between two units (movements left out: 3 from a unit to itself)"},
		{"from,to,count\n\"A,B,1\n" + strings.Repeat("B,C,1\n", 400_000), "longer than 1 MB"},
		{"from,to,count\nA,B,1,000\n", "beyond the 3 headings"},
	} {
		_, err := Import(Options{Flows: written(t, "x.csv", c.text)})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.30q: error %v, want …%s…", c.text, err, c.want)
		}
	}
	if _, err := Import(Options{Flows: "no-such.csv"}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestAdmissionsAndDischargesWithAnEmptyEndAreCounted(t *testing.T) {
	r := mustImport(t, Options{Flows: written(t, "f.csv", "from,to,n\n,A,10\nA,B,3\nB,,12\n")})
	if r.Movements != 25 || r.Kept != 3 || r.Dropped[0].Reason != dropOpen || r.Dropped[0].Rows != 2 {
		t.Errorf("%+v", r)
	}
}

func TestNumbersAreReadAsTheFileWritesThem(t *testing.T) {
	for _, c := range []struct {
		cells []string
		want  float64
	}{
		{[]string{"1 234,5"}, 1234.5}, {[]string{"1\u202f234,5"}, 1234.5}, {[]string{"1\u00a0234"}, 1234},
		{[]string{"1.234,5"}, 1234.5}, {[]string{"1,234.5"}, 1234.5}, {[]string{"1,234,567"}, 1234567}, {[]string{"1'234"}, 1234},
		{[]string{"1,234", "0,5"}, 1.734}, {[]string{"1,234", "0.5"}, 1234.5}, {[]string{"1,234", "7"}, 1241},
		{[]string{"1.234", "2,5"}, 1236.5}, {[]string{"0,234"}, 0.234}, {[]string{"1.5e3"}, 1500}, {[]string{"12,50"}, 12.5},
	} {
		var d notation
		sum := number{}
		for i, cell := range c.cells {
			n, wrong := d.parse(cell, i+2)
			if wrong != "" {
				t.Errorf("%q: %s", cell, wrong)
			}
			sum = sum.plus(n)
		}
		if _, wrong := d.settle(); wrong != "" || d.value(sum) != c.want {
			t.Errorf("%q = %v (%s), want %v", c.cells, d.value(sum), wrong, c.want)
		}
	}
	wantProblems(t, Options{Flows: written(t, "a.csv", "from;to;n\nA;B;1,234\nB;A;5,000\n")}, `a.csv:2: "1,234" can be read as thousands or as decimals; say --decimal`)
	wantProblems(t, Options{Flows: written(t, "b.csv", "from;to;n\nA;B;1,5\nB;A;2.5\n")}, `b.csv:3:3: n = 2.5 uses '.' for decimals, but line 2 ','`)
	r := mustImport(t, Options{Flows: written(t, "a.csv", "from;to;n\nA;B;1,234\nB;A;5,000\n"), Decimal: ","})
	if r.Movements != 6.234 {
		t.Errorf("%v movements, want 6.234", r.Movements)
	}
}

// endless gives rows for as long as it is read, up to n bytes.
type endless struct {
	n   int
	row int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.n <= 0 {
		return 0, io.EOF
	}
	line := "from,to,count\n"
	if e.row > 0 {
		line = fmt.Sprintf("Service %d,Service %d,%d\n", e.row%97, e.row%89, e.row%7)
	}
	if len(line) > len(p) {
		return 0, io.ErrShortBuffer
	}
	e.row++
	e.n -= len(line)
	return copy(p, line), nil
}

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped in short mode: reads 40 MB")
	}
	used := func(bytes int) uint64 {
		var m runtime.MemStats
		f, table := readFlows("big.csv", &endless{n: bytes}, Options{})
		if table.total > 0 {
			t.Fatal(table.list)
		}
		runtime.GC()
		runtime.ReadMemStats(&m)
		runtime.KeepAlive(f)
		return m.HeapAlloc
	}
	small, large := used(4<<20), used(40<<20)
	if large > small+4<<20 {
		t.Errorf("40 MB of rows keep %d bytes, 4 MB keep %d", large, small)
	}
}

func FuzzReading(f *testing.F) {
	files, _ := filepath.Glob(in("*.csv"))
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("patient,unit,start\n1,A,01/02/2025 10:00\n1,B,1e9\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		table, reader := readFlows("fuzz.csv", strings.NewReader(string(text)), Options{})
		if p, _ := table.when.period(); !(p.Yearly() > 0) || p.Days > longestPeriod {
			t.Fatalf("period %+v", p)
		}
		if reader.total == 0 {
			h := table.hospital(Options{}.withDefaults(), &reader.problems)
			for _, fl := range h.flows {
				if !(fl.Count > 0) || fl.From == fl.To {
					t.Fatalf("flow %+v", fl)
				}
			}
		}
		readCatalogue("fuzz.csv", strings.NewReader(string(text)), Options{}, len(text)%2 == 0)
	})
}
