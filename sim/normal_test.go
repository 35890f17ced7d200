package sim

import (
	"math"
	"slices"
	"testing"
)

// normals draws n numbers, new streams every ten draws, as models do.
func normals(n int, draw func(z float64)) {
	k := streamsOf("normal")
	for i := 0; i < n; i += 10 {
		s := k.At(i/1200, i/10%120)
		for range 10 {
			draw(s.Normal())
		}
	}
}

// mustFollow fails the test when √n·D of the sample against the distribution function is too large.
func mustFollow(t *testing.T, what string, sample []float64, cdf func(float64) float64) {
	t.Helper()
	slices.Sort(sample)
	n := float64(len(sample))
	d := 0.
	for i, x := range sample {
		p := cdf(x)
		d = max(d, p-float64(i)/n, float64(i+1)/n-p)
	}
	if d*math.Sqrt(n) > ksLimit {
		t.Errorf("%s: D = %.5f among %.0f numbers, √n·D = %.2f is above %v", what, d, n, d*math.Sqrt(n), ksLimit)
	}
}

func TestNormalFollowsPhi(t *testing.T) {
	const n = 1_000_000
	sample := make([]float64, 0, n)
	normals(n, func(z float64) { sample = append(sample, z) })
	mustFollow(t, "Normal", sample, phi)
}

func TestNormalHasTheMomentsOfTheStandardNormal(t *testing.T) {
	const n = 4_000_000
	var sums [7]float64
	normals(n, func(z float64) {
		power := 1.
		for i := range sums {
			sums[i] += power
			power *= z
		}
	})
	moment := []float64{1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395} // E z^i
	for i := 1; i < len(sums); i++ {
		sd := math.Sqrt((moment[2*i] - moment[i]*moment[i]) / n)
		if e := sums[i]/n - moment[i]; math.Abs(e) > sigmas*sd {
			t.Errorf("moment %d is %.5f, want %v ± %.5f", i, sums[i]/n, moment[i], sigmas*sd)
		}
	}
}

// Fine enough to see a layer of the ziggurat whose edge is cut wrongly.
func TestNormalFillsEveryLayerOfTheZiggurat(t *testing.T) {
	const n, classes = 8_000_000, 256
	bounds := make([]float64, classes) // the upper ones, of equal probability
	for i := range bounds {
		bounds[i] = quantile(float64(i+1) / classes)
	}
	counts := make([]int, classes)
	normals(n, func(z float64) {
		i := min(int(NormalCDF(z)*classes), classes-1) // its error is far below a class; settle the ties
		for z >= bounds[i] {
			i++
		}
		for i > 0 && z < bounds[i-1] {
			i--
		}
		counts[i]++
	})
	mustBeEven(t, "Normal in classes of equal probability", counts)
}

// quantile inverts Φ by bisection.
func quantile(p float64) float64 {
	if p == 1 {
		return inf
	}
	low, high := -10., 10.
	for range 60 {
		if mid := (low + high) / 2; phi(mid) < p {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}

func TestNormalHasItsTails(t *testing.T) {
	const n = 4_000_000
	var left, right []float64 // distances beyond the last layer
	far := 0.
	normals(n, func(z float64) {
		far = max(far, math.Abs(z))
		switch {
		case z > zigguratTail:
			right = append(right, z)
		case z < -zigguratTail:
			left = append(left, -z)
		}
	})
	beyond := phi(-zigguratTail)
	for side, tail := range map[string][]float64{"left": left, "right": right} {
		want, sd := n*beyond, math.Sqrt(n*beyond)
		if math.Abs(float64(len(tail))-want) > sigmas*sd {
			t.Errorf("%s tail: %d numbers, want %.0f ± %.0f", side, len(tail), want, sigmas*sd)
		}
		mustFollow(t, side+" tail", tail, func(x float64) float64 { return 1 - phi(-x)/beyond })
	}
	if far < 4.8 || far > 6.5 { // the largest of 4 million lies outside with probability 1e−3 and 3e−4
		t.Errorf("the largest of %d is %v", n, far)
	}
}

// The tail is visited too rarely to be seen well from outside.
func TestNormalTailFollowsPhiFarOut(t *testing.T) {
	s := streamsOf("tail").At(0, 0)
	sample := make([]float64, 300_000)
	for i := range sample {
		if sample[i] = s.normalTail(false); sample[i] <= zigguratTail {
			t.Fatalf("%v lies before the tail", sample[i])
		}
	}
	beyond := phi(-zigguratTail)
	mustFollow(t, "tail", sample, func(x float64) float64 { return 1 - phi(-x)/beyond })
	if s.normalTail(true) >= -zigguratTail {
		t.Error("the left tail is on the right")
	}
}

func TestZigguratIsOne(t *testing.T) {
	if zigguratX[zigguratLayers] != 0 || zigguratRatio[zigguratLayers-1] != 0 {
		t.Error("the top layer does not end at 0")
	}
	density := func(x float64) float64 { return math.Exp(-x * x / 2) }
	for i := 1; i < zigguratLayers; i++ { // equal areas, falling edges
		area := zigguratX[i] * (density(zigguratX[i+1]) - density(zigguratX[i]))
		if zigguratX[i+1] >= zigguratX[i] || math.Abs(area/zigguratArea-1) > 1e-8 {
			t.Errorf("layer %d: from %v to %v, area %v", i, zigguratX[i], zigguratX[i+1], area)
		}
	}
	tail := zigguratTail*density(zigguratTail) + math.Sqrt(2*math.Pi)*phi(-zigguratTail)
	if math.Abs(tail/zigguratArea-1) > 1e-9 {
		t.Errorf("the bottom layer with the tail has an area of %v", tail)
	}
}

func TestNormalRarelyLeavesItsFastPath(t *testing.T) {
	fast := 0.
	for _, r := range zigguratRatio {
		fast += r / zigguratLayers
	}
	if edge := 1 - fast; math.Abs(edge-.015) > .0005 {
		t.Errorf("%.4f of draws go to normalEdge", edge)
	}
}
