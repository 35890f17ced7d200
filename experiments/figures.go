package experiments

import (
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"strings"

	"polesim/experiments/moments"
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
	for _, figure := range s.figures(c) {
		debug.FreeOSMemory() // an image takes 20 MB: let go of the runs' and of the last one's before, to stay under 100 MB
		f, err := figure.make()
		if err == nil {
			err = f.Save(dir, figure.name)
		}
		if err != nil {
			return names, fmt.Errorf("figure %s: %w", figure.name, err)
		}
		names = append(names, figure.name)
	}
	return names, nil
}

// A drawing is a figure to be made; one is made after another.
type drawing struct {
	name string
	make func() (*plot.Figure, error)
}

// figures lists the figures that the plan has something for.
func (s *Summary) figures(c *Courses) (list []drawing) {
	ask, samples, units := s.questions(), drawnDistributions, s.Plan.drawn(drawnUnits)
	if len(units) == 1 { // a panel alone is no figure
		samples, units = slices.Concat(samples, drawnUnits), nil
	}
	list = append(list, drawing{"distributions", func() (*plot.Figure, error) {
		return plot.Distributions(s.frame(ask.spread), c.samples(s.Plan.drawn(samples)))
	}})
	if len(units) > 0 {
		list = append(list, drawing{"units", func() (*plot.Figure, error) {
			return plot.Distributions(s.frame(fmt.Sprintf(ask.units, inUnits(units))), c.samples(units))
		}})
	}
	if len(s.Pairs) > 0 {
		list = append(list, drawing{"differences", s.differencesFigure})
	}
	return append(list,
		drawing{"courses", func() (*plot.Figure, error) {
			return plot.TimeCourses(s.frame(ask.courses), c.axis(), c.courses())
		}},
		drawing{"shares", func() (*plot.Figure, error) {
			return plot.MechanismShares(s.frame("On which mechanisms do services spend their time?"), c.shares())
		}})
}

// questions are what the figures answer, as far as it depends on what is compared.
type questions struct{ spread, units, courses string }

// questions ask of governances where one hospital has several, else of scenarios, else of the one there is.
func (s *Summary) questions() questions {
	switch {
	case len(s.Plan.Scenarios) == 1:
		return questions{"How do the runs spread?", "How do the runs spread in %s?", "How does the hospital change over time?"}
	case s.Plan.sameHospital():
		return questions{"How do the runs of each governance spread?", "What does each governance come to in %s?", "When do the governances part?"}
	}
	return questions{"How do the runs of each scenario spread?", "What does each scenario come to in %s?", "When do the scenarios part?"}
}

// unitWords say in what outcomes are told.
var unitWords = map[string]string{"length_of_stay": "days", "waiting": "hours", "margin_per_stay": "euros", "nurse_turnover": "people",
	"legitimacy": "legitimacy", "projects_delivered": "projects"}

