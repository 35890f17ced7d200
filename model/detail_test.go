package model

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// closely runs one replication of a scenario and looks at its services and pôles one by one.
func closely(t testing.TB, months int, c *Config) RunResult {
	t.Helper()
	cohort := NewCohort([]*Config{c})
	cohort.Details = true
	results := make([]RunResult, 1)
	if err := cohort.Run(context.Background(), 1, 0, months, results); err != nil {
		t.Fatal(err)
	}
	return results[0]
}

// detailAt is the place of a detail among the columns.
func detailAt(t testing.TB, name string) int {
	t.Helper()
	at := slices.IndexFunc(details, func(d Detail) bool { return d.Name == name })
	if at < 0 {
		t.Fatalf("no detail %s", name)
	}
	return at
}

// oneByOne is what is reported of this month, one by one.
func (w *world) oneByOne() (services, poles [][]float64) {
	u := newCloseUp(w.structure)
	u.see(w.Hospital)
	rows := u.conclude(nil)
	return rows[:w.n], rows[w.n:]
}

// Whoever looks closely leaves the run as it is, and who does not gets nothing.
func TestLookingAtServicesAndPolesOneByOneChangesNothing(t *testing.T) {
	for _, c := range []*Config{scenario(t, everything), mixed(t, softPoles)} {
		plain, detailed := run(t, 0, 24, c)[0], closely(t, 24, c)
		if !sameBits(plain, detailed) {
			t.Error("a close look changed the run")
		}
		if plain.Details != nil || len(detailed.Details) != len(NewBlueprint([]*Config{c}).Entities(0)) {
			t.Errorf("%d rows unasked, %d asked for", len(plain.Details), len(detailed.Details))
		}
	}
}

// What is reported of pôles, and of services, adds up to what is reported of the hospital.
func TestPolesAndServicesAddUpToTheHospital(t *testing.T) {
	for _, c := range []*Config{mixed(t, everything.and(settings{"arenas.meeting_units": 1.5})), mixed(t, softPoles)} {
		r := closely(t, 25, c)
		n := len(c.Services)
		services, poles := r.Details[:n], r.Details[n:]
		weights, members := detailAt(t, "activity_share"), detailAt(t, "services")
		for name, total := range map[string]string{"care": "care_effectiveness", "margin": "margin_effectiveness",
			"academic": "academic_effectiveness", "indicator": "indicator", "gaming": "gaming"} {
			at, ofServices, ofPoles := detailAt(t, name), 0.0, 0.0
			for _, s := range services {
				ofServices += s[weights] * s[at]
			}
			for _, p := range poles {
				ofPoles += p[weights] * p[at]
			}
			close6(t, name+" of services", ofServices, outcome(t, r, total))
			close6(t, name+" of pôles", ofPoles, outcome(t, r, total))
		}
		at, ofServices, ofPoles, all := detailAt(t, "changes"), 0.0, 0.0, 0.0
		for _, s := range services {
			ofServices += s[at] / float64(n)
			if !math.IsNaN(s[members]) {
				t.Errorf("a service has %v services", s[members])
			}
		}
		for _, p := range poles {
			ofPoles += p[members] * p[at] / float64(n)
			all += p[members]
		}
		close6(t, "changes of services", ofServices, outcome(t, r, "changes"))
		close6(t, "changes of pôles", ofPoles, outcome(t, r, "changes"))
		if all != float64(n) {
			t.Errorf("pôles have %v services, the hospital %d", all, n)
		}
	}
}

// Meetings of services are counted as the hospital's are, and those of who sought each other out are not among them.
func TestMeetingUnitsOfServicesAddUpToTheHospitals(t *testing.T) {
	c := scenario(t, softPoles.and(settings{"formal.mutual_adjustment": 1, "professionals.attention": 3.5, "arenas.meeting_units": 1.5}))
	w := worldOf(t, c, 0)
	informal := 0.0
	w.live(t, 24, func(int) {
		met, offered := 0, 0
		for _, d := range w.deeds {
			met, offered = met+d.met, offered+d.offered
		}
		if float64(met) != w.tally.metUnits || float64(offered) != w.tally.meetingUnits {
			t.Errorf("services met %d of %d units, the hospital %v of %v", met, offered, w.tally.metUnits, w.tally.meetingUnits)
		}
		informal += w.tally.informalUnits
		services, poles := w.oneByOne()
		for i, d := range w.deeds {
			if got := services[i][detailAt(t, "meetings")]; got != 12*float64(d.met) {
				t.Errorf("service %d met %d units, reported %v a year", i, d.met, got)
			}
		}
		for p := range poles {
			met, offered := 0.0, 0.0
			for i, d := range w.deeds {
				if w.poleOf[i] == PoleID(p) {
					met, offered = met+float64(d.met), offered+float64(d.offered)
				}
			}
			close6(t, "attendance", poles[p][detailAt(t, "attendance")], met/offered)
			close6(t, "meetings", poles[p][detailAt(t, "meetings")], 12*met/float64(w.poles[p].members))
		}
	})
	if informal == 0 {
		t.Error("nobody met informally: nothing was tested")
	}
}

