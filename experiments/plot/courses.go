package plot

import (
	"fmt"
	"slices"

	gplot "gonum.org/v1/plot"
)

// Bands are the quantiles across replications, month by month. Those left nil are not drawn.
type Bands struct {
	Median        []float64
	Low50, High50 []float64 // quartiles
	Low90, High90 []float64 // 5th and 95th percentile
	Replications  int
	Idle          bool // the outcome says nothing of the scenario: nothing is drawn
	Of            int  // replications there are, where the bands are of the first of them only; 0: of all
}

// BandsOf computes bands from runs of equal length, NaN where a run has no value in a month.
func BandsOf(runs [][]float64) Bands {
	if len(runs) == 0 {
		return Bands{}
	}
	months := len(runs[0])
	b := Bands{Replications: len(runs)}
	series := []*[]float64{&b.Low90, &b.Low50, &b.Median, &b.High50, &b.High90}
	if len(runs) == 1 {
		series = []*[]float64{nil, nil, &b.Median, nil, nil}
	}
	at := make([]float64, 0, len(runs))
	for m := range months {
		at = at[:0]
		for _, r := range runs {
			if m < len(r) && finite(r[m]) {
				at = append(at, r[m])
			}
		}
		slices.Sort(at)
		for i, p := range []float64{0.05, 0.25, 0.5, 0.75, 0.95} {
			if series[i] != nil {
				*series[i] = append(*series[i], quantile(at, p))
			}
		}
	}
	return b
}

// Course is one outcome over time.
type Course struct {
	Outcome
	Bands []Bands // by scenario
}

// TimeAxis says which months the bands stand for.
type TimeAxis struct {
	Months      []float64 // ascending, since the start
	AverageFrom float64   // outcomes are averaged from this month; 0: no mark
	Calendar    Calendar
	Events      []TimeEvent // marked by numbers that the text beneath explains
}

// TimeCourses shows when scenarios part: one panel per outcome, median and bands across replications.
func TimeCourses(f Frame, t TimeAxis, courses []Course) (*Figure, error) {
	if err := f.refuses("time courses", something(len(courses), len(t.Months))); err != nil {
		return nil, err
	}
	for _, c := range courses {
		if err := c.check(len(f.Scenarios), len(t.Months)); err != nil {
			return nil, fmt.Errorf("time courses: %s: %w", c.Label, err)
		}
	}
	fans := fans{frame: f, time: t, courses: courses, names: f.short()}
	fans.arrange()
	fig := &Figure{
		Caption: fans.caption(), question: f.Question, note: f.Note, reading: fans.reading(),
		body: fans.layout.total(len(courses)) + monthRoom, draw: fans.draw,
	}
	if len(f.Scenarios) == 1 || !slices.Equal(fans.names, f.Scenarios) {
		fig.key = f.lineKey()
	}
	return fig, nil
}

func (c Course) check(scenarios, months int) error {
	if len(c.Bands) != scenarios {
		return fmt.Errorf("bands of %d scenarios, the frame names %d", len(c.Bands), scenarios)
	}
	for i, b := range c.Bands {
		for _, s := range [][]float64{b.Low90, b.Low50, b.High50, b.High90, b.Median} {
			if s != nil && len(s) != months {
				return fmt.Errorf("scenario %d has %d values for %d months", i+1, len(s), months)
			}
		}
	}
	return nil
}

// bandsOf are the layers beneath a median: the wide band first.
func bandsOf(months []float64, b Bands, s sign, strength float64) []gplot.Plotter {
	var layers []gplot.Plotter
	if b.Median == nil {
		return nil
	}
	if b.Low90 != nil && b.High90 != nil {
		layers = append(layers, band{months, b.Low90, b.High90, b.Median, faded(s.color, 0.11*strength)})
	}
	if b.Low50 != nil && b.High50 != nil {
		layers = append(layers, band{months, b.Low50, b.High50, b.Median, faded(s.color, 0.26*strength)})
	}
	return layers
}
