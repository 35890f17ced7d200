package classics

import "testing"

// TestAFindingSaysWhatWasPublishedAndFound reads the words that stand in tables.
func TestAFindingSaysWhatWasPublishedAndFound(t *testing.T) {
	for name, of := range map[string]struct {
		dock                              Dock
		ours, error                       float64
		setting, expected, found, verdict string
		apart                             string
	}{
		"a number": {Dock{At: []string{"K=2", uncounted}, Published: .7045, Error: .001}, .70412, .0004,
			"K=2", "0.70450 ± 0.00100", "0.70412 ± 0.00040", "docks", "−0.4 s.e."},
		"a number that is off": {Dock{Published: 2.5}, 2.9, .05, "as in the paper", "2.500", "2.900 ± 0.050", "FAILS", "+8.0 s.e."},
		"an exact one":         {Dock{Published: 4, Note: "two blocks"}, 4, 0, "as in the paper: two blocks", "4.0000", "4.0000", "docks", "equal"},
		"and off":              {Dock{Published: 4}, 5, 0, "as in the paper", "4.0000", "5.0000", "FAILS", "not equal"},
		"higher": {Dock{Kind: Above, At: []string{"K=2"}, Against: []string{"K=5"}}, .5, .1,
			"K=2 against K=5", "higher", "+0.50 ± 0.10", "docks", "+5.0 s.e."},
		"higher, not told":       {Dock{Kind: Above}, -.3, .1, "as in the paper against as in the paper", "higher", "−0.30 ± 0.10", "NOT TOLD", "−3.0 s.e."},
		"lower":                  {Dock{Kind: Above}, -.5, .1, "as in the paper against as in the paper", "higher", "−0.50 ± 0.10", "FAILS", "−5.0 s.e."},
		"a misreading":           {Dock{Kind: Differs, Published: 1}, .5, .1, "as in the paper", "not 1.00", "0.50 ± 0.10", "docks", "−5.0 s.e."},
		"a misreading, not told": {Dock{Kind: Differs, Published: 1}, .9, .1, "as in the paper", "not 1.00", "0.90 ± 0.10", "FAILS", "−1.0 s.e."},
	} {
		of.dock.Quantity = "level"
		f := Finding{Classic: &toy, Dock: &of.dock}
		f.decide(Result{Value: of.ours, StandardError: of.error, N: 100})
		for what, got := range map[string][2]string{"setting": {f.Setting(), of.setting}, "expected": {f.Expected(), of.expected},
			"found": {f.Found(), of.found}, "verdict": {f.Verdict(), of.verdict}, "apart": {f.Apart(), of.apart}} {
			if got[0] != got[1] {
				t.Errorf("%s, %s: %q, want %q", name, what, got[0], got[1])
			}
		}
	}
}
