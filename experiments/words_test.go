package experiments

import (
	"io"
	"strings"
	"testing"

	"polesim/scenarios"
)

// A common word stands for what there is, and for what has no such name itself.
func TestCommonWordsStandForWhatExplainKnows(t *testing.T) {
	known := func(name string) bool { return len(OutcomesOf(name)) > 0 || scenarios.Explain(io.Discard, name) == nil }
	for word, names := range called {
		if word != strings.ToLower(word) || known(word) {
			t.Errorf("%q is never looked up", word)
		}
		for _, name := range names {
			if !known(name) {
				t.Errorf("%s stands for %s, which does not exist", word, name)
			}
		}
	}
	if Called(" Taux d’occupation") == nil || Called("nothing of the kind") != nil {
		t.Error("words are not looked up as they are written")
	}
}
