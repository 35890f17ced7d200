package plot_test

import (
	"bytes"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"polesim/experiments/plot"
)

var rewired = []float64{0, .02, .05, .1, .15, .2, .3, .5, .7, 1}

// humps are inverted U's, each lower than the one before, with values that others found at a few places.
func humps(lines int, half float64) plot.DockingData {
	d := plot.DockingData{Outcome: plot.Outcome{Label: "Payoff at equilibrium", Unit: "index 0–1"},
		Along: plot.FactorAxis{Label: "β: ties rewired to other groups", Unit: "share", Max: 1}, At: rewired, Known: "published"}
	for k := range lines {
		var l plot.Docked
		for i, x := range rewired {
			v := 1 - .12*float64(k) - .3*math.Abs(x-.2)
			l.Ours = append(l.Ours, plot.Estimate{Mean: v, Low: v - half, High: v + half, Pairs: 40})
			if i%3 == 0 {
				l.Known = append(l.Known, plot.KnownValue{At: x, Value: v + .01, Half: .02})
			}
		}
		d.Lines = append(d.Lines, l)
	}
	return d
}

func TestDockingsCanBeRead(t *testing.T) {
	question := "How much contact between semi-isolated groups serves the whole?"
	for _, n := range []int{1, 3, 5, 7} {
		f := plot.Frame{Question: question, Note: "N = 280, s = 5.", Scenarios: []string{"blocks of 1", "blocks of 3", "blocks of 5, as in the paper",
			"blocks of 10 dimensions, which is harder than anything that the paper tried", "20", "50", "100"}[:n]}
		look(t, "docking-"+string(rune('0'+n)))(plot.Docking(f, humps(n, .03)))
	}

	f := plot.Frame{Question: "Do managers coordinate departments that interact?", Note: "N = 6.", Scenarios: []string{"decentral", "central"}}
	levels := plot.DockingData{Outcome: outcomes[0], Along: plot.FactorAxis{Label: "Interaction pattern", Levels: []string{"block-diagonal", "random", "hierarchical, as a tree of offices", "dependent", "full"}},
		At: []float64{0, 1, 2, 3, 4}, Known: "published"}
	for k := range f.Scenarios {
		var l plot.Docked
		for i := range levels.At {
			l.Ours = append(l.Ours, est(.9-.02*float64(i*(k+1)), .004))
		}
		l.Known = []plot.KnownValue{{At: 1, Value: .88 - .02*float64(k)}}
		levels.Lines = append(levels.Lines, l)
	}
	look(t, "docking-levels")(plot.Docking(f, levels))

	course := plot.DockingData{Outcome: plot.Outcome{Label: "Score", Unit: "index 0–1"}, Along: plot.FactorAxis{Label: "time", Unit: "rounds"}, Band: true, Known: "published"}
	for i := range 101 {
		course.At = append(course.At, float64(i))
	}
	for k := range 2 {
		var l plot.Docked
		for _, x := range course.At {
			l.Ours = append(l.Ours, est(.5+.3*float64(k)-(.4+.3*float64(k))*math.Exp(-x/(5+20*float64(k))), .02))
		}
		l.Known = []plot.KnownValue{{At: 12, Value: .5}, {At: 100, Value: .5 + .3*float64(k), Half: .03}}
		course.Lines = append(course.Lines, l)
	}
	f.Scenarios = []string{"full network", "line"}
	look(t, "docking-course")(plot.Docking(f, course))

	bands := humps(2, .04)
	bands.Band, bands.Along.Label = true, "β: the chance that a link within a group is turned to somebody outside it, who may be anybody in the organisation but those of the group"
	look(t, "docking-bands")(plot.Docking(f, bands))

	log := humps(2, .002)
	log.Along.Log = true
	log.At = []float64{1, 3, 10, 30, 100, 300, 1000, 3000, 10000, 30000}
	for k := range log.Lines {
		log.Lines[k].Known = nil
	}
	log.Lines[1].Ours[4] = plot.Estimate{Mean: math.NaN(), Low: math.NaN(), High: math.NaN()}
	look(t, "docking-log")(plot.Docking(f, log))
}

// words of a docking that its caption must have.
func TestCaptionOfADockingTellsEndsPeakAndHowFarOthersAre(t *testing.T) {
	d := humps(1, .03)
	d.Lines[0].Known = []plot.KnownValue{{At: .1, Value: .98}, {At: .3, Value: 1, Half: .02}}
	fig, err := plot.Docking(plot.Frame{Question: "How much?", Note: "N = 280.", Scenarios: []string{"s = 5"}}, d)
	look(t, "docking-caption")(fig, err)
	for _, want := range []string{
		"Payoff at equilibrium (index 0–1) along β: ties rewired to other groups (share).",
		"s = 5: 0.940 [0.910, 0.970] at 0, 1.000 [0.970, 1.030] at 0.2, 0.760 [0.730, 0.790] at 1; 2 known values, the farthest 0.0300 from ours, at 0.3.",
		"means of 40 replications at each point, with 95 % interval (Student’s t)",
	} {
		if !strings.Contains(fig.Caption, want) {
			t.Errorf("the caption lacks %q: %s", want, fig.Caption)
		}
	}
	d.Lines[0].Known, d.Exact = nil, true
	exact, err := plot.Docking(plot.Frame{Question: "How much?", Scenarios: []string{"s = 5"}}, d)
	look(t, "docking-exact")(exact, err)
	for _, want := range []string{"all cases there are, 40 at each point; they have no error", "No published number stands at these settings."} {
		if !strings.Contains(exact.Caption, want) {
			t.Errorf("the caption lacks %q: %s", want, exact.Caption)
		}
	}
}

