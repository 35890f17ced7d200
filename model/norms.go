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
	unmoved       []float64 // chance that the code stays as it is when so many more differ from it than agree
	code, held    []uint64  // of each circle: what is believed of each practice, and on which there is a belief
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
		clear(c.held)
	}
	c.unmoved = slices.Grow(c.unmoved[:0], h.n+1)[:h.n+1]
	for k, p := 0, 1.0; k <= h.n; k++ {
		c.unmoved[k] = p
		p *= 1 - v(normsLearning)
	}
}

// reset leaves the code without a belief.
func (c *norms) reset(h *Hospital, key sim.Key) {
	c.key = key.Named("norms")
	if c.code == nil {
		c.code, c.held = make([]uint64, len(c.like.members)), make([]uint64, len(c.like.members))
		c.seen = make([]float64, h.n)
	}
	clear(c.code)
	clear(c.held)
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

// learn moves a code towards what most of those do who seem better than average: on each practice with probability 1 −
// (1 − p2)^k, k how many more of them differ from the code than agree with it. Without a belief, it takes up what most
// do.
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
		u := s.Float64() // drawn whatever is seen, so that the practices' chances do not shift
		lead, bit := 2*a-better, uint64(1)<<k
		most := lead > 0
		if lead < 0 {
			lead = -lead
		}
		if believed := c.code[circle]&bit != 0; c.held[circle]&bit != 0 && believed == most || u >= 1-c.unmoved[lead] {
			continue
		}
		c.held[circle] |= bit
		c.code[circle] &^= bit
		if most {
			c.code[circle] |= bit
		}
	}
}

// differs is the practices in which service i differs from its code, a bit each.
func (c *norms) differs(h *Hospital, i ServiceID) uint64 {
	circle := c.like.of[i]
	return (h.practices.word[i] ^ c.code[circle]) & c.held[circle]
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
		if c.held[c.like.of[i]] != 0 {
			sum += c.agreementOf(h, ServiceID(i))
			count++
		}
	}
	return ratio(sum, count)
}

// agreementOf is the share of its code's beliefs that service i lives up to.
func (c *norms) agreementOf(h *Hospital, i ServiceID) float64 {
	held := bits.OnesCount64(c.held[c.like.of[i]])
	return 1 - float64(bits.OnesCount64(c.differs(h, i)))/float64(held)
}

// Outcomes are how far services live up to the code.
func (normsMechanism) Outcomes(of func(*Hospital) Mechanism) []Outcome {
	return []Outcome{
		{Name: "code_agreement", Label: "agreement with the code", Unit: "share of practices",
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
				n.like.each(func(c int) { see(float64(bits.OnesCount64(n.code[c]&n.held[c])) / float64(h.m)) })
			}},
		{Name: "code_agreement", Of: "service that has a code", Unit: "share of practices", High: 1,
			each: func(h *Hospital, see func(float64)) {
				n := of(h).(*norms)
				for i := range ServiceID(h.n) {
					if n.held[n.like.of[i]] != 0 {
						see(n.agreementOf(h, i))
					}
				}
			}},
	}
}
