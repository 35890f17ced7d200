package plot_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"polesim/experiments/plot"
)

// TestAnyNumberOfScenarios draws all four figures with one, two and six scenarios.
func TestAnyNumberOfScenarios(t *testing.T) {
	for _, n := range []int{1, 2, 6} {
		f := frame("Do pôles work better than services on their own?", n)
		var against []plot.Comparison
		for b := 1; b < n; b++ {
			against = append(against, plot.Comparison{A: 0, B: b})
		}
		look(t, fmt.Sprintf("distributions-%d", n))(plot.Distributions(f, draws(n, 200)))
		look(t, fmt.Sprintf("courses-%d", n))(plot.TimeCourses(f, plot.TimeAxis{Months: monthly(120), AverageFrom: 60}, courses(n, 60, 120)))
		look(t, fmt.Sprintf("shares-%d", n))(plot.MechanismShares(f, shares(n, 200, 120)))
		if n > 1 {
			look(t, fmt.Sprintf("differences-%d", n))(plot.PairedDifferences(f, scaleName, against, paired(draws(n, 200), against)))
		}
	}
}

// TestTwoComparisonsOfOneScenarioAreToldApart draws what the third scenario changes, against either of the others.
func TestTwoComparisonsOfOneScenarioAreToldApart(t *testing.T) {
	against := []plot.Comparison{{A: 0, B: 2}, {A: 1, B: 2}}
	look(t, "differences-either")(plot.PairedDifferences(frame("What do soft pôles change, against either?", 3), scaleName, against, paired(draws(3, 200), against)))
}

func TestOneRunHasNoInterval(t *testing.T) {
	f := frame("What does a single run show?", 3)
	f.Note = "n = 1 run per scenario."
	rows := paired(draws(3, 200), both)
	for i := range rows {
		for k := range rows[i].Estimates {
			e := &rows[i].Estimates[k]
			e.Low, e.High, e.Pairs = math.NaN(), math.NaN(), 1
		}
	}
	look(t, "distributions-n1")(plot.Distributions(f, draws(3, 1)))
	look(t, "differences-n1")(plot.PairedDifferences(f, scaleName, both, rows))
	look(t, "courses-n1")(plot.TimeCourses(f, plot.TimeAxis{Months: monthly(60), AverageFrom: 48}, courses(3, 1, 60)))
	look(t, "shares-n1")(plot.MechanismShares(f, shares(3, 1, 60)))
}

func TestConstantsAndMissingValues(t *testing.T) {
	f := frame("What if nothing varies, or nothing was measured?", 3)
	samples := draws(3, 200)
	for i := range samples[0].Runs[0] {
		samples[0].Runs[0][i] = 0.6
		samples[4].Runs[0][i] = math.NaN()
		for s := range 3 {
			samples[3].Runs[s][i] = 0
		}
		if i%9 == 0 {
			samples[5].Runs[2][i] = math.Inf(1)
		}
	}
	look(t, "distributions-constant")(plot.Distributions(f, samples))
	rows := paired(draws(3, 200), both)
	rows[3].Scale = 0
	rows[4].Estimates[0] = plot.Estimate{Mean: math.NaN(), Low: math.NaN(), High: math.NaN()}
	rows[5].Estimates[0] = plot.Estimate{Pairs: 200}
	look(t, "differences-constant")(plot.PairedDifferences(f, scaleName, both, rows))
	lines := courses(3, 30, 120)
	for m := range 120 {
		for _, s := range [][]float64{lines[0].Bands[0].Median, lines[0].Bands[0].Low50, lines[0].Bands[0].High50, lines[0].Bands[0].Low90, lines[0].Bands[0].High90} {
			s[m] = 0.6
		}
		lines[4].Bands[0].Median[m] = math.NaN()
		if m > 40 && m < 70 {
			lines[5].Bands[2].Median[m] = math.NaN()
			lines[5].Bands[2].Low50[m] = math.NaN()
		}
	}
	lines[3].Bands = []plot.Bands{plot.BandsOf([][]float64{make([]float64, 120)}), plot.BandsOf([][]float64{make([]float64, 120)}), plot.BandsOf([][]float64{make([]float64, 120)})}
	look(t, "courses-constant")(plot.TimeCourses(f, plot.TimeAxis{Months: monthly(120), AverageFrom: 110}, lines))
	parts := shares(3, 30, 120)
	for m := 30; m < 50; m++ {
		parts.Share[1][2][m] = math.NaN()
	}
	look(t, "shares-missing")(plot.MechanismShares(f, parts))
}

