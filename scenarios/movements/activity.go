package movements

import (
	"fmt"
	"math"
	"strconv"

	"polesim/model"
)

// A tally counts, over the period of the file, what passes through all units that are not excluded.
//
// A stay that passes through n units makes n passages and n − 1 movements between them, so that stays are passages less
// movements. Movements in and out of a unit, added up, would count each of its patients twice, and each stay once more
// for every unit on its way.
type tally struct {
	passages, moves float64
	bounded         bool // the file shows where stays begin or end
}

// outside counts stays that come in from, and go out to, excluded units and what lies outside.
func (u *unit) outside(in, out float64) {
	u.in, u.out, u.come, u.home = u.in+in, u.out+out, u.come+in, u.home+out
}

// passages are the stays that pass through a unit: all that come in or all that go out, whichever the file shows better.
func (u *unit) passages() float64 { return max(u.in, u.out) }

// take counts the passages, before any unit is left out for other reasons than that it is excluded.
func (h *hospital) take() {
	for i := range h.units {
		if u := &h.units[i]; !u.excluded {
			h.tally.passages += u.passages()
			h.tally.bounded = h.tally.bounded || u.come > 0 || u.home > 0
		}
	}
}

// mostPassages is how many units a stay passes through at most, on average: what keeps files that show neither
// admissions nor discharges, and patients who go round in circles, from having no stays.
const mostPassages = 10

// staysPerPassage turns passages into stays.
func (t tally) staysPerPassage() float64 {
	if t.passages == 0 {
		return 1
	}
	return max(1-t.moves/t.passages, 1./mostPassages)
}

// An Activity is what the services do in a year.
type Activity struct {
	Given    int     // services whose activity the services file gives
	Total    float64 // the sum of the activities of all services
	Stays    float64 // stays a year, by the movements
	Passages float64 // stays that pass through a service, added up over services: those that pass through two count twice
	Bounded  bool    // the movements show where stays begin or end; else there are at least so many
}

// measure gives every service its activity in a year: as the services file gives it, or else the passages that the
// movements show. Passages are turned into stays by the scenario (money.stays_per_activity), or here and now where
// they stand beside activities that are given.
func (in *importer) measure(h *hospital) {
	a, yearly, ratio := &in.activity, in.period.Yearly(), h.tally.staysPerPassage()
	a.Bounded = h.tally.bounded
	for i := range h.units {
		a.Passages += float64(yearly * h.units[i].passages())
		if in.details[i].Activity > 0 {
			a.Given++
		}
	}
	a.Stays = ratio * a.Passages
	visits := 0.0
	for i := range h.units {
		s := &in.details[i]
		if s.Activity == 0 {
			s.Activity = rounded(yearly * h.units[i].passages())
			if a.Given > 0 {
				s.Activity = rounded(yearly * ratio * h.units[i].passages())
			}
			if s.Kind == model.Emergency.String() {
				visits += float64(yearly * h.units[i].home)
			}
		}
		a.Total += s.Activity
	}
	if a.Given < len(h.units) {
		in.doubtStays(visits)
	}
}

// doubtStays warns of what the number of stays rests on.
func (in *importer) doubtStays(visits float64) {
	a := &in.activity
	if !in.period.Known() {
		in.warn("nothing tells which period the movements cover: they are taken for those of one year, and stays and euros a year hang on it; say %s \"1 year\", \"18 months\" or 2014-11..2016-06", FlagPeriod)
	}
	if !a.Bounded {
		in.warn("no movement shows where stays begin or end: there are at least %s stays a year, besides those of patients who never move; give the activity of services (a column of the services file), or say which unit is the outside: %s",
			grouped(math.Round(a.Stays)), FlagExclude)
	}
	const much = .05
	if visits > much*a.Stays {
		in.warn("%s of the stays a year end in emergency services: if those are visits, not stays, give the activity of services in the services file",
			grouped(math.Round(visits)))
	}
}

// rounded keeps four digits of what was reckoned: it is known no better.
func rounded(v float64) float64 {
	if v == math.Trunc(v) {
		return v
	}
	short, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 4, 64), 64)
	return short
}

// activityLines say which period was read, and what it makes of a year.
func (r *Report) activityLines() []string {
	a, n := r.Activity, len(r.Scenario.Services)
	period := "period: not known, taken for one year"
	if r.Period.Known() {
		period = fmt.Sprintf("period: %s (%s); counts × %.4g are counts a year", r.Period, r.Period.By, r.Period.Yearly())
	}
	atLeast := ""
	if !a.Bounded {
		atLeast = "at least "
	}
	moved := fmt.Sprintf("movements of a year: %s%s stays that pass through services %s times", atLeast,
		grouped(math.Round(a.Stays)), grouped(math.Round(a.Passages)))
	activity := fmt.Sprintf("activity of services: those passages; money.stays_per_activity = %s turns them into stays",
		tomlNumber(r.Scenario.StaysPerActivity))
	switch {
	case a.Given == n:
		activity = fmt.Sprintf("activity of services: as given, %s a year", grouped(math.Round(a.Total)))
	case a.Given > 0:
		activity = fmt.Sprintf("activity of services: as given for %d, for the other %d their part of the stays; %s a year",
			a.Given, n-a.Given, grouped(math.Round(a.Total)))
	}
	return []string{period, moved, activity}
}
