package plot_test

import (
	"fmt"
	"math"
	"testing"

	"polesim/experiments/plot"
)

var factorAxes = []plot.FactorAxis{
	{Label: "Autonomy of professionals", Unit: "share", Min: .1, Max: .9},
	{Label: "Validity of indicators", Unit: "index 0–1", Min: 0, Max: 1},
}

// surface is a difference that changes its sign along a bent line, known to so much.
func surface(x, y, half float64) plot.Estimate {
	v := 0.09*(y-x*x-.1) + .01*math.Sin(9*x)
	return plot.Estimate{Mean: v, Low: v - half, High: v + half, Pairs: 20}
}

func slice(of string, side int, x, y plot.FactorAxis, half float64) plot.MapSlice {
	s := plot.MapSlice{Of: of, N: 256}
	for k := range side {
		u := (float64(k) + .5) / float64(side)
		s.Xs, s.Ys = append(s.Xs, x.Min+u*(x.Max-x.Min)), append(s.Ys, y.Min+u*(y.Max-y.Min))
		var row []plot.Estimate
		for c := range side {
			row = append(row, surface((float64(c)+.5)/float64(side), u, half))
		}
		s.Cells = append(s.Cells, row)
	}
	return s
}

func mapData(slices ...plot.MapSlice) plot.MapData {
	return plot.MapData{Outcome: outcomes[0], Comparison: plot.Comparison{A: 0, B: 1}, X: factorAxes[0], Y: factorAxes[1], Slices: slices}
}

func TestMapsCanBeRead(t *testing.T) {
	f := frame("Where does steering by results win?", 2)
	d := mapData(slice("", 24, factorAxes[0], factorAxes[1], .012))
	d.Smooth, d.How = true, "Cells: local linear fit to 256 points (reach 18 % of each range), mean over the other factors."
	for k := range 5 { // a corner without points
		for c := range 5 - k {
			d.Slices[0].Cells[k][23-c] = plot.Estimate{Mean: math.NaN(), Low: math.NaN(), High: math.NaN()}
		}
	}
	look(t, "map-smooth")(plot.Map(f, d))

	grid := mapData(slice("", 6, factorAxes[0], factorAxes[1], .012))
	grid.Gaps = "Missing: 1 point of 36 planned has no value."
	look(t, "map-grid")(plot.Map(f, grid))

	thirds := mapData()
	thirds.Smooth = true
	for k := range 3 {
		thirds.Slices = append(thirds.Slices, slice(fmt.Sprintf("Congruence of goals from %.2f to %.2f", float64(k)/3, float64(k+1)/3), 24, factorAxes[0], factorAxes[1], .005*float64(1+2*k)))
	}
	look(t, "map-thirds")(plot.Map(f, thirds))

	long := frame("Where does steering by results win, if names of scenarios, factors and levels are as long as they come?", 6)
	names := plot.FactorAxis{Label: "Environment of the hospital as Mintzberg has it, with a name that goes on", Levels: []string{"simple and stable, as in a factory", "complex and stable", "simple and dynamic", "complex and dynamic"}}
	levels := plot.MapData{Outcome: plot.Outcome{Label: "Margin per stay", Unit: "€"}, Comparison: plot.Comparison{A: 2, B: 3}, X: names, Y: names}
	for k := range 6 {
		s := plot.MapSlice{Of: fmt.Sprintf("Size of pôles = %d services", k+3), N: 16}
		for y := range 4 {
			s.Xs, s.Ys = append(s.Xs, float64(y)), append(s.Ys, float64(y))
			var row []plot.Estimate
			for x := range 4 {
				e := surface(float64(x)/3, float64(y)/3, .01)
				row = append(row, plot.Estimate{Mean: 3e5 * e.Mean, Low: 3e5 * e.Low, High: 3e5 * e.High})
			}
			s.Cells = append(s.Cells, row)
		}
		levels.Slices = append(levels.Slices, s)
	}
	look(t, "map-levels")(plot.Map(long, levels))
}

func est(mean, half float64) plot.Estimate {
	return plot.Estimate{Mean: mean, Low: mean - half, High: mean + half, Pairs: 40}
}

var manyFactors = []string{
	"Autonomy of professionals (share)", "Validity of indicators (index 0–1)", "Congruence of goals", "Interdependence of services",
	"Ambiguity of technology, as the literature on organised anarchies has it and nobody else", "Anästhesieverantwortungsgemeinschaftsübereinkommen", "Size of pôles (services)",
}

