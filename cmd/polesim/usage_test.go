package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"polesim/experiments"
	"polesim/model"
	"polesim/scenarios"
)

var commands = []string{"run", "compare", "validate", "explain", "init", "scenarios", "import", "replay", "export", "patterns",
	"influence", "ranges", "study", "classics", "help"}

func TestProgramAlonePrintsItsHelp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	alone := polesim(t, dir).exits(exitDone)
	alone.says("Run:", "Scenarios:", "Results:", "polesim compare ghu-services ghu-contract ghu-pmu")
	for _, args := range [][]string{{"--help"}, {"help"}, {"-h"}} {
		if polesim(t, dir, args...).exits(exitDone).stdout != alone.stdout {
			t.Errorf("polesim %v prints something else than polesim alone", args)
		}
	}
	for _, name := range commands {
		alone.says("  " + name + " ")
	}
	polesim(t, dir, "--version").exits(exitDone).says("polesim version " + version)
}

func TestEveryCommandHasHelpWithAnExample(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range commands {
		help := polesim(t, dir, name, "--help").exits(exitDone)
		help.says("Usage:\n  polesim "+name, "Examples:\n  polesim ")
		if polesim(t, dir, "help", name).exits(exitDone).stdout != help.stdout {
			t.Errorf("polesim help %s is not polesim %[1]s --help", name)
		}
		for _, word := range []string{"stringArray", " uint ", " int ", " string "} { // Go's types are nobody's business
			if strings.Contains(help.stdout, word) {
				t.Errorf("polesim %s --help speaks of %s", name, word)
			}
		}
		for line := range strings.Lines(help.stdout) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > 140 {
				t.Errorf("polesim %s --help: %d characters: %s", name, n, line)
			}
		}
	}
}

func TestSlipsOfThePenAreNamedWithTheNearestRightThing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for line, words := range map[string][]string{
		"compre":                          {`there is no command "compre"`, "Did you mean compare?", "polesim --help"},
		"runn example":                    {"Did you mean run?"},
		"scenario":                        {"Did you mean scenarios?"},
		"xyzzy":                           {`there is no command "xyzzy". See`},
		"help nothing":                    {`there is no command "nothing"`},
		"help run compare":                {"expected polesim help [COMMAND]"},
		"run":                             {"expected polesim run SCENARIO, got no argument; see polesim run --help"},
		"run a b":                         {"expected polesim run SCENARIO, got a b"},
		"compare example":                 {"expected polesim compare SCENARIO SCENARIO …, got example"},
		"validate":                        {"expected polesim validate FILE …"},
		"explain a b":                     {"expected polesim explain [KEY], got a b"},
		"init":                            {"expected polesim init FILE"},
		"scenarios x":                     {"expected polesim scenarios, got x"},
		"import x":                        {"expected polesim import"},
		"replay":                          {"expected polesim replay DIR"},
		"export":                          {"expected polesim export DIR"},
		"export r":                        {"--csv"},
		"import":                          {"--flows FILE", "-o SCENARIO.toml"},
		"import --flows a.csv -o b":       {"-o b: a scenario's name ends in .toml"},
		"import --flows a.csv -o b.toml":  {"a.csv", "no such file"},
		"run example --relications 3":     {"polesim run has no flag --relications. Did you mean --replications?"},
		"run example --no-figure":         {"Did you mean --no-figures?"},
		"run example -x":                  {"polesim run has no flag -x"},
		"run example --set":               {"--set needs a value"},
		"run example --json=perhaps":      {"--json = perhaps: expected true or false"},
		"--nothing":                       {"polesim has no flag --nothing"},
		"run ghu-pmi":                     {"ghu-pmi: no such file, and no built-in scenario of that name. Did you mean ghu-pmu?"},
		"explain autonmy":                 {"autonmy: no such key or section. Did you mean professionals.autonomy?"},
		"explain ceremoniallity":          {"ceremoniallity: no such key or section", "the outcome ceremoniality?"},
		"explain --json goal_valu":        {"goal_valu: no such key or section", "the outcome goal_value?"},
		"explain --json professionels":    {"Did you mean professionals?"},
		"explain --json --markdown":       {"--json and --markdown exclude each other"},
		"explain --markdown autonomy":     {"--markdown", "leave out autonomy"},
		"replay nowhere":                  {"nowhere", "no such file"},
		"export nowhere --csv":            {"nowhere", "no such file"},
		"replay .":                        {"not a result folder"},
		"export . --csv":                  {"not a result folder"},
		"patterns 12":                     {`there is no pattern "12"; there are 1 2 3 4 5 6 7 8 9 10 11`},
		"patterns five":                   {`there is no pattern "five"`},
		"patterns --replications 1":       {"--replications = 1: expected 2 to 100000"},
		"influence nowhere":               {"nowhere", "no such file"},
		"influence --set a=1":             {"--set changes scenarios: expected the name of one"},
		"influence --replications 3":      {"--replications = 3: expected 4 to 100000"},
		"influence --key simulation.seed": {"--key simulation.seed is not tried"},
		"influence example --key autonmy": {"--key autonmy: no such key or section. Did you mean professionals.autonomy?"},
		"influence example --least -1":    {"--least = -1: expected 0 or more"},
		"ranges nowhere":                  {"nowhere", "no such file"},
		"ranges example --months 1":       {"--months = 1: expected 2 to 1200"},
		"ranges example --workers -1":     {"--workers = -1: expected 0"},
		"run example --rep 3":             {"polesim run has no flag --rep. Did you mean --replications?"},
		"run example --sed 3":             {"polesim run has no flag --sed. Did you mean --seed?"},
		"run example --bogus":             {"polesim run has no flag --bogus. See polesim run --help"},
		"validate france-2004-2024 --set event[T2A].date=2012-01": {`event[T2A]: there is no item of that name. Did you mean "T2A begins" or "T2A, second step"`},
		"validate france-2004-2024 --set event[X].date=2012-01":   {`There are "T2A begins", "Ordinance: pôles"`},
	} {
		s := polesim(t, dir, strings.Fields(line)...).refuses(words...)
		if s.stdout != "" {
			t.Errorf("%s: the mistake stands on the output: %s", s.command, s.stdout)
		}
		if n := len(s.err); n > 300 {
			t.Errorf("%s: %d bytes of complaint", s.command, n)
		}
	}
	if got := files(t, dir); len(got) > 0 {
		t.Errorf("something was written: %v", got)
	}
}