// inUnits lists in what some outcomes are told: "days, euros and projects".
func inUnits(outcomes []int) string {
	var words []string
	for _, o := range outcomes {
		words = append(words, unitWords[model.Outcomes()[o].Name])
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
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

// telling leaves out the outcomes that are 0 throughout, in which there is nothing to see; all are kept if all are.
func telling(outcomes []int, zero func(o int) bool) []int {
	if list := slices.DeleteFunc(slices.Clone(outcomes), zero); len(list) > 0 {
		return list
	}
	return outcomes
}

// samples are the outcomes of the first runs.
func (c *Courses) samples(outcomes []int) (samples []plot.Sample) {
	zero := func(o int) bool {
		return !slices.ContainsFunc(c.runs, func(runs [][]float64) bool {
			return slices.ContainsFunc(runs[o], func(v float64) bool { return v != 0 })
		})
	}
	for _, at := range telling(outcomes, zero) {
		sample := plot.Sample{Outcome: plotted(model.Outcomes()[at])}
		for k := range c.plan.Scenarios {
			runs := c.runs[k][at]
			if !c.plan.counts(k, at) {
				runs = nil
			}
			sample.Runs = append(sample.Runs, runs)
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
	care := model.OutcomeIndex(careName)
	var rows []plot.Difference
	for _, o := range s.Plan.drawn(drawnDifferences) {
		row := plot.Difference{Outcome: plotted(model.Outcomes()[o]), Equivalence: s.band(o)}
		row.Unit = model.Outcomes()[o].UnitsBetween()
		for k := range s.Plan.Scenarios { // the first that varies: services without meetings have no agreements
			if sd := s.Mean(k, o).SD; sd > 0 {
				row.Scale = sd
				break
			}
		}
		for _, k := range pairs {
			e := s.Difference(k, o)
			estimate := plot.Estimate{Mean: e.Mean, Low: e.Low, High: e.High, Pairs: e.N}
			if e.N < 2 {
				estimate.Low, estimate.High = math.NaN(), math.NaN()
			}
			if !s.compares(k, o) {
				estimate.Mean, estimate.Low, estimate.High = math.NaN(), math.NaN(), math.NaN()
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
	if band := s.band(care); band > 0 && s.Count() > 1 {
		f.Note += fmt.Sprintf(" Grey band: care differences within ±%s, %.0f %% of the coordination gap, too small to matter.",
			twoDigits(band), 100*smallestOfInterest)
	}
	return plot.PairedDifferences(f, "standard deviations between runs", comparisons, rows)
}

func (c *Courses) axis() plot.TimeAxis {
	a := plot.TimeAxis{AverageFrom: float64(c.plan.Months/2 + 1)}
	for month := range c.plan.Months {
		a.Months = append(a.Months, float64(month+1))
	}
	a.Calendar, a.Events = c.calendar(), append(c.events(), c.renewals()...)
	return a
}

// mostRenewals is how many ends of mandates are marked: beyond, marks would hide what they explain.
const mostRenewals = 12

// renewals are the months in which mandates end and pôles are renewed: what pôles had earned is worth less from one month to
// the next.
func (c *Courses) renewals() (events []plot.TimeEvent) {
	o := model.OutcomeIndex("renewals")
	var whose []int
	for k := range c.plan.Scenarios {
		if c.plan.has(k, model.Outcomes()[o]) {
			whose = append(whose, k)
		}
	}
	for month := range c.plan.Months {
		if slices.ContainsFunc(whose, func(k int) bool { return c.moments[c.point(k, o, month)].Mean > 0 }) {
			events = append(events, plot.TimeEvent{Name: "mandates end, pôles are renewed", Mark: "m", From: float64(month + 1)})
		}
	}
	if len(events) > mostRenewals {
		return nil
	}
	return events
}

// dialogues says whether any management dialogue is held.
func (c *Courses) dialogues() bool {
	o := model.OutcomeIndex("dialogue_units")
	for k := range c.plan.Scenarios {
		for month := range c.plan.Months {
			if c.plan.has(k, model.Outcomes()[o]) && c.moments[c.point(k, o, month)].Mean > 0 {
				return true
			}
		}
	}
	return false
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

// noQuantiles stand for a month in which an outcome means nothing.
var noQuantiles = slices.Repeat([]float64{math.NaN()}, 5)

// courses are medians and bands of the outcomes that are drawn over time.
func (c *Courses) courses() (courses []plot.Course) {
	zero := func(o int) bool {
		for k := range c.plan.Scenarios {
			if slices.ContainsFunc(c.moments[c.point(k, o, 0):c.point(k, o+1, 0)], func(m moments.Moments) bool { return m.Mean != 0 || m.M2 != 0 }) {
				return false
			}
		}
		return true
	}
	for _, o := range telling(c.plan.drawn(drawnCourses), zero) {
		course := plot.Course{Outcome: plotted(c.outcomes[o])}
		for k := range c.plan.Scenarios {
			b := plot.Bands{Replications: c.held, Of: c.moments[c.point(k, o, 0)].N}
			if !c.plan.has(k, c.outcomes[o]) {
				course.Bands = append(course.Bands, plot.Bands{Idle: true})
				continue
			}
			for month := range c.plan.Months {
				q := noQuantiles // a gap in the line
				if c.plan.blueprint().Applies(k, o, month, month+1) {
					q = c.quantiles(c.point(k, o, month), .05, .25, .5, .75, .95)
				}
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
	axis := c.axis()
	s := plot.Shares{Whole: "time", Months: axis.Months, Calendar: axis.Calendar, Events: axis.Events}
	if c.dialogues() {
		s.Notes = append(s.Notes, "Teeth, one in three months: the management dialogue in the last month of a quarter counts as plans.")
	}
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
				months = append(months, c.moments[c.point(k, o, month)].Mean)
			}
			mechanisms = append(mechanisms, months)
		}
		s.Share = append(s.Share, mechanisms)
		s.Replications = append(s.Replications, c.moments[c.point(k, 0, 0)].N)
	}
	return s
}
