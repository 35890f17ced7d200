package model

import (
	"math/bits"
	"testing"

	"polesim/sim"
)

// BenchmarkKernel is a fixed piece of work on which simulation engines can be timed side by side, run on this package's
// own landscape and trust: 300 agents with 10 practices, 6 directed neighbours each; a contribution depends on its own
// practice, two others of the agent and one in each of two neighbours. A step takes each agent in random order, tries one
// practice, flips it if the sum of its own contributions does not fall, and moves trust on six edges towards likeness.
//
// Metrics: nanoseconds per agent-step without set-up, and after the last replication mean payoff (known: .691 ± .001)
// and mean trust (.500). Known speeds on one machine, ns per agent-step: tuned C 23, plain Go on flat slices 27, MASON 50,
// a Go entity-component system 55, Mesa 3,100.
func BenchmarkKernel(b *testing.B) {
	k := newKernel()
	steps, payoff, trust := 0, 0.0, 0.0
	replication := 0
	for b.Loop() {
		b.StopTimer()
		k.reset(replication)
		replication++
		b.StartTimer()
		k.run()
		b.StopTimer()
		steps += kernelAgents * kernelSteps
		p, t := k.observe()
		payoff += p
		trust += t
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(steps), "ns/agent-step")
	b.ReportMetric(payoff/float64(replication), "payoff")
	b.ReportMetric(trust/float64(replication), "trust")
}

// TestKernelReachesItsKnownPayoff holds the kernel against what other engines reached on the same work.
func TestKernelReachesItsKnownPayoff(t *testing.T) {
	k := newKernel()
	const replications = 100
	payoff, trust := 0.0, 0.0
	for r := range replications {
		k.reset(r)
		k.run()
		p, q := k.observe()
		payoff += p / replications
		trust += q / replications
	}
	if payoff < .689 || payoff > .693 { // .691 ± .001, and as much for our own 100 replications
		t.Errorf("mean payoff %.4f, known .691 ± .001", payoff)
	}
	if trust < .495 || trust > .505 {
		t.Errorf("mean trust %.4f, known .500", trust)
	}
}

const (
	kernelAgents     = 300
	kernelPractices  = 10
	kernelNeighbours = 6
	kernelSteps      = 120
)

type kernel struct {
	land       *Landscape
	practices  Practices
	neighbours []int32    // kernelNeighbours of each agent
	edges      []relation // likewise
	order      []int32
	stream     sim.Stream
}

func newKernel() *kernel {
	return &kernel{
		land:       NewLandscape(kernelAgents, kernelPractices, 5),
		neighbours: make([]int32, kernelAgents*kernelNeighbours),
		edges:      make([]relation, kernelAgents*kernelNeighbours),
		order:      make([]int32, kernelAgents),
	}
}

func (k *kernel) reset(replication int) {
	key := sim.NewKey(1, replication)
	s := key.Named("kernel").At(0, 0)
	for i := range kernelAgents {
		k.order[i] = int32(i)
		own := k.neighbours[i*kernelNeighbours : (i+1)*kernelNeighbours]
		for e := range own {
			for own[e] = int32(s.IntN(kernelAgents)); int(own[e]) == i || contains(own[:e], own[e]); {
				own[e] = int32(s.IntN(kernelAgents))
			}
			k.edges[i*kernelNeighbours+e] = relation{trust: .5}
		}
	}
	k.land.Reset(key, func(c int, in *Inputs) {
		i, own := c/kernelPractices, c%kernelPractices
		first := i * kernelPractices
		in.Table = int32(c)
		a := s.IntN(kernelNeighbours)
		d := (a + 1 + s.IntN(kernelNeighbours-1)) % kernelNeighbours
		copy(in.Clinical, []int32{int32(c), int32(first + (own+1)%kernelPractices), int32(first + (own+3)%kernelPractices),
			k.neighbours[i*kernelNeighbours+a]*kernelPractices + int32(s.IntN(kernelPractices)),
			k.neighbours[i*kernelNeighbours+d]*kernelPractices + int32(s.IntN(kernelPractices))})
		copy(in.Academic, []int32{-1, -1, -1, -1, -1})
	})
	k.practices.Reset(k.land, func(int) uint64 { return s.Uint64() & (1<<kernelPractices - 1) })
	k.stream = key.Named("steps").At(0, 0)
}

func (k *kernel) run() {
	p, s := &k.practices, &k.stream
	for range kernelSteps {
		for i := len(k.order) - 1; i > 0; i-- {
			j := s.IntN(i + 1)
			k.order[i], k.order[j] = k.order[j], k.order[i]
		}
		for _, i := range k.order {
			b := int(i)*kernelPractices + s.IntN(kernelPractices)
			if delta, _ := p.OwnCare(b); delta >= 0 {
				p.Flip(b)
			}
			own := p.word[i]
			neighbours := k.neighbours[i*kernelNeighbours : (i+1)*kernelNeighbours]
			edges := k.edges[i*kernelNeighbours : (i+1)*kernelNeighbours]
			for e, j := range neighbours {
				unlike := bits.OnesCount64(own ^ p.word[j])
				edges[e].trust = approach(edges[e].trust, 1-float32(unlike)/kernelPractices, .1)
			}
		}
	}
}

// observe returns the mean payoff of the agents and the mean trust of the edges.
func (k *kernel) observe() (payoff, trust float64) {
	for i := range kernelAgents {
		care, _, _ := k.practices.Value(i)
		payoff += care / kernelAgents
	}
	for e := range k.edges {
		trust += float64(k.edges[e].trust) / float64(len(k.edges))
	}
	return payoff, trust
}

// BenchmarkKernelPlain is the same work in plain Go on flat slices that knows nothing of hospitals: the yardstick to hold
// BenchmarkKernel against on a machine whose speed is not known.
func BenchmarkKernelPlain(b *testing.B) {
	const bitsPerKey = 5
	k := newKernel()
	k.reset(0)
	tables := make([]float64, kernelAgents*kernelPractices<<bitsPerKey)
	state := make([]uint8, kernelAgents*kernelPractices)
	words := make([]uint64, kernelAgents)
	trust := make([]float64, len(k.edges))
	steps := 0
	for b.Loop() {
		b.StopTimer()
		for e := range tables {
			tables[e] = k.stream.Float64()
		}
		clear(state)
		clear(words)
		b.StartTimer()
		for range kernelSteps {
			for i := len(k.order) - 1; i > 0; i-- {
				j := k.stream.IntN(i + 1)
				k.order[i], k.order[j] = k.order[j], k.order[i]
			}
			for _, i := range k.order {
				own := k.stream.IntN(kernelPractices)
				first := int(i) * kernelPractices
				delta := 0.0
				for bit, back := range [3]int{0, 9, 7} {
					c := first + (own+back)%kernelPractices
					at := c << bitsPerKey
					delta += tables[at|int(state[c]^1<<bit)] - tables[at|int(state[c])]
				}
				if delta >= 0 {
					words[i] ^= 1 << own
					for _, list := range [2][]reader{k.land.own(first + own), k.land.elsewhere(first + own)} {
						for _, r := range list {
							state[r.contribution] ^= uint8(r.clinical)
						}
					}
				}
				for e := int(i) * kernelNeighbours; e < (int(i)+1)*kernelNeighbours; e++ {
					unlike := bits.OnesCount64(words[i] ^ words[k.neighbours[e]])
					trust[e] += .1 * (1 - float64(unlike)/kernelPractices - trust[e])
				}
				steps++
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(steps), "ns/agent-step")
}