// Coverage of pôles, weighted by the couplings of their services, is the hospital's.
func TestCouplingsInsideEachPoleAddUpToTheHospitals(t *testing.T) {
	w := worldOf(t, mixed(t, nil), 0)
	services, poles := w.oneByOne()
	at, links := detailAt(t, "coverage"), 0.0
	inPole, ofServices, ofPoles := make([]float64, len(poles)), 0.0, 0.0
	for i := range w.n {
		inside, all := 0.0, 0.0
		for c := i * w.m; c < (i+1)*w.m; c++ {
			clinical, _ := inputsOf(w.land, c)
			for _, b := range clinical {
				if b >= 0 && int(b)/w.m != i {
					all++
					if w.poleOf[int(b)/w.m] == w.poleOf[i] {
						inside++
					}
				}
			}
		}
		close6(t, "coverage of a service", services[i][at], inside/all)
		links += all
		inPole[w.poleOf[i]] += all
		ofServices += inside
	}
	for p := range poles {
		ofPoles += poles[p][at] * inPole[p]
	}
	want := coverageOf(w.land, w.poleOf, w.key).share
	close6(t, "coverage from services", ofServices/links, want)
	close6(t, "coverage from pôles", ofPoles/links, want)
}

// Trust within each pôle is the mean over its ordered pairs; a service's is over those that it knows.
func TestTrustOneByOneIsOverThePairsNamed(t *testing.T) {
	w := worldOf(t, scenario(t, softPoles.and(settings{"arenas.institution": .3})), 0)
	w.live(t, 18, nil)
	services, poles := w.oneByOne()
	sum, pairs := 0.0, 0.0
	for p := range poles {
		members := float64(w.poles[p].members)
		sum += poles[p][detailAt(t, "trust_within")] * members * (members - 1)
		pairs += members * (members - 1)
	}
	close6(t, "trust within pôles", sum/pairs, w.relations.meanTrust(byPole, 1))
	for i := range ServiceID(w.n) {
		trust, known := 0.0, 0.0
		for j := range ServiceID(w.n) {
			if w.relations.knows(i, j) {
				trust += float64(w.relations.of(i, j).trust)
				known++
			}
		}
		if known == 0 || known == float64(w.n-1) {
			t.Errorf("service %d knows %v others", i, known)
		}
		close6(t, "trust of a service", services[i][detailAt(t, "trust_in_known")], trust/known)
	}
}

// People are reported where there are posts, and of a pôle post by post.
func TestVacanciesOfAPoleAreThoseOfItsPosts(t *testing.T) {
	w := worldOf(t, mixed(t, contracts.and(peopleAndCare)), 0)
	some := 0.0
	w.live(t, 24, func(int) {
		services, poles := w.oneByOne()
		for of, name := range map[profession]string{nurses: "nurse_vacancy", physicians: "physician_vacancy"} {
			at, vacant, posts := detailAt(t, name), make([]float64, len(poles)), make([]float64, len(poles))
			for i, m := range w.staff.posts[of] {
				close6(t, name, services[i][at], 100*float64(m.posts-m.filled)/float64(m.posts))
				vacant[w.poleOf[i]] += float64(m.posts - m.filled)
				posts[w.poleOf[i]] += float64(m.posts)
			}
			for p := range poles {
				close6(t, name, poles[p][at], 100*vacant[p]/posts[p])
				some += vacant[p]
			}
		}
		morale := 0.0
		for p := range poles {
			morale += poles[p][detailAt(t, "activity_share")] * poles[p][detailAt(t, "morale")]
		}
		close6(t, "morale", morale, w.weighted(func(i int) float64 { return w.staff.morale[i] }))
		for i := range services {
			if services[i][detailAt(t, "staffing")] != w.staffed[i] || services[i][detailAt(t, "slack")] != w.slack[i] {
				t.Errorf("service %d: %v", i, services[i])
			}
		}
	})
	if some == 0 {
		t.Error("no post is vacant: nothing was tested")
	}
	for e, row := range closely(t, 4, scenario(t, contracts)).Details {
		if v := row[detailAt(t, "nurse_vacancy")]; !math.IsNaN(v) {
			t.Errorf("entity %d has %v %% of no posts vacant", e, v)
		}
	}
}

