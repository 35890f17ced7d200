package model

import (
	"context"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"polesim/sim"
)

// unlinked are settings under which neither fit nor crowding moves a stay.
var unlinked = settings{"care.units": 1, "care.stay_effect": 0, "care.readmission_effect": 0, "care.off_service_effect": 0}

// followed is a world whose month of care has been told once.
func followed(t testing.TB, c *Config) *world {
	t.Helper()
	w := worldOf(t, c, 0)
	w.live(t, 1, nil)
	return w
}

func TestOrdinaryStaysAreTheNationalOnes(t *testing.T) {
	w := followed(t, scenario(t, unlinked))
	m := &w.care.month
	close6(t, "days of a stay", m.days/m.stays, 5.6)
	close6(t, "share readmitted", m.readmitted/m.stays, .11)
	close6(t, "stays", m.stays, 16*1470)
	if beds := 16 * 1470 / 49.; math.Abs(m.beds-beds) > 8 { // whole beds in 16 wards
		t.Errorf("%v beds for %v stays, expected %v", m.beds, m.stays, beds)
	}
	close6(t, "patients present", m.patients, 16*1470*5.6/365)
	if u := m.patients / m.beds; math.Abs(u-.752) > .012 {
		t.Errorf("occupancy %v, expected 49·5.6/365", u)
	}
}

// Better fit by x makes stays exp(−κ₁·x) times as long and lowers the logit of readmission by κ₂·x.
func TestFitShortensStaysAndLowersReadmissionAsParametersSay(t *testing.T) {
	w := followed(t, scenario(t, unlinked.and(settings{"care.stay_effect": 1.5, "care.readmission_effect": 3})))
	c := w.care
	for i := range c.fit {
		c.fit[i] = .7
	}
	for _, x := range []float64{-.1, 0, .04} {
		c.reference.fit = .7 - x
		c.treat()
		m := &c.month
		close6(t, "days of a stay", m.days/m.stays, 5.6*math.Exp(-1.5*x))
		close6(t, "share readmitted", m.readmitted/m.stays, 1/(1+math.Exp(-math.Log(.11/.89)+3*x)))
	}
}

func TestTheFitOfAPathwayIsTheMeanOfTheServicesItPasses(t *testing.T) {
	list := []pathway{
		{wards: [longest]ServiceID{3, 1}, stops: 2, emergency: nobody},
		{wards: [longest]ServiceID{3, 1}, stops: 2, emergency: 8},
		{wards: [longest]ServiceID{3}, stops: 1, emergency: nobody},
		{wards: [longest]ServiceID{3, 1}, stops: 2, emergency: nobody},
	}
	routes, of := routesOf(list), []float64{0, 1, 2, 3, 4, 5, 6, 7, 8}
	if len(routes) != 3 || list[3].route != list[0].route {
		t.Fatalf("pathways %+v on %d routes: those that pass the same services are on one", list, len(routes))
	}
	for f, want := range []float64{2, 4, 3, 2} {
		close6(t, "fit of a pathway", routes[list[f].route].mean(of), want)
	}
	close6(t, "of its wards in all", routes[list[1].route].inWards(of), 4)
	close6(t, "moves with an emergency department", list[1].moves(), 2)
}

// fitOf is the mean care effectiveness of the services that a pathway passes.
func fitOf(p *pathway, practices *Practices) float64 {
	list, total := p.services(), 0.0
	for _, i := range list {
		total += practices.Care(int(i))
	}
	return total / float64(len(list))
}