// A known value is hollow and stands at its height, and its whisker is drawn where its error is known only.
func TestKnownValuesAreHollowMarksWithTheirOwnWhiskers(t *testing.T) {
	fills := func(known ...plot.KnownValue) (white, strokes int) {
		d := humps(1, .03)
		d.Lines[0].Known = known
		fig, err := plot.Docking(plot.Frame{Question: "?", Scenarios: []string{"s = 5"}}, d)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := fig.WriteSVG(&b); err != nil {
			t.Fatal(err)
		}
		return len(regexp.MustCompile(`fill:#FFFFFF`).FindAllIndex(b.Bytes(), -1)), len(regexp.MustCompile(`stroke:#0072B2`).FindAllIndex(b.Bytes(), -1))
	}
	white, strokes := fills()
	whiteOne, strokesOne := fills(plot.KnownValue{At: .5, Value: .9})
	whiteTwo, strokesTwo := fills(plot.KnownValue{At: .5, Value: .9, Half: .05})
	if whiteOne != white+2 || strokesOne != strokes+1 { // the mark, its outline, and the mark of the key
		t.Errorf("a known value adds %d white fills and %d strokes in its line's colour", whiteOne-white, strokesOne-strokes)
	}
	if whiteTwo != whiteOne || strokesTwo != strokesOne+1 {
		t.Errorf("its error adds %d white fills and %d strokes", whiteTwo-whiteOne, strokesTwo-strokesOne)
	}
}

func TestUnfitDockingsAreRefusedByName(t *testing.T) {
	f := plot.Frame{Question: "?", Scenarios: []string{"one"}}
	short, backwards, log := humps(1, .01), humps(1, .01), humps(1, .01)
	short.Lines[0].Ours = short.Lines[0].Ours[1:]
	backwards.At = slices.Clone(rewired)
	slices.Reverse(backwards.At)
	log.Along.Log = true
	for want, d := range map[string]plot.DockingData{"9 values for 10": short, "do not ascend": backwards, "0 has no place on a logarithmic axis": log,
		"2 lines, the frame names 1": humps(2, .01), "no data": {}} {
		if _, err := plot.Docking(f, d); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want it to say %q", err, want)
		}
	}
}

// Marks stand beside their place only where they would hide each other, and whiskers are told of where they can be seen.
func TestMarksAndIntervalsAreToldOfWhereTheyMatter(t *testing.T) {
	draw := func(d plot.DockingData) string {
		fig, err := plot.Docking(plot.Frame{Question: "?", Scenarios: []string{"one", "two"}}, d)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := fig.WriteSVG(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	const beside, right, interval, hidden = "stand side by side", "to the right of", "where it has one", "no longer than the marks"
	apart, close, sure := humps(2, .03), humps(2, .03), humps(2, .0001)
	copy(close.Lines[1].Ours, close.Lines[0].Ours[:1])
	alone, curves := humps(2, .03), humps(2, .03)
	for k := range alone.Lines {
		alone.Lines[k].Known = nil
	}
	curves.Band = true
	for x := 1.1; len(curves.At) < 30; x += .1 {
		curves.At = append(curves.At, x)
		for k := range curves.Lines {
			curves.Lines[k].Ours = append(curves.Lines[k].Ours, curves.Lines[k].Ours[9])
		}
	}
	for k := range sure.Lines {
		for i := range sure.Lines[k].Known {
			sure.Lines[k].Known[i].Half = .0001
		}
	}
	for name, is := range map[string]struct {
		svg  string
		says []bool
	}{
		"apart":  {draw(apart), []bool{false, true, true, false}},
		"close":  {draw(close), []bool{true, true, true, false}},
		"sure":   {draw(sure), []bool{false, true, false, true}},
		"alone":  {draw(alone), []bool{false, false, false, false}},
		"curves": {draw(curves), []bool{false, false, true, false}},
	} {
		for k, words := range []string{beside, right, interval, hidden} {
			if strings.Contains(is.svg, words) != is.says[k] {
				t.Errorf("%s: %q: %v", name, words, !is.says[k])
			}
		}
	}
	one := humps(2, 0)
	one.Exact = true
	for k := range one.Lines {
		for i := range one.Lines[k].Ours {
			one.Lines[k].Ours[i].Pairs = 1
		}
	}
	if svg := draw(one); !strings.Contains(svg, "there is no chance in it") || strings.Contains(svg, "all cases") {
		t.Error("a model of one case speaks of several")
	}
}
