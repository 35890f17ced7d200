package model

import (
	"math/bits"
	"slices"

	"polesim/sim"
)

// normsMechanism is the standardisation of norms: services are socialised to the organisation's code, and the code
// learns from those who seem to do better than others (March 1991; Mintzberg 1989 on the missionary organisation).
type normsMechanism struct{}

// norms are the codes at work in a hospital.
type norms struct {
	normsMechanism
	idle
	on            bool
	like          circles
	socialisation float64
	noise         float64
	unmoved       []float64 // chance that a code stays as it is, by lead: see Unmoved
	codes         []Code    // of each circle
	seen          []float64 // care of each service as others see it
	key           sim.Key
}

var (
	formalNorms = declare(Parameter{Key: "formal.norms", Scope: PerPole, Unit: "weight", Default: 0, Min: 0, Max: 1,
		Help:   "Weight of living up to the organisation's code in the formal mix of attention; above 0 it opens the standardisation of norms.",
		Source: "scenario; Mintzberg 1989 on the missionary organisation"})
	normsLike = declare(Parameter{Key: "norms.like", Kind: Choice, Scope: Hospitalwide, Choices: likenesses, Default: sameHospital,
		Help:   "For whom one code holds: all services, or those of one kind or of one discipline. Only services of a discipline share what a practice is worth, and that for environment.template_share of their practices.",
		Source: "March 1991: one code for the organisation"})
	normsSocialisation = declare(Parameter{Key: "norms.socialisation", Scope: Hospitalwide, Unit: "probability per unit", Default: .5, Min: 0, Max: 1,
		Help:   "Chance that a unit of time brings one practice of a service to the code, unless the service feels a loss (p1).",
		Source: "March 1991 varies p1 from .1 to .9"})
	normsLearning = declare(Parameter{Key: "norms.learning", Scope: Hospitalwide, Unit: "probability per month", Default: .5, Min: 0, Max: 1,
		Help:   "Chance that the code gives way on a practice when one more of those who seem better differs from it than agrees (p2).",
		Source: "March 1991 varies p2 from .1 to .9"})
	normsNoise = declare(Parameter{Key: "norms.noise", Scope: Hospitalwide, Unit: "σ_Δ", Default: .25, Min: 0, Max: 2,
		Help:   "Noise with which services see how well others care, and so who is better than average.",
		Source: "assumption, as for measurement.noise; in March 1991 it is known who knows better"})
)

func (normsMechanism) Name() string                { return "norms" }
func (normsMechanism) About() string               { return "bring one practice to the organisation's code" }
func (normsMechanism) Formal() ParameterID         { return formalNorms }
func (normsMechanism) Open(*Hospital, PoleID) bool { return true }
func (normsMechanism) OptIn()                      {}

// New returns the mechanism at work.
func (normsMechanism) New() Mechanism { return &norms{} }

// read takes in the parameters.
func (c *norms) read(h *Hospital) {
	v := h.config.Value
	c.on = h.anyCharterNames(c)
	c.socialisation, c.noise = v(normsSocialisation), v(normsNoise)*h.unit
	if c.like.draw(h.structure, int(v(normsLike))) {
		clear(c.codes)
	}
	c.unmoved = Unmoved(v(normsLearning), h.n, c.unmoved)
}

// reset leaves the code without a belief.
func (c *norms) reset(h *Hospital, key sim.Key) {
	c.key = key.Named("norms")
	if c.codes == nil {
		c.codes = make([]Code, len(c.like.members))
		c.seen = make([]float64, h.n)
	}
	clear(c.codes)
}

// opens lets the codes learn each month.
func (c *norms) opens(h *Hospital, s *sim.Schedule) {
	s.Monthly(sim.ProcessFunc(func(month int) {
		if !c.on {
			return
		}
		for i := range c.seen {
			s := c.key.At(i, month)
			c.seen[i] = h.practices.Care(i) + float64(c.noise*s.Normal())
		}
		for circle, members := range c.like.members {
			if len(members) > 0 {
				c.learn(h, circle, c.key.At(h.n+circle, month))
			}
		}
	}))
}

// learn moves a code towards what most of those do who seem better than average.
func (c *norms) learn(h *Hospital, circle int, s sim.Stream) {
	members := c.like.members[circle]
	mean := 0.0
	for _, i := range members {
		mean += c.seen[i]
	}
	mean /= float64(len(members))
	var adopted [maxPractices]int
	better := 0
	for _, i := range members {
		if c.seen[i] <= mean {
			continue
		}
		better++
		for word := h.practices.word[i]; word != 0; word &= word - 1 {
			adopted[bits.TrailingZeros64(word)]++
		}
	}
	for k, a := range adopted[:h.m] {
		// A number is drawn whatever is seen, so that the practices' chances do not shift.
		c.codes[circle].Learn(k, 2*a-better, c.unmoved, s.Float64())
	}
}