// Ten points more of patients in other services' beds make stays 10.9 % longer (Lim, Song & Yang 2024).
func TestOffServicePatientsLengthenStays(t *testing.T) {
	w := followed(t, scenario(t, unlinked.and(settings{"care.off_service_effect": 1.09})))
	c := w.care
	for off, want := range map[float64]float64{.1: 1.109, 0: 1} {
		for i := range c.off {
			c.off[i], c.ordinaryOff[i] = off, 0
		}
		c.accustom()
		c.treat()
		close6(t, "days of a stay", c.month.days/c.month.stays, 5.6*want)
	}
	for i := range c.off {
		c.off[i], c.ordinaryOff[i] = .25, .05
	}
	c.accustom()
	c.treat()
	close6(t, "days of a stay where some are ordinarily off service", c.month.days/c.month.stays, 5.6*(1+1.09*.25)/(1+1.09*.05))
}

func TestAnOwnerOfThePathwaySavesThreeTenthsOfHandoverDelay(t *testing.T) {
	owned := func(share float64) RunResult {
		return run(t, 0, 2, mixed(t, unlinked.and(settings{"pathways.owner": share})))[0]
	}
	without, with := owned(0), owned(1)
	a, b := outcome(t, without, "handover_delay"), outcome(t, with, "handover_delay")
	close6(t, "delay with owners", b, .7*a)
	close6(t, "days saved", outcome(t, without, "length_of_stay")-outcome(t, with, "length_of_stay"), .3*a)
	if half := outcome(t, owned(.5), "handover_delay"); half >= a || half <= b {
		t.Errorf("delay %v with half the owners, between %v and %v", half, a, b)
	}
	if outcome(t, with, "waiting") >= outcome(t, without, "waiting") {
		t.Error("shorter stays leave waiting as it is")
	}
}

func TestWaitIsThatOfAQueueForBeds(t *testing.T) {
	close6(t, "one bed half taken: M/M/1", wait(.5, 1, queueing(1), 1), 24)
	close6(t, "31 beds", wait(.75*31, 31, queueing(31), 5.6), 24*5.6*math.Pow(.75, 7)/(31*.25)) // √64 − 1 = 7
	close6(t, "no patients", wait(0, 10, queueing(10), 5.6), 0)
	close6(t, "too many patients", wait(50, 10, queueing(10), 5.6), wait(9.8, 10, queueing(10), 5.6))
}

func TestOverflowIsWhatANormalCensusHasBeyondTheBeds(t *testing.T) {
	tolerance := 2e-5 // of the normal distribution function
	for _, c := range []struct{ patients, beds, want float64 }{
		{25, 25, .398942 / 5}, {16, 20, (.241971 - .158655) / 4}, {400, 300, (.00000149 + 5*(1-2.87e-7)) / 20},
		{0, 10, 0}, {5, 100, 0},
	} {
		if got := overflow(c.patients, c.beds); math.Abs(got-c.want) > tolerance {
			t.Errorf("%v patients in %v beds: %v are elsewhere, expected %v", c.patients, c.beds, got, c.want)
		}
	}
}

func TestASurgeFillsBedsAndOverloadsStaff(t *testing.T) {
	calm := run(t, 0, 2, scenario(t, unlinked.and(steady)))[0]
	surge := run(t, 0, 2, scenario(t, unlinked.and(steady).and(settings{"demand.surge": 1.25})))[0]
	close6(t, "occupancy", outcome(t, surge, "occupancy"), 1.25*outcome(t, calm, "occupancy"))
	close6(t, "staffing", outcome(t, surge, "staffing"), outcome(t, calm, "staffing")/1.25)
	if outcome(t, surge, "morale") >= outcome(t, calm, "morale") || outcome(t, surge, "waiting") <= outcome(t, calm, "waiting") {
		t.Error("a surge touches neither morale nor waiting")
	}
}