func TestExplainKnowsEveryKeyByItsNameAndInJSON(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, "explain", "professionals.autonomy").exits(exitDone).
		says("professionals.autonomy\n", "range     [0, 1] share", "default   0.8", "source    Mintzberg 1979")
	if polesim(t, dir, "explain", "autonomy").exits(exitDone).stdout != polesim(t, dir, "explain", "professionals.autonomy").stdout {
		t.Error("a name alone is explained otherwise than its key")
	}
	all := polesim(t, dir, "explain").exits(exitDone)
	markdown := polesim(t, dir, "explain", "--markdown").exits(exitDone)
	var topics []scenarios.Topic
	if err := json.Unmarshal([]byte(polesim(t, dir, "explain", "--json").exits(exitDone).stdout), &topics); err != nil {
		t.Fatal(err)
	}
	for _, topic := range topics {
		name := topic.Key[strings.LastIndex(topic.Key, ".")+1:]
		if !strings.Contains(all.stdout, name) || !strings.Contains(markdown.stdout, name) {
			t.Errorf("%s is missing from polesim explain, or from --markdown", topic.Key)
		}
		if topic.Help == "" || topic.Kind == "" || topic.Example == "" {
			t.Errorf("%+v", topic)
		}
	}
	var one []scenarios.Topic
	if err := json.Unmarshal([]byte(polesim(t, dir, "explain", "autonomy", "--json").exits(exitDone).stdout), &one); err != nil || len(one) != 1 {
		t.Errorf("%v; %v", one, err)
	}
	if len(topics) < 50 {
		t.Errorf("only %d keys", len(topics))
	}
}