// A Code is what an organisation believes of up to 64 practices (March 1991): of each that it is to be, that it is not to
// be, or nothing. The zero value believes nothing.
type Code struct {
	Held uint64 // the practices of which something is believed, a bit each
	Word uint64 // what is believed of them; 0 where nothing is
}

// Learn moves the belief on one practice towards what most of those do who seem to do better than the code, by lead more
// than do otherwise; negative, if most are without it. If they differ from the code on it, it takes over what they do with
// probability 1 − (1 − p2)^|lead|; u is a draw of U(0, 1), and unmoved what [Unmoved] made of p2.
func (c *Code) Learn(practice, lead int, unmoved []float64, u float64) {
	bit, most := uint64(1)<<practice, lead > 0
	if lead < 0 {
		lead = -lead
	}
	if believed := c.Word&bit != 0; c.Held&bit != 0 && believed == most || u >= 1-unmoved[lead] {
		return
	}
	c.Held |= bit
	c.Word &^= bit
	if most {
		c.Word |= bit
	}
}

// Unmoved returns, for each lead of 0 … most, the chance (1 − p2)^lead that a code stays as it is; into is room for it.
func Unmoved(p2 float64, most int, into []float64) []float64 {
	into = slices.Grow(into[:0], most+1)[:most+1]
	for lead, p := 0, 1.0; lead <= most; lead++ {
		into[lead] = p
		p *= 1 - p2
	}
	return into
}

// differs is the practices in which service i differs from its code, a bit each.
func (c *norms) differs(h *Hospital, i ServiceID) uint64 {
	code := c.codes[c.like.of[i]]
	return (h.practices.word[i] ^ code.Word) & code.Held
}

// Takes says whether there is anything left in which to live up to the code.
func (c *norms) Takes(h *Hospital, i ServiceID) bool { return c.differs(h, i) != 0 }

// Spend brings one practice to the code with the chance of socialisation, unless the service feels a loss to what it
// values of its own work.
func (c *norms) Spend(h *Hospital, i ServiceID, s *sim.Stream) float64 {
	b := int(i)*h.m + anyBit(c.differs(h, i), s)
	own, shown := h.ownViews(i, b)
	if !s.Bernoulli(c.socialisation) || h.perceive(own, b, s) < 0 {
		return 0
	}
	h.change(i, b, nobody, false)
	return h.worth(i, own, shown)
}

// agreement is the share of the code's beliefs that services live up to, mean over services that have a code.
func (c *norms) agreement(h *Hospital) float64 {
	if !c.on {
		return 0
	}
	sum, count := 0.0, 0.0
	for i := range h.n {
		if c.codes[c.like.of[i]].Held != 0 {
			sum += c.agreementOf(h, ServiceID(i))
			count++
		}
	}
	return ratio(sum, count)
}

// agreementOf is the share of its code's beliefs that service i lives up to.
func (c *norms) agreementOf(h *Hospital, i ServiceID) float64 {
	held := bits.OnesCount64(c.codes[c.like.of[i]].Held)
	return 1 - float64(bits.OnesCount64(c.differs(h, i)))/float64(held)
}

// Outcomes are how far services live up to the code.
func (normsMechanism) Outcomes(of func(*Hospital) Mechanism) []Outcome {
	return []Outcome{
		{Name: "code_agreement", Label: "agreement with the code", Unit: "share of practices", While: withCode,
			Meaning: "Share of the beliefs of the organisation's code that services live up to, mean over services; 0 where there is none.",
			observe: func(h *Hospital) float64 { return of(h).(*norms).agreement(h) }},
	}
}

// States are what the codes believe, which is soon something of every practice, and how far services live up to it.
func (normsMechanism) States(of func(*Hospital) Mechanism) []State {
	return []State{
		{Name: "code_asks", Of: "group of like services", Unit: "share of practices", High: 1,
			each: func(h *Hospital, see func(float64)) {
				n := of(h).(*norms)
				n.like.each(func(c int) { see(float64(bits.OnesCount64(n.codes[c].Word)) / float64(h.m)) })
			}},
		{Name: "code_agreement", Of: "service that has a code", Unit: "share of practices", High: 1,
			each: func(h *Hospital, see func(float64)) {
				n := of(h).(*norms)
				for i := range ServiceID(h.n) {
					if n.codes[n.like.of[i]].Held != 0 {
						see(n.agreementOf(h, i))
					}
				}
			}},
	}
}