func TestServicesAreReportedAsTheyAre(t *testing.T) {
	w := worldOf(t, mixed(t, everything), 0)
	w.live(t, 12, func(int) {
		services, _ := w.oneByOne()
		for i, s := range services {
			care, margin, academic := w.practices.Value(i)
			for name, want := range map[string]float64{"care": care, "margin": margin, "academic": academic, "activity_share": w.share[i],
				"indicator": w.indicator[i], "gaming": w.gaming[i], "economy_weight": w.lambda[i], "goal_care": w.goals[i].care,
				"changes": 12 * float64(w.deeds[i].changes)} {
				if got := s[detailAt(t, name)]; got != want {
					t.Errorf("%s of service %d is %v, reported %v", name, i, want, got)
				}
			}
		}
	})
}

// What services met adds up to what the hospital met, management dialogues included.
func TestMeetingsOfServicesAddUpToThoseOfTheHospital(t *testing.T) {
	w := worldOf(t, scenario(t, everything.and(settings{"steering.cycle": 1, "steering.dialogue": 1})), 0)
	dialogues := 0.0
	w.live(t, 12, func(month int) {
		offered, met := 0, 0
		for _, d := range w.deeds {
			offered += d.offered
			met += d.met
		}
		if float64(offered) != w.tally.meetingUnits || float64(met) != w.tally.metUnits {
			t.Errorf("month %d: services used %d of %d units, the hospital %v of %v", month, met, offered, w.tally.metUnits, w.tally.meetingUnits)
		}
		dialogues += w.tally.dialogueUnits
	})
	if dialogues == 0 {
		t.Error("no dialogue: nothing was tested")
	}
}

// A run's value is the mean over the months of its second half.
func TestDetailsAreMeansOverTheSecondHalf(t *testing.T) {
	c := scenario(t, everything)
	at, sum := detailAt(t, "changes"), 0.0
	w := worldOf(t, c, 0)
	w.live(t, 25, func(month int) {
		if month >= 12 {
			sum += 12 * float64(w.deeds[3].changes) / 13
		}
	})
	close6(t, "changes", closely(t, 25, c).Details[3][at], sum)
}

// Where there is nothing to report there is no value, and months without one do not count as 0.
func TestWhatIsNotThereHasNoValue(t *testing.T) {
	none := closely(t, 12, scenario(t, settings{"arenas.meeting_units": 0, "hospital.poles": 16})).Details
	for e := range none {
		for _, name := range []string{"attendance", "trust_within", "trust_in_known"} { // nobody meets, each is alone in its pôle
			if v := none[e][detailAt(t, name)]; !math.IsNaN(v) {
				t.Errorf("%s of entity %d is %v", name, e, v)
			}
		}
		if v := none[e][detailAt(t, "meetings")]; v != 0 {
			t.Errorf("entity %d met %v times", e, v)
		}
	}
	everybody := settings{"arenas.attendance_floor": 1, "arenas.network": 0, "arenas.none": 0, "arenas.institution": 1, "arenas.informal": 0}
	seldom := closely(t, 120, scenario(t, everybody.and(settings{"arenas.meeting_units": .1, "hospital.poles": 16}))).Details[16:]
	mean := 0.0
	for _, pole := range seldom { // of one service, which has a unit on offer in one month of ten
		mean += pole[detailAt(t, "attendance")] / 16
	}
	if !(mean > .3 && mean <= 1) { // two or more of 16 come in half of the months, and all but an odd one meet
		t.Errorf("of the units on offer %v were used", mean)
	}
}

