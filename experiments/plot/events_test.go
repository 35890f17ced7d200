package plot_test

import (
	"errors"
	"strings"
	"testing"

	"polesim/experiments/plot"
)

// monthsFrom1 are the months of a run as figures count them.
func monthsFrom1(n int) []float64 { return monthly(n + 1)[1:] }

func TestEventsAreNumberedInOrderAndExplainedBeneath(t *testing.T) {
	axis := plot.TimeAxis{Months: monthsFrom1(252), AverageFrom: 127, Calendar: plot.Calendar{Year: 2004, Month: 1}, Events: []plot.TimeEvent{
		{Name: "Pandemic", From: 195, To: 206}, {Name: "T2A", From: 13}, {Name: "Ordinance", From: 17}, {Name: "First contracts", From: 46},
		{Name: "T2A in full", From: 49}, {Name: "More contracts", From: 55}, {Name: "All contracts", From: 67}, {Name: "HPST", From: 68},
		{Name: "beyond", From: 253}, {Name: "Last month", From: 252},
	}}
	for name, scenarios := range map[string]int{"courses-events": 1, "courses-events-3": 3} {
		f, err := plot.TimeCourses(frame("What do reforms change?", scenarios), axis, courses(scenarios, 40, 252))
		look(t, name)(f, err)
		for _, want := range []string{"1 T2A (January 2005); 2 Ordinance (May 2005)", "8 Pandemic (March 2020 to February 2021); 9 Last month (December 2024).",
			"from January 2004 to December 2024", "averaged from here (July 2014)"} {
			if !strings.Contains(f.Caption, want) {
				t.Errorf("the caption lacks %q: %s", want, f.Caption)
			}
		}
		if strings.Contains(f.Caption, "beyond") {
			t.Error("an event outside the figure is explained")
		}
	}
}

func TestSharesMarkEventsWithoutGreyOverTheirColours(t *testing.T) {
	for name, scenarios := range map[string]int{"shares-events": 1, "shares-events-4": 4} {
		s := shares(scenarios, 40, 252)
		s.Months, s.Calendar = monthsFrom1(252), plot.Calendar{Year: 2004, Month: 1}
		plain, err := plot.MechanismShares(frame("What do reforms change?", scenarios), s)
		if err != nil {
			t.Fatal(err)
		}
		s.Events = []plot.TimeEvent{{Name: "Pandemic", From: 195, To: 206}, {Name: "T2A", From: 13}, {Name: "beyond", From: 253}}
		s.Notes = []string{"Teeth are dialogues."}
		f, err := plot.MechanismShares(frame("What do reforms change?", scenarios), s)
		look(t, name)(f, err)
		if want := "Thin verticals: events: 1 T2A (January 2005); 2 Pandemic (March 2020 to February 2021). Teeth are dialogues."; !strings.HasSuffix(f.Caption, want) {
			t.Errorf("the caption does not end on %q: %s", want, f.Caption)
		}
		var with, without strings.Builder
		if err := errors.Join(f.WriteSVG(&with), plain.WriteSVG(&without)); err != nil {
			t.Fatal(err)
		}
		verticals := func(svg string) int { return strings.Count(svg, "stroke:#8C8C8C") }
		if drawn := verticals(with.String()) - verticals(without.String()); drawn != 2*scenarios {
			t.Errorf("%d verticals in %d panels, want two in each", drawn, scenarios)
		}
	}
}

func TestWithoutACalendarEventsAreToldByMonth(t *testing.T) {
	axis := plot.TimeAxis{Months: monthsFrom1(24), Events: []plot.TimeEvent{{Name: "contracts", From: 7, To: 12}, {Name: "pôles", From: 7}}}
	f, err := plot.TimeCourses(frame("What do reforms change?", 1), axis, courses(1, 20, 24))
	look(t, "courses-events-months")(f, err)
	for _, want := range []string{"1 contracts (month 7 to month 12); 2 pôles (month 7)", "from month 1 to 24"} {
		if !strings.Contains(f.Caption, want) {
			t.Errorf("the caption lacks %q: %s", want, f.Caption)
		}
	}
}

func TestACalendarIsLegibleForAnyRun(t *testing.T) {
	for _, months := range []int{2, 11, 14, 30, 120, 600, 1200} {
		axis := plot.TimeAxis{Months: monthsFrom1(months), Calendar: plot.Calendar{Year: 1999, Month: 11}}
		look(t, "courses-calendar")(plot.TimeCourses(frame("When?", 2), axis, courses(2, 5, months)))
	}
}
