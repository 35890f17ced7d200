package scenarios

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"polesim/model"
)

// notesOn reads a scenario from a file and returns the notes on it.
func notesOn(t *testing.T, text string, sets ...string) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mine.toml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	_, advice, err := LoadAdvised(path, sets...)
	if err != nil {
		t.Fatal(err)
	}
	var notes []string
	for _, n := range advice {
		if !n.Note {
			continue
		}
		notes = append(notes, strings.TrimPrefix(n.Error(), filepath.Dir(path)+string(filepath.Separator)))
	}
	return notes
}

const accountsOff = "has no effect here: the part money.accounts is off; switch it on with money.accounts = true"

// What somebody wrote and nothing reads is noted once, where it stands.
func TestWhatIsWrittenAndNotReadIsNoted(t *testing.T) {
	const two = "[[services]]\nname = \"A\"\nactivity = 1\n[[services]]\nname = \"B\"\nactivity = 1\n"
	pole := func(own string) string {
		return two + "[[poles]]\nname = \"P\"\nservices = [\"A\", \"B\"]\n" + own
	}
	later := "[[event]]\nname = \"Accounts\"\nmonth = 3\nset.money.accounts = true\n"
	for name, c := range map[string]struct {
		text  string
		sets  []string
		notes []string
	}{
		"in the file":           {text: "[money]\ntariff = 3000\n", notes: []string{"mine.toml:2:10: money.tariff = 3000 " + accountsOff}},
		"by a set":              {sets: []string{"money.tariff=3000"}, notes: []string{"--set money.tariff=3000: money.tariff = 3000 " + accountsOff}},
		"set over the file":     {text: "[money]\ntariff = 3000\n", sets: []string{"money.tariff=3500"}, notes: []string{"--set money.tariff=3500: money.tariff = 3500 " + accountsOff}},
		"a switch":              {text: "[steering]\ncycle = true\n", notes: []string{"mine.toml:2:9: steering.cycle = true has no effect here: the part governance.contract is off; switch it on with governance.contract = true"}},
		"a weight":              {text: "[norms]\nlearning = 0.9\n", notes: []string{"mine.toml:2:12: norms.learning = 0.9 has no effect here: formal.norms is 0; it takes more than 0"}},
		"a choice":              {text: "[mandates]\nend = true\nplaces = 0.3\n", notes: []string{`mine.toml:3:10: mandates.places = 0.3 has no effect here: mandates.choice is "lot"; it takes mandates.choice = "services"`}},
		"of a pôle":             {text: pole("kept_share = 0.5\n"), notes: []string{"mine.toml:10:14: poles[P].kept_share = 0.5 " + accountsOff}},
		"by an event":           {text: "[[event]]\nname = \"E\"\nmonth = 3\nset.money.tariff = 3000\n", notes: []string{"mine.toml:4:20: event[E].set.money.tariff = 3000 " + accountsOff}},
		"once for all":          {text: "[money]\ntariff = 3000\n[[event]]\nname = \"E\"\nmonth = 3\nset.money.tariff = 2000\n", notes: []string{"mine.toml:2:10: money.tariff = 3000 " + accountsOff}},
		"two":                   {text: "[money]\ntariff = 3000\ncost = 900\n", notes: []string{"mine.toml:2:10: money.tariff = 3000 " + accountsOff, "mine.toml:3:8: money.cost = 900 " + accountsOff}},
		"on":                    {text: "[money]\naccounts = true\ntariff = 3000\n"},
		"on by an event":        {text: "[money]\ntariff = 3000\n" + later},
		"on in a pôle":          {text: pole("contract = true\n") + "[governance]\nincentive = 2\n"},
		"the default":           {text: "[money]\ntariff = 2115\n"},
		"nothing asked for":     {text: "[goals]\nsteering = 0\n"},
		"inherited":             {text: "extends = \"map/hospital.toml\"\n[perimeter]\nrandom = true\n"},
		"on by what it extends": {text: "extends = \"map/contract.toml\"\n[governance]\nincentive = 2\n"},
	} {
		if got := notesOn(t, c.text, c.sets...); !slices.Equal(got, c.notes) {
			t.Errorf("%s: notes\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.notes, "\n"))
		}
	}
}

// Nobody who runs what the program brings along is told anything, be it built in or a file.
func TestShippedScenariosGiveNoNotes(t *testing.T) {
	for _, e := range Embedded() {
		for _, name := range []string{e.Name, e.Name + ".toml"} {
			c, advice, err := LoadAdvised(name)
			if err != nil {
				t.Fatal(err)
			}
			advice = slices.DeleteFunc(advice, func(p Problem) bool { return !p.Note })
			notes := append(advice, CutShort(c, int(c.Value(model.Months)))...)
			if len(notes) > 0 {
				t.Errorf("%s: %v", name, notes)
			}
		}
	}
}

// A --set that acts in one of the scenarios compared is meant for that.
func TestASetThatActsInOneOfSeveralScenariosIsNotNoted(t *testing.T) {
	notes := func(names ...string) (list Problems) {
		var all []Problems
		for _, name := range names {
			_, advice, err := LoadAdvised(name, "governance.incentive=2", "money.tariff=3000")
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, advice)
		}
		return Common(all...)
	}
	keys := func(list Problems) (keys []string) {
		for _, n := range list {
			keys = append(keys, n.Key)
		}
		slices.Sort(keys)
		return slices.Compact(keys)
	}
	if got := keys(notes("map/services", "map/pmu")); !slices.Equal(got, []string{"governance.incentive", "money.tariff"}) {
		t.Errorf("neither has contracts or accounts: %v", got)
	}
	if got := keys(notes("map/services", "map/contract")); !slices.Equal(got, []string{"money.tariff"}) {
		t.Errorf("one has contracts, none accounts: %v", got)
	}
	if got := notes("map/services", "map/pmu"); len(got) != 2 {
		t.Errorf("each set once: %v", got)
	}
	other := Problems{{Note: true, File: "--set a=1", Key: "a", Message: "lacks b"}}
	if got := Common(other, Problems{{Note: true, File: "--set a=1", Key: "a", Message: "lacks c"}}); len(got) != 1 {
		t.Errorf("one set for two reasons: %v", got)
	}
	own := Problems{{Note: true, File: "a.toml", Line: 1, Key: "money.tariff"}}
	if got := Common(own, nil); len(got) != 1 {
		t.Errorf("of what a file says itself: %v", got)
	}
}

