package sim

import "math"

// The ziggurat of Marsaglia & Tsang (2000) in Doornik's form (2005): 256 layers of equal area under the normal
// density. Its tables come from this package's own Exp and Log, so that they are the same bits everywhere.
const (
	zigguratLayers = 256
	zigguratTail   = 3.6541528853610088  // where the tail begins
	zigguratArea   = 0.00492867323399141 // area of a layer
)

var zigguratX, zigguratRatio = func() (x [zigguratLayers + 1]float64, ratio [zigguratLayers]float64) {
	f := Exp(-.5 * zigguratTail * zigguratTail)
	x[0], x[1] = zigguratArea/f, zigguratTail
	for i := 2; i < zigguratLayers; i++ {
		x[i] = math.Sqrt(-2 * Log(zigguratArea/x[i-1]+f))
		f = Exp(-.5 * x[i] * x[i])
	}
	for i := range ratio {
		ratio[i] = x[i+1] / x[i]
	}
	return x, ratio
}()

// Normal returns a standard normal number.
func (s *Stream) Normal() float64 {
	bits := s.Uint64()
	layer := bits & (zigguratLayers - 1)
	u := float64(int64(bits)>>11) * 0x1p-52 // uniform in [−1, 1), from bits that did not choose the layer
	if math.Abs(u) < zigguratRatio[layer] {
		return float64(u * zigguratX[layer])
	}
	return s.normalEdge(layer, u)
}

// normalEdge settles the 1.5 % of draws that fall outside the layers' common rectangle.
func (s *Stream) normalEdge(layer uint64, u float64) float64 {
	for {
		if layer == 0 {
			return s.normalTail(u < 0)
		}
		x := float64(u * zigguratX[layer])
		f0 := Exp(-.5 * (float64(zigguratX[layer]*zigguratX[layer]) - float64(x*x)))
		f1 := Exp(-.5 * (float64(zigguratX[layer+1]*zigguratX[layer+1]) - float64(x*x)))
		if f1+float64(s.Float64()*(f0-f1)) < 1 {
			return x
		}
		bits := s.Uint64()
		layer = bits & (zigguratLayers - 1)
		u = float64(int64(bits)>>11) * 0x1p-52
		if math.Abs(u) < zigguratRatio[layer] {
			return float64(u * zigguratX[layer])
		}
	}
}

// normalTail draws from beyond the last layer (Marsaglia 1964).
func (s *Stream) normalTail(negative bool) float64 {
	for {
		x := -Log(s.Float64()) / zigguratTail
		y := -Log(s.Float64())
		if y+y > float64(x*x) {
			if negative {
				return -zigguratTail - x
			}
			return zigguratTail + x
		}
	}
}