func TestScreeningsCanBeRead(t *testing.T) {
	many := frame("Which parameters does care depend on?", 1)
	var factors []plot.Screened
	for k, name := range manyFactors {
		v := .12 / float64(1+k*k)
		factors = append(factors, plot.Screened{Factor: name, MuStar: est(v, .15*v+.002), Sigma: v * []float64{.3, 1.2, .6, .2, .9, 0, .1}[k], Noise: .004})
	}
	look(t, "screening")(plot.Screening(many, outcomes[0], factors, "Missing: 2 trajectories of 40."))
	look(t, "screening-two")(plot.Screening(many, plot.Outcome{Label: "Margin per stay", Unit: "€"}, []plot.Screened{
		{Factor: manyFactors[0], MuStar: plot.Estimate{Mean: 25000, Low: math.NaN(), High: math.NaN(), Pairs: 1}, Sigma: 0},
		{Factor: manyFactors[1], MuStar: plot.Estimate{Mean: 12000, Low: math.NaN(), High: math.NaN(), Pairs: 1}, Sigma: 0}}, ""))
}

func TestIndicesCanBeRead(t *testing.T) {
	f := frame("Which parameters does the difference come from?", 2)
	var factors []plot.Index
	for k, name := range manyFactors {
		v := .5 / float64(1+k)
		factors = append(factors, plot.Index{Factor: name, First: est(v*.7-.02, .05), Total: est(v, .06)})
	}
	look(t, "indices")(plot.Indices(f, outcomes[0], 1024, factors, "The noise of the points' means is 3 % of the variance"))
	look(t, "indices-two")(plot.Indices(f, outcomes[0], 64, factors[:2]))
}

func TestResponsesCanBeRead(t *testing.T) {
	var curves []plot.Response
	for k := range 7 {
		r := plot.Response{Factor: plot.FactorAxis{Label: manyFactors[k], Max: 1}, Smooth: k != 3, Lines: make([][]plot.Estimate, 3)}
		if r.Smooth {
			for i := range 41 {
				r.At = append(r.At, float64(i)/40)
			}
		} else {
			r.At, r.Factor.Levels = []float64{0, 1, 2}, []string{"sequential", "reciprocal, by mutual adjustment", "pooled"}
		}
		for s := range r.Lines {
			for _, v := range r.At {
				r.Lines[s] = append(r.Lines[s], est(.5+.05*float64(s)+.1*math.Sin(float64(k+s)*v), .012))
			}
		}
		curves = append(curves, r)
	}
	look(t, "responses")(plot.Responses(frame("How does care follow each parameter?", 3), plot.ResponseData{Outcome: outcomes[0], Factors: curves}))
	var differences []plot.Response
	for _, r := range curves[2:4] {
		line := make([]plot.Estimate, len(r.At))
		for i := range line {
			line[i] = est(r.Lines[1][i].Mean-r.Lines[0][i].Mean, .014)
		}
		r.Lines = [][]plot.Estimate{line}
		differences = append(differences, r)
	}
	look(t, "responses-difference")(plot.Responses(frame("Where do contract pôles do better than services on their own?", 2),
		plot.ResponseData{Outcome: outcomes[0], Difference: &plot.Comparison{A: 0, B: 1}, Equivalence: .01, Factors: differences, Gaps: "Missing: 3 points of 128 planned have no value."}))
}

func TestWinnersCanBeRead(t *testing.T) {
	f := plot.Frame{Question: "Which of Mintzberg’s configurations does best in which environment?", Note: "n = 40 paired runs of 120 months at each point.",
		Scenarios: []string{"Simple structure", "Machine bureaucracy", "Professional bureaucracy", "Divisionalised form", "Adhocracy: mutual adjustment", "Missionary organisation", "Political organisation"}}
	d := plot.WinnersData{Outcome: outcomes[0], Foreseen: "Mintzberg (1979)"}
	for p, name := range []string{"simple and stable", "complex and stable", "simple and dynamic", "complex and dynamic"} {
		c := plot.Contest{Name: name, Best: []int{1, 2, 0, 4}[p], Expected: []int{[]int{1, 2, 0, 2}[p]}}
		for k := range f.Scenarios {
			behind := math.Abs(float64(k-c.Best)) * .02
			c.Means = append(c.Means, est(.6-behind, .011))
			c.Among = append(c.Among, behind < .03 && (k+p)%2 == 0 || k == c.Best)
		}
		d.Contests = append(d.Contests, c)
	}
	look(t, "winners")(plot.Winners(f, d))
	two := plot.WinnersData{Outcome: outcomes[0], Gaps: "Missing: 1 point of 3 planned has no value."}
	for _, name := range []string{"Ambiguity = 0.2, interdependence = a rather long name of a level", "Ambiguity = 0.8"} {
		two.Contests = append(two.Contests, plot.Contest{Name: name, Means: []plot.Estimate{est(.5, .02), {Mean: math.NaN(), Low: math.NaN(), High: math.NaN()}}, Among: []bool{true, false}})
	}
	look(t, "winners-two")(plot.Winners(frame("Which does best?", 2), two))
}
