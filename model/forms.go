package model

import (
	"math"
	"slices"

	"polesim/sim"
)

// Forms: what a pôle makes of its charter. Each quarter its chief tries one change within what the charter's rigidity
// leaves, and keeps it if meetings were worth more than usual: the variety of forms is an outcome.
var (
	formsMove = declare(Parameter{Key: "forms.move", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether pôles try changes of their own charters: how open, about what, where they meet, which offices they have.",
		Source: "scenario"})
	rigidity = declare(Parameter{Key: "forms.rigidity", Scope: PerPole, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "How far the charter as written binds: a change stays within 1 − rigidity of it; 1 lets nothing change.",
		Source: "assumption"})
	formsStep = declare(Parameter{Key: "forms.step", Scope: Hospitalwide, Unit: "share", Default: .2, Min: .01, Max: 1,
		Help:   "Largest change of ambiguity or agenda tried at once, before rigidity.",
		Source: "assumption"})
)

// A form is what of its charter a pôle may change itself.
type form struct {
	ambiguity float64
	agenda    agenda
	seat      SiteID
	rotating  bool // it meets on the sites of its members in turn
	offices   offices
}

// forms are the charters in force and what is being tried.
type forms struct {
	on     bool
	step   float64
	room   []float64 // by pôle: 1 − rigidity
	of     []form    // in force
	before []form    // what to go back to
	text   []form    // as written when last read
	trying []bool
	worth  []float64 // of this quarter's meetings, to all who came
	usual  []float64 // worth of meetings per unit on offer, as the pôle is used to; below 0: not known yet
	kept   int       // changes kept this month
	key    sim.Key
}

// read takes in the parameters. What is written anew holds as written; all else stays what the pôle made of it, within
// the room that it has now.
func (f *forms) read(h *Hospital, written []founding) {
	poles := len(written)
	f.on, f.step = h.config.Value(formsMove) != 0, h.config.Value(formsStep)
	f.room = slices.Grow(f.room[:0], poles)[:poles]
	f.of = slices.Grow(f.of, max(0, poles-len(f.of)))[:poles]
	f.before = slices.Grow(f.before, max(0, poles-len(f.before)))[:poles]
	f.text = slices.Grow(f.text, max(0, poles-len(f.text)))[:poles]
	f.trying = slices.Grow(f.trying, max(0, poles-len(f.trying)))[:poles]
	f.worth = slices.Grow(f.worth, max(0, poles-len(f.worth)))[:poles]
	f.usual = slices.Grow(f.usual, max(0, poles-len(f.usual)))[:poles]
	for p := range f.room {
		f.room[p] = 1 - h.charter(PoleID(p))(rigidity)
	}
	if !f.on {
		f.begin(written)
		return
	}
	for p := range f.of {
		for _, form := range [2]*form{&f.of[p], &f.before[p]} {
			form.rewrite(&f.text[p], &written[p].form)
			form.within(&written[p].form, f.room[p])
		}
		f.text[p] = written[p].form
	}
}

// rewrite takes over what is written otherwise than it was, whether by decree or because members changed.
func (f *form) rewrite(was, is *form) {
	if is.ambiguity != was.ambiguity {
		f.ambiguity = is.ambiguity
	}
	if is.agenda != was.agenda {
		f.agenda = is.agenda
	}
	if is.seat != was.seat {
		f.seat = is.seat
	}
	if is.offices != was.offices {
		f.offices = is.offices
	}
}

// within brings a form back into the room about the charter as written.
func (f *form) within(written *form, room float64) {
	f.ambiguity = max(written.ambiguity-room, 0, min(written.ambiguity+room, 1, f.ambiguity))
	if far := f.agenda.distance(written.agenda); far > room {
		f.agenda = written.agenda.towards(f.agenda, room/far)
	}
	if room == 0 {
		f.seat, f.rotating, f.offices = written.seat, written.rotating, written.offices
	}
}