func TestLongTitlesAndExtremeRanges(t *testing.T) {
	f := frame("Does the delegation of management to pôles, with contracts that set objectives and means, change what care, teaching and research achieve when the services that share patients do not share a pôle, and the measurement of results is noisy?", 3)
	f.Scenarios = []string{
		"No pôles: every service acts on its own, heeds what it knows of its neighbours and meets them where it chooses",
		"Contract pôles steered by results, with delegation of management, negotiated objectives and an incentive share",
		"Soft pôles that live by mutual adjustment, Anästhesieverantwortungsgemeinschaftsübereinkommen included",
	}
	samples := draws(3, 200)
	factors := []float64{3e6, 1e-5, 1e13, 1, 4200, 1}
	units := []string{"€ a year", "deaths per patient-day", "", "index 0–1", "patients a year", "index 0–1"}
	for o := range samples {
		samples[o].Unit = units[o]
		for _, runs := range samples[o].Runs {
			for i := range runs {
				runs[i] *= factors[o]
			}
		}
	}
	samples[1].Label = "Excess mortality among patients whose trajectory crosses the border of a pôle"
	samples[3].Runs[1][5] = 40 // one run far out
	for _, runs := range samples[5].Runs {
		for i := range runs {
			runs[i] = 1e6 + runs[i]/100
		}
	}
	look(t, "distributions-extreme")(plot.Distributions(f, samples))
	look(t, "differences-extreme")(plot.PairedDifferences(f, scaleName, both, paired(samples, both)))
	lines := courses(3, 40, 600)
	for o := range lines {
		lines[o].Outcome = samples[o].Outcome
		for _, b := range lines[o].Bands {
			for _, s := range [][]float64{b.Median, b.Low50, b.High50, b.Low90, b.High90} {
				for m := range s {
					s[m] *= factors[o]
				}
			}
		}
	}
	look(t, "courses-extreme")(plot.TimeCourses(f, plot.TimeAxis{Months: monthly(600), AverageFrom: 590}, lines))
	look(t, "shares-extreme")(plot.MechanismShares(f, shares(3, 40, 600)))
}

// presets are five moments of one hospital, with titles as users write them.
var presets = []string{"(a) Professional bureaucracy: services only", "(b) Pôles of 2005: results over a professional core",
	"(c) Soft pôles of 2019: an adhocratic overlay", "(d) Service autonomy only", "(e) Crisis: sites on their own"}

func TestLongNamesAtTheEndsOfLinesStayClearOfAllOtherWords(t *testing.T) {
	f := frame("When do moments of one hospital part?", 5)
	f.Scenarios = presets
	axis := plot.TimeAxis{Months: monthsFrom1(120), AverageFrom: 61, Events: []plot.TimeEvent{
		{Name: "Crisis", From: 61, To: 72}, {Name: "Crisis: patients", From: 61, To: 72},
		{Name: "mandates end", Mark: "m", From: 49}, {Name: "mandates end", Mark: "m", From: 97}}}
	fig, err := plot.TimeCourses(f, axis, courses(5, 30, 120))
	look(t, "courses-presets")(fig, err)
	if want := "1 Crisis (month 61 to month 72); 2 Crisis: patients (month 61 to month 72); m mandates end (months 49 and 97)."; !strings.Contains(fig.Caption, want) {
		t.Errorf("the caption lacks %q: %s", want, fig.Caption)
	}
	axis.Events = nil                                    // nothing stands between names and what the mark says
	for _, months := range []int{62, 65, 90, 120, 240} { // the mark of the averaging window comes to lie anywhere
		axis.Months = monthsFrom1(months)
		look(t, fmt.Sprintf("courses-presets-%d", months))(plot.TimeCourses(f, axis, courses(5, 30, months)))
	}
	long := f
	long.Scenarios = []string{"Services that act on their own, each by itself", "Contracts with objectives for each pôle and service",
		"Mutual adjustment across all borders of the hospital", "Anästhesieverantwortungsgemeinschaft: a word", "Central supervision by the direction and its staff"}
	axis.Months = monthsFrom1(120)
	look(t, "courses-long")(plot.TimeCourses(long, axis, courses(5, 30, 120)))
	look(t, "shares-presets")(plot.MechanismShares(f, shares(5, 30, 120)))
}

