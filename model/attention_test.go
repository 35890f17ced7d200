package model

import (
	"fmt"
	"math"
	"testing"
)

// spentOver lets months pass and adds up units of time by mechanism.
func (w *world) spentOver(t *testing.T, months int) (spent []float64, total float64) {
	spent = make([]float64, len(mechanisms))
	w.live(t, months, func(int) {
		for k, units := range w.tally.spent {
			spent[k] += units
			total += units
		}
	})
	return spent, total
}

var noMeetings = settings{"arenas.meeting_units": 0, "arenas.informal": 0}

func TestWithoutAutonomyAttentionFollowsTheFormalMix(t *testing.T) {
	w := worldOf(t, scenario(t, contracts.and(noMeetings).and(settings{"professionals.autonomy": 0})), 0)
	spent, total := w.spentOver(t, 120)
	for k, want := range map[int]float64{skillsAt: .5, resultsAt: .3, ceremonyAt: .2} {
		within4(t, "share of "+mechanisms[k].Name(), spent[k]/total, want, math.Sqrt(want*(1-want)/total))
	}
}

func TestFormalMixIsScaledToWhatIsOpen(t *testing.T) {
	w := worldOf(t, scenario(t, noMeetings.and(network).and(settings{"arenas.informal": 1, "professionals.autonomy": 0, "formal.skills": .2,
		"formal.results": 1, "formal.ceremony": 1, "formal.mutual_adjustment": .6})), 0)
	meant := make([]float64, len(mechanisms))
	total := 0.0
	w.live(t, 120, func(int) {
		for i := range w.intent {
			for unit := range w.intent[i].units {
				meant[w.intent[i].mechanism[unit]]++
				total++
			}
		}
	})
	for k, want := range map[int]float64{skillsAt: .25, adjustmentAt: .75} {
		within4(t, "share of units meant for "+mechanisms[k].Name(), meant[k]/total, want, math.Sqrt(want*(1-want)/total))
	}
}

func TestFullAutonomyFollowsWhatServicesLearned(t *testing.T) {
	with := contracts.and(noMeetings).and(settings{"professionals.autonomy": 1, "professionals.learning": 0, "formal.skills": 0, "formal.results": 0})
	w := worldOf(t, scenario(t, with), 0)
	for i := range w.n { // e¹ : e⁰ : e⁻¹
		w.attraction[i*len(mechanisms)+skillsAt] = w.temperature
		w.attraction[i*len(mechanisms)+ceremonyAt] = -w.temperature
	}
	spent, total := w.spentOver(t, 120)
	weights := math.E + 1 + 1/math.E
	for k, weight := range map[int]float64{skillsAt: math.E, resultsAt: 1, ceremonyAt: 1 / math.E} {
		p := weight / weights
		within4(t, "share of "+mechanisms[k].Name(), spent[k]/total, p, math.Sqrt(p*(1-p)/total))
	}
}

func TestAutonomyMixesTheFormalWithTheLearned(t *testing.T) {
	w := worldOf(t, scenario(t, contracts.and(noMeetings).and(settings{"professionals.autonomy": .7, "professionals.learning": 0})), 0)
	for i := range w.n {
		w.attraction[i*len(mechanisms)+ceremonyAt] = 100 * w.temperature
	}
	spent, total := w.spentOver(t, 120)
	want := .3*.2 + .7
	within4(t, "share of ceremony", spent[ceremonyAt]/total, want, math.Sqrt(want*(1-want)/total))
}

func TestServicesLearnFromTheLatestRewards(t *testing.T) {
	w := worldOf(t, scenario(t, settings{"professionals.learning": .25}), 0)
	w.learn(3, skillsAt, 1)
	w.learn(3, skillsAt, -1)
	for k := range mechanisms {
		want := 0.0
		if k == skillsAt {
			want = .75*.25 - .25
		}
		close6(t, "what is expected of "+mechanisms[k].Name(), w.attraction[3*len(mechanisms)+k], want)
	}
	close6(t, "what another service expects", w.attraction[4*len(mechanisms)+skillsAt], 0)
}

