package model

import (
	"math"
	"math/bits"

	"polesim/sim"
)

// workProcessesMechanism is the standardisation of work processes: the technostructure prescribes practices to all
// services that are alike, and they take these over one by one (Mintzberg 1979). Analysts work off-line: they try
// templates on paper and know nothing of what one service's practices do to another.
type workProcessesMechanism struct{}

// workProcesses is the standardisation of work processes at work in a hospital.
type workProcesses struct {
	workProcessesMechanism
	on       bool
	like     circles
	trials   int
	noise    float64
	draft    []template // of each circle: as it is being written
	force    []template // as it was last rolled out
	analysis sim.Key
	reviews  sim.Key
}

// A template prescribes some practices and leaves others free.
type template struct {
	prescribed uint64 // a bit for each practice
	word       uint64 // how they are to be; 0 where free
}

// on returns how a service that works by word would work under the template.
func (t template) on(word uint64) uint64 { return word&^t.prescribed | t.word }

var (
	formalProcesses = declare(Parameter{Key: "formal.work_processes", Scope: PerPole, Unit: "weight", Default: 0, Min: 0, Max: 1,
		Help:   "Weight of taking over templates in the formal mix of attention; above 0 it opens the standardisation of work processes.",
		Source: "scenario; Mintzberg 1979 on the machine bureaucracy"})
	processesLike = declare(Parameter{Key: "processes.like", Kind: Choice, Scope: Hospitalwide, Choices: likenesses, Default: sameDiscipline,
		Help:   "For whom one template holds: services of one kind, of one discipline, or all. Only services of a discipline share what a practice is worth, and that for environment.template_share of their practices.",
		Source: "assumption"})
	processesAnalysts = declare(Parameter{Key: "processes.analysts", Kind: Count, Scope: Hospitalwide, Unit: "trials per month", Default: 8, Min: 0, Max: 200,
		Help:   "Changes of a template that the technostructure tries on paper in a month; they cost the services no time.",
		Source: "assumption; Mintzberg 1979 on the technostructure"})
	processesNoise = declare(Parameter{Key: "processes.noise", Scope: Hospitalwide, Unit: "σ_Δ", Default: .25, Min: 0, Max: 1,
		Help:   "Noise with which analysts see what a change of the template would do to the care of one service.",
		Source: "assumption, as for measurement.noise"})
	processesCodified = declare(Parameter{Key: "processes.codified", Scope: Hospitalwide, Fixed: true, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "Share of the practices that disciplines learned alike (environment.template_share) that protocols prescribe from the start; 0 begins without any template.",
		Source: "assumption; Mintzberg 1979: formalisation grows with age, and hospitals are old"})
)

func (workProcessesMechanism) Name() string                { return "work_processes" }
func (workProcessesMechanism) About() string               { return "take over one practice of the template" }
func (workProcessesMechanism) Formal() ParameterID         { return formalProcesses }
func (workProcessesMechanism) Open(*Hospital, PoleID) bool { return true }
func (workProcessesMechanism) OptIn()                      {}

// New returns the mechanism at work.
func (workProcessesMechanism) New() Mechanism { return &workProcesses{} }

// read takes in the parameters.
func (t *workProcesses) read(h *Hospital) {
	v := h.config.Value
	t.on = h.anyCharterNames(t)
	t.trials, t.noise = int(v(processesAnalysts)), v(processesNoise)*h.unit
	if t.like.draw(h.structure, int(v(processesLike))) {
		clear(t.draft)
		clear(t.force)
	}
}

// reset puts protocols in force that write down some of what services that are alike have learned alike, and leaves all
// else free.
func (t *workProcesses) reset(h *Hospital, key sim.Key) {
	t.analysis, t.reviews = key.Named("templates on paper"), key.Named("templates reviewed")
	if t.draft == nil {
		t.draft, t.force = make([]template, len(t.like.members)), make([]template, len(t.like.members))
	}
	clear(t.draft)
	clear(t.force)
	learned := uint64(1)<<int(math.Round(h.config.Value(processesCodified)*float64(h.templates))) - 1
	t.like.each(func(c int) {
		t.force[c] = t.codified(h, c, learned)
		t.draft[c] = t.force[c]
	})
}