func TestExplainKnowsStatesAndCommonWords(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, "explain", "treasury").exits(exitDone).says("treasury\n", "state     of the hospital", "unit      M€\n", "money.accounts", "polesim ranges")
	stay := polesim(t, dir, "explain", "length_of_stay").exits(exitDone).stdout
	for _, word := range []string{"LOS", "DMS", "durée moyenne de séjour"} {
		if got := polesim(t, dir, "explain", word).exits(exitDone).stdout; got != stay {
			t.Errorf("%s is explained as\n%s", word, got)
		}
	}
	polesim(t, dir, "explain", "trésorerie").exits(exitDone).says("treasury\n")
	polesim(t, dir, "explain", "ledger").exits(exitDone).says("money.accounts\n", "\n\ntreasury\n", "\n\npole_budget\n")
	polesim(t, dir, "explain", "ledger", "--json").exits(exitDone).says(`"key": "money.accounts"`, `"kind": "state"`, `"key": "pole_budget"`)
	polesim(t, dir, "explain", "targets met", "--json").exits(exitDone).says(`"while": [`, `"steering.measurement"`, "its months with a contract")
}

func TestExplainKnowsOutcomesByTheirNameAndTheWordsOfTables(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, "explain", "ceremoniality").exits(exitDone).says("ceremoniality\n", "λ = 0", "of a run as a whole", "unit      share of time for results\n", "what happened in the model")
	acceptance := polesim(t, dir, "explain", "acceptance of targets").exits(exitDone)
	acceptance.says("target_acceptance\n", "unit      share\n", "part      steering.cycle", "rests on  assumed")
	if polesim(t, dir, "explain", "target_acceptance").exits(exitDone).stdout != acceptance.stdout {
		t.Error("the words of the table are explained otherwise than the name of the column")
	}
	polesim(t, dir, "explain", "coverage").exits(exitDone).says("measurement.coverage\n", "“couplings inside pôles” of the hospital", "“couplings inside the pôle” of the service and pôle")
	polesim(t, dir, "explain", "legitimacy").exits(exitDone).says("legitimacy.earned\n", "“legitimacy of pôles”", "neither meet nor have a contract")
	slack := polesim(t, dir, "explain", "slack").exits(exitDone)
	slack.says("parts     steering.cycle, ", "money.accounts", "technostructure.staffed", " or processes.staffed", " are 0 or false the outcome says nothing")
	polesim(t, dir, "explain", "slack", "--json").exits(exitDone).says(`"part": "steering.cycle"`, `"parts": [`, `"processes.staffed"`)
	for _, level := range []string{"waiting", "nurse_vacancy"} { // the latter of the hospital and of services
		explained := polesim(t, dir, "explain", level).exits(exitDone)
		explained.says("rests on  defensible: ", "differences rest on  assumed: ")
		if strings.Count(explained.stdout, "differences rest on  assumed: ") != strings.Count(explained.stdout, "  rests on") {
			t.Errorf("%s: not all say what differences rest on:\n%s", level, explained.stdout)
		}
		polesim(t, dir, "explain", level, "--json").exits(exitDone).says(`"basis": "defensible"`, `"basis_of_differences": "assumed"`)
	}
	if strings.Contains(acceptance.stdout, "differences rest on") {
		t.Errorf("differences that rest on what the level does are told of:\n%s", acceptance.stdout)
	}
	polesim(t, dir, "explain").exits(exitDone).says("Outcomes: polesim explain outcomes")
	polesim(t, dir, "explain", "fit").exits(exitDone).says("A  simple structure", "technostructure          posts per service of analysts",
		"span                     services for which a chief answers", "delegation               0.05  0.30  0.90  0.70  0.80  0.90   any")
	polesim(t, dir, "explain", "fit", "--json").exits(exitDone).says(`"name": "span"`, `"group": "structure"`, "null")
	all := polesim(t, dir, "explain", "outcomes").exits(exitDone)
	var topics []experiments.OutcomeTopic
	if err := json.Unmarshal([]byte(polesim(t, dir, "explain", "outcomes", "--json").exits(exitDone).stdout), &topics); err != nil {
		t.Fatal(err)
	}
	if want := len(model.Outcomes()) + len(model.Details()); len(topics) != want {
		t.Errorf("%d outcomes are explained, want %d", len(topics), want)
	}
	for _, topic := range topics {
		all.says(topic.Key + "\n")
		if topic.Help == "" || topic.Label == "" || topic.Of == "" {
			t.Errorf("%+v", topic)
		}
	}
	for line := range strings.Lines(all.stdout) {
		if n := utf8.RuneCountInString(line); n > 101 {
			t.Errorf("%d characters: %s", n, line)
		}
	}
	var both []map[string]any
	if err := json.Unmarshal([]byte(polesim(t, dir, "explain", "coverage", "--json").exits(exitDone).stdout), &both); err != nil || len(both) != 3 || both[0]["key"] != "measurement.coverage" || both[1]["kind"] != "outcome" {
		t.Errorf("%v; %v", both, err)
	}
}

