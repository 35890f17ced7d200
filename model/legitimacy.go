package model

import (
	"slices"

	"polesim/sim"
)

// Legitimacy: how far services accept their pôle as a place to settle things. It is earned by what meetings were worth,
// helped by a plain perimeter whose seat is near, and lost by relaying constraints and, if that is resented, by decisions of
// the chief by which services lose.
var (
	legitimacyEarned = declare(Parameter{Key: "legitimacy.earned", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether legitimacy follows what a pôle does; otherwise it stays at governance.legitimacy, which is its start.",
		Source: "scenario"})
	legitimacyInertia = declare(Parameter{Key: "legitimacy.inertia", Scope: Hospitalwide, Unit: "months", Default: 18, Min: 1, Max: 120,
		Help:   "How slowly legitimacy follows: a month covers one part in so many of the way to where it is heading.",
		Source: "assumption"})
	legitimacyGain = declare(Parameter{Key: "legitimacy.gain", Scope: Hospitalwide, Unit: "logits", Default: 10, Min: 0, Max: 50,
		Help:   "What a pôle would earn by meetings that are worth something to all who come; three to five in a hundred are usual; sign assumed.",
		Source: "assumption"})
	legitimacyNearness = declare(Parameter{Key: "legitimacy.nearness", Scope: Hospitalwide, Unit: "logits", Default: 1, Min: 0, Max: 5,
		Help:   "What a pôle earns by a wholly plain perimeter whose members are all where it meets; sign assumed.",
		Source: "assumption; pôles are illegible to staff far from management"})
	legitimacyRelayed = declare(Parameter{Key: "legitimacy.relayed", Scope: Hospitalwide, Unit: "logits", Default: 2, Min: 0, Max: 10,
		Help:   "What a pôle loses by relaying the full constraint of a contract; sign assumed.",
		Source: "assumption; pôles as transmission belts"})
	legitimacyResented = declare(Parameter{Key: "legitimacy.resented", Scope: Hospitalwide, Unit: "logits", Default: 0, Min: 0, Max: 50,
		Help:   "What a pôle would lose if all who come to its meetings lost by what its chief decides there; sign assumed.",
		Source: "assumption: nothing unless set; legitimacy.gain is what the like gains bring"})
)

// recognition is the legitimacy of pôles.
type recognition struct {
	on                               bool
	inertia, gain, nearness, relayed float64
	resented                         float64
	of                               []float64 // by pôle, in [0, 1]
	came, gained, lost               []float64 // by pôle: who came to meetings, who gained by them, who lost by a decision; fading
}

// read takes in the parameters. While legitimacy is not earned, it is what the charter says.
func (l *recognition) read(h *Hospital, founding []founding) {
	v := h.config.Value
	l.on = v(legitimacyEarned) != 0
	l.inertia, l.gain, l.nearness, l.relayed = v(legitimacyInertia), v(legitimacyGain), v(legitimacyNearness), v(legitimacyRelayed)
	l.resented = v(legitimacyResented)
	for _, values := range []*[]float64{&l.of, &l.came, &l.gained, &l.lost} {
		*values = slices.Grow(*values, max(0, len(founding)-len(*values)))[:len(founding)]
	}
	if !l.on {
		l.begin(founding)
	}
}

// begin starts from the charter.
func (l *recognition) begin(founding []founding) {
	for p := range founding {
		l.of[p] = founding[p].legitimacy
	}
	clear(l.came)
	clear(l.gained)
	clear(l.lost)
}

// met hears what a meeting of pôle p was worth to the two who came, and whether its chief decided.
func (l *recognition) met(p PoleID, decided bool, first, second float64) {
	if !l.on {
		return
	}
	l.came[p] += 2
	for _, worth := range [2]float64{first, second} {
		switch {
		case worth > 0:
			l.gained[p]++
		case worth < 0 && decided:
			l.lost[p]++
		}
	}
}

// gainShare is the share of those who came to a pôle's meetings to whom they were worth something, as remembered: a
// year's experience, and a first doubt that weighs as much as two who came for nothing.
func (l *recognition) gainShare(p PoleID) float64 { return l.gained[p] / (l.came[p] + 2) }

// lossShare is the same share of those who lost by what the pôle's chief decided.
func (l *recognition) lossShare(p PoleID) float64 { return l.lost[p] / (l.came[p] + 2) }

// gainOfAll is the share of those who came to meetings of any pôle to whom they were worth something.
func (l *recognition) gainOfAll() float64 {
	gained, came := 0.0, 0.0
	for p := range l.of {
		gained += l.gained[p]
		came += l.came[p]
	}
	return ratio(gained, came)
}

// heading is where the legitimacy of pôle p is heading:
//
//	.05 + .9·logistic(gain·share who gained + nearness·(1 − ambiguity)·near − relayed·constraint relayed
//	                  − resented·share who lost by a decision − .5)
func (l *recognition) heading(h *Hospital, p PoleID) float64 {
	pole := &h.poles[p]
	x := float64(l.gain*l.gainShare(p)) + float64(l.nearness*(1-pole.ambiguity)*h.near(p)) -
		float64(l.relayed*h.relayed(p)) - float64(l.resented*l.lossShare(p)) - .5
	return .05 + float64(.9*sim.Logistic(x))
}

// follow moves legitimacy by a month, and lets meetings of the past fade.
func (l *recognition) follow(h *Hospital) {
	if !l.on {
		return
	}
	const remembered = 11. / 12
	for p := range l.of {
		l.of[p] += (l.heading(h, PoleID(p)) - l.of[p]) / l.inertia
		l.came[p] *= remembered
		l.gained[p] *= remembered
		l.lost[p] *= remembered
	}
}

// put puts it into force.
func (l *recognition) put(h *Hospital) {
	if !l.on {
		return
	}
	for p := range h.poles {
		h.poles[p].legitimacy = l.of[p]
	}
}

// near is the share of a pôle's members on the site where it meets; where it meets on each of its sites in turn, the
// mean share.
func (h *Hospital) near(p PoleID) (near float64) {
	for _, i := range h.social.of(p) {
		near += 1 - h.away(i)
	}
	return ratio(near, float64(h.poles[p].members))
}

var legitimacyOutcomes = []Outcome{
	{Name: "legitimacy", Label: "legitimacy of pôles", Unit: indexUnit, Monthly: true, Part: "legitimacy.earned", Basis: Assumed,
		Meaning: "How far services accept their pôle as a place to settle things, mean over services; what it is earned by is assumed.",
		observe: func(h *Hospital) float64 { return h.meanOfPoles(func(p *pole) float64 { return p.legitimacy }) }},
	{Name: "gain_share", Label: "meetings worth something", Unit: "share", Monthly: true, Part: "legitimacy.earned", While: whilePolesMet,
		Meaning: "Share of those who came to meetings of pôles in the past year or so to whom they were worth something; 0 where nobody came. A pôle's legitimacy heeds the share in its own, less a first doubt.",
		observe: func(h *Hospital) float64 { return h.social.recognition.gainOfAll() }},
}

// meanOfPoles is a mean over pôles weighted by members: over services.
func (h *Hospital) meanOfPoles(of func(p *pole) float64) (total float64) {
	for p := range h.poles {
		total += float64(float64(h.poles[p].members) * of(&h.poles[p]))
	}
	return total / float64(h.n)
}

var legitimacyStates = []State{
	{Name: "legitimacy", Of: "pôle", Unit: indexUnit, High: 1, Parts: []string{"legitimacy.earned"},
		each: ofPoles(func(h *Hospital, p PoleID) float64 { return h.poles[p].legitimacy })},
}
