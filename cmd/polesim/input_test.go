package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const twoServices = `
[[services]]
name = "A"
[[services]]
name = "B"
`

// Whatever a file holds, the program says where it is wrong and what would be right, and leaves no folder behind.
func TestBadScenariosAreRefusedWithTheirPlace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text  string
		words []string
	}{
		"unclosed text":          {"title = \"x\n", []string{"bad.toml:1:", "not TOML"}},
		"unclosed table":         {"title = \"x\"\n[professionals\n", []string{"bad.toml:2:", "not TOML"}},
		"unknown key":            {"[formal]\nskils = 1\n", []string{"bad.toml:2:1: formal.skils: unknown key. Did you mean formal.skills?"}},
		"unknown section":        {"[profesionals]\nautonomy = 1\n", []string{"bad.toml:1:", "professionals"}},
		"text for a number":      {"[professionals]\nautonomy = \"much\"\n", []string{`bad.toml:2:12: professionals.autonomy = "much" is text, expected a number`}},
		"number for a switch":    {"[governance]\ncontract = 3\n", []string{"bad.toml:2:12: governance.contract = 3", "true or false"}},
		"out of range":           {"[professionals]\nautonomy = 1.4\n", []string{"bad.toml:2:12: professionals.autonomy = 1.4 is out of range [0, 1] (share", "Did you mean 0.4?"}},
		"nan":                    {"[governance]\nambiguity = nan\n", []string{"bad.toml:2:13: governance.ambiguity = nan is not a finite number"}},
		"inf":                    {"[arenas]\npole = -inf\n", []string{"bad.toml:2:8: arenas.pole = -inf is not a finite number"}},
		"months beyond range":    {"[simulation]\nmonths = 1e9\n", []string{"bad.toml:2:10: simulation.months = 1e9"}},
		"negative activity":      {"[[services]]\nname = \"A\"\nactivity = -3\n[[services]]\nname = \"B\"\n", []string{"bad.toml:3:12: services[A].activity = -3"}},
		"twice the same service": {twoServices + "[[services]]\nname = \"B\"\n", []string{"bad.toml:7:8:", `"B" is the name of two services`}},
		"service of nowhere":     {twoServices + "[[poles]]\nname = \"P\"\nservices = [\"A\", \"B\", \"C\"]\n", []string{"bad.toml:8:", `"C"`}},
		"service in two pôles": {twoServices + "[[poles]]\nname = \"P\"\nservices = [\"A\", \"B\"]\n[[poles]]\nname = \"Q\"\nservices = [\"B\"]\n",
			[]string{"bad.toml:11:13: poles[Q].services = \"B\" is in two pôles"}},
		"service in no pôle": {twoServices + "[[poles]]\nname = \"P\"\nservices = [\"A\"]\n", []string{"bad.toml:", `B`}},
		"empty pôle":         {twoServices + "[[poles]]\nname = \"P\"\nservices = [\"A\", \"B\"]\n[[poles]]\nname = \"R\"\nservices = []\n", []string{"bad.toml:11:1: poles[R].services: is empty"}},
		"negative flow":      {twoServices + "[workflow]\nflows = [[\"A\", \"B\", -4]]\n", []string{"bad.toml:7:21: workflow.flows[0][2] = -4 is out of range"}},
		"flow to nowhere":    {twoServices + "[workflow]\nflows = [[\"A\", \"Z\", 4]]\n", []string{"bad.toml:7:", `"Z"`}},
		"unknown perimeter":  {"[perimeter]\nuse = \"floors\"\n", []string{"bad.toml:2:7: perimeter.use = \"floors\""}},
		"extends itself":     {"extends = \"bad.toml\"\n", []string{"bad.toml:1:11: extends = \"bad.toml\" goes round in a circle"}},
		"extends nothing":    {"extends = \"gone.toml\"\n", []string{"bad.toml:1:11: extends = \"gone.toml\""}},
		"a table of figures": {"from,to,count\nA,B,3\n", []string{"bad.toml:1:", "not TOML"}},
		"zeros":              {strings.Repeat("\x00", 4096), []string{"bad.toml"}},
		"another encoding":   {"title = \"P\xf4les\"\n", []string{"bad.toml:1:", "UTF-8"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, "bad.toml", c.text)
			s := polesim(t, dir, "run", "bad.toml").refuses(c.words...)
			if got := files(t, dir); len(got) != 1 || s.stdout != "" {
				t.Errorf("something was written: %v\n%s", got, s.stdout)
			}
		})
	}
}