func TestScenariosListsWhatIsBuiltInAndEachRuns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	list := polesim(t, dir, "scenarios").exits(exitDone)
	var entries []scenarios.Entry
	if err := json.Unmarshal([]byte(polesim(t, dir, "scenarios", "--json").exits(exitDone).stdout), &entries); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name)
		if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(e.Name) + ` +` + regexp.QuoteMeta(e.Title) + `$`).MatchString(list.stdout) {
			t.Errorf("%s is not listed with its title:\n%s", e.Name, list.stdout)
		}
		polesim(t, dir, "run", e.Name, "--replications", "1", "--months", "2", "--no-figures", "--force").exits(exitDone)
	}
	for _, name := range append([]string{"example", "map/pmu"}, governances...) {
		if !slices.Contains(names, name) {
			t.Errorf("%s is not built in: %v", name, names)
		}
	}
	polesim(t, dir, append([]string{"validate"}, names...)...).exits(exitDone).says("ghu-pmu: fine: ", "(120 services in 16 pôles)")
}

func TestInitWritesAScenarioThatRunsAndReplacesNone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, "init", "mine.toml").exits(exitDone).says("polesim run mine.toml", "polesim compare mine-services.toml mine-contract.toml mine-pmu.toml")
	text := read(t, dir, "mine.toml")
	polesim(t, dir, "init", "mine.toml").refuses("mine.toml is there already", "--force")
	if said := polesim(t, dir, "validate", "mine.toml", "mine-services.toml", "mine-contract.toml", "mine-pmu.toml").exits(exitDone); said.err != "" {
		t.Errorf("what init writes is doubted: %s", said.err)
	}
	mine := polesim(t, dir, small("run", "mine.toml", "--json")...).exits(exitDone).report()
	built := polesim(t, dir, small("run", "example", "--json")...).exits(exitDone).report()
	if mine.Outcomes[0].Means[0].Estimate != built.Outcomes[0].Means[0].Estimate {
		t.Error("the template is not the example")
	}
	write(t, dir, "mine.toml", "x")
	polesim(t, dir, "init", "mine.toml", "--force").exits(exitDone)
	if read(t, dir, "mine.toml") != text {
		t.Error("--force did not replace the file")
	}
	// Every line of the template that is commented out must be one that can be put in force.
	key := regexp.MustCompile(`(?m)^# ([a-z_0-9]+ = .*)$`)
	write(t, dir, "uncommented.toml", key.ReplaceAllStringFunc(text, func(line string) string {
		if strings.Contains(line, "extends") {
			return line
		}
		return line[2:]
	}))
	polesim(t, dir, "validate", "uncommented.toml").exits(exitDone)
	polesim(t, dir, "init", "no/such/folder.toml").exits(exitFailed).complains("no/such/folder.toml", "no such file", "no/such does not exist")
	os.Mkdir(filepath.Join(dir, "a.toml"), 0o755)
	polesim(t, dir, "init", "a.toml", "--force").refuses("a.toml is a folder")
	polesim(t, dir, "init", "mine").refuses("mine: a scenario's name ends in .toml")
	for _, name := range files(t, dir) {
		if strings.HasSuffix(name, ".partial") {
			t.Errorf("%s is left behind", filepath.Join(dir, name))
		}
	}
}

// A hospital to begin with has pôles that meet, and speaks planners' units.
func TestTheTemplateIsAlive(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, "init", "mine.toml").exits(exitDone)
	alone := polesim(t, dir, small("run", "mine.toml", "--json")...).exits(exitDone).report()
	three := polesim(t, dir, small("compare", "mine-services.toml", "mine-contract.toml", "mine-pmu.toml", "--json", "--out", "r")...).exits(exitDone).report()
	means := make(map[string][]float64)
	for _, r := range []experiments.Report{alone, three} {
		for _, o := range r.Outcomes {
			for _, m := range o.Means {
				means[o.Name] = append(means[o.Name], m.Mean)
			}
		}
	}
	const template, services, contract, pmu = 0, 1, 2, 3
	for _, name := range []string{"attendance", "share_mutual_adjustment"} {
		if m := means[name]; m[template] <= 0 || m[services] != 0 || m[contract] <= 0 || m[pmu] <= 0 {
			t.Errorf("%s: %v", name, m)
		}
	}
	for _, name := range []string{"length_of_stay", "revenue", "nurse_vacancy"} {
		if m := means[name]; m[template] <= 0 {
			t.Errorf("the template does not tell %s: %v", name, m)
		}
	}
	if m := means["share_results"]; m[contract] <= 0 || m[pmu] != 0 {
		t.Errorf("results do not steer contract pôles: %v", m)
	}
}