// Rows are named after services and after the pôles of the perimeter in force.
func TestEntitiesAreServicesThenPolesOfThePerimeterInForce(t *testing.T) {
	c := mixed(t, nil)
	c.Perimeters = []Perimeter{{Name: "halves", Poles: []string{"Left", "Right"}, Pole: make([]PoleID, len(c.Services))}}
	c.Perimeters[0].Pole[7] = 1
	c.Values[perimeterUse] = 1
	entities := NewBlueprint([]*Config{scenario(t, nil), c}).Entities(1)
	service, left, right := Entity{OfService, "Service 08"}, Entity{OfPole, "Left"}, Entity{OfPole, "Right"}
	if len(entities) != 33 || entities[7] != service || entities[31] != left || entities[32] != right {
		t.Errorf("%v", entities)
	}
	poles := closely(t, 6, c).Details[31:]
	if n := detailAt(t, "services"); len(poles) != 2 || poles[0][n] != 30 || poles[1][n] != 1 {
		t.Errorf("%v", poles)
	}
}

// Where another perimeter comes into force, pôles are told by their names, not by their order, and have values of the
// months in which they are there.
func TestPolesOfAnotherPerimeterAreToldByName(t *testing.T) {
	c := mixed(t, nil)
	perimeter := func(first, second string, members ...int) Perimeter {
		p := Perimeter{Name: first + second, Poles: []string{first, second}, Pole: make([]PoleID, len(c.Services))}
		for _, i := range members {
			p.Pole[i] = 1
		}
		return p
	}
	c.Perimeters = []Perimeter{perimeter("Left", "Right", 7), perimeter("New", "Left", 3, 4)}
	c.Values[perimeterUse] = 1
	c.Timeline = []Event{{Month: 10, Settings: Overrides{perimeterUse: 2}}}
	var names []string
	for _, e := range NewBlueprint([]*Config{c}).Entities(0)[31:] {
		names = append(names, e.Name)
	}
	if want := []string{"Left", "Right", "New"}; !slices.Equal(names, want) {
		t.Fatalf("pôles %v, want %v", names, want)
	}
	n := detailAt(t, "services")
	for months, want := range map[int][]float64{ // the second half of 12 months: 4 of the first perimeter and 2 of the second
		12: {(4*30 + 2*2) / 6., 1, 29}, 10: {30, 1, math.NaN()}, 40: {2, math.NaN(), 29},
	} {
		for k, pole := range closely(t, months, c).Details[31:] {
			if pole[n] != want[k] && !(math.IsNaN(pole[n]) && math.IsNaN(want[k])) {
				t.Errorf("%d months: %s has %v services, want %v", months, names[k], pole[n], want[k])
			}
			if math.IsNaN(pole[n]) != math.IsNaN(pole[detailAt(t, "care")]) {
				t.Errorf("%d months: %s has care %v", months, names[k], pole[detailAt(t, "care")])
			}
		}
	}
}

// A cohort that is used again gives what a new one gives.
func TestDetailsDoNotDependOnTheRunsBefore(t *testing.T) {
	list := []*Config{scenario(t, everything), mixed(t, softPoles.and(settings{"perimeter.random": 1}))}
	veteran, results := NewCohort(list), make([]RunResult, 2)
	veteran.Details = true
	for _, replication := range []int{2, 1, 0} {
		if err := veteran.Run(context.Background(), 1, replication, 18, results); err != nil {
			t.Fatal(err)
		}
	}
	for k, c := range list {
		for e, row := range closely(t, 18, c).Details {
			if !slices.EqualFunc(row, results[k].Details[e], func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }) {
				t.Errorf("scenario %d: entity %d is another after other runs", k, e)
			}
		}
	}
	veteran.Details = false
	if err := veteran.Run(context.Background(), 1, 0, 6, results); err != nil || results[0].Details != nil {
		t.Errorf("%d rows unasked; %v", len(results[0].Details), err)
	}
}

func TestEveryDetailSaysWhatItIs(t *testing.T) {
	seen := make(map[string]bool)
	for _, d := range Details() {
		if seen[d.Name] || d.Label == "" || d.Theme == "" || d.Unit == "" || !strings.HasSuffix(d.Meaning, ".") || strings.Count(d.Meaning, "; of a pôle") > 1 {
			t.Errorf("%+v", d)
		}
		seen[d.Name] = true
		if !d.OfServices() && !d.OfPoles() {
			t.Errorf("%s is of nobody", d.Name)
		}
		if _, known := Lookup(d.Part); d.Part != "" && !known {
			t.Errorf("%s is of a part %s that is not there", d.Name, d.Part)
		}
	}
}

