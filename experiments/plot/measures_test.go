package plot

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	"pgregory.net/rapid"
)

func TestIntervalOfTheMeanIsStudents(t *testing.T) {
	s := summarise([]float64{1, 2, 3, 4, 5, math.NaN()})
	// t(0.975; 4) = 2.776, standard error √(2.5/5)
	if s.mean != 3 || math.Abs(s.half-2.7764*math.Sqrt(0.5)) > 1e-4 || s.missing != 1 {
		t.Errorf("mean %g ± %g, %d missing", s.mean, s.half, s.missing)
	}
	if !math.IsNaN(summarise([]float64{1}).half) {
		t.Error("one run has an interval")
	}
}

func TestBandsHoldTheShareTheyName(t *testing.T) {
	runs := make([][]float64, 101)
	for i := range runs {
		runs[i] = []float64{float64(i)}
	}
	b := BandsOf(runs)
	got := []float64{b.Low90[0], b.Low50[0], b.Median[0], b.High50[0], b.High90[0]}
	for i, want := range []float64{5, 25, 50, 75, 95} {
		if math.Abs(got[i]-want) > 1e-9 {
			t.Errorf("quantiles %v", got)
		}
	}
	if one := BandsOf(runs[:1]); one.Low90 != nil || one.Median == nil {
		t.Error("one replication has a band")
	}
}

func TestTicksAreFewRoundAndDistinct(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.Float64Range(-1e8, 1e8).Draw(t, "lo")
		width := math.Pow(10, rapid.Float64Range(-3, 9).Draw(t, "magnitude of the width"))
		for _, s := range []scale{newScale(lo, lo+width, 160), newVerticalScale(lo, lo+width, 92)} {
			if len(s.ticks) < 2 || len(s.ticks) > 8 {
				t.Fatalf("%d ticks", len(s.ticks))
			}
			seen := map[string]bool{}
			for _, k := range s.ticks {
				if k.Value < s.min-1e-9*width || k.Value > s.max+1e-9*width || seen[k.Label] {
					t.Fatalf("tick %g %q in [%g, %g], %v", k.Value, k.Label, s.min, s.max, seen)
				}
				seen[k.Label] = true
			}
		}
	})
}

func TestLabelsMoveApartAndKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "n")
		want, size := make([]vg.Length, n), make([]vg.Length, n)
		for i := range want {
			want[i] = vg.Length(rapid.Float64Range(0, 100).Draw(t, "height"))
			size[i] = vg.Length(rapid.Float64Range(5, 20).Draw(t, "size"))
		}
		got := spread(want, size, 0, 100)
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int { return int(math.Copysign(1, float64(got[a]-got[b]))) })
		for k := 1; k < n; k++ {
			a, b := order[k-1], order[k]
			if got[a]+size[a]/2 > got[b]-size[b]/2+1e-9 {
				t.Fatalf("%v overlap: want %v, size %v", got, want, size)
			}
			if want[a] > want[b] {
				t.Fatalf("order changed: %v from %v", got, want)
			}
		}
		if got[order[0]]-size[order[0]]/2 < -1e-9 || got[order[n-1]]+size[order[n-1]]/2 > 100+1e-9 {
			t.Fatalf("%v out of bounds", got)
		}
	})
}