// Numbers for planners change nothing of what they tell, unless they are asked to.
func TestUnitsArePassiveUnlessTheyFeedBack(t *testing.T) {
	turned := settings{"care.units": 1, "care.stay_effect": 2, "care.length_of_stay": 9, "pathways.handover": 1, "care.off_service_effect": 2}
	told := func(with settings) RunResult {
		return run(t, 0, 24, mixed(t, contracts.and(settings{"staff.posts": 1}).and(with)))[0]
	}
	plain, followed, fedBack := told(nil), told(turned), told(turned.and(settings{"care.feedback": 1}))
	same := func(a, b RunResult) bool {
		for o, out := range outcomes {
			if out.Part != "care.units" && math.Float64bits(a.Values[o]) != math.Float64bits(b.Values[o]) {
				return false
			}
		}
		return true
	}
	if !same(plain, followed) {
		t.Error("telling a run in planners' units changes it")
	}
	if same(plain, fedBack) {
		t.Error("care.feedback feeds nothing back")
	}
}

func TestWithFeedbackLoadFollowsDaysOfPatients(t *testing.T) {
	w := followed(t, scenario(t, unlinked.and(settings{"staff.posts": 1, "care.feedback": 1, "care.stay_effect": 1})))
	for i := range w.care.fit {
		w.care.fit[i] = .5
	}
	w.care.reference.fit = .6
	w.care.treat()
	w.care.fill()
	close6(t, "load", w.demand(4), math.Exp(.1))
}

// The fit at which stays are ordinary is the same for all governances of a hospital, so that it takes nothing off what
// they do; it is settled after the burn-in.
func TestAllGovernancesAreHeldAgainstTheSameFit(t *testing.T) {
	var list []*Config
	for _, with := range []settings{servicesOnly, softPoles, contracts} {
		list = append(list, scenario(t, with.and(settings{"care.units": 1, "care.burn_in": 12})))
	}
	cohort, results := NewCohort(list), make([]RunResult, len(list))
	reference := func(months int) (fit []float64) {
		if err := cohort.Run(context.Background(), 1, 0, months, results); err != nil {
			t.Fatal(err)
		}
		for _, m := range cohort.members {
			fit = append(fit, m.hospital.care.reference.fit)
		}
		return fit
	}
	settled, later := reference(12), reference(24)
	for k := range settled {
		if settled[k] != settled[0] || later[k] != settled[0] {
			t.Errorf("scenario %d is held against %v, then %v; the first against %v", k, settled[k], later[k], settled[0])
		}
	}
	total := 0.0
	for month := 7; month <= 12; month++ {
		reference(month) // of uncoordinated search in that month: not yet settled
		c := cohort.members[0].hospital.care
		now, stays := 0.0, 0.0
		for f := range c.pathways {
			p := &c.pathways[f]
			now += p.volume * fitOf(p, &cohort.works[0].alone.practices)
			stays += p.volume
		}
		total += now / stays / 6
		if month < 12 {
			close6(t, "fit before the burn-in is over", c.reference.fit, now/stays)
		}
	}
	close6(t, "settled fit", settled[0], total)
}

// What is ordinary follows the parameters in force: what an event says of stays, beds and the burn-in comes to what it would
// have come to if it had been said from the start.
func TestWhatIsOrdinaryFollowsEvents(t *testing.T) {
	told := settings{"care.units": 1, "care.burn_in": 18}
	for key, at := range map[string]struct {
		value float64
		month int
	}{"care.length_of_stay": {8, 1}, "care.stays_per_bed": {60, 30}, "care.burn_in": {6, 12}, "pathways.transfers": {.5, 4}} {
		said := run(t, 0, 60, mixed(t, told.and(settings{key: at.value})))[0]
		event := run(t, 0, 60, events(mixed(t, told), Event{Name: key, Month: at.month, Settings: own(t, settings{key: at.value})}))[0]
		for _, name := range []string{"length_of_stay", "off_service", "readmission_30d"} {
			o := OutcomeIndex(name)
			close6(t, name+" long after an event on "+key, event.Series[o][59], said.Series[o][59])
		}
	}
}

