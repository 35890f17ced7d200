package classics

import (
	"strings"
	"testing"
)

// TestSlipsAreNamedAsTheyWereTyped says what was typed, what was expected, and what may have been meant.
func TestSlipsAreNamedAsTheyWereTyped(t *testing.T) {
	for set, want := range map[string]string{
		"N=50%":                "nk: N = 50% is no number, expected whole number, 1 to 1000 (practices)",
		"N=1.5":                "nk: N = 1.5 is no whole number",
		"N=1e999":              "nk: N = 1e999 is out of range",
		"N=NaN":                "nk: N = NaN is no number",
		"N":                    "nk: N has no value: expected name=value, as N=16",
		"n=3":                  "nk: n is not a parameter. Did you mean N?",
		"neighbourhood=%drand": "nk: neighbourhood = %drand is none of adjacent, random, block",
	} {
		if _, err := nk.Read(set); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", set, err, want)
		}
	}
}

// TestValuesAreWrittenAsTheyAreTyped reads back what all models write of their defaults.
func TestValuesAreWrittenAsTheyAreTyped(t *testing.T) {
	for _, c := range All() {
		var sets []string
		for name, value := range c.Defaults().All() {
			sets = append(sets, name+"="+value)
		}
		if v, err := c.Read(sets...); err != nil || !v.equal(c.Defaults()) {
			t.Errorf("%s: %v are read as %s (%v)", c.Name, sets, v, err)
		}
	}
	if v := read(t, &nk, "K=8", "neighbourhood=random", "N=16"); v.String() != "K=8 neighbourhood=random" {
		t.Errorf("what differs from the defaults is %q", v)
	}
}
