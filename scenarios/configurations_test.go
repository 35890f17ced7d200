package scenarios_test

import (
	"path"
	"strings"
	"testing"

	"polesim/model"
	"polesim/scenarios"
)

// Each scenario that is named after one of Mintzberg's configurations comes nearest to it, by what it says of itself.
func TestConfigurationsAreWhatTheyAreCalled(t *testing.T) {
	found := 0
	for _, e := range scenarios.Embedded() {
		if path.Dir(e.Name) != "configurations" {
			continue
		}
		found++
		c, err := scenarios.Load(e.Name)
		if err != nil {
			t.Error(err)
			continue
		}
		nearest := model.NewBlueprint([]*model.Config{c}).Fits(0)[0]
		if want := strings.ReplaceAll(path.Base(e.Name), "-", " "); nearest.Name != want {
			t.Errorf("%s is nearest to the %s (%.2f)", e.Name, nearest.Name, nearest.Agreement)
		}
		if nearest.Agreement < .9 {
			t.Errorf("%s agrees with its type by %.2f only, least in %s", e.Name, nearest.Agreement, nearest.Misfit)
		}
	}
	if n := len(model.Configurations()); found != n {
		t.Errorf("%d configurations are built in, want %d", found, n)
	}
}
