package experiments

import (
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"strings"

	"polesim/experiments/plot"
	"polesim/model"
)

// Outcomes drawn in each figure, in the order in which they tell the story.
var (
	drawnDistributions = []string{"care_effectiveness", "margin_effectiveness", "academic_effectiveness", "goal_value",
		"ceremoniality", "trust_within_poles"}
	drawnUnits       = []string{"length_of_stay", "waiting", "margin_per_stay", "nurse_turnover", "legitimacy", "projects_delivered"}
	drawnDifferences = []string{"care_effectiveness", "margin_effectiveness", "academic_effectiveness", "goal_value",
		"length_of_stay", "margin_per_stay", "nurse_turnover"}
	drawnCourses = []string{"care_effectiveness", "margin_effectiveness", "gaming", "trust_within_poles", "legitimacy", "margin_per_stay"}
)

// figuresName is the folder of figures in a result folder, figureNames are those that may be in it.
const figuresName = "figures"

var figureNames = []string{"distributions", "units", "differences", "courses", "shares"}

// DrawFigures draws a plan's figures into a folder, as SVG and PNG with a caption each, and returns their names.
func DrawFigures(dir string, s *Summary, c *Courses) ([]string, error) {
	if s.Count() == 0 {
		return nil, nil
	}
	var names []string
	draw := func(name string, figure *plot.Figure, err error) error {
		debug.FreeOSMemory() // an image takes 20 MB: let go of the runs' and of the last one's before, to stay under 100 MB
		if err == nil {
			err = figure.Save(dir, name)
		}
		if err != nil {
			return fmt.Errorf("figure %s: %w", name, err)
		}
		names = append(names, name)
		return nil
	}
	f, err := plot.Distributions(s.frame("How do the runs of each governance spread?"), c.samples(drawnDistributions))
	if err := draw("distributions", f, err); err != nil {
		return names, err
	}
	if units := c.samples(drawnUnits); len(units) > 0 {
		f, err := plot.Distributions(s.frame("What is that in days, euros, people and projects?"), units)
		if err := draw("units", f, err); err != nil {
			return names, err
		}
	}
	if len(s.Pairs) > 0 {
		f, err := s.differencesFigure()
		if err := draw("differences", f, err); err != nil {
			return names, err
		}
	}
	f, err = plot.TimeCourses(s.frame("When do the governances part?"), c.axis(), c.courses())
	if err := draw("courses", f, err); err != nil {
		return names, err
	}
	f, err = plot.MechanismShares(s.frame("On which mechanisms do services spend their time?"), c.shares())
	return names, draw("shares", f, err)
}

// frame is what all figures of the plan have in common.
func (s *Summary) frame(question string) plot.Frame {
	p := s.Plan
	f := plot.Frame{Question: question, Scenarios: p.Titles()}
	paired := ""
	if len(p.Scenarios) > 1 && p.sameHospital() {
		paired = "paired "
	}
	f.Note = fmt.Sprintf("%d %sreplication%s of %d months, seed %d; %s.",
		s.Count(), paired, plural(s.Count()), p.Months, p.Seed, p.averaged())
	if !p.sameHospital() {
		f.Note += " The scenarios describe DIFFERENT hospitals."
	}
	if s.Failed > 0 {
		f.Note += fmt.Sprintf(" %d replications failed and are left out.", s.Failed)
	}
	return f
}

// drawnPairs are the comparisons that a figure can tell apart: all of up to three scenarios, and beyond that each with
// the first.
func (s *Summary) drawnPairs() (places []int) {
	const all = 3
	for k, p := range s.Pairs {
		if p.A == 0 || len(s.Plan.Scenarios) <= all {
			places = append(places, k)
		}
	}
	return places
}

// drawn returns the places of those of the outcomes that have something to say of the plan.
func (p *Plan) drawn(names []string) (places []int) {
	for _, name := range names {
		if o := model.OutcomeIndex(name); p.shows(model.Outcomes()[o]) {
			places = append(places, o)
		}
	}
	return places
}

func plotted(o model.Outcome) plot.Outcome {
	return plot.Outcome{Label: strings.ToUpper(o.Label[:1]) + o.Label[1:], Unit: o.Units()}
}

// samples are the outcomes of the first runs.
func (c *Courses) samples(outcomes []string) (samples []plot.Sample) {
	for _, at := range c.plan.drawn(outcomes) {
		sample := plot.Sample{Outcome: plotted(model.Outcomes()[at])}
		for k := range c.plan.Scenarios {
			sample.Runs = append(sample.Runs, c.runs[k][at])
		}
		samples = append(samples, sample)
	}
	return samples
}