// codified prescribes those of some practices in which all services of circle c work alike, as they do.
func (t *workProcesses) codified(h *Hospital, c int, practices uint64) template {
	word := h.practices.word[t.like.members[c][0]]
	for _, i := range t.like.members[c] {
		practices &^= h.practices.word[i] ^ word
	}
	return template{practices, word & practices}
}

// opens lets analysts work each month.
func (t *workProcesses) opens(h *Hospital, s *sim.Schedule) {
	s.Monthly(sim.ProcessFunc(func(month int) {
		if !t.on {
			return
		}
		for trial := range t.trials {
			t.try(h, t.analysis.At(trial, month))
		}
	}))
}

// closes rolls templates out at the end of a year.
func (t *workProcesses) closes(h *Hospital, s *sim.Schedule) {
	s.Yearly(sim.ProcessFunc(func(month int) {
		if !t.on {
			return
		}
		for c, members := range t.like.members {
			if len(members) > 0 {
				t.review(h, c, t.reviews.At(c, month))
			}
		}
	}))
}

// try tries one change of a draft on paper: another word on one practice (so, otherwise, or free) or, as often as each
// of those, all that one of the services does. It is kept if like services would seem to care better under it.
func (t *workProcesses) try(h *Hospital, s sim.Stream) {
	c, k := t.like.of[s.IntN(h.n)], s.IntN(h.m+1)
	members := t.like.members[c]
	tried := t.draft[c]
	if k < h.m {
		tried = tried.otherwise(k, s.IntN(2))
	} else {
		tried = template{1<<h.m - 1, h.practices.word[members[s.IntN(len(members))]]}
	}
	gain, n := 0.0, float64(len(members))
	for _, i := range members {
		word := h.practices.word[i]
		gain += h.practices.CareBetween(t.draft[c].on(word), tried.on(word), int(i))
	}
	if gain/n+float64(t.noise/math.Sqrt(n)*s.Normal()) > 0 {
		t.draft[c] = tried
	}
}

// otherwise returns the template with another word on practice k: one of the two that it does not have now.
func (t template) otherwise(k, which int) template {
	const free = 2
	now := free
	if t.prescribed>>k&1 == 1 {
		now = int(t.word >> k & 1)
	}
	bit := uint64(1) << k
	t.prescribed |= bit
	t.word &^= bit
	switch (now + 1 + which) % 3 {
	case 1:
		t.word |= bit
	case free:
		t.prescribed &^= bit
	}
	return t
}

// review rolls a draft out if like services would seem to care better under it, on the mean, than they do, by more
// than the switching costs. If it does not, what is in force is withdrawn if they would seem to care worse under it
// than they do, by more than one switching cost.
func (t *workProcesses) review(h *Hospital, c int, s sim.Stream) {
	better, changes := t.against(h, c, t.draft[c])
	if Worthwhile(better.drawn(&s), float64(h.switchingCost*changes)) {
		t.force[c] = t.draft[c]
		return
	}
	if standing, _ := t.against(h, c, t.force[c]); standing.drawn(&s) < -h.switchingCost {
		t.force[c] = template{}
	}
}

// against holds a template against what services do: what working by it would be worth to care, mean over the circle,
// and how many practices a service would have to change.
func (t *workProcesses) against(h *Hospital, c int, by template) (better view, changes float64) {
	members := t.like.members[c]
	gain, differ := 0.0, 0
	for _, i := range members {
		word := h.practices.word[i]
		gain += h.practices.CareBetween(word, by.on(word), int(i))
		differ += bits.OnesCount64(word ^ by.on(word))
	}
	n := float64(len(members))
	return view{gain / n, float64(h.m) * h.variance / n, t.noise / math.Sqrt(n)}, float64(differ) / n
}

// differs is the practices in which service i differs from the template in force for it, a bit each.
func (t *workProcesses) differs(h *Hospital, i ServiceID) uint64 {
	word := h.practices.word[i]
	return word ^ t.force[t.like.of[i]].on(word)
}

