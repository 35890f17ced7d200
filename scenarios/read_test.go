package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"polesim/model"
)

// value returns the hospital's value of a parameter.
func value(t *testing.T, c *model.Config, key string) float64 {
	t.Helper()
	id, ok := model.Lookup(key)
	if !ok {
		t.Fatalf("no parameter %s", key)
	}
	return c.Value(id)
}

// mustLoad loads a scenario that must be good.
func mustLoad(t *testing.T, name string, sets ...string) *model.Config {
	t.Helper()
	c, err := Load(name, sets...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestExtendingMergesTablesAndReplacesListsAndPerimeters(t *testing.T) {
	c := mustLoad(t, "testdata/good/child.toml")
	if got := value(t, c, "professionals.autonomy"); got != .9 {
		t.Errorf("autonomy %v is not the child's", got)
	}
	if got := value(t, c, "professionals.noise"); got != .2 {
		t.Errorf("noise %v is not the base's", got)
	}
	if got := value(t, c, "governance.contract"); got != 1 {
		t.Errorf("contract %v is not the base's", got)
	}
	if len(c.Poles) != 1 || c.Poles[0].Name != "All" || c.Poles[0].Own != nil {
		t.Errorf("pôles %v are not the child's", c.Poles)
	}
	want := []model.Perimeter{
		{Name: "flow", Poles: []string{"R1", "R2"}, Pole: []model.PoleID{0, 1, 1}},
		{Name: "one", Poles: []string{"All"}, Pole: []model.PoleID{0, 0, 0}},
	}
	if diff := cmp.Diff(want, c.Perimeters); diff != "" {
		t.Errorf("perimeters (-want +got):\n%s", diff)
	}
	if got := value(t, c, "perimeter.use"); got != 1 {
		t.Errorf("perimeter.use %v, want 1: the first of the perimeters", got)
	}
	if c.Services[2].Site != 1 {
		t.Errorf("site of C is %d", c.Services[2].Site)
	}
}

func TestLabelsAreAScenariosOwn(t *testing.T) {
	child := mustLoad(t, "testdata/good/child.toml")
	if child.Name != "child" || child.Title != "child" || child.Description != "" {
		t.Errorf("labels %q, %q, %q of what it extends", child.Name, child.Title, child.Description)
	}
	if c := mustLoad(t, "testdata/good/grandchild.toml"); c.Title != "Grandchild" || value(t, c, "professionals.noise") != .4 ||
		value(t, c, "professionals.autonomy") != .9 {
		t.Errorf("grandchild: %q", c.Title)
	}
}

func TestByteOrderMarkAndWindowsLinesAreAccepted(t *testing.T) {
	c := mustLoad(t, "testdata/good/bom-crlf.toml")
	if c.Title != "CRLF" || c.Description != "one\ntwo" || value(t, c, "professionals.autonomy") != .5 {
		t.Errorf("read %q, %q", c.Title, c.Description)
	}
}

func TestSilentScenarioHasEveryDefault(t *testing.T) {
	c, err := Parse("silent.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(model.NewConfig("silent"), c); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestListedServicesHaveASiteAndADiscipline(t *testing.T) {
	c, err := Parse("x", []byte(`services = [{ name = "A" }, { name = "B", kind = "long-term" }]
poles = [{ name = "P", services = ["B", "A"] }]`))
	if err != nil {
		t.Fatal(err)
	}
	want := []model.Service{
		{Name: "A", Discipline: "A", Activity: 1},
		{Name: "B", Discipline: "B", Activity: 1, Kind: model.LongTerm},
	}
	if diff := cmp.Diff(want, c.Services); diff != "" || len(c.Sites) != 1 {
		t.Errorf("%d sites; services (-want +got):\n%s", len(c.Sites), diff)
	}
}

func TestServiceAndPoleOverrides(t *testing.T) {
	c, err := Parse("x", []byte(`
services = [{ name = "A", autonomy = 0.1, professionals.noise = 0.2, measurement = { noise = 0.3 } }, { name = "B" }]
poles = [{ name = "P", services = ["B", "A"], contract = true, governance.ambiguity = 0.9 }]`))
	if err != nil {
		t.Fatal(err)
	}
	own := func(keys map[string]float64) model.Overrides {
		o := model.Overrides{}
		for k, v := range keys {
			id, _ := model.Lookup(k)
			o[id] = v
		}
		return o
	}
	want := own(map[string]float64{"professionals.autonomy": .1, "professionals.noise": .2, "measurement.noise": .3})
	if diff := cmp.Diff(want, c.Services[0].Own); diff != "" || c.Services[1].Own != nil {
		t.Errorf("service A (-want +got):\n%s", diff)
	}
	want = own(map[string]float64{"governance.contract": 1, "governance.ambiguity": .9})
	if diff := cmp.Diff(want, c.Poles[0].Own); diff != "" {
		t.Errorf("pôle (-want +got):\n%s", diff)
	}
}

func TestBuiltInScenariosAreFoundByName(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"example", "example.toml", "scenarios/example.toml", "./scenarios/example"} {
		if c := mustLoad(t, name); c.Name != "example" {
			t.Errorf("%s is %s", name, c.Name)
		}
	}
	if c := mustLoad(t, "network"); c.Name != "network" {
		t.Errorf("network is %s", c.Name)
	}
	_, err := Load("exampel")
	if want := "exampel: no such file, and no built-in scenario of that name. Did you mean example?"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestFileOnDiskComesBeforeBuiltInScenario(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("example.toml", []byte(`title = "mine"`), 0o644); err != nil {
		t.Fatal(err)
	}
	if c := mustLoad(t, "example.toml"); c.Title != "mine" {
		t.Errorf("read %q", c.Title)
	}
	if err := os.WriteFile("own.toml", []byte("extends = \"map/network\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if c := mustLoad(t, "own.toml"); value(t, c, "arenas.network") == 0 {
		t.Error("a file on disk cannot extend a built-in scenario")
	}
}

func TestLoadFSReadsWhatAScenarioExtends(t *testing.T) {
	fsys := fstest.MapFS{
		"a/child.toml": {Data: []byte("extends = \"../base.toml\"\n")},
		"base.toml":    {Data: []byte("professionals.autonomy = 0.25\n")},
		"out.toml":     {Data: []byte("extends = \"../../etc/passwd\"\n")},
	}
	c, err := LoadFS(fsys, "a/child.toml")
	if err != nil || c.Name != "child" || value(t, c, "professionals.autonomy") != .25 {
		t.Fatal(c, err)
	}
	if _, err := LoadFS(fsys, "out.toml"); err == nil || !strings.Contains(err.Error(), "leads out of its folder") {
		t.Errorf("left its file system: %v", err)
	}
}

func TestEveryEmbeddedScenarioLoads(t *testing.T) {
	entries := Embedded()
	if len(entries) < 5 {
		t.Fatalf("%d built-in scenarios", len(entries))
	}
	for _, e := range entries {
		c, err := Load(e.Name)
		if err != nil {
			t.Errorf("%s:\n%v", e.Name, err)
		} else if e.Title == "" || e.Title != c.Title || e.Description != c.Description {
			t.Errorf("%s is listed as %q, but is %q", e.Name, e.Title, c.Title)
		}
	}
}

func TestHugeFileIsRefusedUnread(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huge.toml")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(200 << 20); err != nil { // sparse: takes no space
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	_, err = Load(path)
	if want := path + ": has 200 MB, too large for a scenario (at most 6 MB)"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("took %v", d)
	}
}

func TestFoldersAndUnreadableFilesAreProblems(t *testing.T) {
	dir := t.TempDir()
	if _, err := Load(dir); err == nil || err.Error() != dir+": is a folder, expected a scenario file (.toml)" {
		t.Errorf("folder: %v", err)
	}
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	path := filepath.Join(dir, "secret.toml")
	if err := os.WriteFile(path, nil, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); err == nil || err.Error() != path+": cannot be opened: permission denied" {
		t.Errorf("unreadable: %v", err)
	}
}

// A megabyte of one thing must not take more than a moment, however it is written.
func TestHostileTextsAreReadInTime(t *testing.T) {
	const n = 1 << 20
	for name, text := range map[string]string{
		"brackets":      "a = " + strings.Repeat("[", n),
		"braces":        "a = " + strings.Repeat("{a=", n/3),
		"dots":          strings.Repeat("a.", n/2) + "a = 1",
		"long key":      strings.Repeat("a", n) + " = 1",
		"long header":   "[" + strings.Repeat("a", n) + "]\n" + strings.Repeat("b=1\n", 1),
		"bad flows":     `services=[{name="A"}]` + "\nworkflow.flows = [" + strings.Repeat(`["A","B",-1],`, n/13) + "]",
		"many tables":   strings.Repeat("[[services]]\n", n/13),
		"many unknowns": unknowns(n / 12),
		"zeros":         strings.Repeat("\x00", n),
	} {
		start := time.Now()
		if _, err := Parse(name, []byte(text)); err == nil {
			t.Errorf("%s was taken", name)
		} else if len(err.Error()) > 100_000 {
			t.Errorf("%s: %d bytes of message", name, len(err.Error()))
		}
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s took %v", name, d)
		} else {
			t.Logf("%s: %v", name, d.Round(time.Millisecond))
		}
	}
}

// unknowns is a text of n unknown keys.
func unknowns(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("k" + number(float64(i)) + "=1\n")
	}
	return b.String()
}

func TestColumnsCountCharactersAndLinesCountBothEndings(t *testing.T) {
	_, err := Parse("x", []byte("\ufeffservices = [{ name = \"Réa\" }, { name = \"é\", kind = \"x\" }]\r\n\n"+
		"poles = [{ name = \"Cœur\", services = [\"Réa\", \"é\", \"Réaa\"] }]"))
	want := `x:1:52: services[é].kind = "x" is not one of`
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got  %v\nwant %s …", err, want)
	}
	if want := `x:3:51: poles[Cœur].services = "Réaa" is not a service of the scenario. Did you mean Réa?`; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got  %v\nwant … %s", err, want)
	}
}

func TestKeysAndValuesAreCountedBeforeAnythingIsParsed(t *testing.T) {
	for text, want := range map[string][2]int{
		"a = 1\nb.c = -0.5\n":                              {3, 0},
		"[s]\n  [t]\nk = [1.5, 2, 3.25] # x, y = [\n":      {3, 5},
		"f = [\n  [\"a, b\", 'c = [', 1],\n[\"\", '', 2]]": {1, 8},
		"a = \"\"\"x, \\\"\"\", = \"\"\"\nb = '''\n[,'''":  {2, 0},
		"a = \"\\\\\"\nb = [1, 2]\n":                       {2, 2},
		"p = [{ n = 1, m.o = 2 }]":                         {4, 3},
	} {
		keys, values := newSource("x", []byte(text)).count()
		if got := [2]int{keys, values}; got != want {
			t.Errorf("%q: %v keys and values, want %v", text, got, want)
		}
	}
}