func TestShortNamesTellScenariosApart(t *testing.T) {
	got := shortNames([]string{"No pôles: services on their own", "Pôles by decree: a perimeter", "Pôles by contract", "Alone"})
	if want := []string{"No pôles", "Pôles by decree", "Pôles by contract", "Alone"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := shortNames([]string{"the same", "the same"}); len(got) != 2 {
		t.Error("equal titles")
	}
}

func TestShortNamesMeanSomething(t *testing.T) {
	for want, titles := range map[string][]string{
		"Adhocracy|Missionary|Simple structure": {"Adhocracy: mutual adjustment", "Missionary: standard norms", "Simple structure: the apex decides"},
		"(a) Professional bureaucracy|(b) Pôles of 2005|(d) Service autonomy only": {"(a) Professional bureaucracy: services only",
			"(b) Pôles of 2005: results over a professional core", "(d) Service autonomy only"},
		"… each service alone|… a pôle that arbitrates first":         {"A costly machine, asked for by each service alone", "A costly machine, asked for by a pôle that arbitrates first"},
		"No pôles|A hospital whose services…":                         {"No pôles: services on their own", "A hospital whose services are steered by contracts with objectives"},
		"services|map":                                                {"services: No pôles", "map: No pôles"},
		"Anästhesieverantwortungsgemeinschaftsübereinkommen|France 9": {"Anästhesieverantwortungsgemeinschaftsübereinkommen", "France 9"},
	} {
		if got := strings.Join(shortNames(titles), "|"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestMarksOfEventsKeepClearOfTheLineBesideThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.Float64Range(0, 100).Draw(t, "line")
		var events []TimeEvent
		for range rapid.IntRange(1, 14).Draw(t, "events") {
			e := TimeEvent{From: line + float64(rapid.IntRange(-12, 12).Draw(t, "months from the line"))}
			if rapid.Bool().Draw(t, "lettered") {
				e.Mark = "m"
			}
			events = append(events, e)
		}
		toX := func(month float64) vg.Length { return vg.Length(month) }
		places, rows := staggered(events, toX, &line)
		for i, mark := range marksOf(events) {
			half := plainFace.Width(mark) / 2
			p := places[i]
			if off := math.Abs(float64(p.x) - line); off <= float64(half) {
				t.Fatalf("%q at %v lies on the line at %v", mark, p.x, line)
			}
			if moved := math.Abs(float64(p.x) - events[i].From); moved > float64(half)+2.1 || p.row >= rows {
				t.Fatalf("%q is %v from its event, in row %d of %d", mark, moved, p.row, rows)
			}
			for k, other := range marksOf(events)[:i] {
				if room := float64(half + plainFace.Width(other)/2); places[k].row == p.row && math.Abs(float64(places[k].x-p.x)) < room {
					t.Fatalf("%q and %q overlap at %v and %v", mark, other, p.x, places[k].x)
				}
			}
		}
	})
}

func TestComparisonsHaveTheSignOfWhatIsHigherOrLower(t *testing.T) {
	f := forest{comparisons: []Comparison{{0, 1}, {0, 2}, {1, 2}}}
	for k, want := range []struct {
		scenario int
		hollow   bool
	}{{1, false}, {2, false}, {2, true}} {
		if s, hollow := f.sign(k); s.color != signOf(want.scenario).color || hollow != want.hollow {
			t.Errorf("comparison %d has the colour %v, hollow %v; want that of scenario %d", k, s.color, hollow, want.scenario)
		}
	}
}

func TestLettersThatTheTypefaceLacksBecomeBoxes(t *testing.T) {
	for text, want := range map[string]string{
		"Hôpital, ≈ − → Ж": "Hôpital, ≈ − → Ж", "東京": "□ □ ", "🏥 A": "□  A", "👩\u200d⚕\ufe0f": "□ □", "e\u0301": "é", "a\u00adb": "ab",
	} {
		if got := drawable(plainFace.Face, text); got != want {
			t.Errorf("%q is drawn as %q, want %q", text, got, want)
		}
		if lacking(text) != strings.Contains(want, "□") {
			t.Errorf("%q: lacking is %v", text, lacking(text))
		}
	}
}

func TestNumbersReadWell(t *testing.T) {
	tests := []struct{ got, want string }{
		{number(-0.0004, 2), "0.00"},
		{number(-1234567.8, 1), "−1,234,567.8"},
		{number(2500, 0), "2500"},
		{number(3e-9, 9), "3.0e−9"},
		{signed(0.012, 3), "+0.012"},
		{signed(0.0004, 2), "0.00"},
		{Estimate{Mean: 0.0124, Low: 0.0101, High: 0.0143}.String(), "+0.0124 [0.0101, 0.0143]"},
		{Estimate{Mean: 3, Low: math.NaN(), High: math.NaN()}.String(), "+3.00 (no interval)"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}

func TestWrappingLosesNothing(t *testing.T) {
	for _, line := range plainFace.wrap("Anästhesieverantwortungsgemeinschaft in pôles", 60) {
		if plainFace.Width(line) > 60 {
			t.Errorf("%q is too wide", line)
		}
	}
}
