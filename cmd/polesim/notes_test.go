package main

import (
	"strings"
	"testing"
)

// What has no effect, and which events a run does not come to, is said beside the output and changes neither that nor the
// exit code.
func TestWhatHasNoEffectIsNotedBesideTheOutput(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "mine.toml", "extends = \"map/pmu.toml\"\n[money]\ntariff = 3000\n")
	write(t, dir, "study.toml", "scenarios = [\"map/services\"]\nsampler = \"grid\"\nreplications = 2\nmonths = 3\n"+
		"[set]\nmoney.tariff = 3000\n[[factor]]\nkey = \"environment.dynamism\"\nlevels = [0.003, 0.02]\n")
	const off = "money.tariff = 3000 has no effect here: the part money.accounts is off; switch it on with money.accounts = true"
	small := []string{"--months", "3", "--replications", "2", "--no-figures", "--force"}
	for _, c := range []struct {
		args []string
		note string
	}{
		{[]string{"validate", "mine.toml"}, "note: mine.toml:3:10: " + off},
		{[]string{"validate", "map/pmu", "--set", "money.tariff=3000"}, "note: --set money.tariff=3000: " + off},
		{append([]string{"run", "mine.toml"}, small...), "note: mine.toml:3:10: " + off},
		{append([]string{"compare", "map/pmu", "map/services", "--set", "money.tariff=3000"}, small...), "note: --set money.tariff=3000: " + off},
		{[]string{"study", "run", "study.toml"}, "note: study.toml:6:16: " + off},
		{[]string{"validate", "france-2004-2024", "--set", "simulation.months=60"}, "note: france-2004-2024: 9 of 17 events lie beyond the end of a run of 60 months"},
		{append([]string{"run", "france-2004-2024"}, small...), "note: france-2004-2024: 17 of 17 events lie beyond the end of a run of 3 months"},
	} {
		s := polesim(t, dir, c.args...).exits(exitDone)
		if strings.Count(s.err, "note: ") != 1 || !strings.Contains(s.err, c.note) {
			t.Errorf("%s: want one note\n%s\ngot\n%s", s.command, c.note, s.err)
		}
		if strings.Contains(s.stdout, "note:") {
			t.Errorf("%s: the note is in the output:\n%s", s.command, s.stdout)
		}
	}
	if s := polesim(t, dir, "validate", "map/pmu", "--set", "money.tariff=3000", "--set", "money.accounts=true"); strings.Contains(s.err, "note") {
		t.Errorf("accounts are on: %s", s.err)
	}
}