// totalOf adds up a detail over rows; what has no value counts as nothing.
func totalOf(rows [][]float64, at int) (total float64) {
	for _, row := range rows {
		if v := row[at]; v == v {
			total += v
		}
	}
	return total
}

// What is additive adds up to the hospital in every month and whatever is set: revenue, cost (with what the hospital bears
// itself), projects, patients. What is a ratio of a pôle's is that of its sums.
func TestMoneyProjectsAndPatientsAddUpToTheHospital(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := mixed(t, softPoles.and(peopleAndCare).and(settings{
			"projects.field": 1, "arenas.attendance_floor": 1, "projects.bar": 0, "money.accounts": 1,
			"money.stays_per_activity": rapid.Float64Range(10, 5000).Draw(r, "stays"),
			"money.tariff":             rapid.Float64Range(1500, 3000).Draw(r, "tariff"),
			"money.project_cost":       rapid.SampledFrom([]float64{0, 400000}).Draw(r, "project cost"),
			"money.burn_in":            rapid.SampledFrom([]float64{0, 6}).Draw(r, "burn-in"),
			"technostructure.staffed":  rapid.SampledFrom([]float64{0, 1}).Draw(r, "staffed"),
			"mandates.end":             rapid.SampledFrom([]float64{0, 1}).Draw(r, "mandates"),
			"mandates.months":          8, "mandates.redrawn": .3,
		}))
		w := worldOf(t, c, rapid.IntRange(0, 20).Draw(r, "replication"))
		w.live(t, 18, func(month int) {
			services, poles := w.oneByOne()
			now, tally := &w.money.now, &w.projects.tally
			started := 0
			for _, n := range tally.started {
				started += n
			}
			borne := float64(cents(w.money.rules.analyst*w.technostructure.posts())+now.writtenOff) / 1e5
			revenue, cost := float64(now.revenue)/1e5, float64(now.cost)/1e5
			for name, want := range map[string][2]float64{
				"revenue": {revenue, revenue}, "cost": {cost - borne - float64(now.supported)/1e5, cost - borne},
				"result":             {revenue - cost + borne + float64(now.supported)/1e5, revenue - cost + borne},
				"projects_started":   {12 * float64(started), 12 * float64(started)},
				"projects_delivered": {12 * float64(tally.deliveredWithin+tally.deliveredAcross), 12 * float64(tally.deliveredWithin+tally.deliveredAcross)},
				"patients":           {w.care.month.patients, w.care.month.patients},
			} {
				at := detailAt(t, name)
				for k, rows := range [][][]float64{services, poles} {
					if got := totalOf(rows, at); math.Abs(got-want[k]) > 1e-6*max(1, math.Abs(want[k])) {
						r.Errorf("month %d: %s of %s adds up to %v, the hospital has %v", month, name, []string{"services", "pôles"}[k], got, want[k])
					}
				}
			}
			at := func(name string) int { return detailAt(t, name) }
			for p, row := range poles {
				close6(t, "margin of a pôle", row[at("margin_rate")], 100*row[at("result")]/row[at("revenue")])
				beds, present := 0.0, 0.0
				for i, of := range w.poleOf {
					if int(of) == p {
						beds, present = beds+w.care.beds[i], present+w.care.present[i]*min(1, w.care.beds[i])
					}
				}
				close6(t, "occupancy of a pôle", row[at("occupancy")], 100*present/beds)
			}
		})
	})
}

// What is told of projects, money and turnover happens in the scenarios of the property above.
func TestProjectsAndTurnoverOfServicesAddUpOverARun(t *testing.T) {
	c := mixed(t, softPoles.and(peopleAndCare).and(settings{"projects.field": 1, "arenas.attendance_floor": 1, "projects.bar": 0}))
	r := closely(t, 60, c)
	n := len(c.Services)
	for _, name := range []string{"projects_started", "projects_delivered"} {
		at, want := detailAt(t, name), outcome(t, r, name)
		if want == 0 {
			t.Errorf("%s: nothing was tested", name)
		}
		close6(t, name+" of services", 100*totalOf(r.Details[:n], at)/float64(n), want)
		close6(t, name+" of pôles", 100*totalOf(r.Details[n:], at)/float64(n), want)
	}
	w := worldOf(t, c, 0)
	w.live(t, 12, func(int) {
		services, _ := w.oneByOne()
		for of, name := range map[profession]string{nurses: "nurse_turnover", physicians: "physician_turnover"} {
			left, before := 0.0, 0.0
			for i := range services {
				m := &w.staff.posts[of][i]
				left += services[i][detailAt(t, name)] * float64(m.before) / 1200
				before += float64(m.before)
			}
			close6(t, name, 1200*left/before, w.staff.turnoverRate(of))
		}
	})
}