func TestEventsBeyondTheEndAreCountedAndTheFirstIsNamed(t *testing.T) {
	c := loaded(t, "france-2004-2024", "simulation.months=60")
	beyond, first := 0, c.Timeline[0]
	for _, e := range c.Timeline {
		if e.Month >= 60 {
			if beyond == 0 || e.Month < first.Month {
				first = e
			}
			beyond++
		}
	}
	notes := CutShort(c, 60)
	want := `france-2004-2024: 9 of 17 events lie beyond the end of a run of 60 months and never come to pass, the first of them "All contracts" (2009-07)`
	if len(notes) != 1 || notes[0].Error() != want || beyond != 9 || first.Name != "All contracts" {
		t.Errorf("%v; %d, the first %q", notes, beyond, first.Name)
	}
	if notes := CutShort(c, first.Month+1); len(notes) != 1 || strings.Contains(notes[0].Error(), first.Name) {
		t.Errorf("a run that ends with the month of the event: %v", notes)
	}
	c.Timeline = []model.Event{{Name: "Late", Month: 12}}
	c.Start.Year, c.Start.Month = 0, 0
	if notes := CutShort(c, 12); len(notes) != 1 || !strings.Contains(notes[0].Error(), `1 of 1 events lie beyond the end of a run of 12 months and never come to pass, the first of them "Late" (month 12)`) {
		t.Errorf("%v", notes)
	}
	if notes := CutShort(c, 13); notes != nil {
		t.Errorf("%v", notes)
	}
}
