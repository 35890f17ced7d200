package classics

import (
	"math"

	"polesim/sim"
)

// A contract pays an agent a fixed sum and so much per unit of a noisy measure of what he does. Agent and principal both
// find what is best for them by trying.
type contract struct {
	benefit  []float64   // of a unit of effort on each task, to the principal
	measured []float64   // what it adds to the measure
	unpaid   []float64   // effort that costs the agent least
	cost     [][]float64 // of effort e: ½ (e − unpaid)ᵀ cost (e − unpaid)
	risk     float64     // r σ²: what a contract of slope b costs is ½ r σ² b²
}

// Cases is one: nothing is left to chance.
func (c *contract) Cases() int { return 1 }

// Run searches for the best slope, and leaves it, the share of the first best, and the efforts as far as they are asked for.
func (c *contract) Run(_ int, _ sim.Key, into []float64) {
	slope := peak(0, c.surplus)
	efforts := c.agent(slope)
	none, best := c.surplus(0), c.efforts(c.benefit)
	into[0] = slope
	into[1] = (c.surplus(slope) - none) / (dot(c.benefit, best) - c.costOf(best) - none)
	copy(into[2:], efforts)
}

// agent returns the efforts that the agent finds best under a slope.
func (c *contract) agent(slope float64) []float64 {
	paid := make([]float64, len(c.measured))
	for i, g := range c.measured {
		paid[i] = slope * g
	}
	return c.efforts(paid)
}

// efforts returns the efforts at which a search ends of somebody who gains so much by each unit, and bears the cost: one
// task after the other, again and again.
func (c *contract) efforts(gain []float64) []float64 {
	const enough, rounds = 1e-13, 5000
	e := append([]float64(nil), c.unpaid...)
	for range rounds {
		moved := 0.0
		for i := range e {
			was := e[i]
			e[i] = peak(was, func(x float64) float64 {
				e[i] = x
				return dot(gain, e) - c.costOf(e)
			})
			moved = max(moved, math.Abs(e[i]-was))
		}
		if moved < enough { // else what is left after so many rounds is rounding
			break
		}
	}
	return e
}

// surplus is what principal and agent have together under a slope; the fixed sum only divides it.
func (c *contract) surplus(slope float64) float64 {
	e := c.agent(slope)
	return dot(c.benefit, e) - c.costOf(e) - float64(.5*c.risk*slope*slope)
}

func (c *contract) costOf(e []float64) float64 {
	sum := 0.0
	for i, row := range c.cost {
		for j, x := range row {
			sum += float64(.5 * x * (e[i] - c.unpaid[i]) * (e[j] - c.unpaid[j]))
		}
	}
	return sum
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

// peak returns where a parabola is highest: it tries less and more, and goes to the top of the parabola through the three, a
// few times, since the first is as precise as where it starts is near. Where it finds no top it stays.
func peak(x float64, of func(float64) float64) float64 {
	const tries, enough = 5, 1e-13
	for range tries {
		less, here, more := of(x-1), of(x), of(x+1)
		bend := less + more - 2*here
		if bend >= 0 {
			break
		}
		step := (less - more) / (2 * bend)
		x += step
		if math.Abs(step) < enough {
			break
		}
	}
	return x
}

// found is the precision with which searches find the closed forms.
const found = 1e-7