// begin starts from the charters as written.
func (f *forms) begin(written []founding) {
	for p := range written {
		f.of[p], f.before[p], f.text[p] = written[p].form, written[p].form, written[p].form
		f.trying[p], f.worth[p], f.usual[p] = false, 0, -1
	}
	f.kept = 0
}

// put puts the forms into force.
func (f *forms) put(h *Hospital) {
	if !f.on {
		return
	}
	for p := range f.of {
		pole, form := &h.poles[p], &f.of[p]
		pole.ambiguity, pole.agenda, pole.seat, pole.rotating = form.ambiguity, form.agenda, form.seat, form.rotating
	}
}

// met hears what a meeting of pôle p was worth to the two together.
func (f *forms) met(p PoleID, worth float64) { f.worth[p] += worth }

// try lets each pôle that meets, and knows what its meetings are usually worth, try one change.
func (f *forms) try(h *Hospital, s *social) {
	for p := range f.of {
		f.worth[p] = 0
		members := s.of(PoleID(p))
		if f.usual[p] < 0 || len(members) < 2 || h.offered(PoleID(p)) == 0 {
			continue
		}
		draw := f.key.At(p, h.month)
		f.before[p] = f.of[p]
		f.of[p].vary(&s.founding[p].form, f.room[p], f.step, s.liaison.on, func() SiteID {
			return h.config.Services[members[draw.IntN(len(members))]].Site
		}, &draw)
		f.trying[p] = f.of[p] != f.before[p]
	}
}

// vary changes one thing: how open the agenda is, what it weighs, where the pôle meets, or an office.
func (f *form) vary(written *form, room, step float64, officesToo bool, site func() SiteID, draw *sim.Stream) {
	things := 3
	if officesToo {
		things = 5
	}
	switch draw.IntN(things) {
	case 0:
		f.ambiguity += float64(2 * step * room * (float64(draw.Float64()) - .5))
	case 1:
		corner := [3]agenda{{clinical: 1}, {academic: 1}, {economic: 1}}[draw.IntN(3)]
		f.agenda = f.agenda.towards(corner, draw.Float64()*step*room)
	case 2:
		if draw.Bernoulli(room) {
			if f.rotating = draw.Bernoulli(.5); !f.rotating {
				f.seat = site()
			}
		}
	case 3:
		if draw.Bernoulli(room) {
			f.offices.manager = !f.offices.manager
		}
	case 4:
		if draw.Bernoulli(room) {
			f.offices.lead = !f.offices.lead
		}
	}
	f.within(written, room)
}

// distance is half the sum of absolute differences: 1 between agendas of different single things.
func (a agenda) distance(o agenda) float64 {
	return (math.Abs(a.clinical-o.clinical) + math.Abs(a.academic-o.academic) + math.Abs(a.economic-o.economic)) / 2
}

// towards is the agenda a share of the way to another.
func (a agenda) towards(o agenda, share float64) agenda {
	return agenda{
		a.clinical + float64(share*(o.clinical-a.clinical)),
		a.academic + float64(share*(o.academic-a.academic)),
		a.economic + float64(share*(o.economic-a.economic)),
	}
}

// offered is how many units a month the members of pôle p are expected to give to its meetings.
func (h *Hospital) offered(p PoleID) float64 {
	return h.meetings.units * h.meetings.share[poleArena] * float64(h.poles[p].members)
}

// judge ends the quarter: what is tried is kept if the pôle's meetings were worth more than usual for each unit on
// offer, that is, attendance times mean worth. What is usual follows slowly, so that one lucky quarter does not bind.
func (f *forms) judge(h *Hospital) {
	if !f.on {
		return
	}
	const pace = .25
	f.kept = 0
	for p := range f.of {
		worth := ratio(f.worth[p], 3*h.offered(PoleID(p)))
		if f.usual[p] < 0 {
			f.usual[p] = max(0, worth)
			continue
		}
		if f.trying[p] {
			if worth > f.usual[p] {
				f.kept++
			} else {
				f.of[p] = f.before[p]
			}
			f.trying[p] = false
		}
		f.usual[p] = max(0, f.usual[p]+float64(pace*(worth-f.usual[p])))
	}
}

