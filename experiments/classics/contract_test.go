package classics

import (
	"strings"
	"testing"

	"polesim/sim"
)

// run leaves the quantities of the one case at some settings.
func run(t *testing.T, c *Classic, sets ...string) []float64 {
	t.Helper()
	into := make([]float64, len(c.Quantities))
	runnerOf(t, c, sets...).Run(0, 0, into)
	return into
}

// TestTheAgentDoesWhatIsPaid is the first-order condition: marginal cost is marginal pay, on each task.
func TestTheAgentDoesWhatIsPaid(t *testing.T) {
	for _, c := range []*contract{
		runnerOf(t, &baker, "f=1, 1, 1", "g=1, 0.3, -2").(*contract),
		runnerOf(t, &milgrom, "C11=2", "C22=3", "C12=-1").(*contract),
	} {
		e := c.agent(.7)
		for i, row := range c.cost {
			marginal := 0.0
			for j, x := range row {
				marginal += x * (e[j] - c.unpaid[j])
			}
			if !near(marginal, .7*c.measured[i]) {
				t.Errorf("task %d: marginal cost %v, paid %v", i, marginal, .7*c.measured[i])
			}
		}
	}
}

// TestNoSlopeNearDoesBetter tries a little less and a little more pay.
func TestNoSlopeNearDoesBetter(t *testing.T) {
	for _, c := range []*contract{runnerOf(t, &baker).(*contract), runnerOf(t, &milgrom).(*contract)} {
		best := peak(0, c.surplus)
		for _, other := range []float64{best - .01, best + .01} {
			if c.surplus(other) >= c.surplus(best) {
				t.Errorf("slope %v leaves %v, the best %v leaves %v", other, c.surplus(other), best, c.surplus(best))
			}
		}
	}
}

// TestBakersClosedForm holds for any f and g: b* = f·g / (g·g + rσ²), and without risk the share is cos² of their angle.
func TestBakersClosedForm(t *testing.T) {
	s := sim.NewKey(1, 0).At(0, 0)
	for range 50 {
		f, g := []float64{s.Normal(), s.Normal(), s.Normal()}, []float64{s.Normal(), s.Normal(), s.Normal()}
		risk := s.Float64() * 3
		c := &contract{benefit: f, measured: g, cost: [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, unpaid: make([]float64, 3), risk: risk}
		into := make([]float64, 2)
		if c.Run(0, 0, into); !near(into[0], dot(f, g)/(dot(g, g)+risk)) {
			t.Errorf("f %v g %v risk %v: slope %v, expected %v", f, g, risk, into[0], dot(f, g)/(dot(g, g)+risk))
		}
		c.risk = 0
		if c.Run(0, 0, into); !near(into[1], dot(f, g)*dot(f, g)/(dot(g, g)*dot(f, f))) {
			t.Errorf("f %v g %v: share %v is not cos²", f, g, into[1])
		}
	}
}

// TestPayForOneTaskDrawsFromAnotherThatCompetes is what the paper says in words.
func TestPayForOneTaskDrawsFromAnotherThatCompetes(t *testing.T) {
	compete, apart, help := run(t, &milgrom, "C12=0.5"), run(t, &milgrom, "C12=0"), run(t, &milgrom, "C12=-0.5")
	if compete[2] >= 1 || !near(apart[2], 1) || help[2] <= 1 {
		t.Errorf("effort on the unmeasured task %v, %v, %v, expected below, at and above the unpaid 1", compete[2], apart[2], help[2])
	}
	if !(compete[0] < apart[0] && apart[0] < help[0]) {
		t.Errorf("slopes %v, %v, %v, expected to rise", compete[0], apart[0], help[0])
	}
	if noise := run(t, &milgrom, "sigma2=2"); noise[0] >= compete[0] {
		t.Errorf("noise raises the slope from %v to %v", compete[0], noise[0])
	}
}

// TestIncentivesSayWhatIsWrong names the mistakes.
func TestIncentivesSayWhatIsWrong(t *testing.T) {
	for _, wrong := range []struct {
		of        *Classic
		set, says string
	}{
		{&baker, "g=1, 2, 3", "3 tasks"}, {&baker, "g=1, x", `"x"`}, {&baker, "f=0, 0", "zero"}, {&baker, "f=1, NaN", `"NaN"`},
		{&baker, "f=1,1,1,1,1,1,1,1,1,1,1", "at most 10"}, {&milgrom, "C12=1", "C12"}, {&milgrom, "C11=0", "range"},
	} {
		if _, err := wrong.of.Read(wrong.set); err == nil || !strings.Contains(err.Error(), wrong.says) {
			t.Errorf("%s %s: %v, expected it to say %s", wrong.of.Name, wrong.set, err, wrong.says)
		}
	}
}