// differencesFigure is the forest of paired differences, in standard deviations of the first scenario's runs.
func (s *Summary) differencesFigure() (*plot.Figure, error) {
	var comparisons []plot.Comparison
	pairs := s.drawnPairs()
	for _, k := range pairs {
		comparisons = append(comparisons, plot.Comparison(s.Pairs[k]))
	}
	care, alone, whole := model.OutcomeIndex("care_effectiveness"), model.OutcomeIndex("care_uncoordinated"), model.OutcomeIndex("care_full_information")
	gap := max(0, s.Mean(0, whole).Mean-s.Mean(0, alone).Mean)
	var rows []plot.Difference
	for _, o := range s.Plan.drawn(drawnDifferences) {
		row := plot.Difference{Outcome: plotted(model.Outcomes()[o])}
		row.Unit = model.Outcomes()[o].UnitsBetween()
		for k := range s.Plan.Scenarios { // the first that varies: services without meetings have no agreements
			if sd := s.Mean(k, o).SD; sd > 0 {
				row.Scale = sd
				break
			}
		}
		if o == care {
			row.Equivalence = smallestOfInterest * gap
		}
		for _, k := range pairs {
			e := s.Difference(k, o)
			estimate := plot.Estimate{Mean: e.Mean, Low: e.Low, High: e.High, Pairs: e.N}
			if e.N < 2 {
				estimate.Low, estimate.High = math.NaN(), math.NaN()
			}
			row.Estimates = append(row.Estimates, estimate)
		}
		rows = append(rows, row)
	}
	question := "How much do the governances differ on the same hospital?"
	if !s.Plan.sameHospital() {
		question = "How much do the scenarios differ?"
	}
	f := s.frame(question)
	if gap > 0 && s.Count() > 1 {
		f.Note += fmt.Sprintf(" Grey band: care differences below %.0f %% of the coordination gap, too small to matter.", 100*smallestOfInterest)
	}
	return plot.PairedDifferences(f, "standard deviations between runs", comparisons, rows)
}

func (c *Courses) axis() plot.TimeAxis {
	a := plot.TimeAxis{AverageFrom: float64(c.plan.Months/2 + 1)}
	for month := range c.plan.Months {
		a.Months = append(a.Months, float64(month+1))
	}
	a.Calendar, a.Events = c.calendar(), c.events()
	return a
}

// calendar is that of the scenarios, if all have the same.
func (c *Courses) calendar() plot.Calendar {
	start := c.plan.Scenarios[0].Start
	for _, s := range c.plan.Scenarios {
		if s.Start != start {
			return plot.Calendar{}
		}
	}
	return plot.Calendar(start)
}

// events are those of all time lines. One that not all scenarios share is told by whose it is.
func (c *Courses) events() (events []plot.TimeEvent) {
	var whose [][]int // scenarios of each event
	for k, s := range c.plan.Scenarios {
		for _, e := range s.Timeline {
			at := plot.TimeEvent{Name: e.Name, From: float64(e.Month + 1)}
			if e.Months > 0 {
				at.To = float64(e.Month + e.Months)
			}
			seen := slices.Index(events, at)
			if seen < 0 {
				seen, events, whose = len(events), append(events, at), append(whose, nil)
			}
			whose[seen] = append(whose[seen], k)
		}
	}
	for k := range events {
		if len(whose[k]) == len(c.plan.Scenarios) {
			continue
		}
		var names []string
		for _, s := range whose[k] {
			names = append(names, c.plan.Scenarios[s].Name)
		}
		events[k].Name += " in " + strings.Join(names, ", ")
	}
	return events
}

// courses are medians and bands of the outcomes that are drawn over time.
func (c *Courses) courses() (courses []plot.Course) {
	for _, o := range c.plan.drawn(drawnCourses) {
		course := plot.Course{Outcome: plotted(c.outcomes[o])}
		for k := range c.plan.Scenarios {
			b := plot.Bands{Replications: c.held}
			for month := range c.plan.Months {
				q := c.quantiles(c.point(k, o, month), .05, .25, .5, .75, .95)
				b.Low90, b.Low50, b.Median = append(b.Low90, q[0]), append(b.Low50, q[1]), append(b.Median, q[2])
				b.High50, b.High90 = append(b.High50, q[3]), append(b.High90, q[4])
			}
			course.Bands = append(course.Bands, b)
		}
		courses = append(courses, course)
	}
	return courses
}

// shares are the effective shares of the mechanisms over time.
func (c *Courses) shares() plot.Shares {
	s := plot.Shares{Whole: "time", Months: c.axis().Months, Calendar: c.calendar()}
	var places []int
	for look, name := range model.MechanismNames() {
		for _, o := range c.plan.drawn([]string{"share_" + name}) {
			places = append(places, o)
			s.Mechanisms, s.Looks = append(s.Mechanisms, strings.ReplaceAll(name, "_", " ")), append(s.Looks, look)
		}
	}
	for k := range c.plan.Scenarios {
		var mechanisms [][]float64
		for _, o := range places {
			var months []float64
			for month := range c.plan.Months {
				months = append(months, c.moments[c.point(k, o, month)].mean)
			}
			mechanisms = append(mechanisms, months)
		}
		s.Share = append(s.Share, mechanisms)
		s.Replications = append(s.Replications, c.moments[c.point(k, 0, 0)].n)
	}
	return s
}