// A burn-in that is made longer goes on; one that is made shorter again is settled by what is known of it.
func TestABurnInThatMovesIsSettledByTheMonthsKnown(t *testing.T) {
	c := mixed(t, settings{"care.units": 1, "care.burn_in": 6})
	longer, shorter := own(t, settings{"care.burn_in": 30}), own(t, settings{"care.burn_in": 20})
	w := worldOf(t, events(c, Event{Name: "longer", Month: 22, Settings: longer}, Event{Name: "shorter", Month: 24, Settings: shorter}), 0)
	var fit []float64
	w.live(t, 26, func(int) { fit = append(fit, w.care.reference.fit) })
	close6(t, "settled after six months", fit[20], fit[5])
	if fit[22] == fit[5] || fit[23] == fit[22] {
		t.Error("a burn-in that is made longer does not go on")
	}
	if fit[24] != fit[23] || fit[25] != fit[23] { // nothing is known of months 10 to 19
		t.Errorf("a burn-in of which no month is known is settled at %v after %v", fit[24], fit[23])
	}
}

// Pathways belong to the hospital: no perimeter, governance or replication changes them.
func TestPathwaysAreDrawnBeforeAnyPerimeter(t *testing.T) {
	a := worldOf(t, mixed(t, peopleAndCare), 0)
	b := worldOf(t, mixed(t, peopleAndCare.and(contracts).and(settings{"perimeter.random": 1})), 5)
	if !reflect.DeepEqual(a.care.pathways, b.care.pathways) {
		t.Error("pathways are others in another perimeter or replication")
	}
	emergencies := 0
	for _, p := range a.care.pathways {
		for k, i := range p.wards[:p.stops] {
			if !a.care.ward[i] {
				t.Errorf("a patient lies in service %d, a %s service", i, a.config.Services[i].Kind)
			}
			for _, j := range p.wards[:k] {
				if i == j {
					t.Errorf("a pathway passes ward %d twice", i)
				}
			}
		}
		if p.emergency != nobody {
			emergencies++
			if e, first := a.config.Services[p.emergency], a.config.Services[p.wards[0]]; e.Kind != Emergency {
				t.Errorf("patients of %s arrive in %s", first.Name, e.Name)
			}
		}
	}
	if emergencies < len(a.care.pathways)/4 || emergencies > len(a.care.pathways)*3/4 {
		t.Errorf("%d of %d pathways begin in an emergency department", emergencies, len(a.care.pathways))
	}
}

func TestAHospitalWithoutAcuteWardsIsWardsThroughout(t *testing.T) {
	c := scenario(t, peopleAndCare).Expand()
	for i := range c.Services {
		c.Services[i].Kind = Support
	}
	if m := followed(t, c).care.month; m.stays == 0 || m.beds == 0 {
		t.Errorf("%v stays in %v beds", m.stays, m.beds)
	}
	c.Services[3].Kind = Surgical
	if w := followed(t, c); w.care.beds[3] == 0 || w.care.beds[4] != 0 {
		t.Error("a support service has beds, or a surgical one has none")
	}
}

// Listed movements are taken as they are: who goes where, how many go on, how many come from the emergency department.
func TestListedFlowsMakePathwaysAsTheyAre(t *testing.T) {
	c := scenario(t, peopleAndCare.and(settings{
		"hospital.services": 4, "hospital.blocks": 1, "hospital.poles": 1, "pathways.number": 20,
	})).Expand()
	for i, activity := range []float64{1000, 1000, 1000, 500} {
		c.Services[i].Activity = activity
	}
	c.Services[3].Kind = Emergency
	c.Flows = []Flow{{0, 1, 400}, {3, 0, 1000}, {1, 3, 50}} // from 0 to 1; all of 0 through the emergency department
	w := followed(t, c)
	onward, stays := 0.0, [3]float64{}
	for _, p := range w.care.pathways {
		first := p.wards[0]
		stays[first] += p.volume
		if p.stops > 1 {
			onward += p.volume
			if first != 0 || p.wards[1] != 1 || p.stops > 2 {
				t.Errorf("a pathway goes from %d to %d and on to %d wards, against the flows", first, p.wards[1], p.stops)
			}
		}
		if (first == 0) != (p.emergency == 3) {
			t.Errorf("patients of ward %d arrive at %d", first, p.emergency)
		}
	}
	if share := onward / stays[0]; share < .15 || share > .65 { // of 20 pathways; .4 in the flows
		t.Errorf("%v of the stays of the first ward go on", share)
	}
	close6(t, "stays that begin in the second ward, relative to the third", stays[1]/stays[2], .6)
}

