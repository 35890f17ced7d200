package main

import "testing"

func TestOnlyWhatLiesBetweenTheMarkersIsReplaced(t *testing.T) {
	got, err := replace("a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb", "x", "new\n")
	if want := "a\n<!-- x:begin -->\n\nnew\n\n<!-- x:end -->\nb"; err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if _, err := replace("nothing here", "x", ""); err == nil {
		t.Error("missing markers are not refused")
	}
}
