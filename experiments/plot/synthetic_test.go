package plot_test

import (
	"math"
	"math/rand/v2"

	"polesim/experiments/plot"
)

// The synthetic study that the tests draw: six outcomes, up to six scenarios, runs paired by their seed.

var titles = []string{
	"No pôles: services on their own",
	"Contract pôles steered by results",
	"Soft pôles that live by mutual adjustment",
	"Pôles by decree: a perimeter and a chief, no delegation of management",
	"Network of trajectories across pôles",
	"Central supervision",
}

var outcomes = []plot.Outcome{
	{Label: "Care effectiveness", Unit: "index 0–1"},
	{Label: "Margin effectiveness", Unit: "index 0–1"},
	{Label: "Academic effectiveness", Unit: "index 0–1"},
	{Label: "Ceremoniality", Unit: "share of steering effort"},
	{Label: "Trust within pôles", Unit: "index 0–1"},
	{Label: "Goal value", Unit: "weighted index 0–1"},
}

var channels = []string{
	"Standardisation of skills", "Mutual adjustment", "Standardisation of results", "Direct supervision",
	"Standardisation of work processes", "Shared norms", "Ceremony", "Plans",
}

// level and spread of outcome o under scenario s.
func level(o, s int) (mean, sd float64) {
	base := [][]float64{
		{.612, .604, .641, .600, .633, .606}, {.48, .55, .51, .49, .50, .53}, {.44, .41, .47, .43, .46, .42},
		{.04, .31, .09, .22, .07, .18}, {.22, .29, .58, .25, .47, .24}, {.52, .54, .57, .51, .55, .52},
	}[o][s]
	return base, []float64{.022, .03, .028, .035, .05, .02}[o]
}

func frame(question string, scenarios int) plot.Frame {
	return plot.Frame{
		Question:  question,
		Note:      "n = 200 paired runs per scenario; 20 services over 120 months, means over the last 60; case: teaching hospital, moderate ambiguity.",
		Scenarios: titles[:scenarios],
	}
}

func draws(scenarios, runs int) []plot.Sample {
	r := rand.New(rand.NewPCG(7, 11))
	samples := make([]plot.Sample, len(outcomes))
	for o := range outcomes {
		samples[o] = plot.Sample{Outcome: outcomes[o], Runs: make([][]float64, scenarios)}
		for range runs {
			common := r.NormFloat64()
			for s := range scenarios {
				mean, sd := level(o, s)
				v := mean + sd*(0.8*common+0.6*r.NormFloat64())
				if o == 3 { // skewed, and never below 0
					v = mean * math.Exp(0.35*(0.8*common+0.6*r.NormFloat64()))
				}
				samples[o].Runs[s] = append(samples[o].Runs[s], min(max(v, 0), 1))
			}
		}
	}
	return samples
}

func paired(samples []plot.Sample, comparisons []plot.Comparison) []plot.Difference {
	rows := make([]plot.Difference, len(samples))
	for o, s := range samples {
		rows[o] = plot.Difference{Outcome: s.Outcome, Scale: deviation(s.Runs[0]), Equivalence: 0.01}
		for _, c := range comparisons {
			var d []float64
			for i := range s.Runs[c.A] {
				d = append(d, s.Runs[c.B][i]-s.Runs[c.A][i])
			}
			half := 1.96 * deviation(d) / math.Sqrt(float64(len(d)))
			m := mean(d)
			rows[o].Estimates = append(rows[o].Estimates, plot.Estimate{Mean: m, Low: m - half, High: m + half, Pairs: len(d)})
		}
	}
	return rows
}

func courses(scenarios, runs, months int) []plot.Course {
	r := rand.New(rand.NewPCG(3, 5))
	out := make([]plot.Course, len(outcomes))
	for o := range outcomes {
		out[o].Outcome = outcomes[o]
		for s := range scenarios {
			goal, sd := level(o, s)
			start, _ := level(o, 0)
			all := make([][]float64, runs)
			for i := range all {
				own, v := goal+sd*r.NormFloat64(), start-0.08
				for m := range months {
					v += (own-v)/14 + 0.12*sd*r.NormFloat64()
					season := 0.15 * sd * math.Sin(2*math.Pi*float64(m)/12)
					all[i] = append(all[i], max(v+season, 0))
				}
			}
			out[o].Bands = append(out[o].Bands, plot.BandsOf(all))
		}
	}
	return out
}

func shares(scenarios, runs, months int) plot.Shares {
	ends := [][]float64{
		{.62, .10, .06, .08, .05, .04, .02, .03}, {.30, .08, .20, .06, .06, .05, .18, .07}, {.38, .30, .08, .04, .04, .09, .04, .03},
		{.42, .07, .10, .18, .07, .04, .07, .05}, {.40, .25, .06, .04, .08, .11, .03, .03}, {.35, .05, .08, .34, .08, .04, .04, .02},
	}
	s := plot.Shares{Whole: "attention", Mechanisms: channels, Months: monthly(months)}
	for k := range scenarios {
		layers := make([][]float64, len(channels))
		for m := range months {
			w := 1 - math.Exp(-float64(m)/20)
			for c := range channels {
				layers[c] = append(layers[c], (1-w)/float64(len(channels))+w*ends[k][c])
			}
		}
		s.Share = append(s.Share, layers)
		s.Replications = append(s.Replications, runs)
	}
	return s
}

func monthly(n int) []float64 {
	months := make([]float64, n)
	for i := range months {
		months[i] = float64(i)
	}
	return months
}

func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

func deviation(xs []float64) float64 {
	m, sum := mean(xs), 0.0
	for _, x := range xs {
		sum += (x - m) * (x - m)
	}
	return math.Sqrt(sum / float64(len(xs)-1))
}
