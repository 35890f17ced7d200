package sensitivity

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// sheet writes a table: what it is of, rows in columns, and what is missing.
func sheet(w io.Writer, title string, gaps Gaps, rows [][]string) error {
	if _, err := fmt.Fprintf(w, "%s\n\n", title); err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		for _, cell := range row {
			fmt.Fprintf(t, "  %s\t", cell) // errors are kept for Flush
		}
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if text := gaps.String(); text != "" {
		_, err := fmt.Fprintf(w, "\n%s\n", text)
		return err
	}
	return nil
}

// said is a measure with its unit.
func said(measure, unit string) string {
	if unit == "" {
		return measure
	}
	return measure + " (" + unit + ")"
}

// String reads "0.52 [0.50, 0.54]", in three digits that count; a dash stands for what is not known.
func (i Interval) String() string {
	switch {
	case math.IsNaN(i.Value):
		return "–"
	case math.IsNaN(i.Low) || math.IsNaN(i.High):
		return digits(i.Value) + " [–]"
	}
	return fmt.Sprintf("%.3g [%.3g, %.3g]", i.Value, i.Low, i.High)
}

// digits writes three that count; a dash for what is not known.
func digits(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.3g", v)
}

// WriteTable writes a row for each factor. Where σ is no larger than that of noise alone, no interaction and no bend is told.
func (s *Screening) WriteTable(w io.Writer) error {
	rows := [][]string{{"factor", "μ* [95 %]", "μ [95 %]", "σ", "σ of noise alone"}}
	for _, f := range s.Factors {
		rows = append(rows, []string{f.Words(), f.MuStar.String(), f.Mu.String(), digits(f.Sigma.Value), digits(float64(f.Noise))})
	}
	return sheet(w, fmt.Sprintf("Effects on %s over each factor's range, %d trajectories", said(s.Measure, s.Unit), s.Trajectories), s.Gaps, rows)
}

// WriteTable writes a row for each factor and says what share of the variance is noise.
func (x *Indices) WriteTable(w io.Writer) error {
	rows := [][]string{{"factor", "first order [95 %]", "total [95 %]"}}
	for _, f := range x.Factors {
		rows = append(rows, []string{f.Words(), f.First.String(), f.Total.String()})
	}
	for _, s := range x.Second {
		rows = append(rows, []string{s.A + " × " + s.B, s.Index.String(), ""})
	}
	return sheet(w, fmt.Sprintf("Shares of the variance of %s, %d base points; noise of the means: %.2g of it", said(x.Measure, x.Unit), x.Base, x.Noise), x.Gaps, rows)
}

// WriteTable writes a row for each value of the only factor, if it has values apart; otherwise a row for each factor: the
// means at its ends, and how far means lie apart at most. Where a curve has no
// value at an end, as too few points are near, it says the nearest that there is, and where.
func (r *Responses) WriteTable(w io.Writer) error {
	if len(r.Factors) == 1 && !r.Factors[0].Smooth {
		return r.writePlaces(w)
	}
	rows := [][]string{{"factor", "at its low end [95 %]", "at its high end [95 %]", "span"}}
	for _, f := range r.Factors {
		rows = append(rows, []string{f.Words(), f.end(0, 1), f.end(len(f.At)-1, -1), digits(f.Span())})
	}
	return sheet(w, "How "+said(r.Measure, r.Unit)+" follows each factor", r.Gaps, rows)
}

// writePlaces writes a row for each value of the only factor.
func (r *Responses) writePlaces(w io.Writer) error {
	f := &r.Factors[0]
	rows := [][]string{{f.Words(), "mean [95 %]"}}
	for _, p := range f.At {
		rows = append(rows, []string{f.Said(p.Value), p.Interval.String()})
	}
	return sheet(w, "How "+said(r.Measure, r.Unit)+" follows "+f.Name, r.Gaps, rows)
}

// end says the mean at an end of a curve, or at the next place towards the other that has one.
func (r Response) end(from, step int) string {
	for k := from; k >= 0 && k < len(r.At); k += step {
		switch p := r.At[k]; {
		case math.IsNaN(p.Interval.Value):
		case k == from:
			return p.Interval.String()
		default:
			return p.Interval.String() + " at " + r.Said(p.Value)
		}
	}
	return fmt.Sprintf("– (nowhere %d points near)", leastNear)
}

// WriteTable writes a row for each slice: in what share of the map the sign is told.
func (m *Map) WriteTable(w io.Writer) error {
	rows := [][]string{{"part", "points", "above 0", "below 0", "not told"}}
	for _, s := range m.Slices {
		name := s.Of
		if name == "" {
			name = "all"
		}
		rows = append(rows, []string{name, fmt.Sprint(s.N), share(s.Share.Above), share(s.Share.Below), share(s.Share.Open)})
	}
	return sheet(w, fmt.Sprintf("%s over %s and %s", said(m.Measure, m.Unit), m.X.Words(), m.Y.Words()), m.Gaps, rows)
}

func share(v float64) string { return fmt.Sprintf("%.0f %%", 100*v) }

// WriteTable writes a row for each scenario: at how many points it wins alone, and shares the place.
func (c *Contest) WriteTable(w io.Writer) error {
	rows := [][]string{{"scenario", "best alone", "not told from the best"}}
	for k, name := range c.Scenarios {
		rows = append(rows, []string{name, fmt.Sprint(c.Alone[k]), fmt.Sprint(c.Among[k])})
	}
	return sheet(w, fmt.Sprintf("Who does best on %s, at %d points", c.Outcome, len(c.Points)), c.Gaps, rows)
}
