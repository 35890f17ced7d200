package design

import (
	"path"
	"slices"
	"strings"
	"testing"

	"polesim/experiments"
)

// notesOn are the notes on a design, without its folder.
func notesOn(t *testing.T, text string) (list []string) {
	t.Helper()
	for _, n := range loaded(t, text).Notes() {
		n.File = path.Base(n.File)
		list = append(list, n.Error())
	}
	return list
}

// What a study sets or varies and no scenario of it reads is noted; what acts in one of them, or where another factor switches
// it on, is not.
func TestFactorsAndSetsWithoutEffectAreNoted(t *testing.T) {
	const head = "sampler = \"grid\"\nreplications = 2\nmonths = 6\n"
	const services, both = `scenarios = ["map/services"]` + "\n" + head, `scenarios = ["map/services", "map/contract"]` + "\n" + head
	const incentive = "[[factor]]\nkey = \"governance.incentive\"\nlevels = [1, 2]\n"
	const off = "has no effect here: the part governance.contract is off; switch it on with governance.contract = true"
	const dynamism = "[[factor]]\nkey = \"environment.dynamism\"\nlevels = [0.003, 0.02]\n"
	for name, c := range map[string]struct {
		text  string
		notes []string
	}{
		"a factor": {services + incentive, []string{"d.toml:6:7: governance.incentive: " + off}},
		"a set": {services + "[set]\nmoney.tariff = 3000\n" + dynamism,
			[]string{"d.toml:6:16: money.tariff = 3000 has no effect here: the part money.accounts is off; switch it on with money.accounts = true"}},
		"a set as by default":      {services + "[set]\nmoney.tariff = 2115\n" + dynamism, nil},
		"a factor in one of two":   {both + incentive, nil},
		"a factor in the other":    {both + incentive + "scenarios = [\"services\"]\n", []string{"d.toml:6:7: governance.incentive: " + off}},
		"switched on by a factor":  {services + incentive + "[[factor]]\nkey = \"governance.contract\"\nlevels = [true, false]\n", nil},
		"switched on by a set":     {services + "[set]\ngovernance.contract = true\n" + incentive, nil},
		"switched on by a level":   {services + incentive + "[[factor]]\nname = \"who\"\n[factor.level.none]\nset = {}\n[factor.level.all]\nset = { \"governance.contract\" = true }\n", nil},
		"what acts without a word": {services + dynamism, nil},
	} {
		if got := notesOn(t, c.text); !slices.Equal(got, c.notes) {
			t.Errorf("%s: notes\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.notes, "\n"))
		}
	}
}

func TestEventsBeyondTheEndOfAStudysRunsAreNoted(t *testing.T) {
	d := loaded(t, "scenarios = [\"france-2004-2024\"]\nsampler = \"grid\"\nreplications = 2\nmonths = 60\n"+
		"[[factor]]\nkey = \"environment.dynamism\"\nlevels = [0.003, 0.02]\n")
	if notes := d.Notes(); len(notes) != 1 || !strings.Contains(notes[0].Error(), "9 of 17 events lie beyond the end of a run of 60 months") {
		t.Errorf("%v", notes)
	}
	d.Months = 252
	if notes := d.Notes(); len(notes) != 0 {
		t.Errorf("all events come to pass: %v", notes)
	}
}

func TestShippedDesignsGiveNoNotes(t *testing.T) {
	for _, b := range experiments.Designs() {
		d, err := LoadBuiltIn(b.Name+".toml", b.Text)
		if err != nil {
			t.Fatal(err)
		}
		if notes := d.Notes(); len(notes) > 0 {
			t.Errorf("%s: %v", b.Name, notes)
		}
	}
}