// What is told of contracts is of the services under one, and adds up to what the hospital tells of them; of the others there
// is nothing to tell.
func TestContractsOneByOneAddUpToThoseOfTheHospital(t *testing.T) {
	c := mixed(t, everything.and(settings{"steering.cycle": 1, "hospital.services": 31}))
	c.Poles[1].Own = Overrides{contract: 0}
	w := worldOf(t, c, 0)
	w.live(t, 30, func(month int) {
		services, poles := w.oneByOne()
		for name, of := range map[string]func(ServiceID, *objective) float64{
			"target_attainment": func(_ ServiceID, o *objective) float64 { return o.reward },
			"target_acceptance": func(i ServiceID, _ *objective) float64 { return w.acceptance[i] },
			"bonus":             func(_ ServiceID, o *objective) float64 { return o.bonus },
		} {
			at, share, sum := detailAt(t, name), detailAt(t, "activity_share"), 0.0
			for p, row := range poles {
				if none := p == 1; math.IsNaN(row[at]) != none {
					t.Errorf("month %d: %s of pôle %d is %v", month, name, p, row[at])
				}
				if p != 1 {
					sum += row[share] * row[at]
				}
			}
			close6(t, name, sum/w.steering.share, w.underCycle(of))
		}
		at := detailAt(t, "target")
		for i, row := range services {
			p := w.poleOf[i]
			o := w.steering.objective(ServiceID(i), p)
			if want := p != 1 && o.set; want == math.IsNaN(row[at]) || want && row[at] != o.target {
				t.Errorf("month %d: the target of service %d is %v", month, i, row[at])
			}
		}
		if !w.steering.ofPole[0].set && month >= 24 {
			t.Error("no target was set: nothing was tested")
		}
	})
}

// Legitimacy and belonging are those of pôles and of their services.
func TestLegitimacyAndBelongingOneByOne(t *testing.T) {
	w := worldOf(t, mixed(t, softPoles.and(settings{"legitimacy.earned": 1, "belonging.moves": 1})), 0)
	w.live(t, 12, func(int) {
		services, poles := w.oneByOne()
		legitimacy, belonging := 0.0, [3]float64{}
		names := [3]string{"belonging_service", "belonging_site", "belonging_pole"}
		for p, row := range poles {
			members := float64(w.poles[p].members) / float64(w.n)
			legitimacy += members * row[detailAt(t, "legitimacy")]
			for k, name := range names {
				belonging[k] += members * row[detailAt(t, name)]
			}
		}
		close6(t, "legitimacy", legitimacy, w.meanOfPoles(func(p *pole) float64 { return p.legitimacy }))
		for k, name := range names {
			close6(t, name+" of pôles", belonging[k], totalOf(services, detailAt(t, name))/float64(w.n))
			at := OutcomeIndex(name)
			close6(t, name, belonging[k], outcomes[at].observe(w.Hospital))
		}
	})
}

// Where a part is off there is nothing to tell of it.
func TestWhatIsOfAPartThatIsOffHasNoValue(t *testing.T) {
	old := []string{"slack", "sites", "staffing", "morale"} // neutral values, told as such
	for e, row := range closely(t, 6, mixed(t, nil)).Details {
		for k, d := range details {
			if d.Part != "" && !slices.Contains(old, d.Name) && !math.IsNaN(row[k]) {
				t.Errorf("entity %d: %s is %v, and %s is off", e, d.Name, row[k], d.Part)
			}
		}
	}
}

// A close look takes no memory month by month.
func TestLookingCloselyAllocatesNothing(t *testing.T) {
	w := worldOf(t, mixed(t, everything.and(allParts).and(settings{"projects.field": 1, "legitimacy.earned": 1, "belonging.moves": 1})), 0)
	w.live(t, 3, nil)
	u := newCloseUp(w.structure)
	if n := testing.AllocsPerRun(20, func() { u.see(w.Hospital) }); n != 0 {
		t.Errorf("%v allocations in a month", n)
	}
}