func TestAllProblemsOfAFileComeAtOnceByLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "bad.toml", `titel = "x"
[professionals]
autonomy = 1.4
goal_care = "much"
[governance]
ambiguity = nan
contract = 3
[arenas]
pole = inf
[formal]
skils = 1
[[services]]
name = "A"
activity = -3
[[services]]
name = "B"
[[poles]]
name = "P"
services = ["A", "C"]
[[poles]]
name = "Q"
services = ["A", "B"]
`)
	s := polesim(t, dir, "compare", "bad.toml", "example").refuses()
	var lines []string
	for _, m := range regexp.MustCompile(`(?m)^(?:polesim: )?bad\.toml:(\d+):\d+: `).FindAllStringSubmatch(s.err, -1) {
		lines = append(lines, m[1])
	}
	if got, want := strings.Join(lines, " "), "1 3 4 6 7 9 11 14"; !strings.HasPrefix(got, want) {
		t.Errorf("problems in lines %s, want %s …\n%s", got, want, s.err)
	}
	if strings.Count(s.err, "\n") != len(lines) {
		t.Errorf("not one problem a line:\n%s", s.err)
	}
}

// A name given twice is no reason to be silent about names that nobody has.
func TestOneMistakeHidesNoOther(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "bad.toml", twoServices+`[[services]]
name = "B"
[[poles]]
name = "P"
services = ["A", "B", "C"]
[perimeters.x]
"Q" = ["A", "Bb"]
[workflow]
flows = [["A", "Z", 4]]
[[event]]
name = "e"
perimeter = "zz"
services = ["D"]
`)
	polesim(t, dir, "run", "bad.toml").refuses(`bad.toml:7:8: services[2].name = "B" is the name of two services`, `poles[P].services = "C" is not a service`,
		`perimeters.x: 1 service is in no pôle: "B"`, `perimeters.x.Q = "Bb" is not a service`, `workflow.flows[0][1] = "Z" is not a service`,
		"event[e]: has no time", "event[e].perimeter: holds for the whole hospital", `event[e].perimeter = "zz" is not a perimeter`, `event[e].services = "D" is not a service`)
}

func TestCircleOfFilesIsShown(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "a.toml", `extends = "b.toml"`)
	write(t, dir, "b.toml", `extends = "c.toml"`)
	write(t, dir, "c.toml", `extends = "a.toml"`)
	polesim(t, dir, "run", "a.toml").refuses("c.toml:1:11: ", "a.toml → b.toml → c.toml → a.toml")
}

func TestMountainsOfRubbishAreRefusedAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"big.toml", "big.csv"} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Truncate(200 << 20); err != nil { // sparse: takes no room
			t.Skip("no sparse files here: ", err)
		}
		f.Close()
	}
	start := time.Now()
	polesim(t, dir, "run", "big.toml").refuses("big.toml: has 200 MB, too large for a scenario")
	polesim(t, dir, "import", "--flows", "big.csv", "-o", "big-flows.toml").refuses("big.csv: not a text file")
	if spent := time.Since(start); spent > 5*time.Second {
		t.Errorf("took %v", spent)
	}
	if got := files(t, dir); len(got) != 2 {
		t.Errorf("something was written: %v", got)
	}
}

func TestFoldersAndStrangeNamesForScenarios(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, "run", ".").refuses(".: is a folder, expected a scenario file")
	polesim(t, dir, "run", "").refuses("no such file")
	write(t, dir, "mon hôpital à moi.toml", "title = \"Élargi\"\nextends = \"example.toml\"\n")
	polesim(t, dir, small("run", "mon hôpital à moi.toml")...).exits(exitDone).says("Élargi (mon hôpital à moi)", "results/mon hôpital à moi-1")
	polesim(t, dir, "replay", "results/mon hôpital à moi-1", "--replication", "5").exits(exitDone)
}