func TestPolesThatNobodyMeetsInAreDoubted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	drawn := twoServices + "[[poles]]\nname = \"P\"\nservices = [\"A\", \"B\"]\n"
	for name, c := range map[string]struct {
		text    string
		doubted bool
	}{
		"silent":    {drawn, true},
		"meant":     {drawn + "[arenas]\nnone = 1\n", false},
		"alive":     {drawn + "[arenas]\npole = 1\n", false},
		"network":   {drawn + "[arenas]\nnetwork = 0.5\n", false},
		"later":     {drawn + "[[event]]\nname = \"Pôles\"\nmonth = 3\nset.arenas.pole = 1\n", false},
		"generated": {"title = \"x\"\n", false},
	} {
		write(t, dir, name+".toml", c.text)
		for _, said := range []said{polesim(t, dir, "validate", name+".toml").exits(exitDone),
			polesim(t, dir, small("run", name+".toml", "--force", "--json")...).exits(exitDone)} {
			if got := strings.Contains(said.err, "warning: silent.toml:6:3: poles: are drawn, but nobody meets in them"); got != c.doubted {
				t.Errorf("%s: doubted: %v\n%s", said.command, got, said.err)
			}
		}
	}
	polesim(t, dir, "run", "silent.toml", "--set", "arenas.none=1", "--months", "2", "--replications", "2", "--force", "--no-figures").exits(exitDone)
}

func TestScenariosAreFoundWithoutTheirEndingAndNeverMeantThemselves(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, "init", "mine.toml").exits(exitDone)
	polesim(t, dir, "validate", "mine").exits(exitDone).says("mine: fine: Two sites")
	if err := os.Symlink("nowhere", filepath.Join(dir, "link.toml")); err == nil {
		polesim(t, dir, "validate", "link.toml").refuses("link.toml: is a link to a file that does not exist")
	}
}

func TestMonthsThatAreAveragedAreNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	polesim(t, dir, "run", "example", "--replications", "2", "--months", "2", "--no-figures").exits(exitDone).says("; outcomes are those of month 2.")
	polesim(t, dir, "run", "example", "--replications", "2", "--months", "4", "--no-figures", "--force").exits(exitDone).says("; outcomes are averages over months 3 to 4.")
}

func TestValidateListsTheProblemsOfAllFilesAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "good.toml", `extends = "example.toml"`)
	write(t, dir, "a.toml", "titel = \"x\"\n[professionals]\nautonomy = 1.4\n")
	write(t, dir, "b.toml", "title = \"x\"\nextends = \"nowhere.toml\"\n")
	write(t, dir, "c.toml", "title = \n")
	s := polesim(t, dir, "validate", "a.toml", "good.toml", "b.toml", "c.toml", "missing.toml")
	s.refuses("a.toml:1:1: titel: unknown key. Did you mean title?", "a.toml:3:12: professionals.autonomy = 1.4",
		"b.toml:2:11: extends", "nowhere.toml", "c.toml:1:", "missing.toml: no such file")
	s.says("good.toml: fine: ")
	if got := files(t, dir); len(got) != 4 {
		t.Errorf("something was written: %v", got)
	}
	write(t, dir, "child.toml", `extends = "a.toml"`) // the same problems, once
	both := polesim(t, dir, "validate", "a.toml", "child.toml")
	if n := strings.Count(both.refuses("a.toml:1:1").err, "titel"); n != 1 {
		t.Errorf("a problem that two files share is listed %d times:\n%s", n, both.err)
	}
	polesim(t, dir, "validate", "good.toml", "--set", "professionals.autonomy=7").refuses("--set professionals.autonomy=7")
}