// Takes says whether there is anything left to take over.
func (t *workProcesses) Takes(h *Hospital, i ServiceID) bool { return t.differs(h, i) != 0 }

// Spend takes over one practice of the template, with probability 1 − autonomy; else it stays on paper.
func (t *workProcesses) Spend(h *Hospital, i ServiceID, s *sim.Stream) float64 {
	b := int(i)*h.m + anyBit(t.differs(h, i), s)
	if s.Bernoulli(h.people[i].autonomy) {
		return 0
	}
	own, shown := h.ownViews(i, b)
	h.change(i, b, nobody, false)
	return h.worth(i, own, shown)
}

// anyBit draws one of the bits that are set.
func anyBit(word uint64, s *sim.Stream) int {
	for range s.IntN(bits.OnesCount64(word)) {
		word &= word - 1
	}
	return bits.TrailingZeros64(word)
}

// prescribed is the share of practices that templates in force prescribe, mean over services.
func (t *workProcesses) prescribed(h *Hospital) float64 {
	return float64(t.prescriptions()) / float64(h.n*h.m)
}

// prescriptions counts the practices that templates prescribe, over all services.
func (t *workProcesses) prescriptions() (count int) {
	if !t.on {
		return 0
	}
	for c, members := range t.like.members {
		count += len(members) * bits.OnesCount64(t.force[c].prescribed)
	}
	return count
}

// conformity is the share of prescribed practices in which services do as prescribed; 0 where there are none.
func (t *workProcesses) conformity(h *Hospital) float64 {
	prescribed, differ := t.prescriptions(), 0
	if prescribed == 0 {
		return 0
	}
	for i := range h.n {
		differ += bits.OnesCount64(t.differs(h, ServiceID(i)))
	}
	return 1 - float64(differ)/float64(prescribed)
}

// spread is the share of practices in which two services that are alike differ, mean over all such pairs.
func (t *workProcesses) spread(h *Hospital) float64 {
	differ, pairs := 0, 0
	word := h.practices.word
	for _, members := range t.like.members {
		n := len(members)
		if n < 2 {
			continue
		}
		for k := range uint(h.m) {
			adopted := 0
			for _, i := range members {
				adopted += int(word[i] >> (k & 63) & 1)
			}
			differ += adopted * (n - adopted)
		}
		pairs += n * (n - 1) / 2 * h.m
	}
	return ratio(float64(differ), float64(pairs))
}

// Outcomes are how far services work by templates, and how far like services work alike.
func (workProcessesMechanism) Outcomes(of func(*Hospital) Mechanism) []Outcome {
	at := func(h *Hospital) *workProcesses { return of(h).(*workProcesses) }
	return []Outcome{
		{Name: "template_scope", Label: "practices prescribed", Unit: "share of practices",
			Meaning: "Share of practices that templates in force prescribe, mean over services.",
			observe: func(h *Hospital) float64 { return at(h).prescribed(h) }},
		{Name: "template_conformity", Label: "conformity with templates", Unit: "share of practices", While: withTemplates,
			Meaning: "Share of prescribed practices in which services do as prescribed; 0 where nothing is.",
			observe: func(h *Hospital) float64 { return at(h).conformity(h) }},
		{Name: "practice_spread", Label: "spread of practices", Unit: "share of practices",
			Meaning: "Share of practices in which two services differ for whom one template would hold (processes.like), mean over pairs.",
			observe: func(h *Hospital) float64 { return at(h).spread(h) }},
	}
}

// States are how much templates prescribe.
func (workProcessesMechanism) States(of func(*Hospital) Mechanism) []State {
	return []State{{Name: "template_scope", Of: "group of like services", Unit: "share of practices", High: 1, still: unlessWritten,
		each: func(h *Hospital, see func(float64)) {
			t := of(h).(*workProcesses)
			t.like.each(func(c int) { see(float64(bits.OnesCount64(t.force[c].prescribed)) / float64(h.m)) })
		}}}
}