func TestClosedMechanismsAreNeverUsed(t *testing.T) {
	eager := settings{"formal.results": 1, "formal.ceremony": 1, "formal.mutual_adjustment": 1}
	waiting := []int{supervisionAt, processesAt, normsAt}
	for autonomy := range 2 {
		for name, c := range map[string]struct {
			with   settings
			closed []int
		}{
			"services alone":       {servicesOnly, []int{resultsAt, ceremonyAt, plansAt, adjustmentAt}},
			"no contract":          {softPoles, []int{resultsAt, ceremonyAt}},
			"network":              {network, []int{resultsAt, ceremonyAt, plansAt}},
			"no informal meetings": {noMeetings.and(settings{"arenas.none": 0, "arenas.pole": 1}), []int{plansAt, adjustmentAt}},
		} {
			w := worldOf(t, scenario(t, eager.and(c.with).and(settings{"professionals.autonomy": float64(autonomy)})), 0)
			spent, _ := w.spentOver(t, 24)
			for _, k := range append(c.closed, waiting...) {
				if spent[k] != 0 {
					t.Errorf("%s, autonomy %d: %v units spent on %s", name, autonomy, spent[k], mechanisms[k].Name())
				}
			}
		}
	}
}

func TestAMeetingOrAReportCostsTimeAndSkillsDoNot(t *testing.T) {
	dear := settings{"professionals.time_cost": .2, "professionals.switching_cost": .3}
	w := worldOf(t, scenario(t, contracts.and(dear).and(settings{"governance.incentive": 0, "professionals.goal_economy": 0})), 0)
	s := stream(1)
	if got := w.mechanisms[ceremonyAt].(Alone).Spend(w.Hospital, 0, &s); got != -w.timeCost || w.timeCost != .2*w.unit {
		t.Errorf("reporting that nobody asks for is worth %v, expected its time: %v", got, -.2*w.unit)
	}
}

// Whatever arena and however people come, each unit of time is spent once, and both parties to a meeting pay.
func TestUnitsOfTimeAreNeitherLostNorMade(t *testing.T) {
	arenas := map[string]settings{
		"none": servicesOnly, "network": network, "soft pôles": softPoles, "contracts": contracts,
		"institution":    {"arenas.none": 0, "arenas.institution": 1},
		"all mechanisms": contracts.and(named),
		"everywhere":     contracts.and(settings{"arenas.none": .2, "arenas.pole": .5, "arenas.institution": .4, "arenas.network": .6}),
	}
	for name, with := range arenas {
		for informal := range 2 {
			for _, units := range [][2]float64{{1, 1}, {0, 2}, {3, 1}, {2, 8}, {3, 8}} {
				w := worldOf(t, scenario(t, with.and(settings{"arenas.informal": float64(informal), "formal.mutual_adjustment": .5,
					"arenas.meeting_units": units[0], "professionals.attention": units[1]})), 0)
				w.live(t, 12, func(month int) {
					total := 0.0
					for _, u := range w.tally.spent {
						total += u
					}
					if want := float64(w.n) * (units[0] + units[1]); total != want {
						t.Errorf("%s, informal %d, units %v: %v units spent in month %d, expected %v", name, informal, units, total, month, want)
					}
					if together := w.tally.spent[plansAt] + w.tally.spent[adjustmentAt]; math.Mod(together, 2) != 0 ||
						together != w.tally.metUnits+w.tally.informalUnits {
						t.Errorf("%s: %v units of meetings, of which %v formal and %v informal", name, together, w.tally.metUnits, w.tally.informalUnits)
					}
				})
			}
		}
	}
}

func TestFractionsOfUnitsAreChances(t *testing.T) {
	for _, units := range [][2]float64{{1.4, 2.3}, {.7, 1.8}} {
		fractions(t, units[0], units[1])
	}
}

func fractions(t *testing.T, meetingUnits, attentionUnits float64) {
	const months = 240
	w := worldOf(t, scenario(t, contracts.and(settings{"arenas.meeting_units": meetingUnits, "professionals.attention": attentionUnits})), 0)
	meetings, attention := 0.0, 0.0
	w.live(t, months, func(int) {
		meetings += w.tally.meetingUnits
		total := 0.0
		for _, u := range w.tally.spent {
			total += u
		}
		attention += total - w.tally.meetingUnits
	})
	trials := float64(w.n * months)
	within4(t, "meeting units per service and month", meetings/trials, meetingUnits, math.Sqrt(.25/trials))
	within4(t, "units of attention per service and month", attention/trials, attentionUnits, math.Sqrt(.25/trials))
}

func TestFormalSharesSumToOne(t *testing.T) {
	for name, with := range map[string]settings{"services": servicesOnly, "soft": softPoles, "contracts": contracts, "network": network,
		"all mechanisms": contracts.and(named)} {
		w := worldOf(t, scenario(t, with), 0)
		sum := 0.0
		for _, share := range w.formalShare {
			sum += share
		}
		close6(t, fmt.Sprint(name, ": sum of formal shares"), sum, 1)
	}
}