func TestHoursOfMeetingsAreUnitsAtTheirLengthAndWage(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(settings{"care.units": 1, "care.meeting_hours": 10, "care.wage": 50})), 0)
	met := 0.0
	w.live(t, 12, func(int) {
		hours := (w.tally.metUnits + w.tally.informalUnits) / 16 * 10
		met += hours
		close6(t, "hours", outcomes[OutcomeIndex("meeting_hours")].observe(w.Hospital), hours)
		close6(t, "wage", outcomes[OutcomeIndex("meeting_cost")].observe(w.Hospital), 50*hours)
	})
	if met == 0 {
		t.Error("nobody met: nothing was tested")
	}
}

func TestCareStaysWithinItsBoundsWhateverTheScenario(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := randomScenario(r)
		c.Values[careUnits] = 1
		w := worldOf(t, c, 0)
		w.live(t, 12, func(month int) {
			m := &w.care.month
			for what, share := range map[string]float64{
				"readmitted": m.readmitted / m.stays, "off service": m.off / m.placed,
				"moves between pôles": ratio(m.poleMoves, m.wardMoves), "emergency stays": m.emergencyStays / m.stays,
				"lost at handovers": m.handover / m.days,
			} {
				if !(share >= 0 && share <= 1+1e-9) {
					t.Fatalf("month %d: share %s %v", month, what, share)
				}
			}
			// patients are conserved: all days are spent in beds of some ward
			present := m.days / daysOfYear
			if !(math.Abs(m.patients-present) <= 1e-9*present) || !(m.days > 0) || !(m.waited >= 0) {
				t.Fatalf("month %d: %v patients, %v by days of stays; waited %v", month, m.patients, present, m.waited)
			}
		})
	})
}

// A pandemic passes: a year after a surge of half a year beds are where they would be without it, and morale has come more
// than half of the way back; physicians are slow to replace.
func TestASurgePasses(t *testing.T) {
	told := func(most float64) (occupancy, morale []float64) {
		w := worldOf(t, scenario(t, peopleAndCare.and(settings{"care.feedback": 1, "care.stay_effect": 0})), 0)
		demand := func(v float64) sim.Process {
			return sim.ProcessFunc(func(int) {
				if err := w.config.Set("demand.surge", v); err != nil {
					t.Fatal(err)
				}
				w.read()
			})
		}
		var schedule sim.Schedule
		schedule.Monthly(w.land)
		schedule.At(12, demand(most))
		schedule.At(18, demand(1))
		w.schedule(&schedule)
		schedule.Observe(sim.ProcessFunc(func(int) {
			occupancy = append(occupancy, w.care.month.patients/w.care.month.beds)
			morale = append(morale, w.mean(func(i int) float64 { return w.staff.morale[i] }))
		}))
		if err := schedule.Run(context.Background(), 36); err != nil {
			t.Fatal(err)
		}
		return occupancy, morale
	}
	calm, content := told(1)
	surge, strained := told(1.3)
	if surge[17] < 1.3*calm[17] || strained[17] > content[17]-.03 {
		t.Errorf("in the surge occupancy is %.2f instead of %.2f, morale %.2f instead of %.2f",
			surge[17], calm[17], strained[17], content[17])
	}
	if math.Abs(surge[30]-calm[30]) > .01 || content[35]-strained[35] > (content[17]-strained[17])/2 {
		t.Errorf("a year later occupancy is %.3f instead of %.3f, morale %.3f instead of %.3f",
			surge[30], calm[30], strained[35], content[35])
	}
}