// Bands of more than five scenarios would hide each other; what is left is named directly, in every panel.
func TestManyScenariosAreLinesWithNames(t *testing.T) {
	for n, banded := range map[int]bool{5: true, 6: false} {
		f := frame("When do they part?", n)
		f.Short = []string{"One", "Two", "Three", "Four", "Five", "Six"}[:n]
		fig, err := plot.TimeCourses(f, plot.TimeAxis{Months: monthly(120), AverageFrom: 60}, courses(n, 30, 120))
		look(t, fmt.Sprintf("courses-names-%d", n))(fig, err)
		var b bytes.Buffer
		if err := fig.WriteSVG(&b); err != nil {
			t.Fatal(err)
		}
		all, _, _ := words(t, b.Bytes())
		for _, name := range f.Short {
			named := 0
			for _, w := range all {
				if w.words == name {
					named++
				}
			}
			if named != len(outcomes) {
				t.Errorf("%s is named in %d of %d panels", name, named, len(outcomes))
			}
		}
		if has := strings.Contains(b.String(), "fill-opacity:0.1"); has != banded {
			t.Errorf("%d scenarios: bands %v", n, has)
		}
		if said := strings.Contains(fig.Caption, "bands of 6 scenarios would hide each other and are left out"); said == banded {
			t.Errorf("%d scenarios: %s", n, fig.Caption)
		}
	}
}

func TestQuantilesOfTheFirstReplicationsSaySo(t *testing.T) {
	list := courses(3, 66, 60)
	for o := range list {
		for k := range list[o].Bands {
			list[o].Bands[k].Of = 200
		}
	}
	fig, err := plot.TimeCourses(frame("When?", 3), plot.TimeAxis{Months: monthly(60)}, list)
	look(t, "courses-first")(fig, err)
	if want := "n = 66 per scenario, the first of 200, as many as are kept for quantiles"; !strings.Contains(fig.Caption, want) {
		t.Errorf("the caption lacks %q: %s", want, fig.Caption)
	}
}

func TestDifferencesTooSmallToMatterAreTold(t *testing.T) {
	rows := []plot.Difference{{Outcome: outcomes[0], Scale: .02, Equivalence: .004, Estimates: []plot.Estimate{
		{Mean: .002, Low: .001, High: .003, Pairs: 9}, {Mean: .003, Low: .001, High: .005, Pairs: 9}}}}
	fig, err := plot.PairedDifferences(frame("By how much?", 3), scaleName, both, rows)
	look(t, "differences-small")(fig, err)
	for _, want := range []string{"≈ +0.0020 [0.0010, 0.0030]", ") +0.0030 [0.0010, 0.0050]", "±0.0040 in Care effectiveness; ≈ and pale where the interval lies within"} {
		if !strings.Contains(fig.Caption, want) {
			t.Errorf("the caption lacks %q: %s", want, fig.Caption)
		}
	}
}

func TestWhatDoesNotApplyIsSaid(t *testing.T) {
	samples, lines := draws(3, 30), courses(3, 30, 60)
	samples[1].Runs[0], lines[1].Bands[0] = nil, plot.Bands{Idle: true}
	dist, err := plot.Distributions(frame("How do runs spread?", 3), samples)
	look(t, "distributions-idle")(dist, err)
	course, err := plot.TimeCourses(frame("When?", 3), plot.TimeAxis{Months: monthly(60)}, lines)
	look(t, "courses-idle")(course, err)
	for _, f := range []*plot.Figure{dist, course} {
		for _, want := range []string{"Margin effectiveness (index 0–1): " + titles[0], "Left out: Margin effectiveness under No pôles (does not apply)."} {
			if !strings.Contains(f.Caption, want) {
				t.Errorf("the caption lacks %q: %s", want, f.Caption)
			}
		}
		if strings.Contains(f.Caption, "no value") {
			t.Errorf("it has a value, but it says nothing: %s", f.Caption)
		}
	}
}

func TestLettersOfAllScriptsLeaveATrace(t *testing.T) {
	f := frame("What of other scripts?", 2)
	f.Scenarios = []string{"東京 病院 🏥: essai", "Hôpital de Nantes"}
	fig, err := plot.TimeCourses(f, plot.TimeAxis{Months: monthly(60)}, courses(2, 9, 60))
	if err != nil {
		t.Fatal(err)
	}
	var svg bytes.Buffer
	if err := fig.WriteSVG(&svg); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(fig.Caption, "東京 病院 🏥: essai") || !strings.Contains(svg.String(), ">東京 病院 🏥: essai<") {
		t.Error("caption or SVG lack what only a picture's typeface lacks")
	}
	if !strings.Contains(svg.String(), "□ stands for a letter that the typeface of pictures lacks") {
		t.Error("boxes are not explained")
	}
	plain, err := plot.TimeCourses(frame("What of other scripts?", 2), plot.TimeAxis{Months: monthly(60)}, courses(2, 9, 60))
	if err != nil {
		t.Fatal(err)
	}
	svg.Reset()
	if err := plain.WriteSVG(&svg); err != nil || strings.Contains(svg.String(), "□") {
		t.Error("boxes are explained where there are none; ", err)
	}
}

func TestManyRunsAreThinnedAndSaySo(t *testing.T) {
	look(t, "distributions-many")(plot.Distributions(frame("What do many runs look like?", 6), draws(6, 2500)))
}