var formOutcomes = []Outcome{
	{Name: "ambiguity", Label: "ambiguity of charters", Unit: "share", Monthly: true, Part: "forms.move",
		Meaning: "Share of open agenda in the charters in force, mean over services.",
		observe: func(h *Hospital) float64 { return h.meanOfPoles(func(p *pole) float64 { return p.ambiguity }) }},
	{Name: "charter_spread", Label: "spread of charters", Unit: indexUnit, Monthly: true, Part: "forms.move",
		Meaning: "How much pôles differ in ambiguity, agenda, meeting in turn and offices: root of the mean variance over pôles, 0 if all are alike and ½ at most.",
		observe: (*Hospital).charterSpread},
	{Name: "charter_changes", Label: "changes of charter kept", Unit: "per pôle and year", Monthly: true, Part: "forms.move",
		Meaning: "Changes of their own charters that pôles tried and kept.",
		observe: func(h *Hospital) float64 {
			if h.month%3 != 2 {
				return 0
			}
			return 12 * float64(h.social.forms.kept) / float64(len(h.poles))
		}},
	{Name: "pole_ranking", Label: "correlation of pôles' indicators and worth", Unit: "correlation", Monthly: true, Part: "forms.move",
		Meaning: "Correlation over pôles of their mean indicator with what they are worth by the direction's goals: how far a comparison of pôles can be trusted; 0 where either does not vary.",
		observe: (*Hospital).poleRanking},
}

// charterSpread is the root of the mean variance over pôles of what may differ between their charters.
func (h *Hospital) charterSpread() float64 {
	const things = 7
	var sum, squares [things]float64
	count := 0.0
	for p := range h.poles {
		pole, held := &h.poles[p], h.social.forms.of[p].offices
		if pole.members == 0 {
			continue
		}
		count++
		for k, v := range [things]float64{
			pole.ambiguity, pole.agenda.clinical, pole.agenda.academic, pole.agenda.economic,
			one(pole.rotating), one(held.manager), one(held.lead),
		} {
			sum[k] += v
			squares[k] += float64(v * v)
		}
	}
	total := 0.0
	for k := range sum {
		mean := ratio(sum[k], count)
		total += max(0, ratio(squares[k], count)-float64(mean*mean))
	}
	return math.Sqrt(total / things)
}

// one is 1 if something is so, else 0.
func one(so bool) float64 {
	if so {
		return 1
	}
	return 0
}

// poleRanking correlates, over pôles, what indicators show with what the direction would say if it saw all.
func (h *Hospital) poleRanking() float64 {
	var x, y, xx, yy, xy, n float64
	for p := range h.poles {
		members := h.social.of(PoleID(p))
		if len(members) == 0 {
			continue
		}
		shown, worth, activity := 0.0, 0.0, 0.0
		for _, i := range members {
			care, margin, academic := h.practices.Value(int(i))
			g := h.wanted
			value := float64(g.care*care) + float64(g.economy*margin) + float64(g.academic*academic)
			activity += h.activity[i]
			shown += float64(h.activity[i] * h.indicator[i])
			worth += float64(h.activity[i] * value)
		}
		a, b := shown/activity, worth/activity
		n++
		x += a
		y += b
		xx += float64(a * a)
		yy += float64(b * b)
		xy += float64(a * b)
	}
	if n == 0 {
		return 0
	}
	return correlate(n, x, y, xx, yy, xy)
}

var formStates = []State{
	{Name: "ambiguity", Of: "pôle", Unit: "share", High: 1, Parts: []string{"forms.move"},
		each: ofPoles(func(h *Hospital, p PoleID) float64 { return h.poles[p].ambiguity })},
	{Name: "agenda_clinical", Of: "pôle", Unit: "weight", High: 1, Parts: []string{"forms.move"},
		each: ofPoles(func(h *Hospital, p PoleID) float64 { return h.poles[p].agenda.clinical })},
}
